# shellcheck shell=bash
# An sshd on loopback, run by the current user: that of the machine, or one unpacked for the demo. With SHLVL, bash does
# not take what sshd starts for a session that wants the .bashrc of that user.

start_sshd() {
  local dir=$1 port=$2
  ssh-keygen -q -t ed25519 -N '' -C demo -f "$dir/host_key"
  cat >"$dir/sshd_config" <<CONFIG
ListenAddress 127.0.0.1:$port
HostKey $dir/host_key
PidFile none
AuthorizedKeysFile $work/key.pub
AuthenticationMethods publickey
UsePAM no
StrictModes no
UseDNS no
MaxStartups 100
ForceCommand $dir/enter
SetEnv SHLVL=1
LogLevel ERROR
CONFIG
  [ "$(id -u)" != 0 ] || [ -d /run/sshd ] || mkdir -m 755 /run/sshd
  setpriv --pdeathsig TERM "$sshd" -D -e -f "$dir/sshd_config" </dev/null >"$dir/sshd.log" 2>&1 &
  disown
  sshds+=($!)
  for _ in {1..100}; do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
    sleep 0.05
  done
  die "sshd of $(basename "$dir") does not come up: $(cat "$dir/sshd.log")"
}

find_sshd() {
  sshd=$(PATH=$PATH:/run/current-system/sw/bin command -v sshd) && return
  say 'There is no sshd: unpacking that of Debian below the folder of the demo.'
  quiet fetch_sshd || die 'there is no sshd, and none can be downloaded: install openssh-server'
  sshd=$work/deb/usr/sbin/sshd
  LD_LIBRARY_PATH=$(find "$work/deb" -name '*.so*' -printf '%h\n' | sort --unique | paste -sd :)
  export LD_LIBRARY_PATH
  missing=$(ldd "$sshd" | awk '/not found/ { print $1 }' | sort --unique | paste -sd ' ')
  [ -z "$missing" ] || die "the sshd of Debian needs libraries that are missing here ($missing): install openssh-server"
}

# Needs no root: everything of apt's that is written to is below the demo's folder.
fetch_sshd() (
  mkdir -p "$work"/deb/{lists,cache}/partial
  cd "$work/deb" || exit
  apt=(apt-get -qq -o Dir::State::lists="$work/deb/lists" -o Dir::Cache="$work/deb/cache" -o Debug::NoLocking=1)
  "${apt[@]}" update && "${apt[@]}" download openssh-server libwrap0 || exit
  for library in libnsl2 libtirpc3t64 libtirpc3; do # of libwrap0, by the names that releases of Debian have for them
    "${apt[@]}" download "$library" 2>/dev/null || true
  done
  for package in *.deb; do dpkg -x "$package" .; done
)
