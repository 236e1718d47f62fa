"""The example animation, drawn by this code: a character who turns while one arm sweeps before her."""

from .animation import draw_frame, write_example
from .pose import FRAMES

__all__ = ["FRAMES", "draw_frame", "write_example"]
