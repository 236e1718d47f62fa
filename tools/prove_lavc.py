"""What LAVC is worth: how many references, of what size, by distance; what tuning and each of its parts bring.

    python tools/prove_lavc.py OUT --set DRAWN --only NAME... --tables references sizes distance ...

Prints Markdown tables of docs/experiments.md. Can be given up and run again: training goes on from its checkpoints,
and what was evaluated is kept in OUT. Characters' weights are kept in OUT as well, not where painters' are.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import lavc_parts
import lavc_tuning
import numpy as np
import torch
from proving import (
    AREAS,
    COST,
    FIGURES,
    Figures,
    called,
    chosen_shots,
    colored,
    figures_of,
    kept,
    print_table,
)
from shiage_engine.protocol.options import Options
from torch import Tensor

from shiage_engine.drawing.letterbox import Letterbox
from shiage_engine.drawing.shot import Shot
from shiage_engine.evaluation.baselines import BASELINES
from shiage_engine.evaluation.evaluate import Settings
from shiage_engine.methods.hinted import METHOD as HINTED
from shiage_engine.methods.lavc import METHOD
from shiage_engine.methods.lavc.colorizer import Lavc, LavcOptions
from shiage_engine.methods.lavc.tuning import TuningParams
from shiage_engine.methods.method import Method

COUNTS = [f"even-{count}" for count in range(1, 6)]  # of references
SIZES = (128, 256, 384)  # pixels of the longer side of a frame
AWAY = ("1 frame away", "2-3 frames away", "4-7 frames away", "8+ frames away")
BOTH = {"regions": "region_accuracy", "foreground pixels": "foreground_accuracy"}
Make = Callable[[], Method]


@dataclass
class Remembering(Lavc):
    """Keeps its pictures: a frame is judged when all are colored, and would be looked at once more for its own."""

    pictures: dict[int, np.ndarray | None] = field(default_factory=dict)

    def voted(
        self, shot: Shot, frame: int, box: Letterbox, picture: np.ndarray | None, match: Tensor | None
    ) -> np.ndarray:
        self.pictures[frame] = picture
        return super().voted(shot, frame, box, picture, match)

    def answer(self, shot: Shot, frame: int, box: Letterbox) -> np.ndarray:
        found = self.pictures.get(frame)
        return super().answer(shot, frame, box) if found is None else found


def lavc(options: LavcOptions, character: str = "", tuning: TuningParams | None = None) -> Method:
    """LAVC with these options; with a character's name it learns the references of a shot first."""
    params = tuning or TuningParams()
    return Method(**{**vars(METHOD), "make": lambda _: Remembering(options, character, params)})


@dataclass(frozen=True)
class Judge:
    """Judges methods on the shots of a set, and keeps what it finds in a folder."""

    out: Path
    folder: Path
    only: Sequence[str]

    def figures(
        self, name: str, make: Make, references: str = "first-last", within: Sequence[str] = ()
    ) -> Figures:
        """The figures of the method that `make` gives, kept under a name; see `proving.colored`."""
        shots = chosen_shots(self.folder, self.only)
        what = f"{name} {self.folder.name} {references} {called(shots)}{' of all' * bool(within)}"

        def judged() -> Figures:
            method = make()
            settings = Settings(references, Options(method.name))
            return figures_of(colored(shots, settings, lambda _: method, within), {**FIGURES, **COST})

        return kept(self.out / f"{what.replace(' ', '-')}.json", judged)


def shipped(**options: object) -> Make:
    return lambda: lavc(LavcOptions(**options))  # type: ignore[arg-type]


def references(judge: Judge, _: argparse.Namespace) -> None:
    """One to five references (table 5), all judged on the frames that none of these has as a reference."""
    rows = {count: judge.figures("lavc", shipped(), count, COUNTS) for count in COUNTS}
    print_table("References", {**FIGURES, **COST}, rows)


def sizes(judge: Judge, _: argparse.Namespace) -> None:
    """Sizes and colors that the network sees, what is believed of its answer; and regions by their area."""
    variants: dict[str, dict[str, object]] = {f"{size} pixels": {"size": size} for size in SIZES}
    variants |= {f"own colors, {size} pixels": {"has_codes": False, "size": size} for size in SIZES[1:2]}
    rows = {name: judge.figures(f"lavc {name}", shipped(**options)) for name, options in variants.items()}
    print_table("What it sees and what is believed", {**FIGURES, **COST}, rows)
    rows |= {one: judge.figures(one, lambda one=one: BASELINES[one]) for one in ("nearest", "flow")}  # type: ignore[misc]
    print_table("Regions right by their area", {head: head for head in AREAS}, rows)


def distance(judge: Judge, _: argparse.Namespace) -> None:
    """By distance from the first frame, the only reference; beside networks that go on from their own answers."""
    makes: Mapping[str, Make] = {
        "lavc": shipped(),
        "hinted without hints": lambda: HINTED,
        **{one: lambda one=one: BASELINES[one] for one in ("propagate", "flow", "nearest")},  # type: ignore[misc]
    }
    rows = {name: judge.figures(name, make, "first") for name, make in makes.items()}
    for head, name in {**BOTH, "PSNR": "psnr", "raw PSNR": "raw_psnr"}.items():
        print_table(f"{head} by distance", {away: f"{away} {name}" for away in AWAY}, rows)


def learning(judge: Judge, arguments: argparse.Namespace) -> None:
    """Before and after a shot's own references, shot by shot."""
    rows = {}
    for shot in chosen_shots(judge.folder, judge.only):
        alone = Judge(judge.out, judge.folder, [shot.name])
        for steps in (0, *arguments.learn_steps):
            name = f"lavc {shot.name} {steps} steps"
            make = shipped() if not steps else lavc_tuning.learned(lavc, name, steps)
            rows[f"{shot.name}, {steps} steps"] = alone.figures(name, make)
    print_table("Before and after learning a shot's references", {**BOTH, **COST}, rows)


def sequences(judge: Judge, arguments: argparse.Namespace) -> None:
    """Before and after sequences of one character (table 6)."""
    rows = {"none": judge.figures("lavc", shipped())}
    for count in arguments.sequences:
        weights = lavc_tuning.tuned(arguments, judge.out, count)
        name = f"lavc {count} sequences {arguments.steps} steps {arguments.rate}"
        rows[f"{count} sequences"] = judge.figures(name, shipped(weights=weights))
    print_table(f"Sequences of one character, {arguments.steps} steps", {**FIGURES, **COST}, rows)


def parts(judge: Judge, arguments: argparse.Namespace) -> None:
    """What each part is worth (table 1, figure 6)."""
    rows = {}
    for row in lavc_parts.ROWS:
        weights = lavc_parts.trained(row, arguments, judge.out)
        name = f"{row.name} {arguments.steps} steps"
        options = {"weights": weights, "size": 2 * arguments.size, "answer": "picture", "is_refined": True}
        rows[row.name] = judge.figures(name, shipped(**options))
    rows["nearest region"] = judge.figures("nearest", lambda: BASELINES["nearest"])
    print_table(f"Parts, {arguments.steps} steps", {**FIGURES, **COST}, rows)


TABLES = {one.__name__: one for one in (references, sizes, distance, learning, sequences, parts)}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", type=Path, required=True, help="to evaluate on")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="shots of the set (all)")
    parser.add_argument("--tables", nargs="+", required=True, choices=TABLES)
    parser.add_argument("--learn-steps", type=int, nargs="+", default=[60], help="on a shot's references")
    parser.add_argument(
        "--shots", type=Path, nargs="+", default=(), help="of `sequences` and `parts`, to train on"
    )
    parser.add_argument("--learn-from", nargs="+", default=(), metavar="NAME", help="of these shots (all)")
    parser.add_argument("--sequences", type=int, nargs="+", default=[8, 16, 24, 32, 40])
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--size", type=int, default=128, help="pixels, of examples of `parts`")
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--features", default="stlpips")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ["XDG_DATA_HOME"] = str(arguments.out.resolve() / "home")
    torch.set_num_threads(1)  # so that seconds are of one core
    judge = Judge(arguments.out, arguments.set, arguments.only)
    for name in arguments.tables:
        TABLES[name](judge, arguments)


if __name__ == "__main__":
    main()
