#!/usr/bin/env python3
"""Headroom's processor engine beside its peers: ratios of runs that take turns, with the multiply-add peak of the moment.

usage: compare.py --build build/release [--workloads A,Bs,Bl] [--batches 32,256] [--peers pytorch,dlib,...]
                  [--rounds 5] [--seconds 0.4] [--include DIR ...] [--programs DIR] [--write FILE]
       compare.py --table FILE [FILE ...]     the table of measurements that were written, rounds put together

Runs with any throw-away Python that has numpy, scikit-learn and torch; jax if it is to take part. C++ peers are compiled
into a temporary folder, or --programs, which keeps them: libtorch comes with torch, dlib with Debian's libdlib-dev and libopenblas-openmp-dev, mlpack with
its headers and ensmallen's (--include), libarmadillo-dev and libcereal-dev. What is missing is left out and said.

First everybody trains the same epoch (agreement.py). Then, round after round, each one in turn with one thread and with
two: microseconds a step, the median over epochs of 8,000 shuffled rows. Each takes its better number of threads, by
medians over the rounds. One thread is timed by its processor time (JAX by the clock), two by the clock. A ratio is of
two runs of the same round.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

import agreement
import peers as programs
from workloads import BATCHES, COMPARED


def measure(name: str, batch: int, headroom, processes: list, options) -> dict:
    """Microseconds a step, {program: {threads: [one a round]}}."""
    times = {"headroom": {threads: [] for threads in programs.THREADS}}
    share, peaks = {threads: [] for threads in programs.THREADS}, []
    for process in processes:
        times.setdefault(process.peer.name, {})[process.threads] = []
    for _ in range(options.rounds):
        for threads in programs.THREADS:
            result = headroom.step(name, batch, threads, options.seconds)
            times["headroom"][threads].append(result["us_per_step"]["median"])
            share[threads].append(result["share_of_peak"])
            peaks.append(result["peak_gflops"] / threads)
        for process in processes:
            times[process.peer.name][process.threads].append(process.step(name, batch, options.seconds))
    return {"workload": name, "batch": batch, "us": times, "share_of_peak": share, "peak_gflops": peaks,
            "processor": result["device"]["name"], "cores": os.cpu_count()}


def spread(values: list[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def merged(documents: list[dict]) -> list[dict]:
    """Measurements of the same workload and batch become one with all their rounds."""
    rows: dict[tuple, dict] = {}
    for document in documents:
        for result in document["results"]:
            row = rows.setdefault((result["workload"], result["batch"]), {"us": {}, "share_of_peak": {}, "peak_gflops": []})
            row |= {key: result[key] for key in ("workload", "batch", "processor", "cores")}
            row["peak_gflops"] += result["peak_gflops"]
            for program, by_threads in result["us"].items():
                for threads, values in by_threads.items():
                    row["us"].setdefault(program, {}).setdefault(str(threads), []).extend(values)
            for threads, values in result["share_of_peak"].items():
                row["share_of_peak"].setdefault(str(threads), []).extend(values)
    order = {name: position for position, name in enumerate(COMPARED)}
    return sorted(rows.values(), key=lambda row: (order[row["workload"]], row["batch"]))


def best(by_threads: dict[str, list[float]]) -> str:
    return min(by_threads, key=lambda threads: statistics.median(by_threads[threads]))


def table(documents: list[dict]) -> str:
    rows, versions, cpp = merged(documents), {}, set()
    for document in documents:
        versions |= document["versions"]
        cpp |= set(document["cpp"])
    names = [name for name in programs.ALL if any(name in row["us"] for row in rows)]
    lines = ["| | Headroom, us a step | of peak | " + " | ".join(names) + " | best C++ |", "|---" * (len(names) + 4) + "|"]
    for row in rows:
        threads = best(row["us"]["headroom"])
        mine = row["us"]["headroom"][threads]
        cells = [f"{row['workload']} {row['batch']}", f"{spread(mine, 1)}, {threads} t",
                 f"{statistics.median(row['share_of_peak'][threads]):.0%}"]
        ratios = {}
        for name in names:
            if name not in row["us"]:
                cells.append("-")
                continue
            other = best(row["us"][name])
            theirs = row["us"][name][other]
            ratios[name] = [b / a for a, b in zip(mine, theirs)]
            cells.append(f"{spread(ratios[name], 1)}x ({statistics.median(theirs):.0f} us, {other} t)")
        nearest = min((name for name in ratios if name in cpp), key=lambda name: statistics.median(ratios[name]), default=None)
        cells.append(f"{statistics.median(ratios[nearest]):.1f}x, {nearest}" if nearest else "-")
        lines.append("| " + " | ".join(cells) + " |")
    peaks = [value for row in rows for value in row["peak_gflops"]]
    lines.append(f"\n{rows[0]['processor']}, {rows[0]['cores']} cores; multiply-add peak of one thread, GFLOP/s: {spread(peaks, 0)}; "
                 + ", ".join(f"{name} {version}" for name, version in versions.items()))
    for name in COMPARED:
        losses = next((document["agreement"][name] for document in documents if name in document["agreement"]), None)
        if losses:
            lines.append(f"\n{name}: validation loss after 20 steps / an epoch: " + ", ".join(
                f"{program} {loss['first']:.5f} / {loss['epoch']:.4f}" for program, loss in losses.items()))
    return "\n".join(lines)


def run(options) -> dict:
    document = {"versions": {}, "cpp": [], "agreement": {}, "results": [], "agrees": True}
    headroom = programs.Headroom(options.build / "headroom-cli")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.programs or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        processes = []
        for name in options.peers.split(","):
            try:
                peer = programs.make(name, folder, options.include)
                started = [programs.Process(peer, threads) for threads in programs.THREADS]
            except programs.Missing as reason:
                print(f"{name} takes no part: {reason}", file=sys.stderr)
                continue
            processes += started
            document["versions"][name] = started[0].version
            document["cpp"] += [name] if peer.cpp else []
        for name in options.workloads.split(","):
            if not options.unchecked:
                agrees, document["agreement"][name] = agreement.check(name, headroom, [p for p in processes if p.threads == 1])
                document["agrees"] &= agrees
                print(f"{name}: {'the same training' if agrees else 'DIFFERENT TRAINING'}", file=sys.stderr)
            for batch in map(int, options.batches.split(",")):
                document["results"].append(measure(name, batch, headroom, processes, options))
        for process in processes:
            process.close()
    return document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--workloads", default=",".join(COMPARED))
    parser.add_argument("--batches", default=",".join(map(str, BATCHES)))
    parser.add_argument("--peers", default=",".join(programs.ALL))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--include", action="append", default=[], help="a folder with headers of mlpack or ensmallen")
    parser.add_argument("--programs", type=pathlib.Path, help="where the C++ peers are built, or lie from before")
    parser.add_argument("--unchecked", action="store_true", help="do not train the same epoch first")
    parser.add_argument("--write", type=pathlib.Path, help="keep the measurements as JSON")
    parser.add_argument("--table", type=pathlib.Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.table:
        print(table([json.loads(path.read_text()) for path in options.table]))
        return 0
    if not options.build:
        parser.error("--build says where headroom-cli lies")
    unknown = set(options.peers.split(",")) - set(programs.ALL)
    if unknown or "pytorch" not in options.peers.split(","):
        parser.error(f"--peers: pytorch, with which the others are compared, and some of {', '.join(programs.ALL)}")
    document = run(options)
    if options.write:
        options.write.write_text(json.dumps(document, indent=1))
    print(table([json.loads(json.dumps(document))]))
    return 0 if document["agrees"] else 1


if __name__ == "__main__":
    sys.exit(main())
