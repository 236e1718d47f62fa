"""Kept weights: what was learned of a character or shot, under the name that the painter gave it.

All that a method keeps under one name (weights, checkpoint, the drawings it learned from) lies in one folder. Folders
are named by a digest, since a painter's name may be no valid file name; the name itself, and what the weights were
trained on, are in the metadata of the weights. Standard library only: listing what is kept needs no numpy or torch.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..characters import checked_name
from ..errors import InputError
from ..files.reading import check_file
from ..files.saving import sweep
from ..limits import WEIGHTS_BYTES
from ..protocol import VERSION, paths
from ..protocol.json_text import parse_json
from ..protocol.locks import Locked, locked
from ..protocol.paths import CHARACTERS, data_dir

WEIGHTS = "weights.safetensors"
DIGITS = 32  # of the digest that names a character's folder
LARGEST_PALETTE = 4096  # colors
LARGEST_HEADER = 1 << 24  # bytes of a safetensors file

Color = tuple[int, int, int, int]  # RGBA


@dataclass(frozen=True)
class Kept:
    """What one method keeps of one character."""

    method: str
    character: str
    palette: tuple[Color, ...]  # the first is transparent
    shots: tuple[str, ...]  # what it was trained on, oldest first: names or digests, as the method has them
    steps: int  # of training, in all
    when: str  # time of the last training, ISO 8601, UTC
    version: str  # version of Shiage that trained it
    size: int = 0  # bytes of all that is kept

    @classmethod
    def now(
        cls, method: str, character: str, palette: Iterable[Iterable[int]], shots: Sequence[str], steps: int
    ) -> Kept:
        """Of weights trained just now by this version; `palette`: RGBA rows."""
        colors = tuple(_color([int(value) for value in color]) for color in palette)
        if len(colors) > LARGEST_PALETTE:
            raise InputError(f"The character has over {LARGEST_PALETTE} colors: use flat paint.")
        when = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(method, checked_name(character), colors, tuple(shots), steps, when, VERSION)

    def metadata(self) -> dict[str, str]:
        """The metadata of a safetensors file that `of` and `all_kept` read."""
        return {
            "method": self.method,
            "character": self.character,
            "palette": json.dumps(self.palette),
            "shots": json.dumps(self.shots),
            "steps": str(self.steps),
            "when": self.when,
            "version": self.version,
        }

    @classmethod
    def of(cls, metadata: Mapping[str, str], size: int = 0) -> Kept:
        """From metadata; raises LookupError, TypeError or ValueError where they are not sound."""
        if not all(type(value) is str for value in metadata.values()):
            raise TypeError("metadata")
        palette = tuple(_color(color) for color in parse_json(metadata["palette"]))
        if not 1 <= len(palette) <= LARGEST_PALETTE or any(palette[0]):
            raise ValueError("palette")
        shots = tuple(str(shot) for shot in parse_json(metadata["shots"]))
        character = metadata["character"]
        if not character or checked_name(character) != character:
            raise ValueError("character")
        steps, when, version = int(metadata["steps"]), metadata["when"], metadata["version"]
        return cls(metadata["method"], character, palette, shots, steps, when, version, size)


def _color(values: Sequence[object]) -> Color:
    red, green, blue, alpha = (value for value in values if isinstance(value, int) and 0 <= value <= 255)
    return red, green, blue, alpha


def characters_dir() -> Path:
    """The folder of everything kept."""
    return data_dir() / CHARACTERS


def networks_dir() -> Path:
    """The folder of networks that were trained on this machine and know no character."""
    return data_dir() / "networks"


def path_of(method: str, character: str) -> Path:
    """The weights file of a character, which may not exist; other files of the method may lie beside it.

    Raises InputError for a name that is not valid.
    """
    name = checked_name(character)
    if not name:
        raise InputError("Give the character a name to keep its weights by.")
    return characters_dir() / hashlib.sha256(name.encode()).hexdigest()[:DIGITS] / method / WEIGHTS


def is_kept(method: str, character: str) -> bool:
    """Whether the method has kept weights of the character; never for the name ""."""
    return bool(character) and path_of(method, character).exists()


def make_folder(method: str, character: str) -> Path:
    """The folder of a character's weights, made if it does not exist, readable by its owner only. Raises OSError."""
    folder = path_of(method, character).parent
    paths.make_folder(folder)
    return folder


@contextlib.contextmanager
def writing(method: str, character: str) -> Iterator[Path]:
    """Hold the folder of a character's weights, to write into it; it is made if need be, for its owner only.

    Raises InputError where another program holds it, OSError where it cannot be made.
    """
    folder = make_folder(method, character)
    try:
        with _held(folder) as is_sure:
            if is_sure:
                sweep(folder)
            yield folder
    except Locked as error:
        raise InputError(
            f"Another program is learning {character}: wait until it has ended, and try again."
        ) from error


def sweep_all() -> None:
    """Remove what programs that died while they wrote left of all characters."""
    for folder in characters_dir().glob("*/*/"):
        with contextlib.suppress(Locked, OSError), _held(folder) as is_sure:
            if is_sure:
                sweep(folder)


def _held(folder: Path) -> contextlib.AbstractContextManager[bool]:
    """The lock of what one method keeps of one character."""
    return locked(folder.with_name(f"{folder.name}.lock"))


def all_kept() -> list[Kept]:
    """All that is kept, in order of character and method; files that are not sound are left out."""
    found = []
    for path in sorted(characters_dir().glob(f"*/*/{WEIGHTS}")):
        try:
            kept = describe(path)
            is_its_own = path == path_of(kept.method, kept.character)
        except InputError:
            continue
        if is_its_own:
            found.append(kept)
    return sorted(found, key=lambda kept: (kept.character, kept.method))


def of_character(character: str, method: str | None = None) -> list[Kept]:
    """What is kept of a character, by one method or by all; raises InputError where there is nothing."""
    name = checked_name(character)
    found = [one for one in all_kept() if one.character == name and method in (None, one.method)]
    if not found:
        raise InputError(f"Nothing is kept of {character}: see shiage weights list.")
    return found


def describe(path: Path) -> Kept:
    """The metadata of a weights file, without its weights; raises InputError where they are not sound."""
    try:
        check_file(path, WEIGHTS_BYTES)
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > LARGEST_HEADER:
                raise ValueError("header")
            metadata = parse_json(file.read(length))["__metadata__"]
        size = sum(part.stat().st_size for part in path.parent.rglob("*") if part.is_file())
        return Kept.of(metadata, size)
    except (OSError, InputError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path} holds no weights that can be read: remove it, and train again.") from error


def remove(character: str, method: str | None = None) -> list[str]:
    """Delete what is kept of a character by one method or by all; returns the methods whose weights were deleted.

    Raises InputError where nothing is kept under that name, OSError where it cannot be deleted.
    """
    folder = path_of("any", character).parents[1]
    gone = sorted(path.name for path in folder.glob("*/") if method in (None, path.name))
    if not gone:
        raise InputError(f"Nothing is kept of {character}: see shiage weights list.")
    for name in gone:
        with writing(name, character):
            shutil.rmtree(folder / name)
    if not any(folder.iterdir()):
        folder.rmdir()
    return gone
