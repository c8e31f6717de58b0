#!/usr/bin/env python3
"""PyTorch on the processor: Adam(fused=True), denormals flushed. With --compile the loss goes through torch.compile."""
import os
import sys

import torch
from torch import nn

from serve import serve
from workloads import CHECK_BATCH, TRAIN_ROWS, Task, Workload


def network(work: Workload) -> nn.Sequential:
    layers: list[nn.Module] = []
    for width, following in zip(work.widths, work.widths[1:]):
        layers += [nn.Linear(width, following), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def loss_of(softmax: bool, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if softmax:
        return nn.functional.cross_entropy(logits, targets)
    return nn.functional.binary_cross_entropy_with_logits(logits[:, 0], targets)


class PyTorch:
    compiled = False

    def __init__(self, task: Task):
        softmax = task.work.softmax
        self.network = network(task.work)
        with torch.no_grad():
            for layer, (weight, bias) in zip((part for part in self.network if isinstance(part, nn.Linear)), task.weights):
                layer.weight.copy_(torch.from_numpy(weight))
                layer.bias.copy_(torch.from_numpy(bias))
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, fused=True)
        self.x = torch.from_numpy(task.features)
        self.y = torch.from_numpy(task.classes) if softmax else torch.from_numpy(task.classes).float()
        self.loss_of = lambda x, y: loss_of(softmax, self.network(x), y)
        if self.compiled:
            self.loss_of = torch.compile(self.loss_of, dynamic=False)

    def step(self, x: torch.Tensor, y: torch.Tensor) -> None:
        loss = self.loss_of(x, y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def learn(self, first: int, count: int) -> None:
        for rows in torch.arange(first, first + count).split(CHECK_BATCH):
            self.step(self.x[rows], self.y[rows])

    def loss(self, first: int, count: int) -> float:
        with torch.no_grad():
            return self.loss_of(self.x[first:first + count], self.y[first:first + count]).item()

    def epoch(self, batch: int) -> None:
        for rows in torch.randperm(TRAIN_ROWS).split(batch):
            self.step(self.x[rows], self.y[rows])


class Compiled(PyTorch):
    compiled = True


if __name__ == "__main__":
    torch._dynamo.config.recompile_limit = 64  # workloads x batches, of which the last of an epoch is smaller
    torch.set_flush_denormal(True)  # before the first parallel loop: its threads inherit it
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    serve(torch.__version__, Compiled if "--compile" in sys.argv else PyTorch)
