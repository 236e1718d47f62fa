"""Colors the example animation: in Krita with the plugin's action, or else on the command line."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

from shiage.host.template import Paint, write

from . import krita_run, system
from .errors import InstallError
from .places import Krita


def run(krita: Krita | None, folder: Path, python: Path) -> None:
    """Leave the colored example and its sheet in `folder`, see `free_folder`; `python` has the engine.

    Raises InstallError.
    """
    shot, result = folder / "shot", folder / "result"
    print(f"\nDrawing the example animation ({shot}) ...", flush=True)
    _engine(python, "example", str(shot))
    left_out = _why_not_in_krita(krita)
    if krita is None or left_out:
        print(f"{left_out} The command line colors it instead ...", flush=True)
        _engine(python, "colorize", str(shot), "--out", str(result))
        left_out += " Left out: the same in Krita, with layers, withdrawal mask and undo."
    else:
        print(f"Opening it in Krita and running Auto-colorize ({krita.program}) ...", flush=True)
        _write_document(folder / "lines.kra", shot)
        krita_run.color(krita, folder)
        (folder / "lines.kra").unlink()
    sheet = folder / "sheet.png"
    _engine(python, "sheet", str(shot), str(result), "--out", str(sheet))
    print()
    if left_out:
        print(left_out)
    else:
        print(f"The animation with its colors: {folder / 'example.kra'}")
        print(f"How it looks in Krita:         {folder / 'krita.png'}")
    print(f"Contact sheet:                 {sheet}")


def free_folder(wanted: Path) -> Path:
    """`wanted`, or the first of WANTED.2, WANTED.3 ... that is new or empty: somebody may have painted in an earlier
    example.
    """
    number, folder = 1, wanted.absolute()
    while os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        number += 1
        folder = wanted.absolute().with_name(f"{wanted.absolute().name}.{number}")
    return folder


def _why_not_in_krita(krita: Krita | None) -> str:
    """Why the example cannot be colored in Krita, in a sentence; empty where it can."""
    if krita is None:
        return f"There is no Krita on this machine: {system.WHERE_TO_GET_KRITA}."
    if not sys.platform.startswith("linux"):
        return "The example is shown in Krita on Linux only; in yours, open it and press Auto-colorize."
    if not system.has_display() and not system.has_virtual_display():
        return "There is no display here, and no Xvfb to replace one."
    return ""


def _engine(python: Path, *arguments: str) -> None:
    command = [str(python), "-I", "-m", "shiage_engine", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = " ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-1:])
        raise InstallError(f"The engine failed at `shiage {arguments[0]}`: {last}")


def _write_document(path: Path, shot: Path) -> None:
    """An animation with empty keyframes, for the pictures of the shot."""
    folders = {"lines": shot / "line", "colors": shot / "color"}
    times = {
        name: tuple(sorted(int(file.stem) for file in folder.glob("*.png")))
        for name, folder in folders.items()
    }
    layers = [Paint(name, times[name]) for name in ("lines", "colors")]
    write(
        str(path), _size(next((shot / "line").glob("*.png"))), [*layers, Paint("paper")], max(times["lines"])
    )


def _size(png: Path) -> tuple[int, int]:
    """Width and height, from the head of the file."""
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height
