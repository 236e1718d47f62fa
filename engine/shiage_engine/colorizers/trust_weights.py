"""The logistic fit behind `trust`, by tools/fit_confidence.py on generated shots; in the order of its FEATURES."""

WEIGHTS = (0.3, 0.3, 0.1, -0.1, 0.1, 0.05, -0.1, 0.1, 0.0, 0.1, -0.2, -0.3, 1.0)
BIAS = 0.0
