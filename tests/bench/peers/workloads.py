"""The training workloads that Headroom and its peers are compared on; core/measure/workload.h has the same.

A   8,000 rows x 50, hidden 50-50, softmax over 2 classes
Bs  10,000 rows x 20 -> 230 features of degree 2, of which 8,000 train, hidden 50-50, one sigmoid output
Bl  the same with 5 hidden layers of 200
A1  A with one sigmoid output: what a library trains that knows no other network for two classes
"""
import pathlib
from typing import NamedTuple

import numpy

ROWS = 10_000
TRAIN_ROWS = 8_000
BATCHES = (32, 256)
CHECK_BATCH = 32
CHECK_STEPS = 20


class Workload(NamedTuple):
    columns: int
    degree: int
    hidden: list[int]
    outputs: int

    @property
    def widths(self) -> list[int]:
        features = self.columns if self.degree == 1 else self.columns * (self.columns + 3) // 2
        return [features, *self.hidden, self.outputs]

    @property
    def softmax(self) -> bool:
        return self.outputs > 1


WORKLOADS = {
    "A": Workload(50, 1, [50, 50], 2),
    "Bs": Workload(20, 2, [50, 50], 1),
    "Bl": Workload(20, 2, [200] * 5, 1),
    "A1": Workload(50, 1, [50, 50], 1),
}
COMPARED = ("A", "Bs", "Bl")


def rows_to_learn(work: Workload) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Columns [ROWS, columns] and classes that a network can learn."""
    rng = numpy.random.default_rng(0)
    columns = rng.uniform(-3, 5, (ROWS, work.columns)).astype(numpy.float32)
    score = columns @ rng.normal(size=work.columns)
    return columns, (score > numpy.median(score)).astype(numpy.int64)


def first_weights(work: Workload) -> list[tuple[numpy.ndarray, numpy.ndarray]]:
    """Of each layer the weights [out, in] and the biases, as torch.nn.Linear draws them."""
    rng = numpy.random.default_rng(1)
    layers = []
    for width, following in zip(work.widths, work.widths[1:]):
        bound = width**-0.5
        layers.append((rng.uniform(-bound, bound, (following, width)).astype(numpy.float32),
                       rng.uniform(-bound, bound, following).astype(numpy.float32)))
    return layers


def random_rows(work: Workload) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Features [TRAIN_ROWS, features] and classes without a meaning: to be timed."""
    rng = numpy.random.default_rng(1)
    return rng.random((TRAIN_ROWS, work.widths[0]), numpy.float32), rng.integers(0, 2, TRAIN_ROWS)


class Task(NamedTuple):
    """What a peer is asked to train, read back from its directory (protocol.h says what lies there)."""
    work: Workload
    features: numpy.ndarray
    classes: numpy.ndarray
    weights: list[tuple[numpy.ndarray, numpy.ndarray]]

    def write(self, folder: pathlib.Path) -> None:
        self.features.astype("<f4").tofile(folder / "features.f32")
        self.classes.astype("<f4").tofile(folder / "targets.f32")
        numpy.concatenate([part.ravel() for layer in self.weights for part in layer]).tofile(folder / "weights.f32")

    @staticmethod
    def read(work: Workload, folder: pathlib.Path) -> "Task":
        features = numpy.fromfile(folder / "features.f32", "<f4").reshape(ROWS, work.widths[0])
        classes = numpy.fromfile(folder / "targets.f32", "<f4").astype(numpy.int64)
        values, layers = numpy.fromfile(folder / "weights.f32", "<f4"), []
        for width, following in zip(work.widths, work.widths[1:]):
            weight, bias, values = numpy.split(values, [width * following, (width + 1) * following])
            layers.append((weight.reshape(following, width), bias))
        return Task(work, features, classes, layers)
