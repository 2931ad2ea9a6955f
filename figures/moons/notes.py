"""What stands under the faces of the `moons` figure: the events that have none, and how a face is to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from figures import marks
from figures.fonts import text_width
from figures.lanes import is_placed
from figures.maria import SOURCE
from figures.moonmap import HALF_LIT, site_mark
from figures.moons.cards import hidden_words, pole_tick
from figures.scene import Group, Part, Text, circle
from figures.textfit import shorten, wrap
from figures.words import date_words, event_words

if TYPE_CHECKING:
    from figures.layers import Layers, Options
    from figures.moons.sky import Face
    from figures.sky import Sky
    from timeline.model import Event

HOW_SEEN: Final = (
    "Each Moon is drawn as seen from the Earth's centre, celestial north up and east at the left, as it stands in the "
    "south for people in the north: with the lean of its axis, its libration and its terminator. All have one size."
)
HOW_HIGH: Final = "The Sun at a site: the height of its centre over a smooth sphere; hills are not in it."
WHOSE_MARIA: Final = (
    "Maria after the centres and diameters in the IAU's Gazetteer of Planetary Nomenclature "
    "(planetarynames.wr.usgs.gov)"
)
UNDATED, UNKNOWN, VAGUE = "No date given:", "Beyond the Moon's tables:", "No single Moon:"


def without_face(
    events: Sequence[Event], faces: Mapping[str, Face], sky: Sky
) -> list[tuple[str, list[Event]]]:
    """Return the events that have no face, by why they have none."""
    found: dict[str, list[Event]] = {VAGUE: [], UNKNOWN: [], UNDATED: []}
    for event in events:
        if event.address not in faces:
            context = sky.contexts.get(event.address)
            outside = context is not None and context.note
            found[UNKNOWN if outside else VAGUE if is_placed(event) else UNDATED].append(event)
    return [(lead, those) for lead, those in found.items() if those]


def list_events(
    layers: Layers, lead: str, events: Sequence[Event], y: float, sky: Sky, options: Options
) -> float:
    """List events in lines below y, each with its mark and its date, and return the bottom."""
    theme = options.theme
    baseline = y + theme.row * 0.95
    layers.lanes.append(Text(options.left, baseline, lead, theme.text, "soft"))
    start = x = options.left + text_width(lead, theme.text) + 8
    for event in events:
        texts, wide = _entry(event, options.right - start, options)
        if x + wide > options.right and x > start:
            x, baseline = start, baseline + theme.text * 1.45
        if texts[0].text != event.label:
            layers.notices.append(f"the label {event.label!r} is cut to {texts[0].text!r}")
        size = theme.mark
        centre = baseline - theme.text * 0.33
        drawn: list[Part] = [*marks.mark(event.kind, event.outcome, x + size * 0.7, centre, size)]
        drawn += [replace(text, x=x + text.x, y=baseline + text.y) for text in texts]
        words = event_words(event, sky.contexts.get(event.address), options.tz)
        layers.events.append(Group("event", tuple(drawn), event.address, words))
        x += wide + 11
    return baseline + theme.text * 0.35


def _entry(event: Event, room: float, options: Options) -> tuple[list[Text], float]:
    """Return an event's label, date and sources in one line from x = 0, cut to a room, and how wide they are."""
    theme, words = options.theme, date_words(event, options.numbers, options.tz)
    when, small = theme.text - 0.5, theme.small - 0.5
    dates = " ".join([words.date, *(f"or {date}" for date, _ in words.others)]) if is_placed(event) else ""
    numbers = ",".join(filter(None, [words.numbers, *(by for _, by in words.others)]))
    dates = shorten(dates, when, room * 0.6)
    after = (4 if dates else 0) + text_width(dates, when) + 2 + text_width(numbers, small)
    x = theme.mark * 2.4
    texts = [Text(x, 0, shorten(event.label, theme.text, room - x - after), theme.text)]
    x += text_width(texts[0].text, theme.text)
    if dates:
        texts.append(Text(x + 4, 0, dates, when, "soft"))
        x += 4 + text_width(dates, when)
    if numbers:
        texts.append(Text(x + 1.2, -theme.text * 0.18, numbers, small, "soft"))
    return texts, x + 2 + text_width(numbers, small)


def lay_out_key(layers: Layers, faces: Sequence[Face], y: float, options: Options) -> float:
    """Say how the faces are to be read, in icons and sentences, and return the last baseline."""
    theme = options.theme
    x, size = theme.margin, theme.small
    for icon, words in _icons(faces, theme.mark * 0.8):
        layers.axis += icon(x + 4, y)
        layers.axis.append(Text(x + 12, y + size * 0.33, words, size, "soft"))
        x += 23 + text_width(words, size)
    y += size * 0.33
    room, x = options.right - theme.margin, options.right
    told = [
        (HOW_SEEN, ""),
        *([(HOW_HIGH, "")] if any(face.site for face in faces) else []),
        (WHOSE_MARIA, SOURCE),
    ]
    for sentence, href in told:
        wide = text_width(sentence, size)
        beside = href and x + wide <= options.right
        for text in [sentence] if beside else wrap(sentence, size, room):
            y += 0.0 if beside else size * 1.5
            layers.axis.append(Text(x if beside else theme.margin, y, text, size, "soft", href=href))
            x = theme.margin + text_width(text, size) + 4
    return y


def _icons(faces: Sequence[Face], r: float) -> list[tuple[Callable[[float, float], Sequence[Part]], str]]:
    """Return an icon, to be put at a place, and what it means, for each sign that the faces have."""
    icons: list[tuple[Callable[[float, float], Sequence[Part]], str]] = [
        (lambda x, y: (circle(x, y, r, stroke="moon-rim"), pole_tick(x, y, r, 0.0)), "the Moon's north pole")
    ]
    if any(face.site is not None and not hidden_words(face) for face in faces):
        icons.append((lambda x, y: site_mark(x, y, r * 0.75), "landing site"))
    if any(face.subsolar_end is not None for face in faces):
        icons.append((lambda x, y: _partly_lit(x, y, r), "lit for part of the date"))
    return icons


def _partly_lit(x: float, y: float, radius: float) -> tuple[Part, ...]:
    return (
        circle(x, y, radius, fill="moon-dark", stroke="moon-rim"),
        circle(x, y, radius, fill="moon-lit", opacity=HALF_LIT),
    )
