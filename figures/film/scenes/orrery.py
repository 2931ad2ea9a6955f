"""Earth, Moon and the Sun's direction from above the ecliptic's north: the Moon's distance to scale, and its month.

The Sun stays at the left: the Moon's place around the Earth is its phase. New Moon is at the left, full at the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, floor, hypot, pi, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from figures import marks
from figures.film.raster import LEVELS, Rect, Sprite, blend, colour_of, is_dark, lay_over, patch, sprite
from figures.film.scenes.lines import Line
from figures.film.scenes.moon import distance_words
from figures.film.scenes.pieces import SMALL, Kept
from figures.film.scenes.stack import Stack
from figures.fonts import text_width
from figures.scene import Shape, Text, circle, line
from figures.textfit import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Cue, Script
    from figures.film.sky_track import SkyTrack
    from figures.film.stage import Patch
    from figures.scene import Anchor, Part, Point

    Floats = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

NEAREST_KM, FARTHEST_KM = 356_400.0, 406_700.0
"""The closest and the farthest that the Moon comes in centuries: Meeus, Astronomical Algorithms (1998), chapter 50."""
TRAIL_DAYS, TRAIL_STEPS = 11.0, 23
DAY_US = 86_400_000_000
LABEL_ROOM = 160.0  # units at either side of a large ring, for marks and their labels
TILE = 40
BINS = 1440  # directions from the Earth
QUARTERS = 4

State = tuple[int, int, int, int, str, int, tuple[int, ...]]


class Orrery:
    """A ring of the Moon's distances around the Earth, the Moon with its trail, and events at their place in it."""

    def __init__(self, look: Look, box: Box, script: Script, track: SkyTrack | None) -> None:
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
        self.points = self._points() if track else []
        self.trail_role = "moon-lit" if is_dark(look.theme) else "moon-dark"
        self._places = self._find_places()
        self._heights = self._label_heights() if self.large else {}
        parts = [self._mark_parts(number) for number in range(len(self.points))]
        self.stack = Stack([sprite(each, look.theme, look.size) for each in parts], look.size)
        self._patches = Kept(24)
        self._dots = Kept(QUARTERS * QUARTERS)
        self._bases = Kept(256)
        self._tiles = self._cut_tiles()

    def _points(self) -> list[tuple[Cue, float, float]]:
        """Return the events that have a moment, with the Moon's direction and distance then."""
        found = []
        for cue in self.script.cues:
            us = cue.event.date.middle_us if cue.event.date else None
            sky = self.track.at(us) if self.track and cue.is_point and us is not None else None
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
        trail = round(now.us / DAY_US * 48)
        clear = round(LEVELS * (1.0 - now.hurry) / 4) * 4
        return x, y, trail, round(LEVELS * sure), distance_words(now.sky.distance_km), clear, shown

    def paint(self, state: State, still: Pixels) -> tuple[Patch, ...]:
        """Return the marks that have come, the trail's tiles and the Moon."""
        x, y, trail, sure, words, clear, shown = state
        found = self.stack.paint(shown, still)
        if sure:
            found += self._patches.get(
                (x, y, trail, sure, shown), lambda: self._moving(x, y, trail, sure, shown, still)
            )
        return *found, *self.far.paint(((words, clear),), still)

    def _moving(
        self, x: int, y: int, trail: int, sure: int, shown: tuple[int, ...], still: Pixels
    ) -> list[Patch]:
        """Return the tiles that the trail and the Moon touch."""
        dot = self._dot(x, y)
        strengths, widths, fars = self._along(x / QUARTERS, y / QUARTERS, trail, sure)
        off = np.abs(self._fars - fars.take(self._phases))
        alpha = strengths.take(self._phases) * np.clip(widths.take(self._phases) - off, 0.0, 1.0)
        alphas = np.round(alpha).astype(np.uint8)
        passed = np.maximum.reduceat(alphas, [tile.start for tile in self._tiles]).tolist()
        colour = colour_of(self.look.theme, self.trail_role)
        found = []
        for number, tile in enumerate(self._tiles):
            touched = dot.rect.meets(tile.rect)
            if not passed[number] and not touched:
                continue
            key = number, *(shown[k] for k in tile.near)

            def base(rect: Rect = tile.rect) -> Pixels:
                return self.stack.compose(rect, shown, still)

            pixels = self._bases.get(key, base).copy()
            if passed[number]:
                own = alphas[tile.start : tile.start + len(tile.pixels)]
                seen = np.flatnonzero(own)
                flat, places = pixels.reshape(-1, 3), tile.pixels[seen]
                ink = flat[places]
                blend(ink, colour, own[seen])
                flat[places] = ink
            if touched:
                lay_over(pixels, tile.rect, dot, sure)
            found.append(patch(tile.rect, pixels))
        return found

    def _along(self, x: float, y: float, trail: int, sure: int) -> tuple[Floats, Floats, Floats]:
        """Return by direction how strong the trail is, 0 to 200, how wide, and how far from the Earth, in pixels."""
        lags, kms = self._trail(x, y, trail)
        phase = atan2(y - self.y, self.x - x)
        behind = (phase - np.arange(BINS) * (2 * pi / BINS)) % (2 * pi)
        ahead = behind > 2 * pi - 0.02  # so that it begins under the Moon
        behind[ahead] = 0.0
        left = np.clip(1.0 - behind / lags[-1], 0.0, 1.0)
        widths = left * 1.6 * self.look.unit + 0.9
        strengths, fars = left**1.3 * (200.0 * sure / LEVELS), np.interp(behind, lags, kms) * self.scale
        return strengths.astype(np.float32), widths.astype(np.float32), fars.astype(np.float32)

    def _trail(self, x: float, y: float, trail: int) -> tuple[Floats, Floats]:
        """Return how far behind the Moon in radians its trail was how many km away."""
        assert self.track is not None
        us = trail * DAY_US // 48
        phases, kms = self.track.path(us - np.linspace(0.0, TRAIL_DAYS, TRAIL_STEPS) * DAY_US)
        lags = np.maximum.accumulate((phases[0] - phases + 1e-9) % (2 * pi))
        kms[0] = hypot(x - self.x, y - self.y) / self.scale
        return lags, kms

    def _cut_tiles(self) -> list[_Tile]:
        """Return the tiles of the page that the ring of distances passes through."""
        out = self.ring + 9 * self.look.unit
        inside = self.ring * NEAREST_KM / FARTHEST_KM - 9 * self.look.unit
        tile = 2 * ceil(TILE * max(self.look.unit, 0.5) / 2)
        found: list[_Tile] = []
        phases, fars, start = [], [], 0
        left, top = (floor((middle - out) / 2) * 2 for middle in (self.x, self.y))
        for py in range(top, ceil(self.y + out), tile):
            for px in range(left, ceil(self.x + out), tile):
                rect = Rect(px, py, px + tile, py + tile).within(*self.look.size)
                rows, columns = np.mgrid[rect.y : rect.bottom, rect.x : rect.right] + 0.5
                far = np.hypot(columns - self.x, rows - self.y)
                on = np.flatnonzero((far < out) & (far > inside))
                if len(on):
                    turn = np.arctan2(rows - self.y, self.x - columns).ravel()[on]
                    phases.append(np.round(turn / (2 * pi) * BINS).astype(np.int32) % BINS)
                    fars.append(far.ravel()[on])
                    found.append(_Tile(rect, self.stack.near(rect), on, start))
                    start += len(on)
        self._phases, self._fars = np.concatenate(phases), np.concatenate(fars).astype(np.float32)
        return found

    def _dot(self, x: int, y: int) -> Sprite:
        px, py = x // QUARTERS, y // QUARTERS
        made = self._dots.get(
            (x % QUARTERS, y % QUARTERS),
            lambda: sprite(
                self._moon_shapes(64 + x % QUARTERS / QUARTERS, 64 + y % QUARTERS / QUARTERS),
                self.look.theme,
                (999, 999),
            ),
        )
        r = made.rect
        return Sprite(
            Rect(r.x + px - 64, r.y + py - 64, r.right + px - 64, r.bottom + py - 64), made.rgb, made.alpha
        )

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

    def _find_places(self) -> list[Point]:
        """Return where the marks stand: outside the ring, one behind the other where two would touch."""
        apart = 14 * self.look.unit
        found: list[Point] = []
        near: dict[tuple[int, int], list[Point]] = {}
        for _, phase, _ in self.points:
            steps = [
                self.place(phase, FARTHEST_KM + (13 + 15 * k) * self.look.unit / self.scale) for k in (0, 1)
            ]
            free = (at for at in steps if not _is_near(at, near, apart))
            at = next(free, steps[0])
            near.setdefault((floor(at[0] / apart), floor(at[1] / apart)), []).append(at)
            found.append(at)
        return found

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

    def _label_heights(self) -> dict[int, float]:
        """Return how high the labels stand at either side, none closer than a line to the next."""
        found: dict[int, float] = {}
        step = SMALL * self.look.unit * 2.55
        places = self._places
        for side in (True, False):
            members = sorted((y, number) for number, (x, y) in enumerate(places) if (x >= self.x) == side)
            room = self.box.bottom - 70 * self.look.unit - self.box.y
            members = members[: max(int(room / step), 0)]
            heights = _spread([y for y, _ in members], step, self.box.y + step, self.box.y + room)
            found.update((number, height) for (_, number), height in zip(members, heights, strict=True))
        return found

    def parts(self, state: State) -> Sequence[Part]:
        """Return the marks, the trail as a line, the Moon and its distance."""
        x, y, trail, sure, words, clear, shown = state
        found: list[Part] = [
            p for number, level in enumerate(shown) if level * 2 > LEVELS for p in self._mark_parts(number)
        ]
        if sure:
            lags, kms = self._trail(x / QUARTERS, y / QUARTERS, trail)
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
                        stroke=self.trail_role,
                        stroke_width=(0.4 + 3.2 * share) * self.look.unit,
                        opacity=share**1.3,
                    )
                )
            found += self._moon_shapes(x / QUARTERS, y / QUARTERS)
        return [*found, *self.far.parts(((words, clear),))]

    def images(self, state: State) -> Sequence[Image]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class _Tile:
    """A square of the page, the marks there, and its pixels that the Moon can reach.

    `start` is where they begin among those of all tiles.
    """

    rect: Rect
    near: tuple[int, ...]
    pixels: Places
    start: int


def _is_near(at: Point, others: dict[tuple[int, int], list[Point]], apart: float) -> bool:
    """Tell whether a point is within `apart` of others, which are kept by squares of that side."""
    column, row = floor(at[0] / apart), floor(at[1] / apart)
    around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    return any(hypot(at[0] - x, at[1] - y) <= apart for square in around for x, y in others.get(square, ()))


def _mark_level(cue: Cue, film_s: float) -> float:
    return cue.told(film_s) * (1.0 - 0.25 * cue.quiet(film_s))


def _spread(wanted: list[float], step: float, low: float, high: float) -> list[float]:
    """Return heights as near to those wanted as they can be, in order, at least a step apart, within low and high."""
    blocks: list[tuple[float, int]] = []
    for number, y in enumerate(wanted):
        blocks.append((y - number * step, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m)]
    flat = [base for base, count in blocks for _ in range(count)]
    most = high - (len(wanted) - 1) * step
    return [min(max(base, low), most) + number * step for number, base in enumerate(flat)]


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
