"""The lines of the `slips` figure: what was claimed as wide as it is vague, and the move between two claims."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from figures import marks
from figures.scene import Group, circle, line, polygon, rectangle
from figures.slips.trend import said
from figures.slips.words import step_words, trend_words
from figures.theme import LIGHT
from timeline.dates import describe

if TYPE_CHECKING:
    from figures.layers import Layers, Options
    from figures.scene import Part, Point
    from figures.slips.plane import Path, Plane, Spot
    from timeline.kinds import Move

HEAVY = 1.4  # points: lines of plans that moved
LIGHTER = 0.6  # points: lines of plans that did not
WEDGE = 4.6  # points: the wide end of a wedge


def lay_out_path(layers: Layers, path: Path, plane: Plane, options: Options) -> list[tuple[Point, Point]]:
    """Lay out a trend's line and its claims, and return the line's stretches."""
    event, k = path.trend.event, options.theme.mark / LIGHT.mark
    ways = [(a.place, b.place) for a, b in pairwise(path.spots)]
    x, y = path.spots[-1].place
    drawn: list[Part] = []
    if path.until > x:
        stands = line((x, y), (path.until, y), stroke=event.outcome, stroke_width=0.8 * k, dash=(1, 2.2))
        drawn.append(stands)
        ways.append(((x, y), (path.until, y)))
    for step, (start, end) in zip(path.trend.steps, ways, strict=False):
        parts = _move_shapes(step.move, start, end, k, event.outcome)
        drawn.append(Group("step", parts, title=f"{path.trend.name}: {step_words(step)}"))
    layers.bars.append(Group("line", tuple(drawn), title=trend_words(path.trend, options.tz)))
    for word, rival in path.rivals:
        tie = line(word.place, rival.place, stroke="failure", stroke_width=0.5, dash=(1.5, 1.2))
        layers.ghosts.append(tie)
        layers.ghosts.append(_claim_group(path, rival, "failure", plane, options))
        ways.append((word.place, rival.place))
    for spot in path.spots:
        layers.ghosts.append(_claim_group(path, spot, _stroke(path, spot), plane, options))
    mark = marks.mark(event.kind, event.outcome, x, y, options.theme.mark)
    layers.events.append(Group("mark", mark, f"plan.{event.address}", trend_words(path.trend, options.tz)))
    return ways


def _stroke(path: Path, spot: Spot) -> str:
    """Return the colour of a claim: the outcome's for the one that stands, faint for what it replaced."""
    return path.trend.event.outcome if spot is path.spots[-1] else "ghost"


def _claim_group(path: Path, spot: Spot, stroke: str, plane: Plane, options: Options) -> Group:
    """Return a claim: a box as wide and as tall as it is vague; a small ring where both are known."""
    k, claim = options.theme.mark / LIGHT.mark, spot.claim
    words = f"{path.trend.name}: {describe(claim.date, options.tz)}"
    when = f", said {describe(said(claim), options.tz)}" if claim.planned else ", it happened"
    return Group("claim", tuple(_claim_shapes(spot, stroke, plane, k)), title=words + when)


def _claim_shapes(spot: Spot, stroke: str, plane: Plane, k: float) -> list[Part]:
    (x, y), (left, top, right, bottom), date = spot.place, spot.box, spot.claim.date
    if date.is_unknown:
        return [
            line((x, y), (x, plane.top), stroke=stroke, stroke_width=0.6 * k, dash=(1.6, 1.6)),
            circle(x, y, 2.6 * k, "paper", stroke, stroke_width=0.8 * k, dash=(1.6, 1.4)),
        ]
    if max(right - left, bottom - top) < 2.4 * k:
        return [circle(x, y, 1.9 * k, "paper", stroke, stroke_width=0.9 * k)]
    left, wide = _at_least(3.4 * k, left, right)
    top, tall = _at_least(3.4 * k, top, bottom)
    soft = tall * 0.3 if date.approximate and tall > 8 * k else 0.0
    above = tall if date.open_end else soft
    below = tall if date.open_start else soft
    shapes: list[Part] = [*_faded(left, top + above, wide, -above, stroke)]
    shapes += _faded(left, top + tall - below, wide, below, stroke)
    solid = tall - above - below
    if solid > 0:
        shapes.append(rectangle(left, top + above, wide, solid, stroke, opacity=0.2))
    if not above and not below:
        shapes.append(rectangle(left, top, wide, tall, stroke=stroke, stroke_width=0.7 * k))
    return shapes


def _at_least(least: float, start: float, end: float) -> tuple[float, float]:
    """Return where a stretch starts and how long it is, made longer at both ends where it is too short to see."""
    length = max(end - start, least)
    return (start + end - length) / 2, length


def _faded(x: float, y: float, width: float, height: float, fill: str, slices: int = 12) -> Iterator[Part]:
    """Give a bar that fades from y over a height, upwards where that is negative."""
    if not height:
        return
    for n in range(slices):
        low, high = sorted((y + height * n / slices, y + height * (n + 1) / slices))
        yield rectangle(x, low, width, high - low, fill, opacity=round(0.36 * (1 - (n + 0.5) / slices), 3))


def _move_shapes(move: Move, start: Point, end: Point, k: float, colour: str) -> tuple[Part, ...]:
    """Return a step's line: heavy or dashed where a plan moved, a wedge where it got sharper or vaguer, else double."""
    if move == "slip":
        return (line(start, end, stroke=colour, stroke_width=HEAVY * k),)
    if move == "pull-in":
        return (line(start, end, stroke=colour, stroke_width=HEAVY * k, dash=(3.4 * k, 2.2 * k)),)
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y0 - y1) / length, (x1 - x0) / length
    if move == "unchanged":
        aside = 1.15 * k
        pairs = [((x0 + s * nx, y0 + s * ny), (x1 + s * nx, y1 + s * ny)) for s in (aside, -aside)]
        return tuple(line(a, b, stroke=colour, stroke_width=LIGHTER * k) for a, b in pairs)
    narrow, broad = 0.35 * k, WEDGE * k / 2
    a, b = (broad, narrow) if move == "firmed" else (narrow, broad)
    there = (x0 + a * nx, y0 + a * ny), (x1 + b * nx, y1 + b * ny)
    back = (x1 - b * nx, y1 - b * ny), (x0 - a * nx, y0 - a * ny)
    return (polygon(*there, *back, fill=colour),)


def move_sample(move: Move, x: float, y: float, k: float, colour: str) -> tuple[Part, ...]:
    """Return a move's line as it stands beside words, 10 points wide, centred on y."""
    rise = {"slip": 2.2 * k, "pull-in": -2.2 * k}.get(move, 0.0)
    return _move_shapes(move, (x, y + rise), (x + 10 * k, y - rise), k, colour)
