"""What a figure says in words: labels, dates, tooltips, and the description for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from figures.axis import DAY, MONTHS, offset_us
from timeline.dates import describe
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from ephemeris.context import MoonContext
    from timeline.dates import VagueDate
    from timeline.kinds import Outcome
    from timeline.model import Claim, Event, Mission, Organisation, Timeline

MOST_MARKS = 2500  # events of one lane that are told and drawn one by one
OUTCOME_WORDS: dict[Outcome, str] = {
    "success": "success",
    "partial": "partial success",
    "failure": "failure",
    "done": "happened",
    "planned": "planned",
    "cancelled": "cancelled",
    "superseded": "superseded",
    "unknown": "not told",
}


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as it is written beside a label: the date, the numbers of its sources, and what contradicts it."""

    date: str
    numbers: str
    others: tuple[tuple[str, str], ...] = ()


def date_words(event: Event, numbers: Mapping[str, int], tz: tzinfo | None = None) -> DateWords:
    """Return an event's date to the precision that is known, with its sources and the claims against it."""
    if event.date is None:
        return DateWords("", _numbers(event.source_ids, numbers))
    rivals = rival_claims(event)
    own = [claim for claim in _claims(event) if claim not in rivals and claim.planned == event.best.planned]  # type: ignore[union-attr]
    others: dict[str, list[str]] = {}
    for claim in rivals:
        others.setdefault(describe(claim.date, tz), []).extend([claim.source] if claim.source else [])
    return DateWords(
        zoned(event.date, tz),
        _numbers([claim.source for claim in own if claim.source], numbers),
        tuple((text, _numbers(sources, numbers)) for text, sources in others.items()),
    )


@lru_cache(maxsize=4096)  # a label, its group, its tooltip and the notes all say the same date
def zoned(date: VagueDate, tz: tzinfo | None) -> str:
    """Say a date in the display zone, and the day in UTC where that is another one."""
    words = describe(date, tz)
    if tz is None or not date.is_instant or date.middle_us is None:
        return words
    there, here = (us // DAY for us in (date.middle_us + offset_us(tz, date.middle_us), date.middle_us))
    if there == here:
        return words
    _, month, day = civil_from_days(here)
    return f"{words} ({day} {MONTHS[month - 1]} in UTC)"


def rival_claims(event: Event) -> tuple[Claim, ...]:
    """Return the claims of the best claim's rank that leave no instant in common with it."""
    best = event.best
    if best is None or not event.contested or event.is_span:
        return ()
    return tuple(
        claim
        for claim in event.claims
        if claim.planned == best.planned
        and (not claim.planned or claim.stated == best.stated)
        and not claim.date.overlaps(best.date)
    )


def _claims(event: Event) -> tuple[Claim, ...]:
    return (*event.claims, *event.start, *event.end)


def _numbers(sources: Iterable[str], numbers: Mapping[str, int]) -> str:
    found = sorted({numbers[source] for source in sources if source in numbers})
    return ",".join(map(str, found))


def moon_words(phase_name: str | None, fraction: float | tuple[float, float] | None) -> str:
    """Say the Moon's phase and lit share; a range for a vague date; nothing where it is not known."""
    if phase_name is None or fraction is None:
        return ""
    low, high = fraction if isinstance(fraction, tuple) else (fraction, fraction)
    if phase_name == "any":
        return "Moon at any phase"
    shares = sorted({round(100 * low), round(100 * high)})
    return f"Moon {phase_name}, {' to '.join(map(str, shares))} % lit"


def degrees(angle: float, digits: int = 0) -> str:
    """Write an angle with a minus of its own width: `−19.1°`."""
    return f"{round(angle, digits) + 0.0:.{digits}f}°".replace("-", "−")


def event_words(event: Event, context: MoonContext | None, tz: tzinfo | None = None) -> str:
    """Say an event in one clause: label, date, outcome, contradictions and Moon."""
    parts = [event.label]
    parts.append(zoned(event.date, tz) if event.date else "no date given")
    if event.outcome not in ("done", "unknown"):
        parts.append(OUTCOME_WORDS[event.outcome])
    parts += [f"contested: {describe(claim.date, tz)}" for claim in rival_claims(event)]
    moved = [step.move for step in event.slips]
    if moved:
        parts.append("plan: " + ", ".join(moved))
    moon = moon_words(context.phase_name, context.illuminated_fraction) if context else ""
    return ", ".join([*parts, moon] if moon else parts)


def short_words(event: Event, tz: tzinfo | None = None) -> str:
    """Say an event in a list: its label and its date."""
    return f"{event.label}, {zoned(event.date, tz) if event.date else 'no date given'}"


def timeline_words(
    timeline: Timeline,
    lanes: Sequence[str],
    contexts: Mapping[str, MoonContext | None],
    span: str,
    tz: tzinfo | None = None,
) -> str:
    """Return the description of a whole timeline: what it spans, then every event, lane by lane."""
    shown = [lane for lane in timeline.lanes if lane.id in lanes]
    count = sum(len(lane.events) for lane in shown)
    head = f"{timeline.title}. Timeline of {count} event{'s' * (count != 1)}{span and ', ' + span}."
    rows = [
        density_words(lane) + "."
        if is_dense(lane)
        else f"{lane.name}: "
        + "; ".join(event_words(event, contexts.get(event.address), tz) for event in lane.events)
        + "."
        for lane in shown
        if lane.events
    ]
    return " ".join([head, *rows])


def is_dense(lane: Mission | Organisation) -> bool:
    """Tell whether a lane has so many events that only their density can be read."""
    return len(lane.events) > MOST_MARKS


def density_words(lane: Mission | Organisation) -> str:
    """Say a dense lane in words: how many events, from when to when, and how many each year."""
    dates = [event.date for event in lane.events if event.date]
    years = Counter(civil_from_days(date.middle_us // DAY)[0] for date in dates if date.middle_us is not None)
    undated = len(lane.events) - sum(years.values())
    each = ", ".join(f"{year}: {count:,}" for year, count in sorted(years.items()))
    told = f"{lane.name}: {len(lane.events):,} events, {span_words(dates)}; by year {each}"
    return f"{told}; {undated:,} without a bounded date" if undated else told


def span_words(dates: Sequence[VagueDate], compact: bool = False, tz: tzinfo | None = None) -> str:
    """Say from when to when the dates reach, to the year, or to the day where they lie closely together.

    With `tz` the days of known instants are those of that zone.
    """
    reach = reach_us(dates, tz)
    if reach is None:
        return ""
    (y0, m0, d0), (y1, m1, d1) = (civil_from_days(us // DAY) for us in reach)
    if y1 - y0 > 1:
        return f"{y0}–{y1}" if compact else f"{y0} to {y1}"
    start, end = f"{d0} {MONTHS[m0 - 1]} {y0}", f"{d1} {MONTHS[m1 - 1]} {y1}"
    if start == end:
        return end
    if (y0, m0) == (y1, m1):
        start = str(d0)
    elif y0 == y1:
        start = f"{d0} {MONTHS[m0 - 1]}"
    return f"{start}–{end}" if compact else f"{start} to {end}"


def reach_us(dates: Iterable[VagueDate], tz: tzinfo | None = None) -> tuple[int, int] | None:
    """Return the first and the last moment that the dates name, in microseconds since 1970; None where none does.

    Of a date with an open end that is its known one: "no earlier than July 2026" reaches 1 July 2026.
    """
    found: list[int] = []
    for date in dates:
        if date.is_instant and date.earliest_us is not None:
            found.append(date.earliest_us + offset_us(tz, date.earliest_us))
            continue
        # latest_us is the first moment that is no longer in it
        last = None if date.latest_us is None else date.latest_us - 1
        found += [us for us in (date.earliest_us, last) if us is not None]
    return (min(found), max(found)) if found else None
