"""What parts of the U-net's training are worth: train a character with parts taken away, and print a table.

    python tools/ablate_unet.py TRAIN TEST [--steps N] [--only NAME,NAME]

TRAIN and TEST are folders of shots of one character, with line/ and color/ of all frames; those of TEST are colored
without a reference. Figures are region accuracy over 10 px / foreground pixel accuracy, means over shots; regions are
the engine's own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from ablate import Figures, judged, show

from shiage_engine.commands.learning import UNET_RATE
from shiage_engine.drawing import line_art
from shiage_engine.files.images import read_image, write_image
from shiage_engine.files.shots import open_shot
from shiage_engine.methods.unet.colorizer import CharacterUNet
from shiage_engine.methods.unet.lesson import ColoringParams
from shiage_engine.methods.unet.train import fit_params, train_unet
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish

NAME = "the study's"

PARTS: Mapping[str, ColoringParams] = {
    "as shipped": ColoringParams(),
    "trace lines are black": ColoringParams(),
    "no mirror images": ColoringParams(mirrored=0.0),
    "no affine transformation": ColoringParams(turn=0.0, stretch=0.0, narrow=0.0, shear=0.0, mirrored=0.0),
    "every pixel counts alike": ColoringParams(evenness=0.0),
}


def blackened(shots: Path, place: Path) -> Path:
    """A copy of a folder of shots, whose trace lines are black."""
    for folder in sorted(line.parent for line in shots.glob("*/line")):
        (place / folder.name / "line").mkdir(parents=True)
        (place / folder.name / "color").symlink_to((folder / "color").resolve())
        for drawing in sorted((folder / "line").glob("*.png")):
            gray = 255 - line_art.read(read_image(drawing)).ink
            black = np.dstack([gray, gray, gray, np.full_like(gray, 255)])
            write_image(place / folder.name / "line" / drawing.name, black)
    return place


def colored(folder: Path) -> Figures:
    """How well a shot is colored from nothing."""
    files = open_shot(folder)
    knows = CharacterUNet(NAME)
    truth = finish(read_shot(Request(files.lines, files.colors))).with_colors(knows.palette())
    shot = truth.with_references([])
    scores = [finish(knows.colorize(shot, frame)) for frame in range(len(shot.frames))]
    return judged(shot, truth, scores)


def without_part(name: str, train: Path, test: Path, steps: int) -> Figures:
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        if name == "trace lines are black":
            train, test = blackened(train, Path(home, "train")), blackened(test, Path(home, "test"))
        shots = sorted(line.parent for line in train.glob("*/line"))
        finish(train_unet(shots, NAME, fit_params(steps, UNET_RATE), lessons=PARTS[name]))
        figures = [colored(line.parent) for line in sorted(test.glob("*/line"))]
        region, figure = np.mean(figures, 0)
        return float(region), float(figure)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--steps", type=int, default=1150, help="(%(default)s)")
    parser.add_argument("--only", default="", help="names of parts (all)")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print(f"| {arguments.steps} steps | regions / figure |\n| --- | --- |")
    for name in arguments.only.split(",") if arguments.only else PARTS:
        figures = without_part(name, arguments.train, arguments.test, arguments.steps)
        print(f"| {name} | {show(figures)} |", flush=True)


if __name__ == "__main__":
    main()
