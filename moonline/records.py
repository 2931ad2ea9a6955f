"""Events as records: the JSON and CSV that other programs read, with units in the names."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from moonline.site_records import SITE_COLUMNS, site_cells, site_records
from timeline.edtf import DAY, civil_from_days, instant_text
from timeline.places import event_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ephemeris.context import MoonContext
    from timeline.dates import VagueDate
    from timeline.model import Event, Timeline

Record = dict[str, Any]
MOON_KEYS = (
    "phase_name",
    "phase_longitude_deg",
    "illuminated_fraction",
    "age_days",
    "lunation",
    "distance_km",
)


def event_records(timeline: Timeline, lanes: Sequence[str]) -> list[Record]:
    """Return the events of these lanes in order of time; those without a date come last."""
    from figures.sky import look_up

    chosen = [lane for lane in timeline.lanes if lane.id in lanes]
    placed = [(event, event_site(event, lane)) for lane in chosen for event in lane.events]
    placed.sort(key=lambda pair: _order(pair[0]))
    events = [event for event, _ in placed]
    sky, sites = look_up(events), site_records(events, [site for _, site in placed])
    return [
        event_record(event, sky.contexts.get(event.address)) | site
        for event, site in zip(events, sites, strict=True)
    ]


def _order(event: Event) -> tuple[bool, float]:
    date = event.date
    if date is None or date.is_unknown:
        return True, 0.0
    return False, float(next(us for us in (date.earliest_us, date.latest_us) if us is not None))


def event_record(event: Event, context: MoonContext | None) -> Record:
    """Return one event as plain values; `moon` is null where nothing can be said of it."""
    return {
        "mission": event.mission,
        "id": event.id,
        "kind": event.kind,
        "label": event.label,
        "outcome": event.outcome,
        "contested": event.contested,
        "date": date_record(event),
        "sources": list(event.source_ids),
        "slips": [_slip_record(step) for step in event.slips],
        "moon": moon_record(context),
        "note": event.note,
    }


def date_record(event: Event) -> Record | None:
    """Return a date as its EDTF text and the UTC interval it allows; null ends are open."""
    date = event.date
    if date is None:
        return None
    return {
        "edtf": date.text,
        "earliest": iso(date.earliest_us),
        "latest": iso(date.latest_us),
        "precision": date.precision,
        "status": event.status,
        "approximate": date.approximate,
        "uncertain": date.uncertain,
        "no_earlier_than": date.net,
    }


def iso(us: int | None) -> str | None:
    """Write microseconds since 1970 as ISO 8601 in UTC, to the second or as far as it is known.

    A year of more than four digits has its sign before it (+10000-01-01T00:00:00Z), as ISO 8601 wants it.
    """
    if us is None:
        return None
    year, month, day = civil_from_days(us // DAY)
    if abs(year) > 9999:
        return f"{year:+}-{month:02}-{day:02}T" + iso(us % DAY)[11:]  # type: ignore[index]
    return instant_text(us, "microsecond", 6) if us % 1_000_000 else instant_text(us, "second")


def _slip_record(step: Any) -> Record:
    return {
        "move": step.move,
        "from": step.before.date.text,
        "to": step.after.date.text,
        "days": None if step.days is None else round(step.days, 5) + 0.0,  # to the second, and no -0.0
        "stated": _text(step.after.stated),
        "status": "planned" if step.after.planned else "actual",
        "source": step.after.source,
    }


def _text(date: VagueDate | None) -> str | None:
    return None if date is None else date.text


def moon_record(context: MoonContext | None) -> Record | None:
    """Return the Moon of an event: a number for an instant, [min, max] for a vague date."""
    if context is None or context.phase_name is None:
        return None
    values = {key: getattr(context, key) for key in MOON_KEYS}
    return {key: _rounded(key, value) for key, value in values.items()}


DIGITS: Mapping[str, int] = {
    "phase_longitude_deg": 4,
    "illuminated_fraction": 5,
    "age_days": 4,
    "distance_km": 1,
}
"""Decimals that are kept: a digit finer than what the sky was measured to."""


def _rounded(key: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_rounded(key, each) for each in value]
    return round(value, DIGITS[key]) if key in DIGITS and value is not None else value


def to_json(value: Any) -> str:
    """Write JSON for people to read and programs to parse; there is no NaN in it."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def to_csv(records: Sequence[Record]) -> str:
    """Write records as CSV, one event a row, nested values in columns of their own."""
    columns = ["mission", "id", "kind", "label", "outcome", "contested"]
    dates = ["edtf", "earliest", "latest", "precision", "status"]
    ranges = [key for key in MOON_KEYS if key != "phase_name"]
    head = [*columns, *dates, "sources", "phase_name"]
    head += [f"{key}_{end}" for key in ranges for end in ("min", "max")]
    head += SITE_COLUMNS
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for record in records:
        date, moon = record["date"] or {}, record["moon"] or {}
        row = [_cell(record[key]) for key in columns] + [date.get(key) for key in dates]
        row += [" ".join(record["sources"]), moon.get("phase_name")]
        row += [end for key in ranges for end in _ends(moon.get(key))]
        row += site_cells(record)
        writer.writerow(row)
    return stream.getvalue()


def _ends(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else (value, value)


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
