"""Reduced precision, where it is quick."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.learning import precision


@pytest.mark.parametrize(("unit", "kind"), [("avx512_bf16", torch.bfloat16), ("avx2", torch.float32)])
def test_a_processor_without_the_unit_computes_as_ever(
    unit: str, kind: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {unit: True})
    layer = torch.nn.Conv2d(1, 1, 1)
    with precision.quick("cpu"):
        assert layer(torch.ones(1, 1, 2, 2)).dtype == kind
    assert layer(torch.ones(1, 1, 2, 2)).dtype == torch.float32
