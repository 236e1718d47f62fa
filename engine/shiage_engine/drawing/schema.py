"""The schema of descriptors: what each column of `Described.features` holds, by name and in order.

Networks have weights for each column, so that the order belongs to their files: `DIGEST` is written into a file's
metadata and compared when it is read. Standard library only, so that networks may look up columns, too.
"""

from __future__ import annotations

import hashlib

PLACE = ("center_x", "center_y", "box_x", "box_y", "frame_x", "frame_y", "center_distance")
SHAPE = (
    *("log_area", "log_relative_area", "log_width", "log_height", "log_aspect", "box_fill", "ellipse_fill"),
    *("eccentricity", "orientation_cos", "orientation_sin", "skew_x", "skew_y"),
)
THICKNESS = ("log_depth", "log_relative_depth", "mean_depth")
BORDER_SHARES = ("black_share", "blue_share", "red_share", "green_share")  # in the order of BORDER_KINDS
BORDERS = (*BORDER_SHARES, "log_border", "log_roundness", "at_edge")
RADII = (0.2, 0.5, 1.0)  # of the context, in spreads of the figure
DIRECTIONS = 8  # of the context, an eighth of a turn apart, from +x to +y (downward)
CONTEXT = tuple(
    f"{ink}_{radius}_{direction}"
    for ink in ("ink", "trace")
    for radius in RADII
    for direction in range(DIRECTIONS)
)
RELATIONS = (
    *(
        "log_neighbors",
        "main_share",
        "main_log_area_ratio",
        "main_x",
        "main_y",
    ),  # main: of the longest border
    *("largest_x", "largest_y", "hops", "area_rank"),  # largest: the neighbor of largest area
)
OWN = (*PLACE, *SHAPE, *THICKNESS, *BORDERS, *CONTEXT, *RELATIONS)

# A region's own descriptors, their means over its neighbors, over those of the neighbors, and over the neighbors
# across trace lines. The last has fewer columns: the shipped matcher was trained with these.
BLOCKS = {
    "own": OWN,
    "neighbors": OWN,
    "second_neighbors": OWN,
    "across_trace": OWN[: OWN.index("red_share")],
}
NAMES = tuple(f"{block}.{name}" for block, names in BLOCKS.items() for name in names)
DIGEST = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:16]

CHANGES_SIGN = ("center_x", "orientation_sin", "skew_x", "main_x", "largest_x")  # in the mirror image

IN_PIXELS = ("log_area", "log_depth")  # these depend on how large a frame is drawn; all others do not


def column(name: str, block: str = "own") -> int:
    """The column of one descriptor."""
    return NAMES.index(f"{block}.{name}")


def span(first: str, last: str, block: str = "own") -> slice:
    """The columns from one descriptor to another, both included."""
    return slice(column(first, block), column(last, block) + 1)


def in_all_blocks(names: tuple[str, ...]) -> list[int]:
    """The columns of some descriptors in every block that has them."""
    return [column(name, block) for block, of_block in BLOCKS.items() for name in of_block if name in names]


def in_mirror(name: str) -> str:
    """The own descriptor whose value `name` has in the mirror image, but for its sign and the origin of places."""
    if name not in CONTEXT:
        return name
    ink_and_radius, _, direction = name.rpartition("_")
    return f"{ink_and_radius}_{(DIRECTIONS // 2 - int(direction)) % DIRECTIONS}"
