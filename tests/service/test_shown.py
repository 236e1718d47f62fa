"""A result as a text: it comes back as it was, and no other text is taken."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode

import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.results import Shown, ShownFrame
from shiage_engine.service import shown as module
from shiage_engine.service.shown import packed, unpacked

COLORS = [[0, 0, 0, 0], [200, 30, 30, 255]]
SHOWN = Shown(
    np.array(COLORS, np.uint8), {7: ShownFrame("ab", np.array([0, 1, 0]), np.array([0, 255, 3], np.uint8))}
)


def text(content: object) -> str:
    return b64encode(zlib.compress(json.dumps(content).encode())).decode()


def test_what_was_packed_is_the_same_unpacked() -> None:
    found = unpacked(packed(SHOWN))
    assert found is not None and found.palette.tolist() == COLORS and [*found.frames] == [7]
    frame = found.frames[7]
    assert (frame.digest, frame.labels.tolist(), frame.painted_steps.tolist()) == (
        "ab",
        [0, 1, 0],
        [0, 255, 3],
    )
    assert unpacked("") is None


@pytest.mark.parametrize(
    "wrong",
    [
        "no base 64",
        b64encode(b"nothing compressed").decode(),
        b64encode(zlib.compress(b"[]")[:-3]).decode(),
        text([]),
        text([COLORS, [1]]),
        text([[[1, 2]], {}]),
        text([COLORS, {"seven": ["ab", [0], [0]]}]),
        text([COLORS, {"7": ["ab", [0, 2], [0, 0]]}]),  # there is no third color
        text([COLORS, {"7": ["ab", [0, -1], [0, 0]]}]),
        text([COLORS, {"7": ["ab", [0, 1], [0, 256]]}]),
        text([COLORS, {"7": ["ab", [0, 1], [0]]}]),
        text([COLORS, {"7": ["ab", [0, 0.5], [0, 0]]}]),
        text([COLORS, {"7": ["ab", 0, 0]}]),
        text([COLORS, {"7": ["ab", [[0], [0, 1]], [0, 0]]}]),
        text([COLORS, {"7": "ab"}]),
    ],
)
def test_another_text_is_refused(wrong: str) -> None:
    with pytest.raises(InputError, match="press Auto-colorize again"):
        unpacked(wrong)


def test_a_text_that_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 20)
    with pytest.raises(InputError):
        unpacked(packed(SHOWN))
