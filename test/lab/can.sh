# shellcheck shell=bash
# What a lab needs of this machine.

can() {
  local tool
  [ "$(id -u)" = 0 ] || die 'needs root, for namespaces and a bridge'
  [ -e /etc/debian_version ] || die 'needs Debian, whose packages its hosts are made of'
  for tool in mmdebstrap ip python3 ssh-keygen setpriv flock mount; do
    command -v $tool >/dev/null || die "needs $tool: run test/setup.sh"
  done
  [ -n "$CGROUP" ] && [ -w "$CGROUP/cgroup.procs" ] || die 'needs a writable cgroup2 file system, for systemd in its hosts'
  unshare --net --uts --ipc --pid --fork --mount --cgroup ip link add lab-probe type bridge 2>/dev/null ||
    die 'needs network, mount and pid namespaces, and bridges, which this machine does not allow'
  grep -qw overlay /proc/filesystems || modprobe -q overlay || die 'needs overlayfs in the kernel'
}

# Everybody may write below /var/tmp: only a folder that root made is used.
own_dir() {
  mkdir -p "$(dirname "$LAB_DIR")"
  mkdir -m 755 "$LAB_DIR" 2>/dev/null || true
  [ ! -L "$LAB_DIR" ] && [ "$(stat -c '%u %a' "$LAB_DIR")" = '0 755' ] ||
    die "$LAB_DIR must be a folder of root with mode 755: remove it, or set LAB_DIR"
}

# One at a time for what the labs of one LAB_DIR share: lock labs, lock base-SUITE
lock() {
  own_dir
  exec 9>"$LAB_DIR/$1.lock"
  flock --nonblock 9 || {
    [ "$1" = labs ] || echo 'lab: waiting for another one to build the rootfs of the hosts' >&2
    flock 9
  }
}
unlock() { exec 9>&-; }
