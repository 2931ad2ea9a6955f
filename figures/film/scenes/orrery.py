"""Earth, Moon and the Sun's direction from above the ecliptic's north: the Moon's distance to scale, and its month.

The Sun stays at the left: the Moon's place around the Earth is its phase. New Moon is at the left, full at the right.
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, hypot, radians, sin
from typing import TYPE_CHECKING

from figures import marks
from figures.film.raster import LEVELS, sprite
from figures.film.scenes.around import label_heights, stand_apart
from figures.film.scenes.lines import Line
from figures.film.scenes.moon import distance_words
from figures.film.scenes.moving import QUARTERS, Moving
from figures.film.scenes.pieces import SMALL, Kept
from figures.film.scenes.stack import Stack
from figures.film.scenes.trail import FARTHEST_KM, NEAREST_KM, Trail
from figures.fonts import text_width
from figures.scene import Shape, Text, circle, line
from figures.textfit import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Cue, Script
    from figures.film.sky_track import SkyTrack
    from figures.film.stage import Patch
    from figures.scene import Anchor, Part, Point

LABEL_ROOM = 160.0  # units at either side of a large ring, for marks and their labels
DAY_US = 86_400_000_000

State = tuple[int, int, int, int, str, int, tuple[int, ...]]


class Orrery:
    """A ring of the Moon's distances around the Earth, the Moon with its trail, and events at their place in it."""

    def __init__(self, look: Look, box: Box, script: Script, track: SkyTrack) -> None:
        unit = look.unit
        self.look, self.box, self.script, self.track = look, box, script, track
        self.large = box.width > 480 * unit
        words = 62 * unit if self.large else 34 * unit
        self.marks_room = (34 if self.large else 27) * unit
        side = min(
            box.height - words - 2 * self.marks_room,
            box.width - 2 * (LABEL_ROOM * unit if self.large else self.marks_room),
        )
        self.ring = side / 2
        self.x = box.x + box.width / 2
        self.y = box.y + (box.height - words) / 2
        self.scale = self.ring / FARTHEST_KM
        size = SMALL * unit
        self.far = Line(
            look,
            self.x - text_width("400,000 km away", size) / 2,
            box.bottom - size * 0.5 - (24 * unit if self.large else 0),
            box.width / 2,
            size,
            "soft",
        )
        self.points = self._points()
        wanted = (
            [self.place(phase, FARTHEST_KM + (13 + 15 * k) * unit / self.scale) for k in (0, 1)]
            for _, phase, _ in self.points
        )
        self._places = stand_apart(wanted, 14 * unit)
        room = box.height - 70 * unit
        self._heights = label_heights(self._places, self.x, size * 2.55, box.y, room) if self.large else {}
        parts = [self._mark_parts(number) for number in range(len(self.points))]
        self.stack = Stack([sprite(each, look.theme, look.size) for each in parts], look.size)
        self._patches = Kept(24)
        self._moon = Moving(look, self._moon_shapes)
        self.trail = Trail(look, self.x, self.y, self.ring, track, self.stack)

    def _points(self) -> list[tuple[Cue, float, float]]:
        """Return the events that have a moment, with the Moon's direction and distance then."""
        found = []
        for cue in self.script.cues:
            us = cue.event.date.middle_us if cue.event.date else None
            sky = self.track.at(us) if cue.is_point and us is not None else None
            if sky is not None:
                found.append((cue, radians(sky.phase_longitude_deg), sky.distance_km))
        return found

    def place(self, phase: float, km: float) -> Point:
        """Return where a distance in km stands at a phase longitude in radians."""
        return self.x - km * self.scale * cos(phase), self.y + km * self.scale * sin(phase)

    def still(self) -> Sequence[Part]:
        """Return the Sun's rays, the ring from nearest to farthest, the Earth, and what is to be said of them."""
        unit, size = self.look.unit, SMALL * self.look.unit
        x, y, near = self.x, self.y, self.ring * NEAREST_KM / FARTHEST_KM
        parts: list[Part] = [
            circle(x, y, self.ring, fill="panel", stroke="faint", stroke_width=1.0 * unit),
            circle(x, y, near, fill="paper", stroke="faint", stroke_width=1.0 * unit),
        ]
        start = x - near * 0.86
        for shift in (-14, 0, 14):
            end = start + near * (0.3 if shift else 0.36)
            parts += _arrow(start, end, y + shift * unit, unit)
        earth = max(5.0 * unit, self.ring * 0.045)
        parts += [
            circle(x, y, earth, fill="moon-dark"),
            _day_side(x, y, earth),
            circle(x, y, earth, stroke="moon-rim", stroke_width=0.8 * unit),
        ]
        if self.large:
            parts.append(Text(start, y - 26 * unit, "Sunlight", size, "soft"))
        else:
            parts.append(Text(x, y - max(near * 0.36, 20 * unit), "Sunlight", size, "soft", anchor="middle"))
        if self.large:
            parts.append(Text(x, y + earth + size * 1.3, "Earth", size, "soft", anchor="middle"))
            words = "Seen from the north. Distances to scale, the Earth and the Moon larger."
            if text_width(words, size) > self.box.width:
                words = "Seen from the north, distances to scale."
            parts.append(Text(x, self.box.bottom - size * 0.5, words, size, "soft", anchor="middle"))
        return parts

    def state(self, now: Now) -> State:
        """Return the Moon's place in quarters of a pixel, its trail, its level, the distance, and the marks' levels."""
        shown = tuple(round(LEVELS * _mark_level(cue, now.film_s)) for cue, _, _ in self.points)
        if now.mean is None or now.sky is None:
            return 0, 0, 0, 0, "", 0, shown
        phase = atan2(now.mean.phase[1], now.mean.phase[0])
        sure = min(max((hypot(*now.mean.phase) - 0.1) / 0.3, 0.0), 1.0)
        x, y = (round(each * QUARTERS) for each in self.place(phase, now.mean.distance_km))
        trail = round(now.seen_us / DAY_US * 48)
        clear = round(LEVELS * (1.0 - now.hurry) / 4) * 4
        return x, y, trail, round(LEVELS * sure), distance_words(now.sky.distance_km), clear, shown

    def paint(self, state: State, still: Pixels) -> tuple[Patch, ...]:
        """Return the marks that have come, the trail's tiles and the Moon."""
        x, y, trail, sure, words, clear, shown = state
        found = self.stack.paint(shown, still)
        if sure:
            at = x / QUARTERS, y / QUARTERS
            found += self._patches.get(
                (x, y, trail, sure, shown),
                lambda: self.trail.paint(at, trail, sure, self._moon.at(x, y), shown, still),
            )
        return *found, *self.far.paint(((words, clear),), still)

    def _moon_shapes(self, x: float, y: float) -> list[Shape]:
        radius = 6.0 * self.look.unit
        return [
            circle(x, y, radius, fill="moon-dark"),
            _day_side(x, y, radius),
            circle(x, y, radius, stroke="moon-rim", stroke_width=0.8 * self.look.unit),
        ]

    def _mark_parts(self, number: int) -> list[Part]:
        """Return an event's mark outside the ring, and in a large orrery its label."""
        cue, unit = self.points[number][0], self.look.unit
        x, y = self._places[number]
        parts: list[Part] = [*marks.mark(cue.event.kind, cue.event.outcome, x, y, 6.5 * unit)]
        if self.large:
            parts += self._label(number, x, y)
        return parts

    def _label(self, number: int, x: float, y: float) -> list[Part]:
        at = self._heights.get(number)
        if at is None:
            return []
        unit, size = self.look.unit, SMALL * self.look.unit
        side = 1 if x >= self.x else -1
        reach = self.ring + 34 * unit
        beside = (reach**2 - min(abs(at - self.y), reach) ** 2) ** 0.5 + 2 * unit
        edge = self.x + side * max(abs(x - self.x) + 14 * unit, min(reach, beside))
        room = self.box.right - edge if side > 0 else edge - self.box.x
        lines = wrap(self.points[number][0].event.label, size, max(room, 40 * unit))[:2]
        start = at + size * 0.33 - (len(lines) - 1) * size * 0.6
        parts: list[Part] = []
        if hypot(edge - x, at - y) > 18 * unit:
            way = (x + side * 8 * unit, y), (edge - side * 4 * unit, at)
            parts.append(line(*way, stroke="quiet", stroke_width=0.8 * unit))
        anchor: Anchor = "start" if side > 0 else "end"
        return parts + [
            Text(edge, start + k * size * 1.2, words, size, "soft", anchor=anchor)
            for k, words in enumerate(lines)
        ]

    def parts(self, state: State) -> Sequence[Part]:
        """Return the marks, the trail as a line, the Moon and its distance."""
        x, y, trail, sure, words, clear, shown = state
        found: list[Part] = [
            p for number, level in enumerate(shown) if level * 2 > LEVELS for p in self._mark_parts(number)
        ]
        if sure:
            lags, kms = self.trail.behind(x / QUARTERS, y / QUARTERS, trail)
            phase = atan2(y / QUARTERS - self.y, self.x - x / QUARTERS)
            points = [
                self.place(phase - lag, km) for lag, km in zip(lags.tolist(), kms.tolist(), strict=True)
            ]
            for number, (a, b) in enumerate(pairwise(points)):
                share = 1.0 - number / len(points)
                found.append(
                    line(
                        a,
                        b,
                        stroke=self.trail.role,
                        stroke_width=(0.4 + 3.2 * share) * self.look.unit,
                        opacity=share**1.3,
                    )
                )
            found += self._moon_shapes(x / QUARTERS, y / QUARTERS)
        return [*found, *self.far.parts(((words, clear),))]

    def images(self, state: State) -> Sequence[Image]:
        """None."""
        return ()


def _mark_level(cue: Cue, film_s: float) -> float:
    return cue.told(film_s) * (1.0 - 0.25 * cue.quiet(film_s))


def _arrow(start: float, end: float, y: float, unit: float) -> list[Shape]:
    head = 4.0 * unit
    return [
        line((start, y), (end, y), stroke="partial", stroke_width=1.2 * unit),
        line(
            (end - head, y - head),
            (end, y),
            (end - head, y + head),
            stroke="partial",
            stroke_width=1.2 * unit,
        ),
    ]


def _day_side(x: float, y: float, radius: float) -> Shape:
    """Return the half of a ball that faces the Sun at the left."""
    k = 0.5522847498307936 * radius
    curves = (
        ("M", ((x, y - radius),)),
        ("C", ((x - k, y - radius), (x - radius, y - k), (x - radius, y))),
        ("C", ((x - radius, y + k), (x - k, y + radius), (x, y + radius))),
        ("Z", ()),
    )
    return Shape(curves, "moon-lit")
