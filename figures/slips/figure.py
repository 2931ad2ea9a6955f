"""The `slips` figure, a milestone trend chart: when a plan was stated against when it was planned for.

Time runs to the right (stated) and upwards (planned for), as in the charts that project offices keep: a line
that rises slips, one that falls is pulled in, one that runs level holds, and an event ends where it meets the
diagonal, on the day itself. Upwards, later is higher, so that the labels at the right read from the farthest
plan down, and the leaders to them cross the room below the diagonal, where no plan can be. Lines join the
middles of two words straight: nobody knows when between the two a plan changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from figures import marks, notes
from figures.axis import DAY, Tick, TimeAxis, axis_ticks
from figures.counted import counted_notice, lay_out_counted, most_lines
from figures.fitting import SMALLEST
from figures.fonts import text_width
from figures.lanes import TEXT_GAP
from figures.layers import Counted, Layers, Options
from figures.scene import Group, Part, Point, Scene, Text, circle, line, moved, polygon, rectangle, scaled
from figures.slips.trend import (
    MOVES,
    Path,
    Plane,
    Spot,
    Trend,
    clear,
    count_words,
    end_us,
    find_path,
    find_spans,
    find_trends,
    from_to_words,
    levels,
    not_dated,
    rival_words,
    said,
    said_once,
    sources_of,
    stack,
    step_words,
    total_words,
    trend_words,
)
from figures.strips import moon_of
from figures.textfit import shorten, wrap
from figures.theme import LIGHT, Theme
from figures.words import short_words
from timeline.dates import describe
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from figures.measure import Box
    from figures.sky import Sky
    from timeline.dates import VagueDate
    from timeline.kinds import Move
    from timeline.model import Claim, Mission, Organisation, Timeline

GAP = 6.0  # points between labels in the column
LEAD = 24.0  # points between the plot and the column, where leaders bend
COLUMN = 0.34  # of the width: what labels may take
ASPECT = (0.5, 0.8)  # of the plot's width: how tall it may be where scales would be equal
TALLEST = 1.6  # of the figure's width: beyond that labels say less, then they group
SHORTEST = 120.0  # points: a plot that is less tall cannot be read
MOST_WORDS = 80  # steps: where there are more, none is named at its line
MOST_LISTED = 12  # plans without a place that are told by name
HEAVY, LIGHTER, WEDGE = (
    1.4,
    0.6,
    4.6,
)  # points: lines of plans that moved, that did not, and the wide end of a wedge
MOVE_WORDS: Mapping[Move, str] = {
    "slip": "slip, to later",
    "pull-in": "pull-in, to earlier",
    "firmed": "firmed, known more closely",
    "loosened": "loosened, known less closely",
    "unchanged": "unchanged",
}
DAY_ITSELF = ("the day itself:", "what happens ends here")
BELOW = "Below the diagonal a plan would be for a day that had gone by when it was said."
DETAILS = (3, 2, 1)  # of labels: all; without the steps; one line


@dataclass(frozen=True, slots=True)
class Block:
    """What is written of a trend, or of a group of them, from its top left corner down."""

    trends: tuple[Trend, ...]
    parts: tuple[Part, ...]
    width: float
    height: float


def missing_for_slips(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where it has all."""
    if find_trends(lane for lane in timeline.lanes if lane.id in lanes):
        return ""
    return (
        "no plan is told twice (give an event a claim with `planned: true` and `stated:`, the date when it was "
        "said, and the claim that came after it)"
    )


def lay_out_slips(
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
    """Return the milestone trend chart as a scene, `width` points wide and as tall as its labels need.

    With a `height` the plot takes what is left of it; labels say less, then merge into counted groups, until they
    fit. `lanes` names the missions to show, all by default; `now` draws a line at a date, up to which plans stand;
    `tz` is the zone of written times. Raises ValueError where no plan is told twice.
    """
    chosen = [lane for lane in timeline.lanes if lanes is None or lane.id in lanes]
    lack = missing_for_slips(timeline, [lane.id for lane in chosen])
    if lack:
        raise ValueError(f"the figure 'slips' cannot be drawn: {lack}")
    options = Options(theme, width, tz, now, numbers=timeline.source_numbers)

    def draw(asked: Options, plot_height: float | None) -> Scene:
        return _scene(timeline, chosen, sky, asked, plot_height)

    if height is None:
        return draw(options, None)
    return _fitted(draw, replace(options, listed=most_lines(height, theme.small)), height)


def _fitted(draw: Callable[[Options, float | None], Scene], options: Options, height: float) -> Scene:
    """Return the figure at a height: the plot takes what is left, type shrinks, then the sources go."""
    floor = min(1.0, SMALLEST / (options.theme.small - 0.5))
    room = scale = 0.0
    asked = options
    for scale, sources in ((1.0, True), ((1 + floor) / 2, True), (floor, True), (floor, False)):
        asked = replace(options, width=options.width / scale, sources=sources)
        # the list of groups stands only where labels group at the height that is left
        room = height / scale - (draw(replace(asked, listed=0), SHORTEST).height - SHORTEST)
        if room >= SHORTEST * (3 - scale):
            break
    drawn = draw(asked, max(room, SHORTEST / 2))
    if drawn.height * scale > height:
        drawn = draw(asked, max(room - (drawn.height - height / scale), SHORTEST / 2))
    scene = scaled(drawn, scale)
    if scene.height <= height + 0.01:
        return replace(scene, height=height)
    short = f"the figure is {height:.0f} pt tall and needs {scene.height:.0f}: its foot is cut off"
    return replace(scene, height=height, notices=(*scene.notices, short))


def _scene(
    timeline: Timeline,
    lanes: Sequence[Mission | Organisation],
    sky: Sky,
    options: Options,
    plot_height: float | None,
) -> Scene:
    theme, layers, found = options.theme, Layers(), find_trends(lanes)
    events = [trend.event for trend in found]
    head, y = notes.heading(timeline, _subject(found, options), events, options.width, theme, options.tz)
    spans = find_spans(found, options.now)
    blocks, plot_height = _blocks(found, spans, plot_height, sky, options)
    top = y + theme.text * 2.6
    plane = _plane(spans, top, top + plot_height, max(block.width for block in blocks), options)
    paths = {trend.event.address: find_path(trend, plane, options.now) for trend in found}
    ways = _lay_out_column(layers, blocks, paths, plane, options)
    for path in paths.values():
        ways += _lay_out_path(layers, path, plane, options)
    ways += _now_line(layers, plane, options)
    ways += _lay_out_region(layers, list(paths.values()), plane, ways, options)
    _name_steps(layers, list(paths.values()), plane, ways, options)
    y = _lay_out_axes(layers, plane, options)
    y = _lay_out_rest(layers, lanes, y, options)
    y = _lay_out_moves(layers, found, y + theme.row, options)
    y = lay_out_counted(layers, y, options)
    cited = _cited(found, lanes) if options.sources else set()
    foot, total = notes.footing(timeline, cited, events, y + theme.small * 1.9, options.width, theme)
    return Scene(
        options.width,
        total,
        (head, *layers.groups(), foot),
        f"{timeline.title}: how plans moved",
        _words(timeline, found, lanes, options),
        notes.provenance(timeline),
        (*layers.notices, *counted_notice(layers.grouped)),
        plane.across.edge_dates(options.width),
    )


# What the figure is of, in words.


def _subject(found: Sequence[Trend], options: Options) -> str:
    """Say what the figure is of, with the count of moves where the heading has room for it."""
    count = (
        f"How the plans of {len(found)} events moved" if len(found) > 1 else "How the plan of an event moved"
    )
    full = f"{count}: {count_words(found)}"
    room = options.width - 2 * options.theme.margin
    return full if text_width(full, options.theme.lane) < room * 0.62 else count


def _words(
    timeline: Timeline, found: Sequence[Trend], lanes: Sequence[Mission | Organisation], options: Options
) -> str:
    """Return the figure's description: every trend, and the plans that have no place."""
    told = [f"{timeline.title}. {_subject(found, replace(options, width=1e9))}."]
    told += [f"{trend_words(trend, options.tz)}." for trend in found]
    for lead, plans in _placeless(lanes):
        told += [f"{lead} {'; '.join(_plan_words(name, claim, options) for name, claim in plans)}."]
    return " ".join(told)


def _placeless(
    lanes: Sequence[Mission | Organisation],
) -> Iterator[tuple[str, Sequence[tuple[str, Claim]]]]:
    """Give what has no line in the plot, each sort with its lead."""
    sorts = (("Not dated:", not_dated(lanes)), ("Said once only:", said_once(lanes)))
    return ((lead, plans) for lead, plans in sorts if plans)


def _plan_words(name: str, claim: Claim, options: Options) -> str:
    words = f"{name}, {describe(claim.date, options.tz)}"
    return f"{words}, said {describe(claim.stated, options.tz)}" if claim.stated else words


def _cited(found: Sequence[Trend], lanes: Sequence[Mission | Organisation]) -> set[str]:
    """Return the ids of the sources whose numbers are written."""
    plans = [claim for _, plans in _placeless(lanes) for _, claim in plans]
    plans += [rival for trend in found for _, rival in trend.rivals]
    cited = {claim.source for claim in plans if claim.source}
    return cited.union(
        *(sources_of(trend.event, claim) for trend in found for claim in trend.claims),
    )


# The plot: how much time it holds, and where a claim stands in it.


def _plane(
    spans: tuple[tuple[int, int], tuple[int, int]], top: float, bottom: float, column: float, options: Options
) -> Plane:
    """Return the plot between the dates at its left and the labels at its right."""
    theme, (x, y) = options.theme, spans
    rows = _up_ticks(TimeAxis(*y, bottom, top), options)
    gutter = max((text_width(tick.label, theme.text) for tick in rows), default=0.0) + 6
    across = TimeAxis(*x, theme.margin + gutter, options.right - column - LEAD)
    return Plane(across, TimeAxis(*y, bottom, top))


def _up_ticks(up: TimeAxis, options: Options) -> list[Tick]:
    """Return the ticks of the axis that runs upwards, each at its height."""
    flat = TimeAxis(up.start_us, up.end_us, 0.0, up.left - up.right)
    ticks = axis_ticks(flat, lambda _: options.theme.text * 3, options.tz)
    return [replace(tick, x=up.left - tick.x) for tick in ticks]


# The column of labels.


def _blocks(
    found: Sequence[Trend],
    spans: tuple[tuple[int, int], tuple[int, int]],
    plot_height: float | None,
    sky: Sky,
    options: Options,
) -> tuple[list[Block], float]:
    """Return the fullest labels that fit beside the plot, from top to bottom, and how tall the plot is."""
    (x0, x1), (y0, y1) = spans
    room = COLUMN * options.width
    wide = options.width - room - 2 * options.theme.margin - LEAD - 40
    low, high = (share * wide for share in ASPECT)
    natural = min(max(wide * (y1 - y0) / (x1 - x0), low), high)
    limit = plot_height or TALLEST * options.width
    ordered = [trend for level in levels(found) for trend in level]
    blocks: list[Block] = []
    for detail in DETAILS:
        blocks = [_block(trend, detail, room, sky, options) for trend in ordered]
        need = sum(block.height + GAP for block in blocks) - GAP
        if need <= limit:
            return blocks, plot_height or max(natural, need)
    return _grouped(blocks, limit, room, options), limit


def _grouped(blocks: Sequence[Block], limit: float, room: float, options: Options) -> list[Block]:
    """Merge the labels of neighbours until they fit, parted where they end farthest from each other."""
    count = max(1, int((limit + GAP) / (max(block.height for block in blocks) + GAP)))
    ends = [end_us(block.trends[0]) for block in blocks]
    gaps = sorted(range(1, len(ends)), key=lambda i: (ends[i] - ends[i - 1], i))
    cuts = [0, *sorted(gaps[: count - 1]), len(blocks)]
    return [
        blocks[first] if last - first == 1 else _group_block(blocks[first:last], room, options)
        for first, last in pairwise(cuts)
    ]


def _group_block(blocks: Sequence[Block], room: float, options: Options) -> Block:
    """Return the label of a counted group: how many, and for when they are planned."""
    theme = options.theme
    trends = tuple(trend for block in blocks for trend in block.trends)
    years = sorted({civil_from_days(end_us(trend) // DAY)[0] for trend in trends})
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    text = shorten(f"{len(trends)} events, {span}", theme.text, room)
    return Block(
        trends,
        (Text(0.0, theme.text * 0.95, text, theme.text),),
        text_width(text, theme.text),
        theme.text * 1.25,
    )


def _block(trend: Trend, detail: int, room: float, sky: Sky, options: Options) -> Block:
    """Return a trend's label: its name; from when to when; how far in all; its steps with their sources."""
    if detail == 1:
        return _short_block(trend, room, options)
    theme, numbers = options.theme, options.numbers
    size, small, indent = theme.text, theme.small, 2 * theme.moon + TEXT_GAP
    parts: list[Part] = []
    y = right = 0.0

    def write(text: str, size: float, fill: str, after: str = "", weight: str = "regular") -> None:
        nonlocal y, right
        less = text_width(after, small - 0.5) + 2
        for words in wrap(text, size, room - indent - less, weight):  # type: ignore[arg-type]
            y += size * 1.28
            parts.append(Text(indent, y - size * 0.32, words, size, fill, weight))  # type: ignore[arg-type]
            end = indent + text_width(words, size, weight)
            right = max(right, end)
        if after:
            parts.append(Text(end + 1.5, y - size * 0.32 - 2, after, small - 0.5, fill="soft"))
            right = max(right, end + 1.5 + text_width(after, small - 0.5))

    write(trend.name, size, "ink", weight="semibold")
    first, last = trend.claims[0], trend.claims[-1]
    from_to = from_to_words(trend, options.tz) + (f", {total_words(trend)}" if detail == 2 else "")
    write(from_to, size, "soft", _numbers(trend, (first, last), numbers))
    for _, rival in trend.rivals:
        write(
            rival_words(rival, options.tz),
            size,
            "failure",
            str(numbers.get(rival.source or "", "")),
        )
    if detail == 3:
        write(total_words(trend), size, "ink")
        width, y = _write_steps(parts, trend, indent, room, y, options)
        right = max(right, width)
    middle = size * 0.64
    moon = moon_of(theme.moon, middle, sky.contexts.get(trend.event.address), theme.moon)
    return Block((trend,), (*moon, *parts), right, max(y, 2 * theme.moon))


def _short_block(trend: Trend, room: float, options: Options) -> Block:
    size = options.theme.text
    after = total_words(trend)
    name = shorten(trend.name, size, room - text_width(after, size) - 5)
    x = text_width(name, size) + 4
    parts = (Text(0.0, size * 0.95, name, size), Text(x, size * 0.95, after, size, "soft"))
    return Block((trend,), parts, x + text_width(after, size), size * 1.25)


def _write_steps(
    parts: list[Part], trend: Trend, left: float, room: float, y: float, options: Options
) -> tuple[float, float]:
    """Write a trend's steps, each with its line's form, and return how far right and down they reach."""
    size, k = options.theme.small, options.theme.mark / LIGHT.mark
    x, right, icon = left, left, 13.0 * k
    y += size * 1.45
    for step in trend.steps:
        words = step_words(step)
        numbers = _numbers(trend, (step.after,), options.numbers)
        end = icon + text_width(words, size)
        width = end + 1.5 + text_width(numbers, size - 0.5)
        if x > left and x + width > room:
            x, y = left, y + size * 1.45
        parts += _move_sample(step.move, x, y - size * 0.65, k, trend.event.outcome)
        parts.append(Text(x + icon, y - size * 0.35, words, size, "soft"))
        if numbers:
            parts.append(Text(x + end + 1.5, y - size * 0.35 - 1.2, numbers, size - 0.5, "soft"))
        right = max(right, x + width)
        x += width + 8
    return right, y


def _numbers(trend: Trend, claims: Iterable[Claim], numbers: Mapping[str, int]) -> str:
    sources = {source for claim in claims for source in sources_of(trend.event, claim)}
    return ",".join(map(str, sorted(numbers[source] for source in sources if source in numbers)))


def _lay_out_column(
    layers: Layers, blocks: Sequence[Block], paths: Mapping[str, Path], plane: Plane, options: Options
) -> list[tuple[Point, Point]]:
    """Lay out labels as near as can be to their lines' ends, with leaders; return the leaders' stretches."""
    theme, x = options.theme, plane.across.right + LEAD
    channels = _channels(blocks, paths, theme)
    wanted = [
        sum(channels[t.event.address] for t in block.trends) / len(block.trends)
        + block.height / 2
        - min(theme.text * 0.64, block.height / 2)
        for block in blocks
    ]
    middles = stack(wanted, [block.height for block in blocks], plane.top, plane.bottom, GAP)
    ways: list[tuple[Point, Point]] = []
    for block, middle in zip(blocks, middles, strict=True):
        top = middle - block.height / 2
        foot = top + min(theme.text * 0.64, block.height / 2)
        for trend in block.trends:
            path = paths[trend.event.address]
            route = _route(path, channels[trend.event.address], plane.across.right, (x - 2, foot), theme)
            layers.leaders.append(line(*route, stroke="quiet", stroke_width=0.5))
            ways += pairwise(route)
        drawn = tuple(moved(part, x, top) for part in block.parts)
        title = "; ".join(trend_words(trend, options.tz) for trend in block.trends)
        one = len(block.trends) == 1
        address = block.trends[0].event.address if one else ""
        layers.events.append(Group("event" if one else "group", drawn, address, title))
        if not one:
            words = next(part.text for part in block.parts if isinstance(part, Text))
            layers.grouped.append(
                Counted(words, tuple(short_words(trend.event, options.tz) for trend in block.trends))
            )
    return ways


def _channels(blocks: Sequence[Block], paths: Mapping[str, Path], theme: Theme) -> dict[str, float]:
    """Return the height at which each leader runs: its line's end, fanned out where lines end at one level."""
    levels: list[list[Path]] = []
    for trend in (trend for block in blocks for trend in block.trends):
        path = paths[trend.event.address]
        if levels and levels[-1][0].spots[-1].place[1] == path.spots[-1].place[1]:
            levels[-1].append(path)
        else:
            levels.append([path])
    heights = [level[0].spots[-1].place[1] for level in levels]
    bounds = [-1e9, *((a + b) / 2 for a, b in pairwise(heights)), 1e9]
    found = {}
    for level, y, above, below in zip(levels, heights, bounds, bounds[1:], strict=False):
        room = 2 * min(y - above, below - y)
        pitch = min(theme.mark * 1.9, room / (len(level) + 1))
        straight = (len(level) - len(level[::2])) if len(level) > 1 else 0
        for place, path in enumerate(level):
            found[path.trend.event.address] = y + (place - straight) * pitch
    return found


def _route(
    path: Path, channel: float, right: float, end: Point, theme: Theme
) -> tuple[Point, Point, Point, Point]:
    """Return the way from a line's end to its label: into its channel, level to the plot's end, then over."""
    spot = path.spots[-1]
    y = spot.place[1]
    start = min(max(spot.place[0] + theme.mark, spot.box[2], path.until) + 1.5, right)
    bend = min(start + abs(channel - y), right)
    return (start, y), (bend, channel), (right + 3, channel), end


# Lines, claims and what stands between them.


def _lay_out_path(layers: Layers, path: Path, plane: Plane, options: Options) -> list[tuple[Point, Point]]:
    """Lay out a trend's line and its claims, and return the line's stretches."""
    event, k = path.trend.event, options.theme.mark / LIGHT.mark
    ways = [(a.place, b.place) for a, b in pairwise(path.spots)]
    x, y = path.spots[-1].place
    drawn: list[Part] = []
    if path.until > x:
        stands = line((x, y), (path.until, y), stroke=event.outcome, stroke_width=0.8 * k, dash=(1, 2.2))
        drawn.append(stands)
        ways.append(((x, y), (path.until, y)))
    for step, (start, end) in zip(path.trend.steps, ways, strict=False):
        parts = _move_shapes(step.move, start, end, k, event.outcome)
        drawn.append(Group("step", parts, title=f"{path.trend.name}: {step_words(step)}"))
    layers.bars.append(Group("line", tuple(drawn), title=trend_words(path.trend, options.tz)))
    for word, rival in path.rivals:
        tie = line(word.place, rival.place, stroke="failure", stroke_width=0.5, dash=(1.5, 1.2))
        layers.ghosts.append(tie)
        layers.ghosts.append(_claim_group(path, rival, "failure", plane, options))
        ways.append((word.place, rival.place))
    for spot in path.spots:
        layers.ghosts.append(_claim_group(path, spot, _stroke(path, spot), plane, options))
    mark = marks.mark(event.kind, event.outcome, x, y, options.theme.mark)
    layers.events.append(Group("mark", mark, f"plan.{event.address}", trend_words(path.trend, options.tz)))
    return ways


def _stroke(path: Path, spot: Spot) -> str:
    """Return the colour of a claim: the outcome's for the one that stands, faint for what it replaced."""
    return path.trend.event.outcome if spot is path.spots[-1] else "ghost"


def _claim_group(path: Path, spot: Spot, stroke: str, plane: Plane, options: Options) -> Group:
    """Return a claim: a box as wide and as tall as it is vague; a small ring where both are known."""
    k, claim = options.theme.mark / LIGHT.mark, spot.claim
    words = f"{path.trend.name}: {describe(claim.date, options.tz)}"
    when = f", said {describe(said(claim), options.tz)}" if claim.planned else ", it happened"
    return Group("claim", tuple(_claim_shapes(spot, stroke, plane, k)), title=words + when)


def _claim_shapes(spot: Spot, stroke: str, plane: Plane, k: float) -> list[Part]:
    (x, y), (left, top, right, bottom), date = spot.place, spot.box, spot.claim.date
    if date.is_unknown:
        return [
            line((x, y), (x, plane.top), stroke=stroke, stroke_width=0.6 * k, dash=(1.6, 1.6)),
            circle(x, y, 2.6 * k, "paper", stroke, stroke_width=0.8 * k, dash=(1.6, 1.4)),
        ]
    if max(right - left, bottom - top) < 2.4 * k:
        return [circle(x, y, 1.9 * k, "paper", stroke, stroke_width=0.9 * k)]
    left, wide = _at_least(3.4 * k, left, right)
    top, tall = _at_least(3.4 * k, top, bottom)
    soft = tall * 0.3 if date.approximate and tall > 8 * k else 0.0
    above = tall if date.open_end else soft
    below = tall if date.open_start else soft
    shapes: list[Part] = [*_faded(left, top + above, wide, -above, stroke)]
    shapes += _faded(left, top + tall - below, wide, below, stroke)
    solid = tall - above - below
    if solid > 0:
        shapes.append(rectangle(left, top + above, wide, solid, stroke, opacity=0.2))
    if not above and not below:
        shapes.append(rectangle(left, top, wide, tall, stroke=stroke, stroke_width=0.7 * k))
    return shapes


def _at_least(least: float, start: float, end: float) -> tuple[float, float]:
    """Return where a stretch starts and how long it is, made longer at both ends where it is too short to see."""
    length = max(end - start, least)
    return (start + end - length) / 2, length


def _faded(x: float, y: float, width: float, height: float, fill: str, slices: int = 12) -> Iterator[Part]:
    """Give a bar that fades from y over a height, upwards where that is negative."""
    if not height:
        return
    for n in range(slices):
        low, high = sorted((y + height * n / slices, y + height * (n + 1) / slices))
        yield rectangle(x, low, width, high - low, fill, opacity=round(0.36 * (1 - (n + 0.5) / slices), 3))


def _move_shapes(move: Move, start: Point, end: Point, k: float, colour: str) -> tuple[Part, ...]:
    """Return a step's line: heavy or dashed where a plan moved, a wedge where it got sharper or vaguer, else double."""
    if move == "slip":
        return (line(start, end, stroke=colour, stroke_width=HEAVY * k),)
    if move == "pull-in":
        return (line(start, end, stroke=colour, stroke_width=HEAVY * k, dash=(3.4 * k, 2.2 * k)),)
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y0 - y1) / length, (x1 - x0) / length
    if move == "unchanged":
        aside = 1.15 * k
        pairs = [((x0 + s * nx, y0 + s * ny), (x1 + s * nx, y1 + s * ny)) for s in (aside, -aside)]
        return tuple(line(a, b, stroke=colour, stroke_width=LIGHTER * k) for a, b in pairs)
    narrow, broad = 0.35 * k, WEDGE * k / 2
    a, b = (broad, narrow) if move == "firmed" else (narrow, broad)
    there = (x0 + a * nx, y0 + a * ny), (x1 + b * nx, y1 + b * ny)
    back = (x1 - b * nx, y1 - b * ny), (x0 - a * nx, y0 - a * ny)
    return (polygon(*there, *back, fill=colour),)


def _move_sample(move: Move, x: float, y: float, k: float, colour: str) -> tuple[Part, ...]:
    """Return a move's line as it stands beside words, 10 points wide, centred on y."""
    rise = {"slip": 2.2 * k, "pull-in": -2.2 * k}.get(move, 0.0)
    return _move_shapes(move, (x, y + rise), (x + 10 * k, y - rise), k, colour)


def _name_steps(
    layers: Layers, paths: Sequence[Path], plane: Plane, ways: Sequence[tuple[Point, Point]], options: Options
) -> None:
    """Write what each step is at its line, where there is room: the label says it in any case."""
    if sum(len(path.trend.steps) for path in paths) > MOST_WORDS:
        return
    taken = _obstacles(layers, paths, options)
    told: list[Box] = []
    size = options.theme.small
    for path in paths:
        for step, (a, b) in zip(path.trend.steps, pairwise(path.spots), strict=True):
            words = step_words(step)
            others = [way for way in ways if way != (a.place, b.place)]
            for text in _beside(a.place, b.place, words, size):
                box = _text_box(text)
                free = clear(_grown(box, 1.5), taken, ((a.place, b.place),)) and clear(
                    _grown(box, 4), (), others
                )
                if free and _inside(box, plane) and clear(_grown(box, 4), told, ()):
                    layers.axis.append(text)
                    told.append(box)
                    break


def _obstacles(layers: Layers, paths: Sequence[Path], options: Options) -> list[Box]:
    """Return what words in the plot must keep off: claims, marks, and the words that are there."""
    room = options.theme.mark
    spots = [spot for path in paths for spot in (*path.spots, *(rival for _, rival in path.rivals))]
    boxes = [spot.padded(room * 0.6) for spot in spots]
    for path in paths:
        x, y = path.spots[-1].place
        boxes.append((x - room * 1.4, y - room * 1.4, x + room * 1.4, y + room * 1.4))
    return boxes + [_text_box(part) for part in layers.axis if isinstance(part, Text)]


def _beside(start: Point, end: Point, words: str, size: float) -> Iterator[Text]:
    """Give the places for a step's words, best first: over and under a flat line, at both sides of a steep one."""
    (x0, y0), (x1, y1) = start, end
    width = text_width(words, size)
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        lean = abs((y1 - y0) / (x1 - x0)) if x1 != x0 else 1e9
        off = 3.5 + min(lean * width / 2, width)
        if lean * width < 6:
            yield Text(x - width / 2, y - 3 - lean * width / 2, words, size, "soft")
            yield Text(x - width / 2, y + size + 1.5 + lean * width / 2, words, size, "soft")
        rising = y1 < y0
        near = min(5 + size / max(lean, 0.15) * 0.5, off)
        yield Text(x - near - width, y - size * 0.1 if rising else y + size * 0.8, words, size, "soft")
        yield Text(x + near, y + size * 0.8 if rising else y - size * 0.1, words, size, "soft")


def _text_box(text: Text) -> Box:
    return (
        text.x,
        text.y - 0.72 * text.size,
        text.x + text_width(text.text, text.size, text.weight),
        text.y + 0.2 * text.size,
    )


def _grown(box: Box, room: float) -> Box:
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def _inside(box: Box, plane: Plane) -> bool:
    left, top, right, bottom = box
    return (
        plane.across.left < left and right < plane.across.right and plane.top < top and bottom < plane.bottom
    )


# What stands around the lines: the diagonal, the axes, the plans without a place, the forms of lines.


def _lay_out_region(
    layers: Layers, paths: Sequence[Path], plane: Plane, ways: Sequence[tuple[Point, Point]], options: Options
) -> list[tuple[Point, Point]]:
    """Lay out the diagonal with its words, and the quiet room below it; return the diagonal as a stretch."""
    ends, size = plane.diagonal(), options.theme.small
    if ends is None:
        return []
    (x0, y0), (x1, y1) = ends
    left, right = plane.across.left, plane.across.right
    corners = [(x0, y0), (x1, y1), *([(right, plane.top)] if x1 < right else [])]
    corners += [(right, plane.bottom), *([(left, plane.bottom)] if y0 < plane.bottom else [])]
    layers.rules.insert(0, Group("impossible", (polygon(*corners, fill="panel"),), title=BELOW))
    layers.panels.append(line((x0, y0), (x1, y1), stroke="quiet", stroke_width=0.6))
    taken = _obstacles(layers, paths, options)
    for share in range(97, 2, -3):
        x, y = x0 + (x1 - x0) * share / 100 + 6, y0 + (y1 - y0) * share / 100 + size * 1.1
        texts = [Text(x, y + i * size * 1.3, words, size, "soft") for i, words in enumerate(DAY_ITSELF)]
        boxes = [_text_box(text) for text in texts]
        if all(_inside(box, plane) and clear(_grown(box, 2), taken, ways) for box in boxes):
            layers.axis += texts
            break
    return [(ends[0], ends[1])]


def _lay_out_axes(layers: Layers, plane: Plane, options: Options) -> float:
    """Lay out hairlines and the labels of both axes, with now, and return the bottom."""
    theme, (left, right) = options.theme, (plane.across.left, plane.across.right)
    size, top, bottom = theme.text, plane.top, plane.bottom
    for tick in _up_ticks(plane.up, options):
        if tick.label:
            layers.rules.append(line((left, tick.x), (right, tick.x), stroke="faint", stroke_width=0.5))
            layers.axis.append(Text(left - 5, tick.x - 2, tick.label, size, "soft", anchor="end"))
    base, end = bottom + size + 3, right
    for tick in axis_ticks(plane.across, lambda text: text_width(text, size), options.tz):
        if tick.label:
            layers.rules.append(line((tick.x, top), (tick.x, base), stroke="faint", stroke_width=0.5))
            if tick.x + 2.5 + text_width(tick.label, size) <= options.right:
                layers.axis.append(Text(tick.x + 2.5, base, tick.label, size, "soft"))
                end = max(end, tick.x + 2.5 + text_width(tick.label, size))
    layers.axis.append(Text(theme.margin, top - size * 1.6, "planned for ↑", size, "ink"))
    if end + 8 + text_width("when it was said →", size) <= options.right:
        layers.axis.append(Text(end + 8, base, "when it was said →", size, "ink"))
    return base + 3


def _now_line(layers: Layers, plane: Plane, options: Options) -> list[tuple[Point, Point]]:
    """Draw a line at `now` where the axis holds it, with its date at the head, and return it as a stretch."""
    now, size = options.now, options.theme.small
    if now is None or now.middle_us is None or not plane.across.holds(now.middle_us):
        return []
    x = plane.across.x(now.middle_us)
    words = f"now, {describe(now, options.tz)}"
    width = text_width(words, size)
    taken = options.theme.margin + text_width("planned for ↑", options.theme.text) + 8
    left = max(x + 3 if x + 3 + width <= options.right else x - 3 - width, taken)
    head = plane.top - options.theme.text * 1.6
    ends = (x, head - size * 0.7), (x, plane.bottom)
    layers.panels.append(line(*ends, stroke="now", stroke_width=0.8))
    layers.axis.append(Text(left, head, words, size, "now"))
    return [ends]


def _lay_out_rest(
    layers: Layers, lanes: Sequence[Mission | Organisation], y: float, options: Options
) -> float:
    """List the plans that have no line, each sort in lines of its own, and return the bottom."""
    theme, size = options.theme, options.theme.small
    y += theme.row * 0.4
    for lead, plans in _placeless(lanes):
        y += theme.row * 0.8
        layers.lanes.append(Text(theme.margin, y, lead, size, "ink"))
        start = x = theme.margin + text_width(lead, size) + 6
        more = [] if len(plans) <= MOST_LISTED else [(f"and {len(plans) - MOST_LISTED} more", "")]
        if more:
            layers.notices.append(
                f"{len(plans) - MOST_LISTED} plans under {lead!r} are told in the alt text alone"
            )
        told = [
            (_plan_words(name, claim, options), str(options.numbers.get(claim.source or "", "")))
            for name, claim in plans[:MOST_LISTED]
        ]
        for words, number in (*told, *more):
            words = shorten(words, size, options.right - start - 12)
            width = text_width(words, size)
            after = text_width(number, size - 0.5)
            if x + width + after + 2 > options.right and x > start:
                x, y = start, y + size * 1.5
            layers.lanes.append(Text(x, y, words, size, "soft"))
            if number:
                layers.lanes.append(Text(x + width + 1.5, y - 1.2, number, size - 0.5, "soft"))
            x += width + after + 14
    return y


def _lay_out_moves(layers: Layers, found: Sequence[Trend], y: float, options: Options) -> float:
    """Lay out what the forms of lines mean, of those that are drawn, centred on y; return the last line's middle."""
    theme, size, k = options.theme, options.theme.small, options.theme.mark / LIGHT.mark
    x = theme.margin
    moves = {step.move for trend in found for step in trend.steps}
    for move in (move for move in MOVES if move in moves):
        words = MOVE_WORDS[move]
        width = 14 * k + text_width(words, size) + 11
        if x + width > options.right and x > theme.margin:
            x, y = theme.margin, y + size * 1.7
        layers.lanes += _move_sample(move, x, y, k, "ink")
        layers.lanes.append(Text(x + 14 * k, y + size * 0.33, words, size, "soft"))
        x += width
    words = "a plan, as tall as it is vague, as wide as the time it was said in"
    width = 14 * k + text_width(words, size)
    if x + width > options.right and x > theme.margin:
        x, y = theme.margin, y + size * 1.7
    box = (x + 3 * k, y - 4.2 * k, 3.4 * k, 8.4 * k)
    layers.lanes.append(rectangle(*box, "ghost", opacity=0.2))
    layers.lanes.append(rectangle(*box, stroke="ghost", stroke_width=0.7 * k))
    layers.lanes.append(Text(x + 14 * k, y + size * 0.33, words, size, "soft"))
    return y
