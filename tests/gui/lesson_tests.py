"""Every lesson that ships, walked to its end in the real window: each step is done by what it asks for, and by
nothing before that. Run by gui_test.py."""
import pathlib

from support import GuiTest

WALKS = pathlib.Path(__file__).parent / "lessons"


class Lessons(GuiTest):
    pass


def walk(path):
    return lambda self: self.run_script(path.read_text(encoding="utf-8"))


for each in sorted(WALKS.glob("*.headroom")):
    setattr(Lessons, f"test_{each.stem}", walk(each))


class Walks(GuiTest):
    def test_every_lesson_has_one(self):
        lessons = WALKS.parents[2] / "assets" / "lessons"
        ids = {path.stem for path in lessons.glob("*.md")} - {"predictions"}
        self.assertEqual(ids, {path.stem for path in WALKS.glob("*.headroom")})
