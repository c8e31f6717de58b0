#!/usr/bin/env python3
"""Drives the real window on a virtual display: scripts, pictures, keys and clicks.

    tests/gui/gui_test.py build/release/headroom

Needs Xvfb and xdotool; exits with 77 (skipped) and says so where they are missing. Uses nothing beyond
Python's standard library. Nothing here asserts how long something takes.
"""
import pathlib
import shutil
import sys
import unittest

import support
from click_tests import Clicks  # noqa: F401, these are found by unittest
from closing_tests import Closing  # noqa: F401
from export_tests import Exports  # noqa: F401
from key_tests import KeyboardAlone, Keys  # noqa: F401
from lesson_tests import Lessons, Walks  # noqa: F401
from presenter_tests import Presenter  # noqa: F401
from script_tests import Scripts, Start  # noqa: F401
from workspace_tests import Workspaces  # noqa: F401


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
