# shellcheck shell=bash
# The cable between a host and the bridge: slowed down by the kernel, or by a relay where it has no netem.

lag() {
  local n=$1 ms=$2
  pid_of "$n" sup >/dev/null || die "h$n is not up"
  unlag "$n"
  [ "$ms" != 0 ] || return 0
  # the whole delay in one direction gives the same round trip as half of it in both
  if [ -z "${LAB_RELAY:-}" ] && tc qdisc add dev "$BR-h$n" root netem delay "${ms}ms" limit 100000 2>/dev/null; then
    return
  fi
  ip link set "$BR-h$n" nomaster
  setsid python3 "$HERE/relay.py" "$BR-h$n" "$BR-t$n" "$ms" </dev/null >"$RUN/h$n/relay.log" 2>&1 &
  note "$RUN/h$n/relay.pid" $!
  wait_for 5 ip link set "$BR-t$n" master "$BR" arp off addrgenmode none up ||
    die "relay failed: $(cat "$RUN/h$n/relay.log")"
}

unlag() {
  local pid
  if pid=$(pid_of "$1" relay); then
    kill "$pid" || true
    wait_for 5 not pid_of "$1" relay
  fi
  tc qdisc del dev "$BR-h$1" root 2>/dev/null || true
  ip link set "$BR-h$1" master "$BR" 2>/dev/null || true
}
