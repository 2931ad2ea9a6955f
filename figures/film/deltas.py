"""A film as what changes from frame to frame, for the formats that hold a picture and rectangles put on it.

They play for ever, so at the end the last frame dissolves into the first: there is no jump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from figures.film.frames import Canvas, Converter, Rectangle, changed, frame_rgb
from figures.film.stage import AnyPatch, Patch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.encode_segments import Tick
    from figures.film.playback import Playback
    from figures.film.stage import Stage

DISSOLVE_SECONDS = 0.5
_DISSOLVE_FPS = 15  # whole pictures are large, and so few are smooth enough


Same = Callable[["NDArray[np.uint8]", "NDArray[np.uint8]"], "NDArray[np.bool_]"]
"""Tells where pixels that are shown will do for those that are wanted, as an array (height, width)."""


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """A rectangle that changes at frame `first` and then stands for `frames`: its pixels, and which differ.

    `left` and `top` are even. The first delta of a film is the whole picture, and has no `differs`.
    """

    first: int
    frames: int
    left: int
    top: int
    pixels: NDArray[np.uint8]
    differs: NDArray[np.bool_] | None = None


def dissolve_frames(playback: Playback) -> int:
    """Return how many frames the way back to the start takes."""
    return round(DISSOLVE_SECONDS * playback.fps)


def same_pixels(shown: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where two pictures (height, width, 3) are the same."""
    same: NDArray[np.bool_] = shown[..., 0] == wanted[..., 0]
    for channel in (1, 2):
        same &= shown[..., channel] == wanted[..., channel]
    return same


def find_deltas(
    stage: Stage, playback: Playback, converter: Converter, tick: Tick, same: Same = same_pixels
) -> Iterator[Delta]:
    """Give what changes, in order, each with the number of frames until the next; `converter` gives one plane."""
    canvas = Canvas(converter.still(stage), converter)
    wanted = canvas.planes[0]
    seen = wanted.copy()  # what is shown, which is what is wanted but for what will do
    waiting: Delta | None = None
    before: tuple[AnyPatch, ...] = ()
    for frame, patches in enumerate(_looped(stage, playback)):
        rectangle = changed(before, patches)
        canvas.show(patches)
        before = patches
        if waiting is None:
            seen[...] = wanted
            waiting = Delta(frame, 0, 0, 0, wanted.copy())
        elif rectangle is not None and (found := _delta(frame, rectangle, seen, wanted, same)):
            yield replace(waiting, frames=frame - waiting.first)
            waiting = found
        tick(1)
    if waiting is not None:
        total = playback.frames + dissolve_frames(playback)
        yield replace(waiting, frames=total - waiting.first)


def _delta(
    frame: int, rectangle: Rectangle, seen: NDArray[np.uint8], wanted: NDArray[np.uint8], same: Same
) -> Delta | None:
    """Return what differs within a rectangle, and have it seen; None where nothing does."""
    differs = ~same(_crop(seen, rectangle), _crop(wanted, rectangle))
    if not differs.any():
        return None
    x0, y0, x1, y1 = _bounds(differs)
    left, top = rectangle[0] + x0, rectangle[1] + y0
    tight = left, top, left + x1 - x0, top + y1 - y0
    pixels, where = _crop(wanted, tight).copy(), differs[y0:y1, x0:x1]
    np.copyto(_crop(seen, tight), pixels, where=where if pixels.ndim == 2 else where[..., None])
    return Delta(frame, 0, left, top, pixels, where)


def _looped(stage: Stage, playback: Playback) -> Iterator[tuple[AnyPatch, ...]]:
    """Give the patches of each frame, then those of the way back to the first."""
    for frame in range(playback.frames):
        yield stage.paint(playback.moment(frame))
    start = playback.moment(0)
    first, last = (frame_rgb(stage, moment) for moment in (start, playback.moment(playback.frames - 1)))
    differs = ~same_pixels(first, last)
    steps = dissolve_frames(playback)
    if not differs.any():
        yield from (stage.paint(start) for _ in range(steps))
        return
    left, top, right, bottom = _bounds(differs)
    right, bottom = right + right % 2, bottom + bottom % 2
    one, other = (frame[top:bottom, left:right].astype(np.float32) for frame in (first, last))
    each = max(round(playback.fps / _DISSOLVE_FPS), 1)
    for step in range(0, steps, each):
        at = (step + 1) / (steps + 1)
        share = np.float32(at * at * (3 - 2 * at))
        mixed = (other + (one - other) * share + np.float32(0.5)).astype(np.uint8)
        patches = (*stage.paint(start), Patch(left, top, mixed))
        yield from repeat(patches, min(each, steps - step))


def _bounds(differs: NDArray[np.bool_]) -> Rectangle:
    """Return the smallest rectangle with its left and top even that holds all that differs."""
    rows, columns = (np.flatnonzero(differs.any(axis=axis)) for axis in (1, 0))
    return int(columns[0]) // 2 * 2, int(rows[0]) // 2 * 2, int(columns[-1]) + 1, int(rows[-1]) + 1


def _crop(picture: NDArray[np.uint8], rectangle: Rectangle) -> NDArray[np.uint8]:
    left, top, right, bottom = rectangle
    return picture[top:bottom, left:right]
