"""What a layout needs of the sky, looked up once: the one place of this room that asks `ephemeris`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.words import is_dense

if TYPE_CHECKING:
    from ephemeris.context import MoonContext
    from timeline.model import Event, Timeline

PhasesBetween = Callable[[int, int], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sky:
    """Each event's Moon by its address, and the phases in a stretch of time.

    `phases(start_us, end_us)` gives (instant in microseconds of UTC since 1970, kind): 0 new, 1 first quarter,
    2 full, 3 last quarter; nothing outside the kernel's years.
    """

    contexts: Mapping[str, MoonContext | None]
    phases: PhasesBetween


def look_up_lanes(timeline: Timeline, lanes: Collection[str] | None) -> Sky:
    """Return the sky of all events of these lanes that are drawn one by one, of every lane by default."""
    chosen = (lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    return look_up([event for lane in chosen if not is_dense(lane) for event in lane.events])


def look_up(events: Iterable[Event]) -> Sky:
    """Return the sky of these events, all of them in one call."""
    from ephemeris.context import moon_context

    dated = [event for event in events if event.date is not None]
    contexts = moon_context([event.date for event in dated if event.date is not None])
    return Sky(
        {event.address: context for event, context in zip(dated, contexts, strict=True)}, phases_between
    )


def phases_between(start_us: int, end_us: int) -> Sequence[tuple[int, int]]:
    """Return the phases within a stretch of time that the kernel covers, in order."""
    import numpy as np

    from ephemeris.kernel import load_kernel
    from ephemeris.phases import find_phases

    kernel = load_kernel()
    first, last = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    if start_us >= last or end_us <= first:
        return ()
    start, end = (np.datetime64(min(max(us, first), last), "us") for us in (start_us, end_us))
    found = find_phases(start, end)
    instants = found.times.astype("datetime64[us]").astype(np.int64)
    return [(int(us), int(kind)) for us, kind in zip(instants, found.kinds, strict=True)]
