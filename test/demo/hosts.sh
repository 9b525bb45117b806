# shellcheck shell=bash
# The best two hosts that this machine allows. DEMO_HOSTS=loopback asks for the second best.

open_hosts() {
  local reason
  if [ "${DEMO_HOSTS:-lab}" = lab ] && reason=$(could_be_lab 2>&1 && lab can 2>&1); then
    say 'Throw-away hosts, made of namespaces: each has its own network, disk, systemd, sshd and Nix.'
    unset LAB_ID
    hosts=lab
    open_lab_hosts
  else
    hosts=loopback
    say "No lab hosts here (${reason:-DEMO_HOSTS says so}). Instead: two sshd on loopback, run by $(id -un)."
    open_loopback_hosts
  fi
  export hosts PATH=$hosts_bin:$PATH
}

# What no package changes, before packages are installed for it
could_be_lab() {
  [ "$(id -u)" = 0 ] || return 0
  unshare --net --uts --ipc --pid --fork --mount --cgroup true 2>/dev/null || {
    echo 'this machine allows no namespaces'
    return 1
  }
  awk '$3 == "cgroup2" { found = 1 } END { exit !found }' /proc/mounts || return 0
  bash test/setup.sh lab
}

close_hosts() { [ -z "${hosts:-}" ] || "close_${hosts}_hosts"; }
