"""Fit the network that chooses the regions of specks.

    python tools/fit_specks.py SHOTS [SHOTS ...] --keep FOLDER

SHOTS are folders of shots with line/, label/ and palette.json whose lines have specks, none of which is ever used to
evaluate. The features of their specks are kept in FOLDER, so that a run that was stopped goes on. Every fifth shot is
left out, and tells what the fit is worth; the weights go to engine/shiage_engine/specks/weights.npz. With --go-on the
fit begins with the weights that are there.

    python tools/fit_specks.py SHOTS [SHOTS ...] --keep FOLDER --thresholds

colors each of these shots instead, from its first and last frame, and prints the least confidence of specks to paint
with, by accuracy (engine/shiage_engine/confidence/prior.py): give it shots that the weights were not fitted on.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from shiage_engine.protocol.messages import ACCURACIES
from torch import Tensor, nn
from torch.nn.functional import one_hot

import shiage_engine.specks
from shiage_engine.drawing import line_art
from shiage_engine.drawing.regions import areas, specks_by_area
from shiage_engine.drawing.segmentation import segment
from shiage_engine.evaluation.truth import TruthShot, open_truth, shot_folders, true_colors
from shiage_engine.learning.fit import FitParams, fit
from shiage_engine.pipeline import Request, colorize
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult
from shiage_engine.specks.around import KINDS, PLACES, mirrored
from shiage_engine.specks.candidates import FEATURES, find
from shiage_engine.specks.choice import AROUND, LAYERS, WEIGHTS

HIDDEN, DEEPER = 64, 32
BATCH, STEPS = 256, 2500
RATE = 1e-3
UNSEEN = 0.3  # share of what is around that is dropped at each step: there is more of it than of specks
HELD_OUT = 5  # every so manieth shot
LEAST_PAINTED = 30  # specks; fewer say nothing of a threshold


class Examples(NamedTuple):
    """The specks of one shot whose truth is known."""

    features: np.ndarray  # f32 (S, MOST, F)
    around: np.ndarray  # u8 (S, MOST, PLACES)
    exists: np.ndarray  # bool (S, MOST)
    right: np.ndarray  # bool (S, MOST): candidates of the speck's true color


class SpeckNetwork(nn.Module):
    """Log odds that a speck is a part of each candidate, and last that it is of none: (S, MOST + 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(len(FEATURES), HIDDEN)
        self.around = nn.Linear(PLACES * KINDS, HIDDEN, bias=False)
        self.unseen = nn.Dropout(UNSEEN)
        self.deeper = nn.Linear(HIDDEN, DEEPER)
        self.fits = nn.Linear(DEEPER, 1)
        self.none = nn.Linear(DEEPER, 1)

    def forward(self, features: Tensor, around: Tensor, exists: Tensor) -> Tensor:
        is_kind = one_hot(around.long(), KINDS).flatten(2).to(features.dtype)
        hidden = self.hidden(features) + self.around(self.unseen(is_kind))
        deeper = torch.relu(self.deeper(torch.relu(hidden)))
        fits = self.fits(deeper)[..., 0].masked_fill(~exists, -torch.inf)
        none = self.none(deeper.masked_fill(~exists[..., None], 0).amax(1))
        return torch.cat([fits, none], 1)


def examples(folder: Path, keep: Path) -> Examples:
    """Of one shot, from `keep` where they are there already."""
    file = keep / f"specks-{folder.parent.name}-{folder.name}.npz"
    if not file.exists():
        shot = open_truth(folder, "none")
        frames = [_of_frame(shot, time) for time in shot.times]
        growing = file.with_suffix(".growing.npz")
        np.savez_compressed(growing, **_together(frames)._asdict())
        growing.rename(file)
    with np.load(file) as stored:
        return Examples(*(stored[name] for name in Examples._fields))


def _of_frame(shot: TruthShot, time: int) -> Examples:
    art = line_art.read(shot.lines[time])
    regions = segment(art, 0)
    candidates = find(regions, art)
    color = true_colors(shot, time, regions)
    known = color[candidates.specks] >= 0
    exists = candidates.regions[known] > 0
    right = (color[candidates.regions[known]] == color[candidates.specks[known], None]) & exists
    return Examples(candidates.features[known], candidates.around[known], exists, right)


def _together(parts: Sequence[Examples]) -> Examples:
    return Examples(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _loss(network: SpeckNetwork, of: Examples) -> Tensor:
    """The mean of minus log of the probability of what is right: all right candidates together, or none."""
    features, around, exists, right = map(torch.from_numpy, of)
    logits = network(features, around, exists)
    right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
    all_right = logits.masked_fill(~right, -torch.inf)
    return (torch.logsumexp(logits, 1) - torch.logsumexp(all_right, 1)).mean()


def train(of: Examples, goes_on: bool) -> SpeckNetwork:
    """The network, fitted. `goes_on`: from the weights that are there."""
    torch.manual_seed(0)
    network = SpeckNetwork()
    if goes_on:
        network.load_state_dict(load())
    params = FitParams(STEPS, rate=RATE, decay=0.1, average=0.99, save_every=STEPS)

    def lesson(random: np.random.Generator) -> Tensor:
        rows = random.integers(0, len(of.right), BATCH)
        some = Examples(*(part[rows] for part in of))
        if random.random() < 0.5:
            some = some._replace(around=mirrored(some.around))
        return _loss(network, some)

    finish(fit(network, lesson, params))
    return network.eval()


def worth(network: SpeckNetwork, of: Examples) -> str:
    """What the network is worth on specks that it was not fitted on: right with true colors of larger regions."""
    with torch.no_grad():
        parts = (torch.split(torch.from_numpy(part), BATCH) for part in of[:3])
        logits = torch.cat([network(*some) for some in zip(*parts, strict=True)])
    chosen = logits[:, :-1].argmax(1).numpy()
    right = of.right[np.arange(len(chosen)), chosen]
    sure = torch.softmax(logits, 1)[:, :-1].max(1).values.numpy()
    order = np.argsort(-sure)
    shares = ", ".join(
        f"{part:.0%}: {right[order[: int(part * len(order))]].mean():.3f}" for part in (0.2, 0.4, 0.6, 0.8)
    )
    return (
        f"{len(right)} specks: nearest {of.right[:, 0].mean():.3f}, chosen {right.mean():.3f}, "
        f"some candidate {of.right.any(1).mean():.3f}; right among the surest {shares}"
    )


def save(network: SpeckNetwork) -> None:
    """Write the weights to their place in the engine."""
    arrays = {}
    for name in LAYERS:
        layer = getattr(network, name)
        arrays[f"{name}.weight"] = layer.weight.detach().numpy().T.copy()
        arrays[f"{name}.bias"] = layer.bias.detach().numpy()
    arrays[AROUND] = network.around.weight.detach().numpy().T.astype(np.float16)
    np.savez_compressed(Path(shiage_engine.specks.__file__).parent / WEIGHTS, **arrays)


def load() -> dict[str, Tensor]:
    """The weights at their place in the engine."""
    with np.load(Path(shiage_engine.specks.__file__).parent / WEIGHTS) as stored:
        return {name: torch.from_numpy(stored[name].astype(np.float32).T.copy()) for name in stored.files}


def colored(folder: Path, keep: Path) -> tuple[np.ndarray, np.ndarray]:
    """The confidence of the specks of one shot, colored from its first and last frame, and whether they are right."""
    file = keep / f"colored-{folder.parent.name}-{folder.name}.npz"
    if not file.exists():
        shot = open_truth(folder, "first-last")
        sure, right = [], []
        for step in colorize(Request(shot.lines, shot.colors, finished=[*shot.colors]), METHODS):
            if isinstance(step, FrameResult):
                regions = segment(line_art.read(shot.lines[step.time]), 0)
                color, area = true_colors(shot, step.time, regions), areas(regions)
                some = np.flatnonzero(specks_by_area(area) & (color >= 0))
                pixel = np.zeros(len(area), np.int64)
                pixel[regions.ravel()] = np.arange(regions.size)
                number = step.region_map.ravel()[pixel[some]]
                painted = np.ascontiguousarray(step.palette[step.labels]).view(np.uint32).ravel()
                sure.append(step.confidence[number])
                right.append(painted[number].astype(np.int64) == color[some])
        np.savez_compressed(file, sure=np.concatenate(sure), right=np.concatenate(right))
    with np.load(file) as stored:
        return stored["sure"], stored["right"]


def thresholds(sure: np.ndarray, right: np.ndarray) -> str:
    """The least confidence from which on so many are right, by accuracy, and the share that it paints."""
    order = np.argsort(-sure)
    so_far = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    lines = [f"{len(sure)} specks, right {right.mean():.3f}"]
    for accuracy in ACCURACIES:
        enough = np.flatnonzero(so_far >= accuracy)
        count = int(enough[-1]) + 1 if len(enough) and enough[-1] >= LEAST_PAINTED else 0
        lines.append(
            f"({accuracy}, {sure[order[count - 1]]:.3f}) paints {count / len(order):.3f}"
            if count
            else f"({accuracy}, -)"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shots", type=Path, nargs="+", metavar="SHOTS")
    parser.add_argument("--keep", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--thresholds", action="store_true")
    parser.add_argument("--go-on", action="store_true")
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    folders = [folder for of_set in arguments.shots for folder in shot_folders(of_set)]
    if arguments.thresholds:
        found = [colored(folder, arguments.keep) for folder in folders]
        print(thresholds(*(np.concatenate(part) for part in zip(*found, strict=True))))
        return
    found_examples = [examples(folder, arguments.keep) for folder in folders]
    held_out = _together(found_examples[::HELD_OUT])
    fitted = _together([one for number, one in enumerate(found_examples) if number % HELD_OUT])
    network = train(fitted, arguments.go_on)
    print(worth(network, held_out))
    save(network)


if __name__ == "__main__":
    main()
