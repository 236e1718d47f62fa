"""What each part of the hint-guided network is worth: trains it without each, alike, and evaluates all of them.

    python tools/prove_hinted.py OUT --shots DIR... --sets DRAWN RENDERED --steps 20000

Prints the Markdown tables of docs/experiments.md. Can be given up and run again: training goes on from its
checkpoints, and what was evaluated is kept in OUT.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from shiage_engine.protocol.options import Options

from shiage_engine.commands.console import follow, say
from shiage_engine.evaluation.evaluate import Settings, color_shot
from shiage_engine.evaluation.hints import Hints
from shiage_engine.evaluation.metrics import mean_of
from shiage_engine.evaluation.truth import shot_folders
from shiage_engine.methods.hinted import METHOD
from shiage_engine.methods.hinted.colorizer import HintedOptions, HintGuided
from shiage_engine.methods.hinted.presets import lesson_params, network_params
from shiage_engine.methods.hinted.store import load_hinted
from shiage_engine.methods.hinted.train import fit_params, train_hinted
from shiage_engine.methods.method import Method
from shiage_engine.progress import Progress

FIGURES = ("region_accuracy", "foreground_accuracy", "flicker", "psnr", "ssim", "raw_psnr", "raw_ssim")
HEADS = ("regions", "foreground pixels", "flicker", "PSNR", "SSIM", "raw PSNR", "raw SSIM")


@dataclass(frozen=True)
class Variant:
    """One way to train the network."""

    name: str
    without: tuple[str, ...] = ()
    unrolled: int = 3  # 0: fed the true frame before, never its own answer


VARIANTS = (
    Variant("full", ("content", "style")),
    Variant("without hints", ("hints", "content", "style")),
    Variant("without time", ("time", "content", "style")),
    Variant("without hints, fed the true frame (TCVC)", ("hints", "content", "style"), unrolled=0),
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
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--variants", type=int, default=len(VARIANTS), help="how many, in order")
    parser.add_argument("--hints", nargs="+", default=["0", "0.1%", "1%", "5%"])
    parser.add_argument("--references", nargs="+", default=["first"])
    parser.add_argument("--features", default="stlpips")
    parser.add_argument("--device", default="auto")
    arguments = parser.parse_args(argv)
    rows = follow(_rows(arguments), say)
    for references in arguments.references:
        for folder in arguments.sets:
            say(f"\n{folder.name}, {references}, {arguments.steps} steps, {arguments.seeds} seeds\n")
            say(f"| variant | hints | {' | '.join(HEADS)} |\n| --- | --- |{' ---: |' * len(HEADS)}")
            for (name, hints), figures in rows[folder.name, references].items():
                cells = " | ".join(f"{figures[one]:.3f}" for one in FIGURES)
                say(f"| {name} | {hints} | {cells} |")


Rows = dict[tuple[str, str], dict[tuple[str, str], dict[str, float]]]


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
                    of_row = {name: mean_of([one[name] for one in found]) for name in FIGURES}
                    rows.setdefault((folder.name, references), {})[variant.name, hints] = of_row
    return rows


def _train(
    arguments: argparse.Namespace, variant: Variant, seed: int, out: Path
) -> Generator[Progress, None, None]:
    lessons = lesson_params(
        "small", arguments.size, without=frozenset(variant.without), unrolled=variant.unrolled
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
) -> dict[str, float]:
    """Means over the shots of a set; kept beside the weights."""
    kept = weights.with_name(f"{weights.stem}-{folder.name}-{references}-{hints}-{arguments.steps}.json")
    if kept.exists():
        known: dict[str, float] = json.loads(kept.read_text(encoding="utf-8"))
        return known
    load_hinted(weights)  # weights that cannot be read raise an error before the work
    method = Method(
        **{**vars(METHOD), "make": lambda _: HintGuided(HintedOptions(weights))},
    )
    settings = Settings(references, Options(method.name), hints=Hints.read(hints))
    shots = [color_shot(shot, settings, {method.name: method}) for shot in shot_folders(folder)]
    every = [asdict(shot.figures) | asdict(shot.pictures) for shot in shots]
    found = {name: mean_of([one[name] for one in every]) for name in FIGURES}
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


if __name__ == "__main__":
    main()
