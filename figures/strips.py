"""A strip of a lane laid out: marks on their line, flags above it, overtaken claims below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from figures import marks
from figures.breaks import break_marks
from figures.fonts import text_width
from figures.lanes import (
    TEXT_GAP,
    Ghost,
    Item,
    Strip,
    date_line,
    ghost_words_width,
    ghost_words_x,
)
from figures.layers import Counted, Layers, Options
from figures.moonface import moon_disc, unknown_disc
from figures.scene import Fade, Group, Part, Shape, Text, circle, line, polygon, rectangle
from figures.textfit import shorten
from figures.words import event_words, short_words

if TYPE_CHECKING:
    from ephemeris.context import MoonContext
    from figures.labels import Flag
    from figures.sky import Sky
    from figures.theme import Theme
    from timeline.model import Event

BAND = 12.0  # height in which leaders lean from their mark to their pole
NEARLY = 0.06  # of the disc: what is left of a day's sliver at new Moon, or dark at full
VAGUE_MOON = 0.25  # of the disc: where the lit share may differ by more, no one Moon is drawn


def lay_out_strip(layers: Layers, strip: Strip, y: float, sky: Sky, options: Options) -> float:
    """Lay a strip out below y and return its bottom."""
    theme = options.theme
    base = _line_y(strip, y, theme)
    xs = [edge for item in (*strip.items, *strip.bare) for edge in (item.left, item.right)]
    ends = (strip.axis.left, strip.axis.right) if strip.is_panel else (min(xs), max(xs))
    layers.bars.append(line((ends[0], base), (ends[1], base), stroke="quiet", stroke_width=0.6))
    layers.bars += break_marks(strip.axis, base, *ends)
    for item in strip.bare:
        layers.bars.append(_tally(item, base))
    for flag in strip.placement.flags:
        _lay_out_flag(layers, flag, strip, base, sky, options)
    lowest = max(strip.tracks, default=0) * _track_pitch(theme)
    return _lay_out_ghosts(layers, strip, base, base + theme.mark + 2 + lowest, options)


def _line_y(strip: Strip, y: float, theme: Theme) -> float:
    """Return where the line of marks runs, under the rows of labels."""
    rows = strip.placement.rows
    return y + (rows - 0.5) * theme.flag + BAND + theme.mark + 2 if rows else y


def _row_y(row: int, base: float, theme: Theme) -> float:
    return base - theme.mark - 2 - BAND - (row - 0.5) * theme.flag


def _track_pitch(theme: Theme) -> float:
    return theme.mark * 2 + 1.5


def _tally(item: Item, y: float) -> Shape:
    return line((item.x, y - 2.6), (item.x, y + 2.6), stroke=item.event.outcome, stroke_width=0.8)


def _lay_out_flag(layers: Layers, flag: Flag, strip: Strip, base: float, sky: Sky, options: Options) -> None:
    theme = options.theme
    members = strip.placement.members(flag)
    pitch = _track_pitch(theme)
    for index in members:
        if strip.items[index].is_bar:
            item, y = strip.items[index], base + strip.tracks[index] * pitch
            strength = 0.5 if item.event.is_span else 0.3
            layers.bars += vague_bar(
                item.event, item.left, item.right, y, theme, least=1.2, strength=strength
            )
    start = base + strip.tracks[members[0]] * pitch - theme.mark * 0.6
    start = base - theme.mark - 1.2 if flag.grouped else start
    low, centre = base - theme.mark - 1.2, _row_y(flag.row, base, theme)
    route = ((flag.anchor, start), (flag.anchor, low), (flag.pole, low - BAND))
    foot = centre + theme.moon * (0.5 if flag.grouped else 1.0)
    layers.leaders.append(line(*route, (flag.pole, foot), stroke="quiet", stroke_width=0.5))
    drawn: list[Part] = []
    for index in members:
        item, y = strip.items[index], base + strip.tracks[index] * pitch
        drawn += marks.mark(item.event.kind, item.event.outcome, item.x, y, theme.mark)
    if flag.grouped:
        _lay_out_group(layers, flag, strip, drawn, base, centre, options)
        return
    item = strip.items[members[0]]
    context = sky.contexts.get(item.event.address)
    drawn += moon_of(flag.pole, centre, context, theme.moon)
    drawn += _label(layers, item, flag.pole + theme.moon + TEXT_GAP, centre, options)
    title = event_words(item.event, context, options.tz)
    layers.events.append(Group("event", tuple(drawn), item.event.address, title))


def _lay_out_group(
    layers: Layers, flag: Flag, strip: Strip, drawn: list[Part], base: float, centre: float, options: Options
) -> None:
    """Add a counted group's label; what it stands for is told in full in its tooltip and in a notice."""
    theme = options.theme
    text = strip.group_text(flag.first, flag.last)
    xs = [strip.items[index].x for index in strip.placement.members(flag)]
    low = base - theme.mark - 1.2
    bracket = ((min(xs), low + 2), (min(xs), low), (max(xs), low), (max(xs), low + 2))
    layers.leaders.append(line(*bracket, stroke="quiet", stroke_width=0.5))
    drawn.append(circle(flag.pole, centre, theme.moon * 0.5, fill="quiet"))
    x = flag.pole + theme.moon + TEXT_GAP
    drawn.append(Text(x, centre + theme.text * 0.33, text, theme.text))
    members = [strip.items[index].event for index in strip.placement.members(flag)]
    words = "; ".join(event_words(event, None, options.tz) for event in members)
    layers.events.append(Group("group", tuple(drawn), "", words))
    layers.grouped.append(Counted(text, tuple(short_words(event, options.tz) for event in members)))


def _label(layers: Layers, item: Item, x: float, centre: float, options: Options) -> list[Part]:
    """Return a label's two lines, cut at the figure's edge where it is longer than the whole room."""
    theme = options.theme
    room = options.width - 2 - x
    label = shown = item.event.label
    if text_width(label, theme.text) > room:
        shown = shorten(label, theme.text, room)
        layers.notices.append(
            f"the label {label!r} is longer than the figure is wide and is cut to {shown!r}"
        )
    parts: list[Part] = [Text(x, centre - theme.text * 0.27, shown, theme.text)]
    for text, width in date_line(item.words, theme):
        parts.append(replace(text, x=x, y=centre + theme.text * 0.95 + text.y))
        x += width
    return parts


def moon_of(x: float, y: float, context: MoonContext | None, radius: float) -> tuple[Shape, ...]:
    """Return the Moon of an instant or a day; a ring where the date is too vague for one.

    On a day around new or full Moon the tilt turns by more than it can be drawn: the disc is all dark or lit.
    """
    if context is None or context.illuminated_fraction is None:
        return unknown_disc(x, y, radius)
    fraction, angle = context.illuminated_fraction, context.bright_limb_angle_deg
    low, high = fraction if isinstance(fraction, tuple) else (fraction, fraction)
    if angle is None and (high < NEARLY or low > 1 - NEARLY):
        return moon_disc(x, y, radius, float(low > 0.5), 270.0)
    if angle is None or high - low > VAGUE_MOON:
        return unknown_disc(x, y, radius)
    return moon_disc(x, y, radius, (low + high) / 2, angle)


def vague_bar(
    event: Event,
    left: float,
    right: float,
    y: float,
    theme: Theme,
    *,
    least: float = 0.0,
    strength: float = 0.3,
) -> list[Part]:
    """Return a date's bar: as wide as it is vague, or `least`, fading where it is approximate or open."""
    date, outcome = event.date, event.outcome
    assert date is not None
    height, width = theme.mark * 1.15, max(right - left, least)
    soft_left = width if date.open_start else width * 0.3 if date.approximate else 0.0
    soft_right = width if date.open_end else width * 0.3 if date.approximate else 0.0
    solid = max(width - soft_left - soft_right, 0.0)
    top, x = y - height / 2, left + soft_left
    parts: list[Part] = []
    if soft_left:
        parts.append(Fade(left, top, soft_left, height, outcome, 0.0, strength))
    if solid and outcome in marks.HOLLOW:
        parts.append(rectangle(x, top, solid, height, "paper", stroke=outcome, stroke_width=0.7))
    elif solid:
        parts.append(rectangle(x, top, solid, height, outcome, opacity=strength))
    if soft_right:
        parts.append(Fade(right - soft_right, top, soft_right, height, outcome, strength, 0.0))
    return parts


def _lay_out_ghosts(layers: Layers, strip: Strip, base: float, y: float, options: Options) -> float:
    """Lay the overtaken claims out on their tracks, joined to what became of them; return the bottom."""
    theme = options.theme
    pitch = theme.small * 1.5
    ends: dict[str, tuple[float, float]] = {}
    for track, ghost in strip.ghosts:
        centre = y + track * pitch + pitch * 0.6
        layers.ghosts += _outline(ghost, centre, theme.unit)
        address = ghost.event.address
        own = (_event_x(strip, ghost.event), base + theme.mark * 0.8)
        became = ends.get(address, own) if ghost.dated else own
        if ghost.rival:
            tie = ((ghost.x, centre - 2), became)
            layers.ghosts.append(line(*tie, stroke="failure", stroke_width=0.5, dash=(1.5, 1.2)))
        elif not ghost.beyond:
            layers.ghosts.append(_movement((ghost.x, centre - 1.7 * theme.unit), became))
            if ghost.dated:
                ends[address] = (ghost.x, centre + 1.7 * theme.unit)
        layers.ghosts += _ghost_words(ghost, centre, options)
    deepest = max((track for track, _ in strip.ghosts), default=-1)
    return y + (deepest + 1) * pitch + (3 if strip.ghosts else 0)


def _ghost_words(ghost: Ghost, centre: float, options: Options) -> list[Part]:
    size, x = options.theme.small, ghost_words_x(ghost, options)
    parts: list[Part] = []
    if x < ghost.right and x + ghost_words_width(ghost, options.theme) > ghost.left:
        parts.append(
            rectangle(
                x - 3, centre - size * 0.7, ghost_words_width(ghost, options.theme) + 6, size * 1.4, "paper"
            )
        )
    parts.append(Text(x, centre + size * 0.33, ghost.note, size, "failure" if ghost.rival else "soft"))
    after = x + text_width(ghost.note, size) + 1.5 * options.theme.unit
    if ghost.numbers:
        raised = centre + size * 0.33 - 1.2 * options.theme.unit
        parts.append(Text(after, raised, ghost.numbers, size - 0.5, "soft"))
    return parts


def _event_x(strip: Strip, event: Event) -> float:
    return next(item.x for item in (*strip.items, *strip.bare) if item.event is event)


def _outline(ghost: Ghost, y: float, unit: float) -> list[Part]:
    """Return the outline of a claim as wide as it is vague; it fades where an end is open."""
    stroke = "failure" if ghost.rival else "ghost"
    width, half = ghost.right - ghost.left, 1.7 * unit
    if ghost.beyond:
        tip, side = (ghost.x + 2.6 * unit * ghost.beyond, y), 2.2 * unit
        return [polygon(tip, (ghost.x, y - side), (ghost.x, y + side), fill=stroke, stroke=stroke)]
    if width < 2.4 * unit:
        middle = (ghost.left + ghost.right) / 2
        return [circle(middle, y, 1.9 * unit, fill="paper", stroke=stroke, stroke_width=0.8)]
    if ghost.date.open_start or ghost.date.open_end:
        strengths = (0.0, 0.6) if ghost.date.open_start else (0.6, 0.0)
        return [Fade(ghost.left, y - half, width, 2 * half, stroke, *strengths)]
    return [rectangle(ghost.left, y - half, width, 2 * half, "paper", stroke=stroke, stroke_width=0.7)]


def _movement(start: tuple[float, float], end: tuple[float, float]) -> Shape:
    """Return the thin curve from a plan up to where it moved."""
    (x0, y0), (x1, y1) = start, end
    bend = (y0 - y1) * 0.6
    curve = (("M", (start,)), ("C", ((x0, y0 - bend), (x1, y1 + bend), end)))
    return Shape(curve, None, "ghost", 0.6)
