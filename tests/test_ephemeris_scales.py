from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield.api import load

from ephemeris import scales

TIMESCALE = load.timescale(builtin=True)
JD_J2000 = 2451545.0


def tdb_of(time) -> float:
    return float((time.whole - JD_J2000 + time.tdb_fraction) * 86400.0)


@pytest.mark.parametrize(
    "text",
    [
        "1972-01-01T00:00",
        "1972-06-30T23:59:59",
        "1972-07-01T00:00",
        "1999-12-31T12:00",
        "2016-12-31T23:59:59.5",
    ],
)
def test_utc_is_that_of_skyfield(text):
    time = np.datetime64(text, "us")
    year, month, day = (int(part) for part in text[:10].split("-"))
    seconds = float((time - np.datetime64(text[:10], "us")) / np.timedelta64(1, "s"))
    expected = tdb_of(TIMESCALE.utc(year, month, day, 0, 0, seconds))
    assert abs(float(scales.tdb_from_utc(time)) - expected) < 3e-5


def test_leap_seconds_are_skyfields_and_tt_is_32_184_s_ahead_of_tai():
    starts, offsets = scales._leap_seconds()
    days = starts / 86_400e6 + 2440587.5
    assert np.array_equal(days[1:], TIMESCALE.leap_dates)
    assert np.allclose(offsets[1:], TIMESCALE.leap_offsets + 32.184, atol=1e-12)
    # IERS Bulletin C 52 and later: UTC-TAI = -37 s from 2017 January 1, https://datacenter.iers.org
    assert offsets[days == 2457754.5] == [37.0 + 32.184]


def test_the_last_leap_second_is_told():
    assert str(scales.last_leap_second()) == "2017-01-01"


def test_leap_seconds_are_asked_of_skyfield_where_the_bundled_table_has_another_shape(monkeypatch):
    expected = scales._leap_seconds()
    scales._leap_seconds.cache_clear()
    monkeypatch.setattr("skyfield.functions.load_bundled_npy", lambda name: {})
    try:
        for mine, theirs in zip(scales._leap_seconds(), expected, strict=True):
            assert np.array_equal(mine, theirs)
    finally:
        scales._leap_seconds.cache_clear()


@pytest.mark.parametrize("year", [1900, 1923, 1950, 1971])
def test_before_1972_times_are_ut1(year):
    expected = tdb_of(TIMESCALE.ut1(year, 5, 5, 5, 5))
    assert abs(float(scales.tdb_from_utc(np.datetime64(f"{year}-05-05T05:05"))) - expected) < 5e-5


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-2_222_000_000_000_000, 2_640_000_000_000_000), min_size=1, max_size=30))
def test_utc_and_tdb_are_inverse(microseconds):
    times = np.array(microseconds, dtype=np.int64).astype("M8[us]")
    # in the last moments before a leap second, or before UTC begins, one TDB has two names
    away = np.abs(times.astype(np.int64)[:, None] - scales._leap_seconds()[0]).min(axis=1) > 2_000_000
    back = scales.utc_from_tdb(scales.tdb_from_utc(times))
    assert (np.abs(back - times)[away] <= np.timedelta64(1, "us")).all()


def test_a_time_may_have_any_unit_and_shape():
    day = np.datetime64("2025-06-05")
    assert scales.tdb_from_utc(day) == scales.tdb_from_utc(np.datetime64("2025-06-05T00:00:00", "ms"))
    assert scales.tdb_from_utc(np.full((2, 3), day)).shape == (2, 3)


def test_what_is_no_time_is_refused_with_the_mend():
    with pytest.raises(TypeError, match=r"datetime64 in UTC, not float64: np\.datetime64"):
        scales.tdb_from_utc(np.array(2451545.0))
    with pytest.raises(ValueError, match="NaT"):
        scales.tdb_from_utc(np.array(["2025-06-05", "NaT"], dtype="M8[us]"))
