"""Learning a character from the reference frames of a shot, without coloring anything."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace

from ..errors import InputError
from ..lazy import Lazy
from ..methods.method import Method
from ..progress import Progress, scaled
from .coloring import SLOW
from .reading import read_shot
from .request import Request, checked


def learn(request: Request, methods: Mapping[str, Method]) -> Generator[Progress, None, None]:
    """Learn the reference frames for the character of the request, which must have a name.

    For methods that keep what they learn. Raises InputError as `coloring.colorize` does.
    """
    if not request.options.character.strip():
        raise InputError("What is learned is kept by the character's name: give the name.")
    request, method = checked(request, methods)
    if not method.keeps:
        raise InputError(f"The method {method.name} keeps nothing that it learns: choose patch or lavc.")
    colorizer = method.make(request.options.character)
    lines = Lazy([*request.colors], request.lines.__getitem__)
    shot = yield from scaled(read_shot(replace(request, lines=lines)), 0, SLOW.read)
    yield from scaled(colorizer.learn(shot.with_colors(colorizer.palette())), SLOW.read, 1)
