"""The sky over a place on the Moon: where Sun and Earth stand, and the local time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.geometry import (
    MOON_RADIUS_KM,
    Geometry,
    aberrated,
    dot,
    geometry,
    light_seconds,
    norm,
)
from ephemeris.horizon import Horizon, checked_site
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.moon import Moon, in_chunks, seen_from_earth, shaped
from ephemeris.orientation import Orientation, orientation
from ephemeris.phases import age_and_lunation, phases_near
from ephemeris.scales import DAY_S, Floats, Times

SUN_RADIUS_KM: Final = 695700.0  # IAU 2015, nominal
EARTH_RADIUS_KM: Final = 6378.137
_TURN_DEG_S: Final = 13.17635815 / DAY_S  # the Moon about its axis


@dataclass(frozen=True, slots=True, eq=False)
class SiteSky:
    """Sun and Earth over a site on the Moon; every field has the shape of times and sites together.

    Elevations are those of the centres above the plane of a sphere of 1737.4 km, -90 to 90; azimuths run
    from north through east, 0 to 360. Both bodies are seen from the site itself (parallax, light time and
    aberration; the Moon has no air). Terrain is not in them: hills decide near the poles, see `Horizon`.
    """

    sun_elevation_deg: Floats
    sun_azimuth_deg: Floats
    sun_radius_deg: Floats  # of its disc, about 0.27
    earth_elevation_deg: Floats
    earth_azimuth_deg: Floats
    earth_radius_deg: Floats  # of its disc, about 0.95
    local_time_hours: Floats  # 0 to 24; 12 where the Sun is on the meridian, an hour is 1.23 days
    sun_horizon_deg: Floats  # how high the horizon is below the Sun; 0 without a mask
    earth_horizon_deg: Floats

    @property
    def sun_to_earth_deg(self) -> Floats:
        """How far the Sun's limb is from the Earth's; negative while the Earth covers any of the Sun.

        The Earth counts with its air, 1/85 larger (Danjon 1951: eclipsewise.com/oh/oh-help/LEshadow.html).
        """
        sun, earth = np.radians(self.sun_elevation_deg), np.radians(self.earth_elevation_deg)
        turn = np.radians(self.sun_azimuth_deg - self.earth_azimuth_deg)
        # by haversines, which hold at the smallest angles
        half = np.sin((sun - earth) / 2.0) ** 2 + np.cos(sun) * np.cos(earth) * np.sin(turn / 2.0) ** 2
        apart = np.degrees(2.0 * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
        return np.asarray(apart - self.sun_radius_deg - self.earth_radius_deg * (1.0 + 1.0 / 85.0))

    @property
    def sun_in_view(self) -> npt.NDArray[np.bool_]:
        """Whether any of the Sun's disc is above the horizon (its upper limb)."""
        return np.asarray(self.sun_elevation_deg + self.sun_radius_deg > self.sun_horizon_deg)

    @property
    def earth_in_view(self) -> npt.NDArray[np.bool_]:
        """Whether any of the Earth's disc is above the horizon (its upper limb)."""
        return np.asarray(self.earth_elevation_deg + self.earth_radius_deg > self.earth_horizon_deg)

    @property
    def earth_centre_in_view(self) -> npt.NDArray[np.bool_]:
        """Whether the Earth's centre is above the horizon."""
        return np.asarray(self.earth_elevation_deg > self.earth_horizon_deg)


def site(
    times: Times,
    latitude_deg: npt.ArrayLike,
    longitude_deg: npt.ArrayLike,
    horizon: Horizon | None = None,
    kernel: Kernel | None = None,
) -> SiteSky:
    """Compute the sky over selenographic sites at UTC times (datetime64; UT1 before 1972).

    Latitudes -90 to 90 and east-positive longitudes -360 to 360, in degrees of the mean-Earth frame; times
    and sites broadcast. The Sun's elevation agrees with the Apollo Lunar Surface Journal's at Apollo 11's
    site to 0.07 degrees. Raises KernelRangeError, and ValueError for a place that is none.
    """
    kernel = kernel or load_kernel()
    tdb_s, latitude, longitude = _together(kernel, times, latitude_deg, longitude_deg)

    def part(tdb: Floats, lat: Floats, lon: Floats) -> tuple[Floats, ...]:
        place = geometry(kernel, tdb)
        return seen_from_site(place, orientation(tdb - place.moon_light_s), lat, lon)

    columns = in_chunks(part, tdb_s.ravel(), latitude.ravel(), longitude.ravel())
    return _sky([shaped(column, tdb_s) for column in columns], horizon)


def moon_and_site(
    times: Times,
    latitude_deg: npt.ArrayLike,
    longitude_deg: npt.ArrayLike,
    horizon: Horizon | None = None,
    kernel: Kernel | None = None,
) -> tuple[Moon, SiteSky]:
    """Compute `moon` and `site` in one go, for little more than the cost of one."""
    kernel = kernel or load_kernel()
    tdb_s, latitude, longitude = _together(kernel, times, latitude_deg, longitude_deg)

    def part(tdb: Floats, lat: Floats, lon: Floats) -> tuple[Floats, ...]:
        place = geometry(kernel, tdb)
        turned = orientation(tdb - place.moon_light_s)
        return (*seen_from_site(place, turned, lat, lon), *seen_from_earth(place, turned))

    flat = tdb_s.ravel()
    columns = in_chunks(part, flat, latitude.ravel(), longitude.ravel())
    shapes = [shaped(c, tdb_s) for c in (*columns, *age_and_lunation(phases_near(kernel, flat), flat))]
    return Moon(*shapes[_SITE_COLUMNS:]), _sky(shapes[:_SITE_COLUMNS], horizon)


_SITE_COLUMNS: Final = 7


def seen_from_site(
    place: Geometry, turned: Orientation, latitude_deg: Floats, longitude_deg: Floats
) -> tuple[Floats, ...]:
    """Compute the fields of SiteSky up to the local time; `turned` is the Moon when its light left for us."""
    now = replace(turned, meridian_deg=turned.meridian_deg + _TURN_DEG_S * place.moon_light_s)
    moon_velocity = place.moon_velocity + place.earth_velocity
    ground = _Ground.at(now, latitude_deg, longitude_deg)
    seconds = light_seconds(place.sun_from_moon, place.sun_velocity)
    sun = place.sun_from_moon - place.sun_velocity * seconds
    seconds = light_seconds(-place.moon_from_earth, place.earth_velocity)
    earth = -place.moon_from_earth - place.earth_velocity * seconds
    _, noon_deg = now.latitude_longitude(aberrated(sun, moon_velocity))
    hours = ((longitude_deg - noon_deg) / 15.0 + 12.0) % 24.0
    return (
        *ground.see(sun, moon_velocity, SUN_RADIUS_KM),
        *ground.see(earth, moon_velocity, EARTH_RADIUS_KM),
        hours,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """The up, north and east of n sites on the axes of the ICRF, unit vectors of shape (3, n)."""

    up: Floats
    north: Floats
    east: Floats

    @classmethod
    def at(cls, turned: Orientation, latitude_deg: Floats, longitude_deg: Floats) -> _Ground:
        angle = np.radians(turned.meridian_deg + longitude_deg)
        latitude = np.radians(latitude_deg)
        cos, sin = np.cos(latitude), np.sin(latitude)
        outwards = np.cos(angle) * turned.node + np.sin(angle) * turned.side
        return cls(
            up=cos * outwards + sin * turned.pole,
            north=cos * turned.pole - sin * outwards,
            east=np.cos(angle) * turned.side - np.sin(angle) * turned.node,
        )

    def see(self, centred: Floats, velocity: Floats, radius_km: float) -> tuple[Floats, Floats, Floats]:
        """Elevation, azimuth and angular radius in degrees of a body, from its vector to the Moon's centre."""
        vector = centred - MOON_RADIUS_KM * self.up
        direction = aberrated(vector, velocity)
        elevation = np.degrees(np.arcsin(np.clip(dot(direction, self.up), -1.0, 1.0)))
        azimuth = np.degrees(np.arctan2(dot(direction, self.east), dot(direction, self.north))) % 360.0
        return elevation, azimuth, np.degrees(np.arcsin(radius_km / norm(vector)))


def _together(
    kernel: Kernel, times: Times, latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    latitude, longitude = checked_site(latitude_deg, longitude_deg)
    tdb_s, latitude, longitude = np.broadcast_arrays(kernel.tdb_from(times), latitude, longitude)
    return tdb_s, latitude, longitude


def _sky(columns: list[Floats], horizon: Horizon | None) -> SiteSky:
    azimuths = columns[1], columns[4]
    heights = [np.zeros_like(az)[()] if horizon is None else horizon.height(az) for az in azimuths]
    return SiteSky(*(*columns, *heights))
