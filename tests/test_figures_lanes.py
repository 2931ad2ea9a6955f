import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.axis import DAY, TimeAxis
from figures.lanes import crowds, domain, extent, ghosts, is_placed, is_point, stretch, strip, zoomed
from figures.layers import Options
from timeline.dates import parse

AXIS = TimeAxis(parse("2020").earliest_us, parse("2030").earliest_us, 100.0, 700.0)
OPTIONS = Options(numbers={"s0": 1, "s1": 2, "s2": 3})


def of(look, *events):
    return look.made([[{"label": "E", **event} for event in events]]).events


def claimed(*dates, **more):
    return {"claims": [{"date": date, "source": "s1", **more} for date in dates]}


@pytest.mark.parametrize("date", ["2025-06-05", "2025-06-05T19Z", "2025-06-05T19:17:02.5Z", "2025-06-05~"])
def test_known_days_and_instants_are_points(date):
    left, right = extent(parse(date), AXIS)
    assert is_point(parse(date))
    assert left == right == pytest.approx(AXIS.x(parse(date).middle_us))


@pytest.mark.parametrize("date", ["2025-06", "2025", "202X", "2025-06/2025-08", "early 2024", "2025-Q3"])
def test_vague_dates_are_as_wide_as_they_are_vague(date):
    found, (left, right) = parse(date), extent(parse(date), AXIS)
    assert not is_point(found)
    assert (left, right) == pytest.approx(
        (AXIS.x(found.earliest_us), min(AXIS.x(found.latest_us), AXIS.right))
    )


def test_open_ends_reach_the_ends_of_the_axis():
    assert extent(parse("2025/.."), AXIS) == (pytest.approx(AXIS.x(parse("2025").earliest_us)), AXIS.right)
    assert extent(parse("../2025"), AXIS)[0] == AXIS.left


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_domain_holds_every_bounded_end(look, data):
    dates = data.draw(st.lists(look.dates().map(parse), max_size=8))
    start, end = domain(dates, 0.05)
    assert start < end
    ends = [us for date in dates for us in (date.earliest_us, date.latest_us) if us is not None]
    assert all(start < us < end for us in ends)


def test_a_domain_without_dates_or_length_still_has_some():
    assert domain([], 0.05)[0] < domain([], 0.05)[1]
    instant = parse("2025-06-05T19:17:00.000000Z")
    start, end = domain([instant], 0.05)
    assert start < instant.earliest_us < end


def test_events_of_unknown_date_are_not_placed(look):
    placed = of(look, claimed("2025"), claimed("XXXX"), claimed("TBD"), {})
    assert [is_placed(event) for event in placed] == [True, False, False, False]


def test_a_crowd_is_what_stands_too_closely_to_be_read(look):
    close = [claimed(f"2025-06-0{day}") for day in range(1, 6)]
    alone = [claimed("2021-01-01"), claimed("2028-01-01"), claimed("2025-06")]
    events = of(look, *close, *alone)
    assert [run.events for run in crowds(events, AXIS)] == [events[:5]]
    assert crowds(events[:3], AXIS) == []


def test_every_event_of_a_strip_stands_once_in_order(look):
    events = of(look, *(claimed(f"20{29 - i}") for i in range(9)), claimed("2025-06-05"))
    made = strip(events, AXIS, OPTIONS)
    assert {item.event.address for item in made.items} == {event.address for event in events}
    assert [item.x for item in made.items] == sorted(item.x for item in made.items)
    members = [index for flag in made.placement.flags for index in made.placement.members(flag)]
    assert sorted(members) == list(range(len(events)))


def test_old_plans_are_ghosts_with_when_they_were_said(look):
    claims = [
        {"date": f"202{4 + i}", "planned": True, "stated": f"202{i}", "source": f"s{i}"} for i in range(3)
    ]
    (event,) = of(look, {"claims": claims, "outcome": "planned"})
    found = ghosts(event, AXIS, OPTIONS)
    assert [(ghost.date.text, ghost.note, ghost.numbers, ghost.rival) for ghost in found] == [
        ("2025", "2025, said 2021", "2", False),
        ("2024", "2024, said 2020", "1", False),
    ]
    assert (found[0].left, found[0].right) == extent(parse("2025"), AXIS)


def test_contradictions_are_ghosts_of_their_own(look):
    (event,) = of(look, claimed("2022-05-01", "2024", "2024"))
    (rival,) = ghosts(event, AXIS, OPTIONS)
    assert (rival.date.text, rival.note, rival.rival) == ("2024", "or 2024", True)


def test_an_event_that_never_moved_has_no_ghost(look):
    settled, span, undated = of(look, claimed("2025", "2025"), {"start": "2021", "end": "2023"}, {})
    assert [ghosts(event, AXIS, OPTIONS) for event in (settled, span, undated)] == [(), (), ()]


def test_the_mark_of_an_open_bar_stands_at_its_known_end(look):
    after, before, closed = of(look, claimed("2025/.."), claimed("../2025"), claimed("2025"))
    items = {item.event.address: item for item in strip((after, before, closed), AXIS, OPTIONS).items}
    assert items[after.address].x == pytest.approx(AXIS.x(parse("2025").earliest_us))
    assert items[before.address].x == pytest.approx(AXIS.x(parse("2025").latest_us))
    middle = (parse("2025").earliest_us + parse("2025").latest_us) / 2
    assert items[closed.address].x == pytest.approx(AXIS.x(middle), abs=DAY / DAY)


def test_panels_that_are_asked_for_stand_in_order_of_time(look):
    events = of(look, {"date": "2025-05-06"}, {"date": "2025-01-15"})
    runs = zoomed(events, [stretch("2025-05"), stretch("2025-01")])
    assert [run.stretch for run in runs] == [stretch("2025-01"), stretch("2025-05")]


def test_plans_of_unknown_age_hang_from_what_came_of_them(look):
    old = [
        {"date": "2022", "planned": True, "source": "s0"},
        {"date": "2021", "planned": True, "source": "s1"},
    ]
    (event,) = of(look, {"claims": [{"date": "2023-09-06", "source": "s2"}, *old]})
    found = ghosts(event, AXIS, OPTIONS)
    assert [ghost.dated for ghost in found] == [False, False]
    assert [ghost.date.text for ghost in found] == ["2021", "2022"]


def test_every_old_plan_is_seen_in_the_lane_or_in_the_panel(look):
    plans = [
        ("2021", "2019"),
        ("2022-10/2022-12", "2021"),
        ("2024-02-14", "2024-01-30"),
        ("2024-02-20", "2024-02-01"),
    ]
    stated = [{"date": date, "planned": True, "stated": said, "source": "s0"} for date, said in plans]
    launch = {"label": "Launch", "claims": [*stated, {"date": "2024-02-15T06:05Z", "source": "s1"}]}
    events = of(look, launch, {"label": "Landing", "date": "2024-02-22T23:24Z"})
    main = TimeAxis(*(parse(year).earliest_us for year in ("2019", "2027")), 100, 760)
    panel = TimeAxis(*domain([event.date for event in events], 0.05), 110, 750)
    lane = strip([], main, Options(), bare=events)
    inner = strip(events, panel, Options(), is_panel=True, main=main)
    seen = [ghost.date.text for part in (lane, inner) for _, ghost in part.ghosts]
    assert sorted(seen) == sorted(date for date, _ in plans)
