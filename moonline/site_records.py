"""The sky over an event's site as plain values, with units in the names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from timeline.edtf import instant_text
from timeline.places import has_place

if TYPE_CHECKING:
    import numpy as np

    from ephemeris.eclipses import Eclipse
    from ephemeris.sites_context import SiteContext
    from timeline.model import Event, Site

Record = dict[str, Any]
ELEVATION_KEYS = ("sun_elevation_deg", "earth_elevation_deg")
SITE_KEYS = (*ELEVATION_KEYS, "sunrise", "sunset", "eclipse")
SITE_COLUMNS = (
    "site",
    *(f"{key}_{end}" for key in ELEVATION_KEYS for end in ("min", "max")),
    "sunrise",
    "sunset",
    "eclipse",
)
DIGITS = 4  # a digit finer than what the elevations were measured to


def site_records(events: Sequence[Event], sites: Sequence[Site | None]) -> list[Record]:
    """Return what a record tells of each event's site, found in one call; all of it null where there is none."""
    if not any(map(has_place, sites)):
        return [site_record(site, None) for site in sites]
    from ephemeris.sites_context import site_context

    rows = [
        row
        for row, (event, site) in enumerate(zip(events, sites, strict=True))
        if event.date and has_place(site)
    ]
    dates, places = [events[row].date for row in rows], [_place(sites[row]) for row in rows]
    found = dict(zip(rows, site_context([date for date in dates if date], places), strict=True))
    return [site_record(site, found.get(row)) for row, site in enumerate(sites)]


def _place(site: Site | None) -> tuple[float, float]:
    assert site is not None
    assert site.lat is not None
    assert site.lon is not None
    return site.lat, site.lon


def site_record(site: Site | None, context: SiteContext | None) -> Record:
    """Return a site and its sky: elevations as a number or [min, max], times in UTC, eclipses as a list.

    `sunrise` and `sunset` bound the lunar day or night that holds an instant; `eclipse` lists those of Sun and
    Moon that fall into the date, and is null where the date is too long to tell.
    """
    record: Record = {"site": None, **dict.fromkeys(SITE_KEYS)}
    if site is not None:
        note = context.note if context else ""
        record["site"] = {
            "name": site.name,
            "latitude_deg": site.lat,
            "longitude_deg": site.lon,
            "note": note,
        }
    if context is not None:
        record |= {key: _rounded(getattr(context, key)) for key in ELEVATION_KEYS}
        record |= {key: _iso(getattr(context, key)) for key in ("sunrise", "sunset")}
        record["eclipse"] = (
            None if context.eclipses is None else [_eclipse(each) for each in context.eclipses]
        )
    return record


def _rounded(value: float | tuple[float, float] | None) -> float | list[float] | None:
    if isinstance(value, tuple):
        return [round(end, DIGITS) for end in value]
    return None if value is None else round(value, DIGITS)


def _iso(time: np.datetime64 | None) -> str | None:
    """Write a time to the second that is nearest."""
    if time is None:
        return None
    us = int(time.astype("M8[us]").astype("int64"))
    return instant_text((us + 500_000) // 1_000_000 * 1_000_000, "second")


def _eclipse(eclipse: Eclipse) -> Record:
    times = {key: _iso(getattr(eclipse, key)) for key in ("greatest", "begins", "ends")}
    return {"body": eclipse.body, "kind": eclipse.kind, **times}


def site_cells(record: Record) -> list[Any]:
    """Return a record's cells under SITE_COLUMNS; a single number is both the least and the greatest."""
    ends = [record[key] if isinstance(record[key], list) else [record[key]] * 2 for key in ELEVATION_KEYS]
    eclipses = "; ".join(f"{each['kind']} of the {each['body']}" for each in record["eclipse"] or ())
    return [
        (record["site"] or {}).get("name"),
        *ends[0],
        *ends[1],
        record["sunrise"],
        record["sunset"],
        eclipses,
    ]
