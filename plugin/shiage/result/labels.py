"""One frame of a result as labels and steps, painted for any step of the accuracy slider."""

from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from ..client.protocol.messages import ACCURACIES, MOST_LABELS, PAINTED
from . import planes, slash_lines
from .planes import BYTES

COLORS, SUGGESTIONS, SLASHES, CONFIDENCE = "colors", "suggestions", "slash lines", "confidence"
UNDO_MARK = "undo steps"  # holds no picture: see live.undo
GAPS = "gaps"  # painted only while the painter checks for them
COVERED, SHINING = (0, 0, 0, 255), (255, 240, 0, 255)  # RGBA of what is painted there, and of what is not
# RGBA from a guess (red) over yellow to sure (blue-green): warm to cold, so that the color-blind read it too. Two
# thirds opaque, so that the drawing shows through.
HEAT = ((200, 40, 30, 170), (235, 110, 40, 170), (250, 215, 60, 170), (20, 160, 170, 170))

Color = Tuple[int, ...]  # RGBA


def step_of(accuracy: float) -> int:
    """The step of the slider for an accuracy: an index into `messages.ACCURACIES`."""
    return min(range(len(ACCURACIES)), key=lambda step: abs(ACCURACIES[step] - accuracy))


class Own(NamedTuple):
    """What the painter has painted on the layer `colors` of a result, in the rows of a `LabelImage`."""

    mask: bytes  # a byte a pixel: 255 where the painter's pixels are
    plane: bytes  # BGRA


class LabelImage(NamedTuple):
    """Whole rows of a frame, with labels as in `messages.Labels`.

    A pixel is painted at the slider's step s where its step is above s.
    """

    size: Tuple[int, int]  # width, height of the frame
    labels: Tuple[bytes, ...]  # a byte a pixel each, as in messages.Labels
    steps: bytes  # a byte a pixel
    palette: Tuple[Color, ...]  # RGBA by label; the first is "left unpainted"
    top: int = 0  # the frame's row that the planes begin with

    def rows(self, top: int, below: int) -> "LabelImage":
        """The rows from `top` to the one before `below` of a whole frame."""
        width = self.size[0]
        part = slice(top * width, below * width)
        labels = tuple(plane[part] for plane in self.labels)
        return self._replace(labels=labels, steps=self.steps[part], top=top)

    def colors(self, step: int) -> bytes:
        """What is painted: BGRA, straight alpha, the palette's colors exactly."""
        return self._painted(self.steps.translate(planes.choice(range(step + 1, 256))))

    def suggestions(self, step: int) -> bytes:
        """The paint of what is withdrawn: BGRA."""
        return self._painted(self.withdrawn(step))

    def slash_lines(self, step: int, painted: Optional[bytes] = None) -> bytes:
        """Slashes over what is withdrawn: BGRA; none where `painted` (a byte a pixel) says that there is paint."""
        place = self.withdrawn(step)
        if painted is not None:
            place = planes.both(place, painted.translate(planes.choice(range(1))))
        return slash_lines.over(self.size, place, self.top)

    def confidence(self) -> bytes:
        """How sure each region is, as a heat map: BGRA; nothing over the painter's own."""
        return planes.looked_up(self.steps, self._shape, _heat_table())

    def gaps(self, step: int, own: Optional[Own] = None) -> bytes:
        """What is still unpainted shines, all else is black: BGRA.

        Black is also what is left unpainted on purpose: it has the label for that, and is not withdrawn.
        """
        covered, shining = planes.color_table([COVERED, SHINING])[1:3]
        return planes.looked_up(self.unpainted(step, own), self._shape, [covered] * 255 + [shining])

    def unpainted(self, step: int, own: Optional[Own] = None) -> bytes:
        """255 where a pixel is still unpainted, and not on purpose; else 0."""
        is_open = self.withdrawn(step)
        if own is None:
            return is_open
        staying, alpha = self._staying(own), own.plane[3::BYTES]
        erased = planes.both(self._labeled(), alpha.translate(planes.choice(range(1))))
        is_open = planes.both(is_open, staying.translate(planes.INVERSE))
        return planes.either(is_open, planes.both(staying, erased))

    def alike(self, x: int, y: int, box: Sequence[int]) -> bytes:
        """Where in a box of a whole frame a pixel has the label and the step of the one at x, y: 255, else 0."""
        width, place = self.size[0], y * self.size[0] + x
        found = b"\xff" * ((box[2] - box[0]) * (box[3] - box[1]))
        for plane in (*self.labels, self.steps):
            same = planes.choice(range(plane[place], plane[place] + 1))
            found = planes.both(found, planes.cropped(plane, width, box).translate(same))
        return found

    def _labeled(self) -> bytes:
        """255 where a pixel is to be painted, 0 where it is to stay unpainted."""
        found = [plane.translate(planes.choice(range(1, 256))) for plane in self.labels]
        together = found[0]
        for other in found[1:]:
            together = planes.either(together, other)
        return together

    def painted(self, step: int, own: Optional[Own] = None) -> Dict[str, bytes]:
        """The three that follow the slider, by the name of the layer; `own` stays."""
        colors, suggestions = self.colors(step), self.suggestions(step)
        if own is None:
            return {COLORS: colors, SLASHES: self.slash_lines(step), SUGGESTIONS: suggestions}
        staying = self._staying(own)
        wide = planes.widened(staying, self._shape)
        return {
            COLORS: planes.merged(colors, own.plane, wide),
            SLASHES: self.slash_lines(step, staying),
            SUGGESTIONS: planes.merged(suggestions, bytes(len(suggestions)), wide),
        }

    def _staying(self, own: Own) -> bytes:
        """The painter's pixels, without the soft edge of a stroke in a region that has its color as an answer."""
        answered = self.steps.translate(planes.choice(range(PAINTED, PAINTED + 1)))
        soft = planes.both(answered, own.plane[3::BYTES].translate(planes.choice(range(255))))
        return planes.both(own.mask, soft.translate(planes.INVERSE))

    def withdrawn(self, step: int) -> bytes:
        """255 where a pixel is withdrawn at a step, 0 where it is painted."""
        return self.steps.translate(planes.choice(range(step + 1)))

    def rows_between(self, one: int, other: int) -> Optional[Tuple[int, int]]:
        """The rows that change from one step of the slider to another: first, and the one after the last."""
        low, high = sorted((one, other))
        changed = self.steps.translate(planes.choice(range(low + 1, high + 1)))
        return planes.rows_set(changed, self.size[0])

    @property
    def _shape(self) -> Tuple[int, int]:
        return self.size[0], len(self.steps) // self.size[0]

    def _painted(self, mask: bytes) -> bytes:
        shown = [
            planes.looked_up(planes.both(plane, mask), self._shape, self._table(place))
            for place, plane in enumerate(self.labels)
        ]
        together = shown[0]
        for other in shown[1:]:  # a pixel has a label in one of the planes
            together = planes.either(together, other)
        return together

    def _table(self, place: int) -> List[int]:
        first = 1 + place * MOST_LABELS
        return planes.color_table(self.palette[first : first + MOST_LABELS])


def blank(size: Tuple[int, int]) -> bytes:
    """A BGRA plane with nothing on it."""
    return bytes(size[0] * size[1] * BYTES)


def _heat_table() -> List[int]:
    """The heat map's color by step; PAINTED is clear."""
    last = len(ACCURACIES)
    colors = [_mixed(HEAT, step / last) for step in range(last + 1)]
    table = [*planes.color_table(colors)[1:], 0]
    assert table[PAINTED] == 0
    return table


def _mixed(stops: Sequence[Color], place: float) -> Color:
    """The color at `place` (0..1) of a scale of evenly spaced colors."""
    below = min(int(place * (len(stops) - 1)), len(stops) - 2)
    share = place * (len(stops) - 1) - below
    return tuple(round(one + share * (stops[below + 1][i] - one)) for i, one in enumerate(stops[below]))
