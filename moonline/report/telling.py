"""A timeline's values told as a report's entries, in the words of one language and the times of one zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.notes import site_words
from figures.words import reach_us, rival_claims
from moonline.report.content import (
    ClaimEntry,
    EventEntry,
    MissionEntry,
    Part,
    ReportSky,
    SlipEntry,
    SourceEntry,
    entry_order,
)
from moonline.report.sky_words import Fact, light_entry, moon_entry
from timeline.edtf import DAY, civil_from_days, year_text
from timeline.history import best_claim
from timeline.places import event_site

if TYPE_CHECKING:
    from datetime import tzinfo

    from moonline.report.content import Lane
    from moonline.report.words import Words
    from timeline.dates import VagueDate
    from timeline.history import Step
    from timeline.kinds import Status
    from timeline.model import Claim, Event, Source, Timeline

YEAR_DAYS, MONTH_DAYS = 365.2425, 30.436875
FEW_DAYS = 3.0  # a shift between dates this well known is told in days


def shift_words(step: Step, words: Words) -> str:
    """Say how far a plan moved, no finer than its dates are known: days, months or years; "" for less.

    In the units of the figure of slips: a year and a half is the first that is not told in months, but for one year.
    """
    days = abs(step.days or 0.0)
    widest = max((each.date.duration_us or 0) for each in (step.before, step.after)) / DAY
    months, years = round(days / MONTH_DAYS), days / YEAR_DAYS
    if widest > 2 * MONTH_DAYS and (years >= 1.5 or months == 12):
        halves = round(2 * years) if years < 4 else 2 * round(years)
        return words.count("years", halves / 2 if halves % 2 else halves // 2)
    if widest > FEW_DAYS and days >= 0.75 * MONTH_DAYS:
        return words.count("months", months)
    return words.count("days", round(days)) if round(days) else ""


def subtitle_words(events: Sequence[Event], known: VagueDate | None, words: Words, tz: tzinfo | None) -> str:
    """Say from when to when events reach, in which zone their times are, and as of when they were known."""
    reach = reach_us(event.date for event in events if event.date)
    years = [words.text("date.year", year=year_text(civil_from_days(us // DAY)[0])) for us in reach or ()]
    facts = [words.range((years[0], years[1]))] if reach else []
    facts.append(words.text("subtitle.utc") if tz is None else words.text("subtitle.zone", zone=tz))
    facts += [words.text("subtitle.as-of", date=words.date(known))] if known else []
    return words.text("join.pairs").join(facts)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells values of the model as entries, in one language and zone."""

    timeline: Timeline
    sky: ReportSky
    words: Words
    tz: tzinfo | None

    def mission(self, lane: Lane) -> MissionEntry:
        """Return a mission with its events in order of time."""
        events = sorted((self.event(event, lane) for event in lane.events), key=entry_order)
        organisation = self.timeline.organisation is lane
        return MissionEntry(lane.id, lane.name, organisation, self.facts(lane), lane.note, tuple(events))

    def facts(self, lane: Lane) -> tuple[Fact, ...]:
        """Return what is known of a mission as a whole."""
        site = getattr(lane, "site", None)
        backups = [site_words(each) for each in getattr(lane, "backup_sites", ())]
        told = {
            "operator": getattr(lane, "operator", ""),
            "vehicle": getattr(lane, "vehicle", ""),
            "site": site_words(site) if site else "",
            "backup_sites": self.words.joined(backups, "join.clauses"),
            "payloads": self.words.joined(getattr(lane, "payloads", ()), "join.clauses"),
        }
        return tuple(Fact(self.words.text(f"fact.{key}"), value) for key, value in told.items() if value)

    def event(self, event: Event, lane: Lane) -> EventEntry:
        """Return an event with all that is told of it."""
        date = event.date
        rivals = rival_claims(event)
        return EventEntry(
            address=event.address,
            id=event.id,
            mission=lane.id,
            mission_name=lane.name,
            label=event.label,
            kind=event.kind,
            kind_words=self.words.text(f"kind.{event.kind}"),
            outcome=event.outcome,
            outcome_words=self.words.text(f"outcome.{event.outcome}"),
            date=self.words.zoned_date(date, self.tz),
            when=self.when(event, rivals),
            edtf=date.text if date else "",
            earliest_us=date.earliest_us if date else None,
            latest_us=date.latest_us if date else None,
            is_instant=bool(date and date.is_instant),
            status=event.status,
            contested=event.contested,
            claims=self.claims(event, rivals),
            slips=tuple(self.slip(step) for step in event.slips),
            moon=moon_entry(self.sky.moons.get(event.address), self.words),
            light=light_entry(
                event_site(event, lane), self.sky.sites.get(event.address), self.words, self.tz
            ),
            numbers=self.numbers(event.source_ids),
            note=event.note,
        )

    def when(self, event: Event, rivals: Sequence[Claim]) -> str:
        """Say an event's date, and the dates that contradict it."""
        said = self.words.zoned_date(event.date, self.tz)
        others = dict.fromkeys(self.words.date(claim.date, self.tz) for claim in rivals)
        if not others:
            return said
        return self.words.text("contested.dates", date=said, others=self.words.joined(others, "join.or"))

    def claims(self, event: Event, rivals: Sequence[Claim]) -> tuple[ClaimEntry, ...]:
        """Return the claims on an event, those on a span's start before those on its end."""
        parts: tuple[tuple[Part, Sequence[Claim]], ...] = (
            ("", event.claims),
            ("start", event.start),
            ("end", event.end),
        )
        return tuple(
            self.claim(claim, part, claim is best_claim(claims), claim in rivals)
            for part, claims in parts
            for claim in claims
        )

    def claim(self, claim: Claim, part: Part, best: bool, rival: bool) -> ClaimEntry:
        """Return a claim."""
        status: Status = "planned" if claim.planned else "actual"
        return ClaimEntry(
            date=self.words.zoned_date(claim.date, self.tz),
            edtf=claim.date.text,
            part=part,
            status=status,
            status_words=self.words.text(f"status.{status}"),
            stated=self.words.date(claim.stated) if claim.stated else "",
            number=self.number(claim.source),
            note=claim.note,
            best=best,
            rival=rival,
        )

    def slip(self, step: Step) -> SlipEntry:
        """Return a move of a plan."""
        after = step.after
        return SlipEntry(
            move=step.move,
            words=self.move_words(step),
            days=step.days,
            before=self.words.date(step.before.date, self.tz),
            after=self.words.date(after.date, self.tz),
            stated=self.words.date(after.stated) if after.stated else "",
            number=self.number(after.source),
        )

    def move_words(self, step: Step) -> str:
        """Say a move, and how far it went where that is known."""
        move = self.words.text(f"move.{step.move}")
        if step.days is None or step.move not in ("slip", "pull-in"):
            return move
        length = shift_words(step, self.words)
        key = "move.later" if step.days > 0 else "move.earlier"
        return self.words.text(key, move=move, length=length) if length else move

    def numbers(self, sources: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of sources, in order."""
        found = {self.number(source) for source in sources}
        return tuple(sorted(number for number in found if number is not None))

    def number(self, source: str | None) -> int | None:
        """Return the number of a source."""
        return None if source is None else self.timeline.source_numbers.get(source)

    def source(self, source: Source) -> SourceEntry:
        """Return a source with its number."""
        date = self.words.date(source.date) if source.date else ""
        return SourceEntry(
            number=self.timeline.source_numbers[source.id],
            id=source.id,
            title=source.title,
            publisher=source.publisher,
            date=date,
            url=source.url,
            note=source.note,
            words=self.words.joined([source.publisher, source.title, date]),
        )
