"""Delays and dates made of random words: constants, picks of what was observed, and inverse distributions.

An inverse distribution is a table of 4,096 steps of equal chance, straight within each. The outermost steps
of an unbounded one reach just so far that their mean is right: nothing is cut off but the last 1 in 4,096
is drawn shorter than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from timeline.simulation.bits import Seconds, Words

if TYPE_CHECKING:
    from timeline.plan import Trapezium
    from timeline.plan_keys import Delay

STEPS: Final = 4096
Floats = npt.NDArray[np.float64]
_SHIFT: Final = np.uint32(20)
_REST: Final = np.uint32((1 << 20) - 1)
_HALF: Final = np.float32(0.5)
_P90: Final = 1.2815515655446004  # standard deviations of a normal distribution


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """Always the same seconds."""

    seconds: int

    @property
    def least(self) -> int:
        """The least that is drawn."""
        return self.seconds

    @property
    def most(self) -> int:
        """The most that is drawn."""
        return self.seconds


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """One of several seconds, in order, each as likely."""

    seconds: Seconds

    @property
    def least(self) -> int:
        """The least that is drawn."""
        return int(self.seconds[0])

    @property
    def most(self) -> int:
        """The most that is drawn."""
        return int(self.seconds[-1])

    def draw(self, words: Words) -> Seconds:
        """Return the seconds that the words stand for."""
        return self.seconds.take((words.astype(np.uint64) * len(self.seconds) >> 32).astype(np.intp))

    def rank(self, words: Words) -> Floats:
        """Return how far up each draw stands, up to a scale; equal draws stand equal."""
        drawn = self.draw(words)
        sides = (np.searchsorted(self.seconds, drawn, side=side) for side in ("left", "right"))
        return np.asarray(sum(sides) / 2.0)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """An inverse distribution: where each step begins, in seconds, and its width, in seconds a 2**20th."""

    low: Seconds
    width: npt.NDArray[np.float32]
    least: int
    most: int

    def draw(self, words: Words) -> Seconds:
        """Return the seconds that the words stand for."""
        step = (words >> _SHIFT).astype(np.intp)
        within = (words & _REST).astype(np.float32)
        within *= self.width.take(step)
        within += _HALF
        drawn = self.low.take(step)
        drawn += within.astype(np.int32)
        return drawn

    def rank(self, words: Words) -> Floats:
        """Return how far up each draw stands, up to a scale."""
        return words.astype(np.float64)


Draw = Constant | Pick | Table


@lru_cache(maxsize=1024)
def delay_draw(delay: Delay) -> Draw:
    """Return how a delay is drawn."""
    seconds = tuple(us / 1e6 for us in delay.values_us)
    if delay.shape == "observed":
        return Pick(np.array([round(each) for each in seconds], np.int32))
    if delay.shape == "fixed" or seconds[0] == seconds[-1]:
        return Constant(round(seconds[0]))
    if delay.shape == "lognormal":
        return _lognormal(*seconds)
    return _from_knots(_triangular(*seconds) if delay.shape == "triangular" else _pert(*seconds))


@lru_cache(maxsize=1024)
def date_draw(shapes: tuple[Trapezium, ...], origin_us: int) -> Draw:
    """Return how a date is drawn, in seconds from the origin; of several members each by how long it is."""
    ends = [[(us - origin_us) / 1e6 for us in (s.rises_us, s.full_us, s.falls_us, s.ends_us)] for s in shapes]
    if all(each[0] == each[3] for each in ends):  # instants
        instants = np.array(sorted(round(each[0]) for each in ends), np.int32)
        return Constant(int(instants[0])) if len(instants) == 1 else Pick(instants)
    weights = np.array([each[3] + each[2] - each[1] - each[0] for each in ends]) / 2.0
    cuts = np.rint(np.cumsum(weights) / weights.sum() * STEPS).astype(int)
    parts = [
        _steps(_trapezoidal(each, int(count)))
        for each, count in zip(ends, np.diff(cuts, prepend=0), strict=True)
        if count
    ]
    return _table(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _from_knots(knots: Floats) -> Table:
    return _table(*_steps(knots))


def _steps(knots: Floats) -> tuple[Floats, Floats]:
    return knots[:-1], knots[1:]


def _table(low: Floats, high: Floats) -> Table:
    low, high = np.rint(low), np.rint(high)
    width = ((high - low) / (1 << 20)).astype(np.float32)
    return Table(low.astype(np.int32), width, int(low[0]), int(high[-1]))


def _shares(steps: int = STEPS) -> Floats:
    return np.arange(steps + 1) / steps


def _triangular(least: float, mode: float, most: float) -> Floats:
    """Return the quantiles of a triangular distribution at the edges of the steps."""
    share, width = _shares(), most - least
    turn = (mode - least) / width
    rising = least + np.sqrt(share * width * (mode - least))
    falling = most - np.sqrt((1.0 - share) * width * (most - mode))
    return np.asarray(np.where(share < turn, rising, falling))


def _pert(least: float, mode: float, most: float) -> Floats:
    """Return the quantiles of a PERT distribution: a beta with mean (min + 4 mode + max) / 6.

    Its density is integrated by Simpson's rule in 16,384 parts; the shapes are 1 or more, so it is bounded.
    """
    turn = (mode - least) / (most - least)
    a, b = 4.0 * turn, 4.0 * (1.0 - turn)  # one less than the shapes
    x = np.linspace(0.0, 1.0, 32_769)
    density = x**a * (1.0 - x) ** b
    parts = density[:-2:2] + 4.0 * density[1::2] + density[2::2]
    reached = np.append(0.0, np.cumsum(parts))
    return np.asarray(least + (most - least) * np.interp(_shares(), reached / reached[-1], x[::2]))


def _lognormal(low: float, high: float) -> Table:
    """Return the table of a lognormal delay by its 10th and 90th percentile."""
    middle, spread = np.log(low * high) / 2.0, np.log(high / low) / (2.0 * _P90)
    inner = np.exp(middle + spread * _normal_quantiles())
    normal = NormalDist()
    mean = float(np.exp(middle + spread**2 / 2.0))
    bottom = mean * normal.cdf((np.log(inner[0]) - middle) / spread - spread) * STEPS
    top = mean * (1.0 - normal.cdf((np.log(inner[-1]) - middle) / spread - spread)) * STEPS
    knots = np.concatenate([[max(2.0 * bottom - inner[0], 0.0)], inner, [2.0 * top - inner[-1]]])
    return _from_knots(np.minimum(knots, _LONGEST_S))


_LONGEST_S: Final = 6205.0 * 86400.0


@lru_cache(maxsize=1)
def _normal_quantiles() -> Floats:
    inverse: Callable[[float], float] = NormalDist().inv_cdf
    return np.array([inverse(step / STEPS) for step in range(1, STEPS)])


def _trapezoidal(corners: Sequence[float], count: int) -> Floats:
    """Return the quantiles of a density that rises, stays and falls, at the edges of so many steps.

    The last second before its end belongs to it, the end does not.
    """
    rises, full, falls, ends = corners
    areas = np.array([(full - rises) / 2.0, falls - full, (ends - falls) / 2.0])
    first, second, _ = np.cumsum(areas) / areas.sum()
    share, total = _shares(count), areas.sum()
    rising = rises + np.sqrt(2.0 * np.minimum(share, first) * total * (full - rises))
    even = full + (share - first) * total
    falling = ends - np.sqrt(2.0 * np.minimum(1.0 - share, 1.0 - second) * total * (ends - falls))
    quantiles = np.select([share < first, share <= second], [rising, even], falling)
    return np.asarray(np.minimum(quantiles, max(ends - 1.0, rises)))
