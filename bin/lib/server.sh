# shellcheck shell=bash
# Runs the jar of a server. To be sourced by the launchers.

SERVER_ROOT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=bin/lib/java.sh
. "$SERVER_ROOT/bin/lib/java.sh"

# run_server MODULE JAR ARGUMENTS: becomes the server.
# GOLEM_JAR_DIR names a directory of copied jars to run instead of the built ones; GOLEM_JAVA_OPTS goes to java.
# What bin/build has unpacked, with its AOT cache, starts sooner than the jar it was made from.
run_server() {
  local module=$1 name=$2
  shift 2
  local built=$SERVER_ROOT/$module/target jar
  if [ -z "${GOLEM_JAR_DIR:-}" ] && [ "$built/app/$name" -nt "$built/$name" ]; then
    built=$built/app
  fi
  jar=${GOLEM_JAR_DIR:-$built}/$name
  if [ ! -f "$jar" ]; then
    echo "error: $jar is not built" >&2
    echo "hint: run $SERVER_ROOT/bin/build" >&2
    exit 1
  fi
  local java
  java=$(find_java25) || {
    explain_java25 >&2
    exit 1
  }
  # What a start has borrowed from the C library, it is to give back; see TrimNativeHeapInterval, too.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  # shellcheck disable=SC2206 # one word each
  local options=($SERVER_JAVA)
  # The optimising compiler pays off only where signatures are verified all day. Elsewhere it costs 40 MB.
  [ "$name ${1:-}" = "discovery.jar start" ] || options+=(-XX:TieredStopAtLevel=1)
  local cache=${jar%.jar}.aot
  # shellcheck disable=SC2206 # one word each; Java would run what an older jar had in it
  [ ! "$cache" -nt "$jar" ] || options+=("-XX:AOTCache=$cache" $QUIET_AOT)
  # Several options are separated by spaces, as in JDK_JAVA_OPTIONS.
  # shellcheck disable=SC2206
  local more=(${GOLEM_JAVA_OPTS:-})
  exec "$java" "${options[@]}" ${more[@]+"${more[@]}"} -jar "$jar" "$@"
}
