"""Plots as SVG text: what confidence says of accuracy, and what a threshold costs. Needs matplotlib.

The same numbers give the same text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from cycler import cycler
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from . import risk
from .benchmark import Run
from .metrics import Ranking
from .painter import Work, shown_right
from .summary import ranking_of

SHARES = (0, 0.2, 0.4, 0.6, 0.8, 1)
RISKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
USUAL_TARGET = 0.98
MOST_WORK = 0.3  # of the actions by hand, that are shown
SIZE = (11, 4.2)  # inches, of two plots side by side
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # Okabe and Ito 2008
GUIDE = {"color": "#888888", "linestyle": (0, (5, 4)), "linewidth": 1.0}
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "shiage",  # without, ids are random
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "axes.prop_cycle": cycler(linestyle=["-", "--"]) * cycler(color=COLORS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlesize": 12,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 7,
}


@rc_context(STYLE)
def methods(runs: Sequence[Run]) -> str:
    """All methods: risk over coverage, and accuracy by confidence."""
    figure = Figure(SIZE, layout="constrained")
    left, right = figure.subplots(1, 2)
    left.set_yscale("log")
    _axes(left, "Risk and coverage", "painted", "wrong of what is painted", RISKS)
    left.axhline(1 - USUAL_TARGET, **GUIDE)
    _axes(right, "Accuracy by confidence", "confidence", "right")
    right.axline((0, 0), (1, 1), **GUIDE)
    for run in runs:
        ranking = ranking_of(run.shots)
        curve, bins = risk.curve(ranking), risk.reliability(ranking)
        left.plot(curve.coverage, np.maximum(1 - curve.accuracy, RISKS[0]), label=run.method)
        right.plot([of.confidence for of in bins], [of.accuracy for of in bins])
    figure.legend(loc="outside right upper")
    return _svg(figure)


@rc_context(STYLE)
def confidence(ranking: Ranking) -> str:
    """The two curves of Ishii et al. 2020, figure 3."""
    figure = Figure(SIZE, layout="constrained")
    left, right = figure.subplots(1, 2)
    _axes(left, "Accuracy by confidence", "confidence")
    left.axline((0, 0), (1, 1), **GUIDE)
    bins = risk.by_confidence(ranking)
    at = [of.confidence for of in bins]
    left.plot(at, [of.accuracy for of in bins], label="right")
    left.plot(at, [of.weight for of in bins], label="share of all regions")
    _axes(right, "Coverage and accuracy by threshold", "threshold")
    points = risk.by_threshold(ranking)
    at = [point.threshold for point in points]
    right.plot(at, [point.accuracy for point in points], label="right of what is painted")
    right.plot(at, [point.coverage for point in points], label="painted")
    for axes in (left, right):
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.14), ncols=2)
    return _svg(figure)


@rc_context(STYLE)
def work(by_method: Mapping[str, Sequence[Work]]) -> str:
    """What a painter sees of each method: the share shown right by the actions so far, the mean over shots.

    Dotted: the same where each region is answered by itself.
    """
    figure = Figure((SIZE[0] / 2, SIZE[1]), layout="constrained")
    axes = figure.subplots()
    _axes(axes, "Work to finish", "actions, of those by hand", "shown right")
    axes.set(xlim=(0, MOST_WORK), xticks=np.linspace(0, MOST_WORK, 7))
    at = np.linspace(0, MOST_WORK, 121)
    for method, works in by_method.items():
        right, alone = (
            np.mean([[shown_right(one, share, alone=is_alone) for share in at] for one in works], 0)
            for is_alone in (False, True)
        )
        (line,) = axes.plot(at, right, label=method)
        axes.plot(at, alone, color=line.get_color(), linestyle=":", linewidth=1.0)
    axes.legend(loc="lower right")
    return _svg(figure)


def _axes(axes: Axes, title: str, x: str, y: str = "", up: Sequence[float] = SHARES) -> None:
    """Two axes in percent: `x` from 0 to 1, `y` over the ticks `up`."""
    axes.set(title=title, xlabel=x, ylabel=y, xticks=SHARES, yticks=up, xlim=(0, 1), ylim=(up[0], up[-1]))
    axes.minorticks_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))


def _svg(figure: Figure) -> str:
    """The picture as one element, for a page or a file of its own."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    text = file.getvalue()
    text = text[text.index("<svg") :]
    return re.sub(r' id="[a-z_.]+_\d+"', "", text)  # nothing refers to these, and a page holds many pictures
