"""What a landing can ask of the sky, each as a condition for `find_spans`."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from ephemeris.horizon import Horizon
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.scales import Floats, Instants
from ephemeris.search import Condition
from ephemeris.shadows import earth_shadow
from ephemeris.site import site
from ephemeris.stations import Station, moon_from_station

# each turns about every 14 days, but the Moon over a station every 12.4 hours
SUN_STEP_DAYS: Final = 2.0
EARTH_STEP_DAYS: Final = 1.0
STATION_STEP_DAYS: Final = 0.2
ECLIPSE_STEP_DAYS: Final = 2.0
# 0.6 degrees of the Sun's azimuth: narrower teeth of a horizon may be missed
MASK_STEP_DAYS: Final = 0.05


def sun_elevation(
    latitude_deg: float,
    longitude_deg: float,
    least_deg: float = -np.inf,
    greatest_deg: float = np.inf,
    kernel: Kernel | None = None,
) -> Condition:
    """Ask that the Sun's centre stand within [least, greatest] degrees over a site on the Moon."""
    _check_band("sun elevation", least_deg, greatest_deg)
    known = kernel or load_kernel()

    def value(times: Instants) -> Floats:
        return site(times, latitude_deg, longitude_deg, kernel=known).sun_elevation_deg

    return Condition(value, SUN_STEP_DAYS, least_deg, greatest_deg)


def earth_elevation(
    latitude_deg: float,
    longitude_deg: float,
    least_deg: float = -np.inf,
    greatest_deg: float = np.inf,
    kernel: Kernel | None = None,
) -> Condition:
    """Ask that the Earth's centre stand within [least, greatest] degrees over a site on the Moon."""
    _check_band("earth elevation", least_deg, greatest_deg)
    known = kernel or load_kernel()

    def value(times: Instants) -> Floats:
        return site(times, latitude_deg, longitude_deg, kernel=known).earth_elevation_deg

    return Condition(value, EARTH_STEP_DAYS, least_deg, greatest_deg)


def sun_in_view(
    latitude_deg: float,
    longitude_deg: float,
    horizon: Horizon | None = None,
    limb: Literal["upper", "centre"] = "upper",
    kernel: Kernel | None = None,
) -> Condition:
    """Ask that the Sun's upper limb (or its centre) stand above the horizon of a site on the Moon."""
    known = kernel or load_kernel()
    _check_limb(limb)

    def value(times: Instants) -> Floats:
        sky = site(times, latitude_deg, longitude_deg, horizon, known)
        top = sky.sun_elevation_deg + (sky.sun_radius_deg if limb == "upper" else 0.0)
        return np.asarray(top - sky.sun_horizon_deg)

    return Condition(value, SUN_STEP_DAYS if horizon is None else MASK_STEP_DAYS, 0.0)


def earth_in_view(
    latitude_deg: float,
    longitude_deg: float,
    horizon: Horizon | None = None,
    limb: Literal["upper", "centre"] = "upper",
    kernel: Kernel | None = None,
) -> Condition:
    """Ask that the Earth's upper limb (or its centre) stand above the horizon of a site on the Moon."""
    known = kernel or load_kernel()
    _check_limb(limb)

    def value(times: Instants) -> Floats:
        sky = site(times, latitude_deg, longitude_deg, horizon, known)
        top = sky.earth_elevation_deg + (sky.earth_radius_deg if limb == "upper" else 0.0)
        return np.asarray(top - sky.earth_horizon_deg)

    return Condition(value, EARTH_STEP_DAYS if horizon is None else MASK_STEP_DAYS, 0.0)


def moon_above(station: Station, least_deg: float, kernel: Kernel | None = None) -> Condition:
    """Ask that a ground station see the Moon's centre at least this many degrees above its horizon."""
    _check_band("moon elevation", least_deg, 90.0)
    known = kernel or load_kernel()

    def value(times: Instants) -> Floats:
        return moon_from_station(times, station, kernel=known).elevation_deg

    return Condition(value, STATION_STEP_DAYS, least_deg)


def no_eclipse(kernel: Kernel | None = None) -> Condition:
    """Ask that no part of the Moon be in the Earth's penumbra (Chauvenet's)."""
    known = kernel or load_kernel()

    def value(times: Instants) -> Floats:
        shadow = earth_shadow(known, known.tdb_from(times))
        return shadow.offset_deg - shadow.penumbra_deg - shadow.moon_deg

    return Condition(value, ECLIPSE_STEP_DAYS, 0.0)


def sun_not_eclipsed(latitude_deg: float, longitude_deg: float, kernel: Kernel | None = None) -> Condition:
    """Ask that the Earth cover no part of the Sun as seen from a site on the Moon (its air counted in)."""
    known = kernel or load_kernel()

    def value(times: Instants) -> Floats:
        return site(times, latitude_deg, longitude_deg, kernel=known).sun_to_earth_deg

    return Condition(value, ECLIPSE_STEP_DAYS, 0.0)


def _check_limb(limb: str) -> None:
    if limb not in ("upper", "centre"):
        raise ValueError(f"unknown limb {limb!r}: give upper or centre")


def _check_band(name: str, least_deg: float, greatest_deg: float) -> None:
    if np.isnan(least_deg) or np.isnan(greatest_deg):
        raise ValueError(f"the band of the {name} has a bound that is no number: {least_deg}..{greatest_deg}")
    if least_deg > greatest_deg:
        raise ValueError(f"the band of the {name} is reversed: {least_deg:g}..{greatest_deg:g}")
