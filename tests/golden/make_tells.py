#!/usr/bin/env python3
"""Writes tells.json: how columns tell a target, alone and in pairs, and their principal components.

Needs scikit-learn; the result is committed, so the tests do not. Run in this directory:
    python3 make_tells.py
"""
import json

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import PolynomialFeatures

rng = np.random.default_rng(20240711)
ROWS, COLUMNS = 80, 5
x = rng.normal(size=(ROWS, COLUMNS)) * [1, 3, 0.5, 2, 1]
x[:, 1] += 2 * x[:, 0]
x[:, 3] = np.round(x[:, 3])  # many equal values: ties
x = x.astype(np.float32).astype(np.float64)
two = (x[:, 0] * x[:, 2] + 0.3 * x[:, 3] + 0.5 * rng.normal(size=ROWS) > 0).astype(int)
three = rng.integers(0, 3, size=ROWS)
three[x[:, 1] > 3] = 2
number = (2 * x[:, 1] + rng.normal(size=ROWS)).astype(np.float32).astype(np.float64)

pairs = []
for a in range(COLUMNS):
    for b in range(a + 1, COLUMNS):
        terms = PolynomialFeatures(2).fit_transform(x[:, [a, b]])
        score = LinearRegression(fit_intercept=False).fit(terms, two).predict(terms)
        pairs.append({"x": a, "y": b, "auc": roc_auc_score(two, score)})
pca = PCA().fit(x)
document = {
    "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, make_tells.py",
    "rows": ROWS, "columns": COLUMNS, "x": x.ravel().tolist(),
    "two": two.tolist(), "three": three.tolist(), "number": number.tolist(),
    "auc_two": [roc_auc_score(two, x[:, c]) for c in range(COLUMNS)],
    "auc_three": [[roc_auc_score(three == k, x[:, c]) for k in range(3)] for c in range(COLUMNS)],
    "auc_pairs": pairs,
    "correlation_with_number": [np.corrcoef(x[:, c], number)[0, 1] for c in range(COLUMNS)],
    "correlations": np.corrcoef(x.T).ravel().tolist(),
    "variances": pca.explained_variance_.tolist(),
    "axes": pca.components_[:2].tolist(),
    "projected": pca.transform(x)[:, :2].tolist(),
}
with open("tells.json", "w") as out:
    json.dump(document, out)
    out.write("\n")
