"""A card of the `moons` figure: the Moon's face at an event, and under it what, when, and how the Moon stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, TypeAlias

from figures import marks
from figures.fonts import text_width
from figures.maria import on_sphere
from figures.moonmap import in_view, moon_face, view_of
from figures.scene import Group, Part, Shape, Text, line
from figures.textfit import wrap
from figures.words import date_words, degrees, event_words, moon_words

if TYPE_CHECKING:
    from ephemeris.context import MoonContext
    from figures.layers import Options
    from figures.moons.sky import Face
    from figures.theme import Theme
    from timeline.model import Event

CLEAR = 0.035  # of a face's width, more than which its text stands below it
DROP, RISE = 0.3, 1.02  # of the size: what a browser's box of a text takes below and above its baseline
SPACED = 1.2  # points between a date and the numbers of its sources
Line: TypeAlias = tuple[Text, ...]
Atom: TypeAlias = list[Text]


@dataclass(frozen=True, slots=True)
class Card:
    """An event with its face, and the lines under it at x = 0; `height` is that of the lines."""

    event: Event
    face: Face
    context: MoonContext
    lines: tuple[Line, ...]
    height: float

    @property
    def label(self) -> str:
        """The label as it is written, its lines joined."""
        size = max(text.size for each in self.lines for text in each)
        return " ".join(text.text for each in self.lines for text in each if text.size == size)

    @property
    def cut(self) -> bool:
        """Whether a word of the label is longer than the card is wide."""
        return self.label.split() != self.event.label.split()


def gap_below(size: float, theme: Theme) -> float:
    """Return how far under a face of a width its text begins."""
    return theme.text * 0.35 + size * CLEAR


def make_card(
    event: Event, face: Face, context: MoonContext, room: float, options: Options, brief: bool = False
) -> Card:
    """Return an event's card with its lines broken to a room; a brief one tells the phase alone of the Moon."""
    theme = options.theme
    label = [(Text(0, 0, text, theme.text),) for text in wrap(event.label, theme.text, room)]
    when = _flowed(_date_words(event, options), room)
    facts = [
        text
        for fact in moon_facts(face, context)[: 1 if brief else None]
        for part in ([fact] if text_width(fact, theme.small) <= room else _halves(fact))
        for text in wrap(part, theme.small, room)
    ]
    told = [(Text(0, 0, text, theme.small, "soft"),) for text in facts]
    lines, bottom = _stacked([(label, 0.0), (when, 0.0), (told, theme.text * 0.16)])
    return Card(event, face, context, tuple(lines), bottom)


def draw_card(card: Card, x: float, y: float, size: float, options: Options) -> Group:
    """Return a card with its left end at x and the top of its face at y; `size` is how wide the face is."""
    theme, radius = options.theme, size / 2
    mark, top = theme.mark, y + size + gap_below(size, theme)
    drawn: list[Part] = [*marks.mark(card.event.kind, card.event.outcome, x + mark, y + mark * 1.1, mark)]
    drawn += draw_face(card.face, x + beside_mark(size, theme) + radius, y + radius, radius)
    for text in (text for each in card.lines for text in each):
        drawn.append(replace(text, x=x + text.x, y=top + text.y))
    return Group(
        "event", tuple(drawn), card.event.address, card_words(card, options), tuple(face_data(card.face))
    )


def beside_mark(size: float, theme: Theme) -> float:
    """Return how far a small face moves to the right to be clear of the mark in its corner; a large one stays."""
    mark, radius = theme.mark, size / 2
    clear, above = radius + mark * 1.4, radius - mark * 1.1
    return max(sqrt(max(clear * clear - above * above, 0.0)) - radius + mark, 0.0)


def draw_face(face: Face, x: float, y: float, radius: float) -> tuple[Part, ...]:
    """Return a face centred at x, y with a tick on its rim at the Moon's north pole."""
    parts = moon_face(
        x,
        y,
        radius,
        subearth=face.subearth,
        subsolar=face.subsolar,
        subsolar_end=face.subsolar_end,
        axis_angle_deg=face.axis_angle_deg,
        site=face.site,
    )
    return (*parts, pole_tick(x, y, radius, face.axis_angle_deg))


def pole_tick(x: float, y: float, radius: float, axis_angle_deg: float) -> Shape:
    """Return the tick outside the rim where the Moon's axis points north."""
    north = view_of(x, y, 1.0, (0.0, 0.0), axis_angle_deg).see(on_sphere(90.0, 0.0))[0]
    ends = [
        (x + (north[0] - x) * reach, y + (north[1] - y) * reach)
        for reach in (radius + 0.8, radius + max(radius * 0.085, 2.4))
    ]
    return line(*ends, stroke="soft", stroke_width=0.8)


def moon_facts(face: Face, context: MoonContext) -> list[str]:
    """Say how the Moon stood: phase and lit share, distance, and the Sun and the Earth at the site."""
    vague = face.subsolar_end is not None
    about = "about " if vague else ""
    phase = moon_words(context.phase_name, context.illuminated_fraction).removeprefix("Moon ")
    name, _, share = phase.partition(", ")
    facts = [f"{name}, {about}{share}".capitalize()]
    if context.distance_km is not None:
        facts.append(f"{about}{_distance_words(context.distance_km)} away".capitalize())
    if face.sun_at_site_deg is not None:
        facts.append(f"Sun at site {about}{_height_words(face.sun_at_site_deg)}")
    eclipse = f"{face.eclipse.capitalize()} lunar eclipse, not drawn" if face.eclipse else ""
    return [*facts, *filter(None, (hidden_words(face), eclipse))]


def _halves(fact: str) -> list[str]:
    """Return a fact as the two sentences that its comma divides."""
    first, comma, second = fact.partition(", ")
    return [first, second.capitalize()] if comma else [first]


def hidden_words(face: Face) -> str:
    """Say where a site is that cannot be seen; nothing of one that can."""
    if face.site is None or in_view(face.site, face.subearth):
        return ""
    return "Site behind the limb" if in_view(face.site, (0.0, 0.0)) else "Site on the far side"


def card_words(card: Card, options: Options) -> str:
    """Say a card in one clause: the event, then how the Moon stood."""
    lat, lon = card.face.subearth
    words = [event_words(card.event, card.context, options.tz), *moon_facts(card.face, card.context)[1:]]
    words.append(f"libration {_degrees(lat, 'NS')} {_degrees(lon, 'EW')}")
    return ", ".join(
        [words[0], *(word[0].lower() + word[1:] if word[:3] != "Sun" else word for word in words[1:])]
    )


def _degrees(angle: float, sides: str) -> str:
    return f"{abs(angle):.1f}° {sides[angle < 0]}"


def _distance_words(distance: float | tuple[float, float]) -> str:
    if not isinstance(distance, tuple):
        return f"{distance:,.0f} km"
    low, high = (f"{round(km, -2):,.0f}" for km in distance)
    return f"{low} km" if low == high else f"{low} to {high} km"


def _height_words(heights: tuple[float, float]) -> str:
    if heights[1] - heights[0] < 0.1:
        return degrees(heights[0], 1)
    low, high = (degrees(height) for height in heights)
    return low if low == high else f"{low} to {high}"


def face_data(face: Face) -> Iterable[tuple[str, str]]:
    """Give the numbers that a face is drawn from, in degrees, for whoever reads the file."""
    yield "subearth", " ".join(f"{angle:.3f}" for angle in face.subearth)
    yield "subsolar", " ".join(f"{angle:.3f}" for angle in face.subsolar)
    yield "axis", f"{face.axis_angle_deg:.3f}"


def _date_words(event: Event, options: Options) -> list[list[Atom]]:
    """Return an event's date and what contradicts it, word by word; sources stay with the word before them."""
    theme, words = options.theme, date_words(event, options.numbers, options.tz)
    when, small = theme.text - 0.5, theme.small - 0.5
    phrases: list[list[Atom]] = []
    told = [
        (words.date, words.numbers, "soft"),
        *((f"or {date}", by, "failure") for date, by in words.others),
    ]
    for date, numbers, fill in told:
        atoms = [[Text(0, 0, word, when, fill)] for word in _words(date)]
        if numbers and atoms:
            atoms[-1].append(Text(0, -theme.text * 0.18, numbers, small, "soft"))
        phrases.append(atoms)
    return phrases


def _words(date: str) -> list[str]:
    """Return a date word by word, `UTC` with its time."""
    found: list[str] = []
    for word in date.split():
        found[-1:] = [f"{found[-1]} {word}"] if word == "UTC" and found else [*found[-1:], word]
    return found


def _flowed(phrases: Sequence[Sequence[Atom]], room: float) -> list[Line]:
    """Return lines of atoms, which are not broken; a phrase is only where no line holds it."""
    lines: list[list[Text]] = []
    x = 0.0
    for phrase in phrases:
        whole = sum(map(_width, phrase)) + sum(text_width(" ", atom[0].size) for atom in phrase)
        for index, atom in enumerate(phrase):
            space = text_width(" ", atom[0].size)
            needed = space + _width(atom) if index else min(whole, space + room)
            if not lines or x + needed > room:
                lines.append([])
                x = -space
            for place, text in enumerate(atom):
                x += SPACED if place else space
                lines[-1].append(replace(text, x=x))
                x += text_width(text.text, text.size)
    return [_joined(each) for each in lines]


def _width(atom: Atom) -> float:
    return sum(text_width(text.text, text.size) for text in atom) + SPACED * (len(atom) - 1)


def _joined(texts: Sequence[Text]) -> Line:
    joined: list[Text] = []
    for text in texts:
        if joined and (joined[-1].size, joined[-1].fill, joined[-1].y) == (text.size, text.fill, text.y):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {text.text}")
        else:
            joined.append(text)
    return tuple(joined)


def _stacked(blocks: Sequence[tuple[Sequence[Line], float]]) -> tuple[list[Line], float]:
    """Return the lines of blocks under each other from y = 0, each block after its gap, and their bottom."""
    lines: list[Line] = []
    baseline = below = 0.0
    for block, gap in blocks:
        for index, each in enumerate(block):
            size = max(text.size for text in each)
            baseline += below + size * RISE + (gap if index == 0 else 0.0)
            lines.append(tuple(replace(text, y=baseline + text.y) for text in each))
            below = size * DROP
    return lines, baseline + below
