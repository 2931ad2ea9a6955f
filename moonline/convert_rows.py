"""Rows of an events table made into a timeline: rows of one event are its claims, and every fault has its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from moonline.convert_columns import CellError, kind_of, kind_of_label, outcome_of, slug, truth_of
from timeline.checks import faults
from timeline.dates import DateError, parse
from timeline.missionfile import Finding, MissionFileError
from timeline.model import ID_PATTERN
from timeline.places import AT_SITE

if TYPE_CHECKING:
    from timeline.faults import Fault
    from timeline.model import Timeline

T = TypeVar("T")
Plain = dict[str, Any]

_ID: Final = re.compile(ID_PATTERN)
_YEAR_FIRST: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
PARTS: Final = ("start", "end")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file, its cells by column, and where each column stands (from 1)."""

    line: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    def get(self, column: str) -> str:
        """Return a cell's text, "" where there is none."""
        return self.cells.get(column, "").strip()

    @property
    def is_ours(self) -> bool:
        """Whether the table is one that we wrote: an empty cell says that there is nothing."""
        return "part" in self.places and "claim_note" in self.places


@dataclass(slots=True)
class _Builder:
    """Gathers missions, events and sources from rows, with the row that each came from."""

    file: str
    title: str
    ids_listed: bool
    findings: list[Finding] = field(default_factory=list)
    missions: dict[str, Plain] = field(default_factory=dict)
    events: dict[tuple[str, str], Plain] = field(default_factory=dict)
    sources: dict[str, Plain] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)  # of each event, by the identity of its dict
    sites: dict[int, Row] = field(default_factory=dict)  # of each mission's site, by that of the mission's

    def add(self, row: Row) -> None:
        """Take a row in."""
        mission = self.mission(row)
        event = self.event(row, mission)
        if event is None:
            return
        for part, date in self.dates(row):
            claim = self.claim(row, date)
            event.setdefault(part, []).append(claim)
        if not self.dates(row):
            listed = event.setdefault("sources", [])
            listed += [source for source in self.named_sources(row) if source not in listed]

    def mission(self, row: Row) -> Plain:
        """Return the mission of a row, the same for the same name or id."""
        mission: Plain
        given = row.get("mission") or row.get("mission_name") or self.title
        if given not in self.missions:
            taken = {mission["id"] for mission in self.missions.values()}
            known = _ID.match(given) and given not in taken
            mission = {"id": given if known else slug(given, taken, "mission"), "name": given, "events": []}
            self.missions[given] = mission
        mission = self.missions[given]
        for column, key in (("mission_name", "name"), ("operator", "operator"), ("vehicle", "vehicle")):
            if row.get(column):
                mission[key] = row.get(column)
        if row.get("mission_site"):
            mission.setdefault("site", self.site(row, "mission_site", "mission_lat", "mission_lon"))
            self.sites.setdefault(id(mission), row)
        return mission

    def event(self, row: Row, mission: Plain) -> Plain | None:
        """Return the event of a row: the one with its id, or of the same label where rows have none."""
        label, name = row.get("event"), row.get("id")
        if not label and not name:
            self.fault(row, "event", "there is no event in this row", "name it, or delete the row")
            return None
        key = (mission["id"], name or f"\0{label}")
        if key not in self.events:
            taken = {event["id"] for event in mission["events"]}
            event: Plain = {"id": name or slug(label, taken), "label": label or name}
            self.events[key] = event
            self.rows[id(event)] = row
            mission["events"].append(event)
        event = self.events[key]
        self.details(row, event, mission)
        return event

    def details(self, row: Row, event: Plain, mission: Plain) -> None:
        """Put into an event what a row says of it beside its date; the first row that says a thing counts."""
        if "kind" not in event:
            told = row.get("kind")
            event["kind"] = (
                self.cell(row, "kind", kind_of, "other") if told else kind_of_label(event["label"])
            )
        status = self.outcome(row)
        if status:
            event.setdefault("outcome", status)
        if row.get("note"):
            event.setdefault("note", row.get("note"))
        if row.get("site") and (row.is_ours or event["kind"] in AT_SITE):
            self.put_site(row, event, mission)

    def put_site(self, row: Row, event: Plain, mission: Plain) -> None:
        """Give a site to the event; in a table of others to its mission, where that has none yet."""
        site = self.site(row, "site", "lat", "lon")
        if row.is_ours or mission.setdefault("site", site) != site:
            event.setdefault("site", site)
        else:
            self.sites.setdefault(id(mission), row)

    def outcome(self, row: Row) -> str:
        """Return the outcome of a row: of its own column, or of a status that names one."""
        if row.get("outcome"):
            return self.cell(row, "outcome", outcome_of, "")
        status = row.get("status")
        if not status or status in ("actual", "planned"):
            return ""
        return self.cell(row, "status", outcome_of, "")

    def site(self, row: Row, name: str, lat: str, lon: str) -> Plain:
        """Return a site by its columns."""
        degrees = {key: row.get(column) for key, column in (("lat", lat), ("lon", lon)) if row.get(column)}
        return {"name": row.get(name), **degrees}

    def dates(self, row: Row) -> list[tuple[str, str]]:
        """Return the dates of a row and the claims that they go to: of the event, or of a span's ends."""
        date, end, part = row.get("date"), row.get("end"), row.get("part").lower()
        if part and part not in PARTS:
            self.fault(row, "part", f"{part!r} is no part of a span", "write start or end, or nothing")
        if end:
            return [(key, text) for key, text in (("start", date), ("end", end)) if text]
        if not date:
            return []
        return [(part if part in PARTS else "claims", date)]

    def claim(self, row: Row, date: str) -> Plain:
        claim: Plain = {"date": self.date(row, "end" if date == row.get("end") else "date", date)}
        if self.planned(row):
            claim["planned"] = True
        if row.get("stated"):
            claim["stated"] = self.date(row, "stated", row.get("stated"))
        named = self.named_sources(row)
        if named:
            claim["source"] = named[0]
        if row.get("claim_note"):
            claim["note"] = row.get("claim_note")
        return claim

    def planned(self, row: Row) -> bool:
        """Tell whether a row's date is a plan: it says so, or its outcome does."""
        if row.get("planned"):
            return self.cell(row, "planned", truth_of, False)
        if row.is_ours:
            return False
        return row.get("status") == "planned" or self.outcome(row) in ("planned", "cancelled", "superseded")

    def date(self, row: Row, column: str, text: str) -> str:
        """Return a date as EDTF; a year, a month and a day with slashes between them are read as well."""
        match = _YEAR_FIRST.fullmatch(text)
        if match:
            text = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        try:
            return parse(text).text
        except DateError as error:
            self.fault(row, column, error.message, error.hint)
            return "XXXX"

    def named_sources(self, row: Row) -> list[str]:
        """Return the ids of a row's sources, which are added to those that are known."""
        named, url = row.get("source"), row.get("url")
        if not (named or url):
            return []
        if self.ids_listed and not url:
            return [self.source(each, {"title": each}) for each in named.split()]
        about = {"title": row.get("source_title") or named or _host(url), "publisher": row.get("publisher")}
        about |= {
            "url": url,
            "date": self.date(row, "source_date", row.get("source_date")) if row.get("source_date") else "",
        }
        return [self.source(named if row.get("source_title") else "", about)]

    def source(self, name: str, about: Plain) -> str:
        """Return the id of a source: the one it has, or that of the same source, or a new one."""
        given = {key: value for key, value in about.items() if value}
        if name:
            self.sources.setdefault(name, given)
            return name
        for known, other in self.sources.items():
            if other == given:
                return known
        made = slug(given["title"], set(self.sources), "source")
        self.sources[made] = given
        return made

    def cell(self, row: Row, column: str, read: Callable[[str], T], otherwise: T) -> T:
        """Read a cell, and keep its fault where it has one."""
        try:
            return read(row.get(column))
        except CellError as error:
            self.fault(row, column, error.message, error.hint)
            return otherwise

    def fault(self, row: Row, column: str, message: str, hint: str = "") -> None:
        finding = Finding(row.line, row.places.get(column, 1), self.file, column, message, hint)
        if finding not in self.findings:
            self.findings.append(finding)

    def plain(self) -> Plain:
        """Return all of it as a mission file has it."""
        missions = list(self.missions.values())
        return {"version": "1", "title": self.title, "sources": self.sources, "missions": missions}


def timeline_of(rows: Iterable[Row], file: str, title: str, *, ids_listed: bool = False) -> Timeline:
    """Return the timeline that rows tell; `ids_listed` where a source cell holds ids with spaces between.

    Raises MissionFileError with every fault, each at its row and column.
    """
    builder = _Builder(file, title, ids_listed)
    for row in rows:
        builder.add(row)
    found, timeline = _judged(builder.plain())
    findings = {*builder.findings, *(_finding(fault, builder) for fault in found)}
    if findings or timeline is None:
        raise MissionFileError(findings)
    return timeline


def _judged(plain: Plain) -> tuple[list[Fault], Timeline | None]:
    """Return what is wrong with the whole, and the timeline where nothing is."""
    from pydantic import ValidationError

    from timeline.model import Timeline

    found = faults(plain)
    try:
        return found, Timeline.model_validate(plain)
    except ValidationError as error:
        from timeline.explain import explain

        return [*found, *explain(error, plain)], None


COLUMN_OF_KEY: Final = {"label": "event", "claims": "date", "name": "mission_name"}


def _finding(fault: Fault, builder: _Builder) -> Finding:
    """Return a fault of the whole at the row of its event, or of its mission's site."""
    path: Sequence[Any] = fault.path
    missions = list(builder.missions.values())
    column = next((COLUMN_OF_KEY.get(key, key) for key in reversed(path) if isinstance(key, str)), "event")
    row = None
    if len(path) >= 4 and path[0] == "missions" and path[2] == "events":
        row = builder.rows[id(missions[path[1]]["events"][path[3]])]
    elif len(path) >= 3 and path[0] == "missions" and path[2] == "site":
        row = builder.sites.get(id(missions[path[1]]))
    line, place = (row.line, row.places.get(column, 1)) if row else (1, 1)
    return Finding(line, place, builder.file, column, fault.message, fault.hint)


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
