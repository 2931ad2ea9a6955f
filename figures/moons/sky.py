"""What the `moons` figure needs of the sky: the Moon's face at each event whose date has a single Moon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from figures.axis import DAY

if TYPE_CHECKING:
    from ephemeris.scales import Floats, Instants
    from figures.moonmap import LatLon
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Site

Lane: TypeAlias = "Mission | Organisation"

LONGEST_US: Final = 3 * DAY  # of a date that still has a single Moon: a day, or about a day
FULL_LIT: Final = 0.98  # the least share of a Moon in any part of an eclipse is above this


@dataclass(frozen=True, slots=True)
class Face:
    """How the Moon stood at an event; of a date that is a day, at its middle, the Sun from its start to its end.

    Places are selenographic (latitude, longitude) in degrees, east positive; `axis_angle_deg` counts from
    celestial north through east; `site` is the landing site, `sun_at_site_deg` the Sun's least and greatest
    elevation there.
    """

    subearth: LatLon
    subsolar: LatLon
    axis_angle_deg: float
    subsolar_end: LatLon | None = None
    site: LatLon | None = None
    sun_at_site_deg: tuple[float, float] | None = None
    eclipse: str = ""  # the kind of a lunar eclipse within the date


def look_up_moons(lanes: Iterable[Lane]) -> Mapping[str, Face]:
    """Return the face at every event whose date is known to about a day and lies within the kernel, by address."""
    import numpy as np

    from ephemeris.kernel import load_kernel
    from ephemeris.moon import moon
    from ephemeris.site import site

    kernel = load_kernel()
    first, last = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    found = [(event, _site_of(event, lane), moments_of(event)) for lane in lanes for event in lane.events]
    found = [each for each in found if each[2] and first <= each[2][0] and each[2][-1] <= last]
    if not found:
        return {}
    times = np.array([moments for *_, moments in found], dtype="M8[us]")
    places = np.array([(place.lat, place.lon) if place else (0.0, 0.0) for _, place, _ in found], dtype=float)
    sky = moon(times)
    heights = site(times, places[:, :1], places[:, 1:]).sun_elevation_deg
    earths = np.stack([sky.subearth_latitude_deg, sky.subearth_longitude_deg], axis=-1).tolist()
    eclipses = _lunar_eclipses(times[:, 0], times[:, 2], sky.illuminated_fraction.max(axis=1))
    suns = np.stack([sky.subsolar_latitude_deg, sky.subsolar_longitude_deg], axis=-1).tolist()
    return {
        event.address: Face(
            tuple(earth[1]),
            tuple(sun[0]),
            float(axis),
            tuple(sun[2]) if moments[0] < moments[2] else None,
            tuple(at) if place else None,
            (float(up.min()), float(up.max())) if place else None,
            eclipse,
        )
        for (event, place, moments), earth, sun, axis, at, up, eclipse in zip(
            found, earths, suns, sky.axis_angle_deg[:, 1], places.tolist(), heights, eclipses, strict=True
        )
    }


def _lunar_eclipses(starts: Instants, ends: Instants, lit: Floats) -> list[str]:
    """Return the kind of the lunar eclipse that is within each interval; asked only near the full Moon."""
    import numpy as np

    from ephemeris.eclipses import eclipses_during

    kinds = [""] * len(starts)
    near = np.flatnonzero(lit > FULL_LIT)
    for place, found in zip(
        near.tolist(), eclipses_during(starts[near], ends[near]) if len(near) else (), strict=True
    ):
        kinds[place] = next((eclipse.kind for eclipse in found if eclipse.body == "Moon"), "")
    return kinds


def moments_of(event: Event) -> tuple[int, ...]:
    """Return the first, the middle and the last microsecond of a date that has a single Moon, else nothing."""
    date = event.date
    if not has_one_moon(date):
        return ()
    assert date is not None
    first, middle, last = date.earliest_us, date.middle_us, date.latest_us
    assert first is not None
    assert middle is not None
    assert last is not None
    return (middle, middle, middle) if date.is_instant else (first, middle, last - 1)


def has_one_moon(date: VagueDate | None) -> bool:
    """Tell whether a date is known so well that one face stands for it: an instant, a day, or about a day."""
    if date is None or date.duration_us is None:
        return False
    return date.is_instant or date.duration_us <= LONGEST_US


def _site_of(event: Event, lane: Lane) -> Site | None:
    """Return an event's own site, else its mission's, else the first that an event of the mission has."""
    sites = [event.site, getattr(lane, "site", None), *(each.site for each in lane.events)]
    return next((site for site in sites if site and site.lat is not None and site.lon is not None), None)
