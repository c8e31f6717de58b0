#!/usr/bin/env bash
# clang-tidy over the given source files, or over everything the host compiler builds (half an hour on two
# cores). Needs a configured build/release.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
[ -f build/release/compile_commands.json ] || { echo "configure first: ./run.sh --build-only --tests" >&2; exit 2; }
[ $# -gt 0 ] || mapfile -t files < <(git ls-files 'core/*.cpp' 'app/*.cpp' 'tests/*.cpp' ':!tests/gpu')
printf '%s\n' "${@:-${files[@]}}" | xargs -P "$(nproc)" -n 4 clang-tidy -p build/release --quiet
