"""Training for `prove_lavc.py`: LAVC's first network without each of its parts.

All begin from the shipped weights, as far as a network without the part has them, and go on equally long on the same
examples; from nothing none would be good enough to tell anything in less than days of a processor.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from shiage_engine.commands.console import follow, say
from shiage_engine.learning.features import load_features
from shiage_engine.learning.fit import fit
from shiage_engine.methods.lavc.lesson import ADVERSARIAL, MATCH, PERCEPTUAL, STYLE, ColorLesson
from shiage_engine.methods.lavc.network import (
    ALL,
    CODERS,
    INPUTS,
    NONE,
    ColorTransform,
    Judge,
    add_spectral_norm,
)
from shiage_engine.methods.lavc.presets import lesson_params
from shiage_engine.methods.lavc.store import load_for, save_lavc
from shiage_engine.methods.lavc.train import OPPONENT_RATE
from shiage_engine.methods.pictures.training import FINER, fit_params, steps_of
from shiage_engine.methods.pictures.training_shots import prepare

LOOKS = (PERCEPTUAL, STYLE)


@dataclass(frozen=True)
class Row:
    """One way to train the network."""

    name: str
    without: tuple[str, ...] = (*LOOKS, ADVERSARIAL)
    spectral: str = CODERS


def _less(*parts: str) -> tuple[str, ...]:
    return (*LOOKS, ADVERSARIAL, *parts)


ROWS = (
    Row("full"),
    Row("no similarity", _less("sim")),
    Row("no embedder", _less("emb")),
    Row("no line art", _less("line")),
    Row("no distance field", _less("distance")),
    Row("no latent loss", _less("latent")),
    Row("no match loss", _less(MATCH)),
    Row("spectral norm on none", spectral=NONE),
    Row("spectral norm on all", spectral=ALL),
    Row("with opponent", LOOKS),
    Row("with perceptual and style", (ADVERSARIAL,)),
    Row("with style", (PERCEPTUAL, ADVERSARIAL)),
    Row("with perceptual", (STYLE, ADVERSARIAL)),
)


def trained(row: Row, arguments: argparse.Namespace, out: Path) -> Path:
    """The weights of a row, trained now unless they are there."""
    weights = out / f"{row.name.replace(' ', '-')}-{arguments.steps}.safetensors"
    if steps_of(weights) == arguments.steps:
        return weights
    lessons = lesson_params("small", arguments.size, without=frozenset(row.without), batch=arguments.batch)
    shots = follow(prepare(arguments.shots, FINER * arguments.size, out / "training-shots"), say)
    network = begun(row)
    judge = Judge(network.params.width) if lessons.has_opponent else None
    looks = load_features(arguments.features, "cpu") if lessons.looks.layers else None
    lesson = ColorLesson(network, judge, looks, shots, lessons)

    def keep(found: Mapping[str, Tensor], steps: int) -> None:
        save_lavc(weights, network.params, found, size=arguments.size, notes={"steps": str(steps)})

    params = fit_params(arguments.steps, arguments.rate, warm_up=10, average=0.95, save_every=20)
    checkpoint, opponent = weights.with_suffix(".checkpoint"), lesson.opponent(OPPONENT_RATE)
    losses = follow(fit(network, lesson, params, checkpoint, keep, opponent=opponent), say)
    if not losses:  # the last run ended between the two
        keep(network.state_dict(), arguments.steps)
    return weights


def begun(row: Row) -> ColorTransform:
    """The network of a row, with what it has in common with the shipped one."""
    start = load_for().colors
    torch.manual_seed(0)
    network = ColorTransform(replace(start.params, without=frozenset(row.without) & {*INPUTS}))
    own = network.state_dict()
    known = {name: value for name, value in start.state_dict().items() if name in own}
    network.load_state_dict(own | known)
    return add_spectral_norm(network, row.spectral)
