"""The figures by name: what each shows, whether a file has the data for it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from figures.counted import most_lines
from figures.fitting import fitted
from figures.layers import Options
from figures.sky import look_up, look_up_lanes
from figures.textfit import with_glyph_notice

if TYPE_CHECKING:
    from figures.scene import Scene
    from timeline.model import Event, Timeline


Missing = Callable[["Timeline", Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Light:
    """The light that is asked for: bands of elevation in degrees, and ground stations by name; None is as usual."""

    sun: tuple[float, float] | None = None
    earth: tuple[float, float] | None = None
    stations: tuple[str, ...] = ()

    @property
    def asked(self) -> dict[str, Any]:
        """What is not as usual, as the look-up takes it."""
        named = {"sun": self.sun, "earth": self.earth, "stations": self.stations or None}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Request:
    """A figure as it is asked for: of which missions, how large, how it looks. Heights are points, None is free."""

    timeline: Timeline
    lanes: tuple[str, ...]
    options: Options
    height: float | None = None
    light: Light = Light()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the missions that are asked for."""
        return tuple(event for event in self.timeline.events if event.mission in self.lanes)


LayOut = Callable[["Options", "float | None"], "Scene"]
"""Lays a figure out whose sky is looked up: as its options say, as tall as it needs or at a height in points."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One of the figures: `missing` says what a file lacks for it, `prepare` looks up all that it is laid out from."""

    name: str
    shows: str
    missing: Missing
    prepare: Callable[[Request], LayOut]


def _timeline(request: Request) -> LayOut:
    from figures.timeline import lay_out_timeline

    sky = look_up_lanes(request.timeline, request.lanes)

    return lambda options, height: lay_out_timeline(request.timeline, sky, options, height, request.lanes)


def _mission(request: Request) -> LayOut:
    from figures.mission import LEANER, lay_out_mission, look_up_mission, mission_axis

    lane, sky = request.timeline.lane(request.lanes[0]), look_up(request.events)

    def lay_out(options: Options) -> Scene:
        curves = look_up_mission(lane, mission_axis(lane, options.theme, options.width))
        return lay_out_mission(request.timeline, sky, curves=curves, lane=lane, options=options)

    return _fitting(lay_out, LEANER)


def _overview(request: Request) -> LayOut:
    from figures.overview import lay_out_overview

    sky = look_up(request.events)
    return _fitting(
        lambda options: lay_out_overview(request.timeline, sky, lanes=request.lanes, options=options)
    )


def _sheet(request: Request) -> LayOut:
    from figures.sheet import SECTIONS, lay_out_sheet

    lane = request.timeline.lane(request.lanes[0])
    shown = [name for name in SECTIONS if not FIGURES[name].missing(request.timeline, request.lanes)]
    first, others = _mission(request), [(name, FIGURES[name].prepare(request)) for name in shown]

    def lay_out(options: Options) -> Scene:
        parts = [(name, each(options, None)) for name, each in others]
        return lay_out_sheet(request.timeline, lane, first(options, None), parts, options)

    return _fitting(lay_out)


def _fitting(lay_out: Callable[[Options], Scene], leaner: Sequence[Mapping[str, bool]] = ()) -> LayOut:
    """Return a layout that fits a height, of one that is as tall as it needs."""

    def fit(options: Options, height: float | None) -> Scene:
        if height is None:
            return lay_out(options)
        listed = most_lines(height, options.theme.small)
        return fitted(lay_out, replace(options, listed=listed), height, leaner)

    return fit


def _slips(request: Request) -> LayOut:
    from figures.slips import lay_out_slips

    sky = look_up(request.events)
    return lambda options, height: lay_out_slips(request.timeline, sky, options, height, request.lanes)


def _moons(request: Request) -> LayOut:
    from figures.moons import lay_out_moons, look_up_moons

    faces = look_up_moons(lane for lane in request.timeline.lanes if lane.id in request.lanes)
    sky = look_up(request.events)

    def lay_out(options: Options, height: float | None) -> Scene:
        return lay_out_moons(request.timeline, sky, options, height, request.lanes, faces=faces)

    return lay_out


def _lighting(request: Request) -> LayOut:
    from figures.lighting import lay_out_lighting, look_up_lighting

    light = look_up_lighting(request.timeline, request.lanes, **request.light.asked)
    sky = look_up(request.events)

    def lay_out(options: Options, height: float | None) -> Scene:
        return lay_out_lighting(request.timeline, sky, options, height, request.lanes, light=light)

    return lay_out


def _nothing_dated(timeline: Timeline, lanes: Sequence[str]) -> str:
    if any(lane.events for lane in timeline.lanes if lane.id in lanes):
        return ""
    return "there is no event (add one under a mission's `events:`)"


def _missing(name: str) -> Missing:
    """Return what tells what a file lacks for a figure, from the figure's own module when it is asked."""

    def missing(timeline: Timeline, lanes: Sequence[str]) -> str:
        module = import_module(f"figures.{name}")
        return str(getattr(module, f"missing_for_{name}")(timeline, lanes))

    return missing


FIGURES: Mapping[str, FigureKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            FigureKind("timeline", "every event on a lane for each mission", _nothing_dated, _timeline),
            FigureKind("mission", "one mission in depth", _missing("mission"), _mission),
            FigureKind("slips", "how plans moved, as they were stated", _missing("slips"), _slips),
            FigureKind("sheet", "one mission on one page, of all figures", _missing("mission"), _sheet),
            FigureKind("moons", "the Moon's face at each event", _missing("moons"), _moons),
            FigureKind("lighting", "Sun and Earth over the site", _missing("lighting"), _lighting),
            FigureKind("overview", "all missions aligned at launch", _missing("overview"), _overview),
        )
    }
)


def find_figure(name: str) -> FigureKind:
    """Return a figure by its name; raises ValueError with the nearest one, or all of them."""
    if name in FIGURES:
        return FIGURES[name]
    from difflib import get_close_matches  # lazily: a name that is known needs no hint

    near = get_close_matches(name, FIGURES, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(FIGURES)}"
    raise ValueError(f"unknown figure {name!r} ({hint})")


def make_figure(name: str, request: Request) -> Scene:
    """Return a figure as a scene; raises ValueError that says what the file lacks for it."""
    kind = find_figure(name)
    lack = kind.missing(request.timeline, request.lanes)
    if lack:
        raise ValueError(f"the figure {name!r} cannot be drawn: {lack}")
    return with_glyph_notice(kind.prepare(request)(request.options, request.height))
