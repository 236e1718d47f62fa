"""Matcher: the shipped network finds, for each region, the same region in the references.

It was trained once, on generated shots, and learns nothing from the shot at hand. The frames to color are matched to
the references, model sheets among them, and, in order of time and back, to their neighbors, with the labels predicted
for these. Regions that the painter dabbed on frames to color are matched to by the frames around, too. Where model
sheets alone teach, it has weights that learned from such.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...drawing.descriptors import Described, describe
from ...drawing.shot import UNKNOWN, Shot
from ...limits import MIRRORED_REGIONS, PAIRS
from ...progress import Progress
from ..colorizer import Colorizer
from ..shared.tracks import Links, mutual
from .dabs import dabs_around, dabs_of, where_best
from .ensemble import Ensemble, LabeledFrame
from .pairs import Encoded, Pairs
from .store import OF_SHEETS, SHIPPED, load_matcher
from .tensors import certain

MOST_KEPT = 100_000_000  # bytes of compared pairs that are kept between the passes; more are compared again
NEAR = 2  # frames: the reach of links
LEAST_PAINTED = 0.1  # share of a region's matches, at least, that their painted ones are scaled up from
NOTE = "Matching regions"


class PairKey(NamedTuple):
    """Of which frames regions were compared."""

    target: int
    given: int
    is_predicted: bool
    is_turned: bool
    rows: tuple[int, ...]  # of the given frame, and which of these are dabbed, as in `LabeledFrame`
    dabbed: tuple[int, ...]


@dataclass
class Matching(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    # By frame; may be shared with other methods.
    described: dict[int, Described] = field(default_factory=dict)
    follows: bool = True  # whether frames are matched to their neighbors in time as well
    _ensembles: dict[Path, Ensemble] = field(default_factory=dict)  # by the file of their weights
    _knows_sheets: bool = False  # whether the weights in use are those of model sheets
    # By frame: ids, and regions as each member of the ensemble encoded them.
    _encoded: dict[int, tuple[np.ndarray, tuple[Encoded, ...]]] = field(default_factory=dict)
    _pairs: dict[PairKey, tuple[Pairs, ...]] = field(default_factory=dict)  # as each member compared them
    _kept: int = 0  # bytes of these pairs
    # By target and given frame: the greatest logit of each region, by member.
    _best: dict[tuple[int, int], tuple[Tensor, ...]] = field(default_factory=dict)
    _is_mirrored: bool = True  # whether regions are encoded in the drawings' mirror images as well
    scores: list[np.ndarray] = field(default_factory=list)  # of all frames, once learned

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Match the frames to color to the references, and to their neighbors."""
        targets = shot.targets
        references = sorted({*shot.references, *shot.labels})  # of some finished frames nothing is known
        has_frames = any(i in shot.in_time for i in shot.references)
        self._know_sheets(not has_frames and len(shot.in_time) < len(shot.frames))
        to_encode = [*references, *targets]
        for number, i in enumerate(to_encode):
            yield Progress(0.5 * number / len(to_encode), "Encoding regions")
            self._encode(shot, i)
        given = {i: self._reference(shot, i) for i in references if i in shot.in_time}
        sheets = [self._reference(shot, i) for i in references if i not in shot.in_time]
        # Who looks to the left in a sheet may look to the right in the shot.
        sheets += [one.turned() for one in sheets if len(one.encoded) > 1]
        predicted: dict[int, LabeledFrame] = {}
        dabs = dabs_of(shot, self._encoded, _columns(shot))
        present = {(one.time, one.rows, one.dabbed) for one in dabs}
        self._drop_pairs(lambda key: bool(key.rows) and (key.given, key.rows, key.dabbed) not in present)
        order = [*targets, *reversed(targets[:-1])] if self.follows else targets
        if dabs:  # there and back again: what one told of a region, that region tells of others
            order = [*order, *order[1:]]
        for number, i in enumerate(order):
            yield Progress(0.5 + 0.4 * number / len(order), NOTE)
            neighbors = {j: predicted[j] for j in (i - 1, i + 1) if j in predicted and self.follows}
            others = [one for j, one in given.items() if j != i and j not in neighbors]
            others += dabs_around(dabs, i, neighbors, predicted)
            if not has_frames:
                others += sheets
            predicted[i] = self._match(shot, i, [*others, *neighbors.values()])
        if has_frames and sheets:
            for number, i in enumerate(targets):
                yield Progress(0.9 + 0.1 * number / len(targets), NOTE)
                predicted[i] = _filled(predicted[i], self._match(shot, i, sheets))
        labeled = given | predicted | {one.time: one for one in sheets if not one.is_turned}
        self.scores = [self._by_region(shot, i, labeled[i]) for i in range(len(shot.frames))]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to the probability that any region matches."""
        yield Progress(0, "Coloring")
        return self.scores[frame]

    def forget(self, frames: Collection[int]) -> None:
        """See `methods.colorizer.Colorizer`."""
        for i in frames:
            self.described.pop(i, None)
            self._encoded.pop(i, None)
        self._drop_pairs(lambda key: key.target in frames or key.given in frames)
        for both in [both for both in self._best if not {*both}.isdisjoint(frames)]:
            del self._best[both]

    def _drop_pairs(self, is_gone: Callable[[PairKey], bool]) -> None:
        for key in [key for key in self._pairs if is_gone(key)]:
            self._kept -= _size(self._pairs.pop(key))

    def ensemble(self) -> Ensemble:
        """The ensemble, its network read on the first call; raises InputError where its weights cannot be used."""
        weights = OF_SHEETS if self._knows_sheets else SHIPPED
        if weights not in self._ensembles:
            self._ensembles[weights] = Ensemble(load_matcher(weights))
        return self._ensembles[weights]

    def use(self, ensemble: Ensemble) -> None:
        """Match with another ensemble than those of the shipped networks."""
        self._ensembles = {SHIPPED: ensemble, OF_SHEETS: ensemble}
        self._forget_all()

    def _know_sheets(self, knows_sheets: bool) -> None:
        """Match with the weights that learned from model sheets, or with those that learned from frames."""
        if knows_sheets != self._knows_sheets:
            self._forget_all()
            self._knows_sheets = knows_sheets

    def _forget_all(self) -> None:
        self._encoded, self._pairs, self._kept, self._best = {}, {}, 0, {}

    def _encode(self, shot: Shot, number: int) -> None:
        is_mirrored = sum(one.count for one in shot.frames) <= MIRRORED_REGIONS
        if is_mirrored != self._is_mirrored:  # frames are compared with those that are encoded alike
            self._forget_all()
            self._is_mirrored = is_mirrored
        if number in self._encoded:
            return
        frame = shot.frames[number]
        art, regions = frame.line_art, frame.regions
        if number not in self.described:
            self.described[number] = describe(art, regions, frame.position)
        self._encoded[number] = self.ensemble().encode(art, regions, self.described[number], is_mirrored)

    def _reference(self, shot: Shot, number: int) -> LabeledFrame:
        """A reference with its labels; the last column is for the unpainted regions of a partly painted one.

        Without it a region that is the same as an unpainted one would count as one that no reference has.
        """
        ids, encoded = self._encoded[number]
        labels = shot.known[number][ids]
        if number in shot.partial:
            labels = np.where(labels == UNKNOWN, len(shot.palette), labels)
        is_sheet = number not in shot.in_time
        return LabeledFrame(encoded, certain(labels, _columns(shot)), number, False, is_sheet)

    def _match(self, shot: Shot, target: int, given: Sequence[LabeledFrame]) -> LabeledFrame:
        """The target with labels predicted from the given frames; those that the painter painted are certain."""
        ids, encoded = self._encoded[target]
        labels = encoded[0].tokens.new_zeros(len(ids), _columns(shot))
        if given:  # else nothing but the frame itself is painted
            pairs = [self._compare(target, one) for one in given]
            labels = self.ensemble().match(encoded, target, given, pairs)
        if target in shot.partial:
            known = certain(shot.partial[target][ids], _columns(shot))
            labels = torch.where(known.any(1, keepdim=True), known, labels)
        return LabeledFrame(encoded, labels, target, True)

    def _compare(self, target: int, given: LabeledFrame) -> tuple[Pairs, ...]:
        """The pairs of regions of two frames, as each member of the ensemble compares them."""
        key = PairKey(target, given.time, given.is_predicted, given.is_turned, given.rows, given.dabbed)
        if key in self._pairs:
            return self._pairs[key]
        pairs = self.ensemble().compare(self._encoded[target][1], target, given)
        if given.dabbed:
            best = self._best_of(target, given)
            pairs = tuple(where_best(*of_member) for of_member in zip(pairs, best, strict=True))
        size = _size(pairs)
        if self._kept + size <= MOST_KEPT:
            self._pairs[key] = pairs
            self._kept += size
        return pairs

    def _best_of(self, target: int, given: LabeledFrame) -> tuple[Tensor, ...]:
        """The greatest logit of each region of a target in a given frame, whole, f32 (N, 1), by member."""
        key = (target, given.time)
        if key not in self._best:
            whole = LabeledFrame(self._encoded[given.time][1], given.labels[:0], given.time, False)
            pairs = self.ensemble().compare(self._encoded[target][1], target, whole)
            self._best[key] = tuple(one.logits.max(1, keepdim=True).values for one in pairs)
        return self._best[key]

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Regions of frames up to NEAR apart that are each other's best match, see `shared.tracks`."""
        found: Links = {}
        missing = [i for i in shot.in_time if i not in self._encoded]
        for number, i in enumerate(missing):
            yield Progress(number / len(missing), "Encoding regions")
            self._encode(shot, i)
        in_time = [i for i in self._encoded if i in shot.in_time]
        for number, i in enumerate(in_time):
            yield Progress(number / len(in_time), "Following parts from frame to frame")
            for j in shot.in_time[i + 1 : i + NEAR + 1]:
                for here, there, strength in self.same_parts(shot, i, j):
                    found.setdefault((i, here), []).append(((j, there), strength))
                    found.setdefault((j, there), []).append(((i, here), strength))
        return found

    def same_parts(self, shot: Shot, one: int, other: int) -> Iterator[tuple[int, int, float]]:
        """See `methods.colorizer.Colorizer`; none in frames of more than PAIRS pairs of regions."""
        here, there = (self._encoded[i][0].tolist() for i in (one, other))
        if len(here) * len(there) > PAIRS:
            return
        is_sheet = not {one, other} <= {*shot.in_time}
        forth, back = self._shares(one, other, is_sheet), self._shares(other, one, is_sheet)
        for i, j, strength in mutual(forth, back):
            yield here[i], there[j], strength

    def _shares(self, target: int, other: int, is_sheet: bool) -> np.ndarray:
        """How much each region of a target matches each of another frame, whatever their colors: f32 (N, M).

        `is_sheet`: whether one of them is a model sheet.
        """
        encoded = self._encoded[other][1]
        identity = torch.eye(len(encoded[0].tokens))
        given = LabeledFrame(encoded, identity, other, False, is_sheet)
        shares: np.ndarray = (
            self.ensemble()
            .match(self._encoded[target][1], target, [given], [self._compare(target, given)])
            .numpy()
        )
        return shares

    def _by_region(self, shot: Shot, frame: int, known: LabeledFrame) -> np.ndarray:
        """Scores of all regions, f32 (R + 1, K); zero for regions that were not matched, as specks."""
        scores = np.zeros((len(self.described[frame].area), len(shot.palette)), np.float32)
        labels = known.labels.numpy()
        unpainted = labels[:, len(shot.palette) :].sum(1, keepdims=True)
        painted = labels[:, : len(shot.palette)] / np.maximum(1 - unpainted, LEAST_PAINTED)
        scores[self._encoded[frame][0]] = painted
        return scores


def _size(pairs: tuple[Pairs, ...]) -> int:
    """The bytes of pairs as each member compared them."""
    return sum(part.nbytes for of_member in pairs for part in of_member)


def _filled(by_frames: LabeledFrame, by_sheets: LabeledFrame) -> LabeledFrame:
    """What frames leave open of a target's labels is told by sheets: where they disagree, frames win.

    The chance that no frame shows a region counts squared: half a match in a frame outweighs a whole one in a sheet.
    """
    left = (1 - by_frames.labels.sum(1, keepdim=True)).clamp(min=0)
    return by_frames._replace(labels=by_frames.labels + left**2 * by_sheets.labels)


def _columns(shot: Shot) -> int:
    """Of labels: the palette's, and one for what is unpainted in partly painted references, where there are any."""
    return len(shot.palette) + any(i in shot.partial for i in shot.references)
