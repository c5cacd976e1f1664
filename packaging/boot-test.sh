#!/usr/bin/env bash
# Boots a Debian with systemd that installs the packages, has all services up, rents a virtual machine, upgrades over what runs,
# boots again, and removes all. As root, with mmdebstrap; in a virtual machine (QEMU), or with --container in a container of
# systemd's, which is as good for all but the boot itself and ten times as fast without KVM. There, --services leaves out what
# is rented and upgraded, for which an emulated machine would have to emulate another.
# ACCEL=tcg for a host whose /dev/kvm opens and does not work.
# Usage: packaging/boot-test.sh [--container | --services] PACKAGES NEWER-PACKAGES TINY-IMAGE
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
container=0
services=0
case $1 in
  --container) container=1 && shift ;;
  --services) services=1 && shift ;;
esac
packages=$1 newer=$2 image=$3

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
debian=$work/debian
dependencies=$(sed -n 's/^depends="\(.*\)"/\1/p' "$here"/*/package.sh | tr ',' '\n' | sed 's/ (.*//; s/ //g' | sort -u | paste -s -d ,)
kernel=linux-image-cloud-amd64
[ $container = 0 ] || kernel=
echo "Making a Debian with systemd"
mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
  --include="systemd-sysv,udev,dbus,iproute2,openssh-client,man-db,curl,uidmap,procps,$dependencies${kernel:+,$kernel}" bookworm "$debian"
mkdir -p "$debian/packages/newer"
cp "$packages"/*.deb "$debian/packages/"
cp "$newer"/*.deb "$debian/packages/newer/"
cp -r "$image" "$debian/packages/tiny"
install -m 755 "$here/boot/inside.sh" "$debian/packages/inside"
[ $services = 0 ] || touch "$debian/packages/services-only"
install -m 644 "$here/boot/golem-test.service" "$debian/etc/systemd/system/"
ln -s ../golem-test.service "$debian/etc/systemd/system/multi-user.target.wants/golem-test.service"
echo golem-test >"$debian/etc/hostname"
echo nameserver 127.0.0.1 >"$debian/etc/resolv.conf"

boot_container() {
  systemd-nspawn --quiet --directory="$debian" --boot --register=no --keep-unit --private-network --resolv-conf=off --console=read-only \
    --capability=CAP_NET_ADMIN --bind=/dev/net/tun </dev/null
}

boot_vm() {
  # Emulated, the wide registers that Java likes cost more than they bring.
  local processor=max
  [ "${ACCEL:-}" != tcg ] || processor=Nehalem
  qemu-system-x86_64 -machine q35,accel="${ACCEL:-kvm:tcg}" -cpu "$processor" -smp 2 -m 4096 -nographic -no-reboot -nic none \
    -kernel "$work/vmlinuz" -initrd "$work/initrd" -append 'root=/dev/vda rw console=ttyS0 quiet systemd.show_status=0' \
    -drive "file=$work/disk,format=raw,if=virtio,cache=unsafe" </dev/null
}

if [ $container = 1 ]; then
  boot=boot_container
else
  boot=boot_vm
  cp "$debian"/boot/vmlinuz-* "$work/vmlinuz"
  cp "$debian"/boot/initrd.img-* "$work/initrd"
  truncate -s 8G "$work/disk"
  mke2fs -q -F -t ext4 -d "$debian" "$work/disk"
  rm -rf "$debian"
fi
for part in first second; do
  echo "Booting, $part part"
  $boot 2>&1 | tee "$work/log" | sed -u 's/\r$//; /^golem-test: /!s/^/    /'
  grep -q "golem-test: $part part passed" "$work/log" || { echo "FAILED in the $part part" >&2; exit 1; }
done
if [ $services = 1 ]; then
  echo "installed, ran as services, rebooted, removed"
else
  echo "installed, ran as services, rented, upgraded, rebooted, removed"
fi
