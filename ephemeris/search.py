"""When a quantity is within a band: a search that knows no astronomy.

A condition is a plain function of time with its own step. Samples at that step bracket what happens; where
a sample is a local extreme that just misses a bound, the extreme itself is looked for, so that a span
shorter than the step is found too; then every crossing is solved for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ephemeris.scales import Floats, Instants

DAY_US: Final = 86_400_000_000.0
CHUNK: Final = 200_000  # samples at a time, to bound the memory
_GOLDEN: Final = (np.sqrt(5.0) - 1.0) / 2.0
_TOLERANCE_US: Final = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A quantity that must lie within [least, greatest].

    `value` takes an array of datetime64[us] and gives as many floats; it is continuous, and turns at most
    once within two steps of `step_days`.
    """

    value: Callable[[Instants], Floats]
    step_days: float
    least: float = -np.inf
    greatest: float = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Spans of time in order, none touching the next: from each of `starts` to the same of `ends`."""

    starts: Instants
    ends: Instants

    def __len__(self) -> int:
        return len(self.starts)


def find_spans(
    conditions: Condition | Sequence[Condition], start: np.datetime64, end: np.datetime64
) -> Spans:
    """Find all spans from `start` to `end` in which the condition, or every one of several, is met.

    A span that goes on at `start` or `end` is cut there. Ends are exact to a millisecond.
    Raises ValueError for a reversed range, and whatever a condition raises.
    """
    first, last = (int(time.astype("M8[us]").astype(np.int64)) for time in (start, end))
    if last < first:
        raise ValueError(f"the range is reversed: {start} is after {end}; give the earlier time first")
    several = [conditions] if isinstance(conditions, Condition) else list(conditions)
    met = np.array([[0.0], [float(last - first)]])
    for condition in several:
        met = _overlap(met, _met(_Clock(condition, first), float(last - first)))
    starts, ends = (np.rint(met).astype(np.int64) + first).astype("M8[us]")
    return Spans(starts, ends)


@dataclass(frozen=True, slots=True, eq=False)
class _Clock:
    """A condition on a clock of float microseconds from the start of the search."""

    condition: Condition
    first_us: int

    def __call__(self, us: Floats) -> Floats:
        times = (np.rint(us).astype(np.int64) + self.first_us).astype("M8[us]")
        value = np.asarray(self.condition.value(times.ravel()), dtype=np.float64).reshape(us.shape)
        if not np.isfinite(value).all():
            wrong = times[~np.isfinite(value)].flat[0]
            raise ValueError(f"a condition has no finite value at {wrong}; give it a range in which it has")
        return value


def _met(clock: _Clock, length_us: float) -> Floats:
    """Where the band is kept, as rows of starts and ends."""
    step_us = clock.condition.step_days * DAY_US
    if not step_us > 0.0:
        raise ValueError(f"a condition's step of {clock.condition.step_days} days is not positive")
    count = max(int(np.ceil(length_us / step_us)), 2) + 1
    us = np.linspace(0.0, length_us, count)
    value = np.concatenate([clock(part) for part in np.array_split(us, count // CHUNK + 1)])
    found = np.array([[0.0], [length_us]])
    for bound, sign in ((clock.condition.least, 1.0), (clock.condition.greatest, -1.0)):
        if np.isfinite(bound):
            found = _overlap(found, _above(_Margin(clock, bound, sign), us, sign * (value - bound)))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Margin:
    """How far a condition's quantity is on the right side of a bound."""

    clock: _Clock
    bound: float
    sign: float

    def __call__(self, us: Floats) -> Floats:
        return self.sign * (self.clock(us) - self.bound)


def _above(margin: Callable[[Floats], Floats], us: Floats, value: Floats) -> Floats:
    """Where a margin is at least 0, as rows of starts and ends, from samples of it."""
    us, value = _with_hidden(margin, us, value)
    inside = value >= 0.0
    change = np.flatnonzero(inside[1:] != inside[:-1])
    found = roots(margin, us[change], us[change + 1], _TOLERANCE_US)
    rising = inside[change + 1]
    starts, ends = found[rising], found[~rising]
    if inside[0]:
        starts = np.concatenate([us[:1], starts])
    if inside[-1]:
        ends = np.concatenate([ends, us[-1:]])
    return np.stack([starts, ends])[:, starts < ends]


def _with_hidden(margin: Callable[[Floats], Floats], us: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Add the extremes between samples that lie on the other side of 0 than the samples around them."""
    left, middle, right = value[:-2], value[1:-1], value[2:]
    up = (middle < 0.0) & (middle >= left) & (middle >= right)
    down = (middle >= 0.0) & (middle <= left) & (middle <= right)
    place = np.flatnonzero(up | down) + 1
    sign = np.where(up, 1.0, -1.0)[place - 1]
    low, high = us[place - 1], us[place + 1]
    extra_us: list[Floats] = []
    extra: list[Floats] = []
    for _ in range(60):
        if not place.size:
            break
        inner = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        at = [margin(t) for t in inner]
        crossed = [sign * v >= 0.0 for v in at]
        for t, v, over in zip(inner, at, crossed, strict=True):
            extra_us.append(t[over])
            extra.append(v[over])
        to_left = sign * at[0] > sign * at[1]
        low, high = np.where(to_left, low, inner[0]), np.where(to_left, inner[1], high)
        going = ~(crossed[0] | crossed[1]) & (high - low > _TOLERANCE_US)
        place, sign, low, high = place[going], sign[going], low[going], high[going]
    all_us = np.concatenate([us, *extra_us])
    order = np.argsort(all_us, kind="stable")
    return all_us[order], np.concatenate([value, *extra])[order]


def roots(function: Callable[[Floats], Floats], low: Floats, high: Floats, tolerance: float) -> Floats:
    """Solve for where a continuous function changes sign within each bracket [low, high].

    Arrays of shape (n,); false position, where an end that is stuck counts half. What has no change of sign
    ends at one of its ends.
    """
    low, high = low.copy(), high.copy()
    at_low, at_high = function(low), function(high)
    stuck = np.zeros(len(low))
    going = np.arange(len(low))
    for turn in range(80):
        going = going[high[going] - low[going] > tolerance]
        if not going.size:
            break
        a, b, fa, fb = low[going], high[going], at_low[going], at_high[going]
        # every fourth time in the middle, so that no bracket shrinks from one end only
        share = np.full_like(a, 0.5) if turn % 4 == 3 else fa / (fa - fb)
        root = a + share * (b - a)
        value = function(root)
        same = (value >= 0.0) == (fa >= 0.0)
        # Illinois: an end that stays for the second time counts half
        at_high[going] = np.where(same, np.where(stuck[going] > 0, fb / 2.0, fb), value)
        at_low[going] = np.where(same, value, np.where(stuck[going] < 0, fa / 2.0, fa))
        low[going], high[going] = np.where(same, root, a), np.where(same, b, root)
        stuck[going] = np.where(same, 1.0, -1.0)
    return (low + high) / 2.0


def _overlap(one: Floats, other: Floats) -> Floats:
    """What two lists of spans, each in order, have in common."""
    edges = np.concatenate([one[0], other[0], one[1], other[1]])
    opens = np.repeat([1, 1, -1, -1], [one.shape[1], other.shape[1]] * 2)
    order = np.lexsort((opens, edges))  # at a tie ends come first: what only touches has nothing in common
    edges, opens = edges[order], opens[order]
    begins = np.flatnonzero((np.cumsum(opens) == 2) & (opens == 1))
    return np.stack([edges[begins], edges[begins + 1]])
