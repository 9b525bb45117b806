# shellcheck shell=bash
# Fails unless bash can read a script and shellcheck finds nothing in it. What they find is said one to a line, each
# with the line of the script it is about below it: Nix shows the last ten.
# Usage: bash check-script.sh FILE
script=$1

object() {
  local finding line text
  while IFS= read -r finding; do
    echo "$finding"
    [[ $finding =~ ^[^:]*:(' line ')?([0-9]+): ]] || continue
    line=${BASH_REMATCH[2]}
    text=$(sed -n "${line}p" "$script" | tr '[:cntrl:]' ' ')
    text=${text#"${text%%[! ]*}"}
    text=${text% }
    [[ ! $text ]] || echo "  | ${text:0:160}"
  done
  echo "lollypops: $1 these lines of $script: $2"
  exit 1
} >&2

findings=$(bash -n "$script" 2>&1) ||
  object 'bash cannot read' 'mend the cmd in lollypops.secrets or lollypops.extraTasks.' <<<"$findings"
findings=$(shellcheck --format=gcc "$script") ||
  object 'shellcheck objects to' 'mend your cmd, or put "# shellcheck disable=SC…" above it in lollypops.secrets or extraTasks.' <<<"$findings"
