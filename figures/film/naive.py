"""A scene drawn as one would without this pipeline: matplotlib's own artists, all of them drawn anew each frame.

What the film's speed is measured against, and a second opinion on what its pixels show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import fonts
from figures.scene import Fade, Shape, Text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figures.film.scenes import SceneStage
    from figures.film.stage import Moment
    from figures.scene import Part
    from figures.theme import Theme

_CODES = {"M": (1,), "L": (2,), "C": (4, 4, 4), "Z": (79,)}  # of matplotlib.path.Path
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
DPI = 72


def naive_figure(stage: SceneStage) -> tuple[Figure, Axes]:
    """Return a figure of the stage's size with its still on it, for `draw_naively` to draw moments on."""
    from matplotlib.figure import Figure

    figure = Figure((stage.width / DPI, stage.height / DPI), DPI, facecolor=stage.look.theme.colour("paper"))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, stage.width)
    axes.set_ylim(stage.height, 0)
    _add(axes, stage.still_parts(), stage.look.theme)
    return figure, axes


def draw_naively(stage: SceneStage, axes: Axes, moment: Moment, before: Iterable[Any] = ()) -> list[Any]:
    """Put a moment on axes of `naive_figure` in the place of the artists that the last call returned."""
    for artist in before:
        artist.remove()
    shown: list[Any] = [
        axes.imshow(
            image.rgb,
            extent=(image.x, image.x + image.rgb.shape[1], image.y + image.rgb.shape[0], image.y),
            aspect="auto",
            interpolation="nearest",
        )
        for image in stage.images(moment)
    ]
    shown += _add(axes, stage.parts(moment), stage.look.theme)
    axes.set_xlim(0, stage.width)
    axes.set_ylim(stage.height, 0)
    return shown


def _add(axes: Axes, parts: Iterable[Part], theme: Theme) -> list[Any]:
    """Add matplotlib's own artist for each part."""
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    found: list[Any] = []
    for part in walk(tuple(parts)):
        if isinstance(part, Text):
            found.append(_text(axes, part, theme))
        elif isinstance(part, Shape):
            points = [point for _, given in part.commands for point in given or ((0.0, 0.0),)]
            codes = [code for name, _ in part.commands for code in _CODES[name]]
            patch = PathPatch(
                Path(points, codes),
                facecolor=theme.colour(part.fill) if part.fill else "none",
                edgecolor=theme.colour(part.stroke) if part.stroke else "none",
                linewidth=part.stroke_width if part.stroke else 0.0,
                linestyle=(0, part.dash) if part.dash else "solid",
                alpha=part.opacity,
            )
            found.append(axes.add_patch(patch))
        elif isinstance(part, Fade):
            strength = (part.start + part.end) / 2
            box = Rectangle((part.x, part.y), part.width, part.height, alpha=strength, linewidth=0)
            box.set_facecolor(theme.colour(part.fill))
            found.append(axes.add_patch(box))
    return found


def _text(axes: Axes, part: Text, theme: Theme) -> Any:
    return axes.text(
        part.x,
        part.y,
        part.text,
        fontsize=part.size,
        color=theme.colour(part.fill),
        ha=_ANCHORS[part.anchor],
        va="baseline",
        font=fonts.font_named(part.weight).path,
    )
