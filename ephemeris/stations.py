"""Ground stations: where they are, and where the Moon stands in their sky."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import numpy as np

from ephemeris.geometry import aberrated, dot, geometry, light_seconds, norm
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.moon import in_chunks, shaped
from ephemeris.scales import DAY_S, Floats, Times, earth_rotation_days

_EQUATOR_KM: Final = 6378.137  # WGS84
_FLATTENING: Final = 1.0 / 298.257223563
_DEGREES_A_DAY: Final = 360.98561232  # of the Earth against the stars, for the velocity of a station

# celestial pole coordinates X and Y in arcseconds: IERS Conventions 2010, tables 5.2a and 5.2b, their
# polynomials and largest terms: argument at J2000 and a century in degrees, X sin, X t cos, Y cos, Y t sin
_POLE_X: Final = (-0.016617, 2004.191898, -0.4297829, -0.19861834)
_POLE_Y: Final = (-0.006951, -0.025896, -22.4072747, 0.00190059)
_NUTATION: Final = np.array(
    [
        [125.04455501, -1934.1362891, -6.844318, 0.205833, 9.205236, 0.153042],  # the node
        [200.93271582, 72001.5394, -0.523908, 0.012814, 0.573033, 0.011714],  # twice the Sun
        [76.63325482, 962535.7633, -0.090552, 0.002187, 0.097847, 0.002124],  # twice the Moon
        [250.08911002, -3868.2725782, 0.082169, -0.002004, -0.089618, -0.001837],  # twice the node
        [357.52910918, 35999.0502911, 0.058707, 0.0, 0.0, 0.0],  # the Sun's anomaly
        [134.96340251, 477198.8675605, 0.028288, 0.0, 0.0, 0.0],  # the Moon's anomaly
        [198.46182500, 108000.5896911, -0.020558, 0.0, 0.022438, 0.0],
    ]
)


@dataclass(frozen=True, slots=True)
class Station:
    """A place on the Earth: geodetic WGS84 latitude and east-positive longitude in degrees, height in metres."""

    name: str
    latitude_deg: float
    longitude_deg: float
    height_m: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        """Check the place; raises ValueError where it is none."""
        for name, value, limit in (
            ("latitude", self.latitude_deg, 90.0),
            ("longitude", self.longitude_deg, 360.0),
            ("height", self.height_m, 100_000.0),
        ):
            if not abs(value) <= limit:
                raise ValueError(f"{self.name}: {name} {value:g} is not within -{limit:g} to {limit:g}")


_DSN: Final = "Journal of Astronomy and Space Sciences 40 (2023) 79, table 1: antenna vectors of the DSN"
_ESA: Final = "ESA SPICE Service, estrack_v04.tf; heights: esa.int, ESA Ground Stations"
_JAXA: Final = "JAXA, Station Coordinates: ddor.nav.isas.jaxa.jp/station_coordinates"

STATIONS: Final = {
    station.name: station
    for station in (
        Station("Goldstone", 35.42590, -116.88954, 1001.4, f"{_DSN}, DSS-14"),
        Station("Canberra", -35.40242, 148.98127, 688.9, f"{_DSN}, DSS-43"),
        Station("Madrid", 40.43121, -4.24801, 864.8, f"{_DSN}, DSS-63"),
        Station("Usuda", 36.13240, 138.36277, 1532.8, f"{_JAXA}, 64 m"),
        Station("Misasa", 36.14098, 138.35213, 1656.0, f"{_JAXA}, 54 m"),
        Station("Uchinoura", 31.25431, 131.07839, 375.8, f"{_JAXA}, 34 m"),
        Station("New Norcia", -31.04823, 116.19150, 252.3, _ESA),
        Station("Cebreros", 40.45269, -4.36755, 794.1, _ESA),
        Station("Malargüe", -35.77601, -69.39819, 1550.0, _ESA),
        Station("Kourou", 5.25144, -52.80466, -14.7, _ESA),
        # the kernel gives 5.18 east: the sign is missing there
        Station("Goonhilly", 50.05044, -5.18327, 0.0, f"{_ESA}; height not given"),
    )
}


@dataclass(frozen=True, slots=True, eq=False)
class MoonFromStation:
    """The Moon's centre in a station's sky, without refraction; fields have the shape of the times."""

    elevation_deg: Floats  # above the plane of the ellipsoid, -90 to 90
    azimuth_deg: Floats  # from north through east, 0 to 360
    distance_km: Floats  # light-time corrected, from the station


def find_station(name: str) -> Station:
    """Find a station by its name, whatever the case, spaces, hyphens and accents.

    Raises ValueError that names the nearest ones.
    """
    plain = {_plain(known): station for known, station in STATIONS.items()}
    if _plain(name) in plain:
        return plain[_plain(name)]
    near = [plain[match].name for match in get_close_matches(_plain(name), plain, n=3, cutoff=0.5)]
    hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(STATIONS)}"
    raise ValueError(f"unknown station {name!r}: {hint}")


def _plain(name: str) -> str:
    from unicodedata import normalize

    return "".join(letter for letter in normalize("NFD", name.casefold()) if letter.isalnum())


def moon_from_station(times: Times, station: Station, kernel: Kernel | None = None) -> MoonFromStation:
    """Compute where the Moon stands over a ground station at UTC times (datetime64; UT1 before 1972).

    Against skyfield's full models, polar motion aside: at most 0.0003 degrees. The Earth's rotation is
    what skyfield's tables say, and their forecast after the last one. Raises KernelRangeError.
    """
    kernel = kernel or load_kernel()
    tdb_s = kernel.tdb_from(times)
    columns = in_chunks(lambda part: _seen(kernel, part, station), tdb_s.ravel())
    return MoonFromStation(*(shaped(column, tdb_s) for column in columns))


def _seen(kernel: Kernel, tdb_s: Floats, station: Station) -> tuple[Floats, Floats, Floats]:
    place = geometry(kernel, tdb_s)
    turn, pole_x, pole_y = _rotation(tdb_s)
    angle = turn + np.radians(station.longitude_deg)
    cos, sin = np.cos(angle), np.sin(angle)
    latitude = np.radians(station.latitude_deg)
    across_km, up_km = _vector(latitude, station.height_m / 1000.0)

    def sky(x: Floats, y: Floats, z: float) -> Floats:
        return _to_icrf(x, y, np.full_like(x, z), pole_x, pole_y)

    here = sky(across_km * cos, across_km * sin, up_km)
    east = sky(-sin, cos, 0.0)
    zenith = sky(np.cos(latitude) * cos, np.cos(latitude) * sin, np.sin(latitude))
    north = sky(-np.sin(latitude) * cos, -np.sin(latitude) * sin, np.cos(latitude))
    spin = east * (across_km * np.radians(_DEGREES_A_DAY) / DAY_S)
    geometric = place.moon_from_earth - here
    moon_velocity = place.moon_velocity + place.earth_velocity
    vector = geometric - moon_velocity * light_seconds(geometric, moon_velocity)
    direction = aberrated(vector, place.earth_velocity + spin)
    elevation = np.degrees(np.arcsin(np.clip(dot(direction, zenith), -1.0, 1.0)))
    azimuth = np.degrees(np.arctan2(dot(direction, east), dot(direction, north))) % 360.0
    return elevation, azimuth, norm(vector)


def _vector(latitude: float, height_km: float) -> tuple[float, float]:
    """Distances in km from the Earth's axis and from its equator's plane."""
    squashed = (1.0 - _FLATTENING) ** 2
    normal = _EQUATOR_KM / np.sqrt(np.cos(latitude) ** 2 + squashed * np.sin(latitude) ** 2)
    return (normal + height_km) * np.cos(latitude), (squashed * normal + height_km) * np.sin(latitude)


def _rotation(tdb_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Earth rotation angle in radians from the celestial intermediate origin, and the pole's X and Y."""
    t = tdb_s / (36525.0 * DAY_S)
    arguments = np.radians(_NUTATION[:, 0, None] + _NUTATION[:, 1, None] * t)
    cos, sin = np.cos(arguments), np.sin(arguments)
    x = np.polynomial.polynomial.polyval(t, _POLE_X) + _NUTATION[:, 2] @ sin + t * (_NUTATION[:, 3] @ cos)
    y = np.polynomial.polynomial.polyval(t, _POLE_Y) + _NUTATION[:, 4] @ cos + t * (_NUTATION[:, 5] @ sin)
    x, y = np.radians(x / 3600.0), np.radians(y / 3600.0)
    days = earth_rotation_days(tdb_s)
    # IERS Conventions 2010, eq. 5.15; the locator s is -XY/2 to 0.00001 degrees
    angle = 2.0 * np.pi * (0.7790572732640 + 0.00273781191135448 * days + days % 1.0)
    return angle + x * y / 2.0, x, y


def _to_icrf(x: Floats, y: Floats, z: Floats, pole_x: Floats, pole_y: Floats) -> Floats:
    """Tilt vectors from the intermediate equator to the ICRF (IERS Conventions 2010, eq. 5.10)."""
    a = 1.0 / (1.0 + np.sqrt(1.0 - pole_x**2 - pole_y**2))
    tilt = a * (pole_x * x + pole_y * y)
    return np.stack(
        [
            x - pole_x * tilt + pole_x * z,
            y - pole_y * tilt + pole_y * z,
            z - pole_x * x - pole_y * y - a * (pole_x**2 + pole_y**2) * z,
        ]
    )
