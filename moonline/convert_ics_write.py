"""Timelines as calendars: vague dates as the days that they allow, and a word on how vague they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from moonline.report.extras import needs
from timeline.dates import describe
from timeline.edtf import DAY, civil_from_days
from timeline.version import VERSION

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Source, Timeline

NO_STAMP = datetime(2000, 1, 1, tzinfo=UTC)
STATUS = {"planned": "TENTATIVE", "actual": "CONFIRMED"}
LAST_YEAR = 9999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_ics(timeline: Timeline) -> tuple[bytes, tuple[str, ...]]:
    """Return the dated events as a calendar, and what it has no room for; equal input gives equal bytes.

    A known time is a moment, a day is all day, a vaguer date takes the days that it allows and says so; the end is
    the day after the last. Raises MissingExtraError without icalendar.
    """
    icalendar = needs("icalendar", "calendar")
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//moonline//moonline {VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", icalendar.vText(timeline.title))
    sources = {source.id: source for source in timeline.sources}
    stamp, left_out = _stamp(timeline), 0
    for lane in timeline.lanes:
        for event in lane.events:
            times = None if event.date is None else _times(event.date)
            if times is None:
                left_out += 1
            else:
                calendar.add_component(_entry(icalendar, timeline, lane, event, times, stamp, sources))
    said = (
        [f"{left_out} event{'s' * (left_out != 1)} without a date that a calendar can hold"]
        if left_out
        else []
    )
    said += (
        ["all but the best claim of each event"] if any(len(e.claims) > 1 for e in timeline.events) else []
    )
    data: bytes = calendar.to_ical()
    return data, ((f"a calendar has no room for {' and '.join(said)}",) if said else ())


Times = tuple[Any, Any]


def _times(when: VagueDate) -> Times | None:
    """Return the start and the end of an entry; the end is None for a moment, and None for both is no place."""
    if when.is_instant and when.middle_us is not None:
        start = _moment(when.middle_us)
        if start is None or when.precision != "hour":
            return None if start is None else (start, None)
        return start, start + timedelta(hours=1)
    first = None if when.earliest_us is None else _day(when.earliest_us // DAY)
    last = None if when.latest_us is None else _day(-(-when.latest_us // DAY))
    if first is None and last is None:
        return None
    if first is None:
        assert last is not None
        first = last - timedelta(days=1)
    return first, max(last, first + timedelta(days=1)) if last else first + timedelta(days=1)


def _moment(us: int) -> datetime | None:
    year = civil_from_days(us // DAY)[0]
    return _EPOCH + timedelta(microseconds=us) if 1 < year < LAST_YEAR else None


def _day(days: int) -> date | None:
    year, month, day = civil_from_days(days)
    return date(year, month, day) if 1 < year < LAST_YEAR else None


def _entry(
    icalendar: Any,
    timeline: Timeline,
    lane: Mission | Organisation,
    event: Event,
    times: Times,
    stamp: datetime,
    sources: dict[str, Source],
) -> Any:
    assert event.date is not None
    entry = icalendar.Event()
    entry.add("uid", f"{event.address}@{_file_key(timeline)}.moonline")
    entry.add("dtstamp", stamp)
    entry.add("summary", f"{lane.name}: {event.label}")
    entry.add("dtstart", times[0])
    if times[1] is not None:
        entry.add("dtend", times[1])
    entry.add("description", "\n".join(_told(event, sources)))
    entry.add(
        "status",
        "CANCELLED" if event.outcome in ("cancelled", "superseded") else STATUS[event.status or "planned"],
    )
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [event.kind.replace("_", " ")])
    source = next((sources[name] for name in event.source_ids if name in sources), None)
    if source and source.url.startswith(("http://", "https://")):
        entry.add("url", source.url)
    own = {
        "mission": lane.id,
        "mission-name": lane.name,
        "id": event.id,
        "label": event.label,
        "kind": event.kind,
        "outcome": event.outcome,
        "date": event.date.text,
        "planned": "true" if event.status == "planned" else "",
        "source": source.title if source else "",
        "publisher": source.publisher if source else "",
        "note": event.note,
    }
    for key, value in own.items():
        if value:
            entry.add(f"x-moonline-{key}", icalendar.vText(value))
    return entry


def _told(event: Event, sources: dict[str, Source]) -> Iterator[str]:
    """Give the lines of an entry's description: how vague its date is, how it came out, who says so."""
    when = event.date
    assert when is not None
    said = describe(when)
    if not when.is_instant and when.precision != "day":
        yield f"Date as it is known: {said}. The days marked are those that it allows, not how long it takes."
    else:
        yield said
    if when.net or when.nlt or when.open_start or when.open_end:
        yield "One end is open: only the other one is marked."
    if event.outcome not in ("unknown", "done"):
        yield f"Outcome: {event.outcome}"
    if event.contested:
        yield "Contested: its sources contradict each other."
    if event.note:
        yield event.note
    for name in event.source_ids:
        if name in sources:
            source = sources[name]
            yield f"Source: {', '.join(filter(None, (source.publisher, source.title, source.url)))}"


def _file_key(timeline: Timeline) -> str:
    """Return what keeps entries of two files apart in one calendar."""
    return hashlib.sha256(timeline.title.encode()).hexdigest()[:12]


def _stamp(timeline: Timeline) -> datetime:
    """Return the day of the file's latest word: an entry's stamp is not that of a clock."""
    from figures.notes import as_of

    known = as_of(timeline, timeline.events)
    us = known.earliest_us if known else None
    return (None if us is None else _moment(us // DAY * DAY)) or NO_STAMP
