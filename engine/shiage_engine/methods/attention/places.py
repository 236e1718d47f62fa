"""Where the attention-aware network's weights are. Standard library only: the list of methods goes by it."""

from __future__ import annotations

from pathlib import Path

from ...learning.kept import networks_dir

FILE = "attention.safetensors"
SHIPPED = Path(__file__).parent / "weights" / FILE


def trained() -> Path:
    """Where weights that were trained on this machine are looked for; they come before the shipped ones."""
    return networks_dir() / FILE


def weights() -> Path:
    """The weights to use, which may not exist."""
    return trained() if trained().exists() else SHIPPED
