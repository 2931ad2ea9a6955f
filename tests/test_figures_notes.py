"""What stands around the data: a legend of what is drawn and no more, and sources that nothing is cut from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.legend import legend
from figures.measure import overlaps
from figures.notes import footing, source_words
from figures.quality import label_boxes
from figures.scene import Group, Scene, Text, texts
from figures.textfit import TIE, wrap
from figures.theme import LIGHT, SLIDE, THEMES
from timeline.dates import parse
from timeline.missionfile import load_timeline, shipped_missions
from timeline.model import Claim, Event, Source, Timeline


def event(kind: str, outcome: str, date: str, *plans: tuple[str, str]) -> Event:
    claims = [Claim(date=parse(date), planned=outcome == "planned", stated=parse("2025"))]
    claims += [Claim(date=parse(plan), planned=True, stated=parse(stated)) for plan, stated in plans]
    return Event(id="e", kind=kind, label="E", outcome=outcome, claims=tuple(claims))


def entries(*events: Event) -> list[str]:
    parts, _ = legend(events, 0.0, 780.0, LIGHT)
    return [part.text for part in parts if isinstance(part, Text)]


def test_a_hollow_bar_has_an_entry_of_its_own() -> None:
    both = entries(event("launch", "planned", "2028"), event("founding", "done", "2008"))
    assert "planned, as wide as it is vague" in both
    assert "as wide as it is vague" in both
    assert "as wide as it is vague" not in entries(event("launch", "planned", "2028"))
    assert "cancelled, as wide as it is vague" in entries(event("launch", "cancelled", "2020"))


@pytest.mark.parametrize("date", ["2025-06-05", "2025-06-05~", "2025-06-05T19:17Z"])
def test_a_known_day_has_no_entry_for_bars(date: str) -> None:
    assert entries(event("launch", "success", date)) == ["launch", "success"]


def test_minutes_of_vagueness_leave_the_moon_known() -> None:
    found = entries(event("milestone", "success", "2025-01-15T07:17Z/2025-01-15T07:26Z"))
    assert "Moon at any phase" not in found
    assert "Moon at any phase" in entries(event("milestone", "success", "2025-01"))


def test_a_figure_that_draws_dates_in_its_own_way_has_no_entries_for_bars() -> None:
    found = event("launch", "planned", "2028", ("2027", "2024"))
    parts, _ = legend([found], 0.0, 780.0, LIGHT, bars=False)
    told = [part.text for part in parts if isinstance(part, Text)]
    assert told == ["launch", "planned", "Moon at any phase"]
    assert "earlier plan" in entries(found)


def test_a_kind_goes_by_a_name_that_is_read() -> None:
    assert entries(event("eva", "success", "1969-07-21"))[0] == "EVA"
    assert entries(event("other", "done", "1969-07-21"))[0] == "other event"


def test_what_does_not_fit_one_line_begins_with_the_shapes() -> None:
    kinds = ["launch", "landing_attempt", "flyby", "lunar_orbit_insertion", "founding", "milestone", "eva"]
    events = [event(kind, "success", "2025") for kind in kinds] + [event("study", "failure", "2025")]
    parts, _ = legend(events, 0.0, 500.0, LIGHT)
    lines: dict[float, list[str]] = {}
    for part in parts:
        if isinstance(part, Text):
            lines.setdefault(part.y, []).append(part.text)
    success = next(line for line in lines.values() if "success" in line)
    assert success[0] == "success"


@pytest.mark.parametrize("file", shipped_missions())
@pytest.mark.parametrize("style", THEMES)
def test_every_source_is_written_whole(file: str, style: str) -> None:
    timeline = load_timeline(file)
    cited = {source.id for source in timeline.sources}
    group, _ = footing(timeline, cited, timeline.events, 0.0, 780.0, THEMES[style])
    by_href: dict[str | None, list[str]] = {}
    for text in texts(Scene(780.0, 1.0, (group,), "", "", ())):
        by_href.setdefault(text.href, []).append(text.text)
    for source in timeline.sources:
        assert source_words(source) in " ".join(by_href[source.url])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abc ", min_size=1, max_size=160), min_size=1, max_size=30))
def test_any_sources_keep_apart_and_in_order(titles: list[str]) -> None:
    sources = [Source(id=f"s{i}", title=f"{i}x {title}") for i, title in enumerate(titles)]
    timeline = Timeline(version=1, title="T", sources=tuple(sources))
    group, height = footing(timeline, {s.id for s in sources}, (), 0.0, 780.0, SLIDE)
    scene = Scene(780.0, height, (Group("notes", group.parts),), "", "", ())
    assert overlaps(label_boxes(scene)) == []
    numbers = [int(text.text) for text in texts(scene) if text.anchor == "end"]
    assert numbers == list(range(1, len(sources) + 1))


def test_tied_words_stand_in_one_line() -> None:
    lines = wrap(f"a title of some length, 21{TIE}Mar{TIE}2023", 8.0, 100.0)
    assert lines[-1].endswith("21 Mar 2023")
    assert TIE not in "".join(lines)


@pytest.mark.parametrize("room", [40.0, 90.0, 200.0])
def test_japanese_breaks_between_characters_and_is_not_cut(room: float) -> None:
    text = "太陽電池が西を向いた姿勢で接地したため、「数時間後」に電源を切った。H-IIA ロケット47号機。"
    lines = wrap(text, 8.0, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("、", "。", "」")) or line.endswith("「") for line in lines)
