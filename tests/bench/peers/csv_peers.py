#!/usr/bin/env python3
"""Reading a CSV file beside pandas, polars, DuckDB and pyarrow: the same values, and ratios of runs that take turns.

usage: csv_peers.py --build build/release [--kind numbers|texts] [--rows 400000] [--columns 51] [--rounds 7]
                    [--peers pandas,polars,duckdb,pyarrow] [--processors 1,2] [--folder DIR] [--keep]

Runs with any throw-away Python that has numpy and the peers. Of Headroom it needs bench_csv (HEADROOM_BENCH=ON). The file
is made in --folder and removed at the end; it is read from the page cache. "numbers": six decimals, as numpy writes them.
"texts": a number of the row, a word of twenty, one of 5,000 names, a date, a date with time, a price, and a remark in
quotes, with commas and doubled quotes in it.

Everybody ends with typed columns in memory, reading as they do when nothing is said: polars a DataFrame, DuckDB a table of
its own in memory, pyarrow a Table. Headroom and pandas make no dates of texts; the others recognise them. Each peer is a
process of its own that is held to one processor or two (and told so where it counts threads itself), Headroom is told its
number of threads. Seconds on the clock and of processor time; where the machine is shared, the latter are disturbed less.
The order of turns moves on by one every round. "bytes alone" is the calibration: the file read into one buffer, piece by
piece.

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

PEER = """
import json, os, sys, time
name, processors = sys.argv[1], int(sys.argv[2])
os.environ["POLARS_MAX_THREADS"] = str(processors)
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])
if name == "pandas":
    import pandas as module
    read = lambda path: module.read_csv(path)
elif name == "polars":
    import polars as module
    read = lambda path: module.read_csv(path, try_parse_dates=True)
elif name == "pyarrow":
    import pyarrow as module, pyarrow.csv
    module.set_cpu_count(processors)
    read = lambda path: module.csv.read_csv(path, read_options=module.csv.ReadOptions(use_threads=processors > 1))
else:
    import duckdb as module
    base = module.connect(":memory:", config={"threads": processors})
    base.execute("SET enable_progress_bar = false")
    def read(path):
        base.execute("DROP TABLE IF EXISTS t")
        base.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [path])
print(json.dumps(module.__version__), flush=True)
for line in sys.stdin:
    clock, processor = time.perf_counter(), time.process_time()
    table = read(json.loads(line))
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


class Peer:
    """A process for each number of processors, or it could not be given more again."""

    def __init__(self, name: str, processors: int):
        self.name, self.processors = name, processors
        self.process = subprocess.Popen([sys.executable, "-c", PEER, name, str(processors)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.version = json.loads(self.answer())

    def answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} is not installed, or cannot read the file here")
        return line

    def read(self, path: pathlib.Path) -> list[float]:
        self.process.stdin.write(json.dumps(str(path)) + "\n")
        self.process.stdin.flush()
        return json.loads(self.answer())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Headroom:
    name, version = "Headroom", ""

    def __init__(self, program: pathlib.Path, threads: int):
        self.program, self.processors = program, threads

    def read(self, path: pathlib.Path) -> list[float]:
        command = [self.program, f"--benchmark_filter=threads:{self.processors}/", "--benchmark_format=json",
                   "--benchmark_min_time=0.01"]
        before = os.times()
        answer = subprocess.run(command, env=os.environ | {"HEADROOM_BENCH_CSV": str(path)}, capture_output=True, check=True)
        after = os.times()
        [run] = json.loads(answer.stdout)["benchmarks"]
        processor = after.children_user + after.children_system - before.children_user - before.children_system
        return [run["real_time"] / 1e3, processor / run["iterations"]]

    def close(self) -> None:
        pass


def write_numbers(file, rows: int, columns: int) -> None:
    import numpy
    rng = numpy.random.default_rng(1)
    file.write(",".join(f"x{c}" for c in range(columns)) + "\n")
    for first in range(0, rows, 50_000):
        numpy.savetxt(file, rng.standard_normal((min(50_000, rows - first), columns)), fmt="%.6f", delimiter=",")


def write_texts(file, rows: int) -> None:
    import random
    draw = random.Random(1)
    file.write("number,word,name,day,time,price,remark\n")
    for row in range(rows):
        day = f"20{draw.randrange(24):02}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        time = f"{day} {draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}"
        file.write(f'{row},word{draw.randrange(20)},name {draw.randrange(5000)},{day},{time},{draw.random() * 1000:.2f},'
                   f'"said ""{draw.randrange(100)}"", and went, at last"\n')


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


def bytes_alone(path: pathlib.Path) -> float:
    return float(subprocess.run([sys.executable, "-c", BYTES_ALONE, path], capture_output=True, check=True).stdout)


def take_turns(readers: list, path: pathlib.Path, rounds: int) -> tuple[list[list], list[float]]:
    times: list[list] = [[] for _ in readers]
    alone = []
    for each in readers:
        each.read(path)  # nobody is timed at the first look: imports, pools of memory
    for turn in range(rounds):
        alone.append(bytes_alone(path))
        for i in range(len(readers)):
            which = (turn + i) % len(readers)
            times[which].append(readers[which].read(path))
    return times, alone


def report(readers: list, times: list[list], alone: list[float]) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; bytes alone, s: {spread(alone)}; medians [least, most] "
          f"of {len(alone)} rounds; 'over Headroom': of the same round, above 1 Headroom is faster\n")
    print("| | processors | clock, s | processor, s | over Headroom, clock | over Headroom, processor |\n|---|---|---|---|---|---|")
    for each, mine in zip(readers, times):
        ours = times[[r.name == "Headroom" and r.processors == each.processors for r in readers].index(True)]
        ratios = [spread([b[i] / a[i] for a, b in zip(ours, mine)], 2) for i in (0, 1)] if mine is not ours else ["", ""]
        print(f"| {each.name} {each.version} | {each.processors} | {spread([t[0] for t in mine])} | {spread([t[1] for t in mine])} | "
              f"{ratios[0]} | {ratios[1]} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--kind", choices=["numbers", "texts"], default="numbers")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--columns", type=int, default=51)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", default="pandas,polars,duckdb,pyarrow")
    parser.add_argument("--processors", default="1,2")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true", help="leave the file there, and take one that lies there")
    options = parser.parse_args()
    program = options.build / "bench_csv"
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = options.folder if options.keep and options.folder else pathlib.Path(temporary)
        path = folder / (f"texts{options.rows}.csv" if options.kind == "texts" else f"rows{options.rows}x{options.columns}.csv")
        if not path.exists():
            with path.open("w", encoding="ascii") as file:
                write_texts(file, options.rows) if options.kind == "texts" else write_numbers(file, options.rows, options.columns)
        same = options.kind == "texts" or same_values(program, path)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {options.rows} rows of {options.kind}: "
              + ("values not compared" if options.kind == "texts" else "the same values" if same else "DIFFERENT VALUES"))
        processors = [int(p) for p in options.processors.split(",")]
        readers = [Headroom(program, p) for p in processors] + [Peer(n, p) for n in options.peers.split(",") for p in processors]
        report(readers, *take_turns(readers, path, options.rounds))
        for each in readers:
            each.close()
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
