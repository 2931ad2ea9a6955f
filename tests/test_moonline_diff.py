"""`moonline diff`, as people and programs meet it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from moonline.cli import cli
from moonline.diff_words import length_words, shift_words
from timeline.compare import shift_between
from timeline.dates import parse

OLD = """\
version: 1
title: A plan
sources:
  s: {title: A source}
missions:
  - id: m
    name: Mission
    vehicle: First lander
    events:
      - {id: launch, kind: launch, label: Launch, outcome: planned, date: 2027, source: s}
      - {id: landing, kind: landing_attempt, label: Landing, outcome: planned, date: 2028}
      - {id: review, label: Review}
      - {id: test, label: Test, date: 2026-03-02}
"""
NEW = (
    OLD.replace("date: 2027", "date: 2028-05")
    .replace("outcome: planned, date: 2028}", "outcome: planned, date: 2028-11}")
    .replace("      - {id: review, label: Review}\n", "      - {id: rehearsal, label: Rehearsal}\n")
    .replace("First lander", "Second lander")
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yaml").write_text(NEW)
    return tmp_path


@pytest.fixture
def repository(folder, monkeypatch):
    """A repository whose plan.yaml was OLD at v1 and NEW at v2, and is NEW; inner/plan.yaml is as v1's."""
    if shutil.which("git") is None:
        pytest.skip("there is no git to ask")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    (folder / "inner").mkdir()
    (folder / "inner" / "plan.yaml").write_text(OLD.replace("A plan", "The inner plan"))

    def git(*words):
        who = ("-c", "user.name=A Tester", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    for tag, text in (("v1", OLD), ("v2", NEW)):
        (folder / "plan.yaml").write_text(text)
        git("add", "plan.yaml", "inner/plan.yaml")
        git("commit", "-q", "-m", tag)
        git("tag", tag)
    return folder


def diff(*words, stdin=""):
    result = CliRunner().invoke(cli, ["diff", *map(str, words)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_same_exits_0_and_says_so(folder):
    result = diff("old.yaml", "old.yaml")
    assert result.exit_code == 0
    assert result.stdout == "old.yaml and old.yaml say the same\n"


def test_form_and_order_of_a_file_are_no_difference(folder):
    flow = YAML(typ="safe").load(
        OLD.replace("2027", "'2027'").replace("2028", "'2028'").replace("2026-03-02", "'2026-03-02'")
    )
    flow["missions"][0]["events"].reverse()
    (folder / "other.json").write_text(json.dumps(flow))
    assert diff("old.yaml", "other.json").exit_code == 0


def test_differences_exit_1_and_are_a_table(folder):
    result = diff("old.yaml", "new.yaml")
    assert result.exit_code == 1
    assert not result.stderr
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line.strip()}
    assert "slip: 4 to 17 months later" in rows["m.launch"]
    assert "May 2028" in rows["m.launch"]
    assert "firmed: a year to a month" in rows["m.landing"]
    assert "added" in rows["m.rehearsal"]
    assert "dropped" in rows["m.review"]
    assert "m.test" not in rows
    assert "mission m: vehicle: First lander → Second lander" in result.stdout


def test_json_holds_all_of_it(folder):
    result = diff("old.yaml", "new.yaml", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["from"], told["to"], told["same"]) == ("old.yaml", "new.yaml", False)
    events = {each["event"]: each for each in told["events"]}
    assert {name: each["change"] for name, each in events.items()} == {
        "m.launch": "slip",
        "m.landing": "firmed",
        "m.rehearsal": "added",
        "m.review": "dropped",
    }
    launch = events["m.launch"]
    assert launch["shift_days"] == [
        121,
        517,
    ]  # to 1 May from the end of 2027, to 1 June from the start of 2027
    assert (launch["from"]["edtf"], launch["to"]["earliest"]) == ("2027", "2028-05-01T00:00:00Z")
    assert events["m.review"]["to"] is None
    assert told["lanes"] == [
        {
            "id": "m",
            "change": "changed",
            "changes": [{"field": "vehicle", "from": "First lander", "to": "Second lander"}],
        }
    ]


def test_two_revisions_of_a_file(repository):
    for words in (
        ("v1:plan.yaml", "v2:plan.yaml"),
        ("v1:plan.yaml", "plan.yaml"),
        ("--rev", "v1", "plan.yaml"),
        ("--rev", "HEAD~1..HEAD", "plan.yaml"),
        ("--rev", "v1..", "plan.yaml"),
    ):
        result = diff(*words, "--json")
        assert result.exit_code == 1, words
        told = json.loads(result.stdout)
        assert [each["event"] for each in told["events"]] == [
            "m.launch",
            "m.landing",
            "m.rehearsal",
            "m.review",
        ]
    assert diff("--rev", "v2", "plan.yaml").exit_code == 0
    assert diff("--rev", "v1", "old.yaml").exit_code == 2  # it is in no revision


def test_a_path_is_from_where_one_is_and_else_from_the_top(repository, monkeypatch):
    monkeypatch.chdir(repository / "inner")
    assert diff("v1:plan.yaml", "plan.yaml").exit_code == 0
    assert diff("v1:../plan.yaml", "../old.yaml").exit_code == 0
    assert diff("v1:inner/plan.yaml", "plan.yaml").exit_code == 0
    monkeypatch.chdir(repository)
    assert diff("--rev", "v1", repository / "inner" / "plan.yaml").exit_code == 0


def test_a_file_whose_name_has_a_colon_is_a_file(repository):
    (repository / "v1:plan.yaml").write_text(NEW)
    assert diff("v1:plan.yaml", "new.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("v9:plan.yaml", "plan.yaml"), "git knows no revision 'v9'"),
        (("--rev", "v9", "plan.yaml"), "git knows no revision 'v9'"),
        (("--rev=--upload-pack=x", "plan.yaml"), "git knows no revision '--upload-pack=x'"),
        (("v1:plan.yml", "plan.yaml"), "no file 'plan.yml' at the revision v1"),
        (("old.yaml", "none.yaml"), "no file 'none.yaml'"),
        (("old.yaml", "-"), "<stdin>:1:1: 'title' is missing"),
    ],
)
def test_what_cannot_be_compared_exits_2_with_a_sentence(repository, words, told):
    result = diff(*words, stdin="version: 1\n")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout


def test_a_broken_file_of_a_revision_is_named_with_it(repository):
    (repository / "plan.yaml").write_text("version: 1\n")
    subprocess.run(
        [
            "git",
            "-c",
            "user.name=A",
            "-c",
            "user.email=t@example.org",
            "commit",
            "-q",
            "-a",
            "-m",
            "Break it",
        ],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    result = diff("--rev", "HEAD..v1", "plan.yaml")
    assert result.exit_code == 2
    assert "HEAD:plan.yaml:1:1: 'title' is missing" in result.stderr


def test_where_there_is_no_repository_or_no_git(folder, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    if shutil.which("git"):
        assert "this folder is in no git repository" in diff("--rev", "v1", "old.yaml").stderr
    monkeypatch.setenv("PATH", str(folder))
    result = diff("--rev", "v1", "old.yaml")
    assert result.exit_code == 2
    assert "git is not installed here" in result.stderr


@pytest.mark.parametrize("words", [("old.yaml",), ("-", "-"), ("old.yaml", "new.yaml", "--rev", "v1")])
def test_what_is_to_be_compared_must_be_said(folder, words):
    assert diff(*words).exit_code == 2


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2027", "2028", "up to 2 years later"),
        ("2027", "2029-03", "1.2 to 2.2 years later"),
        ("2025-06-05T19:17Z", "2025-06-05T19:24Z", "6 to 8 min later"),
        ("2025-06-05T19:17:00Z", "2025-06-05T19:17:01Z", "up to 2 s later"),
        ("2028-03-11", "2028-03-01", "9 to 11 d earlier"),
        ("2027", "2027-11/2028-03", "between 2 months earlier and 15 months later"),
        ("NET 2027", "NET 2028-03", "its bound 14 months later"),
        ("NLT 2027", "NET 2030", "at least 2 years later"),
        ("2020", "2028", "7 to 9 years later"),
        ("TBD", "2028", ""),
    ],
)
def test_a_shift_in_words(before, after, words):
    assert shift_words(shift_between(parse(before), parse(after))) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1 / 960, "90 s"),
        (0.25, "6 h"),
        (1.5, "36 h"),
        (14, "14 d"),
        (29.4, "29 d"),
        (200, "6.6 months"),
        (3653, "10 years"),
    ],
)
def test_a_length_in_words(days, words):
    assert length_words(days * 86_400_000_000) == words


# what it did to the odds

PLAN = """\
version: 1
title: A plan
missions:
  - id: m
    name: Mission
    events:
      - {id: launch, kind: launch, label: Launch, outcome: planned, date: 2028-06}
      - id: landing
        kind: landing_attempt
        label: Landing
        outcome: planned
        after: {event: launch, delay: 30d}
        within: {periods: [2028-07-10, 2028-08-08, 2028-09-06]}
"""


@pytest.fixture
def plans(folder):
    (folder / "now.yaml").write_text(PLAN)
    (folder / "later.yaml").write_text(PLAN.replace("delay: 30d", "delay: 44d"))
    return folder


def test_a_slip_of_two_weeks_costs_a_window(plans):
    result = diff("now.yaml", "later.yaml", "--odds", "--json", "--samples", "20k")
    odds = json.loads(result.stdout)["odds"]
    assert result.exit_code == 1
    assert (odds["samples"], odds["seed"]) == (20_000, 0)
    launch, landing = odds["events"]["m.launch"], odds["events"]["m.landing"]
    assert launch["from"] == launch["to"]  # the same luck in both
    assert landing["from"]["p10"] == "2028-07-10T00:00:00Z"
    assert landing["from"]["p50"] == landing["to"]["p10"] == "2028-08-08T00:00:00Z"
    assert (landing["p10_days"], landing["p50_days"], landing["chance"]) == (29, 0, 0)
    # of the 30 days of launches 10 met 10 July and none does now; 5 that met 8 August now wait for 6 September
    assert landing["mean_days"] == pytest.approx(29 * 15 / 30, abs=0.4)


def test_odds_are_a_table_beside_what_changed(plans):
    text = diff("now.yaml", "later.yaml", "--odds", "--samples", "5k", "--seed", "3").stdout
    assert "after delay: 30d → 44d" in text
    assert "the odds, in 5,000 samples of both plans, seed 3" in text
    assert "P10 29 d later" in text
    assert "all as it was" in text  # the launch


def test_events_that_only_one_plan_has_are_told(plans):
    (plans / "fewer.yaml").write_text(
        PLAN.replace("id: landing\n", "id: other\n").replace("Landing", "Other")
    )
    text = diff("now.yaml", "fewer.yaml", "--odds", "--samples", "1k").stdout
    assert "only in the new plan" in text
    assert "no longer in the plan" in text


def test_what_cannot_be_simulated_exits_2_and_names_the_file(plans):
    result = diff("now.yaml", "old.yaml", "--odds")
    assert result.exit_code == 2
    assert "old.yaml has no plan to simulate" in result.stderr
    (plans / "over.yaml").write_text(PLAN.replace("2028-07-10, 2028-08-08, 2028-09-06", "2020"))
    result = diff("now.yaml", "over.yaml", "--odds")
    assert result.exit_code == 2
    assert "over.yaml:13:17: " in result.stderr or "over.yaml:13:9: " in result.stderr
    assert diff("now.yaml", "later.yaml", "--odds", "--samples", "many").exit_code == 2


def test_an_outcome_that_became_less_likely_is_told(plans):
    (plans / "risky.yaml").write_text(PLAN.replace("delay: 30d}", "delay: 30d}\n        probability: 0.4"))
    text = diff("now.yaml", "risky.yaml", "--odds", "--samples", "20k").stdout
    assert "of the samples, not 100 %" in text


def test_the_table_in_the_documentation_is_what_is_printed(tmp_path, monkeypatch):
    page = (Path(__file__).parent.parent / "docs" / "diff.md").read_text("utf-8")
    fences = re.findall(r"^```(\w+)\n(.*?)^```$", page, re.S | re.M)
    files = [text for language, text in fences if language == "yaml"]
    for name, text in zip(("plan.yaml", "autumn.yaml"), files, strict=True):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    told = next(text for language, text in fences if language == "text")
    printed = diff("--odds", "plan.yaml", "autumn.yaml").stdout
    ours, theirs = (re.sub(r" +$", "", text, flags=re.M).strip() for text in (printed, told))
    assert re.sub(r"\d+", "#", ours) == re.sub(r"\d+", "#", theirs)
    pairs = zip(re.findall(r"\d+", ours), re.findall(r"\d+", theirs), strict=True)
    assert all(abs(int(one) - int(other)) <= 1 for one, other in pairs)  # another draw may cross midnight
