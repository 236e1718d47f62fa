"""Training LAVC from nothing, on generated shots: what places are compared by, the colors, then the time."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from ...errors import InputError
from ...files.saving import owned, sweep
from ...learning.device import device_of
from ...learning.features import Vgg, load_features
from ...learning.fit import FitParams, Lesson, Opponent, Training, fit
from ...learning.tensor_files import load_metadata
from ...progress import Progress, scaled
from ..pictures.training_shots import PictureShot, prepare
from . import temporal as over_time
from .lesson import MATCH, PARTS, TEMPORAL, ColorLesson, LessonParams, MatchLesson, TemporalLesson
from .network import CODERS, SPECTRAL, ColorTransform, Judge, LavcParams, add_spectral_norm
from .store import ANSWER, BY_MATCH, BY_PICTURE, save_lavc
from .temporal import TemporalConstraint, TemporalJudge

PREPARED = 0.1  # share of preparing the shots in the whole work
FINER = 2  # shots are kept so many times larger than they are learned from, so that deformed lines stay whole
OPPONENT_RATE = 0.1  # of the network's, as in the paper
COLORS = "colors"
STAGES = (MATCH, COLORS, TEMPORAL)


@dataclass(frozen=True)
class Schedule:
    """What is trained, one after the other, each for so many steps; 0: not at all."""

    match: int  # what places are compared by, alone
    colors: int  # the color transform network
    temporal: int  # the temporal constraint network, by the other's answers
    rate: float = 1e-4
    seed: int = 0
    spectral: str = CODERS  # where spectral norm is, one of `network.SPECTRAL`
    save_every: int = 100  # steps

    @property
    def steps(self) -> dict[str, int]:
        """By stage, in order."""
        return dict(zip(STAGES, (self.match, self.colors, self.temporal), strict=True))

    def fit_params(self, steps: int) -> FitParams:
        """As the paper trains, but for a warm-up and a rate that falls to a tenth."""
        return FitParams(
            steps,
            self.seed,
            self.rate,
            last_rate=0.1,
            warm_up=100,
            betas=(0.5, 0.999),
            decay=0.0,
            longest=100.0,
            average=0.995,
            save_every=self.save_every,
        )


def train_lavc(
    folders: Sequence[Path],
    out: Path,
    schedule: Schedule,
    sizes: LavcParams,
    lessons: LessonParams,
    *,
    features: str,
    device: str = "auto",
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    A folder of its name beside `out` keeps checkpoints, to go on from; another one there the shots as small label
    maps, for all trainings into the same place. The weights are written with each checkpoint, so that training may be
    given up at any time. `features`: as for `learning.features.load_features`. Raises InputError where training
    cannot start.
    """
    if not out.name or out.is_dir():
        raise InputError(f"{out} is a folder: name a file for the weights, as lavc.safetensors.")
    unknown = sorted(lessons.without.difference(PARTS))
    if unknown:
        raise InputError(f"There is no part {unknown[0]!r} to leave out: choose of {', '.join(PARTS)}.")
    if schedule.spectral not in SPECTRAL:
        raise InputError(f"Spectral norm can be on {', '.join(SPECTRAL)}, not on {schedule.spectral!r}.")
    on = device_of(device)
    looks = load_features(features, on) if lessons.looks.layers else None
    work = out.with_name(f"{out.stem}.training")
    with owned(out) as is_sure:
        if is_sure:
            sweep(work)
        side = FINER * lessons.batches.examples.frame
        shots = yield from scaled(prepare(folders, side, out.with_name("training-shots")), 0, PREPARED)
        notes = {
            "seed": str(schedule.seed),
            "shots": f"{len(shots)} of {', '.join(sorted(folder.name for folder in folders))}",
            "features": features if looks is not None else "none",
            "spectral": schedule.spectral,
            "lessons": json.dumps(asdict(lessons) | {"without": sorted(lessons.without)}),
        }
        run = _Run(_Files(out, work, notes), schedule, sizes, lessons, shots, looks, on)
        return (yield from scaled(run.all_stages(), PREPARED, 1))


@dataclass
class _Files:
    """What a training writes: the weights, and a checkpoint for each stage."""

    out: Path
    work: Path
    notes: Mapping[str, str]
    steps: dict[str, int] = field(default_factory=dict)  # that were made, by stage

    def checkpoint(self, stage: str) -> Path:
        return self.work / f"{stage}.safetensors"

    def is_last(self, stage: str) -> bool:
        """Whether no later stage was begun, whose weights are better."""
        later = STAGES[STAGES.index(stage) + 1 :]
        return not any(self.checkpoint(one).exists() for one in later)


@dataclass
class _Run:
    """One training: its stages, each of which begins where the last one ended."""

    files: _Files
    schedule: Schedule
    sizes: LavcParams
    lessons: LessonParams
    shots: Sequence[PictureShot]
    looks: Vgg | None
    device: torch.device

    def __post_init__(self) -> None:
        torch.manual_seed(self.schedule.seed)
        self.colors = add_spectral_norm(ColorTransform(self.sizes), self.schedule.spectral).to(self.device)

    def all_stages(self) -> Generator[Progress, None, Training]:
        """The stages of the schedule, in order; one that was ended before is only read."""
        works = dict(zip(STAGES, (self._match, self._train_colors, self._temporal), strict=True))
        total, done, losses = sum(self.schedule.steps.values()), 0, []
        for stage, steps in self.schedule.steps.items():
            if steps:
                losses += yield from scaled(works[stage](steps), done / total, (done + steps) / total)
                done += steps
        return Training.of(losses, self.schedule.fit_params(total))

    def _match(self, steps: int) -> Generator[Progress, None, list[float]]:
        lesson = MatchLesson(self.colors.places, self.shots, self.lessons, device=self.device)

        def save(weights: Mapping[str, Tensor]) -> None:
            of_places = {f"places.{name}": value for name, value in weights.items()}
            self._save(self.colors.state_dict() | of_places, None, BY_MATCH)

        return (yield from self._stage(MATCH, self.colors.places, lesson, steps, save=save))

    def _train_colors(self, steps: int) -> Generator[Progress, None, list[float]]:
        judge = Judge(self.sizes.width).to(self.device) if self.lessons.has_opponent else None
        lesson = ColorLesson(self.colors, judge, self.looks, self.shots, self.lessons, device=self.device)

        def save(weights: Mapping[str, Tensor]) -> None:
            self._save(weights, None, BY_PICTURE)

        opponent = None if judge is None else Opponent(judge, lesson.opponent_loss, OPPONENT_RATE)
        return (yield from self._stage(COLORS, self.colors, lesson, steps, save=save, opponent=opponent))

    def _temporal(self, steps: int) -> Generator[Progress, None, list[float]]:
        network = over_time.add_spectral_norm(TemporalConstraint(self.sizes)).to(self.device)
        judge = TemporalJudge(self.sizes.width).to(self.device) if self.lessons.has_opponent else None
        self.colors.requires_grad_(False)
        lesson = TemporalLesson(
            network,
            judge,
            self.looks,
            self.shots,
            self.lessons,
            colors=self.colors,
            device=self.device,
        )

        def save(weights: Mapping[str, Tensor]) -> None:
            self._save(self.colors.state_dict(), weights, BY_PICTURE)

        opponent = None if judge is None else Opponent(judge, lesson.opponent_loss, OPPONENT_RATE)
        return (yield from self._stage(TEMPORAL, network, lesson, steps, save=save, opponent=opponent))

    def _stage(
        self,
        name: str,
        network: nn.Module,
        lesson: Lesson,
        steps: int,
        *,
        save: Callable[[Mapping[str, Tensor]], None],
        opponent: Opponent | None = None,
    ) -> Generator[Progress, None, list[float]]:
        """Fit a network, and `save` its averaged weights with every checkpoint and at the end."""
        checkpoint = self.files.checkpoint(name)

        def keep(weights: Mapping[str, Tensor], done: int) -> None:
            self.files.steps[name] = done
            save(weights)

        params = self.schedule.fit_params(steps)
        losses = yield from fit(network, lesson, params, checkpoint, keep, opponent=opponent)
        self.files.steps[name] = int(load_metadata(checkpoint)["step"])
        if not losses and self.files.is_last(name):  # the last run may have ended between the two
            save(network.state_dict())
        return losses

    def _save(self, colors: Mapping[str, Tensor], temporal: Mapping[str, Tensor] | None, answer: str) -> None:
        files, size = self.files, self.lessons.batches.examples.frame
        notes = {**files.notes, "steps": json.dumps(files.steps), ANSWER: answer}
        save_lavc(files.out, self.sizes, colors, temporal, size=size, notes=notes)
