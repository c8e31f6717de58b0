#!/usr/bin/env python3
"""Writes reference.safetensors beside itself with the Python package `safetensors` (0.8) and PyTorch.

The values are simple enough to be written down again in tests/io/safetensors_test.cpp. Run it only to make
the file again; the tests read the committed file.
"""
import pathlib

import torch
from safetensors.torch import save_file

special = [1 / 3, -0.0, float("inf"), 2.0**-24, 65504.0, -2.5]  # 2**-24: the smallest half
tensors = {
    "layers.0.weight": (torch.arange(6, dtype=torch.float32).reshape(2, 3) - 3) * 0.25,
    "layers.0.bias": torch.tensor([0.1, -0.2], dtype=torch.float32),
    "double": torch.tensor([[1 / 3], [1e-300]], dtype=torch.float64),
    "half": torch.tensor(special, dtype=torch.float16),
    "brain": torch.tensor(special, dtype=torch.bfloat16),
    "scalar": torch.tensor(7.0),
    "empty": torch.zeros((0, 3)),
}
save_file(tensors, pathlib.Path(__file__).with_name("reference.safetensors"),
          metadata={"schema_version": "1", "note": "größer \"quoted\""})
