"""Withdrawal: how sure a color is, and which regions are better left to the painter."""

from .withdrawal import withdraw

__all__ = ["withdraw"]
