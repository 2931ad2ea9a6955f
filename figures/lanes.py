"""A lane as numbers: which events stand on it, where their bars, old plans and labels go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.axis import DAY, TimeAxis
from figures.words import DateWords, rival_claims
from timeline.dates import describe

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.dates import VagueDate
    from timeline.model import Event

ZOOM_MIN_EVENTS = 4
ZOOM_MAX_SHARE = 0.12  # of the axis: what takes more of it can be read where it stands
ZOOM_PADDING = 0.04


@dataclass(frozen=True, slots=True)
class Item:
    """An event on an axis: its extent, and whether that is drawn as a bar, in points."""

    event: Event
    left: float
    right: float
    bar: bool
    words: DateWords
    width: float = 0.0

    @property
    def x(self) -> float:
        """Return where its mark stands: an instant's own place, a bar's middle, the known end of an open one."""
        assert self.event.date is not None
        return _mark_x(self.event.date, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Ghost:
    """A claim that the drawn date replaced or contradicts, on a track of its own under the line."""

    event: Event
    left: float
    right: float
    date: VagueDate
    note: str
    source: str
    rival: bool

    @property
    def x(self) -> float:
        """Return where its mark would stand."""
        return _mark_x(self.date, self.left, self.right)


def _mark_x(date: VagueDate, left: float, right: float) -> float:
    if date.open_start != date.open_end:
        return right if date.open_start else left
    return (left + right) / 2


def is_point(date: VagueDate) -> bool:
    """Tell whether a date is drawn as a mark alone: a known instant, or a known day."""
    return date.is_instant or date.precision == "day"


def extent(date: VagueDate, axis: TimeAxis) -> tuple[float, float]:
    """Return a date's left and right in points; a known day stands at its middle, open ends at the axis' ends."""
    if is_point(date) and date.middle_us is not None:
        x = axis.clipped(date.middle_us, axis.left)
        return x, x
    return axis.clipped(date.earliest_us, axis.left), axis.clipped(date.latest_us, axis.right)


def domain(dates: Sequence[VagueDate], padding: float) -> tuple[int, int]:
    """Return the stretch of time that holds every bounded end, with some room at both ends."""
    ends = [us for date in dates for us in (date.earliest_us, date.latest_us) if us is not None]
    ends = [us for us in ends if abs(us) < 2**62] or [0, DAY]
    first, last = min(ends), max(ends)
    room = max(int((last - first) * padding), 30_000_000 if last > first else DAY)
    return first - room, last + room


def crowds(events: Sequence[Event], axis: TimeAxis) -> list[tuple[Event, ...]]:
    """Return the runs of known days and instants that stand too close on the axis to be read there."""
    points = sorted(
        (
            event
            for event in events
            if event.date and is_point(event.date) and event.date.middle_us is not None
        ),
        key=lambda event: event.date.middle_us,  # type: ignore[union-attr,arg-type,return-value]
    )
    room = (axis.right - axis.left) * ZOOM_MAX_SHARE
    runs: list[list[Event]] = []
    for event in points:
        x = axis.x(event.date.middle_us)  # type: ignore[union-attr,arg-type]
        if runs and x - axis.x(runs[-1][0].date.middle_us) <= room:  # type: ignore[union-attr,arg-type]
            runs[-1].append(event)
        else:
            runs.append([event])
    return [tuple(run) for run in runs if len(run) >= ZOOM_MIN_EVENTS]


def ghosts(
    event: Event, axis: TimeAxis, numbers: Callable[[str], str], tz: tzinfo | None
) -> tuple[Ghost, ...]:
    """Return the claims that an event's drawn date replaced or contradicts, the latest stated first."""
    if event.best is None or event.is_span:
        return ()
    rivals = rival_claims(event)
    plans = [
        c
        for c in event.claims
        if c.planned and c not in rivals and c.date != event.date and not c.date.is_unknown
    ]
    plans.sort(key=lambda claim: (claim.stated.earliest_us if claim.stated else None) or 0, reverse=True)
    found: dict[tuple[str, bool], Ghost] = {}
    for claim in (*rivals, *plans):
        rival = claim in rivals
        left, right = extent(claim.date, axis)
        said = f", said {describe(claim.stated, tz)}" if claim.stated and not rival else ""
        note = f"{'or ' if rival else ''}{describe(claim.date, tz)}{said}"
        source = numbers(claim.source) if claim.source else ""
        before = found.get((claim.date.text, rival))
        if before is not None:
            source = ",".join(filter(None, (before.source, source)))
            note = before.note
        found[claim.date.text, rival] = Ghost(event, left, right, claim.date, note, source, rival)
    return tuple(found.values())


def tracks(extents: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """Return a track for each stretch so that none touches another on its track, the first ones nearest.

    Stretches are taken in the order given, each on the first track where it has room.
    """
    taken: list[list[tuple[float, float]]] = []
    chosen = []
    for left, right in extents:
        free = (
            track
            for track, others in enumerate(taken)
            if all(right + gap <= a or left >= b + gap for a, b in others)
        )
        track = next(free, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((left, right))
        chosen.append(track)
    return chosen
