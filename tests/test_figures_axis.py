import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ulp
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.axis import DAY, HOUR, MONTHS, TimeAxis, axis_ticks
from figures.fonts import text_width

MINUTE = 60_000_000
YEAR = 365 * DAY + DAY // 4
SIZE = 8.0


def width(text):
    return text_width(text, SIZE)


def us(text):
    return int(np.datetime64(text, "us").astype(np.int64))


def instant(axis, x):
    """Which instant stands at x."""
    return axis.start_us + (x - axis.left) / (axis.right - axis.left) * (axis.end_us - axis.start_us)


def read(labels):
    """The local instants that labels say one after the other, each completed by those before it."""
    year = month = day = None
    for label in labels:
        clock = re.search(r"(\d\d):(\d\d)(?::(\d\d))?$", label)
        words = label[: clock.start()].split() if clock else label.split()
        named = [word for word in words if word in MONTHS]
        numbers = [int(word) for word in words if word not in MONTHS]
        if named:
            month = MONTHS.index(named[0]) + 1
            before = [int(word) for word in words[: words.index(named[0])]]
            after = [int(word) for word in words[words.index(named[0]) + 1 :]]
            day, year = (before or [1])[0], (after or [year])[0]
        elif numbers and clock is None and month is None:
            year = numbers[0]
        elif numbers:
            day = numbers[0]
        date = (
            us(np.datetime64(year - 1970, "Y"))
            if month is None
            else us(f"{year:04}-{month:02}-{day or 1:02}")
        )
        seconds = (
            sum(int(part) * unit for part, unit in zip(clock.groups("0"), (3600, 60, 1), strict=True))
            if clock
            else 0
        )
        yield date + seconds * 1_000_000


@st.composite
def axes(draw):
    """Stretches from minutes to ten thousands of years, anywhere that the calendar of 64 bits reaches."""
    length = int(10 ** draw(st.floats(8.5, 18.2)))
    middle = (
        draw(st.integers(us("0001-06-01"), us("3000-01-01"))) if length < 900 * YEAR else us("2000-01-01")
    )
    left = draw(st.floats(0, 150))
    return TimeAxis(
        middle - length // 2, middle - length // 2 + length, left, left + draw(st.floats(240, 1200))
    )


@settings(max_examples=150, deadline=None)
@given(axes())
def test_ticks_lie_on_the_axis_in_order_and_none_twice(axis):
    xs = [tick.x for tick in axis_ticks(axis, width)]
    assert all(axis.left - 1e-6 <= x <= axis.right + 1e-6 for x in xs)
    assert all(a < b for a, b in pairwise(xs))


@settings(max_examples=150, deadline=None)
@given(axes())
def test_labels_do_not_collide(axis):
    labelled = [tick for tick in axis_ticks(axis, width) if tick.label]
    ends = [(tick.x + 2.5, tick.x + 2.5 + width(tick.label)) for tick in labelled]
    touching = [
        (a.label, b.label)
        for (a, b), ((_, end), (start, _)) in zip(pairwise(labelled), pairwise(ends), strict=True)
        if start < end
    ]
    assert touching == []


@settings(max_examples=150, deadline=None)
@given(axes())
def test_labels_say_where_they_stand(axis):
    labelled = [tick for tick in axis_ticks(axis, width) if tick.label]
    slack = (axis.end_us - axis.start_us) * 1e-9 + 2 + 2 * ulp(axis.end_us)  # a number far off is no finer
    for tick, said in zip(labelled, read([tick.label for tick in labelled]), strict=True):
        assert instant(axis, tick.x) == pytest.approx(said, abs=slack), tick.label


@settings(max_examples=100, deadline=None)
@given(axes())
def test_the_axis_is_monotone_and_its_own_inverse(axis):
    shares = [axis.start_us + (axis.end_us - axis.start_us) * i // 7 for i in range(8)]
    xs = [axis.x(each) for each in shares]
    assert all(a < b for a, b in pairwise(xs))
    assert (xs[0], xs[-1]) == pytest.approx((axis.left, axis.right))
    assert all(
        abs(instant(axis, x) - each) <= 16 + (axis.end_us - axis.start_us) * 1e-9
        for x, each in zip(xs, shares, strict=True)
    )
    assert all(axis.holds(each) for each in shares)
    assert not axis.holds(axis.start_us - 1)
    assert not axis.holds(axis.end_us + 1)


def test_clipped_keeps_to_the_ends():
    axis = TimeAxis(0, DAY, 10, 20)
    assert [axis.clipped(at, 7.0) for at in (-DAY, 0, DAY // 2, DAY, 3 * DAY, None)] == [
        10,
        10,
        15,
        20,
        20,
        7.0,
    ]
    assert axis.points_per_day == 10


STRETCHES = {
    "hours": (
        "1969-07-20",
        "1969-07-21",
        ["20 Jul 1969", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "21 Jul"],
    ),
    "days": ("2025-06-03", "2025-06-08", ["3 Jun 2025", "4", "5", "6", "7", "8"]),
    "months": ("2024-11-15", "2025-04-15", ["Dec 2024", "Jan 2025", "Feb", "Mar", "Apr"]),
    "years": ("2019-07-01", "2024-07-01", ["2020", "2021", "2022", "2023", "2024"]),
    "decades": ("1900-01-01", "2000-01-01", [str(year) for year in range(1900, 2001, 10)]),
}


@pytest.mark.parametrize("stretch", STRETCHES)
def test_units_follow_the_stretch(stretch):
    start, end, wanted = STRETCHES[stretch]
    labels = [tick.label for tick in axis_ticks(TimeAxis(us(start), us(end), 0, 450), width) if tick.label]
    assert labels == wanted


def test_half_years_are_named_where_years_are_too_few():
    axis = TimeAxis(us("2023-02-01"), us("2025-05-01"), 0, 240)
    assert [tick.label for tick in axis_ticks(axis, width) if tick.label] == [
        "Jul 2023",
        "Jan 2024",
        "Jul",
        "Jan 2025",
    ]


@pytest.mark.parametrize("years", [3_000, 20_000, 90_000])
def test_ten_thousands_of_years_have_labels(years):
    axis = TimeAxis(-years // 2 * YEAR, years // 2 * YEAR, 0, 664)
    assert 3 <= sum(bool(tick.label) for tick in axis_ticks(axis, width)) <= 30


@pytest.mark.parametrize("minutes", [3, 10, 30, 60])
def test_minutes_have_more_than_one_label(minutes):
    start = us("2025-06-05T19:13:21")
    labelled = [
        tick
        for tick in axis_ticks(TimeAxis(start, start + int(minutes * MINUTE), 0, 664), width)
        if tick.label
    ]
    assert len(labelled) >= 2


ZONES = ("Asia/Tokyo", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days", [0.8, 4, 20, 300])
@pytest.mark.parametrize(
    "start", ["2025-01-11T05:00", "2025-03-06T20:00", "2025-03-28T20:00", "2025-10-24T10:00"]
)
def test_ticks_of_a_zone_lie_where_its_clocks_say_it(zone, days, start):
    """Daylight time begins or ends inside some of these stretches."""
    tz, first = ZoneInfo(zone), us(start)
    axis = TimeAxis(first, first + int(days * DAY), 0, 700)
    labelled = [tick for tick in axis_ticks(axis, width, tz) if tick.label]
    for tick, said in zip(labelled, read([tick.label for tick in labelled]), strict=True):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(instant(axis, tick.x)))
        clock = moment.astimezone(tz).replace(tzinfo=None)
        wanted = datetime(1970, 1, 1) + timedelta(microseconds=said)
        assert abs(clock - wanted) < timedelta(seconds=1), (tick.label, clock)


def test_no_zone_is_utc():
    axis = TimeAxis(us("2025-06-03"), us("2025-06-08"), 0, 450)
    assert axis_ticks(axis, width, None) == axis_ticks(axis, width, UTC) == axis_ticks(axis, width)


def test_years_that_no_zone_knows_take_utc():
    axis = TimeAxis(us("-5000-01-01"), us("-4000-01-01"), 0, 450)
    assert axis_ticks(axis, width, ZoneInfo("Asia/Tokyo")) == axis_ticks(axis, width)


def test_minor_ticks_have_no_label_and_keep_apart():
    found = axis_ticks(TimeAxis(us("2019-07-01"), us("2024-07-01"), 0, 450), width)
    minor = [tick for tick in found if not tick.label]
    assert minor
    assert not any(tick.large for tick in minor)
    assert min(b.x - a.x for a, b in pairwise(found)) > 3.5


def test_midnights_stand_out_among_hours():
    found = axis_ticks(TimeAxis(us("2025-06-05T10:00"), us("2025-06-06T10:00") + HOUR, 0, 664), width)
    assert [tick.label for tick in found if tick.large][-1] == "6 Jun"
