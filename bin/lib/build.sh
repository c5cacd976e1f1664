# shellcheck shell=bash
# Builds the jars when the sources have changed since the last build. To be sourced after terminal.sh; ROOT is the clone.

JARS=(
  discovery-server/target/discovery.jar
  port-checker-server/target/port-checker.jar
  provider-server/target/provider.jar
  requestor-cli/target/golem.jar
)
BUILD_STAMP=$ROOT/target/built-from
BUILD_LOG=$ROOT/target/build.log

# One checksum over everything that goes into the jars.
source_checksum() {
  (cd "$ROOT" && find pom.xml ./*/pom.xml ./*/src/main ./*/src/build -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum)
}

build_needed() {
  local jar
  for jar in "${JARS[@]}"; do
    [ -f "$ROOT/$jar" ] || return 0
  done
  [ "$(source_checksum)" != "$(cat "$BUILD_STAMP" 2>/dev/null)" ]
}

# Tests and the format check are left to bin/test.
build() {
  local checksum
  checksum=$(source_checksum)
  mkdir -p "$ROOT/target"
  rm -f "$BUILD_STAMP"
  (cd "$ROOT" && mvn --batch-mode --no-transfer-progress -T 1C --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true package) \
    >"$BUILD_LOG" 2>&1 </dev/null
  printf '%s\n' "$checksum" >"$BUILD_STAMP"
}
