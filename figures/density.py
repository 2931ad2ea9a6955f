"""A lane of thousands of events as a density: how many there were in each stretch of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.scene import Group, Part, Text, line, rectangle
from figures.words import OUTCOME_WORDS, density_words

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from timeline.model import Event, Mission, Organisation

BIN = 2.5  # points of the axis that are counted together
HEIGHT = 48.0


def lay_out_density(
    layers: Layers, lane: Mission | Organisation, axis: TimeAxis, y: float, options: Options
) -> float:
    """Lay the lane's density out below y, outcomes stacked on each other, and return its bottom."""
    theme = options.theme
    counts = _count(lane.events, axis)
    if not counts:
        return y
    totals: Counter[int] = Counter()
    for (place, _), count in counts.items():
        totals[place] += count
    most = max(totals.values())
    base = y + HEIGHT
    stacked: dict[int, float] = {}
    bars: list[Part] = []
    for outcome in OUTCOME_WORDS:
        for place in sorted(place for place, kind in counts if kind == outcome):
            height = counts[place, outcome] / most * HEIGHT
            below = stacked.get(place, 0.0)
            top, x = base - below - height, axis.left + place * BIN
            bars.append(rectangle(x, top, BIN * 0.86, height, outcome, opacity=0.75))
            stacked[place] = below + height
    layers.bars.append(line((axis.left, base), (axis.right, base), stroke="quiet", stroke_width=0.6))
    layers.events.append(Group("density", tuple(bars), f"density.{lane.id}", density_words(lane)))
    words = f"at most {most:,} in {_span_of_bin(axis)}"
    x = options.left - 7 - text_width(words, theme.small)
    layers.lanes.append(Text(max(x, theme.margin), base, words, theme.small, "soft"))
    layers.notices.append(f"{lane.name} has {len(lane.events):,} events and is drawn as their density")
    return base + theme.row * 0.5


def _count(events: Sequence[Event], axis: TimeAxis) -> Counter[tuple[int, str]]:
    """Count the events in each bin by outcome; one without a bounded date is in none."""
    counts: Counter[tuple[int, str]] = Counter()
    for event in events:
        date = event.date
        if date is not None and date.middle_us is not None and axis.holds(date.middle_us):
            counts[int((axis.x(date.middle_us) - axis.left) // BIN), event.outcome] += 1
    return counts


def _span_of_bin(axis: TimeAxis) -> str:
    days = BIN / axis.points_per_day
    if days >= 50:
        return f"{days / 30.44:.0f} months"
    if days >= 2:
        return f"{days:.0f} days"
    return f"{days * 24:.0f} hours" if days * 24 >= 2 else f"{days * 1440:.0f} minutes"
