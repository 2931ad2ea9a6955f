"""Time as a length: where an instant stands, and which ticks fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from timeline.edtf import civil_from_days, days_from_civil

if TYPE_CHECKING:
    from datetime import tzinfo

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MIN_MINOR = 4.0  # points between unlabelled ticks
MIN_GAP = 4.0  # points between labels
BREAK = 40.0  # points that a stretch takes which is left out


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A stretch of time, in microseconds of UTC since 1970, laid from `left` to `right` in points.

    `cuts` are stretches in which nothing happens: each is left out and takes `BREAK` points, however long it is.
    """

    start_us: int
    end_us: int
    left: float
    right: float
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def points_per_us(self) -> float:
        """Return how many points a microsecond takes, where time is not left out."""
        shown = self.end_us - self.start_us - sum(end - start for start, end in self.cuts)
        return (self.right - self.left - BREAK * len(self.cuts)) / shown

    def x(self, us: int) -> float:
        """Return where an instant stands."""
        if not self.cuts:
            share = (us - self.start_us) / (self.end_us - self.start_us)
            return self.left + share * (self.right - self.left)
        gone = [min(max(us - start, 0), end - start) for start, end in self.cuts]
        breaks = sum(each / (end - start) for each, (start, end) in zip(gone, self.cuts, strict=True))
        return self.left + (us - self.start_us - sum(gone)) * self.points_per_us + BREAK * breaks

    def clipped(self, us: int | None, otherwise: float) -> float:
        """Return where an instant stands, not past the ends; an open end stands at `otherwise`."""
        return otherwise if us is None else min(max(self.x(us), self.left), self.right)

    def holds(self, us: int) -> bool:
        """Tell whether an instant lies on the axis and is not left out."""
        return self.start_us <= us <= self.end_us and not any(start < us < end for start, end in self.cuts)

    def edge_dates(self, width: float) -> tuple[float, float] | None:
        """Return the dates at 0 and at `width` points in days since 1970, as matplotlib counts; None with breaks."""
        if self.cuts:
            return None
        per_point = (self.end_us - self.start_us) / (self.right - self.left) / DAY
        first = self.start_us / DAY - self.left * per_point
        return first, first + width * per_point

    @property
    def points_per_day(self) -> float:
        """Return how many points a day takes."""
        return self.points_per_us * DAY


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis: `label` is empty for a minor tick, `large` for what opens the next larger unit."""

    x: float
    label: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of ticks: `step` of them, `days` long at the least; a clock's step is in microseconds."""

    name: str
    step: int
    days: float
    widest: str


HALF_YEARS = _Unit("month", 6, 181, "Jan 2025")
FEWEST = 3  # years that tell an axis: where there are fewer, half years do where they fit
UNITS = (
    *(_Unit("clock", n * MINUTE // 60, n / 86_400, "18:00:00") for n in (1, 5, 15, 30)),
    *(_Unit("clock", n * MINUTE, n / 1440, "16 Jul 1969") for n in (1, 5, 15, 30)),
    *(_Unit("clock", n * HOUR, n / 24, "16 Jul 1969") for n in (1, 3, 6, 12)),
    *(_Unit("day", n, n, "16 Jul 1969") for n in (1, 2, 5, 10)),
    _Unit("month", 1, 28, "Jan 2025"),
    _Unit("month", 3, 90, "Jan 2025"),
    *(_Unit("year", n * 10**power, 365 * n * 10**power, "2025") for power in range(10) for n in (1, 2, 5)),
)


def axis_ticks(axis: TimeAxis, width: Callable[[str], float], tz: tzinfo | None = None) -> tuple[Tick, ...]:
    """Return the ticks of the finest unit whose labels fit, `width` measuring a label in points.

    Half years are taken where fewer than three years would be named. Days and hours are those of the display
    zone, of UTC without one. Minor ticks of a finer unit stand between where they are at least 4 points apart.
    """
    fits = [i for i, unit in enumerate(UNITS) if unit.days * axis.points_per_day >= width(unit.widest) + 8]
    chosen = fits[0] if fits else len(UNITS) - 1
    unit = UNITS[chosen]
    starts = list(_starts(axis, unit, tz))
    fine = HALF_YEARS.days * axis.points_per_day >= width(HALF_YEARS.widest) + 8
    if unit.name == "year" and len(starts) < FEWEST and fine:
        unit, starts = HALF_YEARS, list(_starts(axis, HALF_YEARS, tz))
    major = _labelled(axis, starts, unit, width)
    taken = {round(tick.x, 3) for tick in major}
    finer = [i for i in range(chosen) if UNITS[i].days * axis.points_per_day >= MIN_MINOR]
    minor = (axis.x(us) for us, _ in _starts(axis, UNITS[finer[0]], tz)) if finer else ()
    extra = [Tick(x) for x in minor if round(x, 3) not in taken]
    return tuple(sorted((*major, *extra), key=lambda tick: tick.x))


def _labelled(
    axis: TimeAxis, starts: Sequence[tuple[int, int]], unit: _Unit, width: Callable[[str], float]
) -> list[Tick]:
    """Label each start with what changed since the last one that is labelled.

    A label that says much, as the first one does, can be too long for its room: then the next start goes
    without, or, where that one opens a day, it says all in the other's place.
    """
    found: list[Tick] = []
    kept: list[tuple[int, ...]] = [()]  # the dates of the labels that stand
    last = -1
    for us, local in starts:
        date, x = civil_from_days(local // DAY), axis.x(us)
        tick = _tick(x, unit, local, date, kept[-1])
        if last >= 0 and found[last].x + width(found[last].label) + MIN_GAP > x:
            if not tick.large or unit.name == "year":
                found.append(Tick(x))
                continue
            found[last] = Tick(found[last].x)
            kept.pop()
            tick = _tick(x, unit, local, date, kept[-1])
        found.append(tick)
        kept.append(date)
        last = len(found) - 1
    return found


def _tick(x: float, unit: _Unit, local: int, date: tuple[int, ...], before: tuple[int, ...]) -> Tick:
    label = _label(unit, local, [part != was for part, was in zip_longest(date, before)])
    return Tick(x, label, unit.name == "year" or " " in label)


def _label(unit: _Unit, local: int, changed: Sequence[bool]) -> str:
    year, month, day = civil_from_days(local // DAY)
    new_year, new_month, new_day = changed
    if unit.name == "year":
        return str(year)
    written = f"{MONTHS[month - 1]} {year}" if new_year else MONTHS[month - 1]
    if unit.name == "month":
        return written
    if unit.name == "day":
        return f"{day} {written}" if new_year or new_month else str(day)
    if local % DAY == 0 and (new_month or new_day):
        return f"{day} {written}"
    minutes, us = divmod(local % DAY, MINUTE)
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}" + (
        f":{us // 1_000_000:02d}" if unit.step < MINUTE else ""
    )
    return f"{day} {written} {clock}" if new_year else clock


def _starts(axis: TimeAxis, unit: _Unit, tz: tzinfo | None) -> Iterator[tuple[int, int]]:
    """Give the starts of the unit's periods on the axis, in order: the instant, and its local reading."""
    edges = [axis.start_us, *(edge for cut in axis.cuts for edge in cut), axis.end_us]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for local in _periods(start + offset_us(tz, start), end + offset_us(tz, end), unit):
            us = local - offset_us(tz, local - offset_us(tz, local))
            if start <= us <= end:
                yield us, local


def _periods(start: int, end: int, unit: _Unit) -> Iterator[int]:
    if unit.name == "clock":
        yield from range(start - start % unit.step, end + 1, unit.step)
        return
    year = civil_from_days(start // DAY)[0]
    last = civil_from_days(end // DAY)[0]
    if unit.name == "year":
        for y in range(year - year % unit.step, last + 1, unit.step):
            yield days_from_civil(y, 1, 1) * DAY
        return
    for y in range(year, last + 1):
        for m in range(1, 13, unit.step if unit.name == "month" else 1):
            yield from _days_of(y, m, unit)


def _days_of(year: int, month: int, unit: _Unit) -> Iterator[int]:
    """Give the month's start, or its days in steps that start anew each month and crowd no next one."""
    first = days_from_civil(year, month, 1)
    if unit.name == "month":
        yield first * DAY
        return
    following = days_from_civil(year + month // 12, month % 12 + 1, 1)
    for day in range(1, 32):
        on_step = day == 1 or unit.step == 1 or (day % 2 == 1 if unit.step == 2 else day % unit.step == 0)
        if on_step and first + day - 1 + (unit.step if day > 1 else 0) <= following:
            yield (first + day - 1) * DAY


def offset_us(tz: tzinfo | None, us: int) -> int:
    """Return a zone's offset from UTC at an instant, in microseconds; 0 for years that no zone knows."""
    from datetime import UTC, datetime, timedelta

    if tz is None:
        return 0
    try:
        moment = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(tz)
    except OverflowError:
        return 0
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds() * 1_000_000)
