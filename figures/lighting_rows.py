"""The rows under a panel of the `lighting` figure: sunrises in words, windows, other sites, ground stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures import marks
from figures.curves import Band
from figures.fonts import text_width
from figures.lighting_flags import value_at
from figures.lighting_panel import Shades, lay_out_light, scale
from figures.lighting_sky import STATION_LEAST_DEG
from figures.lighting_words import (
    band_words,
    degrees,
    event_sky_words,
    moment,
    no_window_words,
    sky_words,
    sun_changes,
    window_words,
)
from figures.notes import site_words
from figures.scene import Anchor, Group, Part, Text, line, rectangle
from figures.textfit import wrap

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.layers import Layers, Options
    from figures.lighting_sky import LightingSky, MissionLight, SiteLight, Stretch
    from figures.theme import Theme

MOST_CHANGES = 8  # sunrises and sunsets that are named one by one: more are those of a year's windows
GAP = 6.0  # between words in a row


@dataclass(frozen=True, slots=True)
class Words:
    """A text for a row: where its left end stands, and the place in time that it belongs to."""

    left: float
    at: float
    text: str


def in_rows(words: Sequence[Words], size: float) -> list[tuple[int, Words]]:
    """Return the row of each text, the first in which it clears the one before."""
    ends: list[float] = []
    found = []
    for each in sorted(words, key=lambda word: word.left):
        row = next((row for row, end in enumerate(ends) if each.left >= end + GAP), len(ends))
        ends[row:] = [each.left + text_width(each.text, size), *ends[row + 1 :]]
        found.append((row, each))
    return found


def _words(text: str, at: float, anchor: Anchor, size: float, axis: TimeAxis, limit: float) -> Words:
    width = text_width(text, size)
    left = at - {"start": -2.5, "middle": width / 2, "end": width + 2.5}[anchor]
    return Words(min(max(left, axis.left), limit - width), at, text)


def lay_out_changes(
    layers: Layers, light: SiteLight, stretch: Stretch, band: Band, y: float, options: Options
) -> float:
    """Write sunrises, sunsets and eclipses under a panel, each at its tick, and return the bottom."""
    axis, size = band.axis, options.theme.small
    changes = sun_changes(light, stretch)
    anchors: dict[str, Anchor] = {"sunrise": "start", "sunset": "end"}
    named = changes if len(changes) <= MOST_CHANGES else []
    words = [
        _words(f"{name} {moment(us, options.tz)}", axis.x(us), anchors[name], size, axis, options.right)
        for us, name in named
    ]
    for first, last in light.eclipses if len(changes) <= MOST_CHANGES else ():
        text = f"Earth covers the Sun {moment(first, options.tz)} to {moment(last, options.tz)}"
        words.append(_words(text, axis.x((first + last) // 2), "middle", size, axis, options.right))
    placed = in_rows(words, size)
    pitch = size * 1.35
    for row, each in placed:
        baseline = y + 2 + size + row * pitch
        foot = baseline + size * 0.15
        layers.axis.append(line((each.at, band.bottom), (each.at, foot), stroke="soft", stroke_width=0.5))
        layers.axis.append(Text(each.left, baseline, each.text, size, "soft"))
    return y + 4 + (max(row for row, _ in placed) + 1) * pitch if placed else y + 2


def lay_out_windows(
    layers: Layers, light: SiteLight, asked: LightingSky, axis: TimeAxis, y: float, options: Options
) -> float:
    """Lay the windows out as bars with their times inside, or under them where they are short; return the bottom."""
    theme, size = options.theme, options.theme.small
    shades, height = Shades.of(theme), theme.small * 1.6
    lines = wrap(f"good light, {band_words(asked.sun, asked.earth)}", size, theme.gutter - 12)
    for number, text in enumerate(lines):
        x = options.left - 7
        layers.lanes.append(
            Text(x, y + height / 2 + size * (0.33 + 1.25 * number), text, size, "soft", anchor="end")
        )
    if not light.windows:
        text = no_window_words(light, asked.sun)
        layers.lanes.append(Text(axis.left, y + height / 2 + size * 0.33, text, size, "soft"))
    under = []
    for span in light.windows:
        left, right = axis.x(span[0]), axis.x(span[1])
        bar = rectangle(left, y, right - left, height, shades.good, stroke="soft", stroke_width=0.5)
        words = window_words(span, options.tz)
        inside = next((text for text in words if text_width(text, size) + 6 <= right - left), "")
        parts: list[Part] = [bar]
        if inside:
            parts.append(
                Text((left + right) / 2, y + height / 2 + size * 0.33, inside, size, "ink", anchor="middle")
            )
        else:
            short = words[-1] if len(light.windows) > MOST_CHANGES else words[1]
            under.append(_words(short, (left + right) / 2, "middle", size, axis, options.right))
        layers.lanes.append(Group("window", tuple(parts), title=f"good light {words[0]}"))
    placed = in_rows(under, size)
    pitch = size * 1.3
    for row, each in placed:
        layers.axis.append(Text(each.left, y + height + 1 + size + row * pitch, each.text, size, "soft"))
    rows = max((row for row, _ in placed), default=-1) + 1
    return y + max(height + rows * pitch + 1, size * 1.25 * len(lines) + 1)


def lay_out_site(
    layers: Layers, light: SiteLight, mission: MissionLight, axis: TimeAxis, y: float, options: Options
) -> float:
    """Lay another site out in a small row of its own, with the landing on its Sun's curve; return the bottom."""
    theme, size = options.theme, options.theme.small
    name = wrap(f"{light.role}: {site_words(light.site)}", size, theme.gutter - 34)
    sky = (
        sky_words(light.landing)
        if event_sky_words(mission.landing, mission, light.landing).startswith("Sun")
        else ""
    )
    lines = [(text, "soft") for text in name] + [(text, "ink") for text in wrap(sky, size, theme.gutter - 34)]
    height = max(theme.row * 2.6, size * 1.28 * len(lines))
    low, high, step = scale([light])
    band = Band(axis, y, y + height, low, high)
    lay_out_light(layers, light, band, max(step, 30) if high - low > 40 else step, options)
    for number, (text, fill) in enumerate(lines):
        layers.lanes.append(Text(theme.margin, y + size * (0.8 + 1.28 * number), text, size, fill))
    date = mission.landing.date
    if date is not None and date.is_instant and date.middle_us is not None and axis.holds(date.middle_us):
        x, at = axis.x(date.middle_us), band.y(value_at(light.sun, date.middle_us))
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
        seen = view.landing_deg is not None and view.landing_deg >= STATION_LEAST_DEG
        bars = tuple(
            rectangle(
                axis.x(first), centre - 1.3, axis.x(last) - axis.x(first), 2.6, "soft" if seen else "quiet"
            )
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


def swatches(asked: LightingSky, y: float, theme: Theme, *, eclipse: bool) -> list[Part]:
    """Return the meaning of the shades in a line, centred on y."""
    shades, size = Shades.of(theme), theme.small
    entries = [
        (shades.night, "lunar night"),
        (shades.good, f"good light: {band_words(asked.sun, asked.earth)}"),
    ]
    entries.append((shades.other, "other daylight"))
    if eclipse:
        entries.append((shades.eclipse, "the Earth covers the Sun"))
    parts: list[Part] = []
    x = theme.margin
    for fill, words in entries:
        parts.append(
            rectangle(x, y - size * 0.45, size * 1.5, size * 0.9, fill, stroke="quiet", stroke_width=0.4)
        )
        parts.append(Text(x + size * 1.5 + 4, y + size * 0.33, words, size, "soft"))
        x += size * 1.5 + 4 + text_width(words, size) + 12
    return parts
