"""Views of two small drawings, and a matcher small enough for tests."""

from __future__ import annotations

import numpy as np
import torch

from shiage_engine.drawing import line_art, segmentation
from shiage_engine.drawing.descriptors import describe
from shiage_engine.methods.matcher.network import Matcher, MatcherParams, ViewTensors
from shiage_engine.methods.matcher.pairs import Encoded
from shiage_engine.methods.matcher.tensors import view_tensors
from shiage_engine.methods.matcher.view import View, view

TOY = MatcherParams(width=16, layers=2, pair_width=8, rounds=2)


def boxes(shift: int = 0) -> View:
    """A row of four boxes of rising width, the second split by a trace line, moved by some pixels."""
    drawing = np.full((60, 120, 4), 255, np.uint8)
    drawing[10:40, 6 + shift : 104 + shift, :3] = 0
    left = 8 + shift
    for width in (12, 20, 26, 30):
        drawing[12:38, left : left + width, :3] = 255
        left += width + 2
    drawing[12:38, 31 + shift] = (0, 0, 255, 255)
    art = line_art.read(drawing)
    map_ = segmentation.segment(art, 0)
    return view(art, map_, describe(art, map_))


def tensors(of_frame: View) -> ViewTensors:
    return view_tensors(of_frame)


def toy(seed: int = 0) -> Matcher:
    torch.manual_seed(seed)
    matcher = Matcher(TOY)
    for value in matcher.parameters():  # what starts near zero would hide mistakes
        torch.nn.init.normal_(value, std=0.2)
    return matcher.eval()


def encoded(matcher: Matcher, shift: int = 0) -> Encoded:
    return matcher.encode(tensors(boxes(shift)))
