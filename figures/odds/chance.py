"""The chance that an event has happened by each date: a curve over its windows, with quantiles named on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.fonts import text_width
from figures.odds.profile import reach
from figures.odds.words import day_words, share_words
from figures.scene import Group, Part, Text, circle, line

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.curves import Band
    from figures.layers import Layers, Options
    from figures.measure import Box
    from figures.odds.fans import Fan
    from figures.odds.light import Span
    from figures.scene import Weight
    from timeline.model import Mission, Organisation
    from timeline.odds import EventOdds

MARKED = (0.5, 0.1, 0.9, 0.8)
"""The quantiles that the curve names, the most asked for first: it has its name where there is room for one only."""
CURVE_STEP = 1.0  # points between samples of the curve


@dataclass(frozen=True, slots=True)
class Page:
    """A landing to be laid out: on which lane, how likely when, on which axis, and by when it is wanted."""

    fan: Fan
    lane: Mission | Organisation
    axis: TimeAxis
    options: Options
    days: Sequence[Span] = ()
    place: str = ""
    by_us: int | None = None

    @property
    def odds(self) -> EventOdds:
        """The odds of the landing."""
        return self.fan.odds

    @property
    def ends(self) -> tuple[float, float]:
        """Between which x its samples lie, but for the outermost."""
        first, last = reach(self.odds)
        return self.axis.x(first), self.axis.x(last)


def lay_out_curve(layers: Layers, page: Page, band: Band) -> None:
    """Draw the chance by each date, with the quantiles named on it and the date that it is wanted by."""
    layers.lanes += _scale(band, page.options)
    layers.bars.append(line(*_points(page, band), stroke="ink", stroke_width=1.4))
    taken: list[Box] = []
    if page.by_us is not None:
        layers.events.append(_by(page, page.by_us, band, taken))
    for share in MARKED:
        us = page.odds.quantile(share)
        if us is not None:
            layers.events.append(_quantile(page, band, share, us, taken))


def _points(page: Page, band: Band) -> list[tuple[float, float]]:
    """Return the curve, upright where samples wait for a window to open."""
    axis, odds = page.axis, page.odds
    count = max(int((axis.right - axis.left) / CURVE_STEP), 2)
    instants = [axis.start_us + (axis.end_us - axis.start_us) * i // count for i in range(count + 1)]
    openings = [us for window in odds.windows for us in (window.start_us, window.start_us + 1)]
    instants += [us for us in openings if axis.holds(us)]
    return [(axis.x(us), band.y(odds.chance_by(us))) for us in sorted(instants)]


def _scale(band: Band, options: Options) -> list[Part]:
    """Return the curve's scale in the gutter."""
    size = options.theme.small
    parts: list[Part] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = band.y(share)
        text = f"{100 * share:.0f} %"
        parts.append(Text(options.left - 7, y + size * 0.33, text, size, "soft", anchor="end"))
        parts.append(line((options.left - 4, y), (options.left, y), stroke="quiet", stroke_width=0.5))
    return parts


def _quantile(page: Page, band: Band, share: float, us: int, taken: list[Box]) -> Group:
    """Mark a quantile on the curve and name it: over it at its left, where nothing of the curve is, else under it."""
    theme, odds = page.options.theme, page.odds
    x, y = page.axis.x(us), band.y(share * (odds.samples - odds.skipped) / odds.samples)
    date = day_words(us, page.options.tz, clock=page.axis.points_per_day > 60)
    main = share == MARKED[0]
    weight: Weight = "semibold" if main else "regular"
    size = theme.small + (0.5 if main else 0.0)
    words = f"P{100 * share:.0f} {date}"
    places = [(x - 5 - text_width(words, size, weight), y - 2), (x + 5, y + size * 1.05)]
    named = _free([Text(left, at, words, size, "ink", weight) for left, at in places], page, band, taken)
    dot = circle(x, y, 2.2 if main else 1.7, "ink", "paper", stroke_width=0.6)
    return Group("quantile", (dot, *named), title=f"{share_words(share)} by {date}")


def _by(page: Page, by_us: int, band: Band, taken: list[Box]) -> Group:
    """Drop a line from the curve at the date that it is wanted by, with the chance by then."""
    theme, x = page.options.theme, page.axis.x(by_us)
    chance = page.odds.chance_by(by_us)
    y = band.y(chance)
    words = f"by {day_words(by_us - 1, page.options.tz)}: {share_words(chance)}"
    size, width = theme.small, text_width(words, theme.small, "semibold")
    low, high = band.bottom - 3.5, y - 5
    places = [(x + 4, low)] if band.bottom - y > 2.5 * size else []
    places += [(x - 4 - width, high), (x + 4, low), (x - 4 - width, low), (x + 4, high)]
    named = _free([Text(left, at, words, size, "ink", "semibold") for left, at in places], page, band, taken)
    drop = line((x, y), (x, band.bottom), stroke="now", stroke_width=0.9, dash=(3.0, 2.0))
    dot = circle(x, y, 2.2, "now", "paper", stroke_width=0.6)
    return Group("by", (drop, dot, *named), title=words)


def _free(texts: Sequence[Text], page: Page, band: Band, taken: list[Box]) -> list[Text]:
    """Return the first text that is on the panel and clear of the others, and take its place; none where none is."""
    for text in texts:
        left, top, right, bottom = box = _box(text)
        inside = page.axis.left <= left and right <= page.axis.right and bottom <= band.bottom
        if inside and not any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in taken):
            taken.append(box)
            return [text]
    return []


def _box(text: Text) -> Box:
    width = text_width(text.text, text.size, text.weight)
    left = text.x - (width if text.anchor == "end" else 0.0)
    return left - 1, text.y - text.size * 0.75, left + width + 1, text.y + text.size * 0.2
