"""Delays and dates made of random words: constants, picks of what was observed, and inverse distributions.

An inverse distribution is a table of 16,384 values, each as likely: the quantiles at the middle of as many
steps, in whole seconds. More would not fit the cache beside each other, and tell no more than chance does. An
unbounded one has its true mean: its last value makes up for what lies beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from timeline.simulation.bits import Bits, Seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.date_shapes import Trapezium
    from timeline.plan_keys import Delay

STEPS: Final = 1 << 14
_SHIFT: Final = np.uint16(2)  # of the 16 bits of a word to as many as count the steps
Floats = npt.NDArray[np.float64]
_P90: Final = 1.2815515655446004  # standard deviations of a normal distribution
_LONGEST_S: Final = 6205.0 * 86_400.0


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
class _Ordered:
    """Seconds in order, of which one is drawn."""

    seconds: Seconds

    @property
    def least(self) -> int:
        """The least that is drawn."""
        return int(self.seconds[0])

    @property
    def most(self) -> int:
        """The most that is drawn."""
        return int(self.seconds[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Pick(_Ordered):
    """One of several seconds, in order, each as likely to one part in a million."""

    def draw(self, bits: Bits, key: str, block: int) -> Seconds:
        """Return the seconds of an input in a block."""
        words = bits.long_words(key, block).astype(np.uint64)
        return self.seconds.take((words * len(self.seconds) >> 32).astype(np.intp))

    def rank(self, bits: Bits, key: str, block: int) -> Floats:
        """Return how far up each draw stands, 0 to 1; equal draws stand equal."""
        drawn = self.draw(bits, key, block)
        sides = (np.searchsorted(self.seconds, drawn, side=side) for side in ("left", "right"))
        return np.asarray(sum(sides) / (2.0 * len(self.seconds)))


@dataclass(frozen=True, slots=True, eq=False)
class Table(_Ordered):
    """An inverse distribution: `STEPS` seconds, in order, each as likely."""

    def draw(self, bits: Bits, key: str, block: int) -> Seconds:
        """Return the seconds of an input in a block."""
        return self.seconds.take((bits.words(key, block) >> _SHIFT).astype(np.intp))

    def rank(self, bits: Bits, key: str, block: int) -> Floats:
        """Return how far up each draw stands, 0 to 1."""
        return bits.words(key, block) / 65_536.0


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
        return _table(_lognormal(*seconds))
    return _table(_triangular(*seconds) if delay.shape == "triangular" else _pert(*seconds))


@lru_cache(maxsize=1024)
def date_draw(shapes: tuple[Trapezium, ...], origin_us: int) -> Draw:
    """Return how a date is drawn, in seconds from the origin; of several members each by how long it is."""
    ends = [[(us - origin_us) / 1e6 for us in (s.rises_us, s.full_us, s.falls_us, s.ends_us)] for s in shapes]
    if all(each[0] == each[3] for each in ends):  # instants
        instants = np.array(sorted(round(each[0]) for each in ends), np.int32)
        return Constant(int(instants[0])) if len(instants) == 1 else Pick(instants)
    weights = np.array([each[3] + each[2] - each[1] - each[0] for each in ends]) / 2.0
    cuts = np.rint(np.cumsum(weights) / weights.sum() * STEPS).astype(int)
    counts = np.diff(cuts, prepend=0)
    parts = [_trapezoidal(each, int(count)) for each, count in zip(ends, counts, strict=True)]
    return _table(np.sort(np.concatenate(parts)))


def not_before(draw: Draw, floor: int) -> Draw:
    """Return a draw given that it is not before a second; what is over by then is at that second."""
    if isinstance(draw, Constant):
        return Constant(max(draw.seconds, floor))
    left = draw.seconds[np.searchsorted(draw.seconds, floor) :]
    if len(left) == len(draw.seconds):
        return draw
    if not len(left):
        return Constant(floor)
    return Pick(left) if isinstance(draw, Pick) else Table(left[np.arange(STEPS) * len(left) // STEPS])


def _table(quantiles: Floats) -> Table:
    return Table(np.rint(quantiles).astype(np.int32))


def _shares(steps: int = STEPS) -> Floats:
    """Return the middles of so many steps from 0 to 1."""
    return (np.arange(steps) + 0.5) / steps


def _triangular(least: float, mode: float, most: float) -> Floats:
    share, width = _shares(), most - least
    rising = least + np.sqrt(share * width * (mode - least))
    falling = most - np.sqrt((1.0 - share) * width * (most - mode))
    return np.asarray(np.where(share < (mode - least) / width, rising, falling))


def _pert(least: float, mode: float, most: float) -> Floats:
    """Return the quantiles of a PERT distribution: a beta with mean (min + 4 mode + max) / 6.

    Its density is integrated by Simpson's rule in 16,384 parts; the shapes are 1 or more, so it is bounded.
    """
    turn = (mode - least) / (most - least)
    a, b = 4.0 * turn, 4.0 * (1.0 - turn)  # one less than the shapes
    x = np.linspace(0.0, 1.0, 32_769)
    reached = _integrated(x**a * (1.0 - x) ** b)
    return np.asarray(least + (most - least) * np.interp(_shares(), reached / reached[-1], x[::2]))


def _integrated(density: Floats) -> Floats:
    """Integrate a density up to every second of its samples, by Simpson's rule, up to a scale."""
    parts = density[:-2:2] + 4.0 * density[1::2] + density[2::2]
    return np.append(0.0, np.cumsum(parts))


def _lognormal(low: float, high: float) -> Floats:
    """Return the quantiles of a lognormal delay by its 10th and 90th percentile, no longer than 17 years."""
    middle, spread = np.log(low * high) / 2.0, np.log(high / low) / (2.0 * _P90)
    quantiles = np.exp(middle + spread * _normal_quantiles())
    mean = np.exp(middle + spread**2 / 2.0)
    quantiles[-1] = max(STEPS * mean - quantiles[:-1].sum(), quantiles[-2])
    return np.asarray(np.minimum(quantiles, _LONGEST_S))


@lru_cache(maxsize=1)
def _normal_quantiles() -> Floats:
    z = np.linspace(-8.0, 8.0, 65_537)
    reached = _integrated(np.exp(-(z**2) / 2.0))
    return np.interp(_shares(), reached / reached[-1], z[::2])


def _trapezoidal(corners: Sequence[float], count: int) -> Floats:
    """Return the quantiles of a density that rises, stays and falls, in so many steps.

    The last second before its end belongs to it, the end does not.
    """
    rises, full, falls, ends = corners
    areas = np.array([(full - rises) / 2.0, falls - full, (ends - falls) / 2.0])
    total = max(areas.sum(), 1e-9)  # an instant among members that are none has no area, and no step
    first, second, _ = np.cumsum(areas) / total
    share = _shares(count)
    rising = rises + np.sqrt(2.0 * np.minimum(share, first) * total * (full - rises))
    even = full + (share - first) * total
    falling = ends - np.sqrt(2.0 * np.minimum(1.0 - share, 1.0 - second) * total * (ends - falls))
    quantiles = np.select([share < first, share <= second], [rising, even], falling)
    return np.asarray(np.minimum(quantiles, max(ends - 1.0, rises)))
