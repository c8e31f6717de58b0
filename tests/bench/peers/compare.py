#!/usr/bin/env python3
"""Headroom's processor engine beside PyTorch: ratios of runs that take turns, with the multiply-add peak of the moment.

usage: compare.py --build build/release [--rounds 5] [--seconds 0.5] [--workloads A,Bs,Bl] [--json]

Needs a Python with torch, numpy, scikit-learn and safetensors (any throw-away environment), and of Headroom the
programs bench_engine (HEADROOM_BENCH=ON) and headroom-cli. Every program takes its better number of threads, 1 or 2,
by medians over the rounds. One thread is timed by its processor time, which other programs disturb little; two by the
clock. Where the machine is shared, trust the ratios, and those only where the spread is small.

First both train an epoch from the same weights in the same order: they must compute the same thing.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

import parity
from workloads import BATCHES, WORKLOADS

THREADS = (1, 2)


class PyTorch:
    def __init__(self) -> None:
        script = pathlib.Path(__file__).with_name("pytorch_cpu.py")
        self.process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = json.loads(self.process.stdout.readline())["version"]

    def step(self, name: str, batch: int, threads: int, seconds: float) -> float:
        self.process.stdin.write(f"{name} {batch} {threads} {seconds}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["processor_us" if threads == 1 else "us"]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Headroom:
    """us a step and share of the multiply-add peak, as bench_engine's counters say."""

    def __init__(self, build: pathlib.Path):
        self.program = build / "bench_engine"
        self.peaks: list[float] = []

    def step(self, name: str, batch: int, threads: int, engine: str, seconds: float) -> tuple[float, float]:
        only = f"^{name}/{batch}/threads:{threads}/{engine}(/|$)"
        command = [str(self.program), f"--benchmark_filter={only}", f"--benchmark_min_time={seconds}", "--benchmark_format=json"]
        answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        self.peaks.append(float(answer["context"]["multiply-add peak of one thread, GFMA/s"]))
        [run] = answer["benchmarks"]
        return run["us/step"] * 1e6, run["of peak"]


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} [{min(values):.1f}, {max(values):.1f}]"


def best(samples: dict[int, list[float]]) -> int:
    return min(samples, key=lambda threads: statistics.median(samples[threads]))


def compare(name: str, batch: int, headroom: Headroom, pytorch: PyTorch, rounds: int, seconds: float) -> dict:
    ours: dict[int, list[float]] = {t: [] for t in THREADS}
    shares: dict[int, list[float]] = {t: [] for t in THREADS}
    theirs: dict[int, list[float]] = {t: [] for t in THREADS}
    for _ in range(rounds):
        for threads in THREADS:
            microseconds, share = headroom.step(name, batch, threads, "fused", seconds)
            ours[threads].append(microseconds)
            shares[threads].append(share)
            theirs[threads].append(pytorch.step(name, batch, threads, seconds))
    mine, other = best(ours), best(theirs)
    ratios = [b / a for a, b in zip(ours[mine], theirs[other])]
    return {"workload": name, "batch": batch, "headroom_us": ours, "pytorch_us": theirs, "headroom_threads": mine,
            "pytorch_threads": other, "ratio": ratios, "share_of_peak": {t: statistics.median(v) for t, v in shares.items()}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--workloads", default=",".join(WORKLOADS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = options.workloads.split(",")

    log = sys.stderr if options.json else sys.stdout
    results, agreement = [], {}
    for name in names:
        agreement[name] = parity.check(options.build / "headroom-cli", WORKLOADS[name])
        print(f"{name}: {agreement[name]}", file=log, flush=True)
    headroom, pytorch = Headroom(options.build), PyTorch()
    print(f"PyTorch {pytorch.version}, {options.rounds} rounds of {options.seconds} s; us a step: median [least, most] over rounds\n"
          f"{'':8} {'Headroom 1 thread':>24} {'2 threads':>24} {'PyTorch 1 thread':>28} {'2 threads':>28} {'ratio':>20}  of peak 1, 2",
          file=log, flush=True)
    for name in names:
        for batch in BATCHES:
            row = compare(name, batch, headroom, pytorch, options.rounds, options.seconds)
            results.append(row)
            print(f"{name + ' ' + str(batch):8} {spread(row['headroom_us'][1]):>24} {spread(row['headroom_us'][2]):>24} "
                  f"{spread(row['pytorch_us'][1]):>28} {spread(row['pytorch_us'][2]):>28} {spread(row['ratio']):>20}  "
                  f"{row['share_of_peak'][1]:.0%}, {row['share_of_peak'][2]:.0%}", file=log, flush=True)
    pytorch.close()
    print(f"multiply-add peak of one thread, GFMA/s: {spread(headroom.peaks)}", file=log)
    if options.json:
        print(json.dumps({"pytorch": pytorch.version, "agreement": {n: a._asdict() for n, a in agreement.items()},
                          "peak_gfma": headroom.peaks, "results": results}))
    return 0 if all(a.agrees for a in agreement.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
