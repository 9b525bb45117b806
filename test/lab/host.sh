# shellcheck shell=bash
# Hosts, seen from outside.

up() {
  local count=$1 n pids=()
  [[ $count =~ ^[1-9][0-9]?$ ]] || die "up takes a number of hosts, not '$count'"
  can
  base
  open_lab
  for ((n = 1; n <= count; n++)); do start "$n"; done
  write_ssh_config
  for ((n = 1; n <= count; n++)); do
    ready "$n" &
    pids+=($!)
  done
  for n in "${pids[@]}"; do wait "$n" || exit 1; done
}

open_lab() {
  mkdir -p "$RUN"
  mountpoint -q "$RUN" || mount -t tmpfs -o mode=755 "$BR" "$RUN"
  [ -e "$RUN/key" ] || {
    ssh-keygen -q -t ed25519 -N '' -C lab -f "$RUN/key"
    mkdir "$RUN/bin" "$RUN/home"
    printf '#!/bin/sh\nexec %q -F %q "$@"\n' "$(command -v ssh)" "$RUN/ssh_config" >"$RUN/bin/ssh"
    chmod +x "$RUN/bin/ssh"
  }
  [ -e "$RUN/bridge" ] || {
    ip link show "$BR" >/dev/null 2>&1 || ip link add "$BR" type bridge
    ip link set "$BR" address "$(printf '02:1a:b0:00:00:%02x' "$LAB_ID")" up
    ip addr add "$NET.1/24" dev "$BR" || die "network $NET.0/24 is in use: set another LAB_ID"
    touch "$RUN/bridge"
  }
}

start() {
  local n=$1 dir=$RUN/h$1 pid
  ! pid_of "$n" sup >/dev/null || return 0
  [ ! -d "$dir" ] || stop "$n"
  mkdir -p "$dir"/{work,root,upper/root/.ssh,upper/etc/ssh,upper/home/{deploy,ops,alice}/.ssh}
  base_dir >"$dir/base"
  [ -e "$dir/name" ] || echo "h$n" >"$dir/name"
  [ -e "$dir/upper/etc/hosts" ] || identity "$n"
  setsid unshare --net --uts --ipc --mount -- "$SELF" _supervise "$n" </dev/null >"$dir/log" 2>&1 &
  pid=$!
  note "$dir/sup.pid" $pid
  wait_for 5 own_network $pid || die "h$n: no namespace"
  ip link add "$BR-h$n" type veth peer name eth0 netns "$pid"
  ip link set "$BR-h$n" master "$BR" arp off addrgenmode none up
}

own_network() { [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }

identity() {
  local n=$1 upper=$RUN/h$1/upper lower home
  lower=$(cat "$RUN/h$1/base")
  ssh-keygen -q -t ed25519 -N '' -C "h$n" -f "$upper/etc/ssh/ssh_host_ed25519_key"
  cat "$RUN/h$n/name" >"$upper/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
  for home in root home/deploy home/ops home/alice; do
    cp "$RUN/key.pub" "$upper/$home/.ssh/authorized_keys"
    chmod 700 "$upper/$home" "$upper/$home/.ssh"
    chown -R --reference="$lower/$home" "$upper/$home"
  done
  {
    echo "127.0.0.1 localhost"
    for n in {1..40}; do echo "$NET.$((10 + n)) h$n"; done
  } >"$upper/etc/hosts"
}

inside() {
  local pid
  pid=$(pid_of "$1" init) || die "h$1 is down"
  shift
  nsenter --target "$pid" --all -- "$@"
}

# ready N [BOOT_ID]: it lets users in, and this is not the boot BOOT_ID any more
ready() {
  wait_for 60 answers "$@" && pid_of "$1" sup >/dev/null || die "h$1 does not answer, see $RUN/h$1/log"
}

answers() {
  pid_of "$1" sup >/dev/null || return 0
  [ "$(cat "$RUN/h$1/boot_id")" != "${2:-}" ] &&
    ssh -F "$RUN/ssh_config" -o ConnectTimeout=1 "h$1" systemctl is-active --quiet systemd-user-sessions nix-daemon.socket
}

reboot_() {
  local before
  before=$(cat "$RUN/h$1/boot_id")
  inside "$1" systemctl reboot || true
  ready "$1" "$before"
}

crash() {
  local before
  before=$(cat "$RUN/h$1/boot_id")
  touch "$RUN/h$1/again"
  kill -9 "$(pid_of "$1" init)"
  ready "$1" "$before"
}

stop() { # killing its PID 1 takes every process of a host, its mounts and interfaces along
  local n=$1 dir=$RUN/h$1 pid
  rm -f "$dir/again"
  unlag "$n"
  ! pid=$(pid_of "$n" init) || kill -9 "$pid" || true
  wait_for 3 not pid_of "$n" sup || { pid=$(pid_of "$n" sup) && kill -9 "$pid"; } || true
  ip link del "$BR-h$n" 2>/dev/null || true
  rm -f "$dir"/*.pid
  remove_cgroup "$n"
}

remove() {
  stop "$1"
  rm -rf "$RUN/h$1"
  write_ssh_config
}

status() {
  local dir host state
  for dir in "$RUN"/h[0-9]*/; do
    [ -d "$dir" ] || continue
    host=$(basename "$dir")
    if pid_of "${host#h}" init >/dev/null; then state=up; else state=down; fi
    echo "$host $(cat "$dir/name") $NET.$((10 + ${host#h})) $state $(du -sh "$dir/upper" | cut -f1)"
  done
}
