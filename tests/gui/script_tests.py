"""The window driven by scripts, and how it starts. Run by gui_test.py."""
import json
import pathlib
import shutil
import subprocess

import support
from support import GuiTest, PATIENCE, Png, SAMPLES


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
        self.check_wide_and_narrow("errors", "columns")

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
        self.check_wide_and_narrow("data", "correlation")

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
        for arguments in (["--size", "huge"], ["--theme", "blue"], ["--language", "xx"], ["--no-such-option"]):
            done = subprocess.run([support.PROGRAM, *arguments], env=self.environment, text=True, capture_output=True,
                                  timeout=PATIENCE)
            self.assertEqual(done.returncode, 2, done.stderr)

    def test_speaks_the_language_that_is_asked_for(self):
        """What an error says, without a run: the option goes before the settings, these before the system."""
        def said(*arguments, change=""):
            done = subprocess.run([support.PROGRAM, "--size", "1024x700", *arguments, "--script",
                                   self.script(f"{change}compare {self.folder}/nothing\nwait frames 3\nprint state\nquit\n")],
                                  env=self.environment, text=True, capture_output=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout

        english, german = "nothing is loaded: open an example", "nichts ist geladen: zuerst"
        self.assertIn(english, said())
        self.assertIn(german, said("--language", "de"))
        self.assertIn(german, said(change="language de\nwait language de\n"))
        self.environment["LANG"] = "de_AT.UTF-8"
        self.assertIn(german, said())
        self.assertIn(english, said("--language", "en"))
        settings = self.folder / "config" / "headroom" / "settings.json"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text('{"schema_version": 1, "language": "en"}', encoding="utf-8")
        self.assertIn(english, said())
        settings.write_text('{"schema_version": 1, "language": "xx"}', encoding="utf-8")
        self.assertIn(english, said())

    def test_a_translation_that_cannot_be_read_is_told(self):
        assets = self.folder / "assets"
        shutil.copytree(pathlib.Path(__file__).parents[2] / "assets", assets)
        (assets / "languages" / "de.po").write_text('msgid ""\nmsgstr "Language: de"\noops\n', encoding="utf-8")
        self.environment["HEADROOM_ASSETS"] = str(assets)
        done = self.run_script("wait frames 3\nprint state\nquit\n", "--language", "de")
        self.assertIn("de.po:3", done.stdout)

    def test_broken_settings_are_put_aside(self):
        settings = self.folder / "config" / "headroom" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text("{broken", encoding="utf-8")
        self.run_script("wait frames 3\nquit\n")
        self.assertTrue(settings.with_name("settings.json.bad").exists())
