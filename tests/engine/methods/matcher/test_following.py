"""Every method follows regions from frame to frame, also those that match none themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shiage_engine.methods.attention.colorizer import Attention
from shiage_engine.methods.colorizer import Colorizer
from shiage_engine.methods.few_shot.colorizer import FewShot
from shiage_engine.methods.hinted.colorizer import HintGuided
from shiage_engine.methods.lavc.colorizer import Lavc
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.patch.colorizer import Patch
from shiage_engine.methods.shared.tracks import Links
from shiage_engine.methods.unet.colorizer import CharacterUNet
from shiage_engine.progress import finish
from tests.engine.methods.figures import made

SHOT = replace(made(0)[0], frames=made(0)[0].frames[:2])


@pytest.fixture(scope="module")
def links() -> Links:
    """Those of the matcher, which has not learned the shot either."""
    return finish(Matching().links(SHOT))


def test_a_box_is_followed_to_the_next_frame(links: Links) -> None:
    regions = range(1, SHOT.frames[0].count + 1)
    followed = [region for region in regions if links.get((0, region))]
    assert len(followed) > len(regions) / 2
    for (frame, region), ends in links.items():
        for (other, there), strength in ends:
            assert other == 1 - frame and ((frame, region), strength) in links[other, there]


@pytest.mark.parametrize(
    "make",
    [Attention, FewShot, HintGuided, Lavc, Patch, lambda: CharacterUNet("nobody")],
    ids=("attention", "few-shot", "hinted", "lavc", "patch", "unet"),
)
def test_methods_that_match_no_regions_have_its_links(make: Callable[[], Colorizer], links: Links) -> None:
    assert finish(make().links(SHOT)) == links
