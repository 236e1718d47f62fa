"""Fine-tuning for `prove_lavc.py`: on sequences of one character, and on a shot's own references."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from proving import chosen_shots

from shiage_engine.commands.console import follow, say
from shiage_engine.files.labelled_shots import drawings, truth_of
from shiage_engine.learning.kept import path_of
from shiage_engine.methods.lavc.colorizer import LavcOptions
from shiage_engine.methods.lavc.lesson import ADVERSARIAL, PERCEPTUAL, STYLE, TEMPORAL
from shiage_engine.methods.lavc.presets import lesson_params
from shiage_engine.methods.lavc.store import METHOD
from shiage_engine.methods.lavc.train import Schedule, train_character
from shiage_engine.methods.lavc.tuning import TuningParams
from shiage_engine.methods.method import Method

FRAMES = 8  # of a sequence, as in the paper
WITHOUT = frozenset({ADVERSARIAL, PERCEPTUAL, STYLE, TEMPORAL})


def learned(method: Callable[..., Method], name: str, steps: int) -> Callable[[], Method]:
    """Makes the method that learns a shot's references first, under a name of its own."""
    params = replace(TuningParams(), steps=steps)
    return lambda: method(LavcOptions(), character=name, tuning=params)


def tuned(arguments: argparse.Namespace, out: Path, count: int) -> Path:
    """The weights that `shiage train lavc --character` makes of so many sequences."""
    folder = out / f"sequences-{count}"
    if not folder.exists():
        cut_sequences(arguments, folder, count)
    name = f"{count} sequences, {arguments.steps} steps, {arguments.rate}"
    work = train_character(
        [folder],
        name,
        Schedule(0, arguments.steps, 0, arguments.rate, save_every=20),
        lambda size: lesson_params("small", size, without=WITHOUT, batch=arguments.batch),
        features="none",
    )
    done = follow(work, say)
    if done.steps:
        say(f"{name}: loss {done.loss:.3f}")
    return path_of(METHOD, name)


def cut_sequences(arguments: argparse.Namespace, out: Path, count: int) -> None:
    """Copy `count` sequences of FRAMES frames in a row, drawn by lot, each a shot of its own; of more, the first
    are the same. They overlap where there are not as many frames."""
    lines = [
        drawings(shot) for folder in arguments.shots for shot in chosen_shots(folder, arguments.learn_from)
    ]
    windows = [one[first : first + FRAMES] for one in lines for first in range(len(one) - FRAMES + 1)]
    order = np.random.default_rng(0).permutation(len(windows))
    growing = out.with_name(f"{out.name}.growing")
    shutil.rmtree(growing, ignore_errors=True)
    for number in range(min(count, len(windows))):
        for line in windows[order[number]]:
            for file in (line, truth_of(line)):
                place = growing / f"{number:02d}" / file.parent.name
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, place)
    growing.rename(out)
