from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from skyfield import almanac
from skyfield.api import load

from ephemeris.kernel import load_kernel
from ephemeris.moon import moon
from ephemeris.near import find_apsides, find_near, find_nodes
from ephemeris.phases import find_phases

KERNEL = load_kernel()
APSIDES = find_apsides(KERNEL.start, KERNEL.end)
NODES = find_nodes(KERNEL.start, KERNEL.end)

# JPL Horizons through http://neoprogrammics.com/planetary-perigee-apogee-calculators/, year 2022, UTC and km
APSIDES_2022 = """
P 2022-01-01T22:48:58 358025.250
A 2022-01-14T09:16:37 405830.764
P 2022-01-30T07:03:35 362235.554
A 2022-02-11T02:32:47 404932.548
P 2022-02-26T22:16:07 367760.875
A 2022-03-10T23:02:42 404308.041
P 2022-03-23T23:43:11 369724.491
A 2022-04-07T19:13:04 404476.641
P 2022-04-19T15:21:24 365120.400
A 2022-05-05T12:52:14 405317.011
P 2022-05-17T15:33:58 360285.428
A 2022-06-02T01:24:55 406211.013
P 2022-06-14T23:29:52 357428.077
A 2022-06-29T06:24:01 406581.257
P 2022-07-13T09:11:57 357267.202
"""


def test_perigees_and_apogees_are_those_of_horizons():
    lines = [line.split() for line in APSIDES_2022.split("\n") if line]
    found = find_apsides(np.datetime64("2022-01-01"), np.datetime64("2022-07-14"))
    assert ["P" if perigee else "A" for perigee in found.is_perigee] == [line[0] for line in lines]
    # that distance is light-time corrected, which moves it by up to 40 km
    apparent = moon(found.times).distance_apparent_km
    assert np.abs(apparent - [float(line[2]) for line in lines]).max() < 1.0
    # Horizons was sampled: near an apsis the distance stands still, 0.1 km is a quarter of an hour
    minutes = (found.times - np.array([line[1] for line in lines], "M8[us]")) / np.timedelta64(1, "m")
    assert np.abs(minutes).max() < 20.0


def test_the_extremes_are_those_that_meeus_found():
    # Sky and Telescope, August 1981, abstract at researchgate.net/scientific-contributions/J-Meeus-2025698416
    nearest = APSIDES.distance_km.argmin()
    assert str(APSIDES.times[nearest])[:10] == "1912-01-04"
    assert round(APSIDES.distance_km[nearest]) == 356375
    # 1960 to 2040: https://hemelkalender.be/glossary/perigeum/
    years = (APSIDES.times >= np.datetime64("1960")) & (APSIDES.times < np.datetime64("2041"))
    times, km, perigee = APSIDES.times[years], APSIDES.distance_km[years], APSIDES.is_perigee[years]
    for where, day, distance in (
        (km.argmin(), "2034-11-25", 356_445),
        (np.where(perigee, km, 0.0).argmax(), "1988-12-16", 370_354),
        (np.where(perigee, 1e6, km).argmin(), "1976-07-19", 404_064),
        (km.argmax(), "1984-03-02", 406_712),
    ):
        assert str(times[where])[:10] == day
        assert abs(km[where] - distance) < 1.5


def test_apsides_take_turns_and_are_extremes():
    assert (APSIDES.is_perigee[1:] != APSIDES.is_perigee[:-1]).all()
    inner = slice(5, -5, 40)
    hour = np.timedelta64(1, "h")
    at = moon(APSIDES.times[inner]).distance_km
    assert np.allclose(at, APSIDES.distance_km[inner], atol=1e-4)
    for step in (-hour, hour):
        further = moon(APSIDES.times[inner] + step).distance_km > at
        assert (further == APSIDES.is_perigee[inner]).all()


def test_nodes_are_those_that_skyfield_finds():
    planets, scale = load(str(KERNEL.path)), load.timescale(builtin=True)
    times, rising = almanac.find_discrete(
        scale.utc(2024, 1, 1), scale.utc(2024, 9, 1), almanac.moon_nodes(planets)
    )
    planets.close()
    found = find_nodes(np.datetime64("2024-01-01"), np.datetime64("2024-09-01"))
    assert found.is_ascending.tolist() == [bool(up) for up in rising]
    theirs = np.array([t.rstrip("Z") for t in times.utc_iso(places=6)], dtype="M8[us]")
    # skyfield's Moon is apparent, this one geometric: light time and aberration make up to a minute
    assert np.abs((found.times - theirs) / np.timedelta64(1, "s")).max() < 60.0


def test_nodes_take_turns_on_the_days_that_are_published():
    assert (NODES.is_ascending[1:] != NODES.is_ascending[:-1]).all()
    # https://obliquity.net/skyeye/archive/2024/earthmoon.html
    found = find_nodes(np.datetime64("2024-01-01"), np.datetime64("2024-03-13"))
    days = ["2024-01-04", "2024-01-17", "2024-01-31", "2024-02-13", "2024-02-27", "2024-03-12"]
    assert [str(time)[:10] for time in found.times] == days
    assert found.is_ascending.tolist() == [False, True] * 3


@pytest.mark.parametrize("find", [find_apsides, find_nodes])
def test_a_part_is_the_same_as_that_part_of_the_whole(find):
    whole = APSIDES if find is find_apsides else NODES
    start, end = np.datetime64("1969-01-01"), np.datetime64("1970-01-01")
    part = find(start, end)
    expected = whole.times[(whole.times >= start) & (whole.times < end)]
    assert (np.abs(part.times - expected) < np.timedelta64(10, "ms")).all()
    with pytest.raises(ValueError, match="reversed"):
        find(end, start)


def test_what_is_next_to_a_time_is_what_the_tables_say():
    times = np.datetime64("1901-01-01", "us") + np.arange(0, 55000, 997) * np.timedelta64(1, "D")
    near = find_near(times)
    phases = find_phases(KERNEL.start, KERNEL.end)
    tables = {
        "new": phases.times[phases.kinds == 0],
        "last_quarter": phases.times[phases.kinds == 3],
        "perigee": APSIDES.times[APSIDES.is_perigee],
        "apogee": APSIDES.times[~APSIDES.is_perigee],
        "ascending_node": NODES.times[NODES.is_ascending],
        "descending_node": NODES.times[~NODES.is_ascending],
    }
    for name, table in tables.items():
        place = np.searchsorted(table, times, side="right")
        for side, expected in (("previous", table[place - 1]), ("next", table[place])):
            assert (np.abs(getattr(near, f"{side}_{name}") - expected) < np.timedelta64(10, "ms")).all()
    one = find_near(times[7])
    for field in dataclasses.fields(near):
        assert abs(getattr(one, field.name) - getattr(near, field.name)[7]) < np.timedelta64(10, "ms")


def test_at_the_ends_of_the_kernel_there_is_nothing_beyond():
    first, last = find_near(KERNEL.start), find_near(KERNEL.end)
    assert np.isnat(first.previous_new)
    assert not np.isnat(first.next_new)
    assert np.isnat(last.next_perigee)
    assert not np.isnat(last.previous_perigee)
