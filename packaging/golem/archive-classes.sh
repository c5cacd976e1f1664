#!/bin/sh
# Writes what golem loads into archives (JEP 350, 483) that Java maps instead of reading the jar: it then starts in half the time.
# Two of them: Java links every class of the first at each start, so that holds what any command needs; what commands load that
# talk to others is in the second, on top. Takes seconds; to be run once after unpacking, by a user who may write here. Packages
# run it by themselves.
set -eu
home=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)

java() {
  "$home/runtime/bin/java" @"$home/java.options" -Xlog:disable -Xlog:all=error "$@"
}

rm -f "$home/golem-network.jsa" "$home/golem.jsa"
java -Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile="$home/golem-quick.classlist" \
  -XX:SharedArchiveFile="$home/golem.jsa" -cp "$home/app/golem.jar"
java -XX:SharedArchiveFile="$home/golem.jsa" -XX:ArchiveClassesAtExit="$home/golem-network.jsa" \
  -cp "$home/app/golem.jar" network.golem.vm.requestor.Rehearsal "@$home/golem.classlist"
