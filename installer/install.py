#!/usr/bin/env python3
"""Installs, checks and removes Shiage: `python3 installer/install.py --help`. Any Python reads this."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one who runs this may have an older one
    sys.exit(
        "Shiage's engine needs Python 3.11 or newer: install one, and start this with it, as in"
        " `python3.11 installer/install.py`."
    )

# Where files lie is written once, in the plugin; the folder of this file is the package `installer`.
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:1] = [ROOT, os.path.join(ROOT, "plugin")]

if __name__ == "__main__":
    from installer.commands import main

    sys.exit(main())
