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
from figures.textfit import wrap
from figures.words import date_words, degrees, event_words, moon_words

if TYPE_CHECKING:
    from figures.sky import Sky
    from timeline.model import Event, Mission, Organisation

WHEN_COLUMN, MOON_COLUMN, NOTE_COLUMN = 1, 3, 5
MAX_GAP = 20.0
LEAST_NOTE = 60.0  # points that a note takes at the least: in less it is left to the tooltip and the file
PITCH = 1.3  # of the type's size: from line to line in a row

Row = tuple[str, list[str], str, str, str, str]


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
        ["When"],
        _heading(zero.words) if zero else "",
        "Moon",
        "Sun at site" * bool(sun_deg),
        "Note",
    )
    lefts = _columns([heads, *rows], options)
    for x, word, column in zip(lefts, heads, zip(*rows, strict=True), strict=True):
        head = "".join(word)
        if any(column) and x + text_width(head, theme.small) <= options.right:
            layers.lanes.append(Text(x, y + theme.small, head, theme.small, "soft"))
    y += theme.small + 4
    layers.rules.append(line((theme.margin, y), (options.right, y), stroke="quiet", stroke_width=0.5))
    y += 3
    for event, row in zip(lane.events, rows, strict=True):
        centre = y + theme.row * 1.15 / 2
        mark = marks.mark(event.kind, event.outcome, theme.margin + theme.mark, centre, theme.mark)
        drawn: list[Part] = [*mark]
        if row[MOON_COLUMN]:
            context = sky.contexts.get(event.address)
            drawn += moon_of(lefts[MOON_COLUMN] - theme.moon * 1.5, centre, context, theme.moon * 0.85)
        cells, lines = _cells(row, lefts, centre + theme.text * 0.33, options)
        words = event_words(event, sky.contexts.get(event.address), options.tz)
        layers.events.append(Group("row", (*drawn, *cells), f"row.{event.address}", words))
        y += theme.row * 1.15 + (lines - 1) * theme.text * PITCH
    return y


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _row(event: Event, sky: Sky, zero: Zero | None, sun_deg: Mapping[str, float], options: Options) -> Row:
    context, date = sky.contexts.get(event.address), event.date
    words = date_words(event, options.numbers, options.tz)
    when = [words.date, *(f"or {text}" for text, _ in words.others)] if date else ["no date given"]
    instant = date.middle_us if date and date.is_instant else None
    since = elapsed_words(instant - zero.us) if instant is not None and zero else ""
    moon = (
        moon_words(context.phase_name, context.illuminated_fraction).removeprefix("Moon ") if context else ""
    )
    height = degrees(sun_deg[event.address], 1) if event.address in sun_deg else ""
    return event.label, when, since, moon, height, event.note


def _columns(rows: Sequence[Row], options: Options) -> list[float]:
    """Return where columns begin: each as wide as it needs, the last one with what room is left."""
    theme = options.theme
    sizes = [
        max(text_width(text, theme.text) for row in rows for text in _lines(row[i]))
        for i in range(NOTE_COLUMN)
    ]
    x = theme.margin + theme.mark * 2 + 7
    moon = theme.moon * 2.2
    gap = min(max((options.right - x - sum(sizes) - moon) / NOTE_COLUMN, 8.0), MAX_GAP)
    lefts = []
    for index, size in enumerate(sizes):
        x += moon if index == MOON_COLUMN else 0.0
        lefts.append(x)
        x += size + (gap if size else 0.0)
    return [*lefts, x]


def _lines(cell: str | list[str]) -> list[str]:
    return [cell] if isinstance(cell, str) else cell


def _cells(row: Row, lefts: Sequence[float], baseline: float, options: Options) -> tuple[list[Text], int]:
    """Return a row's texts and how many lines they take: dates that contradict, and a long note, go on below."""
    size, room = options.theme.text, options.right - lefts[NOTE_COLUMN]
    note = wrap(row[-1], size, room) if room > LEAST_NOTE else []
    cells = [
        Text(x, baseline + size * PITCH * number, text, size, _fill(column, number))
        for column, (x, cell) in enumerate(zip(lefts, (*row[:NOTE_COLUMN], note), strict=True))
        for number, text in enumerate(_lines(cell))
        if text
    ]
    return cells, max(len(row[WHEN_COLUMN]), len(note), 1)


def _fill(column: int, number: int) -> str:
    if column == WHEN_COLUMN and number:
        return "failure"
    return "soft" if column else "ink"
