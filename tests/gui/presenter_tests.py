"""Presenter mode, a tour that plays by itself, and the report, in the real window. Run by gui_test.py."""
import html.parser
import shutil
import subprocess

from support import GuiTest, Window

VOID = {"meta", "br", "link"}


class Page(html.parser.HTMLParser):
    """Elements that are opened and closed in turn; what stands in the headings."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.headings, self.names = [], [], [], {}

    def handle_starttag(self, tag, attributes):
        self.names[tag] = self.names.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.names[tag] = self.names.get(tag, 0) + 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2", "h3"):
            self.headings.append(data)


class Presenter(GuiTest):
    def test_a_tour_plays_holds_and_gives_the_run_back(self):
        window = Window(self, "--preset", "two_moons")
        window.wait_for(state="ready", home=False)
        window.key("s")
        steps = window.wait_for(state="paused")["steps"]
        window.key("shift+F11")
        window.wait_for(autoplay_phase="pausing", presenter=True)
        window.key("space")
        window.wait_for(autoplay_held=True)
        step = window.state["autoplay_step"]
        window.key("Right")
        window.wait_for(autoplay_step=step + 1)
        window.key("Escape")
        window.wait_for(autoplay=None, config="two_moons", state="paused", steps=steps, presenter=False)
        window.key("F11")
        window.wait_for(presenter=True)
        window.key("o")
        window.wait_for(spotlight="on")
        window.key("Escape")
        window.wait_for(spotlight=None, presenter=True)
        window.close()

    def test_the_program_starts_with_a_tour_and_refuses_one_that_is_not_there(self):
        window = Window(self, "--autoplay", "infrastructure")
        window.wait_for(autoplay="infrastructure", config="infrastructure")
        window.key("q")
        window.wait_for(autoplay=None, home=True)
        window.close()
        self.run_script("autoplay nowhere\nexpect error infrastructure\nquit\n")

    def test_the_report_is_a_valid_page(self):
        self.run_script("""
            open preset scalability
            wait state ready
            select small,large
            play
            wait epoch 1
            pause
            wait state paused
            report curves.html
            tab errors
            wait errors_wrong >= 1
            report errors.html
            report errors.md
            home
            report home.html
            expect no-error
            report /proc/never/report.html
            expect error never
            quit
        """)
        for name in ("curves.html", "errors.html", "home.html"):
            text = (self.folder / name).read_text(encoding="utf-8")
            page = Page()
            page.feed(text)
            page.close()
            self.assertEqual((page.open, page.faults), ([], []), name)
            self.assertIn("Every word that is in sight", page.headings)
            self.assertEqual(page.names.get("svg", 0), page.names.get("desc", 0))
            if shutil.which("tidy"):
                done = subprocess.run(["tidy", "-q", "-e", "--drop-empty-elements", "no", str(self.folder / name)],
                                      capture_output=True, text=True)
                self.assertLess(done.returncode, 2, done.stderr[-2000:])
        self.assertIn("Confusion matrix", (self.folder / "errors.html").read_text(encoding="utf-8"))
        self.assertIn("| Small", (self.folder / "errors.md").read_text(encoding="utf-8"))
