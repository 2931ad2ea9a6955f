"""The `timeline` figure: a lane for each mission, every event where it belongs, every Moon as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures import marks, notes
from figures.axis import DAY, Tick, TimeAxis, axis_ticks
from figures.breaks import break_words, find_cuts
from figures.counted import counted_notice, lay_out_counted, most_lines
from figures.density import lay_out_density
from figures.elapsed import Zero, find_zero, lay_out_elapsed
from figures.fitting import fitted
from figures.fonts import text_width
from figures.lanes import Run, crowds, domain, is_placed, strip, zoomed
from figures.layers import USUAL, Layers, Options
from figures.panels import LETTERS, lay_out_letters, lay_out_moons, lay_out_panel
from figures.scene import Group, Part, Scene, Text, line, scaled
from figures.strips import lay_out_strip
from figures.textfit import shorten, with_glyph_notice
from figures.words import date_words, event_words, is_dense, span_words, timeline_words
from timeline.dates import describe
from timeline.edtf import civil_from_days, days_from_civil

if TYPE_CHECKING:
    from figures.sky import Sky
    from timeline.model import Event, Mission, Organisation, Timeline

NARROWEST = 500.0  # points in which names and labels have room beside each other
LEANER: Sequence[Mapping[str, bool]] = ({}, {"sources": False}, {"sources": False, "panels": False})
"""What a figure of a fixed height goes without, step by step, where type of 6 points does not make it fit."""
LONG = 3 * 365 * DAY  # an axis longer than this starts and ends with whole years


def lay_out_timeline(
    timeline: Timeline,
    sky: Sky,
    options: Options = USUAL,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
) -> Scene:
    """Return the timeline figure as a scene, as wide as `options` say and as tall as its labels need.

    With a `height` in points, labels that do not fit merge into counted groups until the figure does. `lanes` names
    the missions to show, all by default.
    """
    chosen = tuple(lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    options = replace(options, numbers=timeline.source_numbers)
    if options.width < NARROWEST:
        return _narrow(timeline, chosen, sky, options, height)
    return _at_height(timeline, chosen, sky, options, height)


def _at_height(
    timeline: Timeline,
    chosen: Sequence[Mission | Organisation],
    sky: Sky,
    options: Options,
    height: float | None,
) -> Scene:
    if height is None:
        return _scene(timeline, chosen, sky, options)
    options = replace(options, listed=most_lines(height, options.theme.small))
    return fitted(lambda asked: _scene(timeline, chosen, sky, asked), options, height, LEANER)


def _narrow(
    timeline: Timeline,
    chosen: Sequence[Mission | Organisation],
    sky: Sky,
    options: Options,
    height: float | None,
) -> Scene:
    """Return a figure too narrow for its type as a wider one made smaller, and say how small its type is."""
    scale, size = options.width / NARROWEST, options.theme.small - 0.5
    tall = None if height is None else height / scale
    wide = _at_height(timeline, chosen, sky, replace(options, width=NARROWEST), tall)
    words = f"type of {scale * size:.1f} pt: {options.width:.0f} pt of width are too few for this figure"
    return replace(scaled(wide, scale), notices=(*wide.notices, words))


def _scene(timeline: Timeline, lanes: Sequence[Mission | Organisation], sky: Sky, options: Options) -> Scene:
    theme, layers = options.theme, Layers()
    events = [event for lane in lanes for event in lane.events]
    placed = [event for event in events if is_placed(event)]
    axis = main_axis(placed, options)
    span = span_words([event.date for event in placed if event.date], tz=options.tz)
    head, y = notes.heading(timeline, span, events, options.width, theme, options.tz)
    ticks = axis_ticks(axis, lambda text: text_width(text, theme.text), options.tz)
    if placed:
        y = _axis_labels(layers, axis, ticks, y + theme.text, options)
    top = y
    for lane in lanes:
        y = _lane(layers, lane, axis, y + theme.row, sky, options)
    labelled = [tick.x for tick in ticks if tick.label and placed]
    layers.rules[:0] = [line((x, top), (x, y + 3), stroke="faint", stroke_width=0.5) for x in labelled]
    _now_line(layers, axis, top, y + 3, options)
    if placed:
        y = _axis_labels(layers, axis, ticks, y + 3 + theme.text, options)
        y = lay_out_elapsed(layers, axis, _whole_zero(lanes, options), y, options)
        y = lay_out_moons(layers, axis, y, sky, options)
    y = lay_out_counted(layers, y, options)
    cited = notes.cited_sources(lanes) if options.sources else set()
    foot, total = notes.footing(timeline, cited, events, y + theme.row, options.width, theme)
    words = timeline_words(timeline, [lane.id for lane in lanes], sky.contexts, span, options.tz)
    scene = Scene(
        options.width,
        total,
        (head, *layers.groups(), foot),
        timeline.title,
        words,
        notes.provenance(timeline),
        (*layers.notices, *counted_notice(layers.grouped)),
        axis.edge_dates(options.width),
    )
    return with_glyph_notice(scene)


def main_axis(events: Sequence[Event], options: Options) -> TimeAxis:
    """Return the axis of the whole figure for its dated events; a long one starts and ends with whole years."""
    dates = [event.date for event in events if event.date]
    dates += [claim.date for event in events for claim in event.claims if not claim.date.is_unknown]
    start, end = domain(dates, 0.0)
    cuts = find_cuts(dates, start, end) if options.breaks else ()
    if cuts:
        room = int((end - start - sum(b - a for a, b in cuts)) * 0.02)
        return TimeAxis(start - room, end + room, options.left, options.right, cuts)
    if end - start > LONG:
        first, last = civil_from_days((start + DAY) // DAY)[0], civil_from_days((end - DAY) // DAY)[0]
        start, end = days_from_civil(first, 1, 1) * DAY, days_from_civil(last + 1, 1, 1) * DAY
    else:
        start, end = domain(dates, 0.015)
    return TimeAxis(start, end, options.left, options.right)


def _whole_zero(lanes: Sequence[Mission | Organisation], options: Options) -> Zero | None:
    """Return what elapsed time counts from on the axis of all lanes: an event that only one of them has."""
    found = [find_zero(lane.events, options.elapsed) for lane in lanes] if options.elapsed else []
    zeros = [zero for zero in found if zero]
    return zeros[0] if len(zeros) == 1 else None


def _axis_labels(
    layers: Layers, axis: TimeAxis, ticks: Sequence[Tick], baseline: float, options: Options
) -> float:
    """Write the main axis' labels, clear of its breaks and of its end, and return the room's bottom."""
    size = options.theme.text
    gaps = [(axis.x(start) - 4, axis.x(end) + 2) for start, end in axis.cuts]
    layers.axis += break_words(axis, baseline, options.theme)
    for tick in ticks:
        left, right = tick.x + 2.5, tick.x + 2.5 + text_width(tick.label, size)
        if tick.label and right <= options.right + 0.5 and not any(left < b and a < right for a, b in gaps):
            layers.axis.append(Text(left, baseline, tick.label, size, "soft"))
    return baseline + 3


def _lane(
    layers: Layers, lane: Mission | Organisation, axis: TimeAxis, y: float, sky: Sky, options: Options
) -> float:
    """Lay a lane out below y and return its bottom."""
    theme = options.theme
    if is_dense(lane):
        name_bottom = notes.lane_name(layers.lanes, lane, y, theme)
        return max(lay_out_density(layers, lane, axis, y, options), name_bottom)
    dated = [event for event in lane.events if is_placed(event)]
    undated = [event for event in lane.events if not is_placed(event)]
    runs = _runs(dated, axis, options)
    in_panels = {event.address for run in runs for event in run.events}
    zero = find_zero(lane.events, options.elapsed) if options.elapsed else None
    name_bottom = notes.lane_name(layers.lanes, lane, y, theme)
    start = y
    if dated:
        overview = strip(
            [event for event in dated if event.address not in in_panels],
            axis,
            options,
            bare=[event for event in dated if event.address in in_panels],
        )
        y = lay_out_strip(layers, overview, y, sky, options)
        letters = LETTERS if len(runs) > 1 else [""]
        if len(runs) > 1:
            y = lay_out_letters(layers, runs, axis, y, options)
        for letter, run in zip(letters, runs, strict=False):
            y = lay_out_panel(layers, run, overview, max(y, start + theme.row), sky, options, letter, zero)
    if undated:
        y = _undated(layers, undated, y if dated else start - theme.row * 0.5, options)
    return max(y, name_bottom)


def _runs(events: Sequence[Event], axis: TimeAxis, options: Options) -> list[Run]:
    """Return what stands in panels: the stretches that are asked for, else what is too crowded to be read."""
    if not options.panels:
        return []
    return zoomed(events, options.zooms) if options.zooms else crowds(events, axis)


def _undated(layers: Layers, events: Sequence[Event], y: float, options: Options) -> float:
    """List the events of which nobody gives a date, in lines under the lane, and return the bottom."""
    theme = options.theme
    baseline = y + theme.row * 0.7
    lead = "No date given:"
    layers.lanes.append(Text(options.left, baseline, lead, theme.text, "soft"))
    start = x = options.left + text_width(lead, theme.text) + 8
    room = options.right - start - theme.mark * 2.4 - 30
    for event in events:
        numbers = date_words(event, options.numbers).numbers
        name = shorten(event.label, theme.text, room)
        if name != event.label:
            layers.notices.append(
                f"the label {event.label!r} is longer than the figure is wide and is cut to {name!r}"
            )
        label = theme.mark * 2.4 + text_width(name, theme.text) + 1.5
        width = label + text_width(numbers, theme.small - 0.5) + 12
        if x + width > options.right and x > start:
            x, baseline = start, baseline + theme.row
        drawn: tuple[Part, ...] = (
            *marks.mark(
                event.kind, event.outcome, x + theme.mark * 0.7, baseline - theme.text * 0.33, theme.mark
            ),
            Text(x + theme.mark * 2.4, baseline, name, theme.text),
            *([Text(x + label, baseline - 2, numbers, theme.small - 0.5, "soft")] if numbers else []),
        )
        layers.events.append(Group("event", drawn, event.address, event_words(event, None)))
        x += width
    return baseline + theme.row * 0.3


def _now_line(layers: Layers, axis: TimeAxis, top: float, bottom: float, options: Options) -> None:
    """Draw a line at `now` where the axis holds it, with its date at the foot."""
    now, size = options.now, options.theme.small
    if now is None or now.middle_us is None or not axis.holds(now.middle_us):
        return
    x = axis.x(now.middle_us)
    words = f"now, {describe(now, options.tz)}"
    width = text_width(words, size)
    left = x + 3 if x + 3 + width <= options.width - 2 else x - 3 - width
    layers.rules.append(line((x, top), (x, bottom), stroke="now", stroke_width=0.8))
    layers.axis.append(Text(left, top + size, words, size, "now"))
