"""The figures of a document: laid out for its page, without the heading and the sources that it has itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures.scene import Group, Part, Scene, Text, extent, moved_group

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.catalogue import Request
    from figures.theme import Theme
    from moonline.report.words import Words
    from timeline.model import Timeline

BY_MISSION = ("moons", "lighting")
"""Figures of which one that is taller than a page is split into one a mission."""
MOST_FACES = 40
"""Moons of one mission that a page shows at a size at which their faces can be told."""
TRIES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """How figures are asked for: the style, and the width and the greatest height in points.

    `first_height` is that of the one which shares its page with the title.
    """

    theme: Theme
    width: float
    height: float
    first_height: float
    tz: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a document: `name` is the catalogue's, `slug` one of its own, `heading` names it in words."""

    name: str
    slug: str
    heading: str
    scene: Scene

    @property
    def alt(self) -> str:
        """The figure in words, for those who cannot see it."""
        return self.scene.description


def make_figures(
    timeline: Timeline, name: str, lanes: Sequence[str], frame: Frame, words: Words
) -> tuple[Figure, ...]:
    """Return a figure of these missions, or one for each where it is taller than the frame; none without data.

    Missions of more Moons than a page can show have none of that figure.
    """
    from figures.catalogue import FIGURES, Request, make_figure
    from figures.layers import Options

    if name == "moons":
        lanes = [lane for lane in lanes if lane not in crowded(timeline, lanes)]
    if not lanes or FIGURES[name].missing(timeline, lanes):
        return ()
    options = Options(frame.theme, frame.width, frame.tz, numbers=timeline.source_numbers)
    scene = embedded(make_figure(name, Request(timeline, tuple(lanes), options)))
    if scene.height > frame.height and name in BY_MISSION and len(lanes) > 1:
        split = (make_figures(timeline, name, [lane], frame, words) for lane in lanes)
        return tuple(figure for figures in split for figure in figures)
    if scene.height > frame.height:
        scene = _fitted(name, Request(timeline, tuple(lanes), options), frame.height)
    return (_figure(name, lanes, timeline, scene, words),)


def crowded(timeline: Timeline, lanes: Sequence[str]) -> tuple[str, ...]:
    """Return the missions that have more events than a page can show Moons of."""
    return tuple(lane for lane in lanes if len(timeline.lane(lane).events) > MOST_FACES)


def _figure(name: str, lanes: Sequence[str], timeline: Timeline, scene: Scene, words: Words) -> Figure:
    heading = words.text(f"heading.{name}")
    if len(lanes) == 1 and len(timeline.lanes) > 1:
        lane = timeline.lane(lanes[0])
        return Figure(name, f"{lane.id}-{name}", words.text("join.label").join((lane.name, heading)), scene)
    return Figure(name, name, heading, scene)


def _fitted(name: str, request: Request, height: float) -> Scene:
    """Return a figure that has a height once it has lost its heading and its sources.

    How much it loses is known only when it is laid out: the second or third time it fits.
    """
    from figures.catalogue import make_figure
    from figures.scene import scaled

    whole = make_figure(name, request)
    asked = height + whole.height - embedded(whole).height
    for _ in range(TRIES):
        scene = embedded(make_figure(name, replace(request, height=asked)))
        if scene.height <= height:
            return scene
        asked -= scene.height - height
    return scaled(scene, height / scene.height)


def embedded(scene: Scene) -> Scene:
    """Return a scene without its heading, its numbered sources and its provenance: the document has them."""
    kept = [
        _legend(group) if group.role == "notes" else group for group in scene.parts if group.role != "heading"
    ]
    groups = tuple(group for group in kept if group.parts)
    if not groups:
        return scene
    top, bottom = extent(groups)
    margin = 4.0
    placed = tuple(moved_group(group, 0.0, margin - top) for group in groups)
    return replace(scene, parts=placed, height=bottom - top + 2 * margin)


def _legend(notes: Group) -> Group:
    """Return the notes down to where the numbered sources begin, or the provenance."""
    from figures.notes import MADE_WITH

    starts = [
        text.y - text.size
        for text in _texts(notes.parts)
        if (text.anchor == "end" and text.text.isdecimal()) or MADE_WITH.startswith(text.text)
    ]
    end = min(starts, default=float("inf"))
    return replace(notes, parts=tuple(part for part in notes.parts if extent([Group("", (part,))])[0] < end))


def _texts(parts: Iterable[Part]) -> Iterable[Text]:
    return (part for part in parts if isinstance(part, Text))
