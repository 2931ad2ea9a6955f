"""What the Moon looked like for each date, however vague: a value for an instant, a range for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

import numpy as np

from ephemeris.cycles import Counts, Events, instants
from ephemeris.geometry import geometry, norm
from ephemeris.kernel import Kernel, KernelRangeError, load_kernel
from ephemeris.moon import in_chunks, light_at_a_glance
from ephemeris.near import apsides_near, distances
from ephemeris.phases import (
    FULL,
    NEW,
    age_and_lunation,
    phase_name,
    phases_near,
)
from ephemeris.ranges import MARGIN_KM, ranges
from ephemeris.scales import DAY_S, Floats, utc_from_tdb

FloatOrRange: TypeAlias = float | tuple[float, float]
IntOrRange: TypeAlias = int | tuple[int, int]
Instant: TypeAlias = np.datetime64 | None
Neighbours: TypeAlias = tuple[Instant, Instant, Instant, Instant]
_Solver: TypeAlias = Callable[[Kernel, Events, Floats, Floats], list["MoonContext"]]

ANY_PHASE: Final = "any"
ANY_DAYS: Final = 28.0
"""From this length on a date says nothing of the phase: every one is possible."""

GREATEST_AGE_DAYS: Final = 29.84
"""No lunation of 1899 to 2053 is longer: the greatest has 29.830 days."""

MARGIN_DAYS: Final = 1e-9  # so that rounding leaves no age outside its range

TILT_SWING_DEG: Final = 30.0
"""A vague date has a tilt only where the bright limb's angle stays within this much."""


class _Span(NamedTuple):
    """The first and the last microsecond of a date, None at an open end; an instant is a single one."""

    first: int | None
    last: int | None
    is_instant: bool


class Dated(Protocol):
    """A date: a half-open interval of UTC microseconds since 1970, None where an end is open."""

    @property
    def earliest_us(self) -> int | None:
        """The first microsecond, None for an open start."""

    @property
    def latest_us(self) -> int | None:
        """The first microsecond after it, None for an open end."""

    @property
    def is_instant(self) -> bool:
        """Whether it has a time of day."""


@dataclass(frozen=True, slots=True)
class MoonContext:
    """The Moon of one date: numbers for an instant, (least, greatest) for a vague date.

    A range holds every value within the date. `phase_longitude_deg` of a range is unwrapped: (350.0, 372.0)
    runs from 350 through 0 to 12. `phase_name` of a range is "waxing crescent to first quarter", or "any"
    from 28 days on, where the longitude is (0, 360), the fraction (0, 1), and the new and full Moons inside
    are listed. `bright_limb_angle_deg` (from J2000 north through east, 0 to 360) is a number for an instant,
    the middle of the range for a vague date over which it turns by less than 30 degrees, and else None.
    The neighbours (`previous_new`...) are outside the date, None where the kernel ends before them.
    Outside the kernel's years every field is None and `note` says why.
    """

    phase_name: str | None = None
    phase_longitude_deg: FloatOrRange | None = None
    illuminated_fraction: FloatOrRange | None = None
    age_days: FloatOrRange | None = None
    lunation: IntOrRange | None = None
    distance_km: FloatOrRange | None = None
    bright_limb_angle_deg: float | None = None
    previous_new: np.datetime64 | None = None
    next_new: np.datetime64 | None = None
    previous_full: np.datetime64 | None = None
    next_full: np.datetime64 | None = None
    new_moons: tuple[np.datetime64, ...] = ()
    full_moons: tuple[np.datetime64, ...] = ()
    note: str = ""


def moon_context(
    dates: Iterable[Dated], kernel: Kernel | None = None, *, strict: bool = False
) -> list[MoonContext | None]:
    """Find the Moon for each date, in order, all of them computed together; None for an unknown date.

    An instant is taken at its `middle_us` if it has one (`VagueDate` gives the stated time), else at its
    earliest microsecond. An open end makes every phase possible; the distance
    then ranges over the kernel's years, and no Moons are listed. With `strict` a date outside the
    kernel's years raises KernelRangeError; else it gets a context that holds only a note.
    """
    kernel = kernel or load_kernel()
    spans = [_span(date) for date in dates]
    found: list[MoonContext | None] = [None] * len(spans)
    for solve, places in _sorted(kernel, spans).items():
        if solve is None:
            for place in places:
                found[place] = _outside(kernel, spans[place], strict=strict)
            continue
        ends = np.array([_clipped(kernel, spans[place]) for place in places], dtype=np.int64)
        first_s, last_s = kernel.tdb_from(ends.astype("M8[us]")).T
        near = phases_near(kernel, first_s, last_s)
        for place, context in zip(places, solve(kernel, near, first_s, last_s), strict=True):
            found[place] = _opened(context, spans[place])
    return found


def _sorted(kernel: Kernel, spans: list[_Span]) -> dict[_Solver | None, list[int]]:
    """Where the dates of each sort are; unknown ones are left out, and those outside are under None."""
    low, high = _us(kernel.start), _us(kernel.end)
    groups: dict[_Solver | None, list[int]] = {}
    for place, span in enumerate(spans):
        if span.first is None and span.last is None:
            continue
        if any(us is not None and not low <= us <= high for us in span[:2]):
            solver: _Solver | None = None
        elif span.first is None or span.last is None:
            solver = _of_any
        elif span.is_instant:
            solver = _of_points
        else:
            # the last microsecond is still the date's
            solver = _of_any if span.last - span.first >= ANY_DAYS * DAY_S * 1e6 - 1 else _of_ranges
        groups.setdefault(solver, []).append(place)
    return groups


def _clipped(kernel: Kernel, span: _Span) -> tuple[int, int]:
    first, last, _ = span
    return _us(kernel.start) if first is None else first, _us(kernel.end) if last is None else last


def _opened(context: MoonContext, span: _Span) -> MoonContext:
    """Take back what an open end leaves unknown: how many Moons there are inside, and what comes next."""
    if span.first is not None and span.last is not None:
        return context
    context = replace(context, lunation=None, new_moons=(), full_moons=())
    if span.first is None:
        return replace(context, previous_new=None, previous_full=None)
    return replace(context, next_new=None, next_full=None)


def _us(time: np.datetime64) -> int:
    return int(time.astype("M8[us]").astype(np.int64))


def _span(date: Dated) -> _Span:
    if date.is_instant and date.earliest_us is not None:
        # an approximate instant is wider to both sides: what was said is in between, if it tells
        instant = getattr(date, "middle_us", None)
        instant = date.earliest_us if instant is None else instant
        return _Span(instant, instant, True)
    last = None if date.latest_us is None else date.latest_us - 1
    if last is not None and date.earliest_us is not None:
        last = max(last, date.earliest_us)
    return _Span(date.earliest_us, last, False)


def _outside(kernel: Kernel, span: _Span, *, strict: bool) -> MoonContext:
    message = f"the sky is known from {kernel.years}: {_years(span.first, span.last)} is outside"
    if strict:
        raise KernelRangeError(f"{message}; leave the date out, or name another kernel")
    return MoonContext(note=message)


def _years(first: int | None, last: int | None) -> str:
    begin, end = ("" if us is None else _year(us) for us in (first, last))
    return begin if begin == end else f"{begin or '..'}/{end or '..'}"


def _year(us: int) -> str:
    if abs(us) < 2**62:
        return str(np.datetime64(us, "us").astype("M8[Y]"))
    return f"the year {1970 + us // 31_556_952_000_000}"  # beyond what datetime64 holds


def _of_points(kernel: Kernel, near: Events, first_s: Floats, last_s: Floats) -> list[MoonContext]:
    columns = in_chunks(lambda part: light_at_a_glance(geometry(kernel, part)), first_s)
    age, lunation = age_and_lunation(near, first_s)
    rows = zip(*(c.tolist() for c in (*columns, age, lunation)), strict=True)
    neighbours = _neighbours(near, first_s, last_s)
    return [
        MoonContext(phase_name(longitude), longitude, fraction, _known(days), number, km, limb, *around)
        for (longitude, fraction, km, limb, days, number), around in zip(rows, neighbours, strict=True)
    ]


def _of_ranges(kernel: Kernel, near: Events, first_s: Floats, last_s: Floats) -> list[MoonContext]:
    found = ranges(kernel, first_s, last_s)
    ages, lunations = _ages(near, first_s, last_s)
    tilts = np.where(found.tilt_swing_deg < TILT_SWING_DEG, found.tilt_deg, np.nan)
    neighbours = _neighbours(near, first_s, last_s)
    pairs = (found.phase_longitude_deg, found.illuminated_fraction, ages, lunations, found.distance_km)
    rows = zip(*(zip(*pair.tolist(), strict=True) for pair in pairs), tilts.tolist(), strict=True)
    return [
        MoonContext(_names(*longitude), longitude, fraction, _known(age), number, km, _known(tilt), *around)
        for (longitude, fraction, age, number, km, tilt), around in zip(rows, neighbours, strict=True)
    ]


def _of_any(kernel: Kernel, near: Events, first_s: Floats, last_s: Floats) -> list[MoonContext]:
    _, lunations = age_and_lunation(near, np.stack([first_s, last_s]))
    new, full = near.of(NEW), near.of(FULL)
    new_times, full_times = utc_from_tdb(new.tdb_s), utc_from_tdb(full.tdb_s)
    return [
        MoonContext(
            ANY_PHASE,
            (0.0, 360.0),
            (0.0, 1.0),
            (0.0, GREATEST_AGE_DAYS),
            (first, last),
            (least, most),
            None,
            around[0],
            around[1],
            around[2],
            around[3],
            tuple(new_times[new.inside(*ends)]),
            tuple(full_times[full.inside(*ends)]),
        )
        for ends, first, last, (least, most), around in zip(
            zip(first_s, last_s, strict=True),
            *lunations.tolist(),
            _distances(kernel, first_s, last_s),
            _neighbours(near, first_s, last_s),
            strict=True,
        )
    ]


def _distances(kernel: Kernel, first_s: Floats, last_s: Floats) -> Iterator[tuple[float, float]]:
    """Least and greatest distance over each long interval: at its ends, or at an apsis inside."""
    apsides = apsides_near(kernel, first_s, last_s)
    at_apsides = distances(kernel, apsides)
    at_ends = norm(geometry(kernel, np.concatenate([first_s, last_s])).moon_from_earth).reshape(2, -1)
    for first, last, ends in zip(first_s, last_s, at_ends.T, strict=True):
        km = np.concatenate([ends, at_apsides[apsides.inside(first, last)]])
        yield float(km.min()) - MARGIN_KM, float(km.max()) + MARGIN_KM


def _ages(near: Events, first_s: Floats, last_s: Floats) -> tuple[Floats, Counts]:
    """Ranges of age and lunation; over a new Moon the age runs from 0 to the length of what it ends."""
    ages, lunations = age_and_lunation(near, np.stack([first_s, last_s]))
    over = lunations[1] > lunations[0]
    new = near.of(NEW)
    ended = new.after(first_s)
    length = age_and_lunation(near, np.nextafter(ended, first_s))[0]
    ages[0] = np.where(over, 0.0, ages[0] - MARGIN_DAYS)
    ages[1] = np.where(over, length, ages[1]) + MARGIN_DAYS
    return np.maximum(ages, 0.0), lunations


def _neighbours(near: Events, first_s: Floats, last_s: Floats) -> Iterator[Neighbours]:
    """Previous new, next new, previous full and next full Moon around each date."""
    new, full = near.of(NEW), near.of(FULL)
    each = (new.before(first_s), new.after(last_s), full.before(first_s), full.after(last_s))
    a, b, c, d = ([None if np.isnat(t) else t for t in instants(tdb_s)] for tdb_s in each)
    return zip(a, b, c, d, strict=True)


def _names(first_deg: float, last_deg: float) -> str:
    first, last = phase_name(first_deg), phase_name(last_deg)
    if first == last and last_deg - first_deg > 180.0:
        return ANY_PHASE
    return first if first == last else f"{first} to {last}"


def _known(value: Any) -> Any:
    """None for a number that is nan, or a range that has one."""
    values = value if isinstance(value, tuple) else (value,)
    return None if any(v != v for v in values) else value
