#!/bin/bash
# build.sh OUTDIR: the guest image "debian-12-cloud": debian-12 with cloud-init in place of the little that personalises that one, so
# that it understands user data.
here=$(cd "$(dirname "$0")" && pwd)
GOLEM_VARIANT=$here exec bash "$here/../debian-12/build.sh" "$@"
