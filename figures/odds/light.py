"""When the Sun is up where an event of a plan happens: looked up once, the one place here that asks `ephemeris`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from timeline.places import event_site

if TYPE_CHECKING:
    from timeline.model import Event, Timeline

Span = tuple[int, int]
Daylight = Callable[[int, int], Sequence[Span]]
"""Gives the spans in which any of the Sun is up between two instants, all in microseconds of UTC since 1970."""


def no_daylight(start_us: int, end_us: int) -> Sequence[Span]:
    """Return no span at all: for what has no place on the Moon."""
    return ()


def daylight_at(timeline: Timeline, address: str) -> Daylight:
    """Return when the Sun is up where an event happens: at the place its plan assumes, else at its site."""
    place = _place(timeline, address)
    if place is None:
        return no_daylight
    return lambda start_us, end_us: _spans(*place, start_us, end_us)


def _place(timeline: Timeline, address: str) -> tuple[float, float] | None:
    lane, event = next(
        (lane, event) for lane in timeline.lanes for event in lane.events if event.address == address
    )
    assumed = _assumed(event)
    site = event_site(event, lane)
    if assumed is not None or site is None or site.lat is None or site.lon is None:
        return assumed
    return site.lat, site.lon


def _assumed(event: Event) -> tuple[float, float] | None:
    place = event.within.place if event.within else None
    return None if place is None else (place.lat, place.lon)


def _spans(lat: float, lon: float, start_us: int, end_us: int) -> Sequence[Span]:
    import numpy as np

    from ephemeris.conditions import sun_in_view
    from ephemeris.kernel import load_kernel
    from ephemeris.search import find_spans

    kernel = load_kernel()
    margin = np.timedelta64(1, "D")
    known = [
        int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start + margin, kernel.end - margin)
    ]
    first, last = (min(max(us, known[0]), known[1]) for us in (start_us, end_us))
    if first >= last:
        return ()
    found = find_spans([sun_in_view(lat, lon)], np.datetime64(first, "us"), np.datetime64(last, "us"))
    ends = (each.astype("M8[us]").astype(np.int64).tolist() for each in (found.starts, found.ends))
    return list(zip(*ends, strict=True))
