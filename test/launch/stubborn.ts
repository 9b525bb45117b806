// Scripts that say `ready`, and then wait to be ended.

export const STUBBORN = `trap '' INT; echo "==> rebuild"; echo ready; while :; do sleep 600; done`
export const DEAF = `trap '' INT TERM; echo "==> rebuild"; echo ready; while :; do sleep 600; done`
export const POLITE = `trap 'echo cleaned; exit 130' INT; echo "==> check"; echo ready; sleep 600 & wait`
export const PARENT = `sleep 601 & (trap '' INT TERM; sleep 602 & sleep 603) & echo ready; sleep 604`
export const BACK = `echo ready; (trap '' INT; exec sleep 605) >/dev/null 2>&1 & exit 0`
/** In process groups of their own, with and without a parent. */
export const APART = `timeout 77 sleep 606 & setsid sleep 607 & (timeout 76 sleep 608 &); set -m; sleep 609 & echo ready; wait`
