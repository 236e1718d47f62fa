"""Training LAVC from nothing, on generated shots: what places are compared by, the colors, then the time."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from ...errors import InputError
from ...learning.ahead import drawn_ahead
from ...learning.device import device_of
from ...learning.features import Vgg, load_features
from ...learning.fit import MARK, FitParams, Opponent, Training, fit
from ...learning.kept import Kept, path_of, writing
from ...learning.tensor_files import load_metadata
from ...progress import Progress, scaled
from ..pictures.training import check_request, checkpoints, fit_params, notes_on, on_shots
from ..pictures.training_shots import PictureShot
from . import temporal as over_time
from .lesson import MATCH, PARTS, TEMPORAL, ColorLesson, LessonParams, MatchLesson, TemporalLesson
from .network import CODERS, SIMILARITY, SPECTRAL, ColorTransform, Judge, LavcParams, add_spectral_norm
from .store import ANSWER, BY_BOTH, BY_MATCH, BY_PICTURE, METHOD, NO_COLORS, Trained, load_for, save_lavc
from .temporal import TemporalConstraint, TemporalJudge

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
        """How to train for some of them."""
        return fit_params(steps, self.rate, self.seed, save_every=self.save_every)


def train_lavc(
    folders: Sequence[Path],
    out: Path,
    schedule: Schedule,
    sizes: LavcParams,
    lessons: LessonParams,
    *,
    features: str,
    device: str = "auto",
    workers: int = 0,
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    A folder of its name beside `out` keeps checkpoints, to go on from; another one there the shots as small label
    maps, for all trainings into the same place. The weights are written with each checkpoint, so that training may be
    given up at any time. `features`: as for `learning.features.load_features`; `workers`: processes that draw
    examples ahead. Raises InputError where training cannot start.
    """
    run = _Run(_Files(out), schedule, lessons, sizes, on=device_of(device), workers=workers)
    return (yield from run.on_shots(folders, features))


def train_character(
    folders: Sequence[Path],
    character: str,
    schedule: Schedule,
    lessons: Callable[[int], LessonParams],
    *,
    features: str,
    device: str = "auto",
    workers: int = 0,
) -> Generator[Progress, None, Training]:
    """Go on from what is kept of a character, or else from general weights, on its own shots; kept by its name.

    `lessons`: what lessons are made of, by the size that the networks learned from. The same call again goes on where
    it was given up; with other shots, training starts anew from what is kept. Else as `train_lavc`.
    """
    with writing(METHOD, character):  # a disk that cannot be written is an error now, not after minutes
        start = load_for(character)
        files, of_size = _Files(path_of(METHOD, character), character), lessons(start.size)
        on = device_of(device)
        run = _Run(files, schedule, of_size, start.colors.params, on=on, workers=workers, start=start)
        return (yield from run.on_shots(folders, features))


@dataclass
class _Files:
    """What a training writes: the weights, and a checkpoint for each stage."""

    out: Path
    character: str = ""  # whose the weights are
    notes: dict[str, str] = field(default_factory=dict)  # on the making of the weights
    steps: dict[str, int] = field(default_factory=dict)  # that were made, by stage

    def checkpoint(self, stage: str) -> Path:
        return checkpoints(self.out) / f"{stage}.safetensors"

    def is_last(self, stage: str) -> bool:
        """Whether no later stage was begun, whose weights are better."""
        later = STAGES[STAGES.index(stage) + 1 :]
        return not any(self.checkpoint(one).exists() for one in later)

    def forget_others(self, mark: str) -> None:
        """Remove checkpoints of trainings that `mark` does not name."""
        for path in map(self.checkpoint, STAGES):
            if path.exists() and load_metadata(path).get(MARK) != mark:
                path.unlink()

    def metadata(self) -> dict[str, str]:
        """The notes, and where the weights are a character's, what is listed of it."""
        notes = {**self.notes, "stages": json.dumps(self.steps)}
        if not self.character:
            return notes
        kept = Kept.now(METHOD, self.character, NO_COLORS, [notes["shots"]], sum(self.steps.values()))
        return notes | kept.metadata()


@dataclass
class _Run:
    """One training: its stages, each of which begins where the last one ended."""

    files: _Files
    schedule: Schedule
    lessons: LessonParams
    sizes: LavcParams
    on: torch.device
    workers: int  # processes that draw examples ahead
    start: Trained | None = None  # networks that are trained on, instead of new ones
    shots: Sequence[PictureShot] = ()
    looks: Vgg | None = None

    def __post_init__(self) -> None:
        """Raises InputError for what cannot be trained so."""
        check_request(self.files.out, self.lessons.without, PARTS)
        if self.schedule.spectral not in SPECTRAL:
            raise InputError(
                f"Spectral norm can be on {', '.join(SPECTRAL)}, not on {self.schedule.spectral!r}."
            )
        torch.manual_seed(self.schedule.seed)
        colors = ColorTransform(self.sizes)
        if self.start is not None:
            colors.load_state_dict(self.start.colors.state_dict())
        self.colors = add_spectral_norm(colors, self.schedule.spectral).to(self.on)

    def on_shots(self, folders: Sequence[Path], features: str) -> Generator[Progress, None, Training]:
        """Prepare the shots of folders, then go through the stages."""
        if self.lessons.looks.layers:
            self.looks = load_features(features, self.on)

        def train(shots: list[PictureShot]) -> Generator[Progress, None, Training]:
            self.shots, files = shots, self.files
            seen = "none" if self.looks is None else features
            files.notes = notes_on(folders, shots, self.schedule.seed, seen, self.lessons)
            files.notes["spectral"] = self.schedule.spectral
            if files.character:
                files.forget_others(files.notes["shots"])
            return (yield from self.all_stages())

        return (yield from on_shots(folders, self.files.out, self.lessons.batches.examples.frame, train))

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
        lesson = MatchLesson(self.colors.places, self.shots, self.lessons, device=self.on)

        def save(weights: Mapping[str, Tensor]) -> None:
            of_places = {f"places.{name}": value for name, value in weights.items()}
            answer = BY_MATCH if self.start is None else self._answer
            self._save(self.colors.state_dict() | of_places, self._former_temporal, answer)

        return (yield from self._stage(MATCH, self.colors.places, lesson, steps, save=save))

    def _train_colors(self, steps: int) -> Generator[Progress, None, list[float]]:
        judge = Judge(self.sizes.width).to(self.on) if self.lessons.has_opponent else None
        lesson = ColorLesson(self.colors, judge, self.looks, self.shots, self.lessons, device=self.on)

        def save(weights: Mapping[str, Tensor]) -> None:
            self._save(weights, self._former_temporal, self._answer)

        opponent = lesson.opponent(OPPONENT_RATE)
        return (yield from self._stage(COLORS, self.colors, lesson, steps, save=save, opponent=opponent))

    def _temporal(self, steps: int) -> Generator[Progress, None, list[float]]:
        network = TemporalConstraint(self.sizes)
        if self.start is not None and self.start.temporal is not None:
            network.load_state_dict(self.start.temporal.state_dict())
        over_time.add_spectral_norm(network).to(self.on)
        judge = TemporalJudge(self.sizes.width).to(self.on) if self.lessons.has_opponent else None
        self.colors.requires_grad_(False)
        lesson = TemporalLesson(
            network,
            judge,
            self.looks,
            self.shots,
            self.lessons,
            colors=self.colors,
            device=self.on,
        )

        def save(weights: Mapping[str, Tensor]) -> None:
            self._save(self.colors.state_dict(), weights, self._answer)

        opponent = lesson.opponent(OPPONENT_RATE)
        return (yield from self._stage(TEMPORAL, network, lesson, steps, save=save, opponent=opponent))

    def _stage(
        self,
        name: str,
        network: nn.Module,
        lesson: MatchLesson | ColorLesson | TemporalLesson,
        steps: int,
        *,
        save: Callable[[Mapping[str, Tensor]], None],
        opponent: Opponent | None = None,
    ) -> Generator[Progress, None, list[float]]:
        """Fit a network, and `save` its averaged weights with every checkpoint and at the end."""
        checkpoint = self.files.checkpoint(name)
        lesson.draw = drawn_ahead(lesson.draw, self.workers)

        def keep(weights: Mapping[str, Tensor], done: int) -> None:
            self.files.steps[name] = done
            save(weights)

        params = self.schedule.fit_params(steps)
        mark = self.files.notes["shots"] if self.files.character else ""
        losses = yield from fit(network, lesson, params, checkpoint, keep, opponent=opponent, mark=mark)
        self.files.steps[name] = int(load_metadata(checkpoint)["step"])
        if not losses and self.files.is_last(name):  # the last run may have ended between the two
            save(network.state_dict())
        return losses

    @property
    def _former_temporal(self) -> Mapping[str, Tensor] | None:
        """The network over time that training goes on from, which may not be trained, or not yet; None without it."""
        former = None if self.start is None else self.start.temporal
        return None if former is None else former.state_dict()

    @property
    def _answer(self) -> str:
        """What is believed of trained colors: as before; of new ones both, where the match was learned for itself."""
        if self.start is not None and self.start.answer != BY_MATCH:
            return self.start.answer
        return BY_PICTURE if {MATCH, SIMILARITY} & self.lessons.without else BY_BOTH

    def _save(self, colors: Mapping[str, Tensor], temporal: Mapping[str, Tensor] | None, answer: str) -> None:
        notes = self.files.metadata() | {ANSWER: answer}
        size = self.lessons.batches.examples.frame
        save_lavc(self.files.out, self.sizes, colors, temporal, size=size, notes=notes)
