"""The logistic fit behind `trust`, by tools/fit_confidence.py on generated shots; in the order of its FEATURES.

The features are correlated, so that a single weight means little by itself.
"""

WEIGHTS = (0.108, 0.764, -0.220, -0.219, 0.531, 0.037, 0.196, 0.048, -0.246, 0.078, -0.517, 0.085, 2.753)
BIAS = -0.683
