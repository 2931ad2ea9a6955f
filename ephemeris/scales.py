"""Time scales: UTC in, TDB seconds since J2000 inside, UTC out.

From 1972 on, times are UTC; the leap seconds are those that skyfield ships, and none is assumed after
the last one announced. Before 1972 UTC ran at another rate, so that times are taken as UT1 and the
difference to Terrestrial Time is skyfield's curve (Morrison, Stephenson, Hohenkerk and Zawilski 2021).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from skyfield.timelib import Timescale

Floats: TypeAlias = npt.NDArray[np.float64]
Instants: TypeAlias = npt.NDArray[np.datetime64]
Times: TypeAlias = np.datetime64 | npt.NDArray[np.datetime64]

DAY_S: Final = 86400.0
J2000_US: Final = 946_728_000_000_000  # 2000-01-01T12:00, in microseconds since 1970
UTC_BEGINS_US: Final = 63_072_000_000_000  # 1972-01-01T00:00
TT_MINUS_TAI_S: Final = 32.184
JD_J2000: Final = 2451545.0
_JD_1970: Final = 2440587.5


def microseconds(times: Times) -> npt.NDArray[np.int64]:
    """Microseconds since 1970-01-01T00:00 UTC; raises TypeError and ValueError for what is no time."""
    utc = np.asarray(times)
    if utc.dtype.kind != "M":
        raise TypeError(
            f"times are numpy datetime64 in UTC, not {utc.dtype}: np.datetime64('2025-06-05T19:17')"
        )
    if np.isnat(utc).any():
        raise ValueError("not a time (NaT): every time must be known")
    return utc.astype("M8[us]").astype(np.int64)


def tdb_from_utc(times: Times) -> Floats:
    """TDB seconds since J2000 for UTC times (UT1 before 1972), to a microsecond."""
    us = microseconds(times)
    since_j2000 = np.asarray((us - J2000_US) * 1e-6, dtype=np.float64)
    tt = since_j2000 + _tt_minus_utc(us, since_j2000)
    return tt + _tdb_minus_tt(tt)


def utc_from_tdb(tdb_s: npt.ArrayLike) -> Instants:
    """UTC (UT1 before 1972) as datetime64[us] for TDB seconds since J2000: inverse of `tdb_from_utc`."""
    tdb = np.asarray(tdb_s, dtype=np.float64)
    tt = tdb - _tdb_minus_tt(tdb)
    starts_us, offsets = _leap_seconds()
    # when each offset begins, counted in TT itself
    begins = (starts_us - J2000_US) * 1e-6 + offsets
    offset = offsets[np.maximum(np.searchsorted(begins, tt, side="right") - 1, 0)]
    early = tt < begins[0]
    if early.any():
        offset = np.where(early, _delta_t(tt), offset)
    return (np.rint((tt - offset) * 1e6).astype(np.int64) + J2000_US).astype("M8[us]")


def earth_rotation_days(tdb_s: Floats) -> Floats:
    """Give UT1 days since J2000, which the Earth's rotation follows, for TDB seconds since J2000."""
    tt = tdb_s - _tdb_minus_tt(tdb_s)
    return (tt - _delta_t(tt)) / DAY_S


def _tt_minus_utc(us: npt.NDArray[np.int64], since_j2000: Floats) -> Floats:
    starts_us, offsets = _leap_seconds()
    found = np.asarray(offsets[np.maximum(np.searchsorted(starts_us, us, side="right") - 1, 0)])
    early = us < UTC_BEGINS_US
    if early.any():
        ut1 = since_j2000[early]
        once = ut1 + _delta_t(ut1)
        found = found.copy()
        found[early] = _delta_t(once)
    return found


def last_leap_second() -> np.datetime64:
    """Give the day on which the last announced leap second took effect, 2017-01-01.

    UTC of all later times is reckoned as if none followed: should one, they are a second off.
    """
    return np.datetime64(int(_leap_seconds()[0][-1]) // 86_400_000_000, "D")


def _tdb_minus_tt(tt_s: Floats) -> Floats:
    # USNO Circular 179, eq. 2.6; its three largest terms: the rest is below 0.02 ms
    t = tt_s / (36525.0 * DAY_S)
    return np.asarray(
        0.001657 * np.sin(628.3076 * t + 6.2401)
        + 0.000022 * np.sin(575.3385 * t + 4.2970)
        + 0.000014 * np.sin(1256.6152 * t + 6.1969)
    )


@lru_cache(maxsize=1)
def _leap_seconds() -> tuple[npt.NDArray[np.int64], Floats]:
    """When each offset begins, in microseconds since 1970 UTC, and TT minus UTC in seconds from then on."""
    # only the bundled table: skyfield.api, which gives the same, takes three times as long to import
    from skyfield.functions import load_bundled_npy

    tables = load_bundled_npy("iers.npz")
    if "leap_dates" in tables and "leap_offsets" in tables:
        dates, offsets = tables["leap_dates"], tables["leap_offsets"]
    else:
        dates, offsets = timescale().leap_dates, timescale().leap_offsets
    days = np.rint(dates - _JD_1970).astype(np.int64)
    starts_us = np.concatenate([[UTC_BEGINS_US], days * 86_400_000_000])
    # the table begins with the first leap second, before which the offset was one less
    tai_minus_utc = np.concatenate([[offsets[0] - 1.0], offsets])
    return starts_us, tai_minus_utc + TT_MINUS_TAI_S


def _delta_t(tt_s: npt.NDArray[Any]) -> Floats:
    """TT minus UT1 in seconds, at TT seconds since J2000."""
    return np.asarray(timescale().delta_t_function(np.asarray(tt_s / DAY_S + JD_J2000)), dtype=np.float64)


@lru_cache(maxsize=1)
def timescale() -> Timescale:
    """Return skyfield's time scale from the tables that skyfield ships; built when it is first needed."""
    from skyfield.api import load

    return load.timescale(builtin=True)
