"""The title of a film: what it is about, in words that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures.film.scenes.pieces import BODY, SMALL, TITLE
from figures.fonts import text_width
from figures.scene import Text
from figures.textfit import shorten, wrap
from timeline.model import Mission

if TYPE_CHECKING:
    from figures.film.scenes.boxes import Box
    from figures.film.scenes.pieces import Look
    from figures.film.scenes.script import Script
    from figures.scene import Part


def title_words(title: str, script: Script) -> tuple[str, str]:
    """Return the title and the line under it: a mission with its vehicle, or the timeline with its missions."""
    if len(script.lanes) != 1:
        named = [lane.name for lane in script.lanes if isinstance(lane, Mission)]
        return title, f"{len(named)} missions" if len(named) > 1 else ", ".join(named)
    lane = script.lanes[0]
    if not isinstance(lane, Mission):
        return lane.name, ""
    return lane.name, ", ".join(each for each in (lane.vehicle, lane.operator) if each)


def title_parts(look: Look, box: Box, words: tuple[str, str]) -> list[Part]:
    """Return the title within its box, smaller or in two lines where it is long."""
    unit = look.unit
    title, under = words
    size = TITLE * unit
    lines = [title]
    if text_width(title, size, "semibold") > box.width:
        size = max(size * box.width / text_width(title, size, "semibold"), size * 0.72)
        lines = wrap(title, size, box.width, "semibold")
    if len(lines) > 1:
        size = min(size, 23.0 * unit)
        lines = wrap(title, size, box.width, "semibold")
    if len(lines) > 2:
        lines = [lines[0], shorten(" ".join(lines[1:]), size, box.width, "semibold")]
    y = box.y + 0.95 * TITLE * unit * (1.0 if len(lines) == 1 else 0.72)
    parts: list[Part] = []
    for line in lines:
        parts.append(Text(box.x, y, line, size, "ink", "semibold"))
        y += size * 1.18
    y += 27 * unit - size * 1.18
    small = BODY * unit if text_width(under, BODY * unit) <= box.width else SMALL * unit
    told = wrap(under, small, box.width)
    if len(told) > 2 or (len(lines) > 1 and len(told) > 1):
        told = [shorten(under, small, box.width)]
    for line in told:
        parts.append(Text(box.x, y, line, small, "soft"))
        y += small * 1.25
    return parts
