"""Training shots drawn by this code: many styles of 2D characters and things, with exact truth."""

from .generate import generate

__all__ = ["generate"]
