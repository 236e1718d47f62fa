"""Patches: where they are cut, what is in them, and where they say they lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import BLACK, BLUE, PAPER, LineArt
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.learning.fit import FitParams, fit
from shiage_engine.methods.patch.lesson import (
    PatchLesson,
    PatchLessonParams,
    ScaledReference,
    patch_input,
    scale_reference,
)
from shiage_engine.methods.patch.network import PatchGenerator, PatchSizes
from shiage_engine.methods.patch.patches import (
    PatchParams,
    ScaledDrawing,
    find_corners,
    scale_drawing,
    scale_for,
)
from shiage_engine.methods.patch.votes import (
    NO_VOTE,
    Votes,
    edge_label_of,
    place_patches,
    region_scores,
    vote,
)
from shiage_engine.progress import finish

PLAIN = PatchParams(size=16)
MANY = 1 << 20  # pixels
STILL = PatchLessonParams(batch=4, turn=0, stretch=0, shift=0)


def box(height: int = 60, width: int = 80) -> LineArt:
    """A black box of (x, y) 20..59, 15..44 with lines of 2 pixels, halved by an upright blue line."""
    kind = np.full((height, width), PAPER, np.uint8)
    kind[15:45, 20:60] = BLACK
    kind[17:43, 22:58] = PAPER
    kind[17:43, 39:41] = BLUE
    return LineArt(np.where(kind > PAPER, 255, 0).astype(np.uint8), kind)


def regions() -> np.ndarray:
    """Outside 1, left 2, right 3."""
    map_ = np.ones((60, 80), np.int32)
    map_[15:45, 20:60] = 0
    map_[17:43, 22:39] = 2
    map_[17:43, 41:58] = 3
    return map_


LABELS = np.array([0, 0, 1, 2], np.int32)


def box_reference(params: PatchParams = PLAIN) -> ScaledReference:
    return scale_reference(scale_drawing(box(), params, 1.0), regions(), LABELS)


def test_corners_are_where_lines_turn_and_meet() -> None:
    found = find_corners(box().ink)
    for corner in ((20, 15), (59, 15), (20, 44), (59, 44)):
        assert np.abs(found - corner).max(1).min() <= 3
    middle = (np.abs(found - (20, 30)).max(1) > 6).all()  # of a straight line there is none
    assert middle


def test_paper_has_one_corner_in_its_middle() -> None:
    paper = np.zeros((10, 20), np.uint8)
    assert find_corners(paper).tolist() == [[10, 5]]


def test_a_drawing_is_scaled_until_its_corners_spread_no_farther_than_wished() -> None:
    params = replace(PLAIN, spread=10.0)
    scale = scale_for([box()], params, MANY)
    drawing = scale_drawing(box(), params, scale)
    assert drawing.spread == pytest.approx(10, rel=0.25)
    assert drawing.ink.shape == (round(60 * scale), round(80 * scale), 4)
    assert scale_for([box()], PLAIN, MANY) == 1  # never larger than it is
    assert scale_for([box()], PLAIN, 60 * 80 // 4) == 0.5  # nor than fits into memory


def test_without_trace_lines_all_ink_is_alike() -> None:
    apart = scale_drawing(box(), PLAIN, 1.0).ink
    alike = scale_drawing(box(), replace(PLAIN, has_traces=False), 1.0).ink
    assert alike.shape[2] == 1
    np.testing.assert_array_equal(apart.max(2), alike[..., 0])
    assert (apart[20, 39] == [0, 255, 0, 0]).all()


def test_a_place_is_told_from_the_center_in_spreads_of_the_figure() -> None:
    inks = np.zeros((1, 3, 3, 4), np.uint8)
    inks[0, 1, 2, 0] = 255
    inputs = patch_input(inks, np.array([[8, -4, 4]], np.float32), PLAIN)[0]
    assert inputs[0].tolist() == [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert inputs[4].tolist() == [[1.75, 2, 2.25]] * 3
    assert inputs[5].tolist() == [[-1.25] * 3, [-1] * 3, [-0.75] * 3]
    assert not patch_input(inks, np.ones((1, 3), np.float32), replace(PLAIN, has_position=False))[:, 4:].any()


def test_a_patch_holds_what_is_around_a_corner() -> None:
    one = box_reference()
    at_corner = ScaledDrawing(one.drawing.ink, np.array([[20, 15]], np.float32), one.drawing.center, 1.0)
    lesson = PatchLesson(
        PatchGenerator(PatchSizes(3)), [ScaledReference(at_corner, one.labels)], 3, PLAIN, STILL
    )
    inputs, labels = lesson.draw(np.random.default_rng(0))
    assert inputs.shape == (4, 6, 16, 16) and labels.shape == (4, 16, 16)
    assert (labels[0, :8, :8] == 0).all()  # outside
    assert (labels[0, 10:, 10:] == 1).all()  # inside, left
    assert (labels[0, 8:10, 8:10] == UNKNOWN).all()  # the line
    assert (inputs[0, 0, 8:10, 8:10] == 1).all()
    place = (inputs[0, 4:, 7:9, 7:9].mean((1, 2)) * at_corner.spread).numpy()
    np.testing.assert_allclose(place, at_corner.corners[0] - at_corner.center - 0.5, atol=1e-3)


def test_random_sampling_cuts_anywhere() -> None:
    anywhere = replace(PLAIN, sampling="random")
    lesson = PatchLesson(
        PatchGenerator(PatchSizes(3)), [box_reference()], 3, anywhere, replace(STILL, batch=64)
    )
    blank = [(patch[:4] == 0).all() for patch in lesson.draw(np.random.default_rng(0))[0]]
    assert 10 < sum(map(bool, blank)) < 54
    corners = PatchLesson(
        PatchGenerator(PatchSizes(3)), [box_reference()], 3, PLAIN, replace(STILL, batch=64)
    )
    assert not any((patch[:4] == 0).all() for patch in corners.draw(np.random.default_rng(0))[0])


def test_where_nothing_is_known_nothing_is_learned() -> None:
    one = box_reference()
    network = PatchGenerator(PatchSizes(3, (4, 8, 8), 1))
    nobody = ScaledReference(one.drawing, np.full_like(one.labels, UNKNOWN))
    loss = PatchLesson(network, [nobody], 3, PLAIN, STILL)(np.random.default_rng(0))
    torch.autograd.backward(loss)
    assert loss.item() == 0


def toy() -> tuple[PatchGenerator, PatchLesson]:
    torch.manual_seed(0)
    network = PatchGenerator(PatchSizes(3, (4, 8, 8), 1))
    return network, PatchLesson(network, [box_reference()], 3, PLAIN, PatchLessonParams(batch=4))


@pytest.mark.slow
def test_the_loss_falls() -> None:
    network, lesson = toy()
    losses = finish(fit(network, lesson, FitParams(40, rate=1e-2, warm_up=5)))
    assert np.mean(losses[-5:]) < 0.75 * np.mean(losses[:3])


@pytest.mark.slow
def test_stop_and_resume_equals_one_run(tmp_path: Path) -> None:
    params = FitParams(8, rate=5e-3, warm_up=2, save_every=4)
    network, lesson = toy()
    finish(fit(network, lesson, params))
    stopped, lesson = toy()
    work = fit(stopped, lesson, params, tmp_path / "checkpoint.safetensors")
    for _ in range(5):
        next(work)
    work.close()
    resumed, lesson = toy()
    finish(fit(resumed, lesson, params, tmp_path / "checkpoint.safetensors"))
    for name, value in network.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0)


def test_every_region_is_covered_by_a_patch() -> None:
    drawing = scale_drawing(box(200, 300), PLAIN, 1.0)  # corners are far from most of the paper
    map_ = np.ones((200, 300), np.int32)
    map_[:60, :80] = regions()
    map_[150:152, 250:252] = 4
    reached = np.zeros((200, 300), bool)
    for x, y in place_patches(drawing, map_, PLAIN):
        reached[max(y - 8, 0) : y + 8, max(x - 8, 0) : x + 8] = True
    assert set(map_[reached]) == {0, 1, 2, 3, 4}


def test_pixels_get_the_label_of_most_patches() -> None:
    """A network that labels by place: 1 left of the center, else 2."""

    def network(inputs: torch.Tensor) -> torch.Tensor:
        is_left = (inputs[:, 4] < 0).float()
        return torch.stack([torch.full_like(is_left, -9), 8 * is_left, 8 * (1 - is_left)], 1)

    drawing = scale_drawing(box(), PLAIN, 1.0)
    votes = finish(vote(network, 3, drawing, regions(), PLAIN))
    middle = drawing.center[0]
    counted = votes.labels != NO_VOTE
    columns = np.broadcast_to(np.arange(80), (60, 80))
    right = votes.labels == np.where(columns < middle, 1, 2)
    assert right[counted & (np.abs(columns - middle) > 1)].all()
    assert votes.probability[counted].min() > 0.99 and (votes.probability[~counted] == 0).all()
    assert counted[44, 20] and not counted[0, 0]


def test_a_region_has_the_label_of_most_of_its_pixels() -> None:
    map_ = np.array([[0, 1, 1, 1, 1], [0, 2, 2, 3, 3]], np.int32)
    labels = np.array([[0, 1, 1, 1, 2], [0, 2, 2, NO_VOTE, NO_VOTE]], np.int16)
    sure = np.array([[1, 0.5, 0.75, 1, 0.2], [1, 0.5, 0.7, 0, 0]], np.float32)
    scores = region_scores(Votes(labels, sure), map_, 3)
    np.testing.assert_allclose(scores[0], 0)
    np.testing.assert_allclose(scores[1], [0, 0.75 * 0.75, 0.75 * 0.25])
    np.testing.assert_allclose(scores[2], [0, 0, 0.6])
    np.testing.assert_allclose(scores[3], 0)


def test_dots_that_vanish_when_shrunk_do_not_each_get_a_patch() -> None:
    drawing = scale_drawing(box(), PLAIN, 0.5)
    map_ = np.ones((2 * drawing.ink.shape[0], 2 * drawing.ink.shape[1]), np.int32)
    dots = map_[1::4, 1::4].size
    map_[1::4, 1::4] = np.arange(2, dots + 2).reshape(map_[1::4, 1::4].shape)
    assert len(place_patches(drawing, map_, PLAIN)) < dots / 4


def test_pixels_without_a_patch_count_for_the_label_of_the_frames_edge() -> None:
    """A background whose border is uncertain, and a region of another color; half of each has no patch."""
    map_ = np.array([[1, 1, 1, 1, 2, 2, 2, 2]])
    labels = np.array([[NO_VOTE, NO_VOTE, 0, 1, 1, 1, NO_VOTE, NO_VOTE]], np.int16)
    votes = Votes(labels, np.ones((1, 8), np.float32))
    assert region_scores(votes, map_, 2)[1:].tolist() == [[0.5, 0.5], [0, 1]]
    assert region_scores(votes, map_, 2, edge_label=0)[1:].tolist() == [[0.75, 0.25], [0, 1]]
    assert region_scores(votes, map_, 2, edge_label=1)[1:].tolist() == [[0.5, 0.5], [0, 1]]


def test_the_edge_label_is_what_most_pixels_of_the_edge_have() -> None:
    map_ = np.array([[1, 1, 0, 2], [1, 3, 3, 2], [1, 3, 3, 2], [1, 1, 1, 1]])
    known = np.array([UNKNOWN, 5, 7, 9])
    assert edge_label_of([(map_, known)]) == 5
    assert edge_label_of([(map_, np.array([UNKNOWN, UNKNOWN, 7, 9]))]) == 7
    assert edge_label_of([(np.zeros((3, 3), int), known)]) == edge_label_of([]) == NO_VOTE
    assert edge_label_of([(np.ones((1, 1), int), known[:2])]) == 5
