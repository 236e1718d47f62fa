"""What the attention-aware network answers by: kinds of lines, and what it is given as a reference.

    python tools/prove_attention.py OUT --set DRAWN --only NAME...

Prints Markdown tables of docs/experiments.md. For each of some frames two drawings are made: the frame, and its
reference, which is the same frame (as in the paper's tables of pictures) or another one of the shot (as in its table
of distances); with the true lines of both, or with those that are found in the finished pictures. Can be given up and
run again: what was evaluated is kept in OUT.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from proving import FIGURES, Figures, called, chosen_shots, colored, figures_of, kept, print_table
from shiage_engine.protocol.options import Options

from shiage_engine.drawing import line_art
from shiage_engine.drawing.line_art import BLACK
from shiage_engine.drawing.paint import spread
from shiage_engine.evaluation.evaluate import Settings
from shiage_engine.evaluation.metrics import mean_of
from shiage_engine.evaluation.sheet import on_paper
from shiage_engine.evaluation.truth import TruthShot, open_truth
from shiage_engine.extraction.extract import Extractor, by_network, canny, f1, xdog
from shiage_engine.extraction.store import load_lines
from shiage_engine.files.images import write_image
from shiage_engine.methods.attention import METHOD

TRUE = "true"
ITSELF, OTHER = "itself", "another frame"  # the reference


@dataclass(frozen=True)
class Kind:
    """A kind of lines."""

    name: str
    find: Extractor | None  # None: the true ones


def finished(shot: TruthShot, time: int) -> tuple[np.ndarray, np.ndarray]:
    """A frame as a film shows it, u8 RGB (H, W, 3), and the ink in it, u8 (H, W): trace lines are painted over."""
    art = line_art.read(shot.lines[time])
    ids = spread(shot.label(time).astype(np.int32))
    flat = on_paper(shot.color_of[ids].view(np.uint8).reshape(*ids.shape, 4))
    ink = np.where(art.kind == BLACK, art.ink, 0).astype(np.uint8)
    return (flat * (1 - ink[..., None] / 255)).round().astype(np.uint8), ink


def write_pairs(folder: Path, out: Path, kind: Kind, reference: str, every: int) -> None:
    """For each `every`-th frame of a shot a shot of two: its reference and itself, drawn with lines of a kind."""
    shot = open_truth(folder, "none")
    random = np.random.default_rng(0)
    for time in shot.times[::every]:
        others = [one for one in shot.times if one != time]
        given = time if reference == ITSELF else int(random.choice(others))
        growing = out / f".{folder.name}-{time}"
        shutil.rmtree(growing, ignore_errors=True)
        for number, source in enumerate((given, time)):
            for plane in ("line", "label", "color"):
                (growing / plane).mkdir(parents=True, exist_ok=True)
                place = growing / plane / f"{number:04d}.png"
                if plane == "line" and kind.find is not None:
                    write_image(place, drawn(kind.find(finished(shot, source)[0])))
                else:
                    shutil.copy2(folder / plane / f"{shot.names[source]}.png", place)
        for file in ("palette.json", "meta.json"):
            if (folder / file).is_file():
                shutil.copy2(folder / file, growing)
        growing.rename(out / growing.name[1:])


def drawn(ink: np.ndarray) -> np.ndarray:
    """Ink, u8 (H, W), black on white: u8 RGBA (H, W, 4)."""
    return np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])


def likeness(folders: Sequence[Path], kind: Kind, every: int) -> Figures:
    """F1 of found lines within a pixel, the mean over shots."""
    found = []
    for shot in (open_truth(folder, "none") for folder in folders):
        pictures = [finished(shot, time) for time in shot.times[::every]]
        found.append(
            mean_of([1.0 if kind.find is None else f1(kind.find(one), ink) for one, ink in pictures])
        )
    return {"f1": mean_of(found)}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", type=Path, required=True, help="to evaluate on")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="shots of the set (all)")
    parser.add_argument("--every", type=int, default=1, help="frames of a shot, each so many-th")
    parser.add_argument("--lines-network", type=Path, metavar="FILE", help="weights (those of shiage lines)")
    arguments = parser.parse_args(argv)
    folders = chosen_shots(arguments.set, arguments.only)
    extracted = by_network(load_lines(arguments.lines_network))
    kinds = [Kind(TRUE, None), Kind("extracted", extracted), Kind("XDoG", xdog), Kind("Canny", canny)]
    rows: dict[str, Figures] = {}
    for kind in kinds:
        for reference in (ITSELF, OTHER):
            rows[f"{kind.name}, {reference}"] = _row(arguments, folders, kind, reference)
    print_table(f"{arguments.set.name}: lines and references", {"F1 of lines": "f1", **FIGURES}, rows)


def _row(arguments: argparse.Namespace, folders: Sequence[Path], kind: Kind, reference: str) -> Figures:
    name = f"{arguments.set.name} {called(folders)} {arguments.every} {kind.name} {reference}".replace(
        " ", "-"
    )
    pairs = arguments.out / name

    def judged() -> Figures:
        shutil.rmtree(pairs, ignore_errors=True)
        pairs.mkdir(parents=True)
        for folder in folders:
            write_pairs(folder, pairs, kind, reference, arguments.every)
        settings = Settings("first", Options(METHOD.name))
        results = colored(chosen_shots(pairs), settings, lambda _: METHOD)
        return figures_of(results, FIGURES) | likeness(folders, kind, arguments.every)

    return kept(arguments.out / f"{name}.json", judged)


if __name__ == "__main__":
    main()
