"""Sprites that stand over one another, each with its own level: any rectangle of them, whatever overlaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from figures.film.raster import Rect, Sprite, cut, lay_over, patch
from figures.film.scenes.pieces import Kept

if TYPE_CHECKING:
    from figures.film.scenes.pieces import Pixels
    from figures.film.stage import Patch

Under = Callable[["Pixels", Rect], None]


class Stack:
    """Sprites from back to front on a page of `size`; a patch of one shows all that meets it."""

    def __init__(self, sprites: Sequence[Sprite], size: tuple[int, int]) -> None:
        self.sprites = tuple(sprites)
        self.rects = tuple(each.rect.evened().within(*size) for each in sprites)
        self._meeting = tuple(self.near(rect) for rect in self.rects)
        self._patches = Kept(max(4 * len(self.sprites), 16))

    def near(self, rect: Rect) -> tuple[int, ...]:
        """Return which sprites meet a rectangle."""
        return tuple(k for k, other in enumerate(self.sprites) if other.rect.meets(rect))

    def compose(self, rect: Rect, levels: Sequence[int], still: Pixels, under: Under | None = None) -> Pixels:
        """Return the pixels of a rectangle with all that stands there; `under` draws below the sprites."""
        return self._compose(rect, self.near(rect), levels, still, under)

    def paint(
        self, levels: Sequence[int], still: Pixels, under: Under | None = None, edge: int = 0
    ) -> list[Patch]:
        """Return a patch of each sprite that can be seen; where `under` reaches to is at `edge`."""
        found = []
        for number, level in enumerate(levels):
            if level:
                rect = self.rects[number]
                near = self._meeting[number]
                key = number, min(max(edge, rect.x), rect.right), *(levels[k] for k in near)

                def make(rect: Rect = rect, near: tuple[int, ...] = near) -> Patch:
                    return patch(rect, self._compose(rect, near, levels, still, under))

                found.append(self._patches.get(key, make))
        return found

    def _compose(
        self, rect: Rect, near: Sequence[int], levels: Sequence[int], still: Pixels, under: Under | None
    ) -> Pixels:
        pixels = cut(still, rect)
        if under is not None:
            under(pixels, rect)
        for number in near:
            lay_over(pixels, rect, self.sprites[number], levels[number])
        return pixels
