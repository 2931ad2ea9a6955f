"""What `moonline draw` can be asked for beside a figure's name."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from moonline.cli import cli

SVG = "{http://www.w3.org/2000/svg}"


def draw(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["draw", *map(str, arguments)])


def words_of(path: Path) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.parse(path).iter(f"{SVG}text")]


def test_elapsed_time_is_counted_from_the_event_that_is_named(tmp_path: Path) -> None:
    out = tmp_path / "m2.svg"
    result = draw("ispace", "--figure", "mission", "--mission", "m2", "--elapsed", "landing", "-o", out)
    assert result.exit_code == 0, result.stderr
    words = words_of(out)
    assert {"since Landing attempt", "Since Landing attempt", "T+0", "T-141 d 13:05"} <= set(words)


def test_a_panel_shows_the_stretch_that_is_asked_for(tmp_path: Path) -> None:
    asked, plain = tmp_path / "asked.svg", tmp_path / "plain.svg"
    assert draw("ispace", "--zoom", "2025-05/2025-06-06", "-o", asked).exit_code == 0
    assert draw("ispace", "--no-panels", "-o", plain).exit_code == 0
    assert "1 May 2025" in words_of(asked)
    assert "1 May 2025" not in words_of(plain)


def test_the_light_that_is_asked_for_is_drawn_and_named(tmp_path: Path) -> None:
    out = tmp_path / "light.svg"
    asked = ("--sun", "2..20", "--earth", "10..", "--station", "Goldstone")
    assert draw("ispace", "--figure", "lighting", "--mission", "m2", *asked, "-o", out).exit_code == 0
    words = words_of(out)
    assert "good light: Sun 2° to 20°, Earth over 10°" in words
    assert "Goldstone" in words
    assert "Canberra" not in words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--elapsed", "lunch"], "there is no event 'lunch' to count elapsed time from (did you mean"),
        (["--elapsed", "m4.launch"], "it is known as 2028"),
        (["--zoom", "2031"], "no event with a known day is within a stretch that --zoom names"),
        (["--zoom", "2025-06-05T19:17Z"], "a panel takes a stretch of time, not '2025-06-05T19:17Z'"),
        (["--zoom", "2025-06/.."], "a panel takes a stretch of time"),
        (["--figure", "lighting", "--sun", "5"], "--sun takes LO..HI in degrees, not '5'"),
        (["--figure", "lighting", "--sun", "45..5"], "45"),
        (["--figure", "lighting", "--station", "Goldstoned"], "Goldstone"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_mend(asked: list[str], words: str, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    result = draw("ispace", *asked, "-o", out)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()


def test_verbose_tells_how_far_labels_stand_from_their_marks(tmp_path: Path) -> None:
    told = draw("apollo11", "-o", tmp_path / "a.svg", "--verbose").stderr
    assert " 0 overlaps, 0 leaders crossing, 0 through texts, labels " in told
    assert " pt from their marks in the mean and " in told


def test_the_twin_tells_what_the_figure_shows(tmp_path: Path) -> None:
    out = tmp_path / "m2.svg"
    assert draw("ispace", "--mission", "m2", "--sidecar", "-o", out).exit_code == 0
    twin = json.loads((tmp_path / "m2.svg.json").read_text())
    assert twin["missions"] == ["m2"]
    assert twin["alt"].startswith("ispace")
