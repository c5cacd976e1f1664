# shellcheck shell=sh
# What makes a guest one particular VM: takes host name, SSH host key and authorized keys from a NoCloud seed disk, once per
# instance id. Sourced inside the guest by a shell that runs as root (dash, busybox ash).
#
# A guest never makes a host key of its own, so until a seed has given it one it cannot be reached at all.

golem_lib=${golem_lib:-/usr/local/lib/golem}

# mark WORD: tells the provider, over the serial console, how far the guest is.
mark() {
  echo "golem-guest: $1" >/dev/console
}

# failed REASON: the guest cannot become ready; said on the console, since nobody can log in to look.
failed() {
  mark "failed: $1"
  return 1
}

# find_seed: the disk whose ISO 9660 volume id is cidata, whatever its place.
find_seed() {
  for seed_disk in /dev/vd? /dev/sd? /dev/sr?; do
    [ -b "$seed_disk" ] || continue
    case $(dd if="$seed_disk" bs=8 skip=4101 count=1 2>/dev/null) in
      cidata* | CIDATA*)
        echo "$seed_disk"
        return 0
        ;;
    esac
  done
  return 1
}

# pause_for_snapshot: where the kernel's command line asks for it, says that all is up but the VM's identity, and waits. Here the
# provider keeps memory and disk of a guest that is nobody's yet; later, one VM and no other goes on from them, with a seed disk
# in place, and is told the time and something random. The console is open before the provider knows: opening it drops its input.
pause_for_snapshot() {
  case " $(cat /proc/cmdline) " in *' golem.snapshot '*) ;; *) return 0 ;; esac
  await_network
  settle
  {
    stty -echo
    mark snapshot
    read -r now random
  } </dev/console
  date -s "@$now" >/dev/null
  echo "$random" >/dev/urandom
}

# settle: until what starts beside this has started; for a guest that has such things to say.
settle() { :; }

# personalise STATE_DIR APPLY: reads the seed when there is one. If its instance id is not the one in STATE_DIR, calls APPLY DIR
# with the directory of the new values (hostname, host_key, host_key.pub, authorized_keys), all of them checked, and then keeps
# the id. Fails when the guest has no identity afterwards; then no SSH server may start.
personalise() {
  mkdir -p "$1" && chmod 700 "$1"
  known=$(cat "$1/instance-id" 2>/dev/null)
  [ -n "$known" ] || pause_for_snapshot
  tries=0
  until seed=$(find_seed); do
    [ -z "$known" ] || return 0
    tries=$((tries + 1))
    if [ $tries -gt 20 ]; then
      failed 'no seed disk, and none was ever there'
      return
    fi
    sleep 0.2
  done
  (umask 077 && mkdir -p /run/golem/seed)
  mount -t iso9660 -o ro,nodev,nosuid,noexec "$seed" /run/golem/seed || {
    failed 'the seed disk does not mount'
    return
  }
  personalise_from /run/golem/seed "$1" "$2"
  result=$?
  umount /run/golem/seed
  rm -rf /run/golem/new
  return $result
}

personalise_from() {
  id=$(sed -n 's/^instance-id: \([A-Za-z0-9][A-Za-z0-9._-]*\)$/\1/p' "$1/meta-data")
  [ -n "$id" ] || {
    failed 'the seed has no instance id'
    return
  }
  [ "$id" != "$known" ] || return 0
  rm -rf /run/golem/new
  mkdir -m 700 /run/golem/new
  (umask 077 && awk -v out=/run/golem/new -f "$golem_lib/cloud-config.awk" "$1/user-data" 2>/run/golem/new/error) || {
    failed "$(head -n 1 /run/golem/new/error)"
    return
  }
  # From here until the end the guest is neither the old VM nor the new one; a boot that dies in between starts over.
  rm -f "$2/instance-id"
  "$3" /run/golem/new || {
    failed 'the keys could not be installed'
    return
  }
  sync
  echo "$id" >"$2/instance-id.new" && mv "$2/instance-id.new" "$2/instance-id"
}

# put FROM TO MODE OWNER: a new file in place of whatever was there, never wider open than MODE. Each program that is run costs
# an emulated CPU dear, and somebody waits for this.
put() {
  (
    umask 077
    if [ -e "$2" ] || [ -L "$2" ]; then rm -f "$2" || exit; fi
    cp "$1" "$2" && if [ "$4" != root ]; then chown "$4:$4" "$2"; fi && if [ "$3" != 600 ]; then chmod "$3" "$2"; fi
  )
}

# install_keys DIR HOST_KEY USER HOME: the host key and the user's keys, in place of those that were there.
install_keys() {
  mkdir -p "$4/.ssh" &&
    chown "$3:$3" "$4" "$4/.ssh" &&
    chmod 700 "$4/.ssh" &&
    put "$1/host_key" "$2" 600 root &&
    put "$1/host_key.pub" "$2.pub" 644 root &&
    put "$1/authorized_keys" "$4/.ssh/authorized_keys" 600 "$3"
}

# await_network: until an interface other than lo has a route. Starts no process but sleep: each costs an emulated CPU dear.
await_network() {
  while :; do
    while read -r interface _; do
      case $interface in Iface | lo) ;; *) return 0 ;; esac
    done </proc/net/route
    sleep 0.2
  done
}

# await_sshd: until something listens on TCP port 22.
await_sshd() {
  while :; do
    while read -r _ address _ state _; do
      case $address:$state in *:0016:0A) return 0 ;; esac
    done <<TABLE
$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
TABLE
    sleep 0.2
  done
}
