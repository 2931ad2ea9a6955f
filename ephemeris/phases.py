"""New Moon, quarters and full Moon: their instants, their names, and those nearest to any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ephemeris.cycles import Counts, Cycle, Events, events_between, events_near, instants
from ephemeris.geometry import Geometry, aberrated, cross, dot, ecliptic_pole, longitude_between, norm
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.scales import DAY_S, Floats, Instants, Times, utc_from_tdb

NEW, FIRST_QUARTER, FULL, LAST_QUARTER = 0, 1, 2, 3
SYNODIC_DAYS: Final = 29.530588861  # mean; Meeus, Astronomical Algorithms (1998), eq. 49.1
PRINCIPAL_HALF_WIDTH_DEG: Final = 6.1
"""How far from 0, 90, 180 or 270 degrees a phase still has that name: what the Moon gains in 12 hours."""

_NEW_S: Final = 5.09766 * DAY_S  # the mean new Moon of 2000-01-06, the same source
_BROWN: Final = 953  # Brown's number of the lunation that it began; number 1 began on 1923-01-17
_NAMES: Final = (
    ("new moon", "waxing crescent"),
    ("first quarter", "waxing gibbous"),
    ("full moon", "waning gibbous"),
    ("last quarter", "waning crescent"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """Instants of phases in order: `kinds` are 0 new, 1 first quarter, 2 full, 3 last quarter."""

    times: Instants
    kinds: Counts


def phase_name(phase_longitude_deg: float) -> str:
    """Name a phase longitude: "new moon", "waxing crescent", "first quarter", "waxing gibbous", ...

    The four principal phases hold within 6.1 degrees, about half a day to either side; any angle is taken.
    """
    quarter, beyond = divmod(phase_longitude_deg + PRINCIPAL_HALF_WIDTH_DEG, 90.0)
    principal, between = _NAMES[int(quarter) % 4]
    return principal if beyond <= 2.0 * PRINCIPAL_HALF_WIDTH_DEG else between


def find_phases(start: np.datetime64, end: np.datetime64, kernel: Kernel | None = None) -> Phases:
    """All phases from `start` (included) to `end` (excluded), in UTC (UT1 before 1972).

    A phase is where the apparent longitudes of Moon and Sun on the ecliptic of date differ by 0, 90, 180
    or 270 degrees. Against the US Naval Observatory's tables of 1900 to 1990: none missing, RMS 18.7 s,
    of which their rounding to the minute is 17 s.
    Raises KernelRangeError, and ValueError where `end` is before `start`.
    """
    found = events_between(kernel or load_kernel(), PHASES, start, end)
    return Phases(utc_from_tdb(found.tdb_s), found.counts % 4)


def phase_before(times: Times, kind: int, kernel: Kernel | None = None) -> Instants:
    """Find the last phase of a kind (0 new ... 3) at or before each time; NaT where the kernel has none."""
    kernel = kernel or load_kernel()
    tdb_s = kernel.tdb_from(times)
    return instants(phases_near(kernel, tdb_s.ravel()).of(kind).before(tdb_s))


def phase_after(times: Times, kind: int, kernel: Kernel | None = None) -> Instants:
    """Find the first phase of a kind (0 new ... 3) at or after each time; NaT where the kernel has none."""
    kernel = kernel or load_kernel()
    tdb_s = kernel.tdb_from(times)
    return instants(phases_near(kernel, tdb_s.ravel()).of(kind).after(tdb_s))


def phases_near(kernel: Kernel, first_s: Floats, last_s: Floats | None = None) -> Events:
    """Find the phases within and around times, or ranges, of TDB seconds; kinds as in `Phases`."""
    return events_near(kernel, PHASES, first_s, last_s)


def age_and_lunation(phases: Events, tdb_s: Floats) -> tuple[Floats, Counts]:
    """Days since the last new Moon, and Brown's number of the lunation that it began.

    Before the kernel's first new Moon, 1899-08-06, the age is nan; the lunation is known all the same.
    """
    new = phases.of(NEW)
    quarters = np.concatenate([new.counts[:1] - 4, new.counts])
    quarters = quarters[np.searchsorted(new.tdb_s, tdb_s, side="right")]
    return (tdb_s - new.before(tdb_s)) / DAY_S, lunation_of(quarters)


def lunation_of(quarters: Counts) -> Counts:
    """Give Brown's number of the lunation that each phase is in, from its count."""
    return quarters // 4 + _BROWN


def phase_longitude(place: Geometry) -> Floats:
    """Apparent ecliptic longitude of date of the Moon minus that of the Sun, degrees 0 to 360."""
    moon = aberrated(place.moon_light, place.earth_velocity)
    sun = aberrated(place.sun_light, place.earth_velocity)
    return longitude_between(sun, moon, ecliptic_pole(place.tdb_s))


def _to_phase(place: Geometry, counts: Counts) -> Floats:
    """Seconds to the quarter that is counted, at the rate of the moment (good to one part in a thousand)."""
    pole = ecliptic_pole(place.tdb_s)
    sun_velocity = place.sun_velocity - place.earth_velocity
    rate = _turn(place.moon_from_earth, place.moon_velocity, pole) - _turn(
        place.sun_light, sun_velocity, pole
    )
    behind = (phase_longitude(place) - counts * 90.0 + 180.0) % 360.0 - 180.0
    return -np.radians(behind) / rate


def _turn(vector: Floats, velocity: Floats, pole: Floats) -> Floats:
    """Radians a second about the pole."""
    return dot(pole, cross(vector, velocity)) / (norm(vector) ** 2 - dot(vector, pole) ** 2)


PHASES: Final = Cycle(_NEW_S, SYNODIC_DAYS * DAY_S / 4.0, 4, _to_phase)
