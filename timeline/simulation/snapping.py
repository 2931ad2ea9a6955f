"""The next moment inside a window: windows are half-open, their opening is inside and their closing is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from timeline.simulation.bits import Seconds

LATE: Final = 1 << 30
"""Seconds from the origin that stand for later than all that is simulated."""

OFF: Final = LATE + (1 << 29)
"""Seconds that stand for not at all: another branch was taken. Later than `LATE` and any delay after it."""

_MOST_BUCKETS: Final = 1 << 15
_NO_END: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, eq=False)
class Snapper:
    """Windows in order, and for each bucket of time the first of them that may still be used.

    `opens` is that window's opening, `closes` its closing where that falls into the bucket, and `first` its
    number; what comes after such a closing is looked up by itself.
    """

    starts: Seconds  # the last is LATE: no window
    ends: Seconds
    shift: int
    opens: Seconds
    closes: Seconds
    first: npt.NDArray[np.int32]

    def reaching(self, last: int) -> Snapper:
        """Return the windows that what is ready by this second may use: fewer, so that buckets are finer."""
        kept = int(np.searchsorted(self.ends, last, side="right")) + 1
        spans = zip(self.starts[:kept].tolist(), self.ends[:kept].tolist(), strict=False)
        return Snapper.of(tuple(spans)) if kept < len(self.ends) else self

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int]]) -> Snapper:
        """Make one of spans in seconds, in order and apart from each other."""
        kept = [(max(start, 0), min(end, LATE)) for start, end in spans if max(start, 0) < min(end, LATE)]
        starts = np.array([*(start for start, _ in kept), LATE], np.int32)
        ends = np.array([end for _, end in kept], np.int32)
        last = int(ends[-1]) if len(ends) else 0
        shift = max(last.bit_length() - _MOST_BUCKETS.bit_length() + 1, 0)
        begins = np.arange((last >> shift) + 2, dtype=np.int64) << shift
        first = np.searchsorted(ends, begins, side="right")
        closing = np.append(ends, _NO_END)[first]
        closes = np.where(closing < begins + (1 << shift), closing, _NO_END)
        return cls(starts, ends, shift, starts[first], closes.astype(np.int32), first.astype(np.int32))

    def snap(self, ready: Seconds) -> Seconds:
        """Return the first second, not before each, that lies in a window; LATE after the last one."""
        return self.snap_and_number(ready, numbered=False)[0]

    def snap_and_number(
        self, ready: Seconds, *, numbered: bool = True
    ) -> tuple[Seconds, npt.NDArray[np.int32] | None]:
        """Do so, and return the number of each one's window; the number of windows where there is none."""
        bucket = np.minimum(ready >> self.shift, len(self.opens) - 1).astype(np.intp)
        out = np.maximum(ready, self.opens.take(bucket))
        number = self.first.take(bucket) if numbered else None
        missed = np.flatnonzero(ready >= self.closes.take(bucket))
        if missed.size:
            late = ready[missed]
            following = np.searchsorted(self.ends, late, side="right")
            out[missed] = np.maximum(late, self.starts[following])
            if number is not None:
                number[missed] = following
        return out, number

    def snap_one(self, ready: int) -> int:
        """Return the first second, not before this one, that lies in a window."""
        return int(self.snap(np.array([ready], np.int32))[0])
