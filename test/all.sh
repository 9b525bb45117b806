#!/usr/bin/env bash
# Every check of the project, with all set-up: npm test. Arguments go to vitest: npm test -- test/support
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# npm puts its tools first, among them a shellcheck that wants to be downloaded: Debian's is preferred
PATH=$(tr : '\n' <<<"$PATH" | grep -v '/node_modules/\.bin$' | paste -sd :):$PWD/node_modules/.bin
export PATH LOLLYPOPS_SKIPPED=$temp/skipped
summary=() failed=0

step() {
  local name=$1 start=$SECONDS result=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" || result=FAILED failed=1
  summary+=("$(printf '  %-6s  %-28s %3d s' $result "$name" $((SECONDS - start)))")
}

tools() {
  local tool missing=()
  for tool in bash git nix shellcheck shfmt; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  [ ${#missing[@]} = 0 ] && return
  echo "not on PATH, so what needs them fails or is skipped: ${missing[*]} (packages of these names, nix is nix-bin on Debian)" >&2
  return 1
}

shell_scripts() {
  local scripts=(.ci/run test/*.sh test/lab/lab test/lab/*.sh test/lab/nixos-rebuild test/demo/*.sh test/demo/noted test/deploy/stand-ins/* test/lab/first-system/bin/* nix/*.sh)
  shellcheck --severity=warning --exclude=SC2034,SC2154 "${scripts[@]}" && shfmt --indent 2 --case-indent --diff "${scripts[@]}"
}

bundles() {
  node build.mjs "$temp/dist" || return
  diff --brief --recursive dist "$temp/dist" && return
  echo 'dist is stale or missing: npm run build, and commit it' >&2
  return 1
}

step 'set-up' bash test/setup.sh
step 'tools' tools
step 'types' tsc --noEmit
step 'shell scripts' shell_scripts
step 'dist is what src makes' bundles
step 'tests' vitest run --reporter=default --reporter=json --outputFile.json="$temp/tests.json" "$@"

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
[ ! -s "$LOLLYPOPS_SKIPPED" ] || sort "$LOLLYPOPS_SKIPPED" | uniq --count | sed 's/^ */  skipped: /; s/\([0-9]\+\) /\1 x /'
[ ! -s "$temp/tests.json" ] || node test/failed.mjs "$temp/tests.json"
exit $failed
