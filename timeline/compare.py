"""What changed between two versions of a timeline: events that moved, were firmed, loosened, added, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from timeline.dates import VagueDate, parse
from timeline.history import steps
from timeline.kinds import Move
from timeline.model import Claim, Event, Timeline, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

Verb = Literal["added", "dropped", "dated", "undated", "changed"] | Move
"""What became of an event in one word: `dated` got a first date, `undated` lost it, `changed` kept its date."""

_US_PER_DAY = 86_400_000_000
_OF_EVENTS = ("id", "mission")
_OF_LANES = ("id", "events")
_OF_TIMELINES = ("version", "sources", "organisation", "missions")


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a date moved, later positive: all that the two dates allow, in microseconds.

    A date that lies in [a, b) and then in [c, d) moved by more than c - b and by less than d - a; None where
    an open end leaves that side unbounded. `days` is from middle to middle, as in `history.Step`.
    """

    least_us: int | None
    most_us: int | None
    days: float | None

    @property
    def is_later(self) -> bool:
        """Whether every reading of the two dates makes it later."""
        return self.least_us is not None and self.least_us >= 0

    @property
    def is_earlier(self) -> bool:
        """Whether every reading of the two dates makes it earlier."""
        return self.most_us is not None and self.most_us <= 0

    @property
    def least_days(self) -> float | None:
        """The lower bound in days."""
        return None if self.least_us is None else self.least_us / _US_PER_DAY

    @property
    def most_days(self) -> float | None:
        """The upper bound in days."""
        return None if self.most_us is None else self.most_us / _US_PER_DAY


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else now: plain values as in a mission file, None where it said nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A mission, an organisation or a source that is another now: new where `before` is None, gone where `after` is."""

    address: str
    before: Value | None
    after: Value | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class EventChange:
    """What became of one event; `shift` is None unless it had a date and has another one."""

    address: str
    verb: Verb
    before: Event | None
    after: Event | None
    shift: Shift | None = None
    changes: tuple[Change, ...] = ()

    @property
    def event(self) -> Event:
        """The event as it is, or as it was."""
        event = self.after or self.before
        assert event is not None
        return event

    @property
    def was(self) -> str:
        """The address it had where that was another one, else nothing."""
        return self.before.address if self.before and self.before.address != self.address else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, each part in the order of the later timeline, what is gone last; empty where nothing does."""

    events: tuple[EventChange, ...]
    lanes: tuple[Changed, ...]
    sources: tuple[Changed, ...]
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether both say the same; in which order missions, events and sources stand says nothing."""
        return not (self.events or self.lanes or self.sources or self.changes)


def compare(before: Timeline, after: Timeline) -> Comparison:
    """Return what changed from one timeline to another.

    Events are known by their address; one that is gone and one that is new on the same mission, with the same
    kind and label and no other like them, are one event that got another id.
    """
    return Comparison(
        tuple(_event_changes(before, after)),
        tuple(_of_values(before.lanes, after.lanes, _OF_LANES)),
        tuple(_of_values(before.sources, after.sources, ("id",))),
        _field_changes(before, after, _OF_TIMELINES),
    )


def shift_between(before: VagueDate, after: VagueDate) -> Shift:
    """Return by how much a date can have moved, all readings of both taken into account."""
    return Shift(
        _difference(after.earliest_us, before.latest_us),
        _difference(after.latest_us, before.earliest_us),
        _step(before, after)[1],
    )


def move_between(before: VagueDate, after: VagueDate) -> Move:
    """Return how a date moved, in the words of `history`."""
    return _step(before, after)[0]


def _step(before: VagueDate, after: VagueDate) -> tuple[Move, float | None]:
    """Ask history how one date became another: a plan, and what came of it."""
    (step,) = steps((Claim(date=before, planned=True, stated=parse("0000")), Claim(date=after)))
    return step.move, step.days


def _difference(later: int | None, earlier: int | None) -> int | None:
    return None if later is None or earlier is None else later - earlier


def _event_changes(before: Timeline, after: Timeline) -> Iterator[EventChange]:
    old = {event.address: event for event in before.events}
    new = {event.address: event for event in after.events}
    renamed = _renamed(
        [event for event in before.events if event.address not in new],
        [event for event in after.events if event.address not in old],
    )
    for address, event in new.items():
        was = old.get(address) or renamed.get(address)
        change = EventChange(address, "added", None, event) if was is None else _event_change(was, event)
        if change is not None:
            yield change
    gone = {event.address for event in renamed.values()}
    for address, event in old.items():
        if address not in new and address not in gone:
            yield EventChange(address, "dropped", event, None)


def _renamed(gone: Sequence[Event], new: Sequence[Event]) -> Mapping[str, Event]:
    """Return the events that only their id hides, by their new addresses."""
    found: dict[tuple[str, ...], list[Event]] = {}
    for event in chain(gone, new):
        found.setdefault((event.mission, event.kind, event.label), []).append(event)
    old = {event.address for event in gone}
    pairs = [pair for pair in found.values() if [event.address in old for event in pair] == [True, False]]
    return {after.address: before for before, after in pairs}


def _event_change(before: Event, after: Event) -> EventChange | None:
    changes = _field_changes(before, after, _OF_EVENTS)
    if before.address != after.address:
        changes = (Change("id", before.id, after.id), *changes)
    if not changes:
        return None
    old, new = before.date, after.date
    if old is None or new is None:
        verb: Verb = "changed" if old is new else "dated" if old is None else "undated"
        return EventChange(after.address, verb, before, after, None, changes)
    move = move_between(old, new)
    if move == "unchanged":
        return EventChange(after.address, "changed", before, after, None, changes)
    return EventChange(after.address, move, before, after, shift_between(old, new), changes)


def _of_values(before: Iterable[Any], after: Iterable[Any], without: Sequence[str]) -> Iterator[Changed]:
    """Return which of these are new, gone or other than they were, known by their ids."""
    old, new = ({value.id: value for value in values} for values in (before, after))
    for name, value in new.items():
        changes = _field_changes(old[name], value, without) if name in old else ()
        if name not in old or changes:
            yield Changed(name, old.get(name), value, changes)
    yield from (Changed(name, value, None) for name, value in old.items() if name not in new)


def _field_changes(before: Value, after: Value, without: Sequence[str]) -> tuple[Change, ...]:
    if before == after:
        return ()
    old, new = _plain(before, without), _plain(after, without)
    names = dict.fromkeys((*new, *old))
    return tuple(
        Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    )


def _plain(value: Value, without: Sequence[str]) -> dict[str, Any]:
    """Return the fields as a mission file has them, with what it leaves out said where that says anything."""
    said = value.model_dump(mode="json", exclude_defaults=True, exclude=set(without))
    fields = type(value).model_fields.items()
    return {name: said.get(name, field.default or None) for name, field in fields if name not in without}
