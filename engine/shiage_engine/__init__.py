"""The engine of Shiage: colors the frames of a shot in exactly the colors of its reference frames.

    from shiage_engine import Request, colorize

What is named here is loaded when it is first asked for: numpy and torch take seconds, and not all of the engine needs
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import FrameResult, Options, Preview, Progress, Report, Request, colorize

from .protocol import VERSION

__version__: str = VERSION
__all__ = ["FrameResult", "Options", "Preview", "Progress", "Report", "Request", "colorize"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from . import api  # noqa: PLC0415 (see above)

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
