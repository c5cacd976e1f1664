# shellcheck shell=bash
# Lets the programs start in half the time: unpacks the servers' jars, which Java cannot cache otherwise, runs each program
# once and records what it loaded in an AOT cache (JEP 483, 514, 515). To be sourced after build.sh; ROOT is the clone.

# shellcheck source=bin/lib/java.sh
. "$ROOT/bin/lib/java.sh"
# shellcheck source=bin/lib/network.sh
. "$ROOT/bin/lib/network.sh"

AOT_LOG=$ROOT/target/aot.log
REHEARSAL_WITHIN=120

# Ends with what could not be recorded, which then starts as slowly as before.
record_caches() {
  local java=$1 trial discovery provider
  trial=$(mktemp -d)
  : >"$AOT_LOG"
  unpack "$java"
  discovery=$(free_port discovery 19001)
  provider=$(free_port provider 17466 "$discovery")
  rehearse "$trial" discovery-server discovery golem-discovery --port "$discovery" --data-dir "$trial/discovery" \
    --private-endpoints
  rehearse "$trial" port-checker-server port-checker port-checker --port "$(free_port "port checker" 19100)"
  rehearse "$trial" provider-server provider golem-provider --port "$provider" --data-dir "$trial/provider" --public-ip 127.0.0.1 --name rehearsal \
    --skip-port-check true --min-storage-gb 1 --status-page off \
    --discovery-url "http://127.0.0.1:$discovery"
  ready "$trial" discovery
  ready "$trial" port-checker
  ready "$trial" provider
  rehearse_commands "$java" "$trial" "http://127.0.0.1:$discovery"
  kill "$(cat "$trial/provider.pid")" 2>/dev/null || true
  wait "$(cat "$trial/provider.pid")" 2>/dev/null || true
  # shellcheck disable=SC2046 # one word each
  kill $(cat "$trial"/*.pid) 2>/dev/null || true
  wait
  rm -rf "$trial"
}

unpack() {
  local jar app
  for jar in "${JARS[@]}"; do
    [[ $jar == */golem.jar ]] && continue
    app=$ROOT/$(dirname "$jar")/app
    rm -rf "$app"
    "$1" -Djarmode=tools -jar "$ROOT/$jar" extract --destination "$app" >>"$AOT_LOG" 2>&1
    touch "$app/$(basename "$jar")" # it has the time of the jar, and has to be newer to be used
  done
}

# rehearse TRIAL MODULE SERVER LAUNCHER ARGUMENTS: starts a server that records what it loads until it ends.
rehearse() {
  local trial=$1 module=$2 server=$3 launcher=$4
  shift 4
  GOLEM_JAVA_OPTS="-XX:AOTCacheOutput=$ROOT/$module/target/app/$server.aot" \
    "$ROOT/bin/$launcher" start --host 127.0.0.1 "$@" >"$trial/$server.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$trial/$server.pid"
}

# Waits until a server answers; one that ends before it does says why in the log.
ready() {
  local trial=$1 server=$2 until=$((SECONDS + REHEARSAL_WITHIN))
  until grep -q 'ready on' "$trial/$server.log"; do
    if ! kill -0 "$(cat "$trial/$server.pid")" 2>/dev/null || [ $SECONDS -ge $until ]; then
      detail "$server did not start, and will start without a cache; see $AOT_LOG"
      cat "$trial/$server.log" >>"$AOT_LOG"
      return 0
    fi
    sleep 0.2
  done
}

rehearse_commands() {
  local java=$1 jar=$ROOT/requestor-cli/target/golem.jar
  # shellcheck disable=SC2086 # one word each
  GOLEM_REQUESTOR_BASE_DIR=$2/golem GOLEM_REQUESTOR_DISCOVERY_URL=$3 \
    "$java" $GOLEM_JAVA "-XX:AOTCacheOutput=${jar%.jar}.aot" -cp "$jar" network.golem.vm.requestor.Rehearsal \
    '--help' 'vm create --help' 'vm providers' 'vm providers --output json' 'vm list' 'vm list --offline' 'provider show rehearsal' \
    'vm create rehearsal --dry-run' 'config list' >>"$AOT_LOG" 2>&1 </dev/null || true
}
