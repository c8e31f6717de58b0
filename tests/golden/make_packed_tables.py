#!/usr/bin/env python3
"""Writes tests/data/packed: one small table packed by Python's gzip and zipfile, whole and damaged.

usage: make_packed_tables.py   (encrypted.zip needs a program that Python has not: zip -P secret encrypted.zip table.csv)
"""
import gzip
import io
import pathlib
import struct
import zipfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "packed"
TABLE = "a,b,y\n" + "".join(f"{i * 0.25:.2f},{i * 7 % 5}.5,{'rgb'[i % 3]}\n" for i in range(40))


def packed(text):
    return gzip.compress(text.encode(), mtime=0)


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in files:
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def told_larger(data, size):
    at = data.rindex(b"PK\1\2") + 24  # uncompressed size in the last entry of the central directory
    return data[:at] + struct.pack("<I", size) + data[at + 4:]


cut = TABLE.index("\n", 200) + 1
one = archive([("folder/", ""), ("folder/table.csv", TABLE)])
damaged = bytearray(packed(TABLE))
damaged[60] ^= 0x55
files = {
    "table.csv.gz": packed(TABLE),
    "by_its_bytes.dat": packed(TABLE),
    "two_members.csv.gz": packed(TABLE[:cut]) + packed(TABLE[cut:]) + bytes(20),
    "utf16.csv.gz": gzip.compress(TABLE.encode("utf-16"), mtime=0),
    "cut_off.csv.gz": packed(TABLE)[:-12],
    "damaged.csv.gz": bytes(damaged),
    "twice.csv.gz": gzip.compress(packed(TABLE), mtime=0),
    "table.zip": one,
    "two_files.zip": archive([("table.csv", TABLE), ("other.csv", TABLE)]),
    "no_file.zip": archive([("folder/", "")]),
    "cut_off.zip": one[:-30],
    "told_too_large.zip": told_larger(one, 0x7FFFFFFF),
    "told_too_small.zip": told_larger(one, 100),
    "workbook.xlsx": archive([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")]),
    "workbook.ods": archive([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]),
}
OUT.mkdir(exist_ok=True)
for name, data in files.items():
    (OUT / name).write_bytes(data)
