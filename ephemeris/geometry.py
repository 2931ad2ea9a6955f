"""The vectors between Sun, Earth and Moon as light shows them, in km and km/s on the axes of the ICRF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ephemeris.kernel import Kernel
from ephemeris.scales import Floats

LIGHT_KM_S: Final = 299792.458
MOON_RADIUS_KM: Final = 1737.4  # IAU mean radius
CENTURY_S: Final = 36525.0 * 86400.0
ARCSEC: Final = np.pi / (180.0 * 3600.0)
_OBLIQUITY_J2000: Final = 84381.406 * ARCSEC


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """What the kernel says at each of n times; vectors have the shape (3, n)."""

    tdb_s: Floats
    moon_from_earth: Floats  # geometric
    moon_velocity: Floats  # relative to the Earth
    moon_light: Floats  # as the Earth's centre sees it: light time, no aberration
    moon_light_s: Floats  # the light time from the Moon to the Earth
    sun_light: Floats  # the same for the Sun
    sun_velocity: Floats  # barycentric
    earth_velocity: Floats
    sun_from_moon: Floats  # geometric


def geometry(kernel: Kernel, tdb_s: Floats) -> Geometry:
    """Evaluate the vectors at TDB seconds since J2000, an array of shape (n,), within the kernel."""
    moon, moon_v = kernel.moon.evaluate(tdb_s)
    centre, centre_v = kernel.barycentre.evaluate(tdb_s)
    sun, sun_v = kernel.sun.evaluate(tdb_s)
    share = 1.0 / kernel.earth_moon_mass_ratio
    moon_from_earth = moon * (1.0 + share)
    earth_v = centre_v - moon_v * share
    bary_moon_v = centre_v + moon_v
    sun_from_earth = sun - centre + moon * share
    moon_s = light_seconds(moon_from_earth, bary_moon_v)
    sun_s = light_seconds(sun_from_earth, sun_v)
    return Geometry(
        tdb_s=tdb_s,
        moon_from_earth=moon_from_earth,
        moon_velocity=moon_v * (1.0 + share),
        moon_light=moon_from_earth - bary_moon_v * moon_s,
        moon_light_s=moon_s,
        sun_light=sun_from_earth - sun_v * sun_s,
        sun_velocity=sun_v,
        earth_velocity=earth_v,
        sun_from_moon=sun_from_earth - moon_from_earth,
    )


def light_seconds(vector: Floats, velocity: Floats) -> Floats:
    """How long light took from a body now at `vector` that moved in a straight line, in seconds.

    The body is where it was when the light left: |vector - velocity t| = c t, solved for t. A straight
    line is off by less than 10 m for the Sun and less than 0.01 m for the Moon.
    """
    along = dot(vector, velocity)
    squared = LIGHT_KM_S**2 - dot(velocity, velocity)
    return np.asarray((np.sqrt(along * along + squared * dot(vector, vector)) - along) / squared)


def aberrated(vector: Floats, velocity: Floats) -> Floats:
    """Give the unit vector in which an observer of this velocity (km/s) sees light coming from `vector`.

    First order in v/c: 0.0000003 degrees from the relativistic direction.
    """
    return unit(unit(vector) + velocity / LIGHT_KM_S)


def dot(a: Floats, b: Floats) -> Floats:
    """Scalar products of vectors of shape (3, n)."""
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def cross(a: Floats, b: Floats) -> Floats:
    """Vector products of vectors of shape (3, n)."""
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def norm(vector: Floats) -> Floats:
    """Lengths of vectors of shape (3, n)."""
    return np.asarray(np.sqrt(dot(vector, vector)))


def unit(vector: Floats) -> Floats:
    """Vectors of shape (3, n), each divided by its length."""
    return vector / norm(vector)


def ecliptic_pole(tdb_s: Floats) -> Floats:
    """Give the north pole of the ecliptic of date, unit vectors of shape (3, n).

    P_A and Q_A of the IAU 2006 precession (Capitaine, Wallace and Chapront 2003, Astronomy and
    Astrophysics 412, 567, eq. 37 and 39 and their text), turned by the obliquity of J2000.
    """
    t = tdb_s / CENTURY_S
    p = ((-0.00022466 * t + 0.1939873) * t + 4.199094) * t * ARCSEC
    q = ((0.00052413 * t + 0.0510283) * t - 46.811015) * t * ARCSEC
    up = np.sqrt(1.0 - p * p - q * q)
    cos, sin = np.cos(_OBLIQUITY_J2000), np.sin(_OBLIQUITY_J2000)
    return np.stack([p, -q * cos - up * sin, -q * sin + up * cos])


def longitude_between(first: Floats, second: Floats, pole: Floats) -> Floats:
    """Longitude of `second` minus that of `first` about a pole, in degrees 0 to 360.

    Nutation moves both by the same amount and cancels. Vectors of any length.
    """
    across = dot(pole, cross(first, second))
    along = dot(first, second) - dot(pole, first) * dot(pole, second)
    return np.asarray(np.degrees(np.arctan2(across, along)) % 360.0)
