# shellcheck shell=sh disable=SC2034 # read by bin/package
summary="Rents virtual machines from anyone, over plain HTTPS and plain SSH."
description=" golem finds providers, creates virtual machines there and logs in to them
 with ordinary SSH. Both sides know each other by keys; nobody in between has
 to be trusted."
module=requestor-cli
jar=golem.jar
depends="libc6 (>= 2.31), zlib1g"
recommends="openssh-client"
