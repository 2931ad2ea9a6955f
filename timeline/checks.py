"""What a mission file may get wrong that no single value shows: names, orders, contradictions of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from timeline.dates import DateError, VagueDate, parse
from timeline.faults import Fault, did_you_mean
from timeline.history import best_claim, is_plan, says_planned
from timeline.kinds import UNFULFILLED
from timeline.nodes import Path

__all__ = ["Fault", "did_you_mean", "faults"]

PLAN_KEYS = ("after", "within", "probability", "otherwise", "resource")
HAPPENED = ("success", "failure", "partial", "done")
SEVERAL = ("interval", "set")


class _Word(NamedTuple):
    """As much of a claim as its rank goes by."""

    date: VagueDate
    planned: bool
    stated: VagueDate | None


def faults(plain: Any) -> list[Fault]:
    """Return every fault of a whole file; values that are malformed themselves are passed over."""
    if not isinstance(plain, Mapping):
        return []
    lanes = list(lanes_of(plain))
    sources = plain.get("sources")
    found = [*_twice(lanes, "mission"), *_shared_addresses(lanes), *_source_faults(sources)]
    dates = _publication_dates(sources)
    for path, lane in lanes:
        events = list(items(lane, "events", path))
        found += _twice(events, "event")
        found += (fault for at, event in events for fault in _event_faults(at, event, dates))
    found += _plan_faults(lanes)
    if not isinstance(sources, list):
        known = tuple(key.strip() for key in sources) if isinstance(sources, Mapping) else ()
        found += (
            Fault(
                path,
                f"the source {name!r} is not defined",
                did_you_mean(name, known, "add it under sources:"),
            )
            for path, name in _named_sources(plain, ())
            if name.strip() not in known
        )
    return found


def lanes_of(plain: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give the organisation and every mission of a file, each with its path."""
    organisation = plain.get("organisation")
    if isinstance(organisation, Mapping):
        yield ("organisation",), organisation
    yield from items(plain, "missions", ())


def items(parent: Mapping[str, Any], key: str, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give every mapping of the list under a key, each with its path."""
    entries = parent.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield (*path, key, index), entry


def _twice(entries: list[tuple[Path, Mapping[str, Any]]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, entry in entries:
        name = _id(entry)
        if name in seen:
            yield Fault((*path, "id"), f"the {what} id {name!r} is used twice", "ids are unique: rename one")
        elif name:
            seen.add(name)


def _id(entry: Mapping[str, Any]) -> str:
    name = entry.get("id")
    return name.strip() if isinstance(name, str) else ""


def _shared_addresses(lanes: list[tuple[Path, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Find events of two missions that one address would name: b.c of a, and c of a.b."""
    homes: dict[str, str] = {}
    for path, lane in lanes:
        for at, event in items(lane, "events", path):
            address = f"{_id(lane)}.{_id(event)}"
            if homes.setdefault(address, _id(lane)) != _id(lane):
                yield Fault((*at, "id"), f"two events have the address {address}", "rename one of the ids")


def _plan_faults(lanes: list[tuple[Path, Mapping[str, Any]]]) -> list[Fault]:
    events = [(at, _id(lane), event) for path, lane in lanes for at, event in items(lane, "events", path)]
    if not any(key in event for _, _, event in events for key in PLAN_KEYS):
        return []
    from timeline.plan_checks import plan_faults  # lazily: most files have no plan

    return plan_faults(events)


def _source_faults(sources: Any) -> Iterator[Fault]:
    if isinstance(sources, list):
        hint = "give each its id as a key, without -: `wikipedia: {title: ...}`"
        yield Fault(("sources",), "a list is not a mapping of sources", hint)
    elif isinstance(sources, Mapping):
        seen: set[str] = set()
        for key, entry in sources.items():
            if key.strip() in seen or not key.strip():
                yield Fault(("sources", key), f"the source id {key!r} is used twice or empty", "rename it")
            seen.add(key.strip())
            if isinstance(entry, Mapping) and "id" in entry:
                yield Fault(("sources", key, "id"), "unknown key 'id'", f"the key above, {key!r}, is the id")


def _named_sources(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Find each `source:` and `sources:` of events, claims and sites."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _named_sources(item, (*path, index))
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("source", "sources") and path and not isinstance(value, Mapping):
                names = value if isinstance(value, list) else [value]
                yield from (((*path, key), name) for name in names if isinstance(name, str))
            elif key != "sources" and isinstance(value, Mapping | list):
                yield from _named_sources(value, (*path, key))


def _publication_dates(sources: Any) -> dict[str, VagueDate]:
    if not isinstance(sources, Mapping):
        return {}
    dated = {
        name: date_in(entry.get("date")) for name, entry in sources.items() if isinstance(entry, Mapping)
    }
    return {name: date for name, date in dated.items() if date is not None}


def date_in(value: Any) -> VagueDate | None:
    """Return the date that a value of a file is, None where it is none."""
    try:
        return parse(value) if isinstance(value, str) else None
    except DateError:
        return None


def _event_faults(path: Path, event: Mapping[str, Any], dates: Mapping[str, VagueDate]) -> Iterator[Fault]:
    yield from _form_faults(path, event)
    claims = list(claims_of(path, event))
    planned = says_planned if event.get("outcome") in HAPPENED else is_plan
    for at, claim in claims:
        yield from _statement_faults(at, claim, dates, planned)
    yield from _outcome_faults(path, event, [claim for _, claim in claims])
    yield from _span_faults(path, event)


def _form_faults(path: Path, event: Mapping[str, Any]) -> Iterator[Fault]:
    """Find keys that do not go together, or that stand where they say nothing."""
    forms = [key for key in ("date", "claims", "start") if key in event]
    if len(forms) > 1:
        hint = "date is short for one claim; start and end are for a span"
        yield Fault((*path, forms[1]), f"an event has {forms[0]} or {forms[1]}, not both", hint)
    if "end" in event and "start" not in event:
        yield Fault((*path, "end"), "an end without a start", "add start:, or give date: for a single event")
    if not any(isinstance(event.get(key), str) for key in ("date", "start", "end")):
        for key in ("planned", "stated"):
            if key in event and event.get("date") is None:
                yield Fault(
                    (*path, key),
                    f"{key} belongs to a date, and there is none beside it",
                    "give date:, or put it into each claim",
                )
    if "mission" in event:
        yield Fault(
            (*path, "mission"), "unknown key 'mission'", "an event belongs to the mission it stands under"
        )


def claims_of(path: Path, event: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give every claim of an event, those that are given in short too, once for each of its sources."""
    if "date" in event:
        yield from ((path, claim) for claim in _each_says({**_word(event), "date": event["date"]}))
    yield from items(event, "claims", path)
    for key in ("start", "end"):
        if key in event:
            yield from _end_claims(path, event, key)


def _end_claims(path: Path, event: Mapping[str, Any], key: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    end, at = event.get(key), (*path, key)
    if isinstance(end, str):
        yield from ((at, claim) for claim in _each_says({**_word(event), "date": end}))
    elif isinstance(end, Mapping):
        yield from ([(at, end)] if "date" in end else items(end, "claims", at))
    else:
        yield from items(event, key, path)


def _word(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event says of the dates that it gives in short."""
    word = {key: event[key] for key in ("planned", "stated", "source", "sources") if key in event}
    return {"planned": True, **word} if event.get("outcome") in UNFULFILLED else word


def _each_says(claim: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    sources = [claim[key] for key in ("source", "sources") if key in claim]
    names = [name for value in sources for name in (value if isinstance(value, list) else [value])]
    yield from ({**claim, "source": name} for name in names or [None])


def _statement_faults(
    path: Path,
    claim: Mapping[str, Any],
    dates: Mapping[str, VagueDate],
    planned: Callable[[Mapping[str, Any]], bool],
) -> Iterator[Fault]:
    """Find an actual date that is later than the word that tells of it."""
    source = claim.get("source")
    stated = date_in(claim.get("stated")) or (dates.get(source) if isinstance(source, str) else None)
    if stated is None or planned(claim):
        return
    date = date_in(claim.get("date"))
    if date is None or date.earliest_us is None:
        return
    if stated.latest_us is not None and date.earliest_us >= stated.latest_us:
        said = f"its source {source} is dated {stated.text}"
        if date_in(claim.get("stated")) is not None:
            said = f"was stated before, {_preposition(stated)} {stated.text}"
        message = f"{claim['date']} is given as having happened, but {said}"
        yield Fault((*path, "date"), message, "planned: true says that it was a plan")


def _preposition(date: VagueDate) -> str:
    """Return the word that goes before a date: on a day, at a time, in a longer stretch."""
    if date.is_instant:
        return "at"
    return "on" if date.precision == "day" else "in"


def _outcome_faults(path: Path, event: Mapping[str, Any], claims: list[Mapping[str, Any]]) -> Iterator[Fault]:
    outcome = event.get("outcome")
    if outcome == "planned" and any(not is_plan(claim) for claim in claims):
        hint = "planned: true on its claims, or an outcome such as success or failure"
        yield Fault((*path, "outcome"), "the outcome is planned, but a claim tells what happened", hint)
    if outcome in HAPPENED and claims and all(says_planned(claim) for claim in claims):
        hint = "add the claim of what happened, or write outcome: planned"
        yield Fault((*path, "outcome"), f"the outcome is {outcome}, but every claim is planned", hint)


def _span_faults(path: Path, event: Mapping[str, Any]) -> Iterator[Fault]:
    if "start" not in event and "end" not in event:
        return
    best: list[VagueDate] = []
    for key in ("start", "end"):
        said = list(_dated(_end_claims(path, event, key)))
        several = [(at, each.date.text) for at, each in said if each.date.precision in SEVERAL]
        for at, text in several:
            hint = "give the vague date itself: 2013, 2013-05, late 2013"
            yield Fault(at, f"the {key} of a span is one date, not {text}", hint)
        word = best_claim([each for _, each in said])
        if word and not several:
            best.append(word.date)
    if len(best) == 2 and not _joins(*best):
        message = f"the span ends ({best[1].text}) before it starts ({best[0].text})"
        yield Fault((*path, "end"), message, "swap them")


def _dated(claims: Iterator[tuple[Path, Mapping[str, Any]]]) -> Iterator[tuple[Path, _Word]]:
    for path, claim in claims:
        date = date_in(claim.get("date"))
        if date is not None:
            yield path, _Word(date, says_planned(claim), date_in(claim.get("stated")))


def _joins(start: VagueDate, end: VagueDate) -> bool:
    try:
        parse(f"{start.text}/{end.text}")
    except DateError:
        return False
    return True
