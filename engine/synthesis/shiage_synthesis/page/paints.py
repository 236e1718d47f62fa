"""The palette of a shot, filled while it is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .chance import Rng

MOST_PAINTS = 34
Tint = Callable[[str], int]  # the label of a role


class Paints:
    """The palette of a shot: a label for every role, chosen when it is first asked for."""

    def __init__(self, rng: Rng) -> None:
        self.colors: list[tuple[int, int, int]] = [(0, 0, 0), (255, 255, 255)]
        self._rng = rng
        self._roles: dict[str, int] = {}
        self._shades: dict[tuple[int, str], int] = {}
        self._most = int(rng.choice([8, 12, 20, 30, MOST_PAINTS]))
        self._reuse = float(rng.choice([0.0, 0.1, 0.2, 0.4]))
        self._twins = float(rng.choice([0.0, 0.0, 0.1]))
        self._one_shade = bool(rng.random() < 0.15)

    def __call__(self, role: str) -> int:
        """The label of `role`; two roles may share one."""
        if role not in self._roles:
            others = sorted(set(self._roles.values()))
            full = len(self.colors) >= self._most
            if others and (full or self._rng.random() < self._reuse):
                self._roles[role] = int(self._rng.choice(others))
            else:
                self._roles[role] = self._new(self._color())
        return self._roles[role]

    def alike(self, role: str, other: str, chance: float) -> int:
        """The label of `role`; with this chance, that of `other`."""
        if role not in self._roles and self._rng.random() < chance:
            self._roles[role] = self(other)
        return self(role)

    def shade(self, label: int, kind: str) -> int:
        """The label of `label` in shadow ("dark") or in light ("light"); several may share one."""
        if (label, kind) not in self._shades:
            known = sorted({shade for (_, other), shade in self._shades.items() if other == kind})
            if len(self.colors) >= self._most + 6 or (known and self._one_shade):
                self._shades[label, kind] = int(self._rng.choice(known or [2]))
            else:
                self._shades[label, kind] = self._new(self._shaded(label, kind))
        return self._shades[label, kind]

    def _shaded(self, label: int, kind: str) -> tuple[int, ...]:
        color = np.array(self.colors[label])
        if kind == "light":
            color = 255 - (255 - color) * self._rng.uniform(0, 0.6)
        else:
            color = color * self._rng.uniform(0.55, 0.9, 3)
        return tuple(int(value) for value in color)

    def _color(self) -> tuple[int, int, int]:
        if len(self.colors) > 3 and self._rng.random() < self._twins:
            red, green, blue = self.colors[int(self._rng.integers(2, len(self.colors)))]
            return red, green, blue + 1 if blue < 255 else blue - 1
        if self._rng.random() < 0.08:
            return (255, 255, 255)
        red, green, blue = self._rng.integers(20, 256, 3)
        return int(red), int(green), int(blue)

    def _new(self, color: tuple[int, ...]) -> int:
        red, green, blue = color
        while (red, green, blue) in self.colors[2:]:
            blue = blue - 1 if blue > 0 else 255
        self.colors.append((red, green, blue))
        return len(self.colors) - 1


class TaggedPaints(Paints):
    """The palette for another person of the shot, who has other colors for the same roles."""

    def __init__(self, whole: Paints, tag: str) -> None:
        self._whole, self._tag = whole, tag

    def __call__(self, role: str) -> int:
        return self._whole(self._tag + role)

    def alike(self, role: str, other: str, chance: float) -> int:
        return self._whole.alike(self._tag + role, self._tag + other, chance)
