from __future__ import annotations

import collections

import numpy as np
import pytest

from ephemeris.eclipses import eclipses_during, find_lunar_eclipses, find_solar_eclipses
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.moon import moon
from ephemeris.scales import tdb_from_utc

KERNEL = load_kernel()
LUNAR = find_lunar_eclipses(KERNEL.start, KERNEL.end)
SOLAR = find_solar_eclipses(KERNEL.start, KERNEL.end)

# NASA/GSFC, Five Millennium Catalog of Solar Eclipses, https://eclipse.gsfc.nasa.gov/SEcat5/SE2001-2100.html:
# dynamical time of greatest, lunation since 2000, type, gamma
CATALOGUE = """
2023-04-20T04:17:56 288 H -0.3952
2023-10-14T18:00:41 294 A  0.3753
2024-04-08T18:18:29 300 T  0.3431
2024-10-02T18:46:13 306 A -0.3509
2025-03-29T10:48:36 312 P  1.0405
2025-09-21T19:43:04 318 P -1.0651
2026-02-17T12:13:06 323 A -0.9743
2026-08-12T17:47:06 329 T  0.8977
2027-02-06T16:00:48 335 A -0.2952
2027-08-02T10:07:50 341 T  0.1421
2028-01-26T15:08:59 347 A  0.3901
2028-07-22T02:56:40 353 T -0.6056
2029-01-14T17:13:48 359 P  1.0553
2029-06-12T04:06:13 364 P  1.2943
2029-07-11T15:37:19 365 P -1.4191
2029-12-05T15:03:58 370 P -1.0609
2030-06-01T06:29:13 376 A  0.5626
2030-11-25T06:51:37 382 T -0.3867
2031-05-21T07:16:04 388 A -0.1970
2031-11-14T21:07:31 394 H  0.3078
2032-05-09T13:26:42 400 A -0.9375
2032-11-03T05:34:13 406 P  1.0643
"""


def test_solar_eclipses_are_those_of_nasa():
    lines = [line.split() for line in CATALOGUE.split("\n") if line]
    found = find_solar_eclipses(np.datetime64("2023-01-01"), np.datetime64("2033-01-01"))
    assert [kind[0].upper() for kind in found.kinds] == [line[2] for line in lines]
    assert np.abs(found.gamma - [float(line[3]) for line in lines]).max() < 0.0002
    # Brown's number is 953 more
    assert (found.lunation - 953).tolist() == [int(line[1]) for line in lines]
    dynamical = np.array([line[0] for line in lines], "M8[us]") - np.datetime64("2000-01-01T12:00")
    assert np.abs(tdb_from_utc(found.greatest) - dynamical / np.timedelta64(1, "s")).max() < 1.0


def test_the_first_decades_of_the_century_hold_eclipses_of_every_kind():
    counts = collections.Counter(SOLAR.kinds.tolist())
    assert set(counts) == {"partial", "annular", "total", "hybrid"}
    assert set(LUNAR.kinds.tolist()) == {"penumbral", "partial", "total"}


@pytest.mark.parametrize(
    ("day", "times"),
    [
        # to the minute: https://earthsky.org/astronomy-essentials/total-lunar-eclipse-nov8-2022/
        ("2022-11-08", ["08:02", "09:09", "10:16", "11:41", "12:49", "13:56"]),
        # https://science.nasa.gov/solar-system/moon/what-you-need-to-know-about-the-march-2025-total-lunar-eclipse
        ("2025-03-14", ["03:57", "05:09", "06:26", "07:31", "08:47", "10:00"]),
    ],
)
def test_contacts_are_those_that_were_published(day, times):
    found = find_lunar_eclipses(np.datetime64(day), np.datetime64(day) + np.timedelta64(1, "D"))
    mine = np.array(
        [
            found.penumbral_begins[0],
            found.partial_begins[0],
            found.total_begins[0],
            found.total_ends[0],
            found.partial_ends[0],
            found.penumbral_ends[0],
        ]
    )
    seconds = (mine - np.array([f"{day}T{time}" for time in times], "M8[us]")) / np.timedelta64(1, "s")
    # published for Danjon's shadow, whose umbra is 0.5 % smaller, and its penumbra 1 %
    assert np.abs(seconds[1:5]).max() < 90.0
    assert -180.0 < seconds[0] < 0.0
    assert 0.0 < seconds[5] < 180.0


def test_eclipses_are_at_full_and_new_moon():
    for found, longitude in ((LUNAR, 180.0), (SOLAR, 0.0)):
        off = (moon(found.greatest).phase_longitude_deg - longitude + 180.0) % 360.0 - 180.0
        assert np.abs(off).max() < 1.0


def test_contacts_are_in_order_and_only_where_a_shadow_is_reached():
    total, partial = LUNAR.kinds == "total", LUNAR.kinds != "penumbral"
    order = np.stack(
        [
            LUNAR.penumbral_begins,
            LUNAR.partial_begins,
            LUNAR.total_begins,
            LUNAR.greatest,
            LUNAR.total_ends,
            LUNAR.partial_ends,
            LUNAR.penumbral_ends,
        ]
    )
    assert (np.diff(order[:, total], axis=0) > np.timedelta64(0)).all()
    assert (np.isnat(LUNAR.total_begins) == ~total).all()
    assert (np.isnat(LUNAR.partial_ends) == ~partial).all()
    assert not np.isnat(LUNAR.penumbral_begins).any()
    assert (LUNAR.umbral_magnitude[total] >= 1.0).all()
    assert (LUNAR.penumbral_magnitude > LUNAR.umbral_magnitude).all()
    assert (SOLAR.begins < SOLAR.greatest).all()
    assert (SOLAR.greatest < SOLAR.ends).all()
    hours = (SOLAR.ends - SOLAR.begins) / np.timedelta64(1, "h")
    assert hours.max() < 6.3
    assert np.abs(SOLAR.gamma).max() < 1.58


def test_no_two_eclipses_overlap():
    for found, begins, ends in (
        (LUNAR, LUNAR.penumbral_begins, LUNAR.penumbral_ends),
        (SOLAR, SOLAR.begins, SOLAR.ends),
    ):
        assert (np.diff(found.greatest) > np.timedelta64(25, "D")).all()
        assert (begins[1:] > ends[:-1]).all()


def test_an_event_knows_the_eclipse_that_it_is_in():
    # the total eclipse of 2022-11-08 was 08:02 to 13:56 UTC, greatest at 10:59:
    # https://earthsky.org/astronomy-essentials/total-lunar-eclipse-nov8-2022/
    starts = np.array(
        ["2022-11-08T10:59", "2022-11-08", "2022-11-09", "2024-01-01", "2022-11-08T13:00"], "M8[us]"
    )
    ends = np.array(
        ["2022-11-08T10:59", "2022-11-09", "2022-11-20", "2025-01-01", "2022-11-08T13:00"], "M8[us]"
    )
    found = eclipses_during(starts, ends)
    assert [[(e.body, e.kind) for e in each] for each in found] == [
        [("Moon", "total")],
        [("Moon", "total")],
        [],
        [("Moon", "penumbral"), ("Sun", "total"), ("Moon", "partial"), ("Sun", "annular")],
        [("Moon", "total")],
    ]
    assert found[0][0] == found[1][0]
    assert abs(found[0][0].greatest - np.datetime64("2022-11-08T10:59")) < np.timedelta64(60, "s")
    assert eclipses_during(starts[:0], ends[:0]) == []


def test_what_is_cut_by_the_range_is_in_it():
    middle = np.datetime64("2025-03-14T07:00")
    for start, end in ((middle, middle + np.timedelta64(1, "D")), (middle - np.timedelta64(1, "D"), middle)):
        assert find_lunar_eclipses(start, end).kinds.tolist() == ["total"]


@pytest.mark.parametrize("find", [find_lunar_eclipses, find_solar_eclipses])
def test_a_reversed_range_and_one_outside_are_refused(find):
    with pytest.raises(ValueError, match="reversed"):
        find(np.datetime64("2025-02-01"), np.datetime64("2025-01-01"))
    with pytest.raises(KernelRangeError):
        find(np.datetime64("2025-02-01"), np.datetime64("2060-01-01"))
    with pytest.raises(KernelRangeError):
        eclipses_during(np.datetime64("2025-02-01"), np.datetime64("2060-01-01"))
