# shellcheck shell=bash
# What hosts are called, and the ssh configuration that leads to them.

# the number of a host, by h1 or by its name
num() {
  local name
  for name in "$RUN"/h[0-9]*/name; do
    [ -e "$name" ] && [[ $1 = "$(cat "$name")" || $name = */"$1"/name ]] || continue
    name=${name%/name}
    echo "${name##*/h}"
    return
  done
  die "no such host: ${1:-(none given)}"
}

name() {
  local n=$1 name=$2
  [[ $name =~ ^[a-z0-9][a-z0-9-]{0,62}$ ]] || die "not a host name: '$name'"
  echo "$name" >"$RUN/h$n/name"
  inside "$n" sh -c "hostname $name; echo $name >/etc/hostname; sed -i '1s/localhost.*/localhost $name/' /etc/hosts"
  write_ssh_config
}

write_ssh_config() {
  local dir n key
  for dir in "$RUN"/h[0-9]*/; do
    n=${dir%/} n=${n##*/h}
    key=$(cut -d' ' -f1,2 "$dir/upper/etc/ssh/ssh_host_ed25519_key.pub")
    echo "h$n,$(cat "$dir/name"),$NET.$((10 + n)) $key" >&3
    printf 'Host h%s %s\n  HostName %s\n' "$n" "$(cat "$dir/name")" "$NET.$((10 + n))"
  done 3>"$RUN/known_hosts.new" >"$RUN/ssh_config.new"
  cat >>"$RUN/ssh_config.new" <<CONFIG
Host *
  User root
  IdentityFile $RUN/key
  IdentitiesOnly yes
  UserKnownHostsFile $RUN/known_hosts
  StrictHostKeyChecking yes
  ConnectTimeout 5
  LogLevel ERROR
CONFIG
  mv "$RUN/known_hosts.new" "$RUN/known_hosts"
  mv "$RUN/ssh_config.new" "$RUN/ssh_config"
}
