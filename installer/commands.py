"""The command line: prints what it will do, does it, and prints what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import archive, children, doctor, engine, example, install_steps, uninstall_steps
from .errors import InstallError

EXAMPLE_FOLDER = Path("shiage-example")


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0: done; 1: one sentence on stderr says what is wrong; 2: the command line is wrong."""
    arguments = _parser().parse_args(argv)
    try:
        with children.ending_cleanly():
            return int(arguments.run(arguments))
    except InstallError as error:
        print(f"\n{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. What was installed before still works.", file=sys.stderr)
    except OSError as error:
        print(f"\n{error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="install.py", description="Installs Shiage for Krita.")
    _add_install_options(parser)
    parser.set_defaults(run=_install)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands (default: install)")
    install = commands.add_parser("install", help="install, or update, Shiage")
    _add_install_options(install)
    install.set_defaults(run=_install)
    uninstall = commands.add_parser("uninstall", help="remove what was installed, and nothing else")
    uninstall.set_defaults(run=lambda arguments: uninstall_steps.run())
    check = commands.add_parser("doctor", help="check the installation, and print what to do")
    check.add_argument("--krita", type=Path, metavar="PROGRAM", help="the Krita to look at")
    check.set_defaults(run=lambda arguments: doctor.run(arguments.krita))
    zipped = commands.add_parser("zip", help="write the plugin as a zip file for Krita's own importer")
    zipped.add_argument("--out", type=Path, metavar="FILE", default=Path("dist") / "shiage.zip")
    zipped.set_defaults(run=_zip)
    return parser


def _add_install_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--example", type=Path, nargs="?", const=EXAMPLE_FOLDER, metavar="FOLDER",
        help=f"then color the example animation in Krita, into FOLDER ({EXAMPLE_FOLDER})",
    )  # fmt: skip
    parser.add_argument("--krita", type=Path, metavar="PROGRAM", help="the Krita to install into")
    parser.add_argument(
        "--yes", action="store_true", help="do not ask before packages of the system are installed as root"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the plan, and do nothing")


def _install(arguments: argparse.Namespace) -> int:
    folder = None if arguments.example is None else example.free_folder(arguments.example)
    krita = install_steps.run(arguments.krita, arguments.dry_run, folder, yes=arguments.yes)
    if folder is not None and not arguments.dry_run:
        example.run(krita, folder, engine.python_of(engine.environment()))
    return 0


def _zip(arguments: argparse.Namespace) -> int:
    archive.write_zip(arguments.out)
    print(f"{arguments.out}: in Krita, Tools > Scripts > Import Python Plugin from File.")
    print("The engine is not in it: python3 installer/install.py installs that.")
    return 0
