"""Figures for people who compose their own: on matplotlib's Axes, with no global state touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from figures.elapsed import check_zero
from figures.lanes import stretch
from figures.layers import Options
from figures.sky import look_up_lanes
from figures.textfit import with_glyph_notice
from figures.theme import THEMES, Theme
from figures.timeline import lay_out_timeline
from timeline.dates import VagueDate, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from figures.scene import Scene
    from timeline.model import Timeline

SCREEN_DPI = 100


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a `draw_` function drew: on which axes, its layers by name, and the scene they show.

    `alt` is the figure's description in words. In a notebook it shows itself as SVG.
    """

    scene: Scene
    theme: Theme
    ax: Axes
    layers: Mapping[str, Artist]

    @property
    def figure(self) -> Figure | SubFigure:
        """The figure that the axes are of."""
        return self.ax.figure

    @property
    def alt(self) -> str:
        """The figure in words, for those who cannot see it."""
        return self.scene.description

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from figures.svg import to_svg

        mark = f"m{crc32(repr(self.scene).encode()):08x}-"  # several figures can stand in one notebook
        return {"image/svg+xml": to_svg(self.scene, self.theme, mark), "text/plain": self.alt}


def draw_timeline(
    timeline: Timeline,
    *,
    ax: Axes | Figure | SubFigure | None = None,
    style: str | Theme = "light",
    width: float = 780.0,
    height: float | None = None,
    missions: Sequence[str] | None = None,
    now: str | VagueDate | None = None,
    tz: tzinfo | None = None,
    breaks: bool = False,
    panels: bool = True,
    elapsed: str = "",
    zooms: Sequence[str | VagueDate] = (),
) -> Drawing:
    """Draw the timeline figure and return what was drawn.

    On `ax`, or on the whole of a Figure or SubFigure, it is laid out for the size that they have; labels that
    do not fit merge into counted groups. Without one, a new Figure takes the size that the labels need, `width`
    points wide. The axes' x limits are dates, so that `ax.axvline(date)` stands where it belongs;
    with `breaks`, which leave empty years out, there are no such limits. `elapsed` names the event, by id or
    address, from which a second axis counts; `zooms` are stretches, such as "2025-05/2025-06", to show in
    `panels` in the place of those that are crowded. Raises ValueError for an unknown style or event, and for axes
    too small to hold anything; KeyError for an unknown mission.
    """
    theme, axes = _theme(style), _axes_for(ax, timeline, missions)
    check_zero(timeline.events, elapsed)
    if axes is not None:
        width, height = _size(axes)
    options = Options(
        theme,
        width,
        tz,
        _date(now),
        breaks=breaks,
        panels=panels,
        elapsed=elapsed,
        zooms=tuple(stretch(zoom) for zoom in zooms),
    )
    sky = look_up_lanes(timeline, missions)
    scene = lay_out_timeline(timeline, sky, options, height, missions)
    return put_on_axes(with_glyph_notice(scene), theme, axes)


def draw_figure(
    name: str,
    timeline: Timeline,
    *,
    ax: Axes | Figure | SubFigure | None = None,
    style: str | Theme = "light",
    width: float = 780.0,
    height: float | None = None,
    missions: Sequence[str] | None = None,
    now: str | VagueDate | None = None,
    tz: tzinfo | None = None,
    elapsed: str = "",
) -> Drawing:
    """Draw any of the figures by its name, as `draw_timeline` draws the timeline, and return what was drawn.

    Raises ValueError for an unknown figure, and where the timeline lacks the data for it.
    """
    from figures.catalogue import Request, make_figure

    theme, axes = _theme(style), _axes_for(ax, timeline, missions)
    check_zero(timeline.events, elapsed)
    if axes is not None:
        width, height = _size(axes)
    numbers = timeline.source_numbers
    options = Options(theme, width, tz, _date(now), breaks=False, elapsed=elapsed, numbers=numbers)
    lanes = tuple(missions) if missions is not None else tuple(lane.id for lane in timeline.lanes)
    return put_on_axes(make_figure(name, Request(timeline, lanes, options, height)), theme, axes)


def put_on_axes(scene: Scene, theme: Theme, axes: Axes | None = None) -> Drawing:
    """Put a scene on axes that it was laid out for, or on a new figure of its size."""
    from figures.artists import draw_scene

    if axes is None:
        from matplotlib.figure import Figure

        size = scene.width / 72, scene.height / 72
        figure = Figure(figsize=size, dpi=SCREEN_DPI, facecolor=theme.colour("paper"))
        axes = figure.add_axes((0, 0, 1, 1))
    return Drawing(scene, theme, axes, draw_scene(scene, theme, axes))


def _theme(style: str | Theme) -> Theme:
    if isinstance(style, Theme):
        return style
    if style not in THEMES:
        raise ValueError(f"unknown style {style!r} (one of {', '.join(THEMES)}, or a Theme of your own)")
    return THEMES[style]


def _date(date: str | VagueDate | None) -> VagueDate | None:
    return parse(date) if isinstance(date, str) else date


def _axes_for(
    host: Axes | Figure | SubFigure | None, timeline: Timeline, missions: Sequence[str] | None
) -> Axes | None:
    """Return the axes to draw on, where the missions are known; a figure gives axes that fill it."""
    for mission in missions or ():
        timeline.lane(mission)
    if host is None or not hasattr(host, "add_axes"):
        return host
    return host.add_axes((0, 0, 1, 1))


def _size(axes: Axes) -> tuple[float, float]:
    """Return the size of axes in points."""
    box, scale = axes.get_window_extent(), axes.figure.dpi / 72
    width, height = box.width / scale, box.height / scale
    if width < 300 or height < 150:
        raise ValueError(f"axes of {width:.0f} x {height:.0f} pt are too small (at least 300 x 150)")
    return width, height
