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


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One of the figures: `missing` says what a file lacks for it, `make` looks the sky up and lays it out."""

    name: str
    shows: str
    missing: Missing
    make: Callable[[Request], Scene]


def _asked(request: Request) -> dict[str, Any]:
    """Return how a figure is asked for, as the layouts take it."""
    options = request.options
    return {
        "theme": options.theme,
        "width": options.width,
        "height": request.height,
        "lanes": request.lanes,
        "now": options.now,
        "tz": options.tz,
    }


def _timeline(request: Request) -> Scene:
    from figures.timeline import lay_out_timeline

    sky = look_up_lanes(request.timeline, request.lanes)
    options = request.options
    asked: dict[str, Any] = {"breaks": options.breaks, "panels": options.panels, "elapsed": options.elapsed}
    asked["zooms"] = options.zooms
    return lay_out_timeline(request.timeline, sky, **asked, **_asked(request))


def _mission(request: Request) -> Scene:
    from figures.mission import LEANER, lay_out_mission, look_up_mission, mission_axis

    lane, sky = request.timeline.lane(request.lanes[0]), look_up(request.events)

    def lay_out(asked: Options) -> Scene:
        curves = look_up_mission(lane, mission_axis(lane, asked.theme, asked.width))
        return lay_out_mission(request.timeline, sky, curves=curves, lane=lane, options=asked)

    return _at_height(lay_out, request, LEANER)


def _overview(request: Request) -> Scene:
    from figures.overview import lay_out_overview

    sky = look_up(request.events)

    def lay_out(asked: Options) -> Scene:
        return lay_out_overview(request.timeline, sky, lanes=request.lanes, options=asked)

    return _at_height(lay_out, request)


def _sheet(request: Request) -> Scene:
    from figures.sheet import SECTIONS, lay_out_sheet

    lane = request.timeline.lane(request.lanes[0])

    def lay_out(asked: Options) -> Scene:
        part = replace(request, options=asked, height=None)
        shown = [
            name
            for name in SECTIONS
            if name in FIGURES and not FIGURES[name].missing(part.timeline, part.lanes)
        ]
        others = [(name, FIGURES[name].make(part)) for name in shown]
        return lay_out_sheet(request.timeline, lane, _mission(part), others, asked)

    return _at_height(lay_out, request)


def _at_height(
    lay_out: Callable[[Options], Scene], request: Request, leaner: Sequence[Mapping[str, bool]] = ()
) -> Scene:
    if request.height is None:
        return lay_out(request.options)
    options = replace(request.options, listed=most_lines(request.height, request.options.theme.small))
    return fitted(lay_out, options, request.height, leaner)


def _slips(request: Request) -> Scene:
    from figures.slips import lay_out_slips

    return lay_out_slips(request.timeline, look_up(request.events), **_asked(request))


def _moons(request: Request) -> Scene:
    from figures.moons import lay_out_moons, look_up_moons

    faces = look_up_moons(lane for lane in request.timeline.lanes if lane.id in request.lanes)
    return lay_out_moons(request.timeline, look_up(request.events), faces=faces, **_asked(request))


def _lighting(request: Request) -> Scene:
    from figures.lighting import lay_out_lighting
    from figures.lighting.sky import look_up_lighting

    light = look_up_lighting(request.timeline, request.lanes, **request.light.asked)
    return lay_out_lighting(request.timeline, look_up(request.events), light=light, **_asked(request))


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
    return with_glyph_notice(kind.make(request))
