"""What the `lighting` figure shows of a mission: which landing, at which sites, and what else happens there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from figures.axis import DAY
from figures.lanes import is_placed
from timeline.edtf import civil_from_days, days_from_civil
from timeline.places import event_site, has_place

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Site

Span: TypeAlias = tuple[int, int]
"""A stretch of time in microseconds of UTC since 1970, from its start to its end."""

ROW: Final = 370 * DAY  # what is longer is cut at the turns of years
LONGEST: Final = 731 * DAY
AFTER_LANDING: Final = frozenset(("end_of_mission", "milestone", "operation"))
"""Kinds that happen at the site once the craft is there, until it leaves."""


def lack_of(lane: Mission | Organisation) -> str:
    """Say what a mission lacks for the light around its landing; nothing where it has all."""
    landing = find_landing(lane)
    if landing is None:
        return f"{lane.id} has no landing (an event of kind landing_attempt)"
    if not is_placed(landing) or landing.date is None:
        return f"{landing.address} has no date (give it a `date:`)"
    if landing_site(lane, landing) is None:
        return f"{landing.address} has no place (give its site, or its mission's, `lat:` and `lon:`)"
    length = landing.date.duration_us
    if length is not None and length > LONGEST:
        return f"{landing.address} is dated too vaguely, to more than two years"
    return ""


def find_landing(lane: Mission | Organisation) -> Event | None:
    """Return a mission's first landing that has a date and a place, else its first one."""
    landings = [event for event in lane.events if event.kind == "landing_attempt"]
    whole = [event for event in landings if is_placed(event) and landing_site(lane, event)]
    return next(iter([*whole, *landings]), None)


def landing_site(lane: Mission | Organisation, landing: Event) -> Site | None:
    """Return the site of a landing that has coordinates: its own, else its mission's."""
    sites = (event_site(landing, lane), getattr(lane, "site", None))
    return next((site for site in sites if has_place(site)), None)


def sites_of(lane: Mission, place: Site) -> list[tuple[Site, str]]:
    """Return the site of the landing, the one that was aimed at where it is another, and those held ready."""
    found = [(place, "")]
    aimed = [(lane.site, "target")] if lane.site and lane.site != place else []
    ready = [(site, "backup") for site in lane.backup_sites if site != place]
    return found + [(site, role) for site, role in (*aimed, *ready) if has_place(site)]


def events_on_site(lane: Mission, landing: Event) -> Iterable[Event]:
    """Give the events that happen at the site: by their kind, or because the craft is there."""
    down = landing.date.earliest_us if landing.date else None
    ups = [e.date.earliest_us for e in lane.events if e.kind == "ascent" and e.date and is_placed(e)]
    up = min((us for us in ups if us is not None), default=None)
    for event in lane.events:
        if not is_placed(event) or event.date is None:
            continue
        first = event.date.earliest_us
        after = down is not None and first is not None and first >= down and (up is None or first <= up)
        if event_site(event, lane) is not None or (event.kind in AFTER_LANDING and after):
            yield event


def overlaps(date: VagueDate, start: int, end: int) -> bool:
    """Tell whether a date may lie within a stretch of time."""
    first, last = date.earliest_us, date.latest_us
    return (first is None or first < end) and (last is None or last > start)


def rows(start: int, end: int) -> list[Span]:
    """Cut what is too long for a row at the turns of years."""
    if end - start <= ROW:
        return [(start, end)]
    years = range(civil_from_days(start // DAY)[0] + 1, civil_from_days((end - 1) // DAY)[0] + 1)
    turns = [start, *(days_from_civil(year, 1, 1) * DAY for year in years), end]
    return list(pairwise(turns))
