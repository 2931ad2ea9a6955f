"""How plans moved, as numbers: the plot's plane, and the path of a plan on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from figures.axis import DAY
from figures.lanes import domain, is_point
from figures.slips.trend import end_us, middle_us, said
from figures.staircases import isotonic
from timeline.edtf import civil_from_days, days_from_civil

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.measure import Box
    from figures.scene import Point
    from figures.slips.trend import Trend
    from timeline.dates import VagueDate
    from timeline.model import Claim

SMALL_DAY = 9.0  # points: a known day that takes less is a mark, one that takes more is as vague as it is
FLATTEST = 0.2  # of the time in which plans were stated: at least so much time is shown upwards
OPEN = 0.12  # of the plot's height: how far an open end fades
LONG = 3 * 365 * DAY


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot: when it was stated, to the right, against what was planned for, upwards."""

    across: TimeAxis
    up: TimeAxis  # its left is the bottom of the plot, its right the top

    @property
    def bottom(self) -> float:
        """Where the earliest plan stands."""
        return self.up.left

    @property
    def top(self) -> float:
        """Where the latest plan stands."""
        return self.up.right

    def diagonal(self) -> tuple[Point, Point] | None:
        """Return the ends of the line of what is stated on the day; None where it is not in the plot."""
        first = max(self.across.start_us, self.up.start_us)
        last = min(self.across.end_us, self.up.end_us)
        if first >= last:
            return None
        return (self.across.x(first), self.up.x(first)), (self.across.x(last), self.up.x(last))


@dataclass(frozen=True, slots=True)
class Spot:
    """A claim in the plot: its box, as wide and as tall as it is vague, and the place where lines meet it."""

    claim: Claim
    place: Point
    box: Box  # left, top, right, bottom

    def padded(self, room: float) -> Box:
        """Return the box with its place, and some room around them."""
        (x, y), (left, top, right, bottom) = self.place, self.box
        return min(left, x) - room, min(top, y) - room, max(right, x) + room, max(bottom, y) + room


@dataclass(frozen=True, slots=True)
class Path:
    """A trend in the plot; `rivals` pairs a word's spot with that of a claim against it.

    `until` is how far to the right the last word stands: to now, where it is a plan that is still to come.
    """

    trend: Trend
    spots: tuple[Spot, ...]
    rivals: tuple[tuple[Spot, Spot], ...]
    until: float


def find_spans(found: Sequence[Trend], now: VagueDate | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the stretch of time in which plans were stated, and that for which they were planned."""
    claims = [claim for trend in found for claim in (*trend.claims, *(rival for _, rival in trend.rivals))]
    stated = [said(claim) for claim in claims]
    if now is not None and now.middle_us is not None and now.middle_us > domain(stated, 0.0)[0]:
        stated.append(now)
    (x0, x1), (y0, y1) = _rounded(stated), _rounded([claim.date for claim in claims])
    lack = max(int((x1 - x0) * FLATTEST) - (y1 - y0), 0)
    y0, y1 = y0 - lack // 2, y1 + lack // 2
    room = int((y1 - y0) * OPEN)
    dates = [claim.date for claim in claims if not claim.date.is_unknown]
    y0 -= room * any(date.open_start for date in dates)
    y1 += room * any(date.open_end for date in dates)
    return (x0, x1), (y0, y1)


def _rounded(dates: Sequence[VagueDate]) -> tuple[int, int]:
    """Return the stretch that holds the dates; a long one with whole quarters of years."""
    start, end = domain(dates, 0.0)
    if end - start < LONG:
        return domain(dates, 0.05)
    (first, month, _), (last, until, _) = (
        civil_from_days((start + DAY) // DAY),
        civil_from_days((end - DAY) // DAY),
    )
    opening, closing = (month - 1) // 3 * 3, (until - 1) // 3 * 3 + 3
    return (
        days_from_civil(first, opening + 1, 1) * DAY,
        days_from_civil(last + closing // 12, closing % 12 + 1, 1) * DAY,
    )


def find_path(trend: Trend, plane: Plane, now: VagueDate | None) -> Path:
    """Return where a trend stands in the plot; a word of an unknown date on the level of the one before."""
    level = next(claim for claim in trend.claims if not claim.date.is_unknown)
    spots: list[Spot] = []
    for claim in trend.claims:
        level = level if claim.date.is_unknown else claim
        spots.append(_spot(claim, level.date, plane))
    by_claim = {id(spot.claim): spot for spot in spots}
    rivals = [
        (by_claim[id(word)], _spot(rival, rival.date, plane))
        for word, rival in trend.rivals
        if id(word) in by_claim
    ]
    return Path(trend, tuple(spots), tuple(rivals), _until(trend, spots[-1].place[0], plane, now))


def _until(trend: Trend, x: float, plane: Plane, now: VagueDate | None) -> float:
    """Return how far the last word stands: to now, but not past the day that it is planned for."""
    event = trend.event
    if now is None or now.middle_us is None or event.status != "planned" or event.outcome != "planned":
        return x
    return max(x, plane.across.clipped(min(now.middle_us, end_us(trend)), x))


def _spot(claim: Claim, level: VagueDate, plane: Plane) -> Spot:
    """Return where a claim stands; one of an unknown date at the `level` of the last that is known."""
    left, right, x = _stretch(said(claim), plane.across)
    bottom, top, y = _stretch(level, plane.up)
    return Spot(claim, (x, y), (left, top, right, bottom))


def _stretch(date: VagueDate, axis: TimeAxis) -> tuple[float, float, float]:
    """Return the first and last place of a date on an axis, and that of its middle or known end."""
    middle = axis.x(middle_us(date))
    if is_point(date) and abs(axis.points_per_day) < SMALL_DAY:
        return middle, middle, middle
    reach = (axis.right - axis.left) * OPEN
    first = middle - reach if date.earliest_us is None else axis.x(date.earliest_us)
    last = middle + reach if date.latest_us is None else axis.x(date.latest_us)
    return first, last, middle


def stack(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float, gap: float
) -> list[float]:
    """Return the middles of boxes in a column, as near as can be to where they are wanted, none overlapping.

    Exact: minimises the sum of squares of the moves in the order of `wanted`, which is sorted. Boxes that are
    taller together than the room begin at `top` and run over.
    """
    if not wanted:
        return []
    apart = [(a + b) / 2 + gap for a, b in pairwise(heights)]
    offsets = list(accumulate(apart, initial=heights[0] / 2))
    shifted = [want - top - offset for want, offset in zip(wanted, offsets, strict=True)]
    uppers = [bottom - top - h / 2 - offset for h, offset in zip(heights, offsets, strict=True)]
    return [top + y + offset for y, offset in zip(isotonic(shifted, uppers), offsets, strict=True)]


def clear(box: Box, boxes: Iterable[Box], ways: Iterable[tuple[Point, Point]]) -> bool:
    """Tell whether a box (left, top, right, bottom) touches none of the boxes and none of the stretches."""
    left, top, right, bottom = box
    if any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in boxes):
        return False
    return not any(_enters(box, start, end) for start, end in ways)


def _enters(box: Box, start: Point, end: Point) -> bool:
    """Tell whether a stretch runs into a box: what each pair of its sides leaves of it, has a common part."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, origin, along = box[axis], box[axis + 2], start[axis], end[axis] - start[axis]
        if along == 0:
            if not low < origin < high:
                return False
            continue
        near, far = sorted(((low - origin) / along, (high - origin) / along))
        first, last = max(first, near), min(last, far)
    return first < last
