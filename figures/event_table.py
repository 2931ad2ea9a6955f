"""A table of a mission's events: when, since launch, the Moon, the Sun over the site, and what was noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from figures import marks
from figures.elapsed import Zero, elapsed_words, find_zero
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.scene import Group, Part, Text, line
from figures.strips import moon_of
from figures.textfit import shorten
from figures.words import date_words, event_words, moon_words

if TYPE_CHECKING:
    from figures.sky import Sky
    from timeline.model import Event, Mission, Organisation

Row = tuple[str, str, str, str, str, str]
MOON_COLUMN, NOTE_COLUMN = 3, 5
MAX_GAP = 20.0


def lay_out_table(
    layers: Layers,
    lane: Mission | Organisation,
    sky: Sky,
    sun_deg: Mapping[str, float],
    y: float,
    options: Options,
) -> float:
    """Lay the table out below y and return its bottom; `sun_deg` is the Sun's elevation by event address."""
    theme, zero = options.theme, find_zero(lane.events, options.elapsed)
    rows = [_row(event, sky, zero, sun_deg, options) for event in lane.events]
    heads = (
        "Event",
        "When",
        _heading(zero.words) if zero else "",
        "Moon",
        "Sun at site" * bool(sun_deg),
        "Note",
    )
    lefts = _columns([heads, *rows], options)
    for x, word, column in zip(lefts, heads, zip(*rows, strict=True), strict=True):
        if any(column) and x + text_width(word, theme.small) <= options.right:
            layers.lanes.append(Text(x, y + theme.small, word, theme.small, "soft"))
    y += theme.small + 4
    layers.rules.append(line((theme.margin, y), (options.right, y), stroke="quiet", stroke_width=0.5))
    pitch = theme.row * 1.15
    for number, (event, row) in enumerate(zip(lane.events, rows, strict=True)):
        centre = y + 3 + pitch * (number + 0.5)
        drawn: list[Part] = [
            *marks.mark(event.kind, event.outcome, theme.margin + theme.mark, centre, theme.mark)
        ]
        if row[MOON_COLUMN]:
            context = sky.contexts.get(event.address)
            drawn += moon_of(lefts[MOON_COLUMN] - theme.moon * 1.5, centre, context, theme.moon * 0.85)
        drawn += _cells(row, lefts, centre + theme.text * 0.33, options)
        words = event_words(event, sky.contexts.get(event.address), options.tz)
        layers.events.append(Group("row", tuple(drawn), f"row.{event.address}", words))
    return y + 3 + pitch * len(rows)


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _row(event: Event, sky: Sky, zero: Zero | None, sun_deg: Mapping[str, float], options: Options) -> Row:
    context, date = sky.contexts.get(event.address), event.date
    words = date_words(event, options.numbers, options.tz)
    when = words.date + "".join(f" or {text}" for text, _ in words.others) if date else "no date given"
    instant = date.middle_us if date and date.is_instant else None
    since = elapsed_words(instant - zero.us) if instant is not None and zero else ""
    moon = (
        moon_words(context.phase_name, context.illuminated_fraction).removeprefix("Moon ") if context else ""
    )
    height = f"{sun_deg[event.address]:.1f}°" if event.address in sun_deg else ""
    return event.label, when, since, moon, height, event.note


def _columns(rows: Sequence[Sequence[str]], options: Options) -> list[float]:
    """Return where columns begin: each as wide as it needs, the last one with what room is left."""
    theme = options.theme
    sizes = [max(text_width(row[i], theme.text) for row in rows) for i in range(NOTE_COLUMN)]
    x = theme.margin + theme.mark * 2 + 7
    moon = theme.moon * 2.2
    gap = min(max((options.right - x - sum(sizes) - moon) / NOTE_COLUMN, 8.0), MAX_GAP)
    lefts = []
    for index, size in enumerate(sizes):
        x += moon if index == MOON_COLUMN else 0.0
        lefts.append(x)
        x += size + (gap if size else 0.0)
    return [*lefts, x]


def _cells(row: Row, lefts: Sequence[float], baseline: float, options: Options) -> list[Text]:
    """Return a row's texts, the note cut where the room ends: it stands whole in the file and in the tooltip."""
    size = options.theme.text
    cells = [
        Text(x, baseline, text, size, "ink" if index == 0 else "soft")
        for index, (x, text) in enumerate(zip(lefts[:-1], row[:-1], strict=True))
        if text
    ]
    room = options.right - lefts[NOTE_COLUMN]
    if row[NOTE_COLUMN] and room > 40:
        cells.append(Text(lefts[NOTE_COLUMN], baseline, shorten(row[NOTE_COLUMN], size, room), size, "soft"))
    return cells
