"""A report as a document: its sections in order, each with facts, figures and tables, for every kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from moonline.report.figures import Figure, Frame, crowded, make_figures
from moonline.report.tables import Table, claims_table, event_name, events_table, slips_table, sources_table

if TYPE_CHECKING:
    from moonline.report.content import MissionEntry, Report
    from moonline.report.sky_words import Fact
    from moonline.report.words import Words
    from timeline.model import Timeline

Only: TypeAlias = Literal["", "figures", "table"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `id` is one that a link may lead to; a table's own heading may be empty."""

    id: str
    heading: str
    text: str = ""
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `report` has the title and what else stands around the sections.

    `notices` say what its figures have no room for.
    """

    report: Report
    sections: tuple[Section, ...]
    notices: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)


def make_document(
    timeline: Timeline, report: Report, words: Words, frame: Frame, only: Only = ""
) -> Document:
    """Return the sections of a report, with figures for the frame; `only` leaves tables, or figures, out."""
    maker = _Maker(timeline, report, words, frame, only)
    sections = tuple(section for section in maker.sections() if _tells(section))
    told = (notice for section in sections for figure in section.figures for notice in figure.scene.notices)
    many = [] if only == "table" else crowded(timeline, [mission.id for mission in report.missions])
    left = (
        f"{name} has too many events for a page of Moons (draw --figure moons shows them)" for name in many
    )
    return Document(report, sections, tuple(dict.fromkeys((*told, *left))))


def _tells(section: Section) -> bool:
    return bool(section.facts or section.figures or section.tables or section.note)


@dataclass(frozen=True, slots=True)
class _Maker:
    timeline: Timeline
    report: Report
    words: Words
    frame: Frame
    only: Only

    def sections(self) -> Iterator[Section]:
        missions = [mission for mission in self.report.missions if mission.events or mission.facts]
        first = replace(self, frame=replace(self.frame, height=self.frame.first_height))
        yield first.pictured("timeline")
        for mission in missions:
            yield self.mission(mission, alone=len(missions) == 1)
        if len(missions) > 1:
            yield self.pictured("overview")
        yield self.contested()
        yield self.slips()
        yield self.pictured("moons")
        yield self.pictured("lighting", self.caveat())
        yield self.sources()

    def pictured(self, name: str, note: str = "") -> Section:
        """Return a section that is a figure, with how it is read."""
        heading, caption = (self.words.text(f"{part}.{name}") for part in ("heading", "caption"))
        return Section(name, heading, caption, figures=self.figures(name), note=note)

    def figures(self, name: str, lanes: tuple[str, ...] = ()) -> tuple[Figure, ...]:
        if self.only == "table":
            return ()
        chosen = lanes or tuple(mission.id for mission in self.report.missions)
        return make_figures(self.timeline, name, chosen, self.frame, self.words)

    def mission(self, mission: MissionEntry, *, alone: bool) -> Section:
        figures = () if alone or not mission.events else self.figures("timeline", (mission.id,))
        table = events_table(self.words.text("heading.events"), mission.events, self.words)
        shown = self.only != "figures"
        return Section(
            mission.id,
            mission.name,
            text=mission.note if shown else "",
            facts=mission.facts if shown else (),
            figures=figures,
            tables=(("", table),) if shown and mission.events else (),
        )

    def contested(self) -> Section:
        events = () if self.only == "figures" else self.report.contested
        return Section(
            "contested",
            self.words.text("heading.contested"),
            text=self.words.text("contested.intro"),
            tables=tuple(
                (event_name(e, self.words), claims_table(e, self.report, self.words)) for e in events
            ),
        )

    def slips(self) -> Section:
        heading = self.words.text("heading.slips")
        table = slips_table(heading, self.report, self.words)
        shown = table.rows and self.only != "figures"
        return Section(
            "slips",
            heading,
            text=self.words.text("slips.intro"),
            figures=self.figures("slips"),
            tables=(("", table),) if shown else (),
        )

    def caveat(self) -> str:
        lit = any(event.light for event in self.report.events)
        return self.words.text("light.caveat") if lit and self.only != "figures" else ""

    def sources(self) -> Section:
        heading = self.words.text("heading.sources")
        table = sources_table(heading, self.report.sources, self.words)
        return Section("sources", heading, tables=(("", table),) if table.rows else ())
