"""The weights that are shipped: of the medium preset, and small."""

from __future__ import annotations

from shiage_engine.methods.attention import network as attention
from shiage_engine.methods.attention import places as attention_places
from shiage_engine.methods.attention.store import load_attention
from shiage_engine.methods.hinted import network as hinted
from shiage_engine.methods.hinted import places as hinted_places
from shiage_engine.methods.hinted.store import load_hinted
from shiage_engine.methods.lavc import network as lavc
from shiage_engine.methods.lavc import places as lavc_places
from shiage_engine.methods.lavc.store import BY_BOTH, load_lavc

LARGEST = 6_200_000  # bytes


def test_shipped_weights_are_of_the_medium_preset() -> None:
    files = [place.PLACE.shipped for place in (hinted_places, attention_places, lavc_places)]
    of_hinted, of_attention, of_lavc = (file for file in files if file is not None)
    assert load_hinted(of_hinted).network.params == hinted.MEDIUM
    assert load_attention(of_attention).network.params == attention.MEDIUM
    assert load_lavc(of_lavc).colors.params == lavc.MEDIUM
    assert load_lavc(of_lavc).answer == BY_BOTH, "the picture and the match together"
    assert max(file.stat().st_size for file in (of_hinted, of_attention, of_lavc)) < LARGEST
