"""The engine of Shiage: colors the frames of a shot in exactly the colors of its reference frames."""

from .protocol import VERSION

__version__: str = VERSION
