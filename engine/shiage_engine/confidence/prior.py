"""The calibration that a shot starts from, fitted by tools/fit_confidence.py on generated shots."""

from .calibration import Calibration

PRIOR = Calibration(
    share=0.271,
    trust=0.882,
    knots=(
        -3.066,
        -2.406,
        -1.991,
        -1.630,
        -1.265,
        -0.872,
        -0.466,
        -0.035,
        0.429,
        0.903,
        1.379,
        1.843,
        2.315,
        2.857,
        3.600,
        4.860,
    ),
    odds=(
        -1.360,
        -0.951,
        -0.689,
        -0.508,
        -0.208,
        0.031,
        0.417,
        0.816,
        1.357,
        2.215,
        3.171,
        4.337,
        5.082,
        6.213,
        6.213,
        6.213,
    ),
)
