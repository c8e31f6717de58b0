"""How the window ends: closed, ended by a signal, robbed of its display. Run by gui_test.py."""
import json
import pathlib
import subprocess

import support
from support import Display, GuiTest, SAMPLES, Window


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
        program = pathlib.Path(support.PROGRAM).with_name("headroom-cli")
        if not program.exists():
            self.skipTest("headroom-cli is not built")
        resume = [str(program), "train", "--resume", str(folder), "--epochs", "1", "--json"]
        done = subprocess.run(resume, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_lost_display_keeps_an_example_as_well(self):
        self.lose_display(self.training_preset)
