#!/usr/bin/env python3
"""Reading a CSV file beside pandas.read_csv: the same values, and ratios of runs that take turns.

usage: csv_pandas.py --build build/release [--rows 1000000] [--columns 50] [--rounds 5] [--folder DIR]
                     [--engines c,pyarrow] [--keep]

Runs with any throw-away Python that has numpy and pandas; pyarrow if that engine is to take part. Of Headroom it needs
bench_csv (HEADROOM_BENCH=ON). The file, numbers with six decimals as numpy writes them (475 MB), is made in --folder
and removed at the end; it is read from the page cache. Each side runs with one processor and with two: pandas in a process
of its own that is held to them (pandas 3 reads with several threads, pandas 2 with one), Headroom by its number of
threads. Seconds on the clock and of processor time; where the machine is shared, the latter are disturbed less. "bytes
alone" is the calibration: the file read into one buffer, piece by piece.

pandas rounds correctly since version 3; an older one is asked for float_precision='round_trip' when values are compared,
and timed as it comes.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

PANDAS = """
import json, os, sys, time
import pandas
print(json.dumps(pandas.__version__), flush=True)
for line in sys.stdin:
    path, engine, processors = json.loads(line)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])
    clock, processor = time.perf_counter(), time.process_time()
    table = pandas.read_csv(path, engine=engine)
    print(json.dumps([time.perf_counter() - clock, time.process_time() - processor]), flush=True)
    del table
"""
BYTES_ALONE = """
import sys, time
buffer, start = bytearray(1 << 20), time.perf_counter()
with open(sys.argv[1], "rb", buffering=0) as file:
    while file.readinto(buffer): pass
print(time.perf_counter() - start)
"""


class Pandas:
    """A process for each number of processors, or it could not be given more again."""

    def __init__(self, engine: str, processors: int):
        self.engine, self.processors = engine, processors
        self.process = subprocess.Popen([sys.executable, "-c", PANDAS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = json.loads(self.process.stdout.readline())

    def read(self, path: pathlib.Path) -> list[float]:
        self.process.stdin.write(json.dumps([str(path), self.engine, self.processors]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"pandas' engine {self.engine} cannot read the file here")
        return json.loads(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def headroom(program: pathlib.Path, path: pathlib.Path, threads: int) -> list[float]:
    command = [program, f"--benchmark_filter=threads:{threads}/", "--benchmark_format=json", "--benchmark_min_time=0.01"]
    before = os.times()
    answer = subprocess.run(command, env=os.environ | {"HEADROOM_BENCH_CSV": str(path)}, capture_output=True, check=True).stdout
    after = os.times()
    [run] = json.loads(answer)["benchmarks"]
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return [run["real_time"] / 1e3, processor / run["iterations"]]


def write_file(path: pathlib.Path, rows: int, columns: int) -> None:
    import numpy
    rng = numpy.random.default_rng(1)
    with path.open("w", encoding="ascii") as file:
        file.write(",".join(f"x{c}" for c in range(columns)) + "\n")
        for first in range(0, rows, 50_000):
            numpy.savetxt(file, rng.standard_normal((min(50_000, rows - first), columns)), fmt="%.6f", delimiter=",")


def same_values(program: pathlib.Path, path: pathlib.Path) -> bool:
    import numpy
    import pandas
    older = int(pandas.__version__.split(".")[0]) < 3
    theirs = pandas.read_csv(path, **({"float_precision": "round_trip"} if older else {})).to_numpy()
    values = path.with_suffix(".values")
    subprocess.run([program], env=os.environ | {"HEADROOM_BENCH_CSV": str(path), "HEADROOM_BENCH_VALUES": str(values)}, check=True)
    ours = numpy.fromfile(values).reshape(theirs.shape[1], -1).T
    values.unlink()
    return ours.shape == theirs.shape and bool((ours == theirs).all())


def spread(values: list[float], digits: int = 3) -> str:
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", default="c")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true", help="leave the file there, and take one that lies there")
    options = parser.parse_args()
    program = options.build / "bench_csv"
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = options.folder if options.keep and options.folder else pathlib.Path(temporary)
        path = folder / f"rows{options.rows}x{options.columns}.csv"
        if not path.exists():
            write_file(path, options.rows, options.columns)
        same = same_values(program, path)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {options.rows} x {options.columns}: {'the same values' if same else 'DIFFERENT VALUES'}")
        peers = [Pandas(engine, processors) for engine in options.engines.split(",") for processors in (1, 2)]
        ours: dict[int, list] = {1: [], 2: []}
        theirs: list[list] = [[] for _ in peers]
        alone = []
        for _ in range(options.rounds):
            alone.append(float(subprocess.run([sys.executable, "-c", BYTES_ALONE, path], capture_output=True, check=True).stdout))
            for threads in ours:
                ours[threads].append(headroom(program, path, threads))
            for peer, times in zip(peers, theirs):
                times.append(peer.read(path))
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; bytes alone, s: {spread(alone)}; "
              f"medians [least, most] of {options.rounds} rounds: seconds on the clock, processor seconds")
        for threads, times in ours.items():
            print(f"Headroom, {threads} threads: {spread([t[0] for t in times])}, {spread([t[1] for t in times])}")
        for peer, times in zip(peers, theirs):
            mine = ours[peer.processors]
            ratios = [[b[i] / a[i] for a, b in zip(mine, times)] for i in (0, 1)]
            print(f"pandas {peer.version}, engine {peer.engine}, {peer.processors} processors: {spread([t[0] for t in times])}, "
                  f"{spread([t[1] for t in times])}; ratio {spread(ratios[0], 1)}, {spread(ratios[1], 1)}")
            peer.close()
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
