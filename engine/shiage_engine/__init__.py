"""The engine of Shiage: colors the frames of a shot in exactly the colors of its reference frames."""

__version__ = "0.1.0"
