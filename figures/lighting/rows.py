"""The rows under a panel of the `lighting` figure: sunrises in words, windows, other sites, ground stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import marks
from figures.curves import Band
from figures.fonts import text_width
from figures.lighting.curves import value_at
from figures.lighting.panel import Shades, lay_out_light, scale
from figures.lighting.sky import STATION_LEAST_DEG
from figures.lighting.words import (
    band_words,
    degrees,
    may_meet,
    moment,
    no_window_words,
    site_light_words,
    sky_words,
    sun_changes,
    window_words,
)
from figures.notes import site_words
from figures.scene import Anchor, Group, Part, Text, line, rectangle
from figures.textfit import TIE, wrap
from timeline.dates import describe

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.layers import Layers, Options
    from figures.lighting.plan import Span
    from figures.lighting.values import LightingSky, MissionLight, SiteLight, StationView, Stretch
    from figures.theme import Theme
    from timeline.model import Event

MOST_CHANGES = 8  # sunrises and sunsets that are named one by one: more are those of a year's windows
GAP = 6.0  # between words in a row
STATION_BAR = 2.6  # points, in a report: how thick the bars of the stations are


@dataclass(frozen=True, slots=True)
class Words:
    """A text for a row: where its left end stands, and the place in time that it belongs to."""

    left: float
    at: float
    text: str
    fill: str = "soft"


def in_rows(words: Sequence[Words], size: float) -> list[tuple[int, Words]]:
    """Return the row of each text, the first in which it clears the one before."""
    ends: list[float] = []
    found = []
    for each in sorted(words, key=lambda word: word.left):
        row = next((row for row, end in enumerate(ends) if each.left >= end + GAP), len(ends))
        ends[row:] = [each.left + text_width(each.text, size), *ends[row + 1 :]]
        found.append((row, each))
    return found


@dataclass(frozen=True, slots=True)
class Room:
    """Where the words of a row may stand: from the axis' left to `limit`, and not over any upright in `xs`."""

    axis: TimeAxis
    limit: float
    size: float
    xs: tuple[float, ...] = ()

    def beside(self, text: str, at: float, anchor: Anchor) -> Words:
        """Return words that start or end beside their place, or stand under it, moved off an upright."""
        width = text_width(text, self.size)
        if anchor == "end" and at - width - 2.5 < self.axis.left:
            anchor = "start"
        elif anchor == "start" and at + width + 2.5 > self.limit:
            anchor = "end"
        left = at - {"start": -2.5, "middle": width / 2, "end": width + 2.5}[anchor]
        left = min(max(left, self.axis.left), self.limit - width)
        for x in self.xs:
            if left - 2 < x < left + width + 2:
                right_of, left_of = x + 3, x - 3 - width
                near = left_of if left + width / 2 < x else right_of
                left = near if self.axis.left <= near <= self.limit - width else left_of + right_of - near
        return Words(left, at, text)


def lay_out_changes(
    layers: Layers,
    light: SiteLight,
    stretch: Stretch,
    band: Band,
    y: float,
    uprights: Sequence[float],
    options: Options,
) -> float:
    """Write sunrises, sunsets, eclipses and `now` under a panel, each at its tick, and return the bottom.

    Sunrises and sunsets stand on the side of the night, out of the way of what happens by day; many are not named.
    """
    axis, size, tz, now = band.axis, options.theme.small, options.tz, options.now
    changes, eclipses = sun_changes(light, stretch), light.eclipses
    if len(changes) > MOST_CHANGES:
        changes, eclipses = (), ()
    anchors: dict[str, Anchor] = {"sunrise": "end", "sunset": "start"}
    room = Room(axis, axis.right, size, tuple(uprights))
    words = [room.beside(f"{name} {moment(us, tz)}", axis.x(us), anchors[name]) for us, name in changes]
    for span in eclipses:
        text = f"the Earth before the Sun {window_words(span, tz)[1]}"
        words.append(room.beside(text, axis.x(sum(span) // 2), "middle"))
    if now is not None and now.middle_us is not None and axis.holds(now.middle_us):
        told = room.beside(f"now, {describe(now, tz)}", axis.x(now.middle_us), "start")
        words.append(replace(told, fill="now"))
    placed = in_rows(words, size)
    pitch = size * 1.35
    for row, each in placed:
        baseline = y + 2 + size + row * pitch
        over = each.left < each.at < each.left + text_width(each.text, size)
        foot = baseline - size * (0.8 if over else -0.15)
        layers.axis.append(line((each.at, band.bottom), (each.at, foot), stroke=each.fill, stroke_width=0.5))
        layers.axis.append(Text(each.left, baseline, each.text, size, each.fill))
    return y + 4 + (max(row for row, _ in placed) + 1) * pitch if placed else y + 2


def lay_out_windows(
    layers: Layers,
    light: SiteLight,
    landing: Event,
    asked: LightingSky,
    axis: TimeAxis,
    y: float,
    uprights: Sequence[float],
    options: Options,
) -> float:
    """Lay the windows out as bars with their times inside, or under them where they are short; return the bottom."""
    theme, size = options.theme, options.theme.small
    height, room = theme.small * 1.6, Room(axis, options.right, size, tuple(uprights))
    lines = wrap(f"good{TIE}light, {_tied(band_words(asked.sun, asked.earth))}", size, theme.gutter - 12)
    for number, text in enumerate(lines):
        baseline = y + height / 2 + size * (0.33 + 1.25 * number)
        layers.lanes.append(Text(options.left - 7, baseline, text, size, "soft", anchor="end"))
    if not light.windows:
        none = room.beside(no_window_words(light, asked.sun), axis.left, "start")
        layers.lanes.append(Text(none.left, y + height / 2 + size * 0.33, none.text, size, "soft"))
    under = []
    for span in light.windows:
        words = window_words(span, options.tz, (axis.start_us, axis.end_us))
        told = words if may_meet(landing.date, span) else ("",) * 3
        group, outside = _window(span, told, len(light.windows), axis, y, height, room, theme)
        layers.lanes.append(Group("window", group, title=f"good light {words[0]}"))
        under += outside
    placed = in_rows(under, size)
    pitch = size * 1.3
    for row, each in placed:
        layers.axis.append(Text(each.left, y + height + 1 + size + row * pitch, each.text, size, "soft"))
    rows = max((row for row, _ in placed), default=-1) + 1
    return y + max(height + rows * pitch + 1, size * 1.25 * len(lines) + 1)


def _tied(words: str) -> str:
    """Return what a list says with no break but between its items."""
    return ", ".join(item.replace(" ", TIE) for item in words.split(", "))


def _window(
    span: Span,
    words: Sequence[str],
    count: int,
    axis: TimeAxis,
    y: float,
    height: float,
    room: Room,
    theme: Theme,
) -> tuple[tuple[Part, ...], list[Words]]:
    """Return a window's bar with what fits into it, and the words that are to stand under it."""
    left, right, size = axis.x(span[0]), axis.x(span[1]), room.size
    bar = rectangle(left, y, right - left, height, Shades.of(theme).good, stroke="soft", stroke_width=0.5)
    middle = (left + right) / 2
    crossed = any(left < x < right for x in room.xs)
    for text in words[:2]:
        width = text_width(text, size)
        place = room.beside(text, middle, "middle").left if crossed else middle - width / 2
        if text and left + 3 <= place and place + width <= right - 3:
            return (bar, Text(place, y + height / 2 + size * 0.33, text, size, "ink")), []
    short = words[2] if count > MOST_CHANGES else words[1]
    return (bar,), [room.beside(short, middle, "middle")] if short else []


def lay_out_site(
    layers: Layers,
    light: SiteLight,
    mission: MissionLight,
    axis: TimeAxis,
    y: float,
    depth: float,
    options: Options,
    tall: float = 1.0,
) -> float:
    """Lay another site out in a small row of its own, with the landing on its Sun's curve; return the bottom."""
    theme, size = options.theme, options.theme.small
    room, date = theme.gutter - 34, mission.landing.date
    words = [
        (f"{light.role}: {light.site.name}", "soft"),
        (site_words(light.site).removeprefix(f"{light.site.name}, "), "soft"),
    ]
    words.append((site_light_words(light, date), "ink"))
    lines = [(text, fill) for told, fill in words for text in wrap(told, size, room)]
    height = max(theme.row * 2.6 * tall, size * 1.28 * len(lines))
    instant = date.middle_us if date is not None and date.is_instant else None
    marked = [] if instant is None else [value_at(light.sun, instant)]
    low, high, step = scale(light, depth, marked)
    band = Band(axis, y, y + height, low, high)
    lay_out_light(layers, light, band, max(step, 30) if high - low > 40 else step, options)
    for number, (text, fill) in enumerate(lines):
        layers.lanes.append(Text(theme.margin, y + size * (0.8 + 1.28 * number), text, size, fill))
    if instant is not None and axis.holds(instant):
        x, at = axis.x(instant), band.y(marked[0])
        drawn = marks.mark(mission.landing.kind, mission.landing.outcome, x, at, theme.mark * 0.8)
        layers.axis.append(
            Group("site", drawn, title=f"{site_words(light.site)}: {sky_words(light.landing, earth=True)}")
        )
    return band.bottom


def lay_out_stations(layers: Layers, stretch: Stretch, axis: TimeAxis, y: float, options: Options) -> float:
    """Lay out when each ground station has the Moon, as thin bars, and return the bottom."""
    theme, size = options.theme, options.theme.small
    pitch = size * 1.4
    if stretch.stations:
        text = f"Moon over {degrees(STATION_LEAST_DEG, 0)} at"
        layers.lanes.append(Text(theme.margin, y + pitch / 2 + size * 0.33, text, size, "soft"))
    for number, view in enumerate(stretch.stations):
        centre = y + pitch * (number + 0.5)
        seen = _sees_landing(view)
        half, fill = STATION_BAR * theme.unit / 2, "soft" if seen else "quiet"
        bars = tuple(
            rectangle(axis.x(first), centre - half, axis.x(last) - axis.x(first), 2 * half, fill)
            for first, last in view.spans
        )
        words = (
            ""
            if view.landing_deg is None
            else f": {degrees(view.landing_deg)} {'up' if view.landing_deg >= 0 else 'down'} at the landing"
        )
        layers.bars.append(Group("station", bars, title=f"the Moon over {view.name}{words}"))
        name = Text(
            options.left - 7, centre + size * 0.33, view.name, size, "ink" if seen else "soft", anchor="end"
        )
        layers.lanes.append(name)
    return y + pitch * len(stretch.stations)


def _sees_landing(view: StationView) -> bool:
    """Tell whether a station has the Moon high enough at the landing."""
    return view.landing_deg is not None and view.landing_deg >= STATION_LEAST_DEG


def swatches(asked: LightingSky, y: float, theme: Theme) -> list[Part]:
    """Return what the shades mean, of those that are drawn, in a line centred on y."""
    shades, size = Shades.of(theme), theme.small
    lights = [light for m in asked.missions for stretch in m.stretches for light in stretch.sites]
    entries = [(shades.night, "lunar night")]
    if any(light.windows for light in lights):
        entries.append((shades.good, f"good light: {band_words(asked.sun, asked.earth)}"))
    if any(light.days for light in lights):
        entries.append((shades.other, "other daylight"))
    if any(light.eclipses for light in lights):
        entries.append((shades.eclipse, "the Earth before the Sun"))
    views = [view for m in asked.missions for stretch in m.stretches for view in stretch.stations]
    if any(map(_sees_landing, views)):
        entries.append(("soft", "station that sees the landing"))
    parts: list[Part] = []
    x = theme.margin
    for fill, words in entries:
        half = STATION_BAR * theme.unit / 2 if fill == "soft" else size * 0.45
        edge = None if fill == "soft" else "quiet"
        parts.append(rectangle(x, y - half, size * 1.5, 2 * half, fill, stroke=edge, stroke_width=0.4))
        parts.append(Text(x + size * 1.5 + 4, y + size * 0.33, words, size, "soft"))
        x += size * 1.5 + 4 + text_width(words, size) + 12
    return parts
