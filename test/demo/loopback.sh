# shellcheck shell=bash
# Second best: a host is an sshd on loopback, run by the current user, whose sessions end up in namespaces
# with a root of their own, where that user is root. Where there are no namespaces, root plays both hosts.

sshds=()

open_loopback_hosts() {
  local name
  find_sshd
  choose_namespaces
  hosts_bin=$work/bin
  mkdir "$hosts_bin"
  ssh-keygen -q -t ed25519 -N '' -C demo -f "$work/key"
  for name in ahorn porree; do open_loopback_host "$name"; done
  cat >>"$work/ssh_config" <<CONFIG
Host *
  HostName 127.0.0.1
  IdentityFile $work/key
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile $work/known_hosts
  LogLevel ERROR
CONFIG
  # The scripts say root@ahorn; of two users, ssh takes the first.
  printf '#!/bin/sh\nexec %q -F %q -l %q "$@"\n' "$(command -v ssh)" "$work/ssh_config" "$(id -un)" >"$hosts_bin/ssh"
  chmod +x "$hosts_bin/ssh"
}

choose_namespaces() {
  namespaces=(--mount --uts --pid)
  inside=()
  if [ "$(id -u)" != 0 ]; then
    namespaces+=(--user)
    inside=(--map-root-user)
  fi
  if ! unshare "${namespaces[@]}" "${inside[@]}" --fork --kill-child mount -t tmpfs tmpfs "$work/home" 2>/dev/null; then
    [ "$(id -u)" = 0 ] || die 'without root, the demo needs user namespaces: sysctl kernel.unprivileged_userns_clone=1, or run it as root'
    namespaces=()
    no_namespaces
  fi
}

open_loopback_host() {
  local name=$1 dir=$work/$1 port enter
  mkdir -p "$dir/tools" "$dir/root"
  cp "$checkout/test/demo/$rebuild" "$dir/tools/nixos-rebuild"
  [ "$rebuild" = noted ] && ! command -v nix >/dev/null && cp "$checkout/test/demo/noted" "$dir/tools/nix"
  if [ ${#namespaces[@]} -gt 0 ]; then
    setpriv --pdeathsig KILL unshare "${namespaces[@]}" "${inside[@]}" --fork --kill-child \
      bash "$checkout/test/demo/loopback-host.sh" "$name" "$dir" </dev/null >"$dir/log" 2>&1 &
    disown
    until [ -s "$dir/pid" ]; do
      kill -0 $! 2>/dev/null || die "$name does not come up: $(cat "$dir/log")"
      sleep 0.05
    done
    enter="nsenter --target $(cat "$dir/pid") ${namespaces[*]}${inside[*]:+ --preserve-credentials} --"
  else
    printf '#!/bin/sh\n[ "$1" = -n ] && echo %s || exec %q "$@"\n' "$name" "$(command -v uname)" >"$dir/tools/uname"
    enter=
  fi
  chmod +x "$dir/tools"/*
  # shellcheck disable=SC2016  # sshd sets it
  printf '#!/bin/sh\nexec %s env HOME=/root USER=root PATH=%q bash -c "${SSH_ORIGINAL_COMMAND:-exec bash -l}"\n' \
    "$enter" "$(host_path "$dir")" >"$dir/enter"
  chmod +x "$dir/enter"
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  start_sshd "$dir" "$port"
  printf 'Host %s\n  Port %s\n' "$name" "$port" >>"$work/ssh_config"
  echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$dir/host_key.pub")" >>"$work/known_hosts"
}

# What the demo sees, and first the host's own tools; a NixOS by its present system, which the host's own hides.
host_path() {
  local tools=$1/tools current
  [ ${#namespaces[@]} = 0 ] || tools=/opt/demo
  current=$(readlink -f /run/current-system || true)
  echo "$tools:${PATH//\/run\/current-system/$current}"
}

close_loopback_hosts() {
  local pid
  for pid in "${sshds[@]}" $(cat "$work"/{ahorn,porree}/pid 2>/dev/null); do kill -9 "$pid" 2>/dev/null || true; done
  [ -z "${shared:-}" ] || forget_shared
}
