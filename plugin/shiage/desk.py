"""What every room of commands works with: the documents, and a word with the painter."""

from typing import Callable, NamedTuple

from .guard import Guard
from .scene import Host, Scene


class Desk(NamedTuple):
    """`refresh` reads the scene anew; `notify` says a sentence; `changed` tells that there is something to show."""

    host: Host
    guard: Guard
    refresh: Callable[[], Scene]
    notify: Callable[[str], None]
    changed: Callable[[], None]
