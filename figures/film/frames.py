"""Frames as arrays: one alone, or one after another with only what changed put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from figures.film.stage import AnyPatch, Colours, IndexedPatch, Moment, Patch, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Planes = tuple[NDArray[np.uint8], ...]

SIZES = {"720p": (1280, 720), "1080p": (1920, 1080), "square": (1080, 1080), "vertical": (1080, 1920)}
SMALLEST, LARGEST = 240, 4096


def frame_size(size: str) -> tuple[int, int]:
    """Return width and height in pixels of a size by name or of `WxH`; raises ValueError that says the mend."""
    if size in SIZES:
        return SIZES[size]
    width, cross, height = size.lower().replace("×", "x").partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise ValueError(
            f"unknown size {size!r} (one of {', '.join(SIZES)}, or WxH in pixels such as 1280x720)"
        )
    sides = int(width), int(height)
    if not all(SMALLEST <= side <= LARGEST for side in sides):
        raise ValueError(f"the size {size!r} is out of reach ({SMALLEST} to {LARGEST} pixels a side)")
    if any(side % 2 for side in sides):
        near = "x".join(str(side + side % 2) for side in sides)
        raise ValueError(f"the size {size!r} has an odd side, which video cannot hold (such as {near})")
    return sides


def frame_rgb(stage: Stage, moment: Moment) -> NDArray[np.uint8]:
    """Return one frame, drawn alone: an array (height, width, 3)."""
    frame = stage.still.copy()
    for patch in stage.paint(moment):
        frame[patch.y : patch.y + patch.height, patch.x : patch.x + patch.width] = patch.rgb
    return frame


def as_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """Return an image as the one plane that it is."""
    return (rgb,)


_SMALL = 1 << 14  # pixels up to which a patch is converted together with others


class Converter:
    """Turns a stage's still and its patches into planes, each patch object once for as long as it is kept.

    `convert` gives the planes of an image from each four of its pixels alone; `indexed`, where it is given,
    the same planes from the numbers of its colours.
    """

    def __init__(
        self,
        convert: Callable[[NDArray[np.uint8]], Planes],
        indexed: Callable[[NDArray[np.uint16], Colours], Planes] | None = None,
    ) -> None:
        self._convert, self._indexed = convert, indexed
        self._known: WeakKeyDictionary[AnyPatch, Planes] = WeakKeyDictionary()

    def still(self, stage: Stage) -> Planes:
        """Return the planes of what never changes; raises ValueError where a side is odd."""
        height, width = stage.still.shape[:2]
        if height % 2 or width % 2:
            raise ValueError(f"a film of {width}x{height} pixels has an odd side, which video cannot hold")
        return self._convert(stage.still)

    def patches(self, patches: Sequence[AnyPatch]) -> list[Planes]:
        """Return the planes of patches."""
        new = [patch for patch in patches if patch not in self._known]
        small = [patch for patch in new if isinstance(patch, Patch) and patch.width * patch.height <= _SMALL]
        self._known.update(zip(small, self._together(small), strict=True))
        self._known.update((patch, self._alone(patch)) for patch in new if patch not in self._known)
        return [self._known[patch] for patch in patches]

    def _alone(self, patch: AnyPatch) -> Planes:
        if self._indexed is not None and isinstance(patch, IndexedPatch):
            return self._indexed(patch.numbers, patch.colours)
        return self._convert(patch.rgb)

    def _together(self, patches: Sequence[Patch]) -> list[Planes]:
        """Return the planes of small patches, converted side by side: each alone costs more to ask for than to do."""
        if not patches:
            return []
        ends = np.cumsum([patch.width for patch in patches]).tolist()
        strip = np.zeros((max(patch.height for patch in patches), ends[-1], 3), np.uint8)
        places = []
        for patch, end in zip(patches, ends, strict=True):
            strip[: patch.height, end - patch.width : end] = patch.rgb
            places.append((end - patch.width, 0, end, patch.height))
        planes = self._convert(strip)
        steps = [strip.shape[0] // plane.shape[0] for plane in planes]
        return [
            tuple(plane[_part(place, step)].copy() for plane, step in zip(planes, steps, strict=True))
            for place in places
        ]


class Canvas:
    """A frame that is turned into the next by restoring and pasting only the rectangles that differ.

    `data` is all its planes in one flat array, ready to be written; `planes` are views of it.
    """

    def __init__(self, still: Planes, converter: Converter) -> None:
        self._still, self._converter = still, converter
        self.data = np.concatenate([plane.ravel() for plane in still])
        ends = np.cumsum([plane.size for plane in still])
        self.planes = tuple(
            self.data[end - plane.size : end].reshape(plane.shape)
            for plane, end in zip(still, ends, strict=True)
        )
        self._steps = tuple(still[0].shape[0] // plane.shape[0] for plane in still)
        self._shown: tuple[AnyPatch, ...] = ()

    def show(self, patches: Sequence[AnyPatch]) -> None:
        """Make the canvas the frame of these patches."""
        gone = _gone(self._shown, patches)
        kept = {id(patch) for patch in self._shown} - {id(patch) for patch in gone}
        placed = [(patch, _rectangle(patch)) for patch in patches]
        # what a new patch covers to the pixel needs no restoring
        covered = {rectangle for patch, rectangle in placed if id(patch) not in kept}
        stale = [rectangle for patch in gone if (rectangle := _rectangle(patch)) not in covered]
        for rectangle in stale:
            self._restore(rectangle)
        fresh = []
        for patch, rectangle in placed:
            if id(patch) not in kept or _meets_any(rectangle, stale):
                fresh.append((patch, rectangle))
                stale.append(rectangle)
        for planes, (_, rectangle) in zip(
            self._converter.patches([patch for patch, _ in fresh]), fresh, strict=True
        ):
            self._paste(planes, rectangle)
        self._shown = tuple(patches)

    def _restore(self, rectangle: Rectangle) -> None:
        for plane, still, step in zip(self.planes, self._still, self._steps, strict=True):
            part = _part(rectangle, step)
            plane[part] = still[part]

    def _paste(self, pieces: Planes, rectangle: Rectangle) -> None:
        for plane, piece, step in zip(self.planes, pieces, self._steps, strict=True):
            plane[_part(rectangle, step)] = piece


Rectangle = tuple[int, int, int, int]


def changed(before: Sequence[AnyPatch], after: Sequence[AnyPatch]) -> Rectangle | None:
    """Return the smallest rectangle (left, top, right, bottom) that holds all that differs, None for nothing."""
    rectangles = [_rectangle(patch) for patch in (*_gone(before, after), *_gone(after, before))]
    if not rectangles:
        return None
    lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _gone(before: Sequence[AnyPatch], after: Sequence[AnyPatch]) -> Sequence[AnyPatch]:
    """Return the patches that are no longer there; all of them where those that stay change their order."""
    now, then = {id(patch) for patch in after}, {id(patch) for patch in before}
    stay = [id(patch) for patch in before if id(patch) in now]
    if stay != [id(patch) for patch in after if id(patch) in then]:
        return before
    return [patch for patch in before if id(patch) not in now]


def _rectangle(patch: AnyPatch) -> Rectangle:
    return patch.x, patch.y, patch.x + patch.width, patch.y + patch.height


def _meets_any(one: Rectangle, others: Sequence[Rectangle]) -> bool:
    left, top, right, bottom = one
    for x0, y0, x1, y1 in others:  # noqa: SIM110 - asked a thousand times a frame, and any() takes twice as long
        if left < x1 and x0 < right and top < y1 and y0 < bottom:
            return True
    return False


def _part(rectangle: Rectangle, step: int) -> tuple[slice, slice]:
    left, top, right, bottom = rectangle
    if step == 1:
        return slice(top, bottom), slice(left, right)
    return slice(top // step, bottom // step), slice(left // step, right // step)
