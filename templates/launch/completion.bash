_launch() {
  local words before=${COMP_WORDS[COMP_CWORD - 1]} word=${COMP_WORDS[COMP_CWORD]}
  case $before in
@CASES@
    *) words=$(launch --complete 2>/dev/null) ;;
  esac
  [[ $word != @ && $before != @ ]] || words=${words//@/} # a word of its own to bash
  [[ $word != -* ]] || words='@OPTIONS@'
  word=${word#@}
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${word##*,}")
}
complete -o default -F _launch launch
