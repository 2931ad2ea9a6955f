"""The `moons` figure: the Moon's face at each event, as it stood, mission by mission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from figures import notes
from figures.lanes import is_placed
from figures.layers import USUAL, Layers, Options
from figures.moons.cards import CLEAR, Card, card_words, draw_card, gap_below, make_card
from figures.moons.notes import lay_out_key, list_events, without_face
from figures.moons.sky import Face, has_one_moon, look_up_moons, moments_of
from figures.scene import Scene, Text, scaled
from figures.textfit import wrap
from figures.theme import LIGHT
from figures.words import event_words, span_words
from timeline.model import Event

if TYPE_CHECKING:
    from figures.moons.sky import Lane
    from figures.scene import Weight
    from figures.sky import Sky
    from timeline.model import Timeline

__all__ = ["Face", "lay_out_moons", "look_up_moons", "missing_for_moons"]

FACE: Final = 84.0  # points across where the text has 8
EASY: Final = 0.7  # of that: still easy to look at
LEAST_FACE: Final = 40.0
MOST_FACE: Final = 210.0
COLUMN: Final = 112.0  # what a card's text wants
GAP: Final = 14.0
SMALLEST: Final = 6.0  # points: what can still be read in print


def missing_for_moons(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where it has all."""
    events = [event for lane in timeline.lanes if lane.id in lanes for event in lane.events]
    if any(has_one_moon(event.date) for event in events):
        return ""
    return (
        "no event has a date known to the day, so there is no single Moon to draw (such as date: 2025-06-05)"
    )


def lay_out_moons(
    timeline: Timeline,
    sky: Sky,
    options: Options = USUAL,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
    *,
    faces: Mapping[str, Face],
) -> Scene:
    """Return the Moon's faces as a scene: a card for each event with a single Moon, all others in lines.

    With a `height` the faces are as large as it allows; where even small ones do not fit, type shrinks to 6
    points, then the sources and most of what is told of the Moon go, and what is cut off even then is told in a
    notice. `lanes` names the missions,
    all by default. `now` changes nothing: no axis of time is drawn.
    """
    chosen = tuple(lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    options = replace(options, numbers=timeline.source_numbers)
    page = _Page(timeline, chosen, sky, faces, options)
    if height is None:
        return _scene(page.with_faces(FACE * page.unit))
    return _fitted(page, height)


def _fitted(page: _Page, height: float) -> Scene:
    """Return the page at the height asked for, with the least of what makes it smaller that is enough."""
    floor = min(1.0, SMALLEST / (page.options.theme.small - 0.5))
    scales = [floor + (1.0 - floor) * step / 4 for step in range(4, -1, -1)] if floor < 1.0 else [1.0]
    ways = [(scale, FACE * EASY, True, False) for scale in scales]
    ways += [
        (floor, LEAST_FACE, True, False),
        (floor, LEAST_FACE, False, False),
        (floor, LEAST_FACE * 0.7, False, True),
    ]
    for scale, least, sources, brief in ways:
        options = replace(page.options, width=page.options.width / scale, sources=sources)
        sized = _with_largest_faces(replace(page, options=options, brief=brief), height / scale, least)
        needed = _scene(sized, bare=True).height * scale
        if needed <= height + 1e-6:
            return replace(scaled(_scene(sized), scale), height=height)
    short = f"the figure is {height:.0f} pt tall and needs {needed:.0f}: its foot is cut off"
    scene = scaled(_scene(sized), scale)
    return replace(scene, height=height, notices=(*scene.notices, short))


@dataclass(frozen=True, slots=True)
class _Page:
    """What is drawn, and with faces how wide in how many columns."""

    timeline: Timeline
    lanes: tuple[Lane, ...]
    sky: Sky
    faces: Mapping[str, Face]
    options: Options
    face: float = 0.0
    columns: int = 1
    brief: bool = False

    @property
    def unit(self) -> float:
        """How much larger the theme's type is than that of a report."""
        return self.options.theme.text / LIGHT.text

    def column(self, columns: int) -> float:
        """Return how wide a card is in so many columns."""
        gap = GAP * self.unit
        return (self.options.right - self.options.left + gap) / columns - gap

    def with_faces(self, face: float) -> _Page:
        """Return the page with faces of a width, in as many columns as they and the text leave room for."""
        gap, wide = GAP * self.unit, max(COLUMN * self.unit * (0.75 if self.brief else 1.0), face)
        most = max(1, int((self.options.right - self.options.left + gap) // (wide + gap)))
        columns = self.filled(most)
        return replace(self, face=min(face, self.column(columns)), columns=columns)

    def filled(self, most: int) -> int:
        """Return how many of so many columns are needed for no more rows: a row then has no empty end."""
        counts = [len(self.carded(lane)) for lane in self.lanes]
        return max((ceil(count / ceil(count / most)) for count in counts if count), default=1)

    def carded(self, lane: Lane) -> list[Event]:
        """Return the events of a lane that have a face, in order of time."""
        return sorted(
            (event for event in lane.events if event.address in self.faces), key=lambda e: moments_of(e)[0]
        )


def _with_largest_faces(page: _Page, height: float, least: float) -> _Page:
    """Return the page with the largest faces that fit a height, with the least where none do."""
    best = page.with_faces(least * page.unit)
    for columns in range(1, best.columns + 1):
        wide = page.column(columns)
        trial = replace(page, face=min(wide * 0.86, MOST_FACE * page.unit), columns=columns)
        rows = sum(ceil(len(page.carded(lane)) / columns) for lane in page.lanes)
        spare = height - _scene(trial, bare=True).height
        face = trial.face + min(spare, 0.0) / max(rows, 1) / (1.0 + CLEAR)
        if face > best.face:
            best = replace(trial, face=face)
    return best


def _scene(page: _Page, bare: bool = False) -> Scene:
    """Return the page as a scene; a bare one, without the faces, tells how tall it is."""
    options, layers, timeline = page.options, Layers(), page.timeline
    theme = options.theme
    events = [event for lane in page.lanes for event in lane.events]
    span = span_words([event.date for event in events if event.date and is_placed(event)])
    subject = " · ".join(["The Moon's face at each event", *([span] if span else [])])
    head, y = notes.heading(timeline, subject, events, options.width, theme, options.tz)
    said = []
    for index, lane in enumerate(page.lanes):
        y, clauses = _lane(layers, lane, y + theme.row * (1.3 if index else 0.5), page, bare)
        said.append(f"{lane.name}: {'; '.join(clauses)}." if clauses else "")
    if page.brief:
        layers.notices.append(
            "there is no room for the Moon's distance and the Sun at the site: the alt text tells them"
        )
    shown = [page.faces[event.address] for lane in page.lanes for event in page.carded(lane)]
    if shown:
        y = lay_out_key(layers, shown, y + theme.row * 1.2, options)
    # the legend tells kinds and outcomes only: no date is drawn here
    kinds = [
        Event(id=event.id, kind=event.kind, label=event.label, outcome=event.outcome) for event in events
    ]
    cited = notes.cited_sources(page.lanes) if options.sources else set()
    foot, total = notes.footing(timeline, cited, kinds, y + theme.row, options.width, theme)
    lead = f"{timeline.title}. The Moon's face at each of {len(shown)} events{span and ', ' + span}, "
    lead += "as seen from the Earth's centre, celestial north up."
    return Scene(
        options.width,
        total,
        (head, *layers.groups(), foot),
        timeline.title,
        " ".join(filter(None, [lead, *said])),
        notes.provenance(timeline),
        tuple(layers.notices),
    )


def _lane(layers: Layers, lane: Lane, y: float, page: _Page, bare: bool) -> tuple[float, list[str]]:
    """Lay a lane out below y; return its bottom and its events in words."""
    options, theme = page.options, page.options.theme
    name_bottom = _lane_name(layers, lane, y + theme.lane * 0.7, options)
    carded = page.carded(lane)
    room = page.column(page.columns)
    cards = [
        make_card(event, page.faces[event.address], context, room, options, page.brief)
        for event in carded
        if (context := page.sky.contexts[event.address]) is not None
    ]
    # without a card the lists stand level with the name
    y = _cards(layers, cards, y, page, bare) if cards else y + theme.lane * 0.7 - theme.row * 0.95
    layers.notices += [
        f"the label {card.event.label!r} is cut to {card.label!r}" for card in cards if card.cut
    ]
    words = [card_words(card, options) for card in cards]
    for lead, events in without_face(lane.events, page.faces, page.sky):
        y = list_events(layers, lead, events, y, page.sky, options)
        words += [event_words(event, page.sky.contexts.get(event.address), options.tz) for event in events]
    return max(y, name_bottom), words


def _lane_name(layers: Layers, lane: Lane, baseline: float, options: Options) -> float:
    """Write a lane's name with its vehicle and site under it, and return the bottom."""
    theme, room = options.theme, options.theme.gutter - 12
    texts = [(text, theme.lane, "ink") for text in wrap(lane.name, theme.lane, room, "semibold")]
    for detail in notes.lane_details(lane):
        texts += [(text, theme.small, "soft") for text in wrap(detail, theme.small, room)]
    for text, size, fill in texts:
        weight: Weight = "semibold" if fill == "ink" else "regular"
        layers.lanes.append(Text(theme.margin, baseline, text, size, fill, weight))
        baseline += size * 1.3
    return baseline


def row_lengths(count: int, columns: int) -> list[int]:
    """Return how many cards each row holds: all rows but the last are full, and no card stands in one alone."""
    full, rest = divmod(count, columns)
    lengths = [columns] * full + [rest] * (rest > 0)
    if rest == 1 and full and columns > 2:
        lengths[-2:] = [columns + 1 - (columns + 1) // 2, (columns + 1) // 2]
    return lengths


def _cards(layers: Layers, cards: Sequence[Card], y: float, page: _Page, bare: bool) -> float:
    """Lay cards out in rows, and return the bottom of the last."""
    options = page.options
    pitch = page.column(page.columns) + GAP * page.unit
    start = 0
    for length in row_lengths(len(cards), page.columns):
        row = cards[start : start + length]
        start += length
        y += options.theme.row * 0.9 if start > length else 0.0
        if not bare:
            lefts = [options.left + pitch * index for index in range(len(row))]
            layers.events += [draw_card(c, x, y, page.face, options) for c, x in zip(row, lefts, strict=True)]
        y += page.face + gap_below(page.face, options.theme) + max(card.height for card in row)
    return y
