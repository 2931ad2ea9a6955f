"""Tables for a terminal."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from figures.words import moon_words
from timeline.dates import describe, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from rich.console import Console

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
    from rich.table import Table
    from rich.text import Text

    console = make_console()
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
            Text(_sky(record)),
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


def _sky(record: dict[str, Any]) -> str:
    """Say the Moon of an event, and how high the Sun stood over its site."""
    height = record.get("sun_elevation_deg")
    if height is None:
        return _moon(record["moon"])
    ends = height if isinstance(height, list) else [height]
    sun = "Sun at site " + " to ".join(f"{end:.1f}°" for end in ends)
    return ", ".join(filter(None, (_moon(record["moon"]), sun)))


def _moon(moon: dict[str, Any] | None) -> str:
    if moon is None:
        return ""
    fraction = moon["illuminated_fraction"]
    return moon_words(
        moon["phase_name"], tuple(fraction) if isinstance(fraction, list) else fraction
    ).removeprefix("Moon ")


UNITS = {"deg": "°", "km": " km", "days": " d", "arcsec": "″", "hours": " h"}


def print_moon(records: Sequence[dict[str, Any]]) -> None:
    """Print one column a time, one row a quantity."""
    from rich import box
    from rich.table import Table

    console = make_console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for record in records:
        table.add_column(str(record["time"]), justify="right")
    for key in records[0] if records else ():
        if key != "time":
            words, unit = _named(key)
            table.add_row(words, *(_value(record[key], unit) for record in records))
    console.print(table)


def print_windows(records: Sequence[dict[str, Any]]) -> None:
    """Print one row a window."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("from", "to", "days", "Sun at the start", "Sun at the end"):
        table.add_column(name, justify="left" if name in ("from", "to") else "right")
    for record in records:
        dates = [parse(record[key]) for key in ("start", "end")]
        ends = [date.earliest_us or 0 for date in dates]
        heights = (_value(record[f"{end}_sun_elevation_deg"], "°") for end in ("start", "end"))
        table.add_row(record["start"], record["end"], f"{(ends[1] - ends[0]) / 86_400_000_000:.2f}", *heights)
    make_console().print(table if records else "no window in this range")


def _named(key: str) -> tuple[str, str]:
    """Return a key in words, and its unit."""
    name, _, last = key.rpartition("_")
    return (name.replace("_", " "), UNITS[last]) if last in UNITS else (key.replace("_", " "), "")


def _value(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        digits = 1 if unit in (" km", "″") else 4 if not unit else 3
        return f"{value:.{digits}f}{unit}"
    return "" if value is None else f"{value}{unit}"


def make_console() -> Console:
    """Return standard output as tables are printed to it."""
    from rich.console import Console

    if isinstance(sys.stdout, TextIOWrapper):  # an old code page has no Moon: a ? is better than no table
        sys.stdout.reconfigure(errors="replace")
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE)
