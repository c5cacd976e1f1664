#!/usr/bin/env bash
# Installs the packages of bin/package in a clean Debian, runs what needs no virtual machine from there, removes them, and
# looks whether anything is left. As root, with mmdebstrap. Usage: packaging/test.sh [DIRECTORY OF PACKAGES]
set -euo pipefail
ROOT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=${1:-$ROOT/target/package}
debian=$(mktemp -d)
trap 'rm -rf --one-file-system "$debian"' EXIT

mmdebstrap --quiet --variant=minbase bookworm "$debian/root"
cp "$packages"/golem_*.deb "$packages"/golem-discovery_*.deb "$packages"/golem-port-checker_*.deb "$debian/root/var/cache/"
cat >"$debian/root/var/cache/try" <<'TRY'
set -euo pipefail
files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /var/lib/dpkg -o -path /var/cache -o -path /var/log \) -prune -o -print | sort
}
ready() {
  until grep -q 'ready on' "$1"; do
    kill -0 "$2" || { cat "$1"; exit 1; }
    sleep 0.2
  done
}
files >/var/cache/before
dpkg -i /var/cache/*.deb
set -x
test -s /usr/lib/golem/golem.jsa
golem --version
golem-discovery start --host 127.0.0.1 --port 19001 --data-dir /tmp/discovery >/var/cache/discovery.log 2>&1 &
ready /var/cache/discovery.log $!
port-checker start --host 127.0.0.1 --port 19000 >/var/cache/port-checker.log 2>&1 &
ready /var/cache/port-checker.log $!
GOLEM_REQUESTOR_DISCOVERY_URL=http://127.0.0.1:19001 golem vm providers
golem-discovery backup /tmp/discovery.copy --data-dir /tmp/discovery
kill $(jobs -pr)
wait || true
dpkg --purge golem golem-discovery golem-port-checker
rm -rf /tmp/* /root/.golem
files | diff /var/cache/before -
TRY
unshare --mount --net --pid --fork sh -c '
  ip link set lo up
  mount -t proc proc "$1/proc"
  exec chroot "$1" bash /var/cache/try' - "$debian/root"
echo "installed, ran, and left nothing"
