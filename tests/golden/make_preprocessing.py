#!/usr/bin/env python3
"""Writes preprocessing.json: what scikit-learn makes of a small table of floats.

Needs scikit-learn; the result is committed, so the tests do not. Run in this directory:
    python3 make_preprocessing.py
"""
import json

import numpy as np
import sklearn
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, PolynomialFeatures, StandardScaler

rng = np.random.default_rng(20240607)
ROWS, FIT_ROWS, COLUMNS = 12, 9, 5
x = rng.normal(size=(ROWS, COLUMNS)) * [1, 100, 0.01, 3, 1] + [0, 2000, 0.5, -7, 0]
x[:, 4] = 2.5  # constant: scikit-learn and Headroom both make it 0
x = x.astype(np.float32)
x64 = x.astype(np.float64)

minmax = MinMaxScaler().fit(x64[:FIT_ROWS])
standard = StandardScaler().fit(x64[:FIT_ROWS])
names = ["a", "b", "c", "d", "e"]
scaled = minmax.transform(x64).astype(np.float32)
polynomial = PolynomialFeatures(2, include_bias=False).fit(scaled)

labels_text = ["red", "Blue", "10", "9", "ärmel", "apple", "red", "Zebra"]
labels_numbers = [10.0, 9.0, -1.0, 2.5, 10.0]
colours = np.array([["red"], ["green"], ["blue"], ["red"]])

document = {
    "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, make_preprocessing.py",
    "rows": ROWS, "fit_rows": FIT_ROWS, "columns": COLUMNS, "names": names,
    "x": x64.ravel().tolist(),
    "minmax": minmax.transform(x64).ravel().tolist(),
    "standard": standard.transform(x64).ravel().tolist(),
    "polynomial": {"input": scaled.astype(np.float64).ravel().tolist(),
                   "names": polynomial.get_feature_names_out(names).tolist(),
                   "values": polynomial.transform(scaled.astype(np.float64)).ravel().tolist()},
    "labels": {"text": labels_text, "text_classes": LabelEncoder().fit(labels_text).classes_.tolist(),
               "numbers": labels_numbers,
               "numbers_classes": LabelEncoder().fit(labels_numbers).classes_.tolist()},
    "one_hot": {"values": colours.ravel().tolist(),
                "categories": OneHotEncoder().fit(colours).categories_[0].tolist(),
                "matrix": OneHotEncoder().fit_transform(colours).toarray().ravel().tolist()},
}
with open("preprocessing.json", "w", encoding="utf-8") as file:
    json.dump(document, file, indent=None, separators=(",", ":"), ensure_ascii=False)
    file.write("\n")
