# Puts secrets in place on this host, all or none. Root runs it as `bash -s`; its input follows in the same stream:
# a line, the boundary; then parts, with a newline and the boundary behind each: WAIT WHO; for each secret
# PATH OWNER GROUP MODE [may-be-empty] [restart=UNIT] [reload=UNIT] [on-change=TEXT], and its content; at the end
# all, and keep or prune PATH...: what an earlier run placed, and neither this stream nor a PATH names, is removed.
# Each word ends with NUL. Root writes where only root can write; below a folder of a user, that user does.
set -euo pipefail
shopt -s dotglob nullglob
umask 077
ulimit -c 0
work=/run/lollypops/new.$$ data=/var/lib/lollypops locked='' swapped='' groups=0
head=() end=() dir=() how=() user=() staged=() paths=() needs=() actions=() todo=() gone=() kept=()
declare -A text=() changed=() holder=()

refuse() {
  echo "deploy-secrets: $1" >&2
  exit 1
}
leave() {
  local g
  trap '' HUP INT PIPE TERM
  for g in "${staged[@]}"; do as "${user[g]}" rm -rf "${dir[g]}.lollypops-new.$g" || true; done
  rm -rf "$work"
  [[ ! $locked ]] || : >/run/lollypops/secrets.lock
  [[ $swapped ]] || refuse 'all secrets on this host are as they were'
}

# Into memory. Nothing else is touched until all parts are here.
receive() {
  local boundary dead at from=0 part=() k
  mkdir -p /run/lollypops
  [[ $(stat --file-system --format=%T /run/lollypops) == tmpfs ]] || refuse '/run is not in memory on this host'
  for dead in /run/lollypops/new.*; do [[ -d /proc/${dead##*.} ]] || rm -rf "$dead"; done
  trap leave EXIT
  mkdir "$work"
  IFS='' read -r boundary || refuse 'not everything has arrived'
  cat >"$work/all"
  if ! csplit --quiet --suppress-matched --digits=6 --prefix="$work/part" "$work/all" "/^$boundary\$/" '{*}' 2>/dev/null; then
    while IFS=: read -r at _; do # a line of many megabytes is too long for csplit
      dd status=none iflag=skip_bytes,count_bytes skip="$from" count="$((at - from))" \
        if="$work/all" of="$work/part$((10 ** 12 + from))"
      from=$((at + ${#boundary} + 1))
    done < <(grep --text --byte-offset "^$boundary\$" "$work/all")
    tail --bytes="+$((from + 1))" "$work/all" >"$work/part$((10 ** 12 + from))"
  fi
  rm "$work/all"
  part=("$work"/part*)
  ((${#part[@]} < 3 || ${#part[@]} % 2 == 0)) || mapfile -d '' -t end <"${part[-2]}"
  [[ ${end[0]-} == all && ! -s ${part[-1]} ]] || refuse 'not everything has arrived'
  mapfile -d '' -t head <"${part[0]}"
  for ((k = 1; k < ${#part[@]} - 2; k += 2)); do read-secret "${part[k]}" "${part[k + 1]}"; done
}

# Secrets in a row with the same folder, owner, group and mode make a group.
read-secret() { # HEAD CONTENT
  local LC_ALL=C words=() content=() path file word
  mapfile -d '' -t words <"$1"
  path=${words[0]}
  if [[ "${dir[groups]-} ${how[groups]-}" != "${path%/*}/ ${words[1]}:${words[2]} ${words[3]}" ]]; then
    groups=$((groups + 1))
    dir[groups]=${path%/*}/ how[groups]="${words[1]}:${words[2]} ${words[3]}"
    mkdir "$work/$groups"
    getent passwd "${words[1]}" >/dev/null || refuse "there is no user ${words[1]} on this host; rebuild makes it"
    getent group "${words[2]}" >/dev/null || refuse "there is no group ${words[2]} on this host; rebuild makes it"
  fi
  file=$work/$groups/${path##*/}
  mapfile -d '' -t -n 2 content <"$2"
  if ((${#content[@]} == 1)); then
    printf %s "${content[0]:0:-1}" >"$file"
  else # there is a NUL in it
    truncate --size=-1 "$2"
    mv --no-target-directory "$2" "$file"
  fi
  [[ -s $file || ${words[4]} == may-be-empty ]] ||
    refuse "$path would be empty: its command printed nothing (allowEmpty permits that)"
  paths+=("$path")
  for word in "${words[@]:4}"; do
    [[ $word != on-change=* ]] || text["$path"]=${word#*=} word=on-change=$path
    [[ $word != *=* ]] || needs+=("$path") actions+=("$word")
  done
}

lock() {
  exec 9<>/run/lollypops/secrets.lock
  if [[ ${head[0]} == yes ]]; then
    flock 9
  else
    flock --nonblock 9 || refuse "another deploy is running on this host: $(cat /run/lollypops/secrets.lock)"
  fi
  locked=yes
  echo "${head[1]} since $(date '+%F %T'), process $$" >/run/lollypops/secrets.lock
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
  if [[ $1 == root ]]; then
    ("${@:2}")
  else
    timeout --kill-after=2 60 runuser -u "$1" -- bash -c "$(declare -f "$2")"$'\n"$@"' - "${@:2}" 9>&-
  fi
}

# For as, with a folder and ./FILE...: owner, mode and hash of the plain files there
known() {
  local file there=()
  cd "$1" 2>/dev/null && shift || return 0
  for file; do [[ ! -f $file || -L $file ]] || there+=("$file"); done
  ((${#there[@]} == 0)) || { stat --printf='%u:%g %a %n\0' "${there[@]}" && sha256sum --zero "${there[@]}"; }
}
# puts new files, a tar, into a folder beside; prints a tar of the present ones
stage() {
  local new=./.lollypops-new.$2 file old=()
  (umask 022 && mkdir -p "$1") && cd "$1" && shift 2 && mkdir -m 700 "$new" || return
  for file; do
    [[ ! -d $file || -L $file ]] || { echo "deploy-secrets: $PWD/${file#./} is a folder" >&2 && return 1; }
    [[ ! -e $file && ! -L $file ]] || old+=("$file")
  done
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --directory="$new" &&
    sync "${@/#./$new}" && tar --create --acls --numeric-owner --no-unquote --files-from=/dev/null "${old[@]}"
}
swap() {
  local new=./.lollypops-new.$2
  cd "$1" && shift 2 && mv --force --target-directory=. "${@/#./$new}"
}
restore() { # from the tar that stage printed
  local new=./.lollypops-new.$2 file
  cd "$1" && shift 2 || return
  for file; do [[ -e $new/$file ]] || rm -f "$file"; done
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --skip-old-files
}

save() { # FILE WORD...: a record of this host, old or new after a crash
  mkdir -p "$data"
  { (($# == 1)) || printf '%s\0' "${@:2}"; } | sort --zero-terminated --unique >"$data/$1.new"
  sync "$data/$1.new"
  mv --force "$data/$1.new" "$data/$1"
}

prepare() { # GROUP: those that are not right yet are staged
  local files=() todo=() want=() there=() k
  local -A is=()
  files=("$work/$1"/*)
  chown "${how[$1]% *}" "${files[@]}"
  chmod "${how[$1]#* }" "${files[@]}"
  files=("${files[@]/#"$work/$1"/.}")
  mapfile -d '' -t want < <(known "$work/$1" "${files[@]}")
  mapfile -d '' -t there < <(as "${user[$1]}" known "${dir[$1]}" "${files[@]}")
  for k in "${there[@]}"; do is["$k"]=yes; done
  for k in "${!files[@]}"; do
    if [[ ! ${is["${want[k]}"]-} || ! ${is["${want[k + ${#files[@]}]}"]-} ]]; then
      todo+=("${files[k]}") changed["${dir[$1]}${files[k]#./}"]=yes
    fi
  done
  ((${#todo[@]})) || return 0
  staged+=("$1")
  printf '%s\0' "${todo[@]}" >"$work/names.$1"
  tar --create --directory="$work/$1" --numeric-owner --no-unquote "${todo[@]}" |
    as "${user[$1]}" stage "${dir[$1]}" "$1" "${todo[@]}" >"$work/old.$1" ||
    refuse "${user[$1]} cannot make all files in ${dir[$1]}, see above: no right to, or no space left on device"
}

# What an earlier run placed, apart from what is to go.
read-record() {
  local path recorded=()
  local -A keep=()
  [[ ! -e $data/secrets-todo ]] || mapfile -d '' -t todo <"$data/secrets-todo"
  [[ ! -e $data/secrets ]] || mapfile -d '' -t recorded <"$data/secrets"
  for path in "${paths[@]}" "${end[@]:2}"; do keep["$path"]=yes; done
  for path in "${recorded[@]}"; do
    if [[ ${end[1]} == prune && ! ${keep["$path"]-} ]]; then
      owner-of "${path%/*}/"
      gone+=("$path") holder["$path"]=$owner
    else
      kept+=("$path")
    fi
  done
}

swap-all() {
  local g files=() done=()
  trap '' HUP INT PIPE TERM
  for g in "${staged[@]}"; do
    mapfile -d '' -t files <"$work/names.$g"
    done+=("$g")
    as "${user[g]}" swap "${dir[g]}" "$g" "${files[@]}" || restore-all "${done[@]}"
  done
  swapped=yes
  trap - HUP INT PIPE TERM
}
restore-all() {
  local g files=()
  for g; do
    mapfile -d '' -t files <"$work/names.$g"
    as "${user[g]}" restore "${dir[g]}" "$g" "${files[@]}" <"$work/old.$g" || true
  done
  refuse 'a file could not be replaced, see above'
}

act() { # ACTION
  local what=${1%%=*} of=${1#*=}
  case $what in
    on-change) bash -euo pipefail -c "${text["$of"]}" </dev/null 9>&- ;;
    *) ! systemctl is-active --quiet "$of" || systemctl "$what" "$of" ;;
  esac
}
# Each action once; one that fails stays recorded, and is tried again by the next run.
follow-up() {
  local action of failed=() rest=()
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
prune() {
  local path
  for path in "${gone[@]}"; do
    if as "${holder["$path"]}" test -f "$path"; then
      as "${holder["$path"]}" rm "$path"
      echo "$path is removed."
    fi
  done
}

place() {
  local g left
  receive
  lock
  read-record
  for g in "${!dir[@]}"; do
    owner-of "${dir[g]}"
    user[g]=$owner
    for left in "${dir[g]}".lollypops-new.*; do as "$owner" rm -rf "$left"; done # of a crash
  done
  for g in "${!dir[@]}"; do prepare "$g"; done
  for g in "${!needs[@]}"; do
    [[ ! ${changed["${needs[g]}"]-} ]] || todo+=("${actions[g]}")
  done
  save secrets-todo "${todo[@]}"
  mapfile -d '' -t todo <"$data/secrets-todo"
  swap-all
  save secrets "${kept[@]}" "${gone[@]}" "${paths[@]}"
  echo "${#changed[@]} put in place, $((${#paths[@]} - ${#changed[@]})) already right." || true # whoever listens
  if ((${#gone[@]})); then
    prune
    save secrets "${kept[@]}" "${paths[@]}"
  fi
  follow-up
}

place
