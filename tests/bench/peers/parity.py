"""That Headroom and PyTorch train the same thing: an epoch from the same weights, rows in the same order."""
import csv
import json
import pathlib
import subprocess
import tempfile
from typing import NamedTuple

import numpy
import torch
from safetensors.torch import save_file
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures

from pytorch_cpu import loss_of, network
from workloads import ROWS, TRAIN_ROWS, Workload

BATCH = 32
# A deep network is chaotic: fp32 against fp64 drift as far as two fp32 programs do. So the first steps bind closely, the epoch
# by its mean loss.
FIRST_STEPS, FIRST_TOLERANCE, EPOCH_TOLERANCE = 20, 1e-5, 1e-2


class Agreement(NamedTuple):
    first_steps: float  # largest relative difference of a step's loss
    epoch: float        # relative difference of the epoch's mean loss

    @property
    def agrees(self) -> bool:
        return self.first_steps <= FIRST_TOLERANCE and self.epoch <= EPOCH_TOLERANCE

    def __str__(self) -> str:
        verdict = "same training" if self.agrees else "DIFFERENT TRAINING"
        return f"{verdict}: losses of the first {FIRST_STEPS} steps within {self.first_steps:.1e}, mean of the epoch {self.epoch:.1e}"


def check(program: pathlib.Path, work: Workload) -> Agreement:
    rng = numpy.random.default_rng(0)
    features = rng.uniform(-3, 5, (ROWS, work.columns)).astype(numpy.float32)
    score = features @ rng.normal(size=work.columns)
    classes = (score > numpy.median(score)).astype(numpy.int64)
    torch.manual_seed(0)
    model = network(work)
    ours = numpy.array(headroom_losses(program, work, features, classes, model))
    theirs = numpy.array(pytorch_losses(work, features[:TRAIN_ROWS], classes[:TRAIN_ROWS], model))
    apart = numpy.abs(ours[:FIRST_STEPS] / theirs[:FIRST_STEPS] - 1).max()
    return Agreement(float(apart), float(abs(ours.mean() / theirs.mean() - 1)))


def headroom_losses(program: pathlib.Path, work: Workload, features, classes, model) -> list[float]:
    weights = {}
    for index, layer in enumerate(part for part in model if isinstance(part, torch.nn.Linear)):
        weights[f"layers.{index}.weight"] = layer.weight.detach().clone()
        weights[f"layers.{index}.bias"] = layer.bias.detach().clone()
    with tempfile.TemporaryDirectory() as folder:
        data, init = pathlib.Path(folder, "data.csv"), pathlib.Path(folder, "init.safetensors")
        save_file(weights, init)
        with data.open("w", newline="", encoding="ascii") as file:
            writer = csv.writer(file)
            writer.writerow([*(f"x{c}" for c in range(work.columns)), "y"])
            writer.writerows([*map(repr, row), f"class{c}"] for row, c in zip(features.tolist(), classes))
        command = [program, "train", "--data", data, "--target", "y", "--task", "classify",
                   "--output", "softmax" if work.softmax else "sigmoid", "--model", "x".join(map(str, work.hidden)),
                   "--epochs", 1, "--batch", BATCH, "--lr", 0.001, "--optimizer", "adam", "--init", init, "--shuffle", "none",
                   "--split", "tail", "--scale", "minmax", "--degree", work.degree, "--device", "cpu", "--log-steps", "--json"]
        run = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    document = json.loads(run.stdout)
    if run.returncode != 0:
        raise SystemExit(f"headroom-cli: {document['error']['message']}")
    return [step["loss"] for step in document["steps"]]


def pytorch_losses(work: Workload, features, classes, model) -> list[float]:
    x = MinMaxScaler().fit_transform(features.astype(numpy.float64)).astype(numpy.float32)
    if work.degree == 2:
        x = PolynomialFeatures(2, include_bias=False).fit_transform(x)
    x, y = torch.from_numpy(x), torch.from_numpy(classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    losses = []
    for rows in torch.arange(len(x)).split(BATCH):
        loss = loss_of(work, model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
