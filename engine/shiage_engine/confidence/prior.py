"""The calibration of each method by the number of finished frames.

The curves are those of version 0.1 (tools/fit_confidence.py of that version, on generated shots with one and two
references), one for each method. The thresholds were found for the fused method on 36 generated shots, each colored
from all choices of its first, middle and last frame, and serve all methods. With two and three references they keep
the accuracy over all shots together, and all but a tenth of the shots less than .02 short of it; with one reference
only the first, since no threshold under .97 keeps the second. tools/fit_confidence.py finds thresholds by this rule,
for a curve that it fits to each number of references.

Those for two references are 0.45 higher in log odds than the rule asks for: of shots drawn by people three of twenty
fell short, where of generated ones it was one of twelve. From .87 on it is one of eighteen of these.
"""

from collections.abc import Mapping, Sequence

from .calibration import Calibration

MOST_REFERENCES = 3  # more references have the calibration of so many: they change little

# Confidence to paint with at accuracies of .95, .98 and .99, with one, two and three references.
THRESHOLDS = (
    ((0.95, 0.728), (0.98, 0.911), (0.99, 0.972)),
    ((0.95, 0.801), (0.98, 0.880), (0.99, 0.950)),
    ((0.95, 0.564), (0.98, 0.756), (0.99, 0.872)),
)

# The same without any finished frame, with one, two and three model sheets. Those of 98 and 99 % were found on 60
# generated shots, rendered, whose sheets show the same people in another motion, from elsewhere and in other light,
# with weights of the matcher that had not learned from sheets; they keep both rules. With those that have, 40 others
# ask for a little less (.968 and .988 with one sheet, .954 and .986 with three, after 1,800 of 6,200 steps). At 95 %
# these ask for .949 with one and .876 with three: .920 lies between.
SHEET_THRESHOLDS = (
    ((0.95, 0.920), (0.98, 0.982), (0.99, 0.992)),
    ((0.95, 0.920), (0.98, 0.980), (0.99, 0.989)),
    ((0.95, 0.920), (0.98, 0.978), (0.99, 0.985)),
)

# The same for specks. Their confidence is how likely each is, by itself, a part of a region of its color, times how
# likely that color is right there (see `specks.choice.Choice.labels`). Generated shots whose lines were drawn anew
# (tools/fit_specks.py) ask for a little more, production line art for a little less: in generated shots one speck of
# ten has its color from a detail that its drawing no longer shows, there one of twenty.
SPECK_THRESHOLDS = ((0.9, 0.82), (0.95, 0.94), (0.98, 0.97), (0.99, 0.985))


def _with_thresholds(
    share: float, trust: float, knots: Sequence[float], odds: Sequence[float]
) -> tuple[Calibration, ...]:
    """One curve with the thresholds of each number of references, then with those of each number of sheets."""
    every = THRESHOLDS + SHEET_THRESHOLDS
    return tuple(Calibration(share, trust, tuple(knots), tuple(odds), least) for least in every)


_FUSED = _with_thresholds(
    share=0.010,
    trust=1.007,
    knots=(-2.033, -0.838, -0.204, 0.399, 1.014, 1.640, 2.280, 2.906,
           3.491, 4.009, 4.498, 4.975, 5.468, 6.044, 6.758, 7.715),
    odds=(-1.938, -0.839, -0.227, 0.315, 1.036, 1.481, 2.298, 2.942,
          3.587, 4.264, 4.686, 4.686, 4.952, 5.017, 5.017, 5.017),
)  # fmt: skip

_MATCHER = _with_thresholds(
    share=0.601,
    trust=0.420,
    knots=(0.787, 1.503, 1.821, 2.094, 2.397, 2.815, 3.380, 4.027,
           4.693, 5.338, 5.977, 6.610, 7.226, 7.868, 8.644, 9.372),
    odds=(-0.643, -0.133, -0.114, -0.033, 0.340, 1.058, 1.956, 2.669,
          3.334, 3.823, 4.338, 4.952, 4.952, 4.984, 4.984, 4.984),
)  # fmt: skip

_FEW_SHOT = _with_thresholds(
    share=0.242,
    trust=0.898,
    knots=(-3.125, -2.387, -1.956, -1.571, -1.184, -0.787, -0.369, 0.066,
           0.513, 0.953, 1.378, 1.784, 2.212, 2.735, 3.498, 4.945),
    odds=(-1.315, -0.978, -0.727, -0.486, -0.245, 0.090, 0.400, 0.937,
          1.508, 2.352, 3.145, 4.230, 4.805, 5.733, 5.805, 6.213),
)  # fmt: skip

# Fitted to the shipped weights of the attention-aware network on 12 generated shots, first and last frame given.
_ATTENTION = _with_thresholds(
    share=0.638,
    trust=1.009,
    knots=(2.754, 3.056, 3.278, 3.471, 3.657, 3.866, 4.035, 4.142, 4.265, 4.436, 4.648, 4.991, 5.456, 6.908),
    odds=(-1.369, -1.217, -1.176, -1.002, -0.896, -0.867, -0.559, -0.525, -0.498, -0.216, 0.390, 0.680, 1.213, 2.229),
)  # fmt: skip

# Fitted to the shipped weights of the hint-guided network on 12 generated shots (tools/fit_confidence.py): neither
# share nor trust tells which of its answers are right, so that none is painted unasked, and all are suggestions.
_HINTED = _with_thresholds(share=0.010, trust=0.070, knots=(0.142, 0.243), odds=(-2.094, -1.559))

CALIBRATIONS: Mapping[str, Sequence[Calibration]] = {
    "fused": _FUSED,
    "matcher": _MATCHER,
    "few-shot": _FEW_SHOT,
    "attention": _ATTENTION,
    "hinted": _HINTED,
}


def calibration_of(method: str, finished: int, sheets: int = 0) -> Calibration:
    """The calibration of a method with so many finished frames; of few-shot for one that has none of its own.

    Model sheets change it only where no frame is finished.
    """
    by_sheets = sheets > 0 and not finished
    known = min(max(sheets if by_sheets else finished, 1), MOST_REFERENCES)
    return CALIBRATIONS.get(method, _FEW_SHOT)[known - 1 + MOST_REFERENCES * by_sheets]
