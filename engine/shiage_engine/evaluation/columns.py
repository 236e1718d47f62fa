"""The columns of all tables: a head, the number below it, and what that number means."""

from __future__ import annotations

from math import isnan
from typing import NamedTuple

from .ink import InkFigures
from .summary import Group

NOTHING_COUNTED = "-"
# Digits after the point; all other columns are shares in [0, 1].
DIGITS = {"memory": 0, "seconds": 2, "clicks": 2, "psnr": 2, "raw_psnr": 2, "frechet": 2, "raw_frechet": 2}


class Column(NamedTuple):
    """One column."""

    head: str
    name: str  # a field of Figures or InkFigures, or of Group; or "painted" and an index into Group.painted
    meaning: str


REGIONS = (
    Column("region", "region_accuracy", "regions over 10 px that are right"),
    Column("all", "all_region_accuracy", "regions of any size that are right"),
    Column("pixel", "pixel_accuracy", "area that is right"),
    Column("figure", "foreground_accuracy", "area that is right, without the background"),
    Column("backgr.", "background_iou", "intersection over union of the background"),
    Column("specks", "speck_accuracy", "regions to 10 px that are right"),
    Column("traces", "trace_accuracy", "regions beside trace lines that are right"),
    Column("slivers", "sliver_accuracy", "of those, the ones nowhere wider than some 4 px"),
    Column("flicker", "flicker", "regions whose color changed without cause since the frame before"),
)
PIXELS = (
    Column("figure", "figure_accuracy", "pixels of the figure that are right"),
    Column("best", "best", "the most of them that whole regions can give"),
    Column("left", "left", "pixels of the figure left unpainted"),
    Column("spilled", "spilled", "pixels of the background painted"),
)
AT_ACCURACY = "painted when {} of it is to be right, with one threshold for all shots of a row"
CONFIDENCE = (
    Column("painted", "coverage", "regions, or pixels of the figure, painted at the target accuracy"),
    Column("right", "selective_accuracy", "of these, what is right"),
    Column("at .95", "painted0", AT_ACCURACY.format(".95")),
    Column("at .98", "painted1", AT_ACCURACY.format(".98")),
    Column("at .99", "painted2", AT_ACCURACY.format(".99")),
    Column("aurc", "aurc", "area under the curve of risk over coverage, less is better"),
    Column("ece", "calibration_error", "expected calibration error of confidence, less is better"),
)
SNAPPED = (
    Column("PSNR", "psnr", "of frames at 256 px with their lines, in decibels"),
    Column("SSIM", "ssim", "structural similarity of the same"),
    Column("MS-SSIM", "ms_ssim", "the same over several scales"),
    Column("MSE", "mse", "mean squared error of the same, colors in [0, 1]"),
    Column("ST-LPI.", "st_lpips", "ST-LPIPS of the same, less is better (with --perceptual)"),
    Column(
        "Frechet", "frechet", "Frechet distance of VGG features of all frames, not FID (with --perceptual)"
    ),
)
RAW = (
    Column(
        "rawPSNR",
        "raw_psnr",
        "of the picture that a network answered with, before it was snapped to the palette",
    ),
    Column("rawSSIM", "raw_ssim", "of the same"),
    Column("raw MS", "raw_ms_ssim", "MS-SSIM of the same"),
    Column("raw MSE", "raw_mse", "of the same"),
    Column("raw ST", "raw_st_lpips", "of the same"),
    Column("raw Fr.", "raw_frechet", "of the same"),
    Column(
        "rawFlic", "raw_flicker", "mean change of a region's color there since the frame before, in OKLab"
    ),
)
CLICKS = (Column("clicks", "clicks", "clicks to finish, divided by one click for each region by hand"),)
COST = (
    Column("s/frame", "seconds", "seconds of processor time for each frame of the shot, learning included"),
    Column("MiB", "memory", "most memory that any shot took"),
)
REGION_TABLES = (REGIONS, SNAPPED, RAW, (*CONFIDENCE, *CLICKS, *COST))  # each narrow enough for a terminal
PIXEL_TABLES = ((*PIXELS, *CONFIDENCE, *COST),)


def tables_of(group: Group) -> tuple[tuple[Column, ...], ...]:
    """The columns for a group judged by regions, or by pixels, as one or more tables."""
    return PIXEL_TABLES if isinstance(group.figures, InkFigures) else REGION_TABLES


def has(group: Group, name: str) -> bool:
    """Whether a group has the number `name`: those judged by pixels lack some."""
    return any(hasattr(part, name) for part in (group, group.figures, group.pictures))


def value(group: Group, name: str) -> float:
    """The number that a Column names."""
    if name.startswith("painted"):
        return group.painted[int(name[7:])].share
    parts = (group, group.figures, group.pictures)
    return float(next(getattr(part, name) for part in parts if hasattr(part, name)))


def short(group: Group, name: str) -> str:
    """The number that a Column names, as ".987"; a dash where there was nothing to count."""
    number = value(group, name)
    if isnan(number):
        return NOTHING_COUNTED
    text = f"{number:.{DIGITS.get(name, 3)}f}"
    return text if name in DIGITS else text.removeprefix("0")
