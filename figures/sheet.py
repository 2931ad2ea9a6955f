"""The `sheet` figure: one mission on one page, composed of the other figures that it has the data for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures import notes
from figures.scene import Group, Part, Scene, Text, extent, line, moved_group

if TYPE_CHECKING:
    from figures.layers import Options
    from timeline.model import Mission, Organisation, Timeline

FRAME = ("heading", "notes")
SECTIONS = {
    "moons": "The Moon at each event",
    "lighting": "Sun and Earth over the site",
    "slips": "How the plans moved",
}


def lay_out_sheet(
    timeline: Timeline,
    lane: Mission | Organisation,
    first: Scene,
    others: Sequence[tuple[str, Scene]],
    options: Options,
) -> Scene:
    """Return one page: the `mission` figure, then what each other figure shows under a title of its own.

    Heading and footing stand once. The ids of events are kept in the first part alone.
    """
    theme = options.theme
    groups = [group for group in first.parts if group.role != "notes"]
    y = extent(groups)[1]
    for name, scene in others:
        y += theme.row * 2.2
        groups.append(Group("section", tuple(_title(SECTIONS[name], y, options))))
        body = [group for group in scene.parts if group.role not in FRAME]
        top, bottom = extent(body)
        shift = y + theme.row * 0.7 - top
        groups += (_nameless(moved_group(group, 0.0, shift)) for group in body)
        y = bottom + shift
    foot, total = notes.footing(
        timeline, notes.cited_sources([lane]), lane.events, y + theme.row * 1.4, options.width, theme
    )
    told = dict.fromkeys(notice for _, scene in others for notice in scene.notices)
    return replace(
        first,
        height=total,
        parts=(*groups, foot),
        description=" ".join(
            [first.description, *(f"{SECTIONS[name]}: {s.description}" for name, s in others)]
        ),
        notices=(*first.notices, *told),
    )


def _title(words: str, y: float, options: Options) -> Iterator[Part]:
    theme = options.theme
    above = y - theme.row * 1.1
    yield line((theme.margin, above), (options.right, above), stroke="quiet", stroke_width=0.5)
    yield Text(theme.margin, y, words, theme.lane, "ink", "semibold")


def _nameless(group: Group) -> Group:
    parts = tuple(_nameless(part) if isinstance(part, Group) else part for part in group.parts)
    return replace(group, id="", parts=parts)
