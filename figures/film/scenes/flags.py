"""The labels of a lane as flags over its marks: in rows, none over another, with as much said as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees
from typing import TYPE_CHECKING, NamedTuple

from figures.film.scenes.pieces import BODY, SMALL
from figures.fonts import text_width
from figures.labels import place
from figures.moonface import moon_disc
from figures.scene import Text, circle, line
from figures.textfit import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figures.axis import TimeAxis
    from figures.film.scenes.pieces import Look
    from figures.film.scenes.script import Cue
    from figures.film.sky_track import SkyTrack
    from figures.labels import Flag, Placement
    from figures.scene import Part

LIFT, BEND = 20.0, 11.0
"""Units between a lane's line and its lowest row, and up to where a leader is free to bend."""


class Row(NamedTuple):
    """A lane on the page: its line, and how high above it labels may go."""

    y: float
    top: float


@dataclass(frozen=True, slots=True)
class Style:
    """How much a label says, in units: with a `disc` its Moon stands at its left and its date below it."""

    row: float
    size: float
    disc: float = 0.0


LARGE, CLOSE, SMALLER, PLAIN = Style(60, 21, 16), Style(52, 21, 16), Style(46, BODY, 11), Style(21, SMALL)


@dataclass(frozen=True, slots=True, eq=False)
class Flags:
    """How labels are set on a strip: in which style, along which axis, and up to which column of the page."""

    look: Look
    style: Style
    axis: TimeAxis
    right: float
    track: SkyTrack | None

    def place(self, cues: Sequence[Cue], xs: Sequence[float], row: Row) -> Placement | None:
        """Place the labels of cues whose marks stand at `xs`, in order; what has no room is counted in groups."""
        unit, style = self.look.unit, self.style
        count = int((row.y - LIFT * unit - row.top) / (style.row * unit) + 1e-9)
        if count < 1 or not cues:
            return None
        room = self.axis.right - self.axis.left
        disc = style.disc * unit
        return place(
            xs,
            [min(self._indent + self._width(cue), room) for cue in cues],
            left=self.axis.left + disc,
            right=self.right,
            step=disc + 4.0 * unit if disc else 3.0 * unit,
            gap=12.0 * unit + disc,
            reach=(0.03 if disc else 0.14) * room,
            max_rows=count,
            group_width=lambda first, last: (
                7 * unit + text_width(self._group(cues, first, last), self._small)
            ),
        )

    def parts(self, flag: Flag, placed: Placement, cues: Sequence[Cue], row: Row) -> list[Part]:
        """Return a flag: its leader from the mark, its label, and in full its Moon and its date."""
        unit, disc = self.look.unit, self.style.disc * self.look.unit
        low = row.y - BEND * unit
        centre = row.y - LIFT * unit - (flag.row - 0.5) * self.style.row * unit
        foot = centre + disc if disc and not flag.grouped else centre - 6 * unit
        route = (
            (flag.anchor, low),
            (flag.anchor, low - 2 * unit),
            (flag.pole, low - 8 * unit),
            (flag.pole, foot),
        )
        leader = line(*route, stroke="quiet", stroke_width=1.0 * unit)
        if flag.grouped:
            x, text = flag.pole + 7 * unit, self._group(cues, flag.first, flag.last)
            room = self.look.width - 4 * unit - x
            return [
                leader,
                Text(x, centre + self._small * 0.33, shorten(text, self._small, room), self._small),
            ]
        cue, x, size = cues[placed.members(flag)[0]], flag.pole + self._indent, self.style.size * unit
        room = self.look.width - 4 * unit - x
        label = shorten(cue.event.label, size, room)
        if not disc:
            return [leader, Text(x, centre + size * 0.33, label, size)]
        under = shorten(_under(cue), self._small, room)
        texts = (Text(x, centre - unit, label, size), Text(x, centre + 19 * unit, under, self._small, "soft"))
        return [leader, *self._moon(cue, flag.pole, centre), *texts]

    @property
    def _small(self) -> float:
        return SMALL * self.look.unit

    @property
    def _indent(self) -> float:
        return (self.style.disc + (8 if self.style.disc else 7)) * self.look.unit

    def _width(self, cue: Cue) -> float:
        label = text_width(cue.event.label, self.style.size * self.look.unit)
        return max(label, text_width(_under(cue), self._small)) if self.style.disc else label

    def _group(self, cues: Sequence[Cue], first: int, last: int) -> str:
        return (
            shorten(cues[first].event.label, self._small, 120 * self.look.unit) + f" and {last - first} more"
        )

    def _moon(self, cue: Cue, x: float, y: float) -> list[Part]:
        """Return the Moon of an instant or a day; a small knob for what has no Moon of its own."""
        us = cue.event.date.middle_us if cue.event.date and cue.is_point else None
        sky = self.track.at(us) if self.track is not None and us is not None else None
        if sky is None:
            return [circle(x, y, 3.5 * self.look.unit, fill="quiet")]
        angle = degrees(atan2(sky.bright_limb[1], sky.bright_limb[0]))
        return [*moon_disc(x, y, self.style.disc * self.look.unit, sky.fraction, angle)]


def _under(cue: Cue) -> str:
    """Say a label's second line: the date, and the outcome where that says more than the mark."""
    words = f"planned, {cue.date}" if cue.is_plan else cue.date
    telling = cue.outcome and not cue.is_plan and cue.outcome != "success"
    return f"{words}, {cue.outcome}" if telling else words


def fitting_style(flags: Mapping[Style, Flags], cues: Sequence[Cue], xs: Sequence[float], row: Row) -> Style:
    """Return the first style in which every label has a place of its own, else the last."""
    for style, setting in flags.items():
        placed = setting.place(cues, xs, row)
        if placed is not None and not any(flag.grouped for flag in placed.flags):
            return style
    return style
