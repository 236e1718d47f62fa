"""What each part of the hint-guided network is worth: trains it without each, alike, and evaluates all of them.

    python tools/prove_hinted.py OUT --shots DIR... --sets DRAWN RENDERED --steps 20000

Prints the Markdown tables of docs/experiments.md. Can be given up and run again: training goes on from its
checkpoints, and what was evaluated is kept in OUT.
"""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from proving import FIGURES, Figures, called, chosen_shots, colored, figures_of, kept, print_table
from shiage_engine.protocol.options import Options

from shiage_engine.commands.console import follow, say
from shiage_engine.drawing.paint import spread
from shiage_engine.evaluation.evaluate import Settings
from shiage_engine.evaluation.hints import Hints
from shiage_engine.evaluation.metrics import mean_of
from shiage_engine.evaluation.truth import TruthShot, open_truth
from shiage_engine.lazy import Lazy
from shiage_engine.methods.hinted import METHOD
from shiage_engine.methods.hinted.colorizer import HintedOptions, HintGuided
from shiage_engine.methods.hinted.presets import lesson_params, network_params
from shiage_engine.methods.hinted.store import load_hinted
from shiage_engine.methods.hinted.train import train_hinted
from shiage_engine.methods.method import Method
from shiage_engine.methods.pictures.training import fit_params, steps_of
from shiage_engine.progress import Progress

PERCEPTUAL = {"ST-LPIPS": "st_lpips", "raw ST-LPIPS": "raw_st_lpips", "raw Frechet": "raw_frechet"}


@dataclass(frozen=True)
class Variant:
    """One way to train the network."""

    name: str
    without: tuple[str, ...] = ()
    unrolled: int = 3  # 0: fed the true frame before, never its own answer
    is_gray: bool = False  # sees the true paint in gray, in training and here


VARIANTS = (
    Variant("full", ("content", "style")),
    Variant("without hints", ("hints", "content", "style")),
    Variant("without time", ("time", "content", "style")),
    Variant("without hints, fed the true frame (TCVC)", ("hints", "content", "style"), unrolled=0),
    Variant("gray", ("content", "style"), is_gray=True),
    Variant("gray without hints", ("hints", "content", "style"), is_gray=True),
    Variant("with content and style"),
    Variant("with content", ("style",)),
    Variant("with style", ("content",)),
)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--shots", type=Path, nargs="+", required=True, help="to train on, by shiage generate"
    )
    parser.add_argument("--sets", type=Path, nargs="+", required=True, help="to evaluate on")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="shots of the sets (all)")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--variants", type=int, default=len(VARIANTS), help="how many, in order")
    parser.add_argument("--hints", nargs="+", default=["0", "0.1%", "1%", "5%"])
    parser.add_argument("--references", nargs="+", default=["first"])
    parser.add_argument("--features", default="stlpips")
    parser.add_argument("--perceptual", action="store_true", help="also ST-LPIPS and the Frechet distance")
    parser.add_argument("--device", default="auto")
    arguments = parser.parse_args(argv)
    heads = {**FIGURES, **(PERCEPTUAL if arguments.perceptual else {})}
    rows = follow(_rows(arguments), say)
    for references in arguments.references:
        for folder in arguments.sets:
            title = f"{folder.name}, {references}, {arguments.steps} steps, {arguments.seeds} seeds"
            print_table(title, heads, rows[folder.name, references])


Rows = dict[tuple[str, str], dict[str, Figures]]


def _rows(arguments: argparse.Namespace) -> Generator[Progress, None, Rows]:
    """Figures by set and references, then by variant and hints: means over seeds of means over shots."""
    rows: Rows = {}
    for variant in VARIANTS[: arguments.variants]:
        weights = []
        for seed in range(arguments.seeds):
            weights.append(arguments.out / f"{variant.name.replace(' ', '-')}-{seed}.safetensors")
            yield from _train(arguments, variant, seed, weights[-1])
        for folder in arguments.sets:
            for references in arguments.references:
                for hints in arguments.hints:
                    yield Progress(1, f"{variant.name}: {folder.name}, {references}, {hints}")
                    found = [_evaluated(arguments, one, folder, references, hints) for one in weights]
                    of_row = {name: mean_of([one[name] for one in found]) for name in found[0]}
                    row = f"{variant.name}, {hints}"
                    rows.setdefault((folder.name, references), {})[row] = of_row
    return rows


def _train(
    arguments: argparse.Namespace, variant: Variant, seed: int, out: Path
) -> Generator[Progress, None, None]:
    """Train one variant; weights of as many steps that are there already, of another machine maybe, are taken."""
    if steps_of(out) == arguments.steps:
        return
    lessons = lesson_params(
        "small",
        arguments.size,
        without=frozenset(variant.without),
        unrolled=variant.unrolled,
        is_gray=variant.is_gray,
    )
    yield from train_hinted(
        arguments.shots,
        out,
        fit_params(arguments.steps, arguments.rate, seed),
        network_params("small"),
        lessons=lessons,
        features=arguments.features,
        device=arguments.device,
    )


def _evaluated(
    arguments: argparse.Namespace, weights: Path, folder: Path, references: str, hints: str
) -> Figures:
    """Means over the shots of a set; kept beside the weights."""
    shots = chosen_shots(folder, arguments.only)
    what = (hints, arguments.steps, called(shots), *(["perceptual"] if arguments.perceptual else []))

    def judged() -> Figures:
        load_hinted(weights)  # weights that cannot be read raise an error before the work
        is_seen = arguments.perceptual
        settings = Settings(references, Options(METHOD.name), hints=Hints.read(hints), is_perceptual=is_seen)
        return figures_of(
            colored(shots, settings, lambda shot: _method(weights, shot)), {**FIGURES, **PERCEPTUAL}
        )

    file = f"{weights.stem}-{folder.name}-{references}-{'-'.join(map(str, what))}.json"
    return kept(weights.with_name(file), judged)


def _method(weights: Path, folder: Path) -> Method:
    """The method with these weights; they may look at the truth of the shot in `folder`, if they see it in gray."""
    shot = open_truth(folder, "none")
    paint = Lazy(shot.times, lambda time: _paint(shot, time))
    return Method(**{**vars(METHOD), "make": lambda _: HintGuided(HintedOptions(weights, truth=paint))})


def _paint(shot: TruthShot, time: int) -> np.ndarray:
    """The true paint of a frame, spread under its lines: u8 RGBA (H, W, 4)."""
    ids = spread(shot.label(time).astype(np.int32))
    return shot.color_of[ids].view(np.uint8).reshape(*ids.shape, 4)


if __name__ == "__main__":
    main()
