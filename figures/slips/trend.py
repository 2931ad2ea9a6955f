"""How plans moved, as values: the claims on an event in the order they were said, in steps.

Claims that were said at the same time are one word: the most precise of them, with those beside it that
contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.history import best_claim, steps

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.history import Step
    from timeline.kinds import Move
    from timeline.model import Claim, Event, Mission, Organisation

MOVES: tuple[Move, ...] = ("slip", "pull-in", "firmed", "loosened", "unchanged")


@dataclass(frozen=True, slots=True)
class Trend:
    """An event whose plan was told more than once, and its claims in the order they were said, what happened last.

    `rivals` are the claims that were said together with one of them and contradict it.
    """

    lane: str
    event: Event
    steps: tuple[Step, ...]
    rivals: tuple[tuple[Claim, Claim], ...]

    @property
    def name(self) -> str:
        """Mission and event."""
        return f"{self.lane}: {self.event.label}{', start' if self.event.is_span else ''}"

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every word on when, from the first to the one that stands."""
        return (self.steps[0].before, *(step.after for step in self.steps))

    @property
    def total(self) -> Step:
        """The move from the first word to the last."""
        return steps((self.claims[0], self.claims[-1]))[0]


def find_trends(lanes: Iterable[Mission | Organisation]) -> tuple[Trend, ...]:
    """Return the events with two words or more that have a place in the order, lane by lane."""
    found = (_trend(lane.name, event) for lane in lanes for event in lane.events)
    return tuple(trend for trend in found if trend is not None)


def _trend(lane: str, event: Event) -> Trend | None:
    spoken: dict[str, list[Claim]] = {}
    for claim in claims_of(event):
        if is_said(claim) if claim.planned else not claim.date.is_unknown:
            key = claim.stated.text if claim.planned and claim.stated else ""
            spoken.setdefault(key, []).append(claim)
    rivals = []
    words = []
    for said_together in spoken.values():
        word = best_claim(said_together)
        assert word is not None
        words.append(word)
        rivals += [(word, claim) for claim in said_together if not claim.date.overlaps(word.date)]
    moved = steps(words)
    if not moved or all(word.date.is_unknown for word in words):
        return None
    return Trend(lane, event, moved, tuple(rivals))


def claims_of(event: Event) -> tuple[Claim, ...]:
    """Return the claims on when an event is, of a span on when it starts."""
    return event.start if event.is_span else event.claims


def is_said(claim: Claim) -> bool:
    """Tell whether a claim says when it was stated, so that it has a place in the order."""
    return claim.stated is not None and claim.stated.earliest_us is not None


def said(claim: Claim) -> VagueDate:
    """Return when a claim was stated; what happened says so itself on the day."""
    return claim.stated if claim.planned and claim.stated else claim.date


def sources_of(event: Event, word: Claim) -> list[str]:
    """Return the ids of the sources that say the same at the same time, in the order of the file."""
    agreeing = [
        claim
        for claim in claims_of(event)
        if claim.planned == word.planned and claim.date.overlaps(word.date)
        if not claim.planned or (is_said(claim) and said(claim) == said(word))
    ]
    return [claim.source for claim in agreeing if claim.source]


def said_once(lanes: Iterable[Mission | Organisation]) -> tuple[tuple[str, Claim], ...]:
    """Return the plans that were said, at a known time, but only once, so that nothing moved, by event name."""
    return tuple(
        (f"{lane.name}: {event.label}", claim)
        for lane in lanes
        for event in lane.events
        if _trend(lane.name, event) is None
        for claim in claims_of(event)
        if claim.planned and is_said(claim)
    )


def not_dated(lanes: Iterable[Mission | Organisation]) -> tuple[tuple[str, Claim], ...]:
    """Return the plans that do not say when they were said, by event name."""
    return tuple(
        (f"{lane.name}: {event.label}", claim)
        for lane in lanes
        for event in lane.events
        for claim in claims_of(event)
        if claim.planned and not is_said(claim)
    )


def middle_us(date: VagueDate) -> int:
    """Return where a date stands: at its middle, with an open end at the end that is known."""
    if date.middle_us is not None:
        return date.middle_us
    known = date.earliest_us if date.earliest_us is not None else date.latest_us
    assert known is not None, "an unknown date stands nowhere"
    return known


def end_us(trend: Trend) -> int:
    """Return what a trend is planned for at its end: by the last of its words that is a date."""
    return middle_us([claim.date for claim in trend.claims if not claim.date.is_unknown][-1])


def levels(found: Iterable[Trend]) -> list[list[Trend]]:
    """Return trends from the top down, those that end at one level together.

    Of these the one that was stated last runs straight to its label, the others pass over and under it in turn,
    so that their leaders do not cross.
    """
    rows = []
    for _, group in groupby(sorted(found, key=end_us, reverse=True), key=end_us):
        latest = sorted(group, key=lambda trend: middle_us(said(trend.claims[-1])), reverse=True)
        rows.append([*latest[1::2][::-1], *latest[::2]])
    return rows
