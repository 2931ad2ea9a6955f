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
import numpy.typing as npt

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
    conditions: Condition | Sequence[Condition],
    start: np.datetime64,
    end: np.datetime64,
    within: Spans | None = None,
) -> Spans:
    """Find all spans from `start` to `end` in which the condition, or every one of several, is met.

    A span that goes on at `start` or `end` is cut there. With `within` only those spans are searched, and
    cut likewise. Ends are exact to a millisecond where the condition is.
    Raises ValueError for a reversed range, and whatever a condition raises.
    """
    first, last = (int(time.astype("M8[us]").astype(np.int64)) for time in (start, end))
    if last < first:
        raise ValueError(f"the range is reversed: {start} is after {end}; give the earlier time first")
    met = np.array([[0.0], [float(last - first)]])
    if within is not None:
        inner = np.stack([within.starts, within.ends]).astype("M8[us]").astype(np.int64) - first
        met = _overlap(met, inner.astype(np.float64))
    several = [conditions] if isinstance(conditions, Condition) else list(conditions)
    # the slowest first: the others are then asked only where those before them are met
    for condition in sorted(several, key=lambda each: -each.step_days):
        met = _met(_Clock(condition, first), float(last - first), met)
    starts, ends = (np.rint(met).astype(np.int64) + first).astype("M8[us]")
    lasting = starts < ends
    return Spans(starts[lasting], ends[lasting])


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


def _met(clock: _Clock, length_us: float, wanted: Floats) -> Floats:
    """Where the band is kept within the wanted spans, as rows of starts and ends."""
    step_us = clock.condition.step_days * DAY_US
    if not step_us > 0.0:
        raise ValueError(f"a condition's step of {clock.condition.step_days} days is not positive")
    if not wanted.size or length_us == 0.0:
        return wanted[:, :0]
    count = max(int(np.ceil(length_us / step_us)), 2) + 1
    us = np.linspace(0.0, length_us, count)
    asked = _around(us, wanted)
    value = np.full(count, np.nan)
    value[asked] = _in_parts(clock, us[asked])
    for bound, sign in ((clock.condition.least, 1.0), (clock.condition.greatest, -1.0)):
        if np.isfinite(bound):
            wanted = _overlap(wanted, _above(_Margin(clock, bound, sign), us, sign * (value - bound)))
    return wanted


def _around(us: Floats, spans: Floats) -> npt.NDArray[np.bool_]:
    """Which samples are within the spans, or among the two to either side of one."""
    first = np.searchsorted(us, spans[0], side="right") - 3
    last = np.searchsorted(us, spans[1], side="left") + 2
    size = len(us) + 1
    begins = np.bincount(np.clip(first, 0, len(us)), minlength=size)
    ends = np.bincount(np.clip(last + 1, 0, len(us)), minlength=size)
    return np.asarray(np.cumsum(begins - ends)[:-1] > 0)


def _in_parts(clock: _Clock, us: Floats) -> Floats:
    parts = np.array_split(us, len(us) // CHUNK + 1)
    return np.concatenate([clock(part) if part.size else part for part in parts])


@dataclass(frozen=True, slots=True, eq=False)
class _Margin:
    """How far a condition's quantity is on the right side of a bound."""

    clock: _Clock
    bound: float
    sign: float

    def __call__(self, us: Floats) -> Floats:
        return self.sign * (self.clock(us) - self.bound)


def _above(margin: Callable[[Floats], Floats], us: Floats, value: Floats) -> Floats:
    """Where a margin is at least 0, as rows of starts and ends, from samples of it; nan is not asked for."""
    us, value = _with_hidden(margin, us, value)
    inside = value >= 0.0
    change = np.flatnonzero(inside[1:] != inside[:-1])
    low, high = us[change], us[change + 1]
    edge = np.where(inside[change], low, high)
    known = np.isfinite(value[change]) & np.isfinite(value[change + 1])
    edge[known] = roots(margin, low[known], high[known], _TOLERANCE_US)
    rising = inside[change + 1]
    starts = np.concatenate([us[:1][inside[:1]], edge[rising]])
    ends = np.concatenate([edge[~rising], us[-1:][inside[-1:]]])
    return np.stack([starts, ends])[:, starts < ends]


def _with_hidden(margin: Callable[[Floats], Floats], us: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Add the extremes between samples that lie on the other side of 0 than the samples around them."""
    left, right = np.append(np.nan, value[:-1]), np.append(value[1:], np.nan)
    # written so that an end, next to nan, is an extreme too
    up = (value < 0.0) & ~(left > value) & ~(right > value)
    down = (value >= 0.0) & ~(left < value) & ~(right < value)
    at = np.flatnonzero(up | down)
    sign = np.where(up[at], 1.0, -1.0)
    step = us[1] - us[0]
    steepest = np.fmax(np.abs(value - left), np.abs(right - value))[at] / step
    low, high = np.maximum(us[at] - step, us[0]), np.minimum(us[at] + step, us[-1])
    extra_us, extra = [us], [value]
    while at.size:
        inner = np.stack([high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)])
        found = margin(inner)
        crossed = sign * found >= 0.0
        extra_us.append(inner[crossed])
        extra.append(found[crossed])
        to_left = sign * found[0] > sign * found[1]
        low, high = np.where(to_left, low, inner[0]), np.where(to_left, inner[1], high)
        # twice as steep as any step here, it still would not get there
        hope = (sign * found).max(axis=0) + 2.0 * steepest * (high - low) >= 0.0
        going = ~crossed.any(axis=0) & hope & (high - low > _TOLERANCE_US)
        at, sign, steepest, low, high = at[going], sign[going], steepest[going], low[going], high[going]
    all_us = np.concatenate(extra_us)
    order = np.argsort(all_us, kind="stable")
    return all_us[order], np.concatenate(extra)[order]


def roots(function: Callable[[Floats], Floats], low: Floats, high: Floats, tolerance: float) -> Floats:
    """Solve for where a continuous function changes sign within each bracket [low, high], of shape (n,).

    Chandrupatla's method (Advances in Engineering Software 28, 1997, 145): inverse quadratic where that is
    safe, and halves elsewhere. A bracket without a change of sign ends at one of its ends.
    """
    a, b = high.copy(), low.copy()  # the last point, and the one across the root
    at_a, at_b = function(a), function(b)
    c, at_c = a.copy(), at_a.copy()
    share = np.full(len(a), 0.5)
    found = np.where(np.abs(at_a) < np.abs(at_b), a, b)
    going = np.flatnonzero((at_a != 0.0) & (at_b != 0.0))
    for _ in range(100):
        if not going.size:
            break
        x = a[going] + share[going] * (b[going] - a[going])
        value = function(x)
        same = (value > 0.0) == (at_a[going] > 0.0)
        c[going], at_c[going] = np.where(same, a[going], b[going]), np.where(same, at_a[going], at_b[going])
        b[going], at_b[going] = np.where(same, b[going], a[going]), np.where(same, at_b[going], at_a[going])
        a[going], at_a[going] = x, value
        found[going] = np.where(np.abs(value) < np.abs(at_b[going]), x, b[going])
        least = 0.5 * tolerance / np.maximum(np.abs(b[going] - a[going]), tolerance)
        share[going] = np.clip(_share(a, b, c, at_a, at_b, at_c, going), least, 1.0 - least)
        going = going[(least < 0.5) & (value != 0.0)]
    return found


def _share(
    a: Floats, b: Floats, c: Floats, at_a: Floats, at_b: Floats, at_c: Floats, going: npt.NDArray[np.intp]
) -> Floats:
    """How far from a to b to look next."""
    a, b, c, at_a, at_b, at_c = (each[going] for each in (a, b, c, at_a, at_b, at_c))
    with np.errstate(divide="ignore", invalid="ignore"):
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        quadratic = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
        there = at_a / (at_b - at_a) * at_c / (at_b - at_c)
        there = there + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
    return np.where(quadratic, there, 0.5)


def _overlap(one: Floats, other: Floats) -> Floats:
    """Find what two lists of spans, each in order, have in common."""
    edges = np.concatenate([one[0], other[0], one[1], other[1]])
    opens = np.repeat([1, 1, -1, -1], [one.shape[1], other.shape[1]] * 2)
    order = np.lexsort((opens, edges))  # at a tie ends come first: what only touches has nothing in common
    edges, opens = edges[order], opens[order]
    begins = np.flatnonzero((np.cumsum(opens) == 2) & (opens == 1))
    return np.stack([edges[begins], edges[begins + 1]])
