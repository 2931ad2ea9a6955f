"""A report's content as a frozen value: everything it says, in the words of a language, and nothing of how it looks.

`find_report_sky` looks the sky up; `make_report` is pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from figures.notes import as_of, cited_sources, site_words
from figures.words import rival_claims
from moonline.report.sky_words import Fact, LightEntry, MoonEntry, light_entry, moon_entry
from timeline.edtf import DAY, civil_from_days, year_text
from timeline.history import best_claim
from timeline.places import event_site, has_place
from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.context import MoonContext
    from ephemeris.sites_context import SiteContext
    from moonline.report.words import Words
    from timeline.dates import VagueDate
    from timeline.history import Step
    from timeline.kinds import Kind, Move, Outcome, Status
    from timeline.model import Claim, Event, Mission, Organisation, Source, Timeline

    Lane: TypeAlias = Mission | Organisation

Part: TypeAlias = Literal["", "start", "end"]
Order: TypeAlias = tuple[bool, int]

YEAR_DAYS, MONTH_DAYS = 365.2425, 30.436875
FEW_DAYS = 3.0  # a shift between dates this well known is told in days


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source with its number; `words` is all of it in one line, `url` is "" where the web has none."""

    number: int
    id: str
    title: str
    publisher: str
    date: str
    url: str
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """One source's word: `number` is the source's, None where there is none; `part` says which end of a span.

    `best` marks the claim that the event's date is taken from, `rival` one of its rank that leaves no instant
    in common with it.
    """

    date: str
    edtf: str
    part: Part
    status: Status
    status_words: str
    stated: str
    number: int | None
    note: str
    best: bool
    rival: bool


@dataclass(frozen=True, slots=True)
class SlipEntry:
    """One move of a plan; `words` says it, `days` is the shift, later positive, None where it has no length."""

    move: Move
    words: str
    days: float | None
    before: str
    after: str
    stated: str
    number: int | None


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One event: `address` (m2.landing) is its place in the report, `when` its date and what contradicts it.

    `earliest_us` and `latest_us` are microseconds of UTC since 1970, None at an open end or without a date;
    `numbers` are those of its sources.
    """

    address: str
    id: str
    mission: str
    mission_name: str
    label: str
    kind: Kind
    kind_words: str
    outcome: Outcome
    outcome_words: str
    date: str
    when: str
    edtf: str
    earliest_us: int | None
    latest_us: int | None
    is_instant: bool
    status: Status | None
    contested: bool
    claims: tuple[ClaimEntry, ...]
    slips: tuple[SlipEntry, ...]
    moon: MoonEntry | None
    light: LightEntry | None
    numbers: tuple[int, ...]
    note: str

    @property
    def rivals(self) -> tuple[ClaimEntry, ...]:
        """The claims that contradict its date."""
        return tuple(claim for claim in self.claims if claim.rival)


@dataclass(frozen=True, slots=True)
class MissionEntry:
    """A mission, or the organisation's own lane, with its events in order of time."""

    id: str
    name: str
    is_organisation: bool
    facts: tuple[Fact, ...]
    note: str
    events: tuple[EventEntry, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says. `events` are those of all missions in order of time, undated ones last."""

    language: str
    title: str
    subtitle: str
    description: str
    missions: tuple[MissionEntry, ...]
    events: tuple[EventEntry, ...]
    sources: tuple[SourceEntry, ...]
    as_of: VagueDate | None
    made_with: str

    @property
    def contested(self) -> tuple[EventEntry, ...]:
        """The events whose sources contradict each other."""
        return tuple(event for event in self.events if event.contested)

    @property
    def moved(self) -> tuple[EventEntry, ...]:
        """The events whose plan was stated anew."""
        return tuple(event for event in self.events if event.slips)

    def source(self, number: int) -> SourceEntry:
        """Return the source of a number; KeyError where nothing here names it."""
        for source in self.sources:
            if source.number == number:
                return source
        raise KeyError(f"no source number {number} in this report")


@dataclass(frozen=True, slots=True)
class ReportSky:
    """The sky of each event by its address: the Moon as seen from the Earth, and Sun and Earth over the site."""

    moons: Mapping[str, MoonContext | None]
    sites: Mapping[str, SiteContext | None]


def find_report_sky(timeline: Timeline, lanes: Sequence[str]) -> ReportSky:
    """Return the sky of all events of these lanes, found together."""
    from figures.sky import look_up

    placed = [
        (event, event_site(event, lane))
        for lane in timeline.lanes
        if lane.id in lanes
        for event in lane.events
    ]
    moons = look_up([event for event, _ in placed]).contexts
    on_site = [(event, site) for event, site in placed if event.date and site and has_place(site)]
    if not on_site:
        return ReportSky(moons, {})
    from ephemeris.sites_context import site_context

    places = [(site.lat or 0.0, site.lon or 0.0) for _, site in on_site]
    found = site_context([event.date for event, _ in on_site if event.date], places)
    return ReportSky(
        moons, {event.address: context for (event, _), context in zip(on_site, found, strict=True)}
    )


def make_report(
    timeline: Timeline,
    sky: ReportSky,
    words: Words,
    lanes: Sequence[str] | None = None,
    *,
    title: str = "",
    tz: tzinfo | None = None,
) -> Report:
    """Return the content of a report on these lanes, all by default; `tz` moves times of day to a zone."""
    chosen = [lane for lane in timeline.lanes if lanes is None or lane.id in lanes]
    teller = _Teller(timeline, sky, words, tz)
    missions = tuple(teller.mission(lane) for lane in chosen)
    cited = cited_sources(chosen)
    given = [event for lane in chosen for event in lane.events]
    known = as_of(timeline, given)
    return Report(
        language=words.language,
        title=title or timeline.title,
        subtitle=_subtitle(given, known, words, tz),
        description=timeline.description,
        missions=missions,
        events=tuple(sorted((e for m in missions for e in m.events), key=entry_order)),
        sources=tuple(teller.source(source) for source in timeline.sources if source.id in cited),
        as_of=known,
        made_with=words.text("made-with", version=VERSION),
    )


def entry_order(event: EventEntry) -> Order:
    """Return what events are put in order of time by; those without a date come last."""
    ends = [us for us in (event.earliest_us, event.latest_us) if us is not None]
    return (False, ends[0]) if ends else (True, 0)


def shift_words(step: Step, words: Words) -> str:
    """Say how far a plan moved, no finer than its dates are known: days, months or years; "" for less."""
    days = abs(step.days or 0.0)
    widest = max((each.date.duration_us or 0) for each in (step.before, step.after)) / DAY
    if widest > 2 * MONTH_DAYS and days >= 0.75 * YEAR_DAYS:
        return words.count("years", round(days / YEAR_DAYS))
    if widest > FEW_DAYS and days >= 0.75 * MONTH_DAYS:
        return words.count("months", round(days / MONTH_DAYS))
    return words.count("days", round(days)) if round(days) else ""


def _subtitle(events: Sequence[Event], known: VagueDate | None, words: Words, tz: tzinfo | None) -> str:
    dates = [event.date for event in events if event.date]
    ends = (
        min((d.earliest_us for d in dates if d.earliest_us is not None), default=None),
        max((d.latest_us - 1 for d in dates if d.latest_us is not None), default=None),
    )
    years = [
        words.text("date.year", year=year_text(civil_from_days(us // DAY)[0]))
        for us in ends
        if us is not None
    ]
    facts = [words.range((years[0], years[1]))] if len(years) == 2 else []
    facts.append(words.text("subtitle.utc") if tz is None else words.text("subtitle.zone", zone=tz))
    facts += [words.text("subtitle.as-of", date=words.date(known))] if known else []
    return words.text("join.pairs").join(facts)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells values of the model as entries, in one language and zone."""

    timeline: Timeline
    sky: ReportSky
    words: Words
    tz: tzinfo | None

    def mission(self, lane: Lane) -> MissionEntry:
        events = sorted((self.event(event, lane) for event in lane.events), key=entry_order)
        organisation = self.timeline.organisation is lane
        return MissionEntry(lane.id, lane.name, organisation, self.facts(lane), lane.note, tuple(events))

    def facts(self, lane: Lane) -> tuple[Fact, ...]:
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
        move = self.words.text(f"move.{step.move}")
        if step.days is None or step.move not in ("slip", "pull-in"):
            return move
        length = shift_words(step, self.words)
        key = "move.later" if step.days > 0 else "move.earlier"
        return self.words.text(key, move=move, length=length) if length else move

    def numbers(self, sources: Sequence[str]) -> tuple[int, ...]:
        found = {self.number(source) for source in sources}
        return tuple(sorted(number for number in found if number is not None))

    def number(self, source: str | None) -> int | None:
        return None if source is None else self.timeline.source_numbers.get(source)

    def source(self, source: Source) -> SourceEntry:
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
