"""Lines of figures that change from frame to frame: set from glyphs that are drawn once each."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from figures.film.raster import LEVELS, Rect, blend, colour_of, cut, draw_parts, patch
from figures.film.scenes.pieces import Kept
from figures.fonts import text_width
from figures.scene import Text

if TYPE_CHECKING:
    from figures.film.scenes.pieces import Look, Pixels
    from figures.film.stage import Patch
    from figures.scene import Weight

QUARTERS = 4
"""Places within a pixel at which a glyph may begin."""


class Line:
    """A line of text on plain paper, in pixels: x at its start, y its baseline, and room for `width`."""

    def __init__(
        self, look: Look, x: float, y: float, width: float, size: float, role: str = "ink", weight: Weight = "regular"
    ) -> None:
        self.look, self.x, self.y, self.size, self.role, self.weight = look, x, y, size, role, weight
        box = Rect(floor(x) - 2, floor(y - size * 0.95), ceil(x + width), ceil(y + size * 0.3) + 1)
        self.rect = box.evened().within(look.width, look.height)
        self._glyphs: dict[tuple[str, int, int], tuple[int, Pixels]] = {}
        self._patches = Kept(24)

    def paint(self, text: str, level: int, still: Pixels) -> tuple[Patch, ...]:
        """Return the line at `level` of LEVELS; nothing where there is nothing to see."""
        if not text or level <= 0:
            return ()
        return (self._patches.get((text, level), lambda: self._set(text, level, still)),)

    def parts(self, text: str, level: int) -> tuple[Text, ...]:
        """Return the line as text, in the colour that it has at its level."""
        if not text or level <= 0:
            return ()
        paper, ink = (colour_of(self.look.theme, role) for role in ("paper", self.role))
        shade = "#" + "".join(f"{round(p + (i - p) * level / LEVELS):02x}" for p, i in zip(paper, ink, strict=True))
        return (Text(self.x, self.y, text, self.size, shade, self.weight),)

    def _set(self, text: str, level: int, still: Pixels) -> Patch:
        pixels = cut(still, self.rect)
        darker = sum(colour_of(self.look.theme, self.role)) < sum(colour_of(self.look.theme, "paper"))
        lay = np.minimum if darker else np.maximum
        x = self.x - self.rect.x
        for character in text:
            place = round(x * QUARTERS)
            left, glyph = self._glyph(character, place % QUARTERS, level)
            start = place // QUARTERS + left
            target = pixels[:, max(start, 0) : start + glyph.shape[1]]
            if target.shape[1]:
                lay(target, glyph[:, : target.shape[1]], out=target)
            x += text_width(character, self.size, self.weight)
        return patch(self.rect, pixels)

    def _glyph(self, character: str, quarter: int, level: int) -> tuple[int, Pixels]:
        """Return a character on paper, and how far left of its place its pixels begin."""
        key = character, quarter, level
        if key not in self._glyphs:
            width = ceil(text_width(character, self.size, self.weight)) + 4
            rect = Rect(-2, 0, width, self.rect.height)
            text = Text(quarter / QUARTERS, self.y - self.rect.y, character, self.size, self.role, self.weight)
            rgb, alpha = draw_parts([text], rect, self.look.theme)
            pixels = np.empty_like(rgb)
            pixels[:] = colour_of(self.look.theme, "paper")
            blend(pixels, rgb, alpha, level)
            self._glyphs[key] = -2, pixels
        return self._glyphs[key]
