# Puts secrets in place on this host, all or none. Root runs it as `bash -s WAIT WHO`; behind it come lines of bash:
#   secret PATH OWNER GROUP MODE [may-be-empty] [restart=UNIT] [reload=UNIT] [on-change=TEXT] <<'END'
#   its content in base64, and END
#   prune PATH...   what an earlier run placed, and neither this stream nor a PATH names, is removed
#   # end           nothing happens before this last line has arrived
# Root writes where only root can write; below a folder of a user, that user does.
set -euo pipefail
shopt -s nullglob
umask 077
ulimit -c 0
wait=$1 who=$2 work=/run/lollypops/new.$$ data=/var/lib/lollypops lock=/run/lollypops/secrets.lock swapped='' prune=''
paths=() needs=() actions=() recorded=() todo=()
declare -A user=() stays=() text=() changed=()

refuse() {
  echo "deploy-secrets: $1" >&2
  exit 1
}
leave() {
  trap '' HUP INT PIPE TERM
  each clean || true
  rm -rf "$work"
  [[ $swapped ]] || refuse 'all secrets on this host are as they were'
}

# Into memory, because bash reads a pipe byte by byte.
receive() {
  local dead list is files=()
  mkdir -p /run/lollypops "$data"
  [[ $(stat --file-system --format=%T /run/lollypops) == tmpfs ]] || refuse '/run is not in memory on this host'
  for dead in /run/lollypops/new.*; do [[ -d /proc/${dead##*.} ]] || rm -rf "$dead"; done
  trap leave EXIT
  mkdir "$work" "$work/of"
  TMPDIR=$work # of here-documents
  cat >"$work/stream"
  [[ $(tail --lines=1 "$work/stream") == '# end' ]] || refuse 'not everything has arrived'
  eval "$(<"$work/stream")"
  for list in "$work"/mode.*; do # one for all of the same owner, group and mode
    is=${list#"$work/mode."}
    mapfile -d '' -t files <"$list"
    chown "${is#*.}" "${files[@]}" ||
      refuse "/${files[0]#"$work"/of/*/} cannot belong to ${is#*.}, see above: rebuild makes users and groups"
    chmod "${is%%.*}" "${files[@]}"
  done
}
secret() {
  local folder=${1%/*}/ word
  [[ ${user["$folder"]-} ]] || user["$folder"]=$(owner-of "$folder")
  local file=$work/of/${user["$folder"]}$1
  [[ -d ${file%/*} ]] || mkdir -p "${file%/*}"
  base64 --decode >"$file"
  [[ -s $file || ${5-} == may-be-empty ]] ||
    refuse "$1 would be empty: its command printed nothing (allowEmpty permits that)"
  printf '%s\0' "$file" >>"$work/mode.$4.$2:$3"
  paths+=("$1") stays["$1"]=yes
  for word in "${@:5}"; do
    [[ $word != on-change=* ]] || text["$1"]=${word#*=} word=on-change=$1
    [[ $word != *=* ]] || needs+=("$1") actions+=("$word")
  done
}
prune() {
  local path
  prune=yes
  for path; do stays["$path"]=yes; done
}

# owner-of FOLDER/: who works there. Above the first part of another owner, only root can change anything.
owner-of() {
  local at=$1 all=() is part
  while [[ ${at%/} ]]; do at=${at%/*} all=("${at:-/}" "${all[@]}"); done
  while IFS='' read -r -d '' is; do
    part=${is#* * }
    case $is in
      'root d'????-??-?' '*) ;;
      'root d'*) refuse "a group or everybody can change $part: chmod go-w $part, or use another path" ;;
      'root l'*) refuse "$part is a link to $(readlink -f "$part"): name that as the path" ;;
      'root '*) refuse "$part is not a folder" ;;
      *) echo "${is%% *}" && return ;;
    esac
  done < <(stat --printf='%U %A %n\0' "${all[@]}" 2>/dev/null)
  echo root
}

# as USER FUNCTION ./PATH...: in /
as() {
  local run=()
  [[ $1 == root ]] || run=(timeout --kill-after=2 60 runuser -u "$1" --)
  "${run[@]}" bash -O dotglob -euc "cd /; $(declare -f "$2")"$'\n"$@"' - "${@:2}" 9>&-
}
each() { # FUNCTION: by each user, with what changes there
  local list files=() code=0
  for list in "$work"/new.*; do
    mapfile -d '' -t files <"$list"
    as "${list##*/new.}" "$1" "${files[@]}" <"$work/old.${list##*/new.}" || code=1
  done
  return "$code"
}

known() { # owner, mode and hash of the plain files there
  find "$@" -maxdepth 0 -type f -printf '%U:%G %m %p\0' -exec sha256sum --zero {} +
}
stage() { # the new files, a tar, into folders beside the present ones; prints a tar of those
  local path old=() new=()
  for path; do
    [[ ! -d $path || -L $path ]] || { echo "deploy-secrets: ${path#.} is a folder" >&2 && exit 1; }
    [[ ! -e $path && ! -L $path ]] || old+=("$path")
    new+=("${path%/*}/.lollypops-new/${path##*/}")
  done
  (umask 022 && mkdir -p "${@%/*}")
  mkdir -p "${new[@]%/*}"
  chmod 700 "${new[@]%/*}" # whatever default ACL there is
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --transform='s,[^/]*$,.lollypops-new/&,'
  sync "${new[@]}"
  tar --create --acls --numeric-owner --no-unquote --files-from=/dev/null "${old[@]}"
}
swap() {
  local path
  local -A folders=()
  for path; do folders["${path%/*}"]=yes; done
  for path in "${!folders[@]}"; do mv --force --target-directory="$path" "$path"/.lollypops-new/*; done
}
restore() { # from the tar that stage printed
  local path
  for path; do [[ -e ${path%/*}/.lollypops-new/${path##*/} ]] || rm --force "$path"; done
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --skip-old-files
}
clean() {
  local path beside=()
  for path; do beside+=("${path%/*}/.lollypops-new"); done
  rm -rf "${beside[@]}"
}

prepare() { # USER: what is not right yet is staged
  local -x LC_ALL=C
  local all=() new=() path
  cd "$work/of/$1"
  find . -type f -print0 >"$work/all"
  mapfile -d '' -t all <"$work/all"
  as "$1" clean "${all[@]}" # what a crash left
  known "${all[@]}" | sort -z >"$work/wanted"
  { as "$1" known "${all[@]}" 2>/dev/null || true; } | sort -z >"$work/present"
  comm -z -23 "$work/wanted" "$work/present" | sed --null-data 's,[^.]*,,' | sort -zu >"$work/differs"
  mapfile -d '' -t new <"$work/differs"
  ((${#new[@]})) || return 0
  mv "$work/differs" "$work/new.$1"
  for path in "${new[@]}"; do changed["${path#.}"]=yes; done
  tar --create --numeric-owner --no-unquote "${new[@]}" | as "$1" stage "${new[@]}" >"$work/old.$1" ||
    refuse "$1 cannot make all files, see above: no right to, or no space left on device"
}

save() { # FILE WORD...: a record of this host, old or new after a crash
  { (($# == 1)) || printf '%s\0' "${@:2}"; } | sort --zero-terminated --unique >"$data/$1.new"
  sync "$data/$1.new"
  mv --force "$data/$1.new" "$data/$1"
}
# Each action once; one that fails stays recorded, and is tried again by the next run.
follow-up() {
  local action of run=() failed=() rest=()
  mapfile -d '' -t todo <"$data/secrets-todo"
  for action in "${todo[@]}"; do
    of=${action#*=}
    if [[ $action == on-change=* && ! ${text["$of"]-} ]]; then
      rest+=("$action") # of a secret that is not in this stream
      continue
    elif [[ $action == on-change=* ]]; then
      run=(bash -euo pipefail -c "${text["$of"]}")
    elif [[ $action == reload=* && " ${todo[*]} " == *" restart=$of "* ]] || ! systemctl is-active --quiet "$of"; then
      continue
    else
      run=(systemctl "${action%%=*}" "$of")
    fi
    "${run[@]}" </dev/null 9>&- || rest+=("$action") failed+=("${action/=/ }")
  done
  save secrets-todo "${rest[@]}"
  [[ ! ${failed[*]} ]] ||
    refuse "the secrets are in place, but this failed, and is tried again next time: ${failed[*]}"
}
remove-others() {
  local path owner left=("${paths[@]}")
  for path in "${recorded[@]}"; do
    if [[ ${stays["$path"]-} ]]; then
      left+=("$path")
    else
      owner=$(owner-of "${path%/*}/")
      as "$owner" rm --force --verbose "$path"
    fi
  done
  save secrets "${left[@]}"
}

place() {
  local of k
  receive
  exec 9<>"$lock"
  [[ $wait != yes ]] || flock 9
  flock --nonblock 9 || refuse "another deploy is running on this host: $(cat "$lock")"
  echo "$who since $(date '+%F %T'), process $$" >"$lock"
  touch "$data/secrets" "$data/secrets-todo"
  mapfile -d '' -t recorded <"$data/secrets"
  mapfile -d '' -t todo <"$data/secrets-todo"
  for of in "$work/of"/*; do prepare "${of##*/}"; done
  for k in "${!needs[@]}"; do
    [[ ! ${changed["${needs[k]}"]-} ]] || todo+=("${actions[k]}")
  done
  save secrets-todo "${todo[@]}"
  trap '' HUP INT PIPE TERM
  if ! each swap; then
    each restore || true
    refuse 'a file could not be replaced, see above'
  fi
  swapped=yes
  save secrets "${recorded[@]}" "${paths[@]}"
  trap - HUP INT PIPE TERM
  echo "${#changed[@]} put in place, $((${#paths[@]} - ${#changed[@]})) already right."
  follow-up
  [[ ! $prune ]] || remove-others
}

place
