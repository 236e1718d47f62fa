"""The methods: pixels in, scores out. The best one stands first.

What a method needs is imported when it is made, so that the table itself costs nothing: numpy, scikit-learn and
torch take seconds, and the process that speaks with Krita has none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..learning.kept import is_kept

if TYPE_CHECKING:
    from .base import Colorizer

REFERENCES = frozenset({"references"})


@dataclass(frozen=True)
class Method:
    """A factory of colorizers, with what a painter is told before one is made."""

    title: str  # a few words for the panel's list
    needs: frozenset[str]  # as `Colorizer.needs`
    make: Callable[[str], Colorizer]  # takes the character's name, "" where the painter gave none
    hint: str = ""  # one sentence on when to choose it
    takes: frozenset[str] = frozenset()  # what it can use besides, as `needs`
    weights: str = ""  # the method whose kept weights of a character it uses; "": it uses none
    keeps: bool = False  # what it learns of a shot, under the character's name
    rule: Literal["calibrated", "share"] = "calibrated"  # what it withdraws by, of `withdrawal.RULES`

    def __call__(self, character: str) -> Colorizer:
        return self.make(character)


def _matcher(character: str) -> Colorizer:
    from .matching import Match  # noqa: PLC0415

    return Match()


def _fused(character: str) -> Colorizer:
    from .fused import Fused  # noqa: PLC0415
    from .unet import trained  # noqa: PLC0415

    return Fused(known=trained(character))


def _few_shot(character: str) -> Colorizer:
    from .few_shot import FewShot  # noqa: PLC0415

    return FewShot()


def _patch(character: str) -> Colorizer:
    from .patch import Patch  # noqa: PLC0415

    return Patch(character)


def _unet(character: str) -> Colorizer:
    from .unet import ByPixel  # noqa: PLC0415

    return ByPixel(character)


METHODS: dict[str, Method] = {
    "fused": Method(
        "Match and learn (best)",
        REFERENCES,
        _fused,
        "Finds each region in your painted frames, and learns from them what it does not find; "
        "of a known character, it uses that too",
        takes=frozenset({"character"}),
        weights="unet",
    ),
    "matcher": Method(
        "Match regions", REFERENCES, _matcher, "Finds each region in your painted frames, and no more"
    ),
    "few-shot": Method(
        "Learn this shot, quick", REFERENCES, _few_shot, "Learns from your painted frames alone, in seconds"
    ),
    "patch": Method(
        "Learn this shot patch by patch (slow)",
        REFERENCES,
        _patch,
        "Learns from your painted frames for minutes; with a name, the next shot of the character goes on from there",
        takes=frozenset({"character"}),
        weights="patch",
        keeps=True,
        rule="share",
    ),
    "unet": Method(
        "Known character, no references",
        frozenset({"character"}),
        _unet,
        "Colors a character whose finished shots it was trained on; no frame has to be painted",
        weights="unet",
        rule="share",
    ),
}


def automatic(methods: Mapping[str, Callable[[str], Colorizer]], character: str, has_references: bool) -> str:
    """The name of the best of `methods`: the first; where nothing is painted, one that knows the character."""
    first = next(iter(methods))
    if has_references:
        return first
    knowing = (
        name
        for name, method in methods.items()
        if isinstance(method, Method)
        and "references" not in method.needs
        and is_kept(method.weights, character)
    )
    return next(knowing, first)
