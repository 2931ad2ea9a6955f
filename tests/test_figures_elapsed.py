"""Mission elapsed time in words and ticks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from figures.axis import DAY, TimeAxis
from figures.curves import Band, Curve, area, sample_times, trace
from figures.elapsed import HOUR, MINUTE, check_zero, elapsed_ticks, elapsed_words, find_zero
from figures.layers import Options
from figures.mission import mission_axis
from figures.scene import texts
from figures.theme import LIGHT
from figures.timeline import lay_out_timeline
from timeline.dates import parse
from timeline.missionfile import load_timeline


@pytest.mark.parametrize(
    ("us", "words"),
    [
        (0, "T+0"),
        (59_000_000, "T+0"),
        (-20 * MINUTE, "T-20 min"),
        (3 * HOUR + 12 * MINUTE, "T+3 h 12 min"),
        (141 * DAY + 13 * HOUR + 5 * MINUTE, "T+141 d 13:05"),
    ],
)
def test_elapsed_time_is_said_as_far_as_it_matters(us: int, words: str) -> None:
    assert elapsed_words(us) == words


def test_zero_is_the_launch_that_happened() -> None:
    # spx-2025-05-07: Mission 2 was launched on 15 January 2025 at 06:11:39 UTC
    timeline = load_timeline("ispace")
    zero = find_zero(timeline.lane("m2").events)
    assert zero.us == 1_736_921_499_000_000
    assert zero.words == "since launch"
    assert find_zero(timeline.lane("m4").events) is None


@pytest.mark.parametrize("length", [HOUR, 10 * HOUR, 9 * DAY, 200 * DAY, 9000 * DAY])
def test_ticks_stand_where_they_say(length: int) -> None:
    axis = TimeAxis(-length // 10, length, 0, 600)
    found = elapsed_ticks(axis, 0, lambda text: 4.0 * len(text))
    assert 3 <= len(found) <= 20
    assert next(tick for tick in found if tick.label == "T+0").x == pytest.approx(axis.x(0))
    gaps = [b.x - a.x for a, b in pairwise(found)]
    assert min(gaps) > 4.0 * len("T+100 d")
    assert max(gaps) == pytest.approx(min(gaps))


def test_a_curve_keeps_to_its_band() -> None:
    axis = TimeAxis(0, DAY, 0, 100)
    times = sample_times(axis)
    curve = Curve(times, tuple(2.0 * i / len(times) for i in range(len(times))))
    band = Band(axis, 10, 20, 0, 1)
    for shape in (area(curve, band, "ink"), trace(curve, band, "ink")):
        ys = [y for _, points in shape.commands for _, y in points]
        assert min(ys) == pytest.approx(10)
        assert max(ys) == pytest.approx(20)
    assert (times[0], times[-1]) == (0, DAY)


def test_zero_is_the_event_that_is_named() -> None:
    events = load_timeline("ispace").events
    # nsf-2025-06: the landing attempt of Mission 2 was on 5 June 2025 at 19:17 UTC
    zero = find_zero(events, "m2.landing")
    assert zero is not None
    assert zero.us == 1_749_151_020_000_000
    assert zero.words == "since Landing attempt"
    assert find_zero(events, "m1.landing") == find_zero(events, "landing")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "m2.landng",
            "there is no event 'm2.landng' to count elapsed time from (did you mean 'm2.landing'?)",
        ),
        ("m4.launch", "elapsed time cannot count from m4.launch: it is known as 2028 (it takes an instant"),
        ("m4.landing", "elapsed time cannot count from m4.landing: it is not dated"),
    ],
)
def test_nothing_is_counted_from_what_has_no_instant(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        check_zero(load_timeline("ispace").events, name)


def test_no_tick_stands_in_time_that_is_left_out() -> None:
    axis = TimeAxis(0, 1000 * DAY, 0, 600, cuts=((100 * DAY, 900 * DAY),))
    found = elapsed_ticks(axis, 0, lambda text: 4.0 * len(text))
    gap = axis.x(100 * DAY), axis.x(900 * DAY)
    assert found
    assert not [tick for tick in found if gap[0] < tick.x < gap[1]]


@pytest.mark.parametrize(("elapsed", "rows"), [("", 0), ("m2.launch", 2), ("launch", 2), ("m1.launch", 2)])
def test_the_timeline_counts_where_it_can(look, elapsed: str, rows: int) -> None:
    timeline, sky = look.shipped("ispace")
    scene = lay_out_timeline(timeline, sky, Options(elapsed=elapsed))
    words = [text.text for text in texts(scene) if text.text.startswith("since ")]
    assert len(words) == rows
    assert not look.faults(scene)


@pytest.mark.parametrize(("rival", "shown"), [("2023-08-20", True), ("2023-09-20", False)])
def test_the_axis_of_a_mission_reaches_what_contradicts_it_nearby(look, rival: str, shown: bool) -> None:
    crash = [{"date": "2023-08-19T11:58Z", "source": "s0"}, {"date": rival, "source": "s1"}]
    events = [{"label": "Launch", "date": "2023-08-10T23:10Z"}, {"label": "Crash", "claims": crash}]
    axis = mission_axis(look.made([events]).lane("m0"), LIGHT, 780.0)
    assert axis.holds(parse(rival).earliest_us) == shown


def test_the_axis_of_a_mission_that_has_only_been_launched_reaches_its_plans(look) -> None:
    plans = [{"date": "2025-01-15"}, {"date": "late May 2025"}, {"date": "2025-07"}]
    timeline = look.made([[{"label": "Launched, then planned", **plan} for plan in plans]])
    axis = mission_axis(timeline.lane("m0"), LIGHT, 780.0)
    assert all(event.date and axis.holds(event.date.earliest_us) for event in timeline.events)
