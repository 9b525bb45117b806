# shellcheck shell=bash
# The best two hosts that this machine allows. DEMO_HOSTS=loopback asks for the second best.

open_hosts() {
  local reason
  if [ "${DEMO_HOSTS:-lab}" = lab ] && reason=$(lab can 2>&1); then
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

close_hosts() { [ -z "${hosts:-}" ] || "close_${hosts}_hosts"; }
