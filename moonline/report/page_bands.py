"""The lanes and panels of a drawn timeline figure: the room that each takes, found in the scene itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.lanes import is_point
from figures.scene import Group, Part, Shape, Text, extent, walk

if TYPE_CHECKING:
    from figures.layers import Options
    from figures.scene import Point
    from timeline.model import Event


@dataclass(frozen=True, slots=True)
class Band:
    """The room of a lane from the top of its name to its bottom; `dense` where only its density is drawn."""

    id: str
    name: str
    top: float
    bottom: float
    dense: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A zoomed stretch: its room, and two instants with where they stand in it."""

    top: float
    bottom: float
    first: tuple[int, float]
    last: tuple[int, float]


def find_bands(
    lanes: Sequence[tuple[str, str, bool]], body: Sequence[Group], bottom: float, options: Options
) -> tuple[Band, ...]:
    """Return the lanes' rooms: each starts above its name and ends where the next one starts."""
    theme = options.theme
    names = [
        text
        for group in body
        if group.role == "lanes"
        for text in walk(group.parts)
        if isinstance(text, Text) and text.weight == "semibold" and text.size == theme.lane
    ]
    tops, follow = list[float](), iter(names)
    for _, name, _ in lanes:
        text = next((text for text in follow if name.startswith(text.text.rstrip("…"))), None)
        tops.append(text.y - theme.lane * 0.36 - theme.row * 0.5 if text else bottom)
    rules = [extent([group])[1] for group in body if group.role == "rules"]
    ends = [*tops[1:], min(rules, default=bottom)]
    return tuple(
        Band(lane, name, top, max(end, top), dense)
        for (lane, name, dense), top, end in zip(lanes, tops, ends, strict=True)
    )


def name_lanes(layer: Group, bands: Sequence[Band], options: Options) -> Group:
    """Return the gutter's words lane by lane, and those of panels, which go with them, apart."""
    by_lane: list[list[Part]] = [[] for _ in bands]
    leads: list[list[Part]] = [[] for _ in bands]
    rest: list[Part] = []
    for part in layer.parts:
        text = next((each for each in walk((part,)) if isinstance(each, Text)), None)
        lane = _lane_at(bands, text.y) if text else None
        if text is None or lane is None:
            rest.append(part)
        elif text.x == options.theme.margin:
            by_lane[lane].append(part)
        elif text.x == options.left:
            leads[lane].append(part)
        else:
            rest.append(part)
    named = [Group("lane", tuple(p), data=(("lane", str(i)),)) for i, p in enumerate(by_lane)]
    named += [Group("lead", tuple(p), data=(("lane", str(i)),)) for i, p in enumerate(leads) if p]
    return Group("lanes", (*named, Group("aside", tuple(rest))))


def _lane_at(bands: Sequence[Band], y: float) -> int | None:
    return next((i for i, band in enumerate(bands) if band.top <= y < band.bottom), None)


def find_panels(body: Sequence[Group], marked: Sequence[tuple[Event, Point]]) -> Iterator[Panel]:
    """Give each panel of known events, measured by the first and the last instant marked in it."""
    for group in body:
        for part in group.parts if group.role == "panels" else ():
            box = _box(part) if isinstance(part, Shape) and part.fill == "panel" else None
            if box is None:
                continue
            inside = [(_instant(event), mark) for event, mark in marked if box[0] <= mark[1] <= box[1]]
            known = sorted((us, mark[0]) for us, mark in inside if us is not None)
            if known and known[-1][1] - known[0][1] > 1.0:
                yield Panel(*box, known[0], known[-1])


def _box(shape: Shape) -> Point | None:
    """Return the top and the bottom of a rectangle; None for a wedge."""
    points = [point for _, each in shape.commands for point in each]
    ys = {y for _, y in points}
    return (min(ys), max(ys)) if len(ys) == 2 and len({x for x, _ in points}) == 2 else None


def _instant(event: Event) -> int | None:
    return event.date.middle_us if event.date and is_point(event.date) else None
