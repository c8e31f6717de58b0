#!/usr/bin/env python3
"""Drives the real window on a virtual display: scripts, pictures, keys and clicks.

    tests/gui/gui_test.py build/release/headroom

Needs Xvfb and xdotool; exits with 77 (skipped) and says so where they are missing. Uses nothing beyond
Python's standard library. Nothing here asserts how long something takes.
"""
import json
import os
import pathlib
import queue
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib

import xdnd

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "assets" / "samples"
PROGRAM = None
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

    def script(self, text):
        path = self.folder / "test.headroom"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_script(self, text, *arguments, expect=0):
        done = subprocess.run([PROGRAM, "--size", "1440x900", *arguments, "--script", self.script(text)],
                              env=self.environment, cwd=self.folder, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, expect, done.stderr + done.stdout)
        return done

    def check_picture(self, name, width, height):
        picture = Png(self.folder / name)
        self.assertEqual((picture.width, picture.height), (width, height), name)
        self.assertGreater(picture.colors(), 30, f"{name} is blank")
        return picture


class Scripts(GuiTest):
    def test_every_view_in_every_dress(self):
        self.run_script("""
            screenshot home.png
            open preset scalability
            wait state ready
            select small
            play
            wait epoch 1
            pause
            screenshot dark.png
            stage features
            screenshot stage.png
            stage none
            settings on
            screenshot settings.png
            settings off
            custom-editor on
            screenshot custom.png
            custom-editor off
            keys on
            screenshot keys.png
            keys off
            theme light
            screenshot light.png
            scale 200
            screenshot large.png
            scale 100
            presenter on
            screenshot presenter.png
            presenter off
            tab plan
            screenshot plan.png
            tab curves
            size 1024x700
            screenshot small.png
            expect no-error
            quit
        """)
        for name in ("home", "dark", "stage", "settings", "custom", "keys", "light", "large", "presenter", "plan"):
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("small.png", 1024, 700)
        dark, light = Png(self.folder / "dark.png"), Png(self.folder / "light.png")
        self.assertLess(sum(dark.pixel(2, 400)), 100)
        self.assertGreater(sum(light.pixel(2, 400)), 650)

    def test_own_file_trains_to_a_useful_accuracy(self):
        self.run_script(f"""
            open {SAMPLES / 'breast_cancer.csv'}
            wait import
            screenshot import.png
            train
            wait state finished
            expect accuracy small >= 0.9
            save {self.folder / 'run'}
            wait seconds 0.1
            expect no-error
            quit
        """)
        self.check_picture("import.png", 1440, 900)
        self.assertTrue((self.folder / "run" / "run.json").exists())

    def test_bad_file_is_answered_with_its_place(self):
        (self.folder / "bad.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
        self.run_script("""
            open bad.csv
            wait import
            expect error bad.csv:3
            screenshot refused.png
            quit
        """)
        self.check_picture("refused.png", 1440, 900)

    def test_structure_seed_and_rate_follow(self):
        done = self.run_script("""
            open preset infrastructure
            wait state ready
            lr 0.0005
            seed 7
            wait state ready
            custom 8x4
            step batch
            wait state paused
            print state
            reset
            wait state ready
            print state
            quit
        """)
        first, second = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        self.assertEqual((first["seed"], first["selected"], first["steps"]), (7, ["custom"], 1))
        self.assertEqual((second["seed"], second["steps"]), (7, 0))

    def test_failures_name_file_and_line(self):
        done = self.run_script("expect state training\n", expect=1)
        self.assertIn("test.headroom:1: expected state training, but the state is empty", done.stderr)
        done = self.run_script("play\ndance\n", expect=1)
        self.assertIn("test.headroom:2: 'dance' is no action; the actions are open, ", done.stderr)

    def test_an_idle_window_draws_nothing(self):
        done = self.run_script("""
            open preset scalability
            wait state ready
            wait seconds 2
            print stats
            wait seconds 3
            print stats
            quit
        """)
        idle = done.stdout.splitlines()[-1]
        self.assertLess(int(idle.split()[1].rstrip(",")), 10, idle)


class Start(GuiTest):
    def test_without_a_display_says_so_and_exits_with_3(self):
        nowhere = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
        environment = {k: v for k, v in self.environment.items() if k not in nowhere}
        done = subprocess.run([PROGRAM], env=environment, text=True, capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_wrong_usage_exits_with_2(self):
        for arguments in (["--size", "huge"], ["--theme", "blue"], ["--no-such-option"]):
            done = subprocess.run([PROGRAM, *arguments], env=self.environment, text=True, capture_output=True,
                                  timeout=PATIENCE)
            self.assertEqual(done.returncode, 2, done.stderr)

    def test_broken_settings_are_put_aside(self):
        settings = self.folder / "config" / "headroom" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text("{broken", encoding="utf-8")
        self.run_script("wait frames 3\nquit\n")
        self.assertTrue(settings.with_name("settings.json.bad").exists())


class Keys(GuiTest):
    def test_keys_drive_the_run_and_the_window(self):
        window = Window(self, "--preset", "scalability")
        window.wait_for(state="ready", home=False)
        window.key("s")
        window.wait_for(state="paused", steps=1)
        window.key("space")
        window.wait_for(state="training")
        window.key("space")
        window.wait_for(state="paused")
        window.key("r")
        seed = window.wait_for(state="ready", steps=0)["seed"]
        window.key("n")
        window.wait_for(state="ready", seed=seed + 1)
        window.key("t")
        window.wait_for(theme="light")
        window.key("question")
        window.wait_for(keys=True)
        window.key("Escape")
        window.wait_for(keys=False)
        window.key("F11")
        window.wait_for(presenter=True)
        window.key("Escape")
        window.wait_for(presenter=False)
        window.key("ctrl+equal")
        window.wait_for(text_scale=110)
        window.key("ctrl+0")
        window.wait_for(text_scale=100)
        window.key("ctrl+equal")
        window.wait_for(text_scale=110)
        window.key("ctrl+minus")
        window.wait_for(text_scale=100)
        window.key("shift+r")
        window.wait_for(state="ready", seed=seed + 2)
        window.key("s")
        window.wait_for(state="paused", steps=1)
        window.key("ctrl+s")
        runs = self.folder / "data" / "headroom" / "runs"
        end = time.monotonic() + PATIENCE
        while not list(runs.glob("*/run.json")) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(len(list(runs.glob("*/run.json"))), 1)
        window.key("r")
        window.wait_for(state="ready", steps=0)
        window.key("ctrl+o")
        window.wait_for(browser=True)
        window.key("space")  # must not reach the run behind the chooser
        window.key("Escape")
        self.assertEqual(window.wait_for(browser=False)["state"], "ready")

    def test_what_was_set_is_remembered(self):
        first = Window(self)
        first.key("t")
        first.wait_for(theme="light")
        first.key("ctrl+equal")
        first.wait_for(text_scale=110)
        settings = self.folder / "config" / "headroom" / "settings.json"
        end = time.monotonic() + PATIENCE
        while not settings.exists() and time.monotonic() < end:
            time.sleep(0.05)
        first.close()
        second = Window(self)
        self.assertEqual((second.state["theme"], second.state["text_scale"]), ("light", 110))


class Clicks(GuiTest):
    ACTION = (0x2F, 0x6F, 0xED)  # the action colour of the dark theme

    def test_first_screen_starts_a_preset(self):
        picture = self.folder / "home.png"
        window = Window(self, "--script", self.script(f"wait frames 10\nscreenshot {picture}\nprint state\n"))
        self.wait_for_file(picture)
        # The two Start buttons stand side by side; the left half shows the first one only.
        half = Png(picture)
        half.width //= 2
        window.click(*half.button_in(self.ACTION, 900))
        window.wait_for(home=False, config="infrastructure")

    def test_transport_and_stage_cards(self):
        picture = self.folder / "ready.png"
        window = Window(self, "--preset", "scalability", "--script",
                        self.script(f"wait state ready\nscreenshot {picture}\n"))
        self.wait_for_file(picture)
        x, y = Png(picture).button_in(self.ACTION, 54)
        window.click(x, y)
        window.wait_for(state="training")
        window.click(x, y)
        window.wait_for(state="paused")
        window.click(120, 120)  # the first card of the pipeline strip
        window.wait_for(stage="load")
        window.key("Escape")
        window.wait_for(stage=None)

    def ready_with(self, script):
        """A window with the small example whose script has come to its end, and where its buttons are."""
        picture = self.folder / "shown.png"
        window = Window(self, "--preset", "infrastructure", "--script",
                        self.script(f"wait state ready\n{script}\nscreenshot {picture}\n"))
        self.wait_for_file(picture)
        return window, Png(picture)

    def test_what_does_not_fit_is_refused_with_its_plan_and_the_run_before_stays(self):
        window, shown = self.ready_with("step epoch\nwait state paused\nwait frames 10")
        x, y = shown.button_in(self.ACTION, 54)
        (self.folder / "shown.png").unlink()
        window.close()
        window, shown = self.ready_with("step epoch\nwait state paused\ncustom 60000x60000x60000\nwait frames 30")
        state = window.wait(lambda s: s["error"])
        self.assertIn("short by", state["error"])
        selected, steps = state["selected"], state["steps"]
        self.assertGreater(steps, 0)
        self.assertNotEqual(shown.pixel(x - 45, y), self.ACTION)  # play is off
        window.click(x, y)
        window.key("space")
        window.key("s")
        window.key("t")  # carried out after them
        state = window.wait_for(theme="light")
        self.assertEqual((state["state"], state["selected"], state["steps"]), ("paused", selected, steps))
        self.assertIn("short by", state["error"])
        window.key("Escape")
        window.wait_for(error=None)
        window.key("space")
        window.wait(lambda s: s["state"] in ("training", "finished"))

    def test_divergence_offers_the_way_back(self):
        picture = self.folder / "diverged.png"
        window = Window(self, "--preset", "scalability", "--script", self.script(
            "wait state ready\nplay\nwait epoch 2\nlr 1000000\nwait state diverged\n"
            f"wait frames 10\nscreenshot {picture}\n"))
        self.wait_for_file(picture)
        rate = window.wait_for(state="diverged")["learning_rate"]
        shown = Png(picture)
        shown.rows[:232] = [bytes(3 * shown.width)] * 232  # below the top bar, the tabs and the strip
        window.click(*shown.button_in(self.ACTION, 500))
        state = window.wait(lambda s: s["learning_rate"] < rate)
        self.assertLess(state["learning_rate"], 0.001)  # the one that held before, and it trains again
        window.wait(lambda s: s["state"] == "training" or s.get("epoch", 0) > 2)

    def test_another_model_after_a_finished_one_trains_and_the_first_keeps_its_curve(self):
        window, _ = self.ready_with("select small\nplay\nwait state finished\nselect large")
        state = window.wait_for(selected=["large"])
        self.assertEqual((state["state"], state["steps"]), ("ready", 0))
        window.key("space")
        done = window.wait(lambda s: s["state"] == "finished" and s["selected"] == ["large"])["steps"]
        self.assertGreater(done, 0)

    def test_files_can_be_dropped(self):
        window = Window(self)
        window.drop(SAMPLES / "iris.csv")
        window.wait_for(**{"import": "choosing"})
        window.key("Escape")
        window.wait_for(**{"import": "none"})
        picture = self.folder / "no table.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
        for refused in (picture, self.folder):
            window.drop(refused)
            window.wait_for(**{"import": "refused"})
            window.key("Escape")
            window.wait_for(**{"import": "none"})
        window.drop(SAMPLES / "iris.csv", SAMPLES / "digits.csv")
        state = window.wait(lambda s: s["error"])
        self.assertIn("drop one CSV file at a time", state["error"])

    ORANGE = (0xE6, 0x9F, 0x00)  # the optimizer in the ledger

    def test_the_worked_example_opens_from_the_first_screen_and_a_card_is_chosen(self):
        picture = self.folder / "home.png"
        window = Window(self, "--script", self.script(f"wait frames 10\nscreenshot {picture}\n"))
        self.wait_for_file(picture)
        window.click(*Png(picture).button_in(self.ORANGE, 900))
        state = window.wait_for(home=False, tab="plan", plan_verdict="does_not_fit")
        self.assertEqual((state["plan_model"], state["plan_card"]), ("gpt2-xl", "GeForce RTX 4080 SUPER"))
        window.click(1250, 300)  # a row of the list, which has scrolled to the chosen card
        state = window.wait(lambda s: s["plan_card"] != "GeForce RTX 4080 SUPER")
        self.assertIsNone(state["error"])
        window.key("ctrl+z")
        window.wait_for(plan_card="GeForce RTX 4080 SUPER")
        window.key("ctrl+e")
        window.wait(lambda s: s["notice"].startswith("saved ") and s["notice"].endswith(".md"))
        plans = list((self.folder / "data" / "headroom" / "plans").glob("gpt2-xl-*.md"))
        self.assertEqual(len(plans), 1)
        self.assertIn("does not fit: short by", plans[0].read_text(encoding="utf-8"))

    def test_tabs_are_chosen_by_click_and_by_key(self):
        window, _ = self.ready_with("wait frames 5")
        window.click(125, 74)
        state = window.wait_for(tab="plan")
        window.wait(lambda s: s["plan_verdict"])
        self.assertEqual(state["state"], "ready")
        window.click(55, 74)
        window.wait_for(tab="curves")
        window.key("2")
        window.wait_for(tab="plan")
        window.key("1")
        window.wait_for(tab="curves")

    def test_a_configuration_is_dropped_and_planned(self):
        window = Window(self)
        window.drop(ROOT / "assets" / "models" / "llama3-8b.json")
        state = window.wait_for(tab="plan", home=False, plan_model="llama3-8b")
        self.assertIsNone(state["error"])
        unknown = self.folder / "config.json"
        unknown.write_text('{"model_type": "perceiver"}', encoding="utf-8")
        window.drop(unknown)
        state = window.wait(lambda s: s["error"])
        self.assertIn("llama", state["error"])  # the families that are known
        self.assertEqual(state["plan_model"], "llama3-8b")

    def test_own_cards_are_listed_and_a_bad_file_does_not_stop_the_plan(self):
        cards = self.folder / "config" / "headroom" / "cards.json"
        cards.parent.mkdir(parents=True)
        cards.write_text('{"schema_version": 1, "gpus": [{"name": "Mine", "marketing_memory_gb": 1000}]}',
                         encoding="utf-8")
        self.run_script("plan example\nexpect plan does_not_fit\nplan card Mine\nexpect plan fits\nquit\n")
        cards.write_text('{"schema_version": 1, "gpus": [{"name": 3}]}', encoding="utf-8")
        self.run_script("plan example\nexpect plan does_not_fit\nexpect no-error\nscreenshot bad.png\nquit\n")
        self.check_picture("bad.png", 1440, 900)

    def wait_for_file(self, path):
        end = time.monotonic() + PATIENCE
        while not path.exists():
            self.assertLess(time.monotonic(), end, f"{path.name} was not saved")
            time.sleep(0.05)


class Closing(GuiTest):
    """Wide networks: an epoch takes long enough to be interrupted."""
    WIDE = "custom 1000x1000\nplay\nwait steps >= 1\n"

    def kept(self):
        return sorted((self.folder / "data" / "headroom" / "runs").glob("*/run.json"))

    def training_preset(self):
        script = self.script("open preset scalability\nwait state ready\n" + self.WIDE)
        window = Window(self, "--script", script)
        window.wait_for(state="training", selected=["custom"])
        return window

    def training_own(self):
        script = self.script(f"open {SAMPLES / 'digits.csv'}\nwait import\ntrain\npause\n"
                             f"wait kept automatically\n{self.WIDE}")
        window = Window(self, "--script", script)
        window.wait_for(state="training", selected=["custom"])
        return window

    def test_a_run_that_is_not_kept_asks(self):
        window = self.training_preset()
        window.close_button()
        window.wait_for(closing="asking")
        window.key("Escape")
        window.wait_for(closing="no", state="training")
        window.key("ctrl+q")
        window.wait_for(closing="asking")
        window.key("Return")
        status, said = window.ended()
        self.assertEqual(status, 0, said)
        self.assertEqual(len(self.kept()), 1)
        self.assertIn(f"headroom: the run is kept in {self.kept()[0].parent}", said)

    def test_own_data_are_kept_without_a_question_and_listed_at_the_next_start(self):
        window = self.training_own()
        window.close_button()
        status, said = window.ended()
        self.assertEqual(status, 0, said)
        folder = self.kept()[0].parent
        self.assertIn(f"the run is kept in {folder}", said)
        self.assertTrue((folder / "kept-automatically").exists())
        self.run_script("""
            wait recent 2
            screenshot recent.png
            recent open 1
            wait state paused
            expect kept automatically
            expect steps >= 1
            save
            wait kept saved
            home
            recent trash 1
            expect error this run is open
            quit
        """)
        self.check_picture("recent.png", 1440, 900)
        self.assertFalse((folder / "kept-automatically").exists())
        self.run_script("wait recent 2\nrecent trash 1\nwait recent 1\nquit\n")
        self.assertFalse(folder.exists())
        trash = self.folder / "data" / "Trash"
        self.assertTrue((trash / "files" / folder.name / "run.json").exists())
        self.assertIn(f"Path={folder}\n", (trash / "info" / (folder.name + ".trashinfo")).read_text())

    def test_nothing_to_lose_closes_at_once(self):
        window = Window(self, "--preset", "scalability")
        window.wait_for(state="ready")
        window.close_button()
        status, said = window.ended()
        self.assertEqual((status, said), (0, ""))

    def test_the_end_of_the_session_saves_what_is_kept(self):
        window = self.training_own()
        window.process.terminate()
        status, said = window.ended()
        self.assertEqual(status, 0, said)
        self.assertIn(f"the run is kept in {self.kept()[0].parent}", said)

    def lose_display(self, train):
        display = Display()
        self.environment["DISPLAY"] = display.name
        window = train()
        display.server.kill()
        display.server.wait()
        status, said = window.ended()
        self.assertEqual(status, 4, said)
        self.assertEqual(len(said.splitlines()), 1, said)
        folder = self.kept()[0].parent
        self.assertIn(f"the display is gone; the run is kept in {folder}", said)
        return folder

    def test_a_lost_display_loses_nothing_and_the_command_line_goes_on(self):
        folder = self.lose_display(self.training_own)
        steps = json.loads((folder / "run.json").read_text())["models"]
        self.assertGreaterEqual(max(model["steps"] for model in steps), 1)
        program = pathlib.Path(PROGRAM).with_name("headroom-cli")
        if not program.exists():
            self.skipTest("headroom-cli is not built")
        resume = [str(program), "train", "--resume", str(folder), "--epochs", "1", "--json"]
        done = subprocess.run(resume, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_lost_display_keeps_an_example_as_well(self):
        self.lose_display(self.training_preset)


def main():
    global PROGRAM
    if len(sys.argv) < 2:
        sys.exit("usage: gui_test.py build/release/headroom [test names]")
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing:
        print("skipped: " + " and ".join(missing) + " not found; Debian: apt-get install xvfb xdotool")
        sys.exit(77)
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
