"""The window by real clicks, drags and the clipboard. Run by gui_test.py."""
import json

from support import GuiTest, Png, ROOT, SAMPLES, Window
from xdnd import Clipboard


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
            f"wait seconds 4\nscreenshot {picture}\n"))  # the ways back are tried
        self.wait_for_file(picture)
        rate = window.wait_for(state="diverged")["learning_rate"]
        window.key("Return")  # the way that is advised
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
