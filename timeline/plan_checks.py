"""What a plan may get wrong: malformed keys, names of no event, events that wait for each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from timeline.faults import Fault, did_you_mean
from timeline.nodes import Path
from timeline.plan_reading import READERS

Placed = tuple[Path, str, Mapping[str, Any]]
"""An event of the file: its path, its lane's id, and its keys."""


def plan_faults(events: Sequence[Placed]) -> list[Fault]:
    """Return every fault of the plan that these events make."""
    found: list[Fault] = []
    places = {_address(lane, event): (path, event) for path, lane, event in events}
    edges: dict[str, list[tuple[str, Path]]] = {}
    for path, lane, event in events:
        for key, reader in READERS.items():
            if key in event:
                reader(event[key], (*path, key), found)
        names = list(_named(path, event))
        found += (fault for at, name in names if (fault := _unknown(at, name, lane, places)))
        known = [(resolve(name, lane, places), at) for at, name in names]
        own = _address(lane, event)
        for address, at in known:
            if address is not None and at[-1] == "otherwise":
                edges.setdefault(address, []).append((own, at))
            elif address is not None:
                edges.setdefault(own, []).append((address, at))
        found += _branch_faults(path, event, lane, places)
    return [*found, *_twice_otherwise(events, places), *_cycles(edges)]


def resolve(name: str, lane: str, known: Container[str]) -> str | None:
    """Return the address that a name means for an event of this lane: its lane's own event before another's."""
    return next((address for address in (f"{lane}.{name}", name) if address in known), None)


def _address(lane: str, event: Mapping[str, Any]) -> str:
    return f"{lane}.{str(event.get('id')).strip()}"


def _named(path: Path, event: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Give each name of another event and where it stands."""
    after = event.get("after")
    several = isinstance(after, list)
    for index, entry in enumerate(after if isinstance(after, list) else [after]):
        at = (*path, "after", index) if several else (*path, "after")
        if isinstance(entry, str):
            yield at, entry.strip()
        elif isinstance(entry, Mapping) and isinstance(entry.get("event"), str):
            yield (*at, "event"), entry["event"].strip()
    if isinstance(event.get("otherwise"), str):
        yield (*path, "otherwise"), event["otherwise"].strip()


def _unknown(path: Path, name: str, lane: str, places: Mapping[str, Any]) -> Fault | None:
    if not name or resolve(name, lane, places) is not None:
        return None
    own = tuple(address.removeprefix(f"{lane}.") for address in places if address.startswith(f"{lane}."))
    hint = did_you_mean(name, (*own, *places), "an id of this mission, or mission.id of another")
    return Fault(path, f"there is no event {name!r}", hint)


def _branch_faults(
    path: Path, event: Mapping[str, Any], lane: str, places: Mapping[str, tuple[Path, Mapping[str, Any]]]
) -> Iterator[Fault]:
    other = event.get("otherwise")
    if not isinstance(other, str):
        return
    if "probability" not in event:
        hint = "add probability: 0.8, the chance that this event is the one"
        yield Fault((*path, "otherwise"), "otherwise without a probability", hint)
    address = resolve(other.strip(), lane, places)
    target = places[address][1] if address else {}
    if address and not any(key in target for key in ("after", "date", "claims", "start")):
        hint = f"give {other} an after:, such as {{event: {event.get('id')}, delay: 28d}}"
        yield Fault((*path, "otherwise"), f"{other!r} has neither after: nor a date to happen at", hint)


def _twice_otherwise(events: Sequence[Placed], places: Mapping[str, Any]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for path, lane, event in events:
        other = event.get("otherwise")
        address = resolve(other.strip(), lane, places) if isinstance(other, str) else None
        if address is not None and taken.setdefault(address, _address(lane, event)) != _address(lane, event):
            message = f"{other!r} is the other branch of {taken[address]} already"
            yield Fault((*path, "otherwise"), message, "give each branch an event of its own")


def _cycles(edges: Mapping[str, Sequence[tuple[str, Path]]]) -> Iterator[Fault]:
    """Find each ring of events that wait for each other, told where the file first closes it."""
    left = {address: list(waits) for address, waits in edges.items()}
    while True:
        going = True
        while going:
            free = [a for a, waits in left.items() if not any(other in left for other, _ in waits)]
            going = bool(free)
            for address in free:
                del left[address]
        if not left:
            return
        ring = _ring(left)
        start = ring[0]
        place = next(at for other, at in left[start] if other == ring[1 % len(ring)])
        told = " after ".join([*ring, start])
        hint = "take one of these out" if len(ring) > 1 else "name another event"
        yield Fault(place, f"events wait for each other: {told}", hint)
        for address in ring:
            del left[address]


def _ring(left: Mapping[str, Sequence[tuple[str, Path]]]) -> list[str]:
    """Follow what waits for what until it closes; the ring starts at the event that the file has first."""
    trail = [next(iter(left))]
    while True:
        following = next(other for other, _ in left[trail[-1]] if other in left)
        if following in trail:
            ring = trail[trail.index(following) :]
            first = min(ring, key=list(left).index)
            at = ring.index(first)
            return ring[at:] + ring[:at]
        trail.append(following)
