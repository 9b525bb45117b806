#!/usr/bin/env bash
# npm run demo: two throw-away hosts, ahorn and porree, deployed from an example flake.
# Works in a folder of its own and takes everything away again, whichever way it ends.
set -Eeuo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
checkout=$PWD
for part in narrate places store flake hosts lab loopback sshd shared-host; do
  # shellcheck source=/dev/null
  source "test/demo/$part.sh"
done
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
bash test/setup.sh
open_places
choose_store
make_flake
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
say 'Both hosts and all files go away now.'
