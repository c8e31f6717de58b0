#!/usr/bin/env python3
"""Drives the real window on a virtual display: scripts, pictures, keys and clicks.

    tests/gui/gui_test.py build/release/headroom

Needs Xvfb and xdotool; exits with 77 (skipped) and says so where they are missing. Uses nothing beyond
Python's standard library. Nothing here asserts how long something takes.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

import support
from closing_tests import Closing  # noqa: F401, found by unittest
from support import GuiTest, PATIENCE, Png, ROOT, SAMPLES, Window
from xdnd import Clipboard


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
            stage load
            expect stage load
            stage prev
            expect stage load
            stage next
            expect stage transfer
            stage next
            expect stage preprocess
            stage next
            screenshot stage.png
            stage next
            expect stage training
            wait batch_step >= 1
            screenshot batch.png
            stage next
            wait evaluated_epoch >= 1
            screenshot evaluation.png
            stage next
            expect stage evaluation
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
        for name in ("home", "dark", "stage", "batch", "evaluation", "settings", "custom", "keys", "light", "large", "presenter", "plan"):
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("small.png", 1024, 700)
        dark, light = Png(self.folder / "dark.png"), Png(self.folder / "light.png")
        self.assertLess(sum(dark.pixel(2, 400)), 100)
        self.assertGreater(sum(light.pixel(2, 400)), 650)

    def test_a_row_is_followed_through_the_networks(self):
        done = self.run_script("""
            open preset scalability
            wait state ready
            select small,large
            play
            wait epoch 1
            pause
            tab prediction
            look row 6680
            look unit 3 13
            wait prediction_row 6680
            print state
            screenshot prediction.png
            look wrong
            wait look_search false
            look value x1 0.5
            expect look_moved true
            look restore
            expect look_moved false
            look model small
            theme light
            screenshot light.png
            scale 200
            screenshot large.png
            scale 100
            presenter on
            screenshot presenter.png
            presenter off
            size 1024x700
            wait frames 3
            screenshot small.png
            expect no-error
            quit
        """)
        state = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
        self.assertEqual([each.split("=")[0] for each in state["prediction_outputs"]], ["small", "large"])
        for each, said in zip(state["prediction_outputs"], state["prediction_classes"]):
            self.assertEqual("yes" if float(each.split("=")[1]) > 0.5 else "no", said.split("=")[1])
        for name in ("prediction", "light", "large", "presenter"):
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("small.png", 1024, 700)

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

    def test_errors_are_looked_into(self):
        self.run_script(f"""
            open {SAMPLES / 'digits.csv'}
            tab errors
            wait import
            train
            pace full
            wait epoch 2
            pause
            tab errors
            wait errors_wrong >= 0
            errors cell 8 3
            expect errors_cell 8:3
            screenshot errors.png
            errors show shares
            expect errors_show shares
            errors plot columns
            wait importance_epoch >= 2 timeout 120
            screenshot columns.png
            focus errors_part
            errors rows train
            expect errors_rows train
            stage evaluation
            wait evaluated_epoch >= 2
            stage none
            size 1024x700
            errors side plots
            screenshot narrow.png
            expect no-error
            quit
        """)
        for name in ("errors", "columns"):
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("narrow.png", 1024, 700)

    def test_the_table_is_looked_into(self):
        self.run_script("""
            open preset two_moons
            pace full
            play
            wait state finished timeout 120
            tab data
            wait data_plane scatter timeout 60
            expect data_rows 1000
            screenshot data.png
            data stage scaled
            data filter validation
            wait data_rows 200
            data sort certainty
            data filter wrong
            wait data_rows <= 100
            data class B
            wait data_rows 500
            data sort down x1
            expect data_sort feature
            data mark x1
            data plane pca
            wait data_plane pca
            data plane correlation
            wait data_plane correlation
            screenshot correlation.png
            look row 17
            expect look_row 17
            focus data_rows
            size 1024x700
            data plane scatter
            focus data_part
            screenshot narrow.png
            expect no-error
            quit
        """)
        for name in ("data", "correlation"):
            self.check_picture(name + ".png", 1440, 900)
        self.check_picture("narrow.png", 1024, 700)

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
        done = subprocess.run([support.PROGRAM], env=environment, text=True, capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_wrong_usage_exits_with_2(self):
        for arguments in (["--size", "huge"], ["--theme", "blue"], ["--no-such-option"]):
            done = subprocess.run([support.PROGRAM, *arguments], env=self.environment, text=True, capture_output=True,
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
        self.assertEqual(window.state["pace"], "1 epochs")  # an example is there to be watched
        window.key("bracketleft")
        window.wait_for(pace="0.5 epochs")
        window.key("bracketright")
        window.wait_for(pace="1 epochs")
        window.key("r")
        seed = window.wait_for(state="ready", steps=0, can_undo="undo reset")["seed"]
        window.key("ctrl+z")
        self.assertGreater(window.wait_for(state="paused", can_undo=None)["steps"], 0)
        window.key("r")
        window.wait_for(state="ready", steps=0)
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


class KeyboardAlone(GuiTest):
    """No pointer: Tab, Enter, Space, arrows and Escape through two views and what opens from them."""

    def test_first_screen_to_a_run(self):
        window = Window(self)
        window.wait_for(home=True, focus=None)
        seen = []
        while "infrastructure" not in seen:
            window.key("Tab")
            seen.append(window.wait(lambda s: s["focus"] and s["focus"] not in seen)["focus"])
            self.assertLess(len(seen), 20, seen)
        window.key("Tab")
        after = window.wait(lambda s: s["focus"] not in seen)["focus"]
        window.key("shift+Tab")
        window.wait_for(focus="infrastructure")
        self.assertNotEqual(after, "infrastructure")
        window.key("Return")
        window.wait_for(home=False, config="infrastructure")

    def test_curves_by_keys(self):
        window = Window(self, "--preset", "scalability")
        window.wait_for(state="ready", home=False)
        self.tab_to(window, "rate")
        window.key("Return")
        window.wait_for(focus="learning_rate")
        window.key(*"0 period 5 Return".split())  # at once, as a fast typist on a slow machine
        window.wait_for(learning_rate=0.5, focus="rate")
        window.key("Return")
        window.wait_for(focus="learning_rate")
        window.key(*"0 period 0 3 7 Return".split())
        window.wait_for(learning_rate=0.037, focus="rate")
        self.tab_to(window, "settings")
        window.key("space")
        window.wait_for(settings=True, focus="epochs")
        window.key("Tab")
        window.wait_for(focus="batch")
        window.key("3", "2", "Return")
        self.tab_to(window, "apply")
        window.key("Return")
        window.wait_for(settings=False, state="ready", focus="settings")
        self.tab_to(window, "tabs")
        window.key("Right")
        window.wait_for(tab="data")
        window.key("Left")
        window.wait_for(tab="curves")
        window.key("s")
        window.wait_for(state="paused", steps=1)
        self.tab_to(window, "smooth")
        window.key("Right")
        window.key("space")  # a slider leaves it to the run
        window.wait_for(state="training")
        window.key("space")
        window.wait_for(state="paused")

    def tab_to(self, window, name):
        for _ in range(80):
            before = window.state["focus"]
            if before == name:
                return
            window.key("Tab")
            window.wait(lambda s: s["focus"] != before)
        self.fail(f"Tab does not reach {name}")


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
        window.click(120, 120)  # the first card of the pipeline strip opens its tab, and there its sheet
        window.wait_for(tab="data", stage=None)
        window.click(120, 120)
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

    def test_packed_tables_can_be_dropped_and_a_workbook_says_how_to_export_it(self):
        packed = ROOT / "tests" / "data" / "packed"
        window = Window(self)
        for name in ("table.csv.gz", "table.zip"):
            window.drop(packed / name)
            window.wait(lambda s: s["import"] == "choosing" and s["types"] == ["number", "number", "category"])
            window.key("Escape")
            window.wait_for(**{"import": "none"})
        window.drop(packed / "workbook.xlsx")
        window.wait_for(**{"import": "refused"})

    def test_a_test_part_is_asked_for_in_the_settings_and_told_in_the_end(self):
        window = Window(self, "--script", self.script(
            f"open {SAMPLES / 'iris.csv'}\nwait import\ntrain\nwait state finished\n"
            "settings on\nfocus test\n"))
        state = window.wait_for(state="finished", settings=True, focus="test")
        self.assertEqual([line[:9] for line in state["results"]][:1], ["To beat: "])
        self.assertFalse([line for line in state["results"] if line.startswith("Test")])
        window.key("ctrl+a", "2", "0")
        focus = "test"
        for _ in range(20):
            window.key("Tab")
            focus = window.wait(lambda s: s["focus"] not in (None, focus))["focus"]
            if focus == "apply":
                break
        window.key("Return")
        window.wait_for(state="ready", settings=False)
        state = window.wait(lambda s: "Test, 30 rows: told at the end" in s["results"])
        window.key("space")
        state = window.wait(lambda s: s["state"] == "finished" and
                            any(line.startswith("Test, 30 rows: ") and line.endswith("%") for line in s["results"]))
        self.assertIsNone(state["error"])

    def test_rare_classes_count_more_and_their_accuracy_is_told(self):
        rows = "".join(f"{i % 7}.5,{i % 5},{'rare' if i % 15 == 0 else 'usual'}\n" for i in range(300))
        (self.folder / "rare.csv").write_text("a,b,y\n" + rows, encoding="utf-8")
        done = self.run_script("""
            open rare.csv
            wait import
            train
            wait state finished
            class-weight balanced
            wait state ready
            test-part 10
            wait state ready
            play
            wait state finished
            wait seconds 1
            print state
            expect no-error
            quit
        """)
        told = json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])["results"]
        self.assertTrue([line for line in told if line.startswith("Balanced accuracy: ") and "%" in line], told)
        self.assertTrue([line for line in told if line.startswith("Test, 30 rows: ") and "%" in line], told)

    def test_the_menu_key_offers_the_figures_to_copy(self):
        window, _ = self.ready_with("wait frames 5")
        window.key("shift+F10")
        focus = None
        for _ in range(10):  # the menu opens a moment after the key
            window.key("Tab")
            focus = window.wait(lambda s: s["focus"] not in (None, focus))["focus"]
            if focus.startswith("Copy all figures ("):
                break
        self.assertTrue(focus.startswith("Copy all figures ("), focus)

    RING = (0x8F, 0xB8, 0xFF)

    def test_a_column_becomes_a_category_by_a_click(self):
        (self.folder / "table.csv").write_text("a,grade,y\n" + "1,2,u\n3,4,v\n5,6,u\n7,8,v\n", encoding="utf-8")
        picture = self.folder / "sheet.png"
        window = Window(self, "--script", self.script(
            f"open {self.folder / 'table.csv'}\nwait import\nfocus type of grade\nwait frames 10\n"
            f"screenshot {picture}\n"))
        self.wait_for_file(picture)
        state = window.wait_for(**{"import": "choosing", "focus": "type of grade"})
        self.assertEqual(state["types"], ["number", "number", "category"])
        x, y = Png(picture).button_in(self.RING, 900)  # the ring stands around the choice
        window.click(x, y)
        focus = window.wait_for(focus=None)["focus"]  # the mouse takes the ring away
        for _ in range(40):  # the list opens a moment after the click
            window.key("Tab")
            focus = window.wait(lambda s: s["focus"] not in (None, focus))["focus"]
            if focus == "category":
                break
        window.key("Return")
        window.wait(lambda s: s["types"] == ["number", "category", "category"])

    def test_a_table_is_pasted(self):
        window = Window(self)
        with Clipboard(self.display.name, "a\tb\ty\n1\t2\tu\n3\t4\tv\n5\t6\tu\n7\t8\tv\n"):
            window.key("ctrl+v")
            window.wait(lambda s: s["import"] == "choosing" and s["types"])
        window.key("Return")
        window.wait_for(home=False)
        window.wait(lambda s: s["recent"])  # its text is a file now
        self.assertEqual(len(list((self.folder / "data" / "headroom" / "pasted").iterdir())), 1)

    def test_a_script_decides_about_columns(self):
        (self.folder / "cells.txt").write_text(
            "a;b;y\n" + "".join(f"{i % 7};{i % 5},5;{'uv'[i % 2]}\n" for i in range(40)) + "oops;1;u\n2;2;\n",
            encoding="utf-8")
        self.run_script("""
            paste cells.txt
            wait import
            expect error oops
            import-missing oops
            expect error is missing in 1
            import-drop-rows
            expect no-error
            expect doubts 0
            expect column b number
            column b category
            expect column b category
            column b auto
            expect column b number
            column a ignore
            header no
            wait import
            separator semicolon
            import-show rows
            expect import_show rows
            cancel
            quit
        """)

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
        window.key("2")
        window.wait(lambda s: s["tab"] not in ("curves", "plan"))
        window.key("p")
        state = window.wait_for(tab="plan")
        window.wait(lambda s: s["plan_verdict"])
        self.assertEqual(state["state"], "ready")
        window.click(55, 74)
        window.wait_for(tab="curves")
        window.key("p")
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


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: gui_test.py build/release/headroom [test names]")
    support.PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing:
        print("skipped: " + " and ".join(missing) + " not found; Debian: apt-get install xvfb xdotool")
        sys.exit(77)
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
