"""Results as labels: exact, over palettes of any size, and what they say of how much is painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from shiage_engine.protocol.framing import Buffer
from shiage_engine.protocol.messages import ACCURACIES, MOST_LABELS, PAINTED, from_header, to_header

from shiage_engine.errors import InputError
from shiage_engine.results import FrameResult
from shiage_engine.service import labels
from shiage_engine.service.labels import Painted

CLEAR, RED, BLUE = (0, 0, 0, 0), (200, 10, 20, 255), (10, 20, 200, 255)
# Four regions of 4, 3, 2 and 3 pixels: red at every step, blue up to step 2, the painter's own paper, never.
FRAME = FrameResult(
    time=7,
    region_map=np.array([[1, 1, 2, 2], [1, 1, 2, 4], [3, 3, 4, 4]], np.int32),
    labels=np.array([0, 1, 2, 0, 2], np.uint16),
    confidence=np.array([0, 1, 0.5, 1, 0], np.float32),
    painted_steps=np.array([0, 21, 3, PAINTED, 0], np.uint8),
    withdrawn=np.array([False, False, True, False, True]),
    palette=np.array([CLEAR, RED, BLUE], np.uint8),
    seconds=0.25,
)


def decoded(buffers: Iterable[Buffer], height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The planes of a Labels message as labels, u16 (H, W), and as steps, u8 (H, W)."""
    *label_planes, steps = (np.frombuffer(buffer, np.uint8).reshape(height, width) for buffer in buffers)
    found = np.zeros((height, width), np.uint16)
    for number, plane in enumerate(label_planes):
        found[plane > 0] = plane[plane > 0] + np.uint16(MOST_LABELS * number)
    return found, steps


def with_colors(count: int, seed: int = 0) -> FrameResult:
    """A frame of one pixel a region, whose palette has `count` colors besides the first, all of them used."""
    rng = np.random.default_rng(seed)
    palette = np.zeros((count + 1, 4), np.uint8)
    palette[:, :2] = np.arange(count + 1)[:, None] >> [8, 0] & 255
    return FrameResult(
        time=1,
        region_map=rng.permutation(count + 1).reshape(1, -1).astype(np.int32),
        labels=np.r_[0, 1 + rng.permutation(count)].astype(np.uint16),
        confidence=np.ones(count + 1, np.float32),
        painted_steps=np.r_[0, rng.integers(0, 22, count - 1), PAINTED].astype(np.uint8),
        withdrawn=np.zeros(count + 1, bool),
        palette=palette,
        seconds=0.0,
    )


def test_the_planes_of_a_small_frame() -> None:
    message, planes = labels.labels_message(3, FRAME)
    colors, steps = (np.frombuffer(plane, np.uint8).reshape(3, 4).tolist() for plane in planes)
    assert colors == [[1, 1, 2, 2], [1, 1, 2, 2], [0, 0, 2, 2]]
    assert steps == [[21, 21, 3, 3], [21, 21, 3, 0], [255, 255, 0, 0]]
    assert (message.job, message.time, message.regions, message.seconds) == (3, 7, 4, 0.25)
    assert from_header(to_header(message)) == message


def test_shares_by_step_of_regions_and_of_painted_pixels() -> None:
    """Four regions; of the 10 pixels with a color 4 are red, 3 blue and sure enough up to step 2, 3 blue and not."""
    message, _ = labels.labels_message(3, FRAME)
    assert message.coverage == (0.75,) * 3 + (0.5,) * 18
    assert message.area == (0.7,) * 3 + (0.4,) * 18
    assert len(ACCURACIES) == 21


@pytest.mark.parametrize(("colors", "planes"), [(1, 1), (255, 1), (256, 2), (300, 2), (510, 2), (600, 3)])
def test_labels_come_back_exactly(colors: int, planes: int) -> None:
    frame = with_colors(colors)
    _, encoded = labels.labels_message(1, frame)
    assert len(encoded) == planes + 1
    back, steps = decoded(encoded, *frame.region_map.shape)
    assert back.dtype == np.uint16 and (back == frame.labels[frame.region_map]).all()
    assert (steps == frame.painted_steps[frame.region_map]).all()


def test_as_many_colors_as_label_planes_hold() -> None:
    most = with_colors(labels.MOST_COLORS)
    _, encoded = labels.labels_message(1, most)
    assert len(encoded) == 33
    back, _ = decoded(encoded, *most.region_map.shape)
    assert (back == most.labels[most.region_map]).all()
    with pytest.raises(InputError, match="8161 colors"):
        labels.labels_message(1, with_colors(labels.MOST_COLORS + 1))


def test_a_frame_without_regions() -> None:
    nothing = np.zeros(1, np.uint8)
    frame = replace(
        FRAME,
        region_map=np.zeros((3, 4), np.int32),
        labels=nothing,
        painted_steps=nothing,
        confidence=nothing,
    )
    message, (colors, steps) = labels.labels_message(1, frame)
    assert message.regions == 0 and set(message.coverage) == set(message.area) == {1.0}
    assert bytes(colors) == bytes(steps) == bytes(12)


def test_the_digest_tells_apart_what_looks_different() -> None:
    """Time, labels, steps and the colors that are used count; what is not to be seen does not."""
    swapped, added = FRAME.palette[[0, 2, 1]], np.array([CLEAR, RED, BLUE, RED], np.uint8)

    def digest(**changes: object) -> str:
        message, _ = labels.labels_message(1, replace(FRAME, **changes))  # type: ignore[arg-type]
        return message.digest

    changed = [
        digest(),
        digest(time=8),
        digest(palette=swapped),
        digest(labels=np.array([0, 2, 2, 0, 2])),
        digest(painted_steps=np.array([0, 21, 4, PAINTED, 0], np.uint8)),
    ]
    assert len(set(changed)) == len(changed)
    assert digest(palette=added) == digest(seconds=9.0) == digest(confidence=FRAME.confidence / 2) == digest()


def test_pictures_for_clients_that_take_them() -> None:
    message, (color, mask, heat) = labels.result_message(3, FRAME)
    assert (message.time, message.regions, message.coverage) == (7, 4, 0.5)
    color = np.frombuffer(color, np.uint8).reshape(3, 4, 4)
    assert color[0].tolist() == [[20, 10, 200, 255]] * 2 + [[200, 20, 10, 255]] * 2  # BGRA, before withdrawal
    assert color[2, 0].tolist() == [0, 0, 0, 0]
    kept = np.frombuffer(mask, np.uint8).reshape(3, 4)
    assert kept.tolist() == [[255, 255, 0, 0], [255, 255, 0, 0], [255, 255, 0, 0]]
    assert len(bytes(heat)) == 3 * 4 * 4


def test_frames_together_are_counted_by_region_and_by_pixel() -> None:
    whole = labels.total([Painted.of(FRAME), Painted.of(with_colors(4))])
    assert (whole.all_regions, whole.all_pixels) == (8, 14)
    assert whole.coverage[20] == (2 + 1) / 8 and whole.area[20] == (4 + 1) / 14
    assert labels.total([]).coverage == (1.0,) * 21
