"""Confidence: the probability that a color is right, and which regions are withdrawn."""

from .prior import CALIBRATIONS, calibration_of

__all__ = ["CALIBRATIONS", "calibration_of"]
