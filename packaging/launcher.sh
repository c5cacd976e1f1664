#!/bin/sh
# @SUMMARY@ Runs on the Java that comes with it; see --help.
set -eu

here=$0
while [ -L "$here" ]; do
  link=$(readlink "$here")
  case $link in
    /*) here=$link ;;
    *) here=$(dirname "$here")/$link ;;
  esac
done
home=$(CDPATH='' cd "$(dirname "$here")/../lib/@NAME@" && pwd -P)

# Who may enter the service's data is whom its commands are for.
if [ -z "${@DATA@:-}" ] && [ -x /var/lib/@NAME@ ]; then export @DATA@=/var/lib/@NAME@; fi

# Tables are cut to the terminal's width, which Java cannot ask for cheaply.
if [ -z "${COLUMNS:-}" ] && [ -t 1 ] && size=$(stty size <&1 2>/dev/null); then
  export COLUMNS="${size#* }"
fi

# The optimising compiler pays off only where signatures are verified all day.
quick=-XX:TieredStopAtLevel=1
[ "@NAME@ ${1:-}" != "golem-discovery start" ] || quick='-Xms48m -Xmn32m'

# What a start has borrowed from the C library, it is to give back.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"

# What is not in the archive, or has no archive, is loaded from the jars; that is not worth a word.
# GOLEM_JAVA_OPTS goes to java, several options separated by spaces.
# shellcheck disable=SC2086 # one word each
exec "$home/runtime/bin/java" @"$home/java.options" -XX:SharedArchiveFile="@ARCHIVES@" '-Xlog:cds*=off' '-Xlog:aot*=off' \
  $quick ${GOLEM_JAVA_OPTS:-} @RUN@ "$@"
