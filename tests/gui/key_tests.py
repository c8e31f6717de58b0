"""The window by the keyboard: shortcuts, and everything without a mouse. Run by gui_test.py."""
import json
import time

from support import GuiTest, PATIENCE, Window


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
        window.wait_for(tab="network")
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
