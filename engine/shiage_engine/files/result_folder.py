"""A result on disk: OUT/{color,full,withdrawn,confidence}/NNNN.png, OUT/report.json and OUT/files.sha256.

The last is the manifest: what is listed there and unchanged is of Shiage, and may be replaced by a newer result. Of a
cut with a timesheet, pictures are called as its drawings are, in a folder for each cel (OUT/color/A/A0001.png), and
the timesheet lies beside them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from ..errors import InputError
from ..results import FrameResult, Report
from .images import encoded
from .reading import read_file
from .saving import FORMER, NOT_OURS, growing_name, leftovers, naming, owned, put

ROLES = ("color", "full", "withdrawn", "confidence")
REPORT = "report.json"
MANIFEST = "files.sha256"  # as sha256sum writes and checks it
DIGEST_LENGTH = 64


class ResultFolder:
    """Writes a result into a hidden folder beside `folder`, which it replaces when it is complete.

    Use with `with`; without `finish`, nothing is left behind. Raises InputError where `folder` holds anything but an
    earlier result as Shiage wrote it, or another program is writing a result there.
    """

    def __init__(
        self, folder: Path, names: Mapping[str, Mapping[int, str]], copies: Mapping[str, bytes] | None = None
    ) -> None:
        """`names`: of the frames of each cel's shot, by time; `copies`: files that go with them, by name."""
        self._folder = Path(os.path.realpath(folder))  # what a link points to is replaced, not the link
        self._names, self._copies = names, copies or {}
        _check_replaceable(self._folder)
        self._growing = growing_name(self._folder)
        self._listed: dict[str, str] = {}  # the manifest: digests by name in the folder
        self._held = contextlib.ExitStack()

    def __enter__(self) -> ResultFolder:
        with contextlib.ExitStack() as held:
            if held.enter_context(owned(self._folder)):
                _heal(self._folder)
            _check_replaceable(self._folder)
            held.callback(_remove, self._growing)
            with naming(self._growing):
                for role in ROLES:
                    (self._growing / role).mkdir(parents=True)
            self._held = held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def write(self, cel: str, painted: FrameResult) -> None:
        """Add one frame of a cel's shot."""
        name = self._names[cel][painted.time]
        withdrawn = painted.withdrawn_pixels().astype(np.uint8) * 255
        pictures = (painted.visible(), painted.color(), withdrawn, painted.confidence_pixels())
        for role, pixels in zip(ROLES, pictures, strict=True):
            self.add(role, name, encoded(pixels))

    def add(self, role: str, name: str, content: bytes) -> None:
        """Add one picture, a PNG: `role` of ROLES, `name` of a frame."""
        path = self._growing / role / f"{name}.png"
        with naming(path):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        self._list(f"{role}/{name}.png")

    def finish(self, reports: Mapping[str, Report]) -> None:
        """Add the report, made of those of the cels, and replace an earlier result, see `finish_as`."""
        self.finish_as(report_of(reports, self._names))

    def finish_as(self, report: Mapping[str, object]) -> None:
        """Add the content of report.json, and replace an earlier result by this one.

        Where others have written into the folder meanwhile, or the system does not let it be replaced, it stays as it
        is; this result is then kept beside it, and InputError raised, which says so.
        """
        text = json.dumps(report, indent=1) + "\n"
        for name, content in {**self._copies, REPORT: text.encode()}.items():
            with naming(self._growing / name):
                (self._growing / name).write_bytes(content)
            self._list(name)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._listed.items()))
        with naming(self._growing / MANIFEST):
            (self._growing / MANIFEST).write_bytes(lines.encode(errors="surrogateescape"))
        hindrance = self._replace()
        if hindrance:
            kept = put(self._growing, self._folder)
            raise InputError(f"{hindrance} and was left as it is: the new result is in {kept}.")

    def _list(self, name: str) -> None:
        self._listed[name] = _digest(self._growing / name)

    def _replace(self) -> str:
        """Put the result in its place; where that cannot be, say what is in the way, and why it stays."""
        former = self._growing.with_suffix(f".{FORMER}")
        if os.path.lexists(self._folder):
            foreign = _foreign(self._folder)
            if foreign is not None:
                return f"{foreign} {NOT_OURS}"
            try:
                self._folder.rename(former)
            except OSError as error:  # of another user, or open in another program
                return f"{self._folder} cannot be replaced ({error.strerror})"
            foreign = _foreign(former)
            if foreign is not None:  # it came between the look and the renaming
                former.rename(self._folder)
                return f"{self._folder / foreign.relative_to(former)} {NOT_OURS}"
        try:
            self._growing.rename(self._folder)
        except OSError:
            if not os.path.lexists(self._folder):
                raise
            return f"{self._folder} {NOT_OURS}"  # another program made it just now
        _remove(former)
        return ""


def is_whole(folder: Path) -> bool:
    """Whether there is a result in `folder`, with all files that it lists."""
    listed = _manifest(folder)
    return REPORT in listed and all((folder / name).is_file() for name in listed)


def _check_replaceable(folder: Path) -> None:
    """Raise InputError unless `folder` is missing, empty or an earlier result, which may be replaced."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file: choose another folder for the result.")
    foreign = _foreign(folder)
    if foreign is not None:
        raise InputError(
            f"{folder} holds what is not known as a result of Shiage, or was changed since ({foreign.name}): "
            "choose another folder for the result. (Those of version 0.1 are not known: remove the folder.)"
        )


def _foreign(folder: Path) -> Path | None:
    """The first file in `folder` that is not as Shiage wrote it; None where there is none."""
    if folder.is_symlink() or not folder.is_dir():
        return folder
    listed = _manifest(folder)
    folders = {*ROLES, *(name.rpartition("/")[0] for name in listed)}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            is_ours = name in folders
        else:
            is_manifest = name == MANIFEST and REPORT in listed and not path.is_symlink()
            is_ours = is_manifest or (name in listed and listed[name] == _digest(path))
        if not is_ours:
            return path
    return None


def _manifest(folder: Path) -> dict[str, str]:
    """The manifest of a result, digests by name; empty where there is none."""
    try:
        content = read_file(folder / MANIFEST).splitlines()
    except InputError:
        return {}
    lines = [line.decode(errors="surrogateescape") for line in content]  # names may be no UTF-8
    return {line[DIGEST_LENGTH + 2 :]: line[:DIGEST_LENGTH] for line in lines}


def _digest(path: Path) -> str:
    """SHA-256 of a file; "" for what is none, such as a link."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _heal(folder: Path) -> None:
    """Undo what runs that died left: their results, and the one that they were about to replace."""
    for former in leftovers(folder, FORMER):
        if not os.path.lexists(folder):
            former.rename(folder)
        elif _foreign(former) is None:
            _remove(former)
    for growing in leftovers(folder):
        _remove(growing)


def _remove(result: Path) -> None:
    """Delete a result of ours, whole or not, under a name that only we give. What is not of us stays."""
    roles = [result / role for role in ROLES if not (result / role).is_symlink()]
    for path in _parts(result, roles):
        with contextlib.suppress(OSError):
            path.unlink()
    folders = (folder for role in roles for folder in (*role.glob("*/"), role))
    for folder in (*folders, result):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _parts(result: Path, roles: Iterable[Path]) -> Iterator[Path]:
    for role in roles:
        yield from role.rglob("*.png")
    yield from timesheets(result)
    yield result / REPORT
    yield result / MANIFEST  # last: what it lists is known as ours until then


def timesheets(result: Path) -> list[Path]:
    """The timesheets that lie in the folder of a result, whatever case their suffix has."""
    inside = result.iterdir() if result.is_dir() else ()
    return [path for path in inside if path.suffix.lower() == ".xdts"]


def report_of(reports: Mapping[str, Report], names: Mapping[str, Mapping[int, str]]) -> dict[str, object]:
    """The content of report.json: of all cels together, frames by the name of their file."""
    parts = [_report(report, names[cel]) for cel, report in reports.items()]
    return {key: _together([part[key] for part in parts]) for key in parts[0]}


def _together(values: Sequence[Any]) -> object:
    """What the cels' reports say under one key: what is in several of their lists is there once."""
    if isinstance(values[0], dict):
        return {name: value for of_cel in values for name, value in of_cel.items()}
    if isinstance(values[0], list):
        every = [value for of_cel in values for value in of_cel]
        return [value for number, value in enumerate(every) if value not in every[:number]]
    return ", ".join(dict.fromkeys(values))


def _report(report: Report, names: Mapping[int, str]) -> dict[str, object]:
    """The content of report.json; frames by the name of their file."""
    return {
        "method": report.method,
        "finished": [names[time] for time in report.finished],
        "sheets": list(report.sheets),
        "partly_painted": [names[time] for time in report.partial],
        "hints": {
            names[one.time]: {"regions": one.regions, "of_two_colors": one.mixed} for one in report.hints
        },
        "disagreements": [
            {"frames": [names[time] for time in one.times], "colors": one.hex_colors}
            for one in report.disagreements
        ],
        "palette": report.palette.tolist(),
        "frames": {
            names[frame.time]: {
                "regions": frame.regions,
                "coverage": round(frame.coverage, 4),
                "area_coverage": round(frame.area_coverage, 4),
                "seconds": round(frame.seconds, 3),
            }
            for frame in report.frames
        },
    }
