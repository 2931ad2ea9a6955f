from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ephemeris.context import ANY_DAYS, GREATEST_AGE_DAYS, MoonContext, moon_context
from ephemeris.kernel import KernelRangeError, load_kernel
from ephemeris.moon import moon
from ephemeris.phases import FULL, NEW, find_phases, phase_name
from timeline.dates import parse

DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Date:
    earliest_us: int | None
    latest_us: int | None
    is_instant: bool = False


def us(text: str) -> int:
    return int(np.datetime64(text, "us").astype(int))


def span(first: str, last: str) -> Date:
    return Date(us(first), us(last))


def one(date: Date) -> MoonContext:
    (context,) = moon_context([date])
    assert context is not None
    return context


spans = st.tuples(
    st.integers(us("1899-08-07"), us("2053-09-01")),
    st.one_of(st.integers(1, 3 * DAY_US), st.integers(1, int(ANY_DAYS * DAY_US) - 1)),
)


def test_an_instant_has_values_those_of_moon():
    context = one(Date(us("2025-06-05T19:17"), us("2025-06-05T19:18"), is_instant=True))
    sky = moon(np.datetime64("2025-06-05T19:17"))
    assert context.phase_name == "waxing gibbous"
    assert context.phase_longitude_deg == pytest.approx(sky.phase_longitude_deg, abs=1e-9)
    assert context.illuminated_fraction == pytest.approx(sky.illuminated_fraction, abs=1e-12)
    assert context.age_days == pytest.approx(sky.age_days, abs=1e-9)
    assert context.lunation == sky.lunation == 1267
    assert context.distance_km == pytest.approx(sky.distance_km, abs=1e-5)
    assert context.bright_limb_angle_deg == pytest.approx(sky.bright_limb_angle_deg, abs=1e-9)
    assert isinstance(context.lunation, int)
    assert isinstance(context.age_days, float)
    # US Naval Observatory, phases of 2025: new 27 May 03:02, full 11 June 07:44, new 25 June 10:31;
    # full 12 May 16:56 (https://aa.usno.navy.mil/data/MoonPhases)
    minutes = [
        np.datetime64(t)
        for t in ("2025-05-27T03:02", "2025-06-25T10:31", "2025-05-12T16:56", "2025-06-11T07:44")
    ]
    around = (context.previous_new, context.next_new, context.previous_full, context.next_full)
    for mine, theirs in zip(around, minutes, strict=True):
        assert abs(mine - theirs) < np.timedelta64(60, "s")
    assert context.new_moons == context.full_moons == ()
    assert context.note == ""


@settings(deadline=None, max_examples=60)
@given(spans)
def test_a_range_holds_every_value_and_no_more(start_and_length):
    start, length = start_and_length
    context = one(Date(start, start + length))
    inside = np.unique(np.linspace(start, start + length - 1, 400).astype(np.int64)).astype("M8[us]")
    sky = moon(inside)
    low = context.phase_longitude_deg[0]
    unwrapped = low + (sky.phase_longitude_deg - low) % 360.0
    assert 0.0 - 1e-6 <= low < 360.0
    pairs = {
        "illuminated_fraction": (sky.illuminated_fraction, 1e-5),
        "distance_km": (sky.distance_km, 0.2),
        "lunation": (sky.lunation, 0),
    }
    if unwrapped.max() - low < 359.0:  # where it does not come round again
        pairs["phase_longitude_deg"] = (unwrapped, 1e-4)
    if context.lunation[0] == context.lunation[1]:
        pairs["age_days"] = (sky.age_days, 1e-4)
    for name, (values, loose) in pairs.items():
        least, greatest = getattr(context, name)
        assert least <= values.min()
        assert values.max() <= greatest
        # and 400 samples come near to both ends
        assert values.min() - least <= loose + 0.003 * (greatest - least)
        assert greatest - values.max() <= loose + 0.003 * (greatest - least)
    least, greatest = context.age_days
    assert least <= sky.age_days.min()
    assert sky.age_days.max() <= greatest
    assert greatest < GREATEST_AGE_DAYS


@settings(deadline=None, max_examples=40)
@given(spans)
def test_a_range_names_the_phases_at_its_ends(start_and_length):
    start, length = start_and_length
    context = one(Date(start, start + length))
    first, last = (phase_name(end) for end in context.phase_longitude_deg)
    assert context.phase_name in (first, f"{first} to {last}", "any")
    if length < 5 * DAY_US:
        assert context.phase_name == (first if first == last else f"{first} to {last}")


@settings(deadline=None, max_examples=30)
@given(spans, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_part_of_a_date_has_no_wider_range(start_and_length, a, b):
    start, length = start_and_length
    first, last = sorted((int(a * (length - 1)), int(b * (length - 1))))
    whole, part = moon_context([Date(start, start + length), Date(start + first, start + last + 1)])
    for name in ("illuminated_fraction", "distance_km", "age_days"):
        least, greatest = getattr(part, name)
        assert getattr(whole, name)[0] <= least + 2e-5
        assert greatest - 2e-5 <= getattr(whole, name)[1]


def test_a_day_over_a_new_moon():
    # new on 2025-06-25 at 10:31
    context = one(span("2025-06-25", "2025-06-26"))
    assert context.phase_name == "waning crescent to waxing crescent" or context.phase_name.startswith("new")
    low, high = context.phase_longitude_deg
    assert low < 360.0 < high
    assert context.age_days[0] == 0.0
    assert 29.0 < context.age_days[1] < 29.6
    assert context.lunation == (1267, 1268)
    assert context.illuminated_fraction[0] < 0.0025
    assert context.bright_limb_angle_deg is None  # it swings round
    assert context.previous_new < np.datetime64("2025-06-25") < np.datetime64("2025-06-26") < context.next_new


def test_the_tilt_of_a_day_is_the_middle_of_its_range():
    context = one(span("2025-06-05", "2025-06-06"))
    hours = np.datetime64("2025-06-05", "us") + np.arange(25) * np.timedelta64(1, "h")
    angles = moon(hours).bright_limb_angle_deg
    assert context.bright_limb_angle_deg == pytest.approx((angles.min() + angles.max()) / 2.0, abs=0.05)


def test_a_tilt_across_north_is_taken_the_short_way():
    day = np.timedelta64(1, "D")
    days = np.datetime64("2025-01-01", "us") + np.arange(0, 700) * day
    limb = moon(days).bright_limb_angle_deg
    wraps = [d for d, a, b in zip(days, limb[:-1], limb[1:], strict=False) if abs(a - b) > 300.0]
    contexts = moon_context([Date(int(d.astype(int)), int((d + day).astype(int))) for d in wraps])
    tilts = [c.bright_limb_angle_deg for c in contexts if c.bright_limb_angle_deg is not None]
    assert all(tilt < 16.0 or tilt > 344.0 for tilt in tilts)


@pytest.mark.parametrize(
    ("first", "last"), [("2025-06", "2025-07"), ("2025-02", "2025-03"), ("2028", "2029"), ("2013", "2019")]
)
def test_a_month_or_more_says_any_and_lists_its_moons(first, last):
    context = one(span(first, last))
    assert context.phase_name == "any"
    assert context.phase_longitude_deg == (0.0, 360.0)
    assert context.illuminated_fraction == (0.0, 1.0)
    assert context.age_days == (0.0, GREATEST_AGE_DAYS)
    assert context.bright_limb_angle_deg is None
    found = find_phases(np.datetime64(first, "us"), np.datetime64(last, "us"))
    for mine, kind in ((context.new_moons, NEW), (context.full_moons, FULL)):
        theirs = found.times[found.kinds == kind]
        assert len(mine) == len(theirs)
        assert (np.abs(np.array(mine) - theirs) <= np.timedelta64(2, "us")).all()
    hours = np.arange(np.datetime64(first, "h"), np.datetime64(last, "h"))
    sky = moon(hours.astype("M8[us]"))
    least, greatest = context.distance_km
    # an hour of the fastest approach is 230 km, and near an apsis much less
    assert least <= sky.distance_km.min() < least + 230.0
    assert greatest - 230.0 < sky.distance_km.max() <= greatest
    assert context.lunation == (sky.lunation[0], sky.lunation[-1])
    assert context.previous_new < hours[0] <= context.new_moons[0]
    assert context.next_full > hours[-1]


def test_an_end_is_not_part_of_the_date():
    new = find_phases(np.datetime64("2025-06-20"), np.datetime64("2025-06-30"))
    instant = int(new.times[new.kinds == NEW][0].astype(int))
    before, after = moon_context(
        [Date(instant - 40 * DAY_US, instant - 1), Date(instant - 40 * DAY_US, instant + 2)]
    )
    assert len(after.new_moons) == len(before.new_moons) + 1


def test_an_open_end_leaves_everything_possible():
    later, before = moon_context([Date(us("2027-03"), None), Date(None, us("1950"))])
    for context in (later, before):
        assert context.phase_name == "any"
        assert context.illuminated_fraction == (0.0, 1.0)
        assert context.lunation is None
        assert context.new_moons == context.full_moons == ()
        assert 356_000.0 < context.distance_km[0] < 356_600.0
        assert 406_500.0 < context.distance_km[1] < 406_800.0
    assert later.previous_new < np.datetime64("2027-03")
    assert (later.next_new, later.next_full) == (None, None)
    assert before.next_new > np.datetime64("1949-12-31")
    assert (before.previous_new, before.previous_full) == (None, None)
    # even where little of the kernel is left
    assert one(Date(us("2053-10-01"), None)).phase_name == "any"


def test_an_approximate_instant_is_taken_where_it_was_stated():
    stated, widened = moon_context([parse("2025-06-05T19:17Z"), parse("2025-06-05T19:17Z~")])
    assert widened.phase_longitude_deg == stated.phase_longitude_deg


def test_a_date_as_people_write_it():
    day, month, net, unknown = moon_context(
        [parse(t) for t in ("2025-06-05", "2025-06", "NET 2027-03", "TBD")]
    )
    assert day.phase_name == "waxing gibbous"
    assert month.phase_name == net.phase_name == "any"
    assert unknown is None


def test_unknown_dates_have_no_moon_and_order_is_kept():
    dates = [
        Date(None, None),
        span("2025-06-05", "2025-06-06"),
        Date(us("2028"), us("2029")),
        Date(None, None),
    ]
    dates += [Date(us("1969-07-20T20:17:40"), us("1969-07-20T20:17:41"), True)]
    found = moon_context(dates)
    assert (found[0], found[3]) == (None, None)
    for place in (1, 2, 4):
        alone = one(dates[place])
        assert found[place].phase_name == alone.phase_name
        assert found[place].distance_km == pytest.approx(alone.distance_km, abs=1e-6)
        assert found[place].lunation == alone.lunation
    assert moon_context([]) == []


@pytest.mark.parametrize(
    ("date", "year"),
    [
        (Date(us("2060"), us("2061")), "2060 is outside"),
        (Date(us("2050"), us("2061")), "2050/2060 is outside"),
        (Date(us("1850-05-05T12:00"), us("1850-05-05T12:01"), True), "1850 is outside"),
        (Date(us("2060"), None), "2060/.. is outside"),
        (Date(-(10**24), 10**24), "is outside"),
    ],
)
def test_outside_the_kernel_the_note_names_its_years_and_nothing_else_fails(date, year):
    outside, inside = moon_context([date, span("2025-06-05", "2025-06-06")])
    assert "1899-07-29 to 2053-10-08 (DE421)" in outside.note
    assert year in outside.note
    assert outside == MoonContext(note=outside.note)
    assert inside.phase_name == "waxing gibbous"
    with pytest.raises(KernelRangeError, match="1899-07-29 to 2053-10-08"):
        moon_context([date], strict=True)


def test_the_ends_of_the_kernel_are_inside():
    kernel = load_kernel()
    first, last = (int(t.astype("M8[us]").astype(int)) for t in (kernel.start, kernel.end))
    early, late = moon_context([Date(first, first + DAY_US), Date(last - DAY_US, last)])
    assert early.age_days is None  # there is no new Moon before
    assert early.previous_new is None
    assert early.illuminated_fraction is not None
    assert late.next_new is None
    assert late.age_days is not None


def test_a_longer_stretch_that_comes_round_to_its_own_name_is_any():
    crescent = np.datetime64("2025-06-28", "us")
    context = one(Date(int(crescent.astype(int)), int((crescent + np.timedelta64(27, "D")).astype(int))))
    low, high = context.phase_longitude_deg
    if phase_name(low) == phase_name(high):
        assert context.phase_name == "any"
    assert high - low > 300.0
