"""The programs that are compared: how each is started, built, and asked."""
import json
import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
from typing import NamedTuple

from workloads import CHECK_BATCH, CHECK_STEPS, ROWS, TRAIN_ROWS, Task

HERE = pathlib.Path(__file__).parent
THREADS = (1, 2)


class Peer(NamedTuple):
    name: str
    command: list[str]
    cpp: bool = False
    by_clock: bool = False  # one thread, too: its number of threads cannot be held to one


class Missing(Exception):
    """A peer that is not installed here; the text says what to install."""


class Process:
    """A running peer with a number of threads."""

    def __init__(self, peer: Peer, threads: int):
        self.peer, self.threads = peer, threads
        count = str(threads)
        environment = os.environ | {"OMP_NUM_THREADS": count, "OPENBLAS_NUM_THREADS": count, "MKL_NUM_THREADS": count}
        if threads == 1:
            environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        self.process = subprocess.Popen(peer.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=environment)
        self.version = self.answer()["version"]

    def answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise Missing(f"{self.peer.name} ended with status {self.process.wait()}: {' '.join(self.peer.command)}")
        return json.loads(line)

    def ask(self, *words: object) -> dict:
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def step(self, name: str, batch: int, seconds: float) -> float:
        """Microseconds a step: one thread in processor time, which other programs disturb little."""
        times = self.ask("time", name, batch, seconds)
        return times["processor_us" if self.threads == 1 and not self.peer.by_clock else "us"]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Headroom:
    def __init__(self, program: pathlib.Path):
        self.program = program

    def run(self, *arguments: object) -> dict:
        done = subprocess.run([str(self.program), *map(str, arguments), "--json"], capture_output=True, text=True)
        document = json.loads(done.stdout)
        if done.returncode != 0:
            raise SystemExit(f"headroom-cli: {document['error']['message']}")
        return document

    def step(self, name: str, batch: int, threads: int, seconds: float) -> dict:
        document = self.run("bench", "--device", "cpu", "--workloads", name, "--batch", batch, "--threads", threads,
                            "--seconds", seconds, *(["--processor-time"] if threads == 1 else []))
        return document["results"][0]

    def train(self, task: Task) -> dict[str, float]:
        """What protocol.h calls `train`, through the command line."""
        with tempfile.TemporaryDirectory() as folder:
            init = pathlib.Path(folder, "init.safetensors")
            write_weights(task, init)
            first = self.validation_loss(task, CHECK_STEPS * CHECK_BATCH, init, pathlib.Path(folder, "first.csv"))
            epoch = self.validation_loss(task, TRAIN_ROWS, init, pathlib.Path(folder, "epoch.csv"))
        return {"first": first, "epoch": epoch}

    def validation_loss(self, task: Task, rows: int, init: pathlib.Path, data: pathlib.Path) -> float:
        """After one epoch over the first `rows` rows, on the validation rows."""
        chosen = [*range(rows), *range(TRAIN_ROWS, ROWS)]
        with data.open("w", encoding="ascii") as file:
            file.write(",".join([*(f"x{c}" for c in range(task.features.shape[1])), "y"]) + "\n")
            for row in chosen:
                file.write(",".join([*map(repr, task.features[row].tolist()), f"class{task.classes[row]}"]) + "\n")
        document = self.run("train", "--data", data, "--target", "y", "--task", "classify", "--output",
                            "softmax" if task.work.softmax else "sigmoid", "--model", "x".join(map(str, task.work.hidden)),
                            "--epochs", 1, "--batch", CHECK_BATCH, "--lr", 0.001, "--optimizer", "adam", "--init", init,
                            "--shuffle", "none", "--split", "tail", "--validation", (ROWS - TRAIN_ROWS - 0.5) / len(chosen),
                            "--scale", "none", "--degree", 1, "--device", "cpu", "--threads", 1)
        return document["final"]["validation_loss"]


def write_weights(task: Task, path: pathlib.Path) -> None:
    """safetensors: the length of a JSON header, the header, the numbers."""
    header, numbers = {}, b""
    for index, layer in enumerate(task.weights):
        for name, part in zip(("weight", "bias"), layer):
            start = len(numbers)
            numbers += part.astype("<f4").tobytes()
            header[f"layers.{index}.{name}"] = {"dtype": "F32", "shape": list(part.shape), "data_offsets": [start, len(numbers)]}
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + numbers)


def compiled(name: str, folder: pathlib.Path, standard: str, *flags: str, source: str = "") -> Peer:
    program = folder / name
    if program.exists():
        return Peer(name, [str(program)], cpp=True)
    command = ["g++", f"-std={standard}", "-O3", "-march=native", str(HERE / f"{source or name}_peer.cpp"), "-o", str(program), *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(next((line for line in done.stderr.splitlines() if "error" in line), "g++ failed"))
    return Peer(name, [str(program)], cpp=True)


def make(name: str, folder: pathlib.Path, includes: list[str]) -> Peer:
    """Starts nothing yet; C++ peers are compiled into `folder` unless they lie there. Throws Missing."""
    headers = [f"-I{path}" for path in includes]
    if name == "libtorch":
        torch = pathlib.Path(sysconfig.get_paths()["purelib"], "torch")
        library = torch / "lib"
        return compiled(name, folder, "c++20", f"-I{torch}/include", f"-I{torch}/include/torch/csrc/api/include",
                        f"-L{library}", "-ltorch", "-ltorch_cpu", "-lc10", f"-Wl,-rpath,{library}")
    if name == "mlpack":
        return compiled(name, folder, "c++17", *headers, "-fopenmp", "-DARMA_DONT_USE_WRAPPER", "-lopenblas")
    if name == "mlpack64":
        return compiled(name, folder, "c++17", *headers, "-fopenmp", "-DARMA_DONT_USE_WRAPPER", "-DPEER_NUMBER=double",
                        "-lopenblas", source="mlpack")
    if name == "dlib":
        version = subprocess.run(["pkg-config", "--modversion", "dlib-1"], capture_output=True, text=True).stdout.strip()
        return compiled(name, folder, "c++17", *headers, f'-DPEER_VERSION="{version}"', "-ldlib", "-lopenblas", "-lpthread")
    script = {"pytorch": ["pytorch_peer.py"], "compile": ["pytorch_peer.py", "--compile"], "jax": ["jax_peer.py"],
              "sklearn": ["sklearn_peer.py"]}[name]
    return Peer(name, [sys.executable, str(HERE / script[0]), *script[1:]], by_clock=name == "jax")


ALL = ("pytorch", "compile", "jax", "sklearn", "libtorch", "mlpack", "mlpack64", "dlib")
