"""Where marks and their labels stand around a ring, none over another. Lengths are pixels, y downwards. Pure."""

from __future__ import annotations

from math import floor, hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from figures.scene import Point


def stand_apart(wanted: Iterable[Sequence[Point]], apart: float) -> list[Point]:
    """Return the first of each mark's wanted places that is farther than `apart` from those before, else the first."""
    found: list[Point] = []
    near: dict[tuple[int, int], list[Point]] = {}
    for steps in wanted:
        free = (at for at in steps if not _is_near(at, near, apart))
        at = next(free, steps[0])
        near.setdefault((floor(at[0] / apart), floor(at[1] / apart)), []).append(at)
        found.append(at)
    return found


def label_heights(
    places: Sequence[Point], middle: float, step: float, top: float, room: float
) -> dict[int, float]:
    """Return how high the labels of marks stand, left and right of the middle apart, a step from one to the next.

    They stand from `top + step` to `top + room`; marks past what the room holds have none.
    """
    found: dict[int, float] = {}
    for side in (True, False):
        members = sorted((y, number) for number, (x, y) in enumerate(places) if (x >= middle) == side)
        members = members[: max(int(room / step), 0)]
        heights = spread([y for y, _ in members], step, top + step, top + room)
        found.update((number, height) for (_, number), height in zip(members, heights, strict=True))
    return found


def _is_near(at: Point, others: dict[tuple[int, int], list[Point]], apart: float) -> bool:
    """Tell whether a point is within `apart` of others, which are kept by squares of that side."""
    column, row = floor(at[0] / apart), floor(at[1] / apart)
    around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    return any(hypot(at[0] - x, at[1] - y) <= apart for square in around for x, y in others.get(square, ()))


def spread(wanted: list[float], step: float, low: float, high: float) -> list[float]:
    """Return heights as near to those wanted as they can be, in order, at least a step apart, within low and high."""
    blocks: list[tuple[float, int]] = []
    for number, y in enumerate(wanted):
        blocks.append((y - number * step, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m)]
    flat = [base for base, count in blocks for _ in range(count)]
    most = high - (len(wanted) - 1) * step
    return [min(max(base, low), most) + number * step for number, base in enumerate(flat)]
