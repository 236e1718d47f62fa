"""Questions: what is left for the painter to say, one for each part of the drawing that is not painted for sure.

A region that is withdrawn is a question, and so is a painted one whose color differs from that of the same part
before and after, or from what the painter gave that part; and kept paint that has become
unlikely. Where the same part is clearly found in several frames, it is asked about once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
UNSURE, GAP, FLICKER, DOUBT = "unsure", "gap", "flicker", "doubt"  # why a question is asked
EVEN = 0.5  # what speaks against flickering paint is as likely as the paint
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
    why: str  # UNSURE, GAP, FLICKER or DOUBT
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


def ask(
    frames: Mapping[int, Frame],
    links: Links,
    finished: Mapping[int, np.ndarray] | None = None,
    doubted: float = 0,
) -> list[Question]:
    """The open questions of some frames, by index, those that settle most first.

    `links`: see `shared.tracks`; `finished`: labels of the finished frames, by index, as in Shot; `doubted`: paint
    that is less likely right is a question.
    """
    why: dict[Region, str] = {}
    for index, frame in frames.items():
        is_open = frame.colored.verdict.withdrawn.copy()
        is_open[frame.specks] = False
        for number in np.flatnonzero(is_open).tolist():
            is_suspect = number >= frame.first_suspect and frame.colored.labels[number] > 0
            why[index, number] = GAP if is_suspect else UNSURE
        why |= {(index, number): DOUBT for number in np.flatnonzero(_doubted(frame, doubted)).tolist()}
    colored = {index: frame.colored for index, frame in frames.items()}
    around = dict(_flickering(colored, links, finished or {}))
    why |= dict.fromkeys(around, FLICKER)
    asked = []
    for part in _parts(why, links):
        suggestions = _suggestions(part, frames, around)
        pixels = sum(int(frames[index].areas[number]) for index, number in part)
        asked.append(Question(part, why[part[0]], suggestions, pixels * (1 - suggestions[0].confidence)))
    return sorted(asked, key=lambda question: (-question.weight, question.regions))


def _doubted(frame: Frame, least: float) -> np.ndarray:
    """Painted regions, not by the painter and no specks, that are less likely right than `least`: bool (R + 1,)."""
    verdict = frame.colored.verdict
    is_doubted: np.ndarray = (verdict.confidence < least) & ~verdict.withdrawn
    is_doubted &= verdict.painted_steps != PAINTED
    is_doubted[[0, *frame.specks]] = False
    return is_doubted


def _flickering(
    frames: Mapping[int, Colored], links: Links, finished: Mapping[int, np.ndarray]
) -> Iterator[tuple[Region, int]]:
    """Painted regions, not by the painter, whose part has one other label in frames before and after; and that label.

    The painter's own color of the part is enough, in whatever frame.
    """
    for region, linked in links.items():
        frame, number = region
        if not _is_painted(frames, region) or frames[frame].verdict.painted_steps[number] == PAINTED:
            continue
        own = frames[frame].labels[number]
        clear = [other for other, strength in linked if strength >= CLEAR]
        given = [label for other in clear for label in _given(frames, finished, other)]
        seen = [other for other in clear if _is_painted(frames, other)]
        labels = {int(frames[other].labels[there]) for other, there in seen}
        sides = {other > frame for other, _ in seen}
        is_between = len(seen) >= WITNESSES and len(sides) > 1 and len(labels) == 1 and own not in labels
        if given and own not in given:
            yield region, given[0]
        elif is_between:
            yield region, labels.pop()


def _given(
    frames: Mapping[int, Colored], finished: Mapping[int, np.ndarray], region: Region
) -> Iterator[int]:
    """The label that the painter gave a region, if any."""
    frame, number = region
    if frame in finished and finished[frame][number] != UNKNOWN:
        yield int(finished[frame][number])
    elif frame in frames and frames[frame].verdict.painted_steps[number] == PAINTED:
        yield int(frames[frame].labels[number])


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


def _suggestions(
    part: Sequence[Region], frames: Mapping[int, Frame], around: Mapping[Region, int]
) -> tuple[Suggestion, ...]:
    """The likeliest colors of a part, at least one: the mean over its regions.

    `around`: the label of a flickering part in other frames, which is as likely as all others together.
    """
    likely: dict[int, float] = {}
    for index, number in part:
        colored, (labels, shares) = frames[index].colored, frames[index].ranked
        first, sure = int(colored.labels[number]), float(colored.verdict.confidence[number])
        own = 1.0
        if (index, number) in around:
            own, seen = 1 - EVEN, around[index, number]
            likely[seen] = likely.get(seen, 0.0) + EVEN
        likely[first] = likely.get(first, 0.0) + own * sure
        is_other = (labels[number] != first) & (labels[number] != UNKNOWN)
        whole = max(1 - float(shares[number][labels[number] == first].sum()), TINY)
        for label, share in zip(
            labels[number][is_other].tolist(), shares[number][is_other].tolist(), strict=True
        ):
            likely[label] = likely.get(label, 0.0) + own * (1 - sure) * share / whole
    order = sorted(likely, key=lambda label: (-likely[label], label))
    return tuple(Suggestion(label, min(likely[label] / len(part), 1.0)) for label in order[:SUGGESTIONS])
