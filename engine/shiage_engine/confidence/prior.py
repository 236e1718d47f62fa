"""The calibrations that a shot starts from, one a method, fitted by tools/fit_confidence.py on generated shots."""

from .calibration import Calibration

_FEW_SHOT = Calibration(
    share=0.242,
    trust=0.898,
    knots=(-3.125, -2.387, -1.956, -1.571, -1.184, -0.787, -0.369, 0.066,
           0.513, 0.953, 1.378, 1.784, 2.212, 2.735, 3.498, 4.945),
    odds=(-1.315, -0.978, -0.727, -0.486, -0.245, 0.090, 0.400, 0.937,
          1.508, 2.352, 3.145, 4.230, 4.805, 5.733, 5.805, 6.213),
)  # fmt: skip

PRIORS = {"fused": _FEW_SHOT, "matcher": _FEW_SHOT, "few-shot": _FEW_SHOT}


def prior_of(method: str) -> Calibration:
    """The calibration of a method; one that has none of its own is taken for as sure of itself as few-shot."""
    return PRIORS.get(method, _FEW_SHOT)
