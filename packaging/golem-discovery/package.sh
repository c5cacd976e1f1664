# shellcheck shell=sh disable=SC2034 # read by bin/package
summary="Lists providers of virtual machines for those who look for one."
description=" golem-discovery takes signed, expiring advertisements of providers and
 answers searches. It can leave a provider out, but neither forge nor alter
 what one says. SQLite by default; several instances can share PostgreSQL."
module=discovery-server
jar=discovery.jar
depends="libc6 (>= 2.31), zlib1g"
port=9001
data=GOLEM_DISCOVERY_DATA_DIR
