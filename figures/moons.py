"""The `moons` figure: the Moon's face at each event, as it stood, mission by mission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from figures import marks, notes
from figures.axis import DAY
from figures.fonts import text_width
from figures.lanes import is_placed
from figures.layers import Layers, Options
from figures.mooncards import (
    CLEAR,
    Card,
    Face,
    card_words,
    draw_card,
    gap_below,
    hidden_words,
    make_card,
    pole_tick,
)
from figures.moonmap import HALF_LIT, site_mark
from figures.scene import Group, Part, Scene, Text, circle, scaled
from figures.textfit import shorten, wrap
from figures.theme import LIGHT, Theme
from figures.words import date_words, event_words, span_words
from timeline.model import Event

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.scales import Floats, Instants
    from figures.scene import Weight
    from figures.sky import Sky
    from timeline.dates import VagueDate
    from timeline.model import Mission, Organisation, Site, Timeline

    Lane = Mission | Organisation

FACE: Final = 84.0  # points across where the text has 8
EASY: Final = 0.7  # of that: still easy to look at
LEAST_FACE: Final = 40.0
MOST_FACE: Final = 210.0
COLUMN: Final = 112.0  # what a card's text wants
GAP: Final = 14.0
LONGEST_US: Final = 3 * DAY  # of a date that still has a single Moon: a day, or about a day
SMALLEST: Final = 6.0  # points: what can still be read in print
FULL_LIT: Final = 0.98  # the least share of a Moon in any part of an eclipse is above this
HOW_SEEN: Final = (
    "Each Moon is drawn as seen from the Earth's centre, celestial north up and east at the left, as it stands in the "
    "south for people in the north: with the lean of its axis, its libration and its terminator. All have one size.",
    "The maria follow the centres and diameters in the IAU's Gazetteer of Planetary Nomenclature.",
    "The Sun at a site: the height of its centre over a smooth sphere; hills are not in it.",
)


def look_up_moons(lanes: Iterable[Lane]) -> Mapping[str, Face]:
    """Return the face at every event whose date is known to about a day and lies within the kernel, by address."""
    import numpy as np

    from ephemeris.kernel import load_kernel
    from ephemeris.moon import moon
    from ephemeris.site import site

    kernel = load_kernel()
    first, last = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    found = [(event, _site_of(event, lane), moments_of(event)) for lane in lanes for event in lane.events]
    found = [each for each in found if each[2] and first <= each[2][0] and each[2][-1] <= last]
    if not found:
        return {}
    times = np.array([moments for *_, moments in found], dtype="M8[us]")
    places = np.array([(place.lat, place.lon) if place else (0.0, 0.0) for _, place, _ in found], dtype=float)
    sky = moon(times)
    heights = site(times, places[:, :1], places[:, 1:]).sun_elevation_deg
    earths = np.stack([sky.subearth_latitude_deg, sky.subearth_longitude_deg], axis=-1).tolist()
    eclipses = _lunar_eclipses(times[:, 0], times[:, 2], sky.illuminated_fraction.max(axis=1))
    suns = np.stack([sky.subsolar_latitude_deg, sky.subsolar_longitude_deg], axis=-1).tolist()
    return {
        event.address: Face(
            tuple(earth[1]),
            tuple(sun[0]),
            float(axis),
            tuple(sun[2]) if moments[0] < moments[2] else None,
            tuple(at) if place else None,
            (float(up.min()), float(up.max())) if place else None,
            eclipse,
        )
        for (event, place, moments), earth, sun, axis, at, up, eclipse in zip(
            found, earths, suns, sky.axis_angle_deg[:, 1], places.tolist(), heights, eclipses, strict=True
        )
    }


def _lunar_eclipses(starts: Instants, ends: Instants, lit: Floats) -> list[str]:
    """Return the kind of the lunar eclipse that is within each interval; asked only near the full Moon."""
    import numpy as np

    from ephemeris.eclipses import eclipses_during

    kinds = [""] * len(starts)
    near = np.flatnonzero(lit > FULL_LIT)
    for place, found in zip(
        near.tolist(), eclipses_during(starts[near], ends[near]) if len(near) else (), strict=True
    ):
        kinds[place] = next((eclipse.kind for eclipse in found if eclipse.body == "Moon"), "")
    return kinds


def moments_of(event: Event) -> tuple[int, ...]:
    """Return the first, the middle and the last microsecond of a date that has a single Moon, else nothing."""
    date = event.date
    if not _has_one_moon(date):
        return ()
    assert date is not None
    first, middle, last = date.earliest_us, date.middle_us, date.latest_us
    assert first is not None
    assert middle is not None
    assert last is not None
    return (middle, middle, middle) if date.is_instant else (first, middle, last - 1)


def _has_one_moon(date: VagueDate | None) -> bool:
    if date is None or date.duration_us is None:
        return False
    return date.is_instant or date.duration_us <= LONGEST_US


def _site_of(event: Event, lane: Lane) -> Site | None:
    """Return an event's own site, else its mission's, else the first that an event of the mission has."""
    sites = [event.site, getattr(lane, "site", None), *(each.site for each in lane.events)]
    return next((site for site in sites if site and site.lat is not None and site.lon is not None), None)


def missing_for_moons(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where it has all."""
    events = [event for lane in timeline.lanes if lane.id in lanes for event in lane.events]
    if any(_has_one_moon(event.date) for event in events):
        return ""
    return (
        "no event has a date known to the day, so there is no single Moon to draw (such as date: 2025-06-05)"
    )


def lay_out_moons(
    timeline: Timeline,
    sky: Sky,
    *,
    faces: Mapping[str, Face],
    theme: Theme = LIGHT,
    width: float = 780.0,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
    now: VagueDate | None = None,
    tz: tzinfo | None = None,
) -> Scene:
    """Return the Moon's faces as a scene: a card for each event with a single Moon, all others in lines.

    With a `height` the faces are as large as it allows; where even small ones do not fit, type shrinks to 6
    points, then the sources and most of what is told of the Moon go, and what is cut off even then is told in a
    notice. `lanes` names the missions,
    all by default. `now` changes nothing: no axis of time is drawn.
    """
    chosen = tuple(lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    options = Options(theme, width, tz, now, numbers=timeline.source_numbers)
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
        sized = replace(page, options=options, brief=brief)
        scene = scaled(_scene(_with_largest_faces(sized, height / scale, least)), scale)
        if scene.height <= height + 1e-6:
            return replace(scene, height=height)
    short = f"the figure is {height:.0f} pt tall and needs {scene.height:.0f}: its foot is cut off"
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
        columns = max(1, int((self.options.right - self.options.left + gap) // (wide + gap)))
        return replace(self, face=min(face, self.column(columns)), columns=columns)

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
    y = _key(layers, page, y + theme.row * 1.2)
    # the legend tells kinds and outcomes only: no date is drawn here
    kinds = [
        Event(id=event.id, kind=event.kind, label=event.label, outcome=event.outcome) for event in events
    ]
    cited = notes.cited_sources(page.lanes) if options.sources else set()
    foot, total = notes.footing(timeline, cited, kinds, y + theme.row, options.width, theme)
    count = sum(len(page.carded(lane)) for lane in page.lanes)
    lead = f"{timeline.title}. The Moon's face at each of {count} events{span and ', ' + span}, "
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
    for lead, events in _others(lane, page):
        y = _listed(layers, lead, events, y, page)
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


def _cards(layers: Layers, cards: Sequence[Card], y: float, page: _Page, bare: bool) -> float:
    """Lay cards out in rows of nearly equal length, and return the bottom of the last."""
    options = page.options
    pitch = page.column(page.columns) + GAP * page.unit
    rows = ceil(len(cards) / page.columns)
    even, more = divmod(len(cards), rows)
    start = 0
    for length in [even + 1] * more + [even] * (rows - more):
        row = cards[start : start + length]
        y += options.theme.row * 0.9 if start else 0.0
        if not bare:
            lefts = [options.left + pitch * index for index in range(len(row))]
            layers.events += [draw_card(c, x, y, page.face, options) for c, x in zip(row, lefts, strict=True)]
        y += page.face + gap_below(page.face, options.theme) + max(card.height for card in row)
        start += length
    return y


def _others(lane: Lane, page: _Page) -> list[tuple[str, list[Event]]]:
    """Return the events of a lane that have no face, by why they have none."""
    reasons: dict[str, list[Event]] = {
        "No single Moon:": [],
        "Beyond the Moon's tables:": [],
        "No date given:": [],
    }
    for event in lane.events:
        context = page.sky.contexts.get(event.address)
        if event.address in page.faces:
            continue
        if not is_placed(event):
            reasons["No date given:"].append(event)
        elif context is not None and context.note:
            reasons["Beyond the Moon's tables:"].append(event)
        else:
            reasons["No single Moon:"].append(event)
    return [(lead, events) for lead, events in reasons.items() if events]


def _listed(layers: Layers, lead: str, events: Sequence[Event], y: float, page: _Page) -> float:
    """List events in lines, each with its mark and its date, and return the bottom."""
    options = page.options
    theme = options.theme
    pitch = theme.text * 1.45
    baseline = y + theme.row * 0.95
    layers.lanes.append(Text(options.left, baseline, lead, theme.text, "soft"))
    start = x = options.left + text_width(lead, theme.text) + 8
    for event in events:
        words = date_words(event, options.numbers, options.tz)
        dates = [words.date, *(f"or {date}" for date, _ in words.others)] if is_placed(event) else []
        numbers = ",".join(filter(None, [words.numbers, *(by for _, by in words.others)]))
        indent, room = theme.mark * 2.4, options.right - start
        after = shorten(" ".join(dates), theme.text - 0.5, room * 0.6)
        ahead = text_width(after, theme.text - 0.5) + 4 if after else 0.0
        tail = text_width(numbers, theme.small - 0.5) + 2
        label = shorten(event.label, theme.text, room - indent - ahead - tail)
        if label != event.label:
            layers.notices.append(f"the label {event.label!r} is cut to {label!r}")
        wide = indent + text_width(label, theme.text) + ahead + tail
        if x + wide > options.right and x > start:
            x, baseline = start, baseline + pitch
        centre = baseline - theme.text * 0.33
        drawn: list[Part] = [*marks.mark(event.kind, event.outcome, x + theme.mark * 0.7, centre, theme.mark)]
        at = x + indent
        drawn.append(Text(at, baseline, label, theme.text))
        at += text_width(label, theme.text)
        if after:
            drawn.append(Text(at + 4, baseline, after, theme.text - 0.5, "soft"))
            at += ahead
        if numbers:
            drawn.append(Text(at + 1.2, baseline - theme.text * 0.18, numbers, theme.small - 0.5, "soft"))
        title = event_words(event, page.sky.contexts.get(event.address), options.tz)
        layers.events.append(Group("event", tuple(drawn), event.address, title))
        x += wide + 11
    return baseline + theme.text * 0.35


def _key(layers: Layers, page: _Page, y: float) -> float:
    """Say how the faces are to be read, in icons and sentences, and return the last baseline."""
    options = page.options
    theme = options.theme
    size = theme.small
    faces = [face for lane in page.lanes for face in (page.faces.get(e.address) for e in lane.events) if face]
    if not faces:
        return y
    r = theme.mark * 0.8
    icons: list[tuple[Callable[[float, float], Sequence[Part]], str]] = [
        (lambda x, y: (circle(x, y, r, stroke="moon-rim"), pole_tick(x, y, r, 0.0)), "the Moon's north pole")
    ]
    if any(face.site is not None and not hidden_words(face) for face in faces):
        icons.append((lambda x, y: site_mark(x, y, r * 0.75), "landing site"))
    if any(face.subsolar_end is not None for face in faces):
        icons.append((lambda x, y: _partly_lit(x, y, r), "lit for part of the date"))
    x = theme.margin
    for icon, words in icons:
        layers.axis += icon(x + 4, y)
        layers.axis.append(Text(x + 12, y + size * 0.33, words, size, "soft"))
        x += 23 + text_width(words, size)
    y += size * 0.33
    sentences = [
        each for each, shown in zip(HOW_SEEN, (True, True, any(f.site for f in faces)), strict=True) if shown
    ]
    for text in wrap(" ".join(sentences), size, options.right - theme.margin):
        y += size * 1.5
        layers.axis.append(Text(theme.margin, y, text, size, "soft"))
    return y


def _partly_lit(x: float, y: float, radius: float) -> tuple[Part, ...]:
    return (
        circle(x, y, radius, fill="moon-dark", stroke="moon-rim"),
        circle(x, y, radius, fill="moon-lit", opacity=HALF_LIT),
    )
