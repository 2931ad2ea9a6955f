"""A report's tables: heads and rows of cells, the same for every kind of document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moonline.report.content import ClaimEntry, EventEntry, Report, SlipEntry, SourceEntry
    from moonline.report.words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the numbers of the sources that say so, a note below, and where it links to.

    `anchor` is the place in the document that the cell is, `strong` one that the eye should find.
    """

    text: str
    numbers: tuple[int, ...] = ()
    note: str = ""
    url: str = ""
    anchor: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its head in words, and its share of the width."""

    key: str
    head: str
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name for those who cannot see where it stands."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


SHARES = {
    "date": 0.2,
    "mission": 0.16,
    "event": 0.33,
    "outcome": 0.11,
    "moon": 0.2,
    "light": 0.16,
    "claim": 0.26,
    "status": 0.12,
    "stated": 0.14,
    "source": 0.28,
    "note": 0.2,
    "from": 0.2,
    "to": 0.2,
    "move": 0.2,
    "number": 0.06,
    "title": 0.44,
    "publisher": 0.2,
}


def events_table(name: str, events: Sequence[EventEntry], words: Words, *, missions: bool = False) -> Table:
    """Return events with date, outcome, Moon and light; with their missions where asked.

    A column in which no event has anything is left out.
    """
    lit, moons = any(event.light for event in events), any(event.moon for event in events)
    keys = ["date", *["mission"] * missions, "event", "outcome", *["moon"] * moons, *["light"] * lit]
    return _table(name, keys, [_event_cells(event) for event in events], words)


def _event_cells(event: EventEntry) -> dict[str, Cell]:
    return {
        "date": Cell(event.when, event.numbers),
        "mission": Cell(event.mission_name),
        "event": Cell(event.label, note=event.note, anchor=event.address, strong=True),
        "outcome": Cell(event.outcome_words),
        "moon": Cell(event.moon.words if event.moon else ""),
        "light": Cell(event.light.words if event.light else ""),
    }


def claims_table(event: EventEntry, report: Report, words: Words) -> Table:
    """Return what each source says of an event's date; the claim that is gone by is strong."""
    rows = [_claim_cells(claim, report, words) for claim in event.claims]
    keys = ["claim", "status", "stated", "source", "note"]
    return _table(
        event_name(event, words), [key for key in keys if any(row[key].text for row in rows)], rows, words
    )


def _claim_cells(claim: ClaimEntry, report: Report, words: Words) -> dict[str, Cell]:
    part = words.text(f"part.{claim.part}") + words.text("join.label") if claim.part else ""
    mark = words.text("claims.best" if claim.best else "claims.rival") if claim.best or claim.rival else ""
    source = report.source(claim.number) if claim.number else None
    return {
        "claim": Cell(part + claim.date, note=mark, strong=claim.best),
        "status": Cell(claim.status_words),
        "stated": Cell(claim.stated),
        "source": Cell(source.words, (source.number,)) if source else Cell(""),
        "note": Cell(claim.note),
    }


def slips_table(name: str, report: Report, words: Words) -> Table:
    """Return how each plan moved, a row for each step."""
    rows = [_slip_cells(event, slip, words) for event in report.moved for slip in event.slips]
    return _table(name, ["event", "from", "to", "move", "stated"], rows, words)


def _slip_cells(event: EventEntry, slip: SlipEntry, words: Words) -> dict[str, Cell]:
    return {
        "event": Cell(event_name(event, words)),
        "from": Cell(slip.before),
        "to": Cell(slip.after, (slip.number,) if slip.number else ()),
        "move": Cell(slip.words),
        "stated": Cell(slip.stated),
    }


def sources_table(name: str, sources: Sequence[SourceEntry], words: Words) -> Table:
    """Return the sources with their numbers."""
    rows = [
        {
            "number": Cell(str(source.number), anchor=f"source-{source.number}"),
            "title": Cell(source.title, url=source.url, note=source.note),
            "publisher": Cell(source.publisher),
            "date": Cell(source.date),
        }
        for source in sources
    ]
    return _table(name, ["number", "title", "publisher", "date"], rows, words)


def event_name(event: EventEntry, words: Words) -> str:
    """Name an event where its mission does not stand above it."""
    return words.text("join.label").join((event.mission_name, event.label))


def _table(name: str, keys: Sequence[str], rows: Sequence[dict[str, Cell]], words: Words) -> Table:
    whole = sum(SHARES[key] for key in keys)
    columns = tuple(Column(key, words.text(f"column.{key}"), SHARES[key] / whole) for key in keys)
    return Table(name, columns, tuple(tuple(row[key] for key in keys) for row in rows))
