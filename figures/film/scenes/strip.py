"""The timeline with its playhead: marks and labels that come up as the film gets to them, and stay."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from figures import marks
from figures.axis import TimeAxis, axis_ticks
from figures.film.raster import LEVELS, Rect, around, colour_of, lay_over, patch, sprite
from figures.film.scenes.flags import CLOSE, LARGE, PLAIN, SMALLER, Flags, Row, Style, fitting_style
from figures.film.scenes.moving import QUARTERS
from figures.film.scenes.pieces import SMALL, Kept
from figures.film.scenes.playhead import Playhead
from figures.film.scenes.stack import Stack
from figures.fonts import text_width
from figures.scene import Fade, Text, circle, line, rectangle
from figures.textfit import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from figures.film.playback import Playback
    from figures.film.scenes.boxes import Box
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Cue, Script
    from figures.film.sky_track import SkyTrack
    from figures.film.stage import Patch
    from figures.scene import Part

QUIET = 0.42
"""How much paler a label is once it lies in the past."""


class Strip:
    """Time as a line, with what happened on it; `full` labels have their dates and their Moons with them."""

    def __init__(
        self,
        look: Look,
        box: Box,
        script: Script,
        playback: Playback,
        tz: tzinfo | None,
        track: SkyTrack | None = None,
        full: bool = False,
    ) -> None:
        unit = look.unit
        self.look, self.box, self.script, self.tz = look, box, script, tz
        self.track = track
        self.axis_y = box.bottom - 30 * unit
        self.rows, self.named = self._rows()
        gutter = min(170 * unit, box.width * 0.24) if self.named else 0.0
        self.axis = TimeAxis(playback.start_us, playback.end_us, box.x + gutter, box.right)
        self.size = SMALL * unit
        self.flags = self._settle(full)
        parts, self._level_of = self._events()
        self.stack = Stack([sprite(each, look.theme, look.size) for each in parts], look.size)
        self._event_parts = parts
        self._way = self._pieces_of_way()
        self._ways = Kept(4 * len(self._way))
        top = (self.axis_y - 17 * unit, 1.0) if len(self.rows) == 1 else (box.y, 0.55)
        self.playhead = Playhead(look, self.axis_y, *top)
        self._patches = Kept(8)

    def _settle(self, full: bool) -> Flags:
        """Return how labels are set; a lane with full labels that is alone stands in the middle of its box."""
        unit, alone = self.look.unit, len(self.rows) == 1
        if not full:
            return self._set(PLAIN)
        if not alone:
            return self._set(SMALLER if self.rows[0].y - self.rows[0].top >= 70 * unit else PLAIN)
        cues = sorted(self.script.cues, key=self._x)
        xs, (row,) = [self._x(cue) for cue in cues], self.rows
        styles = {style: self._set(style) for style in (LARGE, CLOSE, SMALLER, PLAIN)}
        found = styles[fitting_style(styles, cues, xs, row)]
        placed = found.place(cues, xs, row)
        used = (placed.rows if placed else 0) * found.style.row * unit + 50 * unit
        self.axis_y -= max(self.box.height - used, 0.0) * 0.45
        self.rows = [Row(self.axis_y, self.box.y)]
        return found

    def _set(self, style: Style) -> Flags:
        return Flags(self.look, style, self.axis, self.box.right + 18 * self.look.unit, self.track)

    def _rows(self) -> tuple[list[Row], bool]:
        count, unit = len(self.script.lanes), self.look.unit
        if count == 1:
            return [Row(self.axis_y, self.box.y)], False
        height = (self.axis_y - 16 * unit - self.box.y) / count
        rows = [
            Row(self.box.y + height * (k + 1) - min(12 * unit, height / 2), self.box.y + height * k)
            for k in range(count)
        ]
        return rows, height >= 19 * unit

    def _x(self, cue: Cue) -> float:
        return (self.axis.clipped(cue.start_us, 0.0) + self.axis.clipped(cue.end_us, 0.0)) / 2

    def _events(self) -> tuple[list[list[Part]], list[tuple[str, tuple[Cue, ...]]]]:
        """Return the parts of each sprite from back to front, and what its level is that of."""
        parts: list[list[Part]] = []
        levels: list[tuple[str, tuple[Cue, ...]]] = []
        cues = self.script.cues
        for cue in cues:
            if not cue.is_point:
                parts.append(self._band(cue))
                levels.append(("band", (cue,)))
        for lane in range(len(self.rows)):
            for members, drawn in self._labels([cue for cue in cues if cue.lane == lane], self.rows[lane]):
                parts.append(drawn)
                levels.append(("label", members))
        for cue in cues:
            size = (8.0 if len(self.rows) == 1 else 6.5) * self.look.unit
            mark = marks.mark(cue.event.kind, cue.event.outcome, self._x(cue), self.rows[cue.lane].y, size)
            parts.append([*mark])
            levels.append(("mark", (cue,)))
        return parts, levels

    def _labels(self, cues: list[Cue], row: Row) -> list[tuple[tuple[Cue, ...], list[Part]]]:
        """Return the labels of a lane, each with the events that it is of."""
        cues = sorted(cues, key=self._x)
        placed = self.flags.place(cues, [self._x(cue) for cue in cues], row)
        if placed is None:
            return []
        return [
            (tuple(cues[k] for k in placed.members(flag)), self.flags.parts(flag, placed, cues, row))
            for flag in placed.flags
        ]

    def _band(self, cue: Cue) -> list[Part]:
        """Return a vague date's bar, fading where it is approximate or open."""
        unit, date, outcome = self.look.unit, cue.event.date, cue.event.outcome
        assert date is not None
        left, right = (self.axis.clipped(us, 0.0) for us in (cue.start_us, cue.end_us))
        height, y = 9 * unit, self.rows[cue.lane].y
        width = max(right - left, 2.0 * unit)
        soft_left = width if date.open_start else width * 0.3 if date.approximate else 0.0
        soft_right = width if date.open_end else width * 0.3 if date.approximate else 0.0
        solid = max(width - soft_left - soft_right, 0.0)
        parts: list[Part] = []
        if soft_left:
            parts.append(Fade(left, y - height / 2, soft_left, height, outcome, 0.0, 0.4))
        if solid and cue.is_plan:
            box = rectangle(
                left + soft_left,
                y - height / 2,
                solid,
                height,
                "paper",
                stroke=outcome,
                stroke_width=1.2 * unit,
            )
            parts.append(box)
        elif solid:
            parts.append(rectangle(left + soft_left, y - height / 2, solid, height, outcome, opacity=0.4))
        if soft_right:
            parts.append(Fade(right - soft_right, y - height / 2, soft_right, height, outcome, 0.4, 0.0))
        return parts

    def still(self) -> Sequence[Part]:
        """Return the lanes, the axis with its ticks, and a dot where each known instant will come up."""
        unit, axis, y = self.look.unit, self.axis, self.axis_y
        parts: list[Part] = []
        for number, row in enumerate(self.rows):
            if len(self.rows) > 1:
                parts.append(
                    line((axis.left, row.y), (axis.right, row.y), stroke="faint", stroke_width=1.4 * unit)
                )
            if self.named:
                name = shorten(self.script.lanes[number].name, self.size, axis.left - self.box.x - 12 * unit)
                parts.append(Text(self.box.x, row.y + self.size * 0.33, name, self.size, "soft"))
                if all(cue.lane != number for cue in self.script.cues):
                    place = self.axis.left + 8 * unit, row.y - 6 * unit
                    parts.append(Text(*place, "nothing dated here", self.size, "soft"))
        parts.append(line((axis.left, y), (axis.right, y), stroke="quiet", stroke_width=1.4 * unit))
        parts += self._ticks()
        for cue in self.script.cues:
            if cue.is_point:
                parts.append(circle(self._x(cue), self.rows[cue.lane].y, 2.6 * unit, fill="quiet"))
        return parts

    def _ticks(self) -> list[Part]:
        unit, size = self.look.unit, self.size
        parts: list[Part] = []

        def width(text: str) -> float:
            return text_width(text, size) + 8 * unit

        for tick in axis_ticks(self.axis, width, self.tz):
            if not tick.label:
                continue
            x, low = tick.x + 5 * unit, self.axis_y + 20 * unit
            if x + text_width(tick.label, size) > self.box.right + 20 * unit:
                continue
            parts.append(
                line((tick.x, self.axis_y + 3 * unit), (tick.x, low), stroke="quiet", stroke_width=1.0 * unit)
            )
            parts.append(Text(x, low, tick.label, size, "soft"))
        return parts

    def state(self, now: Now) -> tuple[int, tuple[int, ...]]:
        """Return the playhead's place in quarters of a pixel, and the levels of all sprites."""
        x = self.axis.clipped(now.us, self.axis.left)
        return round(x * QUARTERS), tuple(
            self._level(kind, cues, now.film_s) for kind, cues in self._level_of
        )

    @staticmethod
    def _level(kind: str, cues: tuple[Cue, ...], film_s: float) -> int:
        if kind == "label":
            shown = max(cue.shown(film_s) for cue in cues)
            return round(LEVELS * shown * (1.0 - QUIET * min(cue.quiet(film_s) for cue in cues)))
        cue = cues[0]
        if kind == "band":
            return round(
                LEVELS * (0.35 * cue.shown(film_s) + 0.65 * cue.told(film_s)) * (1 - 0.35 * cue.quiet(film_s))
            )
        return round(LEVELS * cue.told(film_s) * (1.0 - 0.25 * cue.quiet(film_s)))

    def paint(self, state: tuple[int, tuple[int, ...]], still: Pixels) -> tuple[Patch, ...]:
        """Return the way that is done, what has come up, and the playhead over it."""
        return self._patches.get(state, lambda: self._paint(*state, still))

    def _paint(self, head: int, levels: tuple[int, ...], still: Pixels) -> tuple[Patch, ...]:
        edge = head // QUARTERS

        def done(pixels: Pixels, rect: Rect) -> None:
            self._done(pixels, rect, edge)

        found = [
            self._ways.get(
                (number, min(max(edge, rect.x), rect.right), *(levels[k] for k in near)),
                lambda rect=rect: patch(rect, self.stack.compose(rect, levels, still, done)),  # type: ignore[misc]
            )
            for number, (rect, near) in enumerate(self._way)
            if rect.x < edge
        ]
        found += self.stack.paint(levels, still, done, self._reach(edge))
        line_, knob = self.playhead.sprites(head)
        rect = around(line_.rect, knob.rect).evened().within(*self.look.size)

        def below(pixels: Pixels, at: Rect) -> None:
            done(pixels, at)
            lay_over(pixels, at, line_, LEVELS)

        pixels = self.stack.compose(rect, levels, still, below)
        lay_over(pixels, rect, knob, LEVELS)
        return *found, patch(rect, pixels)

    def _pieces_of_way(self) -> list[tuple[Rect, tuple[int, ...]]]:
        """Return the axis in pieces, each with the sprites that stand there: all but one are as they were."""
        unit = self.look.unit
        reach = self._reach(0)
        length = 2 * ceil(32 * unit)
        first, last = floor(self.axis.left), ceil(self.axis.right)
        rects = [
            Rect(x, reach.y, min(x + length, last), reach.bottom).evened().within(*self.look.size)
            for x in range(first - first % 2, last, length)
        ]
        return [(rect, self.stack.near(rect)) for rect in rects]

    def _done(self, pixels: Pixels, rect: Rect, edge: int) -> None:
        """Draw the way that is done along the axis, up to a column of the page."""
        reach = self._reach(edge)
        rows = slice(max(reach.y - rect.y, 0), max(reach.bottom - rect.y, 0))
        columns = slice(max(reach.x - rect.x, 0), max(reach.right - rect.x, 0))
        pixels[rows, columns] = colour_of(self.look.theme, "soft")

    def _reach(self, edge: int) -> Rect:
        """Return the pixels of the way that is done."""
        half = max(self.look.unit, 0.75)
        top = round(self.axis_y - half)
        return Rect(floor(self.axis.left), top, edge, max(round(self.axis_y + half), top + 1))

    def parts(self, state: tuple[int, tuple[int, ...]]) -> Sequence[Part]:
        """Return the way that is done, what has come up by half, and the playhead."""
        head, levels = state
        x = head / QUARTERS
        found: list[Part] = [
            self.playhead.line(x),
            line(
                (self.axis.left, self.axis_y),
                (x, self.axis_y),
                stroke="soft",
                stroke_width=2.0 * self.look.unit,
            ),
        ]
        for parts, level in zip(self._event_parts, levels, strict=True):
            if level * 2 > LEVELS:
                found += parts
        return [*found, self.playhead.knob(x)]

    def images(self, state: tuple[int, tuple[int, ...]]) -> Sequence[Image]:
        """None."""
        return ()
