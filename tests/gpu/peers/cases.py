"""The cases of cases.tsv, and how a peer prints a result."""
import pathlib
import statistics
import time
from typing import Callable, NamedTuple

ROWS = 8192
REPETITIONS = 5


class Case(NamedTuple):
    name: str
    widths: list[int]
    output: str
    batch: int
    steps: int


def cases() -> list[Case]:
    lines = pathlib.Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Case(f[0], [int(w) for w in f[1].split("x")], f[2], int(f[3]), int(f[4])) for f in fields]


def report(peer: str, case: Case, run: Callable[[int], None], loss: Callable[[], float]) -> None:
    """run(steps) trains that many steps and waits for the device; loss() is that of all rows afterwards.

    Prints peer, name, batch, microseconds a step, loss.
    """
    try:
        run(max(20, case.steps // 10))
        seconds = []
        for _ in range(REPETITIONS):
            start = time.perf_counter()
            run(case.steps)
            seconds.append(time.perf_counter() - start)
        value = f"{statistics.median(seconds) / case.steps * 1e6:.2f}\t{loss():.4f}"
    except Exception as error:  # a peer that cannot is a line in the table, not the end of the run
        value = "failed: " + str(error).splitlines()[0][:80] if str(error) else "failed"
    print(f"{peer}\t{case.name}\t{case.batch}\t{value}", flush=True)
