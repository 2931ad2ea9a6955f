"""The `overview` figure: all missions below each other, each on its own scale, aligned at launch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import DAY, TimeAxis
from figures.counted import counted_notice, lay_out_counted
from figures.elapsed import elapsed_ticks, find_zero
from figures.fonts import text_width
from figures.lanes import is_placed, is_point, strip
from figures.layers import Layers, Options
from figures.scene import Scene, Text, line
from figures.strips import lay_out_strip
from figures.words import span_words, timeline_words
from timeline.dates import describe

if TYPE_CHECKING:
    from figures.sky import Sky
    from timeline.model import Event, Mission, Organisation, Timeline

BEFORE = 0.03  # of an axis, before the launch


def missing_for_overview(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where it has all."""
    if any(find_zero(timeline.lane(lane).events) is not None for lane in lanes):
        return ""
    return "it is aligned at launch: no mission has a launch with a time that happened"


def lay_out_overview(
    timeline: Timeline,
    sky: Sky,
    *,
    lanes: Sequence[str],
    options: Options,
) -> Scene:
    """Return every mission that has flown on an axis of elapsed time of its own; the others are named."""
    theme, width, tz = options.theme, options.width, options.tz
    layers = Layers()
    chosen = [lane for lane in timeline.missions if lane.id in lanes]
    flown = [lane for lane in chosen if find_zero(lane.events) is not None]
    events = [event for lane in flown for event in lane.events]
    span = span_words([event.date for event in events if event.date], tz=options.tz)
    subject = f"From launch on, {'each mission on its own scale' if len(flown) > 1 else 'in elapsed time'}"
    facts = " · ".join(fact for fact in (subject, span) if fact)
    head, y = notes.heading(timeline, facts, events, width, theme, tz)
    for number, lane in enumerate(flown):
        y = _row(layers, lane, y + theme.row * (1.7 if number else 0.8), sky, options)
    waiting = [lane for lane in chosen if lane not in flown]
    if waiting:
        y = _waiting(layers, waiting, y + theme.row * 1.9, options)
    y = lay_out_counted(layers, y, options)
    foot, total = notes.footing(timeline, notes.cited_sources(chosen), events, y + theme.row, width, theme)
    words = timeline_words(timeline, [lane.id for lane in chosen], sky.contexts, span, tz)
    return Scene(
        width,
        total,
        (head, *layers.groups(), foot),
        f"{timeline.title}: the missions from launch on",
        words,
        notes.provenance(timeline),
        (*layers.notices, *counted_notice(layers.grouped)),
    )


def launch_axis(events: Sequence[Event], zero: int, options: Options) -> TimeAxis:
    """Return the axis from shortly before the launch to shortly after the last known event."""
    known = [e.date.middle_us for e in events if e.date and is_point(e.date) and e.date.middle_us is not None]
    length = max(max(known, default=zero) - zero, DAY // 24)
    start = zero - int(length * BEFORE)
    return TimeAxis(start, zero + int(length * (1 + BEFORE)), options.left, options.right)


def _row(layers: Layers, lane: Mission, y: float, sky: Sky, options: Options) -> float:
    theme, launch = options.theme, find_zero(lane.events)
    assert launch is not None
    zero = launch.us
    axis = launch_axis(lane.events, zero, options)
    name_bottom = notes.lane_name(layers.lanes, lane, y, options.theme)
    shown = [e for e in lane.events if is_placed(e) and e.date and e.date.middle_us is not None]
    shown = [e for e in shown if e.date and e.date.middle_us is not None and axis.holds(e.date.middle_us)]
    top = y
    y = lay_out_strip(layers, strip(shown, axis, options, is_panel=True), y, sky, options)
    small = theme.small
    for tick in elapsed_ticks(axis, zero, lambda text: text_width(text, small)):
        layers.rules.append(line((tick.x, top), (tick.x, y + small), stroke="faint", stroke_width=0.5))
        if tick.x + 2.5 + text_width(tick.label, small) <= options.right + 0.5:
            layers.axis.append(Text(tick.x + 2.5, y + small, tick.label, small, "soft"))
    return max(y + small + 3, name_bottom)


def _waiting(layers: Layers, lanes: Sequence[Mission | Organisation], y: float, options: Options) -> float:
    """Name the missions that have not flown, with the date of their launch as far as it is known."""
    theme = options.theme
    layers.lanes.append(Text(theme.margin, y, "Not yet flown", theme.lane, "ink", "semibold"))
    for lane in lanes:
        launch = next((event for event in lane.events if event.kind == "launch" and event.date), None)
        when = f"launch {describe(launch.date)}" if launch and launch.date else "no date of a launch given"
        layers.lanes.append(Text(options.left, y, lane.name, theme.text))
        x = options.left + text_width(lane.name, theme.text) + 5
        layers.lanes.append(Text(x, y, when, theme.text, "soft"))
        y += theme.row
    return y - theme.row
