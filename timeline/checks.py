"""What a mission file may get wrong that no single value shows: names, orders, contradictions of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.dates import DateError, VagueDate, parse
from timeline.kinds import UNFULFILLED
from timeline.nodes import Path

HAPPENED = ("success", "failure", "partial", "done")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path of the file, with its mend."""

    path: Path
    message: str
    hint: str = ""


def did_you_mean(word: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest known word, else what there is."""
    from difflib import get_close_matches  # lazily: a good file needs no hint

    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return otherwise or ("there are: " + ", ".join(known) if known else "")


def faults(plain: Any) -> list[Fault]:
    """Return every fault of a whole file; values that are malformed themselves are passed over."""
    if not isinstance(plain, Mapping):
        return []
    lanes = list(_lanes(plain))
    found = list(_twice(lanes, "mission"))
    sources = plain.get("sources")
    dates = _publication_dates(sources)
    for path, lane in lanes:
        events = list(_items(lane, "events", path))
        found += _twice(events, "event")
        found += (fault for at, event in events for fault in _event_faults(at, event, dates))
    known = tuple(sources) if isinstance(sources, Mapping) else ()
    found += (
        Fault(path, f"the source {name!r} is not defined", did_you_mean(name, known, "add it under sources:"))
        for path, name in _named_sources(plain, ())
        if name not in known
    )
    return found


def _lanes(plain: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    organisation = plain.get("organisation")
    if isinstance(organisation, Mapping):
        yield ("organisation",), organisation
    yield from _items(plain, "missions", ())


def _items(parent: Mapping[str, Any], key: str, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    entries = parent.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield (*path, key, index), entry


def _twice(entries: list[tuple[Path, Mapping[str, Any]]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, entry in entries:
        name = entry.get("id")
        if isinstance(name, str) and name in seen:
            yield Fault((*path, "id"), f"the {what} id {name!r} is used twice", "ids are unique: rename one")
        elif isinstance(name, str):
            seen.add(name)


def _named_sources(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Find each `source:` and `sources:` of events, claims and sites."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _named_sources(item, (*path, index))
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key == "source" and isinstance(value, str):
                yield (*path, key), value
            elif key == "sources" and path:
                names = value if isinstance(value, list) else [value]
                yield from (((*path, key), name) for name in names if isinstance(name, str))
            elif key != "sources":
                yield from _named_sources(value, (*path, key))


def _publication_dates(sources: Any) -> dict[str, VagueDate]:
    if not isinstance(sources, Mapping):
        return {}
    dated = {name: _date(entry.get("date")) for name, entry in sources.items() if isinstance(entry, Mapping)}
    return {name: date for name, date in dated.items() if date is not None}


def _date(value: Any) -> VagueDate | None:
    try:
        return parse(value) if isinstance(value, str) else None
    except DateError:
        return None


def _event_faults(path: Path, event: Mapping[str, Any], dates: Mapping[str, VagueDate]) -> Iterator[Fault]:
    forms = [key for key in ("date", "claims", "start") if key in event]
    if len(forms) > 1:
        hint = "date is short for one claim; start and end are for a span"
        yield Fault((*path, forms[1]), f"an event has {forms[0]} or {forms[1]}, not both", hint)
    if "end" in event and "start" not in event:
        yield Fault((*path, "end"), "an end without a start", "add start:, or give date: for a single event")
    claims = list(_claims(path, event))
    for at, claim in claims:
        yield from _statement_faults(at, claim, dates)
    yield from _outcome_faults(path, event, [claim for _, claim in claims])
    yield from _span_faults(path, event)


def _claims(path: Path, event: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if "date" in event:
        planned = event.get("planned", str(event.get("outcome") in UNFULFILLED).lower())
        yield path, {**event, "planned": planned}
    yield from _items(event, "claims", path)
    for key in ("start", "end"):
        end = event.get(key)
        if isinstance(end, Mapping):
            yield from ([((*path, key), end)] if "date" in end else _items(end, "claims", (*path, key)))
        yield from _items(event, key, path)


def _statement_faults(
    path: Path, claim: Mapping[str, Any], dates: Mapping[str, VagueDate]
) -> Iterator[Fault]:
    """Find an actual date that is later than the word that tells of it."""
    date, source = _date(claim.get("date")), claim.get("source")
    stated = _date(claim.get("stated")) or (dates.get(source) if isinstance(source, str) else None)
    if date is None or stated is None or _is_planned(claim) or date.earliest_us is None:
        return
    if stated.latest_us is not None and date.earliest_us >= stated.latest_us:
        message = f"{claim['date']} is given as having happened, but was stated before, in {stated.text}"
        yield Fault((*path, "date"), message, "planned: true says that it was a plan")


def _is_planned(claim: Mapping[str, Any]) -> bool:
    return str(claim.get("planned", "")).lower() in ("true", "yes", "on", "1")


def _outcome_faults(path: Path, event: Mapping[str, Any], claims: list[Mapping[str, Any]]) -> Iterator[Fault]:
    outcome = event.get("outcome")
    if outcome == "planned" and any(not _is_planned(claim) for claim in claims):
        hint = "planned: true on its claims, or an outcome such as success or failure"
        yield Fault((*path, "outcome"), "the outcome is planned, but a claim tells what happened", hint)
    if outcome in HAPPENED and claims and all(_is_planned(claim) for claim in claims):
        hint = "add the claim of what happened, or write outcome: planned"
        yield Fault((*path, "outcome"), f"the outcome is {outcome}, but every claim is planned", hint)


def _span_faults(path: Path, event: Mapping[str, Any]) -> Iterator[Fault]:
    start, end = _first_date(event.get("start")), _first_date(event.get("end"))
    for key, date in (("start", start), ("end", end)):
        if date is not None and date.precision in ("interval", "set"):
            hint = "give the vague date itself: 2013, 2013-05, late 2013"
            yield Fault((*path, key), f"the {key} of a span is one date, not {date.text}", hint)
    if start and end and _ends_before(end, start):
        yield Fault((*path, "end"), f"the span ends ({end.text}) before it starts ({start.text})", "swap them")


def _ends_before(end: VagueDate, start: VagueDate) -> bool:
    ends, starts = end.latest_us, start.earliest_us
    return ends is not None and starts is not None and ends <= starts


def _first_date(value: Any) -> VagueDate | None:
    if isinstance(value, Mapping):
        value = value.get("claims", value.get("date"))
    if isinstance(value, list):
        value = value[0].get("date") if value and isinstance(value[0], Mapping) else None
    return _date(value)
