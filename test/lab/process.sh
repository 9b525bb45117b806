# shellcheck shell=bash
# Processes are remembered by pid and start time, so that nobody else's is ever signalled.

# start time of a living process
born() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -r -a stat <<<"${stat##*) }"
  [ "${stat[0]}" != Z ] && echo "${stat[19]}"
}

note() { echo "$2 $(born "$2")" >"$1"; }

noted() {
  local pid time
  read -r pid time 2>/dev/null <"$1" && [ -n "$time" ] && [ "$(born "$pid")" = "$time" ] && echo "$pid"
}

pid_of() { noted "$RUN/h$1/$2.pid"; }

not() { ! "$@"; }

# wait_for SECONDS COMMAND..
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt "$end" ] || return 1
    sleep 0.02
  done
}
