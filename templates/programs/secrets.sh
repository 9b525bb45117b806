# Puts secrets in place on this host, all or none. Root runs it as `bash -s WAIT WHO`; behind it come lines of bash:
#   secret PATH OWNER GROUP MODE [may-be-empty] [restart=UNIT] [reload=UNIT] [on-change=TEXT] <<'END'
#   its content in base64, and END
#   prune PATH...   what an earlier run placed, and neither this stream nor a PATH names, is removed
#   # end           nothing happens before this last line has arrived
# Root writes where only root can write; below a folder of a user, that user does.
set -euo pipefail
shopt -s dotglob nullglob
umask 077
ulimit -c 0
wait=$1 who=$2 work=/run/lollypops/new.$$ data=/var/lib/lollypops lock=/run/lollypops/secrets.lock swapped='' prune=''
folders=() paths=() files=() owned=() needs=() actions=() staged=() recorded=() named=() todo=()
declare -A number=() owners=() user=() text=() changed=()

refuse() {
  echo "deploy-secrets: $1" >&2
  exit 1
}
leave() {
  local folder
  trap '' HUP INT PIPE TERM
  for folder in "${staged[@]}"; do
    as "${user["$folder"]}" rm -rf "$folder.lollypops-new" "$folder.lollypops-old" || true
  done
  rm -rf "$work"
  [[ $swapped ]] || refuse 'all secrets on this host are as they were'
}

# Into memory, because bash reads a pipe byte by byte.
receive() {
  local dead
  mkdir -p /run/lollypops "$data"
  [[ $(stat --file-system --format=%T /run/lollypops) == tmpfs ]] || refuse '/run is not in memory on this host'
  for dead in /run/lollypops/new.*; do [[ -d /proc/${dead##*.} ]] || rm -rf "$dead"; done
  trap leave EXIT
  mkdir "$work"
  TMPDIR=$work # of here-documents
  cat >"$work/stream"
  [[ $(tail --lines=1 "$work/stream") == '# end' ]] || refuse 'not everything has arrived'
}
secret() {
  local folder=${1%/*}/ file word
  if [[ ! ${number["$folder"]-} ]]; then
    folders+=("$folder") number["$folder"]=${#number[@]}
    mkdir "$work/${number["$folder"]}"
  fi
  file=$work/${number["$folder"]}/${1##*/}
  base64 --decode >"$file"
  [[ -s $file || ${5-} == may-be-empty ]] ||
    refuse "$1 would be empty: its command printed nothing (allowEmpty permits that)"
  paths+=("$1") files+=("$file") owned+=("$2:$3 $4") owners["$2:$3 $4"]=yes
  for word in "${@:5}"; do
    [[ $word != on-change=* ]] || text["$1"]=${word#*=} word=on-change=$1
    [[ $word != *=* ]] || needs+=("$1") actions+=("$word")
  done
}
prune() {
  prune=yes named=("$@")
}

lock() {
  exec 9<>"$lock"
  if [[ $wait == yes ]]; then
    flock 9
  else
    flock --nonblock 9 || refuse "another deploy is running on this host: $(cat "$lock")"
  fi
  echo "$who since $(date '+%F %T'), process $$" >"$lock"
}

own() { # OWNER:GROUP MODE
  local owner=${1% *} mine=() k
  getent passwd "${owner%:*}" >/dev/null || refuse "there is no user ${owner%:*} on this host; rebuild makes it"
  getent group "${owner#*:}" >/dev/null || refuse "there is no group ${owner#*:} on this host; rebuild makes it"
  for k in "${!files[@]}"; do [[ ${owned[k]} != "$1" ]] || mine+=("${files[k]}"); done
  chown "$owner" "${mine[@]}"
  chmod "${1#* }" "${mine[@]}"
}

# owner-of FOLDER/: sets it to who works there. Above the first part of another owner, only root can change anything.
owner-of() {
  local at=$1 all=() is part
  owner=root
  while [[ ${at%/} ]]; do at=${at%/*} all=("${at:-/}" "${all[@]}"); done
  while IFS='' read -r -d '' is; do
    part=${is#* * }
    case $is in
      'root d'????-??-?' '*) ;;
      'root d'*) refuse "a group or everybody can change $part: chmod go-w $part, or use another path" ;;
      'root l'*) refuse "$part is a link to $(readlink -f "$part"): name that as the path" ;;
      'root '*) refuse "$part is not a folder" ;;
      *) owner=${is%% *} && break ;;
    esac
  done < <(stat --printf='%U %A %n\0' "${all[@]}" 2>/dev/null)
}
as() { # USER COMMAND-OR-FUNCTION ARGUMENT...
  local run=()
  [[ $1 == root ]] || run=(timeout --kill-after=2 60 runuser -u "$1" --)
  "${run[@]}" bash -euc "$(declare -f "$2")"$'\n"$@"' - "${@:2}" 9>&-
}

# For as, with a folder and ./FILE...: owner, mode and hash of the plain files there
known() {
  local file there=()
  cd "$1" 2>/dev/null || return 0
  for file in "${@:2}"; do [[ ! -f $file || -L $file ]] || there+=("$file"); done
  [[ ! ${there[*]} ]] || { stat --printf='%u:%g %a %n\0' "${there[@]}" && sha256sum --zero "${there[@]}"; }
}
# puts the new files, a tar, and copies of the present ones into folders beside
stage() {
  local file old=()
  (umask 022 && mkdir -p "$1")
  cd "$1"
  shift
  mkdir -m 700 .lollypops-new .lollypops-old
  for file; do
    [[ ! -d $file || -L $file ]] || { echo "deploy-secrets: $PWD/${file#./} is a folder" >&2 && exit 1; }
    [[ ! -e $file && ! -L $file ]] || old+=("$file")
  done
  [[ ! ${old[*]} ]] || cp --archive --target-directory=.lollypops-old "${old[@]}"
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --directory=.lollypops-new
  sync "${@/#./.lollypops-new}"
}
restore() {
  local file
  cd "$1"
  for file in "${@:2}"; do
    [[ -e .lollypops-new/$file ]] || mv --force ".lollypops-old/$file" "$file" 2>/dev/null || rm --force "$file"
  done
}

prepare() { # FOLDER: those that are not right yet are staged
  local folder=$1 all want=() there=() new=() file k
  local -A is=()
  cd "$work/${number["$folder"]}"
  all=(*)
  mapfile -d '' -t want < <(known . "${all[@]/#/./}")
  mapfile -d '' -t there < <(as "${user["$folder"]}" known "$folder" "${all[@]/#/./}")
  for k in "${there[@]}"; do is["$k"]=yes; done
  for k in "${!all[@]}"; do
    if [[ ${is["${want[k]}"]-} && ${is["${want[k + ${#all[@]}]}"]-} ]]; then
      rm "./${all[k]}"
    else
      new+=("./${all[k]}") changed["$folder${all[k]}"]=yes
    fi
  done
  ((${#new[@]})) || return 0
  staged+=("$folder")
  tar --create --numeric-owner --no-unquote "${new[@]}" | as "${user["$folder"]}" stage "$folder" "${new[@]}" ||
    refuse "${user["$folder"]} cannot make all files in $folder, see above: no right to, or no space left on device"
}
swap-all() {
  local folder new=()
  trap '' HUP INT PIPE TERM
  for folder in "${staged[@]}"; do
    new=("$work/${number["$folder"]}"/*)
    as "${user["$folder"]}" mv --force --target-directory="$folder" "${new[@]/#*\//$folder.lollypops-new/}" || restore-all
  done
  swapped=yes
  trap - HUP INT PIPE TERM
}
restore-all() {
  local folder new=()
  for folder in "${staged[@]}"; do
    new=("$work/${number["$folder"]}"/*)
    as "${user["$folder"]}" restore "$folder" "${new[@]##*/}" || true
  done
  refuse 'a file could not be replaced, see above'
}

save() { # FILE WORD...: a record of this host, old or new after a crash
  { (($# == 1)) || printf '%s\0' "${@:2}"; } | sort --zero-terminated --unique >"$data/$1.new"
  sync "$data/$1.new"
  mv --force "$data/$1.new" "$data/$1"
}
act() { # ACTION
  local of=${1#*=}
  case $1 in
    on-change=*) bash -euo pipefail -c "${text["$of"]}" </dev/null 9>&- ;;
    *) ! systemctl is-active --quiet "$of" || systemctl "${1%%=*}" "$of" ;;
  esac
}
# Each action once; one that fails stays recorded, and is tried again by the next run.
follow-up() {
  local action of failed=() rest=()
  mapfile -d '' -t todo <"$data/secrets-todo"
  for action in "${todo[@]}"; do
    of=${action#*=}
    if [[ $action == reload=* && " ${todo[*]} " == *" restart=$of "* ]]; then
      continue
    elif [[ $action == on-change=* && ! ${text["$of"]-} ]]; then
      rest+=("$action") # of a secret that is not in this stream
    elif ! act "$action"; then
      rest+=("$action") failed+=("${action/=/ }")
    fi
  done
  save secrets-todo "${rest[@]}"
  ((${#failed[@]} == 0)) || refuse "the secrets are in place, but this failed, and is tried again next time: ${failed[*]}"
}
remove-others() {
  local path left=("${paths[@]}")
  local -A stays=()
  for path in "${paths[@]}" "${named[@]}"; do stays["$path"]=yes; done
  for path in "${recorded[@]}"; do
    if [[ ${stays["$path"]-} ]]; then
      left+=("$path")
      continue
    fi
    owner-of "${path%/*}/"
    if as "$owner" test -f "$path"; then
      as "$owner" rm "$path"
      echo "$path is removed."
    fi
  done
  save secrets "${left[@]}"
}

place() {
  local how folder k
  receive
  eval "$(<"$work/stream")"
  lock
  for how in "${!owners[@]}"; do own "$how"; done
  touch "$data/secrets" "$data/secrets-todo"
  mapfile -d '' -t recorded <"$data/secrets"
  mapfile -d '' -t todo <"$data/secrets-todo"
  for folder in "${folders[@]}"; do
    owner-of "$folder"
    user["$folder"]=$owner
    as "$owner" rm -rf "$folder.lollypops-new" "$folder.lollypops-old" # of a crash
  done
  for folder in "${folders[@]}"; do prepare "$folder"; done
  for k in "${!needs[@]}"; do
    [[ ! ${changed["${needs[k]}"]-} ]] || todo+=("${actions[k]}")
  done
  save secrets "${recorded[@]}" "${paths[@]}"
  save secrets-todo "${todo[@]}"
  swap-all
  echo "${#changed[@]} put in place, $((${#paths[@]} - ${#changed[@]})) already right."
  follow-up
  [[ ! $prune ]] || remove-others
}

place
