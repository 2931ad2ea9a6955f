import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moonline.records import MOON_KEYS, event_records, iso, to_csv, to_json
from timeline import Timeline, load_timeline
from timeline.dates import parse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBERS = [key for key in MOON_KEYS if key != "phase_name"]


def made(*events: dict[str, Any], **more: Any) -> Timeline:
    listed = [{"id": f"e{number}", "label": f"E {number}", **event} for number, event in enumerate(events)]
    return Timeline.model_validate(
        {"title": "T", "missions": [{"id": "m", "name": "M", "events": listed}], **more}
    )


def records(timeline: Timeline) -> list[dict[str, Any]]:
    return event_records(timeline, [lane.id for lane in timeline.lanes])


def record(**event: Any) -> dict[str, Any]:
    (only,) = records(made(event))
    return only


# one event


def test_a_record_has_these_keys_in_this_order() -> None:
    told = record(date="2025-06-05T19:17Z", kind="landing_attempt", outcome="failure", note="hit")
    assert list(told) == [
        "mission", "id", "kind", "label", "outcome", "contested", "date", "sources", "slips", "moon", "note",
        "site", "sun_elevation_deg", "earth_elevation_deg", "sunrise", "sunset", "eclipse",
    ]  # fmt: skip
    assert [told[key] for key in ("mission", "id", "kind", "label", "outcome", "contested", "note")] == [
        "m", "e0", "landing_attempt", "E 0", "failure", False, "hit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "edtf", "earliest", "latest", "precision"),
    [
        ("2025-06-05T19:17Z", "2025-06-05T19:17Z", "2025-06-05T19:17:00Z", "2025-06-05T19:18:00Z", "minute"),
        (
            "2025-06-06T04:17+09:00",
            "2025-06-05T19:17Z",
            "2025-06-05T19:17:00Z",
            "2025-06-05T19:18:00Z",
            "minute",
        ),
        ("2025-06-05", "2025-06-05", "2025-06-05T00:00:00Z", "2025-06-06T00:00:00Z", "day"),
        ("2028", "2028", "2028-01-01T00:00:00Z", "2029-01-01T00:00:00Z", "year"),
        ("late 2024", "2024-39", "2024-09-01T00:00:00Z", "2025-01-01T00:00:00Z", "third"),
        ("2025-10~", "2025-10~", "2025-09-24T00:00:00Z", "2025-11-08T00:00:00Z", "month"),
        ("NET 2027-03", "2027-03/..", "2027-03-01T00:00:00Z", None, "interval"),
        ("NLT 2027-03", "../2027-03", None, "2027-04-01T00:00:00Z", "interval"),
        ("TBD", "XXXX", None, None, "unknown"),
        (
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "second",
        ),
        ("Y-12345", "Y-12345", "-12345-01-01T00:00:00Z", "-12344-01-01T00:00:00Z", "year"),
    ],
)
def test_a_date_is_its_edtf_and_the_interval_it_allows(
    date: str, edtf: str, earliest: str | None, latest: str | None, precision: str
) -> None:
    told = record(date=date)["date"]
    assert (told["edtf"], told["earliest"], told["latest"], told["precision"]) == (
        edtf,
        earliest,
        latest,
        precision,
    )
    assert told["status"] == ("planned" if date[:3] in ("NET", "TBD") else "actual")
    assert told["approximate"] == ("~" in edtf)
    assert told["no_earlier_than"] == (date[:3] == "NET")


def test_a_plan_and_a_span_say_so() -> None:
    assert record(date="2028", planned=True)["date"]["status"] == "planned"
    told = record(start="2013", end="2018")
    assert told["date"]["edtf"] == "2013/2018"
    assert told["date"]["latest"] == "2019-01-01T00:00:00Z"


def test_an_event_that_nobody_dates_has_neither_date_nor_moon() -> None:
    told = record(label="Later")
    assert told["date"] is told["moon"] is None
    assert told["sources"] == told["slips"] == []


@pytest.mark.parametrize("date", ["TBD", "1500-01-01", "Y170000002", "9999-12-31T23:59:59Z", "-0044"])
def test_where_the_sky_is_not_known_there_is_no_moon(date: str) -> None:
    assert record(date=date)["moon"] is None


SLIPS = [
    {"date": "2025-06-05T19:24Z", "planned": True, "stated": "2025-03-04", "source": "a"},
    {"date": "2025-06-05T19:17Z", "planned": True, "stated": "2025-06-04", "source": "b"},
    {"date": "2025-06-05T19:17Z", "source": "c"},
]


def test_each_step_of_a_plan_is_told_to_the_second() -> None:
    told = record(claims=SLIPS)
    assert told["sources"] == ["a", "b", "c"]
    assert told["slips"] == [
        {
            "move": "pull-in",
            "from": "2025-06-05T19:24Z",
            "to": "2025-06-05T19:17Z",
            "days": round(-7 / 1440, 5),
            "stated": "2025-06-04",
            "status": "planned",
            "source": "b",
        },
        {
            "move": "unchanged",
            "from": "2025-06-05T19:17Z",
            "to": "2025-06-05T19:17Z",
            "days": 0.0,
            "stated": None,
            "status": "actual",
            "source": "c",
        },
    ]


def test_a_step_of_nothing_has_no_sign() -> None:
    later = {"date": "2025-06-05T19:17:00.000001Z", "planned": True, "stated": "2025-01", "source": "a"}
    told = record(claims=[later, {"date": "2025-06-05T19:17:00.000000Z", "source": "a"}])
    assert "-0.0" not in to_json(told["slips"])


# the Moon


@pytest.mark.parametrize(
    ("date", "longitude"),
    [
        # Phases of the Moon 2025, UT: https://aa.usno.navy.mil/data/MoonPhases
        ("2025-06-03T03:41Z", 90.0),
        ("2025-06-11T07:44Z", 180.0),
        ("2025-06-18T19:19Z", 270.0),
    ],
)
def test_the_moon_of_an_instant_is_a_number(date: str, longitude: float) -> None:
    moon = record(date=date)["moon"]
    assert list(moon) == list(MOON_KEYS)
    assert moon["phase_longitude_deg"] == pytest.approx(longitude, abs=0.01)
    assert all(isinstance(moon[key], int | float) for key in NUMBERS)
    assert isinstance(moon["lunation"], int)


@settings(max_examples=30, deadline=None)
@given(st.datetimes(datetime(1970, 1, 2), datetime(2050, 12, 31)))
def test_the_moon_of_a_day_holds_that_of_its_instants(moment: datetime) -> None:
    day, instant = records(made({"date": f"{moment:%Y-%m-%d}"}, {"date": f"{moment:%Y-%m-%dT%H:%MZ}"}))
    wide, exact = day["moon"], instant["moon"]
    assert list(wide) == list(exact) == list(MOON_KEYS)
    for key in NUMBERS:
        low, high = wide[key]
        slack = 2e-4 if key != "distance_km" else 0.2  # what is kept of the digits
        turns = (0, 360) if key == "phase_longitude_deg" else (0,)  # a day over the new Moon runs past 360
        assert any(low - slack <= exact[key] + turn <= high + slack for turn in turns)


def test_the_moon_of_a_year_may_be_any() -> None:
    moon = record(date="2028", planned=True)["moon"]
    assert moon["phase_name"] == "any"
    assert moon["illuminated_fraction"] == [0.0, 1.0]
    assert moon["phase_longitude_deg"] == [0.0, 360.0]
    assert moon["lunation"][1] - moon["lunation"][0] in (12, 13)


# many events


def test_events_stand_in_order_of_time_and_undated_ones_last() -> None:
    timeline = made(
        {"label": "undated"},
        {"date": "2025-06-05T19:17Z"},
        {"date": "TBD"},
        {"date": "NLT 2020"},
        {"date": "2025"},
        {"date": "-0044"},
        {"date": "NET 2024"},
        {"date": "2025-06"},
    )
    assert [each["id"] for each in records(timeline)] == ["e5", "e3", "e6", "e4", "e7", "e1", "e0", "e2"]


def test_only_the_lanes_that_are_asked_for_are_told() -> None:
    timeline = load_timeline("ispace")
    assert {each["mission"] for each in event_records(timeline, ["m1", "later"])} == {"m1", "later"}
    assert len(records(timeline)) == len(timeline.events)
    assert event_records(timeline, []) == []


# texts


@settings(max_examples=200, deadline=None)
@given(st.datetimes())
def test_iso_is_read_back_by_anybody(moment: datetime) -> None:
    us = (moment.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    text = iso(us)
    assert text is not None
    assert datetime.fromisoformat(text) == moment.replace(tzinfo=UTC)
    assert len(text) in (20, 27)


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**20), 10**20))
def test_iso_tells_years_of_any_length_apart_and_in_order(us: int) -> None:
    text = iso(us)
    assert text is not None
    assert text.endswith("Z")
    head, _, clock = text.rpartition("T")
    year, month, day = head.rsplit("-", 2)
    assert (len(year) == 4) == (0 <= int(year) <= 9999)
    assert 1 <= int(month) <= 12
    assert 1 <= int(day) <= 31
    assert len(clock) in (9, 16)


def test_csv_has_a_row_for_each_event_and_a_column_for_each_value() -> None:
    timeline = made(
        {"label": 'Says "yes", or\nno; =1+1', "date": "2025-06-05T19:17Z"},
        {"label": "月", "date": "2025-06-06", "planned": True},
        {"label": "undated"},
    )
    told = records(timeline)
    text = to_csv(told)
    assert "\r" not in text
    assert "None" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["label"] for row in rows] == ['Says "yes", or\nno; =1+1', "月", "undated"]
    for row, each in zip(rows, told, strict=True):
        date, moon = each["date"] or {}, each["moon"] or {}
        assert row["contested"] == "false"
        for key in ("edtf", "earliest", "latest", "precision", "status"):
            assert row[key] == (date.get(key) or "")
        for key in NUMBERS:
            value = moon.get(key, "")
            low, high = value if isinstance(value, list) else (value, value)
            assert (row[f"{key}_min"], row[f"{key}_max"]) == (str(low), str(high))
    assert all(None not in row and None not in row.values() for row in rows)


def test_csv_of_nothing_is_its_head() -> None:
    assert to_csv([]).count("\n") == 1
    assert to_csv([]).split(",")[:4] == ["mission", "id", "kind", "label"]


def test_json_is_strict_and_keeps_every_letter() -> None:
    told = records(load_timeline("ispace"))
    text = to_json({"events": told})
    assert json.loads(text) == {"events": told}
    assert "Schrödinger" in text
    with pytest.raises(ValueError, match="Out of range float"):
        to_json(float("nan"))


@pytest.mark.parametrize(
    "date", ["2025-06-05T19:17Z", "2025-06-05", "2013/2018", "late 2024", "NET 2027", "2025-10~"]
)
def test_what_is_told_of_a_date_is_read_back_as_that_date(date: str) -> None:
    assert parse(record(date=date)["date"]["edtf"]) == parse(date)
