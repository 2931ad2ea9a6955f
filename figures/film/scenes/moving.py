"""Small pictures that move: drawn once for each place within a pixel, and shifted by whole ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from figures.film.raster import Sprite, sprite
from figures.film.scenes.pieces import Kept

if TYPE_CHECKING:
    from figures.film.scenes.pieces import Look
    from figures.scene import Part

QUARTERS = 4
"""Places within a pixel that are told apart."""
_FAR = 128  # pixels from the page's corner to where a picture is drawn: more than any reaches
_PAGE = 1 << 16, 1 << 16


class Moving:
    """A picture that `draw` gives as parts at a place in pixels."""

    def __init__(self, look: Look, draw: Callable[[float, float], Sequence[Part]]) -> None:
        self._look, self._draw = look, draw
        self._made = Kept(QUARTERS * QUARTERS)

    def at(self, x: int, y: int) -> Sprite:
        """Return the picture at a place in quarters of a pixel."""
        within = x % QUARTERS, y % QUARTERS

        def make() -> Sprite:
            return sprite(self._draw(*(_FAR + each / QUARTERS for each in within)), self._look.theme, _PAGE)

        return self._made.get(within, make).moved(x // QUARTERS - _FAR, y // QUARTERS - _FAR)

    def along(self, x: int) -> Sprite:
        """Return a picture that has a height of its own at a place across, in quarters of a pixel."""
        return self.at(x, _FAR * QUARTERS)
