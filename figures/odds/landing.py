"""The `landing` figure: the chance of having landed by a date, and the windows of light that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import marks, notes
from figures.axis import DAY, TimeAxis, axis_ticks
from figures.curves import Band
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.odds.chance import Page, lay_out_curve
from figures.odds.fans import Fan
from figures.odds.frame import caption, closing, heading_words, lay_out_ticks
from figures.odds.light import NO_DAYLIGHT
from figures.odds.profile import filled, profile, reach, ridge
from figures.odds.window_bars import (
    Room,
    bar_height,
    day_bands,
    extent,
    shown,
    swatches,
    window_bands,
    window_title,
)
from figures.odds.words import (
    day_words,
    event_odds_words,
    never_words,
    samples_words,
    share_words,
    window_lines,
)
from figures.panels import lay_out_moons
from figures.scene import Group, Scene, Text, line, rectangle
from timeline.model import Event

if TYPE_CHECKING:
    from figures.odds.light import Daylight
    from figures.scene import Shape
    from figures.sky import Sky
    from timeline.model import Timeline
    from timeline.odds import EventOdds, Odds, WindowUse

WAITED, INSIDE = 0.85, 0.42  # opacities of a bar's two parts
SHARES = 1.9  # of the small type: the room over the highest bar
LEAST = 4.0  # points that a step of the plain shape is wide


def lay_out_landing(
    timeline: Timeline,
    sky: Sky,
    odds: Odds,
    *,
    event: str,
    options: Options,
    daylight: Daylight = NO_DAYLIGHT,
    by_us: int | None = None,
    tall: float = 1.0,
) -> Scene:
    """Return when an event lands, as a scene: its chance by each date over the windows that it waits for.

    `event` is the address of any event that happens in a sample, `daylight` when the Sun is up where it does;
    `by_us` marks the chance
    before an instant, told by the day that ends there. The panels are
    so many times as tall as they are of themselves.
    """
    theme, layers = options.theme, Layers()
    lane = next(lane for lane in timeline.lanes if any(each.address == event for each in lane.events))
    fan = Fan(next(each for each in lane.events if each.address == event), odds[event])
    axis = _axis(fan.odds, by_us, options)
    page = Page(fan, lane, axis, options, daylight.between(axis.start_us, axis.end_us), daylight.place, by_us)
    titled = timeline.model_copy(update={"title": f"{fan.event.label} of {lane.name}: when, and how sure"})
    words = heading_words(reach(fan.odds), odds.samples, odds.seed)
    head, y = notes.heading(titled, words, [fan.event], options.width, theme, options.tz)
    top = y + theme.row * 0.6
    curve = Band(page.axis, top, top + theme.row * 9.7 * tall, 0.0, 1.0)
    bars = Band(
        page.axis, curve.bottom + theme.row * 0.9, curve.bottom + theme.row * (0.9 + 7.5 * tall), 0.0, 1.0
    )
    _grounds(layers, page, curve, bars)
    lay_out_curve(layers, page, curve)
    _bars(layers, page, bars)
    y = lay_out_ticks(layers, page.axis, bars.bottom + theme.text + 3, options)
    y = lay_out_moons(layers, page.axis, y, sky, options)
    told, y = caption(_caption(fan.odds), y + theme.row * 0.9, options, _swatches(page))
    cited = {*fan.event.source_ids} if options.sources else set()
    return closing(
        titled,
        (head, *layers.groups(), told),
        [_as_drawn(fan.event)],
        cited,
        y,
        _words(titled.title, page, odds),
        options,
        layers.notices,
        page.axis.edge_dates(options.width),
    )


def _as_drawn(event: Event) -> Event:
    return Event(id=event.id, kind=event.kind, label=event.label, outcome=event.outcome)


def _axis(odds: EventOdds, by_us: int | None, options: Options) -> TimeAxis:
    """Return the axis of all samples that are drawn and the windows they use, with a little room at either end."""
    first, last = reach(odds)
    shown = [window for window in odds.windows if window.end_us > first and window.start_us <= last]
    first = min([first, *(window.start_us for window in shown), *([by_us] if by_us is not None else ())])
    last = max([last, *(window.end_us for window in shown), *([by_us] if by_us is not None else ())])
    room = max(int((last - first) * 0.02), DAY)
    return TimeAxis(first - room, last + room, options.left, options.right)


def _grounds(layers: Layers, page: Page, curve: Band, bars: Band) -> None:
    """Lay the windows out through both panels, and the rules of the time axis."""
    theme, axis = page.options.theme, page.axis
    for tick in axis_ticks(axis, lambda text: text_width(text, theme.text), page.options.tz):
        if tick.label:
            layers.rules.append(line((tick.x, curve.top), (tick.x, bars.bottom + 3), stroke="faint"))
    for band in (curve, bars):
        room = Room(band.top, band.bottom, (axis.left, axis.right), (0, 0))
        layers.panels += day_bands(page.days, axis, room, theme)
        layers.panels += window_bands(page.odds, axis, room, theme)
        layers.panels.append(line((axis.left, band.bottom), (axis.right, band.bottom), stroke="quiet"))


def _bars(layers: Layers, page: Page, band: Band) -> None:
    """Draw a bar on each window, its use written over it, or the plain shape where there are none."""
    theme, axis, odds = page.options.theme, page.axis, page.odds
    size = theme.small
    room = band.bottom - band.top - size * SHARES
    label = (
        "chance of each window" if odds.windows else "chance of each lunar day" if page.days else "likelihood"
    )
    layers.lanes.append(Text(page.options.left - 7, band.top + size, label, size, "soft", anchor="end"))
    if not odds.windows:
        steps = profile(odds, axis, LEAST)
        layers.bars += filled(ridge(steps, band.bottom, room), band.bottom, "planned", WAITED)
        _day_shares(layers, page, band)
    end = -1.0
    for window in shown(odds, axis):
        left, right = extent(window, axis)
        top = band.bottom - room * bar_height(window, odds)
        layers.bars.append(_bar(window, page, left, right, top, band.bottom))
        words = share_words(window.used / odds.samples)
        width, middle = text_width(words, size), (left + right) / 2
        if middle - width / 2 >= end + 3 and middle + width / 2 <= page.options.right:
            layers.axis.append(Text(middle, top - size * 0.5, words, size, "ink", anchor="middle"))
            end = middle + width / 2
    middle_us = odds.quantile(0.5)
    if middle_us is not None:
        drawn = marks.mark(
            page.fan.event.kind, page.fan.event.outcome, axis.x(middle_us), band.bottom, theme.mark
        )
        title = event_odds_words(odds, page.options.tz)
        layers.events.append(Group("event", drawn, page.fan.event.address, title))


def _day_shares(layers: Layers, page: Page, band: Band) -> None:
    """Write over each day of the site the chance that it is the one."""
    axis, size, odds = page.axis, page.options.theme.small, page.odds
    for start, end in page.days:
        words = share_words(odds.chance_by(end) - odds.chance_by(start))
        left, right = axis.clipped(start, axis.left), axis.clipped(end, axis.right)
        if text_width(words, size) + 2 <= right - left:
            layers.axis.append(Text((left + right) / 2, band.top + size, words, size, "ink", anchor="middle"))


def _bar(window: WindowUse, page: Page, left: float, right: float, top: float, bottom: float) -> Group:
    """Return a window's bar: at its foot the samples that stood ready before it opened, over them the others."""
    split = bottom - (bottom - top) * (window.waited / window.used)
    parts = (
        rectangle(left, split, right - left, bottom - split, "planned", opacity=WAITED),
        rectangle(left, top, right - left, split - top, "planned", opacity=INSIDE),
    )
    return Group("window", parts, title=window_title(window, page.odds, page.options.tz))


def _swatches(page: Page) -> list[tuple[Shape, str]]:
    theme, odds = page.options.theme, page.odds
    size = theme.small
    found = swatches([odds], theme, days=page.place if page.days else "")
    if any(window.waited for window in odds.windows):
        box = (0, -size * 0.45, size * 1.5, size * 0.9)
        found.append(
            (rectangle(*box, "planned", opacity=WAITED), "ready before the window, comes as it opens")
        )
        found.append((rectangle(*box, "planned", opacity=INSIDE), "ready in the window"))
    return found


def _caption(odds: EventOdds) -> list[str]:
    """Say how the figure is read and what waiting for light costs."""
    words = "Over: the chance that it has happened by a date. "
    if odds.windows:
        words += "Under: how often each window is used. "
        waited = odds.waited / odds.happened if odds.happened else 0.0
        words += f"{share_words(waited)} of the samples in which it happens wait for a window"
        lost = odds.lunations_lost
        words += f", which costs {lost:.2f} lunations on average over all. " if lost >= 0.005 else ". "
        words += "0.2 % of the samples at either end are not drawn."
    else:
        words += "Under: the higher, the likelier; 0.2 % of the samples at either end are not drawn."
    never = never_words(odds)
    return [f"{words} Never: {never}." if never else words]


def _words(title: str, page: Page, odds: Odds) -> str:
    """Return the description: the quantiles, every window, and what waiting costs."""
    tz = page.options.tz
    parts = [f"{title}. In {samples_words(odds.samples, odds.seed)}: {event_odds_words(page.odds, tz)}."]
    windows = list(window_lines(page.odds, tz))
    if windows:
        parts.append(f"Windows and how often each is used: {'; '.join(windows)}.")
    if page.by_us is not None:
        chance = share_words(page.odds.chance_by(page.by_us))
        parts.append(f"By {day_words(page.by_us - 1, tz)}: {chance}.")
    return " ".join(parts)
