"""Half precision where it is faster: bfloat16 for convolutions, on processors and GPUs that support it."""

from __future__ import annotations

import torch


def quick(device: torch.device | str) -> torch.autocast:
    """A context in which networks compute in bfloat16 on this device, if it has units for that."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=_has_bfloat16(kind))


def _has_bfloat16(kind: str) -> bool:
    if kind == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(unit) for unit in ("avx512_bf16", "amx_bf16"))
