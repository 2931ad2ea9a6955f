import copy
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from timeline.dates import parse
from timeline.kinds import OUTCOMES, UNFULFILLED
from timeline.missionfile import parse_timeline
from timeline.model import (
    Claim,
    Event,
    Mission,
    Organisation,
    Site,
    Source,
    Timeline,
    fold_short_claims,
    shown,
)

modest = settings(max_examples=60, deadline=None)


def event(**keys: Any) -> Event:
    return Event.model_validate({"id": "e", "label": "E", **keys})


def claim(date: str, **keys: Any) -> Claim:
    return Claim.model_validate({"date": date, **keys})


# the short forms


def test_a_date_is_short_for_one_claim() -> None:
    assert event(date="2025-06", source="s").claims == (claim("2025-06", source="s"),)
    assert event(date=2028).claims == (claim("2028"),)
    assert event(date=parse("2028")).claims == (claim("2028"),)
    assert event(date="2028", planned=True, stated="2025-10").claims == (
        claim("2028", planned=True, stated="2025-10"),
    )


def test_several_sources_of_a_date_each_give_a_claim() -> None:
    for keys in ({"sources": ["a", "b"]}, {"source": "a", "sources": ["b"]}, {"source": ["a", "b"]}):
        each = event(date="2025", **keys)
        assert each.claims == (claim("2025", source="a"), claim("2025", source="b"))
        assert each.source_ids == ("a", "b")


def test_sources_of_no_date_are_the_events_own() -> None:
    for keys in ({"sources": ["a", "b"]}, {"source": "a", "sources": ["b", "a"]}):
        each = event(**keys)
        assert each.claims == ()
        assert each.sources == each.source_ids == ("a", "b")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_date_of_what_did_not_happen_is_a_plan(outcome: str) -> None:
    for each in (event(outcome=outcome, date="2028"), event(outcome=outcome, start="2028", end="2029")):
        assert each.status == ("planned" if outcome in UNFULFILLED else "actual")
        assert each.outcome == outcome
    assert event(outcome=outcome, date="2028", planned=False).status == "actual"


@pytest.mark.parametrize(
    "start",
    [
        "2013",
        2013,
        {"date": "2013"},
        [{"date": "2013"}],
        {"claims": [{"date": "2013"}]},
        (Claim(date=parse("2013")),),
    ],
)
def test_a_span_may_be_written_in_many_ways(start: Any) -> None:
    each = event(start=start, end="2018")
    assert each.start == (claim("2013"),)
    assert each.date == parse("2013/2018")
    assert each.is_span


def test_the_word_on_a_bare_span_counts_for_both_ends() -> None:
    each = event(start="2027", end="2028", stated="2025", planned="yes", sources=["a", "b"])
    for end, date in ((each.start, "2027"), (each.end, "2028")):
        assert end == tuple(claim(date, stated="2025", planned=True, source=source) for source in "ab")


@modest
@given(
    st.dictionaries(
        st.sampled_from(
            ["date", "source", "sources", "planned", "stated", "outcome", "start", "end", "claims"]
        ),
        st.sampled_from(["2025", "a", True, None, [], ["a"], {"date": "2025"}, {"claims": []}, {}]),
    )
)
def test_folding_takes_any_shape_and_is_done_once(entry: dict[str, Any]) -> None:
    before = copy.deepcopy(entry)
    folded = fold_short_claims(entry)
    assert entry == before
    assert not {"date", "source", "planned", "stated"} & set(folded)
    assert fold_short_claims(folded) == folded


# outcomes, dates and addresses


def test_an_outcome_that_is_not_given_goes_by_the_claims() -> None:
    assert event().outcome == "unknown"
    assert event(date="2025").outcome == "done"
    assert event(date="2028", planned="yes").outcome == "planned"
    assert event(start="2013", end="2018").outcome == "done"
    assert event(date="2028", planned=True, outcome=None).outcome == "planned"


@pytest.mark.parametrize("date", ["NET 2027-03", "TBD", "2027 or later"])
def test_a_date_without_an_end_is_a_plan_where_nothing_says_otherwise(date: str) -> None:
    for each in (
        event(date=date),
        event(claims=[{"date": date}]),
        event(claims=[Claim(date=parse(date))]),
        event(start=date, end="TBD"),
    ):
        assert each.outcome == "planned"
    for each in (
        event(date=date, outcome="done"),
        event(date=date, planned=False),
        event(claims=[{"date": date}, {"date": "2018"}]),
        event(start=date, end="2018"),
    ):
        assert each.outcome == "done"


def test_an_event_that_nobody_dates_has_no_date() -> None:
    each = event(source="s")
    assert each.date is each.best is each.status is None
    assert each.slips == ()
    assert not each.contested
    assert not each.is_span


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        ("2013", None, "2013/.."),
        (None, "2018", "../2018"),
        ("TBD", "2018", "/2018"),
        ("2013-06", "2013", "2013-06/2013"),
        ("2025-06-05T19:17Z", "2025-06-05T21:17+02:00", "2025-06-05T19:17Z/2025-06-05T19:17Z"),
    ],
)
def test_a_span_goes_from_start_to_end(start: str | None, end: str | None, date: str) -> None:
    ends = {key: value for key, value in (("start", start), ("end", end)) if value}
    assert event(**ends).date == parse(date)


def test_a_span_is_contested_at_either_end() -> None:
    apart = [{"date": "2013"}, {"date": "2014"}]
    assert event(start=apart, end="2018").contested
    assert event(start="2010", end=apart).contested
    assert not event(start="2013", end="2018").contested


def test_sources_are_named_once_in_the_order_of_the_claims() -> None:
    each = event(
        claims=[{"date": "2025", "source": "b"}, {"date": "2025", "source": "a"}], sources=["b", "c"]
    )
    assert each.source_ids == ("b", "a", "c")


def test_an_address_is_mission_and_event() -> None:
    lander = event(id="landing")
    assert lander.address == "landing"
    mission = Mission(id="m2", name="M2", events=(lander,))
    assert [each.address for each in mission.events] == ["m2.landing"]
    assert lander.mission == ""  # the value that was given stays as it was
    assert [each.address for each in Organisation(id="o", name="O", events=mission.events).events] == [
        "o.landing"
    ]


@pytest.mark.parametrize(("date", "net"), [("NET 2027-03", True), ("2027-03/..", True), ("2027-03", False)])
def test_a_claim_says_whether_it_is_the_earliest_date(date: str, net: bool) -> None:
    assert claim(date).net is net


# the timeline


@pytest.fixture
def timeline() -> Timeline:
    return Timeline(
        title="T",
        sources=(Source(id="a", title="A"), Source(id="b", title="B")),
        organisation=Organisation(id="o", name="O", events=(event(id="x"),)),
        missions=(Mission(id="m", name="M", events=(event(id="y"), event(id="z", date="2025"))),),
    )


def test_lanes_and_events_stand_in_the_order_of_the_file(timeline: Timeline) -> None:
    assert [lane.id for lane in timeline.lanes] == ["o", "m"]
    assert [each.address for each in timeline.events] == ["o.x", "m.y", "m.z"]
    assert timeline.source_numbers == {"a": 1, "b": 2}
    assert Timeline(title="T").lanes == Timeline(title="T").events == ()


def test_a_lane_is_found_by_its_id(timeline: Timeline) -> None:
    assert timeline.lane("o") is timeline.organisation
    assert timeline.lane("m") is timeline.missions[0]
    with pytest.raises(KeyError, match=r"no mission 'n'; there are: o, m"):
        timeline.lane("n")


def test_values_cannot_be_changed_and_take_no_unknown_key(timeline: Timeline) -> None:
    for value in (
        timeline,
        timeline.sources[0],
        timeline.missions[0],
        timeline.events[2],
        timeline.events[2].claims[0],
    ):
        name = next(iter(type(value).model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, name, "x")
        with pytest.raises(ValidationError, match="surprise"):
            type(value).model_validate({**dict(value), "surprise": 1})


def test_asking_for_a_date_does_not_change_a_value(timeline: Timeline) -> None:
    again = timeline.model_copy(deep=True)
    asked = [(each.date, each.contested, each.slips, each.source_ids) for each in timeline.events]
    assert again == timeline
    assert pickle.loads(pickle.dumps(timeline)) == timeline
    assert [(each.date, each.contested, each.slips, each.source_ids) for each in again.events] == asked


def test_texts_are_stripped_and_not_empty() -> None:
    assert Source(title="  T ").title == "T"
    with pytest.raises(ValidationError, match="at least 1 character"):
        Source(title="  ")


@pytest.mark.parametrize("name", ["m2", "tcm-1", "0", "a.b_c-d"])
def test_ids_are_plain_words(name: str) -> None:
    assert Event(id=name, label="E").id == name


@pytest.mark.parametrize("name", ["M2", "-a", ".a", "a b", "é", "月", "a/b", ""])
def test_and_nothing_else(name: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        Event(id=name, label="E")


@pytest.mark.parametrize(
    ("lat", "lon"), [(90, 360), (-90, -360), (0, 0), ("-4.6", "1e2"), (None, None), (4.5, 7)]
)
def test_a_site_is_on_the_moon(lat: Any, lon: Any) -> None:
    site = Site(name="A", lat=lat, lon=lon)
    assert site.lat == (None if lat is None else float(lat))
    assert site.lon == (None if lon is None else float(lon))


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (90.1, 0),
        (-90.1, 0),
        (0, 361),
        (float("nan"), 0),
        (0, float("inf")),
        (True, 0),
        ("60N", 0),
        (1, None),
        (None, 1),
    ],
)
def test_or_nowhere(lat: Any, lon: Any) -> None:
    with pytest.raises(ValidationError):
        Site(name="A", lat=lat, lon=lon)


@pytest.mark.parametrize("value", [2028.0, True, [], {}, b"2028", {"text": "2028", "earliest_us": 0}])
def test_a_date_is_a_text_a_year_or_a_date(value: object) -> None:
    with pytest.raises(ValidationError, match="is not a date"):
        Claim.model_validate({"date": value})


def test_sources_are_named_by_their_keys() -> None:
    made = Timeline.model_validate({"title": "T", "sources": {"a": {"title": "A"}, "b": {"title": "B"}}})
    assert [source.id for source in made.sources] == ["a", "b"]
    assert parse_timeline("title: T\nsources: {a: {title: A}, b: {title: B}}\n") == made


def test_a_message_shows_values_in_short() -> None:
    assert shown({"a": 1}) == "a mapping"
    assert shown([1]) == shown((1,)) == "a list"
    assert shown("x") == "'x'"
    assert len(shown("x" * 10**6)) == 60
