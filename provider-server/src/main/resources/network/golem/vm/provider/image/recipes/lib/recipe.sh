# shellcheck shell=bash
# What the image recipes share: progress, failure in one line, the distribution's packages without touching the host's apt,
# kernels and initial ramdisks. Sourced by NAME/build.sh; nothing here needs root.
# shellcheck disable=SC2034 # variables set here are for the recipes

set -Eeuo pipefail
umask 022
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin # where mke2fs is
current_step=starting

step() {
  current_step=$1
  echo "==> $1"
}

# The last line on stderr says what failed and what to do about it.
fail() {
  trap - ERR
  echo "$*" >&2
  exit 1
}

# begin OUTDIR: makes $out and $work; $work goes away with the script.
begin() {
  [ $# = 1 ] || fail "usage: build.sh OUTDIR"
  mkdir -p "$1" || fail "Cannot make the directory $1: choose another output directory."
  out=$(cd "$1" && pwd)
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/golem-image.XXXXXX")
  chmod 755 "$work" # apt's unprivileged download user looks in
  log=$work/log
  : >"$log"
  trap 'finish' EXIT
  trap 'exit 143' TERM INT HUP
  trap 'fail "The step \"$current_step\" failed (line $LINENO of $(basename "${BASH_SOURCE[0]}"))."' ERR
}

finish() {
  rm -rf "$work" || true
}

# quietly COMMAND...: its output is shown only when it fails.
quietly() {
  "$@" >"$log" 2>&1 </dev/null && return 0
  local status=$? reason
  tail -n 20 "$log" >&2
  reason=$(grep -m 1 -E '^(E:|error:|.*: error)' "$log" || true)
  [ -n "$reason" ] || reason=$(tail -n 1 "$log")
  fail "The step \"$current_step\" failed: $(basename "$1") ended with status $status: ${reason:-no message}"
}

# need TOOL PACKAGE [TOOL PACKAGE]...
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} = 0 ] || fail "Missing tools: install them with: apt-get install ${missing[*]}"
}

# --- packages ---------------------------------------------------------------------------------------------------------------

# host_archive ORIGIN PATH: the archive of that origin (Debian, Ubuntu) in the host's apt sources, as two words: the URI of the
# main archive and that of the security archive. Fails quietly when there is none. Before the first `apt-get update` apt does
# not know origins and releases, for some archives perhaps only; then the last part of the URI decides, which also leaves out
# third-party archives.
host_archive() {
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' -v origin="$1" -v path="$2" '
      $3 != "main" { next }
      $1 != origin && !($1 == "$(ORIGIN)" && $4 ~ ("/" path "(-security|-ports)?([.]list)?/?$")) { next }
      $2 ~ /-security$/ || $4 ~ /-security([.]list)?\/?$/ { if (!security) security = $4; next }
      !main { main = $4 }
      END { if (!main) exit 1; print main, (security ? security : main) }'
}

# set_sources KEYRING MAIN SECURITY SUITE COMPONENTS: sets $sources, one apt source a line.
set_sources() {
  [ -r "$1" ] || fail "There is no $1 to verify packages: install it with: apt-get install $(basename "$1" .gpg | sed 's/ubuntu-archive/ubuntu/')"
  sources="deb [signed-by=$1] $2 $4 $5
deb [signed-by=$1] $2 $4-updates $5
deb [signed-by=$1] $3 $4-security $5"
}

# usual_mirror: the Debian mirror that mmdebstrap takes where none is named. Fails quietly when it names none.
usual_mirror() {
  # shellcheck disable=SC2016 # perl's variable
  sed -n 's/^ *my $mirror *= .\(http[^'"'"']*\).;.*/\1/p' "$(command -v mmdebstrap)" | grep -m 1 .
}

# use_debian SUITE: packages of that Debian release, from the mirror that the host uses itself; on hosts of another
# distribution from the usual one.
use_debian() {
  local main security
  if [ -n "${GOLEM_DEBIAN_MIRROR:-}" ]; then
    main=${GOLEM_DEBIAN_MIRROR%/} security=${GOLEM_DEBIAN_MIRROR%/}-security
  else
    read -r main security < <(host_archive Debian debian || usual_mirror | sed 's/.*/& &-security/') ||
      fail "This host's apt sources have no Debian archive: set GOLEM_DEBIAN_MIRROR to the URI of one and try again."
    # Unlike Ubuntu, Debian never has security updates in its main archive.
    [ "$security" != "$main" ] || security=$(sed -E 's@([.]list)?/?$@-security&@' <<<"$main")
  fi
  set_sources "${GOLEM_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}" "$main" "$security" "$1" main
  use_sources
}

# use_host_release: packages of the host's own distribution and release.
use_host_release() {
  local id codename main security
  # shellcheck source=/dev/null
  read -r id codename < <(. /etc/os-release && echo "${ID:-unknown} ${VERSION_CODENAME:-}")
  case $id:$codename in
    debian:?*) use_debian "$codename" ;;
    ubuntu:?*)
      read -r main security < <(host_archive Ubuntu ubuntu) || fail "This host's apt sources have no Ubuntu archive: add it to /etc/apt."
      set_sources /usr/share/keyrings/ubuntu-archive-keyring.gpg "$main" "$security" "$codename" 'main universe'
      use_sources
      ;;
    *) fail "This recipe needs a Debian or Ubuntu host with a release name in /etc/os-release; this one is '$id $codename'." ;;
  esac
}

# use_sources: from here on apt-get and apt-cache see $sources only, in a state of their own. Of the host's configuration they
# keep what says how to reach the network.
use_sources() {
  local apt=$work/apt
  mkdir -p "$apt"/{conf.d,state/lists/partial,cache/archives/partial}
  : >"$apt/status"
  echo "$sources" >"$apt/sources.list"
  apt-config dump 2>/dev/null | grep -E '^Acquire::(https?|Check-Valid-Until|Check-Date|Retries|ForceIPv[46])\b' >"$apt/network.conf" || true
  {
    cat "$apt/network.conf"
    cat <<CONF
Dir::Etc::main "/dev/null";
Dir::Etc::parts "$apt/conf.d";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$apt/conf.d";
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Acquire::Languages "none";
APT::Install-Recommends "false";
CONF
    if [ "$(id -u)" = 0 ] && ! setpriv --reuid=_apt --clear-groups test -x "$apt" 2>/dev/null; then
      echo 'APT::Sandbox::User "root";'
    fi
  } >"$apt/apt.conf"
  export APT_CONFIG=$apt/apt.conf
  quietly apt-get update --error-on=any
}

# unpack_packages DIR PACKAGE...: downloads them and all they depend on and unpacks them into DIR, with /bin, /lib and so on
# merged into /usr. Runs nothing out of them.
unpack_packages() {
  local root=$1 d deb
  shift
  quietly apt-get install --yes --download-only "$@"
  for d in bin sbin lib lib64; do
    mkdir -p "$root/usr/$d"
    ln -sfn "usr/$d" "$root/$d"
  done
  for deb in "$work"/apt/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" |
      tar -C "$root" -xf - --keep-directory-symlink --no-same-owner --exclude='./dev/*' --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*'
  done
}

# --- kernel -----------------------------------------------------------------------------------------------------------------

# unpack_kernel DIR: the distribution's kernel for virtual machines and its modules; sets $kernel_image and $kernel_modules.
unpack_kernel() {
  local dir=$1 arch package meta='' names deb
  arch=$(dpkg --print-architecture)
  for package in "linux-image-cloud-$arch" linux-image-virtual linux-image-kvm; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      meta=$package
      break
    fi
  done
  [ -n "$meta" ] || fail "The package archive has no kernel for virtual machines of the architecture $arch."
  # Debian has image and modules in one package, Ubuntu in two.
  names=$(apt-cache depends --recurse --important "$meta" | grep -oE '\blinux-(image|modules)-[0-9][^ >]*' | grep -v -e '-unsigned' | sort -u || true)
  [ -n "$names" ] || fail "The package $meta names no kernel image."
  mkdir -p "$dir/debs"
  # shellcheck disable=SC2086 # one word each
  cd "$dir/debs" && quietly apt-get download $names && cd "$work"
  for deb in "$dir"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -C "$dir" -xf - --no-same-owner --exclude='./usr/share/*'
  done
  local candidate
  kernel_image='' kernel_modules=''
  for candidate in "$dir"/boot/vmlinuz-*; do kernel_image=$candidate; done
  for candidate in "$dir"{,/usr}/lib/modules/"${kernel_image##*/vmlinuz-}"; do
    [ ! -d "$candidate" ] || kernel_modules=$candidate
  done
  if [ ! -f "$kernel_image" ] || [ -z "$kernel_modules" ]; then
    fail "The kernel packages $names hold no kernel with modules."
  fi
}

# add_modules DIR MODULE...: copies them and what they depend on into DIR, uncompressed, and names them in DIR/order, each after
# its dependencies, so that a guest without kmod can load them one by one.
add_modules() {
  local dir=$1 module
  shift
  mkdir -p "$dir"
  declare -gA added_modules=()
  find "$kernel_modules" -name '*.ko*' >"$work/modules.list"
  for module in "$@"; do add_module "$dir" "$module"; done
}

add_module() {
  local dir=$1 name=${2//-/_} pattern file copy dependency
  [ -z "${added_modules[$name]:-}" ] || return 0
  added_modules[$name]=1
  pattern="/${name//_/[-_]}\\.ko"
  file=$(grep -m 1 -E "$pattern(\\.(xz|zst|gz))?\$" "$work/modules.list" || true)
  if [ -z "$file" ]; then
    grep -q -E "$pattern\$" "$kernel_modules/modules.builtin" || fail "The kernel has no module $name, which the guest needs."
    return 0
  fi
  copy=$dir/$name.ko
  case $file in
    *.xz) xz -dc "$file" >"$copy" ;;
    *.zst) zstd -qdc "$file" >"$copy" ;;
    *.gz) gzip -dc "$file" >"$copy" ;;
    *) cp "$file" "$copy" ;;
  esac
  for dependency in $(tr '\0' '\n' <"$copy" | grep -a '^depends=' | cut -d= -f2 | tr ',' ' '); do
    add_module "$dir" "$dependency"
  done
  echo "$name.ko" >>"$dir/order"
}

# --- initial ramdisk --------------------------------------------------------------------------------------------------------

# add_busybox ROOT FROM: the static busybox out of the unpacked packages FROM, with a link for each of its commands.
add_busybox() {
  local root=$1 command
  mkdir -p "$root/bin"
  install -m 755 "$2/bin/busybox" "$root/bin/busybox"
  for command in $("$2/bin/busybox" --list); do
    [ "$command" = busybox ] || ln -s busybox "$root/bin/$command"
  done
}

# add_program ROOT FROM PATH [TARGET]: a program out of the unpacked packages, with its libraries. The loader that lists them is
# the package's own, so the host may run another release.
add_program() {
  local root=$1 from=$2 path=$3 loader library libraries
  install -D -m 755 "$from$path" "$root${4:-$path}"
  loader=$(find "$from/usr/lib64/" "$from/usr/lib/" -maxdepth 1 -name 'ld-linux*' | head -n 1)
  libraries=$(find "$from/usr/lib" -maxdepth 1 -type d -name '*-linux-gnu*' | head -n 1)
  for library in $("$loader" --library-path "$libraries" --list "$from$path" | grep -oE "$from/[^ ]+"); do
    library=${library#"$from"}
    install -D -m 755 "$(readlink -f "$from$library")" "$root${library/#\/usr\/lib/\/lib}"
  done
}

# write_initrd ROOT FILE
write_initrd() {
  (cd "$1" && find . -print0 | sort -z | cpio --null --create --format=newc --owner=0:0 --quiet --reproducible) | gzip -n -6 >"$2"
}
