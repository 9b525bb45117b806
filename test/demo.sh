#!/usr/bin/env bash
# Usage: npm run demo
#
# Deploys an example flake to two throw-away hosts on this machine, ahorn and porree, and removes them again, with all
# files, however it ends. Needs Node 20. On Debian as root it installs the packages it needs, which stay; as another
# user, it makes do with what is there. Where the machine cannot do something, it says what it does instead.
#
# DEMO_HOSTS=loopback   two sshd on loopback instead of hosts with systemd
# TMPDIR                where it works, instead of /tmp
set -Eeuo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
checkout=$PWD
for part in narrate places store flake hosts lab loopback sshd shared-host; do
  # shellcheck source=/dev/null
  source "test/demo/$part.sh"
done
if [ $# -gt 0 ]; then
  sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' test/demo.sh
  [ "$*" = --help ] || [ "$*" = -h ] || exit 2
  exit
fi
exec 2>&1 # in the order in which it happens
PATH=$PATH:/usr/sbin:/sbin

die() {
  echo "demo: $*"
  exit 1
}

leave() {
  trap '' HUP INT TERM
  end_story
  close_hosts
  close_places
}

# launch ends its scripts first, so give it the time
end_story() {
  [ -n "${telling:-}" ] && kill -TERM -- "-$telling" 2>/dev/null || return 0
  for _ in {1..100}; do
    ps -eo pgid=,stat= | grep -q "^ *$telling [^Z]" || return 0
    sleep 0.1
  done
  kill -KILL -- "-$telling" 2>/dev/null || true
}

trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

title 'Set-up'
open_places
if [ -n "${DEMO_RECORD:-}" ]; then bash test/setup.sh; else bash test/setup.sh demo; fi
for program in ssh ssh-keygen; do
  command -v $program >/dev/null ||
    die "$program is missing: install openssh-client, or run the demo as root on Debian, which installs it"
done
choose_store
make_flake
make_password_store
say "The demo works in $work."

title 'Two hosts'
open_hosts
[ -n "${LAB_ID:-}" ] && [ "$rebuild" != noted ] || rebuild_plainly
show 'ssh root@ahorn uname -n'
show 'ssh root@porree uname -n'

export checkout work store rebuild jobs
set -m # a process group of its own, which can be ended as a whole
in_store bash "test/demo/$story.sh" </dev/null &
telling=$!
set +m
wait "$telling"
telling=

title 'The end'
say 'Both hosts and all files are removed now. Packages that the set-up installed stay.'
