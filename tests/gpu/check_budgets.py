#!/usr/bin/env python3
"""Compiles every kernel and holds what ptxas reports against the budgets: registers, shared memory, spills.

usage: check_budgets.py NVCC SOURCE_ROOT [ARCHITECTURE...]      architectures: default 80 90

Needs no GPU. What a kernel may use follows from what a multiprocessor has for the blocks that are to run on it at a
time; a register too many would otherwise show only as a slower step on some card.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

REGISTERS = 64  # a thread; 1024 threads are then resident on every architecture
STATIC_SHARED = 16 * 1024
# One block has the multiprocessor to itself: 65,536 registers / 512 threads.
EXCEPTIONS = {"persistent_kernel": 128}

ENTRY = re.compile(r"Compiling entry function '(?P<name>\w+)' for 'sm_(?P<arch>\d+)'")
FRAME = re.compile(r"(?P<stack>\d+) bytes stack frame, (?P<stores>\d+) bytes spill stores, (?P<loads>\d+) bytes spill loads")
USED = re.compile(r"Used (?P<registers>\d+) registers")
SHARED = re.compile(r"(?P<bytes>\d+) bytes smem")


class Kernel(NamedTuple):
    file: str
    name: str
    arch: str
    registers: int
    shared: int
    stack: int
    spilled: int


def short_name(mangled: str) -> str:
    """The last name before the parameters, with what it is a template of: a hint, not a demangler."""
    names = []
    rest = mangled.removeprefix("_ZN")
    while match := re.match(r"(\d+)", rest):
        length = int(match[1])
        names.append(rest[len(match[1]):len(match[1]) + length])
        rest = rest[len(match[1]) + length:]
    template = re.match(r"IN?(?:S\w*?_)?(\d+)(\w+)", rest)
    suffix = f"<{template[2][:int(template[1])]}>" if template else ""
    return (names[-1] if names else mangled) + suffix


def compile_kernels(nvcc: str, root: pathlib.Path, source: pathlib.Path, arch: str) -> list[Kernel]:
    command = [nvcc, "--std=c++20", "-O3", f"-arch=sm_{arch}", f"-I{root}", "-Xptxas", "-v", "-cubin",
               "-o", "/dev/null", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{source} does not compile:\n{done.stderr}")
    kernels = []
    # Each report begins with the name of its kernel.
    for report in re.split(r"(?=ptxas info\s+: Compiling entry function)", done.stderr):
        entry, frame, used = ENTRY.search(report), FRAME.search(report), USED.search(report)
        if not (entry and frame and used):
            continue
        shared = SHARED.search(report)
        kernels.append(Kernel(source.name, short_name(entry["name"]), entry["arch"], int(used["registers"]),
                              int(shared["bytes"]) if shared else 0, int(frame["stack"]),
                              int(frame["stores"]) + int(frame["loads"])))
    return kernels


def complaints(kernel: Kernel) -> list[str]:
    said = []
    limit = EXCEPTIONS.get(kernel.name, REGISTERS)
    if kernel.registers > limit:
        said.append(f"{kernel.registers} registers, {limit} allowed")
    if kernel.shared > STATIC_SHARED:
        said.append(f"{kernel.shared} bytes of shared memory, {STATIC_SHARED} allowed")
    if kernel.spilled or kernel.stack:
        said.append(f"spills {kernel.spilled} bytes, stack frame of {kernel.stack} bytes")
    return said


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    nvcc, root = sys.argv[1], pathlib.Path(sys.argv[2])
    architectures = sys.argv[3:] or ["80", "90"]
    sources = sorted((root / "cuda/kernels").glob("*.cu"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(compile_kernels, nvcc, root, source, arch) for source in sources for arch in architectures]
        kernels = [kernel for job in jobs for kernel in job.result()]
    if not kernels:
        print("ptxas reported no kernel at all")
        return 1
    failed = False
    print(f"{'kernel':44} {'sm':>4} {'registers':>9} {'shared':>7}")
    for kernel in sorted(kernels):
        print(f"{kernel.name:44} {kernel.arch:>4} {kernel.registers:>9} {kernel.shared:>7}")
        for complaint in complaints(kernel):
            failed = True
            print(f"  FAILED: {complaint}")
    print(f"{len(kernels)} kernels, {'over budget' if failed else 'within budget, no spills'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
