"""A timeline's plan: the events that wait for each other, in the order in which they can be computed.

What has happened is fixed where it is known to be; an event with `after` comes after what it names, whatever
dates are claimed for it; an event with a date alone is sampled over what the date allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from timeline.date_shapes import Trapezium, date_shapes
from timeline.edtf import DAY
from timeline.faults import Fault
from timeline.places import event_site, has_place
from timeline.plan_checks import resolve

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Timeline
    from timeline.nodes import Path
    from timeline.plan_keys import Delay, Resource, Within

HORIZON_US: Final = (1 << 30) * 1_000_000
"""How far a simulation reaches after the plan's origin: 34 years, as many seconds as it counts in."""

NEVER: Final = ("cancelled", "superseded")


class PlanError(ValueError):
    """A plan that cannot be simulated; `faults` are all that is wrong, each at its path of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        from timeline.missionfile import path_text

        self.faults = tuple(faults)
        lines = [f"{path_text(each.path)}: {each.message} ({each.hint})" for each in faults]
        super().__init__("\n".join(line.removesuffix(" ()").removeprefix(": ") for line in lines))


@dataclass(frozen=True, slots=True)
class Wait:
    """What a step waits for: another step by its address, or a date; and the delay after it.

    `key` names the delay as an input of its own: the same in every plan that has it.
    """

    key: str
    address: str
    shapes: tuple[Trapezium, ...]
    delay: Delay


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a plan.

    `shapes` say when it is where it waits for nothing; `fixed` that it has happened. `branch_of` is the event
    whose other branch it is. `slip_us` is added before it looks for a window: what if it came so much later.
    """

    address: str
    label: str
    path: Path
    known: VagueDate | None = None
    fixed: bool = False
    shapes: tuple[Trapezium, ...] = ()
    waits: tuple[Wait, ...] = ()
    within: Within | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    probability: float = 1.0
    otherwise: str = ""
    branch_of: str = ""
    resource: Resource | None = None
    slip_us: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a plan, each after all that it waits for; times count from `origin_us`, a midnight UTC.

    What has not happened by `now_us` does so from then on; None asks nothing of the kind.
    """

    title: str
    origin_us: int
    steps: tuple[Step, ...]
    now_us: int | None = None

    def __getitem__(self, address: str) -> Step:
        """Return a step by its address; KeyError names those there are."""
        for step in self.steps:
            if step.address == address:
                return step
        raise KeyError(
            f"the plan has no event {address!r}; it has: {', '.join(each.address for each in self.steps)}"
        )

    @property
    def horizon_us(self) -> int:
        """The instant after which nothing is simulated."""
        return self.origin_us + HORIZON_US

    def since(self, now_us: int) -> Plan:
        """Return the plan as it stands at an instant; ValueError where the plan does not reach so far."""
        if now_us >= self.horizon_us:
            raise ValueError("that is more than 34 years after the plan begins: nothing is simulated then")
        return replace(self, now_us=now_us)

    def slipped(self, address: str, slip_us: int) -> Plan:
        """Return the plan with one event so much later, whatever it waited for; ValueError where it is earlier."""
        if slip_us < 0:
            raise ValueError("a slip is not negative (--set EVENT=DATE moves an event to any date)")
        slipped = replace(self[address], slip_us=slip_us)
        return replace(self, steps=tuple(slipped if s.address == address else s for s in self.steps))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event with its place in the file and its lane."""

    event: Event
    lane: Mission | Organisation
    path: Path


def has_plan(timeline: Timeline) -> bool:
    """Tell whether any event of a timeline says what it waits for, or under which conditions it happens."""
    return any(_planned(event) for event in timeline.events)


def _planned(event: Event) -> bool:
    return bool(event.after or event.within or event.otherwise or event.resource or event.probability < 1.0)


def read_plan(timeline: Timeline) -> Plan:
    """Return the plan of a timeline: every event that has a key of a plan, and all that those wait for.

    Raises PlanError with everything that is missing: a plan at all, a date to begin from, a site to be lit.
    """
    entries = dict(_entries(timeline))
    chosen = _needed(entries)
    if not chosen:
        hint = "say what an event waits for: after: {event: launch, delay: 20d}"
        raise PlanError([Fault((), "no event of this file has a plan", hint)])
    faults: list[Fault] = []
    others = _branches(entries)
    steps = {address: _step(address, entries, others, faults) for address in chosen}
    if faults:
        raise PlanError(faults)
    starts = [shape.rises_us for step in steps.values() for shape in _all_shapes(step)]
    if not starts:
        hint = "give one event a date: 2028, or after: {date: 2028-03, delay: 20d}"
        raise PlanError([Fault((), "no event of the plan has a date to begin from", hint)])
    origin = min(starts) // DAY * DAY
    late = next((s for s in steps.values() for d in _all_shapes(s) if d.ends_us >= origin + HORIZON_US), None)
    if late is not None:
        hint = "give dates that lie closer together"
        raise PlanError([Fault(late.path, "the plan spans more than 34 years", hint)])
    return Plan(timeline.title, origin, tuple(_in_order(steps)))


def _entries(timeline: Timeline) -> Iterator[tuple[str, _Entry]]:
    organisation = () if timeline.organisation is None else ((("organisation",), timeline.organisation),)
    missions = ((("missions", index), mission) for index, mission in enumerate(timeline.missions))
    for path, lane in (*organisation, *missions):
        for index, event in enumerate(lane.events):
            yield event.address, _Entry(event, lane, (*path, "events", index))


def _needed(entries: Mapping[str, _Entry]) -> list[str]:
    """Return the addresses of what has a plan and of all that it needs, in the order of the file."""
    wanted = [address for address, entry in entries.items() if _planned(entry.event)]
    needed: set[str] = set()
    while wanted:
        address = wanted.pop()
        if address not in needed:
            needed.add(address)
            wanted += _names(address, entries)
    return [address for address in entries if address in needed]


def _names(address: str, entries: Mapping[str, _Entry]) -> list[str]:
    """Return the events that one names: what it waits for, unless it has happened, and its other branch."""
    event = entries[address].event
    names = [] if event.status == "actual" else [each.event for each in event.after if each.event]
    names += [event.otherwise] if event.otherwise else []
    found = [resolve(name, event.mission, entries) for name in names]
    return [each for each in found if each is not None]


def _branches(entries: Mapping[str, _Entry]) -> dict[str, str]:
    """Return for each event that is another's other branch whose it is."""
    pairs = (
        (resolve(entry.event.otherwise, entry.event.mission, entries), address)
        for address, entry in entries.items()
        if entry.event.otherwise
    )
    return {target: address for target, address in pairs if target is not None}


def _step(
    address: str, entries: Mapping[str, _Entry], branches: Mapping[str, str], faults: list[Fault]
) -> Step:
    entry = entries[address]
    event, known = entry.event, entry.event.best
    date = None if known is None else known.date
    bare = Step(address, event.label, entry.path, date, branch_of=branches.get(address, ""))
    if event.otherwise:
        bare = replace(bare, otherwise=resolve(event.otherwise, event.mission, entries) or "")
    if event.status == "actual" and date is not None:
        shapes = _shapes(date, entry, (), faults)
        return replace(bare, fixed=True, shapes=shapes, branch_of="", resource=event.resource)
    if event.after:
        waits = [_wait(address, entry, index, entries, faults) for index in range(len(event.after))]
        step = replace(bare, waits=tuple(_told_apart(waits)))
    elif date is not None:
        step = replace(bare, shapes=_shapes(date, entry, (), faults))
    elif event.outcome in NEVER:
        return replace(bare, probability=0.0)
    else:
        hint = f"after: {{event: launch, delay: 20d}}, a date, or --set {address}=2028-06"
        faults.append(Fault(entry.path, f"{address} has neither after: nor a date", hint))
        step = bare
    place = _place(entry, faults)
    return replace(
        step,
        within=event.within,
        latitude_deg=place[0] if place else None,
        longitude_deg=place[1] if place else None,
        probability=0.0 if event.outcome in NEVER else event.probability,
        resource=event.resource,
    )


def _wait(
    address: str, entry: _Entry, index: int, entries: Mapping[str, _Entry], faults: list[Fault]
) -> Wait:
    after = entry.event.after[index]
    other = resolve(after.event, entry.event.mission, entries) if after.event else None
    if after.event and other is None:  # a timeline that was put together without the checks of a file
        faults.append(Fault((*entry.path, "after"), f"there is no event {after.event!r}", "name another"))
    if after.date is None:
        return Wait(f"{address} after {other}", other or "", (), after.delay)
    date = after.date
    if date.open_end and date.earliest_us is not None:  # no earlier than: the delay says how much later
        shapes: tuple[Trapezium, ...] = (Trapezium(*(date.earliest_us,) * 4),)
    else:
        shapes = _shapes(date, entry, ("after",), faults)
    return Wait(f"{address} after {date.text}", "", shapes, after.delay)


def _told_apart(waits: list[Wait]) -> Iterator[Wait]:
    """Give each wait a key of its own, also where an event waits for another one twice."""
    seen: dict[str, int] = {}
    for wait in waits:
        seen[wait.key] = seen.get(wait.key, 0) + 1
        yield replace(wait, key=f"{wait.key} ({seen[wait.key]})") if seen[wait.key] > 1 else wait


def _place(entry: _Entry, faults: list[Fault]) -> tuple[float, float] | None:
    """Return where the sky is asked for: the event's site, else the place that the plan assumes."""
    within, site = entry.event.within, event_site(entry.event, entry.lane)
    if within is None or not (within.asks_for_light or within.earth):
        return None
    if within.place is not None:
        return within.place.lat, within.place.lon
    site = site or getattr(entry.lane, "site", None)
    if site is None or not has_place(site):
        hint = "add site: {name: assumed, lat: 45, lon: 20} to within, or give the mission's site its lat and lon"
        faults.append(
            Fault((*entry.path, "within"), "no place is known over which the Sun is to stand", hint)
        )
        return None
    assert site.lat is not None
    assert site.lon is not None
    return site.lat, site.lon


def _shapes(date: VagueDate, entry: _Entry, inside: Path, faults: list[Fault]) -> tuple[Trapezium, ...]:
    shapes = date_shapes(date)
    if not shapes:
        event = entry.event.address
        start = date.text.removesuffix("/..")
        if date.net:
            later = f"{{date: {date.text}, delay: {{p10: 10d, p90: 200d}}}}"
            hint = f"say how late it may be: after: {later}, or {start}/LAST"
        else:
            hint = f"give a date with both ends, or --set {event}=2028-06"
        faults.append(
            Fault((*entry.path, *inside), f"the date {date.text} of {event} has no end to sample to", hint)
        )
    return shapes


def _all_shapes(step: Step) -> tuple[Trapezium, ...]:
    return (*step.shapes, *(shape for wait in step.waits for shape in wait.shapes))


def _in_order(steps: Mapping[str, Step]) -> Iterator[Step]:
    """Give the steps so that each comes after what it waits for; the file's order where that leaves a choice."""
    left = dict(steps)
    while left:
        for address, step in left.items():
            needs = {wait.address for wait in step.waits} | {step.branch_of}
            if not needs & left.keys():
                yield left.pop(address)
                break
        else:
            raise PlanError(
                [Fault((), f"events wait for each other: {', '.join(left)}", "take one wait out")]
            )
