"""The plot of the `slips` figure: both axes, the diagonal with the room below it, and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures.axis import TimeAxis, axis_ticks
from figures.fonts import text_width
from figures.scene import Group, Text, line, polygon
from figures.slips.labels import LEAD
from figures.slips.plane import Plane, clear
from figures.slips.step_names import grown, inside, obstacles, text_box
from timeline.dates import describe

if TYPE_CHECKING:
    from figures.axis import Tick
    from figures.layers import Layers, Options
    from figures.scene import Point
    from figures.slips.plane import Path

DAY_ITSELF = ("the day itself:", "what happens ends here")
BELOW = "Below the diagonal a plan would be for a day that had gone by when it was said."


def make_plane(
    spans: tuple[tuple[int, int], tuple[int, int]], top: float, bottom: float, column: float, options: Options
) -> Plane:
    """Return the plot between the dates at its left and the labels at its right."""
    theme, (x, y) = options.theme, spans
    rows = _up_ticks(TimeAxis(*y, bottom, top), options)
    gutter = max((text_width(tick.label, theme.text) for tick in rows), default=0.0) + 6
    across = TimeAxis(*x, theme.margin + gutter, options.right - column - LEAD)
    return Plane(across, TimeAxis(*y, bottom, top))


def _up_ticks(up: TimeAxis, options: Options) -> list[Tick]:
    """Return the ticks of the axis that runs upwards, each at its height."""
    flat = TimeAxis(up.start_us, up.end_us, 0.0, up.left - up.right)
    ticks = axis_ticks(flat, lambda _: options.theme.text * 3, options.tz)
    return [replace(tick, x=up.left - tick.x) for tick in ticks]


def lay_out_region(
    layers: Layers, paths: Sequence[Path], plane: Plane, ways: Sequence[tuple[Point, Point]], options: Options
) -> list[tuple[Point, Point]]:
    """Lay out the diagonal with its words, and the quiet room below it; return the diagonal as a stretch."""
    ends, size = plane.diagonal(), options.theme.small
    if ends is None:
        return []
    (x0, y0), (x1, y1) = ends
    left, right = plane.across.left, plane.across.right
    corners = [(x0, y0), (x1, y1), *([(right, plane.top)] if x1 < right else [])]
    corners += [(right, plane.bottom), *([(left, plane.bottom)] if y0 < plane.bottom else [])]
    layers.rules.insert(0, Group("impossible", (polygon(*corners, fill="panel"),), title=BELOW))
    layers.panels.append(line((x0, y0), (x1, y1), stroke="quiet", stroke_width=0.6))
    taken = obstacles(layers, paths, options)
    for share in range(97, 2, -3):
        x, y = x0 + (x1 - x0) * share / 100 + 6, y0 + (y1 - y0) * share / 100 + size * 1.1
        texts = [Text(x, y + i * size * 1.3, words, size, "soft") for i, words in enumerate(DAY_ITSELF)]
        boxes = [text_box(text) for text in texts]
        if all(inside(box, plane) and clear(grown(box, 2), taken, ways) for box in boxes):
            layers.axis += texts
            break
    return [(ends[0], ends[1])]


def lay_out_axes(layers: Layers, plane: Plane, options: Options) -> float:
    """Lay out hairlines and the labels of both axes, with now, and return the bottom."""
    theme, (left, right) = options.theme, (plane.across.left, plane.across.right)
    size, top, bottom = theme.text, plane.top, plane.bottom
    for tick in _up_ticks(plane.up, options):
        if tick.label:
            layers.rules.append(line((left, tick.x), (right, tick.x), stroke="faint", stroke_width=0.5))
            layers.axis.append(Text(left - 5, tick.x - 2, tick.label, size, "soft", anchor="end"))
    base, end = bottom + size + 3, right
    for tick in axis_ticks(plane.across, lambda text: text_width(text, size), options.tz):
        if tick.label:
            layers.rules.append(line((tick.x, top), (tick.x, base), stroke="faint", stroke_width=0.5))
            if tick.x + 2.5 + text_width(tick.label, size) <= options.right:
                layers.axis.append(Text(tick.x + 2.5, base, tick.label, size, "soft"))
                end = max(end, tick.x + 2.5 + text_width(tick.label, size))
    layers.axis.append(Text(theme.margin, top - size * 1.6, "planned for ↑", size, "ink"))
    if end + 8 + text_width("when it was said →", size) <= options.right:
        layers.axis.append(Text(end + 8, base, "when it was said →", size, "ink"))
    return base + 3


def now_line(layers: Layers, plane: Plane, options: Options) -> list[tuple[Point, Point]]:
    """Draw a line at `now` where the axis holds it, with its date at the head, and return it as a stretch."""
    now, size = options.now, options.theme.small
    if now is None or now.middle_us is None or not plane.across.holds(now.middle_us):
        return []
    x = plane.across.x(now.middle_us)
    words = f"now, {describe(now, options.tz)}"
    width = text_width(words, size)
    taken = options.theme.margin + text_width("planned for ↑", options.theme.text) + 8
    left = max(x + 3 if x + 3 + width <= options.right else x - 3 - width, taken)
    head = plane.top - options.theme.text * 1.6
    ends = (x, head - size * 0.7), (x, plane.bottom)
    layers.panels.append(line(*ends, stroke="now", stroke_width=0.8))
    layers.axis.append(Text(left, head, words, size, "now"))
    return [ends]
