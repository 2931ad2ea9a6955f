"""What the `lighting` figure needs of the sky: the light over a mission's sites around its landing, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from figures.axis import DAY
from figures.curves import Curve
from figures.lanes import is_point
from figures.lighting.plan import (
    Span,
    events_on_site,
    find_landing,
    lack_of,
    landing_site,
    overlaps,
    rows,
    sites_of,
)
from figures.lighting.values import Band, LightingSky, MissionLight, SiteLight, SkyAt, StationView, Stretch
from figures.words import rival_claims
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from ephemeris.search import Condition, Spans
    from ephemeris.stations import Station
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Site, Timeline

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
STATIONS_WITHIN: Final = 40 * DAY  # in a longer stretch their passes are too thin to be told
SAMPLES: Final = 600  # of a curve: finer than a pixel of any figure


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
    from ephemeris.stations import find_station

    named = [find_station(name) for name in stations]
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
            found.append(_mission_light(lane, sun, earth, named))
        except KernelRangeError as error:
            outside = error
            left_out.append(f"the landing of {lane.id} is left out: {error}")
    if not found:
        raise outside or ValueError("; ".join(left_out) or "there is no mission")
    return LightingSky(tuple(found), sun, earth, tuple(left_out))


def _mission_light(lane: Mission, sun: Band, earth: Band | None, stations: Sequence[Station]) -> MissionLight:
    landing = find_landing(lane)
    assert landing is not None
    assert landing.date is not None
    place = landing_site(lane, landing)
    assert place is not None
    sites = sites_of(lane, place)
    skies = _skies([landing.date] * len(sites), [site for site, _ in sites], strict=True)
    start, end = _known(_axis(landing, place))
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
        for first, last in rows(start, end)
    )
    here = [event for event in events_on_site(lane, landing) if event.date]
    within = [event for event in here if event.date and overlaps(event.date, start, end)]
    dates = [event.date for event in here if event.date]
    at = zip((event.address for event in here), _skies(dates, [place] * len(dates)), strict=True)
    later = tuple(event for event in here if event not in within)
    return MissionLight(lane, landing, stretches, tuple(within), later, tuple(at))


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


def _known(span: Span) -> Span:
    """Cut what is outside the kernel's years from a span that meets them."""
    from ephemeris.kernel import load_kernel

    kernel = load_kernel()
    first, last = _us(kernel.start), _us(kernel.end)
    assert first is not None
    assert last is not None
    return max(span[0], first), min(span[1], last)


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


def _skies(dates: Sequence[VagueDate], sites: Sequence[Site], *, strict: bool = False) -> list[SkyAt]:
    from ephemeris.sites_context import site_context

    places = [(site.lat, site.lon) for site in sites if site.lat is not None and site.lon is not None]
    found = site_context(dates, places, strict=strict)
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


def _station_views(
    stations: Sequence[Station], start: int, end: int, landing: VagueDate
) -> tuple[StationView, ...]:
    import numpy as np

    from ephemeris.conditions import moon_above
    from ephemeris.stations import moon_from_station

    year = civil_from_days(start // DAY)[0]
    instant = landing.middle_us if landing.is_instant else None
    views = []
    for station in stations:
        if STATION_SINCE.get(station.name, year) > year:
            continue
        above = None
        if instant is not None:
            above = float(moon_from_station(np.datetime64(instant, "us"), station).elevation_deg)
        views.append(
            StationView(station.name, _found([moon_above(station, STATION_LEAST_DEG)], start, end), above)
        )
    return tuple(views)
