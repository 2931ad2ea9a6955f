"""Breaks of an axis: long stretches in which nothing happens, left out, marked, and said how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from figures.axis import DAY, TimeAxis
from figures.scene import Part, Text, line, rectangle

if TYPE_CHECKING:
    from figures.theme import Theme
    from timeline.dates import VagueDate

LEAST_SHARE = 0.45  # of what is shown: a shorter stretch of nothing tells something
MARGIN = 0.04  # of what remains, kept at both sides of a break
MOST_BREAKS = 4


def find_cuts(dates: Sequence[VagueDate], start_us: int, end_us: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches to leave out: the longest empty one first, while it takes a good share of the axis."""
    empty = sorted(_empty(dates), key=lambda gap: gap[0] - gap[1])
    cuts: list[tuple[int, int]] = []
    shown = end_us - start_us
    for start, end in empty[:MOST_BREAKS]:
        if end - start < LEAST_SHARE * shown:
            break
        room = int((shown - (end - start)) * MARGIN)
        if end - start > 4 * room:
            cuts.append((start + room, end - room))
            shown -= end - start - 2 * room
    return tuple(sorted(cuts))


def _empty(dates: Sequence[VagueDate]) -> list[tuple[int, int]]:
    """Return the stretches between dates that no date reaches into; an open end reaches for ever."""
    spans = sorted(
        (date.earliest_us, date.latest_us)
        for date in dates
        if date.earliest_us is not None and date.latest_us is not None
    )
    if any(date.open_start != date.open_end for date in dates) or not spans:
        return []
    gaps, reached = [], spans[0][1]
    for start, end in spans[1:]:
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps


def break_marks(axis: TimeAxis, y: float, left: float, right: float) -> list[Part]:
    """Return the gaps of a line at y that runs from left to right: paper between two slashes."""
    parts: list[Part] = []
    for start, end in axis.cuts:
        x0, x1 = axis.x(start), axis.x(end)
        if left <= x0 and x1 <= right:
            parts.append(rectangle(x0, y - 4, x1 - x0, 8, "paper"))
            parts += [_slash(x, y) for x in (x0, x1)]
    return parts


def break_words(axis: TimeAxis, baseline: float, theme: Theme) -> list[Part]:
    """Return how long each stretch is that was left out, in its gap between two slashes."""
    parts: list[Part] = []
    middle = baseline - theme.small * 0.33
    for start, end in axis.cuts:
        x0, x1 = axis.x(start), axis.x(end)
        words = length_words(end - start)
        parts.append(Text((x0 + x1) / 2, baseline, words, theme.small, "soft", anchor="middle"))
        parts += [_slash(x, middle) for x in (x0, x1)]
    return parts


def _slash(x: float, y: float) -> Part:
    return line((x - 2, y + 4), (x + 2, y - 4), stroke="soft", stroke_width=0.8)


def length_words(us: int) -> str:
    """Say a length of time in its largest fitting unit: `49 years`, `7 months`, `12 days`, `5 hours`."""
    days = us / DAY
    for size, name in (
        (365.2425, "years"),
        (30.44, "months"),
        (1.0, "days"),
        (1 / 24, "hours"),
        (1 / 1440, "min"),
    ):
        if days >= 2 * size:
            return f"{days / size:.0f} {name}"
    return "moments"
