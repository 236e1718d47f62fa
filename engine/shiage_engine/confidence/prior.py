"""The calibrations that a shot starts from, one a method, fitted by tools/fit_confidence.py on generated shots."""

from .calibration import Calibration

_FUSED = Calibration(
    share=0.010,
    trust=1.005,
    knots=(-2.085, -0.894, -0.247, 0.384, 1.012, 1.645, 2.278, 2.897,
           3.495, 4.017, 4.505, 4.996, 5.507, 6.076, 6.770, 7.683),
    odds=(-1.968, -0.863, -0.255, 0.301, 0.901, 1.538, 2.275, 2.991,
           3.651, 4.567, 4.567, 4.567, 5.076, 5.076, 5.076, 5.076),
)  # fmt: skip

_MATCHER = Calibration(
    share=0.619,
    trust=0.424,
    knots=(0.779, 1.539, 1.855, 2.138, 2.456, 2.885, 3.457, 4.136,
           4.820, 5.488, 6.149, 6.800, 7.428, 8.085, 8.882, 9.584),
    odds=(-0.731, -0.233, -0.197, 0.036, 0.305, 1.033, 1.968, 2.691,
           3.515, 3.939, 4.151, 4.990, 4.990, 4.990, 4.990, 4.990),
)  # fmt: skip

_FEW_SHOT = Calibration(
    share=0.242,
    trust=0.898,
    knots=(-3.125, -2.387, -1.956, -1.571, -1.184, -0.787, -0.369, 0.066,
           0.513, 0.953, 1.378, 1.784, 2.212, 2.735, 3.498, 4.945),
    odds=(-1.315, -0.978, -0.727, -0.486, -0.245, 0.090, 0.400, 0.937,
          1.508, 2.352, 3.145, 4.230, 4.805, 5.733, 5.805, 6.213),
)  # fmt: skip

PRIORS = {"fused": _FUSED, "matcher": _MATCHER, "few-shot": _FEW_SHOT}


def prior_of(method: str) -> Calibration:
    """The calibration of a method; one that has none of its own is taken for as sure of itself as few-shot."""
    return PRIORS.get(method, _FEW_SHOT)
