"""The windows that an event waits for: bands of light, and on each a bar as high as its use is likely."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.lighting.panel import Shades
from figures.odds.profile import DEEP, PALE
from figures.odds.words import days_words, share_words
from figures.scene import Group, Part, Shape, rectangle

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.axis import TimeAxis
    from figures.odds.light import Span
    from figures.theme import Theme
    from timeline.odds import EventOdds, WindowUse

HIGHEST = 0.85  # of a band: what its bar takes at most, so that the light shows over it
HAIR = 0.6  # points that a window of no width on the axis is drawn wide


@dataclass(frozen=True, slots=True)
class Room:
    """From where to where bars stand in points, between which x, and between which they are darker."""

    top: float
    bottom: float
    ends: tuple[float, float]
    dark: tuple[float, float]

    def holds(self, left: float, right: float) -> bool:
        """Tell whether a window shows in it."""
        return self.ends[0] < right and left <= self.ends[1]


def shade(theme: Theme, *, light: bool) -> str:
    """Return the fill of windows: those of good light, or those of any other condition."""
    return Shades.of(theme).good if light else theme.colour("faint")


def extent(window: WindowUse, axis: TimeAxis) -> tuple[float, float]:
    """Return a window's left and right on an axis, not past its ends."""
    left, right = (axis.clipped(us, axis.left) for us in (window.start_us, window.end_us))
    return left, max(right, left + HAIR)


def window_bands(odds: EventOdds, axis: TimeAxis, room: Room, theme: Theme) -> list[Part]:
    """Return a band for each window that is used, through the whole height of a panel."""
    fill, height = shade(theme, light=odds.light), room.bottom - room.top
    ends = [extent(window, axis) for window in shown(odds, axis)]
    return [
        rectangle(left, room.top, right - left, height, fill)
        for left, right in ends
        if room.holds(left, right)
    ]


def shown(odds: EventOdds, axis: TimeAxis) -> list[WindowUse]:
    """Return the windows that an event uses of which any part is on an axis."""
    return [each for each in odds.windows if each.end_us > axis.start_us and each.start_us < axis.end_us]


def bar_height(window: WindowUse, odds: EventOdds) -> float:
    """Return how high a window's bar is, as a share of the highest."""
    return window.used / max(each.used for each in odds.windows)


def window_bars(
    odds: EventOdds, axis: TimeAxis, room: Room, theme: Theme, tz: tzinfo | None = None
) -> list[Part]:
    """Return the windows that an event uses with a bar on each, each told in words when it is pointed at."""
    height = (room.bottom - room.top) * HIGHEST
    drawn = window_bands(odds, axis, room, theme)
    for window in shown(odds, axis):
        left, right = extent(window, axis)
        if not room.holds(left, right):
            continue
        tall = height * bar_height(window, odds)
        bars = [_bar(left, right, room.bottom, tall, PALE)]
        if left <= room.dark[1] and room.dark[0] <= right:
            bars.append(_bar(left, right, room.bottom, tall, DEEP))
        drawn.append(Group("window", tuple(bars), title=window_title(window, odds, tz)))
    return drawn


def _bar(left: float, right: float, bottom: float, tall: float, opacity: float) -> Shape:
    return rectangle(left, bottom - tall, right - left, tall, "planned", opacity=opacity)


def window_title(window: WindowUse, odds: EventOdds, tz: tzinfo | None) -> str:
    """Say a window in words: its days, how often it is used, and by how many that waited for it."""
    days = " to ".join(days_words((window.start_us, window.end_us), tz, clock=False))
    waited = f", {share_words(window.waited / odds.samples)} ready before it opens" if window.waited else ""
    return f"window {days}: {share_words(window.used / odds.samples)} of the samples{waited}"


def day_bands(spans: Sequence[Span], axis: TimeAxis, room: Room, theme: Theme) -> list[Part]:
    """Return a pale band for each day of the site, through the whole height of a panel."""
    fill, height = Shades.of(theme).other, room.bottom - room.top
    ends = [(axis.clipped(start, axis.left), axis.clipped(end, axis.right)) for start, end in spans]
    return [rectangle(left, room.top, right - left, height, fill) for left, right in ends if left < right]


def swatches(odds: Sequence[EventOdds], theme: Theme, *, days: str = "") -> list[tuple[Shape, str]]:
    """Return what the bands of these events mean, and those of daylight over a place, where that is named."""
    return band_swatches({each.light for each in odds if each.windows}, theme, days=days)


def band_swatches(lights: Collection[bool], theme: Theme, *, days: str = "") -> list[tuple[Shape, str]]:
    """Return what bands mean, those of light, others and daylight over a place, with their swatches at the origin."""
    fills = []
    if True in lights:
        fills.append((shade(theme, light=True), "good light: a window that it waits for"))
    if False in lights:
        fills.append((shade(theme, light=False), "another window that it waits for"))
    if days:
        fills.append((Shades.of(theme).other, f"the Sun is up: {days}"))
    size = theme.small
    box = (0, -size * 0.45, size * 1.5, size * 0.9)
    return [(rectangle(*box, fill, stroke="quiet", stroke_width=0.4), words) for fill, words in fills]
