"""Events that return in cycles (phases, apsides, nodes), each counted and solved from its mean instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.geometry import Geometry, geometry
from ephemeris.kernel import Kernel
from ephemeris.scales import Floats, Instants, utc_from_tdb

Counts = npt.NDArray[np.int64]

_REACH: Final = 6  # steps: the neighbours of a time are never further, however far from the mean
_LOCAL: Final = 1500  # events: for more than these the table of the whole kernel is built, and kept


@dataclass(frozen=True, slots=True)
class Cycle:
    """Mean events at equal steps from an epoch, and how many seconds ahead of a place the true one is.

    `kinds` is how many kinds take turns: event number n is of kind n modulo `kinds`.
    """

    epoch_s: float
    step_s: float
    kinds: int
    ahead: Callable[[Geometry, Counts], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events in order: TDB seconds since J2000, and their numbers counted from the cycle's epoch."""

    tdb_s: Floats
    counts: Counts
    kinds: int

    def inside(self, first_s: float, last_s: float) -> slice:
        """Tell where those within [first, last) are."""
        return slice(*np.searchsorted(self.tdb_s, [first_s, last_s]))

    def between(self, first_s: float, last_s: float) -> Events:
        """Keep those within [first, last)."""
        inside = self.inside(first_s, last_s)
        return Events(self.tdb_s[inside], self.counts[inside], self.kinds)

    def of(self, kind: int) -> Events:
        """Keep those of one kind."""
        mine = self.counts % self.kinds == kind
        return Events(self.tdb_s[mine], self.counts[mine], self.kinds)

    def before(self, tdb_s: Floats) -> Floats:
        """Give the last event at or before each time, nan where there is none."""
        return np.concatenate([[np.nan], self.tdb_s])[np.searchsorted(self.tdb_s, tdb_s, side="right")]

    def after(self, tdb_s: Floats) -> Floats:
        """Give the first event at or after each time, nan where there is none."""
        return np.concatenate([self.tdb_s, [np.nan]])[np.searchsorted(self.tdb_s, tdb_s, side="left")]


def events_near(kernel: Kernel, cycle: Cycle, first_s: Floats, last_s: Floats | None = None) -> Events:
    """Find at least every event within each range [first, last] of TDB seconds, and those next to it.

    Few are solved on the spot; where many are needed, the whole kernel's are solved once and kept.
    """
    lowest = int((kernel.start_tdb_s - cycle.epoch_s) // cycle.step_s) - 1
    size = int((kernel.end_tdb_s - cycle.epoch_s) // cycle.step_s) + 3 - lowest

    def place(tdb_s: Floats, margin: int) -> Counts:
        count = np.floor((tdb_s - cycle.epoch_s) / cycle.step_s).astype(np.int64) - lowest
        return np.clip(count + margin, 0, size)

    opened = np.bincount(place(first_s, -_REACH), minlength=size + 1)
    closed = np.bincount(place(first_s if last_s is None else last_s, _REACH + 1), minlength=size + 1)
    wanted = np.flatnonzero(np.cumsum(opened - closed)[:size] > 0)
    if wanted.size > _LOCAL:
        return _whole(kernel, cycle, lowest, size)
    return _solve(kernel, cycle, wanted + lowest)


@lru_cache(maxsize=8)
def _whole(kernel: Kernel, cycle: Cycle, lowest: int, size: int) -> Events:
    return _solve(kernel, cycle, np.arange(lowest, lowest + size))


def _solve(kernel: Kernel, cycle: Cycle, counts: Counts) -> Events:
    """Newton's method from the mean instants; what falls outside the kernel is left out."""
    mean_s = tdb_s = np.asarray(cycle.epoch_s + counts * cycle.step_s, dtype=np.float64)
    for _ in range(12):
        place = geometry(kernel, np.clip(tdb_s, kernel.start_tdb_s, kernel.end_tdb_s))
        step = cycle.ahead(place, counts)
        # a second outside is enough to tell what lies beyond the edge
        tdb_s = np.clip(place.tdb_s + step, kernel.start_tdb_s - 1.0, kernel.end_tdb_s + 1.0)
        if np.abs(step).max(initial=0.0) < 1e-3:
            break
    # one beyond the edge may have run back to its neighbour's instant
    own = np.abs(tdb_s - mean_s) < cycle.step_s / 2.0
    known = kernel.covers(tdb_s) & own
    return Events(tdb_s[known], counts[known], cycle.kinds)


def instants(tdb_s: Floats) -> Instants:
    """UTC for TDB seconds, NaT for nan."""
    known = np.isfinite(tdb_s)
    found = utc_from_tdb(np.where(known, tdb_s, 0.0))
    return np.where(known, found, np.datetime64("NaT", "us"))


def ordered(kernel: Kernel, start: np.datetime64, end: np.datetime64) -> tuple[float, float]:
    """TDB seconds of a range of UTC times; raises KernelRangeError, and ValueError where it is reversed."""
    first, last = kernel.tdb_from(np.array([start, end]))
    if last < first:
        raise ValueError(f"the range is reversed: {start} is after {end}; give the earlier time first")
    return float(first), float(last)


def events_between(kernel: Kernel, cycle: Cycle, start: np.datetime64, end: np.datetime64) -> Events:
    """Find the events from `start` (included) to `end` (excluded), both UTC."""
    first, last = ordered(kernel, start, end)
    return events_near(kernel, cycle, np.array([first]), np.array([last])).between(first, last)
