# Profiles as a part of what the guard keeps or rolls back, with a system or alone. Each run has a folder for this. Root
# runs it there as
#   add NAME USER LINK PATH  the next activation of this run activates PATH for USER, by the bash text on standard input;
#                            LINK keeps it and its previous generations from garbage collection
# and the guard as activate, keep, restore and follow-up, for each in the order of adding.
set -uo pipefail
cd "${0%/*}" || exit
activation=300 bash=$BASH
# shellcheck source=/dev/null
[[ ! -e ../deploy ]] || source ../deploy

add() { # NAME USER LINK PATH
  mkdir -p "$1" && ln -sfnT "$2" "$1/user" && ln -sfnT "$3" "$1/link" && ln -sfnT "$4" "$1/new" && cat >"$1/activate" &&
    { grep --quiet --line-regexp --fixed-strings -e "$1" list 2>/dev/null || echo "$1" >>list; }
}

now() { cut --delimiter=. --fields=1 /proc/uptime; }
run() { # PATH: as its user logs in
  local code=0 since text="set -euo pipefail; shopt -s inherit_errexit; export XDG_RUNTIME_DIR=/run/user/\$UID"
  text+=$'\n'$(<"$name/activate")$'\n'
  since=$(now)
  PROFILE=$1 timeout --kill-after=10 "$activation" runuser --login --whitelist-environment=PROFILE --shell="$bash" \
    "$(readlink "$name/user")" --command "$text" </dev/null || code=$?
  ((code != 0)) || return 0
  why="activation of $name ended with exit code $code"
  (($(now) < since + activation)) || why="activation of $name took longer than $activation s"
  ln -sfnT "$why" why
  return 1
}
note-what-was() { [[ -L $name/was ]] || ln -sfnT "$(readlink "$link" || echo nothing)" "$name/was"; }

activate() {
  note-what-was
  ln -sfnT yes "$name/begun"
  run "$(readlink "$name/new")"
}
keep() {
  note-what-was
  mkdir -p "${link%/*}" && nix-env --profile "$link" --set "$(readlink "$name/new")" &&
    sync --file-system "${link%/*}" && echo "$(uname -n) runs $(readlink "$name/new")."
}
restore() {
  local made
  made=$(readlink "$link")
  [[ $link -ef $name/new && -L $name/was && $made != "$was" ]] || return 0
  if [[ $was == nothing ]]; then rm -f "$link"; else ln -sfnT "$was" "$link"; fi
  rm -f "${link%/*}/$made"
}
follow-up() {
  if [[ ! -L $name/begun ]]; then
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
  link=$(readlink "$name/link") was=$(readlink "$name/was")
  "$1" && continue
  code=1
  [[ $1 == @(restore|follow-up) ]] || break
done
((code == 0))
