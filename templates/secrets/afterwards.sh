
any-changed() {
  local path
  for path; do
    [[ ! ${changed["$path"]-} ]] || return 0
  done
  return 1
}

# unit restart|reload UNIT, if it is running
troubled=()
unit() {
  ! systemctl is-active --quiet "$2" || systemctl "$1" "$2" || troubled+=("$2")
}
