#!/usr/bin/env python3
"""Writes errors.json: what scikit-learn and numpy say about a few hundred answers, right and wrong.

Needs scikit-learn; the result is committed, so the tests do not. Run in this directory:
    python3 make_errors.py
"""
import json

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

rng = np.random.default_rng(20250611)


def answers(rows, classes, rounded):
    """Truth and probabilities; rounded ones have many ties. The last class has no rows."""
    truth = rng.integers(0, classes - 1 if classes > 2 else classes, size=rows)
    z = rng.normal(size=(rows, classes)) * 1.4
    z[np.arange(rows), truth] += 1.2
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    if rounded:
        p = np.round(p * 20) / 20
        p = p + 1e-3 * np.arange(classes)[::-1]  # no ties between the classes of a row
        p = np.clip(p, 0, 1)
    return truth, p.astype(np.float32)


def case(rows, classes, rounded):
    truth, p = answers(rows, classes, rounded)
    said = p.argmax(axis=1)
    labels = np.arange(classes)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, said, labels=labels, zero_division=0)
    curves = []
    for c in labels:
        own = truth == c
        if not own.any():
            continue
        fpr, tpr, thresholds = metrics.roc_curve(own, p[:, c], drop_intermediate=False)
        precisions, recalls, _ = metrics.precision_recall_curve(own, p[:, c])
        curves.append({"class": int(c), "fpr": fpr[1:].tolist(), "tpr": tpr[1:].tolist(),
                       "thresholds": thresholds[1:].astype(np.float64).tolist(),
                       "precision": precisions[-2::-1].tolist(), "recall": recalls[-2::-1].tolist(),
                       "auc": metrics.roc_auc_score(own, p[:, c]),
                       "average_precision": metrics.average_precision_score(own, p[:, c])})
    confidence = p.max(axis=1).astype(np.float64)
    share, mean = calibration_curve(said == truth, confidence, n_bins=10, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], confidence)
    counts = np.bincount(bins, minlength=10)
    filled = counts > 0
    return {"classes": classes, "truth": truth.tolist(), "said": said.tolist(),
            "probabilities": p.astype(np.float64).ravel().tolist(),
            "confusion": metrics.confusion_matrix(truth, said, labels=labels).ravel().tolist(),
            "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
            "support": support.tolist(),
            "accuracy": metrics.accuracy_score(truth, said),
            "balanced_accuracy": metrics.balanced_accuracy_score(truth, said) if set(said) <= set(truth) else
            float(recall[support > 0].mean()),
            "curves": curves,
            "calibration": {"counts": counts.tolist(), "share": share.tolist(), "confidence": mean.tolist(),
                            "expected_error": float((counts[filled] / len(truth) * np.abs(share - mean)).sum())}}


residuals = rng.normal(size=300) * 3 + 0.4
counts, edges = np.histogram(residuals, bins=31)
document = {
    "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, make_errors.py",
    "cases": [case(80, 2, False), case(90, 2, True), case(160, 5, False), case(120, 4, True)],
    "residuals": {"values": residuals.tolist(), "counts": counts.tolist(), "low": edges[0], "high": edges[-1],
                  "mean": residuals.mean(), "deviation": residuals.std(),
                  "worst": np.argsort(-np.abs(residuals), kind="stable")[:10].tolist()},
}
with open("errors.json", "w", encoding="utf-8") as out:
    json.dump(document, out)
    out.write("\n")
