#!/usr/bin/env python3
"""Fails when an include crosses a wall of the house.

core knows no window, GL or CUDA; inside core: base <- data, model <- device, memory <- train, io,
pipeline <- run. Only app/devices.cpp includes cuda/.
"""
import pathlib
import re
import sys

LEVEL = {"base": 0, "data": 1, "model": 1, "device": 2, "memory": 2, "train": 3, "io": 3, "pipeline": 3,
         "run": 4, "lessons": 1}
FOREIGN = re.compile(r'^\s*#\s*include\s*[<"](imgui|GLFW|glad|GL/|cuda|cublas|nv|CLI/|stb)', re.I)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')


def breaches(root: pathlib.Path):
    for path in sorted(p for room in ("core", "app", "cuda") for p in (root / room).rglob("*")
                       if p.suffix in {".h", ".cpp", ".cu", ".cuh"}):
        name = path.relative_to(root).as_posix()
        room = name.split("/")[0]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            target = found.group(1)
            here = f"{name}:{number}"
            if room == "core":
                if FOREIGN.match(line) or target.startswith(("app/", "cuda/")):
                    yield f"{here}: core must not include {target}"
                elif target.startswith("core/"):
                    mine, other = name.split("/")[1], target.split("/")[1]
                    if LEVEL[other] > LEVEL[mine]:
                        yield f"{here}: core/{mine} must not include core/{other}"
                    if mine == "lessons" and other not in ("base", "lessons"):
                        yield f"{here}: lessons sees base only"
            elif room == "app" and name != "app/devices.cpp":
                if target.startswith("cuda") or re.match(r"(cublas|nv)", target):
                    yield f"{here}: only app/devices.cpp may name the CUDA backend"
            elif room == "cuda" and target.startswith("app/"):
                yield f"{here}: cuda must not include {target}"


def main() -> int:
    found = list(breaches(pathlib.Path(sys.argv[1])))
    print("\n".join(found) if found else "every include stays inside its walls")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
