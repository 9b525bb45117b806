#!/usr/bin/env bash
# Every check of the project, with all set-up: npm test. Arguments go to vitest: npm test -- test/support
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export PATH=$PATH:$PWD/node_modules/.bin LOLLYPOPS_SKIPPED=$temp/skipped
summary=() failed=0

step() {
  local name=$1 start=$SECONDS result=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" || result=FAILED failed=1
  summary+=("$(printf '  %-6s  %-28s %3d s' $result "$name" $((SECONDS - start)))")
}

tests() {
  local reporters=(--reporter=./test/support/progress.ts --reporter=json --outputFile.json="$temp/tests.json")
  vitest run "${reporters[@]}" "$@"
}

last=$(cat test/.cache/took 2>/dev/null) || last='half an hour on 2 cores'
echo "npm test installs Debian packages (as root) and node modules where they are missing, then checks the source (half"
echo "a minute), then runs all tests (the last time: $last). Half a minute is all that 'npm run check' takes."

step 'set-up' bash test/setup.sh
if [ $# -gt 0 ]; then
  step 'tests' tests "$@"
else
  step 'check' node test/check.mjs
  step 'tests' tests --project launch --project nix --project hosts --project chaos
  echo "$((SECONDS / 60)) minutes" >test/.cache/took
fi

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
[ ! -s "$LOLLYPOPS_SKIPPED" ] || sort "$LOLLYPOPS_SKIPPED" | uniq --count | sed 's/^ */  skipped: /; s/\([0-9]\+\) /\1 x /'
[ ! -s "$temp/tests.json" ] || node test/failed.mjs "$temp/tests.json"
exit $failed
