"""What changed between two versions of a timeline."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.compare import Comparison, compare, move_between, shift_between
from timeline.dates import parse
from timeline.missionfile import load_timeline, shipped_missions
from timeline.model import Timeline

DAY = 86_400_000_000
modest = settings(max_examples=150, deadline=None)


def file_(*events: dict, **more) -> Timeline:
    return Timeline.model_validate(
        {
            "title": "T",
            "sources": {"s": {"title": "S"}, "t": {"title": "T"}},
            "missions": [{"id": "m", "name": "M", "events": list(events)}],
            **more,
        }
    )


def event(date: str | None = None, **more) -> dict:
    return {"id": "e", "label": "E", **({"date": date} if date else {}), **more}


def verbs(comparison: Comparison) -> dict[str, str]:
    return {change.address: change.verb for change in comparison.events}


def one(before: dict, after: dict):
    (change,) = compare(file_(before), file_(after)).events
    return change


@pytest.mark.parametrize("name", shipped_missions())
def test_a_timeline_is_the_same_as_itself(name):
    timeline = load_timeline(name)
    comparison = compare(timeline, timeline)
    assert comparison.same
    assert comparison == Comparison((), (), (), ())


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [
        ("2027", "2028", "slip"),
        ("2028", "2027", "pull-in"),
        ("2028", "2028-03", "firmed"),
        ("2028-03", "2028", "loosened"),
        ("NET 2027", "NET 2028-03", "slip"),
        (None, "2028", "dated"),
        ("2028", None, "undated"),
    ],
)
def test_what_became_of_a_date(before, after, verb):
    assert one(event(before), event(after)).verb == verb


def test_events_are_added_and_dropped_and_those_that_stay_as_they_were_are_not_told():
    stays, goes = event("2027", id="stays"), event("2028", id="goes", label="Goes")
    comes = event("2029", id="comes", label="Comes")
    comparison = compare(file_(stays, goes), file_(comes, stays))
    assert verbs(comparison) == {"m.comes": "added", "m.goes": "dropped"}
    assert not comparison.same


def test_the_order_in_which_events_stand_says_nothing():
    a, b = event("2027", id="a"), event("2028", id="b")
    assert compare(file_(a, b), file_(b, a)).same


def test_a_new_id_for_the_same_event_is_no_drop():
    change = one(event("2027", id="launch"), event("2028", id="lift-off"))
    assert (change.address, change.was, change.verb) == ("m.lift-off", "m.launch", "slip")


def test_ids_of_events_that_look_alike_are_not_guessed():
    before = file_(event("2027", id="a"), event("2028", id="b"))
    assert verbs(compare(before, file_(event("2027", id="c")))) == {
        "m.c": "added",
        "m.a": "dropped",
        "m.b": "dropped",
    }


def test_fields_that_say_something_else_are_named_with_both_values():
    site = {"name": "Atlas crater", "lat": 47.5, "lon": 44.4}
    change = one(
        event("2027", outcome="planned", source="s"),
        event("2027", outcome="cancelled", source="t", label="F", site=site),
    )
    assert change.verb == "changed"
    assert change.shift is None
    told = {each.field: (each.before, each.after) for each in change.changes}
    assert told["outcome"] == ("planned", "cancelled")
    assert told["label"] == ("E", "F")
    assert told["site"] == (None, site)
    assert told["claims"][0][0]["source"] == "s"
    assert set(told) == {"outcome", "label", "site", "claims"}


def test_an_outcome_that_is_left_out_is_still_told():
    change = one(event(), event(outcome="cancelled"))
    assert [(each.field, each.before, each.after) for each in change.changes] == [
        ("outcome", "unknown", "cancelled")
    ]


def test_the_end_of_a_span_moves_it():
    spans = [{"id": "e", "label": "E", "start": "2013", "end": end} for end in ("2018-03", "2019-03")]
    change = one(*spans)
    assert change.verb == "loosened"
    assert [each.field for each in change.changes] == ["end"]


def test_missions_sources_and_the_file_itself_are_compared():
    before = file_(event("2027"), description="old")
    after = file_(
        event("2027"),
        description="new",
        sources={"s": {"title": "S", "url": "https://example.org"}},
        missions=[
            {"id": "m", "name": "M", "vehicle": "APEX 1.0", "events": [event("2027")]},
            {"id": "n", "name": "N"},
        ],
    )
    found = compare(before, after)
    assert [(lane.address, lane.before is None) for lane in found.lanes] == [("m", False), ("n", True)]
    assert [(c.field, c.before, c.after) for c in found.lanes[0].changes] == [("vehicle", None, "APEX 1.0")]
    assert [(s.address, s.after is None) for s in found.sources] == [("s", False), ("t", True)]
    assert [(c.field, c.before, c.after) for c in found.changes] == [("description", "old", "new")]
    assert not found.events


@pytest.mark.parametrize(
    ("before", "after", "least", "most", "middle"),
    [
        ("2027", "2028", 0, 731, 365.5),  # 2028 has 366 days
        ("2028-03-01", "2028-03-11", 9, 11, 10),
        ("2025-06-05T19:17Z", "2025-06-05T19:24Z", 6 / 1440, 8 / 1440, 7 / 1440),
        ("2028", "2028-03", 60 - 366, 91, 75.5 - 183),
        ("NET 2027", "NET 2028", None, None, 365),
        ("NLT 2027", "NET 2029", 365 + 1, None, None),
        ("TBD", "2028", None, None, None),
    ],
)
def test_a_shift_is_all_that_the_two_dates_allow(before, after, least, most, middle):
    shift = shift_between(parse(before), parse(after))
    assert (shift.least_days, shift.most_days) == (least, most)
    assert shift.days == pytest.approx(middle)


def test_only_what_every_reading_makes_later_is_later():
    assert shift_between(parse("2027"), parse("2028")).is_later
    assert not shift_between(parse("2027"), parse("2027-11/2028-03")).is_later
    assert shift_between(parse("2028"), parse("2027")).is_earlier
    assert not shift_between(parse("NET 2027"), parse("NET 2028")).is_later


days = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))


@modest
@given(days, days, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_the_true_shift_lies_between_its_bounds(first, second, coarse, fine):
    shift = shift_between(parse(first.strftime(coarse)), parse(second.strftime(fine)))
    true = (second - first).total_seconds() * 1e6
    assert shift.least_us < true < shift.most_us


@modest
@given(st.sampled_from(["2027", "2028", "2028-03", "NET 2027", "NLT 2028", "TBD", "2028-03-05T12:00Z"]), days)
def test_back_again_is_the_opposite(before, when):
    a, b = parse(before), parse(when.strftime("%Y-%m-%d"))
    there, back = shift_between(a, b), shift_between(b, a)
    assert (there.least_us, there.most_us) == tuple(
        None if us is None else -us for us in (back.most_us, back.least_us)
    )
    opposite = {"slip": "pull-in", "pull-in": "slip", "firmed": "loosened", "loosened": "firmed"}
    move = move_between(a, b)
    assert move_between(b, a) == opposite.get(move, move)


@modest
@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_event_of_either_side_is_told_where_it_is_on_one_side_only(old, new):
    before, after = (
        file_(*(event("2027", id=name, label=name.upper()) for name in names)) for names in (old, new)
    )
    told = verbs(compare(before, after))
    assert {name[2:] for name, verb in told.items() if verb == "added"} == set(new) - set(old)
    assert {name[2:] for name, verb in told.items() if verb == "dropped"} == set(old) - set(new)
    assert len(told) == len(set(old) ^ set(new))
