# shellcheck shell=bash
# The inside of a host: a supervisor in its network and mount namespace, which outlives reboots,
# and systemd as PID 1 of one pid namespace per boot.

_supervise() {
  local n=$1 dir=$RUN/h$1 status
  ip link set lo up
  wait_for 20 ip link set eth0 up || exit 1
  ip addr add "$NET.$((10 + n))/24" dev eth0
  ip route add default via "$NET.1"
  while :; do # reboot(2) kills PID 1 with SIGHUP, poweroff with SIGINT; unshare passes that on
    remove_cgroup "$n"
    mkdir "$CGROUP/$BR-h$n" # a fresh one: systemd leaves its controllers switched on
    hostname "$(cat "$dir/name")"
    status=0
    unshare --pid --fork --kill-child --mount -- "$SELF" _init "$n" || status=$?
    rm -f "$dir/init.pid"
    [ $status = 129 ] || [ -e "$dir/again" ] || break
    rm -f "$dir/again"
  done
}

_init() { # PID 1 of the new namespace; /proc is still the outer one and tells the outer pid
  local pid
  read -r pid _ </proc/self/stat
  note "$RUN/h$1/init.pid" "$pid"
  echo 0 >"$CGROUP/$BR-h$1/cgroup.procs"
  exec setpriv --bounding-set -sys_time,-sys_module,-sys_rawio,-syslog,-mac_admin,-mac_override -- \
    unshare --cgroup -- "$SELF" _boot "$1"
}

_boot() {
  local dir=$RUN/h$1 root=$RUN/h$1/root file
  mount -t overlay overlay -o "lowerdir=$(cat "$dir/base"),upperdir=$dir/upper,workdir=$dir/work" "$root"
  mount -t proc proc "$root/proc"
  for file in sys sysrq-trigger; do # the machine's own settings are not the host's to change
    [ -e "$root/proc/$file" ] || continue
    mount --bind "$root/proc/$file" "$root/proc/$file"
    mount -o remount,ro,bind "$root/proc/$file"
  done
  mount -t proc proc "$root/mnt" # only net.* is
  mount --bind "$root/mnt/sys/net" "$root/proc/sys/net"
  umount -l "$root/mnt"
  cat "$root/proc/sys/kernel/random/uuid" >"$dir/boot_id"
  mount --bind "$dir/boot_id" "$root/proc/sys/kernel/random/boot_id"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t cgroup2 -o rw,nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"
  mount -t tmpfs -o mode=755,nosuid tmpfs "$root/run"
  mount_dev "$root/dev"
  cd "$root" || exit
  pivot_root . mnt
  umount -l /mnt
  file=/sbin/stage-2 # of a host that boots as NixOS does
  [ -x $file ] || file=/lib/systemd/systemd
  exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb $file </dev/null >/dev/null 2>&1
}

mount_dev() {
  local node
  mount -t tmpfs -o mode=755,nosuid tmpfs "$1"
  mkdir "$1/pts" "$1/shm"
  for node in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "$1/${node%:*}" c 1 "${node#*:}"; done
  mknod -m 666 "$1/tty" c 5 0
  ln -s pts/ptmx "$1/ptmx"
  ln -s /proc/self/fd "$1/fd"
  for node in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${node%:*}" "$1/${node#*:}"; done
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$1/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$1/shm"
}

remove_cgroup() {
  [ ! -d "$CGROUP/$BR-h$1" ] ||
    wait_for 3 find "$CGROUP/$BR-h$1" -depth -type d -exec rmdir {} + || true
}
