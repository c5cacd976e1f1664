-- Each request the next signed statement of the file that STATEMENTS names, from line START on.
local lines = {}
for line in io.lines(os.getenv("STATEMENTS")) do lines[#lines + 1] = line end
local at = tonumber(os.getenv("START") or 0)
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/jose"
function request()
  at = at % #lines + 1
  return wrk.format(nil, "/api/v1/advertisements", nil, lines[at])
end
