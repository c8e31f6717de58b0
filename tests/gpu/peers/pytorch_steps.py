#!/usr/bin/env python3
"""Step times of PyTorch: eager, torch.compile, the whole step in one CUDA graph, and both together.

usage: pytorch_steps.py [--device cuda|cpu] [--steps N]
"""
import argparse

import torch
from torch import nn

import cases


class Job:
    """A network, its optimizer and its data; step(rows) is one training step on those rows."""

    def __init__(self, case: cases.Case, device: str, capturable: bool = False):
        torch.manual_seed(1)
        layers: list[nn.Module] = []
        for width, following in zip(case.widths, case.widths[1:]):
            layers += [nn.Linear(width, following), nn.ReLU()]
        self.network = nn.Sequential(*layers[:-1]).to(device)
        self.softmax = case.output == "softmax"
        self.loss_function = nn.CrossEntropyLoss() if self.softmax else nn.BCEWithLogitsLoss()
        on_cuda = device == "cuda"
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, fused=on_cuda, capturable=capturable)
        self.x = torch.rand(cases.ROWS, case.widths[0], device=device)
        self.y = torch.floor(self.x[:, 0] * (case.widths[-1] if self.softmax else 2))
        self.y = self.y.long() if self.softmax else self.y.unsqueeze(1)
        self.batch = case.batch
        self.device = device

    def step(self, rows: torch.Tensor) -> torch.Tensor:
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss_function(self.network(self.x.index_select(0, rows)), self.y.index_select(0, rows))
        loss.backward()
        self.optimizer.step()
        return loss

    def batches(self, steps: int):
        while steps > 0:
            order = torch.randperm(cases.ROWS, device=self.device)
            for first in range(0, cases.ROWS - self.batch + 1, self.batch):
                if steps == 0:
                    return
                yield order[first:first + self.batch]
                steps -= 1

    def loss(self) -> float:
        with torch.no_grad():
            return self.loss_function(self.network(self.x), self.y).item()

    def wait(self) -> None:
        if self.device == "cuda":
            torch.cuda.synchronize()


def eager(case: cases.Case, device: str):
    job = Job(case, device)

    def run(steps: int) -> None:
        for rows in job.batches(steps):
            job.step(rows)
        job.wait()
    return run, job.loss


def compiled(case: cases.Case, device: str):
    job = Job(case, device)
    job.network = torch.compile(job.network, mode="reduce-overhead")  # with CUDA graphs

    def run(steps: int) -> None:
        for rows in job.batches(steps):
            torch.compiler.cudagraph_mark_step_begin()
            job.step(rows)
        job.wait()
    return run, job.loss


def graph(case: cases.Case, device: str, compile_it: bool = False):
    job = Job(case, device, capturable=True)
    if compile_it:
        job.network = torch.compile(job.network)
    rows = torch.arange(case.batch, device=device)
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):  # the warm-up that capture asks for
        for _ in range(3):
            job.step(rows)
    torch.cuda.current_stream().wait_stream(side)
    captured = torch.cuda.CUDAGraph()
    with torch.cuda.graph(captured):
        job.step(rows)

    def run(steps: int) -> None:
        for batch in job.batches(steps):
            rows.copy_(batch)
            captured.replay()
        job.wait()
    return run, job.loss


def compiled_graph(case: cases.Case, device: str):
    return graph(case, device, compile_it=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--steps", type=int, help="instead of the list's, for a quick look")
    arguments = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = False
    peers = {"pytorch-eager": eager}
    if arguments.device == "cuda":
        peers |= {"pytorch-compile": compiled, "pytorch-graph": graph, "pytorch-compile-graph": compiled_graph}
    for case in cases.cases():
        if arguments.steps:
            case = case._replace(steps=arguments.steps)
        for peer, make in peers.items():
            made = []

            def run(steps: int) -> None:  # made inside, so that a failure to build is reported too
                if not made:
                    made.append(make(case, arguments.device))
                made[0][0](steps)
            cases.report(peer, case, run, lambda: made[0][1]())


if __name__ == "__main__":
    main()
