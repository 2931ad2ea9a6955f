"""The vectors, against skyfield as the oracle: same kernel, other code."""

from __future__ import annotations

import numpy as np
import pytest
from skyfield import almanac
from skyfield.api import load

from ephemeris.geometry import aberrated, cross, dot, ecliptic_pole, geometry, longitude_between, norm, unit
from ephemeris.kernel import load_kernel

KERNEL = load_kernel()
SECONDS = np.random.default_rng(421).uniform(KERNEL.start_tdb_s, KERNEL.end_tdb_s, 300)
PLACE = geometry(KERNEL, SECONDS)


@pytest.fixture(scope="module")
def sky():
    timescale = load.timescale(builtin=True)
    planets = load(str(KERNEL.path))
    yield planets, timescale.tdb_jd(SECONDS / 86400.0 + 2451545.0)
    planets.close()


@pytest.mark.parametrize(("body", "metres"), [("moon", 0.1), ("sun", 5.0)])
def test_light_time_and_aberration(sky, body, metres):
    planets, times = sky
    astrometric = planets["earth"].at(times).observe(planets[body])
    light = PLACE.moon_light if body == "moon" else PLACE.sun_light
    assert np.abs(light - astrometric.position.km).max() < metres / 1000.0
    seen = aberrated(light, PLACE.earth_velocity)
    # skyfield adds the bending of light by Sun and Earth, and aberration of the second order
    assert np.degrees(norm(seen - unit(astrometric.apparent().position.km))).max() < 5e-7


def test_phase_longitude_is_skyfields_moon_phase(sky):
    planets, times = sky
    moon = aberrated(PLACE.moon_light, PLACE.earth_velocity)
    sun = aberrated(PLACE.sun_light, PLACE.earth_velocity)
    mine = longitude_between(sun, moon, ecliptic_pole(SECONDS))
    apart = (mine - almanac.moon_phase(planets, times).degrees + 180.0) % 360.0 - 180.0
    assert np.abs(apart).max() < 1e-6


def test_vectors_obey_their_laws():
    a, b = unit(PLACE.moon_light), unit(PLACE.sun_light)
    assert np.abs(dot(cross(a, b), a)).max() < 1e-14
    assert np.allclose(norm(a), 1.0, atol=1e-14)
    assert np.allclose(norm(ecliptic_pole(SECONDS)), 1.0, atol=1e-14)
    there, back = longitude_between(a, b, unit(a)), longitude_between(b, a, unit(a))
    assert np.allclose((there + back) % 360.0, 0.0, atol=1e-6)
