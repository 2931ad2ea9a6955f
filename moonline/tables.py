"""Tables for a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from figures.words import moon_words
from timeline.dates import describe, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from timeline.model import Timeline

OUTCOME_STYLES = {
    "success": "green",
    "failure": "red",
    "partial": "yellow",
    "planned": "cyan",
    "cancelled": "dim",
}
WIDE = 150  # columns of a table that no terminal limits


def print_events(timeline: Timeline, records: Sequence[dict[str, Any]], tz: tzinfo | None) -> None:
    """Print the events as a table on stdout, and the sources that their numbers name."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE)
    table = Table(
        title=Text(timeline.title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("event", no_wrap=True)
    table.add_column("what", ratio=3, min_width=18)
    table.add_column("when", ratio=3, min_width=16)
    table.add_column("outcome", no_wrap=True)
    table.add_column("Moon", ratio=3)
    table.add_column("sources", ratio=1)
    numbers = timeline.source_numbers
    for record in records:
        outcome = record["outcome"]
        table.add_row(
            Text(f"{record['mission']}.{record['id']}", "dim"),
            Text(record["label"]),
            Text(_when(record, tz)),
            Text(outcome, OUTCOME_STYLES.get(outcome, "")),
            Text(_moon(record["moon"])),
            Text(",".join(str(numbers[source]) for source in record["sources"] if source in numbers), "dim"),
        )
    console.print(table)
    cited = {source for record in records for source in record["sources"]}
    for source in timeline.sources:
        if source.id in cited:
            console.print(
                Text(f"{numbers[source.id]:>3}  {source.title}  {source.url}".rstrip(), "dim"), soft_wrap=True
            )


def _when(record: dict[str, Any], tz: tzinfo | None) -> str:
    if record["date"] is None:
        return "no date given"
    words = describe(parse(record["date"]["edtf"]), tz)
    return f"{words} (contested)" if record["contested"] else words


def _moon(moon: dict[str, Any] | None) -> str:
    if moon is None:
        return ""
    fraction = moon["illuminated_fraction"]
    return moon_words(
        moon["phase_name"], tuple(fraction) if isinstance(fraction, list) else fraction
    ).removeprefix("Moon ")
