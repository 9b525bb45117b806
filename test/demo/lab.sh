# shellcheck shell=bash
# Hosts made of namespaces, with systemd, sshd, sudo and a Nix of their own: see test/lab/lab.

lab() { "$checkout/test/lab/lab" "$@"; }

open_lab_hosts() {
  LAB_ID=$(lab claim $$) # goes down with this process, even when that is killed
  export LAB_ID
  show 'test/lab/lab up 2'
  show 'test/lab/lab name h1 ahorn'
  show 'test/lab/lab name h2 porree'
  hosts_bin=$(lab dir)/bin
}

close_lab_hosts() { [ -z "${LAB_ID:-}" ] || lab down; }
