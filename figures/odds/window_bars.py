"""The windows that an event waits for: bands of light, and on each a bar as high as its use is likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.lighting.panel import Shades
from figures.odds.profile import DEEP, PALE
from figures.odds.words import day_words, share_words
from figures.scene import Group, Part, Shape, rectangle

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.theme import Theme
    from timeline.odds import EventOdds, WindowUse

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


def shade(odds: EventOdds, theme: Theme) -> str:
    """Return the fill of the windows of an event: good light, or any other condition."""
    return Shades.of(theme).good if odds.light else theme.colour("faint")


def extent(window: WindowUse, axis: TimeAxis) -> tuple[float, float]:
    """Return a window's left and right on an axis, not past its ends."""
    left, right = (axis.clipped(us, axis.left) for us in (window.start_us, window.end_us))
    return left, max(right, left + HAIR)


def window_bands(odds: EventOdds, axis: TimeAxis, room: Room, theme: Theme) -> list[Part]:
    """Return a band for each window that is used, through the whole height of a panel."""
    fill, height = shade(odds, theme), room.bottom - room.top
    ends = [extent(window, axis) for window in odds.windows]
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


def window_bars(odds: EventOdds, axis: TimeAxis, room: Room, theme: Theme) -> list[Part]:
    """Return the windows that an event uses with a bar on each, each told in words when it is pointed at."""
    height = room.bottom - room.top
    drawn = window_bands(odds, axis, room, theme)
    for window in shown(odds, axis):
        left, right = extent(window, axis)
        if not room.holds(left, right):
            continue
        tall = height * bar_height(window, odds)
        bars = [_bar(left, right, room.bottom, tall, PALE)]
        left, right = max(left, room.dark[0]), min(right, room.dark[1])
        if left < right:
            bars.append(_bar(left, right, room.bottom, tall, DEEP))
        drawn.append(Group("window", tuple(bars), title=window_title(window, odds)))
    return drawn


def _bar(left: float, right: float, bottom: float, tall: float, opacity: float) -> Shape:
    return rectangle(left, bottom - tall, right - left, tall, "planned", opacity=opacity)


def window_title(window: WindowUse, odds: EventOdds) -> str:
    """Say a window in words: its days, how often it is used, and by how many that waited for it."""
    days = f"{day_words(window.start_us, None)} to {day_words(window.end_us, None)}"
    waited = f", {share_words(window.waited / odds.samples)} ready before it opens" if window.waited else ""
    return f"window {days}: {share_words(window.used / odds.samples)} of the runs{waited}"


def swatches(odds: Sequence[EventOdds], theme: Theme) -> list[tuple[Shape, str]]:
    """Return what the bands mean, of those that are drawn; swatches stand at the origin."""
    kinds = {each.light: shade(each, theme) for each in odds if each.windows}
    words = {True: "good light: a window that it waits for", False: "another window"}
    size = theme.small
    return [
        (
            rectangle(0, -size * 0.45, size * 1.5, size * 0.9, fill, stroke="quiet", stroke_width=0.4),
            words[light],
        )
        for light, fill in sorted(kinds.items(), reverse=True)
    ]
