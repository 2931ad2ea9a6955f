"""What pages ask of a figure, and where a mission file stands that is written in a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moonline.embed.asked import OPTIONS, PLAIN, Ask, read_ask
from moonline.embed.plate import COLUMN, Place, find_beside, find_lines, make_plate, read_block
from timeline.missionfile import MissionFileError, load_timeline

PAGE = """Title

  1. A list

     .. moonline::

        version: 1

        title: X
"""
LINES = ["version: 1", "", "title: X"]


def test_every_option_sets_a_field_that_an_ask_has() -> None:
    assert {field for field, _ in OPTIONS.values()} == set(Ask.__slots__)


def test_options_are_read_over_what_the_site_asks_for() -> None:
    site = read_ask({"tz": "Asia/Tokyo", "style": "dark", "alive": True})
    asked = read_ask({"style": "print", "mission": "m1, m2", "no_breaks": None, "static": ""}, site)
    assert asked == Ask(style="print", tz="Asia/Tokyo", missions=("m1", "m2"), breaks=False)


@pytest.mark.parametrize(
    ("word", "alive"), [("", True), ("alive", True), ("Yes", True), ("no", False), ("false", False)]
)
def test_a_flag_stands_alone_or_with_a_word(word: str, alive: bool) -> None:
    assert read_ask({"alive": word}).alive is alive


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"figur": "slips"}, "unknown option 'figur' (did you mean 'figure'?)"),
        ({"alive": "perhaps"}, "the option alive takes yes or no, not 'perhaps'"),
    ],
)
def test_an_option_that_there_is_not_is_told(options: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=r"(option|takes)") as caught:
        read_ask(options)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (Ask(figure="slip"), "did you mean slips?"),
        (Ask(style="drak"), "did you mean 'dark'?"),
        (Ask(missions=("m9",)), "no mission 'm9'"),
        (Ask(size="huge"), "unknown size 'huge'"),
        (Ask(tz="Mars/Olympus"), "unknown time zone"),
        (Ask(now="whenever"), "whenever"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_the_mend(ask: Ask, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        make_plate(load_timeline("slim"), ask)
    assert said in str(caught.value)


def test_a_plate_has_the_words_and_the_width_that_were_asked_for() -> None:
    timeline = load_timeline("slim")
    plain, told = make_plate(timeline), make_plate(timeline, Ask(alt="In words", caption="Below"))
    assert plain.alt.startswith("SLIM")
    assert (plain.scene.width, plain.caption) == (COLUMN, "")
    assert (told.alt, told.caption) == ("In words", "Below")
    assert "<desc" in told.svg()
    assert "In words" in told.svg()
    assert plain.data("png").startswith(b"\x89PNG")


def test_two_figures_in_one_page_share_no_id() -> None:
    timeline = load_timeline("slim")
    one, two = make_plate(timeline).svg(), make_plate(timeline, Ask(style="print", alt="another")).svg()
    mark = one.partition('class="')[2].partition("moonline")[0]
    assert len(mark) > 4
    assert mark not in two


def test_a_file_is_found_beside_the_page_before_a_shipped_one(tmp_path: Path) -> None:
    assert find_beside("slim", tmp_path).name == "slim.yaml"
    (tmp_path / "slim").write_text("mine")
    assert find_beside("slim", Path("nowhere"), tmp_path) == tmp_path / "slim"
    with pytest.raises(FileNotFoundError, match=r"no file 'slin' .*did you mean 'slim'"):
        find_beside("slin", tmp_path)


def test_lines_are_found_in_a_page_however_they_are_indented() -> None:
    assert find_lines(LINES, PAGE, "page.rst", 5) == Place("page.rst", 6, 8)
    assert find_lines(LINES, "", "page.rst", 5) == Place("page.rst", 5)


@settings(max_examples=60, deadline=None)
@given(
    before=st.lists(st.text("abc :`", max_size=8), max_size=6),
    indent=st.integers(0, 12),
    after=st.lists(st.text("abc", max_size=4), max_size=3),
)
def test_lines_are_found_wherever_they_are(before: list[str], indent: int, after: list[str]) -> None:
    body = [" " * indent + line if line else "" for line in LINES]
    page = "\n".join([*before, *body, *after])
    assert find_lines(LINES, page, "p") == Place("p", len(before), indent)


def test_a_problem_stands_at_the_page_s_line_and_column() -> None:
    text = "version: 1\n\ntitle: X\nmissions: {}\n"
    with pytest.raises(MissionFileError) as caught:
        read_block(text, Place("page.rst", 6, 8))
    assert [(each.line, each.column) for each in caught.value.findings] == [(10, 9)]
    assert Ask() == PLAIN
