#!/bin/sh
set -e

if [ "$1" = configure ]; then
  if [ -n "@USER@" ] && ! getent passwd "@USER@" >/dev/null; then
    useradd --system --user-group --home-dir "/var/lib/@NAME@" --no-create-home --shell /usr/sbin/nologin "@USER@"
  fi
  # Guest images are put together in a namespace of subordinate ids, which system users get only when asked for.
  if [ -n "@USER@" ] && ! grep -qs "^@USER@:" /etc/subuid; then
    first=$(cat /etc/subuid /etc/subgid 2>/dev/null | awk -F: '$2 + $3 > free { free = $2 + $3 } END { print free < 100000 ? 100000 : free }')
    usermod --add-subuids "$first-$((first + 65535))" --add-subgids "$first-$((first + 65535))" "@USER@"
  fi
  /usr/lib/@NAME@/archive-classes ||
    echo "@NAME@ will start, but more slowly than it could: /usr/lib/@NAME@/archive-classes failed" >&2
  if [ -d /run/systemd/system ] && [ -f /lib/systemd/system/@NAME@.service ]; then
    systemctl daemon-reload
    [ -z "$2" ] || systemctl try-restart @NAME@.service
  fi
fi
