"""What a good mission file may mean otherwise than it says: told as advice, never a reason to refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.checks import claims_of, date_in, items, lanes_of
from timeline.faults import Fault, shown
from timeline.history import default_outcome, is_plan
from timeline.nodes import Path

_IS_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE).match
_LACKS_ITS_START = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][!-~]{0,80})?", re.IGNORECASE).fullmatch


def advice(plain: Any) -> list[Fault]:
    """Return what is doubtful in a file that has no faults."""
    if not isinstance(plain, Mapping):
        return []
    return [*_addresses(plain), *_dates_to_come(plain)]


def _sources(plain: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    sources = plain.get("sources")
    for key, entry in sources.items() if isinstance(sources, Mapping) else ():
        if isinstance(entry, Mapping):
            yield ("sources", key), entry


def _addresses(plain: Mapping[str, Any]) -> Iterator[Fault]:
    """Find addresses that no reader can follow."""
    for path, source in _sources(plain):
        url = source.get("url")
        if not isinstance(url, str) or not url.strip() or _IS_ADDRESS(url.strip()):
            continue
        hint = "an address begins with http:// or https://"
        if _LACKS_ITS_START(url.strip()):
            hint += f": write https://{url.strip()}"
        yield Fault((*path, "url"), f"{shown(url.strip())} is no address that a reader can follow", hint)


def _dates_to_come(plain: Mapping[str, Any]) -> Iterator[Fault]:
    """Find events that count as done though they are dated later than all that the file goes by."""
    events = [
        (at, event, list(claims_of(at, event)))
        for path, lane in lanes_of(plain)
        for at, event in items(lane, "events", path)
    ]
    newest = _newest(plain, [claim for _, _, claims in events for _, claim in claims])
    for at, event, claims in events:
        actual = [(where, claim) for where, claim in claims if not is_plan(claim)]
        told = [date_in(claim.get("date")) for _, claim in actual]
        starts = [date.earliest_us for date in told if date is not None and date.earliest_us is not None]
        if newest is None or not starts or len(starts) < len(actual) or min(starts) < newest:
            continue
        if event.get("outcome") is None and _counts_as_done(at, event):
            where, claim = actual[0]
            message = f"{claim['date']} counts as having happened, but is later than every source"
            yield Fault((*where, "date"), message, "write outcome: planned, or how it came out")


def _counts_as_done(path: Path, event: Mapping[str, Any]) -> bool:
    first = claims_of(path, {key: value for key, value in event.items() if key != "end"})
    end = claims_of(path, {key: value for key, value in event.items() if key == "end"})
    return default_outcome((claim for _, claim in first), (claim for _, claim in end)) == "done"


def _newest(plain: Mapping[str, Any], claims: list[Mapping[str, Any]]) -> int | None:
    """Return the end of the newest date at which the file says that something was known."""
    said = [source.get(key) for _, source in _sources(plain) for key in ("date", "accessed")]
    dates = [date_in(value) for value in (*said, *(claim.get("stated") for claim in claims))]
    return max(
        (date.latest_us for date in dates if date is not None and date.latest_us is not None), default=None
    )
