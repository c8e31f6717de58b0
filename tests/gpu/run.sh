#!/usr/bin/env bash
# Checks the CUDA backend on a machine with a GPU. See tests/gpu/run.sh --help.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1

CARRY=build/gpu-carry
BUILD=build/gpu

usage() {
  cat <<'TEXT'
Usage: tests/gpu/run.sh [RESULTS]     check everything on this machine's GPU
       tests/gpu/run.sh --prepare     build what a bare GPU machine needs, into build/gpu-carry (below 64 MiB)

The GPU machine needs a driver, cuBLASLt (the toolkit's, or the one that PyTorch brings) and, for the comparison,
Python with PyTorch and JAX. It needs no GoogleTest, JSON library or network: carry the repository and build/gpu-carry.

  RESULTS                  folder for the report and the logs; default $OUT, else build/gpu-results
  HEADROOM_GPU_ARCH        architectures for --prepare, default "90" (H100, H200); e.g. "80;90"
  HEADROOM_GPU_SKIP        any of: kernels parity cli sanitizer benchmark peers; all together take about 15 minutes

Without a GPU it says so, runs no device test and exits with 0.
Exit status: 0 when everything that could run passed, 1 when something failed.
TEXT
}

say() { printf 'gpu: %s\n' "$*"; }

prepare() {
  local arch=${HEADROOM_GPU_ARCH:-90}
  say "building for compute capability $arch"
  # The C++ library goes in statically: the GPU machine may have another.
  cmake -S . -B "$BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Release -DHEADROOM_CUDA=ON -DHEADROOM_APP=OFF \
    -DCMAKE_CUDA_ARCHITECTURES="$arch" -DCMAKE_EXE_LINKER_FLAGS="-static-libstdc++ -static-libgcc" >/dev/null || return 1
  cmake --build "$BUILD" --target test_gpu test_device gpu_step_time headroom-cli || return 1
  rm -rf "$CARRY" && mkdir -p "$CARRY"
  local program
  for program in test_gpu test_device gpu_step_time headroom-cli; do
    strip -o "$CARRY/$program" "$BUILD/$program" || return 1
  done
  git rev-parse --short HEAD >"$CARRY/commit" 2>/dev/null || echo unknown >"$CARRY/commit"
  say "ready: $(du -sh "$CARRY" | cut -f1) in $CARRY, libraries it needs there:"
  ldd "$CARRY"/test_gpu | awk '{print "  " $1}'
}

case ${1:-} in
  --help | -h) usage; exit 0 ;;
  --prepare) prepare; exit $? ;;
  -*) usage >&2; exit 2 ;;
esac

RESULTS=${1:-${OUT:-build/gpu-results}}
mkdir -p "$RESULTS"
REPORT=$RESULTS/report.md
failures=0

if [ ! -x "$CARRY/test_gpu" ]; then
  say "$CARRY is missing: run tests/gpu/run.sh --prepare where the project builds, and carry it"
  exit 1
fi
chmod +x "$CARRY"/* 2>/dev/null

# cuBLASLt: the loader's own idea first, then the toolkit, then PyTorch's wheels.
find_cublas() {
  ldd "$CARRY/test_gpu" 2>/dev/null | grep -q 'libcublasLt.*not found' || return 0
  local wheels at
  wheels=$(python3 -c 'import sysconfig; print(sysconfig.get_path("purelib"))' 2>/dev/null) || wheels=/usr/local
  at=$(find /usr/local /opt "$wheels" -name 'libcublasLt.so.13' -print -quit 2>/dev/null)
  if [ -z "$at" ]; then
    say "libcublasLt.so.13 was not found on this machine"
    return 1
  fi
  LD_LIBRARY_PATH=$(dirname "$at")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export LD_LIBRARY_PATH
}
find_cublas || exit 1

if ! devices=$("$CARRY/gpu_step_time" --devices); then
  say "the carried programs do not start on this machine (see above)"
  exit 1
fi
if [ -z "$devices" ]; then
  say 'no CUDA device on this machine: 0 device tests ran, nothing was measured'
  exit 0
fi

skipped() { [[ " ${HEADROOM_GPU_SKIP:-} " == *" $1 "* ]]; }
note() { printf '%s\n' "$*" >>"$REPORT"; }

# check NAME SECONDS COMMAND...: runs it into NAME.log, adds a line to the report.
check() {
  local name=$1 limit=$2 status
  shift 2
  local start=$SECONDS
  timeout "$limit" "$@" >"$RESULTS/$name.log" 2>&1
  status=$?
  local took=$((SECONDS - start))
  if [ $status = 0 ]; then
    say "ok      $name (${took} s)"
    note "| $name | passed | $took s | $(grep -aoE '^\[  PASSED  \].*|^\[  SKIPPED \] [0-9].*' "$RESULTS/$name.log" | tr '\n' ' ') |"
  else
    say "FAILED  $name (status $status, ${took} s)"
    tail -n 15 "$RESULTS/$name.log"
    note "| $name | FAILED, status $status | $took s | $(grep -aE '^\[  FAILED  \]' "$RESULTS/$name.log" | tail -n 3 | tr '\n' ' ') |"
    failures=$((failures + 1))
  fi
}
absent() { say "skipped $1: $2"; note "| $1 | not run | | $2 |"; }

machine() {
  note "# Headroom on a GPU"
  note ""
  note "Commit $(cat "$CARRY/commit"), $(date -u '+%Y-%m-%d %H:%M UTC')"
  note ""
  note '```'
  {
    nvidia-smi --query-gpu=name,driver_version,memory.total,memory.used --format=csv 2>&1
    nvcc --version 2>/dev/null | tail -n 2
    python3 -c 'import torch; print("PyTorch", torch.__version__)' 2>/dev/null
    python3 -c 'import jax; print("JAX", jax.__version__)' 2>/dev/null
  } >>"$REPORT"
  note '```'
  note ""
}

sanitizers() {
  local tool small='NetworkKernels.*:Products.*:DataKernels.*:OpenGpu.SameSeedSameBits:Paths.ComputeTheSame*:Paths.PersistentRuns*'
  if ! command -v compute-sanitizer >/dev/null; then
    absent sanitizer "compute-sanitizer is not on this machine"
    return
  fi
  for tool in memcheck racecheck synccheck initcheck; do
    check "sanitizer-$tool" 150 compute-sanitizer --tool "$tool" --error-exitcode 9 --print-limit 20 \
      "$CARRY/test_gpu" --gtest_brief=1 --gtest_filter="$small"
  done
}

# step_times CASES PRECISION PATH: adds Headroom's lines to bench.tsv.
step_times() {
  timeout 150 "$CARRY/gpu_step_time" "$@" >>"$RESULTS/bench.tsv" 2>>"$RESULTS/bench.log" ||
    { say "FAILED  benchmark $*, see bench.log"; failures=$((failures + 1)); }
}

# peer NAME: adds the lines of tests/gpu/peers/NAME_steps.py. A peer that is missing or fails is no failure of ours.
peer() {
  # JAX would otherwise take most of the card for itself.
  XLA_PYTHON_CLIENT_PREALLOCATE=false PYTHONDONTWRITEBYTECODE=1 \
    timeout 240 python3 "tests/gpu/peers/$1_steps.py" >>"$RESULTS/bench.tsv" 2>>"$RESULTS/bench.log" ||
    { say "$1 failed or ran out of time, see bench.log"; note "" && note "$1: not all of it ran, see bench.log."; }
}

# How often Headroom's own choice is as fast as each peer, in the cases of the goals.
ratios() {
  note ""
  note "Times as fast as a peer, Headroom's own choice of path in fp32 (goals: against pytorch-compile-graph 5 for a and"
  note "bs, 3 for bl at batch 32; against pytorch-eager 40 and 20):"
  note ""
  note "| case | batch | peer | ratio |"
  note "| --- | --- | --- | --- |"
  awk -F'\t' '
    $1 ~ /^headroom-best:.*-fp32$/ { ours[$2 "\t" $3] = $4 }
    $1 ~ /^(pytorch|jax)/ && $4 + 0 > 0 { peer[++peers] = $1; at[peers] = $2 "\t" $3; taken[peers] = $4 }
    END {
      for (i = 1; i <= peers; ++i) if (ours[at[i]] > 0) {
        split(at[i], place, "\t")
        printf "| %s | %s | %s | %.1f |\n", place[1], place[2], peer[i], taken[i] / ours[at[i]]
      }
    }' "$RESULTS/bench.tsv" >>"$REPORT"
  awk -F'\t' '
    $1 ~ /^headroom-best:.*-fp32$/ { best[$2 " batch " $3] = $4 }
    $1 ~ /^headroom-(graph|persistent)-fp32$/ { at = $2 " batch " $3; if (!(at in least) || $4 < least[at]) least[at] = $4 }
    $1 ~ /^headroom-best:.*-bf16$/ && $2 == "huge" { step = $4 }
    $1 == "products-alone-bf16" { products = $4 }
    END {
      for (at in best) if (at in least && best[at] > 1.25 * least[at])
        printf "\nThe path chosen for %s takes %.2f us, the other %.2f us.\n", at, best[at], least[at]
      if (step > 0) printf "\nhuge, bf16: the products alone are %.0f %% of a step (goal: 80 %%).\n", 100 * products / step
    }' "$RESULTS/bench.tsv" >>"$REPORT"
}

benchmarks() {
  local path precision name
  : >"$RESULTS/bench.tsv"
  for path in best graph persistent plain; do step_times tests/gpu/peers/cases.tsv fp32 "$path"; done
  for precision in tf32 bf16; do step_times tests/gpu/peers/cases.tsv "$precision" best; done
  for path in best products; do step_times tests/gpu/peers/cases_large.tsv bf16 "$path"; done
  if skipped peers; then
    say 'skipped peers: HEADROOM_GPU_SKIP'
  else
    for name in pytorch jax; do peer "$name"; done
  fi
  note ""
  note "Rows onto the device: $(timeout 60 "$CARRY/gpu_step_time" --upload 2>>"$RESULTS/bench.log")"
  note ""
  note "Microseconds per training step, median of 5, and the loss over all rows afterwards (tests/gpu/peers/cases.tsv; all"
  note "have trained about as many steps, from other random numbers):"
  note ""
  note "| program | case | batch | us/step | loss |"
  note "| --- | --- | --- | --- | --- |"
  sort -s -t "$(printf '\t')" -k2,2 -k3,3n "$RESULTS/bench.tsv" |
    awk -F'\t' 'NF >= 4 {print "| " $1 " | " $2 " | " $3 " | " $4 " | " $5 " |"}' >>"$REPORT"
  ratios
}

# Half a million rows of 20 columns, from main memory: what the transfer stage says of them.
streamed_rows() {
  local rows=$RESULTS/rows.csv
  awk 'BEGIN { srand(1); for (c = 0; c < 20; ++c) printf "x%d,", c; print "y"
    for (r = 0; r < 500000; ++r) { s = 0
      for (c = 0; c < 20; ++c) { x = rand(); s += c % 2 ? x : -x; printf "%.4f,", x }
      print (s > 0 ? "up" : "down") } }' >"$rows"
  check streamed 100 "$CARRY/headroom-cli" train --data "$rows" --model 200x200 --batch 4096 --epochs 5 "$@"
  rm -f "$rows"
}

: >"$REPORT"
machine
note "| check | result | time | what it said |"
note "| --- | --- | --- | --- |"
if skipped kernels; then absent kernels HEADROOM_GPU_SKIP; else check kernels 200 "$CARRY/test_gpu" --gtest_brief=1; fi
if skipped parity; then absent parity HEADROOM_GPU_SKIP; else check parity 300 "$CARRY/test_device" --gtest_brief=1 --gtest_filter='*cuda*'; fi
if skipped cli; then absent cli HEADROOM_GPU_SKIP; else
  check cli 100 "$CARRY/headroom-cli" train --data assets/samples/iris.csv --target species --device cuda:0
  streamed_rows --device cuda:0 --residence streamed
fi
if skipped sanitizer; then absent sanitizer HEADROOM_GPU_SKIP; else sanitizers; fi
note ""
note "Memory, our table beside the driver: $(grep -ah '^context ' "$RESULTS/kernels.log" 2>/dev/null | head -n 1)"
note "Streamed rows: $(grep -aho '[0-9.]* [KMG]*i*B streamed.*' "$RESULTS/streamed.log" 2>/dev/null | head -n 1)"
if skipped benchmark; then note "" && note "Benchmarks not run (HEADROOM_GPU_SKIP)."; else benchmarks; fi

# Few files: some ways of bringing results back take no more than eight.
if compgen -G "$RESULTS/sanitizer-*.log" >/dev/null; then
  cat "$RESULTS"/sanitizer-*.log >"$RESULTS/sanitizers.log" && rm -f "$RESULTS"/sanitizer-*.log
fi
say "report: $REPORT"
cat "$REPORT"
[ $failures = 0 ]
