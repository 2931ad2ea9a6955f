"""Where the pieces of a scene stand, for any size and shape of the frame.

Laid out in units of which the frame's shorter side has 720; everything is then scaled to pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MARGIN = 48.0
LANDSCAPE, UPRIGHT = 1.25, 0.65
"""From which width to height a frame is wide, and up to which it is tall; between the two it is square."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units or in pixels, from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def times(self, unit: float) -> Box:
        """Return it scaled from the page's corner."""
        return Box(self.x * unit, self.y * unit, self.width * unit, self.height * unit)


@dataclass(frozen=True, slots=True)
class Plan:
    """The boxes of a scene's pieces by name, in pixels, and how many pixels a unit has."""

    width: int
    height: int
    unit: float
    boxes: Mapping[str, Box]


def plan_scene(name: str, width: int, height: int) -> Plan:
    """Lay a scene's pieces out on a frame of `width` x `height` pixels."""
    unit = min(width, height) / 720.0
    shape = "wide" if width >= LANDSCAPE * height else "tall" if width <= UPRIGHT * height else "square"
    boxes = _PLANS[name, shape](width / unit, height / unit)
    return Plan(width, height, unit, MappingProxyType({key: box.times(unit) for key, box in boxes.items()}))


def _story_wide(w: float, h: float) -> dict[str, Box]:
    side = w * 0.265
    right = min(300.0, w * 0.235)
    middle, radius = w * 0.52, min(232.0, w * 0.18)
    return {
        "title": Box(MARGIN, 40, side, 76),
        "clock": Box(MARGIN, 140, side, 74),
        "caption": Box(MARGIN, 250, side, h - 250 - 172),
        "moon": _around(middle, 38 + radius, radius),
        "light": Box(middle - radius, 38 + 2 * radius + 14, 2 * radius, 26),
        "orrery": Box(w - MARGIN - right, 34, right, 316),
        "dial": Box(w - MARGIN - right * 0.93, 378, right * 0.93, 162),
        "strip": Box(MARGIN, h - 154, w - 2 * MARGIN, 130),
    }


def _story_square(w: float, h: float) -> dict[str, Box]:
    margin = 40.0
    radius = 150.0
    right = margin + 2 * radius + 36
    return {
        "title": Box(margin, 30, w * 0.55, 70),
        "clock": Box(w - margin - 236, 30, 236, 70),
        "moon": _around(margin + radius, 116 + radius, radius),
        "light": Box(margin, 116 + 2 * radius + 10, 2 * radius, 26),
        "orrery": Box(right, 112, w - margin - right, 218),
        "dial": Box(right, 342, w - margin - right, 110),
        "caption": Box(margin, 462, w - 2 * margin, h - 462 - 140),
        "strip": Box(margin, h - 136, w - 2 * margin, 116),
    }


def _story_tall(w: float, h: float) -> dict[str, Box]:
    margin = 44.0
    radius = min(w * 0.3, h * 0.17)
    top = 206.0
    low = top + 2 * radius + 56
    return {
        "title": Box(margin, 40, w - 2 * margin, 76),
        "clock": Box(margin, 124, w - 2 * margin, 70),
        "moon": _around(w / 2, top + radius, radius),
        "light": Box(w / 2 - 150, top + 2 * radius + 14, 300, 26),
        "orrery": Box(margin, low, w / 2 - margin - 14, 226),
        "dial": Box(w / 2 + 14, low + 14, w / 2 - margin - 14, 180),
        "caption": Box(margin, low + 246, w - 2 * margin, h - low - 246 - 176),
        "strip": Box(margin, h - 166, w - 2 * margin, 130),
    }


def _moon_wide(w: float, h: float) -> dict[str, Box]:
    side = w * 0.245
    radius = min(h / 2 - 54, w * 0.24)
    right = 216.0
    return {
        "title": Box(MARGIN, 40, side, 76),
        "clock": Box(MARGIN, 140, side, 74),
        "caption": Box(MARGIN, 250, side, h - 250 - 48),
        "moon": _around(w * 0.551, h / 2, radius),
        "light": Box(w - MARGIN - right, h - 112, right, 70),
        "dial": Box(w - MARGIN - right, 44, right, 264),
    }


def _moon_square(w: float, h: float) -> dict[str, Box]:
    margin, radius = 40.0, 212.0
    return {
        "title": Box(margin, 30, w * 0.55, 70),
        "clock": Box(w - margin - 236, 30, 236, 70),
        "moon": _around(margin + radius, 108 + radius, radius),
        "dial": Box(margin + 2 * radius + 22, 132, w - 2 * margin - 2 * radius - 22, 220),
        "light": Box(margin + 2 * radius + 22, 480, w - 2 * margin - 2 * radius - 22, 50),
        "caption": Box(margin, 552, w - 2 * margin, h - 552 - 24),
    }


def _moon_tall(w: float, h: float) -> dict[str, Box]:
    margin = 44.0
    radius = min(w / 2 - margin, h * 0.27)
    low = 220 + 2 * radius + 20
    return {
        "title": Box(margin, 40, w - 2 * margin, 76),
        "clock": Box(margin, 128, w - 2 * margin, 70),
        "moon": _around(w / 2, 220 + radius, radius),
        "light": Box(margin, low + 30, w / 2 - margin - 14, 50),
        "dial": Box(w / 2 + 14, low, w / 2 - margin - 14, 210),
        "caption": Box(margin, low + 240, w - 2 * margin, h - low - 240 - 40),
    }


def _orrery_wide(w: float, h: float) -> dict[str, Box]:
    side = w * 0.285
    return {
        "title": Box(MARGIN, 40, side, 76),
        "clock": Box(MARGIN, 140, side, 74),
        "caption": Box(MARGIN, 250, side, h - 250 - 48),
        "orrery": Box(MARGIN + side + 24, 24, w - 2 * MARGIN - side - 24, h - 52),
    }


def _orrery_square(w: float, h: float) -> dict[str, Box]:
    margin = 40.0
    return {
        "title": Box(margin, 30, w * 0.55, 70),
        "clock": Box(w - margin - 236, 30, 236, 70),
        "orrery": Box(margin, 104, w - 2 * margin, h - 104 - 176),
        "caption": Box(margin, h - 164, w - 2 * margin, 140),
    }


def _orrery_tall(w: float, h: float) -> dict[str, Box]:
    margin = 44.0
    side = min(w - 2 * margin, h * 0.55)
    return {
        "title": Box(margin, 40, w - 2 * margin, 76),
        "clock": Box(margin, 128, w - 2 * margin, 70),
        "orrery": Box(margin, 216, w - 2 * margin, side + 60),
        "caption": Box(margin, 216 + side + 90, w - 2 * margin, h - 216 - side - 90 - 40),
    }


def _timeline_wide(w: float, h: float) -> dict[str, Box]:
    return {
        "title": Box(MARGIN, 40, w * 0.55, 76),
        "clock": Box(w - MARGIN - 260, 40, 260, 74),
        "strip": Box(MARGIN, 132, w - 2 * MARGIN, h - 132 - 182),
        "caption": Box(MARGIN, h - 164, w - 2 * MARGIN, 140),
    }


def _timeline_square(w: float, h: float) -> dict[str, Box]:
    margin = 40.0
    return {
        "title": Box(margin, 30, w * 0.55, 70),
        "clock": Box(w - margin - 236, 30, 236, 70),
        "strip": Box(margin, 116, w - 2 * margin, h - 116 - 186),
        "caption": Box(margin, h - 168, w - 2 * margin, 144),
    }


def _timeline_tall(w: float, h: float) -> dict[str, Box]:
    margin = 44.0
    return {
        "title": Box(margin, 40, w - 2 * margin, 76),
        "clock": Box(margin, 128, w - 2 * margin, 70),
        "strip": Box(margin, 220, w - 2 * margin, h - 220 - 290),
        "caption": Box(margin, h - 268, w - 2 * margin, 228),
    }


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, 2 * radius, 2 * radius)


_PLANS: Mapping[tuple[str, str], Callable[[float, float], dict[str, Box]]] = MappingProxyType(
    {
        ("story", "wide"): _story_wide,
        ("story", "square"): _story_square,
        ("story", "tall"): _story_tall,
        ("moon", "wide"): _moon_wide,
        ("moon", "square"): _moon_square,
        ("moon", "tall"): _moon_tall,
        ("orrery", "wide"): _orrery_wide,
        ("orrery", "square"): _orrery_square,
        ("orrery", "tall"): _orrery_tall,
        ("timeline", "wide"): _timeline_wide,
        ("timeline", "square"): _timeline_square,
        ("timeline", "tall"): _timeline_tall,
    }
)
SCENES: tuple[str, ...] = tuple(dict.fromkeys(name for name, _ in _PLANS))
