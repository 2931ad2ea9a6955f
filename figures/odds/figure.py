"""The figures of a simulated plan by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from figures.fitting import fitted
from figures.layers import Options
from figures.odds.light import daylight_at
from figures.scene import scaled
from figures.sky import Sky, look_up, phases_between
from figures.theme import LIGHT, Theme

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.scene import Scene
    from timeline.model import Timeline
    from timeline.odds import Odds, Staircase
    from timeline.windows import PlanWindows

ODDS_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "fans": "the timeline of the plan, with where each event may come to lie in the place of its mark",
        "landing": "the chance of the landing by each date, and the windows of light that it stands on",
        "slip": "when the landing is to be expected, against a delay of the launch",
    }
)
LEANER = ({"sources": False},)
NARROWEST = 500.0  # points in which the names and the labels of the light style have room beside each other
FLATTEST, TALLEST = 0.6, 3.0  # times their own height that panels take to fit or to fill a figure


def make_odds_figure(
    name: str,
    timeline: Timeline,
    odds: Odds,
    *,
    event: str | None = None,
    stairs: Staircase | None = None,
    windows: PlanWindows | None = None,
    by_us: int | None = None,
    lanes: Sequence[str] | None = None,
    theme: Theme = LIGHT,
    width: float = 780.0,
    height: float | None = None,
    tz: tzinfo | None = None,
) -> Scene:
    """Return a figure of a simulated plan as a scene: `fans`, `landing` or `slip`.

    `event` is the address that `landing` shows, `default_event` without one; `by_us` marks a date on it.
    `slip` shows `stairs` on the `windows` that the plan was simulated with. `lanes` are those of `fans`, all
    that the plan has by default. Raises ValueError for an unknown name, and where what it shows is missing.
    """
    check_name(name)
    options = Options(theme, width, tz, numbers=timeline.source_numbers)

    def lay_out(asked: Options, tall: float = 1.0) -> Scene:
        if name == "slip":
            return _slip(timeline, stairs, windows, asked, tall)
        if name == "landing":
            return _landing(timeline, odds, event, by_us, asked, tall)
        return _fans(timeline, odds, lanes, asked, tall)

    scale = min(width / (NARROWEST * theme.text / LIGHT.text), 1.0)
    wide = replace(options, width=width / scale)
    scene = lay_out(wide) if height is None else _filling(lay_out, wide, height / scale)
    return scene if scale == 1.0 else _smaller(scene, scale, theme)


def _filling(lay_out: Callable[[Options, float], Scene], options: Options, height: float) -> Scene:
    """Return the scene at a height: its panels grow to fill it or get flatter, then its type gets smaller."""
    low, high = FLATTEST, TALLEST
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (middle, high) if lay_out(options, middle).height <= height else (low, middle)
    return fitted(lambda asked: lay_out(asked, low), options, height, LEANER)


def _smaller(scene: Scene, scale: float, theme: Theme) -> Scene:
    """Return a figure too narrow for its type as a wider one made smaller, and say how small its type is."""
    size = scale * (theme.small - 0.5)
    words = f"type of {size:.1f} pt: {scene.width * scale:.0f} pt of width are too few for this figure"
    return replace(scaled(scene, scale), notices=(*scene.notices, words))


def check_name(name: str) -> None:
    """Raise ValueError with the nearest name, or all of them, where there is no such figure."""
    if name in ODDS_FIGURES:
        return
    from difflib import get_close_matches

    near = get_close_matches(name, ODDS_FIGURES, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(ODDS_FIGURES)}"
    raise ValueError(f"unknown figure {name!r} of a simulation ({hint})")


def default_event(timeline: Timeline, odds: Odds) -> str:
    """Return the address that is most asked for: the last landing that may move, else the last event that may.

    Raises ValueError where no event of the plan happens in any sample.
    """
    from figures.odds.words import is_sure

    kinds = {event.address: event.kind for event in timeline.events}
    happens = [each for each in odds.events if each.happened and each.address in kinds]
    moves = [each for each in happens if not is_sure(each)] or happens
    landings = [each for each in moves if kinds[each.address] == "landing_attempt"] or moves
    if not landings:
        raise ValueError("no event of the plan happens in any of the samples (see what windows it waits for)")
    return max(landings, key=lambda each: each.last_us or 0).address


def _fans(
    timeline: Timeline, odds: Odds, lanes: Sequence[str] | None, options: Options, tall: float
) -> Scene:
    from figures.odds.fans import lay_out_fans

    planned = {each.address for each in odds.events}
    events = [event for event in timeline.events if event.address in planned]
    chosen = [lane.id for lane in timeline.lanes] if lanes is None else lanes
    if not any(event.mission in chosen for event in events):
        raise ValueError("none of these missions has an event of the plan")
    return lay_out_fans(timeline, look_up(events), odds, lanes=chosen, options=options, tall=tall)


def _landing(
    timeline: Timeline, odds: Odds, event: str | None, by_us: int | None, options: Options, tall: float
) -> Scene:
    from figures.odds.landing import lay_out_landing

    chosen = default_event(timeline, odds) if event is None else event
    if not odds[chosen].happened:
        raise ValueError(f"{chosen} happens in none of the samples, so there is nothing to draw")
    return lay_out_landing(
        timeline,
        Sky({}, phases_between),
        odds,
        event=chosen,
        options=options,
        daylight=daylight_at(timeline, chosen),
        by_us=by_us,
        tall=tall,
    )


def _slip(
    timeline: Timeline, stairs: Staircase | None, windows: PlanWindows | None, options: Options, tall: float
) -> Scene:
    from figures.odds.slip import lay_out_slip

    if stairs is None:
        raise ValueError("the figure 'slip' shows delays, and none were simulated")
    found = (windows or {}).get(stairs.watched)
    light = found is not None and found.light
    return lay_out_slip(
        timeline,
        stairs,
        windows=found.spans_us if found else (),
        light=light,
        daylight=daylight_at(timeline, stairs.watched),
        options=options,
        tall=tall,
    )
