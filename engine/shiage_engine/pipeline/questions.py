"""Questions: what is left for the painter to say, one for each part of the drawing that is not painted for sure.

A region that is withdrawn is a question, and so is a painted one whose color differs from that of the same part
before and after. Where the same part is clearly found in several frames, it is asked about once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..confidence.withdrawal import PAINTED
from ..drawing.shot import UNKNOWN
from ..methods.shared.tracks import Region
from .spreading import Colored

SUGGESTIONS = 3
TINY = 1e-6
CLEAR = 0.9  # least strength of a link between regions that are asked about together
UNSURE, GAP, FLICKER = "unsure", "gap", "flicker"  # why a question is asked
WITNESSES = 2  # frames whose color for a part differs from its own, and is the same in all, make a flicker

Links = Mapping[Region, Sequence[tuple[Region, float]]]


class Ranked(NamedTuple):
    """The likeliest labels of each region of a frame, likeliest first."""

    labels: np.ndarray  # i32 (R + 1, SUGGESTIONS); UNKNOWN where there are fewer colors
    shares: np.ndarray  # f32 (R + 1, SUGGESTIONS), of the row's scores


class Suggestion(NamedTuple):
    """A color that a part may have."""

    label: int
    confidence: float  # how likely it is right, in [0, 1]


@dataclass(frozen=True)
class Question:
    """One part of the drawing whose color the painter is asked for."""

    regions: tuple[Region, ...]  # the part in each frame where it is open, by frame and id, in order
    why: str  # UNSURE, GAP or FLICKER
    suggestions: tuple[Suggestion, ...]  # likeliest first
    weight: float  # what it settles: pixels times doubt

    @property
    def confidence(self) -> float:
        """How likely the first suggestion is right."""
        return self.suggestions[0].confidence


def ranked(scores: np.ndarray) -> Ranked:
    """The likeliest labels of each row of scores, (R + 1, K), equal ones in order of the palette."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :SUGGESTIONS]
    shares = np.take_along_axis(scores, order, 1) / np.maximum(scores.sum(1, keepdims=True), TINY)
    missing = ((0, 0), (0, SUGGESTIONS - order.shape[1]))
    return Ranked(
        np.pad(order.astype(np.int32), missing, constant_values=UNKNOWN),
        np.pad(shares.astype(np.float32), missing),
    )


class Frame(NamedTuple):
    """What questions about one frame go by."""

    colored: Colored
    ranked: Ranked  # from the method's scores
    areas: np.ndarray  # i64 (R + 1,)
    specks: np.ndarray  # ids of regions that are not asked about one by one
    first_suspect: int  # the id from which on regions are suspects of a leak


def ask(frames: Mapping[int, Frame], links: Links) -> list[Question]:
    """The open questions of some frames, by index, those that settle most first; `links`: see `shared.tracks`."""
    why: dict[Region, str] = {}
    for index, frame in frames.items():
        is_open = frame.colored.verdict.withdrawn.copy()
        is_open[frame.specks] = False
        for number in np.flatnonzero(is_open).tolist():
            is_suspect = number >= frame.first_suspect and frame.colored.labels[number] > 0
            why[index, number] = GAP if is_suspect else UNSURE
    colored = {index: frame.colored for index, frame in frames.items()}
    why |= dict.fromkeys(_flickering(colored, links), FLICKER)
    asked = []
    for part in _parts(why, links):
        suggestions = _suggestions(part, frames)
        pixels = sum(int(frames[index].areas[number]) for index, number in part)
        asked.append(Question(part, why[part[0]], suggestions, pixels * (1 - suggestions[0].confidence)))
    return sorted(asked, key=lambda question: (-question.weight, question.regions))


def by_frame(questions: Iterable[Question]) -> list[Question]:
    """The same questions frame by frame, in each those that settle most first."""
    return sorted(
        questions, key=lambda question: (question.regions[0][0], -question.weight, question.regions)
    )


def _flickering(frames: Mapping[int, Colored], links: Links) -> Iterator[Region]:
    """Painted regions, not by the painter, whose part has one other color in frames before and after."""
    for region, linked in links.items():
        frame, number = region
        if not _is_painted(frames, region) or frames[frame].verdict.painted_steps[number] == PAINTED:
            continue
        own = frames[frame].labels[number]
        seen = [other for other, strength in linked if strength >= CLEAR and _is_painted(frames, other)]
        labels = {int(frames[other].labels[there]) for other, there in seen}
        sides = {other > frame for other, _ in seen}
        if len(seen) >= WITNESSES and len(sides) > 1 and len(labels) == 1 and own not in labels:
            yield region


def _is_painted(frames: Mapping[int, Colored], region: Region) -> bool:
    frame, number = region
    return frame in frames and not frames[frame].verdict.withdrawn[number]


def _parts(why: Mapping[Region, str], links: Links) -> list[tuple[Region, ...]]:
    """The open regions put together by clear links, the strongest first; at most one region of a frame in each."""
    part_of = {region: [region] for region in why}
    pairs = sorted(
        {
            (-strength, min(region, other), max(region, other))
            for region in why
            for other, strength in links.get(region, ())
            if strength >= CLEAR and other in why and why[other] == why[region]
        }
    )
    for _, one, other in pairs:
        first, second = part_of[one], part_of[other]
        if first is second or {frame for frame, _ in first} & {frame for frame, _ in second}:
            continue
        first.extend(second)
        for region in second:
            part_of[region] = first
    return [tuple(sorted(part)) for region, part in part_of.items() if region == part[0]]


def _suggestions(part: Sequence[Region], frames: Mapping[int, Frame]) -> tuple[Suggestion, ...]:
    """The likeliest colors of a part, at least one: the mean over its regions."""
    likely: dict[int, float] = {}
    for index, number in part:
        colored, (labels, shares) = frames[index].colored, frames[index].ranked
        first, sure = int(colored.labels[number]), float(colored.verdict.confidence[number])
        likely[first] = likely.get(first, 0.0) + sure
        is_other = (labels[number] != first) & (labels[number] != UNKNOWN)
        whole = max(1 - float(shares[number][labels[number] == first].sum()), TINY)
        for label, share in zip(
            labels[number][is_other].tolist(), shares[number][is_other].tolist(), strict=True
        ):
            likely[label] = likely.get(label, 0.0) + (1 - sure) * share / whole
    order = sorted(likely, key=lambda label: (-likely[label], label))
    return tuple(Suggestion(label, min(likely[label] / len(part), 1.0)) for label in order[:SUGGESTIONS])
