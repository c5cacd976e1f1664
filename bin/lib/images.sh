# shellcheck shell=bash
# Guest images, built once and kept for every later run of the quick start and the tests. To be sourced.

IMAGE_CACHE=${GOLEM_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vm-on-golem/images}

# build_image NAME: from Debian packages, into $IMAGE_CACHE; one that is there stays as it is.
build_image() {
  "$ROOT/bin/golem-provider" image build "$1" --if-missing --image-dir "$IMAGE_CACHE"
}
