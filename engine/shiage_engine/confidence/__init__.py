"""Confidence: the probability that a color is right, and which regions are withdrawn."""

from .prior import PRIORS, prior_of

__all__ = ["PRIORS", "prior_of"]
