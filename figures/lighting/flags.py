"""The events of the `lighting` figure: marks on the Sun's curve, bars of vague dates over it, and their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import marks
from figures.axis import DAY
from figures.curves import Band, Curve, trace
from figures.fonts import text_width
from figures.labels import Flag, Placement, place
from figures.lanes import MOST_ROWS, REACH, TEXT_GAP, date_line
from figures.layers import Counted
from figures.lighting.curves import cut, over, value_at
from figures.lighting.words import event_sky_words
from figures.scene import Group, Part, Text, circle, line
from figures.strips import BAND as LEAN
from figures.strips import moon_of, vague_bar
from figures.textfit import shorten
from figures.tracks import tracks
from figures.words import date_words, event_words, rival_claims, short_words, span_words

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.layers import Layers, Options
    from figures.lighting.values import MissionLight, SkyAt
    from figures.sky import Sky
    from figures.theme import Theme
    from timeline.model import Event


SKY_GAP = 4.0  # between a date and its sky
LIFT = 4.0  # of the bars over the panel
LONGEST_STRETCH = 40 * DAY  # of a vaguer date the curve is not drawn strong: that says no more than its bar


@dataclass(frozen=True, slots=True)
class Item:
    """An event on the axis: its extent in points, whether that is drawn as a bar, and the words of its label."""

    event: Event
    left: float
    right: float
    is_bar: bool
    runs: tuple[tuple[Text, float], ...]  # the label's second line: texts at x = 0, each with its width
    width: float
    sky_words: str

    @property
    def x(self) -> float:
        """Where its mark stands: an instant's own place, the known end of an open date, else the middle."""
        date = self.event.date
        if date is not None and date.open_start != date.open_end:
            return self.right if date.open_start else self.left
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Flags:
    """All events of a stretch, the labelled ones first; `tracks` are those of the bars, 0 the nearest.

    The labels of `placement` are those of its own items; what comes after them goes on from another stretch.
    """

    items: tuple[Item, ...]
    tracks: tuple[int, ...]
    placement: Placement

    def labels_height(self, theme: Theme) -> float:
        """Return how much room the labels and the lean of their leaders take."""
        return (self.placement.rows - 0.5) * theme.flag + LEAN if self.placement.rows else 0.0

    def bars_height(self, theme: Theme) -> float:
        """Return how much room the bars of vague dates take, over the panel."""
        bars = [track for item, track in zip(self.items, self.tracks, strict=True) if item.is_bar]
        return (max(bars) + 1) * pitch(theme) + LIFT if bars else theme.mark + 2


def pitch(theme: Theme) -> float:
    """Return how far the tracks of bars stand apart."""
    return theme.mark * 2 + 2


def place_flags(
    mission: MissionLight,
    events: Sequence[Event],
    going_on: Sequence[Event],
    axis: TimeAxis,
    options: Options,
) -> Flags:
    """Place the labels of events over an axis; those that go on from another one have theirs there."""
    theme, at = options.theme, dict(mission.at)
    items = sorted((_item(event, mission, at, axis, options) for event in events), key=lambda item: item.x)
    placement = place(
        [item.x for item in items],
        [item.width for item in items],
        left=axis.left + theme.moon,
        right=options.right,
        step=theme.moon + 2.5,
        gap=2 * theme.moon + 5,
        reach=REACH * (axis.right - axis.left),
        max_rows=options.max_rows or MOST_ROWS,
        group_width=lambda first, last: (
            theme.moon + TEXT_GAP + text_width(_group_text(items, first, last), theme.text)
        ),
    )
    items += [_item(event, mission, at, axis, options) for event in going_on]
    bars = [index for index, item in enumerate(items) if item.is_bar]
    track = dict(zip(bars, tracks([(items[i].left, items[i].right) for i in bars], 1.0), strict=True))
    return Flags(tuple(items), tuple(track.get(i, 0) for i in range(len(items))), placement)


def _item(
    event: Event, mission: MissionLight, at: Mapping[str, SkyAt], axis: TimeAxis, options: Options
) -> Item:
    theme, date = options.theme, event.date
    assert date is not None
    left, right = axis.clipped(date.earliest_us, axis.left), axis.clipped(date.latest_us, axis.right)
    if date.is_instant and date.middle_us is not None:
        left = right = axis.clipped(date.middle_us, axis.left)
    sky = event_sky_words(event, mission, at.get(event.address))
    runs = date_line(date_words(event, options.numbers, options.tz), theme)
    room = options.right - axis.left - 2 * theme.moon - TEXT_GAP
    runs = _fitting(runs, (sky, sky.partition(", Earth")[0], ""), theme.text - 0.5, room)
    wide = max(text_width(event.label, theme.text), sum(width for _, width in runs))
    is_bar = right - left >= 2.5 * theme.mark
    return Item(event, left, right, is_bar, tuple(runs), theme.moon + TEXT_GAP + wide, sky)


def _fitting(
    runs: list[tuple[Text, float]], skies: Sequence[str], size: float, room: float
) -> list[tuple[Text, float]]:
    """Return a label's second line with the first of the skies that fits its room; cut where even none does."""
    taken = sum(width for _, width in runs)
    widths = (text_width(sky, size) + SKY_GAP if sky else 0.0 for sky in skies)
    sky, width = next(((s, w) for s, w in zip(skies, widths, strict=True) if taken + w <= room), ("", 0.0))
    if sky:
        return [*runs, (Text(SKY_GAP, 0, sky, size), width)]
    fitted: list[tuple[Text, float]] = []
    for text, width in runs:
        left = room - sum(each for _, each in fitted)
        if width > left:
            short = shorten(text.text, text.size, left)
            return [*fitted, (replace(text, text=short), text_width(short, text.size))]
        fitted.append((text, width))
    return fitted


def _group_text(items: Sequence[Item], first: int, last: int) -> str:
    dates = [item.event.date for item in items[first : last + 1] if item.event.date]
    return f"{last - first + 1} events, {span_words(dates, compact=True)}"


def lay_out_flags(
    layers: Layers, flags: Flags, sun: Curve, band: Band, base: float, sky: Sky, options: Options
) -> None:
    """Lay the marks out on the curve, or on their bars over it, and the labels above `base`, where leaders lean."""
    for item, track in zip(flags.items, flags.tracks, strict=True):
        length = item.event.date.duration_us if item.event.date else None
        if item.right - item.left > 0.5 and length is not None and length <= LONGEST_STRETCH:
            layers.bars += _stretch(item, sun, band)
        if item.is_bar:
            y = _track_y(track, band, options.theme)
            layers.bars += vague_bar(item.event, item.left, item.right, y, options.theme)
        layers.ghosts += _rivals(item.event, sun, band, options.theme)
    # the weightiest last, so that no smaller mark hides it
    for flag in sorted(flags.placement.flags, key=lambda flag: _weight(flag, flags)):
        _lay_out_flag(layers, flag, flags, sun, band, base, sky, options)


def _weight(flag: Flag, flags: Flags) -> float:
    kinds = [flags.items[index].event.kind for index in flags.placement.members(flag)]
    return max(marks.mark_size(kind, 1.0) for kind in kinds)


def _track_y(track: int, band: Band, theme: Theme) -> float:
    return band.top - LIFT - pitch(theme) * (track + 0.5)


def _lay_out_flag(
    layers: Layers,
    flag: Flag,
    flags: Flags,
    sun: Curve,
    band: Band,
    base: float,
    sky: Sky,
    options: Options,
) -> None:
    theme = options.theme
    members = flags.placement.members(flag)
    centre = base - LEAN - (flag.row - 0.5) * theme.flag
    foot = centre + theme.moon * (0.5 if flag.grouped else 1.0)
    drawn: list[Part] = []
    for index in members:
        item = flags.items[index]
        y = mark_y(item, flags.tracks[index], sun, band, theme)
        route = ((item.x, y - theme.mark * 0.6), (item.x, base), (flag.pole, base - LEAN), (flag.pole, foot))
        layers.leaders.append(line(*route, stroke="quiet", stroke_width=0.5))
        drawn += marks.mark(item.event.kind, item.event.outcome, item.x, y, theme.mark)
    if flag.grouped:
        _lay_out_group(layers, flag, flags, drawn, centre, options)
        return
    item = flags.items[members[0]]
    context = sky.contexts.get(item.event.address)
    drawn += moon_of(flag.pole, centre, context, theme.moon)
    drawn += _label(layers, item, flag.pole + theme.moon + TEXT_GAP, centre, options)
    words = event_words(item.event, context, options.tz)
    title = ", ".join(part for part in (words, item.sky_words) if part)
    layers.events.append(Group("event", tuple(drawn), item.event.address, title))


def mark_y(item: Item, track: int, sun: Curve, band: Band, theme: Theme) -> float:
    """Return how low an event's mark stands: on the Sun's curve, or on its bar over the panel."""
    if item.is_bar:
        return _track_y(track, band, theme)
    return band.y(value_at(sun, axis_us(item.x, band.axis)))


def axis_us(x: float, axis: TimeAxis) -> int:
    """Return the instant that stands at a place on an axis."""
    return axis.start_us + round((x - axis.left) / (axis.right - axis.left) * (axis.end_us - axis.start_us))


def _lay_out_group(
    layers: Layers, flag: Flag, flags: Flags, drawn: list[Part], centre: float, options: Options
) -> None:
    """Add a counted group's label; what it stands for is told in full in its tooltip and in the description."""
    theme = options.theme
    drawn.append(circle(flag.pole, centre, theme.moon * 0.5, fill="quiet"))
    text = _group_text(flags.items, flag.first, flag.last)
    drawn.append(Text(flag.pole + theme.moon + TEXT_GAP, centre + theme.text * 0.33, text, theme.text))
    members = [flags.items[index] for index in flags.placement.members(flag)]
    words = "; ".join(event_words(item.event, None, options.tz) for item in members)
    layers.events.append(Group("group", tuple(drawn), "", words))
    layers.grouped.append(Counted(text, tuple(short_words(item.event, options.tz) for item in members)))


def _label(layers: Layers, item: Item, x: float, centre: float, options: Options) -> list[Part]:
    """Return a label's two lines, the first one cut at the figure's edge where it is longer than the whole room."""
    theme = options.theme
    room = options.width - 2 - x
    label = shorten(item.event.label, theme.text, room)
    if label != item.event.label:
        layers.notices.append(
            f"the label {item.event.label!r} is longer than its room and is cut to {label!r}"
        )
    parts: list[Part] = [Text(x, centre - theme.text * 0.27, label, theme.text)]
    for text, width in item.runs:
        parts.append(replace(text, x=x + text.x, y=centre + theme.text * 0.95 + text.y))
        x += width
    return parts


def _stretch(item: Item, sun: Curve, band: Band) -> list[Part]:
    """Return the part of the Sun's curve that a vague date or a span allows, drawn strong."""
    part = cut(sun, axis_us(item.left, band.axis), axis_us(item.right, band.axis))
    return [
        replace(trace(each, band, item.event.outcome, 3.0), opacity=0.45) for each in over(part, band.low)
    ]


def _rivals(event: Event, sun: Curve, band: Band, theme: Theme) -> list[Part]:
    """Return what contradicting claims say, in outline on the curve, or as the stretch of it that they allow."""
    parts: list[Part] = []
    for claim in rival_claims(event):
        first, last = claim.date.earliest_us, claim.date.latest_us
        middle = claim.date.middle_us
        if claim.date.is_instant and middle is not None and band.axis.holds(middle):
            y = band.y(value_at(sun, middle))
            parts.append(circle(band.axis.x(middle), y, theme.mark * 1.5, stroke="failure", stroke_width=0.8))
        elif (
            first is not None and last is not None and first < band.axis.end_us and last > band.axis.start_us
        ):
            part = cut(sun, max(first, band.axis.start_us), min(last, band.axis.end_us))
            dashed = [
                replace(trace(each, band, "failure", 1.6), dash=(2.0, 1.5)) for each in over(part, band.low)
            ]
            parts += dashed
    return parts
