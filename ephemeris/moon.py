"""The Moon as the Earth's centre sees it, for any number of times at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ephemeris.geometry import (
    MOON_RADIUS_KM,
    Geometry,
    aberrated,
    cross,
    dot,
    ecliptic_pole,
    geometry,
    light_seconds,
    longitude_between,
    norm,
)
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.orientation import Orientation, orientation
from ephemeris.phases import age_and_lunation, phases_near
from ephemeris.scales import Floats, Times

CHUNK: Final = 4096  # times: what fits the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Moon:
    """The geocentric Moon; every field has the shape of the times that were asked for.

    Directions are apparent: with light time and aberration, on the axes of the ICRF (J2000); position
    angles run from J2000 north through east. Selenographic coordinates are in DE421's mean-Earth frame,
    east-positive, longitudes from -180 to 180.
    """

    phase_longitude_deg: Floats  # Moon minus Sun on the ecliptic of date, 0 new, 180 full, 0 to 360
    phase_angle_deg: Floats  # Sun-Moon-Earth, 180 new, 0 full, 0 to 180
    elongation_deg: Floats  # Sun-Earth-Moon, 0 new, 180 full, 0 to 180
    illuminated_fraction: Floats  # of the disc, 0 to 1
    distance_km: Floats  # geometric, centre to centre, at the time itself
    distance_apparent_km: Floats  # from where the Moon was when its light left
    angular_diameter_arcsec: Floats  # of a sphere of 1737.4 km at the apparent distance
    subearth_latitude_deg: Floats  # libration in latitude
    subearth_longitude_deg: Floats  # libration in longitude
    subsolar_latitude_deg: Floats
    subsolar_longitude_deg: Floats
    colongitude_deg: Floats  # of the rising Sun, (90 - subsolar longitude) mod 360
    axis_angle_deg: Floats  # of the Moon's north pole, 0 to 360
    bright_limb_angle_deg: Floats  # of the middle of the bright limb, 0 to 360
    right_ascension_deg: Floats  # 0 to 360
    declination_deg: Floats
    age_days: Floats  # since the last new Moon; nan before the kernel's first, 1899-08-06
    lunation: npt.NDArray[np.int64]  # Brown's number


def moon(times: Times, kernel: Kernel | None = None) -> Moon:
    """Compute the Moon at UTC times (datetime64; UT1 before 1972), one or an array of any shape.

    Measured against NASA's hourly table of 2021 (svs.gsfc.nasa.gov/4874), rounding included: sub-Earth
    and sub-solar points and axis angle 0.0006 degrees, lit share 0.006 %, age 0.0006 days, apparent
    distance 0.7 km. UTC is reckoned as if no leap second followed the last announced one.
    Raises KernelRangeError outside the kernel's years, TypeError and ValueError for what is no time.
    """
    kernel = kernel or load_kernel()
    tdb_s = kernel.tdb_from(times)
    flat = tdb_s.ravel()

    def part(tdb: Floats) -> tuple[Floats, ...]:
        place = geometry(kernel, tdb)
        return seen_from_earth(place, orientation(tdb - place.moon_light_s))

    columns = in_chunks(part, flat)
    age, lunation = age_and_lunation(phases_near(kernel, flat), flat)
    return Moon(*(shaped(column, tdb_s) for column in (*columns, age, lunation)))


def in_chunks(function: Callable[..., Sequence[Floats]], *columns: Floats) -> Floats:
    """Evaluate a function of flat arrays a chunk at a time, so that memory stays bounded: (fields, n)."""
    first = function(*(column[:CHUNK] for column in columns))
    table = np.empty((len(first), len(columns[0])))
    for start in range(0, len(columns[0]), CHUNK):
        part = slice(start, start + CHUNK)
        found = first if start == 0 else function(*(column[part] for column in columns))
        for row, values in zip(table, found, strict=True):
            row[part] = values
    return table


def shaped(column: npt.NDArray[np.generic], like: Floats) -> Any:
    """Give the column the shape of the times; a numpy scalar for a single time."""
    return column.reshape(like.shape)[()]


def seen_from_earth(place: Geometry, turned: Orientation) -> tuple[Floats, ...]:
    """Compute the fields of Moon from phase longitude to declination; `turned` is when its light left."""
    sight = Sight.of(place)
    u = sight.moon
    earth_lat, earth_lon = turned.latitude_longitude(-u)
    sun_lat, sun_lon = turned.latitude_longitude(sun_from_moon(place))
    return (
        longitude_between(sight.sun, u, ecliptic_pole(place.tdb_s)),
        np.degrees(sight.phase_angle),
        np.degrees(sight.elongation),
        sight.lit(),
        norm(place.moon_from_earth),
        sight.distance_km,
        np.degrees(np.arcsin(MOON_RADIUS_KM / sight.distance_km)) * 7200.0,
        earth_lat,
        earth_lon,
        sun_lat,
        sun_lon,
        (90.0 - sun_lon) % 360.0,
        position_angle(u, turned.pole) % 360.0,
        position_angle(u, sight.sun) % 360.0,
        np.degrees(np.arctan2(u[1], u[0])) % 360.0,
        np.degrees(np.arcsin(u[2])),
    )


def light_at_a_glance(place: Geometry) -> tuple[Floats, ...]:
    """Compute phase longitude, illuminated fraction, geometric distance and bright limb angle, as in Moon."""
    sight = Sight.of(place)
    return (
        longitude_between(sight.sun, sight.moon, ecliptic_pole(place.tdb_s)),
        sight.lit(),
        norm(place.moon_from_earth),
        position_angle(sight.moon, sight.sun) % 360.0,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Where the Earth's centre sees Moon and Sun: unit vectors (3, n), km, and angles in radians."""

    moon: Floats
    sun: Floats
    distance_km: Floats
    phase_angle: Floats
    elongation: Floats

    @classmethod
    def of(cls, place: Geometry) -> Sight:
        """Apparent directions, and the triangle that they make with the light-time distances."""
        moon = aberrated(place.moon_light, place.earth_velocity)
        sun = aberrated(place.sun_light, place.earth_velocity)
        distance = norm(place.moon_light)
        cosine = dot(moon, sun)
        sine = norm(cross(moon, sun))
        ratio = distance / norm(place.sun_light)
        return cls(moon, sun, distance, np.arctan2(sine, ratio - cosine), np.arctan2(sine, cosine))

    def lit(self) -> Floats:
        """Give the illuminated fraction of the disc."""
        return np.asarray(np.cos(self.phase_angle / 2.0) ** 2)


def sun_from_moon(place: Geometry) -> Floats:
    """Give the unit vector in which the Sun stands as seen from the Moon's centre, apparent, shape (3, n)."""
    seconds = light_seconds(place.sun_from_moon, place.sun_velocity)
    light = place.sun_from_moon - place.sun_velocity * seconds
    return aberrated(light, place.moon_velocity + place.earth_velocity)


def position_angle(at: Floats, towards: Floats) -> Floats:
    """Give the direction from one unit vector towards another on the sky, degrees from north through east."""
    east = towards[1] * at[0] - towards[0] * at[1]
    north = towards[2] * (at[0] ** 2 + at[1] ** 2) - at[2] * (towards[0] * at[0] + towards[1] * at[1])
    return np.asarray(np.degrees(np.arctan2(east, north)))
