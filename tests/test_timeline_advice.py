"""What is doubtful in a file that is good: told, and loaded all the same."""

import pytest

from timeline.missionfile import (
    MISSIONS,
    MissionFileError,
    parse_and_advise,
    parse_timeline,
    shipped_missions,
)

TITLE = "version: 1\ntitle: T\n"
ADDRESS = "is no address that a reader can follow (an address begins with http:// or https://"
LATER = (
    "counts as having happened, but is later than every source (write outcome: planned, or how it came out)"
)


def advised(text: str) -> list[str]:
    parse_timeline(text)
    found = [str(finding) for finding in parse_and_advise(text, "f")[1]]
    assert [str(finding) for finding in parse_and_advise(text.encode(), "f")[1]] == found
    return found


def with_url(url: str) -> str:
    return TITLE + f'sources: {{s: {{title: S, url: "{url}"}}}}\n'


def with_event(lines: str) -> str:
    return (
        TITLE
        + "sources: {s: {title: S, date: 2024-02-22}}\n"
        + f"missions: [{{id: m, name: M, events: [{{id: e, label: E, {lines}}}]}}]\n"
    )


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("www.nasa.gov/x", ": write https://www.nasa.gov/x)"),
        ("example.org", ": write https://example.org)"),
        ("javascript:alert(1)", ")"),
        ("ftp://example.org/a", ")"),
        ("//example.org", ")"),
        ("https://", ")"),
        ("a report", ")"),
    ],
)
def test_an_address_that_nobody_can_follow_is_told(url: str, hint: str) -> None:
    assert advised(with_url(url)) == [f"f:3:25: sources.s.url: {url!r} {ADDRESS}{hint}"]


@pytest.mark.parametrize(
    "url", ["https://example.org/a", "http://example.org", "HTTPS://EXAMPLE.ORG", "", " "]
)
def test_an_address_of_the_web_is_good_and_so_is_none(url: str) -> None:
    assert advised(with_url(url)) == []


@pytest.mark.parametrize(
    ("event", "column", "path", "date"),
    [
        ("date: 2027", 56, "date", "2027"),
        ("date: 2024-02-23", 56, "date", "2024-02-23"),
        ("claims: [{date: 2028}, {date: 2027, planned: true}]", 66, "claims[0].date", "2028"),
        ("start: {date: 2027}, end: {date: 2028}", 64, "start.date", "2027"),
        ("date: 2027, kind: launch", 56, "date", "2027"),
    ],
)
def test_a_date_to_come_without_an_outcome_is_told(event: str, column: int, path: str, date: str) -> None:
    (found,) = advised(with_event(event))
    assert found.endswith(f"missions[0].events[0].{path}: {date} {LATER}")
    assert found.startswith(f"f:4:{column}: ")


@pytest.mark.parametrize(
    "event",
    [
        "date: 2027, outcome: planned",
        "date: 2027, outcome: done",
        "date: 2027, planned: true",
        "date: NET 2027",
        "date: TBD",
        "date: by 2030",
        "date: 2024-02-22",
        "date: 2024",
        "claims: [{date: 2027}, {date: 2023}]",
        "start: {date: 2027, planned: true}, end: {date: 2028}",
        "start: 2020, end: 2030",
        "note: nobody dates it",
    ],
)
def test_what_may_have_happened_and_what_is_said_to_be_planned_is_not_told(event: str) -> None:
    assert advised(with_event(event)) == []


def test_without_any_word_of_when_the_file_was_written_no_date_is_doubted() -> None:
    assert advised(with_event("date: 2027").replace(", date: 2024-02-22", "")) == []


@pytest.mark.parametrize("name", shipped_missions())
def test_nothing_is_doubtful_in_the_shipped_missions(name: str) -> None:
    assert parse_and_advise((MISSIONS / f"{name}.yaml").read_bytes(), name)[1] == ()


@pytest.mark.parametrize(
    "text", ["", "- a", "a: [", "sources: [x]", "sources: {s: x}", "missions: {a: b}", "missions: [x]"]
)
def test_what_is_no_mission_file_is_told_elsewhere(text: str) -> None:
    with pytest.raises(MissionFileError):
        parse_and_advise(text)


def test_check_tells_advice_and_finds_the_file_good(tmp_path) -> None:
    from click.testing import CliRunner

    from moonline.cli import cli

    (tmp_path / "a.yaml").write_text(with_url("www.nasa.gov/x"), encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "a.yaml")])
    assert done.exit_code == 0
    assert done.stdout == ""
    advice, good = done.stderr.splitlines()
    assert "a.yaml:3:25: sources.s.url: " in advice
    assert good.endswith("a.yaml: good, 0 events")
