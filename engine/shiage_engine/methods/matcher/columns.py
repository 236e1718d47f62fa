"""The columns of descriptors that the network treats in a way of their own, looked up in the schema by name."""

from ...drawing.schema import IN_PIXELS, NAMES, column, in_all_blocks, span

DESCRIPTORS = len(NAMES)
CENTER = span("center_x", "center_y")  # against the figure
FRAME_PLACE = span("frame_x", "frame_y")
SIZE = column("log_relative_area")
ABSOLUTE = in_all_blocks(IN_PIXELS)
