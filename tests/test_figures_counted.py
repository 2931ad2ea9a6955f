"""Counted groups, told in full in a figure's notes."""

from dataclasses import replace

import pytest

from figures.counted import counted_notice, lay_out_counted, most_lines
from figures.layers import Counted, Layers, Options
from figures.scene import texts
from figures.sky import look_up
from figures.timeline import lay_out_timeline

GROUPS = [
    Counted(f"{n} events", tuple(f"Event {n}.{i}, {i + 1} Jun 2025" for i in range(n))) for n in (3, 14, 40)
]


def listed(groups, lines):
    layers = Layers()
    layers.grouped += groups
    bottom = lay_out_counted(layers, 100.0, replace(Options(), listed=lines))
    return [part.text for part in layers.counted], bottom


def test_without_a_group_there_is_no_list():
    assert listed([], None) == ([], 100.0)
    assert counted_notice([]) == ()


def test_every_member_is_listed_under_the_words_of_its_group():
    lines, bottom = listed(GROUPS, None)
    told = " ".join(lines)
    for group in GROUPS:
        assert f"{group.words}: {group.members[0]}" in told
        assert all(told.count(member) == 1 for member in group.members)
    assert bottom > 100.0 + len(lines) * 8


@pytest.mark.parametrize("lines", [1, 2, 3, 5])
def test_what_has_no_room_is_counted(lines):
    found, _ = listed(GROUPS, lines)
    told = " ".join(found)
    shown = sum(told.count(member) for group in GROUPS for member in group.members)
    assert len(found) <= lines
    assert f"{57 - shown} " in found[-1]
    assert found[-1].endswith("the alt text tells each")


def test_a_taller_figure_has_more_lines():
    assert most_lines(100, 6.5) == 2
    assert most_lines(2000, 6.5) > most_lines(800, 6.5) > 2


def test_the_notes_of_a_figure_list_what_its_labels_count(look):
    crowd = [
        {"label": f"Burn {i:02}", "date": f"2022-{i // 28 + 1:02}-{i % 28 + 1:02}", "kind": "manoeuvre"}
        for i in range(60)
    ]
    timeline = look.made([crowd])
    scene = lay_out_timeline(timeline, look_up(timeline.events), Options(width=780), height=240)
    notes = next(group for group in scene.parts if group.role == "counted")
    lines = " ".join(text.text for text in texts(replace(scene, parts=(notes,))))
    groups = [group for group in look.event_groups(scene) if group.role == "group"]
    assert groups
    for group in groups:
        words = next(part.text for part in group.parts if hasattr(part, "text"))
        assert words in lines or "the alt text tells each" in lines
    assert any("notes list them" in notice for notice in scene.notices)
    assert not look.faults(scene)
    assert scene.height == 240
