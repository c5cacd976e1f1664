# shellcheck shell=bash
# Finds what this machine lacks and installs it with the system's package manager. To be sourced after terminal.sh; ROOT is the clone.

MISSING_PACKAGES=()
MISSING_REASONS=()
SETUP_LOG=$ROOT/target/setup.log

# Administrator's programs such as mke2fs are not on every user's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# set_up PURPOSE YES: PURPOSE is `qemu` (rent on QEMU), `multipass` (QEMU is not needed) or `test` (what tests use as well); YES is
# 1 to not ask.
# Afterwards JAVA_HOME is a JDK 25 and everything else is on PATH.
set_up() {
  local purpose=$1 yes=$2
  MISSING_PACKAGES=()
  MISSING_REASONS=()
  look_for_build_tools
  [ "$purpose" = multipass ] || look_for_qemu
  [ "$purpose" != test ] || look_for_test_tools
  if [ ${#MISSING_PACKAGES[@]} -gt 0 ]; then
    mkdir -p "$ROOT/target"
    : >"$SETUP_LOG"
    install_missing "$yes"
  fi
  JAVA_HOME=$(jdk25_home) || die "JDK 25 was installed but is not found" "set JAVA_HOME to it"
  export JAVA_HOME
  check_maven
}

look_for_build_tools() {
  jdk25_home >/dev/null || missing openjdk-25-jdk-headless "JDK 25: builds and runs every program here"
  need mvn maven "Maven 3.8 or newer: builds the programs"
  need curl curl "asks the servers whether they are ready"
  need openssl openssl "reads the name in the provider's certificate"
  need ssh openssh-client "OpenSSH client: logs in to virtual machines"
  if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ]; then
    # Elsewhere the tests that ask a router are skipped: nobody's own machine is made one.
    need miniupnpd miniupnpd-nftables "plays a home router in tests"
    need upnpc miniupnpc "asks a router by UPnP"
    need natpmpc natpmpc "asks a router by NAT-PMP"
  fi
}

look_for_qemu() {
  case $(uname -m) in
    x86_64 | amd64) need qemu-system-x86_64 qemu-system-x86 "QEMU: runs virtual machines" ;;
    *)
      die "QEMU guests of this version are x86-64 only, and this machine is $(uname -m)" \
        "install Multipass (https://canonical.com/multipass) and try again"
      ;;
  esac
  need qemu-img qemu-utils "makes the disks of virtual machines"
  need genisoimage genisoimage "packs what a guest is told at its first boot"
  need slirp4netns slirp4netns "connects a virtual machine to the internet"
  need nft nftables "keeps a virtual machine away from this machine and its networks"
  need ip iproute2 "prepares the network of a virtual machine"
  need setsid util-linux "lets virtual machines outlive their provider"
  look_for_image_tools
}

# What the image recipes use; see provider-server/src/main/resources/network/golem/vm/provider/image/recipes.
look_for_image_tools() {
  need mmdebstrap mmdebstrap "puts a guest image together from Debian packages"
  need mke2fs e2fsprogs "makes the file system of a guest image"
  need cpio cpio "packs a guest's initial ramdisk"
  need xz xz-utils "unpacks kernel packages"
  need zstd zstd "unpacks kernel modules"
  [ "$(id -u)" = 0 ] || need newuidmap uidmap "makes guest images without being root"
  [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] ||
    missing debian-archive-keyring "verifies the Debian packages of a guest image"
}

# What discovery and the shells' completions are tested with.
look_for_test_tools() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing postgresql "PostgreSQL: discovery can keep its directory there"
  need haproxy haproxy "HAProxy: spreads requests over several discovery services"
  need chromium chromium "Chromium: opens discovery's page"
  need chromedriver chromium-driver "clicks in Chromium"
  need jq jq "picks from JSON what a command of the documentation wants"
  need zsh zsh "completes commands of golem"
  need fish fish "completes commands of golem"
}

# need COMMAND PACKAGE REASON
need() {
  command -v "$1" >/dev/null 2>&1 || missing "$2" "$3"
}

missing() {
  MISSING_PACKAGES+=("$1")
  MISSING_REASONS+=("$2")
}

# Prints the home of a JDK 25: JAVA_HOME, then the javac on PATH, then the usual places.
jdk25_home() {
  local home javac
  for home in "${JAVA_HOME:-}" "$( (javac=$(command -v javac) && readlink -f "$javac" | sed 's|/bin/javac$||') || true)" \
    /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25[."]' "$home/release"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

check_maven() {
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    3.[0-7]) die "Maven $version is too old: 3.8 or newer is needed" "get it from https://maven.apache.org/download.cgi and put its bin directory on PATH" ;;
    '') die "mvn does not run" "try: mvn --version" ;;
  esac
}

install_missing() {
  local i
  echo "        Missing, by the names of Debian's packages:"
  for i in "${!MISSING_PACKAGES[@]}"; do
    printf '          %-24s %s\n' "${MISSING_PACKAGES[$i]}" "${MISSING_REASONS[$i]}"
  done
  command -v apt-get >/dev/null 2>&1 || refuse_without_apt
  become_root
  if [ "$1" != 1 ] && [ -t 0 ]; then
    local answer
    read -r -p "        Install them with apt-get now? [Y/n] " answer
    case $answer in
      '' | [Yy]*) ;;
      *) die "not installed" "install them yourself, then run this again" ;;
    esac
  fi
  compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null || apt_refresh
  refuse_without_jdk_package
  apt_install "${MISSING_PACKAGES[@]}"
}

refuse_without_apt() {
  die "this script installs packages with apt-get only, and there is none here" \
    "install what is missing yourself, then run this again:" \
    "macOS:  brew install openjdk@25 maven openssl && brew install --cask multipass" \
    "Fedora: dnf install java-25-openjdk-devel maven openssl openssh-clients, and Multipass (https://canonical.com/multipass)"
}

# Sets AS_ROOT, which goes before a command that needs root's rights.
become_root() {
  local by_hand="as root, run: apt-get install --no-install-recommends ${MISSING_PACKAGES[*]}"
  AS_ROOT=(env)
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null 2>&1 || die "installing packages takes root's rights, and there is no sudo" "$by_hand"
  AS_ROOT=(sudo env)
  if ! sudo -n true 2>/dev/null; then
    [ -t 0 ] || die "installing packages takes root's rights, and sudo wants a password, for which there is no terminal" "$by_hand"
    sudo -v || die "no root's rights were given" "$by_hand"
  fi
}

# A source of packages that does not answer makes apt-get update fail; the others are refreshed all the same.
apt_refresh() {
  detail "apt-get update"
  "${AS_ROOT[@]}" apt-get -q -o DPkg::Lock::Timeout=300 update >>"$SETUP_LOG" 2>&1 ||
    detail "some package sources did not answer (see $SETUP_LOG); going on with the others"
}

apt_install() {
  local install=("${AS_ROOT[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends)
  detail "apt-get install"
  if ! "${install[@]}" "$@" >>"$SETUP_LOG" 2>&1; then
    # Old lists name packages that the mirror no longer has.
    apt_refresh
    "${install[@]}" "$@" >>"$SETUP_LOG" 2>&1
  fi
}

refuse_without_jdk_package() {
  case " ${MISSING_PACKAGES[*]} " in
    *" openjdk-25-jdk-headless "*) ;;
    *) return 0 ;;
  esac
  apt_has openjdk-25-jdk-headless || apt_refresh
  if apt_has openjdk-25-jdk-headless; then
    return 0
  fi
  die "no JDK 25 here, and this system's packages have none (openjdk-25-jdk-headless)" \
    "get Eclipse Temurin 25, then run this again: either" \
    "- add its package source, see https://adoptium.net/installation/linux, and install temurin-25-jdk; or" \
    "- download the archive for Linux from https://adoptium.net/temurin/releases/?version=25 and run:" \
    "    sudo mkdir -p /usr/lib/jvm && sudo tar -xzf OpenJDK25*.tar.gz -C /usr/lib/jvm" \
    "A JDK 25 anywhere else is found through JAVA_HOME."
}

apt_has() {
  apt-cache policy "$1" 2>/dev/null | grep -q '^ *Candidate: [0-9]'
}
