"""What each part of the fused method is worth: color shots with parts taken away, and print a table.

    python tools/ablate.py SET [SET ...] [--references 1,2,3] [--every N]

SETs are folders of shots with line/ and color/ of all frames. References are the first frame, the first and last,
or these and the middle one. Figures are region accuracy over 10 px / foreground pixel accuracy, means over shots;
regions are the engine's own.
"""

from __future__ import annotations

import argparse
import copy
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import nn

from shiage_engine.drawing.regions import SPECK
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.files.shots import open_shot
from shiage_engine.methods.few_shot import forest
from shiage_engine.methods.few_shot.colorizer import FewShot
from shiage_engine.methods.fused.colorizer import Fused, FusedParams
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.matcher.ensemble import Ensemble
from shiage_engine.methods.matcher.network import Matcher
from shiage_engine.methods.shared.relaxation import RelaxationParams
from shiage_engine.methods.shared.settling import SettlingParams, settle
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish

NO_SPACE = RelaxationParams(own=1.0, neighborhood=0.0, touch=0.0)
Figures = tuple[float, float]


def times(count: int, references: int) -> list[int]:
    return {1: [0], 2: [0, count - 1], 3: [0, count // 2, count - 1]}[references]


def variants(shot: Shot) -> dict[str, list[np.ndarray]]:
    """Scores of all frames, by what was left of the method."""
    fused = Fused()
    finish(fused.learn(shot))
    found = finish(fused.few_shot.gather(shot))
    together = [fused._together(*answers) for answers in zip(found.own, fused.matching.scores, strict=True)]

    def settled(own: Sequence[np.ndarray], params: SettlingParams) -> list[np.ndarray]:
        return settle(shot, found.described, found.links, own, params)

    with mock.patch.object(forest, "TREE_BYTES", 0):  # then no tree is grown
        by_metric = finish(fused.few_shot.gather(shot)).own
    without = [fused._together(*answers) for answers in zip(by_metric, fused.matching.scores, strict=True)]
    space = FusedParams().settling.space
    result = {
        "few-shot, no forest": settled(by_metric, SettlingParams()),
        "fused, no forest, before trust": settled(without, FusedParams().settling),
        "few-shot, before neighbors": found.own,
        "few-shot": settled(found.own, SettlingParams()),
        "matcher": fused.matching.scores,
        "fused, before neighbors": together,
        "fused, neighbors in space alone": settled(together, SettlingParams(time=0, space=space)),
        "fused, neighbors in time alone": settled(together, SettlingParams(space=NO_SPACE)),
        "fused": [finish(fused.colorize(shot, frame)) for frame in range(len(shot.frames))],
    }
    network = fused.matching.ensemble().network
    for name, weaken in WEAKER.items():
        result[f"matcher, {name}"] = alone(shot, Ensemble(weaken(copy.deepcopy(network))), fused.few_shot)
    result["matcher, no mirror image"] = alone(shot, Ensemble(network, has_mirror=False), fused.few_shot)
    result["matcher, frames not matched to each other"] = alone(
        shot, fused.matching.ensemble(), fused.few_shot, follows=False
    )
    return result


def zeroed(network: Matcher, layers: Sequence[nn.Module]) -> Matcher:
    """The network, with these of its layers giving nothing."""
    for layer in layers:
        for value in layer.parameters():
            nn.init.zeros_(value)
    return network


def blind(network: Matcher) -> Matcher:
    """The network, which no longer sees descriptors."""
    network.used.zero_()
    return network


def each(layers: nn.ModuleList) -> list[Any]:
    """The layers, whose own parts torch gives no types."""
    return [*layers]


WEAKER: dict[str, Callable[[Matcher], Matcher]] = {
    "no crops": lambda network: zeroed(network, [encoder.out for encoder in each(network.crops)]),
    "no neighbors": lambda network: zeroed(network, [layer.change[-1] for layer in each(network.layers)]),
    "no revising": lambda network: zeroed(network, [revise.steps[-1] for revise in each(network.revise)]),
    "no descriptors": blind,
}


def alone(shot: Shot, ensemble: Ensemble, few_shot: FewShot, follows: bool = True) -> list[np.ndarray]:
    match = Matching(described=few_shot.described)
    match.use(ensemble)
    match.follows = follows
    finish(match.learn(shot))
    return match.scores


def judged(shot: Shot, truth: Shot, scores: Sequence[np.ndarray]) -> Figures:
    regions, figure = [], []
    for target in shot.targets:
        labels, area = truth.labels[target], np.bincount(truth.frames[target].regions.ravel())
        known = labels != UNKNOWN
        known[0] = False
        right = scores[target].argmax(1) == labels
        large, painted = known & (area > SPECK), known & (labels > 0)
        regions.append(right[large].mean() if large.any() else np.nan)
        figure.append((right * area)[painted].sum() / max(area[painted].sum(), 1))
    return float(np.nanmean(regions)), float(np.mean(figure))


def show(figures: Iterable[float]) -> str:
    return " / ".join(f"{figure:.3f}".replace("0.", ".") for figure in figures)


def ablate(task: tuple[Path, int]) -> Mapping[str, Figures]:
    folder, references = task
    torch.set_num_threads(1)
    files = open_shot(folder)
    truth = finish(read_shot(Request(files.lines, files.colors)))
    shot = truth.with_references(times(len(truth.frames), references))
    return {name: judged(shot, truth, scores) for name, scores in variants(shot).items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--references", default="1,2,3", help="how many (%(default)s)")
    parser.add_argument("--every", type=int, default=1, help="take only every so many shots (%(default)s)")
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.references.split(",")]
    columns = [(folder, count) for folder in arguments.sets for count in counts]
    print("| |" + "".join(f" {folder.name}, {count} |" for folder, count in columns))
    print("| --- |" + " --- |" * len(columns))
    table: dict[str, list[str]] = {}
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        for folder, count in columns:
            shots = sorted(line.parent for line in folder.glob("*/line"))[:: arguments.every]
            results = list(processes.map(ablate, [(shot, count) for shot in shots]))
            for name in results[0]:
                table.setdefault(name, []).append(show(np.mean([result[name] for result in results], 0)))
    for name, cells in table.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
