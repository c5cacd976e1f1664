#!/bin/sh
# customize.sh ROOT KERNEL: runs on the host when Debian and our files are in place, as the last step before the disk is written.
set -eu
root=$1

chroot "$root" depmod "$2"
chroot "$root" useradd --create-home --shell /bin/bash --groups sudo debian
chroot "$root" systemctl enable -q systemd-networkd golem-report golem-grow
[ -e "$root/usr/bin/cloud-init" ] || chroot "$root" systemctl enable -q golem-personalise
# Nothing in here serves a guest that is reached by SSH only, and each costs an emulated CPU dear.
chroot "$root" systemctl mask -q systemd-networkd-wait-online.service serial-getty@ttyS0.service getty@tty1.service \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service dpkg-db-backup.timer systemd-pstore.service \
  sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount modprobe@drm.service systemd-network-generator.service 2>&1

# No two guests share these: host keys come with the seed, machine ids are made at first boot.
rm -f "$root"/etc/ssh/ssh_host_*
: >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed"

# What the build needed to reach its mirror is the host's affair.
rm -f "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
# Packages later come from where these came from; the keyring's path was the host's.
find "$root/etc/apt" -name '*.list' -exec sed -i 's/ \[signed-by=[^]]*\]//' {} +
echo LANG=C.UTF-8 >"$root/etc/default/locale"
echo debian >"$root/etc/hostname"
printf '127.0.0.1\tlocalhost\n' >"$root/etc/hosts"
ln -sfn ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
rm -rf "$root"/var/log/*.log "$root"/var/log/apt "$root"/var/cache/debconf/*-old
