"""Lines of figures that change from frame to frame: set from glyphs that are drawn once each."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from figures.film.raster import LEVELS, Rect, blend, colour_of, cut, draw_parts, is_dark, patch
from figures.film.scenes.pieces import Kept
from figures.fonts import text_width
from figures.scene import Text

if TYPE_CHECKING:
    from figures.film.scenes.pieces import Look, Pixels
    from figures.film.stage import Patch
    from figures.scene import Weight

QUARTERS = 4
"""Places within a pixel at which a glyph may begin."""
ROOM = 2
"""Pixels around a glyph's own width, for what it has beyond."""

Said = tuple[tuple[str, int], ...]
"""What a line says: texts one after the other, each with its level of LEVELS."""


class Line:
    """A line of text on plain paper, in pixels: x at its start, y its baseline, and room for `width`.

    With `to_end` it ends where its room ends.
    """

    def __init__(
        self,
        look: Look,
        x: float,
        y: float,
        width: float,
        size: float,
        role: str = "ink",
        weight: Weight = "regular",
        to_end: bool = False,
    ) -> None:
        self.look, self.x, self.y, self.size, self.role, self.weight = look, x, y, size, role, weight
        self.end = x + width if to_end else None
        box = Rect(floor(x) - 2, floor(y - size * 0.95), ceil(x + width), ceil(y + size * 0.3) + 1)
        self.rect = box.evened().within(look.width, look.height)
        self._glyphs: dict[tuple[str, int, int], Pixels] = {}
        self._inks: dict[tuple[str, int], tuple[Pixels, Pixels]] = {}
        self._widths: dict[str, float] = {}
        self._patches = Kept(24)

    def paint(self, said: Said, still: Pixels) -> tuple[Patch, ...]:
        """Return the line as a patch; nothing where there is nothing to see."""
        if not any(text and level > 0 for text, level in said):
            return ()
        return (self._patches.get(said, lambda: self._set(said, still)),)

    def parts(self, said: Said) -> tuple[Text, ...]:
        """Return the line as texts, each in the colour that it has at its level."""
        paper, ink = (colour_of(self.look.theme, role) for role in ("paper", self.role))
        found, x = [], self._start(said)
        for text, level in said:
            shade = [round(p + (i - p) * level / LEVELS) for p, i in zip(paper, ink, strict=True)]
            colour = "#" + "".join(f"{each:02x}" for each in shade)
            if text and level > 0:
                found.append(Text(x, self.y, text, self.size, colour, self.weight))
            x += text_width(text, self.size, self.weight)
        return tuple(found)

    def _set(self, said: Said, still: Pixels) -> Patch:
        start = self._start(said)
        whole = sum(self._width(each) for text, _ in said for each in text)
        box = Rect(floor(start) - ROOM, self.rect.y, ceil(start + whole) + ROOM, self.rect.bottom).evened()
        rect = Rect(max(box.x, self.rect.x), box.y, min(box.right, self.rect.right), box.bottom)
        pixels = cut(still, rect)
        lay = np.maximum if is_dark(self.look.theme) else np.minimum
        x = start - rect.x
        for character, level in ((each, level) for text, level in said for each in text):
            if level > 0 and character != " ":
                place = round(x * QUARTERS)
                glyph = self._glyph(character, place % QUARTERS, level)
                start = place // QUARTERS - ROOM
                target = pixels[:, max(start, 0) : max(start + glyph.shape[1], 0)]
                lay(target, glyph[:, max(-start, 0) : max(-start, 0) + target.shape[1]], out=target)
            x += self._width(character)
        return patch(rect, pixels)

    def _start(self, said: Said) -> float:
        if self.end is None:
            return self.x
        return self.end - sum(self._width(each) for text, _ in said for each in text)

    def _width(self, character: str) -> float:
        if character not in self._widths:
            self._widths[character] = text_width(character, self.size, self.weight)
        return self._widths[character]

    def _glyph(self, character: str, quarter: int, level: int) -> Pixels:
        """Return a character on paper; its place is ROOM pixels right of its left edge."""
        key = character, quarter, level
        if key not in self._glyphs:
            rgb, alpha = self._drawn(character, quarter)
            pixels = np.empty_like(rgb)
            pixels[:] = colour_of(self.look.theme, "paper")
            blend(pixels, rgb, alpha, level)
            self._glyphs[key] = pixels
        return self._glyphs[key]

    def _drawn(self, character: str, quarter: int) -> tuple[Pixels, Pixels]:
        key = character, quarter
        if key not in self._inks:
            rect = Rect(-ROOM, 0, ceil(self._width(character)) + ROOM + 1, self.rect.height)
            x, y = quarter / QUARTERS, self.y - self.rect.y
            text = Text(x, y, character, self.size, self.role, self.weight)
            self._inks[key] = draw_parts([text], rect, self.look.theme)
        return self._inks[key]
