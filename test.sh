#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. See ./test.sh --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

usage() {
  cat <<'TEXT'
Usage: ./test.sh [options] [arguments of ctest]

Installs what is missing, builds build/release and runs every test. What this machine cannot test
(no GPU, no display server) is skipped and said.

  --sanitizers   also build and run the core tests under the address, undefined and thread sanitizers
  --cpu          build without CUDA even when nvcc is there
  --no-install   never install anything
  --help         this text

Everything else goes to ctest: ./test.sh -R Csv
TEXT
}

sanitizers=0 build_options=() ctest_arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --sanitizers) sanitizers=1 ;;
    --cpu | --no-install) build_options+=("$1") ;;
    *) ctest_arguments+=("$1") ;;
  esac
  shift
done

./run.sh --build-only --tests "${build_options[@]}"
ctest --test-dir build/release --output-on-failure -j "$(nproc)" "${ctest_arguments[@]}"

[ $sanitizers = 1 ] || exit 0
# Every room of core under one sanitizer.
sanitized() {
  local preset=$1 rooms="base data lessons model memory plan device train measure pipeline predict io run workspace"
  printf 'headroom: core tests under %s\n' "$preset"
  cmake --preset "$preset" >/dev/null
  # shellcheck disable=SC2046,SC2086
  cmake --build --preset "$preset" --target $(printf 'test_%s ' $rooms) >build/"$preset"/build.log 2>&1 ||
    { tail -n 60 build/"$preset"/build.log >&2; exit 1; }
  ctest --preset "$preset" -R "^(${rooms// /|})\\." -j "$(nproc)" "${ctest_arguments[@]}"
}
sanitized asan
sanitized tsan
