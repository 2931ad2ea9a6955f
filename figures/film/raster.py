"""Parts of a scene as pixels: sprites made once by Agg, and laid over one another in numpy.

A film's page is in pixels: one point of a scene is one pixel here. Everything is of uint8.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np

from figures.film.stage import Patch
from figures.scene import Group, Shape, Text, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from figures.scene import Part
    from figures.theme import Theme

    Pixels = NDArray[np.uint8]

LEVELS = 32
"""Steps from unseen to opaque: finer than the eye tells apart in a moving picture."""
_ONE = 1 << 8  # 255 * _ONE and the half that rounds are within 16 bits, which are mixed twice as fast as 32


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of whole pixels, its right and bottom not included."""

    x: int
    y: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width; nothing is in it at 0 or less."""
        return self.right - self.x

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.y

    def meets(self, other: Rect) -> bool:
        """Tell whether the two have a pixel in common."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def evened(self) -> Rect:
        """Return the smallest rectangle around it of even place and size."""
        return Rect(
            self.x - self.x % 2,
            self.y - self.y % 2,
            self.right + self.right % 2,
            self.bottom + self.bottom % 2,
        )

    def moved(self, x: int, y: int) -> Rect:
        """Return it shifted by whole pixels."""
        return Rect(self.x + x, self.y + y, self.right + x, self.bottom + y)

    def within(self, width: int, height: int) -> Rect:
        """Return what of it lies on a page."""
        return self.cut_to(Rect(0, 0, width, height))

    def cut_to(self, other: Rect) -> Rect:
        """Return what of it lies in another."""
        return Rect(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A picture with its own opacity, of (height, width, 3) both, standing at a fixed place of the page."""

    rect: Rect
    rgb: Pixels
    alpha: Pixels

    def moved(self, x: int, y: int) -> Sprite:
        """Return it shifted by whole pixels."""
        return Sprite(self.rect.moved(x, y), self.rgb, self.alpha)


class _Page:
    """What a layer asks of the axes that it stands on: a box of pixels, one to a point."""

    class figure:  # noqa: N801 - the name that artists look for
        """The resolution."""

        dpi = 72.0

    def __init__(self, rect: Rect) -> None:
        from matplotlib.transforms import Bbox

        self.box = Bbox.from_bounds(-rect.x, rect.bottom, 0.0, 0.0)

    def get_window_extent(self, renderer: Any = None) -> Any:
        """Return where the page's top left corner lies."""
        return self.box


def draw_parts(parts: Sequence[Part], rect: Rect, theme: Theme) -> tuple[Pixels, Pixels]:
    """Draw parts that stand in page pixels, as colours and their opacity, each of shape (h, w, 3).

    Each channel has the opacity anew: numpy then mixes whole rows in one go, which is several times as fast.
    """
    from matplotlib.backends.backend_agg import RendererAgg

    from figures.artists import Layer

    renderer = RendererAgg(rect.width, rect.height, 72.0)  # type: ignore[no-untyped-call]
    layer = Layer(Group("film", tuple(parts)), theme)
    layer.axes = _Page(rect)  # type: ignore[assignment]
    layer.draw(renderer)
    drawn = np.array(renderer.buffer_rgba())  # type: ignore[no-untyped-call]
    return np.ascontiguousarray(drawn[..., :3]), np.repeat(drawn[..., 3:], 3, axis=2)


def sprite(parts: Sequence[Part], theme: Theme, size: tuple[int, int]) -> Sprite:
    """Make a sprite of parts, as large as they are, cut at the edges of a page of `size`."""
    rect = bounds(parts).within(*size)
    rect = Rect(rect.x, rect.y, max(rect.right, rect.x + 1), max(rect.bottom, rect.y + 1))
    rgb, alpha = draw_parts(parts, rect, theme)
    return Sprite(rect, rgb, alpha)


def bounds(parts: Sequence[Part], room: float = 2.0) -> Rect:
    """Return the whole pixels that parts may touch."""
    from figures.fonts import text_width

    xs: list[float] = []
    ys: list[float] = []
    for part in walk(tuple(parts)):
        if isinstance(part, Text):
            width = text_width(part.text, part.size, part.weight)
            left = part.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[part.anchor]
            xs += (left, left + width)
            ys += (part.y - part.size, part.y + part.size * 0.3)
        elif isinstance(part, Shape):
            half = part.stroke_width if part.stroke else 0.0
            for _, points in part.commands:
                xs += (x + side for x, _ in points for side in (-half, half))
                ys += (y + side for _, y in points for side in (-half, half))
        elif not isinstance(part, Group):
            xs += (part.x, part.x + part.width)
            ys += (part.y, part.y + part.height)
    if not xs:
        return Rect(0, 0, 0, 0)
    return Rect(floor(min(xs) - room), floor(min(ys) - room), ceil(max(xs) + room), ceil(max(ys) + room))


def lay_over(pixels: Pixels, at: Rect, over: Sprite, level: int) -> None:
    """Lay a sprite at `level` of LEVELS over pixels that stand at `at`, in place, where the two meet."""
    x, y = max(at.x, over.rect.x), max(at.y, over.rect.y)
    right, bottom = min(at.right, over.rect.right), min(at.bottom, over.rect.bottom)
    if level <= 0 or right <= x or bottom <= y:
        return
    inner = slice(y - over.rect.y, bottom - over.rect.y), slice(x - over.rect.x, right - over.rect.x)
    target = pixels[y - at.y : bottom - at.y, x - at.x : right - at.x]
    blend(target, over.rgb[inner], over.alpha[inner], level)


def blend(target: Pixels, rgb: Pixels, alpha: Pixels, level: int = LEVELS) -> None:
    """Mix colours into a target in place, by `alpha` and by `level` of LEVELS, within one step of 255.

    All are of one shape.
    """
    share = np.multiply(alpha, min(level, LEVELS) * (_ONE // LEVELS), dtype=np.uint16)
    share += 127
    share //= 255
    found = rgb * share
    np.subtract(_ONE, share, out=share)
    share *= target
    found += share
    found += _ONE // 2
    found >>= 8
    target[...] = found


def around(*rects: Rect) -> Rect:
    """Return the smallest rectangle that holds all of these."""
    return Rect(
        min(rect.x for rect in rects),
        min(rect.y for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )


def cut(still: Pixels, rect: Rect) -> Pixels:
    """Return a copy of what a page shows in a rectangle."""
    return still[rect.y : rect.bottom, rect.x : rect.right].copy()


def patch(rect: Rect, pixels: Pixels) -> Patch:
    """Return finished pixels as a patch; nobody writes into them again."""
    pixels.flags.writeable = False
    return Patch(rect.x, rect.y, pixels)


def colour_of(theme: Theme, role: str) -> tuple[int, int, int]:
    """Return a role's colour as three bytes."""
    return rgb_of(theme.colour(role))


def rgb_of(text: str) -> tuple[int, int, int]:
    """Return the bytes of a colour written as #rrggbb."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(theme: Theme, first: str, second: str, share: float) -> str:
    """Return a colour between two roles, as #rrggbb: `share` 0 is the first, 1 the second."""
    a, b = colour_of(theme, first), colour_of(theme, second)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def is_dark(theme: Theme) -> bool:
    """Tell whether a theme's paper is dark."""
    return sum(colour_of(theme, "paper")) < 384
