from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ephemeris.horizon import Horizon
from ephemeris.kernel import KernelRangeError
from ephemeris.moon import Moon, moon
from ephemeris.site import SiteSky, moon_and_site, site

TIMES = np.datetime64("1900-01-01", "us") + np.random.default_rng(2).integers(0, 153 * 365 * 86400, 400) * (
    np.timedelta64(1, "s")
)
LATITUDE = np.random.default_rng(3).uniform(-90.0, 90.0, 400)
LONGITUDE = np.random.default_rng(4).uniform(-180.0, 180.0, 400)
FIELDS = [field.name for field in dataclasses.fields(SiteSky)]


def elevation_at(latitude, longitude, below, beside):
    a, b, turn = np.radians([latitude, below, beside - longitude])
    return np.degrees(np.arcsin(np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(turn)))


def test_sun_and_earth_stand_over_the_points_below_them():
    sky, seen = site(TIMES, LATITUDE, LONGITUDE), moon(TIMES)
    sun = elevation_at(LATITUDE, LONGITUDE, seen.subsolar_latitude_deg, seen.subsolar_longitude_deg)
    assert np.abs(sun - sky.sun_elevation_deg).max() < 0.001  # the Sun's parallax is 0.0007
    earth = elevation_at(LATITUDE, LONGITUDE, seen.subearth_latitude_deg, seen.subearth_longitude_deg)
    lower = earth - sky.earth_elevation_deg
    parallax = np.degrees(
        np.arctan2(np.cos(np.radians(earth)), seen.distance_km / 1737.4 - np.sin(np.radians(earth)))
    )
    # what the Moon's centre is seen from is aberrated by the Earth's motion, the Earth by the Moon's
    assert np.abs(lower - parallax).max() < 0.003


def test_at_the_sub_solar_point_the_sun_is_overhead_and_it_is_noon():
    seen = moon(TIMES)
    sky = site(TIMES, seen.subsolar_latitude_deg, seen.subsolar_longitude_deg)
    assert np.abs(sky.sun_elevation_deg - 90.0).max() < 0.001
    assert np.abs(sky.local_time_hours - 12.0).max() < 1e-3


def test_in_the_morning_the_sun_is_in_the_east():
    sky = site(TIMES, 0.0, LONGITUDE)
    up = np.abs(sky.sun_elevation_deg) < 80.0
    morning = sky.local_time_hours < 12.0
    assert np.abs(sky.sun_azimuth_deg - np.where(morning, 90.0, 270.0))[up].max() < 12.0
    hour = np.timedelta64(1, "h")
    rising = site(TIMES + hour, 0.0, LONGITUDE).sun_elevation_deg > sky.sun_elevation_deg
    assert (rising == morning)[up].all()


def test_the_earth_hardly_moves():
    month = np.datetime64("2025-01-01", "us") + np.arange(0, 30 * 24, 6) * np.timedelta64(1, "h")
    near = site(month, 0.0, 0.0)
    assert near.earth_elevation_deg.min() > 78.0
    assert near.earth_in_view.all()
    assert not site(month, 0.0, 180.0).earth_in_view.any()
    # over the limb it rises and sets with the librations, its edge before its centre
    limb = site(month, 0.0, 90.0)
    assert limb.earth_in_view.any()
    assert not limb.earth_in_view.all()
    assert (limb.earth_in_view | ~limb.earth_centre_in_view).all()
    assert 0.89 < limb.earth_radius_deg.min() < limb.earth_radius_deg.max() < 1.03
    assert 0.258 < limb.sun_radius_deg.min() < limb.sun_radius_deg.max() < 0.273


def test_both_together_are_the_same_as_each_alone():
    seen, sky = moon_and_site(TIMES, LATITUDE, LONGITUDE)
    for name in FIELDS:
        assert np.allclose(getattr(sky, name), getattr(site(TIMES, LATITUDE, LONGITUDE), name), atol=1e-9)
    alone = moon(TIMES)
    for field in dataclasses.fields(Moon):
        assert np.allclose(getattr(seen, field.name), getattr(alone, field.name), atol=1e-9)


def test_times_and_places_broadcast():
    grid = site(TIMES[:5, None], LATITUDE[:3], LONGITUDE[:3])
    assert grid.sun_elevation_deg.shape == (5, 3)
    one = site(TIMES[4], LATITUDE[2], LONGITUDE[2])
    assert {type(getattr(one, name)) for name in FIELDS} == {np.float64}
    assert grid.sun_elevation_deg[4, 2] == pytest.approx(one.sun_elevation_deg, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 399), st.floats(-90.0, 90.0), st.floats(-180.0, 0.0))
def test_a_longitude_may_be_counted_either_way(which, latitude, longitude):
    one, other = site(TIMES[which], latitude, longitude), site(TIMES[which], latitude, longitude + 360.0)
    assert one.sun_elevation_deg == pytest.approx(other.sun_elevation_deg, abs=1e-9)
    assert one.earth_elevation_deg == pytest.approx(other.earth_elevation_deg, abs=1e-9)
    assert 0.0 <= one.sun_azimuth_deg < 360.0
    assert 0.0 <= other.local_time_hours < 24.0


def test_hills_hide_the_sun():
    wall = Horizon(np.array([0.0]), np.array([20.0]))
    plain, behind = site(TIMES, LATITUDE, LONGITUDE), site(TIMES, LATITUDE, LONGITUDE, wall)
    assert (plain.sun_horizon_deg == 0.0).all()
    assert (behind.sun_horizon_deg == 20.0).all()
    assert (behind.sun_in_view == (plain.sun_elevation_deg + plain.sun_radius_deg > 20.0)).all()
    assert (behind.earth_in_view <= plain.earth_in_view).all()


def test_the_earth_covers_the_sun_in_a_lunar_eclipse():
    # total from 06:26 to 07:31 UTC on 2025-03-14, penumbral from 03:57 to 10:00:
    # https://science.nasa.gov/solar-system/moon/what-you-need-to-know-about-the-march-2025-total-lunar-eclipse
    times = np.array(["2025-03-14T06:58", "2025-03-14T03:30", "2025-03-14T10:30", "2025-03-20"], "M8[us]")
    # Blue Ghost's landing site: 18.56 N, 61.81 E (https://en.wikipedia.org/wiki/Blue_Ghost_Mission_1)
    gap = site(times, 18.56, 61.81).sun_to_earth_deg
    assert gap[0] < 0.0
    assert (gap[1:] > 0.0).all()


def test_a_place_off_the_globe_and_a_time_outside_are_refused():
    with pytest.raises(ValueError, match="latitude 91 is not within"):
        site(TIMES[0], 91.0, 0.0)
    with pytest.raises(KernelRangeError):
        site(np.datetime64("2060-01-01"), 0.0, 0.0)
