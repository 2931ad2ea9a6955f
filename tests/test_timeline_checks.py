"""What `check` says of each mistake: the thing, the place and the mend."""

from itertools import product

import pytest

from timeline.checks import did_you_mean
from timeline.explain import EXAMPLES, _keys
from timeline.kinds import KIND_NAMES, KINDS, OUTCOME_NAMES, OUTCOMES
from timeline.missionfile import MissionFileError, parse_timeline
from timeline.model import Timeline

GOOD = """\
version: 1
title: T
sources:
  s: {title: S}
missions:
  - id: m
    name: M
    events:
      - id: launch
        label: Launch
        date: 2025-01-15
        source: s
"""
WHEN = "date: 2025-01-15\n        source: s"
"""The lines 11 and 12 of GOOD, to put another date in their place."""


NORTH = "is off the Moon (degrees from -90 to 90, north positive)"
EAST = "is off the Moon (degrees from -360 to 360, east positive)"
TWICE = "is used twice (ids are unique: rename one)"
TOLD = "the outcome is planned, but a claim tells what happened"


def findings(text: str) -> list[str]:
    try:
        parse_timeline(text, "f")
    except MissionFileError as error:
        return [str(finding) for finding in error.findings]
    return []


def with_event(lines: str) -> str:
    return GOOD.replace(WHEN, lines.replace("\n", "\n        "))


def with_mission(lines: str) -> str:
    return GOOD.replace(
        "    name: M\n", "    name: M\n" + "".join(f"    {line}\n" for line in lines.split("\n"))
    )


def test_a_good_file_has_no_findings() -> None:
    assert findings(GOOD) == []


# values


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("title: T", "titel: T", "f:2:1: titel: unknown key 'titel' (did you mean 'title'?)"),
        ("title: T\n", "", "f:1:1: 'title' is missing (add title:)"),
        ("title: T", "title:", "f:2:1: title: there is no value here (give one, or delete the key)"),
        ("title: T", "title: ''", "f:2:1: title: '' is not a text (it is empty)"),
        (
            "title: T",
            "title: [T]",
            "f:2:1: title: a list is not a text (put a text that starts with [ or { in quotes)",
        ),
        ("version: 1", "version: 2", "f:1:1: version: '2' is not 1 (this is the only version so far)"),
        ("version: 1", "version: v1", "f:1:1: version: 'v1' is not a whole number (write version: 1)"),
        (
            "version: 1",
            "version: " + "9" * 5000,
            f"f:1:1: version: '{'9' * 56}... is not a whole number (write version: 1)",
        ),
        ("{title: S}", "{titl: S}", "f:4:7: sources.s.titl: unknown key 'titl' (did you mean 'title'?)"),
        (
            "{title: S}",
            "https://a.example",
            "f:4:3: sources.s: 'https://a.example' is not a mapping of keys and values"
            " (such as `{title: Hakuto-R Mission 2, publisher: Wikipedia}`)",
        ),
        (
            "id: m\n",
            "id: M2\n",
            "f:6:5: missions[0].id: 'M2' is no id (lower-case letters, digits, - . and _, such as landing-2)",
        ),
        (
            "id: m\n",
            "id: mé\n",
            "f:6:5: missions[0].id: 'mé' is no id (lower-case letters, digits, - . and _, such as landing-2)",
        ),
        ("- id: m\n    name", "- name", "f:6:5: missions[0]: 'id' is missing (add id:)"),
        ("    name: M\n", "", "f:6:5: missions[0]: 'name' is missing (add name:)"),
        (
            "    events:",
            "    event:",
            "f:8:5: missions[0].event: unknown key 'event' (did you mean 'events'?)",
        ),
        ("- id: launch\n        label", "- label", "f:9:9: missions[0].events[0]: 'id' is missing (add id:)"),
        ("        label: Launch\n", "", "f:9:9: missions[0].events[0]: 'label' is missing (add label:)"),
        ("label: Launch", "lable: Launch", "f:9:9: missions[0].events[0]: 'label' is missing (add label:)"),
        (
            "label: Launch",
            "label: Launch\n        kind: lunch",
            "f:11:9: missions[0].events[0].kind: 'lunch' is no kind (did you mean 'launch'?)",
        ),
        (
            "label: Launch",
            "label: Launch\n        kind: Launch",
            "f:11:9: missions[0].events[0].kind: 'Launch' is no kind (did you mean 'launch'?)",
        ),
        (
            "label: Launch",
            "label: Launch\n        kind:",
            "f:11:9: missions[0].events[0].kind: there is no value here (give one, or delete the key)",
        ),
        (
            "label: Launch",
            "label: Launch\n        outcome: great",
            f"f:11:9: missions[0].events[0].outcome: 'great' is no outcome (one of: {', '.join(OUTCOMES)})",
        ),
    ],
)
def test_each_mistake_is_told_with_place_and_mend(old: str, new: str, finding: str) -> None:
    assert finding in findings(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("key", "word", "meant"),
    [
        ("kind", "landing", "landing_attempt"),
        ("kind", "Touchdown", "landing_attempt"),
        ("kind", "mission_end", "end_of_mission"),
        ("kind", "end", "end_of_mission"),
        ("kind", "LOI", "lunar_orbit_insertion"),
        ("kind", "orbit insertion", "lunar_orbit_insertion"),
        ("kind", "TLI", "departure"),
        ("kind", "liftoff", "launch"),
        ("kind", "lift-off", "launch"),
        ("kind", "manoevre", "manoeuvre"),
        ("outcome", "partial success", "partial"),
        ("outcome", "Failed", "failure"),
        ("outcome", "successful", "success"),
        ("outcome", "sucess", "success"),
        ("outcome", "tbd", "planned"),
        ("outcome", "upcoming", "planned"),
        ("outcome", "scheduled", "planned"),
    ],
)
def test_another_word_for_a_kind_or_an_outcome_is_answered_with_what_it_means(
    key: str, word: str, meant: str
) -> None:
    assert findings(GOOD.replace("label: Launch", f"label: Launch\n        {key}: {word}")) == [
        f"f:11:9: missions[0].events[0].{key}: {word!r} is no {key} (did you mean {meant!r}?)"
    ]


@pytest.mark.parametrize("word", ["landed", "lending", "standing", "orbital"])
def test_a_word_that_is_spelt_only_distantly_like_a_kind_is_not_taken_for_it(word: str) -> None:
    (finding,) = findings(GOOD.replace("label: Launch", f"label: Launch\n        kind: {word}"))
    assert "is no kind (one of: launch, " in finding


def test_other_words_are_no_words_of_the_list() -> None:
    assert not set(KIND_NAMES) & set(KINDS)
    assert not set(OUTCOME_NAMES) & set(OUTCOMES)
    assert set(KIND_NAMES.values()) <= set(KINDS)
    assert set(OUTCOME_NAMES.values()) <= set(OUTCOMES)


def test_a_mission_without_an_id_does_not_blame_its_events() -> None:
    assert len(findings(GOOD.replace("- id: m\n    name", "- name"))) == 1


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "hello\n",
            "f:1:1: 'hello' is not a mapping of keys and values (a mission file starts with `version: 1` and a title)",
        ),
        (
            "- a\n",
            "f:1:1: a list is not a mapping of keys and values (a mission file starts with `version: 1` and a title)",
        ),
        ("---\n", "f:2:1: the file is empty (a mission file starts with `version: 1` and a title)"),
        ("null\n", "f:1:1: the file is empty (a mission file starts with `version: 1` and a title)"),
        ("title: T\nmissions:\n", "f:2:1: missions: there is no value here (give one, or delete the key)"),
        (
            "title: T\nmissions: {m: {name: M}}\n",
            "f:2:1: missions: a mapping is not a list (put - before each item)",
        ),
        (
            "title: T\nmissions:\n  - m\n",
            "f:3:5: missions[0]: 'm' is not a mapping of keys and values"
            " (such as `{id: m2, name: Hakuto-R Mission 2}`)",
        ),
        (
            "title: T\nmissions:\n  - {id: m, name: M, events: [launch]}\n",
            "f:3:31: missions[0].events[0]: 'launch' is not a mapping of keys and values"
            " (such as `{id: launch, label: Launch, date: 2028}`)",
        ),
        (
            "title: T\norganisation: ispace\n",
            "f:2:1: organisation: 'ispace' is not a mapping of keys and values (such as `{id: ispace, name: ispace}`)",
        ),
        (
            "title: T\norganization: {}\n",
            "f:2:1: organization: unknown key 'organization' (did you mean 'organisation'?)",
        ),
    ],
)
def test_a_file_of_another_shape_is_told_what_was_expected(text: str, finding: str) -> None:
    assert findings(text) == [finding]


@pytest.mark.parametrize(
    ("site", "messages"),
    [
        ("lat: 91, lon: 361", [f"lat: latitude 91 {NORTH}", f"lon: longitude 361 {EAST}"]),
        ("lat: -90.5, lon: -361", [f"lat: latitude -90.5 {NORTH}", f"lon: longitude -361 {EAST}"]),
        ("lat: 1e400, lon: 0", [f"lat: latitude 1e400 {NORTH}"]),
        (
            "lat: 60.5N, lon: 4.6° W",
            [
                "lat: '60.5N' is not a number (latitude in degrees, such as 60.5)",
                "lon: '4.6° W' is not a number (longitude in degrees, such as -4.6)",
            ],
        ),
        (
            "lat: '60,5', lon: 75s",
            [
                "lat: '60,5' is not a number (latitude in degrees, such as 60.5)",
                "lon: '75s' is not a number (longitude in degrees, such as -75)",
            ],
        ),
        (
            "lat: NaN, lon: .inf",
            [
                "lat: 'NaN' is not a number (latitude in degrees, such as -4.6)",
                "lon: '.inf' is not a number (longitude in degrees, such as -4.6)",
            ],
        ),
        (
            "lat: 1_0, lon: [4]",
            [
                "lat: '1_0' is not a number (latitude in degrees, such as -4.6)",
                "lon: a list is not a number (longitude in degrees, such as -4.6)",
            ],
        ),
    ],
)
def test_coordinates_off_the_moon_or_in_other_notations_are_told(site: str, messages: list[str]) -> None:
    told = findings(with_mission(f"site: {{name: A, {site}}}"))
    assert [finding.partition(": missions[0].site.")[2] for finding in told] == messages


@pytest.mark.parametrize(
    ("site", "finding"),
    [
        ("{name: A, lat: 60}", "missions[0].site: the site 'A' has lat but no lon (give both, or neither)"),
        ("{name: A, lon: 60}", "missions[0].site: the site 'A' has lon but no lat (give both, or neither)"),
        (
            "Mare Frigoris",
            "missions[0].site: 'Mare Frigoris' is not a mapping of keys and values (such as `name: Atlas crater`)",
        ),
        (
            "[60, 4]",
            "missions[0].site: a list is not a mapping of keys and values (such as `name: Atlas crater`)",
        ),
        ("{lat: 60, lon: 4}", "missions[0].site: 'name' is missing (add name:)"),
    ],
)
def test_a_site_that_is_none_is_told(site: str, finding: str) -> None:
    assert [each.split(": ", 1)[1] for each in findings(with_mission(f"site: {site}"))] == [finding]


@pytest.mark.parametrize("lat", ["0", "-90", "90.", "+4.5", "6.05e1", "'60.5'"])
def test_numbers_in_every_plain_notation_are_taken(lat: str) -> None:
    assert findings(with_mission(f"site: {{name: A, lat: {lat}, lon: 360}}")) == []


@pytest.mark.parametrize("escape", [r"\e", r"\0", r"\a", r"\r", r"\x7f", r"\x9b"])
def test_control_characters_are_told_and_never_printed(escape: str) -> None:
    text = GOOD.replace("label: Launch", f'label: "La{escape}[31m"').replace(
        "title: S}", f'"ti{escape}": S}}'
    )
    told = findings(text)
    assert any(
        "missions[0].events[0].label: " in each and "holds a control character (delete it)" in each
        for each in told
    )
    assert any("sources.s.ti" in each and "unknown key" in each for each in told)
    assert all(each.isprintable() for each in told)


def test_a_long_key_is_told_in_short() -> None:
    (told,) = findings(GOOD + "k" * 5000 + ": x\n")
    assert len(told) < 250


# dates


@pytest.mark.parametrize(
    ("date", "message", "mend"),
    [
        ("2025-02-30", "February 2025 has 28 days", "2025-02-28"),
        ("2026/2025", "2025 ends before 2026 starts", "2025/2026"),
        ("5/6/2025", "day and month may be in either order", "2025-06-05"),
        ("2025-06-05T19:17", "a time needs its zone", "2025-06-05T19:17Z"),
        ("2025-06-05 19:17", "a time needs its zone", "2025-06-05T19:17Z"),
        ("next year", "cannot read 'next year' as a date", "early 2024"),
        ("''", "cannot read '' as a date", "early 2024"),
        ("[2025, 2026]", "a list is not a date", '"[2025,2026]"'),
        ("{year: 2025}", "a mapping is not a date", "such as 2028"),
        (
            "{text: x, earliest_us: 0, latest_us: 1, precision: day}",
            "a mapping is not a date",
            "such as 2028",
        ),
        ("", "there is no value here", "give one, or delete the key"),
    ],
)
@pytest.mark.parametrize(
    ("event", "place"),
    [
        ("date: {}", "f:11:9: missions[0].events[0].date: "),
        ("claims: [{{date: {}}}]", "f:11:19: missions[0].events[0].claims[0].date: "),
        ("start: {{date: {}}}\nend: 2030", "f:11:17: missions[0].events[0].start.date: "),
        (
            "start: 2000\nend: {{claims: [{{date: {}}}]}}",
            "f:12:25: missions[0].events[0].end.claims[0].date: ",
        ),
        ("date: 2025\nplanned: true\nstated: {}", "f:13:9: missions[0].events[0].stated: "),
    ],
)
def test_a_date_that_is_none_is_told_where_it_stands(
    date: str, message: str, mend: str, event: str, place: str
) -> None:
    told = findings(with_event(event.format(date)))
    if "stated" in event and not date:  # it may be left out
        assert told == []
        return
    assert len(told) == 1
    assert told[0].startswith(place)
    assert message in told[0]
    assert mend in told[0]


@pytest.mark.parametrize(
    ("event", "finding"),
    [
        (
            "date: 2025\nstated: 2024",
            "f:11:9: missions[0].events[0].date: 2025 is given as having happened, but was stated before, in 2024"
            " (planned: true says that it was a plan)",
        ),
        (
            "claims:\n  - {date: 2025-06-05, stated: 2025-06-04}",
            "f:12:14: missions[0].events[0].claims[0].date: 2025-06-05 is given as having happened, but was stated"
            " before, on 2025-06-04 (planned: true says that it was a plan)",
        ),
        (
            "date: NET 2025\nstated: 2024\noutcome: done",
            "f:11:9: missions[0].events[0].date: NET 2025 is given as having happened, but was stated before, in 2024"
            " (planned: true says that it was a plan)",
        ),
        (
            "date: 2025\nstated: 2024-05-04T12:00Z",
            "f:11:9: missions[0].events[0].date: 2025 is given as having happened, but was stated before, at"
            " 2024-05-04T12:00Z (planned: true says that it was a plan)",
        ),
        (
            "date: 2025\nsources: [old, s]",
            "f:11:9: missions[0].events[0].date: 2025 is given as having happened, but its source old is dated 2023"
            " (planned: true says that it was a plan)",
        ),
        (
            "start: 2025\nend: {date: 2026, source: old}",
            "f:12:15: missions[0].events[0].end.date: 2026 is given as having happened, but its source old is"
            " dated 2023 (planned: true says that it was a plan)",
        ),
    ],
)
def test_nobody_tells_of_what_happens_later(event: str, finding: str) -> None:
    text = with_event(event).replace("  s: {", "  old: {title: O, date: 2023}\n  s: {")
    line = int(finding.split(":")[1]) + 1
    assert findings(text) == [finding.replace(f"f:{line - 1}:", f"f:{line}:", 1)]


@pytest.mark.parametrize(
    "event",
    [
        "date: 2025\nstated: 2025-01-01",  # it may have happened before that day was over
        "date: 2025-06-05T19:17Z\nstated: 2025-06-05",
        "date: 2025\nstated: 2024\nplanned: yes",
        "date: 2025\nstated: 2024\noutcome: planned",
        "date: NET 2025\nstated: 2024",
        "claims: [{date: NET 2025, stated: 2024}, {date: TBD, stated: 2023}]",
        "start: TBD\nstated: 2024",
        "claims: [{date: NET 2025}]\noutcome: planned",
        "claims: [{date: 2025, stated: ../2026}]",
        "claims: [{date: TBD, stated: 2020}]",
        "start: 2027\nend: 2028\nstated: 2024\noutcome: planned",
    ],
)
def test_what_may_have_been_known_is_not_doubted(event: str) -> None:
    assert findings(with_event(event)) == []


# names


def test_a_source_that_is_not_defined_is_told_wherever_it_is_named() -> None:
    text = GOOD.replace("  s: {title: S}", "  wikipedia: {title: W}").replace(
        WHEN, "source: [wikpedia, other]"
    )
    text = text.replace(
        "    name: M\n",
        "    name: M\n    site: {name: A, source: x}\n    backup_sites: [{name: B, source: y}]\n",
    )
    text += "      - {id: b, label: B, claims: [{date: 2025, source: z}], sources: [wikipedia, u]}\n"
    text += "      - {id: c, label: C, start: {date: 2025, source: p}, end: {claims: [{date: 2026, source: q}]}}\n"
    told = [finding.split(": ", 1)[1] for finding in findings(text)]
    assert told == [
        "missions[0].site.source: the source 'x' is not defined (add it under sources:)",
        "missions[0].backup_sites[0].source: the source 'y' is not defined (add it under sources:)",
        "missions[0].events[0].source: the source 'other' is not defined (add it under sources:)",
        "missions[0].events[0].source: the source 'wikpedia' is not defined (did you mean 'wikipedia'?)",
        "missions[0].events[1].claims[0].source: the source 'z' is not defined (add it under sources:)",
        "missions[0].events[1].sources: the source 'u' is not defined (add it under sources:)",
        "missions[0].events[2].start.source: the source 'p' is not defined (add it under sources:)",
        "missions[0].events[2].end.claims[0].source: the source 'q' is not defined (add it under sources:)",
    ]


def test_sources_as_a_list_are_told_once_and_not_once_for_each_use() -> None:
    hint = "give each its id as a key, without -: `wikipedia: {title: ...}`"
    finding = f"f:3:1: sources: a list is not a mapping of sources ({hint})"
    assert findings(GOOD.replace("  s: {title: S}", "  - {id: s, title: S}")) == [finding]
    told = findings(GOOD.replace("  s: {title: S}", "  - {titel: S}\n  - s"))
    assert told[0] == finding
    assert "f:4:6: sources[0].titel: unknown key 'titel' (did you mean 'title'?)" in told


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "    events:",
            "    events:\n      - {id: launch, label: X}",
            f"f:10:9: missions[0].events[1].id: the event id 'launch' {TWICE}",
        ),
        (
            "  - id: m\n",
            "  - {id: 'm ', name: N}\n  - id: m\n",
            f"f:7:5: missions[1].id: the mission id 'm' {TWICE}",
        ),
        (
            "missions:",
            "organisation: {id: m, name: O}\nmissions:",
            f"f:7:5: missions[0].id: the mission id 'm' {TWICE}",
        ),
        (
            "  s: {title: S}",
            "  s: {title: S}\n  's ': {title: S}",
            "f:5:3: sources.s : the source id 's ' is used twice or empty (rename it)",
        ),
        (
            "{title: S}",
            "{title: S, id: x}",
            "f:4:17: sources.s.id: unknown key 'id' (the key above, 's', is the id)",
        ),
        (
            "label: Launch",
            "label: Launch\n        mission: m2",
            "f:11:9: missions[0].events[0].mission: unknown key 'mission'"
            " (an event belongs to the mission it stands under)",
        ),
    ],
)
def test_names_name_one_thing(old: str, new: str, finding: str) -> None:
    assert findings(GOOD.replace(old, new, 1)) == [finding]


def test_an_address_names_one_event() -> None:
    text = GOOD.replace("  - id: m\n", "  - {id: m.x, name: N, events: [{id: y, label: L}]}\n  - id: m\n")
    assert findings(text) == []
    assert findings(text.replace("id: launch", "id: x.y")) == [
        "f:10:9: missions[1].events[0].id: two events have the address m.x.y (rename one of the ids)"
    ]


# keys that go together


@pytest.mark.parametrize(
    ("event", "line", "path", "message"),
    [
        ("date: 2025\nclaims: []", 12, "claims", "an event has date or claims, not both"),
        ("date: 2025\nstart: 2025\nend: 2026", 12, "start", "an event has date or start, not both"),
        ("claims: []\nstart: 2025\nend: 2026", 12, "start", "an event has claims or start, not both"),
        ("end: 2026", 11, "end", "an end without a start"),
        ("claims: [{date: 2027, planned: true}]\nplanned: true", 12, "planned", "planned belongs to a date"),
        ("claims: [{date: 2024}]\nstated: 2025", 12, "stated", "stated belongs to a date"),
        ("planned: true", 11, "planned", "planned belongs to a date"),
        ("start: {date: 2024}\nend: {date: 2025}\nstated: 2026", 13, "stated", "stated belongs to a date"),
        ("start: 2026\nend: 2025", 12, "end", "the span ends (2025) before it starts (2026)"),
        ("start: 2013~\nend: 2012-12", 12, "end", "the span ends (2012-12) before it starts (2013~)"),
        ("start: 2013/2014\nend: 2015", 11, "start", "the start of a span is one date, not 2013/2014"),
        ("start: 2013\nend: NET 2014", 12, "end", "the end of a span is one date, not 2014/.."),
        (
            "start: {claims: [{date: 2013}, {date: 2014 or 2015}]}\nend: 2015",
            11,
            "start.claims[1]",
            "the start of a span is one date, not [2014,2015]",
        ),
        (
            "start: 2014\nend: {claims: [{date: 2018}, {date: 2013, stated: 2020}]}",
            12,
            "end",
            "the span ends (2013) before it starts (2014)",
        ),
        ("date: 2025\noutcome: planned\nplanned: false", 12, "outcome", TOLD),
        ("start: {date: 2027}\nend: {date: 2028}\noutcome: planned", 13, "outcome", TOLD),
        (
            "date: 2025\noutcome: success\nplanned: on",
            12,
            "outcome",
            "the outcome is success, but every claim is",
        ),
        (
            "claims: [{date: 2025, planned: Yes}]\noutcome: failure",
            12,
            "outcome",
            "the outcome is failure, but every claim is planned",
        ),
    ],
)
def test_keys_that_contradict_each_other_are_told(event: str, line: int, path: str, message: str) -> None:
    (told,) = findings(with_event(event))
    assert told.startswith(f"f:{line}:")
    assert f": missions[0].events[0].{path}: {message}" in told
    assert told.endswith(")")


@pytest.mark.parametrize(
    "event",
    [
        "start: 2013-06\nend: 2013",
        "start: 2013-06-05T19:17Z\nend: 2013",
        "start: TBD\nend: 2018",
        "start: 2013",
        "start: 19XX\nend: 2018?",
        "start: {claims: [{date: 2015}, {date: 2012, stated: 2020}]}\nend: 2013",
        "outcome: success",
        "claims: []",
    ],
)
def test_forms_that_go_together_are_taken(event: str) -> None:
    timeline = parse_timeline(with_event(event))
    _ = [(each.date, each.contested, each.slips) for each in timeline.events]


def test_everything_is_told_at_once_in_the_order_of_the_file() -> None:
    text = """\
version: 1
titel: T
sources:
  s: {title: S, ulr: x}
missions:
  - id: m
    name: M
    name: N
    site: {name: A, lat: 99, lon: 0}
    events:
      - {id: a, label: A, kind: lunch, date: 2025-02-30, source: t}
      - {id: a, label: "", date: *x}
"""
    assert [finding.split(": ", 1)[0] for finding in findings(text)] == [
        "f:1:1",
        "f:2:1",
        "f:4:17",
        "f:8:5",
        "f:9:21",
        "f:11:27",
        "f:11:40",
        "f:11:58",
        "f:12:10",
        "f:12:17",
        "f:12:34",
    ]


def test_what_an_alias_hides_is_not_complained_of_twice() -> None:
    assert findings("title: *a\n") == ["f:1:8: title: *a is not read (write the value out)"]


# hints


def test_the_nearest_word_is_suggested_else_all_of_them() -> None:
    assert did_you_mean("Lunch", KINDS) == "did you mean 'launch'?"
    assert did_you_mean("xyz", ("a", "b")) == "there are: a, b"
    assert did_you_mean("xyz", ("a", "b"), "look it up") == "look it up"
    assert did_you_mean("xyz", ()) == ""


def test_every_model_has_an_example_and_its_keys() -> None:
    """Each example is itself a good value of its place in a file."""
    import json

    assert _keys(("missions", 0, "events", 0, "x")) == (
        "id", "kind", "label", "outcome", "claims", "start", "end", "sources", "note", "site",
        "after", "within", "probability", "otherwise", "resource",
        "date", "planned", "stated", "source",
    )  # fmt: skip
    assert "id" not in _keys(("sources", "s", "x"))
    for model, example in EXAMPLES.items():
        if model is not Timeline:
            value = example.removeprefix("such as `").removesuffix("`")
            value = value if value.startswith("{") else f"{{{value}}}"
            pairs = [pair.split(": ", 1) for pair in value[1:-1].split(", ")]
            assert model.model_validate(json.loads(json.dumps(dict(pairs))))


@pytest.mark.parametrize(("key", "value"), [*product(["source", "sources"], ["{a: b}", "[{a: b}]", "[[s]]"])])
def test_a_source_in_another_shape_is_told_where_it_stands(key: str, value: str) -> None:
    for event, line in ((f"date: 2025\n{key}: {value}", 12), (f"{key}: {value}", 11)):
        told = findings(with_event(event))
        assert len(told) == 1
        assert told[0].startswith(f"f:{line}:")
        assert f".events[0].{key}" in told[0]
        assert "is not a text" in told[0]
