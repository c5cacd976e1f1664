#!/usr/bin/env bash
# What an operator and a renter do with the packages on a machine with systemd; run at its boot, twice.
set -Eeuo pipefail
cd /packages
services=(golem-discovery golem-port-checker golem-provider)
# Ordinary software emulation within software emulation takes its time.
patience=600

say() { printf 'golem-test: %s\n' "$*"; }

fail() {
  say "FAILED: $*"
  journalctl --no-pager --boot --lines=80 --unit='golem-*' | cat
  exit 1
}

trap 'fail "line $LINENO: $BASH_COMMAND"' ERR

files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /var/tmp -o -path /packages \
    -o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/log -o -path /var/cache -o -path /root -o -path /home \) -prune -o -print |
    grep -v -e '^/etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\)-$' -e '^/etc/\.pwd.lock$' -e '^/lost+found' | sort
}

renter() { runuser -u renter -- env HOME=/home/renter "$@"; }

up() {
  for service in "${services[@]}"; do
    [ "$(systemctl is-active "$service")" = active ] || fail "$service is not active"
  done
}

vm() { pgrep -f 'qemu-system.*-name golem-' || true; }

within() {
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || return 1
    sleep 1
  done
}

# An emulated machine takes minutes for what takes seconds; QEMU with KVM calls itself kvm.
be_patient() {
  local service
  for service in "${services[@]}"; do
    mkdir -p "/etc/systemd/system/$service.service.d"
    printf '[Service]\nTimeoutStartSec=1200\nTimeoutStopSec=600\nWatchdogSec=300\n' >"/etc/systemd/system/$service.service.d/patience.conf"
  done
  systemctl daemon-reload
}

first_part() {
  files >before
  useradd --create-home renter
  dpkg --install ./*.deb >dpkg.log 2>&1 || fail "$(cat dpkg.log)"
  for service in "${services[@]}"; do
    systemctl is-enabled --quiet "$service" && fail "$service would start by itself"
    systemctl cat "$service" >/dev/null
  done
  systemd-analyze verify /lib/systemd/system/golem-*.service || fail "units"
  renter man --pager=cat golem-vm-create | grep SYNOPSIS >/dev/null || fail "no manual page"
  say "installed"

  printf '%s\n' GOLEM_DISCOVERY_PRIVATE_ENDPOINTS=true >>/etc/golem/golem-discovery.env
  printf '%s\n' GOLEM_PROVIDER_PUBLIC_IP=127.0.0.1 GOLEM_PROVIDER_NAME=boot GOLEM_PROVIDER_DISCOVERY_URL=http://127.0.0.1:9001 \
    GOLEM_PROVIDER_SKIP_PORT_CHECK=true GOLEM_PROVIDER_MIN_STORAGE_GB=1 GOLEM_PROVIDER_OFFER_STORAGE=3 \
    GOLEM_PROVIDER_OFFER_MEMORY=1 GOLEM_PROVIDER_OFFER_CPU=1 GOLEM_PROVIDER_LOG_FORMAT=json >>/etc/golem/golem-provider.env
  install -d -o golem-provider -g golem-provider -m 700 /var/lib/golem-provider
  install -d -o golem-provider -g golem-provider /var/lib/golem-provider/images
  cp -r tiny /var/lib/golem-provider/images/ && chown -R golem-provider: /var/lib/golem-provider
  [ "$(systemd-detect-virt)" != qemu ] || be_patient
  systemctl enable --now "${services[@]}" || fail "a service did not start"
  up
  say "all services are up: $(systemd-analyze security --no-pager | awk '/golem-/ { printf "%s %s %s  ", $1, $2, $3 }')"
  curl --silent --fail http://127.0.0.1:9001/health/readiness | grep UP >/dev/null || fail "discovery is not ready"
  curl --silent --fail http://127.0.0.1:7468/actuator/prometheus | grep golem_backend_up >/dev/null || fail "no figures"
  journalctl --unit=golem-provider --output=cat | grep '^{"@timestamp"' >/dev/null || fail "the log is not JSON"
  if ! golem-provider status >status; then
    # Emulated, a provider keeps its processors too busy for guests.
    [ "$(systemd-detect-virt)" = qemu ] || fail "$(cat status)"
    [ "$(grep '^warning:' status | cut -d : -f 2)" = " no more VMs are taken" ] || fail "$(cat status)"
  fi
  cat status
  golem-discovery backup /root/discovery.db && golem-provider backup /root/provider.db
  [ -s /root/discovery.db ] && [ -s /root/provider.db ] || fail "no backups"
  say "figures, logs, status and backups"
  [ ! -e services-only ] || return 0

  export GOLEM_REQUESTOR_DISCOVERY_URL=http://127.0.0.1:9001
  within $patience sh -c 'runuser -u renter -- env HOME=/home/renter golem vm providers --quiet | grep .' >/dev/null || fail "no provider is listed"
  renter golem vm create demo --image tiny --cpu 1 --memory 1 --storage 1 --timeout ${patience}s || fail "no VM"
  renter golem vm exec demo -- uname -a
  say "rented a VM"

  machine=$(vm)
  mkfifo /packages/lines && chmod 666 /packages/lines
  # It ends with 7, and not by mistake.
  (trap - ERR; renter golem vm exec demo -- sh -c 'while read line; do echo "got $line"; [ "$line" != end ] || exit 7; done') <lines >answers &
  session=$!
  exec 5>lines
  echo before >&5
  within $patience grep -q 'got before' answers || fail "the session does not answer"
  provider=$(systemctl show --property=MainPID --value golem-provider)
  dpkg --install newer/*.deb >dpkg.log 2>&1 || fail "$(cat dpkg.log)"
  within $patience sh -c 'systemctl is-active golem-provider golem-discovery golem-port-checker' || fail "not up after the upgrade"
  [ "$(systemctl show --property=MainPID --value golem-provider)" != "$provider" ] || fail "the old provider still runs"
  [ "$(vm)" = "$machine" ] || fail "the upgrade ended the VM"
  echo after >&5
  within $patience grep -q 'got after' answers || fail "the upgrade cut the session"
  echo end >&5
  status=0
  wait $session || status=$?
  [ $status = 7 ] || fail "the session ended with $status"
  within $patience runuser -u renter -- env HOME=/home/renter golem vm exec demo -- true || fail "cannot log in after the upgrade"
  say "upgraded over a running VM and a session"

  kill -STOP "$(systemctl show --property=MainPID --value golem-discovery)"
  before=$(systemctl show --property=NRestarts --value golem-discovery)
  within $((patience * 3)) sh -c "[ \$(systemctl show --property=NRestarts --value golem-discovery) -gt $before ] && systemctl is-active golem-discovery" ||
    fail "the watchdog did not start discovery again"
  say "a hung discovery was started again"
}

second_part() {
  up
  say "all services came up with the machine"
  export GOLEM_REQUESTOR_DISCOVERY_URL=http://127.0.0.1:9001
  if [ ! -e services-only ]; then
    within $patience runuser -u renter -- env HOME=/home/renter golem vm exec demo -- true || fail "the VM did not come back after the reboot"
    say "the VM came back"
  fi
  user=$(id -u golem-provider)
  dpkg --purge golem golem-provider golem-discovery golem-port-checker >dpkg.log 2>&1 || fail "$(cat dpkg.log)"
  within 60 sh -c '! pgrep -u "$0"' "$user" || fail "processes are left: $(ps -ef)"
  pgrep -a java && fail "a Java is left"
  getent passwd golem-provider && fail "a user is left"
  userdel --remove renter
  rm -rf /etc/systemd/system/golem-*.service.d
  files | diff before - || fail "files are left"
  say "removed, and nothing is left"
}

if [ ! -e second ]; then
  first_part
  touch second
  say "first part passed"
else
  second_part
  say "second part passed"
fi
