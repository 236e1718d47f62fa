"""How a layer of Krita looks: its color space, and all that changes what is seen of its pixels.

Read are opacity, and transparency masks, as Krita shows them. What else there is, is named, so that nobody takes the
bare pixels for what Krita shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

from .tiles import RGB_8, Space

# By Krita's names.
SPACES = {"RGBA": RGB_8, "RGBA16": Space(4, 2), "GRAYA": Space(2, 1), "GRAYAU16": Space(2, 2)}
GRAYS = ("GRAYA", "GRAYAU16")
PROFILES = ("srgb-elle-v2-srgbtrc", "srgb built-in", "srgb iec61966")  # whose values are those of sRGB
GRAY_PROFILES = ("gray-d50-elle-v2-srgbtrc",)  # whose values are those of sRGB's grays
PLAIN_MODES = ("normal", "multiply", "behind")  # with nothing below they show what is drawn
HIDING, CHOOSING = "transparencymask", "selectionmask"  # the second changes nothing that is seen
OPAQUE = 255


@dataclass(frozen=True)
class Mask:
    """A mask that is switched on; its pixels are in `FILE.pixelselection`, moved by `offset` (x, y)."""

    kind: str  # Krita's node type
    file: str
    offset: tuple[int, int]
    is_animated: bool


@dataclass(frozen=True)
class Look:
    """What changes the look of a layer, or of all in a group."""

    color_space: str
    opacity: int  # of OPAQUE
    mode: str  # of blending
    masks: tuple[Mask, ...]
    has_style: bool
    has_channels: bool  # all of them: with alpha off it is inherited from below

    @property
    def is_whole(self) -> bool:
        """Is all seen that there is?"""
        return self.opacity == OPAQUE and not self.masks

    @property
    def problem(self) -> str:
        """What it has that is not read, and what to do; empty without."""
        other = next((mask for mask in self.masks if mask.kind != HIDING or mask.is_animated), None)
        if other is not None:
            kind = other.kind.replace("mask", " mask")
            return f"has {'an animated' if other.is_animated else 'a'} {kind}: flatten it in Krita."
        if self.has_style:
            return "has a layer style: flatten it in Krita."
        if self.mode not in PLAIN_MODES:
            return f"has the blending mode {self.mode}: set it to Normal or Multiply in Krita."
        return "" if self.has_channels else "inherits alpha, or has channels off: flatten it in Krita."


def read_look(layer: ElementTree.Element, masks: list[ElementTree.Element]) -> Look:
    """The look of a layer's element; `masks`: the elements of its masks, from top to bottom."""
    said = layer.attrib
    shown = [mask.attrib for mask in masks if mask.get("visible") != "0"]
    return Look(
        said.get("colorspacename", "RGBA"),
        int(said.get("opacity", OPAQUE)),
        said.get("compositeop", "normal"),
        tuple(_mask(mask) for mask in reversed(shown) if mask.get("nodetype") != CHOOSING),
        bool(said.get("layerstyle")),
        "0" not in said.get("channelflags", ""),
    )


def _mask(said: dict[str, str]) -> Mask:
    offset = (int(said.get("x", "0")), int(said.get("y", "0")))
    return Mask(said.get("nodetype", "mask"), said.get("filename", ""), offset, "keyframes" in said)


def hide(pixels: np.ndarray, shown: np.ndarray | int) -> None:
    """Lower the alpha of u8 RGBA (H, W, 4) to the share that is shown of it: u8 (H, W), or one for all."""
    alpha = pixels[..., 3].astype(np.uint16) * np.asarray(shown, np.uint16)
    pixels[..., 3] = ((alpha + OPAQUE // 2) // OPAQUE).astype(np.uint8)


def profile_name(profile: bytes) -> str:
    """The name that an ICC profile gives itself (its tag "desc", of version 2 or 4); empty where it has none."""
    for tag in range(int.from_bytes(profile[128:132], "big")):
        entry = profile[132 + 12 * tag : 144 + 12 * tag]
        if entry[:4] != b"desc":
            continue
        start = int.from_bytes(entry[4:8], "big")
        text = profile[start : start + int.from_bytes(entry[8:12], "big")]
        if text[:4] == b"mluc":
            length, at = (int.from_bytes(text[place : place + 4], "big") for place in (20, 24))
            return text[at : at + length].decode("utf-16-be", "replace").strip("\0")
        return text[12 : 12 + int.from_bytes(text[8:12], "big")].decode("ascii", "replace").strip("\0")
    return ""
