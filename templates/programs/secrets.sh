# Puts secrets in place on this host, all or none. Root runs it as `bash -s yes|no WHO [FOLDER]` (yes: wait for another
# deploy), or as `bash -s compare` to see what would change. Behind it come a line with a KEY, and for each secret its
# content, a newline and a line. Such a line is KEY and one of these, which are bash:
#   secret PATH OWNER GROUP MODE [may-be-empty] [restart=UNIT] [reload=UNIT] [on-change=TEXT]
#   prune PATH...   what an earlier run placed, and neither this stream nor a PATH names, is removed
#   # end           nothing happens before this last line has arrived
# Root writes where only root can write; below a folder of a user, that user does. Until a later run,
# `bash FOLDER/part restore` puts the old ones back, and `bash FOLDER/part follow-up` runs what follows from that.
set -euo pipefail
shopt -s nullglob
umask 077
ulimit -c 0
how=$1 who=${2-} undo=${3-} work=/run/lollypops/new.$$ swapped='' mixed='' prune='' changed=0
lock=/run/lollypops/secrets.lock record=/var/lib/lollypops/secrets paths=() after=() recorded=() left=()
declare -A user=() stays=() due=()

refuse() {
  echo "deploy-secrets: $1" >&2
  exit 1
}
leave() {
  trap '' HUP INT PIPE TERM
  [[ $swapped ]] || each clean || true
  [[ $swapped && $work == "$undo" ]] || rm -rf "$work"
  [[ $swapped || $mixed || $how == compare ]] || refuse 'all secrets on this host are as they were'
}

# Into memory, because bash reads a pipe byte by byte.
receive() {
  local dead key lines path list is
  for dead in /run/lollypops/new.*; do [[ -d /proc/${dead##*.} ]] || rm -rf "$dead"; done
  trap leave EXIT
  mkdir -p "$work/of"
  cd "$work/of"
  [[ $(stat --file-system --format=%T .) == tmpfs ]] || refuse '/run is not in memory on this host'
  read -r key
  lines=$(LC_ALL=C sed --quiet -e 'w ../stream' -e "s/^$key //p; T" -e '/^# end$/q')
  [[ $lines == *'# end' ]] || refuse 'not everything has arrived'
  eval "$lines"
  [[ ! ${paths[*]} ]] || printf '.%s\0' "${paths[@]}" | LC_ALL=C gawk '
    NR == FNR { path[NR] = $0 }
    NR > FNR && FNR in path { printf "%s", $0 >path[FNR]; if (close(path[FNR])) exit 1 }
  ' RS='\0' - RS="\n$key [^\n]*\n" ../stream
  for path in "${paths[@]}"; do
    [[ -s .$path || ${stays["$path"]} == may-be-empty ]] ||
      refuse "$path would be empty: its command printed nothing (allowEmpty permits that)"
  done
  for list in ../mode.*; do # one for all of the same owner, group and mode
    is=${list#*/mode.}
    xargs --null --arg-file="$list" chown "${is#*.}" || [[ $how == compare ]] ||
      refuse "$(tr '\0' ' ' <"$list")cannot belong to ${is#*.}, see above: rebuild makes users and groups"
    xargs --null --arg-file="$list" chmod "${is%%.*}"
  done
}
secret() {
  local word
  sort-in "$1"
  [[ -d .${1%/*} ]] || mkdir -p ".${1%/*}"
  printf '%s\0' ".$1" >>"../mode.$4.$2:$3"
  paths+=("$1") stays["$1"]=${5:-yes}
  for word in "${@:5}"; do after+=("$1" "${word/=/ }"); done
}
prune() {
  local path
  prune=yes
  for path; do stays["$path"]=yes; done
}

sort-in() { # PATH: to the files of who works in its folder
  user-of "${1%/*}"
  printf '%s\0' ".$1" >>"../all.${user["${1%/*}/"]}"
}
user-of() { # FOLDER: that of its first part that is not root's. Above that, only root can change anything.
  local part=$1 parts=() is who=root
  [[ ! ${user["$1/"]-} ]] || return 0
  until [[ ! $part ]]; do parts=("$part" "${parts[@]}") part=${part%/*}; done
  while IFS='' read -r -d '' part; do
    is=${part%% /*} part=${part#"$is "}
    case $who-$is in
      'root-root d'????-??-?) ;;
      'root-root d'*) refuse "a group or everybody can change $part: chmod go-w $part, or use another path" ;;
      'root-root l'*) refuse "$part is a link to $(readlink -f "$part"): name that as the path" ;;
      'root-root '*) refuse "$part is not a folder" ;;
      root-*) who=${is% *} ;;
    esac
  done < <(find / "${parts[@]}" -maxdepth 0 -printf '%u %M %p\0' 2>/dev/null)
  user["$1/"]=$who
}

as() { # USER FUNCTION ./PATH...: in /
  local run=()
  [[ $1 == root ]] || run=(timeout --kill-after=2 60 runuser -u "$1" --)
  "${run[@]}" bash -euc "cd /; $(declare -f stage swap clean "$2")"$'\n"$@"' - "${@:2}" 9>&-
}
each() { # FUNCTION: by each user, with what changes there
  local list files=() code=0
  for list in ../new.*; do
    mapfile -d '' -t files <"$list"
    as "${list#*/new.}" "$1" "${files[@]}" <"${list/new./old.}" || code=1
  done
  return "$code"
}
known() { # owner, mode and hash of the plain files there
  find "$@" -maxdepth 0 -type f -printf '%U:%G %m %p\0' -exec sha256sum --zero {} + 2>/dev/null || true
}
stage() { # files, from a tar, in folders beside the present ones; prints a tar of those
  local path old=()
  local -A beside=()
  for path; do
    [[ ! -d $path || -L $path ]] || { echo "deploy-secrets: ${path#.} is a folder" >&2 && exit 1; }
    [[ ! -e $path && ! -L $path ]] || old+=("$path")
    beside["${path%/*}/.lollypops-new"]=yes
  done
  (umask 022 && mkdir -p "${@%/*}")
  rm -rf "${!beside[@]}"
  mkdir --mode=700 "${!beside[@]}" # whatever default ACL there is
  tar --extract --acls --preserve-permissions --same-owner --numeric-owner --transform='s,[^/]*$,.lollypops-new/&,S'
  find "${!beside[@]}" -type f -exec sync {} +
  tar --create --acls --numeric-owner --no-unquote --files-from=/dev/null "${old[@]}"
}
swap() { # what is not beside is to go
  local path new folders=("${@%/*}")
  for path; do
    new=${path%/*}/.lollypops-new/${path##*/}
    [[ -e $new || -L $new ]] || rm --force --verbose "${path#.}" || exit 1
  done
  find "${folders[@]/%//.lollypops-new}" -mindepth 1 -execdir mv --force --target-directory=.. {} + || return
  clean "$@"
}
clean() {
  local folders=("${@%/*}")
  rm -rf "${folders[@]/%//.lollypops-new}"
}
restore() { # old ones, from a tar
  local path new
  stage "$@" >/dev/null
  swap "$@" && return
  for path; do # what could not be replaced may be the old one still
    new=${path%/*}/.lollypops-new/${path##*/}
    [[ ! -e $new && ! -L $new ]] || cmp "$new" "$path"
  done
  clean "$@"
}

prepare() { # USER: what is not right yet is staged
  local -x LC_ALL=C
  local all=() new=() here=() path
  mapfile -d '' -t all <"../all.$1"
  [[ $how == compare ]] || as "$1" clean "${all[@]}" # what a crash left
  mapfile -d '' -t new < <(
    { known "${all[@]}" && as "$1" known "${all[@]}"; } | sort -z | uniq -zu | sed -z 's,^[^.]*,,' | sort -zu
  )
  for path in "${new[@]}"; do
    [[ -e $path ]] || continue # it is to go
    here+=("$path") due["${path#.}"]=yes changed=$((changed + 1))
    [[ $how != compare ]] || echo "secret would $([[ -e /$path ]] && echo change || echo be new): ${path#.}"
  done
  [[ $how != compare && ${new[*]} ]] || return 0
  printf '%s\0' "${new[@]}" >"../new.$1"
  tar --create --numeric-owner --no-unquote --files-from=/dev/null "${here[@]}" |
    as "$1" stage "${new[@]}" >"../old.$1" ||
    refuse "$1 cannot make all files, see above: no right to, or no space left on device"
}
save() { # PATH...: the record of what is placed, and of what is due to follow; old or new after a crash
  local marks=("${!due[@]}")
  { (($# + ${#marks[@]} == 0)) || printf '%s\0' "$@" "${marks[@]/#/due }"; } | sort -zu >"$record.new"
  sync "$record.new"
  mv --force "$record.new" "$record"
}
follow-up() { # what changed secrets ask for, each once; if any of it fails, all is due in the next run
  local kind k path of failed=()
  local -A did=()
  for kind in on-change restart reload; do
    for ((k = 0; k < ${#after[@]}; k += 2)); do
      path=${after[k]} of=${after[k + 1]#* }
      [[ ${after[k + 1]} == "$kind "* && ${due["$path"]-} && ! ${did["$kind $of"]-} ]] || continue
      did["$kind $of"]=yes did["${kind/restart/reload} $of"]=yes
      case $kind in
        on-change) (cd ~ && exec bash -euo pipefail -c "$of") ;;
        *) ! systemctl is-active --quiet "$of" || systemctl "$kind" "$of" ;;
      esac </dev/null 9>&- || failed+=("$kind ${of%%$'\n'*} for $path")
    done
  done
  [[ ! ${failed[*]} ]] ||
    refuse "the secrets are in place, but this failed, and is tried again next time: ${failed[*]}"
  for path in "${paths[@]}"; do unset 'due[$path]'; done
  save "${left[@]}"
}

lock() { # SECONDS
  exec 9<>"$lock"
  flock --timeout "$1" 9 || refuse "another deploy is running on this host: $(<"$lock")"
}
place() {
  local path list
  receive
  left=("${paths[@]}")
  if [[ $how != compare ]]; then
    until [[ $(systemctl show --property=ActiveState --value lollypops-activate) == @(inactive|failed|) ]]; do
      [[ $how == yes ]] || refuse 'another deploy is running on this host: systemctl status lollypops-activate'
      sleep 1
    done
    lock "$([[ $how == yes ]] && echo 86400 || echo 0)"
    printf '%s since %(%F %T)T, process %s\n' "$who" -1 $$ >"$lock"
    mkdir -p "${record%/*}"
    [[ ! -e $record ]] || mapfile -d '' -t recorded <"$record"
  fi
  for path in "${recorded[@]}"; do
    if [[ $path == 'due '* ]]; then
      due["${path#due }"]=yes
    elif [[ $prune && ! ${stays["$path"]-} ]]; then
      sort-in "$path"
    else
      left+=("$path")
    fi
  done
  trap 'exit 1' HUP INT PIPE TERM # not before what has begun has ended
  for list in ../all.*; do prepare "${list#*/all.}"; done
  [[ $how != compare ]] || exit 0
  trap '' HUP INT PIPE TERM
  rm -rf /run/lollypops/*/secrets # no earlier run undoes this one
  if [[ $undo && $(echo ../new.*) ]]; then
    mkdir -p "${undo%/*}"
    mv "$work" "$undo"
    work=$undo
    {
      echo 'set -euo pipefail; shopt -s nullglob; umask 077'
      declare -f
      declare -p work lock record paths after recorded due
      echo $'undo "$1"'
    } >../part
  fi
  save "${recorded[@]}" "${left[@]}"
  if ! each swap; then
    mixed=yes
    each restore || refuse 'a file could not be replaced, and perhaps not all others were put back, see above'
    mixed='' due=()
    save "${recorded[@]}"
    refuse 'a file could not be replaced, see above'
  fi
  swapped=yes
  trap - HUP INT PIPE TERM
  echo "$changed put in place, $((${#paths[@]} - changed)) already right."
  follow-up
  [[ $- != *s* ]] || exit 0 # without reading on: a daemon of a command may hold standard input
}
undo() { # restore | follow-up
  local -A user=()
  local list path files=()
  [[ $1 == @(restore|follow-up) ]] || return 0
  lock 60
  cd "$work/of" 2>/dev/null || return 0 # a later run has removed it
  left=("${recorded[@]}")
  if [[ $1 == restore ]]; then
    for list in ../new.*; do
      mapfile -d '' -t files <"$list"
      for path in "${files[@]#.}"; do
        user-of "${path%/*}"
        [[ ${user["${path%/*}/"]} == "${list#*/new.}" ]] || refuse "$path is in a folder of another user by now"
      done
    done
    trap '' HUP INT PIPE TERM
    save "${left[@]}"
    each restore || refuse 'not all secrets could be put back, see above'
  else
    rm -rf "$work"
    follow-up
  fi
}

place
