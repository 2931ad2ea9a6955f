"""The values that make events a plan: what an event waits for, within what, and on what.

They are named tuples and not dataclasses, which take five times as long to make: `check` waits for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from timeline.dates import VagueDate

Shape = Literal["fixed", "pert", "triangular", "lognormal", "observed"]
Half = Literal["morning", "evening"]
Band = tuple[float, float]


class Delay(NamedTuple):
    """A length of time, known or not, in microseconds.

    `values_us` are the one length (fixed); the least, likeliest and greatest (pert, triangular); the tenth and
    the ninetieth percentile (lognormal); or every length that was observed, in order of length.
    """

    shape: Shape
    values_us: tuple[int, ...]


class After(NamedTuple):
    """What an event waits for: another event, by its id or address, or a date; and how long it then takes."""

    event: str = ""
    date: VagueDate | None = None
    delay: Delay = Delay("fixed", (0,))
    note: str = ""
    source: str = ""


class Place(NamedTuple):
    """A place on the Moon that a plan assumes, where the file knows no site."""

    name: str
    lat: float
    lon: float


class Within(NamedTuple):
    """When an event may happen: every condition that is given holds at once.

    Bands are degrees of elevation over the site, `half` is the half of the local day; `stations` are those of
    which any one sees the Moon so high. `start` and `end` bound it, that end included; `periods` are the dates
    that it is bound to.
    """

    sun: Band | None = None
    half: Half | None = None
    earth: Band | None = None
    stations: tuple[tuple[str, float], ...] = ()
    start: VagueDate | None = None
    end: VagueDate | None = None
    periods: tuple[VagueDate, ...] = ()
    place: Place | None = None
    note: str = ""
    source: str = ""

    @property
    def asks_the_sky(self) -> bool:
        """Whether any condition is one of astronomy."""
        return bool(self.asks_for_light or self.earth is not None or self.stations)

    @property
    def asks_for_light(self) -> bool:
        """Whether any condition is one of the Sun."""
        return self.sun is not None or self.half is not None


class Resource(NamedTuple):
    """What serves one event at a time, and how long each keeps it, from when the event happens."""

    name: str
    busy: Delay
    note: str = ""
    source: str = ""


def date_spans(within: Within) -> list[tuple[int | None, int | None]]:
    """Return the spans [start, end) that the dates alone leave, in order; None is an open end."""
    first = within.start.earliest_us if within.start else None
    last = within.end.latest_us if within.end else None
    if not within.periods:
        return [(first, last)]
    spans: list[tuple[int | None, int | None]] = []
    for period in sorted(within.periods, key=lambda each: each.earliest_us or 0):
        start = max((us for us in (period.earliest_us, first) if us is not None), default=None)
        end = min((us for us in (period.latest_us, last) if us is not None), default=None)
        if start is not None and end is not None and start >= end:
            continue
        before = spans[-1][1] if spans else 0
        if spans and (before is None or (start is not None and start <= before)):
            spans[-1] = (spans[-1][0], None if before is None or end is None else max(before, end))
        else:
            spans.append((start, end))
    return spans
