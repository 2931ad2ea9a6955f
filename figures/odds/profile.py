"""How likely each date is, as a shape: steps as high as the dates in them are likely."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from figures.scene import Point, Shape, polygon

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from timeline.odds import EventOdds

LEAST = 1.6  # points that a step is wide
EACH = 400  # samples that a step holds on average, so that its height is known to 5 %
FEWEST = 60  # steps, of however few samples
PALE, DEEP = 0.28, 0.5  # opacities: of all that is drawn, and once more of the middle 8 of 10 samples
TAIL = 0.002  # of the samples at either end, which are left out


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of an axis in points, and the share of all samples that fall into it."""

    left: float
    right: float
    share: float


def reach(odds: EventOdds) -> tuple[int, int]:
    """Return from when to when an event is drawn: all but the outermost samples at either end."""
    assert odds.first_us is not None
    assert odds.last_us is not None
    share = odds.happened / max(odds.samples - odds.skipped, 1)
    first, last = odds.quantile(TAIL * share), odds.quantile((1 - TAIL) * share)
    first = odds.first_us if first is None else min(first, odds.last_us)
    last = odds.last_us if last is None else min(last, odds.last_us)
    return first, max(last, first + 1)


def profile(odds: EventOdds, axis: TimeAxis, least: float = LEAST) -> tuple[Step, ...]:
    """Return the steps of an event on an axis, left to right, at least so many points wide, each after the last."""
    first, last = reach(odds)
    begin = (first - odds.start_us) // odds.step_us
    end = min((last - odds.start_us) // odds.step_us + 1, len(odds.counts))
    most = max(FEWEST, odds.happened // EACH)
    size = max(1, ceil(least / (axis.points_per_us * odds.step_us)), ceil((end - begin) / most))
    found = []
    for index in range(begin, end, size):
        stop = min(index + size, end)
        share = float(odds.counts[index:stop].sum()) / odds.samples
        left, right = (axis.x(odds.start_us + each * odds.step_us) for each in (index, index + size))
        found.append(Step(left, right, share))  # the last one as wide as the others, so that it is no higher
    return tuple(found)


def density(step: Step) -> float:
    """Return how likely a step is for each point of its width."""
    return step.share / (step.right - step.left)


def ridge(
    steps: tuple[Step, ...], base: float, height: float, within: tuple[float, float] | None = None
) -> list[Point]:
    """Return the outline over a base line, its highest step `height` high; `within` keeps what lies between two x."""
    most = max(map(density, steps), default=0.0) or 1.0
    points: list[Point] = []
    for step in steps:
        left, right = step.left, step.right
        if within:
            left, right = max(left, within[0]), min(right, within[1])
        if left < right:
            y = base - height * density(step) / most
            points += [(left, y), (right, y)]
    return points


def filled(outline: list[Point], base: float, fill: str, opacity: float) -> list[Shape]:
    """Return an outline closed along its base line; nothing of an empty one."""
    if not outline:
        return []
    around = [(outline[0][0], base), *outline, (outline[-1][0], base)]
    return [polygon(*around, fill=fill, opacity=opacity)]
