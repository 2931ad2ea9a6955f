"""The Sun over the landing site: a dial of its sky seen from the side, east at the left, with the height in words."""

from __future__ import annotations

from functools import partial
from math import cos, radians, sin
from typing import TYPE_CHECKING

from figures.film.raster import LEVELS, Rect, cut, lay_over, patch, sprite
from figures.film.scenes.lines import Line
from figures.film.scenes.moving import QUARTERS, Moving
from figures.film.scenes.pieces import BODY, SMALL, Kept, site_ring
from figures.fonts import text_width
from figures.scene import Shape, Text, circle, line
from figures.textfit import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Script
    from figures.film.stage import Patch
    from figures.scene import Part

State = tuple[int, int, int, int, str, int] | None


class Dial:
    """A round of sky over one site: the Sun stands as high on it as its elevation's sine, and is hollow by night."""

    def __init__(self, look: Look, box: Box, script: Script) -> None:
        unit = look.unit
        self.look, self.box, self.script = look, box, script
        self.tall = box.height > box.width * 0.8
        text = SMALL * unit
        if self.tall:
            self.radius = min((box.height - 84 * unit) / 2, box.width / 2 - 4 * unit, 92 * unit)
            self.x, self.y = box.x + self.radius + 2 * unit, box.y + 30 * unit + self.radius
            self.words_x, self.words_y = box.x, self.y + self.radius + 32 * unit
        else:
            words = text_width("Sun 88° above", BODY * unit)
            self.radius = min(
                box.height / 2 - 18 * unit, box.width * 0.2, (box.width - words - 26 * unit) / 2
            )
            self.x, self.y = box.x + self.radius + 2 * unit, box.y + 30 * unit + self.radius
            self.words_x, self.words_y = self.x + self.radius + 22 * unit, self.y + text * 0.1
        size = BODY * unit
        self.value = Line(look, self.words_x, self.words_y, box.right - self.words_x, size)
        self.below = Line(
            look, self.words_x, self.words_y + 24 * unit, box.right - self.words_x, text, "soft"
        )
        self._bases = Kept(8)
        self._suns = {
            by_day: Moving(look, partial(self._sun_shapes, by_day=by_day)) for by_day in (True, False)
        }
        self._patches = Kept(48)

    def still(self) -> Sequence[Part]:
        """Nothing: which site it is may change."""
        return ()

    def state(self, now: Now) -> State:
        """Return the site, its level, the Sun's place in quarters of a pixel, and the words with their level."""
        site, shown = self.script.site_at(now.film_s)
        level = round(LEVELS * shown)
        if now.mean is None or now.sky is None or site < 0 or not level:
            return None
        height, east = now.mean.sun[site]
        degrees = round(now.sky.sun_elevation_deg(site))
        x, y = (
            round((self.x - east * self.radius) * QUARTERS),
            round((self.y - height * self.radius) * QUARTERS),
        )
        words = f"{abs(degrees)}° {'below' if degrees < 0 else 'above'}" if degrees else "on the horizon"
        return site, level, x, y, words, min(level, round(LEVELS * (1.0 - now.hurry) / 4) * 4)

    def paint(self, state: State, still: Pixels) -> tuple[Patch, ...]:
        """Return the dial, the Sun on it, and its height in words."""
        if state is None:
            return ()
        site, level, x, y, words, clear = state
        base = self._patches.get((site, level), lambda: self._base(site, level, still))
        sun = self._patches.get(state[:4], lambda: self._sun(base, x, y, level))
        said = (self._value(words), "the horizon" if "horizon" not in words else "")
        lines = zip((self.value, self.below), said, strict=True)
        return base, sun, *(each for line, text in lines for each in line.paint(((text, clear),), still))

    @staticmethod
    def _value(words: str) -> str:
        return f"Sun {words}"

    def _base(self, site: int, level: int, still: Pixels) -> Patch:
        made = self._bases.get(site, lambda: sprite(self._dial(site), self.look.theme, self.look.size))
        rect = made.rect.evened().within(*self.look.size)
        pixels = cut(still, rect)
        lay_over(pixels, rect, made, level)
        return patch(rect, pixels)

    def _sun(self, base: Patch, x: int, y: int, level: int) -> Patch:
        """Return what is around the Sun: the dial with the Sun over it."""
        over = self._suns[y <= self.y * QUARTERS].at(x, y)
        whole = Rect(base.x, base.y, base.x + base.width, base.y + base.height)
        inner = over.rect.evened().cut_to(whole)
        pixels = base.rgb[
            inner.y - whole.y : inner.bottom - whole.y, inner.x - whole.x : inner.right - whole.x
        ].copy()
        lay_over(pixels, inner, over, level)
        return patch(inner, pixels)

    def _sun_shapes(self, x: float, y: float, by_day: bool) -> list[Shape]:
        unit = self.look.unit
        if by_day:
            return [circle(x, y, 7.5 * unit, fill="partial", stroke="paper", stroke_width=2.0 * unit)]
        return [circle(x, y, 6.0 * unit, fill="paper", stroke="quiet", stroke_width=1.6 * unit)]

    def _dial(self, site: int) -> list[Part]:
        """Return the round with its horizon and its heights, and the site's name behind its ring."""
        unit, x, y, r = self.look.unit, self.x, self.y, self.radius
        k = 0.5522847498307936 * r
        dome = Shape(
            (
                ("M", ((x - r, y),)),
                ("C", ((x - r, y - k), (x - k, y - r), (x, y - r))),
                ("C", ((x + k, y - r), (x + r, y - k), (x + r, y))),
                ("Z", ()),
            ),
            "faint",
        )
        parts: list[Part] = [dome, circle(x, y, r, stroke="quiet", stroke_width=1.0 * unit)]
        for degrees in (-60, -30, 30, 60):
            level = y - r * sin(radians(degrees))
            half = (r * r - (level - y) ** 2) ** 0.5
            parts.append(
                line((x + half - 6 * unit, level), (x + half, level), stroke="quiet", stroke_width=1.0 * unit)
            )
        parts.append(
            line((x - r - 6 * unit, y), (x + r + 6 * unit, y), stroke="soft", stroke_width=1.4 * unit)
        )
        size = SMALL * unit
        left = self.box.x + 9.0 * unit
        parts += site_ring(left, self.box.y + size * 0.62, 6.0 * unit, unit)
        place = self.script.sites[site]
        beyond = cos(radians(place.lat or 0.0)) * cos(radians(place.lon or 0.0)) < 0
        name = shorten(place.name + ", far side" * beyond, size, self.box.width - 26 * unit)
        parts.append(Text(left + 16 * unit, self.box.y + size * 0.95, name, size, "soft"))
        return parts

    def parts(self, state: State) -> Sequence[Part]:
        """Return the dial, the Sun and the words."""
        if state is None:
            return ()
        site, _, x, y, words, clear = state
        sun = self._sun_shapes(x / QUARTERS, y / QUARTERS, y <= self.y * QUARTERS)
        said = [*self.value.parts(((self._value(words), clear),))]
        if "horizon" not in words:
            said += self.below.parts((("the horizon", clear),))
        return [*self._dial(site), *sun, *said]

    def images(self, state: State) -> Sequence[Image]:
        """None."""
        return ()
