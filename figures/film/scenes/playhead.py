"""The playhead of a strip: a line through its lanes, under all that is written, and a knob on the axis, over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures.film.scenes.moving import Moving
from figures.scene import circle, line

if TYPE_CHECKING:
    from figures.film.raster import Sprite
    from figures.film.scenes.pieces import Look
    from figures.scene import Shape


class Playhead:
    """The playhead of an axis at height `y` in pixels, its line from `top` down, as strong as `opacity`."""

    def __init__(self, look: Look, y: float, top: float, opacity: float) -> None:
        self.look, self.y, self.top, self.opacity = look, y, top, opacity
        # both stand at their own height: only their x is asked for
        self._line = Moving(look, lambda x, _: [self.line(x)])
        self._knob = Moving(look, lambda x, _: [self.knob(x)])

    def sprites(self, head: int) -> tuple[Sprite, Sprite]:
        """Return the line and the knob at a place along the axis in quarters of a pixel."""
        return self._line.along(head), self._knob.along(head)

    def line(self, x: float) -> Shape:
        """Return the line."""
        unit = self.look.unit
        ends = (x, self.top), (x, self.y + 9 * unit)
        return line(*ends, stroke="now", stroke_width=1.6 * unit, opacity=self.opacity)

    def knob(self, x: float) -> Shape:
        """Return the knob."""
        unit = self.look.unit
        return circle(x, self.y, 5.0 * unit, fill="now", stroke="paper", stroke_width=2.0 * unit)
