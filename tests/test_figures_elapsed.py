"""Mission elapsed time in words and ticks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from figures.axis import DAY, TimeAxis
from figures.curves import Band, Curve, area, sample_times, trace
from figures.elapsed import HOUR, MINUTE, elapsed_ticks, elapsed_words, find_zero
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
    assert find_zero(timeline.lane("m2").events) == 1_736_921_499_000_000
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
