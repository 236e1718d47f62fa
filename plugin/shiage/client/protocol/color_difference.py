"""How different two colors look: CIEDE2000 (Sharma, Wu and Dalal 2005, equations 2 to 22). Standard library only."""

import math
from typing import Sequence, Tuple

Lab = Tuple[float, float, float]  # CIELAB: lightness 0 to 100, green to red, blue to yellow

# From linear sRGB to XYZ as shares of the white point D65 (IEC 61966-2-1).
XYZ_OF_RGB = (
    (0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883),
)
TO_SEVENTH = 25.0**7


def lab(color: Sequence[int]) -> Lab:
    """An sRGB color, channels 0 to 255, in CIELAB."""
    linear = [_linear(channel / 255) for channel in color[:3]]
    x, y, z = (_root(sum(part * share for part, share in zip(linear, row))) for row in XYZ_OF_RGB)  # noqa: B905
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, other: Lab) -> float:
    """The difference of two colors: about 1 is just seen where they touch."""
    lightness, lightness2 = one[0], other[0]
    mean = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + TO_SEVENTH))
    chroma, hue = _polar(one[1] * stretch, one[2])
    chroma2, hue2 = _polar(other[1] * stretch, other[2])
    turn = _turn(hue, hue2) if chroma * chroma2 else 0.0
    by_hue = 2 * math.sqrt(chroma * chroma2) * math.sin(math.radians(turn / 2))
    mean_hue = _mean_hue(hue, hue2) if chroma * chroma2 else hue + hue2
    mean_chroma = (chroma + chroma2) / 2
    far = ((lightness + lightness2) / 2 - 50) ** 2
    in_lightness = (lightness2 - lightness) / (1 + 0.015 * far / math.sqrt(20 + far))
    in_chroma = (chroma2 - chroma) / (1 + 0.045 * mean_chroma)
    in_hue = by_hue / (1 + 0.015 * mean_chroma * _hue_weight(mean_hue))
    rotation = _rotation(mean_chroma, mean_hue)
    return math.sqrt(max(0.0, in_lightness**2 + in_chroma**2 + in_hue**2 + rotation * in_chroma * in_hue))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _root(share: float) -> float:
    return share ** (1 / 3) if share > (6 / 29) ** 3 else share * (29 / 6) ** 2 / 3 + 4 / 29


def _polar(a: float, b: float) -> Tuple[float, float]:
    """Chroma, and hue in degrees from 0 to 360."""
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _turn(hue: float, hue2: float) -> float:
    """The shorter way from one hue to another, in degrees from -180 to 180."""
    turn = hue2 - hue
    return turn - 360 if turn > 180 else turn + 360 if turn < -180 else turn


def _mean_hue(hue: float, hue2: float) -> float:
    if abs(hue - hue2) <= 180:
        return (hue + hue2) / 2
    return (hue + hue2 + (360 if hue + hue2 < 360 else -360)) / 2


def _hue_weight(hue: float) -> float:
    def wave(factor: float, phase: float) -> float:
        return math.cos(math.radians(factor * hue + phase))

    return 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)


def _rotation(chroma: float, hue: float) -> float:
    """The term that turns chroma and hue differences against each other, in the blue."""
    turned = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    return -2 * math.sqrt(chroma**7 / (chroma**7 + TO_SEVENTH)) * math.sin(math.radians(2 * turned))
