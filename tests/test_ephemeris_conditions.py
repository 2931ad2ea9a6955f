from __future__ import annotations

import numpy as np
import pytest

from ephemeris.conditions import (
    earth_elevation,
    earth_in_view,
    moon_above,
    no_eclipse,
    sun_elevation,
    sun_in_view,
    sun_not_eclipsed,
)
from ephemeris.eclipses import find_lunar_eclipses
from ephemeris.horizon import Horizon
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.search import find_spans
from ephemeris.site import site
from ephemeris.stations import find_station, moon_from_station

ATLAS = (47.5, 44.4)  # Hakuto-R Mission 1's target: https://en.wikipedia.org/wiki/Hakuto-R_Mission_1
START, END = np.datetime64("2023-01-01"), np.datetime64("2024-01-01")


def inside(spans, count=7):
    share = np.linspace(0.02, 0.98, count)
    return (spans.starts[:, None] + (spans.ends - spans.starts)[:, None] * share).ravel()


def between(spans, count=7):
    gaps = spans.starts[1:] - spans.ends[:-1]
    return (spans.ends[:-1, None] + gaps[:, None] * np.linspace(0.02, 0.98, count)).ravel()


def test_windows_of_low_sun_come_twice_a_lunar_day_and_end_at_the_bounds():
    found = find_spans(sun_elevation(*ATLAS, 5.0, 20.0), START, END)
    assert 24 <= len(found) <= 26
    edges = site(np.concatenate([found.starts[1:-1], found.ends[1:-1]]), *ATLAS).sun_elevation_deg
    assert np.minimum(np.abs(edges - 5.0), np.abs(edges - 20.0)).max() < 1e-6
    within = site(inside(found), *ATLAS).sun_elevation_deg
    assert ((within > 5.0) & (within < 20.0)).all()
    outside = site(between(found), *ATLAS).sun_elevation_deg
    assert ((outside < 5.0) | (outside > 20.0)).all()


def test_several_conditions_hold_together():
    goldstone = find_station("Goldstone")
    conditions = [sun_elevation(*ATLAS, 5.0, 60.0), earth_elevation(*ATLAS, 2.0), moon_above(goldstone, 10.0)]
    start, end = np.datetime64("2023-04-01"), np.datetime64("2023-06-01")
    found = find_spans(conditions, start, end)
    assert len(found) > 20
    times = inside(found)
    sky = site(times, *ATLAS)
    assert (sky.sun_elevation_deg > 5.0).all()
    assert (sky.earth_elevation_deg > 2.0).all()
    assert (moon_from_station(times, goldstone).elevation_deg > 10.0).all()
    each = [find_spans(one, start, end) for one in conditions]
    for spans in each:
        place = np.searchsorted(spans.starts, times, side="right") - 1
        assert (spans.ends[place] >= times).all()


def test_between_eclipses_the_moon_is_out_of_the_penumbra():
    found = find_spans(no_eclipse(), np.datetime64("2020-01-01"), np.datetime64("2030-01-01"))
    eclipses = find_lunar_eclipses(np.datetime64("2020-01-01"), np.datetime64("2030-01-01"))
    assert len(found) == len(eclipses.kinds) + 1
    assert np.abs((found.ends[:-1] - eclipses.penumbral_begins) / np.timedelta64(1, "s")).max() < 0.1
    assert np.abs((found.starts[1:] - eclipses.penumbral_ends) / np.timedelta64(1, "s")).max() < 0.1


def test_at_a_site_on_the_near_side_the_sun_is_covered_within_an_eclipse():
    found = find_spans(sun_not_eclipsed(0.0, 0.0), np.datetime64("2025-01-01"), np.datetime64("2026-01-01"))
    dark = list(zip(found.ends[:-1], found.starts[1:], strict=True))
    eclipses = find_lunar_eclipses(np.datetime64("2025-01-01"), np.datetime64("2026-01-01"))
    assert list(eclipses.kinds) == ["total", "total"]
    for (begin, end), first, last in zip(
        dark, eclipses.penumbral_begins, eclipses.penumbral_ends, strict=True
    ):
        assert first < begin < end < last


def test_what_is_in_view_is_what_the_site_says():
    mask = Horizon(np.array([0.0, 90.0, 180.0, 270.0]), np.array([0.0, 3.0, -2.0, 5.0]))
    year = np.datetime64("2024-01-01")
    for horizon in (None, mask):
        for limb in ("upper", "centre"):
            sun = find_spans(sun_in_view(-88.0, 30.0, horizon, limb), START, year)
            sky = site(inside(sun), -88.0, 30.0, horizon)
            top = sky.sun_radius_deg if limb == "upper" else 0.0
            assert (sky.sun_elevation_deg + top > sky.sun_horizon_deg).all()
            sky = site(between(sun), -88.0, 30.0, horizon)
            assert (
                sky.sun_elevation_deg + (sky.sun_radius_deg if limb == "upper" else 0.0) < sky.sun_horizon_deg
            ).all()
    limb, centre = (
        find_spans(earth_in_view(-88.0, 30.0, mask, which), START, year) for which in ("upper", "centre")
    )
    assert site(inside(limb), -88.0, 30.0, mask).earth_in_view.all()
    assert site(inside(centre), -88.0, 30.0, mask).earth_centre_in_view.all()
    assert (centre.ends - centre.starts).sum() < (limb.ends - limb.starts).sum()
    with pytest.raises(ValueError, match="unknown limb 'lower'"):
        earth_in_view(0.0, 0.0, limb="lower")


def test_a_band_that_is_none_and_years_outside_are_refused():
    with pytest.raises(ValueError, match=r"sun elevation is reversed: 45\.\.5"):
        sun_elevation(*ATLAS, 45.0, 5.0)
    with pytest.raises(ValueError, match="no number"):
        earth_elevation(*ATLAS, float("nan"))
    with pytest.raises(ValueError, match="moon elevation is reversed: 95"):
        moon_above(find_station("Usuda"), 95.0)
    with pytest.raises(KernelRangeError, match="known from 1899-07-29"):
        find_spans(sun_elevation(*ATLAS, 5.0), START, np.datetime64("2060-01-01"))
    with pytest.raises(ValueError, match="latitude 95"):
        find_spans(sun_elevation(95.0, 0.0, 5.0), START, END)


def test_the_whole_kernel_can_be_searched():
    kernel = load_kernel()
    found = find_spans(sun_elevation(-75.0, 132.4, 5.0), kernel.start, kernel.end)
    # one day of each lunation
    assert 1906 <= len(found) <= 1908
    lengths = (found.ends - found.starts)[1:-1] / np.timedelta64(1, "D")
    assert 9.0 < lengths.min() < lengths.max() < 15.0
