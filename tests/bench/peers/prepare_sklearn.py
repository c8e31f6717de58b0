#!/usr/bin/env python3
"""Min-max and degree-2 terms of 200,000 x 20 rows beside scikit-learn: the same values, and ratios of runs that take turns.

usage: prepare_sklearn.py --build build/release [--rounds 7]

Runs with any throw-away Python that has numpy and scikit-learn; of Headroom it needs bench_prepare (HEADROOM_BENCH=ON).
Both begin with float32 rows and end with 230 float32 columns in memory of their own. scikit-learn writes them row by row
(order C, as Headroom does and as training reads them) or column by column (order F, its faster one); both are timed.
"again" is Headroom writing into memory that it has already, "generated" what remains when the engine makes the terms while
it trains, "write" the calibration: the same bytes set in memory that is there. Milliseconds on the clock.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import sklearn
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures

ROWS, COLUMNS = 200_000, 20
OURS = ("from_nothing", "again", "generated", "write")


def prepare(x: numpy.ndarray, order: str) -> numpy.ndarray:
    return PolynomialFeatures(2, include_bias=False, order=order).fit_transform(MinMaxScaler().fit_transform(x))


def scikit_learn(x: numpy.ndarray, order: str) -> float:
    start = time.perf_counter()
    made = prepare(x, order)
    return 1e3 * (time.perf_counter() - start) if made.dtype == numpy.float32 else float("nan")


def headroom(program: pathlib.Path) -> dict[str, float]:
    command = [program, "--benchmark_format=json", "--benchmark_min_time=0.1"]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {run["name"].split("/")[0]: run["real_time"] for run in answer["benchmarks"]}


def same_values(program: pathlib.Path, x: numpy.ndarray) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        rows, values = pathlib.Path(folder, "rows"), pathlib.Path(folder, "values")
        x.tofile(rows)
        subprocess.run([program], env=os.environ | {"HEADROOM_BENCH_ROWS": str(rows), "HEADROOM_BENCH_VALUES": str(values)}, check=True)
        ours = numpy.fromfile(values, numpy.float32).reshape(ROWS, -1)
    # scikit-learn forms x * scale + offset, Headroom (x - smallest) * scale: a few roundings of float32 apart.
    return bool(numpy.allclose(ours, prepare(x, "C"), rtol=1e-6, atol=1e-6))


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} [{min(values):.1f}, {max(values):.1f}]"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    program = options.build / "bench_prepare"
    x = numpy.random.default_rng(0).uniform(-3, 5, (ROWS, COLUMNS)).astype(numpy.float32)
    same = same_values(program, x)
    print("the same values" if same else "DIFFERENT VALUES")
    ours: dict[str, list[float]] = {name: [] for name in OURS}
    theirs: dict[str, list[float]] = {"C": [], "F": []}
    for order in theirs:
        prepare(x, order)
    for _ in range(options.rounds):
        for name, milliseconds in headroom(program).items():
            ours[name].append(milliseconds)
        for order, times in theirs.items():
            times.append(scikit_learn(x, order))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; ms, medians [least, most] of {options.rounds} rounds")
    for name, times in ours.items():
        print(f"Headroom, {name}: {spread(times)}")
    for order, times in theirs.items():
        ratios = {name: [b / a for a, b in zip(ours[name], times)] for name in ("from_nothing", "again", "generated")}
        print(f"scikit-learn {sklearn.__version__}, order {order}: {spread(times)}; ratio "
              + ", ".join(f"{name} {spread(values)}" for name, values in ratios.items()))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
