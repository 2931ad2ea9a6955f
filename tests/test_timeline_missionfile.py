"""Mission files in and out: the same values by every road, and a finding for everything else."""

import json
import os
import re
import stat
import threading
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML, SafeConstructor

from timeline.dates import parse
from timeline.disk import write_whole
from timeline.kinds import KINDS, OUTCOMES, UNFULFILLED
from timeline.missionfile import (
    Finding,
    MissionFileError,
    check_file,
    format_timeline,
    json_schema,
    load_timeline,
    parse_timeline,
    save_timeline,
    shipped_missions,
)
from timeline.model import Claim, Event, Mission, Organisation, Site, Source, Timeline

modest = settings(max_examples=60, deadline=None)
MISSIONS = Path(__file__).parent.parent / "timeline" / "missions"
BREAKS = re.compile(r"\r\n|[\n\r]")

SMALL = """\
version: 1
title: Small
sources:
  s: {title: Ä source, url: "https://a.example/b", date: 2024}
organisation:
  id: o
  name: O
  events:
    - {id: years, label: Years, start: 2013, end: {date: 2018, source: s}}
missions:
  - id: m
    name: Mission
    site: {name: Mare, lat: 60.5, lon: -4.6}
    events:
      - id: launch
        kind: launch
        label: Launch
        outcome: success
        claims:
          - {date: 2024-Q4, planned: true, stated: 2024-03, source: s}
          - {date: 2025-01-15T06:11:39Z}
      - {id: later, label: "Later: one day"}
"""


class Core(SafeConstructor):
    """YAML 1.2's core schema: numbers, booleans and null, but no dates."""


Core.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def plain_json(text: str) -> Any:
    """Return the plain JSON values that an editor makes of a file."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Core
    return yaml.load(text)


# any timeline

signs = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\n\t\x85"
)
words = st.text(signs, min_size=1, max_size=12).filter(str.strip)
notes = st.just("") | st.text(signs, max_size=40)
ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)
dates = st.sampled_from(
    [
        "2025",
        "2025-06",
        "2025-06-05",
        "2025-06-05T19:17Z",
        "2025-06-05T19:17:09.5Z",
        "2025~",
        "2025-06?",
        "202X",
    ]
    * 2  # dates that can end a span come more often
).map(parse)
any_date = dates | st.sampled_from(
    ["late 2024", "Q3 2026", "NET 2027", "NLT 2020", "TBD", "2025/2026", "[2025,2026]", "-0044"]
).map(parse)
published = st.sampled_from(["NET 2027", "2030~", "TBD", "203X"]).map(parse)  # after all that is told


@st.composite
def sites(draw: st.DrawFn, sources: list[str]) -> Site:
    place = draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-360, 360)))
    lat, lon = place or (None, None)
    return Site(
        name=draw(words),
        lat=lat,
        lon=lon,
        source=draw(st.none() | st.sampled_from(sources)),
        note=draw(notes),
    )


@st.composite
def claim_lists(draw: st.DrawFn, sources: list[str], dates: Any, planned: bool) -> tuple[Claim, ...]:
    named = st.none() | st.sampled_from(sources)
    claims = st.builds(
        Claim,
        date=dates,
        planned=st.just(planned),
        stated=any_date if planned else st.none(),
        source=named,
        note=notes,
    )
    return tuple(draw(st.lists(claims, min_size=1, max_size=3)))


@st.composite
def events(draw: st.DrawFn, event_id: str, sources: list[str]) -> Event:
    outcome = draw(st.sampled_from(OUTCOMES))
    planned = outcome in UNFULFILLED or (outcome == "unknown" and draw(st.booleans()))
    form = draw(st.sampled_from(["claims", "span", "none"]))
    claims: dict[str, Any] = {}
    if form == "claims":
        claims["claims"] = draw(claim_lists(sources, any_date, planned))
    elif form == "span":
        start, end = sorted(draw(st.tuples(st.integers(1, 12), st.integers(1, 12))))
        claims["start"] = draw(claim_lists(sources, st.just(parse(f"2025-{start:02}")), planned))
        claims["end"] = draw(st.just(()) | claim_lists(sources, st.just(parse(f"2025-{end:02}")), planned))
    return Event(
        id=event_id,
        kind=draw(st.sampled_from(KINDS)),
        label=draw(words),
        outcome=outcome,
        sources=tuple(draw(st.lists(st.sampled_from(sources), max_size=2, unique=True))),
        note=draw(notes),
        site=draw(st.none() | sites(sources)),
        **claims,
    )


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    sources = draw(st.lists(ids | words.map(str.strip), min_size=1, max_size=3, unique_by=str.strip))
    mission_ids = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    lanes = [
        {
            "id": lane,
            "name": draw(words),
            "note": draw(notes),
            "events": [
                draw(events(event, sources)) for event in draw(st.lists(ids, max_size=3, unique=True))
            ],
        }
        for lane in mission_ids
    ]
    missions = [
        Mission(
            **lane,
            operator=draw(notes),
            site=draw(st.none() | sites(sources)),
            backup_sites=tuple(draw(st.lists(sites(sources), max_size=2))),
            payloads=tuple(draw(st.lists(words, max_size=2))),
        )
        for lane in lanes[1:]
    ]
    return Timeline(
        title=draw(words),
        description=draw(notes),
        sources=tuple(
            Source(id=source, title=draw(words), url=draw(notes), date=draw(st.none() | published))
            for source in sources
        ),
        organisation=Organisation(**lanes[0]) if draw(st.booleans()) else None,
        missions=tuple(missions),
    )


@modest
@given(timelines())
def test_any_timeline_survives_being_written_and_read(timeline: Timeline) -> None:
    text = format_timeline(timeline)
    again = parse_timeline(text)
    assert again == timeline
    assert format_timeline(again) == text


@pytest.mark.parametrize("name", shipped_missions())
def test_the_shipped_files_survive_being_saved_and_loaded(name: str, tmp_path: Path) -> None:
    timeline = load_timeline(name)
    save_timeline(timeline, tmp_path / "saved.yaml")
    again = load_timeline(tmp_path / "saved.yaml")
    assert again == timeline
    assert [event.date for event in again.events] == [event.date for event in timeline.events]


@pytest.mark.parametrize("name", shipped_missions())
def test_yaml_and_json_of_one_file_make_equal_timelines(name: str) -> None:
    text = (MISSIONS / f"{name}.yaml").read_text("utf-8")
    plain = plain_json(text)  # numbers and booleans are some: the model takes them
    timeline = parse_timeline(text)
    assert parse_timeline(json.dumps(plain)) == timeline
    assert parse_timeline(json.dumps(plain, ensure_ascii=False, indent=1)) == timeline
    assert parse_timeline("# as YAML\n" + json.dumps(plain, indent=1)) == timeline


@pytest.mark.parametrize(
    "event",
    [
        "date: NET 2027",
        "date: TBD",
        "date: NET 2027, planned: no",
        "start: TBD, end: 2018",
        "start: TBD",
    ],
)
def test_what_a_date_without_an_end_stands_for_is_kept(event: str) -> None:
    before = parse_timeline(
        f"title: T\nmissions: [{{id: m, name: M, events: [{{id: e, label: E, {event}}}]}}]"
    )
    assert parse_timeline(format_timeline(before)) == before


def test_what_a_file_says_of_an_outcome_is_kept_even_where_claims_imply_another() -> None:
    event = Event(id="e", label="E", outcome="unknown", claims=(Claim(date=parse("2025")),))
    timeline = Timeline(title="T", missions=(Mission(id="m", name="M", events=(event,)),))
    assert parse_timeline(format_timeline(timeline)) == timeline


# any file


def within(findings: tuple[Finding, ...], text: str) -> bool:
    lines = BREAKS.split(text)
    return all(
        1 <= each.line <= len(lines) and 1 <= each.column <= len(lines[each.line - 1]) + 1
        for each in findings
    )


def read(data: str | bytes) -> tuple[Timeline | None, tuple[Finding, ...]]:
    try:
        return parse_timeline(data), ()
    except MissionFileError as error:
        return None, error.findings


def assert_read_or_explained(data: str | bytes) -> None:
    """Hold a text to the promise: a timeline whose every value can be asked for, or findings within it."""
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    timeline, findings = read(data)
    if timeline is None:
        assert findings
        assert all(finding.message for finding in findings)
        assert within(findings, text)
        return
    for event in timeline.events:
        assert event.date is None or str(event.date)
        assert event.contested in (True, False)
        assert isinstance(event.slips, tuple)
        assert all(source in timeline.source_numbers for source in event.source_ids)
    parse_timeline(format_timeline(timeline))


SEEDS = [
    SMALL,
    (MISSIONS / "slim.yaml").read_text("utf-8"),
    json.dumps(plain_json(SMALL), indent=1),
]
BITS = [
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "\t",
    "\n",
    " ",
    "#",
    "&a ",
    "*a",
    "!",
    "|",
    ">",
    "?",
    "~",
    ",",
    "\x00",
]
BITS += [
    "date",
    "2025",
    "null",
    "\\u",
    "\ud83c\udf15".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u2028",
    "é",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines = text.splitlines(keepends=True) or [""]
            at = draw(st.integers(0, len(lines) - 1))
            line = draw(
                st.sampled_from([[], [lines[at]] * 2, [" " + lines[at]], [lines[at].lstrip()], [lines[-1]]])
            )
            text = "".join([*lines[:at], *line, *lines[at + 1 :]])
        else:
            at = draw(st.integers(0, len(text)))
            bit = draw(st.sampled_from(BITS) | st.text(max_size=2))
            text = text[:at] + bit + text[at + draw(st.integers(0, 3)) :]
    return text


@settings(max_examples=200, deadline=None)
@given(mutated())
def test_a_damaged_file_is_read_or_explained(text: str) -> None:
    assert_read_or_explained(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60) | st.text("{}[]:,-?!&*#|> \n\t'\"a1\\", max_size=40))
def test_any_bytes_and_any_text_are_read_or_explained(data: str | bytes) -> None:
    assert_read_or_explained(data)


KEYS = sorted(
    {*Event.model_fields, *Claim.model_fields, *Mission.model_fields, *Timeline.model_fields, "lat"}
)
plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["2025", "m", "launch", "s", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(plain_values)
def test_values_in_wrong_places_are_explained(value: Any) -> None:
    event = value if isinstance(value, dict) else {"date": value}
    lane = {"id": "m", "name": "M", "events": [{"id": "e", "label": "E"} | event]}
    for plain in (
        value,
        {"title": "T", "missions": [lane]},
        {"title": "T", "sources": value, "missions": value},
    ):
        assert_read_or_explained(json.dumps(plain, indent=1))


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (
            SMALL.encode("utf-16"),
            "f:1:1: this is not UTF-8 text, but UTF-16 or no text at all (save the file as UTF-8)",
        ),
        (SMALL.encode("latin-1"), "f:4:14: this is not UTF-8 text (save the file as UTF-8)"),
        (
            SMALL.replace("Ä", "a").encode("utf-16-be"),
            "f:1:1: this is not UTF-8 text, but UTF-16 or no text at all (save the file as UTF-8)",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "f:1:1: this is not UTF-8 text, but UTF-16 or no text at all (save the file as UTF-8)",
        ),
        (b"title: T\nmore: \0", "f:2:7: the control character U+0000 cannot stand here (delete it)"),
        (b"", "f:1:1: the file is empty (a mission file starts with `version: 1` and a title)"),
    ],
)
def test_bytes_that_are_no_mission_file_are_told(data: bytes, finding: str) -> None:
    with pytest.raises(MissionFileError) as caught:
        parse_timeline(data, "f")
    assert str(caught.value) == finding


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_and_a_byte_order_mark_change_nothing(ending: str) -> None:
    timeline = parse_timeline(SMALL)
    assert parse_timeline(SMALL.replace("\n", ending)) == timeline
    assert parse_timeline(b"\xef\xbb\xbf" + SMALL.replace("\n", ending).encode()) == timeline


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 10**7,
        b"[{" * 5 * 10**6,
        b"- " * 5 * 10**6,
        os.urandom(10**7),
        b"a: &a [b]\n" + b"c: [*a, *a]\n" * 10**4,
    ],
    ids=["letters", "brackets", "dashes", "noise", "aliases"],
)
def test_megabytes_of_garbage_are_answered_in_a_second_and_in_short(data: bytes) -> None:
    with pytest.raises(MissionFileError) as caught:
        parse_timeline(data)
    assert all(len(str(finding)) < 250 for finding in caught.value.findings)


def test_the_words_of_an_error_are_its_findings() -> None:
    with pytest.raises(MissionFileError) as caught:
        parse_timeline("version: 3\ntitel: T\n", "f.yaml")
    assert str(caught.value) == "\n".join(map(str, caught.value.findings))
    assert caught.value.findings == (
        Finding(1, 1, "f.yaml", "", "'title' is missing", "add title:"),
        Finding(1, 1, "f.yaml", "version", "'3' is not 1", "this is the only version so far"),
        Finding(2, 1, "f.yaml", "titel", "unknown key 'titel'", "did you mean 'title'?"),
    )


# the disk


def test_a_file_is_found_by_its_path_and_a_shipped_one_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_timeline("ispace").missions
    Path("ispace").write_text(SMALL, "utf-8")
    assert load_timeline("ispace").title == load_timeline(tmp_path / "ispace").title == "Small"


def test_what_is_not_there_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no file 'ispaec', and .* \(did you mean 'ispace'\?\)"):
        load_timeline("ispaec")
    with pytest.raises(FileNotFoundError, match=r"there are: apollo11, .*ispace"):
        load_timeline("qqqq")
    for nothing in (tmp_path / "ispace", "", "./ispace", "ispace.yaml"):
        with pytest.raises(FileNotFoundError, match=r"no file"):
            load_timeline(nothing)
    with pytest.raises(IsADirectoryError, match="is a folder; name the mission file in it"):
        load_timeline(tmp_path)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_text(SMALL, "utf-8"), daemon=True)
    writer.start()
    assert load_timeline(tmp_path / "pipe").title == "Small"


def test_check_file_gives_findings_that_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("titel: T\n", "utf-8")
    assert check_file("ispace") == ()
    assert [finding.file for finding in check_file(path)] == [str(path)] * 2


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        save_timeline(parse_timeline(SMALL), path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"t.yaml": b"old"}


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"1")
        (tmp_path / "old").write_bytes(b"0")
        (tmp_path / "old").chmod(0o604)
        write_whole(tmp_path / "old", b"1")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o604


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_bytes(b"0")
    (tmp_path / "link").symlink_to(Path("there") / "file")
    write_whole(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "file").read_bytes() == b"1"
    assert [each.name for each in (tmp_path / "there").iterdir()] == ["file"]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, b"through")
    reader.join(10)
    assert read == [b"through"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["none/t.yaml", "folder", "x" * 300])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:  # noqa: PT011  the kind depends on the place
        write_whole(tmp_path / name, b"1")
    assert caught.value.filename == str(tmp_path / name)
    assert [each.name for each in tmp_path.rglob("*")] == ["folder"]


# the schema

SCHEMA = json_schema()
CHECKER = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["title"] == "A moonline mission file"


@pytest.mark.parametrize("name", shipped_missions())
def test_the_schema_takes_the_shipped_files(name: str) -> None:
    CHECKER.validate(plain_json((MISSIONS / f"{name}.yaml").read_text("utf-8")))


def test_the_schema_takes_every_form_of_an_event() -> None:
    CHECKER.validate(plain_json(SMALL))
    ends = ["2013", "{date: 2013}", "[{date: 2013}]", "{claims: [{date: 2013}]}"]
    for start in ends:
        text = SMALL.replace("start: 2013", f"start: {start}")
        CHECKER.validate(plain_json(text))
        parse_timeline(text)


@modest
@given(timelines())
def test_the_schema_takes_what_is_written(timeline: Timeline) -> None:
    CHECKER.validate(plain_json(format_timeline(timeline)))


def mappings(value: Any) -> list[dict[str, Any]]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return ([value] if isinstance(value, dict) else []) + [each for item in inner for each in mappings(item)]


def test_the_schema_and_the_reader_refuse_an_unknown_key_anywhere() -> None:
    count = len(mappings(plain_json(SMALL)))
    assert count == 12
    for index in range(count):
        plain = plain_json(SMALL)
        mapping = mappings(plain)[index]
        mapping["surprise"] = "x"
        assert not CHECKER.is_valid(plain)
        with pytest.raises(MissionFileError, match="surprise"):
            parse_timeline(json.dumps(plain))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lat: 60.5", "lat: 90.5"),
        ("lon: -4.6", "lon: -361"),
        ("lat: 60.5", "lat: 60.5N"),
        ("version: 1", "version: 2"),
        ("kind: launch", "kind: lunch"),
        ("outcome: success", "outcome: great"),
        ("id: m\n", "id: M\n"),
        ("title: Small", "title: ''"),
        ("name: Mission", "names: Mission"),
        ("date: 2024-Q4, ", ""),
        ("planned: true", "planned: maybe"),
        ("start: 2013", "start: {dates: 2013}"),
        ("{title: Ä source, ", "{"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    assert not CHECKER.is_valid(plain_json(text))
    with pytest.raises(MissionFileError):
        parse_timeline(text)


# what the page of the mission file tells


@pytest.mark.parametrize(("heading", "words"), [("### Kinds", KINDS), ("### Outcomes", OUTCOMES)])
def test_the_page_of_the_mission_file_names_every_word(heading: str, words: tuple[str, ...]) -> None:
    page = (Path(__file__).parents[1] / "docs" / "mission-file.md").read_text("utf-8")
    section = re.split(r"^##", page.partition(heading + "\n")[2], flags=re.MULTILINE)[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    assert sorted(word for row in rows for word in re.findall("`([a-z_]+)`", row[1])) == sorted(words)
    assert all(row[2].strip() for row in rows)
