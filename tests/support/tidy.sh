#!/usr/bin/env bash
# clang-tidy over the given source files, or over everything the host compiler builds (half an hour on two
# cores; cuda/ too where the build has it). Needs a configured build/release.
#
#   tests/support/tidy.sh                                             everything
#   tests/support/tidy.sh $(git diff --name-only main -- '*.cpp')     what a branch changed
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
database=build/release/compile_commands.json
[ -f "$database" ] || { echo "configure first: ./run.sh --build-only --tests" >&2; exit 2; }
files=("$@")
if [ $# = 0 ]; then
  # Files under build/ are generated.
  mapfile -t files < <(sed -n "s|.*\"file\": \"$PWD/\(.*\.cpp\)\".*|\1|p" "$database" | grep -v '^build/' | sort -u)
fi
tool=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "clang-tidy not found" >&2; exit 2; }
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 1 "$tool" -p build/release --quiet
