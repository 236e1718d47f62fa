"""The methods by name, the best one first. A new method is a folder and a line here, see docs/methods.md."""

from __future__ import annotations

from .methods import attention, few_shot, fused, hinted, lavc, matcher, patch, unet
from .methods.method import Method

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        fused.METHOD,
        matcher.METHOD,
        few_shot.METHOD,
        patch.METHOD,
        unet.METHOD,
        hinted.METHOD,
        lavc.METHOD,
        attention.METHOD,
    )
}
