-- Each request the advertisement of another of 1,000 providers; the peer verifies no signature.
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-Provider-Signature"] = "none"
local body = '{"ip_address":"198.18.0.1","country":"SE","resources":{"cpu":8,"memory":32,"storage":100}}'
function request()
  at = at % 1000 + 1
  wrk.headers["X-Provider-Id"] = "provider-" .. at
  return wrk.format(nil, "/api/v1/advertisements", nil, body)
end
