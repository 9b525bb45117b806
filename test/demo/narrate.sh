# shellcheck shell=bash
# How the demo talks.

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi

title() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

say() { echo "$*" | fold --spaces --width=90; }

# Says something only when it fails.
quiet() {
  local said
  said=$("$@" 2>&1) || {
    echo "$said"
    return 1
  }
}

# A command as one would type it, and what it does.
show() {
  printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
  eval "$1"
}
