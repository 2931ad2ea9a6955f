"""The shadow of the Earth at the Moon, and that of the Moon at the Earth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ephemeris.geometry import cross, dot, geometry, norm
from ephemeris.kernel import Kernel
from ephemeris.moon import Sight
from ephemeris.scales import Floats

EARTH_RADIUS_KM: Final = 6378.137
SUN_RADIUS_KM: Final = 696000.0  # 959.63 arcseconds at 1 au
# the Moon's radius in the Earth's: the mean, and the smaller one of the valleys that end totality, as
# in Espenak and Meeus, Five Millennium Canon of Solar Eclipses, NASA/TP-2006-214141, 1.11
MOON_RADIUS: Final = 0.2725076
MOON_RADIUS_UMBRAL: Final = 0.272281
# Chauvenet's rule: eclipse.gsfc.nasa.gov/LEcat5/shadow.html, eq. 1-3 and 1-4
ENLARGEMENT: Final = 1.02
EARTH_AT_45_DEG: Final = 0.998340
_EARTH_ECCENTRICITY_SQUARED: Final = 0.00669438


@dataclass(frozen=True, slots=True, eq=False)
class EarthShadow:
    """The Moon and the Earth's shadow as the Earth's centre would see them, in degrees, for n times."""

    offset_deg: Floats  # of the Moon's centre from the shadow's axis
    northward_deg: Floats  # how far north of it, on the ICRF
    penumbra_deg: Floats  # radii
    umbra_deg: Floats
    moon_deg: Floats
    parallax_deg: Floats  # of the Moon, horizontal at the equator


def earth_shadow(kernel: Kernel, tdb_s: Floats) -> EarthShadow:
    """Evaluate the Earth's shadow by Chauvenet's rule at TDB seconds since J2000, an array of shape (n,)."""
    place = geometry(kernel, tdb_s)
    sight = Sight.of(place)
    sun_km = norm(place.sun_light)
    # exact for any angle, where arcsin alone would fold back past 90 degrees
    offset = np.arctan2(norm(cross(sight.moon, sight.sun)), -dot(sight.moon, sight.sun))
    moon_parallax = np.arcsin(EARTH_RADIUS_KM / sight.distance_km)
    sun_parallax = EARTH_RADIUS_KM / sun_km
    sun_radius = SUN_RADIUS_KM / sun_km
    core = EARTH_AT_45_DEG * moon_parallax + sun_parallax
    return EarthShadow(
        offset_deg=np.degrees(offset),
        northward_deg=np.degrees(sight.moon[2] + sight.sun[2]),
        penumbra_deg=np.degrees(ENLARGEMENT * (core + sun_radius)),
        umbra_deg=np.degrees(ENLARGEMENT * (core - sun_radius)),
        moon_deg=np.degrees(np.arcsin(MOON_RADIUS * np.sin(moon_parallax))),
        parallax_deg=np.degrees(moon_parallax),
    )


@dataclass(frozen=True, slots=True, eq=False)
class MoonShadow:
    """The Moon's shadow in the plane through the Earth's centre across its axis, in equatorial radii."""

    gamma: Floats  # of the axis from the Earth's centre, positive where it passes north
    earth: Floats  # from the centre to the Earth's edge, towards the axis
    penumbra: Floats  # radii of the cones in that plane
    umbra: Floats  # negative where the Sun is covered whole
    umbra_on_ground: Floats  # the same where the axis meets the Earth, or else in the plane


def moon_shadow(kernel: Kernel, tdb_s: Floats) -> MoonShadow:
    """Evaluate the Moon's shadow at TDB seconds since J2000, an array of shape (n,)."""
    place = geometry(kernel, tdb_s)
    sight = Sight.of(place)
    moon = sight.moon * (sight.distance_km / EARTH_RADIUS_KM)
    sun = sight.sun * (norm(place.sun_light) / EARTH_RADIUS_KM)
    gap = norm(sun - moon)
    axis = (sun - moon) / gap
    height = dot(moon, axis)
    foot = moon - axis * height
    distance = norm(foot)
    # the Earth's outline is an ellipse, flattened towards the pole as the Sun's declination has it
    north = (foot[2] / distance) ** 2 / (1.0 - axis[2] ** 2)
    flat = 1.0 - _EARTH_ECCENTRICITY_SQUARED * (1.0 - axis[2] ** 2)
    sun_radius = SUN_RADIUS_KM / EARTH_RADIUS_KM
    outer, inner = (sun_radius + MOON_RADIUS) / gap, (sun_radius - MOON_RADIUS_UMBRAL) / gap
    slope = inner / np.sqrt(1.0 - inner**2)
    umbra = height * slope - MOON_RADIUS_UMBRAL / np.sqrt(1.0 - inner**2)
    return MoonShadow(
        gamma=np.where(foot[2] < 0.0, -distance, distance),
        earth=1.0 / np.sqrt(1.0 - north + north / flat),
        penumbra=(height * outer + MOON_RADIUS) / np.sqrt(1.0 - outer**2),
        umbra=umbra,
        umbra_on_ground=umbra - slope * _ground(foot, axis),
    )


def _ground(foot: Floats, axis: Floats) -> Floats:
    """How far along the axis the Earth's surface is, in equatorial radii; 0 where the axis misses it."""
    squash = np.array([[1.0], [1.0], [1.0 / (1.0 - _EARTH_ECCENTRICITY_SQUARED)]])
    a, b, c = (axis**2 * squash).sum(0), (foot * axis * squash).sum(0), (foot**2 * squash).sum(0) - 1.0
    inside = b * b - a * c
    return np.where(inside > 0.0, (np.sqrt(np.maximum(inside, 0.0)) - b) / a, 0.0)
