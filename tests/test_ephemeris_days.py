from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ephemeris.days import SunTimes, sun_times
from ephemeris.horizon import Horizon
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.site import site

NAT = np.datetime64("NaT")
LANDING = np.datetime64("1969-07-20T20:17:40", "us")
TRANQUILITY = (0.6875, 23.4333)
NAMES = ("previous_sunrise", "previous_sunset", "next_sunrise", "next_sunset")


def height(times, latitude, longitude, limb="upper"):
    sky = site(times, latitude, longitude)
    return sky.sun_elevation_deg + (sky.sun_radius_deg if limb == "upper" else 0.0)


def test_the_sun_had_risen_the_day_before_apollo_11_landed():
    found = sun_times(LANDING, *TRANQUILITY)
    # the Sun stood at 10.65 degrees at the landing (Apollo Lunar Surface Journal) and climbs 12.2 a day
    hours = (LANDING - found.previous_sunrise) / np.timedelta64(1, "h")
    assert hours == pytest.approx((10.65 + 0.27) / 12.19 * 24.0, abs=0.3)
    assert found.previous_sunset < found.previous_sunrise < LANDING < found.next_sunset < found.next_sunrise
    day = (found.next_sunset - found.previous_sunrise) / np.timedelta64(1, "D")
    assert 14.6 < day < 15.0
    assert not found.always_up
    assert not found.never_up


@settings(deadline=None, max_examples=15)
@given(st.integers(-2_210_000_000, 2_630_000_000), st.floats(-79.0, 79.0), st.floats(-180.0, 180.0))
def test_away_from_the_poles_the_limb_is_on_the_horizon_four_times_around(second, latitude, longitude):
    time = np.datetime64(second, "s").astype("M8[us]")
    found = sun_times(time, latitude, longitude)
    events = np.array([getattr(found, name) for name in NAMES])
    assert not np.isnat(events).any()
    assert np.abs(height(events, latitude, longitude)).max() < 1e-6
    assert (events[:2] <= time).all()
    assert (events[2:] > time).all()
    rising = height(events + np.timedelta64(10, "m"), latitude, longitude) > 0.0
    assert rising.tolist() == [True, False, True, False]
    days = np.abs(events - time) / np.timedelta64(1, "D")
    assert days.max() < 30.0


def test_the_centre_rises_later_than_the_limb():
    limb, centre = (sun_times(LANDING, *TRANQUILITY, limb=which) for which in ("upper", "centre"))
    minutes = (centre.previous_sunrise - limb.previous_sunrise) / np.timedelta64(1, "m")
    assert minutes == pytest.approx(0.27 / 12.19 * 1440.0, abs=2.0)
    assert abs(height(centre.previous_sunrise, *TRANQUILITY, "centre")) < 1e-6


def test_at_the_pole_a_day_lasts_half_a_year():
    found = sun_times(np.datetime64("2025-06-05", "us"), -90.0, 0.0)
    summer = found.next_sunset - found.next_sunrise
    assert 150 < summer / np.timedelta64(1, "D") < 210
    assert found.previous_sunset - found.previous_sunrise > np.timedelta64(150, "D")


def test_behind_a_wall_the_sun_never_rises_and_on_a_peak_it_never_sets():
    times = np.array(["2025-06-05", "2027-01-01"], dtype="M8[us]")
    walled = sun_times(times, -89.9, 0.0, Horizon(np.array([0.0]), np.array([5.0])))
    peak = sun_times(times, -89.9, 0.0, Horizon(np.array([0.0]), np.array([-5.0])))
    for found in (walled, peak):
        assert all(np.isnat(getattr(found, name)).all() for name in NAMES)
    assert walled.never_up.all()
    assert not walled.always_up.any()
    assert peak.always_up.all()
    assert not peak.never_up.any()


def test_many_times_are_as_each_alone_in_any_order_and_shape():
    times = np.datetime64("2000-01-01", "us") + np.array([[0, 9000, 20], [3000, 33, 9001]]) * np.timedelta64(
        1, "D"
    )
    together = sun_times(times, 45.0, 10.0)
    for place in np.ndindex(times.shape):
        alone = sun_times(times[place], 45.0, 10.0)
        for name in NAMES:
            assert abs(getattr(together, name)[place] - getattr(alone, name)) < np.timedelta64(5, "ms")
    empty = sun_times(times[:0], 45.0, 10.0)
    assert all(getattr(empty, field.name).size == 0 for field in dataclasses.fields(SunTimes))


def test_at_the_end_of_the_kernel_what_comes_after_is_unknown():
    end = load_kernel().end.astype("M8[us]")
    found = sun_times(end, 0.0, 0.0)
    assert np.isnat(found.next_sunrise)
    assert np.isnat(found.next_sunset)
    assert not np.isnat(found.previous_sunrise)


def test_wrong_places_limbs_and_times_are_refused():
    with pytest.raises(ValueError, match="latitude 95"):
        sun_times(LANDING, 95.0, 0.0)
    with pytest.raises(ValueError, match="unknown limb 'lower': give upper or centre"):
        sun_times(LANDING, 0.0, 0.0, limb="lower")
    with pytest.raises(KernelRangeError):
        sun_times(np.datetime64("2060-01-01"), 0.0, 0.0)
