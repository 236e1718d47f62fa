"""The logistic fit behind `trust`, by tools/fit_confidence.py on generated shots; in the order of its FEATURES.

The features say much the same thing in many ways, so that single weights are not to be read by themselves.
"""

WEIGHTS = (0.106, 0.749, -0.208, -0.222, 0.621, 0.042, 0.209, 0.055, -0.272, 0.094, -0.589, 0.110, 2.764)
BIAS = -0.615
