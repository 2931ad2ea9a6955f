from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield import almanac
from skyfield.api import load

from ephemeris import cycles
from ephemeris.context import GREATEST_AGE_DAYS
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.moon import moon
from ephemeris.phases import (
    FIRST_QUARTER,
    FULL,
    LAST_QUARTER,
    NEW,
    PRINCIPAL_HALF_WIDTH_DEG,
    find_phases,
    phase_after,
    phase_before,
    phase_name,
)

KERNEL = load_kernel()
ALL = find_phases(KERNEL.start, KERNEL.end)
times_within = st.integers(-2_220_000_000, 2_640_000_000).map(
    lambda s: np.datetime64(s, "s").astype("M8[us]")
)


def test_the_whole_kernel_holds_a_phase_each_week_and_they_take_turns():
    assert len(ALL.times) == 7629
    assert (np.diff(ALL.kinds) % 4 == 1).all()
    days = np.diff(ALL.times) / np.timedelta64(1, "D")
    assert 6.5 < days.min() <= days.max() < 8.4
    months = np.diff(ALL.times[ALL.kinds == NEW]) / np.timedelta64(1, "D")
    assert 29.2 < months.min() < months.max() < GREATEST_AGE_DAYS


def test_at_a_phase_the_longitude_is_that_of_the_phase():
    inside = slice(1, -1)
    longitude = moon(ALL.times[inside]).phase_longitude_deg
    off = (longitude - 90.0 * ALL.kinds[inside] + 180.0) % 360.0 - 180.0
    assert np.abs(off).max() < 1e-7


def test_phases_are_those_that_skyfield_finds():
    planets, scale = load(str(KERNEL.path)), load.timescale(builtin=True)
    times, kinds = almanac.find_discrete(
        scale.utc(2024, 12, 1), scale.utc(2026, 2, 1), almanac.moon_phases(planets)
    )
    planets.close()
    mine = find_phases(np.datetime64("2024-12-01"), np.datetime64("2026-02-01"))
    assert mine.kinds.tolist() == kinds.tolist()
    theirs = np.array([t.rstrip("Z") for t in times.utc_iso(places=6)], dtype="M8[us]")
    assert np.abs((mine.times - theirs) / np.timedelta64(1, "s")).max() < 0.1


@settings(deadline=None, max_examples=40)
@given(times_within, st.integers(0, 4000))
def test_a_range_holds_just_the_phases_of_the_whole_that_lie_in_it(start, days):
    end = min(start + np.timedelta64(days, "D"), KERNEL.end.astype("M8[us]"))
    found = find_phases(start, end)
    expected = (ALL.times >= start) & (ALL.times < end)
    assert found.kinds.tolist() == ALL.kinds[expected].tolist()
    assert (np.abs(found.times - ALL.times[expected]) <= np.timedelta64(2, "us")).all()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(times_within, min_size=1, max_size=8), st.sampled_from([NEW, FIRST_QUARTER, FULL, LAST_QUARTER])
)
def test_before_and_after_are_the_neighbours(texts, kind):
    times = np.array(texts)
    mine = ALL.times[ALL.kinds == kind]
    place = np.searchsorted(mine, times, side="right")
    before, after = phase_before(times, kind), phase_after(times, kind)
    for time, here, previous, following in zip(times, place, before, after, strict=True):
        if here:
            assert abs(previous - mine[here - 1]) <= np.timedelta64(2, "us")
            assert previous <= time
        else:
            assert np.isnat(previous)
        if here < len(mine):
            assert abs(following - mine[here]) <= np.timedelta64(2, "us")
        else:
            assert np.isnat(following)


def test_few_or_many_the_phases_are_the_same(monkeypatch):
    times = ALL.times[200:7000:300] + np.timedelta64(100, "h")
    few = phase_before(times, FULL)
    monkeypatch.setattr(cycles, "_LOCAL", 0)
    many = phase_before(times, FULL)
    assert (np.abs(few - many) <= np.timedelta64(1, "us")).all()


@pytest.mark.parametrize(
    ("longitude", "name"),
    [
        (0.0, "new moon"),
        (359.9, "new moon"),
        (-6.0, "new moon"),
        (6.2, "waxing crescent"),
        (83.8, "waxing crescent"),
        (90.0, "first quarter"),
        (96.2, "waxing gibbous"),
        (119.3, "waxing gibbous"),
        (180.0, "full moon"),
        (200.0, "waning gibbous"),
        (270.0, "last quarter"),
        (353.8, "waning crescent"),
        (372.0, "waxing crescent"),
        (720.0, "new moon"),
    ],
)
def test_names(longitude, name):
    assert phase_name(longitude) == name


def test_a_principal_phase_is_named_for_about_a_day():
    full = ALL.times[(ALL.kinds == FULL) & (ALL.times > np.datetime64("2020"))][:60]
    half = PRINCIPAL_HALF_WIDTH_DEG
    for hours, still in ((9, True), (15, False)):
        for side in (-1, 1):
            longitude = moon(full + side * np.timedelta64(hours, "h")).phase_longitude_deg
            assert ((np.abs(longitude - 180.0) <= half) == still).all()


def test_a_reversed_range_and_one_outside_are_refused():
    with pytest.raises(ValueError, match="reversed"):
        find_phases(np.datetime64("2025-02-01"), np.datetime64("2025-01-01"))
    with pytest.raises(KernelRangeError):
        find_phases(np.datetime64("2025-02-01"), np.datetime64("2060-01-01"))
    empty = find_phases(np.datetime64("2025-02-01"), np.datetime64("2025-02-01"))
    assert len(empty.times) == 0
