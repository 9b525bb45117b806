# Profiles as a part of what the guard keeps or rolls back, with a system or alone. Each run has a folder for this. Root
# runs it there as
#   add NAME USER LINK PATH  the next activation of this run activates PATH for USER, by the bash text on standard input;
#                            LINK keeps it and its previous generations from garbage collection
# and the guard as activate, keep, restore and follow-up, for each in the order of adding.
set -uo pipefail
cd "${0%/*}" || exit
activation=300 action='' bash=$BASH
# shellcheck source=/dev/null
[[ ! -e ../deploy ]] || source ../deploy

add() { # NAME USER LINK PATH
  local dir=$1.profile
  mkdir -p "$dir" && ln -sfnT "$2" "$dir/user" && ln -sfnT "$3" "$dir/link" && ln -sfnT "$4" "$dir/new" &&
    cat >"$dir/activate" && { grep --quiet --line-regexp -e "$1" list 2>/dev/null || echo "$1" >>list; }
}

now() { cut --delimiter=. --fields=1 /proc/uptime; }
run() { # PATH: as its user logs in
  local code=0 since text="set -euo pipefail; shopt -s inherit_errexit; export XDG_RUNTIME_DIR=/run/user/\$UID"
  text+=$'\n'$(<"$dir/activate")$'\n'
  since=$(now)
  PROFILE=$1 timeout --kill-after=10 "$activation" runuser --login --whitelist-environment=PROFILE --shell="$bash" \
    "$(readlink "$dir/user")" --command "$text" </dev/null || code=$?
  ((code != 0)) || return 0
  why="activation of $name ended with exit code $code"
  (($(now) < since + activation)) || why="activation of $name took longer than $activation s"
  ln -sfnT "$why" why
  return 1
}
note-what-was() { [[ -L $dir/was ]] || ln -sfnT "$(readlink "$link" || echo nothing)" "$dir/was"; }

activate() {
  note-what-was
  ln -sfnT yes "$dir/begun"
  run "$(readlink "$dir/new")"
}
keep() {
  note-what-was
  mkdir -p "${link%/*}" && nix-env --profile "$link" --set "$(readlink "$dir/new")" &&
    sync --file-system "${link%/*}" || return
  if [[ $action == boot ]]; then
    echo "$(uname -n) did not activate $(readlink "$dir/new"): run profile-$name once the new system has booted."
  else
    echo "$(uname -n) runs $(readlink "$dir/new")."
  fi
}
restore() {
  local made
  made=$(readlink "$link")
  [[ $link -ef $dir/new && -L $dir/was && $made != "$was" ]] || return 0
  if [[ $was == nothing ]]; then rm -f "$link"; else ln -sfnT "$was" "$link"; fi
  rm -f "${link%/*}/$made"
}
follow-up() {
  if [[ ! -L $dir/begun ]]; then
    return
  elif [[ $was == nothing ]]; then
    echo "$(uname -n) had no $link to go back to, what was begun is still there."
  else
    run "$(cd "${link%/*}" && readlink --canonicalize "$was")"
  fi
}

if [[ $1 == add ]]; then
  add "${@:2}"
  exit
fi
code=0
mapfile -t names <list
for name in "${names[@]}"; do
  dir=$name.profile
  link=$(readlink "$dir/link") was=$(readlink "$dir/was")
  "$1" && continue
  code=1
  [[ $1 == @(restore|follow-up) ]] || break
done
((code == 0))
