"""What a simulated plan comes to: for each event when, how sure, what drives it, and what waiting for light cost.

Instants are whole microseconds since 1970-01-01T00:00Z. A histogram holds every sample that happened, in steps
that divide a day and start at midnight UTC, so that the chance of a calendar period is exact; samples that
waited for a window to open are counted apart, at the very instant it opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from timeline.edtf import DAY, SECOND, civil_from_days, days_from_civil

if TYPE_CHECKING:
    import numpy.typing as npt

QUANTILES: Final = (0.05, 0.10, 0.50, 0.80, 0.90, 0.95)
LUNATION_US: Final = 2_551_442_877_000  # 29.530588 days: a mean synodic month
Length = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class WindowUse:
    """A window [start, end) that samples used: `used` in all, of which `waited` stood ready before it opened."""

    start_us: int
    end_us: int
    used: int
    waited: int


@dataclass(frozen=True, slots=True)
class Driver:
    """An uncertain input and what it does to an event.

    `correlation` is Spearman's, -1 to 1, of the input with the event's date; `swing_days` is how much later the
    event is on average in the highest tenth of the input than in its lowest, 0 where it never is in one of them.
    `key` is the input's own name (`m4.landing after m4.launch`), `event` the address of the event it belongs to.
    """

    key: str
    event: str
    correlation: float
    swing_days: float


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period, [start, end), in EDTF, and the share of all samples that fall into it."""

    text: str
    start_us: int
    end_us: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class EventOdds:
    """When one event happens, over all samples; two are equal where every number is.

    `late` samples found no window before `until_us` (or came after the horizon), `skipped` ones took another
    branch: both are in `never`. Quantiles are of the samples that do not skip the event, the late ones counted
    as later than all; `mean_us` is of those that happened. `counts` are samples in steps of `step_us` from
    `start_us`. `wait_us` is the sum of all waits for a window, in a plan that asks for light `light` is true.
    """

    address: str
    label: str
    samples: int
    late: int
    skipped: int
    first_us: int | None
    last_us: int | None
    mean_us: int | None
    start_us: int
    step_us: int
    counts: npt.NDArray[np.int64]
    windows: tuple[WindowUse, ...] = ()
    until_us: int | None = None
    wait_us: int = 0
    light: bool = False
    drivers: tuple[Driver, ...] = ()
    known: str = ""  # the date as it is claimed, in EDTF; of an event that happened it is where it is fixed

    def __eq__(self, other: object) -> bool:
        """Compare every number."""
        if not isinstance(other, EventOdds):
            return NotImplemented
        names = [field.name for field in fields(self) if field.name != "counts"]
        same = all(getattr(self, name) == getattr(other, name) for name in names)
        return same and np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    @property
    def mission(self) -> str:
        """The id of the lane, as far as the address tells."""
        return self.address.partition(".")[0]

    @property
    def happened(self) -> int:
        """How many samples the event happens in."""
        return self.samples - self.late - self.skipped

    @property
    def never(self) -> int:
        """How many samples it does not happen in: no window, or another branch."""
        return self.late + self.skipped

    @property
    def waited(self) -> int:
        """How many samples stood ready and had to wait for a window."""
        return sum(window.waited for window in self.windows)

    @property
    def lunations_lost(self) -> float:
        """Mean lunations spent waiting for light, of the samples in which it happens; 0 without light."""
        return self.wait_us / LUNATION_US / self.happened if self.light and self.happened else 0.0

    def quantile(self, share: float) -> int | None:
        """Return the instant by which this share of the samples has happened; None where that is never.

        Within half a step of the histogram, and exact where samples waited for a window. Of the samples that
        skip the event nothing is counted. Raises ValueError for a share outside 0 to 1.
        """
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"a quantile is of a share from 0 to 1, not {share:g}")
        wanted = share * (self.samples - self.skipped)
        if not self.happened or wanted > self.happened:
            return None
        reached = np.cumsum(self.counts)
        step = int(np.searchsorted(reached, max(wanted, 0.5), side="left"))
        return self._in_step(step, wanted - float(reached[step] - self.counts[step]))

    def chance_by(self, us: int) -> float:
        """Return the chance, of all samples, that it has happened before an instant."""
        if not self.happened or us <= self.start_us:
            return 0.0
        step, within = divmod(us - self.start_us, self.step_us)
        whole = int(self.counts[:step].sum())
        part = self._part(step, us) if within and step < len(self.counts) else 0.0
        return (whole + part) / self.samples

    def periods(self, length: Length | None = None) -> tuple[Period, ...]:
        """Return the calendar periods from the first to the last that it happens in, each with its chance.

        Without a length: days up to 14 of them, months up to 24, quarters up to 16, else years.
        """
        if self.first_us is None or self.last_us is None:
            return ()
        chosen = length or self._fitting()
        edges = list(_edges(self.first_us, self.last_us, chosen))
        return tuple(
            Period(text, start, end, self.chance_by(end) - self.chance_by(start))
            for (text, start), (_, end) in pairwise(edges)
        )

    def daily(self) -> tuple[int, npt.NDArray[np.float64]]:
        """Return the first day's start in microseconds and the share of all samples of each day from it on."""
        per_day = max(DAY // self.step_us, 1)
        lead = (self.start_us % DAY) // self.step_us
        counts = np.concatenate([np.zeros(lead, np.int64), self.counts])
        counts = np.concatenate([counts, np.zeros(-len(counts) % per_day, np.int64)])
        days: npt.NDArray[np.float64] = counts.reshape(-1, per_day).sum(axis=1) / self.samples
        return self.start_us - self.start_us % DAY, days

    def _fitting(self) -> Length:
        assert self.first_us is not None
        assert self.last_us is not None
        days = (self.last_us - self.first_us) / DAY
        return "day" if days <= 14 else "month" if days <= 730 else "quarter" if days <= 1461 else "year"

    def _atoms(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the windows that open in [start, end) and how many samples waited for each."""
        return [(w.start_us, w.waited) for w in self.windows if w.waited and start <= w.start_us < end]

    def _bounds(self, step: int) -> tuple[int, int]:
        """Return between which instants the samples of a step lie."""
        assert self.first_us is not None
        assert self.last_us is not None
        start = self.start_us + step * self.step_us
        return max(start, self.first_us), min(start + self.step_us, self.last_us + SECOND)

    def _in_step(self, step: int, wanted: float) -> int:
        """Return the instant at which so many samples of a step have happened.

        Those that waited stand at the opening, the others are spread evenly from the first opening on.
        """
        low, high = self._bounds(step)
        atoms = self._atoms(low, high)
        rest = max(int(self.counts[step]) - sum(mass for _, mass in atoms), 0)
        base = atoms[0][0] if atoms else low
        for opens, mass in atoms:
            spread = rest * (opens - base) / (high - base)
            if wanted <= spread:
                break
            if wanted <= spread + mass:
                return opens
            wanted -= mass
        if not rest:
            return base
        return base + round((high - base) * min(max(wanted / rest, 0.0), 1.0) / SECOND) * SECOND

    def _part(self, step: int, us: int) -> float:
        """Return how many samples of a step happen before an instant in it."""
        low, high = self._bounds(step)
        atoms = self._atoms(low, high)
        rest = max(int(self.counts[step]) - sum(mass for _, mass in atoms), 0)
        base = atoms[0][0] if atoms else low
        along = min(max((us - base) / (high - base), 0.0), 1.0) if high > base else float(us > base)
        return rest * along + sum(mass for opens, mass in atoms if opens < us)


@dataclass(frozen=True, slots=True)
class Odds:
    """A plan simulated: the odds of each of its events, in the order of the plan."""

    title: str
    samples: int
    seed: int
    events: tuple[EventOdds, ...]

    def __getitem__(self, address: str) -> EventOdds:
        """Return an event's odds by its address; KeyError names those there are."""
        for event in self.events:
            if event.address == address:
                return event
        raise KeyError(
            f"the plan has no event {address!r}; it has: {', '.join(each.address for each in self.events)}"
        )


@dataclass(frozen=True, slots=True)
class SlipStep:
    """What a slip costs: `slip_us` on the one event, and when the other then happens."""

    slip_us: int
    mean_us: int | None
    p10_us: int | None
    p50_us: int | None
    p90_us: int | None
    never: int


@dataclass(frozen=True, slots=True)
class Staircase:
    """When `watched` happens against slips of `slipped`, each slip with the same luck in all else."""

    slipped: str
    watched: str
    samples: int
    seed: int
    steps: tuple[SlipStep, ...]


def _edges(first_us: int, last_us: int, length: Length) -> Iterator[tuple[str, int]]:
    """Give the starts of calendar periods from the one that holds the first to the one after the last."""
    year, month, _ = civil_from_days(first_us // DAY)
    if length == "day":
        for day in range(first_us // DAY, last_us // DAY + 2):
            y, m, d = civil_from_days(day)
            yield f"{y:04}-{m:02}-{d:02}", day * DAY
        return
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    month -= (month - 1) % months
    while True:
        start = days_from_civil(year, month, 1) * DAY
        text = {"month": f"{year:04}-{month:02}", "quarter": f"{year:04}-Q{(month + 2) // 3}"}
        yield text.get(length, f"{year:04}"), start
        if start > last_us:
            return
        year, month = (year, month + months) if month + months <= 12 else (year + 1, month + months - 12)
