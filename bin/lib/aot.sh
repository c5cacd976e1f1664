# shellcheck shell=bash
# Lets the programs start sooner: unpacks the servers' jars, which Java cannot cache otherwise, runs each program
# once and records what it loaded in an AOT cache (JEP 483, 514, 515). To be sourced after build.sh; ROOT is the clone.

# shellcheck source=bin/lib/java.sh
. "$ROOT/bin/lib/java.sh"
# shellcheck source=bin/lib/network.sh
. "$ROOT/bin/lib/network.sh"

AOT_STAMP=$ROOT/target/recorded-from
AOT_LOG=$ROOT/target/aot.log
REHEARSAL_WITHIN=120
LISTED_WITHIN=20

# golem has two archives. Java links every class of the first at each start, so it holds what any command loads; classes of the
# second, three times as many, wait until they are wanted.
GOLEM_ARCHIVES=$ROOT/requestor-cli/target/golem
QUICK_COMMANDS=('--help' 'vm list --offline' 'version' 'config list' '__complete -- vm')
OTHER_COMMANDS=('vm create --help' 'vm providers' 'vm providers --output json' 'provider show rehearsal'
  'vm create another --dry-run --explain' 'vm create guest --image debian-12 --cpu 1 --memory 1 --storage 1 --no-wait' 'vm list'
  'vm list --all' 'vm info guest' 'vm events guest' 'vm stats guest' 'vm ssh-config guest' 'vm destroy guest --yes --timeout 20s')

# caches_needed JAVA: whether jars or Java are others than those that were recorded. A cache is not used with a newer jar, and any
# build by Maven makes new ones.
caches_needed() {
  local jar
  for jar in "${JARS[@]}"; do
    [ ! "$ROOT/$jar" -nt "$AOT_STAMP" ] || return 0
  done
  [ "$(recorded_from "$1")" != "$(cat "$AOT_STAMP" 2>/dev/null)" ]
}

recorded_from() {
  cat "$BUILD_STAMP" && "$1" -version 2>&1
}

# record_caches JAVA: what cannot be recorded goes on starting as slowly as before.
record_caches() (
  java=$1
  rm -f "$AOT_STAMP" "$GOLEM_ARCHIVES"{,-network}.jsa # the servers' go with what is unpacked
  : >"$AOT_LOG"
  unpack
  rehearsal -XX:AOTCacheOutput "$ROOT"/{discovery-server/target/app/discovery,port-checker-server/target/app/port-checker,provider-server/target/app/provider}.recording archive_golem
  keep discovery discovery-server/target/app/discovery
  keep port-checker port-checker-server/target/app/port-checker
  keep provider provider-server/target/app/provider
  [ -f "$GOLEM_ARCHIVES-network.jsa" ] || detail "golem could not be recorded and starts as slowly as before; see $AOT_LOG"
  recorded_from "$java" >"$AOT_STAMP"
)

# Whether every program has what record_caches makes for it.
all_recorded() {
  local cache
  for cache in discovery-server/target/app/discovery.aot port-checker-server/target/app/port-checker.aot \
    provider-server/target/app/provider.aot requestor-cli/target/golem.jsa requestor-cli/target/golem-network.jsa; do
    [ -f "$ROOT/$cache" ] || return 1
  done
}

# list_classes JAVA DIRECTORY: the classes that each program loads at its start, in DIRECTORY/PROGRAM.classlist; those that golem
# loads with any command, in golem-quick.classlist.
list_classes() (
  java=$1
  rm -f "$AOT_STAMP" # caches go with what is unpacked anew: a program that has one cannot list
  : >"$AOT_LOG"
  unpack
  class_lists=$2
  rehearsal -XX:DumpLoadedClassList "$2"/{golem-discovery,golem-port-checker,golem-provider}.classlist list_classes_of_golem
)

# rehearsal OPTION DISCOVERY PORT-CHECKER PROVIDER GOLEM: runs each server with OPTION=FILE, and GOLEM while they are there. In a
# subshell, so that nothing it has started outlives it, however it ends.
rehearsal() (
  option=$1
  trial=$(mktemp -d)
  trap 'kill -KILL $(jobs -pr) 2>/dev/null || true; wait; rm -rf "$trial"' EXIT # who interrupts does not wait for recordings
  trap 'exit 130' INT TERM
  make_unbootable_image
  discovery=$(free_port discovery 19001)
  provider=$(free_port provider 17466 "$discovery")
  access=$(free_port "access port" 19200)
  rehearse discovery golem-discovery "$2" \
    start --host 127.0.0.1 --port "$discovery" --data-dir "$trial/discovery" --private-endpoints
  rehearse port-checker port-checker "$3" \
    start --host 127.0.0.1 --port "$(free_port "port checker" 19100 "$discovery" "$provider")"
  rehearse provider golem-provider "$4" \
    start --host 127.0.0.1 --port "$provider" --data-dir "$trial/provider" --public-ip 127.0.0.1 --name rehearsal \
    --skip-port-check true --min-storage-gb 1 --status-page off --metrics 127.0.0.1:0 \
    --port-range-start "$access" --port-range-end $((access + 1)) --cpu-threshold 100 --memory-threshold 100 \
    --storage-threshold 100 --storage-floor-gb 0 --discovery-url "http://127.0.0.1:$discovery"
  ready discovery
  ready port-checker
  ready provider
  listed
  "$5"
  stop_rehearsal
  cat "$trial"/*.log >>"$AOT_LOG"
  grep -q '^guest is gone' "$AOT_LOG" || detail "golem was recorded without renting anything, and starts a little slower; see $AOT_LOG"
)

# What an image of the catalogue looks like, with nothing in its files: golem rents a VM of it like any other, but no disk can be
# made from it, so that no machine is ever started.
make_unbootable_image() {
  local image=$trial/provider/images/debian-12 version=0000000000000000
  local empty='{"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "bytes": 0}'
  mkdir -p "$image/$version"
  touch "$image/$version"/{disk.qcow2,vmlinuz,initrd.gz}
  printf '{"version": "%s", "made_at": "2026-11-01T00:00:00Z", "files": {"disk.qcow2": %s, "vmlinuz": %s, "initrd.gz": %s}}\n' \
    $version "$empty" "$empty" "$empty" >"$image/image.json"
}

unpack() {
  local jar app
  for jar in "${JARS[@]}"; do
    [[ $jar == */golem.jar ]] && continue
    app=$ROOT/$(dirname "$jar")/app
    rm -rf "$app"
    "$java" -Djarmode=tools -jar "$ROOT/$jar" extract --destination "$app" >>"$AOT_LOG" 2>&1
    touch "$app/$(basename "$jar")" # it has the time of the jar, and has to be newer to be used
  done
}

# apart COMMAND...: runs it without the settings of whoever builds: neither their environment nor their .env may lead a
# rehearsal to their database, their router or their machines.
apart() {
  cd "$trial" && exec env -i PATH="$PATH" HOME="$trial" JAVA_HOME="${java%/bin/java}" "$@"
}

# rehearse SERVER LAUNCHER RECORDING ARGUMENTS: starts a server that records what it loads until it ends.
rehearse() {
  local server=$1 launcher=$2 recording=$3
  shift 3
  : >"$trial/$server.log"
  (apart GOLEM_JAVA_OPTS="$option=$recording" "$ROOT/bin/$launcher" "$@" >>"$trial/$server.log" 2>&1 </dev/null) &
  printf '%s\n' $! >"$trial/$server.pid"
}

# Waits until a server answers, or has ended.
ready() {
  local server=$1 until=$((SECONDS + REHEARSAL_WITHIN))
  until grep -q 'ready on' "$trial/$server.log"; do
    if ! kill -0 "$(cat "$trial/$server.pid")" 2>/dev/null || [ $SECONDS -ge $until ]; then
      return 0
    fi
    sleep 0.2
  done
}

# Waits until discovery lists the provider, or it has become plain that it will not.
listed() {
  local until=$((SECONDS + LISTED_WITHIN))
  until (apart GOLEM_REQUESTOR_BASE_DIR="$trial/looking" GOLEM_REQUESTOR_DISCOVERY_URL="http://127.0.0.1:$discovery" \
    "$ROOT/bin/golem" vm providers --quiet </dev/null 2>/dev/null | grep -q .); do
    if [ $SECONDS -ge $until ] || ! kill -0 "$(cat "$trial/discovery.pid")" 2>/dev/null || ! kill -0 "$(cat "$trial/provider.pid")" 2>/dev/null; then
      return 0
    fi
    sleep 0.2
  done
}

list_classes_of_golem() {
  rehearse_golem -XX:DumpLoadedClassList="$class_lists/golem-quick.classlist" -- "${QUICK_COMMANDS[@]}"
  rehearse_golem -XX:DumpLoadedClassList="$class_lists/golem.classlist" -- "${QUICK_COMMANDS[@]}" "${OTHER_COMMANDS[@]}"
}

archive_golem() {
  rehearse_golem -XX:DumpLoadedClassList="$trial/golem-quick.classlist" -- "${QUICK_COMMANDS[@]}"
  rehearse_golem -Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile="$trial/golem-quick.classlist" \
    -XX:SharedArchiveFile="$GOLEM_ARCHIVES.jsa" --
  rehearse_golem -XX:SharedArchiveFile="$GOLEM_ARCHIVES.jsa" -XX:ArchiveClassesAtExit="$GOLEM_ARCHIVES-network.jsa" -- \
    "${QUICK_COMMANDS[@]}" "${OTHER_COMMANDS[@]}"
  printf '%s\n' "$java" >"$GOLEM_ARCHIVES.java"
}

# rehearse_golem OPTION... -- COMMAND...: runs several commands in one Java, as somebody who has a VM on record.
rehearse_golem() {
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  if [ ! -f "$trial/golem/requestor/identity.pem" ]; then # none is made where there are VMs already
    rm -rf "$trial/golem"
    (apart GOLEM_REQUESTOR_BASE_DIR="$trial/golem" "$ROOT/bin/golem" identity show) >>"$AOT_LOG" 2>&1 </dev/null &
    wait $! || true
  fi
  mkdir -p "$trial/golem/requestor/vms"
  cp "$ROOT/bin/lib/rehearsal-vm.json" "$trial/golem/requestor/vms/rehearsal.json"
  # shellcheck disable=SC2086 # one word each
  (apart GOLEM_REQUESTOR_BASE_DIR="$trial/golem" GOLEM_REQUESTOR_DISCOVERY_URL="http://127.0.0.1:$discovery" \
    "$java" $GOLEM_JAVA "${options[@]}" -cp "$ROOT/requestor-cli/target/golem.jar" network.golem.vm.requestor.Rehearsal "$@") \
    >>"$AOT_LOG" 2>&1 </dev/null &
  wait $! || true # in the foreground it would keep an interruption waiting
}

# The provider first, as long as discovery hears that it goes. Only jobs of this shell are ended, none by its number alone.
stop_rehearsal() {
  local provider
  provider=$(cat "$trial/provider.pid" 2>/dev/null || true)
  if [ -n "$provider" ] && jobs -pr | grep -qx "$provider"; then
    kill "$provider" 2>/dev/null || true
    wait "$provider" || true
  fi
  # shellcheck disable=SC2046 # one word each
  kill $(jobs -pr) 2>/dev/null || true
  wait
}

# keep PROGRAM CACHE: gives a recording its name, now that it is whole; one that is half written must not be found under it.
keep() {
  if [ -f "$ROOT/$2.recording" ]; then
    mv "$ROOT/$2.recording" "$ROOT/$2.aot"
  else
    detail "$1 could not be recorded and starts as slowly as before; see $AOT_LOG"
  fi
}
