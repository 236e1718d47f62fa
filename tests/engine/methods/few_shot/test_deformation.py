"""Deformed copies: the same regions elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import PAPER, LineArt, read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.methods.few_shot import deformation
from shiage_engine.methods.few_shot.deformation import DeformationParams, deformed
from tests.engine.shots import HEIGHT, WIDTH, line

ART = read(line())
REGIONS = segment(ART, 0)
STILL = DeformationParams(turn=0, stretch=0, shear=0, shift=0, bend=0)


def deform(
    art: LineArt, regions: np.ndarray, seed: int, params: DeformationParams | None = None
) -> tuple[LineArt, np.ndarray]:
    return next(deformed(art, regions, [seed], params))


def arrays(copy: tuple[LineArt, np.ndarray]) -> list[np.ndarray]:
    art, regions = copy
    return [art.ink, art.kind, regions]


def test_a_seed_is_one_deformation() -> None:
    first, again, other = map(arrays, deformed(ART, REGIONS, (1, 1, 2)))
    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, same)
    assert any((one != another).any() for one, another in zip(first, other, strict=True))


def test_types_and_sizes_stay() -> None:
    for before, after in zip((ART.ink, ART.kind, REGIONS), arrays(deform(ART, REGIONS, 3)), strict=True):
        assert (after.dtype, after.shape) == (before.dtype, (HEIGHT, WIDTH))


def test_without_any_movement_nothing_moves() -> None:
    for before, after in zip(
        (ART.ink, ART.kind, REGIONS), arrays(deform(ART, REGIONS, 3, STILL)), strict=True
    ):
        np.testing.assert_array_equal(after, before)


def test_regions_keep_their_ids_past_16_bits() -> None:
    ids = np.array([0, 5, 5 + (1 << 16), 5 + (3 << 16)], np.int32)
    for seed in range(5):
        _, copy = deform(ART, REGIONS, seed)
        _, renumbered = deform(ART, ids[REGIONS], seed)
        np.testing.assert_array_equal(renumbered, ids[copy])


def test_ink_moves_with_the_regions() -> None:
    for seed in range(5):
        art, regions = deform(ART, REGIONS, seed)
        assert ((art.ink > 0) == (art.kind != PAPER)).all()
        assert not (art.ink[regions > 0] > 0).any()


def test_what_comes_in_from_outside_is_paper_of_the_region_at_the_edge() -> None:
    far = DeformationParams(turn=0, stretch=0, shear=0, shift=8, bend=0)
    art, regions = deform(ART, REGIONS, 0, far)
    outside = REGIONS[0, 0]
    assert (regions == outside).mean() > (outside == REGIONS).mean()
    assert not art.ink[regions == outside].any()


def test_the_smallest_drawings() -> None:
    for ink in (np.zeros((1, 1), np.uint8), np.full((2, 3), 255, np.uint8)):
        kind = (ink > 0).astype(np.uint8)
        art, regions = deform(LineArt(ink, kind), (1 - kind).astype(np.int32), 0)
        assert art.ink.shape == regions.shape == ink.shape


def test_copies_of_a_large_frame_are_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deformation, "COPY_PIXELS", HEIGHT * WIDTH // 4)
    for before, after in zip(
        (ART.ink, ART.kind, REGIONS), arrays(deform(ART, REGIONS, 3, STILL)), strict=True
    ):
        np.testing.assert_array_equal(after, before[::2, ::2])


def test_a_smaller_copy_is_the_same_deformation(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(5):
        monkeypatch.setattr(deformation, "COPY_PIXELS", HEIGHT * WIDTH)
        _, whole = deform(ART, REGIONS, seed)
        monkeypatch.setattr(deformation, "COPY_PIXELS", HEIGHT * WIDTH // 4)
        _, half = deform(ART, REGIONS, seed)
        assert (half == whole[::2, ::2]).mean() > 0.9
