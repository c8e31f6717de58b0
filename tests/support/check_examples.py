#!/usr/bin/env python3
"""Every example in a header's comments is compiled: it stands, word for word, in one of tests/examples/*.

An example is a block of comment lines indented by three spaces that reads as code: a line ends with ';', and the last
one with ';' or '}'. Blanks and comments inside do not count. Usage: check_examples.py ROOT
"""
import pathlib
import re
import sys

COMMENT = re.compile(r"\s*//   +(\S.*)$")


def code_of(text):
    """The text of one line without its comment."""
    return re.sub(r"(^|\s)//.*$", "", text).strip()


def examples(header):
    """(line number, code) of every example in a header."""
    number, block, start = 0, [], 0
    for number, line in enumerate(header.read_text(encoding="utf-8").splitlines() + [""], 1):
        match = COMMENT.match(line)
        if match:
            start = start if block else number
            block.append(code_of(match[1]))
            continue
        code = [line for line in block if line]
        if any(line.endswith(";") for line in code) and code[-1][-1] in ";}":
            yield start, "".join(code)
        block = []


def squeezed(text):
    return re.sub(r"\s+", "", text)


def main(root):
    compiled = ""
    for source in sorted((root / "tests" / "examples").iterdir()):
        compiled += squeezed("\n".join(code_of(line) for line in source.read_text(encoding="utf-8").splitlines()))
    count, missing = 0, []
    for room in ("core", "cuda", "app"):
        for header in sorted(root.joinpath(room).rglob("*.*h")):
            for line, code in examples(header):
                count += 1
                if squeezed(code) not in compiled:
                    missing.append(f"{header.relative_to(root)}:{line}: this example is not compiled in tests/examples: "
                                   "write it there as it stands here")
    print("\n".join(missing) if missing else f"all {count} examples of the headers are compiled")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
