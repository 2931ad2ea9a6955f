"""The `slips` figure, a milestone trend chart: when a plan was stated against when it was planned for.

Time runs to the right (stated) and upwards (planned for), as in the charts that project offices keep: a line
that rises slips, one that falls is pulled in, one that runs level holds, and an event ends where it meets the
diagonal, on the day itself. Upwards, later is higher, so that the labels at the right read from the farthest
plan down, and the leaders to them cross the room below the diagonal, where no plan can be. Lines join the
middles of two words straight: nobody knows when between the two a plan changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures import notes
from figures.counted import counted_notice, lay_out_counted, most_lines
from figures.fitting import SMALLEST
from figures.fonts import text_width
from figures.layers import USUAL, Layers, Options
from figures.scene import Scene, scaled
from figures.slips.axes import lay_out_axes, lay_out_region, make_plane, now_line
from figures.slips.foot import lay_out_moves, lay_out_rest, placeless, plan_words
from figures.slips.labels import lay_out_column, make_blocks
from figures.slips.lines import lay_out_path
from figures.slips.plane import find_path, find_spans
from figures.slips.step_names import name_steps
from figures.slips.trend import find_trends, sources_of
from figures.slips.words import count_words, trend_words

if TYPE_CHECKING:
    from figures.sky import Sky
    from figures.slips.trend import Trend
    from timeline.model import Mission, Organisation, Timeline

SHORTEST = 120.0  # points: a plot that is less tall cannot be read


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
    options: Options = USUAL,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
) -> Scene:
    """Return the milestone trend chart as a scene, as wide as `options` say and as tall as its labels need.

    With a `height` the plot takes what is left of it; labels say less, then merge into counted groups, until they
    fit. `lanes` names the missions to show, all by default; `now` draws a line at a date, up to which plans stand;
    `tz` is the zone of written times. Raises ValueError where no plan is told twice.
    """
    chosen = [lane for lane in timeline.lanes if lanes is None or lane.id in lanes]
    lack = missing_for_slips(timeline, [lane.id for lane in chosen])
    if lack:
        raise ValueError(f"the figure 'slips' cannot be drawn: {lack}")
    options = replace(options, numbers=timeline.source_numbers)

    def draw(asked: Options, plot_height: float | None) -> Scene:
        return _scene(timeline, chosen, sky, asked, plot_height)

    if height is None:
        return draw(options, None)
    return _fitted(draw, replace(options, listed=most_lines(height, options.theme.small)), height)


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
    blocks, plot_height = make_blocks(found, spans, plot_height, sky, options)
    top = y + theme.text * 2.6
    plane = make_plane(spans, top, top + plot_height, max(block.width for block in blocks), options)
    paths = {trend.event.address: find_path(trend, plane, options.now) for trend in found}
    ways = lay_out_column(layers, blocks, paths, plane, options)
    for path in paths.values():
        ways += lay_out_path(layers, path, plane, options)
    ways += now_line(layers, plane, options)
    ways += lay_out_region(layers, list(paths.values()), plane, ways, options)
    name_steps(layers, list(paths.values()), plane, ways, options)
    y = lay_out_axes(layers, plane, options)
    y = lay_out_rest(layers, lanes, y, options)
    y = lay_out_moves(layers, found, y + theme.row, options)
    y = lay_out_counted(layers, y, options)
    cited = _cited(found, lanes) if options.sources else set()
    foot_y = y + theme.small * 1.9
    foot, total = notes.footing(timeline, cited, events, foot_y, options.width, theme, bars=False)
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
    for lead, plans in placeless(lanes):
        told += [f"{lead} {'; '.join(plan_words(name, claim, options) for name, claim in plans)}."]
    return " ".join(told)


def _cited(found: Sequence[Trend], lanes: Sequence[Mission | Organisation]) -> set[str]:
    """Return the ids of the sources whose numbers are written."""
    plans = [claim for _, plans in placeless(lanes) for _, claim in plans]
    plans += [rival for trend in found for _, rival in trend.rivals]
    cited = {claim.source for claim in plans if claim.source}
    return cited.union(
        *(sources_of(trend.event, claim) for trend in found for claim in trend.claims),
    )
