"""Tables of events, calendars and JSON: in, out, and round again."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moonline.cli import cli
from moonline.convert import read_as, title_of, to_json, write_as
from moonline.convert_columns import COLUMNS, column_of, kind_of, outcome_of, slug
from moonline.convert_csv import read_csv, write_csv
from moonline.convert_ics import read_ics
from moonline.convert_ics_write import write_ics
from timeline import Timeline, load_timeline, parse_timeline, shipped_missions
from timeline.kinds import KINDS, OUTCOMES
from timeline.missionfile import MissionFileError
from timeline.model import ID_PATTERN

OWN = """\
Mission,What,When,Type,Result,Source,Link,Notes,Landing site,Latitude,Longitude
My lander,Launch,late 2027,launch,planned,Press release,https://example.org/a,"First, of two",Cape,28.4,-80.6
My lander,Landing,NET 2028-01,,planned,Press release,https://example.org/a,,Mare Crisium,18.56,61.81
"""


def moonline_(*args: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def from_csv(text: str) -> Timeline:
    return read_csv(text.encode(), "events.csv", "Events")[0]


def findings(text: str) -> list[str]:
    with pytest.raises(MissionFileError) as caught:
        from_csv(text)
    return [str(finding) for finding in caught.value.findings]


# tables in


def test_a_page_is_two_commands_away_from_a_table_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(OWN)
    first = moonline_("convert", "events.csv", "-o", "my.yaml")
    assert first.exit_code == 0, first.output
    assert first.stdout == ""
    second = moonline_("report", "my.yaml", "-o", "my.html")
    assert second.exit_code == 0, second.output
    page = Path("my.html").read_text()
    assert "<title>Events</title>" in page
    assert "no earlier than January 2028" in page


def test_a_table_in_peoples_words_is_read():
    timeline = from_csv(OWN)
    (mission,) = timeline.missions
    assert (mission.id, mission.name) == ("my-lander", "My lander")
    launch, landing = mission.events
    assert (launch.id, launch.kind, launch.outcome, launch.note) == (
        *("launch", "launch", "planned"),
        "First, of two",
    )
    assert launch.date is not None
    assert launch.date.text == "2027-39"
    assert launch.status == "planned"
    assert landing.kind == "landing_attempt"  # from its label: the cell is empty
    assert mission.site is not None
    assert (mission.site.name, mission.site.lat) == ("Mare Crisium", 18.56)  # and not the Cape
    assert [(source.id, source.title, source.url) for source in timeline.sources] == [
        ("press-release", "Press release", "https://example.org/a")
    ]
    assert launch.source_ids == landing.source_ids == ("press-release",)


def test_the_least_that_a_table_may_be_is_a_column_of_events():
    timeline = from_csv("event\nLaunch\nLanding\n")
    assert [event.label for event in timeline.events] == ["Launch", "Landing"]
    assert [event.date for event in timeline.events] == [None, None]
    assert timeline.missions[0].name == "Events"


def test_rows_of_one_event_are_its_claims():
    timeline = from_csv(
        "event,date,planned,stated,source\n"
        "Launch,2026,yes,2025-01,A\nLaunch,2027,yes,2025-06,B\nLaunch,2027-03-01,,,C\n"
    )
    (launch,) = timeline.events
    assert [(claim.date.text, claim.planned, claim.source) for claim in launch.claims] == [
        ("2026", True, "a"),
        ("2027", True, "b"),
        ("2027-03-01", False, "c"),
    ]
    assert [step.move for step in launch.slips] == ["slip", "firmed"]


def test_a_start_and_an_end_are_a_span():
    (event,) = from_csv("what,start,end\nCampaign,2013,2018-03\n").events
    assert event.is_span
    assert event.date is not None
    assert event.date.text == "2013/2018-03"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_write_csv_in_many_ways(delimiter, bom, end):
    rows = [["Event", "Date", "Note"], ["Launch", "2028", f'a "b"{delimiter} c'], [], ["Landing", "2029", ""]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    timeline = from_csv(bom + stream.getvalue())
    assert [event.label for event in timeline.events] == ["Launch", "Landing"]
    assert timeline.events[0].note == f'a "b"{delimiter} c'


def test_a_date_with_slashes_is_read_where_its_year_is_first():
    assert from_csv("event,date\nLaunch,2026/6/5\n").events[0].date.text == "2026-06-05"  # type: ignore[union-attr]


def test_ids_are_made_of_any_name():
    timeline = from_csv(
        "mission,event,date\nもう一つ,打上げ,2028\nもう一つ,着陸,2029\nÉtoile 2,Launch,2030\n"
    )
    ids = [mission.id for mission in timeline.missions] + [event.id for event in timeline.events]
    assert all(re.match(ID_PATTERN, each) for each in ids)
    assert [mission.id for mission in timeline.missions] == ["mission", "etoile-2"]
    assert [event.id for event in timeline.missions[0].events] == ["event", "event-2"]


def test_a_source_without_a_name_goes_by_its_host():
    (source,) = from_csv("event,date,url\nLaunch,2028,https://news.example.org/a?b=c\n").sources
    assert (source.title, source.url) == ("news.example.org", "https://news.example.org/a?b=c")


def test_two_sources_of_one_title_stay_two():
    timeline = from_csv(
        "event,date,source,url\nA,2028,News,https://a.example\nB,2028,News,https://b.example\n"
    )
    assert [source.id for source in timeline.sources] == ["news", "news-2"]


def test_every_fault_of_a_table_is_told_with_its_row_and_column():
    assert findings(
        "mission;event;date;kind;lat;site;outcome\n"
        "m1;Launch;06/05/2025;lunch;;;sucess\n"
        "m1;Landing;2025;landing;99;Here;\n"
        ";;2025;;;;\n"
    ) == [
        "events.csv:2:3: date: '06/05/2025' is not a date: day and month may be in either order "
        "(write 2025-05-06 or 2025-06-05)",
        "events.csv:2:4: kind: 'lunch' is no kind (did you mean 'launch'?)",
        "events.csv:2:7: outcome: 'sucess' is no outcome (did you mean 'success'?)",
        "events.csv:3:5: lat: latitude 99 is off the Moon (degrees from -90 to 90, north positive)",
        "events.csv:4:2: event: there is no event in this row (name it, or delete the row)",
    ]


def test_a_column_that_is_nearly_known_is_asked_about_and_a_strange_one_left_out():
    assert findings("mission,evnt,dat\nm,Launch,2028\n") == [
        "events.csv:1:2: evnt: unknown column 'evnt' (did you mean event?)",
        "events.csv:1:3: dat: unknown column 'dat' (did you mean date?)",
    ]
    timeline, notices = read_csv(b"event,date,Budget in M$\nLaunch,2028,12\n", "e.csv", "E")
    assert len(timeline.events) == 1
    assert notices == ("left out the column Budget in M$",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "e.csv:1:1: the file is empty"),
        ("date,kind\n2028,launch\n", "no column says what happened"),
        ("event,what,date\na,b,2028\n", "two columns say event: 'event' and 'what'"),
        ("event,date\nLaunch, on time,2028\n", "e.csv:2:3: this row has more cells than there are columns"),
        ('event,date\n"Launch,2028\n', "e.csv:2:1: not CSV: unexpected end of data"),
        ("event,date,part\nLaunch,2028,middle\n", "'middle' is no part of a span"),
        ("event,date,planned\nLaunch,2028,perhaps\n", "'perhaps' is neither true nor false"),
        ("id,event,date\nA b,Launch,2028\n", "e.csv:2:1: id: 'A b' is no id"),
    ],
)
def test_what_is_no_table_of_events_is_told_so(text, said):
    with pytest.raises(MissionFileError, match=re.escape(said)):
        read_csv(text.encode(), "e.csv", "E")


def test_a_table_that_is_not_utf_8_is_told_so():
    with pytest.raises(
        MissionFileError, match=r'e\.csv:2:1: this is not UTF-8 text \(save it as "CSV UTF-8"\)'
    ):
        read_csv("event\nDépart".encode("latin-1"), "e.csv", "E")


@pytest.mark.parametrize("name", shipped_missions())
def test_what_show_writes_is_read(name):
    shown = moonline_("show", name, "--csv").stdout
    original, again = load_timeline(name), from_csv(shown)
    wanted = {event.address: event for event in original.events}
    assert {event.address for event in again.events} == set(wanted)
    for event in again.events:
        before = wanted[event.address]
        assert (event.kind, event.label, event.outcome) == (before.kind, before.label, before.outcome)
        assert (event.date and event.date.text) == (before.date and before.date.text)
        assert event.status == before.status
        assert set(event.source_ids) <= set(before.source_ids)


def test_headings_are_known_in_many_spellings():
    for heading in ("Event", "EVENT NAME", " what ", "Milestone:", "label"):
        assert column_of(heading) == "event"
    assert column_of("Date (UTC)") == "date"
    assert column_of("illuminated_fraction_min") == ""
    assert column_of("Budget") is None
    for column in COLUMNS:
        assert column_of(column) == column


def test_kinds_and_outcomes_are_known_by_their_names_and_in_peoples_words():
    assert [kind_of(kind.replace("_", " ").title()) for kind in KINDS] == list(KINDS)
    assert [outcome_of(outcome.upper()) for outcome in OUTCOMES] == list(OUTCOMES)
    assert (kind_of("LOI"), kind_of("Moon landing")) == ("lunar_orbit_insertion", "landing_attempt")
    assert (outcome_of("Failed"), outcome_of("canceled")) == ("failure", "cancelled")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_ids_are_valid_and_differ(names):
    taken: set[str] = set()
    for name in names:
        made = slug(name, taken)
        assert re.match(ID_PATTERN, made)
        assert made not in taken
        taken.add(made)


# round again


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=24,
).filter(lambda text: bool(text.strip()) and text == text.strip())
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,6}", fullmatch=True)
PAST = st.sampled_from(
    ["2019", "2020-05", "2021-06-05", "2022-10~", "2023-35", "2024-06-05T19:17Z", "[2019,2021]"]
)


@st.composite
def timelines(draw):
    """Timelines of what a table has room for, with every source named."""
    sources = draw(st.dictionaries(NAMES, WORDS, max_size=3))
    named = st.sampled_from([None, *sources])
    missions = []
    for mission in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        events = []
        for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
            claims = [{"date": draw(PAST), "source": draw(named)} for _ in range(draw(st.integers(0, 3)))]
            if claims and draw(st.booleans()):
                claims = [
                    {**claim, "planned": True, "stated": "2018", "note": draw(WORDS)} for claim in claims
                ]
            event = {"id": name, "label": draw(WORDS), "kind": draw(st.sampled_from(KINDS)), "claims": claims}
            if draw(st.booleans()):
                event |= {"note": draw(WORDS), "site": {"name": draw(WORDS), "lat": draw(LAT), "lon": 12.5}}
            events.append(event)
        missions.append(
            {
                "id": mission,
                "name": draw(WORDS),
                "vehicle": draw(st.sampled_from(["", "A"])),
                "events": events,
            }
        )
    timeline = Timeline.model_validate(
        {"title": draw(WORDS), "sources": {k: {"title": v} for k, v in sources.items()}, "missions": missions}
    )
    used = {source for event in timeline.events for source in event.source_ids}
    return timeline.model_copy(update={"sources": tuple(s for s in timeline.sources if s.id in used)})


LAT = st.floats(-90, 90).map(lambda value: round(value, 6) + 0.0)
ROUND = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plain(timeline: Timeline) -> dict[str, object]:
    whole = timeline.model_dump(mode="json")
    whole["sources"] = {key: {**value, "id": ""} for key, value in whole["sources"].items()}
    return whole


@ROUND
@given(timelines())
def test_a_table_round_again_is_the_same_timeline(timeline):
    text, lost = write_csv(timeline)
    assert lost == ()
    again, notices = read_csv(text.encode(), "e.csv", timeline.title)
    assert notices == ()
    assert plain(again) == plain(timeline)


@ROUND
@given(timelines())
def test_yaml_and_json_round_again_are_the_same_timeline(timeline):
    for form in ("yaml", "json"):
        data, lost = write_as(form, timeline)
        assert lost == ()
        assert read_as(form, data, f"e.{form}", "")[0] == timeline


@pytest.mark.parametrize("name", shipped_missions())
def test_shipped_missions_go_round_whole_in_json_and_settle_in_csv(name):
    timeline = load_timeline(name)
    assert parse_timeline(to_json(timeline)) == timeline
    first = write_csv(timeline)[0]
    again = read_csv(first.encode(), "e.csv", timeline.title)[0]
    assert write_csv(again)[0] == first
    assert [event.address for event in again.events] == [event.address for event in timeline.events]
    for event, before in zip(again.events, timeline.events, strict=True):
        assert (event.claims, event.start, event.end) == (before.claims, before.start, before.end)
        assert (event.outcome, event.contested, event.source_ids) == (
            *(before.outcome, before.contested),
            before.source_ids,
        )


def test_json_has_numbers_where_numbers_are_meant():
    site = json.loads(to_json(load_timeline("slim")))["missions"][0]["site"]
    assert isinstance(site["lat"], float)
    assert json.loads(to_json(load_timeline("slim")))["version"] == 1


def test_what_a_table_has_no_room_for_is_told():
    (told,) = write_csv(load_timeline("ispace"))[1]
    assert "the organisation" in told
    assert "a mission's payloads" in told


# calendars


CALENDAR = """\
version: 1
title: A calendar
sources: {s: {title: Press, publisher: Example Space, url: "https://example.org/a"}}
missions:
  - id: m
    name: Mission
    events:
      - {id: day, label: A day, date: 2025-06-05, source: s}
      - {id: minute, label: "A minute; with, signs", date: "2025-06-05T19:17Z", outcome: success, note: "one\\ntwo"}
      - {id: hour, label: An hour, date: "2025-06-05T19Z"}
      - {id: month, label: A month, date: 2025-10~, outcome: planned}
      - {id: quarter, label: A quarter, date: Q3 2026, outcome: planned}
      - {id: net, label: No earlier, date: NET 2027-03, outcome: planned}
      - {id: nlt, label: No later, date: NLT 2028, outcome: planned}
      - {id: off, label: Off, date: 2026-02, outcome: cancelled}
      - {id: span, label: Span, start: 2024-01-02, end: 2024-01-04}
      - {id: someday, label: Some day}
      - {id: far, label: Far, date: Y12345, outcome: planned}
"""


def calendar():
    data, notices = write_ics(parse_timeline(CALENDAR))
    entries = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(entry["uid"]).partition("@")[0]: entry for entry in entries}, data, notices


def test_a_date_takes_the_days_that_it_allows_and_its_end_is_the_day_after():
    entries, _, _ = calendar()
    times = {key: (entry.decoded("dtstart"), entry.decoded("dtend", None)) for key, entry in entries.items()}
    assert times == {
        "m.day": (date(2025, 6, 5), date(2025, 6, 6)),
        "m.minute": (datetime(2025, 6, 5, 19, 17, tzinfo=UTC), None),
        "m.hour": (datetime(2025, 6, 5, 19, tzinfo=UTC), datetime(2025, 6, 5, 20, tzinfo=UTC)),
        "m.month": (date(2025, 9, 24), date(2025, 11, 8)),
        "m.quarter": (date(2026, 7, 1), date(2026, 10, 1)),
        "m.net": (date(2027, 3, 1), date(2027, 3, 2)),
        "m.nlt": (date(2028, 12, 31), date(2029, 1, 1)),
        "m.off": (date(2026, 2, 1), date(2026, 3, 1)),
        "m.span": (date(2024, 1, 2), date(2024, 1, 5)),
    }


def test_a_calendar_says_how_vague_a_date_is_and_what_it_leaves_out():
    entries, _, notices = calendar()
    assert "Date as it is known: Q3 2026." in entries["m.quarter"]["description"]
    assert "as it is known" not in entries["m.day"]["description"]
    assert "One end is open" in entries["m.net"]["description"]
    assert "Source: Example Space, Press, https://example.org/a" in entries["m.day"]["description"]
    assert str(entries["m.day"]["url"]) == "https://example.org/a"
    assert [str(entries[key]["status"]) for key in ("m.day", "m.month", "m.off")] == [
        *("CONFIRMED", "TENTATIVE"),
        "CANCELLED",
    ]
    assert notices == ("a calendar has no room for 2 events without a date that a calendar can hold",)


def test_entries_keep_their_names_when_dates_move_and_differ_between_files():
    moved = parse_timeline(CALENDAR.replace("date: 2025-06-05,", "date: 2025-06-07,"))
    other = parse_timeline(CALENDAR.replace("title: A calendar", "title: Another"))

    def names(timeline: Timeline) -> set[str]:
        return set(re.findall(r"UID:(.*)", write_ics(timeline)[0].decode()))

    assert names(moved) == names(parse_timeline(CALENDAR))
    assert not names(other) & names(moved)


def test_the_same_timeline_is_the_same_calendar_and_its_lines_are_of_the_right_length():
    _, data, _ = calendar()
    assert write_ics(parse_timeline(CALENDAR))[0] == data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_calendar_of_ours_comes_back():
    timeline = parse_timeline(CALENDAR)
    again, _ = read_ics(write_ics(timeline)[0], "e.ics", "")
    wanted = {event.address: event for event in timeline.events}
    assert again.title == timeline.title
    for event in again.events:
        before = wanted[event.address]
        assert (event.kind, event.label, event.outcome, event.note) == (
            *(before.kind, before.label),
            before.outcome,
            before.note,
        )
        assert event.date == before.date


OTHERS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//others//EN
X-WR-CALNAME:Launches
BEGIN:VEVENT
UID:1
SUMMARY:Launch
DTSTART;VALUE=DATE:20270304
DTEND;VALUE=DATE:20270305
URL:https://example.org/l
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Landing
DTSTART;TZID=Asia/Tokyo:20270406T041700
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Campaign
DTSTART;VALUE=DATE:20270501
DTEND;VALUE=DATE:20270504
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_of_others_is_read():
    timeline, notices = read_ics(OTHERS.replace("\n", "\r\n").encode(), "l.ics", "L")
    assert timeline.title == "Launches"
    launch, landing, campaign = timeline.events
    assert [event.date and event.date.text for event in timeline.events] == [
        "2027-03-04",
        "2027-04-05T19:17Z",
        "2027-05-01/2027-05-03",
    ]
    assert (launch.kind, launch.source_ids) == ("launch", ("example-org",))
    assert landing.outcome == "cancelled"
    assert campaign.is_span
    assert notices == ("1 repeated entries: the first of each is taken",)


def test_a_time_without_its_zone_is_refused():
    text = OTHERS.replace(";TZID=Asia/Tokyo", "").replace("\n", "\r\n")
    with pytest.raises(
        MissionFileError, match=r"entry 2, Landing: its time 2027-04-06 04:17:00 has no zone \(add Z"
    ):
        read_ics(text.encode(), "l.ics", "L")


@pytest.mark.parametrize(
    "data", [b"", b"event,date\nLaunch,2028\n", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT"]
)
def test_what_is_no_calendar_is_told_so(data):
    with pytest.raises(MissionFileError, match=r"l\.ics:1:1: not a calendar"):
        read_ics(data, "l.ics", "L")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("DTSTART;VALUE=DATE:2027", "entry 1, Launch: its DTSTART cannot be read"),
        ("DTSTART;VALUE=DATE:20270304\nDURATION:a while", "entry 1, Launch: its DURATION cannot be read"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_with_its_entry(line, said):
    text = OTHERS.replace("DTSTART;VALUE=DATE:20270304\nDTEND;VALUE=DATE:20270305", line)
    with pytest.raises(MissionFileError, match=said):
        read_ics(text.replace("\n", "\r\n").encode(), "l.ics", "L")


def test_a_length_of_time_ends_an_entry():
    text = OTHERS.replace("DTEND;VALUE=DATE:20270305", "DURATION:P3D").replace("\n", "\r\n")
    date = read_ics(text.encode(), "l.ics", "L")[0].events[0].date
    assert date is not None
    assert date.text == "2027-03-04/2027-03-06"


BROKEN = [b'"', b",", b"\n", b"\x00", b"\xff", b"DTSTART:2027\r\n", b"END:VEVENT\r\n", b"TZID=No/Where:"]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([(OTHERS.replace("\n", "\r\n"), read_ics), (OWN, read_csv)]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from([b"", *BROKEN])), max_size=5),
)
@pytest.mark.filterwarnings("ignore")  # of the calendar's reader, on what is broken
def test_a_broken_file_is_told_to_be_so(sample, changes):
    text, read = sample
    data = bytearray(text.encode())
    for place, cut, put in changes:
        at = int(place * len(data))
        data[at : at + cut] = put
    try:
        told = read(bytes(data), "f", "F")[0].title
    except MissionFileError as error:
        told = str(error)
    assert told


# the command


def test_several_formats_are_written_at_once_and_nothing_is_replaced_unasked(tmp_path):
    outs = [tmp_path / f"slim.{ending}" for ending in ("yaml", "json", "csv", "ics")]
    args = [str(part) for out in outs for part in ("-o", out)]
    first = moonline_("convert", "slim", *args)
    assert first.exit_code == 0, first.output
    assert first.stdout == ""
    assert parse_timeline(outs[0].read_bytes()) == load_timeline("slim")
    again = moonline_("convert", "ispace", *args)
    assert again.exit_code == 1
    assert "is there already (--force replaces it)" in again.output
    assert parse_timeline(outs[0].read_bytes()) == load_timeline("slim")


def test_standard_input_says_what_it_is(tmp_path):
    out = tmp_path / "e.yaml"
    assert "--from yaml, json, csv or ics" in moonline_("convert", "-", "-o", out, stdin=OWN).output
    done = moonline_("convert", "-", "--from", "csv", "--title", "Mine", "-o", out, stdin=OWN)
    assert done.exit_code == 0, done.output
    assert parse_timeline(out.read_bytes()).title == "Mine"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["slim", "-o", "e.xlsx"], "'e.xlsx' has no ending that can be converted"),
        (["none.csv", "-o", "e.yaml"], "no file 'none.csv'"),
        (["slim", "-o", "none/e.yaml"], "none is no folder"),
    ],
)
def test_what_cannot_be_converted_is_refused(tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    result = moonline_("convert", *args)
    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_titles_are_made_of_file_names():
    assert [title_of(name) for name in ("a/my-lander_2.csv", "-", "ispace")] == [
        "My lander 2",
        "Events",
        "Ispace",
    ]
