"""The calibration that a shot starts from, fitted by tools/fit_confidence.py on generated shots."""

from .calibration import Calibration

PRIOR = Calibration(
    share=0.237,
    trust=0.899,
    knots=(-3.106, -2.367, -1.941, -1.564, -1.183, -0.788, -0.374, 0.053,
           0.494, 0.933, 1.357, 1.767, 2.196, 2.722, 3.490, 4.939),
    odds=(-1.316, -0.952, -0.729, -0.502, -0.196, 0.037, 0.434, 0.876,
          1.476, 2.392, 2.984, 4.214, 4.751, 5.603, 5.805, 6.213),
)  # fmt: skip
