"""Plans in mission files: the keys, in and out, what is refused where, what counts, and what if."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates import parse
from timeline.missionfile import (
    MissionFileError,
    format_timeline,
    json_schema,
    load_timeline,
    located,
    parse_timeline,
)
from timeline.model import Event, Timeline
from timeline.plan import PlanError, Trapezium, date_shapes, has_plan, read_plan
from timeline.plan_keys import After, Delay
from timeline.settings import with_setting

DAY = 86_400_000_000
HEAD = """\
version: 1
title: T
missions:
  - id: m
    name: M
    site: {name: Mare Frigoris, lat: 60.5, lon: -4.6}
    events:
"""
LAUNCH = "      - {id: launch, kind: launch, label: Launch, date: 2028, planned: true}\n"


def events(*lines: str) -> str:
    return HEAD + LAUNCH + "".join(f"      - {line}\n" for line in lines)


def one(keys: str) -> str:
    return events("{id: landing, kind: landing_attempt, label: L, " + keys + "}")


def read_one(keys: str) -> Event:
    return parse_timeline(one(keys)).missions[0].events[1]


def findings(text: str) -> list[str]:
    with pytest.raises(MissionFileError) as refused:
        parse_timeline(text, "f")
    return [str(finding) for finding in refused.value.findings]


# the keys


@pytest.mark.parametrize(
    ("text", "shape", "days"),
    [
        ("20d", "fixed", [20]),
        ("P20D", "fixed", [20]),
        ("{min: 20d, mode: 30d, max: 60d}", "pert", [20, 30, 60]),
        ("{min: 20d, mode: 30d, max: 60d, shape: pert}", "pert", [20, 30, 60]),
        ("{min: 1w, mode: 30d, max: 60d, shape: triangular}", "triangular", [7, 30, 60]),
        ("{p10: 20d, p90: 60d}", "lognormal", [20, 60]),
        ("[31d, 20d, 25d]", "observed", [20, 25, 31]),
    ],
)
def test_delays_are_read(text: str, shape: str, days: list[int]) -> None:
    (after,) = read_one(f"after: {{event: launch, delay: {text}}}").after
    assert after.delay == Delay(shape, tuple(day * DAY for day in days))  # type: ignore[arg-type]


def test_a_predecessor_is_a_name_a_mapping_or_several() -> None:
    assert read_one("after: launch").after == (After("launch"),)
    assert read_one("after: {event: m.launch}").after == (After("m.launch"),)
    assert read_one("after: [launch, {date: 2028-03, delay: 1d}]").after == (
        After("launch"),
        After("", parse("2028-03"), Delay("fixed", (DAY,))),
    )


def test_conditions_are_read() -> None:
    within = read_one(
        "after: launch, within: {sun_elevation: 5..45, sun: morning, earth_elevation: 10..,"
        " station: [Goldstone, 'Usuda:10'], from: 2028-03, to: 2029,"
        " periods: [2028-04, 2028-06], site: {lat: 1, lon: 2}}"
    ).within
    assert within is not None
    assert (within.sun, within.half, within.earth) == ((5.0, 45.0), "morning", (10.0, 90.0))
    assert within.stations == (("Goldstone", 0.0), ("Usuda", 10.0))
    dates = (within.start, within.end, *within.periods)
    assert [str(date) for date in dates] == [
        "2028-03",
        "2029",
        "2028-04",
        "2028-06",
    ]
    assert within.place is not None
    assert (within.place.lat, within.place.lon) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("text", "chance"), [("0.9", 0.9), ("90%", 0.9), ("1", 1.0), ("0", 0.0), (".5", 0.5)]
)
def test_chances_are_read(text: str, chance: float) -> None:
    assert read_one(f"after: launch, probability: {text}").probability == pytest.approx(chance)


WRONG = """\
after: {event: lunch}  =>  .after.event: there is no event 'lunch' (did you mean 'launch'?)
after: lunch  =>  .after: there is no event 'lunch' (did you mean 'launch'?)
after: {event: landing}  =>  .after.event: events wait for each other: m.landing after m.landing (name another event)
after: {event: launch, delay: 20}  =>  .after.delay: '20' is not a length of time (give its unit: 20d, 20h, 20m)
after: {event: launch, delay: {p10: 9d, p90: 3d}}  =>  .after.delay.p10: p10 (9d) is more than p90 (3d) (swap them)
after: {event: launch, delay: {min: 9d, mode: 3d, max: 10d}}  =>  .after.delay.min: min (9d) is more than mode (3d) (swap them)
after: {event: launch, delay: {min: 1d, mode: 12d, max: 10d}}  =>  .after.delay.mode: mode (12d) is more than max (10d) (swap them)
after: {event: launch, delay: {min: 1d, max: 10d}}  =>  .after.delay: 'mode' is missing (a delay has min, mode, max)
after: {event: launch, delay: {p10: 0d, p90: 3d}}  =>  .after.delay.p10: a lognormal delay has no p10 of 0 (give a little more, such as 1h)
after: {event: launch, delay: [3d]}  =>  .after.delay: a list of 1 observed delays (give at least two, such as [20d, 25d, 31d])
after: {event: launch, delay: {min: 1d, mode: 2d, max: 3d, shape: normal}}  =>  .after.delay.shape: 'normal' is no shape of a delay (one of: pert, triangular)
after: {event: launch, dealy: 3d}  =>  .after.dealy: unknown key 'dealy' (did you mean 'delay'?)
after: {delay: 3d}  =>  .after: neither an event nor a date to come after (give one: {event: launch, delay: 20d})
after: []  =>  .after: an empty list of predecessors (name one, or delete the key)
after: null  =>  .after: there is no value here (give one, or delete the key)
within: {sun_elevation: 45..5}  =>  .within.sun_elevation: 45..5 leaves no elevation between (the lower end first: 5..45)
within: {sun_elevation: low}  =>  .within.sun_elevation: 'low' is no range of degrees from -90 to 90 (such as 5..45, 5.. or ..45)
within: {sun_elevation: 5..100}  =>  .within.sun_elevation: '5..100' is no range of degrees from -90 to 90 (such as 5..45, 5.. or ..45)
within: {sun: noon}  =>  .within.sun: 'noon' is no half of a day (morning or evening; its height is sun_elevation: 5..45)
within: {from: 2029, to: 2028}  =>  .within.to: no time is left from 2029 to 2028 (swap them)
within: {periods: [2028-03], to: 2027}  =>  .within.periods: no period lies between from and to (move the one or the other)
within: {from: someday}  =>  .within.from: cannot read 'someday' as a date
within: {note: why}  =>  .within: nothing is asked for here
within: null  =>  .within: there is no value here (give one, or delete the key)
within: {sun: morning, site: {lat: 91, lon: 0}}  =>  .within.site.lat: '91' is no place on the Moon (degrees from -90 to 90)
within: {sun: morning, site: {lat: 9}}  =>  .within.site: 'lon' is missing
within: {station: 'Usuda:high'}  =>  .within.station: 'Usuda:high' is no ground station
after: launch, probability: 90  =>  .probability: '90' is no probability from 0 to 1 (write 90%, or 0.9)
after: launch, probability: often  =>  .probability: 'often' is no probability from 0 to 1 (0.9 or 90%)
after: launch, otherwise: launch  =>  .otherwise: otherwise without a probability
after: launch, resource: pad  =>  .resource: 'pad' is not a mapping of keys and values (such as {name: pad-39a, busy: 20d})
after: launch, resource: {name: pad}  =>  .resource: 'busy' is missing (such as {name: pad-39a, busy: 20d})
after: {event: launch, source: nowhere}  =>  .after.source: the source 'nowhere' is not defined
"""  # noqa: E501


@pytest.mark.parametrize("case", WRONG.splitlines())
def test_what_is_wrong_is_told_at_its_place(case: str) -> None:
    keys, _, finding = case.partition("  =>  ")
    told = findings(one(keys))
    line = next((each for each in told if finding in each), None)
    assert line is not None, told
    assert line.startswith("f:9:")


def test_each_ring_of_events_is_told_once() -> None:
    told = findings(
        events(
            "{id: a, label: A, after: {event: c}}",
            "{id: b, label: B, after: a}",
            "{id: c, label: C, after: [launch, b]}",
            "{id: x, label: X, after: y}",
            "{id: y, label: Y, after: x}",
            "{id: hangs, label: H, after: x}",
        )
    )
    assert [each.partition(": events ")[2] for each in told] == [
        "wait for each other: m.a after m.c after m.b after m.a (take one of these out)",
        "wait for each other: m.x after m.y after m.x (take one of these out)",
    ]
    assert told[0].startswith("f:9:35: missions[0].events[1].after.event")


def test_a_branch_that_leads_back_is_a_ring() -> None:
    told = findings(
        events(
            "{id: a, label: A, after: b, probability: 0.5, otherwise: b}",
            "{id: b, label: B, after: launch}",
        )
    )
    assert any("wait for each other" in each for each in told)


def test_an_event_is_the_other_branch_of_one_only() -> None:
    told = findings(
        events(
            "{id: a, label: A, after: launch, probability: 0.5, otherwise: c}",
            "{id: b, label: B, after: launch, probability: 0.5, otherwise: c}",
            "{id: c, label: C, after: launch}",
        )
    )
    assert ["is the other branch of m.a already" in each for each in told] == [True]


def test_malformed_values_are_told_together_and_only_once() -> None:
    told = findings(one("after: {event: lunch, delay: 2mo}, within: {sun_elevation: 9..2}, probability: 7"))
    assert len(told) == 4
    assert len(set(told)) == 4


# in and out

times = st.integers(1, 5000).map(lambda hours: f"{hours}h")
points = st.lists(st.integers(1, 5000), min_size=3, max_size=3, unique=True).map(sorted)
delays: st.SearchStrategy[Any] = st.one_of(
    times,
    points.map(lambda p: {"min": f"{p[0]}h", "mode": f"{p[1]}h", "max": f"{p[2]}h"}),
    points.map(lambda p: {"min": f"{p[0]}h", "mode": f"{p[1]}h", "max": f"{p[2]}h", "shape": "triangular"}),
    points.map(lambda p: {"p10": f"{p[0]}h", "p90": f"{p[1]}h"}),
    st.lists(times, min_size=2, max_size=5),
)
withins = st.fixed_dictionaries(
    {"from": st.sampled_from(["2028", "2028-03", "2028-03-04T05:06Z"])},
    optional={
        "sun_elevation": st.sampled_from(["5..45", "..10", "0.5.."]),
        "sun": st.sampled_from(["morning", "evening"]),
        "earth_elevation": st.just("10.."),
        "station": st.sampled_from(["Usuda", "Usuda:10", ["Goldstone:5.5", "35.4,-116.9:10"]]),
        "to": st.just("2031~"),
        "periods": st.sampled_from(["2029", ["2028-06/2028-07", "2029"]]),
        "site": st.just({"lat": 10.5, "lon": -3, "name": "there"}),
        "note": st.just("ours"),
    },
)
afters: st.SearchStrategy[Any] = st.one_of(
    st.just("launch"),
    delays.map(lambda delay: {"event": "launch", "delay": delay}),
    delays.map(lambda delay: [{"event": "m.launch", "note": "n"}, {"date": "2028-02", "delay": delay}]),
)
plan_keys = st.fixed_dictionaries(
    {"after": afters},
    optional={
        "within": withins,
        "probability": st.sampled_from(["0.25", "75%"]),
        "resource": delays.map(lambda delay: {"name": "pad", "busy": delay}),
    },
)


def made(keys: dict[str, Any]) -> dict[str, Any]:
    launch = {"id": "launch", "label": "Launch", "date": "2028", "planned": True}
    landing = {"id": "landing", "label": "Landing", **keys}
    return {"version": 1, "title": "T", "missions": [{"id": "m", "name": "M", "events": [launch, landing]}]}


SCHEMA = jsonschema.Draft202012Validator(json_schema())


@given(plan_keys)
@settings(max_examples=60, deadline=None)
def test_a_plan_that_is_written_is_read_as_the_same_and_fits_the_schema(keys: dict[str, Any]) -> None:
    plain = made(keys)
    SCHEMA.validate(plain)
    timeline = parse_timeline(json.dumps(plain))
    assert parse_timeline(format_timeline(timeline)) == timeline
    assert has_plan(timeline)


def test_a_wrong_plan_does_not_fit_the_schema() -> None:
    for wrong in ({"after": {"delay": "3d"}}, {"within": {"moon": "full"}}, {"resource": "pad"}):
        with pytest.raises(jsonschema.ValidationError):
            SCHEMA.validate(made(wrong))


def test_a_file_without_a_plan_is_written_without_its_keys() -> None:
    text = format_timeline(load_timeline("apollo11"))
    assert not any(f"{key}:" in text for key in ("after", "within", "probability", "otherwise", "resource"))
    assert not has_plan(load_timeline("apollo11"))


# what counts


def test_what_has_happened_is_fixed_and_waits_for_nothing() -> None:
    plan = read_plan(
        parse_timeline(one("date: 2028-05-01T12:00Z, outcome: success, after: {event: launch, delay: 20d}"))
    )
    (step,) = plan.steps
    assert (step.address, step.fixed, step.waits) == ("m.landing", True, ())
    assert step.shapes == (Trapezium(*(parse("2028-05-01T12:00Z").earliest_us,) * 4),)  # type: ignore[arg-type]


def test_after_goes_before_a_date_that_is_claimed() -> None:
    plan = read_plan(parse_timeline(one("date: 2031, planned: true, after: {event: launch, delay: 20d}")))
    assert [step.address for step in plan.steps] == ["m.launch", "m.landing"]
    assert (plan["m.landing"].shapes, str(plan["m.landing"].known)) == ((), "2031")


def test_events_come_after_what_they_wait_for_whatever_the_order_of_the_file() -> None:
    text = HEAD + "      - {id: landing, label: L, after: m.launch}\n" + LAUNCH
    assert [step.address for step in read_plan(parse_timeline(text)).steps] == ["m.launch", "m.landing"]


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        ("2028", ["2028-01-01", "2028-01-01", "2029-01-01", "2029-01-01"]),
        ("2028-06~", ["2028-05-25", "2028-06-01", "2028-07-01", "2028-07-08"]),
        ("2028-06-05T19:17Z", ["2028-06-05T19:17Z"] * 4),
        ("2028-06~/2028-09", ["2028-05-25", "2028-06-01", "2028-10-01", "2028-10-01"]),
    ],
)
def test_a_date_is_even_where_it_was_stated_and_fades_where_it_is_approximate(
    text: str, corners: list[str]
) -> None:
    (shape,) = date_shapes(parse(text))
    assert (shape.rises_us, shape.full_us, shape.falls_us, shape.ends_us) == tuple(
        parse(corner).earliest_us for corner in corners
    )


def test_one_of_a_set_is_any_of_its_members_and_nothing_between() -> None:
    assert [(s.full_us, s.falls_us) for s in date_shapes(parse("[2027,2029]"))] == [
        (parse(year).earliest_us, parse(year).latest_us) for year in ("2027", "2029")
    ]


def test_open_dates_are_densities_of_nothing() -> None:
    assert [date_shapes(parse(text)) for text in ("NET 2027-03", "../2028", "TBD", "[..2028]")] == [()] * 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (events("{id: x, label: X}"), "no event of this file has a plan (say what an event waits for"),
        (HEAD + "      - {id: launch, label: L}\n      - {id: x, label: X, after: launch}\n",
         "missions[0].events[0]: m.launch has neither after: nor a date"),
        (HEAD + LAUNCH.replace("2028", "NET 2027-03") + "      - {id: x, label: X, after: launch}\n",
         "the date 2027-03/.. of m.launch has no end to sample to (say how late it may be: after: {date: 2027"),
        (events("{id: x, label: X, after: launch, within: {sun: morning}}").replace("lat: 60.5, lon: -4.6", "note: n"),
         "missions[0].events[1].within: no place is known over which the Sun is to stand (add site:"),
        (events("{id: x, label: X, date: 2090, planned: true, resource: {name: p, busy: 1d}, after: {date: 2090}}",
                "{id: y, label: Y, after: launch}"),
         "the plan spans more than 34 years"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_simulated_says_what_is_missing(text: str, words: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(parse_timeline(text))
    assert words in str(refused.value)


def test_faults_of_a_plan_are_placed_in_the_file() -> None:
    text = HEAD + "      - {id: launch, label: L}\n      - {id: x, label: X, after: launch}\n"
    with pytest.raises(PlanError) as refused:
        read_plan(parse_timeline(text))
    (finding,) = located(refused.value.faults, text.encode(), "f").findings
    assert (finding.file, finding.line, finding.column) == ("f", 8, 9)


def test_net_with_a_delay_begins_at_its_first_day() -> None:
    plan = read_plan(parse_timeline(one("after: {date: NET 2028-03, delay: {p10: 10d, p90: 100d}}")))
    (wait,) = plan["m.landing"].waits
    assert wait.shapes == (Trapezium(*(parse("2028-03").earliest_us,) * 4),)  # type: ignore[arg-type]


# what if


def changed(setting: str, keys: str = "after: {event: launch, delay: 20d}") -> Timeline:
    return with_setting(parse_timeline(one(keys)), setting)


def test_a_date_is_set() -> None:
    timeline = changed("m.landing=2028-06")
    landing = timeline.missions[0].events[1]
    assert (str(landing.date), landing.status, landing.after) == ("2028-06", "planned", ())
    assert parse_timeline(format_timeline(timeline)) == timeline


def test_what_has_happened_can_be_set_to_a_plan() -> None:
    timeline = with_setting(load_timeline("m2-plan"), "m2.launch=2025-02")
    assert not read_plan(timeline)["m2.launch"].fixed


def test_keys_of_a_plan_are_set() -> None:
    def landing(setting: str, keys: str = "after: {event: launch, delay: 20d}") -> Event:
        return changed(setting, keys).missions[0].events[1]

    assert landing("m.landing.delay=30d").after == (After("launch", None, Delay("fixed", (30 * DAY,))),)
    several = "after: [launch, {date: 2028-02}]"
    assert landing("m.landing.delay.m.launch={p10: 1d, p90: 2d}", several).after[0].delay.shape == "lognormal"
    assert landing("m.landing.delay.2028-02=3d", several).after[1].delay.values_us == (3 * DAY,)
    assert landing("m.landing.probability=40%").probability == pytest.approx(0.4)
    within = landing("m.landing.within.sun_elevation=5..9", "after: launch, within: {to: 2029}").within
    assert within is not None
    assert (within.sun, str(within.end)) == ((5.0, 9.0), "2029")
    resource = landing(
        "m.landing.resource.busy=9d", "after: launch, resource: {name: pad, busy: 1d}"
    ).resource
    assert resource is not None
    assert resource.busy.values_us == (9 * DAY,)
    assert landing("m.landing.outcome=cancelled").outcome == "cancelled"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("m.landing", "sets nothing"),
        ("m.landign=2028", "did you mean 'm.landing'?"),
        ("m.landing.dealy=3d", "there is no key 'dealy' (did you mean 'delay'?)"),
        ("m.landing.delay=3mo", "give days, such as 30d"),
        ("m.landing.delay.loi=3d", "does not wait for 'loi' (m.landing.delay.launch=...)"),
        ("m.launch.delay=3d", "m.launch waits for nothing"),
        ("m.landing=someday", "as a date"),
        ("m.landing.probability=2", "no probability"),
        ("m.landing.within.sun_elevation=9..2", "leaves no elevation"),
        ("m.landing.outcome=splendid", "is no outcome"),
        ("m.landing.delay={min: 3d", "not YAML"),
    ],
)
def test_what_cannot_be_set_is_told_with_the_mend(setting: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        changed(setting)
