#!/bin/bash
# build.sh OUTDIR: the guest image "debian-12", Debian bookworm with systemd, OpenSSH, sudo and apt: a root disk (ext4 without a
# partition table, grown at boot), the kernel, and an initial ramdisk that finds the root disk by its label. GOLEM_VARIANT names the
# directory of a recipe that has cloud-init in it.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../lib/recipe.sh source-path=SCRIPTDIR
. "$here/../lib/recipe.sh"
begin "$@"
need apt-get apt dpkg-deb dpkg cpio cpio gzip gzip xz xz-utils zstd zstd awk mawk mmdebstrap mmdebstrap mke2fs e2fsprogs \
  qemu-img qemu-utils

mode=root
if [ "$(id -u)" != 0 ]; then
  mode=unshare
  need newuidmap uidmap
  grep -q "^$(id -un):" /etc/subuid 2>/dev/null ||
    fail "An ordinary user needs subordinate ids for this: run as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
fi

step "Reading Debian's package lists"
use_debian bookworm

step "Fetching the kernel package"
unpack_kernel "$work/kernel"
unpack_packages "$work/packages" busybox-static

step "Writing the initial ramdisk"
initrd=$work/initrd
mkdir -p "$initrd"/{bin,dev,proc,newroot,lib/modules}
add_busybox "$initrd" "$work/packages"
install -m 755 "$here/initrd/init" "$initrd/init"
add_modules "$initrd/lib/modules" virtio_pci virtio_blk virtio_net virtio_rng isofs ext4
write_initrd "$initrd" "$work/initrd.gz"

step "Gathering what goes on top of Debian"
overlay=$work/overlay
variant=${GOLEM_VARIANT:-}
cp -R "$here/root" "$overlay"
cp "$here/../lib/personalise.sh" "$here/../lib/cloud-config.awk" "$overlay/usr/local/lib/golem/"
if [ -n "$variant" ]; then
  # cloud-init does what these do.
  rm -r "$overlay"/usr/local/lib/golem/personalise "$overlay"/etc/systemd/system/{golem-personalise.service,ssh.service.d}
  cp -R "$variant/root/." "$overlay"
fi
chmod 755 "$overlay"/usr/local/lib/golem/{report,grow}
[ -n "$variant" ] || chmod 755 "$overlay/usr/local/lib/golem/personalise"
chmod 440 "$overlay"/etc/sudoers.d/*
mkdir -p "$overlay/usr/lib/modules"
cp -R "$kernel_modules" "$overlay/usr/lib/modules/"
# A virtual machine has no such hardware.
(cd "$overlay/usr/lib/modules/${kernel_modules##*/}/kernel" &&
  rm -rf sound drivers/{gpu,media,infiniband,isdn,iio,hwmon,staging,usb,target,mmc,mfd,platform,thermal,edac,gpio,leds,firewire,pcmcia,bluetooth} \
    net/{bluetooth,wireless,mac80211,nfc,tipc,rds,ceph} fs/{ocfs2,gfs2,ceph,afs,jfs,ubifs,reiserfs,nilfs2,hfs,hfsplus,ufs,minix})
tar -C "$overlay" --owner=0 --group=0 --numeric-owner -cf "$work/overlay.tar" .
install -m 755 "$here/customize.sh" "$work/customize"

step "Installing Debian's packages"
# Documentation is left out of what is built in here; what the user installs later comes whole.
packages=systemd-sysv,udev,dbus,systemd-resolved,openssh-server,sudo,iproute2,iputils-ping,kmod,ca-certificates,less,vim-tiny,curl,netbase
[ -z "$variant" ] || packages+=,cloud-init
debian=$work/debian
[ $mode = root ] || debian=$work/debian.tar
quietly env --unset=APT_CONFIG mmdebstrap --mode=$mode --variant=minbase --include="$packages" \
  --aptopt="$work/apt/network.conf" --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="tar-in $work/overlay.tar /" --customize-hook="$work/customize \"\$1\" ${kernel_modules##*/}" \
  bookworm "$debian" "$work/apt/sources.list"

step "Writing the root disk"
# Only now and not in a hook of mmdebstrap: there the host's /dev, /proc and /sys are part of the tree.
truncate -s 2G "$work/disk.raw"
# shellcheck disable=SC2054 # these commas are mke2fs's own
format=(mke2fs -q -F -t ext4 -L root -m 1 -J size=32 -E lazy_itable_init=0,lazy_journal_init=0)
if [ $mode = root ]; then
  quietly "${format[@]}" -d "$debian" "$work/disk.raw"
else
  # Owners other than the builder exist only in a namespace of its subordinate ids.
  chmod 666 "$work/disk.raw"
  mkdir -m 1777 "$work/unshared"
  # shellcheck disable=SC2016 # for the inner shell
  quietly mmdebstrap --unshare-helper sh -c '
    tree=$1/tree tarball=$2 disk=$3
    shift 3
    mkdir "$tree" && trap "rm -rf $tree" EXIT && tar -C "$tree" -xpf "$tarball" --exclude="./dev/*" && "$@" -d "$tree" "$disk"
  ' sh "$work/unshared" "$debian" "$work/disk.raw" "${format[@]}"
fi
quietly qemu-img convert -c -o compression_type=zstd -f raw -O qcow2 "$work/disk.raw" "$work/disk.qcow2"

install -m 644 "$work/disk.qcow2" "$out/disk.qcow2"
install -m 644 "$kernel_image" "$out/vmlinuz"
install -m 644 "$work/initrd.gz" "$out/initrd.gz"
