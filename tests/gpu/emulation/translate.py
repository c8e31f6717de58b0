#!/usr/bin/env python3
"""Rewrites the kernel launches of a .cu file as calls that the host emulation carries out.

usage: translate.py INPUT.cu OUTPUT.cpp
"""
import re
import sys

LAUNCH = re.compile(r"(?P<kernel>\w+(?:<[\w:, ]+>)?)\s*<<<(?P<config>.*?)>>>\s*\(", re.DOTALL)

DYNAMIC_SHARED = re.compile(r"extern __shared__ (?P<type>\w+) (?P<name>\w+)\[\];")


def main() -> int:
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    text = LAUNCH.sub(r"::emulation::launcher(&\g<kernel>, \g<config>)(", text)
    text = DYNAMIC_SHARED.sub(r"auto* const \g<name> = static_cast<\g<type>*>(::emulation::dynamic_shared());", text)
    if "<<<" in text:
        print(f"{source}: a launch was not understood", file=sys.stderr)
        return 1
    with open(target, "w", encoding="utf-8") as file:
        file.write(f'#include "emulation.h"\n#line 1 "{source}"\n{text}')
    return 0


if __name__ == "__main__":
    sys.exit(main())
