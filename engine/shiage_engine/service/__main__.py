"""`python -m shiage_engine.service`: the engine as a process; the plugin starts it."""

from __future__ import annotations

import argparse
import sys

from ..protocol.paths import PathError
from .address import AlreadyRunning
from .serve import IDLE_MINUTES, serve

BAD_PLACE, RUNNING_ALREADY = 2, 3  # exit status


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="shiage-engine", description="Shiage's engine, for the plugin in Krita."
    )
    parser.add_argument(
        "--idle-minutes", type=float, default=IDLE_MINUTES, help="end when nobody needed it so long"
    )
    parser.add_argument(
        "--tcp", action="store_true", help="listen on the loopback interface, not on a socket file"
    )
    chosen = parser.parse_args(arguments)
    try:
        serve(chosen.idle_minutes, chosen.tcp)
    except AlreadyRunning as error:
        print(error, file=sys.stderr)
        return RUNNING_ALREADY
    except PathError as error:
        print(error, file=sys.stderr)
        return BAD_PLACE
    return 0


if __name__ == "__main__":
    sys.exit(main())
