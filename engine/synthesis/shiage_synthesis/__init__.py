"""Draws line art with exact truth: shots to train on, and the example animation."""

from .example import write_example
from .shots.generate import generate

__all__ = ["generate", "write_example"]
__version__ = "0.2.0"  # of Shiage, as in plugin/shiage/client/protocol; a test holds them together
