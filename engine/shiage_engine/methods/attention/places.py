"""Where the attention-aware network's weights are. Standard library only: the list of methods goes by it."""

from __future__ import annotations

from ..pictures.places import Place

PLACE = Place.of_method("attention", "the attention-aware network")
