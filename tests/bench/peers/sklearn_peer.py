#!/usr/bin/env python3
"""scikit-learn's MLPClassifier. It gives two classes one logistic output, so it trains A1 where others train A."""
import numpy
import sklearn
import torch
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from serve import serve
from workloads import CHECK_BATCH, TRAIN_ROWS, Task


class ScikitLearn:
    def __init__(self, task: Task):
        self.x, self.y = task.features, task.classes
        self.network = MLPClassifier(task.work.hidden, alpha=0.0, batch_size=CHECK_BATCH, learning_rate_init=1e-3, shuffle=False)
        self.network.partial_fit(self.x[:CHECK_BATCH], self.y[:CHECK_BATCH], classes=[0, 1])  # makes the parameters
        for mine, (weight, bias) in zip(zip(self.network.coefs_, self.network.intercepts_), task.weights):
            mine[0][...] = weight.T
            mine[1][...] = bias
        del self.network._optimizer  # the next fit starts with fresh moments

    def learn(self, first: int, count: int) -> None:
        self.network.partial_fit(self.x[first:first + count], self.y[first:first + count])

    def loss(self, first: int, count: int) -> float:
        chances = self.network.predict_proba(self.x[first:first + count]).astype(numpy.float64)
        return log_loss(self.y[first:first + count], chances, labels=[0, 1])

    def epoch(self, batch: int) -> None:
        self.network.set_params(batch_size=batch, shuffle=True)
        self.network.partial_fit(self.x[:TRAIN_ROWS], self.y[:TRAIN_ROWS])


if __name__ == "__main__":
    torch.set_flush_denormal(True)  # nothing of scikit-learn does it
    serve(sklearn.__version__, ScikitLearn, renamed={"A": "A1"})
