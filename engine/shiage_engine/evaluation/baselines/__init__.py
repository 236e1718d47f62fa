"""Baselines: simple methods that painters are not offered, to measure the others against."""

from __future__ import annotations

from ...methods.method import REFERENCES, Method
from .flow import Flow
from .nearest import Nearest
from .propagate import Propagate

BASELINES: dict[str, Method] = {
    name: Method(name, title, hint, lambda _, make=make: make(), needs=frozenset({REFERENCES}))  # type: ignore[misc]
    for name, title, hint, make in (
        ("flow", "Optical flow", "Warps the nearest reference along its optical flow", Flow),
        ("nearest", "Nearest region", "The reference region of nearest place and size", Nearest),
        ("propagate", "Frame to frame", "The nearest region of the frame before, on and on", Propagate),
    )
}
