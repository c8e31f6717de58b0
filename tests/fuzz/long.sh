#!/bin/bash
# So many inputs for one reader, going on behind a crash: tests/fuzz/long.sh build/fuzz csv 4500000
#
# Works in BUILD/run: found_READER holds what was new (kept from run to run, so that it can be stopped any time),
# crashes what failed, count_READER how many inputs there were. Behind it:
#
#   build/fuzz/fuzz_csv -merge=1 -use_value_profile=0 tests/fuzz/corpus/csv build/fuzz/run/found_csv
set -eu
build=$(realpath "$1") reader=$2 total=$3
here=$(realpath "$(dirname "$0")")
mkdir -p "$build/run/crashes" "$build/run/found_$reader"
cd "$build/run"
export ASAN_OPTIONS=malloc_context_size=1:quarantine_size_mb=1
longest=256  # tables have few kinds of cells
[ "$reader" = writing ] && longest=64
done_so_far=$(cat "count_$reader" 2>/dev/null || echo 0)
while [ "$done_so_far" -lt "$total" ]; do
  runs=$((total - done_so_far < 500000 ? total - done_so_far : 500000))
  # Without -entropic=0 a third of the time goes into choosing the next input.
  "../fuzz_$reader" "found_$reader" "$here/corpus/$reader" -max_len=$longest -entropic=0 -dict="$here/words.dict" \
    -runs=$runs -artifact_prefix="crashes/${reader}_" -print_final_stats=1 >"log_$reader" 2>&1 || true
  did=$(grep -a "stat::number_of_executed_units" "log_$reader" | tail -1 | awk '{print $2}')
  if [ -z "$did" ]; then
    tail -20 "log_$reader" >&2
    exit 1
  fi
  done_so_far=$((done_so_far + did))
  echo "$done_so_far" >"count_$reader"
  echo "$reader: $done_so_far inputs, $(ls crashes | grep -c "^${reader}_" || true) crashes"
done
