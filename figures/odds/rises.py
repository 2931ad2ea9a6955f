"""Where a slip costs far more than itself: the jumps of a staircase, each with its cost beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from figures.axis import DAY, TimeAxis
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.scene import Group, Text

if TYPE_CHECKING:
    from figures.measure import Box
    from figures.scene import Point
    from timeline.odds import SlipStep

NOTABLE = 7 * DAY  # that a step costs beyond the delay itself: less is not named


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's room in points: delays from left to right, dates upwards."""

    left: float
    right: float
    top: float
    bottom: float
    most_us: int
    dates: TimeAxis

    def x(self, delay_us: int) -> float:
        """Return where a delay stands."""
        return self.left + (self.right - self.left) * delay_us / self.most_us

    def y(self, us: int) -> float:
        """Return where a date stands, not past the panel."""
        return self.bottom - self.dates.clipped(us, 0.0)


@dataclass(frozen=True, slots=True)
class Rise:
    """Two neighbouring delays between which even odds move by more than the delay does."""

    before: SlipStep
    after: SlipStep

    @property
    def cost_us(self) -> int:
        """By how much the date of even odds moves."""
        return (self.after.p50_us or 0) - (self.before.p50_us or 0)

    @property
    def delay_us(self) -> int:
        """By how much the delay does."""
        return self.after.slip_us - self.before.slip_us


def rises(steps: Sequence[SlipStep]) -> list[Rise]:
    """Return where even odds jump by at least a week more than the delay grows, the largest first."""
    found = [Rise(a, b) for a, b in pairwise(steps) if a.p50_us is not None and b.p50_us is not None]
    found = [rise for rise in found if rise.cost_us - rise.delay_us >= NOTABLE]
    return sorted(found, key=lambda rise: rise.delay_us - rise.cost_us)


def lay_out_rises(layers: Layers, panel: Panel, steps: Sequence[SlipStep], options: Options) -> None:
    """Write at the largest jumps what they cost, where there is room clear of the mean."""
    size = options.theme.small
    taken: list[Box] = []
    means = [(panel.x(step.slip_us), panel.y(step.mean_us)) for step in steps if step.mean_us is not None]
    for rise in rises(steps):
        words = f"+{rise.cost_us / DAY:.0f} d"
        free = (
            box
            for box in _beside(panel, rise, text_width(words, size, "semibold"), size)
            if _clear(box, taken)
        )
        boxes = [box for box in free if panel.left < box[0] and box[2] < panel.right]
        found = next((box for box in boxes if not _crossed(box, means)), None)
        if found is None:
            continue
        taken.append(found)
        text = Text(found[0], found[3] - size * 0.2, words, size, "ink", "semibold")
        title = f"{delay_words(rise.after.slip_us)} of delay: even odds {delay_words(rise.cost_us)} later"
        layers.events.append(Group("rise", (text,), title=title))


def _beside(panel: Panel, rise: Rise, width: float, size: float) -> Iterator[Box]:
    """Give the places beside a jump, the best ones first: its middle at the left, then at the right, then off it."""
    assert rise.before.p50_us is not None
    assert rise.after.p50_us is not None
    x = (panel.x(rise.before.slip_us) + panel.x(rise.after.slip_us)) / 2
    low, high = panel.y(rise.before.p50_us), panel.y(rise.after.p50_us)
    for share in (0.5, 0.7, 0.3, 0.85, 0.15):
        middle = low + (high - low) * share
        for left in (x - 4 - width, x + 4):
            yield left, middle - size * 0.5, left + width, middle + size * 0.5


def _clear(box: Box, taken: Sequence[Box]) -> bool:
    return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)


def _crossed(box: Box, points: Sequence[Point]) -> bool:
    """Tell whether a rising line runs through a box."""
    inside = [y for (x0, y0), (x1, y1) in pairwise(points) if x1 >= box[0] and x0 <= box[2] for y in (y0, y1)]
    return bool(inside) and min(inside) < box[3] + 1 and max(inside) > box[1] - 1


def delay_words(us: int) -> str:
    """Say a delay in days."""
    count = us / DAY
    number = f"{count:.0f}" if abs(count - round(count)) < 0.05 else f"{count:.1f}"
    return f"{number} day{'s' * (number != '1')}"
