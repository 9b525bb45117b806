# shellcheck shell=bash
# Hosts made of namespaces, with systemd, sshd, sudo and a Nix of their own: see test/lab/lab.

lab() { "$checkout/test/lab/lab" "$@"; }

open_lab_hosts() {
  make_lab_place
  LAB_ID=$(lab claim $$) # goes down with this process, even when that is killed
  export LAB_ID
  show 'test/lab/lab up 2' || {
    tail -n 20 "$(lab dir)"/h*/log || true
    die 'the hosts do not come up, see what their logs say above'
  }
  show 'test/lab/lab name h1 ahorn'
  show 'test/lab/lab name h2 porree'
  hosts_bin=$(lab dir)/bin
  [ "$rebuild" != noted ] || for host in h1 h2; do
    lab exec $host sh -c 'cat >/usr/bin/nixos-rebuild' <test/demo/noted
  done
}

# Below /var/tmp, for /tmp may be in memory, unless tests have left a root file system for hosts there.
make_lab_place() {
  [ -z "${LAB_DIR:-}" ] && [ ! -e "${XDG_CACHE_HOME:-/var/tmp}/lollypops-lab" ] || return 0
  lab_place=$(mktemp -d "/var/tmp/lollypops-demo.$$.XXXXXX")
  chmod 755 "$lab_place"
  export LAB_DIR=$lab_place/lab
}

close_lab_hosts() { [ -z "${LAB_ID:-}" ] || lab down; }
