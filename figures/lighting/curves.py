"""Parts of curves: a value at an instant, a stretch of time, and what is not below a value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from figures.curves import Curve


def value_at(curve: Curve, us: int) -> float:
    """Return a curve's value at an instant, straight between its samples, not past its ends."""
    first, last = curve.times_us[0], curve.times_us[-1]
    place = (min(max(us, first), last) - first) / (last - first) * (len(curve.values) - 1)
    index = min(int(place), len(curve.values) - 2)
    share = place - index
    return curve.values[index] * (1 - share) + curve.values[index + 1] * share


def cut(curve: Curve, start_us: int, end_us: int) -> Curve:
    """Return the part of a curve between two instants, both ends among its samples."""
    first, last = bisect_right(curve.times_us, start_us), bisect_left(curve.times_us, end_us)
    times = (start_us, *curve.times_us[first:last], end_us)
    values = (value_at(curve, start_us), *curve.values[first:last], value_at(curve, end_us))
    return Curve(times, values)


def over(curve: Curve, low: float) -> list[Curve]:
    """Return the parts of a curve that are not below a value."""
    times, values = curve.times_us, curve.values
    starts = [times[0]] if values[0] >= low else []
    ends: list[int] = []
    for (t0, t1), (v0, v1) in zip(pairwise(times), pairwise(values), strict=True):
        if (v0 >= low) != (v1 >= low):
            crossing = t0 + round((t1 - t0) * (low - v0) / (v1 - v0))
            (ends if v0 >= low else starts).append(crossing)
    ends += [times[-1]] if values[-1] >= low else []
    return [cut(curve, first, last) for first, last in zip(starts, ends, strict=True) if last > first]
