# Reads the one form of cloud-config that the provider writes and puts what it says into files under `out`: hostname, host_key,
# host_key.pub, authorized_keys. Each value must match its pattern; other members are skipped, nothing is ever run. Exit status 0
# says that all four are there; else a line on stderr says why not. Made for mawk and busybox awk (no intervals in patterns).

function refuse(why) {
  failed = 1
  print "user-data line " NR ": " why >"/dev/stderr"
  exit 1
}

# The text between the double quotes; none of our values needs an escape.
function quoted(text) {
  if (text !~ /^"[^"\\]*"$/) refuse("a value in double quotes is expected")
  return substr(text, 2, length(text) - 2)
}

function is_public_key(text, type,    words, n) {
  n = split(text, words, " ")
  return n >= 2 && n <= 3 && words[1] ~ type && words[2] ~ /^AAAA[A-Za-z0-9+\/]+=*$/ && (n == 2 || words[3] ~ /^[A-Za-z0-9@._+-]+$/) && length(text) <= 16384
}

BEGIN { any = "^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh[.]com|sk-ecdsa-sha2-nistp256@openssh[.]com)$" }

NR == 1 {
  if ($0 != "#cloud-config") refuse("this is not a cloud-config")
  next
}

/^[a-z]/ {
  member = $0
  sub(/:.*/, "", member)
  block = 0
  if (seen[member]++) refuse("the member " member " is there twice")
  if (member == "hostname") {
    name = substr($0, length("hostname: ") + 1)
    if (name !~ /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ || length(name) > 63) refuse("this is not a host name")
    print name >(out "/hostname")
  }
  next
}

member == "ssh_keys" && /^  ed25519_private: \|$/ {
  if (key_lines) refuse("the host key is there twice")
  block = 1
  next
}

member == "ssh_keys" && block && /^    / {
  line = substr($0, 5)
  if (key_ended) refuse("the host key goes on after its end")
  if (++key_lines == 1) {
    if (line != "-----BEGIN OPENSSH PRIVATE KEY-----") refuse("the host key does not begin as one")
  } else if (line == "-----END OPENSSH PRIVATE KEY-----") {
    key_ended = 1
  } else if (line !~ /^[A-Za-z0-9+\/]+=*$/ || key_lines > 100) {
    refuse("this is no line of a host key")
  }
  print line >(out "/host_key")
  next
}

member == "ssh_keys" && /^  ed25519_public: / {
  block = 0
  text = quoted(substr($0, length("  ed25519_public: ") + 1))
  if (public_seen++ || !is_public_key(text, "^ssh-ed25519$")) refuse("this is not one Ed25519 public key")
  print text >(out "/host_key.pub")
  next
}

member == "ssh_authorized_keys" && /^  - / {
  text = quoted(substr($0, 5))
  if (!is_public_key(text, any)) refuse("this is not a public key")
  if (++authorized > 200) refuse("too many authorized keys")
  print text >(out "/authorized_keys")
  next
}

member == "ssh_keys" || member == "ssh_authorized_keys" { refuse("this line is not understood") }

END {
  if (failed) exit 1
  if (!seen["hostname"] || !key_ended || !public_seen || !authorized) {
    print "user-data: host name, host key or authorized keys are missing" >"/dev/stderr"
    exit 1
  }
}
