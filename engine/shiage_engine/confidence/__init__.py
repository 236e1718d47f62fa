"""Withdrawal: how sure a color is, and which regions are better left to the painter."""

from .prior import PRIORS, prior_of

__all__ = ["PRIORS", "prior_of"]
