
# prune PATH...: what was put in place and is none of these is removed
prune() {
  local path
  local -A keep=()
  for path; do keep["$path"]=yes; done
  for path in "${recorded[@]}"; do
    [[ ${keep["$path"]-} ]] || (remove "$path")
  done
  record "$@"
}
gone() { exit 0; }
remove() {
  enter "${1%/*}" gone
  [[ -f ./${1##*/} ]] || exit 0
  rm "./${1##*/}"
  echo "$1 is removed."
}
