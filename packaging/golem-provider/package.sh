# shellcheck shell=sh disable=SC2034 # read by bin/package
summary="Rents out virtual machines of this host."
description=" golem-provider runs virtual machines for others on what this machine has to
 spare, with QEMU or Multipass, gives each a public port that leads to its SSH
 server, and advertises what is free. Guests reach the internet, not this
 machine, its networks or one another."
module=provider-server
jar=provider.jar
depends="libc6 (>= 2.31), zlib1g, util-linux, iproute2, nftables, slirp4netns, qemu-system-x86, qemu-utils, genisoimage"
recommends="mmdebstrap, e2fsprogs, cpio, xz-utils, zstd, uidmap, debian-archive-keyring"
suggests="miniupnpc, natpmpc"
user=golem-provider
port=7466
data=GOLEM_PROVIDER_DATA_DIR
