"""The command `simulate`: its JSON, its table, what if, and errors at their lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from moonline.cli import cli
from moonline.plan_commands import parse_samples
from timeline.dates import parse

PLAN = """\
version: 1
title: A plan
missions:
  - id: m
    name: M
    site: {name: Mare Frigoris, lat: 60.5, lon: -4.6}
    events:
      - {id: launch, kind: launch, label: Launch, date: 2028-Q1, planned: true}
      - id: landing
        kind: landing_attempt
        label: Landing
        after: {event: launch, delay: {min: 20d, mode: 30d, max: 60d}}
        within: {sun_elevation: 5..20, sun: morning, to: 2028-05}
"""


def simulate(*args: str, stdin: str = PLAN) -> Result:
    return CliRunner().invoke(cli, ["simulate", *args], input=stdin)


def found(*args: str, stdin: str = PLAN) -> dict[str, Any]:
    result = simulate("-", "--json", "--samples", "20k", *args, stdin=stdin)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    odds: dict[str, Any] = json.loads(result.stdout)
    return odds


def test_json_has_what_programs_were_promised() -> None:
    odds = found("--seed", "7")
    assert (odds["samples"], odds["seed"]) == (20_000, 7)
    assert list(odds["events"]) == ["m.launch", "m.landing"]
    landing = odds["events"]["m.landing"]
    assert {"p5", "p10", "p50", "p80", "p90", "p95", "mean", "never", "windows", "drivers"} <= landing.keys()
    told = [landing[key] for key in ("p5", "p10", "p50")]
    assert told == sorted(told)
    assert all(parse(each).is_instant and each.endswith("Z") and len(each) == 20 for each in told)
    assert landing["never"] == landing["no_window"] + landing["not_taken"] > 0
    assert landing["no_window_until"] > landing["last"]
    assert sum(window["used"] for window in landing["windows"]) + landing["never"] == 20_000
    assert landing["p95"] is None or landing["p95"] <= landing["last"]
    assert [driver["input"] for driver in landing["drivers"]][:1] == ["m.launch date"]
    assert sum(landing["periods"].values()) == pytest.approx(1 - landing["never"] / 20_000)
    assert landing["waiting"]["lunations"] == pytest.approx(
        landing["waiting"]["mean_days"] / 29.530588, rel=1e-4
    )


def test_the_chance_of_missing_a_date() -> None:
    landing = found("--by", "2028-03", "--by", "2028-05-31")["events"]["m.landing"]
    assert landing["missed"]["2028-05-31"] == pytest.approx(landing["never"] / 20_000)
    assert landing["missed"]["2028-03"] > landing["missed"]["2028-05-31"]
    until_march = sum(share for month, share in landing["periods"].items() if month <= "2028-03")
    assert landing["missed"]["2028-03"] == pytest.approx(1 - until_march)


def test_what_if() -> None:
    base, later = found(), found("--set", "m.launch=2028-01-03", "--set", "m.landing.delay=30d")
    assert base["events"]["m.launch"]["p50"] != later["events"]["m.launch"]["p50"]
    assert (
        later["events"]["m.launch"]["first"][:10] == later["events"]["m.launch"]["last"][:10] == "2028-01-03"
    )
    ready = "2028-02-02"
    assert later["events"]["m.landing"]["p5"][:10] >= ready


def test_what_has_not_happened_by_now_does_so_from_then_on() -> None:
    odds = found("--now", "2028-03-01")["events"]
    assert odds["m.launch"]["first"] >= "2028-03-01T00:00:00Z"
    assert odds["m.launch"]["last"] > "2028-03-31"
    assert odds["m.landing"]["first"] > "2028-03-21"


def test_periods_are_those_asked_for() -> None:
    periods = found("--per", "quarter")["events"]["m.launch"]["periods"]
    assert periods == {"2028-Q1": pytest.approx(1.0)}


def test_processes_give_the_same_numbers() -> None:
    alone, spread = found("--samples", "40k"), found("--samples", "40k", "--workers", "2")
    assert alone == spread


def test_the_table_tells_the_last_events_more_closely() -> None:
    result = simulate("m2-plan", "--samples", "20k", "--by", "2025-06-30")
    assert result.exit_code == 0
    for words in (
        "P5",
        "P95",
        "m2.landing",
        "misses 2025-06-30",
        "Landing (m2.landing)",
        "driven by",
        "mean 8 Jun 2025",
    ):
        assert words in result.stdout
    assert "Lunar orbit insertion (m2.loi)" not in result.stdout
    chosen = simulate("m2-plan", "--samples", "20k", "--event", "m2.ready").stdout
    assert "Ready to land as the Sun rises (m2.ready)" in chosen
    assert "waited for light" in chosen
    assert "lunations" in chosen


def test_what_finds_no_window_is_said() -> None:
    result = simulate("-", "--samples", "20k")
    assert "no window until 1 Jun 2028:" in result.stdout


def test_a_figure_is_written_whole_and_replaced_only_when_told(tmp_path: Path) -> None:
    out = tmp_path / "landing.svg"
    assert simulate("ispace", "--samples", "5k", "-o", str(out)).exit_code == 0
    assert out.read_text("utf-8").startswith("<?xml") or "<svg" in out.read_text("utf-8")[:200]
    again = simulate("ispace", "--samples", "6k", "-o", str(out))
    assert again.exit_code == 1
    assert "--force replaces it" in again.stderr
    wrong = simulate("ispace", "-o", str(out), "--figure", "lading")
    assert (wrong.exit_code, "landing" in wrong.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100000", 100_000),
        ("100_000", 100_000),
        ("100,000", 100_000),
        ("100k", 100_000),
        ("2.5M", 2_500_000),
        ("1G", 10**9),
    ],
)
def test_samples_are_counted_as_people_write_them(text: str, number: int) -> None:
    assert parse_samples(text) == number


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--samples", "many"), "'many' is no number of samples (such as 100000, 100k or 2.5M)"),
        (("--samples", "0.5"), "is no number of samples"),
        (("--seed", "-1"), "the seed -1 is negative"),
        (("--by", "NET 2028"), "--by takes a date with an end"),
        (("--by", "someday"), "as a date"),
        (("--now", "../2028"), "is no present to simulate from"),
        (("--now", "2090"), "more than 34 years after the plan begins"),
        (("--set", "m.launch"), "sets nothing"),
        (("--set", "m.lunch=2028"), "did you mean 'm.launch'?"),
        (("--event", "m.lunch"), "the plan has no event 'm.lunch'"),
        (("--set", "m.launch=NET 2028"), "<stdin>:8:9: missions[0].events[0]: the date 2028/.. of m.launch has no end"),
        (("--set", "m.landing.within.sun_elevation=50..60"), "<stdin>:13:9: missions[0].events[1].within: m."),
        (("--set", "m.landing.within.station=Usada"), "did you mean Usuda"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_a_sentence(args: tuple[str, ...], words: str) -> None:
    result = simulate("-", *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_without_a_plan_says_how_to_make_one() -> None:
    result = simulate("apollo11")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert (
        "no event of this file has a plan (say what an event waits for: after: {event: launch"
        in result.stderr
    )


def test_workers_and_a_cluster_exclude_each_other() -> None:
    result = simulate("-", "--workers", "2", "--cluster", "tcp://nowhere:1")
    assert (result.exit_code, "exclude each other" in result.stderr) == (2, True)


def test_a_cluster_takes_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    result = simulate("-", "--cluster", "tcp://nowhere:1")
    assert result.exit_code == 1
    assert "--cluster takes the extra cluster (pip install 'moonline[cluster]')" in result.stderr
