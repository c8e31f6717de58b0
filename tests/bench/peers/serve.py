"""The lines that a Python peer answers; protocol.h says what they mean, and is the same for C++."""
import json
import pathlib
import statistics
import sys
import time
from typing import Protocol

from workloads import CHECK_BATCH, CHECK_STEPS, ROWS, TRAIN_ROWS, WORKLOADS, Task, Workload, first_weights, random_rows


class Peer(Protocol):
    def __init__(self, task: Task) -> None: ...
    def learn(self, first: int, count: int) -> None: ...          # in order, batches of CHECK_BATCH
    def loss(self, first: int, count: int) -> float: ...          # mean over these rows
    def epoch(self, batch: int) -> None: ...                      # shuffled


def timed(peer: Peer, batch: int, seconds: float) -> dict[str, float]:
    """Microseconds a step, medians over epochs: on the clock, and of processor time in all threads."""
    clocks, processors, steps, end = [], [], -(-TRAIN_ROWS // batch), time.perf_counter() + seconds
    while time.perf_counter() < end or len(clocks) < 2:
        clock, processor = time.perf_counter(), time.process_time()
        peer.epoch(batch)
        clocks.append((time.perf_counter() - clock) / steps)
        processors.append((time.process_time() - processor) / steps)
    return {"us": 1e6 * statistics.median(clocks), "processor_us": 1e6 * statistics.median(processors)}


def trained(peer: Peer) -> dict[str, float]:
    steps = CHECK_STEPS * CHECK_BATCH
    peer.learn(0, steps)
    first = peer.loss(TRAIN_ROWS, ROWS - TRAIN_ROWS)
    peer.learn(steps, TRAIN_ROWS - steps)
    return {"first": float(first), "epoch": float(peer.loss(TRAIN_ROWS, ROWS - TRAIN_ROWS))}


def serve(version: str, make: type[Peer], renamed: dict[str, str] | None = None) -> None:
    print(json.dumps({"version": version}), flush=True)
    known: dict[tuple[str, str], Peer] = {}  # what was compiled once is kept
    for line in sys.stdin:
        verb, name, *rest = line.split()
        work = WORKLOADS[(renamed or {}).get(name, name)]
        if verb == "time":
            key = name, rest[0]
            if key not in known:
                known[key] = make(Task(work, *random_rows(work), first_weights(work)))
                known[key].epoch(int(rest[0]))
            answer = timed(known[key], int(rest[0]), float(rest[1]))
        else:
            answer = trained(make(Task.read(work, pathlib.Path(rest[0]))))
        print(json.dumps(answer), flush=True)
