"""A finished drawing as values: shapes and texts in points, from the top left corner, y downwards.

A layout makes a scene and never draws; a renderer (`figures.svg`, `figures.artists`) draws a scene and
never decides. Colours are named by their role (`ink`, `success`...), which the theme resolves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Weight = Literal["regular", "semibold"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A path of moves (M), lines (L), cubic curves (C) and closings (Z), each command with its points."""

    commands: tuple[tuple[str, tuple[Point, ...]], ...]
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.5
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Fade:
    """A rectangle whose opacity runs from `start` at its left to `end` at its right."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; x is at its anchor and y on its baseline."""

    x: float
    y: float
    text: str
    size: float
    fill: str = "ink"
    weight: Weight = "regular"
    anchor: Anchor = "start"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together: `role` names what they are, `id` which one, `title` tells it in words."""

    role: str
    parts: tuple[Part, ...]
    id: str = ""
    title: str = ""
    data: tuple[tuple[str, str], ...] = ()


Part = Shape | Fade | Text | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing of a size in points, with the words that stand for it."""

    width: float
    height: float
    parts: tuple[Group, ...]
    title: str = ""
    description: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    dates: tuple[float, float] | None = None  # of the left and the right edge, in days since 1970, UTC


def walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Give every part, groups before what they hold, in drawing order."""
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from walk(part.parts)


def texts(scene: Scene) -> tuple[Text, ...]:
    """Return every text of a scene in drawing order."""
    return tuple(part for part in walk(scene.parts) if isinstance(part, Text))


def scaled(scene: Scene, factor: float) -> Scene:
    """Return the same drawing larger or smaller, with its type and its lines."""
    parts = tuple(_placed_group(group, factor, 0.0, 0.0) for group in scene.parts)
    return replace(scene, width=scene.width * factor, height=scene.height * factor, parts=parts)


def moved(part: Part, dx: float, dy: float) -> Part:
    """Return a part that stands elsewhere."""
    return _placed(part, 1.0, dx, dy)


def moved_group(group: Group, dx: float, dy: float) -> Group:
    """Return a group that stands elsewhere."""
    return _placed_group(group, 1.0, dx, dy)


def _placed_group(group: Group, factor: float, dx: float, dy: float) -> Group:
    return replace(group, parts=tuple(_placed(part, factor, dx, dy) for part in group.parts))


def _placed(part: Part, factor: float, dx: float, dy: float) -> Part:
    if isinstance(part, Group):
        return _placed_group(part, factor, dx, dy)
    if isinstance(part, Text):
        return replace(part, x=part.x * factor + dx, y=part.y * factor + dy, size=part.size * factor)
    if isinstance(part, Fade):
        x, y = part.x * factor + dx, part.y * factor + dy
        return replace(part, x=x, y=y, width=part.width * factor, height=part.height * factor)
    commands = tuple(
        (name, tuple((x * factor + dx, y * factor + dy) for x, y in points)) for name, points in part.commands
    )
    dash = tuple(length * factor for length in part.dash)
    return replace(part, commands=commands, stroke_width=part.stroke_width * factor, dash=dash)


def extent(groups: Iterable[Group]) -> tuple[float, float]:
    """Return the top and the bottom of all that groups draw."""
    ys: list[float] = []
    for part in walk(tuple(groups)):
        if isinstance(part, Text):
            ys += (part.y - part.size * 0.75, part.y + part.size * 0.25)
        elif isinstance(part, Fade):
            ys += (part.y, part.y + part.height)
        elif isinstance(part, Shape):
            ys += (y for _, points in part.commands for _, y in points)
    return min(ys, default=0.0), max(ys, default=0.0)


KAPPA = 0.5522847498307936
"""How far a cubic curve's handle stands off a quarter circle of radius 1."""


def line(*points: Point, stroke: str = "quiet", stroke_width: float = 0.5, **how: object) -> Shape:
    """Return an open line through points."""
    return Shape((("M", points[:1]), *(("L", (p,)) for p in points[1:])), None, stroke, stroke_width, **how)  # type: ignore[arg-type]


def polygon(
    *points: Point,
    fill: str | None = None,
    stroke: str | None = None,
    stroke_width: float = 0.5,
    **how: object,
) -> Shape:
    """Return a closed shape through points."""
    outline = (("M", points[:1]), *(("L", (p,)) for p in points[1:]), ("Z", ()))
    return Shape(outline, fill, stroke, stroke_width, **how)  # type: ignore[arg-type]


def rectangle(
    x: float, y: float, width: float, height: float, fill: str | None = None, **how: object
) -> Shape:
    """Return a rectangle with its top left corner at x, y."""
    right, bottom = x + width, y + height
    return polygon((x, y), (right, y), (right, bottom), (x, bottom), fill=fill, **how)  # type: ignore[arg-type]


def circle(
    x: float, y: float, radius: float, fill: str | None = None, stroke: str | None = None, **how: object
) -> Shape:
    """Return a circle of four cubic curves."""
    k = KAPPA * radius
    commands = (
        ("M", ((x, y - radius),)),
        ("C", ((x + k, y - radius), (x + radius, y - k), (x + radius, y))),
        ("C", ((x + radius, y + k), (x + k, y + radius), (x, y + radius))),
        ("C", ((x - k, y + radius), (x - radius, y + k), (x - radius, y))),
        ("C", ((x - radius, y - k), (x - k, y - radius), (x, y - radius))),
        ("Z", ()),
    )
    return Shape(commands, fill, stroke, **how)  # type: ignore[arg-type]
