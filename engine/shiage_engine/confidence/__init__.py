"""Withdrawal: how sure a color is, and which regions are better left to the painter."""

from .prior import PRIOR

__all__ = ["PRIOR"]
