"""A film as what changes from frame to frame, for the formats that hold a picture and rectangles put on it.

They play for ever, so at the end the last frame dissolves into the first: there is no jump.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from figures.film.frames import Canvas, Converter, Rectangle, changed, frame_rgb
from figures.film.stage import Patch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.encode_segments import Tick
    from figures.film.playback import Playback
    from figures.film.stage import Stage

DISSOLVE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """A rectangle that changes at frame `first` and then stands for `frames`: its pixels before and after.

    `left` and `top` are even. The first delta of a film is the whole picture and has no before.
    """

    first: int
    frames: int
    left: int
    top: int
    before: NDArray[np.uint8] | None
    after: NDArray[np.uint8]

    @property
    def same(self) -> NDArray[np.bool_]:
        """Where nothing changes, as an array (height, width)."""
        if self.before is None:
            return np.zeros(self.after.shape[:2], np.bool_)
        return _same(self.before, self.after)


def dissolve_frames(playback: Playback) -> int:
    """Return how many frames the way back to the start takes."""
    return round(DISSOLVE_SECONDS * playback.fps)


def find_deltas(stage: Stage, playback: Playback, converter: Converter, tick: Tick) -> Iterator[Delta]:
    """Give what changes, in order, each with the number of frames until the next; `converter` gives one plane."""
    canvas = Canvas(converter.still(stage), converter)
    picture = canvas.planes[0]
    waiting: Delta | None = None
    shown: tuple[Patch, ...] = ()
    total = playback.frames + dissolve_frames(playback)
    for frame, patches in enumerate(_looped(stage, playback)):
        rectangle = _whole(picture) if waiting is None else changed(shown, patches)
        before = None if rectangle is None or waiting is None else _crop(picture, rectangle).copy()
        canvas.show(patches)
        shown = patches
        found = None if rectangle is None else _tight(frame, rectangle, before, _crop(picture, rectangle))
        if found is not None:
            if waiting is not None:
                yield replace(waiting, frames=frame - waiting.first)
            waiting = found
        tick(1)
    if waiting is not None:
        yield replace(waiting, frames=total - waiting.first)


def _looped(stage: Stage, playback: Playback) -> Iterator[tuple[Patch, ...]]:
    """Give the patches of each frame, then those of the way back to the first."""
    for frame in range(playback.frames):
        yield stage.paint(playback.moment(frame))
    start = playback.moment(0)
    first, last = (frame_rgb(stage, moment) for moment in (start, playback.moment(playback.frames - 1)))
    differs = ~_same(first, last)
    steps = dissolve_frames(playback)
    if not differs.any():
        yield from (stage.paint(start) for _ in range(steps))
        return
    left, top, right, bottom = _bounds(differs, even=True)
    one, other = (frame[top:bottom, left:right].astype(np.float32) for frame in (first, last))
    for step in range(1, steps + 1):
        at = step / (steps + 1)
        share = np.float32(at * at * (3 - 2 * at))
        mixed = (other + (one - other) * share + np.float32(0.5)).astype(np.uint8)
        yield (*stage.paint(start), Patch(left, top, mixed))


def _tight(
    frame: int, rectangle: Rectangle, before: NDArray[np.uint8] | None, after: NDArray[np.uint8]
) -> Delta | None:
    """Return a delta cut to what differs; None where nothing does."""
    left, top = rectangle[:2]
    if before is None:
        return Delta(frame, 0, left, top, None, after.copy())
    differs = ~_same(before, after)
    if not differs.any():
        return None
    x0, y0, x1, y1 = _bounds(differs, even=False)
    x0, y0 = x0 // 2 * 2, y0 // 2 * 2
    return Delta(frame, 0, left + x0, top + y0, before[y0:y1, x0:x1], after[y0:y1, x0:x1].copy())


def _same(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = one == other if one.ndim == 2 else one[..., 0] == other[..., 0]
    for channel in range(1, one.shape[2] if one.ndim > 2 else 1):
        same &= one[..., channel] == other[..., channel]
    return same


def _bounds(differs: NDArray[np.bool_], even: bool) -> Rectangle:
    """Return the smallest rectangle that holds all that differs, widened to even edges where asked."""
    rows, columns = (np.flatnonzero(differs.any(axis=axis)) for axis in (1, 0))
    left, top, right, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    if even:
        return left // 2 * 2, top // 2 * 2, right + right % 2, bottom + bottom % 2
    return left, top, right, bottom


def _whole(picture: NDArray[np.uint8]) -> Rectangle:
    return 0, 0, picture.shape[1], picture.shape[0]


def _crop(picture: NDArray[np.uint8], rectangle: Rectangle) -> NDArray[np.uint8]:
    left, top, right, bottom = rectangle
    return picture[top:bottom, left:right]
