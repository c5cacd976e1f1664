# shellcheck shell=sh disable=SC2034 # read by bin/package
summary="Tells providers from outside whether their ports can be reached."
description=" golem-port-checker dials the ports of whoever asks, and of nobody else, and
 tells the caller's own answers from those of strangers."
module=port-checker-server
jar=port-checker.jar
depends="libc6 (>= 2.31), zlib1g"
port=9000
also=port-checker # as in a clone
