"""What a piece of a scene is, and what it may ask of the page that it stands on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from figures.scene import circle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from figures.film.scenes.now import Now
    from figures.film.stage import AnyPatch
    from figures.scene import Part, Shape
    from figures.theme import Theme

    Pixels = NDArray[np.uint8]

TITLE, LABEL, CLOCK, BODY, SMALL = 32.0, 27.0, 31.0, 18.0, 16.0
"""Sizes of type, in units; a frame of 720 lines has one pixel to the unit."""

T = TypeVar("T")


def site_ring(x: float, y: float, radius: float, unit: float) -> tuple[Shape, ...]:
    """Return the ring that stands for the site, on the Moon and beside its name: light, cased in dark."""
    return (
        circle(x, y, radius, stroke="#14181d", stroke_width=4.8 * unit),
        circle(x, y, radius, stroke="#ffffff", stroke_width=2.0 * unit),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """How a film looks: its colours, its size in pixels, and how many of them a unit has."""

    theme: Theme
    width: int
    height: int
    unit: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """Pixels that stand at a place of the page, for those who draw a moment in another way."""

    x: int
    y: int
    rgb: Pixels


class Piece(Protocol):
    """A part of the picture in boxes of its own.

    `state` is pure: all that can be seen of it at a moment, so finely as pixels show it. `paint` gives its
    patches, the same objects where the state is the same; `parts` and `images` say the state as shapes.
    """

    def still(self) -> Sequence[Part]:
        """Return what of it never changes."""

    def state(self, now: Now) -> Hashable:
        """Return what it shows at a moment."""

    def paint(self, state: Any, still: Pixels) -> tuple[AnyPatch, ...]:
        """Return what differs from the still."""

    def parts(self, state: Any) -> Sequence[Part]:
        """Return the same as shapes and texts."""

    def images(self, state: Any) -> Sequence[Image]:
        """Return what of it is no shape."""


class Kept:
    """The last things made, by what they were made of; the one longest out of use goes first."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of this key, or make it."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]  # type: ignore[no-any-return]
        made = self._made[key] = make()
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return made
