#!/usr/bin/env python3
"""Writes table_frames.json: what Python's csv module reads from tests/data/tables, told by hand how each file is made.

usage: make_table_frames.py
"""
import csv
import io
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parent / "data" / "tables"

# Lines to skip, settings of the csv module, names (None: the first record), columns to leave out.
FILES = {
    "comment_head.csv": (2, {}, None, []),
    "empty_rows_end.csv": (0, {}, None, []),
    "header_commas.csv": (0, {"delimiter": ";"}, None, []),
    "nohdr_numbers.csv": (0, {}, ["x1", "x2", "x3", "x4", "x5"], []),
    "nohdr_repeats.csv": (0, {}, ["x1", "x2", "x3", "x4", "x5", "x6"], []),
    "pandas_index.csv": (0, {}, None, [0]),
    "pipe.csv": (0, {"delimiter": "|"}, None, []),
    "sep_line.csv": (1, {"delimiter": ";"}, None, []),
    "single_quotes.csv": (0, {"quotechar": "'"}, None, []),
    "trailing_separator.csv": (0, {}, None, [3]),
    "guard_duplicate.csv": (0, {}, ["a", "a_2", "y"], []),
    "r_rownames.tsv": (0, {"delimiter": "\t"}, ["row_names", "a", "b", "y"], [0]),
}
NAMES_LINE = {"guard_duplicate.csv", "r_rownames.tsv"}  # named above, but their first record holds names


def table(name):
    skip, settings, names, left_out = FILES[name]
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines(keepends=True)[skip:]
    records = [r for r in csv.reader(io.StringIO("".join(lines)), **settings) if any(r)]
    if names is None or name in NAMES_LINE:
        first = records.pop(0)
        names = names or first
    kept = [c for c in range(len(names)) if c not in left_out]
    return {"file": name, "names": [names[c] for c in kept],
            "columns": [[record[c] for record in records] for c in kept]}


document = {"made by": "make_table_frames.py", "tables": [table(name) for name in FILES]}
text = json.dumps(document).replace('{"file"', '\n{"file"')  # a line each
(HERE / "table_frames.json").write_text(text + "\n", encoding="utf-8")
