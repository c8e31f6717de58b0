#!/usr/bin/env python3
"""Fails when an include crosses a wall of the house; when a file has a type of its own under a name that a
header it may include gives to another, since united.cmake lets the files of a room be read as one; when two
headers give the same name to different types; or when a file uses functions of a standard header that neither it nor what it includes of ours names: which headers bring
each other along differs between versions of the standard library.

core knows no window, GL or CUDA. Inside core and inside app each room sees only rooms of a lower level, or of
its own level as long as these form no circle. Only app/devices.cpp includes cuda/.
"""
import pathlib
import re
import sys

LEVELS = {
    "core": [{"base"}, {"data", "model", "lessons"}, {"device"}, {"memory"},
             {"train", "pipeline", "predict", "plan", "measure", "io"}, {"run"}, {"workspace"}],
    "app": [{"ui"}, {"widgets", "gl"}, {"state"}, {"views"}, {"window"}],
}
LEVEL = {house: {room: level for level, rooms in enumerate(levels) for room in rooms}
         for house, levels in LEVELS.items()}
ONLY = {("core", "lessons"): {"base", "facts"}, ("app", "cli"): set()}  # beside the levels
FOREIGN = re.compile(r'^\s*#\s*include\s*[<"](imgui|GLFW|glad|GL/|cuda|cublas|nv|CLI/|stb)', re.I)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')
TYPE = re.compile(r"(?:using\s+(\w+)\s*=|(?:struct|class|enum class)\s+(\w+)(?!\w|::)[^;]*{)")
STANDARD = {  # of those that other headers often bring along
    "algorithm": re.compile(r"\bstd::(all_of|any_of|clamp|copy|copy_n|count|count_if|equal|fill|fill_n|find|find_if|"
                            r"is_sorted|lower_bound|max|max_element|min|min_element|none_of|nth_element|replace|"
                            r"reverse|sort|stable_sort|transform|unique|upper_bound|ranges::\w+)\("),
    "cmath": re.compile(r"\bstd::(ceil|exp|floor|isfinite|isinf|isnan|log|lround|pow|sqrt)\("),
    "cstdint": re.compile(r"\bstd::(u?int(?:8|16|32|64)_t)\b"),
    "numeric": re.compile(r"\bstd::(accumulate|inner_product|iota|partial_sum)\("),
}
COMMENT = re.compile(r"//.*")
SOURCES = {".h", ".cpp", ".cu", ".cuh", ".inc"}


def includes(root: pathlib.Path):
    """(file, line number, text, what it includes) of every include under core, app and cuda."""
    for path in sorted(p for house in ("core", "app", "cuda") for p in (root / house).rglob("*")
                       if p.suffix in SOURCES):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := INCLUDE.match(line):
                yield path.relative_to(root).as_posix(), number, line, found.group(1)


def room_of(name: str):
    """("core", "data") of core/data/csv/csv.h; nothing for a file that lies in no room."""
    parts = name.split("/")
    return (parts[0], parts[1]) if len(parts) > 2 and parts[0] in LEVELS else None


def wall(mine, other) -> str:
    """Why `mine` may not include `other`; empty when it may."""
    house, room = mine
    if mine == other or other is None or other[0] != house:
        return ""
    allowed = ONLY.get(mine)
    if allowed is not None:
        return "" if other[1] in allowed else f"{house}/{room} sees only {', '.join(sorted(allowed)) or 'itself'}"
    unknown = next((r for r in (room, other[1]) if r not in LEVEL[house]), None)
    if unknown:
        return f"no level is known for {house}/{unknown}"
    if LEVEL[house][other[1]] > LEVEL[house][room]:
        return f"{house}/{room} must not include {house}/{other[1]}"
    return ""


def circles(edges):
    """Rooms of one level that include each other, directly or through others. edges: {(from, to): place}."""
    reach = {}
    for mine, other in edges:
        reach.setdefault(mine, set()).add(other)

    def reached(start):
        seen, todo = set(), [start]
        while todo:
            for other in reach.get(todo.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    for (mine, other), place in sorted(edges.items()):
        if mine in reached(other):
            yield f"{place}: {'/'.join(mine)} and {'/'.join(other)} include each other"


def types(root: pathlib.Path, suffix: str):
    """(file, line number, name) of every type outside of others under core and app."""
    for path in sorted(p for house in LEVELS for p in (root / house).rglob("*" + suffix)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := TYPE.match(line):
                yield path.relative_to(root).as_posix(), number, found.group(1) or found.group(2)


def doubles(root: pathlib.Path):
    headers = {}
    for name, _, of in types(root, ".h"):
        headers.setdefault(of, set()).add(name)
    for name, number, of in types(root, ".cpp"):
        for header in sorted(headers.get(of, ())):
            mine, other = room_of(name), room_of(header)
            if mine and not wall(mine, other):
                yield f"{name}:{number}: {of} is what {header} calls another type: use another name"


NAMESPACE = re.compile(r"namespace ([\w:]+) \{")


def twins(root: pathlib.Path):
    """Two headers that give the same full name to a type each: a program with both has only one of them."""
    first = {}
    for path in sorted(p for house in ("core", "app", "cuda") for p in (root / house).rglob("*.h")):
        inside = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := NAMESPACE.match(line):
                inside.append(found.group(1))
            elif line.startswith("}  // namespace"):
                inside = inside[:-1]
            elif found := re.match(r"(?:struct|class|enum class) (\w+)(?: final)?(?: :[^;{]*)? \{", line):
                here, name = f"{path.relative_to(root).as_posix()}:{number}", "::".join([*inside, found.group(1)])
                if other := first.setdefault(name, here):
                    if other.split(":")[0] != here.split(":")[0]:
                        yield f"{here}: {name} is the name of another type in {other}: use another name"


def missing_headers(root: pathlib.Path):
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
             for house in ("core", "app", "cuda", "tests") for path in (root / house).rglob("*")
             if path.suffix in SOURCES}
    named = {name: set(filter(None, (found.group(1) for found in map(INCLUDE.match, text.splitlines()) if found)))
             for name, text in texts.items()}

    def brought(name):
        seen, todo = set(), [name]
        while todo:
            new = named.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        return seen

    for name, text in sorted(texts.items()):
        if name.endswith(".inc"):  # read inside a namespace, behind the headers of who includes it
            continue
        code = COMMENT.sub("", text)
        for header, functions in STANDARD.items():
            if (found := functions.search(code)) and header not in brought(name):
                yield f"{name}: std::{found.group(1)} needs #include <{header}>"


def breaches(root: pathlib.Path):
    beside = {}
    for name, number, line, target in includes(root):
        house, here = name.split("/")[0], f"{name}:{number}"
        if house == "core" and (FOREIGN.match(line) or target.startswith(("app/", "cuda/"))):
            yield f"{here}: core must not include {target}"
        elif house == "app" and name != "app/devices.cpp" and re.match(r"(cuda|cublas|nv)", target):
            yield f"{here}: only app/devices.cpp may name the CUDA backend"
        elif house == "cuda" and target.startswith("app/"):
            yield f"{here}: cuda must not include {target}"
        mine, other = room_of(name), room_of(target)
        if mine is None:
            continue
        if why := wall(mine, other):
            yield f"{here}: {why}"
        elif other and other != mine and other[0] == mine[0]:
            beside.setdefault((mine, other), here)
    yield from circles(beside)
    yield from doubles(root)
    yield from twins(root)
    yield from missing_headers(root)


def main() -> int:
    found = list(breaches(pathlib.Path(sys.argv[1])))
    print("\n".join(found) if found else "every include stays inside its walls")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
