"""Lessons of the region matcher: some frames of a shot are given, the others are to be matched.

The given frames may be model sheets: then the shots are of one character in several motions, and those to be matched
follow one another in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...drawing.shot import FAR, UNKNOWN
from ...errors import InputError
from .network import Given, Matcher
from .pairs import Encoded
from .tensors import certain, view_tensors
from .training_shots import TrainingFrame, TrainingShots

FRAMES = 4  # of a shot in a lesson, at least
IN_TIME = 3  # of these, where the others are model sheets
MOST_SHEETS = 3
LAST_ANSWER = 0.5  # weight of the answer of the last round; the others share the rest
FLOOR = 1e-5  # added to probabilities, whose logarithm would have no bound
TRIES = 100


@dataclass(frozen=True)
class LessonParams:
    """What lessons are made of."""

    most_regions: int = 300  # a frame: larger ones take too long to learn from
    one_reference: float = 0.5  # share of lessons with one reference; the others have the first and the last
    evenly: float = 0.5  # share of lessons whose frames lie evenly, the others anywhere in the shot
    backward: float = 0.5
    merged: float = 0.2  # share of lessons in which some labels become one, as parts of a figure share colors
    # Share of lessons in which targets are matched to each other's predictions as well.
    predicted: float = 0.5
    as_sheets: bool = False  # whether the given frames are model sheets


class MatchingLesson:
    """Draws lessons; calling it gives the loss of one (see `fit.Lesson`)."""

    def __init__(
        self,
        matcher: Matcher,
        shots: TrainingShots,
        params: LessonParams | None = None,
        device: torch.device | str = "cpu",
    ) -> None:
        self._matcher = matcher
        self._shots = shots
        self.params = params or LessonParams()
        self._device = device

    def __call__(self, random: np.random.Generator) -> Tensor:
        torch.manual_seed(int(random.integers(1 << 62)))  # dropout, too, is the same for the same lesson
        frames, times = self._draw(random)
        colors = max(int(frame.labels.max()) for frame in frames) + 1
        labels = _merged(frames, colors, random, self.params.merged)
        references = self._references(len(frames), random)
        encoded = [self._matcher.encode(view_tensors(frame.view, self._device)) for frame in frames]
        given = {
            i: Given(encoded[i], certain(labels[i], colors, self._device), times[i], False)
            for i in references
        }
        truth = [self._truth(of_frame, labels, references, colors) for of_frame in labels]
        targets = [i for i in range(len(frames)) if i not in references]
        losses, predicted = [], {}
        for i in targets:
            answers = self._matcher.match(
                encoded[i], [self._seen_from(times[i], one) for one in given.values()]
            )
            losses.append(_loss(answers, truth[i]))
            predicted[i] = Given(encoded[i], answers[-1][:, :-1].detach(), times[i], True)
        if random.random() < self.params.predicted:
            losses += self._with_neighbors(encoded, times, truth, given, predicted)
        return torch.stack(losses).mean()

    def _with_neighbors(
        self,
        encoded: Sequence[Encoded],
        times: Sequence[float],
        truth: Sequence[Tensor],
        given: dict[int, Given],
        predicted: dict[int, Given],
    ) -> list[Tensor]:
        losses = []
        for i in predicted:
            neighbors = [predicted[j] for j in (i - 1, i + 1) if j in predicted]
            all_given = [self._seen_from(times[i], one) for one in (*given.values(), *neighbors)]
            losses.append(_loss(self._matcher.match(encoded[i], all_given), truth[i]))
        return losses

    def _references(self, count: int, random: np.random.Generator) -> list[int]:
        """Which of so many frames are given."""
        if self.params.as_sheets:
            return [*range(IN_TIME, count)]
        return [0] if random.random() < self.params.one_reference else [0, count - 1]

    def _seen_from(self, time: float, given: Given) -> Given:
        """The given frame, its `away` counted from `time`; a model sheet is as far from all."""
        if self.params.as_sheets and not given.predicted:
            return given._replace(away=FAR)
        return given._replace(away=given.away - time)

    def _truth(
        self, labels: np.ndarray, all_labels: Sequence[np.ndarray], references: Sequence[int], colors: int
    ) -> Tensor:
        """The column of the right answer, i64 (N,): a label, `colors` where no reference has it, -1 unknown."""
        offered = np.zeros(colors + 1, bool)
        for reference in references:
            offered[all_labels[reference]] = True  # UNKNOWN marks the last column, which is set below
        offered[colors] = True
        truth = np.where(labels == UNKNOWN, -1, np.where(offered[labels], labels, colors))
        return torch.from_numpy(truth.astype(np.int64)).to(self._device)

    def _draw(self, random: np.random.Generator) -> tuple[list[TrainingFrame], list[float]]:
        """Frames of one shot, and their times."""
        for _ in range(TRIES):
            shot = int(random.integers(len(self._shots)))
            count = self._shots.frames(shot)
            if count < FRAMES:
                continue
            numbers = self._numbers(count, random)
            frames = [self._shots.frame(shot, int(number)) for number in numbers]
            sizes = [len(frame.labels) for frame in frames]
            if min(sizes) >= 3 and max(sizes) <= self.params.most_regions and _teaches(frames):
                return frames, [float(number) for number in numbers]
        raise InputError(
            f"The shots teach nothing: a lesson needs four frames of a shot, each of 3 to "
            f"{self.params.most_regions} regions whose labels are known. Make other shots with shiage generate."
        )

    def _numbers(self, count: int, random: np.random.Generator) -> np.ndarray:
        """Which frames of a shot of `count`: as they follow one another, or as many in a row and then the sheets."""
        if self.params.as_sheets:
            row = int(random.integers(count - IN_TIME + 1)) + np.arange(IN_TIME)
            sheets = random.permutation(np.setdiff1d(np.arange(count), row))[
                : random.integers(1, MOST_SHEETS + 1)
            ]
            return np.concatenate([row[::-1] if random.random() < self.params.backward else row, sheets])
        if random.random() < self.params.evenly:
            gap = int(random.integers(1, (count - 1) // (FRAMES - 1) + 1))
            numbers = int(random.integers(count - (FRAMES - 1) * gap)) + gap * np.arange(FRAMES)
        else:
            numbers = np.sort(random.choice(count, FRAMES, replace=False))
        return numbers[::-1] if random.random() < self.params.backward else numbers


def _teaches(frames: Sequence[TrainingFrame]) -> bool:
    return all((frame.labels != UNKNOWN).any() for frame in frames)


def _merged(
    frames: Sequence[TrainingFrame], colors: int, random: np.random.Generator, share: float
) -> list[np.ndarray]:
    """The labels of each frame, with some labels made one."""
    becomes = np.arange(colors)
    if random.random() < share:
        for _ in range(int(random.integers(1, 3))):
            one, other = random.integers(0, colors, 2)
            becomes[becomes == one] = becomes[other]
    return [np.where(f.labels == UNKNOWN, UNKNOWN, becomes[f.labels]) for f in frames]


def _loss(answers: Sequence[Tensor], truth: Tensor) -> Tensor:
    """Cross-entropy of every round's answer, f32 (N, K + 1) each, over regions whose truth is known."""
    known = truth >= 0
    terms = [-(answer[known].gather(1, truth[known, None]) + FLOOR).log().mean() for answer in answers]
    return LAST_ANSWER * terms[-1] + (1 - LAST_ANSWER) * torch.stack(terms[:-1]).mean()
