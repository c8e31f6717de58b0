#!/usr/bin/env python3
"""How much a shown tab slows training: paired spells of one run in the real window, by turns.

  tests/bench/tab_cost.py build/release/headroom --tabs network,errors --pairs 12

Needs a display (DISPLAY), as under Xvfb. Each pair trains for --seconds with the tab that is compared against (its
inspections are off) and for as long with the tab that is measured, in turns of changing order, in one run that goes
on. Printed are steps a second of both and the median of (1 - shown / hidden), with the quartiles.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

# Preset, network and batch, under the names of core/measure/workload.h.
WORKLOADS = {"A": ("infrastructure", "small", 32), "Bl": ("scalability", "large", 256)}


def spells(tab, against, pairs):
    for pair in range(pairs):
        yield from (against, tab) if pair % 2 == 0 else (tab, against)


def script(preset, model, batch, tab, against, pairs, seconds, settle):
    lines = [f"open preset {preset}", "wait state ready timeout 120", f"select {model}", f"batch {batch}",
             "wait state ready timeout 120", "more 1000000", "pace full", "play", "wait steps >= 1 timeout 60", "wait seconds 3"]
    for shown in spells(tab, against, pairs):
        lines += [f"tab {shown}", f"wait seconds {settle}", "print state", f"wait seconds {seconds}", "print state"]
    return "\n".join(lines + ["quit", ""])


def measured(program, text):
    """Steps a second of every spell. What the run leaves behind goes with the folder."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "tab.headroom")
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        own = {name: folder for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
        process = subprocess.Popen([program, "--size", "1440x900", "--script", file], stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, **own})
        told = []
        for line in process.stdout:
            if line.startswith("{"):
                told.append((time.monotonic(), json.loads(line)["steps"]))
        if process.wait() != 0:
            raise SystemExit(f"{program} ended with {process.returncode}")
    rates = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(told[::2], told[1::2])]
    if not rates or min(rates) <= 0:
        raise SystemExit(f"{program} did not train all the time: {rates} steps a second")
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--tabs", default="network,data,prediction,errors")
    parser.add_argument("--against", default="curves")
    parser.add_argument("--workloads", default="A,Bl")
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--settle", type=float, default=1)
    options = parser.parse_args()
    print(f"{'workload':9} {'tab':11} {'hidden':>9} {'shown':>9}  slower by (quartiles), steps a second")
    for workload in options.workloads.split(","):
        for tab in options.tabs.split(","):
            rates = measured(options.program, script(*WORKLOADS[workload], tab, options.against, options.pairs,
                                                     options.seconds, options.settle))
            pairs = []
            for pair in range(options.pairs):
                first, second = rates[2 * pair:2 * pair + 2]
                pairs.append((first, second) if pair % 2 == 0 else (second, first))
            slower = [1 - shown / hidden for hidden, shown in pairs]
            low, middle, high = statistics.quantiles(slower, n=4) if len(slower) > 1 else slower * 3
            hidden, shown = (statistics.median(side) for side in zip(*pairs))
            print(f"{workload:9} {tab:11} {hidden:9.0f} {shown:9.0f}  {middle:6.1%} ({low:.1%} to {high:.1%})", flush=True)


if __name__ == "__main__":
    main()
