"""What stands between the scenes and the pipeline: a stage paints moments, and knows nothing of files.

A frame of a film is the stage's `still` with the patches of its moment pasted in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import uint8
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

    def paint(self, moment: Moment) -> tuple[Patch, ...]:
        """Return what differs from the still at a moment, in the order to paste it."""
