"""Networks of pictures that were never trained: training does not change how much memory they take."""

from __future__ import annotations

from pathlib import Path

from shiage_engine.methods import attention, hinted, lavc
from shiage_engine.methods.attention import presets as attention_presets
from shiage_engine.methods.attention.network import AttentionAware
from shiage_engine.methods.attention.store import save_attention
from shiage_engine.methods.hinted import presets as hinted_presets
from shiage_engine.methods.hinted.network import Hinted
from shiage_engine.methods.hinted.store import save_hinted
from shiage_engine.methods.lavc import presets as lavc_presets
from shiage_engine.methods.lavc.network import ColorTransform
from shiage_engine.methods.lavc.store import save_lavc
from shiage_engine.methods.lavc.temporal import TemporalConstraint

METHODS = {one.METHOD.name for one in (attention, hinted, lavc)}


def save_untrained(folder: Path, method: str, preset: str, size: int) -> None:
    """Write weights of a preset, for frames of `size` pixels, where the engine of this data folder looks for them."""
    path = folder / "networks" / f"{method}.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    if method == "hinted":
        of_hinted = hinted_presets.network_params(preset)
        save_hinted(path, of_hinted, Hinted(of_hinted).state_dict(), size, {})
    elif method == "attention":
        of_attention = attention_presets.network_params(preset)
        save_attention(path, of_attention, AttentionAware(of_attention).state_dict(), size, {})
    else:
        of_lavc = lavc_presets.network_params(preset)
        networks = (network(of_lavc).state_dict() for network in (ColorTransform, TemporalConstraint))
        save_lavc(path, of_lavc, *networks, size=size, notes={})
