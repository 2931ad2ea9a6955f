from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield.api import load, wgs84

from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.scales import timescale
from ephemeris.stations import STATIONS, Station, find_station, moon_from_station

KERNEL = load_kernel()
NAMES = ["Goldstone", "Canberra", "Madrid", "Usuda", "Misasa", "New Norcia", "Kourou", "Malargüe"]


@pytest.mark.parametrize("name", [*NAMES, "south pole"])
def test_the_moon_is_where_skyfield_sees_it(name):
    station = Station(name, -90.0, 0.0, 2800.0) if name == "south pole" else find_station(name)
    seconds = np.random.default_rng(len(name)).uniform(KERNEL.start_tdb_s, KERNEL.end_tdb_s, 100)
    planets, times = load(str(KERNEL.path)), timescale().tdb_jd(seconds / 86400.0 + 2451545.0)
    place = wgs84.latlon(station.latitude_deg, station.longitude_deg, elevation_m=station.height_m)
    altitude, azimuth, distance = (
        (planets["earth"] + place).at(times).observe(planets["moon"]).apparent().altaz()
    )
    planets.close()
    # one TDB, both ways: the day of the leap second apart
    from ephemeris.scales import utc_from_tdb

    mine = moon_from_station(utc_from_tdb(seconds), station)
    assert np.abs(mine.elevation_deg - altitude.degrees).max() < 0.0001
    turn = (mine.azimuth_deg - azimuth.degrees + 180.0) % 360.0 - 180.0
    assert np.abs(turn * np.cos(np.radians(mine.elevation_deg))).max() < 0.0001
    assert np.abs(mine.distance_km - distance.km).max() < 0.01


def test_every_station_has_a_place_and_a_source():
    assert set(NAMES) <= set(STATIONS)
    for name, station in STATIONS.items():
        assert station.name == name
        assert len(station.source) > 20
        assert abs(station.latitude_deg) < 60.0


def test_dsn_places_are_those_of_their_vectors():
    # JPL, https://iau-comm4.jpl.nasa.gov/plan-eph-data/stations27oct2008.html: x, y, z of antennas in metres
    for name, vector in {
        "Goldstone": (-2353621.3873, -4641341.4492, 3677052.2629),
        "Canberra": (-4460894.9092, 2682361.5401, -3674748.0458),
    }.items():
        station = STATIONS[name]
        place = wgs84.latlon(station.latitude_deg, station.longitude_deg, station.height_m)
        assert np.abs(place.itrs_xyz.m - vector).max() < 3.0


@pytest.mark.parametrize("text", ["New Norcia", "new norcia", "NEW-NORCIA", "newnorcia"])
def test_a_name_may_be_written_loosely(text):
    assert find_station(text).name == "New Norcia"


def test_accents_may_be_left_out():
    assert find_station("malargue") is find_station("Malargüe")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Goldstoen", "did you mean Goldstone"),
        ("Uchinora", "Uchinoura"),
        ("xyz", "known are Goldstone, Canberra"),
    ],
)
def test_an_unknown_station_is_answered_with_the_nearest(text, hint):
    with pytest.raises(ValueError, match=f"unknown station '{text}': .*{hint}"):
        find_station(text)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ((91.0, 0.0), "latitude 91 is not within -90 to 90"),
        ((0.0, 400.0), "longitude 400"),
        ((float("nan"), 0.0), "latitude nan"),
        ((0.0, 0.0, float("inf")), "height inf"),
    ],
)
def test_a_place_is_on_the_globe(place, message):
    with pytest.raises(ValueError, match=message):
        Station("here", *place)


@settings(deadline=None, max_examples=20)
@given(st.integers(-2_210_000_000, 2_630_000_000), st.floats(-89.0, 89.0), st.floats(-180.0, 180.0))
def test_on_the_other_side_of_the_earth_the_moon_is_below(second, latitude, longitude):
    time = np.datetime64(second, "s")
    here = moon_from_station(time, Station("here", latitude, longitude))
    there = moon_from_station(time, Station("there", -latitude, longitude + 180.0))
    # but for parallax, which lowers it in both places by up to a degree, and the Earth's flattening
    assert -2.3 < here.elevation_deg + there.elevation_deg < 0.4
    assert 0.0 <= here.azimuth_deg < 360.0
    assert 349_000.0 < here.distance_km < 414_000.0


def test_shapes_are_kept_and_years_are_checked():
    times = np.full((2, 3), np.datetime64("2025-06-05T19:17"))
    seen = moon_from_station(times, STATIONS["Usuda"])
    assert all(getattr(seen, field.name).shape == (2, 3) for field in dataclasses.fields(seen))
    with pytest.raises(KernelRangeError):
        moon_from_station(np.datetime64("2060-01-01"), STATIONS["Usuda"])
