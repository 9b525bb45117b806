#!/bin/sh
# What a stand-in host of fleet.mjs does with a command of a deploy script: sshd forces this upon every login.
# Its address says which host it is: SSH_CONNECTION is "CLIENT PORT ADDRESS PORT". Argument: where it notes what was done.
notes=$1
address=${SSH_CONNECTION% *}
address=${address##* }
host=${address##*.}
server=${address%.*}
host=h${server##*.}$host

case $SSH_ORIGINAL_COMMAND in
  'uname -n') echo "$host" ;;
  'id -u') echo 0 ;;
  'df '*) echo 9999 ;;
  'nix '*' build '*) sleep 1 ;;
  *'/guard start '*) sleep 1 && echo "$host" >>"$notes/activated" ;;
  *'/guard confirm '*)
    [ ! -e "$notes/rolls-back/$host" ] || exit 10
    echo "$host" >>"$notes/deployed"
    ;;
  *) cat >/dev/null ;; # takes what it is sent
esac
