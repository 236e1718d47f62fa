"""The frames of a result in memory, compressed, so that the accuracy slider needs no engine."""

import zlib
from typing import Dict, NamedTuple, Optional, Tuple

from ..client.engine_client import LabelFrame
from ..client.protocol.palettes import Color, opaque_colors
from .exchange import NOTHING, Exchange, shown_palette
from .labels import LabelImage

LIMIT = 256 << 20  # bytes of compressed planes that one result may take; 24 frames of 1080p take about 3 MB
FASTEST = 1  # zlib's level: planes of flat regions shrink to a hundredth all the same


class StoredFrame(NamedTuple):
    """One `LabelFrame`, its planes compressed."""

    digest: str
    coverage: Tuple[float, ...]
    area: Tuple[float, ...]
    labels: Tuple[bytes, ...]
    steps: bytes
    palette: Tuple[Tuple[int, ...], ...]

    @property
    def weight(self) -> int:
        """Bytes."""
        return sum(len(plane) for plane in self.labels) + len(self.steps)


class Store:
    """The frames of one result by time; past `LIMIT` the ones put in first are dropped."""

    def __init__(self, size: Tuple[int, int], exchange: Exchange = NOTHING) -> None:
        """`exchange`: how the frames' palette is shown."""
        self.size = size
        self.exchange = exchange
        self._frames: Dict[int, StoredFrame] = {}

    def recolored(self, exchange: Exchange) -> "Store":
        """The same frames, now and later, shown in other colors."""
        other = Store(self.size, exchange)
        other._frames = self._frames
        return other

    def put(self, frame: LabelFrame) -> None:
        labels = tuple(zlib.compress(plane, FASTEST) for plane in frame.labels)
        steps = zlib.compress(frame.steps, FASTEST)
        self._frames.pop(frame.time, None)
        self._frames[frame.time] = StoredFrame(
            frame.digest, frame.coverage, frame.area, labels, steps, frame.palette
        )
        while len(self._frames) > 1 and self._weight() > LIMIT:
            del self._frames[next(iter(self._frames))]

    def _weight(self) -> int:
        return sum(frame.weight for frame in self._frames.values())

    @property
    def times(self) -> Tuple[int, ...]:
        return tuple(sorted(self._frames))

    def get(self, time: int) -> Optional[StoredFrame]:
        return self._frames.get(time)

    def image(self, time: int) -> Optional[LabelImage]:
        """The frame ready to be painted; None where there is none."""
        frame = self._frames.get(time)
        return self.restore(frame) if frame is not None else None

    def steps(self, time: int) -> Optional[bytes]:
        """The frame's plane of steps alone, in a fraction of the time."""
        frame = self._frames.get(time)
        return zlib.decompress(frame.steps) if frame is not None else None

    def restore(self, frame: StoredFrame) -> LabelImage:
        """A frame of this result, also one that another has replaced."""
        labels = tuple(zlib.decompress(plane) for plane in frame.labels)
        palette = shown_palette(self.exchange, frame.palette)
        return LabelImage(self.size, labels, zlib.decompress(frame.steps), palette)

    @property
    def colors(self) -> Tuple[Color, ...]:
        """The colors of the frames' palette, as of the references: each once, in order."""
        palette = max((frame.palette for frame in self._frames.values()), key=len, default=())
        return opaque_colors(palette)

    @property
    def digests(self) -> Tuple[str, ...]:
        """Of all frames, for `Submit.known`."""
        return tuple(frame.digest for frame in self._frames.values())

    def shares(self, step: int) -> Optional[Tuple[float, float]]:
        """Share of the regions and of the area that is painted at a step of the slider: the frames' mean."""
        frames = self._frames.values()
        if not frames:
            return None
        count = len(frames)
        return sum(f.coverage[step] for f in frames) / count, sum(f.area[step] for f in frames) / count
