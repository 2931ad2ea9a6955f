"""Every figure by its name: what it holds for the shipped missions, and what it says where data is missing."""

from __future__ import annotations

from functools import cache

import pytest

from figures.catalogue import FIGURES, Request, find_figure, make_figure
from figures.layers import Options
from figures.measure import crossings, outside, overlaps
from figures.quality import label_boxes, leader_lines
from figures.scene import Scene, texts
from figures.theme import THEMES
from timeline.missionfile import load_timeline, parse_timeline, shipped_missions
from timeline.model import Timeline

load = cache(load_timeline)


def request(
    timeline: Timeline, lanes: tuple[str, ...] = (), style: str = "light", height: float | None = None
) -> Request:
    every = tuple(lane.id for lane in timeline.lanes)
    options = Options(THEMES[style], numbers=timeline.source_numbers)
    return Request(timeline, lanes or every, options, height)


def drawable() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each figure of each shipped file, of one mission where it takes one."""
    found = []
    for file in shipped_missions():
        timeline = load(file)
        for name, kind in FIGURES.items():
            for lanes in (
                tuple(lane.id for lane in timeline.lanes),
                *((lane.id,) for lane in timeline.missions),
            ):
                if not kind.missing(timeline, lanes):
                    found.append((file, name, lanes))
                    break
    return found


DRAWABLE = drawable()


@cache
def scene(file: str, name: str, lanes: tuple[str, ...], style: str) -> Scene:
    return make_figure(name, request(load(file), lanes, style))


@pytest.mark.parametrize(("file", "name", "lanes"), DRAWABLE)
@pytest.mark.parametrize("style", ["light", "slide"])
def test_texts_keep_apart_and_inside_and_can_be_read(
    file: str, name: str, lanes: tuple[str, ...], style: str
) -> None:
    drawn = scene(file, name, lanes, style)
    boxes = label_boxes(drawn)
    written = [text.text for text in texts(drawn)]
    assert [(written[i], written[j]) for i, j in overlaps(boxes)] == []
    assert [written[i] for i in outside(boxes, (0, 0, drawn.width, drawn.height))] == []
    assert crossings(leader_lines(drawn)) == []
    assert min(text.size for text in texts(drawn)) >= 6.0
    assert drawn.title
    assert drawn.description


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn_of_some_shipped_file(name: str) -> None:
    assert name in {drawn for _, drawn, _ in DRAWABLE}


@pytest.mark.parametrize(
    ("file", "name", "lanes"),
    [
        ("ispace", name, ("m2",) if name == "moons" else lanes)
        for file, name, lanes in DRAWABLE
        if file == "ispace"
    ],
)
def test_a_figure_fits_a_slide(file: str, name: str, lanes: tuple[str, ...]) -> None:
    drawn = make_figure(name, request(load(file), lanes, "slide", height=540.0))
    assert (drawn.width, drawn.height) == pytest.approx((780.0, 540.0))
    written = [text.text for text in texts(drawn)]
    assert [written[i] for i in outside(label_boxes(drawn), (0, 0, 780, 540.01))] == []


def test_a_figure_that_lacks_its_data_says_what_is_missing() -> None:
    timeline = parse_timeline("{version: 1, title: T, missions: [{id: m, name: M, events: []}]}")
    for name in FIGURES:
        with pytest.raises(ValueError, match=f"the figure '{name}' cannot be drawn: .*"):
            make_figure(name, request(timeline))


def test_mission_takes_one_mission() -> None:
    with pytest.raises(ValueError, match="name it with --mission"):
        make_figure("mission", request(load("ispace")))


def test_an_unknown_figure_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean timeline"):
        find_figure("timelin")


def test_the_mission_figure_tells_each_event_with_elapsed_time_and_the_sun() -> None:
    written = {text.text for text in texts(scene("ispace", "mission", ("m2",), "light"))}
    assert {"T+0", "T+141 d 13:05", "waxing gibbous, 75 % lit", "11.9°"} <= written


def test_the_overview_names_what_has_not_flown() -> None:
    timeline = load("ispace")
    written = [text.text for text in texts(make_figure("overview", request(timeline)))]
    assert "Not yet flown" in written
    assert "launch 2027" in written
    assert written.count("T+0") == 2


def test_the_notes_of_a_mission_are_written_whole() -> None:
    for file in ("artemis1", "blue-ghost-m1", "apollo11"):
        timeline = load(file)
        lane = timeline.missions[0].id
        drawn = scene(file, "mission", (lane,), "light")
        told = " ".join(text.text for text in texts(drawn))
        assert [e.note for e in timeline.lane(lane).events if e.note not in told] == []


def busy(count: int) -> Timeline:
    """A mission with an event on every day."""
    days = [f"2027-{1 + day // 28:02d}-{1 + day % 28:02d}" for day in range(count)]
    events = ", ".join(
        f"{{id: e{number}, kind: manoeuvre, label: Event {number}, date: {day}}}"
        for number, day in enumerate(days)
    )
    return parse_timeline(f"{{version: 1, title: T, missions: [{{id: m, name: M, events: [{events}]}}]}}")


def test_a_busy_mission_of_a_fixed_height_goes_without_its_table_and_says_so() -> None:
    drawn = make_figure("mission", request(busy(60), height=540.0))
    assert min(text.size for text in texts(drawn)) >= 5.99
    assert any("no room for the table of 60 events" in notice for notice in drawn.notices)
    assert "Event 59" in drawn.description


def test_a_curve_too_narrow_to_be_told_is_left_out() -> None:
    timeline = parse_timeline(
        "{version: 1, title: T, missions: [{id: m, name: M, events: ["
        "{id: a, kind: founding, label: A, date: 2009}, {id: b, kind: launch, label: B, date: 2029}]}]}"
    )
    written = [text.text for text in texts(make_figure("mission", request(timeline)))]
    assert "share of the Moon lit" not in written


def test_a_single_event_has_days_around_it() -> None:
    timeline = parse_timeline(
        "{version: 1, title: T, missions: [{id: m, name: M, events: ["
        "{id: b, kind: launch, label: B, date: 2027-03-05T10:00Z}]}]}"
    )
    written = [text.text for text in texts(make_figure("timeline", request(timeline)))]
    assert not any(":00:" in text for text in written)
