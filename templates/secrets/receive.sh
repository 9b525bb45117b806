set -euo pipefail
shopt -s dotglob nullglob
umask 077
set +a
unset data
refuse() {
  echo "deploy-secrets: $1" >&2
  exit 1
}

# Secrets in memory only. What happens before the swap is undone, and what a dead deploy left is cleared away.
mkdir -p /run/lollypops
[[ $(stat --file-system --format=%T /run/lollypops) == tmpfs ]] || refuse '/run is not in memory on this host'
new=/run/lollypops/new.$$
for left in /run/lollypops/new.*; do
  [[ -d /proc/${left##*.} ]] || rm -rf "$left"
done
leave() {
  local k
  trap '' HUP INT PIPE TERM
  for k in "${!beside[@]}"; do
    rm -rf "/proc/self/fd/${beside[k]}"/{new,old}
    rmdir "/proc/self/fd/${here[k]}/.lollypops" 2>/dev/null || true
  done
  rm -rf "$new"
  [[ ! $locked ]] || : >/run/lollypops/secrets.lock
  [[ $swapped ]] || refuse 'all secrets on this host are as they were'
}
here=() beside=() locked='' swapped=''
trap leave EXIT

# receive FOLDER FILE LENGTH: so many bytes of base64 follow in this stream.
receive() {
  [[ -d $new/$1 ]] || mkdir -p "$new/$1"
  if (($3 < 4096)); then # spares a process for each; of a longer one, bash would make a file in /tmp
    IFS='' read -r -N "$3" data
    base64 -d <<<"$data" >"$new/$1/$2"
  else
    head -c "$3" | base64 -d >"$new/$1/$2"
  fi
}

# All are here: one deploy at a time.
lock() {
  exec 9<>/run/lollypops/secrets.lock
  flock --nonblock 9 || [[ $1 == yes ]] && flock 9 || refuse "another deploy is at it on this host: $(cat /run/lollypops/secrets.lock)"
  locked=yes
  echo "process $$ of ${SUDO_USER:-$USER} since $(date '+%F %T')" >/run/lollypops/secrets.lock
}

# folder FOLDER PATH: where the files that follow belong. Entered part by part, so that no link leads
# elsewhere; what is missing is made by the owner of the folder it is missing in.
folder() {
  settle
  received=$new/$1 folder=${2%/}
  enter "$folder" make
  [[ ! -e ./.lollypops && ! -L ./.lollypops ]] || clear-left
}
# What a crash left beside: a folder of ours with nothing but new and old in it.
clear-left() {
  if ! (cd -P ./.lollypops && ours && rm -rf ./new ./old) || ! rmdir ./.lollypops; then
    refuse "$folder/.lollypops is not of lollypops: remove it"
  fi
}
# This is the folder beside, and only root can enter it.
ours() { [[ $PWD == "$folder/.lollypops" && $(stat --format='%u %A' .) == '0 drwx--'[-S]--- ]]; }
# Only root can change what is in this folder.
safe() { [[ $(stat --format='%u %A' .) == '0 '?????-??-? ]]; }
enter() {
  local part rest=${1#/} path=''
  cd /
  while [[ $rest ]]; do
    part=${rest%%/*} rest=${rest#"${rest%%/*}"}
    path+=/$part rest=${rest#/}
    [[ -e ./$part || -L ./$part ]] || "$2" "./$part"
    cd -P "./$part" || refuse "$path is not a folder"
    [[ $PWD == "$path" ]] || refuse "$path is a link to $PWD: name that as the path"
  done
}
make() {
  if [[ -O . ]]; then
    mkdir --mode=0755 "$1"
  else
    runuser -u "$(stat --format=%U .)" -- mkdir --mode=0755 "$1" </dev/null 9>&-
  fi
}

# file NAME OWNER GROUP MODE [may-be-empty], in that folder
file() {
  [[ ! -d ./$1 || -L ./$1 ]] || refuse "$folder/$1 is a folder"
  [[ -s $received/$1 || ${5-} ]] || refuse "$folder/$1 would be empty: its command printed nothing (allowEmpty permits that)"
  named+=("$folder/$1")
  account passwd user "$2"
  account group group "$3"
  right["./$1"]="${ids["passwd $2"]}:${ids["group $3"]} $4"
}
account() {
  [[ ! ${ids["$1 $3"]-} ]] || return 0
  ids["$1 $3"]=$(getent "$1" "$3" | cut --delimiter=: --fields=3) || refuse "there is no $2 $3 on this host; rebuild makes it"
}
declare -A ids=() right=() changed=()
named=() unchanged=0

# Of the files of a folder, those that are not right yet are laid beside it.
settle() {
  local file k there=() facts=() is=() sent=() todo=() safe=''
  local -A same=()
  ! safe || safe=yes
  for file in "${!right[@]}"; do
    if [[ ! -f $file || -L $file ]]; then
      continue
    elif [[ $safe ]]; then
      there+=("$file")
    elif [[ $(stat --printf='%u:%g %a' "$file" 2>/dev/null) == "${right["$file"]}" ]] &&
      dd if="$file" iflag=nofollow,nonblock status=none 2>/dev/null | cmp --silent - "$received/$file"; then
      same["$file"]=yes # whoever owns the folder may make a pipe of it meanwhile
    fi
  done
  if ((${#there[@]})); then
    mapfile -d '' -t facts < <(stat --printf='%u:%g %a\0' "${there[@]}")
    mapfile -d '' -t is < <(sha256sum --zero "${there[@]}")
    mapfile -d '' -t sent < <(cd "$received" && sha256sum --zero "${there[@]}")
    for k in "${!there[@]}"; do
      file=${there[k]}
      [[ ${facts[k]} != "${right["$file"]}" || ${is[k]%% *} != "${sent[k]%% *}" ]] || same["$file"]=yes
    done
  fi
  for file in "${!right[@]}"; do
    if [[ ${same["$file"]-} ]]; then
      unchanged=$((unchanged + 1))
    else
      todo+=("$file")
      changed["$folder/${file#./}"]=${#here[@]}
    fi
  done
  ((${#todo[@]} == 0)) || lay-beside "${todo[@]}"
  right=()
}

# With owner and mode, in a folder that only root can enter; next to them, what they will replace.
lay-beside() {
  local file other how one old=() group=()
  local -A seen=()
  exec {one}<.
  here+=("$one")
  if ! mkdir --mode=0700 ./.lollypops || ! cd -P ./.lollypops || ! ours; then
    refuse "somebody interferes in $folder"
  fi
  exec {one}<.
  beside+=("$one")
  mkdir new old
  (cd "$received" && cp --target-directory="/proc/self/fd/$one/new" "$@")
  for file; do
    how=${right["$file"]}
    [[ ! ${seen["$how"]-} ]] || continue
    seen["$how"]=yes group=()
    for other; do [[ ${right["$other"]} != "$how" ]] || group+=("new/$other"); done
    chown "${how% *}" "${group[@]}"
    chmod "${how#* }" "${group[@]}"
  done
  sync new/*
  cd "/proc/self/fd/${here[-1]}"
  for file; do [[ ! -e $file && ! -L $file ]] || old+=("$file"); done
  ((${#old[@]})) || return 0
  if ! ln --target-directory="/proc/self/fd/$one/old" "${old[@]}" 2>/dev/null; then
    safe || refuse "somebody interferes in $folder"
    cp --archive --force --target-directory="/proc/self/fd/$one/old" "${old[@]}"
  fi
}

# All at once: each is one step for whoever reads it, nothing interrupts them, and if one fails, all go back.
swap() {
  local k
  settle
  trap '' HUP INT PIPE TERM
  for k in "${!here[@]}"; do
    cd "/proc/self/fd/${here[k]}"
    mv --force --target-directory=. "/proc/self/fd/${beside[k]}/new"/* || restore
  done
  swapped=yes
  [[ ! -e /var/lib/lollypops/secrets ]] || mapfile -d '' -t recorded </var/lib/lollypops/secrets
  record "${recorded[@]}" "${named[@]}"
  echo "${#changed[@]} put in place, $unchanged already right." || true # whoever listens
}
restore() {
  local path k file
  for path in "${!changed[@]}"; do
    k=${changed["$path"]} file=${path##*/}
    cd "/proc/self/fd/${here[k]}"
    if [[ -e /proc/self/fd/${beside[k]}/new/$file ]]; then
      continue
    elif [[ -e /proc/self/fd/${beside[k]}/old/$file || -L /proc/self/fd/${beside[k]}/old/$file ]]; then
      mv --force --no-target-directory "/proc/self/fd/${beside[k]}/old/$file" "./$file"
    else
      rm -f "./$file"
    fi
  done
  refuse 'a file could not be replaced, see above'
}

# What lollypops put in place is recorded on this host, and nowhere else.
recorded=()
record() {
  mkdir -p /var/lib/lollypops
  { (($# == 0)) || printf '%s\0' "$@"; } | sort --zero-terminated --unique >/var/lib/lollypops/secrets.new
  mv --force /var/lib/lollypops/secrets.new /var/lib/lollypops/secrets
}
