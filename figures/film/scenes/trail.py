"""The Moon's trail around the Earth: in tiles of the page, so that only those that it passes are painted."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, ceil, floor, hypot, pi
from typing import TYPE_CHECKING, Any

import numpy as np

from figures.film.raster import LEVELS, Rect, blend, colour_of, is_dark, lay_over, patch
from figures.film.scenes.pieces import Kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.raster import Sprite
    from figures.film.scenes.pieces import Look, Pixels
    from figures.film.scenes.stack import Stack
    from figures.film.sky_track import SkyTrack
    from figures.film.stage import Patch
    from figures.scene import Point

    Floats = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

NEAREST_KM, FARTHEST_KM = 356_375.0, 406_720.0
"""The closest and the farthest that the Moon comes from 1750 to 2125: Meeus, Sky and Telescope, August 1981."""
TRAIL_DAYS, TRAIL_STEPS = 11.0, 23
DAY_US = 86_400_000_000
TILE = 40
BINS = 1440  # directions from the Earth


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A square of the page, the marks there, and its pixels that the Moon can reach.

    `start` is where they begin among those of all tiles.
    """

    rect: Rect
    near: tuple[int, ...]
    pixels: Places
    start: int


class Trail:
    """The trail of a Moon around x, y on the page, where FARTHEST_KM are `ring` pixels, over the marks of a stack."""

    def __init__(self, look: Look, x: float, y: float, ring: float, track: SkyTrack, stack: Stack) -> None:
        self.look, self.x, self.y, self.ring, self.track, self.stack = look, x, y, ring, track, stack
        self.scale = ring / FARTHEST_KM
        self.role = "moon-lit" if is_dark(look.theme) else "moon-dark"
        self._bases = Kept(256)
        self._tiles = self._cut_tiles()
        most = max(len(tile.pixels) for tile in self._tiles)
        self._colour = np.full((most, 3), colour_of(look.theme, self.role), np.uint8)

    def paint(
        self, at: Point, hour: int, sure: int, dot: Sprite, shown: tuple[int, ...], still: Pixels
    ) -> list[Patch]:
        """Return the tiles that the trail and the Moon's `dot` touch, at `sure` of LEVELS.

        `at` is the Moon's place on the page, `hour` the time in half hours, `shown` the marks' levels.
        """
        strengths, widths, fars = self._along(*at, hour, sure)
        off = np.abs(self._fars - fars.take(self._phases))
        alpha = strengths.take(self._phases) * np.clip(widths.take(self._phases) - off, 0.0, 1.0)
        alphas = np.round(alpha).astype(np.uint8)
        passed = np.maximum.reduceat(alphas, [tile.start for tile in self._tiles]).tolist()
        found = []
        for number, tile in enumerate(self._tiles):
            touched = dot.rect.meets(tile.rect)
            if not passed[number] and not touched:
                continue
            key = number, *(shown[k] for k in tile.near)

            def base(rect: Rect = tile.rect) -> Pixels:
                return self.stack.compose(rect, shown, still)

            pixels = self._bases.get(key, base).copy()
            if passed[number]:
                own = alphas[tile.start : tile.start + len(tile.pixels)]
                seen = np.flatnonzero(own)
                flat, places = pixels.reshape(-1, 3), tile.pixels[seen]
                ink = flat[places]
                blend(ink, self._colour[: len(seen)], np.repeat(own[seen, None], 3, axis=1))
                flat[places] = ink
            if touched:
                lay_over(pixels, tile.rect, dot, sure)
            found.append(patch(tile.rect, pixels))
        return found

    def _along(self, x: float, y: float, hour: int, sure: int) -> tuple[Floats, Floats, Floats]:
        """Return by direction how strong the trail is, 0 to 200, how wide, and how far from the Earth, in pixels."""
        lags, kms = self.behind(x, y, hour)
        phase = atan2(y - self.y, self.x - x)
        behind = (phase - np.arange(BINS) * (2 * pi / BINS)) % (2 * pi)
        ahead = behind > 2 * pi - 0.02  # so that it begins under the Moon
        behind[ahead] = 0.0
        left = np.clip(1.0 - behind / lags[-1], 0.0, 1.0)
        widths = left * 1.6 * self.look.unit + 0.9
        strengths, fars = left**1.3 * (200.0 * sure / LEVELS), np.interp(behind, lags, kms) * self.scale
        return strengths.astype(np.float32), widths.astype(np.float32), fars.astype(np.float32)

    def behind(self, x: float, y: float, hour: int) -> tuple[Floats, Floats]:
        """Return how far behind the Moon in radians its trail was how many km away."""
        us = hour * DAY_US // 48
        phases, kms = self.track.path(us - np.linspace(0.0, TRAIL_DAYS, TRAIL_STEPS) * DAY_US)
        lags = np.maximum.accumulate((phases[0] - phases + 1e-9) % (2 * pi))
        kms[0] = hypot(x - self.x, y - self.y) / self.scale
        return lags, kms

    def _cut_tiles(self) -> list[Tile]:
        """Return the tiles of the page that the ring of distances passes through."""
        out = self.ring + 9 * self.look.unit
        inside = self.ring * NEAREST_KM / FARTHEST_KM - 9 * self.look.unit
        tile = 2 * ceil(TILE * max(self.look.unit, 0.5) / 2)
        found: list[Tile] = []
        phases, fars, start = [], [], 0
        left, top = (floor((middle - out) / 2) * 2 for middle in (self.x, self.y))
        for py in range(top, ceil(self.y + out), tile):
            for px in range(left, ceil(self.x + out), tile):
                rect = Rect(px, py, px + tile, py + tile).within(*self.look.size)
                rows, columns = np.mgrid[rect.y : rect.bottom, rect.x : rect.right] + 0.5
                far = np.hypot(columns - self.x, rows - self.y)
                on = np.flatnonzero((far < out) & (far > inside))
                if len(on):
                    turn = np.arctan2(rows - self.y, self.x - columns).ravel()[on]
                    phases.append(np.round(turn / (2 * pi) * BINS).astype(np.int32) % BINS)
                    fars.append(far.ravel()[on])
                    found.append(Tile(rect, self.stack.near(rect), on, start))
                    start += len(on)
        self._phases, self._fars = np.concatenate(phases), np.concatenate(fars).astype(np.float32)
        return found
