"""What the tests of the real window stand on: pictures read back, a virtual display, a window that tells its state."""
import json
import os
import pathlib
import queue
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import zlib

import xdnd

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "assets" / "samples"
PROGRAM = None  # set by gui_test.py
PATIENCE = 60  # seconds until a wait is given up; far above what anything takes


class Png:
    """An 8-bit RGB picture, decoded far enough to look at pixels."""

    def __init__(self, path):
        data = pathlib.Path(path).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n", path
        self.width, self.height, depth, color = struct.unpack(">IIBB", data[16:26])
        assert (depth, color) == (8, 2), (depth, color)
        packed, at = b"", 8
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind == b"IDAT":
                packed += data[at + 8:at + 8 + size]
            at += size + 12
        self.rows = self._unfilter(zlib.decompress(packed))

    def _unfilter(self, raw):
        stride, rows = self.width * 3, []
        above = bytearray(stride)
        for y in range(self.height):
            kind = raw[y * (stride + 1)]
            row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
            if kind == 1:
                for i in range(3, stride):
                    row[i] = (row[i] + row[i - 3]) & 255
            elif kind == 2:
                row = bytearray((a + b) & 255 for a, b in zip(row, above))
            elif kind == 3:
                for i in range(stride):
                    left = row[i - 3] if i >= 3 else 0
                    row[i] = (row[i] + (left + above[i]) // 2) & 255
            elif kind == 4:
                for i in range(stride):
                    a, b = (row[i - 3], above[i]) if i >= 3 else (0, above[i])
                    c = above[i - 3] if i >= 3 else 0
                    p = a + b - c
                    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                    row[i] = (row[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
            rows.append(bytes(row))
            above = row
        return rows

    def pixel(self, x, y):
        return tuple(self.rows[y][3 * x:3 * x + 3])

    def colors(self):
        """How many different colours every fourth pixel of every fourth row shows."""
        return len({row[i:i + 3] for row in self.rows[::4] for i in range(0, len(row), 12)})

    def button_in(self, color, below):
        """Middle of the widest area in this colour in the rows above `below`: a button's place."""
        wanted, runs = bytes(color), []
        for y in range(below):
            row, start = self.rows[y], None
            for x in range(self.width + 1):
                same = x < self.width and row[3 * x:3 * x + 3] == wanted
                if same and start is None:
                    start = x
                elif not same and start is not None:
                    runs.append((x - start, start, y))
                    start = None
        assert runs, f"nothing is drawn in {color}"
        widest, left, _ = max(runs)
        rows = [y for length, start, y in runs if length >= 0.9 * widest and abs(start - left) < 8]
        return left + widest // 2, (min(rows) + max(rows)) // 2


class Display:
    """A virtual screen of its own."""

    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            self.name = ":" + told.readline().strip()
        # The number is told a moment before connections are taken.
        end = time.monotonic() + PATIENCE
        asking = ["xdotool", "getdisplaygeometry"]
        while subprocess.run(asking, env=dict(os.environ, DISPLAY=self.name), capture_output=True).returncode:
            assert self.server.poll() is None and time.monotonic() < end, "Xvfb did not start"
            time.sleep(0.05)

    def close(self):
        self.server.terminate()
        self.server.wait()


class Window:
    """A running headroom whose state arrives as lines of JSON."""

    def __init__(self, test, *arguments):
        environment = dict(test.environment, HEADROOM_TRACE="1")
        self.process = subprocess.Popen([PROGRAM, "--size", "1440x900", *arguments], env=environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.environment, self.lines, self.state = environment, queue.Queue(), {}
        threading.Thread(target=self._read, daemon=True).start()
        test.addCleanup(self.close)
        self.wait(lambda s: s)  # the first state is told after the first frame's actions
        self.id = self._xdotool("search", "--sync", "--onlyvisible", "--name", "^Headroom$").split()[-1]
        self._xdotool("windowfocus", "--sync", self.id)

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))
        self.lines.put(None)

    def _xdotool(self, *arguments):
        return subprocess.run(["xdotool", *arguments], env=self.environment, check=True, capture_output=True,
                              text=True, timeout=PATIENCE).stdout

    def wait(self, holds):
        """Waits for a state in which `holds` is true, and returns it."""
        end = time.monotonic() + PATIENCE
        while not (self.state and holds(self.state)):
            try:
                state = self.lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"did not come; the last state is {self.state}") from None
            if state is None:
                raise AssertionError("headroom has ended: " + self.process.stderr.read())
            self.state = state
        return self.state

    def wait_for(self, **wanted):
        return self.wait(lambda s: all(s.get(key) == value for key, value in wanted.items()))

    def key(self, *names):
        self._xdotool("key", *names)

    def click(self, x, y):
        self._xdotool("mousemove", "--window", self.id, str(x), str(y))
        self._xdotool("click", "1")

    def right_click(self, x, y):
        self._xdotool("mousemove", "--window", self.id, str(x), str(y))
        self._xdotool("click", "3")

    def drop(self, *paths):
        """Files dragged here from a file manager."""
        xdnd.drop(self.environment["DISPLAY"], self.id, paths)

    def close_button(self):
        xdnd.ask_to_close(self.environment["DISPLAY"], self.id)

    def ended(self):
        """Waits until it ends by itself; its status and what it said."""
        status = self.process.wait(timeout=PATIENCE)
        return status, self.process.stderr.read()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class GuiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.display = Display()

    @classmethod
    def tearDownClass(cls):
        cls.display.close()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="headroom-gui-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.environment = dict(os.environ, DISPLAY=self.display.name, XDG_CONFIG_HOME=str(self.folder / "config"),
                                XDG_DATA_HOME=str(self.folder / "data"))
        self.environment.pop("WAYLAND_DISPLAY", None)
        # English, whatever this machine speaks.
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            self.environment.pop(name, None)
        self.environment["LANG"] = "C.UTF-8"

    def script(self, text):
        path = self.folder / "test.headroom"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_script(self, text, *arguments, expect=0):
        done = subprocess.run([PROGRAM, "--size", "1440x900", *arguments, "--script", self.script(text)],
                              env=self.environment, cwd=self.folder, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, expect, done.stderr + done.stdout)
        return done

    def wait_for_file(self, path):
        end = time.monotonic() + PATIENCE
        while not path.exists():
            self.assertLess(time.monotonic(), end, f"{path.name} was not saved")
            time.sleep(0.05)

    def check_picture(self, name, width, height):
        picture = Png(self.folder / name)
        self.assertEqual((picture.width, picture.height), (width, height), name)
        self.assertGreater(picture.colors(), 30, f"{name} is blank")
        return picture

    def check_wide_and_narrow(self, *wide):
        """Pictures at the usual size, and narrow.png at the smallest that is promised."""
        for name in wide:
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("narrow.png", 1024, 700)
