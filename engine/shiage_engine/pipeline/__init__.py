"""The pipeline: from line art and reference paint to painted frames. It is handed the methods it may use."""

from .coloring import Base, color_base, colorize
from .learning import learn
from .reading import read_shot
from .request import Request

__all__ = ["Base", "Request", "color_base", "colorize", "learn", "read_shot"]
