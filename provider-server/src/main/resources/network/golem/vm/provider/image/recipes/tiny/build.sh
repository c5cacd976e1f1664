#!/bin/bash
# build.sh OUTDIR: the guest image "tiny", a kernel and an initial ramdisk with busybox and OpenSSH's server, for tests: under
# software emulation it boots in seconds. Its first writable virtio disk becomes /home, where everything lasting is kept.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../lib/recipe.sh source-path=SCRIPTDIR
. "$here/../lib/recipe.sh"
begin "$@"
need apt-get apt dpkg-deb dpkg cpio cpio gzip gzip xz xz-utils zstd zstd awk mawk

step "Reading the package lists of this host's release"
use_host_release

step "Fetching the kernel package"
unpack_kernel "$work/kernel"

step "Fetching OpenSSH, busybox and what they need"
packages=$work/packages
unpack_packages "$packages" openssh-server openssh-sftp-server busybox-static bash e2fsprogs

step "Putting the root file system together"
root=$work/root
mkdir -p "$root"/{bin,dev,etc/ssh,home,lib/modules,mnt,proc,root,run,sys,tmp,usr/bin,usr/sbin,usr/local/lib/golem,var/empty,var/log}
add_busybox "$root" "$packages"
rm -f "$root"/bin/{bash,mke2fs,resize2fs}
add_program "$root" "$packages" /usr/sbin/sshd
add_program "$root" "$packages" /usr/lib/openssh/sftp-server
add_program "$root" "$packages" /usr/bin/bash
add_program "$root" "$packages" /usr/sbin/mke2fs
add_program "$root" "$packages" /usr/sbin/resize2fs
for program in "$packages"/usr/lib/openssh/sshd-*; do # newer servers come in parts
  [ ! -e "$program" ] || add_program "$root" "$packages" "${program#"$packages"}"
done
[ ! -d "$root/lib/x86_64-linux-gnu" ] || [ -e "$root/lib64/ld-linux-x86-64.so.2" ] || {
  mkdir -p "$root/lib64"
  cp -L "$packages/lib64/ld-linux-x86-64.so.2" "$root/lib64/"
}
cp -R "$here/root/." "$root"
cp "$here/../lib/personalise.sh" "$here/../lib/cloud-config.awk" "$root/usr/local/lib/golem/"
chmod 755 "$root"/etc/golem/*
chmod 600 "$root/etc/shadow"
ln -s /bin/busybox "$root/init"
ln -s /proc/mounts "$root/etc/mtab"

step "Adding the kernel's modules"
add_modules "$root/lib/modules" virtio_pci virtio_blk virtio_net virtio_rng isofs ext4 evdev button

step "Writing the initial ramdisk"
write_initrd "$root" "$work/initrd.gz"
install -m 644 "$kernel_image" "$out/vmlinuz"
install -m 644 "$work/initrd.gz" "$out/initrd.gz"
