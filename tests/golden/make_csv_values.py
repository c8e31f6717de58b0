#!/usr/bin/env python3
"""Writes csv_values.csv, numbers as files hold them, and csv_values.json: what pandas reads there, exactly.

usage: make_csv_values.py   (with numpy and pandas; the values are correctly rounded, as hexadecimal floats)
"""
import json
import math
import pathlib

import numpy
import pandas

HERE = pathlib.Path(__file__).parent
rng = numpy.random.default_rng(5)
rows = 40
normal = rng.standard_normal(rows)
columns = {
    "six": [f"{v:.6f}" for v in normal],
    "shortest": [repr(float(v)) for v in normal * 10.0 ** rng.integers(-12, 12, rows)],
    "whole": [str(v) for v in rng.integers(-(10**9), 10**9, rows)],
    "scientific": [f"{v:.18e}" for v in normal],
    "money": [f"{v:.2f}" if i % 7 else "" for i, v in enumerate(rng.uniform(0, 1e6, rows))],
    "flag": [str(v) for v in rng.integers(0, 2, rows)],
}
text = ",".join(columns) + "\n" + "".join(",".join(row) + "\n" for row in zip(*columns.values()))
(HERE / "csv_values.csv").write_text(text, encoding="ascii")
table = pandas.read_csv(HERE / "csv_values.csv")
for name, texts in columns.items():  # pandas' word is taken where it is the correctly rounded one
    for value, written in zip(table[name], texts):
        assert math.isnan(value) if written == "" else float(value) == float(written), (name, written)
values = [{"name": n, "values": [None if math.isnan(v) else float(v).hex() for v in table[n]]} for n in columns]
document = {"source": f"pandas {pandas.__version__}, make_csv_values.py", "columns": values}
(HERE / "csv_values.json").write_text(json.dumps(document, indent=0) + "\n", encoding="ascii")
