# Tries what a guest on a bridge reaches, from a network namespace with a cable to it.
# BRIDGE, ADDRESS (its own, in CIDR notation), GATEWAY, PORT; arguments: addresses to try.
# Says for each address "reached", "refused" or "silent", and "tried" at the end.
PATH=$PATH:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL BRIDGE ADDRESS GATEWAY PORT

user=
[ "$(id -u)" = 0 ] || user="--user --map-root-user"
# The cable is there only once the namespace is.
# shellcheck disable=SC2016,SC2086
unshare $user --net bash -c '
  until ip addr add "$ADDRESS" dev golem-far 2>/dev/null; do sleep 0.02; done
  ip link set golem-far up
  ip route add default via "$GATEWAY"
  for address; do
    answer=$(timeout 2 bash -c "exec 3<>/dev/tcp/$address/$PORT" 2>&1) && echo "reached $address" && continue
    case $answer in
      *refused*) echo "refused $address" ;;
      *) echo "silent $address" ;;
    esac
  done
  echo tried' golem "$@" &
guest=$!
until [ "$(readlink /proc/$guest/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do
  kill -0 $guest || exit 1
  sleep 0.02
done
ip link delete golem-probe 2>/dev/null # of a trial that was cut off
if ! ip link add golem-probe type veth peer name golem-far netns $guest ||
  ! ip link set golem-probe master "$BRIDGE" up; then
  kill $guest
  exit 1
fi
wait $guest
status=$?
ip link delete golem-probe
exit $status
