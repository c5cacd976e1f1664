#!/bin/sh
set -e

rm -f /usr/lib/@NAME@/*.jsa # they fit these jars only
if [ "$1" = remove ] && [ -d /run/systemd/system ] && [ -f /lib/systemd/system/@NAME@.service ]; then
  systemctl disable --now @NAME@.service
  # What outlives a restart on purpose, virtual machines, does not outlive the program.
  systemctl kill @NAME@.service 2>/dev/null || true
fi
