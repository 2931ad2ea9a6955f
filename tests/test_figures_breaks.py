"""Axes that leave out long stretches in which nothing happens."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.axis import BREAK, DAY, TimeAxis, axis_ticks
from figures.breaks import find_cuts, length_words
from figures.lanes import domain
from figures.layers import Options
from figures.measure import overlaps
from figures.quality import label_boxes
from figures.scene import texts
from figures.sky import look_up
from figures.timeline import lay_out_timeline
from timeline.dates import parse
from timeline.missionfile import load_timeline, parse_timeline

APOLLO_AND_ISPACE = """
version: 1
title: Then and now
missions:
  - id: m
    name: M
    events:
      - {id: a, label: Landing, outcome: success, date: "1969-07-20T20:17Z"}
      - {id: b, label: Splashdown, outcome: success, date: "1972-12-19T19:24Z"}
      - {id: c, label: Attempt, outcome: failure, date: "2023-04-25T16:40Z"}
      - {id: d, label: Another, outcome: failure, date: "2025-06-05T19:17Z"}
"""
instants = st.lists(
    st.integers(-100 * 365, 100 * 365).map(lambda day: parse(f"{1970 + day // 365}-01-01T00:00Z")),
    min_size=2,
    max_size=12,
)


def test_the_decades_between_apollo_and_ispace_are_left_out_and_told() -> None:
    timeline = parse_timeline(APOLLO_AND_ISPACE)
    scene = lay_out_timeline(timeline, look_up(timeline.events))
    written = [text.text for text in texts(scene)]
    assert written.count("50 years") == 2
    assert overlaps(label_boxes(scene)) == []
    unbroken = lay_out_timeline(timeline, look_up(timeline.events), Options(breaks=False))
    assert "50 years" not in [text.text for text in texts(unbroken)]


@pytest.mark.parametrize("name", ["ispace", "apollo11"])
def test_a_story_told_evenly_has_no_break(name: str) -> None:
    dates = [event.date for event in load_timeline(name).events if event.date and not event.date.is_unknown]
    assert find_cuts(dates, *domain(dates, 0.0)) == ()


@given(instants)
@settings(max_examples=60, deadline=None)
def test_nothing_that_happens_is_left_out(dates: list) -> None:  # type: ignore[type-arg]
    start, end = domain(dates, 0.0)
    cuts = find_cuts(dates, start, end)
    axis = TimeAxis(start, end, 100.0, 700.0, cuts)
    assert all(axis.holds(date.earliest_us) for date in dates)
    assert all(first[1] < second[0] for first, second in pairwise(cuts))
    assert (axis.x(start), axis.x(end)) == pytest.approx((100.0, 700.0))
    places = [start + (end - start) * i // 200 for i in range(201)]
    assert all(axis.x(a) < axis.x(b) for a, b in pairwise(places))
    assert all(axis.x(b) - axis.x(a) == pytest.approx(BREAK) for a, b in cuts)
    assert all(axis.holds(start) for start in (axis.start_us, axis.end_us))


def test_no_tick_stands_in_a_break() -> None:
    axis = TimeAxis(0, 1000 * DAY, 0.0, 600.0, ((200 * DAY, 900 * DAY),))
    found = axis_ticks(axis, lambda text: 4.0 * len(text))
    left, right = axis.x(200 * DAY), axis.x(900 * DAY)
    assert found
    assert not [tick for tick in found if left < tick.x < right]


def test_an_open_end_reaches_through_every_gap() -> None:
    dates = [parse("1969"), parse("2025"), parse("NET 1970")]
    assert find_cuts(dates, *domain(dates, 0.0)) == ()


@pytest.mark.parametrize(
    ("days", "words"),
    [(17_897, "49 years"), (214, "7 months"), (12, "12 days"), (0.2, "5 hours"), (0.01, "14 min")],
)
def test_lengths_are_said_in_their_largest_unit(days: float, words: str) -> None:
    assert length_words(int(days * DAY)) == words
