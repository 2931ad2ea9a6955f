"""The `slip` figure: when an event is to be expected, against a delay of another one: a staircase of windows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import DAY, TimeAxis, axis_ticks
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.lighting.panel import Shades
from figures.odds.frame import caption, closing, heading_words
from figures.odds.light import NO_DAYLIGHT
from figures.odds.rises import Panel, delay_words, lay_out_rises, rises
from figures.odds.window_bars import band_swatches, shade
from figures.odds.words import day_words, days_words, samples_words, share_words
from figures.scene import Group, Scene, Text, circle, line, polygon, rectangle
from figures.textfit import wrap
from timeline.model import Event

if TYPE_CHECKING:
    from figures.odds.light import Daylight, Span
    from figures.scene import Point, Shape
    from timeline.model import Mission, Organisation, Timeline
    from timeline.odds import SlipStep, Staircase

HEIGHT = 21.0  # of the panel, in rows
STRIDES = (1, 2, 5, 7, 14, 28, 56, 91, 182, 364)  # days between the ticks of a delay
JUMP = 2 * DAY  # that it costs beyond it where a date moves to another window: less is drawn as a slope


def lay_out_slip(
    timeline: Timeline,
    stairs: Staircase,
    *,
    windows: Sequence[Span] = (),
    light: bool = True,
    daylight: Daylight = NO_DAYLIGHT,
    options: Options,
    tall: float = 1.0,
) -> Scene:
    """Return what a delay costs as a scene; `windows` are those that the later event waits for, of `light` or dates.

    `daylight` tells when the Sun is up where that event happens; the panel is `tall` times as tall as of itself.

    Raises ValueError where there are fewer than two delays, or the later event happens in none of them.
    """
    steps = [step for step in stairs.steps if step.p50_us is not None]
    if len(steps) < 2:
        raise ValueError(f"{stairs.watched} happens at fewer than two of the delays of {stairs.slipped}")
    theme, layers = options.theme, Layers()
    (cause, _), (target, lane) = _event(timeline, stairs.slipped), _event(timeline, stairs.watched)
    title = f"{target.label} of {lane.name}: what a delay of the {_lower(cause.label)} costs"
    titled = timeline.model_copy(update={"title": title})
    span = heading_words([us for step in steps for us in _dates(step)], stairs.samples, stairs.seed)
    head, y = notes.heading(titled, span, [target], options.width, theme, options.tz)
    top = y + theme.row * 0.6
    panel = _panel(steps, top, top + theme.row * HEIGHT * tall, options)
    days = daylight.between(panel.dates.start_us, panel.dates.end_us)
    _bands(layers, panel, days, Shades.of(theme).other)
    _bands(layers, panel, windows, shade(theme, light=light))
    _dates_scale(layers, panel, options)
    _stairs(layers, panel, steps)
    lay_out_rises(layers, panel, steps, options)
    _ends(layers, panel, steps, options)
    y = _delays(layers, panel, f"delay of the {_lower(cause.label)}", options)
    told, y = caption(
        _caption(steps, stairs),
        y + theme.row,
        options,
        _swatches({light} if windows else set(), daylight.place if days else "", options),
    )
    cited = {*target.source_ids, *cause.source_ids} if options.sources else set()
    return closing(
        titled,
        (head, *layers.groups(), told),
        [],
        cited,
        y,
        _words(title, steps, stairs, options),
        options,
        layers.notices,
    )


def _event(timeline: Timeline, address: str) -> tuple[Event, Mission | Organisation]:
    for lane in timeline.lanes:
        for event in lane.events:
            if event.address == address:
                return event, lane
    raise ValueError(f"the file has no event {address!r}")


def _lower(label: str) -> str:
    """Return a label as it stands in a sentence: its first letter small unless it is a name's or an acronym's."""
    return label[:1].lower() + label[1:] if label[1:2].islower() and " " not in label else label


def _dates(step: SlipStep) -> Iterator[int]:
    yield from (us for us in (step.p10_us, step.p50_us, step.p90_us) if us is not None)


def _panel(steps: Sequence[SlipStep], top: float, bottom: float, options: Options) -> Panel:
    dates = [us for step in steps for us in _dates(step)]
    room = max((max(dates) - min(dates)) // 25, DAY)
    axis = TimeAxis(min(dates) - room, max(dates) + room, 0.0, bottom - top)
    return Panel(options.left, options.right, top, bottom, max(steps[-1].slip_us, 1), axis)


def _bands(layers: Layers, panel: Panel, spans: Sequence[Span], fill: str) -> None:
    """Lay spans out through the whole width."""
    for start, end in spans:
        if end > panel.dates.start_us and start < panel.dates.end_us:
            low, high = panel.y(start), panel.y(end)
            layers.panels.append(rectangle(panel.left, high, panel.right - panel.left, low - high, fill))


def _dates_scale(layers: Layers, panel: Panel, options: Options) -> None:
    """Write the dates at the left, each with its rule."""
    theme = options.theme
    for tick in axis_ticks(panel.dates, lambda _: theme.small * 1.2, options.tz):
        y = panel.bottom - tick.x
        if tick.label:
            layers.rules.append(line((panel.left, y), (panel.right, y), stroke="faint"))
            at, colour = y + theme.small * 0.33, "ink" if tick.large else "soft"
            layers.axis.append(Text(panel.left - 7, at, tick.label, theme.small, colour, anchor="end"))
            layers.axis.append(line((panel.left - 4, y), (panel.left, y), stroke="quiet"))
    layers.bars.append(line((panel.left, panel.bottom), (panel.right, panel.bottom), stroke="quiet"))


def _stairs(layers: Layers, panel: Panel, steps: Sequence[SlipStep]) -> None:
    """Draw the middle 8 of 10 samples as a band, even odds as stairs, and the mean."""
    for run in _unbroken(steps):
        low, high = _stair(panel, run, "p10_us"), _stair(panel, run, "p90_us")
        layers.bars.append(polygon(*low, *reversed(high), fill="planned", opacity=0.25))
    means = [(panel.x(step.slip_us), panel.y(step.mean_us)) for step in steps if step.mean_us is not None]
    layers.bars.append(line(*means, stroke="soft", stroke_width=0.9, dash=(2.5, 2.0)))
    layers.bars.append(line(*_stair(panel, steps, "p50_us"), stroke="ink", stroke_width=1.6))


def _unbroken(steps: Sequence[SlipStep]) -> Iterator[list[SlipStep]]:
    """Give the stretches of steps at which both ends of the band are known."""
    run: list[SlipStep] = []
    for step in steps:
        if step.p10_us is not None and step.p90_us is not None:
            run.append(step)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stair(panel: Panel, steps: Sequence[SlipStep], name: str) -> list[Point]:
    """Return a line through dates, upright half the way to the next delay where they jump to another window."""
    at = [(panel.x(step.slip_us), getattr(step, name)) for step in steps]
    points = [(at[0][0], panel.y(at[0][1]))]
    for ((x0, us0), (x1, us1)), (a, b) in zip(pairwise(at), pairwise(steps), strict=True):
        if us1 - us0 - (b.slip_us - a.slip_us) >= JUMP:
            points += [((x0 + x1) / 2, panel.y(us)) for us in (us0, us1)]
        points.append((x1, panel.y(us1)))
    return points


def _ends(layers: Layers, panel: Panel, steps: Sequence[SlipStep], options: Options) -> None:
    """Mark even odds without a delay."""
    first = steps[0]
    assert first.p50_us is not None
    x, y = panel.x(first.slip_us), panel.y(first.p50_us)
    title = f"without a delay: even odds by {day_words(first.p50_us, options.tz)}"
    layers.events.append(Group("start", (circle(x, y, 2.4, "ink", "paper", stroke_width=0.6),), title=title))


def _delays(layers: Layers, panel: Panel, name: str, options: Options) -> float:
    """Write the delays under the panel and what they are of, and return the bottom."""
    theme, size = options.theme, options.theme.text
    room = text_width("364 d", size) + 14
    stride = next((n for n in STRIDES if panel.x(n * DAY) - panel.left >= room), STRIDES[-1])
    for days in range(0, panel.most_us // DAY + 1, stride):
        x = panel.x(days * DAY)
        layers.axis.append(line((x, panel.bottom), (x, panel.bottom + 3), stroke="quiet"))
        words = f"+{days} d" if days else "none"
        anchor = "start" if not days else "middle"
        if x + text_width(words, size) / 2 <= options.width - 4:
            layers.axis.append(Text(x, panel.bottom + 4 + size, words, size, "soft", anchor=anchor))  # type: ignore[arg-type]
    y = panel.bottom + 4 + size
    lines = wrap(name, theme.small, theme.gutter - 7)
    for text in lines:
        layers.lanes.append(Text(panel.left - 7, y, text, theme.small, "soft", anchor="end"))
        y += theme.small * 1.3
    return y - theme.small * 1.3


def _swatches(lights: Collection[bool], days: str, options: Options) -> list[tuple[Shape, str]]:
    size = options.theme.small
    wide = size * 1.5
    return [
        (line((0, 0), (wide, 0), stroke="ink", stroke_width=1.6), "even odds (P50)"),
        (line((0, 0), (wide, 0), stroke="soft", stroke_width=0.9, dash=(2.5, 2.0)), "mean"),
        (
            rectangle(0, -size * 0.45, wide, size * 0.9, "planned", opacity=0.25),
            "8 of 10 samples (P10 to P90)",
        ),
        *band_swatches(lights, options.theme, days=days),
    ]


def _caption(steps: Sequence[SlipStep], stairs: Staircase) -> list[str]:
    """Say what the dearest step costs, and what the mean hides."""
    lines = ["Each delay with the same luck in all else. "]
    dearest = rises(steps)[:1]
    for rise in dearest:
        lines[0] += (
            f"The dearest step: {delay_words(rise.delay_us)} more, to {delay_words(rise.after.slip_us)}, "
            f"and even odds come {delay_words(rise.cost_us)} later. "
        )
    lost = max(step.never for step in stairs.steps) / stairs.samples
    if lost:
        lines[0] += f"In up to {share_words(lost)} of the samples it never happens."
    return lines


def _words(title: str, steps: Sequence[SlipStep], stairs: Staircase, options: Options) -> str:
    told = "; ".join(_step_words(step, options) for step in _thinned(steps))
    return f"{title}. In {samples_words(stairs.samples, stairs.seed)}. {told}."


def _thinned(steps: Sequence[SlipStep]) -> Iterable[SlipStep]:
    """Return the first and the last step, and those at which even odds jump."""
    kept = {0, len(steps) - 1}
    jumps = {(rise.before.slip_us, rise.after.slip_us) for rise in rises(steps)}
    for index, (a, b) in enumerate(pairwise(steps)):
        if (a.slip_us, b.slip_us) in jumps:
            kept |= {index, index + 1}
    return [steps[index] for index in sorted(kept)]


def _step_words(step: SlipStep, options: Options) -> str:
    p10, p50, p90 = days_words([step.p10_us, step.p50_us, step.p90_us], options.tz, clock=False)
    return f"{delay_words(step.slip_us)} of delay: even odds by {p50}, 10 % by {p10}, 90 % by {p90}"
