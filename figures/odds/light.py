"""When the Sun is up where an event of a plan happens: looked up once, the one place here that asks `ephemeris`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.notes import site_words
from timeline.model import Site
from timeline.places import event_site

if TYPE_CHECKING:
    from timeline.model import Timeline

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Daylight:
    """When any of the Sun is up at a place, and the place in words.

    `between(start_us, end_us)` gives the spans between two instants, microseconds of UTC since 1970.
    """

    place: str
    between: Callable[[int, int], Sequence[Span]]


NO_DAYLIGHT = Daylight("", lambda start_us, end_us: ())
"""Of what has no place on the Moon."""


def daylight_at(timeline: Timeline, address: str) -> Daylight:
    """Return when the Sun is up where an event happens: at the place its plan assumes, else at its site."""
    site = _site(timeline, address)
    if site is None or site.lat is None or site.lon is None:
        return NO_DAYLIGHT
    lat, lon = site.lat, site.lon
    return Daylight(site_words(site), lambda start_us, end_us: _spans(lat, lon, start_us, end_us))


def _site(timeline: Timeline, address: str) -> Site | None:
    for lane in timeline.lanes:
        for event in lane.events:
            if event.address == address:
                place = event.within.place if event.within else None
                return (
                    Site(name=place.name, lat=place.lat, lon=place.lon) if place else event_site(event, lane)
                )
    return None


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
