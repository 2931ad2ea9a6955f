"""Panels: a crowded stretch on an axis of its own, hung from its place on the lane by a wedge."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

from figures.axis import TimeAxis, axis_ticks
from figures.elapsed import Zero, lay_out_elapsed
from figures.fonts import text_width
from figures.lanes import Run, Strip, domain, strip
from figures.layers import Layers, Options
from figures.moonface import moon_disc
from figures.scene import Text, line, polygon, rectangle
from figures.strips import lay_out_strip
from figures.words import span_words

if TYPE_CHECKING:
    from figures.sky import Sky

WEDGE = 11.0
INSET = 8.0
MIN_PHASE_GAP = 9.0  # points between new and full Moon below which the strip of Moons is left out
HALF_LUNATION_DAYS = 14.77
NEW, FULL = 0, 2
LETTERS = ascii_uppercase


def lay_out_panel(
    layers: Layers,
    run: Run,
    overview: Strip,
    y: float,
    sky: Sky,
    options: Options,
    letter: str = "",
    zero: Zero | None = None,
) -> float:
    """Lay a run of events out in a panel below y and return its bottom, with elapsed time from a zero.

    A panel alone hangs by a wedge; several under one lane carry the letters of their places on it.
    """
    theme, main = options.theme, overview.axis
    start, end = run.stretch or domain([event.date for event in run.events if event.date], 0.05)
    axis = TimeAxis(start, end, main.left + INSET, main.right - INSET)
    inner = strip(run.events, axis, options, is_panel=True, main=main)
    top = y + (WEDGE if not letter else 4)
    content = top + theme.row * 0.75
    bottom = lay_out_strip(layers, inner, content, sky, options)
    bottom = _lay_out_axis(layers, axis, bottom, content, zero, sky, options)
    if letter:
        layers.lanes += _gutter_words(letter, run, content, options)
    else:
        hung = y if overview.ghosts else y - theme.mark - 2
        narrow = (main.clipped(start, main.left), hung), (main.clipped(end, main.right), hung)
        layers.panels.append(polygon(*narrow, (main.right, top), (main.left, top), fill="panel"))
    layers.panels.append(rectangle(main.left, top, main.right - main.left, bottom - top, "panel"))
    return bottom


def lay_out_letters(layers: Layers, runs: Sequence[Run], axis: TimeAxis, y: float, options: Options) -> float:
    """Bracket the place of each run under the lane, with the letter of its panel; return the bottom."""
    size = options.theme.small
    for letter, run in zip(LETTERS, runs, strict=False):
        start, end = run.stretch or domain([event.date for event in run.events if event.date], 0.05)
        left, right = axis.clipped(start, axis.left) - 2, axis.clipped(end, axis.right) + 2
        bracket = ((left, y), (left, y + 2.5), (right, y + 2.5), (right, y))
        layers.axis.append(line(*bracket, stroke="soft", stroke_width=0.6))
        layers.axis.append(Text((left + right) / 2, y + 4 + size, letter, size, "ink", "semibold", "middle"))
    return y + size + 7


def _gutter_words(letter: str, run: Run, y: float, options: Options) -> list[Text]:
    theme = options.theme
    span = span_words([event.date for event in run.events if event.date], compact=True)
    x = options.left - 7 - text_width(span, theme.small)
    return [
        Text(x - 5, y, letter, theme.small, "ink", "semibold", "end"),
        Text(x, y, span, theme.small, "soft"),
    ]


def _lay_out_axis(
    layers: Layers, axis: TimeAxis, y: float, top: float, zero: Zero | None, sky: Sky, options: Options
) -> float:
    size = options.theme.small
    for tick in axis_ticks(axis, lambda text: text_width(text, size), options.tz):
        if not tick.label:
            layers.axis.append(line((tick.x, y - 0.5), (tick.x, y + 1.5), stroke="quiet", stroke_width=0.4))
            continue
        layers.bars.insert(0, line((tick.x, top), (tick.x, y + size), stroke="faint", stroke_width=0.5))
        if tick.x + text_width(tick.label, size) + 3 <= axis.right + INSET:
            fill = "ink" if tick.large else "soft"
            layers.axis.append(Text(tick.x + 2.5, y + size + 1, tick.label, size, fill))
    y = lay_out_elapsed(layers, axis, zero, y + size + 4, options, axis.right + INSET)
    return lay_out_moons(layers, axis, y, sky, options) + 3


def lay_out_moons(layers: Layers, axis: TimeAxis, y: float, sky: Sky, options: Options) -> float:
    """Lay the new and full Moons out under the axis, where they are far enough apart to be told."""
    theme = options.theme
    if axis.points_per_day * HALF_LUNATION_DAYS < MIN_PHASE_GAP:
        return y
    phases = sky.phases(axis.start_us, axis.end_us)
    found = [(us, kind) for us, kind in phases if kind in (NEW, FULL) and axis.holds(us)]
    if not found:
        return y
    radius, centre = theme.moon * 0.55, y + theme.moon * 0.6
    for us, kind in found:
        layers.moons += moon_disc(axis.x(us), centre, radius, 1.0 if kind == FULL else 0.0, 270.0)
    words = "new and full Moons"
    x = options.left - 7 - text_width(words, theme.small)
    layers.moons.append(Text(x, centre + theme.small * 0.33, words, theme.small, "soft"))
    return centre + radius + 2
