"""Calendars as timelines: what we once wrote into one, and what others did."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from moonline.convert_rows import Row, timeline_of
from moonline.report.extras import needs
from timeline.missionfile import Finding, MissionFileError

if TYPE_CHECKING:
    from timeline.model import Timeline

OWN = (
    "mission",
    "mission-name",
    "id",
    "label",
    "kind",
    "outcome",
    "date",
    "planned",
    "source",
    "publisher",
    "note",
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read_ics(data: bytes, file: str, title: str) -> tuple[Timeline, tuple[str, ...]]:
    """Return the timeline in a calendar, and what was left out of it.

    Days stay days, and several days a span; times are moved to UTC. Raises MissionFileError where there is no
    calendar, or a time has no zone.
    """
    icalendar = needs("icalendar", "calendar")
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        OSError,
    ) as error:  # what it raises on broken ones
        hint = "it begins with BEGIN:VCALENDAR and is UTF-8"
        raise MissionFileError([Finding(1, 1, file, "", f"not a calendar: {error}", hint)]) from None
    entries = list(calendar.walk("VEVENT"))
    name = _own(calendar, "x-wr-calname") or title
    places: dict[str, int] = {}
    rows, findings = [], []
    for number, entry in enumerate(entries, 1):
        try:
            rows.append(Row(number, _cells(entry, name), places))
        except _TimeError as error:
            where = f"entry {number}, {entry.get('summary', 'without a name')}"
            findings.append(Finding(number, 1, file, where, error.message, error.hint))
    if findings:
        raise MissionFileError(findings)
    repeated = sum("rrule" in entry for entry in entries)
    notices = (f"{repeated} repeated entries: the first of each is taken",) if repeated else ()
    return timeline_of(rows, file, name), notices


class _TimeError(ValueError):
    """A time that cannot be taken, with the mend in `hint`."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def _cells(entry: Any, calendar: str) -> dict[str, str]:
    """Return an entry as a row: what we once wrote into it, else what its own properties say."""
    own = {key: _own(entry, f"x-moonline-{key}") for key in OWN}
    shared = {
        "url": str(entry.get("url", "")),
        "outcome": own["outcome"],
        "kind": own["kind"],
        "id": own["id"],
    }
    if own["date"]:
        return {
            **shared,
            "mission": own["mission"],
            "mission_name": own["mission-name"],
            "event": own["label"],
            "date": own["date"],
            "planned": own["planned"],
            "source": own["source"],
            "publisher": own["publisher"],
            "note": own["note"],
        }
    start, end = _dates(entry)
    cancelled = "cancelled" if str(entry.get("status", "")).upper() == "CANCELLED" else ""
    return {
        **shared,
        "mission": calendar,
        "event": str(entry.get("summary", "")),
        "date": start,
        "end": end,
        "outcome": cancelled,
        "note": str(entry.get("description", "")),
    }


def _own(component: Any, name: str) -> str:
    """Return a property that no standard knows as the text it is: its escapes are still in it."""
    return _ESCAPED.sub(
        lambda match: {"n": "\n"}.get(match[1].lower(), match[1]), str(component.get(name, ""))
    )


def _dates(entry: Any) -> tuple[str, str]:
    """Return an entry's first and last date; the last is "" where it is one day, or one moment."""
    start, end, length = (_value(entry, name) for name in ("dtstart", "dtend", "duration"))
    if start is None:
        return "", ""
    if isinstance(length, timedelta) and end is None:
        end = start + length
    if isinstance(start, datetime):
        last = _utc(end) if isinstance(end, datetime) else ""
        first = _utc(start)
        return first, last if last > first else ""
    day = end - timedelta(days=1) if isinstance(end, date) and not isinstance(end, datetime) else start
    return start.isoformat(), day.isoformat() if day > start else ""


def _value(entry: Any, name: str) -> Any:
    """Return a date, a time or a length of time, the first of several; raises _TimeError for anything else."""
    given = entry.get(name)
    given = given[0] if isinstance(given, list) else given
    wanted = timedelta if name == "duration" else date
    try:
        value = getattr(given, "dt", None)
    except ValueError:  # what is broken tells so when it is looked at
        value = None
    if given is not None and not isinstance(value, wanted):
        raise _TimeError(f"its {name.upper()} cannot be read", "write 20270304, or 20270304T101500Z")
    return value


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise _TimeError(f"its time {moment.isoformat(sep=' ')} has no zone", "add Z for UTC, or a TZID")
    there = moment.astimezone(UTC)
    return there.strftime("%Y-%m-%dT%H:%M" + (":%S" if there.second else "") + "Z")
