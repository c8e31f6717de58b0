#!/usr/bin/env python3
"""Writes mlp_replay.json: what PyTorch's own layers, losses and optimizers make of a small network.

    python3 make_replay.py > mlp_replay.json     (made with PyTorch 2.15.0, CPU, float32, one thread)

For every output, the same rows and starting weights; for every activation and optimizer, the loss of
20 steps, each before its update, without shuffling. 24 rows in batches of 7, so each epoch ends with a
batch of 3. The optimizers' options are in the file; what they leave out is PyTorch's default.
"""
import json
import sys

import torch

ROWS, COLUMNS, HIDDEN, BATCH, STEPS = 24, 5, [6, 4], 7, 20
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "gelu": torch.nn.functional.gelu,
               "silu": torch.nn.functional.silu}
LOSSES = {"softmax": torch.nn.CrossEntropyLoss(), "sigmoid": torch.nn.BCEWithLogitsLoss(), "linear": torch.nn.MSELoss()}
OPTIMIZERS = [
    {"optimizer": "sgd", "lr": 0.1, "l2": 0.0},
    {"optimizer": "sgd", "lr": 0.1, "l2": 0.01},
    {"optimizer": "momentum", "lr": 0.05, "l2": 0.001, "momentum": 0.8},
    {"optimizer": "adam", "lr": 0.01, "l2": 0.0},
    {"optimizer": "adam", "lr": 0.01, "l2": 0.02},
    {"optimizer": "adamw", "lr": 0.01, "l2": 0.1},
    {"optimizer": "rmsprop", "lr": 0.005, "l2": 0.0},
    {"optimizer": "rmsprop", "lr": 0.005, "l2": 0.02, "alpha": 0.9},
]


def make_optimizer(settings, parameters):
    kind, lr, decay = settings["optimizer"], settings["lr"], settings["l2"]
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=lr, weight_decay=decay)
    if kind == "momentum":
        return torch.optim.SGD(parameters, lr=lr, weight_decay=decay, momentum=settings["momentum"])
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=lr, weight_decay=decay, alpha=settings.get("alpha", 0.99))
    kinds = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    return kinds[kind](parameters, lr=lr, weight_decay=decay)


def make_layers(outputs):
    torch.manual_seed(outputs)
    widths = [COLUMNS, *HIDDEN, outputs]
    return [torch.nn.Linear(i, o) for i, o in zip(widths, widths[1:])]


def replay(output, features, targets, outputs, activation, settings):
    layers = make_layers(outputs)
    optimizer = make_optimizer(settings, [p for layer in layers for p in layer.parameters()])
    losses, first = [], 0
    while len(losses) < STEPS:
        x, y = features[first:first + BATCH], targets[first:first + BATCH]
        first = first + BATCH if first + BATCH < ROWS else 0
        for layer in layers[:-1]:
            x = ACTIVATIONS[activation](layer(x))
        z = layers[-1](x)
        loss = LOSSES[output](z, y.long()) if output == "softmax" else LOSSES[output](z[:, 0], y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def make_case(output):
    outputs = 3 if output == "softmax" else 1
    torch.manual_seed(7)
    features = torch.randn(ROWS, COLUMNS)
    score = features[:, 0] - features[:, 1] * features[:, 2]
    targets = {"softmax": (score > -0.5).float() + (score > 0.5).float(), "sigmoid": (score > 0).float(), "linear": score}[output]
    return {
        "output": output,
        "features": features.flatten().tolist(),
        "targets": targets.tolist(),
        "layers": [{"weight": l.weight.flatten().tolist(), "bias": l.bias.tolist()} for l in make_layers(outputs)],
        "runs": [{**settings, "activation": activation, "losses": replay(output, features, targets, outputs, activation, settings)}
                 for settings in OPTIMIZERS for activation in ACTIVATIONS],
    }


torch.set_num_threads(1)
json.dump({"source": f"tests/golden/make_replay.py, PyTorch {torch.__version__}", "rows": ROWS, "columns": COLUMNS, "hidden": HIDDEN,
           "batch": BATCH, "cases": [make_case(output) for output in LOSSES]}, sys.stdout)
print()
