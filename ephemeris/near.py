"""What the Moon does near a time: perigee and apogee, passages through the ecliptic, and phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.cycles import Counts, Cycle, Events, events_between, events_near, instants
from ephemeris.geometry import Geometry, dot, ecliptic_pole, geometry, norm
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.phases import PHASES
from ephemeris.scales import DAY_S, Floats, Instants, Times, utc_from_tdb

ANOMALISTIC_DAYS: Final = 27.55454989  # Meeus, Astronomical Algorithms (1998), eq. 50.1
DRACONIC_DAYS: Final = 27.212220817  # the same, eq. 51.1
_PERIGEE_S: Final = -10.3302 * DAY_S  # the mean perigee of 1999-12-22
_NODE_S: Final = 20.1696 * DAY_S  # the mean ascending node of 2000-01-21
_EARTH_AND_MOON_KM3_S2: Final = 403503.235  # GM of both, DE421


@dataclass(frozen=True, slots=True, eq=False)
class Apsides:
    """Perigees and apogees in order: the instant, which it is, and the geometric distance then."""

    times: Instants
    is_perigee: npt.NDArray[np.bool_]
    distance_km: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The Moon's passages through the ecliptic of date in order: northwards (ascending) or southwards."""

    times: Instants
    is_ascending: npt.NDArray[np.bool_]


def find_apsides(start: np.datetime64, end: np.datetime64, kernel: Kernel | None = None) -> Apsides:
    """All perigees and apogees from `start` (included) to `end` (excluded), in UTC (UT1 before 1972).

    The extremes of the geometric distance between the centres.
    Raises KernelRangeError, and ValueError for a reversed range.
    """
    kernel = kernel or load_kernel()
    found = events_between(kernel, _APSIDES, start, end)
    return Apsides(utc_from_tdb(found.tdb_s), found.counts % 2 == 0, distances(kernel, found))


def find_nodes(start: np.datetime64, end: np.datetime64, kernel: Kernel | None = None) -> Nodes:
    """All passages of the geometric Moon through the ecliptic of date, from `start` to before `end`, in UTC.

    Raises KernelRangeError, and ValueError for a reversed range.
    """
    found = events_between(kernel or load_kernel(), _NODES, start, end)
    return Nodes(utc_from_tdb(found.tdb_s), found.counts % 2 == 0)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """What the Moon does next to times, in their shape: the last at or before, and the first at or after.

    NaT where the kernel ends before.
    """

    previous_new: Instants
    next_new: Instants
    previous_first_quarter: Instants
    next_first_quarter: Instants
    previous_full: Instants
    next_full: Instants
    previous_last_quarter: Instants
    next_last_quarter: Instants
    previous_perigee: Instants
    next_perigee: Instants
    previous_apogee: Instants
    next_apogee: Instants
    previous_ascending_node: Instants
    next_ascending_node: Instants
    previous_descending_node: Instants
    next_descending_node: Instants


def find_near(times: Times, kernel: Kernel | None = None) -> Near:
    """Find the phases, apsides and nodes next to UTC times; raises KernelRangeError."""
    kernel = kernel or load_kernel()
    tdb_s = kernel.tdb_from(times)
    columns = []
    for cycle in (PHASES, _APSIDES, _NODES):
        events = events_near(kernel, cycle, tdb_s.ravel())
        for kind in range(cycle.kinds):
            mine = events.of(kind)
            columns += [instants(mine.before(tdb_s))[()], instants(mine.after(tdb_s))[()]]
    return Near(*columns)


def apsides_near(kernel: Kernel, first_s: Floats, last_s: Floats) -> Events:
    """Find the apsides within and around ranges of TDB seconds; kind 0 is perigee, 1 apogee."""
    return events_near(kernel, _APSIDES, first_s, last_s)


def distances(kernel: Kernel, found: Events) -> Floats:
    """Give the geometric distance in km at each event."""
    return norm(geometry(kernel, found.tdb_s).moon_from_earth)


def _to_apsis(place: Geometry, _counts: Counts) -> Floats:
    """Seconds to where the Moon moves across the line of sight, on an unperturbed orbit."""
    r, v = place.moon_from_earth, place.moon_velocity
    return -dot(r, v) / (dot(v, v) - _EARTH_AND_MOON_KM3_S2 / norm(r))


def _to_node(place: Geometry, _counts: Counts) -> Floats:
    """Seconds to the ecliptic, in a straight line."""
    pole = ecliptic_pole(place.tdb_s)
    return -dot(place.moon_from_earth, pole) / dot(place.moon_velocity, pole)


_APSIDES: Final = Cycle(_PERIGEE_S, ANOMALISTIC_DAYS * DAY_S / 2.0, 2, _to_apsis)
_NODES: Final = Cycle(_NODE_S, DRACONIC_DAYS * DAY_S / 2.0, 2, _to_node)
