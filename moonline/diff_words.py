"""What changed between two timelines, in words for people and in plain values for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from moonline.records import Record, date_record
from timeline.dates import describe, parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from timeline.compare import Change, Changed, Comparison, EventChange, Shift
    from timeline.dates import VagueDate
    from timeline.model import Event

MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000
MONTH, YEAR = 30.436875 * DAY, 365.2425 * DAY
UNITS = (
    (1_000_000.0, "s", 2 * MINUTE),
    (MINUTE, "min", 2 * HOUR),
    (HOUR, "h", 3 * DAY),
    (DAY, "d", 100 * DAY),
)
"""Units of a length, each with the length from which the next one says it better."""
LONGER = ((MONTH, " month", 23.9 * MONTH), (YEAR, " year", float("inf")))
CLAIMS = ("claims", "start", "end")
MOST = 60  # characters of a value in a table


def shift_words(shift: Shift) -> str:
    """Say by how much a date moved, as far as the dates tell: `2 to 15 months later`, `7 min earlier`."""
    least, most = shift.least_us, shift.most_us
    if least is None or most is None:
        return _open_words(shift)
    if shift.is_later:
        return f"{_range_words(least, most)} later"
    if shift.is_earlier:
        return f"{_range_words(-most, -least)} earlier"
    longest = max(-least, most)
    return f"between {_counted(-least, longest)} earlier and {_counted(most, longest)} later"


def _open_words(shift: Shift) -> str:
    """Say a shift that one of the dates leaves open: its bound, else from bound to bound of the dates."""
    if shift.least_us is not None:
        return f"at least {length_words(shift.least_us)} later" if shift.least_us > 0 else ""
    if shift.most_us is not None:
        return f"at least {length_words(-shift.most_us)} earlier" if shift.most_us < 0 else ""
    if not shift.days:
        return ""
    return f"its bound {length_words(abs(shift.days) * DAY)} {'later' if shift.days > 0 else 'earlier'}"


def _range_words(least: float, most: float) -> str:
    """Say a range of lengths in one unit, as one length where its ends read alike."""
    if least <= 0:
        return f"up to {length_words(most)}"
    first, last = (_counted(length, most) for length in (least, most))
    if first == last:
        return length_words((least + most) / 2)
    return f"{first.split()[0]} to {last}"


def length_words(us: float) -> str:
    """Say a length of time in the one unit that suits it: `90 s`, `36 h`, `20 d`, `7 months`, `1.5 years`."""
    return _counted(us, us)


def _counted(us: float, scale: float) -> str:
    """Say a length in the unit that suits another one."""
    unit, name, _ = next(each for each in chain(UNITS, LONGER) if abs(scale) < each[2])
    count = us / unit
    number = f"{count:.0f}" if abs(count) >= 9.95 or abs(count - round(count)) < 0.05 else f"{count:.1f}"
    plural = "s" if name.startswith(" ") and number != "1" else ""
    return f"{number} {name.strip()}{plural}"


def vagueness_words(date: VagueDate | None) -> str:
    """Say how vague a date is: `a year`, `a month`, by its length where it is not just one of these."""
    if date is None or date.duration_us is None:
        return "an open end"
    if date.approximate or "/" in date.text or "[" in date.text:
        return length_words(date.duration_us)
    return f"{'an' if date.precision == 'hour' else 'a'} {date.precision}"


def move_words(change: EventChange) -> str:
    """Say what became of an event's date, nothing where it is as it was."""
    if change.verb in ("firmed", "loosened") and change.before and change.after:
        ends = (vagueness_words(event.date) for event in (change.before, change.after))
        return f"{change.verb}: {' to '.join(ends)}"
    if change.shift is not None:
        return ": ".join(filter(None, (change.verb, shift_words(change.shift))))
    known = {"dated": "got a date", "undated": "lost its date", "changed": ""}
    return known.get(change.verb, change.verb)


def change_lines(change: EventChange, tz: tzinfo | None = None) -> Iterator[str]:
    """Say all that became of an event, the date first, a line for each thing."""
    yield from filter(None, [move_words(change)])
    if change.before is None or change.after is None:
        return
    if change.was:
        yield f"its id was {change.before.id}"
    if (change.before.status, change.after.status) == ("planned", "actual"):
        yield "happened"
    for each in change.changes:
        if each.field != "id":
            yield from _field_lines(each, tz)


def field_lines(changes: Iterable[Change], tz: tzinfo | None = None) -> list[str]:
    """Say what fields say now that said something else, a line for each."""
    return [line for change in changes for line in _field_lines(change, tz)]


def _field_lines(change: Change, tz: tzinfo | None) -> Iterator[str]:
    name = change.field.replace("_", " ")
    if change.field in CLAIMS:
        yield from _claim_lines("claim" if change.field == "claims" else f"claim on its {name}", change, tz)
    elif isinstance(change.before, dict) and isinstance(change.after, dict) and change.field != "site":
        yield from _part_lines(name, change.before, change.after)
    elif isinstance(change.before or (), list | tuple) and isinstance(change.after or (), list | tuple):
        yield from _list_lines(name, change.before or (), change.after or (), value_words)
    elif change.field == "note":
        yield (
            "note: rewritten"
            if change.before and change.after
            else f"note: {'added' if change.after else 'dropped'}"
        )
    else:
        yield f"{name}: {value_words(change.before)} → {value_words(change.after)}"


def _part_lines(name: str, before: Record, after: Record) -> Iterator[str]:
    """Say what parts of a value say now: `after delay max: 142d → 90d`."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _part_lines(f"{name} {key}", old, new)
        elif key == "note" and old != new:
            yield (
                f"{name} {key}: rewritten"
                if old and new
                else f"{name} {key}: {'added' if new else 'dropped'}"
            )
        elif old != new:
            yield f"{name} {key.replace('_', ' ')}: {value_words(old)} → {value_words(new)}"


def _claim_lines(name: str, change: Change, tz: tzinfo | None) -> Iterator[str]:
    def words(claim: Record) -> str:
        said = f", said {describe(parse(claim['stated']), tz)}" if "stated" in claim else ""
        source = f" ({claim['source']})" if claim.get("source") else ""
        return (
            f"{describe(parse(claim['date']), tz)}{', planned' if claim.get('planned') else ''}{said}{source}"
        )

    before, after = change.before or (), change.after or ()
    new, gone = ([each for each in a if each not in b] for a, b in ((after, before), (before, after)))
    if len(new) == len(gone) == 1 and _but_for_its_date(new[0]) == _but_for_its_date(gone[0]):
        source = f" of {new[0]['source']}" if new[0].get("source") else ""
        yield f"{name}{source} rewritten"  # both dates stand beside it
    else:
        yield from _list_lines(name, before, after, words)


def _but_for_its_date(claim: Record) -> Record:
    return {key: value for key, value in claim.items() if key != "date"}


def _list_lines(name: str, before: Sequence[Any], after: Sequence[Any], words: Any) -> Iterator[str]:
    new = [each for each in after if each not in before]
    gone = [each for each in before if each not in after]
    yield from (f"+ {name}: {words(each)}" for each in new)
    yield from (f"− {name}: {words(each)}" for each in gone)
    if not new and not gone:
        yield f"{name}: in another order"


def value_words(value: Any) -> str:
    """Say a plain value of a mission file in short."""
    if value is None:
        return "none"
    if isinstance(value, dict):
        inside = ", ".join(f"{key} {value_words(each)}" for key, each in value.items() if key != "note")
        return _short(str(value["name"]) + _place(value)) if "name" in value else _short(inside)
    if isinstance(value, list | tuple):
        return _short(", ".join(map(value_words, value)))
    return _short(str(value))


def _place(site: Record) -> str:
    return f" ({site['lat']:g}, {site['lon']:g})" if "lat" in site and "lon" in site else ""


def _short(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"


def comparison_record(comparison: Comparison) -> Record:
    """Return a comparison as plain values, times in UTC and lengths in days."""
    return {
        "same": comparison.same,
        "events": [_event_record(change) for change in comparison.events],
        "lanes": [_changed_record(each) for each in comparison.lanes],
        "sources": [_changed_record(each) for each in comparison.sources],
        "file": _change_records(comparison.changes),
    }


def _event_record(change: EventChange) -> Record:
    shift = change.shift
    return {
        "event": change.address,
        "was": change.was or None,
        "label": change.event.label,
        "change": change.verb,
        "from": _date(change.before),
        "to": _date(change.after),
        "shift_days": None if shift is None else [_rounded(shift.least_days), _rounded(shift.most_days)],
        "shift_days_of_middles": None if shift is None else _rounded(shift.days),
        "changes": _change_records(change.changes),
    }


def _date(event: Event | None) -> Record | None:
    return None if event is None else date_record(event)


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 5) + 0.0  # to the second, and no -0.0


def _changed_record(changed: Changed) -> Record:
    verb = "added" if changed.before is None else "dropped" if changed.after is None else "changed"
    return {"id": changed.address, "change": verb, "changes": _change_records(changed.changes)}


def _change_records(changes: Iterable[Change]) -> list[Record]:
    return [{"field": each.field, "from": each.before, "to": each.after} for each in changes]
