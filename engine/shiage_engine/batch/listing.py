"""The cuts of a night: where they are, how large they are, and what their results depend on."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..cuts.opening import READERS, TIMESHEET, open_cut
from ..errors import InputError
from ..evaluation.cache import engine_digest
from ..files.reading import read_text
from ..learning.kept import path_of
from ..protocol.options import Options
from ..protocol.paths import data_dir
from ..registry import METHODS
from .records import is_night


@dataclass(frozen=True)
class NamedCut:
    """Where a cut is that can be opened, and the name that its result goes by."""

    name: str
    path: Path


@dataclass(frozen=True)
class Size:
    """How much work a cut is."""

    frames: int
    pixels: int  # of one frame

    @property
    def work(self) -> int:
        """The pixels of all frames."""
        return self.frames * self.pixels


def find_cuts(place: Path, out: Path | None = None) -> list[NamedCut]:
    """The cuts of `place`, by name: all in a folder, or the lines of a file, paths from there.

    In a folder, these are folders, timesheets and documents, but no folder of a night, as `out` is one. They are
    named by their paths from the innermost folder that all are in. Empty lines of a file count for nothing, and those
    that begin with #. Raises InputError where there is no cut, or two would have one name.
    """
    paths = _listed(place) if place.is_file() and not _is_cut(place) else _inside(place, out)
    if not paths:
        raise InputError(f"There are no cuts in {place}: put a folder with line/ and color/ there for each.")
    top = os.path.commonpath([path.parent for path in paths])
    cuts = [NamedCut(_readable("-".join(_plain(path).relative_to(top).parts)), path) for path in paths]
    (name, count), *_ = Counter(cut.name for cut in cuts).most_common(1)
    if count > 1:
        raise InputError(f"{place} has {count} cuts that would be called {name}: rename or remove one.")
    return sorted(cuts, key=lambda cut: cut.name)


def chosen(cuts: Sequence[NamedCut], names: Sequence[str]) -> list[NamedCut]:
    """Those of the cuts that have these names. Raises InputError where none has one of them."""
    by_name = {cut.name: cut for cut in cuts}
    for name in names:
        if name not in by_name:
            raise InputError(f"There is no cut {name}: there are {cuts[0].name} to {cuts[-1].name}.")
    return [by_name[name] for name in names]


def size_of(cut: NamedCut) -> Size:
    """The size of a cut, by the first frame of each shot. Raises InputError where it cannot be opened."""
    shots = [shot.lines for shot in open_cut(cut.path).shots.values()]
    pixels = [lines[min(lines)][..., 0].size for lines in shots]
    return Size(sum(map(len, shots)), max(pixels))


def characters_of(cut: NamedCut, options: Options) -> frozenset[str]:
    """Who is drawn: the one that the options name, or else those that the cut does.

    Raises InputError where it cannot be opened.
    """
    if options.character:
        return frozenset({options.character})
    return frozenset(shot.notes.character for shot in open_cut(cut.path).shots.values()) - {""}


def digest_of(cut: NamedCut, options: Options, characters: Collection[str] = ()) -> str:
    """Changes with all that the result depends on: the engine, the options, what was trained here, and the files.

    Raises OSError where one of them cannot be read.
    """
    digest = hashlib.sha256(json.dumps([engine_digest(), asdict(options)]).encode())
    for name, path in [*trained_here(characters).items(), *_files(cut.path).items()]:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(os.fsencode(name) + f"\0{content}\n".encode())
    return digest.hexdigest()


def trained_here(characters: Collection[str]) -> Mapping[str, Path]:
    """Weights that this user trained and coloring may use, of networks and characters, by path in `data_dir`."""
    found = []
    for method in METHODS.values():
        if method.network is not None:
            found.append(method.network())
        if method.weights:
            found += [path_of(method.weights, character) for character in characters]
    here = (path for path in sorted({*found}) if path.is_relative_to(data_dir()) and path.exists())
    return {path.relative_to(data_dir()).as_posix(): path for path in here}


def _inside(folder: Path, out: Path | None) -> list[Path]:
    if not folder.is_dir():
        what = "is a single cut" if folder.exists() else "is not there"
        raise InputError(f"{folder} {what}: name a folder of cuts, or a file that lists them.")
    inside = [path.absolute() for path in folder.iterdir() if not path.name.startswith(".")]
    files = [path for path in inside if _is_cut(path)]
    of_sheets = {path.with_suffix("") for path in files if path.suffix.lower() == TIMESHEET}
    folders = [path for path in inside if path.is_dir() and path not in of_sheets]
    if out is not None and out.exists():
        folders = [path for path in folders if not path.samefile(out)]
    return [*files, *(path for path in folders if not is_night(path))]


def _is_cut(path: Path) -> bool:
    """Whether it is a file that is opened as a cut."""
    return path.suffix.lower() in READERS and path.is_file()


def _plain(path: Path) -> Path:
    """Without the suffix of a file."""
    return path.with_suffix("") if path.is_file() else path


def _readable(name: str) -> str:
    """A name with marks in place of bytes that are no UTF-8, as those of an archive from an old Windows."""
    return os.fsencode(name).decode(errors="replace")


def _listed(file: Path) -> list[Path]:
    text = read_text(file).removeprefix("\ufeff")  # which editors on Windows begin with
    lines = (line.strip() for line in text.splitlines())
    return [Path(os.path.abspath(file.parent / line)) for line in lines if line and not line.startswith("#")]


def _files(path: Path) -> dict[str, Path]:
    """The files of a cut, by their path in its folder; those of a timesheet are in one of its name, or beside it."""
    folder = path
    if path.is_file() and path.suffix.lower() != TIMESHEET:
        return {path.name: path}
    if path.is_file():
        folder = _plain(path) if _plain(path).is_dir() else path.parent
    found = {one.relative_to(folder).as_posix(): one for one in sorted(_all_files(folder))}
    return {path.name: path, **found} if path.is_file() else found


def _all_files(folder: Path) -> Iterator[Path]:
    """The files below a folder, also behind links, but hidden ones; a folder that is met again counts once."""
    met = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        real = os.path.realpath(root)
        if real in met:
            folders.clear()
            continue
        met.add(real)
        files = (Path(root) / name for name in names if not name.startswith("."))
        yield from (path for path in files if path.is_file())
