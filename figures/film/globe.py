"""The Moon's face as pixels: a sphere seen from afar, turned by its libration and lit from where the Sun stands.

One face of 440 pixels takes about 0.9 ms. Directions and the page are those of `figures.moonmap`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from figures.film.albedo import REACH, albedo_map
from figures.film.raster import is_dark, mixed, rgb_of
from figures.film.stage import Colours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.maria import Vector
    from figures.theme import Theme

SHADES: Final = 128  # of the ground
LIGHTS: Final = 256
INNER: Final = SHADES * LIGHTS
"""Colours of the ground, by light and shade; those around the limb follow, and the paper's is the last."""
COARSER: Final = 8, 4  # steps of light and of shade that are one around the limb
LIMB_STEPS: Final = 32
LIMB_IN, LIMB_OUT = -2.1, 0.5
"""Pixels from the limb between which the rim is drawn and the edge is laid on the paper."""
_AROUND: Final = INNER // (COARSER[0] * COARSER[1])  # colours at one distance from the limb
PAPER: Final = INNER + LIMB_STEPS * _AROUND - 1

COSINES: Final = 2048  # at which light is tabulated
SOFT_STEPS: Final = 32
_GAMMA: Final = 0.42  # of the Sun's height's sine: how evenly a dusty ball is lit

CHUNK: Final = 1 << 14
"""Pixels at a time: what fits the processor's cache, and is too little to be shared out among threads."""
MIRRORS: Final = (1, 1), (-1, 1), (1, -1), (-1, -1)
"""Which way the four quarters of a disc go from its middle: right and down, as the page has it."""
_SIGNS: Final = np.array([(right, down, 1) for right, down in MIRRORS], np.float32)
FINENESS: Final = 1.6
"""Of the map: 0.8 of its pixels to one of the face in its middle, more at the limb. It is read at random: a finer one
leaves the processor's cache."""
_MOST_SIDE: Final = 4096


@dataclass(frozen=True, slots=True)
class Face:
    """Which way the Moon is turned, and how it is lit: unit vectors in its own frame.

    `right`, `up` and `out` are where the page's directions point to; `sun` is shorter than 1 where it is a mean.
    `earthshine` is 0 to 1, as the lit share of the Earth.
    """

    right: Vector
    up: Vector
    out: Vector
    sun: Vector
    earthshine: float = 0.0

    def see(self, point: Vector) -> tuple[float, float, float]:
        """Return where a point of the unit sphere stands: right, up and towards the viewer."""
        right, up, out = (
            sum(a * b for a, b in zip(way, point, strict=True)) for way in (self.right, self.up, self.out)
        )
        return right, up, out


def face_of(subearth: Vector, subsolar: Vector, axis: tuple[float, float], fraction: float = 1.0) -> Face:
    """Return the face with `subearth` in the middle, and the pole turned by the angle of this cosine and sine."""
    length = sqrt(sum(each * each for each in subearth)) or 1.0
    x, y, z = (each / length for each in subearth)
    flat = hypot(x, y) or 1.0
    east = (-y / flat, x / flat, 0.0)
    north = (-z * x / flat, -z * y / flat, flat)
    turn = hypot(*axis) or 1.0
    c, s = axis[0] / turn, axis[1] / turn
    right = (c * east[0] - s * north[0], c * east[1] - s * north[1], -s * north[2])
    up = (s * east[0] + c * north[0], s * east[1] + c * north[1], c * north[2])
    return Face(right, up, (x, y, z), subsolar, 1.0 - fraction)


class Globe:
    """A painter of faces of one size: `radius` in pixels, on a square of `side` pixels, the middle in its middle.

    A face is painted as numbers of the `colours`: light and shade inside, and around the limb these
    two more coarsely with how far from the limb a pixel is.
    """

    def __init__(self, radius: float, theme: Theme) -> None:
        self.radius = radius
        self.side = 2 * ceil(radius + 1.5)
        self.colours = _numbered(theme)
        across = ((np.arange(self.side) + 0.5 - self.side / 2) / radius).astype(np.float32)
        x, y = np.meshgrid(across, -across)
        apart = np.hypot(x, y)
        shrink = np.minimum(1.0, 1.0 / np.maximum(apart, 1e-9))  # past the limb as on it
        x, y = x * shrink, y * shrink
        z = np.sqrt(np.maximum(1.0 - x * x - y * y, 0.0))
        out = (apart - 1.0) * radius
        seen = out < LIMB_OUT
        self._bands = _bands(np.stack([x, y, z]), seen)
        drawn = np.zeros((self.side, self.side), bool)
        for quarters, _ in self._bands:
            for quarter in quarters:
                drawn[quarter] = True
        self._outside = np.flatnonzero(drawn & ~seen)
        self._limb = np.flatnonzero(seen & (out > LIMB_IN))
        steps = np.floor((out.ravel()[self._limb] - LIMB_IN) / (LIMB_OUT - LIMB_IN) * LIMB_STEPS)
        self._limb_steps = (INNER + np.clip(steps, 0, LIMB_STEPS - 1) * _AROUND).astype(np.uint16)
        texture_side = min(ceil(2.0 * REACH * radius * FINENESS), _MOST_SIDE)
        self._texture = albedo_map(texture_side, SHADES).ravel()
        self._texture_side = texture_side

    def paint(self, face: Face) -> NDArray[np.uint16]:
        """Return the face on the paper's colour, as numbers of its colours, of shape (side, side)."""
        found = np.full((self.side, self.side), PAPER, np.uint16)
        turned, table = self._turned(face), self._light(face)
        half = np.float32(self._texture_side / 2.0)
        for quarters, normals in self._bands:
            place = (turned @ normals).reshape(4, -1)
            place[0] += np.float32(1.0)
            place[1:3] /= place[0]
            place[1:3] += half
            column, row, light = place[1:].astype(np.int32)
            row *= self._texture_side
            row += column
            light += COSINES // 2
            colour = table.take(light, mode="clip")
            colour += self._texture.take(row, mode="clip")
            for quarter, colours in zip(quarters, colour.reshape(4, -1), strict=True):
                target = found[quarter]
                target[...] = colours.reshape(target.shape)
        numbers = found.reshape(-1)
        numbers[self._outside] = PAPER
        inner = numbers[self._limb]
        numbers[self._limb] = _around(inner) + self._limb_steps
        return found

    def _turned(self, face: Face) -> NDArray[np.float32]:
        """Return what makes of a pixel's normal its place on the Moon, across the map, and the light's cosine.

        Four rows for each of these, as four pixels have this normal, but for its signs: those of MIRRORS.
        """
        scale = self._texture_side / (2.0 * REACH)
        ways = (face.right, face.up, face.out)
        depth, across, along = ([way[k] for way in ways] for k in range(3))
        sun = [each * (COSINES / 2 - 1) for each in face.see(face.sun)]
        rows = np.array([depth, np.multiply(across, scale), np.multiply(along, -scale), sun], np.float32)
        return (rows[:, None] * _SIGNS).reshape(16, 3)

    def _light(self, face: Face) -> NDArray[np.uint16]:
        blur = sqrt(max(1.0 - sum(each * each for each in face.sun), 0.0))
        return _light_table(round(blur * SOFT_STEPS), round(face.earthshine * SOFT_STEPS))


def _around(inner: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the numbers of colours around the limb from those of the same shade and light inside."""
    light, shade = inner // SHADES, inner % SHADES
    return np.asarray(light // COARSER[0] * (SHADES // COARSER[1]) + shade // COARSER[1])


Place = tuple[slice, slice]


def _bands(
    normals: NDArray[np.float32], seen: NDArray[np.bool_]
) -> list[tuple[tuple[Place, ...], NDArray[np.float32]]]:
    """Return the lower right quarter of a disc in bands of rows, each as wide as the disc is there.

    Each comes with its place in the four quarters, mirrored as MIRRORS has them. Four bands have about CHUNK pixels.
    """
    found = []
    half = len(seen) // 2
    height = max(CHUNK // (4 * half), 1)
    for top in range(0, half, height):
        bottom = min(top + height, half)
        columns = np.flatnonzero(seen[half + top : half + bottom, half:].any(axis=0))
        if not len(columns):
            break
        width = int(columns[-1]) + 1
        quarters = tuple(
            (_mirrored(half, top, bottom, down), _mirrored(half, 0, width, right)) for right, down in MIRRORS
        )
        own = normals[:, half + top : half + bottom, half : half + width]
        found.append((quarters, np.ascontiguousarray(own).reshape(3, -1)))
    return found


def _mirrored(half: int, start: int, end: int, sign: int) -> slice:
    """Return pixels from the middle onwards, or in the same order from the middle back."""
    if sign > 0:
        return slice(half + start, half + end)
    stop = half - 1 - end
    return slice(half - 1 - start, stop if stop >= 0 else None, -1)


@lru_cache(maxsize=256)
def _light_table(blur: int, earthshine: int) -> NDArray[np.uint16]:
    """Return the number of the light's darkest colour by the sine of the Sun's height from -1 to 1.

    `blur` of SOFT_STEPS is how far the Sun goes around the mean that it is: the light is a mean over that.
    """
    one = COSINES // 2 - 1
    day = np.zeros(COSINES)
    for side in np.cos((np.arange(16) + 0.5) * np.pi / 16) * (blur / SOFT_STEPS):
        first = one + round(float(side) * one)
        day += _day()[first : first + COSINES] / 16
    night = 0.008 + 0.05 * earthshine / SOFT_STEPS
    return np.asarray(np.round((LIGHTS - 1) * (night + (1.0 - night) * day)) * SHADES, np.uint16)


@lru_cache(maxsize=1)
def _day() -> NDArray[np.float64]:
    """Return the light of day by the sine of the Sun's height from -2 to 2, in steps as `_light_table` has them."""
    one = COSINES // 2 - 1
    return np.asarray(np.clip(np.arange(-2 * one - 1, 2 * one + 2) / one, 0.0, 1.0) ** _GAMMA)


def _numbered(theme: Theme) -> Colours:
    """Return the colours by light and shade, then those around the limb, from within to the paper's."""
    inner = _ground(theme)
    near = inner[COARSER[0] // 2 :: COARSER[0], COARSER[1] // 2 :: COARSER[1]].reshape(-1, 3)
    rim, paper = (np.array(rgb_of(theme.colour(role)), float) for role in ("moon-rim", "paper"))
    found = [inner.reshape(-1, 3)]
    for step in range(LIMB_STEPS - 1):
        out = LIMB_IN + (step + 0.5) * (LIMB_OUT - LIMB_IN) / LIMB_STEPS
        share = 0.35 * min(max(1.5 - abs(out + 0.6), 0.0), 1.0)
        cover = min(max(0.5 - out, 0.0), 1.0)
        found.append(paper + (near + (rim - near) * share - paper) * cover)
    found.append(np.broadcast_to(paper, near.shape))
    return Colours(np.round(np.concatenate(found)).astype(np.uint8))


def _ground(theme: Theme) -> NDArray[np.float64]:
    """Return the colours of the ground, of shape (LIGHTS, SHADES, 3), 0 to 255."""
    night = np.array(rgb_of(mixed(theme, "paper", "moon-dark", 0.3 if is_dark(theme) else 1.0)), float)
    lit = np.array(rgb_of(theme.colour("moon-lit")), float)
    cool = np.array([0.96, 0.985, 1.03])  # maria are a little bluer than the highlands
    shade = np.linspace(0.0, 1.0, SHADES)[None, :, None]
    light = np.linspace(0.0, 1.0, LIGHTS)[:, None, None]
    day = lit * shade * (cool + (1.0 - cool) * shade)
    return np.clip(night * (0.8 + 0.3 * shade) * (1 - light) + day * light, 0, 255)
