"""Eclipses of the Moon and of the Sun: what kind, when, how deep; and those that fall into a date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ephemeris.cycles import Counts, instants, ordered
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.phases import FULL, NEW, lunation_of, phases_near
from ephemeris.scales import Floats, Instants, Times
from ephemeris.search import roots
from ephemeris.shadows import EarthShadow, MoonShadow, earth_shadow, moon_shadow

Kinds = npt.NDArray[np.str_]
Part = Literal["penumbra", "umbra"]

_HALF_S: Final = 4.0 * 3600.0  # no eclipse begins or ends further from its middle
_TOLERANCE_S: Final = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class LunarEclipses:
    """Eclipses of the Moon in order. Contacts are NaT where a shadow is not reached.

    Kinds are "penumbral", "partial" and "total"; a magnitude is the share of the Moon's diameter within
    that shadow at the greatest eclipse, negative where the Moon stays outside.
    """

    greatest: Instants  # when the Moon's centre is nearest to the shadow's axis
    kinds: Kinds
    gamma: Floats  # that distance in the Earth's equatorial radii, positive where the Moon passes north
    penumbral_magnitude: Floats
    umbral_magnitude: Floats
    penumbral_begins: Instants
    partial_begins: Instants
    total_begins: Instants
    total_ends: Instants
    partial_ends: Instants
    penumbral_ends: Instants
    lunation: Counts  # Brown's number


@dataclass(frozen=True, slots=True, eq=False)
class SolarEclipses:
    """Eclipses of the Sun in order, of the Earth as a whole.

    Kinds are "partial", "annular", "total" and "hybrid" (annular at the ends of its path, total between).
    """

    greatest: Instants  # when the shadow's axis is nearest to the Earth's centre
    kinds: Kinds
    gamma: Floats  # that distance in the Earth's equatorial radii, positive where it passes north
    begins: Instants  # when the penumbra first touches the Earth
    ends: Instants
    lunation: Counts  # Brown's number, of the lunation that the eclipse begins


@dataclass(frozen=True, slots=True)
class Eclipse:
    """One eclipse, in short: of the "Moon" or the "Sun"; for the Moon it begins with the penumbra."""

    body: str
    kind: str
    greatest: np.datetime64
    begins: np.datetime64
    ends: np.datetime64


def find_lunar_eclipses(
    start: np.datetime64, end: np.datetime64, kernel: Kernel | None = None
) -> LunarEclipses:
    """Find the eclipses of the Moon of which any part is from `start` to before `end`, in UTC.

    The shadow is Chauvenet's, enlarged by 1/50. Against NASA's catalogue of 1901-2000 (eclipse.gsfc.nasa.gov,
    LEcat5): every one found, every type right, none extra; magnitudes within 0.0011, gamma within 0.0008,
    times within 31 s, of which 30 are its rounding.
    Raises KernelRangeError, and ValueError for a reversed range.
    """
    kernel = kernel or load_kernel()
    ordered(kernel, start, end)
    every = lunar_eclipses(kernel)
    inside = (every.penumbral_ends >= start) & (every.penumbral_begins < end)
    return LunarEclipses(*(getattr(every, name)[inside] for name in LunarEclipses.__slots__))


def find_solar_eclipses(
    start: np.datetime64, end: np.datetime64, kernel: Kernel | None = None
) -> SolarEclipses:
    """Find the eclipses of the Sun of which any part is from `start` to before `end`, in UTC.

    Against NASA's catalogue (eclipse.gsfc.nasa.gov, SEcat5), 2023 to 2032: every one found, every type
    right, none extra; gamma within 0.0002, times within 3 s.
    Raises KernelRangeError, and ValueError for a reversed range.
    """
    kernel = kernel or load_kernel()
    ordered(kernel, start, end)
    every = solar_eclipses(kernel)
    inside = (every.ends >= start) & (every.begins < end)
    return SolarEclipses(*(getattr(every, name)[inside] for name in SolarEclipses.__slots__))


def eclipses_during(starts: Times, ends: Times, kernel: Kernel | None = None) -> list[tuple[Eclipse, ...]]:
    """Find the eclipses of either body that any part of each interval [start, end] sees, in order.

    Two arrays of as many UTC times; the same time twice for an instant. Raises KernelRangeError.
    """
    kernel = kernel or load_kernel()
    first, last = np.atleast_1d(np.asarray(starts)), np.atleast_1d(np.asarray(ends))
    kernel.tdb_from(np.stack([first, last]))
    every = _in_short(kernel)
    ended, begun = np.array([e.ends for e in every]), np.array([e.begins for e in every])
    # both columns rise: no two eclipses overlap
    low, high = np.searchsorted(ended, first, side="left"), np.searchsorted(begun, last, side="right")
    return [tuple(every[a:b]) for a, b in zip(low, high, strict=True)]


@lru_cache(maxsize=4)
def _in_short(kernel: Kernel) -> list[Eclipse]:
    moon, sun = lunar_eclipses(kernel), solar_eclipses(kernel)
    lunar = zip(moon.kinds.tolist(), moon.greatest, moon.penumbral_begins, moon.penumbral_ends, strict=True)
    solar = zip(sun.kinds.tolist(), sun.greatest, sun.begins, sun.ends, strict=True)
    both = [Eclipse("Moon", *row) for row in lunar] + [Eclipse("Sun", *row) for row in solar]
    return sorted(both, key=lambda eclipse: eclipse.greatest)


@lru_cache(maxsize=4)
def lunar_eclipses(kernel: Kernel) -> LunarEclipses:
    """Build the table of all eclipses of the Moon that the kernel covers whole; made once, and kept."""
    tdb_s, counts = _nearest(kernel, FULL, lambda tdb: earth_shadow(kernel, tdb).offset_deg, 1.9)
    penumbral = _magnitude(earth_shadow(kernel, tdb_s), "penumbra")
    reached = penumbral > 0.0
    tdb_s, counts, penumbral = tdb_s[reached], counts[reached], penumbral[reached]
    shadow = earth_shadow(kernel, tdb_s)
    umbral = _magnitude(shadow, "umbra")
    partial, total = umbral > 0.0, umbral >= 1.0
    gamma = np.sin(np.radians(shadow.offset_deg)) / np.sin(np.radians(shadow.parallax_deg))
    first, last = _contacts(_gap(kernel, "penumbra", 1.0), tdb_s, reached[reached])
    partial_first, partial_last = _contacts(_gap(kernel, "umbra", 1.0), tdb_s, partial)
    total_first, total_last = _contacts(_gap(kernel, "umbra", -1.0), tdb_s, total)
    return LunarEclipses(
        greatest=instants(tdb_s),
        kinds=np.where(total, "total", np.where(partial, "partial", "penumbral")),
        gamma=np.copysign(gamma, shadow.northward_deg),
        penumbral_magnitude=penumbral,
        umbral_magnitude=umbral,
        penumbral_begins=first,
        partial_begins=partial_first,
        total_begins=total_first,
        total_ends=total_last,
        partial_ends=partial_last,
        penumbral_ends=last,
        lunation=lunation_of(counts),
    )


def _radius(shadow: EarthShadow, part: Part) -> Floats:
    return shadow.penumbra_deg if part == "penumbra" else shadow.umbra_deg


def _magnitude(shadow: EarthShadow, part: Part) -> Floats:
    return (_radius(shadow, part) + shadow.moon_deg - shadow.offset_deg) / (2.0 * shadow.moon_deg)


def _gap(kernel: Kernel, part: Part, side: float) -> Callable[[Floats], Floats]:
    """How far the Moon is from touching a shadow from outside (1) or from inside (-1)."""

    def gap(tdb_s: Floats) -> Floats:
        shadow = earth_shadow(kernel, tdb_s)
        return shadow.offset_deg - _radius(shadow, part) - side * shadow.moon_deg

    return gap


@lru_cache(maxsize=4)
def solar_eclipses(kernel: Kernel) -> SolarEclipses:
    """Build the table of all eclipses of the Sun that the kernel covers whole; made once, and kept."""

    def distance(tdb_s: Floats) -> Floats:
        return np.abs(moon_shadow(kernel, tdb_s).gamma)

    def outside(tdb_s: Floats) -> Floats:
        at = moon_shadow(kernel, tdb_s)
        return np.abs(at.gamma) - at.earth - at.penumbra

    tdb_s, counts = _nearest(kernel, NEW, distance, 1.8)
    keep = outside(tdb_s) < 0.0
    tdb_s, counts = tdb_s[keep], counts[keep]
    shadow = moon_shadow(kernel, tdb_s)
    begins, ends = _contacts(outside, tdb_s, np.full(tdb_s.shape, True))
    return SolarEclipses(
        greatest=instants(tdb_s),
        kinds=_solar_kinds(shadow),
        gamma=shadow.gamma,
        begins=begins,
        ends=ends,
        lunation=lunation_of(counts),
    )


def _solar_kinds(shadow: MoonShadow) -> Kinds:
    touches = np.abs(shadow.gamma) < shadow.earth + np.abs(shadow.umbra)
    # the ground is nearer to the Moon in the middle of the path than at its ends, which are in the plane
    kinds = np.where(shadow.umbra_on_ground < 0.0, np.where(shadow.umbra < 0.0, "total", "hybrid"), "annular")
    return np.where(touches, kinds, "partial")


def _nearest(
    kernel: Kernel, kind: int, distance: Callable[[Floats], Floats], limit: float
) -> tuple[Floats, Counts]:
    """When the Moon passes nearest to the axis at each phase of a kind where it may come near enough."""
    whole = np.array([kernel.start_tdb_s]), np.array([kernel.end_tdb_s])
    phases = phases_near(kernel, *whole).of(kind)
    room = (phases.tdb_s > whole[0] + 2.0 * _HALF_S) & (phases.tdb_s < whole[1] - 2.0 * _HALF_S)
    tdb_s, counts = phases.tdb_s[room], phases.counts[room]
    near = distance(tdb_s) < limit
    tdb_s, counts = tdb_s[near], counts[near]
    for step in (3600.0, 600.0, 60.0):
        # the square of the distance is nearly a parabola
        left, middle, right = (distance(tdb_s + shift) ** 2 for shift in (-step, 0.0, step))
        tdb_s = tdb_s + step * 0.5 * (left - right) / (left - 2.0 * middle + right)
    return tdb_s, counts


def _contacts(
    outside: Callable[[Floats], Floats], middle_s: Floats, reached: npt.NDArray[np.bool_]
) -> tuple[Instants, Instants]:
    """When each eclipse enters and leaves where `outside` is negative, NaT where it does not."""
    found = np.full((2, len(middle_s)), np.nan)
    middle = middle_s[reached]
    found[0, reached] = roots(outside, middle - _HALF_S, middle, _TOLERANCE_S)
    found[1, reached] = roots(outside, middle, middle + _HALF_S, _TOLERANCE_S)
    begins, ends = instants(found)
    return begins, ends
