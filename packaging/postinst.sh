#!/bin/sh
set -e

if [ "$1" = configure ]; then
  if [ -n "@USER@" ] && ! getent passwd "@USER@" >/dev/null; then
    useradd --system --user-group --home-dir "/var/lib/@NAME@" --no-create-home --shell /usr/sbin/nologin "@USER@"
  fi
  /usr/lib/@NAME@/archive-classes ||
    echo "@NAME@ will start, but more slowly than it could: /usr/lib/@NAME@/archive-classes failed" >&2
  if [ -d /run/systemd/system ] && [ -f /lib/systemd/system/@NAME@.service ]; then
    systemctl daemon-reload
    [ -z "$2" ] || systemctl try-restart @NAME@.service
  fi
fi
