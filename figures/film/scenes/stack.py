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
        self._meeting = tuple(self._near(rect) for rect in self.rects)
        self._patches = Kept(max(4 * len(self.sprites), 16))

    def _near(self, rect: Rect) -> tuple[int, ...]:
        return tuple(k for k, other in enumerate(self.sprites) if other.rect.meets(rect))

    def compose(self, rect: Rect, levels: Sequence[int], still: Pixels, under: Under | None = None) -> Pixels:
        """Return the pixels of a rectangle with all that stands there; `under` draws below the sprites."""
        return self._compose(rect, self._near(rect), levels, still, under)

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
                found.append(
                    self._patches.get(
                        key, lambda r=rect, n=near: patch(r, self._compose(r, n, levels, still, under))
                    )
                )
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
