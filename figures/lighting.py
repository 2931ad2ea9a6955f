"""The `lighting` figure: Sun and Earth over a mission's landing site, through the lunar day of its landing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import TimeAxis, axis_ticks, offset_us
from figures.curves import Band
from figures.fitting import fitted
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.lighting_flags import Flags, lay_out_flags, place_flags
from figures.lighting_panel import lay_out_light, names_width, scale
from figures.lighting_rows import (
    lay_out_changes,
    lay_out_site,
    lay_out_stations,
    lay_out_windows,
    swatches,
)
from figures.lighting_sky import LightingSky, MissionLight, Stretch, lack_of
from figures.lighting_words import CAVEAT, event_sky_words, lighting_words
from figures.panels import lay_out_moons
from figures.scene import Group, Part, Scene, Text, line
from figures.textfit import wrap
from figures.theme import LIGHT, Theme
from figures.words import span_words
from timeline.dates import describe, parse
from timeline.edtf import instant_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.sky import Sky
    from timeline.dates import VagueDate
    from timeline.model import Event, Timeline

PANEL = 8.0  # rows of type that the panel of a lunar day is tall
YEAR_PANEL = 5.0  # the same where a panel holds a year
YEAR_DAYS = 100.0  # a panel of more days is one of many lunar days
TALLEST = 2.6  # times its own height that a panel grows to, to fill a figure
DAY_US = 86_400_000_000
LEANER = ({"sources": False}, {"sources": False, "panels": False})
"""What a figure of a fixed height goes without: its sources, then the stations and the new and full Moons."""


def missing_for_lighting(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where one of the missions has all."""
    lacks = [lack_of(lane) for lane in timeline.missions if lane.id in lanes]
    return "" if "" in lacks else "; ".join(lacks) or "there is no mission (add one under `missions:`)"


def lay_out_lighting(
    timeline: Timeline,
    sky: Sky,
    *,
    light: LightingSky,
    theme: Theme = LIGHT,
    width: float = 780.0,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
    now: VagueDate | None = None,
    tz: tzinfo | None = None,
) -> Scene:
    """Return the light around each landing as a scene; `light` comes from `look_up_lighting`.

    A landing known to the day shows the lunar day that holds it, a vaguer one all lunar days of its date. With
    a `height` the panels grow to fill it, or type shrinks, and stations and sources go. `lanes` names the
    missions to show, all that `light` holds by default; `now` draws a line at a date.
    """
    chosen = [mission for mission in light.missions if lanes is None or mission.lane.id in lanes]
    asked = replace(light, missions=tuple(chosen))
    options = Options(theme, width, tz, now, numbers=timeline.source_numbers)
    scene = _scene(timeline, sky, asked, options)
    if height is None:
        return scene
    if scene.height <= height and chosen:
        panels = sum(len(mission.stretches) for mission in chosen)
        room = min((height - scene.height) / panels, (TALLEST - 1) * PANEL * theme.row)
        return replace(_scene(timeline, sky, asked, options, room), height=height)
    return fitted(lambda each: _scene(timeline, sky, asked, each), options, height, LEANER)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every part of the figure is laid out from, and into."""

    layers: Layers
    sky: Sky
    light: LightingSky
    options: Options
    extra: float  # points that each panel is taller than it needs


def _scene(timeline: Timeline, sky: Sky, light: LightingSky, options: Options, extra: float = 0.0) -> Scene:
    theme, layers = options.theme, Layers()
    page = _Page(layers, sky, light, options, extra)
    events = [event for mission in light.missions for event in (*mission.events, *mission.later)]
    titled = timeline.model_copy(update={"title": _title(timeline, light)})
    span = _span(light, options.tz)
    head, y = notes.heading(titled, span, events, options.width, theme, options.tz)
    for mission in light.missions:
        y = _mission(page, mission, y)
    caveat, y = _caveat(light, y + theme.row * 1.1, options)
    cited = _cited(light) if options.sources else set()
    foot, total = notes.footing(timeline, cited, events, y + theme.row * 0.7, options.width, theme)
    return Scene(
        options.width,
        total,
        (head, *layers.groups(), caveat, foot),
        titled.title,
        lighting_words(light, titled.title, span, options.tz),
        notes.provenance(titled),
        (*layers.notices, *light.left_out, *_grouped(layers.grouped)),
        _edge_dates(light, options),
    )


def _title(timeline: Timeline, light: LightingSky) -> str:
    if len(light.missions) == 1:
        return f"Light over the landing of {light.missions[0].lane.name}"
    return f"{timeline.title}: light over the landings"


def _grouped(sizes: Sequence[int]) -> Sequence[str]:
    if not sizes:
        return ()
    words = f"{sum(sizes)} events are too close for labels of their own here and share {len(sizes)}"
    return (f"{words}: the description tells them all (a larger figure shows more)",)


def _span(light: LightingSky, tz: tzinfo | None) -> str:
    """Say from which day to which the panels reach."""
    stretches = [stretch for mission in light.missions for stretch in mission.stretches]
    ends = min(each.start_us for each in stretches), max(each.end_us for each in stretches) - 1
    days = [instant_text(us + offset_us(tz, us), "second")[:10] for us in ends]
    return span_words([parse("/".join(days))])


def _cited(light: LightingSky) -> set[str]:
    cited: set[str] = set()
    for mission in light.missions:
        cited.update(source for event in (*mission.events, *mission.later) for source in event.source_ids)
        cited.update(each.site.source for each in mission.stretches[0].sites if each.site.source)
    return cited


def _edge_dates(light: LightingSky, options: Options) -> tuple[float, float] | None:
    """Return the dates of the figure's edges in days since 1970, where all of it has one axis."""
    stretches = [stretch for mission in light.missions for stretch in mission.stretches]
    if len(stretches) != 1:
        return None
    axis = _axis(stretches[0], options)
    per_point = (axis.end_us - axis.start_us) / (axis.right - axis.left) / DAY_US
    left = axis.start_us / DAY_US - axis.left * per_point
    return left, left + options.width * per_point


def _axis(stretch: Stretch, options: Options) -> TimeAxis:
    return TimeAxis(
        stretch.start_us, stretch.end_us, options.left, options.right - names_width(options.theme)
    )


def _caveat(light: LightingSky, y: float, options: Options) -> tuple[Group, float]:
    """Return what the shades mean, and what the elevations leave out."""
    theme = options.theme
    eclipsed = any(each.eclipses for m in light.missions for s in m.stretches for each in s.sites)
    parts: list[Part] = swatches(light, y, theme, eclipse=eclipsed)
    y += theme.small * 0.6
    for text in wrap(CAVEAT, theme.small, options.width - 2 * theme.margin):
        y += theme.small * 1.4
        parts.append(Text(theme.margin, y, text, theme.small, "soft"))
    return Group("caveat", tuple(parts)), y


def _mission(page: _Page, mission: MissionLight, y: float) -> float:
    """Lay out a mission's stretches below y, its name beside the first, and return the bottom."""
    shown: set[str] = set()
    name_bottom = _gutter(page, mission, y + page.options.theme.row)
    for stretch in mission.stretches:
        events = [e for e in mission.events if e.address not in shown and _meets(e, stretch)]
        shown.update(event.address for event in events)
        y = _stretch(page, mission, stretch, events, y + page.options.theme.row, name_bottom)
        name_bottom = 0.0
    return _later(page, mission, y)


def _meets(event: Event, stretch: Stretch) -> bool:
    first, last = (event.date.earliest_us, event.date.latest_us) if event.date else (None, None)
    return (first is None or first < stretch.end_us) and (last is None or last > stretch.start_us)


def _gutter(page: _Page, mission: MissionLight, y: float) -> float:
    """Write the mission's name, its vehicle and the site of its landing into the gutter; return the bottom."""
    theme, options = page.options.theme, page.options
    parts, room = page.layers.lanes, theme.gutter - 12
    for text in wrap(mission.lane.name, theme.lane, room, "semibold"):
        parts.append(Text(theme.margin, y + theme.lane * 0.36, text, theme.lane, "ink", "semibold"))
        y += theme.lane * 1.28
    site = mission.stretches[0].sites[0].site
    for detail in (mission.lane.vehicle, notes.site_words(site)):
        for text in wrap(detail, theme.small, room):
            parts.append(Text(theme.margin, y + theme.small * 0.36, text, theme.small, "soft"))
            x = theme.margin + text_width(text, theme.small) + 1.5
            y += theme.small * 1.28
    number = options.numbers.get(site.source or "")
    if number is not None:
        rise = y - theme.small * 1.28 + theme.small * 0.36 - 1.2
        parts.append(Text(x, rise, str(number), theme.small - 0.5, "soft"))
    return y


def _stretch(
    page: _Page,
    mission: MissionLight,
    stretch: Stretch,
    events: Sequence[Event],
    y: float,
    name_bottom: float,
) -> float:
    """Lay out labels, panel and rows of a stretch of time below y, and return the bottom."""
    layers, options, theme = page.layers, page.options, page.options.theme
    axis, main = _axis(stretch, options), stretch.sites[0]
    flags = place_flags(mission, events, axis, options)
    top = y - theme.row * 0.5 + flags.labels_height(theme) + flags.bars_height(theme)
    top = max(top, name_bottom)
    rows = PANEL if axis.end_us - axis.start_us <= YEAR_DAYS * DAY_US else YEAR_PANEL
    low, high, step = scale([main])
    band = Band(axis, top, top + rows * theme.row + page.extra, low, high)
    lay_out_light(layers, main, band, step, options)
    lay_out_flags(layers, flags, main.sun, band, top - flags.bars_height(theme), page.sky, options)
    y = lay_out_changes(layers, main, stretch, band, band.bottom, options)
    y = lay_out_windows(layers, main, page.light, axis, y + 2, options)
    for light in stretch.sites[1:]:
        y = lay_out_site(layers, light, mission, axis, y + theme.row * 0.6, options)
    if options.panels:
        y = lay_out_stations(layers, stretch, axis, y + theme.row * 0.4, options)
    _verticals(page, mission, flags, band, y)
    y = _ticks(page, axis, band.top, y + 2)
    return lay_out_moons(layers, axis, y, page.sky, options) if options.panels else y


def _verticals(page: _Page, mission: MissionLight, flags: Flags, band: Band, bottom: float) -> None:
    """Draw the landing down through the rows, and the line of `now`."""
    layers, options = page.layers, page.options
    for item in flags.items:
        if item.event.address == mission.landing.address:
            for x in {item.left, item.right}:
                if band.axis.left < x < band.axis.right:
                    foot = (x, band.bottom), (x, bottom)
                    layers.bars.append(
                        line(*foot, stroke=item.event.outcome, stroke_width=0.6, dash=(2.0, 1.6))
                    )
    now = options.now
    if now is None or now.middle_us is None or not band.axis.holds(now.middle_us):
        return
    x, size, words = band.axis.x(now.middle_us), options.theme.small, f"now, {describe(now, options.tz)}"
    layers.rules.append(line((x, band.top), (x, bottom), stroke="now", stroke_width=0.8))
    anchor_left = x + 3 + text_width(words, size) <= options.width - 2
    left = x + 3 if anchor_left else x - 3 - text_width(words, size)
    layers.axis.append(Text(left, band.top + size, words, size, "now"))


def _ticks(page: _Page, axis: TimeAxis, top: float, y: float) -> float:
    """Write the time axis under the rows, with a hairline up to the panel at each label; return the bottom."""
    layers, options, size = page.layers, page.options, page.options.theme.text
    for tick in axis_ticks(axis, lambda text: text_width(text, size), options.tz):
        if not tick.label:
            continue
        layers.rules.append(line((tick.x, top), (tick.x, y + size), stroke="faint", stroke_width=0.5))
        if tick.x + 2.5 + text_width(tick.label, size) <= options.right + 6:
            fill = "ink" if tick.large else "soft"
            layers.axis.append(Text(tick.x + 2.5, y + size, tick.label, size, fill))
    return y + size + 3


def _later(page: _Page, mission: MissionLight, y: float) -> float:
    """List what happens at the site beyond the panels, with the Sun then; return the bottom."""
    if not mission.later:
        return y
    options, theme = page.options, page.options.theme
    at = dict(mission.at)
    told = []
    for event in mission.later:
        sky = event_sky_words(event, mission, at.get(event.address))
        when = describe(event.date, options.tz) if event.date else ""
        told.append(", ".join(part for part in (event.label, when, sky) if part))
    y += theme.small * 0.6
    for text in wrap(
        f"Not in this stretch of time: {'; '.join(told)}", theme.small, options.right - options.left
    ):
        y += theme.small * 1.35
        page.layers.axis.append(Text(options.left, y, text, theme.small, "soft"))
    return y
