# shellcheck shell=bash
# Checks what a script is made of: people's own commands, each in a file below fragments/ whose first line names its
# option; the script with `true` in place of each; and the programs for the host.
# Usage: bash check-script.sh error|warning|style|off SCRIPT SKELETON PROGRAMS
least=$1 script=$2 skeleton=$3 programs=$4
shopt -s nullglob

rank() {
  case $1 in
    error) echo 3 ;;
    warning) echo 2 ;;
    *) echo 1 ;; # what shellcheck calls a note is info or style
  esac
}

# Findings of shellcheck, one to a line, with the line they are about below: `lollypops.secrets.files.wifi.cmd:2: ...`
show() {
  local file line level finding option text
  while IFS=: read -r file line _ level finding; do
    read -r option <"$file"
    text=$(sed -n "${line}p" "$file" | tr '[:cntrl:]' ' ')
    text=${text#"${text%%[! ]*}"}
    text=${text% }
    echo "${option#\# }:$((line - 1)):$level:$finding"
    [[ ! $text ]] || echo "  | ${text:0:160}"
  done
}

fragments=(fragments/*.sh)

word="('[^']*'|\"[^\"\$\`]*\"|[^[:space:]'\"\$\`|&;<>()]+)+"
for file in "${fragments[@]}"; do
  { read -r option && text=$(cat); } <"$file"
  [[ $option == *secrets.files.*.cmd && $text =~ ^[[:space:]]*(echo|printf)([ $'\t']+$word)+[[:space:]]*$ ]] || continue
  echo "${option#\# }: warning: this is the secret itself, which everybody on this machine can read in the Nix store:" \
    'let cmd run a program that prints it, such as pass'
done >&2

if [[ $least != off && ${#fragments[@]} -gt 0 ]]; then
  findings=$(shellcheck --norc --shell=bash --format=gcc "${fragments[@]}") || [[ $? = 1 ]] || exit
  severe='' lesser=''
  while IFS= read -r finding; do
    IFS=: read -r _ _ _ level _ <<<"$finding"
    if (($(rank "${level# }") >= $(rank "$least"))); then severe+=$finding$'\n'; else lesser+=$finding$'\n'; fi
  done < <([[ ! $findings ]] || echo "$findings")
  [[ ! $lesser ]] || show <<<"${lesser%$'\n'}" >&2
  if [[ $severe ]]; then
    show <<<"${severe%$'\n'}"
    echo "lollypops: fix what shellcheck finds there, or put \"# shellcheck disable=SC…\" above the line; lollypops.shellcheck says what fails."
    exit 1
  fi >&2
fi

ours=("$skeleton" "$programs"/*.sh)
if ! { bash -n "$script" && shellcheck --norc --shell=bash --format=gcc "${ours[@]}"; }; then
  echo "lollypops: that is in our own text of $script: please report it."
  exit 1
fi >&2
