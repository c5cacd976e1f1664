#!/bin/sh
set -e

# Whether the service's user has a process.
is_busy() {
  [ -n "@USER@" ] && [ -n "$(find /proc -mindepth 1 -maxdepth 1 -user "@USER@" -print -quit 2>/dev/null)" ]
}

await_end() {
  patience=100
  while is_busy && [ $patience -gt 0 ]; do
    patience=$((patience - 1))
    sleep 0.1
  done
}

rm -f /usr/lib/@NAME@/*.jsa # they fit these jars only
if [ "$1" = remove ] && [ -d /run/systemd/system ] && [ -f /lib/systemd/system/@NAME@.service ]; then
  systemctl disable --now @NAME@.service
  # What outlives a restart on purpose, virtual machines and their sessions, does not outlive the program. A user who has
  # processes cannot be removed.
  systemctl kill @NAME@.service 2>/dev/null || true
  await_end
  if is_busy; then
    systemctl kill --signal=KILL @NAME@.service 2>/dev/null || true
    await_end
  fi
fi
