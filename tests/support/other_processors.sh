#!/usr/bin/env bash
# Runs the tests of portable arithmetic on emulated processors: one without AVX, one with AVX2, and with the
# system's library held to what the oldest of them can. Wants qemu-user and a built build/release.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
command -v qemu-x86_64 >/dev/null || { echo "other processors: install qemu-user" >&2; exit 77; }
status=0
for processor in Nehalem Haswell; do
  for test in test_base test_device test_workspace; do
    printf '%s on %s: ' "$test" "$processor"
    qemu-x86_64 -cpu "$processor" build/release/$test --gtest_filter='Portable*.*Bits*' 2>&1 | tail -n 1 || status=1
  done
done
printf 'without AVX2 and FMA in the system'"'"'s library: '
for test in test_device test_workspace; do
  GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F build/release/$test --gtest_filter='Portable*.*Bits*' |
    tail -n 1 || status=1
done
exit $status
