"""The command line, as people and programs meet it."""

import csv
import io
import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import moonline.__main__
from moonline.cli import cli
from timeline.missionfile import MISSIONS, json_schema, shipped_missions
from timeline.version import VERSION

SMALL = """\
version: 1
title: Small
sources:
  s: {title: A source}
missions:
  - id: m
    name: Mission
    events:
      - {id: launch, kind: launch, label: Launch, outcome: success, date: 2025-01-15T06:11Z, source: s}
      - {id: later, label: Later, outcome: planned, date: 2028, source: s}
      - {id: someday, label: Some day}
"""
BAD = "version: 1\ntitel: Small\nmissions: [{id: M, name: N}]\n"
BAD_FINDINGS = [
    "1:1: 'title' is missing (add title:)",
    "2:1: titel: unknown key 'titel' (did you mean 'title'?)",
    "3:13: missions[0].id: 'M' is no id (lower-case letters, digits, - . and _, such as landing-2)",
]


def moonline_(*args: str | Path, stdin: str | bytes = b"") -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def process(
    *args: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "moonline", *map(str, args)]
    root = str(Path(moonline.__main__.__file__).parent.parent)
    more = {**os.environ, "PYTHONPATH": root, **(env or {})}
    return subprocess.run(
        command, input=stdin, capture_output=True, env=more, cwd=cwd, timeout=60, check=False
    )


def assert_refused(result: Result, *words: str) -> None:
    """Hold a command to its promise: exit 1, a sentence on stderr that says what and where, nothing on stdout."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, "utf-8")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# check


def test_a_good_file_is_told_on_stderr_and_exits_0(small: Path) -> None:
    result = moonline_("check", small, "ispace")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{small}: good, 3 events\nispace: good, 39 events\n"


def test_every_shipped_file_is_good() -> None:
    assert moonline_("check", *shipped_missions()).exit_code == 0


def test_findings_are_data_on_stdout_and_exit_1(bad: Path) -> None:
    result = moonline_("check", bad)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [f"{bad}:{finding}" for finding in BAD_FINDINGS]
    assert result.stderr == ""


def test_all_files_are_checked_whatever_is_wrong_with_one(small: Path, bad: Path, tmp_path: Path) -> None:
    result = moonline_("check", bad, tmp_path / "none.yaml", tmp_path, small)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == len(BAD_FINDINGS)
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["moonline", "moonline", str(small)]


def test_standard_input_is_a_file_named_so() -> None:
    assert moonline_("check", "-", stdin=SMALL).stderr == "-: good, 3 events\n"
    result = moonline_("check", "-", stdin=BAD)
    assert result.stdout.splitlines() == [f"<stdin>:{finding}" for finding in BAD_FINDINGS]


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="no /dev/fd here")
def test_what_another_program_writes_can_be_read_by_its_name() -> None:
    result = process("check", "/dev/stdin", stdin=SMALL.encode())
    assert (result.returncode, result.stderr) == (0, b"/dev/stdin: good, 3 events\n")


# show


def test_show_as_json_is_what_other_programs_were_promised() -> None:
    result = moonline_("show", "ispace", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    assert list(told) == ["title", "events"]
    assert told["title"] == "ispace, from White Label Space to Mission 4"
    assert len(told["events"]) == 39
    wanted = {"mission", "id", "kind", "label", "outcome", "contested", "date", "sources", "slips", "moon"}
    moon = {
        "phase_name",
        "phase_longitude_deg",
        "illuminated_fraction",
        "age_days",
        "lunation",
        "distance_km",
    }
    for event in told["events"]:
        assert wanted <= set(event)
        assert isinstance(event["contested"], bool)
        assert all(isinstance(source, str) for source in event["sources"])
        assert isinstance(event["slips"], list)
        if event["date"] is None:
            assert event["moon"] is None
            continue
        assert {"edtf", "earliest", "latest", "precision", "status"} <= set(event["date"])
        for end in ("earliest", "latest"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event["date"][end])
        assert event["date"]["status"] in ("actual", "planned")
        assert set(event["moon"]) == moon
        exact = event["date"]["precision"] in ("minute", "second")
        for key in moon - {"phase_name"}:
            value = event["moon"][key]
            if exact:
                assert isinstance(value, int | float)
            else:
                low, high = value
                assert low <= high


def test_show_as_json_tells_the_landing_that_failed_and_the_launch_that_slipped() -> None:
    told = {
        f"{each['mission']}.{each['id']}": each
        for each in json.loads(moonline_("show", "ispace", "--json").stdout)["events"]
    }
    landing, launch, magpie = told["m2.landing"], told["m3.launch"], told["later.magpie"]
    assert (landing["kind"], landing["outcome"]) == ("landing_attempt", "failure")
    assert (landing["date"]["edtf"], landing["date"]["precision"]) == ("2025-06-05T19:17Z", "minute")
    assert [step["move"] for step in launch["slips"]] == ["slip", "slip"]
    assert (launch["date"]["edtf"], launch["date"]["status"]) == ("2027", "planned")
    assert magpie["date"] is None
    assert told["m1.loi"]["contested"]


def test_show_as_csv_is_a_table_that_any_program_reads(small: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(moonline_("show", small, "--csv").stdout)))
    assert [row["id"] for row in rows] == ["launch", "later", "someday"]
    assert rows[0]["edtf"] == "2025-01-15T06:11Z"


def test_show_as_a_table_names_events_dates_and_sources(small: Path) -> None:
    result = moonline_("show", small)
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "Small",
        "m.launch",
        "15 Jan 2025 06:11 UTC",
        "success",
        "2028",
        "no date given",
        "1  A source",
    ):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


def test_show_in_another_zone_moves_times_of_day_only(small: Path) -> None:
    told = moonline_("show", small, "--tz", "Asia/Tokyo").stdout
    assert "15 Jan 2025 15:11 JST" in told
    assert "2028" in told


def test_show_keeps_to_the_missions_that_are_asked_for() -> None:
    told = json.loads(moonline_("show", "ispace", "--json", "--mission", "m3", "--mission", "m4").stdout)
    assert {event["mission"] for event in told["events"]} == {"m3", "m4"}


def test_a_table_is_printed_where_the_output_has_no_unicode(tmp_path: Path) -> None:
    path = tmp_path / "moon.yaml"
    path.write_text(
        "title: 月\nmissions: [{id: m, name: M, events: [{id: a, label: 着陸, date: 2028}]}]\n", "utf-8"
    )
    result = process("show", path, env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    assert b"m.a" in result.stdout
    assert result.stderr == b""


# draw


def test_a_figure_is_drawn_into_every_file_that_is_named(small: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / f"out.{ending}" for ending in ("svg", "png", "pdf")]
    result = moonline_("draw", small, *[part for output in outputs for part in ("-o", output)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    svg, png, pdf = (output.read_bytes() for output in outputs)
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > height > 100
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert names(tmp_path) == {"small.yaml", "out.svg", "out.png", "out.pdf"}


def test_a_figure_can_be_drawn_from_standard_input(tmp_path: Path) -> None:
    result = moonline_("draw", "-", "-o", tmp_path / "out.svg", stdin=SMALL)
    assert result.exit_code == 0
    assert "Small" in (tmp_path / "out.svg").read_text("utf-8")


def test_the_same_file_gives_the_same_bytes_in_any_process_and_folder(small: Path, tmp_path: Path) -> None:
    for number in (0, 1):
        folder = tmp_path / f"run{number}"
        folder.mkdir()
        outputs = [part for ending in ("svg", "png", "pdf") for part in ("-o", f"out.{ending}")]
        seed = {"PYTHONHASHSEED": str(number), "TZ": ("UTC", "Asia/Tokyo")[number]}
        assert process("draw", small, *outputs, env=seed, cwd=folder).returncode == 0
    for ending in ("svg", "png", "pdf"):
        first, second = ((tmp_path / f"run{number}" / f"out.{ending}").read_bytes() for number in (0, 1))
        assert first == second


def test_a_file_that_is_there_is_replaced_only_with_force(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    out.write_text("old", "utf-8")
    assert_refused(moonline_("draw", small, "-o", out), f"{out} is there already", "--force")
    assert out.read_text("utf-8") == "old"
    assert moonline_("draw", small, "-o", out, "--force").exit_code == 0
    drawn = out.read_bytes()
    assert drawn.startswith(b"<")
    assert moonline_("draw", small, "-o", out).exit_code == 0  # nothing would change
    assert out.read_bytes() == drawn


def test_alt_text_is_data_and_quality_is_not(small: Path, tmp_path: Path) -> None:
    result = moonline_("draw", small, "-o", tmp_path / "out.svg", "--alt", "--verbose")
    assert "Launch" in result.stdout
    assert "0 overlaps" in result.stderr
    assert "overlaps" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "none/out.svg"], ["none", "is no folder", "make it first"]),
        (["-o", "folder.svg"], ["folder.svg", "folder"]),
        (["-o", "folder.svg", "--force"], ["folder.svg", "folder"]),
        (["-o", "out.txt"], ["'out.txt' has no ending that can be drawn", ".svg, .png or .pdf"]),
        (["-o", "out"], ["'out' has no ending that can be drawn"]),
        (["-o", "out.svg", "--mission", "n"], ["no mission 'n' in this file", "there are: m"]),
        (
            ["-o", "out.svg", "--tz", "Asia/Tokio"],
            ["unknown time zone 'Asia/Tokio'", "did you mean Asia/Tokyo?"],
        ),
        (["-o", "out.svg", "--tz", "../etc/passwd"], ["unknown time zone"]),
        (["-o", "out.svg", "--now", "soon"], ["cannot read 'soon' as a date"]),
        (["-o", "out.svg", "--now", "TBD"], ["--now takes a date, not 'TBD'"]),
        (["-o", "out.svg", "--size", "0x0"], ["'0x0'"]),
        (["-o", "out.svg", "--size", "nanx5"], ["'nanx5'"]),
        (["-o", "out.svg", "--size", "1e9x1e9"], ["'1e9x1e9'"]),
        (["-o", "out.svg", "--size", "99999x99999"], ["'99999x99999'"]),
        (["-o", "out.svg", "--figure", "portrait"], ["unknown figure 'portrait'", "timeline"]),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    assert_refused(moonline_("draw", small, *arguments), *words)
    assert names(tmp_path) == {"small.yaml", "folder.svg"}


def test_a_file_without_an_event_cannot_be_drawn(tmp_path: Path) -> None:
    assert_refused(
        moonline_("draw", "-", "-o", tmp_path / "out.svg", stdin="title: T\n"), "there is no event"
    )
    assert names(tmp_path) == set()


def test_a_disk_that_fails_loses_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.svg"
    out.write_text("old", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert_refused(moonline_("draw", small, "-o", out, "--force"), str(out), "no space left on device")
    assert out.read_text("utf-8") == "old"
    assert names(tmp_path) == {"small.yaml", "out.svg"}


# schema, help, version


def test_the_schema_is_printed_as_json() -> None:
    result = moonline_("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema()


@pytest.mark.parametrize("command", [[], ["check"], ["show"], ["draw"], ["schema"], ["moon"], ["windows"]])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself(command: list[str], option: str) -> None:
    result = moonline_(*command, option)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: {' '.join(['cli', *command])}")


def test_every_command_is_in_the_help() -> None:
    told = moonline_("--help").stdout
    assert all(re.search(rf"^  {name} +[A-Z]", told, re.MULTILINE) for name in cli.commands)


def test_the_version_is_told() -> None:
    assert moonline_("--version").stdout == f"moonline, version {VERSION}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["chekc"],
        ["check"],
        ["check", "--json", "x"],
        ["show"],
        ["show", "a", "b"],
        ["draw", "ispace"],
        ["draw", "ispace", "-o", "x.svg", "--style", "gaudy"],
        ["draw", "ispace", "-o", "x.png", "--dpi", "5"],
        ["schema", "x"],
        ["--bogus"],
    ],
)
def test_a_call_that_is_none_exits_2_and_says_how_it_goes(arguments: list[str]) -> None:
    result = moonline_(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr
    assert "Error: " in result.stderr


# bad input of every kind

NASTY = {
    "empty": b"",
    "binary": bytes(range(256)) * 4,
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "utf-16": SMALL.encode("utf-16"),
    "latin-1": SMALL.replace("Small", "Größe").encode("latin-1"),
    "tabs": SMALL.replace("    name", "\tname").encode(),
    "text": b"hello there\n",
    "list": b"- a\n- b\n",
    "html": b"<!doctype html><p>x</p>",
    "csv": b"mission,id\nm,launch\n",
    "brackets": b"[{" * 100_000,
    "deep JSON": b'{"a":' * 100_000,
    "bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "surrogate": b'{"title": "\\ud800"}',
    "escape": b'title: "\\UFFFFFFFF"',
    "control": b'title: "\\e[2J"',
    "sources as a list": SMALL.replace("  s: {", "  - {id: s, ").encode(),
    "missions as a mapping": b"title: T\nmissions: {m: {name: M}}\n",
    "a date as a mapping": SMALL.replace("2028", "{year: 2028}").encode(),
    "no zone": SMALL.replace("06:11Z", "06:11").encode(),
    "30 February": SMALL.replace("2028", "2025-02-30").encode(),
    "a long number": SMALL.replace("2028", "9" * 5000).encode(),
    "not a number": SMALL.replace("    events", "    site: {name: A, lat: NaN, lon: 0}\n    events").encode(),
    "two documents": (SMALL + "---\n" + SMALL).encode(),
    "a key twice": (SMALL + "title: U\n").encode(),
}


@pytest.mark.parametrize("name", NASTY)
def test_bad_input_is_told_by_every_command_that_reads_files(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "x.yaml"
    path.write_bytes(NASTY[name])
    checked = moonline_("check", path)
    assert checked.exit_code == 1
    assert isinstance(checked.exception, SystemExit)
    lines = checked.stdout.splitlines()
    assert lines
    assert all(re.match(rf"{re.escape(str(path))}:\d+:\d+: \S", line) and len(line) < 400 for line in lines)
    assert_refused(moonline_("show", path, "--json"), *lines)
    assert_refused(moonline_("draw", path, "-o", tmp_path / "out.svg"), *lines)
    assert names(tmp_path) == {"in"}


@pytest.mark.parametrize("command", [["check"], ["show"], ["show", "--csv"], ["draw", "-o", "out.svg"]])
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("none.yaml", ["no file 'none.yaml'"]),
        ("ispaec", ["no file 'ispaec'", "did you mean 'ispace'?"]),
        ("", ["no file ''"]),
        (".", [". is a folder", "name the mission file in it"]),
        ("a\0b", ["a"]),
        ("x" * 5000, ["name too long"]),
    ],
)
def test_a_file_that_is_none_is_told(
    command: list[str], file: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(moonline_(*command, file), "moonline: ", *words)
    assert names(tmp_path) == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.text(max_size=60).map(lambda text: (SMALL + text).encode()))
def test_no_bytes_at_all_lead_to_a_traceback(data: bytes) -> None:
    for command in (["check", "-"], ["show", "-", "--json"]):
        result = moonline_(*command, stdin=data)
        assert result.exit_code in (0, 1)
        assert result.exception is None or isinstance(result.exception, SystemExit)


# the process


def test_the_light_commands_import_nothing_heavy(small: Path) -> None:
    code = (
        "import sys\nfrom moonline.__main__ import main\n"
        "sys.argv = ['moonline', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'matplotlib', 'skyfield', 'numpy', 'fontTools', 'jplephem', 'rich', 'PIL'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    root = str(Path(moonline.__main__.__file__).parent.parent)
    for arguments in (["check", str(small)], ["--help"], ["schema"], ["draw", "--help"], ["--version"]):
        command = [sys.executable, "-c", code, *arguments]
        env = {**os.environ, "PYTHONPATH": root}
        done = subprocess.run(command, capture_output=True, env=env, timeout=60, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_as_a_process_it_exits_0_1_and_2(small: Path, bad: Path) -> None:
    good = process("check", small)
    assert (good.returncode, good.stdout, good.stderr) == (0, b"", f"{small}: good, 3 events\n".encode())
    found = process("check", bad)
    assert (found.returncode, found.stderr) == (1, b"")
    assert found.stdout.decode().splitlines() == [f"{bad}:{finding}" for finding in BAD_FINDINGS]
    usage = process("check")
    assert (usage.returncode, usage.stdout) == (2, b"")
    assert usage.stderr.startswith(b"Usage: moonline check")


def test_a_reader_that_goes_away_is_no_error_to_tell(small: Path) -> None:
    root = str(Path(moonline.__main__.__file__).parent.parent)
    shown = subprocess.Popen(
        [sys.executable, "-m", "moonline", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert shown.stdout is not None
    assert shown.stderr is not None
    shown.stdout.close()
    told = shown.stderr.read()
    shown.stderr.close()
    assert shown.wait(60) in (0, 1)
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_output_that_is_full_is_told_and_exits_1() -> None:
    root = str(Path(moonline.__main__.__file__).parent.parent)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "moonline", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": root},
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"moonline: no space left on device\n")


def test_a_fault_of_its_own_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr("moonline.cli.cli", fail)
    monkeypatch.delenv("MOONLINE_TRACEBACK", raising=False)
    with pytest.raises(SystemExit) as end:
        moonline.__main__.main()
    assert end.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "a fault of moonline's own, not of your input: RuntimeError: a wheel came off" in told.err
    monkeypatch.setenv("MOONLINE_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="a wheel came off"):
        moonline.__main__.main()


def test_the_shipped_files_are_where_their_names_lead() -> None:
    assert {path.stem for path in MISSIONS.glob("*.yaml")} == set(shipped_missions())


def test_no_output_is_written_where_one_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.png"
    old.write_bytes(b"mine")
    arguments = ["draw", "apollo11", "-o", str(tmp_path / "new.svg"), "-o", str(old)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 1
    assert "--force" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.png"]
    assert old.read_bytes() == b"mine"


def test_a_year_far_beyond_any_mission_is_drawn(tmp_path: Path) -> None:
    text = "{version: 1, title: T, missions: [{id: m, name: M, events: ["
    text += "{id: a, label: A, date: Y170000002}, {id: b, label: B, date: 2025}]}]}"
    (tmp_path / "far.yaml").write_text(text)
    done = CliRunner().invoke(cli, ["draw", str(tmp_path / "far.yaml"), "-o", str(tmp_path / "far.svg")])
    assert done.exit_code == 0, done.output
