"""The `mission` figure: one mission in depth, with elapsed time, the Moon's light and the Sun over its site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import TimeAxis, axis_ticks
from figures.counted import counted_notice, lay_out_counted
from figures.curves import Band, Curve, area, sample_times, trace
from figures.elapsed import Zero, find_zero, lay_out_elapsed
from figures.event_table import lay_out_table
from figures.fonts import text_width
from figures.lanes import domain, is_placed, is_point, strip
from figures.layers import Layers, Options
from figures.panels import HALF_LUNATION_DAYS, MIN_PHASE_GAP, lay_out_moons
from figures.scene import Scene, Text, line, rectangle
from figures.strips import lay_out_strip
from figures.textfit import shorten
from figures.words import degrees, reach_us, rival_claims, span_words, timeline_words

if TYPE_CHECKING:
    from figures.sky import Sky
    from figures.theme import Theme
    from timeline.dates import VagueDate
    from timeline.model import Mission, Organisation, Site, Timeline

LEANER: Sequence[Mapping[str, bool]] = ({}, {"sources": False}, {"sources": False, "table": False})
"""What a figure of a fixed height goes without, step by step, where type of 6 points does not make it fit."""
CURVE_HEIGHT = 34.0  # points, in a report
RIVAL_SHARE = 0.25  # of the axis without them: how far beyond it contradicting dates are shown
LIT, SUN = "share of the Moon lit", "Sun over the site"


@dataclass(frozen=True, slots=True)
class MissionSky:
    """What the figure needs of the sky beside each event's Moon: curves over its axis, the Sun at its events."""

    lit: Curve | None = None
    sun: Curve | None = None
    sun_at: tuple[tuple[str, float], ...] = ()


def look_up_mission(lane: Mission | Organisation, axis: TimeAxis) -> MissionSky:
    """Return the curves over an axis, and the Sun's elevation at the site at each instant; empty outside the kernel."""
    import numpy as np

    from ephemeris.kernel import KernelRangeError
    from ephemeris.moon import moon
    from ephemeris.site import site as site_sky

    if axis.points_per_day * HALF_LUNATION_DAYS < MIN_PHASE_GAP:
        return MissionSky()  # light and dark would run into each other
    us = sample_times(axis)
    times = np.array(us, dtype="datetime64[us]")
    place = site_of(lane)
    try:
        lit = Curve(us, tuple(map(float, moon(times).illuminated_fraction)))
        if place is None or place.lat is None or place.lon is None:
            return MissionSky(lit)
        sun = Curve(us, tuple(map(float, site_sky(times, place.lat, place.lon).sun_elevation_deg)))
        dated = [e for e in lane.events if e.date and e.date.is_instant and e.date.middle_us is not None]
        moments = np.array([e.date.middle_us for e in dated if e.date], dtype="datetime64[us]")
        heights = site_sky(moments, place.lat, place.lon).sun_elevation_deg if dated else ()
    except KernelRangeError:
        return MissionSky()
    return MissionSky(lit, sun, tuple((e.address, float(h)) for e, h in zip(dated, heights, strict=True)))


def site_of(lane: Mission | Organisation) -> Site | None:
    """Return a mission's site, else the first that one of its events names with coordinates."""
    sites = [getattr(lane, "site", None), *(event.site for event in lane.events)]
    return next((site for site in sites if site and site.lat is not None and site.lon is not None), None)


def mission_axis(lane: Mission | Organisation, theme: Theme, width: float) -> TimeAxis:
    """Return the axis from a mission's first to its last known day or instant, or of all it has where one is known.

    What contradicts these dates is on it too where that makes it longer by no more than RIVAL_SHARE at an end.
    """
    placed = [event.date for event in lane.events if is_placed(event) and event.date]
    known = [date for date in placed if is_point(date)]
    shown = known if len(known) > 1 else placed
    start, end = domain(shown, 0.05)
    room = round((end - start) * RIVAL_SHARE)
    rivals = (claim.date for event in lane.events if event.date in shown for claim in rival_claims(event))
    for date in rivals:
        reach = reach_us([date])
        if reach and start - room <= reach[0] and reach[1] <= end + room:
            shown = [*shown, date]
    return TimeAxis(*domain(shown, 0.05), theme.margin + theme.gutter, width - theme.margin)


def missing_for_mission(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where it has all."""
    if len(lanes) != 1:
        known = ", ".join(lane.id for lane in timeline.lanes)
        return f"it shows one mission: name it with --mission ({known})"
    if not any(is_placed(event) for event in timeline.lane(lanes[0]).events):
        return f"{lanes[0]} has no event with a date"
    return ""


def lay_out_mission(
    timeline: Timeline,
    sky: Sky,
    *,
    curves: MissionSky,
    lane: Mission | Organisation,
    options: Options,
) -> Scene:
    """Return one mission as a scene: its events on their axis, elapsed time, light, and a line for each event."""
    theme, width, tz = options.theme, options.width, options.tz
    layers, axis = Layers(), mission_axis(lane, theme, width)
    events = [event for event in lane.events if is_placed(event)]
    span = span_words([event.date for event in events if event.date], tz=options.tz)
    titled = timeline.model_copy(
        update={"title": f"{lane.name}, {_second_name(lane, timeline)}".rstrip(", ")}
    )
    head, y = notes.heading(titled, span, lane.events, width, theme, tz)
    y = _facts(layers, lane, y, options)
    top = y
    known = [event for event in events if event.date and _overlaps(axis, event.date)]
    if known:
        y = lay_out_strip(layers, strip(known, axis, options), y + theme.row, sky, options)
    y = _axes(layers, axis, top, y, find_zero(lane.events, options.elapsed), options)
    y = lay_out_moons(layers, axis, y + 2, sky, options)
    y = _curves(layers, axis, curves, y + theme.text * 0.5, options)
    if options.table:
        y = lay_out_table(layers, lane, sky, dict(curves.sun_at), y + theme.row, options)
    else:
        layers.notices.append(
            f"there is no room for the table of {len(events)} events: the alt text tells each"
        )
    y = lay_out_counted(layers, y, options)
    cited = notes.cited_sources([lane]) if options.sources else set()
    foot, total = notes.footing(timeline, cited, lane.events, y + theme.row, width, theme)
    words = timeline_words(timeline, [lane.id], sky.contexts, span, tz)
    return Scene(
        width,
        total,
        (head, *layers.groups(), foot),
        titled.title,
        words,
        notes.provenance(timeline),
        (*layers.notices, *counted_notice(layers.grouped)),
    )


def _second_name(lane: Mission | Organisation, timeline: Timeline) -> str:
    return getattr(lane, "vehicle", "") or timeline.title


def _overlaps(axis: TimeAxis, date: VagueDate) -> bool:
    first, last = date.earliest_us, date.latest_us
    return (first is None or first <= axis.end_us) and (last is None or last >= axis.start_us)


def _facts(layers: Layers, lane: Mission | Organisation, y: float, options: Options) -> float:
    """Write what flies, where to, and with what, in lines under the heading."""
    theme = options.theme
    site, payloads = site_of(lane), getattr(lane, "payloads", ())
    facts = [("Operator", getattr(lane, "operator", "")), ("Site", notes.site_words(site) if site else "")]
    facts.append(("Payloads", "; ".join(payloads)))
    for name, text in facts:
        if text:
            shown = shorten(text, theme.text, options.right - options.left)
            layers.lanes.append(Text(theme.margin, y + theme.text, name, theme.text, "soft"))
            layers.lanes.append(Text(options.left, y + theme.text, shown, theme.text))
            y += theme.text * 1.45
    return y


def _axes(layers: Layers, axis: TimeAxis, top: float, y: float, zero: Zero | None, options: Options) -> float:
    """Draw the calendar's axis and, under it, elapsed time from its zero."""
    size = options.theme.text
    for tick in axis_ticks(axis, lambda text: text_width(text, size), options.tz):
        if tick.label:
            layers.rules.append(
                line((tick.x, top + 4), (tick.x, y + size + 2), stroke="faint", stroke_width=0.5)
            )
            if tick.x + 2.5 + text_width(tick.label, size) <= options.right + 0.5:
                layers.axis.append(Text(tick.x + 2.5, y + size + 1, tick.label, size, "soft"))
        else:
            layers.axis.append(line((tick.x, y), (tick.x, y + 2), stroke="quiet", stroke_width=0.4))
    y += size + 5
    return lay_out_elapsed(layers, axis, zero, y, options)


def _curves(layers: Layers, axis: TimeAxis, curves: MissionSky, y: float, options: Options) -> float:
    theme = options.theme
    if curves.lit is not None:
        band = Band(axis, y, y + CURVE_HEIGHT * theme.unit * 0.62, 0.0, 1.0)
        layers.panels.append(
            rectangle(axis.left, band.top, axis.right - axis.left, band.bottom - band.top, "moon-dark")
        )
        layers.panels.append(area(curves.lit, band, "moon-lit"))
        y = _band_words(layers, LIT, ("100 %", "0"), band, options) + theme.text
    if curves.sun is not None:
        most = ceil(max(map(abs, curves.sun.values)) / 10) * 10
        band = Band(axis, y, y + CURVE_HEIGHT * theme.unit, -most, most)
        layers.panels.append(
            rectangle(axis.left, band.y(0), axis.right - axis.left, band.bottom - band.y(0), "panel")
        )
        by_day = Curve(curves.sun.times_us, tuple(max(height, 0.0) for height in curves.sun.values))
        layers.panels.append(area(by_day, band, "moon-lit", floor=0.0, opacity=0.55))
        layers.bars.append(
            line((axis.left, band.y(0)), (axis.right, band.y(0)), stroke="quiet", stroke_width=0.5)
        )
        layers.bars.append(trace(curves.sun, band, "ink"))
        y = _band_words(layers, SUN, (degrees(most), degrees(-most)), band, options)
    return y + theme.small * 0.5


def _band_words(layers: Layers, name: str, ends: tuple[str, str], band: Band, options: Options) -> float:
    """Write a band's name in the gutter and its ends beside it, and return its bottom."""
    size, x = options.theme.small, options.left - 7
    middle = (band.top + band.bottom) / 2 + size * 0.33
    layers.lanes.append(Text(x, middle, name, size, "soft", anchor="end"))
    for text, y in zip(ends, (band.top + size * 0.5, band.bottom + size * 0.16), strict=True):
        layers.lanes.append(Text(x, y, text, size, "soft", anchor="end"))
    return band.bottom
