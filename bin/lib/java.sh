# shellcheck shell=sh
# Finds a Java that can run this project. POSIX sh; meant to be sourced:
#
#   . "$root/bin/lib/java.sh"
#   java=$(find_java25) || { explain_java25 >&2; exit 1; }

REQUIRED_JAVA=25

# The options of golem: a command that ends in a second wants little from the compiler and the collector, and shares its archive of
# classes with all others where that lies at its own address. An archive is used only with the options it was made with.
# shellcheck disable=SC2034 # for those who source this
GOLEM_JAVA='-XX:+UseSerialGC -Xms16m -Xmx256m -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 --enable-native-access=ALL-UNNAMED'

# The options of servers. One collector thread, compact headers, and a small heap that shrinks at once to little more than what a
# full collection leaves: a server's live data is small and its host has better use for memory. Out of memory ends the process,
# since one that goes on with a thread missing is worse. Native access is for SQLite and the host's figures.
# shellcheck disable=SC2034
SERVER_JAVA='-XX:TrimNativeHeapInterval=5000 -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms24m -Xmn8m -Xmx256m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED'

# Where a cache does not fit (another Java), it goes on without; that is not worth a word.
# shellcheck disable=SC2034
QUIET_AOT='-Xlog:aot*=off -Xlog:cds*=off'

# Prints the feature release of the java command $1 (1.8 is 8); fails when it is not a JDK or JRE.
# The "release" file (JEP 223) spares starting a JVM; a command without one is asked.
java_major() {
  [ -x "$1" ] && [ ! -d "$1" ] || return 1
  java_major_home=$(java_home_of "$1")
  java_major_line=
  if [ -r "$java_major_home/release" ]; then
    java_major_line=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$java_major_home/release")
  fi
  if [ -z "$java_major_line" ]; then
    java_major_line=$("$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  java_major_line=${java_major_line#1.}
  java_major_line=${java_major_line%%[!0-9]*}
  [ -n "$java_major_line" ] || return 1
  printf '%s\n' "$java_major_line"
}

# Prints the Java home of the java command $1, links followed.
java_home_of() {
  java_home_file=$1
  while [ -L "$java_home_file" ]; do
    java_home_link=$(readlink "$java_home_file") || break
    case $java_home_link in
      /*) java_home_file=$java_home_link ;;
      *) java_home_file=$(dirname "$java_home_file")/$java_home_link ;;
    esac
  done
  (CDPATH='' cd "$(dirname "$java_home_file")/.." 2>/dev/null && pwd -P)
}

# Prints the path of a java that is new enough, and fails when there is none. Looked for, in this
# order: JAVA_HOME, PATH, the usual places of Linux, macOS and SDKMAN.
find_java25() {
  for find_java_candidate in \
    "${JAVA_HOME:+$JAVA_HOME/bin/java}" \
    "$(command -v java 2>/dev/null)" \
    /usr/lib/jvm/*25*/bin/java \
    /usr/lib/jvm/*/bin/java \
    /opt/*/bin/java \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/*/bin/java \
    "${HOME:-/nonexistent}"/.jdks/*/bin/java \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
    find_java_major=$(java_major "$find_java_candidate") || continue
    if [ "$find_java_major" -ge "$REQUIRED_JAVA" ]; then
      printf '%s\n' "$find_java_candidate"
      return 0
    fi
  done
  if [ -x /usr/libexec/java_home ]; then
    find_java_home=$(/usr/libexec/java_home -v "$REQUIRED_JAVA+" 2>/dev/null) || return 1
    find_java_major=$(java_major "$find_java_home/bin/java") || return 1
    [ "$find_java_major" -ge "$REQUIRED_JAVA" ] || return 1
    printf '%s\n' "$find_java_home/bin/java"
    return 0
  fi
  return 1
}

# One line for a person: what is missing and how to get it.
explain_java25() {
  printf 'error: no Java %s or newer in JAVA_HOME, PATH or /usr/lib/jvm\n' "$REQUIRED_JAVA"
  printf 'hint: run bin/quickstart, or install a JDK %s (for example Temurin, https://adoptium.net)\n' "$REQUIRED_JAVA"
}
