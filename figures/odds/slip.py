"""The `slip` figure: when an event is to be expected, against a delay of another one: a staircase of windows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import DAY, TimeAxis, axis_ticks
from figures.fonts import text_width
from figures.layers import Layers, Options
from figures.lighting.panel import Shades
from figures.odds.frame import caption, closing, heading_words
from figures.odds.light import no_daylight
from figures.odds.window_bars import band_swatches, shade
from figures.odds.words import day_words, days_words, samples_words, share_words
from figures.scene import Group, Scene, Text, circle, line, polygon, rectangle
from timeline.model import Event

if TYPE_CHECKING:
    from figures.measure import Box
    from figures.odds.light import Daylight, Span
    from figures.scene import Point, Shape
    from timeline.model import Mission, Organisation, Timeline
    from timeline.odds import SlipStep, Staircase

HEIGHT = 21.0  # of the panel, in rows
STRIDES = (1, 2, 5, 7, 14, 28, 56, 91, 182, 364)  # days between the ticks of a delay
NOTABLE = 7 * DAY  # that a step costs beyond the delay itself: less is not named
JUMP = 2 * DAY  # that it costs beyond it where a date moves to another window: less is drawn as a slope


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's room in points: delays from left to right, dates upwards."""

    left: float
    right: float
    top: float
    bottom: float
    most_us: int
    dates: TimeAxis

    def x(self, delay_us: int) -> float:
        """Return where a delay stands."""
        return self.left + (self.right - self.left) * delay_us / self.most_us

    def y(self, us: int) -> float:
        """Return where a date stands, not past the panel."""
        return self.bottom - self.dates.clipped(us, 0.0)


@dataclass(frozen=True, slots=True)
class Rise:
    """Two neighbouring delays between which even odds move by more than the delay does."""

    before: SlipStep
    after: SlipStep

    @property
    def cost_us(self) -> int:
        """By how much the date of even odds moves."""
        return (self.after.p50_us or 0) - (self.before.p50_us or 0)

    @property
    def delay_us(self) -> int:
        """By how much the delay does."""
        return self.after.slip_us - self.before.slip_us


def lay_out_slip(
    timeline: Timeline,
    stairs: Staircase,
    *,
    windows: Sequence[Span] = (),
    light: bool = True,
    daylight: Daylight = no_daylight,
    options: Options,
) -> Scene:
    """Return what a delay costs as a scene; `windows` are those that the later event waits for, of `light` or dates.

    `daylight` tells when the Sun is up where that event happens.

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
    notes.lane_name(layers.lanes, lane, y + theme.row * 0.6, theme)
    top = y + theme.row * 0.6
    panel = _panel(steps, top, top + theme.row * HEIGHT, options)
    days = daylight(panel.dates.start_us, panel.dates.end_us)
    _bands(layers, panel, days, Shades.of(theme).other)
    _bands(layers, panel, windows, shade(theme, light=light))
    _dates_scale(layers, panel, options)
    _stairs(layers, panel, steps)
    _rises(layers, panel, steps, options)
    _ends(layers, panel, steps, options)
    y = _delays(layers, panel, f"delay of the {_lower(cause.label)}", options)
    told, y = caption(
        _caption(steps, stairs),
        y + theme.row,
        options,
        _swatches({light} if windows else set(), bool(days), options),
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


def rises(steps: Sequence[SlipStep]) -> list[Rise]:
    """Return where even odds jump by at least a week more than the delay grows, the largest first."""
    found = [Rise(a, b) for a, b in pairwise(steps) if a.p50_us is not None and b.p50_us is not None]
    found = [rise for rise in found if rise.cost_us - rise.delay_us >= NOTABLE]
    return sorted(found, key=lambda rise: rise.delay_us - rise.cost_us)


def _rises(layers: Layers, panel: Panel, steps: Sequence[SlipStep], options: Options) -> None:
    """Write at the largest jumps what they cost, where there is room clear of the mean."""
    size = options.theme.small
    taken: list[Box] = []
    means = [(panel.x(step.slip_us), panel.y(step.mean_us)) for step in steps if step.mean_us is not None]
    for rise in rises(steps):
        words = f"+{rise.cost_us / DAY:.0f} d"
        free = (
            box
            for box in _beside(panel, rise, text_width(words, size, "semibold"), size)
            if _clear(box, taken)
        )
        boxes = [box for box in free if panel.left < box[0] and box[2] < panel.right]
        found = next((box for box in boxes if not _crossed(box, means)), None)
        if found is None:
            continue
        taken.append(found)
        text = Text(found[0], found[3] - size * 0.2, words, size, "ink", "semibold")
        title = f"{_days(rise.after.slip_us)} of delay: even odds {_days(rise.cost_us)} later"
        layers.events.append(Group("rise", (text,), title=title))


def _beside(panel: Panel, rise: Rise, width: float, size: float) -> Iterator[Box]:
    """Give the places beside a jump, the best ones first: its middle at the left, then at the right, then off it."""
    assert rise.before.p50_us is not None
    assert rise.after.p50_us is not None
    x = (panel.x(rise.before.slip_us) + panel.x(rise.after.slip_us)) / 2
    low, high = panel.y(rise.before.p50_us), panel.y(rise.after.p50_us)
    for share in (0.5, 0.7, 0.3, 0.85, 0.15):
        middle = low + (high - low) * share
        for left in (x - 4 - width, x + 4):
            yield left, middle - size * 0.5, left + width, middle + size * 0.5


def _clear(box: Box, taken: Sequence[Box]) -> bool:
    return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)


def _crossed(box: Box, points: Sequence[Point]) -> bool:
    """Tell whether a rising line runs through a box."""
    inside = [y for (x0, y0), (x1, y1) in pairwise(points) if x1 >= box[0] and x0 <= box[2] for y in (y0, y1)]
    return bool(inside) and min(inside) < box[3] + 1 and max(inside) > box[1] - 1


def _days(us: int) -> str:
    count = us / DAY
    number = f"{count:.0f}" if abs(count - round(count)) < 0.05 else f"{count:.1f}"
    return f"{number} day{'s' * (number != '1')}"


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
    layers.lanes.append(
        Text(panel.left - 7, panel.bottom + 4 + size, name, theme.small, "soft", anchor="end")
    )
    return panel.bottom + 4 + size


def _swatches(lights: Collection[bool], days: bool, options: Options) -> list[tuple[Shape, str]]:
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
            f"The dearest step: {_days(rise.delay_us)} more, to {_days(rise.after.slip_us)}, "
            f"and even odds come {_days(rise.cost_us)} later. "
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
    return f"{_days(step.slip_us)} of delay: even odds by {p50}, 10 % by {p10}, 90 % by {p90}"
