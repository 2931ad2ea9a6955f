"""The `timeline` figure: a lane for each mission, every event where it belongs, every Moon as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from figures import marks, notes
from figures.axis import DAY, TimeAxis, ticks
from figures.fonts import text_width
from figures.labels import Flag, Placement, place
from figures.lanes import Ghost, Item, crowds, domain, extent, ghosts, is_point, tracks
from figures.moonface import moon_disc, unknown_disc
from figures.scene import Fade, Group, Part, Scene, Shape, Text, circle, line, polygon, rectangle
from figures.theme import LIGHT, Theme
from figures.words import date_words, event_words, timeline_words
from timeline.dates import describe
from timeline.edtf import civil_from_days, days_from_civil

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.context import MoonContext
    from figures.sky import Sky
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Timeline

BAND = 12.0  # height in which leaders lean from their mark to their pole
REACH = 0.2  # of the axis: how far a label may stand from its mark before another row is taken
MIN_PHASE_GAP = 9.0  # points between new and full Moon below which the strip of Moons is left out
NEW, FULL = 0, 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of marks with their labels above and the plans that were overtaken below."""

    axis: TimeAxis
    items: tuple[Item, ...]
    tracks: tuple[int, ...]
    placement: Placement
    bare: tuple[Item, ...] = ()  # marks whose labels stand in the panel that zooms them
    ghosts: tuple[tuple[int, Ghost], ...] = ()
    panel: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How a figure is asked for, beside its data."""

    theme: Theme = LIGHT
    width: float = 780.0
    tz: tzinfo | None = None
    now: VagueDate | None = None
    max_rows: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Sheet:
    """The parts of the scene as they are gathered, by layer."""

    rules: list[Part] = field(default_factory=list)
    panels: list[Part] = field(default_factory=list)
    bars: list[Part] = field(default_factory=list)
    ghosts: list[Part] = field(default_factory=list)
    leaders: list[Part] = field(default_factory=list)
    moons: list[Part] = field(default_factory=list)
    events: list[Group] = field(default_factory=list)
    lanes: list[Part] = field(default_factory=list)
    axis: list[Part] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def groups(self) -> tuple[Group, ...]:
        """Return the layers from back to front."""
        layers = ("rules", "panels", "bars", "ghosts", "leaders", "moons", "events", "lanes", "axis")
        return tuple(Group(layer, tuple(getattr(self, layer))) for layer in layers if getattr(self, layer))


def lay_out_timeline(
    timeline: Timeline,
    sky: Sky,
    *,
    theme: Theme = LIGHT,
    width: float = 780.0,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
    now: VagueDate | None = None,
    tz: tzinfo | None = None,
) -> Scene:
    """Return the timeline figure as a scene, `width` points wide and as tall as its labels need.

    With a `height`, labels that do not fit merge into counted groups until the figure does. `lanes` names the
    missions to show, all by default; `now` draws a line at a date; `tz` is the zone of written times.
    """
    options = Options(theme, width, tz, now, None, timeline.source_numbers)
    chosen = tuple(lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    scene = _scene(timeline, chosen, sky, options)
    if height is None or scene.height <= height:
        return scene
    low, high = 1, max(2, int(scene.height / theme.flag))
    while low < high:
        middle = (low + high + 1) // 2
        if _scene(timeline, chosen, sky, replace(options, max_rows=middle)).height <= height:
            low = middle
        else:
            high = middle - 1
    return _scene(timeline, chosen, sky, replace(options, max_rows=low))


def _scene(timeline: Timeline, lanes: Sequence[Mission | Organisation], sky: Sky, options: Options) -> Scene:
    theme, sheet = options.theme, _Sheet()
    axis = _main_axis([event for lane in lanes for event in lane.events], options)
    placed = [event for lane in lanes for event in lane.events if event.date and not event.date.is_unknown]
    span = notes.span_words([event.date for event in placed if event.date])
    head, y = notes.heading(timeline, span, placed, options.width, theme, options.tz)
    y = top = _top_axis(sheet, axis, y, options)
    y += theme.row * 0.4
    for lane in lanes:
        y = _lane(sheet, lane, axis, y, sky, options)
    bottom = y + 2
    sheet.rules[:0] = [
        line((x, top), (x, bottom), stroke="faint", stroke_width=0.5) for x in _rule_places(axis, options)
    ]
    _now_line(sheet, axis, top, bottom, options)
    cited = notes.cited_sources(lanes)
    foot, total = notes.footing(timeline, cited, placed, y + 12, options.width, theme)
    description = timeline_words(timeline, [lane.id for lane in lanes], sky.contexts, span, options.tz)
    return Scene(
        options.width,
        total,
        (head, *sheet.groups(), foot),
        timeline.title,
        description,
        notes.provenance(timeline),
        tuple(sheet.notices),
    )


def _main_axis(events: Sequence[Event], options: Options) -> TimeAxis:
    """Return the axis of the whole figure; a long one starts and ends with whole years."""
    dates = [event.date for event in events if event.date and not event.date.is_unknown]
    dates += [claim.date for event in events for claim in event.claims if not claim.date.is_unknown]
    start, end = domain(dates, 0.015)
    if end - start > 3 * 365 * DAY and abs(start) + abs(end) < 2**61:
        start = days_from_civil(civil_from_days(min(start + (end - start) // 60, end) // DAY)[0], 1, 1) * DAY
        end = days_from_civil(civil_from_days((end - (end - start) // 60) // DAY)[0] + 1, 1, 1) * DAY
    theme = options.theme
    return TimeAxis(start, end, theme.margin + theme.gutter, options.width - theme.margin)


def _rule_places(axis: TimeAxis, options: Options) -> list[float]:
    return [tick.x for tick in _ticks(axis, options) if tick.label]


def _ticks(axis: TimeAxis, options: Options) -> Sequence[notes.Tick]:
    offset = 0
    if options.tz is not None:
        offset = notes.offset_us(options.tz, axis.start_us)
    return ticks(axis, lambda text: text_width(text, options.theme.text), offset)


def _top_axis(sheet: _Sheet, axis: TimeAxis, y: float, options: Options) -> float:
    """Draw the labels of the main axis and return where the lanes begin."""
    theme = options.theme
    baseline = y + theme.text
    for tick in _ticks(axis, options):
        if tick.label and tick.x + text_width(tick.label, theme.text) <= options.width - 2:
            sheet.axis.append(Text(tick.x + 2.5, baseline, tick.label, theme.text, "soft"))
    return baseline - theme.text + 2


def _lane(
    sheet: _Sheet, lane: Mission | Organisation, axis: TimeAxis, y: float, sky: Sky, options: Options
) -> float:
    """Draw a lane below y and return where the next one may begin."""
    theme = options.theme
    dated = [event for event in lane.events if event.date and not event.date.is_unknown]
    undated = [event for event in lane.events if event not in dated]
    zooms = crowds(dated, axis)
    zoomed = {event.address for run in zooms for event in run}
    strip = _strip(
        [event for event in dated if event.address not in zoomed],
        axis,
        options,
        bare=[event for event in dated if event.address in zoomed],
    )
    y += theme.row
    start = y
    name_bottom = _lane_name(sheet, lane, y, options)
    if dated:
        y = _draw_strip(sheet, strip, y, sky, options)
        y = max(y, start + theme.row * 1.2)
    for run in zooms:
        y = _draw_panel(sheet, run, strip, lane, y, sky, options)
    if undated:
        y = _draw_undated(sheet, undated, y if dated else start - theme.row * 0.55, options)
    return max(y, name_bottom) + theme.row * 0.5


def _lane_name(sheet: _Sheet, lane: Mission | Organisation, y: float, options: Options) -> float:
    theme = options.theme
    rows = [
        (text, theme.lane, "ink") for text in notes.wrap(lane.name, theme.lane, theme.gutter - 12, "semibold")
    ]
    for text in notes.lane_details(lane):
        rows += [
            (text_line, theme.small, "soft") for text_line in notes.wrap(text, theme.small, theme.gutter - 12)
        ]
    for text, size, fill in rows:
        weight = "semibold" if fill == "ink" else "regular"
        sheet.lanes.append(Text(theme.margin, y + size * 0.36, text, size, fill, weight))  # type: ignore[arg-type]
        y += size * 1.28
    return y


def _strip(
    events: Sequence[Event], axis: TimeAxis, options: Options, bare: Sequence[Event] = (), panel: bool = False
) -> Strip:
    theme = options.theme
    items = sorted((_item(event, axis, options) for event in events), key=lambda item: item.x)
    bars = [index for index, item in enumerate(items) if item.bar]
    on_track = dict(zip(bars, tracks([(items[i].left, items[i].right) for i in bars], 1.0), strict=True))
    radius = theme.moon
    placement = place(
        [item.x for item in items],
        [item.width for item in items],
        left=axis.left - (radius if not panel else -radius - 4),
        right=options.width - theme.margin - (4 if panel else 0),
        step=radius + 2.5,
        gap=2 * radius + 5,
        reach=REACH * (axis.right - axis.left),
        max_rows=options.max_rows,
        group_width=lambda first, last: radius + 4 + text_width(_group_text(items, first, last), theme.text),
    )
    old = [
        ghost for event in (*events, *bare) for ghost in _ghosts(event, axis, options, panel, event in bare)
    ]
    return Strip(
        axis,
        tuple(items),
        tuple(on_track.get(index, 0) for index in range(len(items))),
        placement,
        tuple(_item(event, axis, options) for event in bare),
        tuple(zip(tracks([_ghost_extent(ghost, options) for ghost in old], 6.0), old, strict=True)),
        panel,
    )


def _item(event: Event, axis: TimeAxis, options: Options) -> Item:
    date = event.date
    assert date is not None
    left, right = extent(date, axis)
    words = date_words(event, options.numbers, options.tz)
    item = Item(event, left, right, not is_point(date), words)
    return replace(item, width=_label_width(item, options.theme))


def _label_width(item: Item, theme: Theme) -> float:
    """Return the width of a label from its pole: half the Moon, then the wider of its two lines."""
    date = sum(width for _, width in _date_runs(item, theme))
    return theme.moon + 4 + max(text_width(item.event.label, theme.text), date)


def _date_runs(item: Item, theme: Theme) -> list[tuple[Text, float]]:
    """Return a label's second line at x = 0, each text with its width: when, and the numbers of who says so."""
    runs: list[tuple[Text, float]] = []

    def add(text: str, size: float, fill: str, rise: float = 0.0, space: float = 0.0) -> None:
        if text:
            runs.append((Text(0, rise, text, size, fill), text_width(text, size) + space))

    small, when = theme.small - 0.5, theme.text - 0.5
    add(item.words.date, when, "soft", space=1.2)
    add(item.words.numbers, small, "soft", rise=-2.0, space=2.0)
    for text, numbers in item.words.others:
        add(f"or {text}", when, "failure", space=1.2)
        add(numbers, small, "soft", rise=-2.0, space=2.0)
    return runs


def _group_text(items: Sequence[Item], first: int, last: int) -> str:
    dates = [item.event.date for item in items[first : last + 1] if item.event.date]
    return f"{last - first + 1} events, {notes.span_words(dates, compact=True)}"


def _ghosts(event: Event, axis: TimeAxis, options: Options, panel: bool, bare: bool) -> tuple[Ghost, ...]:
    """Return an event's overtaken claims on this axis; a panel takes those that it holds, the lane the others."""

    def number(source: str) -> str:
        return str(options.numbers.get(source, ""))

    found = ghosts(event, axis, number, options.tz)
    if panel:
        return tuple(ghost for ghost in found if _holds(axis, ghost.date))
    if bare:
        return tuple(ghost for ghost in found if not is_point(ghost.date) and ghost.right - ghost.left > 3)
    return found


def _holds(axis: TimeAxis, date: VagueDate) -> bool:
    ends = (date.earliest_us, date.latest_us)
    return all(us is not None and axis.holds(us) for us in ends)


def _ghost_extent(ghost: Ghost, options: Options) -> tuple[float, float]:
    """Return the room that a ghost takes with the words at its side."""
    width = _ghost_words_width(ghost, options.theme)
    if ghost.right + 5 + width <= options.width - options.theme.margin:
        return ghost.left - 3, ghost.right + 5 + width
    return ghost.left - 5 - width, ghost.right + 3


def _ghost_words_width(ghost: Ghost, theme: Theme) -> float:
    return text_width(ghost.note, theme.small) + 1.5 + text_width(ghost.source, theme.small - 0.5)


def _draw_strip(sheet: _Sheet, strip: Strip, y: float, sky: Sky, options: Options) -> float:
    """Draw a strip below y and return its bottom."""
    theme = options.theme
    rows = strip.placement.rows
    base = y + (rows - 0.5) * theme.flag + BAND + theme.mark + 2 if rows else y
    xs = [edge for item in (*strip.items, *strip.bare) for edge in (item.left, item.right)]
    ends = (strip.axis.left, strip.axis.right) if strip.panel else (min(xs), max(xs))
    sheet.bars.append(line((ends[0], base), (ends[1], base), stroke="quiet", stroke_width=0.6))
    for item in strip.bare:
        sheet.bars += _bare_mark(item, base, theme)
    for flag in strip.placement.flags:
        _draw_flag(sheet, flag, strip, base, sky, options)
    lowest = max(strip.tracks, default=0)
    y = base + theme.mark + 2 + lowest * _track_height(theme)
    return _draw_ghosts(sheet, strip, base, y, options)


def _track_height(theme: Theme) -> float:
    return theme.mark * 2 + 1.5


def _bare_mark(item: Item, y: float, theme: Theme) -> tuple[Shape, ...]:
    return (line((item.x, y - 2.6), (item.x, y + 2.6), stroke=item.event.outcome, stroke_width=0.8),)


def _draw_flag(sheet: _Sheet, flag: Flag, strip: Strip, base: float, sky: Sky, options: Options) -> None:
    theme = options.theme
    members = strip.placement.members(flag)
    for index in members:
        item = strip.items[index]
        line_y = base + strip.tracks[index] * _track_height(theme)
        if item.bar:
            sheet.bars += _bar(item, line_y, theme)
    index = members[0]
    item, line_y = strip.items[index], base + strip.tracks[index] * _track_height(theme)
    centre = base - theme.mark - 2 - BAND - (flag.row - 0.5) * theme.flag
    low = base - theme.mark - 1.2
    route = [(flag.anchor, line_y - theme.mark * 0.6), (flag.anchor, low), (flag.pole, low - BAND)]
    sheet.leaders.append(line(*route, (flag.pole, centre + theme.moon), stroke="quiet", stroke_width=0.5))
    if flag.grouped:
        _draw_group(sheet, flag, strip, base, centre, options)
        return
    context = sky.contexts.get(item.event.address)
    parts: list[Part] = [*marks.mark(item.event.kind, item.event.outcome, item.x, line_y, theme.mark)]
    parts += _moon(flag.pole, centre, context, theme)
    parts += _label(sheet, item, flag.pole + theme.moon + 4, centre, options)
    title = event_words(item.event, context, options.tz)
    sheet.events.append(Group("event", tuple(parts), item.event.address, title))


def _label(sheet: _Sheet, item: Item, x: float, centre: float, options: Options) -> list[Part]:
    """Return a label's two lines, cut at the figure's edge where they are longer than the whole room."""
    theme = options.theme
    room = options.width - theme.margin + 6 - x
    label = shown = item.event.label
    if text_width(label, theme.text) > room:
        shown = notes.shorten(label, theme.text, room)
        sheet.notices.append(f"the label {label!r} was shortened to {shown!r}")
    parts: list[Part] = [Text(x, centre - theme.text * 0.12, shown, theme.text)]
    for text, width in _date_runs(item, theme):
        parts.append(replace(text, x=x, y=centre + theme.text * 0.92 + text.y))
        x += width
    return parts


def _draw_group(
    sheet: _Sheet, flag: Flag, strip: Strip, base: float, centre: float, options: Options
) -> None:
    theme = options.theme
    parts: list[Part] = []
    for index in strip.placement.members(flag):
        item = strip.items[index]
        y = base + strip.tracks[index] * _track_height(theme)
        parts += marks.mark(item.event.kind, item.event.outcome, item.x, y, theme.mark)
    text = _group_text(strip.items, flag.first, flag.last)
    parts.append(circle(flag.pole, centre, theme.moon * 0.5, fill="quiet"))
    parts.append(Text(flag.pole + theme.moon + 4, centre + theme.text * 0.33, text, theme.text, "ink"))
    words = "; ".join(
        event_words(strip.items[index].event, None, options.tz) for index in strip.placement.members(flag)
    )
    sheet.events.append(Group("group", tuple(parts), "", words))
    sheet.notices.append(f"{text}: {words}")


def _moon(x: float, y: float, context: MoonContext | None, theme: Theme) -> tuple[Shape, ...]:
    """Return the Moon of an instant or a day; a ring where the date is too vague for one."""
    if context is None or context.illuminated_fraction is None:
        return unknown_disc(x, y, theme.moon)
    fraction = context.illuminated_fraction
    if isinstance(fraction, tuple):
        if fraction[1] - fraction[0] > 0.25 or context.bright_limb_angle_deg is None:
            return unknown_disc(x, y, theme.moon)
        fraction = sum(fraction) / 2
    angle = context.bright_limb_angle_deg
    return moon_disc(x, y, theme.moon, fraction, 270.0 if angle is None else angle)


def _bar(item: Item, y: float, theme: Theme) -> list[Part]:
    """Return a date's bar: as wide as it is vague, fading where it is approximate or open."""
    date, outcome = item.event.date, item.event.outcome
    assert date is not None
    height = theme.mark * 1.15
    width = max(item.right - item.left, 1.2)
    top = y - height / 2
    strength = 0.5 if item.event.is_span else 0.3
    fade_left = width if date.open_start else width * 0.3 if date.approximate else 0.0
    fade_right = width if date.open_end else width * 0.3 if date.approximate else 0.0
    solid = width - min(fade_left + fade_right, width)
    parts: list[Part] = []
    if fade_left:
        parts.append(Fade(item.left, top, fade_left, height, outcome, 0.0, strength))
    if solid > 0:
        x = item.left + fade_left
        if outcome in marks.HOLLOW:
            parts.append(rectangle(x, top, solid, height, "paper", stroke=outcome, stroke_width=0.7))
        else:
            parts.append(rectangle(x, top, solid, height, outcome, opacity=strength))
    if fade_right:
        parts.append(Fade(item.left + fade_left + solid, top, fade_right, height, outcome, strength, 0.0))
    return parts


def _draw_ghosts(sheet: _Sheet, strip: Strip, base: float, y: float, options: Options) -> float:
    """Draw the overtaken claims on their tracks under the line, joined to what became of them."""
    theme = options.theme
    pitch = theme.small + 2.5
    ends: dict[str, tuple[float, float]] = {}
    for track, ghost in strip.ghosts:
        centre = y + track * pitch + pitch * 0.6
        middle = ghost.x
        sheet.ghosts += _ghost(ghost, centre, theme)
        at = ends.get(ghost.event.address) or (_event_x(strip, ghost.event), base + theme.mark * 0.8)
        if not ghost.rival:
            sheet.ghosts.append(_movement((middle, centre), at))
            ends[ghost.event.address] = (middle, centre)
        else:
            sheet.ghosts.append(
                line(
                    (middle, centre - 2), (at[0], at[1]), stroke="failure", stroke_width=0.5, dash=(1.5, 1.2)
                )
            )
        width = _ghost_words_width(ghost, theme)
        left = _ghost_extent(ghost, options)[0]
        x = ghost.right + 5 if left > ghost.left - 5 else ghost.left - 4 - width
        fill = "failure" if ghost.rival else "soft"
        sheet.ghosts.append(Text(x, centre + theme.small * 0.33, ghost.note, theme.small, fill))
        x += text_width(ghost.note, theme.small) + 1.5
        sheet.ghosts.append(Text(x, centre + theme.small * 0.33 - 2, ghost.source, theme.small - 0.5, "soft"))
    deepest = max((track for track, _ in strip.ghosts), default=-1)
    return y + (deepest + 1) * pitch + (3 if strip.ghosts else 0)


def _event_x(strip: Strip, event: Event) -> float:
    return next(item.x for item in (*strip.items, *strip.bare) if item.event is event)


def _ghost(ghost: Ghost, y: float, theme: Theme) -> list[Part]:
    stroke = "failure" if ghost.rival else "ghost"
    if ghost.right - ghost.left < 2.4:
        return [circle((ghost.left + ghost.right) / 2, y, 1.9, fill="paper", stroke=stroke, stroke_width=0.8)]
    return [
        rectangle(
            ghost.left, y - 1.7, ghost.right - ghost.left, 3.4, "paper", stroke=stroke, stroke_width=0.7
        )
    ]


def _movement(start: tuple[float, float], end: tuple[float, float]) -> Shape:
    """Return the thin curve from a plan to where it moved."""
    (x0, y0), (x1, y1) = start, end
    bend = ("C", ((x0, y0 - (y0 - y1) * 0.6), (x1, y1 + (y0 - y1) * 0.6), (x1, y1)))
    return Shape((("M", ((x0, y0 - 1.7),)), bend), None, "ghost", 0.6)


def _draw_panel(
    sheet: _Sheet,
    run: Sequence[Event],
    overview: Strip,
    lane: Mission | Organisation,
    y: float,
    sky: Sky,
    options: Options,
) -> float:
    """Draw a crowded stretch on an axis of its own, hung from its place on the lane, and return its bottom."""
    theme = options.theme
    main = overview.axis
    start, end = domain([event.date for event in run if event.date], 0.05)
    axis = TimeAxis(start, end, main.left, main.right)
    inner = replace(axis, left=main.left + 8, right=main.right - 8)
    strip = _strip(run, inner, options, panel=True)
    from_x, to_x = main.clipped(start, main.left), main.clipped(end, main.right)
    base = y - (theme.mark + 2) if not overview.ghosts else y
    top = y + 11
    content = top + theme.row * 0.75
    bottom = _draw_strip(sheet, strip, content, sky, options)
    bottom = _panel_axis(sheet, inner, bottom, content, sky, options)
    corners = ((from_x, base), (to_x, base), (main.right, top), (main.left, top))
    sheet.panels.append(polygon(*corners, fill="panel"))
    sheet.panels.append(rectangle(main.left, top, main.right - main.left, bottom - top, "panel"))
    return bottom


def _panel_axis(sheet: _Sheet, axis: TimeAxis, y: float, top: float, sky: Sky, options: Options) -> float:
    theme = options.theme
    baseline = y + theme.small + 1
    for tick in _ticks(axis, options):
        if not tick.label:
            sheet.axis.append(line((tick.x, y - 0.5), (tick.x, y + 1.5), stroke="quiet", stroke_width=0.4))
            continue
        sheet.bars.insert(0, line((tick.x, top), (tick.x, y + theme.small), stroke="faint", stroke_width=0.5))
        fill = "ink" if tick.large else "soft"
        if tick.x + text_width(tick.label, theme.small) + 3 <= axis.right + 6:
            sheet.axis.append(Text(tick.x + 2.5, baseline, tick.label, theme.small, fill))
    y = baseline + 3
    found = [(us, kind) for us, kind in sky.phases(axis.start_us, axis.end_us) if kind in (NEW, FULL)]
    if found and axis.points_per_day * 14.7 >= MIN_PHASE_GAP:
        y = _moon_strip(sheet, axis, found, y, options)
    return y + 3


def _moon_strip(
    sheet: _Sheet, axis: TimeAxis, found: Sequence[tuple[int, int]], y: float, options: Options
) -> float:
    theme = options.theme
    radius, centre = theme.moon * 0.55, y + theme.moon * 0.7
    for us, kind in found:
        sheet.moons += moon_disc(axis.x(us), centre, radius, 1.0 if kind == FULL else 0.0, 270.0)
    words = "new and full Moons"
    x = axis.left - 8 - 6 - text_width(words, theme.small)
    sheet.moons.append(Text(x, centre + theme.small * 0.33, words, theme.small, "soft"))
    return centre + radius + 2


def _draw_undated(sheet: _Sheet, events: Sequence[Event], y: float, options: Options) -> float:
    """List the events of which nobody gives a date, in lines under the lane."""
    theme = options.theme
    left, right = theme.margin + theme.gutter, options.width - theme.margin
    baseline = y + theme.row * 0.7
    lead = "No date given:"
    sheet.lanes.append(Text(left, baseline, lead, theme.text, "soft"))
    start = x = left + text_width(lead, theme.text) + 6
    for event in events:
        numbers = date_words(event, options.numbers).numbers
        width = 9 + text_width(event.label, theme.text) + 1.5 + text_width(numbers, theme.small - 0.5) + 10
        if x + width > right and x > start:
            x, baseline = start, baseline + theme.row
        parts: list[Part] = [
            *marks.mark(event.kind, event.outcome, x + 3, baseline - theme.text * 0.33, theme.mark)
        ]
        parts.append(Text(x + 9, baseline, event.label, theme.text))
        after = x + 9 + text_width(event.label, theme.text) + 1.5
        parts.append(Text(after, baseline - 2.2, numbers, theme.small - 0.5, "soft"))
        sheet.events.append(Group("event", tuple(parts), event.address, event_words(event, None)))
        x += width
    return baseline + theme.row * 0.3


def _now_line(sheet: _Sheet, axis: TimeAxis, top: float, bottom: float, options: Options) -> None:
    theme, now = options.theme, options.now
    if now is None or now.middle_us is None or not axis.holds(now.middle_us):
        return
    x = axis.x(now.middle_us)
    words = f"now, {describe(now, options.tz)}"
    sheet.rules.append(line((x, top), (x, bottom), stroke="now", stroke_width=0.8))
    width = text_width(words, theme.small)
    left = x + 3 if x + 3 + width <= options.width - 2 else x - 3 - width
    sheet.axis.append(Text(left, bottom + theme.small, words, theme.small, "now"))
