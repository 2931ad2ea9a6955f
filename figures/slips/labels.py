"""The labels of the `slips` figure: a column at the right, each with its steps, grouped where they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from figures.axis import DAY
from figures.fonts import text_width
from figures.lanes import TEXT_GAP
from figures.layers import Counted
from figures.scene import Group, Text, line, moved
from figures.slips.lines import move_sample
from figures.slips.plane import stack
from figures.slips.trend import end_us, levels, sources_of
from figures.slips.words import from_to_words, rival_words, step_words, total_words, trend_words
from figures.strips import moon_of
from figures.textfit import shorten, wrap
from figures.theme import LIGHT
from figures.words import short_words
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figures.layers import Layers, Options
    from figures.scene import Part, Point
    from figures.sky import Sky
    from figures.slips.plane import Path, Plane
    from figures.slips.trend import Trend
    from figures.theme import Theme
    from timeline.model import Claim

GAP = 6.0  # points between labels in the column
LEAD = 24.0  # points between the plot and the column, where leaders bend
COLUMN = 0.34  # of the width: what labels may take
ASPECT = (0.5, 0.8)  # of the plot's width: how tall it may be where scales would be equal
TALLEST = 1.6  # of the figure's width: beyond that labels say less, then they group
DETAILS = (3, 2, 1)  # of labels: all; without the steps; one line


@dataclass(frozen=True, slots=True)
class Block:
    """What is written of a trend, or of a group of them, from its top left corner down."""

    trends: tuple[Trend, ...]
    parts: tuple[Part, ...]
    width: float
    height: float


def make_blocks(
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
        near = 1.5 * theme.unit
        less = text_width(after, small - 0.5) + near + 0.5
        for words in wrap(text, size, room - indent - less, weight):  # type: ignore[arg-type]
            y += size * 1.28
            parts.append(Text(indent, y - size * 0.32, words, size, fill, weight))  # type: ignore[arg-type]
            end = indent + text_width(words, size, weight)
            right = max(right, end)
        if after:
            raised = y - size * 0.32 - 2 * theme.unit
            parts.append(Text(end + near, raised, after, small - 0.5, fill="soft"))
            right = max(right, end + near + text_width(after, small - 0.5))

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
    theme = options.theme
    size, k = theme.small, theme.mark / LIGHT.mark
    x, right, icon = left, left, 13.0 * k
    y += size * 1.45
    for step in trend.steps:
        words = step_words(step)
        numbers = _numbers(trend, (step.after,), options.numbers)
        end = icon + text_width(words, size)
        width = end + 1.5 * theme.unit + text_width(numbers, size - 0.5)
        if x > left and x + width > room:
            x, y = left, y + size * 1.45
        parts += move_sample(step.move, x, y - size * 0.65, k, trend.event.outcome)
        parts.append(Text(x + icon, y - size * 0.35, words, size, "soft"))
        if numbers:
            raised = y - size * 0.35 - 1.2 * theme.unit
            parts.append(Text(x + end + 1.5 * theme.unit, raised, numbers, size - 0.5, "soft"))
        right = max(right, x + width)
        x += width + 8
    return right, y


def _numbers(trend: Trend, claims: Iterable[Claim], numbers: Mapping[str, int]) -> str:
    sources = {source for claim in claims for source in sources_of(trend.event, claim)}
    return ",".join(map(str, sorted(numbers[source] for source in sources if source in numbers)))


def lay_out_column(
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
