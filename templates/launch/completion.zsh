#compdef launch
_launch() {
  case ${words[CURRENT - 1]} in
@CASES@
  esac
  if [[ $PREFIX == -* ]]; then
    compadd -- @OPTIONS@
  else
    compset -P '*[,:]'
    compadd -- ${(f)"$(launch --complete 2>/dev/null)"}
  fi
}
_launch "$@"
