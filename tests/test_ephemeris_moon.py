from __future__ import annotations

import dataclasses
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield.api import load
from skyfield.trigonometry import position_angle_of

import ephemeris.moon as module
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.moon import Moon, moon

FIELDS = [field.name for field in dataclasses.fields(Moon)]
LANDING = np.datetime64("2025-06-05T19:17")


def some_times(count: int, seed: int = 7):
    seconds = np.random.default_rng(seed).integers(0, 154 * 365 * 86400, count)
    return np.datetime64("1899-08-07", "us") + seconds * np.timedelta64(1, "s")


def test_one_time_gives_numbers_and_any_shape_is_kept():
    one = moon(LANDING)
    assert {type(getattr(one, name)) for name in FIELDS} == {np.float64, np.int64}
    grid = moon(np.full((2, 3), LANDING))
    assert all(getattr(grid, name).shape == (2, 3) for name in FIELDS)
    assert grid.phase_longitude_deg[1, 2] == pytest.approx(one.phase_longitude_deg, abs=1e-9)
    assert moon(np.array([], dtype="M8[us]")).lunation.shape == (0,)


def test_values_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        moon(LANDING).age_days = 0.0


@pytest.mark.parametrize("chunk", [1, 37, 5000])
def test_chunks_and_order_change_nothing(monkeypatch, chunk):
    times = some_times(211)
    whole = moon(times)
    shuffled = np.random.default_rng(3).permutation(len(times))
    monkeypatch.setattr(module, "CHUNK", chunk)
    parts = moon(times[shuffled])
    for name in FIELDS:
        assert np.allclose(getattr(parts, name), getattr(whole, name)[shuffled], rtol=0.0, atol=1e-8)


def test_memory_is_bounded_by_the_answer():
    times = some_times(200_000)
    moon(times[:10])
    tracemalloc.start()
    moon(times)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # 18 columns of 8 bytes are the answer; everything else together stays below twice that
    assert peak < 3 * len(FIELDS) * 8 * len(times)


@settings(deadline=None, max_examples=50)
@given(st.integers(-2_220_000_000, 2_640_000_000))
def test_the_quantities_agree_with_each_other(second):
    sky = moon(np.datetime64(second, "s"))
    assert 0.0 <= sky.phase_longitude_deg < 360.0
    assert 0.0 <= sky.illuminated_fraction <= 1.0
    lit = (1.0 + np.cos(np.radians(sky.phase_angle_deg))) / 2.0
    assert sky.illuminated_fraction == pytest.approx(lit, abs=1e-12)
    # the third angle of the triangle, at the Sun, is a sixth of a degree at most
    assert 0.0 <= 180.0 - sky.phase_angle_deg - sky.elongation_deg < 0.16
    assert sky.elongation_deg <= 180.0
    assert (
        abs(np.cos(np.radians(sky.elongation_deg))) <= abs(np.cos(np.radians(sky.phase_longitude_deg))) + 1e-9
    )
    assert 356_300.0 < sky.distance_km < 406_750.0
    assert abs(sky.distance_km - sky.distance_apparent_km) < 50.0
    assert abs(sky.subearth_latitude_deg) < 6.9
    assert abs(sky.subearth_longitude_deg) < 8.2
    assert abs(sky.subsolar_latitude_deg) < 1.6
    assert sky.colongitude_deg == pytest.approx((90.0 - sky.subsolar_longitude_deg) % 360.0, abs=1e-12)
    assert 0.0 <= sky.axis_angle_deg < 360.0
    assert abs((sky.axis_angle_deg + 180.0) % 360.0 - 180.0) < 25.0
    assert 1759.0 < sky.angular_diameter_arcsec < 2012.0
    assert np.isnan(sky.age_days) or 0.0 <= sky.age_days < 29.84
    # the sub-solar and sub-Earth points are as far apart as the phase angle says
    a, b = np.radians([sky.subsolar_latitude_deg, sky.subearth_latitude_deg])
    turn = np.radians(sky.subsolar_longitude_deg - sky.subearth_longitude_deg)
    apart = np.degrees(
        np.arccos(np.clip(np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(turn), -1, 1))
    )
    assert apart == pytest.approx(sky.phase_angle_deg, abs=0.02)


def test_the_bright_limb_faces_the_sun():
    # waxing, and seen from the north, the Moon is lit on its western side, waning on its eastern
    waxing = moon(np.datetime64("2025-06-05T19:17")).bright_limb_angle_deg
    waning = moon(np.datetime64("2025-06-18T19:17")).bright_limb_angle_deg
    assert 230.0 < waxing < 310.0
    assert 50.0 < waning < 130.0


def test_limb_phase_and_elongation_are_those_of_skyfield():
    kernel, times = load_kernel(), some_times(100)
    planets = load(str(kernel.path))
    then = load.timescale(builtin=True).tdb_jd(kernel.tdb_from(times) / 86400.0 + 2451545.0)
    earth = planets["earth"].at(then)
    moon_seen, sun_seen = (earth.observe(planets[body]).apparent() for body in ("moon", "sun"))
    lit = moon_seen.fraction_illuminated(planets["sun"])
    planets.close()
    sky = moon(times)
    angle = position_angle_of(moon_seen.radec(), sun_seen.radec()).degrees
    assert np.abs((sky.bright_limb_angle_deg - angle + 180.0) % 360.0 - 180.0).max() < 1e-4
    assert np.abs(sky.elongation_deg - moon_seen.separation_from(sun_seen).degrees).max() < 1e-6
    # skyfield's phase angle is without aberration: 20 arcseconds
    assert np.abs(sky.illuminated_fraction - lit).max() < 0.0001
    ra, dec, distance = moon_seen.radec()
    assert np.abs((sky.right_ascension_deg - ra.hours * 15.0 + 180.0) % 360.0 - 180.0).max() < 1e-6
    assert np.abs(sky.declination_deg - dec.degrees).max() < 1e-6
    assert np.abs(sky.distance_apparent_km - distance.km).max() < 0.001


def test_colongitude_is_0_at_first_quarter_and_180_at_last():
    first, last = moon(np.array(["2025-06-03T03:41", "2025-06-18T19:19"], dtype="M8[us]")).colongitude_deg
    assert abs((first + 180.0) % 360.0 - 180.0) < 8.0
    assert abs(last - 180.0) < 8.0


def test_lunations_are_browns():
    # https://obliquity.net/skyeye/archive/2024/earthmoon.html: new Moons of 2024 with their lunation
    times = np.array(["2024-01-11T12:00", "2024-01-11T11:00", "2024-02-10", "2024-03-10T10:00"], "M8[us]")
    assert moon(times).lunation.tolist() == [1250, 1249, 1251, 1252]
    # Meeus: lunation 1 began with the new Moon of 1923 January 17
    assert moon(np.array(["1923-01-17", "1923-01-18"], "M8[us]")).lunation.tolist() == [0, 1]


def test_before_the_first_new_moon_of_the_kernel_the_age_is_unknown_but_not_the_lunation():
    early = moon(np.array(["1899-07-30", "1899-08-07"], dtype="M8[us]"))
    assert np.isnan(early.age_days[0])
    assert early.age_days[1] == pytest.approx(0.508, abs=0.01)
    assert np.diff(early.lunation).tolist() == [1]


@pytest.mark.parametrize("end", ["start", "end"])
def test_the_ends_of_the_kernel_are_inside_and_nothing_is_extrapolated(end):
    time = getattr(load_kernel(), end)
    assert 356_000.0 < moon(time).distance_km < 407_000.0
    beyond = np.timedelta64(3, "m") * (1 if end == "end" else -1)
    with pytest.raises(KernelRangeError):
        moon(time + beyond)
