"""`python -m shiage_engine`: the command line."""

import sys

from .commands.command_line import main

__all__ = ["main"]  # the entry point of the `shiage` command

if __name__ == "__main__":
    sys.exit(main())
