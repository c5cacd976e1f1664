#!/bin/sh
set -e

if [ "$1" = purge ]; then
  rm -rf /var/lib/@NAME@ /var/lib/private/@NAME@ /var/cache/@NAME@ /var/cache/private/@NAME@
  rmdir --ignore-fail-on-non-empty /etc/golem 2>/dev/null || true
  if [ -n "@USER@" ] && getent passwd "@USER@" >/dev/null; then
    userdel "@USER@"
  fi
fi
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
fi
