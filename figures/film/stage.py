"""What stands between the scenes and the pipeline: a stage paints moments, and knows nothing of files.

A frame of a film is the stage's `still` with the patches of its moment pasted in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy import uint8, uint16
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the film and of the mission: `us` in microseconds UTC since 1970, `film_s` from the start."""

    us: int
    film_s: float
    frame: int


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Patch:
    """An opaque, finished rectangle of a frame, in pixels from the top left; x, y, height and width are even.

    `rgb` is an array of (height, width, 3). The same object given again is converted only once.
    """

    x: int
    y: int
    rgb: NDArray[uint8]

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.rgb.shape[0])


class Colours:
    """Colours by their number: `rgb` is an array of (numbers, 3). Raises ValueError for more than 65,536."""

    def __init__(self, rgb: NDArray[uint8]) -> None:
        if len(rgb) > 1 << 16:
            raise ValueError(f"{len(rgb)} colours have no numbers of 16 bits")
        self.rgb = rgb

    @cached_property
    def _whole(self) -> NDArray[np.uint32]:
        """The colours as one number of four bytes each, which are taken three times as fast."""
        return np.pad(self.rgb, ((0, 0), (0, 1))).view(np.uint32).ravel()

    def rgb_of(self, numbers: NDArray[uint16]) -> NDArray[uint8]:
        """Return the colours (height, width, 3) of numbers (height, width)."""
        return self._whole.take(numbers, mode="clip").view(np.uint8).reshape(*numbers.shape, 4)[..., :3]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class IndexedPatch:
    """A patch as the numbers (height, width) of its colours: less to paint and to convert."""

    x: int
    y: int
    numbers: NDArray[uint16]
    colours: Colours

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return int(self.numbers.shape[1])

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.numbers.shape[0])

    @property
    def rgb(self) -> NDArray[uint8]:
        """Its pixels, looked up anew each time."""
        return self.colours.rgb_of(self.numbers)


AnyPatch = Patch | IndexedPatch


class Stage(Protocol):
    """A scene ready to be played: `still` (height, width, 3) never changes, `paint` tells what differs from it.

    `paint` is pure: any moment, in any order, gives the same pixels. Width and height are even.
    """

    @property
    def width(self) -> int:
        """The width of a frame in pixels."""

    @property
    def height(self) -> int:
        """The height of a frame in pixels."""

    @property
    def still(self) -> NDArray[uint8]:
        """The part of the frame that never changes."""

    def paint(self, moment: Moment) -> tuple[AnyPatch, ...]:
        """Return what differs from the still at a moment, in the order to paste it."""
