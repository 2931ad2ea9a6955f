"""Curves under a time axis: a quantity sampled in time as an area or a line in a band of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures.axis import TimeAxis
from figures.scene import Point, Shape


@dataclass(frozen=True, slots=True)
class Curve:
    """A quantity at instants, in microseconds of UTC since 1970, in order of time."""

    times_us: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The room of a curve: from `top` down to `bottom` in points, for values from `low` up to `high`."""

    axis: TimeAxis
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Return where a value stands, not past the band."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def sample_times(axis: TimeAxis, step_points: float = 1.5) -> tuple[int, ...]:
    """Return instants that lie `step_points` apart on an axis, both ends among them."""
    count = max(int((axis.right - axis.left) / step_points), 2)
    length = axis.end_us - axis.start_us
    return tuple(axis.start_us + length * i // count for i in range(count + 1))


def area(curve: Curve, band: Band, fill: str, *, floor: float | None = None, opacity: float = 1.0) -> Shape:
    """Return the area between a curve and a value, the band's lowest by default."""
    base = band.y(band.low if floor is None else floor)
    points = _points(curve, band)
    outline: list[Point] = [(points[0][0], base), *points, (points[-1][0], base)]
    commands = (("M", (outline[0],)), *(("L", (point,)) for point in outline[1:]), ("Z", ()))
    return Shape(commands, fill, None, opacity=opacity)


def trace(curve: Curve, band: Band, stroke: str, stroke_width: float = 0.9) -> Shape:
    """Return a curve as a line."""
    points = _points(curve, band)
    return Shape(
        (("M", (points[0],)), *(("L", (point,)) for point in points[1:])), None, stroke, stroke_width
    )


def _points(curve: Curve, band: Band) -> Sequence[Point]:
    return [(band.axis.x(us), band.y(value)) for us, value in zip(curve.times_us, curve.values, strict=True)]
