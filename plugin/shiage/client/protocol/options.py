"""What a result depends on, besides the drawings. The defaults stand only here."""

from dataclasses import dataclass

AUTOMATIC_GAP = -1


@dataclass(frozen=True)
class Options:
    """How a shot is to be colored: the same for the panel, the wire, the command line and the pipeline."""

    method: str = "auto"
    """Name of a method, or "auto": the best of the methods that are there."""

    target_accuracy: float = 0.98
    """Share (0..1) of the painted regions that have to be right; the rest is withdrawn. Higher withdraws more."""

    withdraw: bool = True
    """Leave the regions unpainted that are not sure enough for `target_accuracy`."""

    largest_gap: int = AUTOMATIC_GAP
    """Pixels: openings in the lines up to this width are closed before regions are found. 0 closes none;
    AUTOMATIC_GAP: what fits the size of the drawing and the width of its lines."""

    character: str = ""
    """Name of the character that is drawn, whose weights are loaded and kept; empty: no particular one."""

    rule: str = "auto"
    """What a region's confidence is: "calibrated" (the chance that its color is right), "share" (the share of the
    winning color), or "auto": what the method goes by."""
