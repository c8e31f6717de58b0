"""Workspaces by real clicks, keys and drops. Run by gui_test.py."""
from support import GuiTest, Png, Window


class Workspaces(GuiTest):
    def test_saved_by_the_key_hidden_controls_come_back_by_a_click(self):
        file = self.folder / "moons.headroom"
        picture = self.folder / "class.png"
        window = Window(self, "--preset", "two_moons", "--script", self.script(
            "wait state ready\nprecision portable\nstep epoch\nwait state paused\n"
            "workspace author Ms Example\nworkspace text Press Space.\nworkspace hide plan,tabs\n"
            f"workspace save {file}\nwait workspace_saved {file}\nworkspace on\n"))
        saved = window.wait(lambda s: s["workspace_editing"])
        check = saved["check"]
        self.assertRegex(check, "^[A-Z]{4}-[A-Z]{4}$")
        window.key("Escape")
        window.wait_for(workspace_editing=False)
        window.key("ctrl+shift+s")
        window.wait_for(workspace_editing=True)
        window.close()

        window = Window(self, str(file), "--script", self.script(
            f"wait workspace {file}\nwait state paused\nwait frames 10\nscreenshot {picture}\n"))
        self.wait_for_file(picture)
        opened = window.wait_for(workspace=str(file), state="paused")
        self.assertEqual(opened["check"], check)
        self.assertEqual(opened["workspace_hidden"], ["plan", "tabs"])
        window.key("2")  # the Network tab
        window.key("p")
        window.key("t")  # carried out after them
        self.assertEqual(window.wait_for(theme="light")["tab"], "curves")
        shown = Png(picture)
        # "Show all" stands at the right end of the band at the foot of the window.
        window.click(shown.width - 50, shown.height - 19)
        window.wait_for(workspace_hidden=[])
        window.key("2")
        window.wait_for(tab="network")
