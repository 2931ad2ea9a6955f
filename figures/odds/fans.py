"""The `fans` figure: the timeline of a plan, with where each event may come to lie in the place of its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import marks, notes
from figures.axis import DAY, TimeAxis, axis_ticks
from figures.fonts import text_width
from figures.lanes import strip
from figures.layers import Layers, Options
from figures.odds.frame import caption, closing, heading_words, lay_out_ticks
from figures.odds.profile import DEEP, PALE, filled, profile, reach, ridge
from figures.odds.window_bars import Room, swatches, window_bars
from figures.odds.words import TOLD, days_words, event_odds_words, is_sure, never_words, samples_words
from figures.panels import lay_out_moons
from figures.scene import Group, Part, Scene, Text, line
from figures.strips import lay_out_strip
from figures.textfit import shorten
from timeline.dates import parse
from timeline.edtf import instant_text
from timeline.model import Claim, Event

if TYPE_CHECKING:
    from figures.sky import Sky
    from timeline.model import Mission, Organisation, Timeline
    from timeline.odds import EventOdds, Odds

GAP = 7.0  # between a fan and its words
CAPTION = (
    "The higher, the likelier, each event by its own scale. The three dates are P10, P50 and P90: so many samples "
    "of a hundred come no later; the darker part lies between the first and the last. "
)
WINDOWS = "An event that waits for windows has a bar for each, as high as it is likely. "
TAILS = "0.2 % of the samples at either end are not drawn."


@dataclass(frozen=True, slots=True)
class Fan:
    """An event with its odds."""

    event: Event
    odds: EventOdds


def fans_of(timeline: Timeline, odds: Odds, lane: Mission | Organisation) -> list[Fan]:
    """Return the events of a lane that were simulated, in the order of the plan."""
    events = {event.address: event for event in lane.events}
    return [Fan(events[each.address], each) for each in odds.events if each.address in events]


def lay_out_fans(
    timeline: Timeline, sky: Sky, odds: Odds, *, lanes: Sequence[str], options: Options, tall: float = 1.0
) -> Scene:
    """Return the timeline of a plan as a scene: a lane for each mission, a row for each event that may move.

    Fans are `tall` times as tall as they are of themselves.
    """
    theme, layers = options.theme, Layers()
    chosen = [lane for lane in timeline.lanes if lane.id in lanes]
    rows = [(lane, fans_of(timeline, odds, lane)) for lane in chosen]
    rows = [(lane, fans) for lane, fans in rows if fans]
    fans = [fan for _, each in rows for fan in each]
    axis = _axis([fan.odds for fan in fans], options)
    titled = timeline.model_copy(update={"title": f"{timeline.title}: the plan and its odds"})
    events = [fan.event for fan in fans]
    head, y = notes.heading(
        titled,
        heading_words(_ends([fan.odds for fan in fans]), odds.samples, odds.seed),
        events,
        options.width,
        theme,
        options.tz,
    )
    y = lay_out_ticks(layers, axis, y + theme.text, options)
    top = y
    for lane, each in rows:
        y = _lane(layers, lane, each, axis, y + theme.row, sky, options, tall)
    ticks = axis_ticks(axis, lambda text: text_width(text, theme.text), options.tz)
    layers.rules[:0] = [
        line((tick.x, top), (tick.x, y + 3), stroke="faint", stroke_width=0.5) for tick in ticks if tick.label
    ]
    y = lay_out_ticks(layers, axis, y + 3 + theme.text, options)
    y = lay_out_moons(layers, axis, y, sky, options)
    read = CAPTION + WINDOWS * any(fan.odds.windows for fan in fans) + TAILS
    told, y = caption([read], y + theme.row * 0.9, options, swatches([fan.odds for fan in fans], theme))
    cited = notes.cited_sources([lane for lane, _ in rows]) if options.sources else set()
    return closing(
        titled,
        (head, *layers.groups(), told),
        [_as_drawn(fan) for fan in fans],
        cited,
        y,
        _words(titled.title, odds, fans, options),
        options,
        layers.notices,
        axis.edge_dates(options.width),
    )


def _as_drawn(fan: Fan) -> Event:
    """Return an event as the legend is to explain it: a sure one with its date, another one by its kind alone."""
    event = fan.event
    if is_sure(fan.odds):
        return _settled(fan)
    return Event(id=event.id, kind=event.kind, label=event.label, outcome=event.outcome)


def _ends(odds: Sequence[EventOdds]) -> tuple[int, int]:
    ends = [us for each in odds if each.happened for us in reach(each)]
    return min(ends, default=0), max(ends, default=DAY)


def _axis(odds: Sequence[EventOdds], options: Options) -> TimeAxis:
    """Return the axis of all that is drawn, with a little room at either end."""
    first, last = _ends(odds)
    room = max(int((last - first) * 0.015), DAY // 24)
    return TimeAxis(first - room, last + room, options.left, options.right)


def _lane(
    layers: Layers,
    lane: Mission | Organisation,
    fans: Sequence[Fan],
    axis: TimeAxis,
    y: float,
    sky: Sky,
    options: Options,
    tall: float,
) -> float:
    """Lay a lane out below y, what is sure on one line and then a row for each fan, and return its bottom."""
    theme = options.theme
    bottom = notes.lane_name(layers.lanes, lane, y, theme)
    sure = [_settled(fan) for fan in fans if fan.odds.happened and is_sure(fan.odds)]
    if sure:
        y = lay_out_strip(layers, strip(sure, axis, options), y, sky, options) + theme.row * 0.4
    for fan in fans:
        if fan.odds.happened and not is_sure(fan.odds):
            y = _row(layers, fan, axis, y, options, tall)
    for fan in fans:
        if not fan.odds.happened:
            y = _never(layers, fan, y + theme.row, options)
    return max(y, bottom)


def _settled(fan: Fan) -> Event:
    """Return a sure event at the date that all samples agree on, where it has not just happened."""
    event = fan.event
    if event.status == "actual" and not event.is_span and event.date and event.date.duration_us is not None:
        return event
    assert fan.odds.first_us is not None
    claim = Claim(date=parse(instant_text(fan.odds.first_us, "minute")), planned=event.status != "actual")
    kept = {"id": event.id, "kind": event.kind, "label": event.label, "outcome": event.outcome}
    return Event(**kept, mission=event.mission, claims=(claim,), sources=event.source_ids)


def _never(layers: Layers, fan: Fan, y: float, options: Options) -> float:
    """Name an event that happens in no sample."""
    theme = options.theme
    parts = [*marks.mark(fan.event.kind, fan.event.outcome, options.left + theme.mark, y, theme.mark)]
    words = f"{fan.event.label}: in no sample, {never_words(fan.odds)}"
    x = options.left + 2 * theme.mark + 5
    told = shorten(words, theme.text, options.right - x)
    text = Text(x, y + theme.text * 0.33, told, theme.text, "soft")
    layers.events.append(Group("event", (*parts, text), fan.event.address, words))
    return y + theme.row * 0.5


def _row(layers: Layers, fan: Fan, axis: TimeAxis, y: float, options: Options, tall: float) -> float:
    """Lay one fan out below y, its words beside it or, where they have no room there, over it; return the bottom."""
    theme = options.theme
    height = theme.row * 1.9 * tall
    left, right = (axis.x(us) for us in reach(fan.odds))
    label = _label(fan, options)
    width = max(map(_width, label))
    lines = theme.text * 2.35
    x: float
    if left - GAP - width >= options.left:
        x, over = left - GAP - width, 0.0
    elif right + GAP + width <= options.right:
        x, over = right + GAP, 0.0
    else:
        x, over = max(min(left, options.right - width), options.left), lines + 3
    base = y + over + height
    first = base - height - 3 - lines + theme.text if over else base - theme.text * 1.25
    drawn = _fan(fan, axis, base, height, options)
    for number, texts in enumerate(label):
        at = x + (width - _width(texts) if x + width <= left else 0.0)  # words at its left end beside it
        for text in texts:
            drawn.append(replace(text, x=at, y=first + number * theme.text * 1.2))
            at += _wide(text)
    title = event_odds_words(fan.odds, options.tz)
    layers.events.append(Group("event", tuple(drawn), fan.event.address, title))
    return base + theme.mark + 5


def _label(fan: Fan, options: Options) -> list[list[Text]]:
    """Return the lines of a fan's words, each of texts that follow each other."""
    theme, size = options.theme, options.theme.text - 0.5
    name = shorten(fan.event.label, theme.text, options.right - options.left)
    never = never_words(fan.odds)
    dates = _dates([fan.odds.quantile(share) for share in TOLD], size, options)
    texts = [*dates, *([Text(0, 0, f", {never}", size, "ink")] if never else ())]
    if _width(texts) > options.right - options.left:
        texts = dates  # why it never happens is told in its tooltip
    return [[Text(0, 0, name, theme.text)], texts]


def _dates(instants: Sequence[int | None], size: float, options: Options) -> list[Text]:
    """Return the dates of quantiles, the middle one strong; one alone where they are all the same."""
    if len(set(instants)) == 1:
        return [Text(0, 0, days_words(instants[:1], options.tz)[0], size, "ink", "semibold")]
    first, middle, last = days_words(instants, options.tz)
    return [
        Text(0, 0, f"{first} · ", size, "soft"),
        Text(0, 0, middle, size, "ink", "semibold"),
        Text(0, 0, f" · {last}", size, "soft"),
    ]


def _width(texts: Sequence[Text]) -> float:
    return sum(map(_wide, texts))


def _wide(text: Text) -> float:
    return text_width(text.text, text.size, text.weight)


def _fan(fan: Fan, axis: TimeAxis, base: float, height: float, options: Options) -> list[Part]:
    """Return the shape of a fan, the middle 8 of 10 samples darker, with its mark at even odds."""
    theme = options.theme
    left, right = (axis.x(us) for us in reach(fan.odds))
    early, late = fan.odds.quantile(TOLD[0]), fan.odds.quantile(TOLD[-1])
    dark = (left if early is None else axis.x(early), right if late is None else axis.x(late))
    if fan.odds.windows:
        drawn = window_bars(fan.odds, axis, Room(base - height, base, (left, right), dark), theme, options.tz)
    else:
        steps = profile(fan.odds, axis)
        drawn = [*filled(ridge(steps, base, height), base, "planned", PALE)]
        drawn += filled(ridge(steps, base, height, dark), base, "planned", DEEP)
    drawn.append(line((left, base), (right, base), stroke="quiet", stroke_width=0.6))
    middle = fan.odds.quantile(0.5)
    if middle is not None:
        x = axis.x(middle)
        drawn.append(line((x, base - height), (x, base), stroke="ink", stroke_width=0.9))
        drawn += marks.mark(fan.event.kind, fan.event.outcome, x, base, theme.mark)
    return drawn


def _words(title: str, odds: Odds, fans: Sequence[Fan], options: Options) -> str:
    told = "; ".join(event_odds_words(fan.odds, options.tz) for fan in fans)
    return f"{title}. When each event comes, in {samples_words(odds.samples, odds.seed)}. {told}."
