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


MANY = 64
"""Sprites from which on patches are squares of the page: their number is then bounded, whatever there is."""
SQUARE = 64, 32


class Stack:
    """Sprites from back to front on a page of `size`; a patch shows all that stands in its rectangle."""

    def __init__(self, sprites: Sequence[Sprite], size: tuple[int, int]) -> None:
        self.sprites = tuple(sprites)
        own = [each.rect.evened().within(*size) for each in sprites]
        if len(own) <= MANY:
            self._places = [(rect, self.near(rect)) for rect in own]
        else:
            self._places = _squares([each.rect for each in sprites], size)
        self._patches = Kept(max(4 * len(self._places), 16))

    def near(self, rect: Rect) -> tuple[int, ...]:
        """Return which sprites meet a rectangle."""
        return tuple(k for k, other in enumerate(self.sprites) if other.rect.meets(rect))

    def compose(self, rect: Rect, levels: Sequence[int], still: Pixels, under: Under | None = None) -> Pixels:
        """Return the pixels of a rectangle with all that stands there; `under` draws below the sprites."""
        return self._compose(rect, self.near(rect), levels, still, under)

    def paint(
        self, levels: Sequence[int], still: Pixels, under: Under | None = None, reach: Rect | None = None
    ) -> list[Patch]:
        """Return patches of all sprites that can be seen; `under` draws all of `reach` and nothing else."""
        found = []
        for number, (rect, near) in enumerate(self._places):
            if any(levels[k] for k in near):
                edge = min(max(reach.right, rect.x), rect.right) if reach and reach.meets(rect) else rect.x
                key = number, edge, *(levels[k] for k in near)

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


def _squares(rects: Sequence[Rect], size: tuple[int, int]) -> list[tuple[Rect, tuple[int, ...]]]:
    """Return the squares of the page in which anything stands, with the numbers of what stands there."""
    width, height = SQUARE
    found: dict[tuple[int, int], list[int]] = {}
    for number, each in enumerate(rects):
        shown = each.within(*size)
        for row in range(shown.y // height, -(-shown.bottom // height)):
            for column in range(shown.x // width, -(-shown.right // width)):
                found.setdefault((row, column), []).append(number)
    return [
        (
            Rect(column * width, row * height, (column + 1) * width, (row + 1) * height).within(*size),
            tuple(members),
        )
        for (row, column), members in sorted(found.items())
    ]
