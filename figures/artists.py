"""A scene on matplotlib: artists that draw straight through the renderer, for PNG, PDF and figures of your own.

A matplotlib Text costs 2 to 3 ms to lay out and draw; one artist a layer that draws all its texts where the
layout put them avoids nearly all of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from figures import fonts
from figures.scene import Fade, Group, Shape, Text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

    from figures.scene import Scene
    from figures.theme import Theme

CODES = {"M": (Path.MOVETO,), "L": (Path.LINETO,), "C": (Path.CURVE4,) * 3, "Z": (Path.CLOSEPOLY,)}
UNHINTED: Any = {"text.hinting": "none", "path.simplify": False}
"""Settings under which text is as wide as it was measured, and no path is thinned."""


class _Unkerned:
    """What matplotlib's renderers ask of a Text from 3.11 on: letters stand as far apart as they were measured."""

    @staticmethod
    def get_fontfeatures() -> tuple[str, ...]:
        """Switch off what moves letters or joins them."""
        return ("-kern", "-liga")

    @staticmethod
    def get_language() -> None:
        """Give no language of its own."""


UNKERNED: Any = _Unkerned()


@contextmanager
def _unhinted() -> Iterator[None]:
    """Set text unhinted meanwhile; `rc_context` would copy all parameters, which takes longer than a label."""
    before = {key: rcParams[key] for key in UNHINTED}
    rcParams.update(UNHINTED)
    try:
        yield
    finally:
        rcParams.update(before)


class Layer(Artist):
    """One group of a scene. Its place is in points from the top left corner of its axes."""

    def __init__(self, group: Group, theme: Theme) -> None:
        super().__init__()
        self.group, self.theme = group, theme
        self.set_gid(group.role)
        self.set_clip_on(False)

    def draw(self, renderer: RendererBase) -> None:
        """Draw every shape and text of the group, in its order."""
        if not self.get_visible() or self.axes is None:
            return
        renderer.open_group(self.group.role, self.get_gid())
        with _unhinted():
            _Pen(renderer, self.theme, self.axes).draw(self.group)
        renderer.close_group(self.group.role)
        self.stale = False

    def get_tightbbox(self, renderer: RendererBase | None = None) -> Any:
        """Return the axes' own box: a scene is never larger than the axes that it was laid out for."""
        return None if self.axes is None else self.axes.get_window_extent(renderer)


class _Pen:
    """Draws parts on one renderer."""

    def __init__(self, renderer: RendererBase, theme: Theme, axes: Any) -> None:
        box = axes.get_window_extent(renderer)
        self.scale = axes.figure.dpi / 72
        self.place = Affine2D().scale(self.scale, -self.scale).translate(box.x0, box.y1)
        self.renderer, self.theme = renderer, theme
        self.height = renderer.get_canvas_width_height()[1] if renderer.flipy() else None

    def draw(self, group: Group) -> None:
        for part in walk(group.parts):
            if isinstance(part, Shape):
                self.shape(part)
            elif isinstance(part, Text):
                self.text(part)
            elif isinstance(part, Fade):
                self.fade(part)

    def colour(self, role: str) -> tuple[float, float, float]:
        return _rgb(self.theme.colour(role))

    def context(self, colour: tuple[float, float, float], opacity: float = 1.0) -> GraphicsContextBase:
        context = self.renderer.new_gc()
        context.set_alpha(opacity)
        context.set_foreground((*colour, opacity), isRGBA=True)
        return context

    def shape(self, shape: Shape) -> None:
        fill = self.colour(shape.fill) if shape.fill else None
        context = self.context(
            self.colour(shape.stroke) if shape.stroke else fill or (0, 0, 0), shape.opacity
        )
        context.set_linewidth(shape.stroke_width if shape.stroke else 0)
        context.set_joinstyle("miter")
        if shape.dash:
            context.set_dashes(0, shape.dash)
        rgba = (*fill, shape.opacity) if fill else None
        self.renderer.draw_path(context, _path(shape), self.place, rgba)
        context.restore()

    def fade(self, fade: Fade) -> None:
        """Lay rectangles over each other, so that no seam shows between the steps."""
        colour = self.colour(fade.fill)
        low, high = sorted((fade.start, fade.end))
        done = 0.0
        steps = min(max(round(fade.width / 4), 8), 64)
        for step in range(steps):
            target = low + (high - low) * (step + 0.5) / steps
            opacity = (target - done) / (1 - done)
            done = target
            cut = fade.width * step / steps
            left = fade.x + (cut if fade.start < fade.end else 0)
            corners = [(left, fade.y), (left + fade.width - cut, fade.y)]
            corners += [(x, fade.y + fade.height) for x, _ in reversed(corners)]
            context = self.context(colour, opacity)
            context.set_linewidth(0)
            self.renderer.draw_path(
                context, Path([*corners, corners[0]], closed=True), self.place, (*colour, opacity)
            )
            context.restore()

    def text(self, text: Text) -> None:
        x = text.x
        if text.anchor != "start":
            x -= fonts.text_width(text.text, text.size, text.weight) * (1.0 if text.anchor == "end" else 0.5)
        context = self.context(self.colour(text.fill))
        if text.href:
            context.set_url(text.href)
        for font, run in fonts.runs(text.text, text.weight):
            left, base = self.place.transform((x, text.y))
            if self.height is not None:
                base = self.height - base
            self.renderer.draw_text(
                context, left, base, run, _properties(str(font.path), text.size), 0, mtext=UNKERNED
            )
            x += fonts.text_width(run, text.size, text.weight)
        context.restore()


@lru_cache(maxsize=256)
def _rgb(colour: str) -> tuple[float, float, float]:
    return to_rgb(colour)


@lru_cache(maxsize=64)
def _properties(path: str, size: float) -> FontProperties:
    return FontProperties(fname=path, size=size)


def _path(shape: Shape) -> Path:
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for command, points in shape.commands:
        vertices += points or ((0.0, 0.0),)
        codes += map(int, CODES[command])
    return Path(vertices, codes)


def draw_scene(scene: Scene, theme: Theme, ax: Axes) -> dict[str, Artist]:
    """Put a scene on axes that it was laid out for; return its layers by name. The axes' x is the date.

    The x limits are matplotlib dates, so that a line or a mark of your own stands where it belongs.
    """
    ax.set_axis_off()
    ax.set_ylim(scene.height, 0)
    if scene.dates is not None:
        ax.set_xlim(*scene.dates)
    layers = {}
    for number, group in enumerate(scene.parts):
        layer = Layer(group, theme)
        layer.set_zorder(2 + number / 100)
        layers[group.role] = ax.add_artist(layer)
    return layers
