#!/usr/bin/env python3
"""Training steps of PyTorch on the processor: Adam(fused=True), denormals flushed, rows shuffled every epoch.

Answers on standard output, one line of JSON for each line "WORKLOAD BATCH THREADS SECONDS" on standard input, so that
a comparison can take turns with it without paying for its start each time.
"""
import json
import sys
import time

import torch
from torch import nn

from workloads import TRAIN_ROWS, WORKLOADS, Workload


def network(work: Workload) -> nn.Sequential:
    layers: list[nn.Module] = []
    for width, following in zip(work.widths, work.widths[1:]):
        layers += [nn.Linear(width, following), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def loss_of(work: Workload, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if work.softmax:
        return nn.functional.cross_entropy(logits, targets)
    return nn.functional.binary_cross_entropy_with_logits(logits[:, 0], targets.float())


class Job:
    def __init__(self, work: Workload):
        torch.manual_seed(1)
        self.work = work
        self.network = network(work)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, fused=True)
        self.x = torch.rand(TRAIN_ROWS, work.widths[0])
        self.y = torch.randint(0, 2, (TRAIN_ROWS,))

    def epoch(self, batch: int) -> int:
        """Trains an epoch; how many steps that were."""
        steps = 0
        for rows in torch.randperm(TRAIN_ROWS).split(batch):
            loss = loss_of(self.work, self.network(self.x[rows]), self.y[rows])
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            steps += 1
        return steps


def step_time(work: Workload, batch: int, threads: int, seconds: float) -> dict[str, float]:
    """Microseconds a step: on the clock, and of processor time in all threads."""
    torch.set_num_threads(threads)
    job = Job(work)
    job.epoch(256)
    steps, clock, processor = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - clock < seconds:
        steps += job.epoch(batch)
    return {"us": (time.perf_counter() - clock) / steps * 1e6, "processor_us": (time.process_time() - processor) / steps * 1e6}


def main() -> None:
    torch.set_flush_denormal(True)  # before the first parallel loop: its threads inherit it
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        name, batch, threads, seconds = line.split()
        print(json.dumps(step_time(WORKLOADS[name], int(batch), int(threads), float(seconds))), flush=True)


if __name__ == "__main__":
    main()
