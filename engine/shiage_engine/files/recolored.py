"""Results in other colors, see `result_folder`, and other folders of pictures; and their palettes as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..drawing.recoloring import Color, recolored
from ..errors import InputError
from ..protocol.json_text import parse_json
from ..protocol.palette_files import palette_content, read_palette
from ..protocol.palettes import Entry, Palette, code_of, named
from .images import SUFFIXES, encoded, read_image, write_image
from .reading import read_file, read_text
from .result_folder import REPORT, ROLES, ResultFolder, timesheets
from .saving import check_place, new_folder, write_ours

COLORED = ("color", "full")  # of ROLES, those that hold paint
RECOLORED = "recolored"  # of report.json: the colors that others have taken the place of


def is_result(folder: Path) -> bool:
    """Has the folder the form of a result?"""
    return (folder / REPORT).is_file()


def result_colors(folder: Path) -> list[Color]:
    """The colors of a result's palette, each once, in order. Raises InputError where it is none."""
    return list(dict.fromkeys(color for color, alpha in _palette(_report(folder), folder) if alpha))


def recolor_result(folder: Path, exchange: Mapping[Color, Color], out: Path) -> Iterator[str]:
    """Write the result `folder` with other colors to `out`; yields the name of each picture that is done.

    Paint is exchanged pixel by pixel, whatever was painted over it since, and all else is copied as it is.
    """
    report = _report(folder)
    pictures = [(role, path) for role in ROLES for path in sorted((folder / role).rglob("*.png"))]
    if not any(role in COLORED for role, _ in pictures):
        raise InputError(f"There is no picture in {folder / COLORED[0]}: color the shot again.")
    copies = {path.name: read_file(path) for path in timesheets(folder)}
    with ResultFolder(out, {}, copies) as output:
        for role, path in pictures:
            is_paint = role in COLORED
            content = encoded(recolored(read_image(path), exchange)) if is_paint else read_file(path)
            name = path.relative_to(folder / role).with_suffix("").as_posix()
            output.add(role, name, content)
            yield f"{role}/{name}"
        output.finish_as(_recolored_report(report, folder, exchange))


def recolor_pictures(folder: Path, exchange: Mapping[Color, Color], out: Path) -> Iterator[str]:
    """Write all pictures that lie in `folder` with other colors to the new folder `out`, as `recolor_result`."""
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        raise InputError(f"{folder} {what}: name a result, or a folder of pictures.")
    pictures = _pictures(folder)
    if not pictures:
        below = next((path for path in sorted(folder.iterdir()) if path.is_dir() and _pictures(path)), None)
        if below is not None:
            raise InputError(f"The pictures in {folder} lie in folders, as {below}: name one of them.")
        raise InputError(f"There is no picture in {folder}: name a result, or a folder of pictures.")
    if len({path.stem for path in pictures}) < len(pictures):
        raise InputError(f"Two pictures in {folder} have one name but for the suffix: rename one.")
    with new_folder(out) as growing:
        for path in pictures:
            write_image(growing / f"{path.stem}.png", recolored(read_image(path), exchange))
            yield path.stem


def _pictures(folder: Path) -> list[Path]:
    """The pictures that lie in a folder itself."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [path for path in inside if path.suffix.lower() in SUFFIXES]


def open_palette(path: Path) -> Palette:
    """The palette in a file. Raises InputError where it cannot be read."""
    try:
        return read_palette(path)
    except ValueError as error:
        raise InputError(str(error)) from error


def write_result_palette(folder: Path, path: Path) -> int:
    """Write the palette of a result to a new file, to be edited: each entry bears the code that it stands for.

    Returns the number of its colors. Raises InputError where something is at `path`.
    """
    entries = tuple(Entry(named(color), color) for color in result_colors(folder))
    try:
        content = palette_content(Palette(path.stem, entries), path)
    except ValueError as error:
        raise InputError(str(error)) from error
    check_place(path, _is_ours)
    write_ours(path, content, _is_ours)
    return len(entries)


def _is_ours(_: Path) -> bool:
    """A palette is the painter's as soon as it is written."""
    return False


def _report(folder: Path) -> dict[str, object]:
    path = folder / REPORT
    if not path.is_file():
        raise InputError(f"There is no {path}: name a folder that shiage colorize wrote.")
    try:
        found = parse_json(read_text(path))
    except ValueError as error:
        raise InputError(f"{path} cannot be read as the report of a result: {error}.") from error
    if not isinstance(found, dict):
        raise InputError(f"{path} cannot be read as the report of a result.")
    return found


def _palette(report: Mapping[str, object], folder: Path) -> list[tuple[Color, int]]:
    """The color and the alpha of each row of a report's palette."""
    try:
        rows = [bytes([*row]) for row in report["palette"]]  # type: ignore[attr-defined]  # checked here
        return [((red, green, blue), alpha) for red, green, blue, alpha in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{folder / REPORT} has no palette: color the shot again.") from error


def _recolored_report(
    report: Mapping[str, object], folder: Path, exchange: Mapping[Color, Color]
) -> dict[str, object]:
    """The report with its palette as it is now, and which colors that were of the references."""
    palette = _palette(report, folder)
    now = [(exchange.get(color, color) if alpha else color, alpha) for color, alpha in palette]
    before = report.get(RECOLORED)
    codes = {code_of(color): code_of(to) for color, to in exchange.items()}
    if isinstance(before, dict):
        since = {first: codes.get(str(last), str(last)) for first, last in before.items()}
        codes = {code: to for code, to in codes.items() if code not in before.values()} | since
    return {**report, "palette": [[*color, alpha] for color, alpha in now], RECOLORED: codes}
