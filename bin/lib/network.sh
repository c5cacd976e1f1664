# shellcheck shell=bash
# The quick start's servers: starts them, waits for them, finds and ends what is left of them. To be sourced after
# terminal.sh; ROOT is the clone. Everything of one run lies under $RUN, and a process is ours when it
# was given a path there or works there: none is ended by its number alone.

RUN=$ROOT/.quickstart
READY_WITHIN=180

# Prints "PID COMMAND LINE" of each of our processes: a java that was given a path under $RUN, or a QEMU that works there.
our_processes() {
  local pid line
  if [ ! -d /proc/self ]; then
    ps -axo pid=,command= | sed 's/^ *//' | grep -F "$RUN/" | grep -E '^[0-9]+ [^ ]*java ' || true
    return 0
  fi
  { grep -lsE 'java|qemu-system-' /proc/[0-9]*/cmdline || true; } | cut -d / -f 3 | while read -r pid; do
    line=$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null) || continue # it has just ended
    case ${line%% *} in
      java | */java) [[ $line == *"$RUN/"* ]] || continue ;;
      qemu-system-* | */qemu-system-*) [[ $(readlink "/proc/$pid/cwd") == "$RUN/"* ]] || continue ;;
      *) continue ;;
    esac
    printf '%s %s\n' "$pid" "$line"
  done
}

# pid_of SERVER: the process of discovery, port-checker or provider; fails when there is none.
pid_of() {
  local pid _
  read -r pid _ < <(matching "$RUN/jars/$1.jar ") && printf '%s\n' "$pid"
}

# end_processes WITHIN PATTERN: asks our processes with PATTERN on their command line to end, and makes them after
# WITHIN seconds. They are looked for anew each time, so that a number that now belongs to another is never used.
end_processes() {
  local within=$1 pattern=$2 signal until pids
  for signal in TERM KILL; do
    until=$((SECONDS + within))
    pids=$(matching "$pattern")
    # shellcheck disable=SC2086 # one word each
    [ -z "$pids" ] || kill -s $signal $pids 2>/dev/null || true
    while [ -n "$pids" ] && [ $SECONDS -lt $until ]; do
      sleep 0.2
      pids=$(matching "$pattern")
    done
    [ -n "$pids" ] || return 0
  done
  die "processes do not end: $pids"
}

matching() {
  our_processes | { grep -F -- "$1" || true; } | cut -d ' ' -f 1
}

stop_servers() {
  local server
  for server in provider port-checker discovery; do
    end_processes 30 "$RUN/jars/$server.jar "
  done
}

# A virtual machine outlives its provider, and so does the access proxy; this is for what the provider could not end.
stop_virtual_machines() {
  end_processes 5 qemu-system-
  end_processes 5 "$RUN/provider/proxy/"
}

port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port NAME WISH [NOT...]: prints WISH, or the next port that nothing listens on and that is not among NOT.
free_port() {
  local name=$1 wish=$2 port=$2
  shift 2
  while port_taken "$port" || [[ " $* " == *" $port "* ]]; do
    port=$((port + 1))
    [ "$port" -lt $((wish + 100)) ] || die "no port is free for the $name from $wish to $port"
  done
  [ "$port" = "$wish" ] || detail "port $wish is taken$(port_owner "$wish"); the $name gets $port" >&2
  printf '%s\n' "$port"
}

port_owner() {
  command -v ss >/dev/null 2>&1 || return 0
  ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p' | head -n 1
}

# Whether all three run, on ports that we know.
servers_running() {
  [ -f "$RUN/ports" ] && pid_of discovery >/dev/null && pid_of port-checker >/dev/null && pid_of provider >/dev/null
}

choose_ports() {
  DISCOVERY_AT=$(free_port "discovery server" 9001)
  PORT_CHECKER_AT=$(free_port "port checker" 9000 "$DISCOVERY_AT")
  PROVIDER_AT=$(free_port provider 7466 "$DISCOVERY_AT" "$PORT_CHECKER_AT")
  declare -p DISCOVERY_AT PORT_CHECKER_AT PROVIDER_AT | sed 's/^declare -- //' >"$RUN/ports"
}

load_ports() {
  # shellcheck source=/dev/null
  . "$RUN/ports"
}

# The servers run from copies, so that a later build does not change a jar under them.
copy_jars() {
  mkdir -p "$RUN/jars"
  cp "$ROOT"/{discovery-server/target/discovery,port-checker-server/target/port-checker,provider-server/target/provider}.jar "$RUN/jars/"
}

# launch SERVER ARGUMENTS: starts a server as a process of its own session, which outlives this script.
launch() {
  local server=$1 launcher=golem-$1
  shift
  if [ "$server" = port-checker ]; then
    launcher=$server
  fi
  mkdir -p "$RUN/log" "$RUN/pids"
  # For an hour on one machine, a quick start is worth more than optimised code: it takes half of the processor time.
  GOLEM_JAR_DIR=$RUN/jars GOLEM_JAVA_OPTS="-XX:TieredStopAtLevel=1 ${GOLEM_JAVA_OPTS:-}" detached "$ROOT/bin/$launcher" start "$@" >>"$RUN/log/$server.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$RUN/pids/$server"
  disown
}

detached() {
  if command -v setsid >/dev/null 2>&1; then
    exec setsid "$@"
  else
    exec nohup "$@"
  fi
}

# await SERVER STATE CHECK...: waits until the command CHECK says that SERVER is STATE; fails at once when it has ended.
await() {
  local server=$1 state=$2 until=$((SECONDS + READY_WITHIN))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! kill -0 "$(cat "$RUN/pids/$server")" 2>/dev/null; then
      echo "error: $server ended while starting" >&2
      return 1
    fi
    if [ $SECONDS -ge $until ]; then
      echo "error: $server was not $state within $READY_WITHIN s" >&2
      return 1
    fi
    sleep 0.3
  done
}

healthy() {
  curl -fsS --max-time 5 "http://127.0.0.1:$1/health"
}

provider_id() {
  openssl x509 -in "$RUN/provider/identity.pem" -noout -subject -nameopt multiline 2>/dev/null | sed -n 's/.*commonName *= //p'
}

# The provider's certificate is in its identity file, with its node id as host name. That file is all we trust here.
provider_healthy() {
  local id
  id=$(provider_id)
  [ -n "$id" ] && curl -fsS --max-time 5 --cacert "$RUN/provider/identity.pem" \
    --resolve "$id:$PROVIDER_AT:127.0.0.1" "https://$id:$PROVIDER_AT/health"
}

provider_listed() {
  curl -fsS --max-time 5 "http://127.0.0.1:$DISCOVERY_AT/api/v1/advertisements" | grep -q '"provider_id"'
}
