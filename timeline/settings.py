"""What if: a timeline with one thing of its plan set to something else, as `m4.launch=2028-06` says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from timeline.dates import parse
from timeline.faults import Fault, did_you_mean
from timeline.kinds import OUTCOMES
from timeline.nodes import UnreadableError, read_plain
from timeline.plan_checks import resolve
from timeline.plan_keys import After
from timeline.plan_reading import read_after, read_delay, read_probability, read_resource, read_within
from timeline.plan_writing import write_resource, write_within

if TYPE_CHECKING:
    from timeline.model import Event, Timeline

FORM: Final = "EVENT=DATE, EVENT.delay=20d, EVENT.probability=0.9, EVENT.within.sun_elevation=5..45"


def with_setting(timeline: Timeline, setting: str) -> Timeline:
    """Return the timeline with one thing set: `EVENT=DATE`, or `EVENT.KEY=VALUE` for a key of its plan.

    A date takes the place of all that the event waits for, and of its claims. Keys are `date`, `delay` (with
    `delay.OTHER` where it waits for several), `after`, `within` and each of its keys, `probability`,
    `resource.busy` and `outcome`. Raises ValueError, which names the mend.
    """
    target, equals, text = setting.partition("=")
    if not equals or not text.strip():
        raise ValueError(f"--set {setting!r} sets nothing ({FORM})")
    events = {event.address: event for event in timeline.events}
    address, key = _split(target.strip(), events)
    event = events[address]
    value = _value(setting, text.strip())
    first, _, rest = key.partition(".")
    if first not in _CHANGES:
        raise ValueError(
            f"--set {setting!r}: there is no key {key!r} ({did_you_mean(first, tuple(_CHANGES))})"
        )
    return _replaced(timeline, _changed(event, _CHANGES[first](event, rest, value, setting)))


def _split(target: str, events: Mapping[str, Event]) -> tuple[str, str]:
    """Return the event that a target begins with, and the key after it."""
    fitting = [address for address in events if target == address or target.startswith(f"{address}.")]
    if not fitting:
        raise ValueError(f"there is no event {target!r} to set ({did_you_mean(target, tuple(events), FORM)})")
    address = max(fitting, key=len)
    return address, target[len(address) + 1 :] or "date"


def _value(setting: str, text: str) -> Any:
    if text[:1] not in ("{", "["):
        return text
    try:
        value, problems = read_plain(text)
    except UnreadableError as error:
        raise ValueError(f"--set {setting!r}: {error.problem.message} ({error.problem.hint})") from None
    if problems:
        raise ValueError(f"--set {setting!r}: {problems[0].message} ({problems[0].hint})")
    return value


def _date(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    from timeline.model import Claim

    if rest or not isinstance(value, str):
        raise ValueError(f"--set {setting!r} is no date ({event.address}=2028-06)")
    claim = Claim(date=parse(value), planned=True)
    return {"claims": (claim,), "start": (), "end": (), "after": (), "outcome": "planned"}


def _delay(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    at = [index for index, each in enumerate(event.after) if not rest or _means(each, rest, event)]
    if len(at) != 1:
        known = ", ".join(f"{event.address}.delay.{each.event or each.date}=..." for each in event.after)
        told = (
            "waits for nothing"
            if not event.after
            else f"does not wait for {rest!r}"
            if rest
            else "waits for several"
        )
        raise ValueError(f"--set {setting!r}: {event.address} {told} ({known or FORM})")
    found: list[Fault] = []
    delay = read_delay(value, (), found)
    _refuse(setting, found)
    after = list(event.after)
    after[at[0]] = after[at[0]]._replace(delay=delay, note="", source="")
    return {"after": tuple(after)}


def _means(after: After, name: str, event: Event) -> bool:
    if after.date is not None:
        return after.date.text == name
    known = {f"{event.mission}.{after.event}", after.event}
    return resolve(name, event.mission, known) is not None


def _after(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    return {"after": _read(read_after, value, rest, setting)}


def _within(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    plain = {**(write_within(event.within) or {}), rest: value} if rest else value
    return {"within": _read(read_within, plain, "", setting)}


def _probability(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    return {"probability": _read(read_probability, value, rest, setting)}


def _resource(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    plain = {**(write_resource(event.resource) or {}), rest: value} if rest else value
    return {"resource": _read(read_resource, plain, "", setting)}


def _outcome(event: Event, rest: str, value: Any, setting: str) -> dict[str, Any]:
    if rest or value not in OUTCOMES:
        raise ValueError(f"--set {setting!r} is no outcome (one of: {', '.join(OUTCOMES)})")
    return {"outcome": value}


def _read(reader: Callable[..., Any], value: Any, rest: str, setting: str) -> Any:
    if rest:
        raise ValueError(f"--set {setting!r}: there is no key {rest!r} there ({FORM})")
    found: list[Fault] = []
    read = reader(value, (), found)
    _refuse(setting, found)
    return read


def _refuse(setting: str, found: list[Fault]) -> None:
    if found:
        hint = f" ({found[0].hint})" if found[0].hint else ""
        raise ValueError(f"--set {setting!r}: {found[0].message}{hint}")


_CHANGES: Final[dict[str, Callable[[Event, str, Any, str], dict[str, Any]]]] = {
    "date": _date,
    "delay": _delay,
    "after": _after,
    "within": _within,
    "probability": _probability,
    "resource": _resource,
    "outcome": _outcome,
}


def _changed(event: Event, changes: dict[str, Any]) -> Event:
    fields = {name: getattr(event, name) for name in type(event).model_fields}
    return type(event).model_validate({**fields, **changes})


def _replaced(timeline: Timeline, event: Event) -> Timeline:
    def lane(each: Any) -> Any:
        events = tuple(event if old.address == event.address else old for old in each.events)
        return each.model_copy(update={"events": events})

    organisation = None if timeline.organisation is None else lane(timeline.organisation)
    missions = tuple(lane(mission) for mission in timeline.missions)
    return timeline.model_copy(update={"organisation": organisation, "missions": missions})
