"""A report's content as a frozen value: everything it says, in the words of a language, and nothing of how it looks.

`find_report_sky` looks the sky up; `make_report` is pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from figures.notes import as_of, cited_sources
from moonline.report.sky_words import Fact, LightEntry, MoonEntry
from timeline.places import event_site, has_place
from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.context import MoonContext
    from ephemeris.sites_context import SiteContext
    from moonline.report.words import Words
    from timeline.dates import VagueDate
    from timeline.kinds import Kind, Move, Outcome, Status
    from timeline.model import Mission, Organisation, Timeline

    Lane: TypeAlias = Mission | Organisation

Part: TypeAlias = Literal["", "start", "end"]
Order: TypeAlias = tuple[bool, int]


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
    from moonline.report.telling import Teller, subtitle_words

    chosen = [lane for lane in timeline.lanes if lanes is None or lane.id in lanes]
    teller = Teller(timeline, sky, words, tz)
    missions = tuple(teller.mission(lane) for lane in chosen)
    cited = cited_sources(chosen)
    given = [event for lane in chosen for event in lane.events]
    known = as_of(timeline, given)
    return Report(
        language=words.language,
        title=title or timeline.title,
        subtitle=subtitle_words(given, known, words, tz),
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
