"""That everybody trains the same thing: the same rows in the same order from the same weights.

Compared with PyTorch (eager) by the loss over 2,000 validation rows, after 20 steps and after the epoch. A deep network
is chaotic: PyTorch compiled and PyTorch eager are as far apart after an epoch as two libraries are.
"""
import pathlib
import tempfile

import numpy
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures

from workloads import TRAIN_ROWS, WORKLOADS, Task, first_weights, rows_to_learn

# Relative, after 20 steps and after an epoch. Libraries put Adam's epsilon in two places, which shows in Bl.
TOLERANCES = {"A": (1e-4, 2e-2), "Bs": (1e-4, 2e-2), "Bl": (5e-3, 1.5e-1)}


def task_of(name: str) -> Task:
    work = WORKLOADS[name]
    columns, classes = rows_to_learn(work)
    features = MinMaxScaler().fit(columns[:TRAIN_ROWS]).transform(columns)
    if work.degree == 2:
        features = PolynomialFeatures(2, include_bias=False).fit_transform(features)
    return Task(work, features.astype(numpy.float32), classes, first_weights(work))


def check(name: str, headroom, peers: list) -> tuple[bool, dict[str, dict]]:
    """peers: running processes, PyTorch among them. The losses of each, and whether all agree."""
    def trained(process, of: str) -> dict[str, float]:
        with tempfile.TemporaryDirectory() as folder:
            task_of(of).write(pathlib.Path(folder))
            return process.ask("train", of, folder)

    [pytorch] = [process for process in peers if process.peer.name == "pytorch"]
    reference = trained(pytorch, name)
    losses = {"headroom": headroom.train(task_of(name)), "pytorch": reference}
    same = apart(name, losses["headroom"], reference)
    for process in peers:
        if process is pytorch:
            continue
        other = "A1" if process.peer.name == "sklearn" and name == "A" else name
        losses[process.peer.name] = trained(process, other)
        same = max(same, apart(name, losses[process.peer.name], reference if other == name else trained(pytorch, other)))
    return same <= 1, losses


def apart(name: str, mine: dict[str, float], theirs: dict[str, float]) -> float:
    """The larger difference in units of its tolerance."""
    return max(abs(mine[key] / theirs[key] - 1) / tolerance for key, tolerance in zip(("first", "epoch"), TOLERANCES[name]))
