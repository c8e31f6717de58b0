"""The training workloads that Headroom and its peers are compared on; tests/bench/workloads.h has the same.

A   8,000 rows x 50, hidden 50-50, softmax over 2 classes
Bs  10,000 rows x 20 -> 230 features of degree 2, of which 8,000 train, hidden 50-50, one sigmoid output
Bl  the same with 5 hidden layers of 200
"""
from typing import NamedTuple

ROWS = 10_000
TRAIN_ROWS = 8_000
BATCHES = (32, 256)


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
}
