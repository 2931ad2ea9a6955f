"""How Sun and Earth stood over the site of each date, however vague: a value for an instant, a range for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ephemeris.context import Dated, FloatOrRange
from ephemeris.daylight import day_or_night
from ephemeris.days import POLAR_REACH_DAYS
from ephemeris.eclipses import Eclipse, eclipses_during
from ephemeris.horizon import checked_site
from ephemeris.kernel import Kernel, KernelRangeError, load_kernel
from ephemeris.phases import FULL, NEW, phases_near
from ephemeris.scales import Floats
from ephemeris.site import site
from ephemeris.site_ranges import extremes

Place: TypeAlias = tuple[float, float]
"""Selenographic latitude and east-positive longitude in degrees, mean-Earth frame."""

SunState: TypeAlias = Literal["up", "down", "always up", "never up"]

DAY_US: Final = 86_400_000_000
LONGEST_DAYS: Final = 731.0
"""Of a date longer than two years nothing is told but that."""
ECLIPSE_DAYS: Final = 28.0
"""Of a longer date no eclipses are named: some month of it has one."""

NO_ECLIPSE_US: Final = 6 * 3_600_000_000  # no eclipse reaches this far from its new or full Moon


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The sky over a site: numbers for an instant, (least, greatest) for a vague date.

    Elevations are in degrees, as `SiteSky` gives them (centres, no terrain); a range holds every value within
    the date, and is None for one that is open or longer than two years. `sun` tells whether the Sun's upper
    limb is up at an instant, and near the poles whether it stays so for 400 days to either side. `sunrise` and
    `sunset` are the ends of the lunar day, or of the night, that holds the instant: in a night the sunset is the
    earlier one. They are None for vague dates, and where there is none within reach. `eclipses`, of Sun or Moon,
    are those of which a part falls into the date; None where it is longer than 28 days. `note` says why anything
    is not told.
    """

    sun_elevation_deg: FloatOrRange | None = None
    earth_elevation_deg: FloatOrRange | None = None
    sun: SunState | None = None
    sunrise: np.datetime64 | None = None
    sunset: np.datetime64 | None = None
    eclipses: tuple[Eclipse, ...] | None = None
    note: str = ""


def site_context(
    dates: Iterable[Dated],
    places: Iterable[Place | None],
    kernel: Kernel | None = None,
    *,
    strict: bool = False,
) -> list[SiteContext | None]:
    """Find the sky over a place for each date, in order, all together; None for no place or an unknown date.

    An instant is taken at its `middle_us` if it has one, as `moon_context` does. With `strict` a date outside
    the kernel's years raises KernelRangeError; else its context holds only a note. Raises ValueError for a
    latitude or longitude that is on no globe.
    """
    kernel = kernel or load_kernel()
    pairs = [(_ends(date), place) for date, place in zip(dates, places, strict=True)]
    found: list[SiteContext | None] = [None] * len(pairs)
    rows: list[int] = []
    for row, ((first, last), place) in enumerate(pairs):
        if place is None or (first is None and last is None):
            continue
        note = _note(kernel, first, last, strict=strict)
        found[row] = SiteContext(note=note)
        if not note:
            rows.append(row)
    us = np.array([pairs[row][0] for row in rows], dtype=np.int64).reshape(-1, 2)
    where = np.array([pairs[row][1] for row in rows], dtype=np.float64).reshape(-1, 2)
    for row, context in zip(rows, _contexts(kernel, us, *checked_site(*where.T)), strict=True):
        found[row] = context
    return found


def _ends(date: Dated) -> tuple[int | None, int | None]:
    """Give the first and the last microsecond of a date, None at an open end; an instant is a single one."""
    first, last = date.earliest_us, date.latest_us
    if date.is_instant and first is not None:
        middle = getattr(date, "middle_us", None)
        instant = first if middle is None else middle
        return instant, instant
    return first, None if last is None else max(last - 1, last - 1 if first is None else first)


def _note(kernel: Kernel, first: int | None, last: int | None, *, strict: bool) -> str:
    """Say why nothing can be told of a date; nothing where it can."""
    low, high = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    if any(us is not None and not low <= us <= high for us in (first, last)):
        message = f"the sky is known from {kernel.years}: the date is outside"
        if strict:
            raise KernelRangeError(f"{message}; leave it out, or name another kernel")
        return message
    if first is None or last is None:
        return "the date is open: Sun and Earth may stand as they ever do here"
    if last - first >= LONGEST_DAYS * DAY_US:
        return "the date is longer than two years: Sun and Earth may stand as they ever do here"
    return ""


def _contexts(
    kernel: Kernel, us: npt.NDArray[np.int64], latitude: Floats, longitude: Floats
) -> list[SiteContext]:
    """Find the contexts of dates that the kernel covers, given as first and last microseconds of shape (n, 2)."""
    instant = us[:, 0] == us[:, 1]
    found: list[SiteContext] = [SiteContext()] * len(us)
    for rows, solve in ((np.flatnonzero(instant), _of_points), (np.flatnonzero(~instant), _of_ranges)):
        solved = solve(kernel, us[rows], latitude[rows], longitude[rows])
        for row, context in zip(rows.tolist(), solved, strict=True):
            found[row] = context
    for row, eclipses in zip(range(len(us)), _eclipses(kernel, us), strict=True):
        found[row] = replace(found[row], eclipses=eclipses)
    return found


def _of_points(
    kernel: Kernel, us: npt.NDArray[np.int64], latitude: Floats, longitude: Floats
) -> Iterator[SiteContext]:
    times = us[:, 0].astype("M8[us]")
    sky = site(times, latitude, longitude, kernel=kernel)
    rise, fall, still = day_or_night(kernel, times, latitude, longitude)
    rows = zip(sky.sun_elevation_deg.tolist(), sky.earth_elevation_deg.tolist(), strict=True)
    ups = np.atleast_1d(sky.sun_in_view).tolist()
    for (sun, earth), up, fixed, begins, ends in zip(rows, ups, still.tolist(), rise, fall, strict=True):
        state: SunState = ("always up" if up else "never up") if fixed else ("up" if up else "down")
        note = "" if not fixed else f"the Sun is {state} for {POLAR_REACH_DAYS} days to either side"
        yield SiteContext(sun, earth, state, _told(begins), _told(ends), note=note)


def _told(time: np.datetime64) -> np.datetime64 | None:
    return None if np.isnat(time) else time


def _of_ranges(
    kernel: Kernel, us: npt.NDArray[np.int64], latitude: Floats, longitude: Floats
) -> Iterator[SiteContext]:
    least, most = extremes(kernel, us, latitude, longitude)
    for sun_least, earth_least, sun_most, earth_most in np.concatenate([least, most]).T.tolist():
        yield SiteContext((sun_least, sun_most), (earth_least, earth_most))


def _eclipses(kernel: Kernel, us: npt.NDArray[np.int64]) -> list[tuple[Eclipse, ...] | None]:
    """Find the eclipses of each date, None for a long one; the table of all is made only where one may be."""
    short = us[:, 1] - us[:, 0] < ECLIPSE_DAYS * DAY_US
    found: list[tuple[Eclipse, ...] | None] = [() if each else None for each in short.tolist()]
    low, high = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    wide = np.clip(us + np.array([-NO_ECLIPSE_US, NO_ECLIPSE_US]), low, high)
    first_s, last_s = kernel.tdb_from(wide.astype("M8[us]")).T
    near = phases_near(kernel, first_s, last_s)
    counts = [np.searchsorted(near.of(kind).tdb_s, (first_s, last_s)) for kind in (NEW, FULL)]
    rows = np.flatnonzero(short & np.any([last > first for first, last in counts], axis=0))
    if len(rows):
        times = us[rows].astype("M8[us]")
        for row, eclipses in zip(
            rows.tolist(), eclipses_during(times[:, 0], times[:, 1], kernel), strict=True
        ):
            found[row] = eclipses
    return found
