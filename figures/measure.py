"""How good a layout is: what overlaps, crosses or sticks out, and how far labels stand from their marks."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import fsum, sqrt
from typing import Any

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Displacement:
    """How far labels stand from where they belong: largest, mean and root mean square."""

    max: float
    mean: float
    rms: float


def displacement(placed: Sequence[float], wanted: Sequence[float]) -> Displacement:
    """Summarise |placed - wanted| of two sequences of equal length; all zeros where they are empty."""
    moves = [abs(p - w) for p, w in zip(placed, wanted, strict=True)]
    if not moves:
        return Displacement(0.0, 0.0, 0.0)
    return Displacement(max(moves), fsum(moves) / len(moves), sqrt(fsum(m * m for m in moves) / len(moves)))


def overlaps(boxes: Sequence[Box], *, tolerance: float = 0.0) -> list[tuple[int, int]]:
    """Find the pairs (i, j), i < j, sorted, of boxes (x0, y0, x1, y1) that share more than `tolerance`.

    Boxes that only touch do not overlap, and a box without width or height overlaps nothing. Takes n log n
    and the hits where the boxes are of like height.
    """
    solid = [i for i, (x0, y0, x1, y1) in enumerate(boxes) if min(x1 - x0, y1 - y0) > tolerance]
    pairs = _meeting([boxes[i] for i in solid], tolerance)
    return sorted((solid[i], solid[j]) if i < j else (solid[j], solid[i]) for i, j in pairs)


def outside(boxes: Sequence[Box], frame: Box, *, tolerance: float = 0.0) -> list[int]:
    """Find the indices of the boxes (x0, y0, x1, y1) that stick out of the frame by more than `tolerance`."""
    left, bottom, right, top = frame
    return [
        i
        for i, (x0, y0, x1, y1) in enumerate(boxes)
        if max(left - x0, bottom - y0, x1 - right, y1 - top) > tolerance
    ]


def crossings(lines: Sequence[Sequence[Point]]) -> list[tuple[int, int]]:
    """Find the pairs (i, j), i < j, sorted, of polylines that properly cross: inside a segment of each.

    Lines that share an end, touch, or run along each other do not cross. A sweep over x: takes as long as
    there are pairs of segments above each other.
    """
    import numpy as np

    found = [(i, min(a, b), max(a, b)) for i, line in enumerate(lines) for a, b in pairwise(line)]
    found.sort(key=lambda segment: segment[1][0])
    owners = np.array([owner for owner, _, _ in found])
    first, second = [a for _, a, _ in found], [b for _, _, b in found]
    starts, ends = (np.array(points, float).reshape(-1, 2).T for points in (first, second))
    stops = np.searchsorted(starts[0], ends[0], side="right")
    pairs: set[tuple[int, int]] = set()
    for i, stop in enumerate(stops):
        later = slice(i + 1, stop)
        a, b, c, d = starts[:, i], ends[:, i], starts[:, later], ends[:, later]
        apart = _turn(a, b, c) * _turn(a, b, d) < 0
        apart &= (_turn(c, d, a) * _turn(c, d, b) < 0) & (owners[later] != owners[i])
        pairs.update((int(min(o, owners[i])), int(max(o, owners[i]))) for o in owners[later][apart])
    return sorted(pairs)


def through(
    lines: Sequence[Sequence[Point]], boxes: Sequence[Box], *, tolerance: float = 0.0
) -> list[tuple[int, int]]:
    """Find the pairs (line, box), sorted, of polylines that run through the inside of a box (x0, y0, x1, y1).

    A box counts as smaller by `tolerance` on every side; a line that touches its edge does not enter it (Liang
    and Barsky's clipping, each segment against all boxes at once).
    """
    import numpy as np

    if not len(boxes):
        return []
    edges = np.array(boxes, float).T
    low, high = edges[:2] + tolerance, edges[2:] - tolerance
    solid = (low < high).all(axis=0)
    found: set[tuple[int, int]] = set()
    for i, way in enumerate(lines):
        for start, end in pairwise(way):
            at, step = np.array(start, float)[:, None], np.subtract(end, start)[:, None]
            with np.errstate(divide="ignore", invalid="ignore"):
                to_low, to_high = (low - at) / step, (high - at) / step
            between = (low < at) & (at < high)
            first = np.where(step == 0.0, np.where(between, -np.inf, np.inf), np.fmin(to_low, to_high))
            last = np.where(step == 0.0, np.where(between, np.inf, -np.inf), np.fmax(to_low, to_high))
            hit = np.maximum(first.max(axis=0), 0.0) < np.minimum(last.min(axis=0), 1.0)
            found.update((i, int(j)) for j in np.flatnonzero(hit & solid))
    return sorted(found)


def _meeting(boxes: Sequence[Box], tolerance: float) -> Iterator[tuple[int, int]]:
    """Sweep over x, keeping the open boxes sorted by their lower edge."""
    tallest = max((y1 - y0 for _, y0, _, y1 in boxes), default=0.0)
    open_boxes: list[tuple[float, int]] = []
    closing: list[tuple[float, int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: (boxes[i][0], i)):
        x0, y0, x1, y1 = boxes[i]
        while closing and closing[0][0] - x0 <= tolerance:
            _, gone = heappop(closing)
            del open_boxes[bisect_left(open_boxes, (boxes[gone][1], gone))]
        start = bisect_left(open_boxes, (y0 - tallest + tolerance, -1))
        stop = bisect_right(open_boxes, (y1 - tolerance, len(boxes)))
        for low, j in open_boxes[start:stop]:
            if min(y1, boxes[j][3]) - max(y0, low) > tolerance:
                yield i, j
        insort(open_boxes, (y0, i))
        heappush(closing, (x1, i))


def _turn(a: Any, b: Any, c: Any) -> Any:
    """Twice the area of the triangle a, b, c, or of each of many; positive where it turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
