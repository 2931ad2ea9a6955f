"""A landing in the `lighting` figure: its name, and for each stretch of time the labels, the panel and the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import DAY, TimeAxis, axis_ticks
from figures.curves import Band, Curve
from figures.fonts import text_width
from figures.lighting.curves import value_at
from figures.lighting.flags import Flags, Item, axis_us, lay_out_flags, mark_y, place_flags
from figures.lighting.panel import DEPTH, lay_out_light, names_width, scale
from figures.lighting.rows import lay_out_changes, lay_out_site, lay_out_stations, lay_out_windows
from figures.lighting.words import event_sky_words
from figures.panels import lay_out_moons
from figures.scene import Text, line
from figures.textfit import wrap
from figures.words import zoned

if TYPE_CHECKING:
    from figures.layers import Layers, Options
    from figures.lighting.values import LightingSky, MissionLight, Stretch
    from figures.sky import Sky
    from timeline.model import Event

PANEL = 8.0  # rows of type that the panel of a lunar day is tall
YEAR_PANEL = 5.0  # the same where a panel holds many lunar days
YEAR = 100 * DAY  # from this length on
YEAR_DEPTH = 0.1  # of the height over the horizon: how much of the nights' depth such a panel shows


@dataclass(frozen=True, slots=True)
class Page:
    """What every part of the figure is laid out from, and into; panels are `tall` times their own height."""

    layers: Layers
    sky: Sky
    light: LightingSky
    options: Options
    tall: float


def stretch_axis(stretch: Stretch, options: Options) -> TimeAxis:
    """Return the axis of a stretch of time, with room for the curves' names at its right."""
    return TimeAxis(
        stretch.start_us, stretch.end_us, options.left, options.right - names_width(options.theme)
    )


def lay_out_landing(page: Page, mission: MissionLight, y: float) -> float:
    """Lay a mission's stretches out below y, its name beside the first, and return the bottom."""
    theme, shown = page.options.theme, set[str]()
    name_bottom = _gutter(page, mission, y + theme.row)
    for stretch in mission.stretches:
        here = [event for event in mission.events if _meets(event, stretch)]
        flags = place_flags(
            mission,
            [event for event in here if event.address not in shown],
            [event for event in here if event.address in shown],
            stretch_axis(stretch, page.options),
            page.options,
        )
        shown.update(event.address for event in here)
        y = _stretch(page, mission, stretch, flags, y + theme.row, name_bottom)
        name_bottom = 0.0
    return _later(page, mission, y)


def _meets(event: Event, stretch: Stretch) -> bool:
    first, last = (event.date.earliest_us, event.date.latest_us) if event.date else (None, None)
    return (first is None or first < stretch.end_us) and (last is None or last > stretch.start_us)


def _gutter(page: Page, mission: MissionLight, y: float) -> float:
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
            x = theme.margin + text_width(text, theme.small) + 1.5 * theme.unit
            y += theme.small * 1.28
    number = options.numbers.get(site.source or "")
    if number is not None:
        rise = y - theme.small * 1.28 + theme.small * 0.36 - 1.2 * theme.unit
        parts.append(Text(x, rise, str(number), theme.small - 0.5, "soft"))
    return y


def _stretch(
    page: Page, mission: MissionLight, stretch: Stretch, flags: Flags, y: float, name_bottom: float
) -> float:
    """Lay out labels, panel and rows of a stretch of time below y, and return the bottom."""
    layers, options, theme = page.layers, page.options, page.options.theme
    axis, main = stretch_axis(stretch, options), stretch.sites[0]
    top = y - theme.row * 0.5 + flags.labels_height(theme) + flags.bars_height(theme)
    top = max(top, name_bottom)
    many_days = stretch.end_us - stretch.start_us > YEAR
    rows, depth = (YEAR_PANEL, YEAR_DEPTH) if many_days else (PANEL, DEPTH)
    marked = [value_at(main.sun, axis_us(item.x, axis)) for item in flags.items if not item.is_bar]
    low, high, step = scale(main, depth, marked)
    band = Band(axis, top, top + rows * theme.row * page.tall, low, high)
    lay_out_light(layers, main, band, step, options)
    lay_out_flags(layers, flags, main.sun, band, top - flags.bars_height(theme), page.sky, options)
    xs = [x for item in _landings(flags, mission) for x in _edges(item) if axis.left < x < axis.right]
    y = lay_out_changes(layers, main, stretch, band, band.bottom, xs, options)
    y = lay_out_windows(layers, main, mission.landing, page.light, axis, y + 2, xs, options)
    for light in stretch.sites[1:]:
        y = lay_out_site(layers, light, mission, axis, y + theme.row * 0.6, depth, options, page.tall)
    if options.panels:
        y = lay_out_stations(layers, stretch, axis, y + theme.row * 0.4, options)
    _verticals(page, mission, flags, main.sun, band, y)
    y = _ticks(page, axis, band.top, y + 2)
    return lay_out_moons(layers, axis, y, page.sky, options) if options.panels else y


def _landings(flags: Flags, mission: MissionLight) -> list[Item]:
    return [item for item in flags.items if item.event.address == mission.landing.address]


def _edges(item: Item) -> tuple[float, ...]:
    """Return where an event stands, or where its bar begins and ends, as far as that is known."""
    date = item.event.date
    if not item.is_bar or date is None:
        return (item.x,)
    return (item.left,) * (not date.open_start) + (item.right,) * (not date.open_end)


def _verticals(
    page: Page, mission: MissionLight, flags: Flags, sun: Curve, band: Band, bottom: float
) -> None:
    """Draw the landing down through the rows, both ends of a vague one, and the line of `now`."""
    layers, options, axis = page.layers, page.options, band.axis
    for item in _landings(flags, mission):
        top = band.top if item.is_bar else mark_y(item, 0, sun, band, options.theme) + options.theme.mark
        for x in (x for x in _edges(item) if axis.left < x < axis.right):
            foot = line((x, top), (x, bottom), stroke=item.event.outcome, stroke_width=0.6)
            layers.bars.append(replace(foot, dash=(2.0, 1.6)))
    now = options.now
    if now is None or now.middle_us is None or not axis.holds(now.middle_us):
        return
    x = axis.x(now.middle_us)
    layers.bars.append(line((x, band.top), (x, band.bottom), stroke="now", stroke_width=0.8))


def _ticks(page: Page, axis: TimeAxis, top: float, y: float) -> float:
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


def _later(page: Page, mission: MissionLight, y: float) -> float:
    """List what happens at the site beyond the panels, with the Sun then; return the bottom."""
    if not mission.later:
        return y
    options, theme = page.options, page.options.theme
    at = dict(mission.at)
    told = []
    for event in mission.later:
        sky = event_sky_words(event, mission, at.get(event.address))
        when = zoned(event.date, options.tz) if event.date else ""
        told.append(", ".join(part for part in (event.label, when, sky) if part))
    y += theme.small * 0.6
    for text in wrap(f"Beyond these days: {'; '.join(told)}", theme.small, options.right - options.left):
        y += theme.small * 1.35
        page.layers.axis.append(Text(options.left, y, text, theme.small, "soft"))
    return y
