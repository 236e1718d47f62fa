"""Films: the frames of one in a folder, cut into shots to learn from (Shi et al. 2020, section 4.1)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..drawing.paper import over
from ..errors import InputError
from ..progress import Progress
from .images import SUFFIXES, read_image, write_image
from .saving import naming, new_folder

# The paper counts pixels by value, and does not say of how large a frame. In one of 64 x 48 pixels its limits do what
# it wants: of generated shots, 200 parts 92 in 100 that were joined and 6 in 100 frames of one shot, and 17 in 100
# shots are stills by 10.
PIXELS = 64 * 48
WHITE = 255  # what shows where a frame is transparent
SIDE = 128  # pixels of a frame as it is counted
TAIL = 2.0  # per cent of the pixels at either end that do not tell how dark or faded a frame is


@dataclass(frozen=True)
class FilmParams:
    """What a cut is, and which shots and frames are worth learning from."""

    cut: float = 200.0  # difference of neighboring frames over which a new shot begins
    still: float = 10.0  # a shot whose frames differ less, each from each, teaches nothing
    shortest: int = 8  # frames of a shot
    dark: int = 60  # a frame whose lightest pixels are darker than this is left out, of 255
    faded: int = 40  # and one whose lightest and darkest pixels differ by less


@dataclass(frozen=True)
class Found:
    """What became of a film."""

    shots: int
    frames: int  # in these shots
    left_out: int  # frames that are in none


def cut_film(frames: Path, out: Path, params: FilmParams | None = None) -> Generator[Progress, None, Found]:
    """Cut the pictures in the folder `frames`, in order of name, into shots: OUT/s00000/color/0000.png and so on.

    Pictures are read one after another. Raises InputError where there are none, and where `out` holds anything.
    """
    params = params or FilmParams()
    pictures = sorted(path for path in frames.glob("*") if path.suffix.lower() in SUFFIXES)
    if not pictures:
        raise InputError(f"There are no pictures in {frames}: export the frames of a film there, as PNG.")
    kept: list[int] = []  # frames of each shot
    with new_folder(out) as growing:
        for shot in shots_of((_counts(read_image(path), params) for path in pictures), params):
            yield Progress((shot[-1] + 1) / len(pictures), "Cutting the film")
            _write(growing / f"s{len(kept):05d}" / "color", [pictures[frame] for frame in shot])
            kept.append(len(shot))
    return Found(len(kept), sum(kept), len(pictures) - sum(kept))


def shots_of(counts: Iterable[np.ndarray | None], params: FilmParams) -> Generator[list[int], None, None]:
    """The shots of a film, as indices of frames. `counts`: of each frame, see `histogram`; None: it is left out.

    Those of one shot are in memory at a time.
    """
    shot: dict[int, np.ndarray] = {}
    for number, own in enumerate(counts):
        if own is None:
            continue
        if shot and difference(shot[max(shot)], own) > params.cut:
            if _is_worth([*shot.values()], params):
                yield [*shot]
            shot = {}
        shot[number] = own
    if _is_worth([*shot.values()], params):
        yield [*shot]


def histogram(rgb: np.ndarray) -> np.ndarray:
    """How many pixels of u8 RGB (h, w, 3) have each value of each channel, as if it had PIXELS: f64 (768,)."""
    share = PIXELS / (rgb.shape[0] * rgb.shape[1])
    return share * np.concatenate([np.bincount(rgb[..., one].ravel(), minlength=256) for one in range(3)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """The mean squared difference of two histograms."""
    return float(((one - other) ** 2).mean())


def is_dark_or_faded(rgb: np.ndarray, params: FilmParams) -> bool:
    """Whether a frame, u8 (h, w, 3), has hardly any light, or hardly any contrast."""
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    darkest, lightest = np.percentile(gray, [TAIL, 100 - TAIL])
    return bool(lightest < params.dark or lightest - darkest < params.faded)


def _counts(picture: np.ndarray, params: FilmParams) -> np.ndarray | None:
    small = cv2.resize(over(picture, WHITE), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return None if is_dark_or_faded(small, params) else histogram(small)


def _is_worth(counts: Sequence[np.ndarray], params: FilmParams) -> bool:
    """Whether a shot is long enough, and any two of its frames differ."""
    if len(counts) < params.shortest:
        return False
    of_shot = np.stack(counts)
    apart = (((own - of_shot) ** 2).mean(1).max() for own in of_shot)
    return any(most >= params.still for most in apart)


def _write(folder: Path, pictures: Sequence[Path]) -> None:
    """Write the frames of a shot."""
    with naming(folder):
        folder.mkdir(parents=True)
    for number, path in enumerate(pictures):
        write_image(folder / f"{number:04d}.png", read_image(path))
