"""What the `lighting` figure needs of the sky: the light over a mission's sites around its landing, looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from figures.axis import DAY
from figures.curves import Curve
from figures.lanes import is_placed, is_point
from figures.words import rival_claims
from timeline.edtf import civil_from_days, days_from_civil
from timeline.places import event_site, has_place

if TYPE_CHECKING:
    from ephemeris.context import FloatOrRange
    from ephemeris.search import Condition, Spans
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Site, Timeline

Band: TypeAlias = tuple[float, float]
Span: TypeAlias = tuple[int, int]
"""A stretch of time in microseconds of UTC since 1970, from its start to its end."""

SUN_BAND: Final[Band] = (5.0, 45.0)
"""Good light, in degrees of the Sun's elevation: high enough to fill solar cells and low enough to cast shadows.

Apollo came down under 5 to 14 degrees for the shadows' sake (Apollo Flight Journal, Apollo Lunar Landing Launch
Window: The Controlling Factors and Constraints); landers without a crew want as much sunlight, and may come later.
"""
STATIONS: Final = ("Goldstone", "Canberra", "Madrid", "Misasa", "New Norcia")
STATION_LEAST_DEG: Final = 10.0
"""How high the Moon has to be over a station: lower, hills and thick air are in the way."""
STATION_SINCE: Final = {
    "Goldstone": 1958,
    "Canberra": 1965,
    "Madrid": 1965,
    "New Norcia": 2003,
    "Misasa": 2021,
}
"""The first year of each, before which it is left out: NASA SP-4227 (2001), sci.esa.int, global.jaxa.jp."""

PAD: Final = 2 * DAY  # of night to either side of a lunar day
LONGEST_DAY: Final = 20 * DAY  # near the poles the Sun may stay up for months: a lunation is shown instead
HALF_LUNATION: Final = 15 * DAY
OPEN_REACH: Final = 60 * DAY  # what is shown of a date with an open end: two lunar days
ROW: Final = 370 * DAY  # what is longer is cut at the turns of years
STATIONS_WITHIN: Final = 40 * DAY  # in a longer stretch their passes are too thin to be told
LONGEST: Final = 731 * DAY
SAMPLES: Final = 600  # of a curve: finer than a pixel of any figure

AFTER_LANDING: Final = frozenset(("end_of_mission", "milestone", "operation"))
"""Kinds that happen at the site once the craft is there, until it leaves."""


@dataclass(frozen=True, slots=True)
class SkyAt:
    """Elevations at a date in degrees: a number for an instant, (least, greatest) for a vague date, None unknown."""

    sun_deg: FloatOrRange | None
    earth_deg: FloatOrRange | None


@dataclass(frozen=True, slots=True)
class SiteLight:
    """The light over a site in a stretch of time; `days` are those of the Sun's upper limb.

    `windows` are where the Sun (and the Earth, where asked) stands in the band, uneclipsed; `eclipses` are
    where the Earth covers any of a risen Sun. `landing` is the sky at the landing's date.
    """

    site: Site
    role: str  # "", "target" or "backup"
    sun: Curve
    earth: Curve
    days: tuple[Span, ...]
    windows: tuple[Span, ...]
    eclipses: tuple[Span, ...]
    landing: SkyAt


@dataclass(frozen=True, slots=True)
class StationView:
    """When a ground station has the Moon high enough, and how high it has it at a landing that is an instant."""

    name: str
    spans: tuple[Span, ...]
    landing_deg: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The light from `start_us` to `end_us`: over the site of the landing first, then over the others."""

    start_us: int
    end_us: int
    sites: tuple[SiteLight, ...]
    stations: tuple[StationView, ...]


@dataclass(frozen=True, slots=True)
class MissionLight:
    """The light around one landing: its stretches in order of time, and the sky at each event over its site.

    `events` happen at the site within the stretches, `later` beyond them.
    """

    lane: Mission
    landing: Event
    stretches: tuple[Stretch, ...]
    events: tuple[Event, ...]
    later: tuple[Event, ...]
    at: tuple[tuple[str, SkyAt], ...]


@dataclass(frozen=True, slots=True)
class LightingSky:
    """The light around the landings of several missions, the bands that were asked, and what is left out."""

    missions: tuple[MissionLight, ...]
    sun: Band
    earth: Band | None
    left_out: tuple[str, ...] = ()


def look_up_lighting(
    timeline: Timeline,
    lanes: Sequence[str],
    *,
    sun: Band = SUN_BAND,
    earth: Band | None = None,
    stations: Sequence[str] = STATIONS,
) -> LightingSky:
    """Return the light around the landing of each of these missions that has a date and a place.

    Raises ValueError where none has, where a band is reversed, and for an unknown station; KernelRangeError
    (a ValueError) where no landing is within the kernel's years.
    """
    from ephemeris.kernel import KernelRangeError

    found: list[MissionLight] = []
    left_out: list[str] = []
    outside: KernelRangeError | None = None
    for lane in timeline.missions:
        if lane.id not in lanes:
            continue
        lack = lack_of(lane)
        if lack:
            left_out.append(lack)
            continue
        try:
            found.append(_mission_light(lane, sun, earth, stations))
        except KernelRangeError as error:
            outside = error
            left_out.append(f"the landing of {lane.id} is left out: {error}")
    if not found:
        raise outside or ValueError("; ".join(left_out) or "there is no mission")
    return LightingSky(tuple(found), sun, earth, tuple(left_out))


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


def _mission_light(lane: Mission, sun: Band, earth: Band | None, stations: Sequence[str]) -> MissionLight:
    landing = find_landing(lane)
    assert landing is not None
    assert landing.date is not None
    place = landing_site(lane, landing)
    assert place is not None
    start, end = _axis(landing, place)
    sites = _sites(lane, place)
    skies = _skies([landing.date] * len(sites), [site for site, _ in sites])
    stretches = tuple(
        Stretch(
            first,
            last,
            tuple(
                _site_light(site, role, first, last, sun, earth, sky)
                for (site, role), sky in zip(sites, skies, strict=True)
            ),
            _station_views(stations, first, last, landing.date) if end - start <= STATIONS_WITHIN else (),
        )
        for first, last in _rows(start, end)
    )
    here = [event for event in _on_site(lane, landing) if event.date]
    within = [event for event in here if event.date and _overlaps(event.date, start, end)]
    dates = [event.date for event in here if event.date]
    at = zip((event.address for event in here), _skies(dates, [place] * len(dates)), strict=True)
    later = tuple(event for event in here if event not in within)
    return MissionLight(lane, landing, stretches, tuple(within), later, tuple(at))


def _sites(lane: Mission, place: Site) -> list[tuple[Site, str]]:
    """Return the site of the landing, the one that was aimed at where it is another, and those held ready."""
    found = [(place, "")]
    aimed = [(lane.site, "target")] if lane.site and lane.site != place else []
    ready = [(site, "backup") for site in lane.backup_sites if site != place]
    return found + [(site, role) for site, role in (*aimed, *ready) if has_place(site)]


def _on_site(lane: Mission, landing: Event) -> Iterable[Event]:
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


def _overlaps(date: VagueDate, start: int, end: int) -> bool:
    first, last = date.earliest_us, date.latest_us
    return (first is None or first < end) and (last is None or last > start)


def _axis(landing: Event, place: Site) -> Span:
    """Return what is shown: the lunar day of the landing with some night around it, or the whole of a vague date."""
    date = landing.date
    assert date is not None
    first, last = date.earliest_us, date.latest_us
    if is_point(date) and date.middle_us is not None:
        start, end = _lunar_day(date.middle_us, place)
    elif first is not None and last is not None:
        pad = PAD if last - first <= OPEN_REACH else 0
        start, end = first - pad, last + pad
    elif first is not None:
        start, end = first - PAD, first + OPEN_REACH
    else:
        assert last is not None
        start, end = last - OPEN_REACH, last + PAD
    for claim in rival_claims(landing):
        low, high = claim.date.earliest_us, claim.date.latest_us
        if low is not None and high is not None and max(end, high) - min(start, low) <= OPEN_REACH:
            start, end = min(start, low - PAD), max(end, high + PAD)
    return start, end


def _lunar_day(us: int, place: Site) -> Span:
    """Return the lunar day at an instant, or the nearer one of a night, with some night around it."""
    import numpy as np

    from ephemeris.days import sun_times

    assert place.lat is not None
    assert place.lon is not None
    around = sun_times(np.datetime64(us, "us"), place.lat, place.lon)
    rise, fall = _us(around.previous_sunrise), _us(around.next_sunset)
    last_fall, next_rise = _us(around.previous_sunset), _us(around.next_sunrise)
    if last_fall is not None and (rise is None or last_fall > rise):  # it is night
        if next_rise is not None and next_rise - us <= us - last_fall:
            rise = next_rise
        else:
            fall = last_fall
    if rise is None or fall is None or fall - rise > LONGEST_DAY:
        return us - HALF_LUNATION, us + HALF_LUNATION
    return min(rise, us) - PAD, max(fall, us) + PAD


def _us(time: object) -> int | None:
    import numpy as np

    instant = np.datetime64(time, "us")  # type: ignore[call-overload]
    return None if np.isnat(instant) else int(instant.astype(np.int64))


def _rows(start: int, end: int) -> list[Span]:
    """Cut what is too long for a row at the turns of years."""
    if end - start <= ROW:
        return [(start, end)]
    years = range(civil_from_days(start // DAY)[0] + 1, civil_from_days((end - 1) // DAY)[0] + 1)
    turns = [start, *(days_from_civil(year, 1, 1) * DAY for year in years), end]
    return list(pairwise(turns))


def _skies(dates: Sequence[VagueDate], sites: Sequence[Site]) -> list[SkyAt]:
    from ephemeris.sites_context import site_context

    places = [(site.lat, site.lon) for site in sites if site.lat is not None and site.lon is not None]
    found = site_context(dates, places)
    return [
        SkyAt(sky.sun_elevation_deg, sky.earth_elevation_deg) if sky else SkyAt(None, None) for sky in found
    ]


def _site_light(
    site: Site, role: str, start: int, end: int, sun: Band, earth: Band | None, landing: SkyAt
) -> SiteLight:
    import numpy as np

    from ephemeris import conditions
    from ephemeris.site import site as site_sky

    assert site.lat is not None
    assert site.lon is not None
    place = site.lat, site.lon
    us = tuple(start + (end - start) * i // SAMPLES for i in range(SAMPLES + 1))
    sky = site_sky(np.array(us, dtype="datetime64[us]"), *place)
    clear = conditions.sun_not_eclipsed(*place)
    asked = [conditions.sun_elevation(*place, *sun), clear]
    asked += [conditions.earth_elevation(*place, *earth)] if earth else []
    days = _found([conditions.sun_in_view(*place)], start, end)
    return SiteLight(
        site,
        role,
        Curve(us, tuple(map(float, sky.sun_elevation_deg))),
        Curve(us, tuple(map(float, sky.earth_elevation_deg))),
        days,
        _found(asked, start, end),
        _eclipses(_found([clear], start, end), days),
        landing,
    )


def _found(asked: Sequence[Condition], start: int, end: int) -> tuple[Span, ...]:
    import numpy as np

    from ephemeris.search import find_spans

    spans: Spans = find_spans(asked, np.datetime64(start, "us"), np.datetime64(end, "us"))
    pairs = zip(spans.starts.astype(np.int64).tolist(), spans.ends.astype(np.int64).tolist(), strict=True)
    return tuple(pairs)


def _eclipses(clear: Sequence[Span], days: Sequence[Span]) -> tuple[Span, ...]:
    """Return the gaps between the spans without an eclipse, of those that begin or end by day."""
    gaps = [(a[1], b[0]) for a, b in pairwise(clear)]
    return tuple(gap for gap in gaps if any(rise < gap[1] and gap[0] < fall for rise, fall in days))


def _station_views(names: Sequence[str], start: int, end: int, landing: VagueDate) -> tuple[StationView, ...]:
    import numpy as np

    from ephemeris.conditions import moon_above
    from ephemeris.stations import find_station, moon_from_station

    year = civil_from_days(start // DAY)[0]
    stations = [find_station(name) for name in names]
    stations = [station for station in stations if STATION_SINCE.get(station.name, year) <= year]
    instant = landing.middle_us if landing.is_instant else None
    views = []
    for station in stations:
        above = None
        if instant is not None:
            above = float(moon_from_station(np.datetime64(instant, "us"), station).elevation_deg)
        views.append(
            StationView(station.name, _found([moon_above(station, STATION_LEAST_DEG)], start, end), above)
        )
    return tuple(views)
