"""The forest that learns which label a region has, from regions of the references and of their deformed copies."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import cv2
import numpy as np
from sklearn.tree import ExtraTreeClassifier

from ...limits import TREE_BYTES
from ...progress import Progress

TREES_AT_ONCE = 20  # between two steps of progress
ASKED_AT_ONCE = 1 << 14  # regions, of any frames: a call costs much, whatever it asks


class Lessons(NamedTuple):
    """Regions whose labels are known."""

    features: np.ndarray  # f32 (N, D), their descriptors
    labels: np.ndarray  # i32 (N,)


class _Part(NamedTuple):
    """Some regions of a frame."""

    frame: int
    rows: slice


def predict(
    lessons: Lessons, asked: Sequence[np.ndarray], colors: int, trees: int, split_features: float
) -> Generator[Progress, None, list[np.ndarray]]:
    """The probability of each label, f32 (R + 1, `colors`) for each frame; `asked`: its descriptors, f32 (R + 1, D).

    `trees`: a multiple of TREES_AT_ONCE; `split_features`: the share of the descriptors that a split looks at. A few
    trees are grown at a time and dropped once they have predicted all frames: all at once take a gigabyte in a crowd
    of many colors. They predict in one thread, since starting threads costs more than it saves. All probabilities are
    zero where a single tree takes too much.
    """
    scores = [np.zeros((len(of_frame), colors), np.float32) for of_frame in asked]
    known = len(np.unique(lessons.labels))
    at_once = _trees_at_once(len(lessons.labels), known)
    if not at_once:
        return scores
    most = max(TREE_BYTES // (32 * known), 1)
    pieces = _pieces([len(of_frame) for of_frame in asked], min(most, ASKED_AT_ONCE))
    for grown in range(at_once, trees + 1, at_once):
        yield Progress(grown / trees, "Learning the reference frames")
        forest = _grow(lessons, at_once, split_features, seed=grown)
        for piece in pieces:
            features = np.concatenate([asked[frame][rows] for frame, rows in piece])
            votes = sum(tree.predict_proba(features) for tree in forest)
            share = (votes / trees).astype(np.float32)
            ends = np.cumsum([part.rows.stop - part.rows.start for part in piece])
            for part, of_part in zip(piece, np.split(share, ends[:-1]), strict=True):
                scores[part.frame][part.rows, forest[0].classes_] += of_part
    return scores


def _grow(lessons: Lessons, count: int, split_features: float, seed: int) -> list[ExtraTreeClassifier]:
    """So many extremely randomized trees (Geurts, Ernst and Wehenkel 2006), in as many threads as OpenCV may use.

    Not by scikit-learn's forest: its threads set Python's list of warnings back, each to what another had left there.
    """
    seeds = np.random.RandomState(seed).randint(np.iinfo(np.int32).max, size=count)

    def grow(of_tree: int) -> ExtraTreeClassifier:
        return ExtraTreeClassifier(max_features=split_features, random_state=of_tree).fit(*lessons)

    with ThreadPoolExecutor(cv2.getNumThreads()) as threads:
        return list(threads.map(grow, seeds.tolist()))


def _trees_at_once(lessons: int, colors: int) -> int:
    """How many trees to grow at a time: a divisor of TREES_AT_ONCE; 0 where not even one fits.

    A tree has up to two nodes a lesson, and each keeps a number of 8 bytes for each color.
    """
    most = TREE_BYTES // (16 * lessons * colors)
    return max(
        (count for count in range(1, TREES_AT_ONCE + 1) if TREES_AT_ONCE % count == 0 and count <= most),
        default=0,
    )


def _pieces(counts: Sequence[int], most: int) -> list[list[_Part]]:
    """Frames of `counts` regions, in order, in pieces of `most` regions; the last one may have fewer."""
    pieces: list[list[_Part]] = []
    room = 0
    for frame, count in enumerate(counts):
        start = 0
        while start < count:
            if not room:
                pieces.append([])
                room = most
            stop = min(start + room, count)
            pieces[-1].append(_Part(frame, slice(start, stop)))
            room -= stop - start
            start = stop
    return pieces
