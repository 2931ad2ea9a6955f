"""Events tables as CSV: a spreadsheet's, what `show --csv` writes, and our own form with one claim a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from moonline.convert_columns import COLUMNS, column_of, meant_column
from moonline.convert_rows import Row, timeline_of
from timeline.missionfile import Finding, MissionFileError

if TYPE_CHECKING:
    from timeline.model import Claim, Event, Mission, Organisation, Site, Source, Timeline

DELIMITERS = (",", ";", "\t", "|")
KEPT_OF_MISSION = ("id", "name", "operator", "vehicle", "site", "events")
KEPT_OF_EVENT = (
    "id",
    "kind",
    "label",
    "outcome",
    "claims",
    "start",
    "end",
    "sources",
    "note",
    "site",
    "mission",
)
KEPT_OF_TIMELINE = ("version", "title", "sources", "missions")  # an organisation comes back as a mission


def read_csv(data: bytes, file: str, title: str) -> tuple[Timeline, tuple[str, ...]]:
    """Return the timeline in a CSV file, and what was left out of it.

    Raises MissionFileError with every fault, each with its line and column.
    """
    text = _decoded(data, file)
    lines = [(number, row) for number, row in _rows(text, file) if any(cell.strip() for cell in row)]
    if not lines:
        raise MissionFileError(
            [Finding(1, 1, file, "", "the file is empty", "its first row names the columns")]
        )
    (line, heads), body = lines[0], lines[1:]
    columns, notices = _columns(heads, line, file)
    listed = "date" in columns and heads[columns["date"]].strip().lower() == "edtf"
    places = {name: index + 1 for name, index in columns.items()}
    rows = [
        Row(number, {name: row[index] for name, index in columns.items() if index < len(row)}, places)
        for number, row in body
    ]
    too_wide = [Finding(n, len(heads) + 1, file, "", *TOO_WIDE) for n, row in body if any(row[len(heads) :])]
    if too_wide:
        raise MissionFileError(too_wide)
    return timeline_of(rows, file, title, ids_listed=listed), notices


TOO_WIDE = (
    "this row has more cells than there are columns",
    "put a text that holds a comma in double quotes",
)


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = 'save it as "CSV UTF-8"'
        raise MissionFileError([Finding(line, 1, file, "", "this is not UTF-8 text", hint)]) from None


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line that it begins in."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "a quote that opens a text closes it, and one inside is written twice"
        raise MissionFileError([Finding(line, 1, file, "", f"not CSV: {error}", hint)]) from None


def _columns(heads: Sequence[str], line: int, file: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return where each column stands, and which are left out."""
    columns: dict[str, int] = {}
    findings, unknown = [], []
    for index, head in enumerate(heads):
        name = column_of(head)
        if name in columns:
            message = f"two columns say {name}: {heads[columns[name]]!r} and {head!r}"
            findings.append(Finding(line, index + 1, file, head, message, "rename one of them"))
        elif name:
            columns[name] = index
        elif name is None and head.strip():
            meant = meant_column(head)
            if meant:
                findings.append(
                    Finding(line, index + 1, file, head, f"unknown column {head!r}", f"did you mean {meant}?")
                )
            else:
                unknown.append(head.strip())
    if "event" not in columns and "id" not in columns and not findings:
        hint = "name a column event; the others may be mission, date, kind, outcome, source, url, note"
        findings.append(Finding(line, 1, file, "", "no column says what happened", hint))
    if findings:
        raise MissionFileError(findings)
    told = f"left out the column{'s' * (len(unknown) > 1)} {', '.join(unknown)}"
    return columns, ((told,) if unknown else ())


def write_csv(timeline: Timeline) -> tuple[str, tuple[str, ...]]:
    """Return the events as CSV, one claim a row, and what such a table has no room for."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    sources = {source.id: source for source in timeline.sources}
    for lane in timeline.lanes:
        for event in lane.events:
            writer.writerows(_event_rows(event, lane, sources))
    return stream.getvalue(), lost_in_tables(timeline)


def _event_rows(
    event: Event, lane: Mission | Organisation, sources: dict[str, Source]
) -> Iterator[dict[str, object]]:
    about = {
        "mission": lane.id,
        "mission_name": lane.name,
        "operator": getattr(lane, "operator", ""),
        "vehicle": getattr(lane, "vehicle", ""),
        "id": event.id,
        "event": event.label,
        "kind": event.kind,
        "outcome": event.outcome,
        "note": event.note,
    }
    about |= _site_cells(event.site, "site", "lat", "lon")
    about |= _site_cells(getattr(lane, "site", None), "mission_site", "mission_lat", "mission_lon")
    parts = (("", event.claims), ("start", event.start), ("end", event.end))
    for part, claims in parts:
        for claim in claims:
            yield {**about, "part": part, **_claim_cells(claim), **_source_cells(claim.source, sources)}
    without_date = () if event.claims or event.is_span else (None,)
    for source in event.sources or without_date:
        yield {**about, **_source_cells(source, sources)}


def _claim_cells(claim: Claim) -> dict[str, object]:
    return {
        "date": claim.date.text,
        "planned": "true" if claim.planned else "",
        "stated": claim.stated.text if claim.stated else "",
        "claim_note": claim.note,
    }


def _source_cells(name: str | None, sources: dict[str, Source]) -> dict[str, object]:
    source = sources.get(name or "")
    if source is None:
        return {}
    return {
        "source": source.id,
        "source_title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "source_date": source.date.text if source.date else "",
    }


def _site_cells(site: Site | None, name: str, lat: str, lon: str) -> dict[str, str]:
    return {name: site.name, lat: _number(site.lat), lon: _number(site.lon)} if site else {}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def lost_in_tables(timeline: Timeline) -> tuple[str, ...]:
    """Return a sentence on what a table of events has no room for, where there is any of it."""
    lost = list(dict.fromkeys(_lost(timeline)))
    return (f"a table has no room for {', '.join(lost)}",) if lost else ()


def _lost(timeline: Timeline) -> Iterator[str]:
    plain = timeline.model_dump(mode="json", exclude_defaults=True)
    yield from (f"the {key}" for key in plain if key not in KEPT_OF_TIMELINE)
    named = {source for event in timeline.events for source in event.source_ids}
    if any(source.id not in named for source in timeline.sources):
        yield "sources that no event names"
    if any(source.note or source.accessed for source in timeline.sources):
        yield "what is noted of sources"
    for lane in timeline.lanes:
        given = lane.model_dump(mode="json", exclude_defaults=True)
        yield from (f"a mission's {key}" for key in given if key not in KEPT_OF_MISSION)
        if not lane.events:
            yield "missions without events"
        for event in given.get("events", ()):
            yield from (f"an event's {key}" for key in event if key not in KEPT_OF_EVENT)
        sites = [getattr(lane, "site", None), *(event.site for event in lane.events)]
        if any(site and (site.note or site.source) for site in sites):
            yield "what is noted of sites"
