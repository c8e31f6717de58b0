"""What can be taken out of the window as files: by script, by a real right-click and by keys. Run by gui_test.py."""
import csv
import re
import time
import xml.etree.ElementTree as xml

from support import GuiTest, PATIENCE, Png, Window

SVG = "{http://www.w3.org/2000/svg}"
TRAINED = "wait state ready\nselect small\nplay\nwait epoch 1\npause\nwait state paused\n"


class Exports(GuiTest):
    def check_drawing(self, name, *wanted):
        """A file that a browser takes, inside of its frame, with these words as text."""
        root = xml.parse(self.folder / name).getroot()
        self.assertEqual(root.tag, SVG + "svg")
        width, height = (float(v) for v in root.get("viewBox").split()[2:])
        self.assertEqual((float(root.get("width")), float(root.get("height"))), (width, height))
        for box in root.iter(SVG + "rect"):
            self.assertLessEqual(float(box.get("x", 0)) + float(box.get("width")), width + 0.02)
            self.assertLessEqual(float(box.get("y", 0)) + float(box.get("height")), height + 0.02)
        texts = [text.text for text in root.iter(SVG + "text")]
        for words in wanted:
            self.assertIn(words, texts, name)
        return root

    def rows_of(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))

    def test_every_format_of_a_tabs_exhibits(self):
        self.run_script(f"""
            open preset scalability
            {TRAINED}
            tab errors
            wait errors_wrong >= 1
            export errors-matrix png new folder/matrix.png
            export errors-matrix svg matrix.svg
            export errors-matrix csv matrix.csv
            export errors-classes csv classes.csv
            export errors-rows csv rows.csv
            errors plot roc
            export errors-roc svg roc.svg
            tab data
            wait data_rows >= 1
            wait data_plane scatter
            export data-rows csv table.csv
            export data-rows svg table.svg
            export data-points csv points.csv
            export data-points svg points.svg
            export data-columns csv columns.csv
            data plane correlation
            wait data_plane correlation
            export data-correlations csv correlations.csv
            export data-correlations svg correlations.svg
            tab prediction
            look unit 2 3
            wait prediction_row 0
            wait seconds 1
            export prediction-layers csv layers.csv
            export prediction-layers svg layers.svg
            export prediction-unit csv unit.csv
            tab plan
            wait plan_gpus 1
            export plan-memory csv plan.csv
            export plan-memory svg plan.svg
            export plan-cards csv cards.csv
            expect no-error
            export errors-matrix csv never.csv
            expect error errors-matrix: it is not shown
            dismiss
            export plan-memory csv /proc/never/plan.csv
            expect error never
            quit
        """)
        self.assertFalse((self.folder / "never.csv").exists())
        matrix = self.rows_of("matrix.csv")
        counts = [[int(cell) for cell in row[1:]] for row in matrix[1:]]
        classes = self.rows_of("classes.csv")
        self.assertEqual([int(row[4]) for row in classes[1:]], [sum(row) for row in counts])
        for index, row in enumerate(classes[1:]):
            self.assertAlmostEqual(float(row[2]), counts[index][index] / sum(counts[index]), places=12)
        picture = Png(self.folder / "new folder" / "matrix.png")
        drawing = self.check_drawing("matrix.svg", "predicted", "true", *matrix[0][1:])
        self.assertEqual((picture.width, picture.height),
                         tuple(int(float(v)) for v in drawing.get("viewBox").split()[2:]))
        self.check_drawing("roc.svg", "false alarms", "found")
        table = self.rows_of("table.csv")
        self.assertEqual({len(row) for row in table}, {5 + 20})
        self.assertGreater(len(table), 9000)
        self.check_drawing("table.svg", table[1][0])
        self.assertGreater(len(self.rows_of("points.csv")), 100)
        self.check_drawing("points.svg", self.rows_of("points.csv")[0][1])
        self.assertEqual(len(self.rows_of("columns.csv")), 230 + 1)
        self.assertEqual({len(row) for row in self.rows_of("correlations.csv")}, {20 + 1})
        self.assertEqual(len(self.rows_of("layers.csv")), 2 * 50 + 1)
        forward = [row for row in self.rows_of("unit.csv") if row[0] == "forward"]
        unit = {row[1]: float(row[4]) for row in forward}
        products = [float(row[4]) for row in forward if row[2]]
        self.assertEqual(len(products), 8)
        self.assertAlmostEqual(unit["bias"] + sum(products) + unit["42 others"], unit["z"], places=9)
        self.check_drawing("layers.svg", "1", "2")
        plan = self.rows_of("plan.csv")
        self.assertEqual(sum(int(row[1]) for row in plan[1:-1]), int(plan[-1][1]))
        self.assertGreater(len(self.rows_of("cards.csv")), 40)

    def test_the_menu_by_click_and_by_key(self):
        ready = self.folder / "ready.png"
        window = Window(self, "--preset", "scalability", "--script", self.script(
            f"{TRAINED}tab errors\nwait errors_wrong >= 1\nscreenshot {ready}\n"))
        end = time.monotonic() + PATIENCE
        while not ready.exists():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        state = window.wait(lambda s: "errors-matrix" in (s["exhibits"] or []))
        self.assertIn("errors-rows", state["exhibits"])
        window.right_click(200, 400)
        window.wait(lambda s: s["exhibits"] == [])  # the menu lies above
        window.click(240, 400 + 157)  # value, heading, PNG, SVG, CSV
        state = window.wait(lambda s: "errors-matrix-" in (s["notice"] or ""))
        path = self.folder / "data" / "headroom" / "exports"
        self.assertRegex(state["notice"], re.escape(str(path)) + r"/scalability-errors-matrix-\d{8}-\d{6}\.csv")
        for key in ("Menu", "shift+F10"):
            window.wait(lambda s: s["exhibits"])
            window.key(key)
            window.wait(lambda s: s["exhibits"] == [])
            window.key("Escape")
