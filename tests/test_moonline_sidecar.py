"""The data twin of a figure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from click.testing import CliRunner

from moonline.cli import cli
from timeline.missionfile import find_file

ARGUMENTS = ["draw", "ispace", "--figure", "mission", "--mission", "m2", "--sidecar", "--alt"]


def test_the_twin_tells_what_the_figure_shows_and_what_it_was_made_from(tmp_path: Path) -> None:
    out = tmp_path / "m2.svg"
    done = CliRunner().invoke(cli, [*ARGUMENTS, "-o", str(out)])
    assert done.exit_code == 0, done.output
    twin = json.loads((tmp_path / "m2.svg.json").read_text("utf-8"))
    assert twin["input"]["sha256"] == hashlib.sha256(find_file("ispace").read_bytes()).hexdigest()
    assert twin["alt"] == done.stdout.strip()
    assert [event["id"] for event in twin["events"]][-1] == "landing"
    assert {event["mission"] for event in twin["events"]} == {"m2"}
    cited = {source for event in twin["events"] for source in event["sources"]}
    assert {source["id"] for source in twin["sources"]} == cited
    assert twin["made_with"]["moonline"]


def test_the_figures_are_listed_with_what_is_missing() -> None:
    done = CliRunner().invoke(cli, ["draw", "ispace", "--list"])
    assert done.exit_code == 0
    assert "timeline " in done.stdout
    assert "not now: it shows one mission" in done.stdout


def test_draw_without_a_place_to_write_says_so() -> None:
    done = CliRunner().invoke(cli, ["draw", "ispace"])
    assert done.exit_code == 2
    assert "-o OUT.svg" in done.stderr
