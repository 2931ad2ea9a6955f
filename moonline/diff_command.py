"""The command `diff`: what changed between two mission files, or between two revisions of one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from moonline.shell import Refused, cli, read, source_bytes, teaches, zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from timeline.compare import Changed, Comparison, EventChange
    from timeline.model import Event, Timeline
    from timeline.odds import Odds

P = ParamSpec("P")
EPILOG = """A and B: mission files, shipped ones by name, - for standard input, or REVISION:FILE as git keeps it.
Exits as diff does: 0 where nothing changed, 1 where something did, 2 where the two cannot be compared."""
DIFFERENT = 1


class _CannotCompareError(Refused):
    """Two files that cannot be compared: exit 2, for 1 says that there are differences."""

    exit_code = 2


def _fails_with_2(command: Callable[P, None]) -> Callable[P, None]:
    """Let what cannot be compared exit 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refused as error:
            raise _CannotCompareError(error.message) from None

    return run


@cli.command(epilog=EPILOG)
@click.argument("a")
@click.argument("b", required=False)
@click.option(
    "--rev", metavar="REV", help="Compare A as it was at this revision, or REV..REV, with A as it is."
)
@click.option("--json", "as_json", is_flag=True, help="All that changed as JSON.")
@click.option(
    "--tz", metavar="ZONE", help="Write times in this zone, such as Asia/Tokyo (in the table only)."
)
@click.option("--odds", is_flag=True, help="Simulate both plans, and tell what the change did to the odds.")
@click.option(
    "--samples",
    metavar="N",
    default="100k",
    show_default=True,
    help="Samples of each plan for --odds, such as 1M.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The luck of both, for --odds."
)
@_fails_with_2
@teaches
def diff(
    a: str,
    b: str | None,
    rev: str | None,
    as_json: bool,
    tz: str | None,
    odds: bool,
    samples: str,
    seed: int,
) -> None:
    """Tell what changed from A to B: which events moved and by how much, which were firmed, loosened, added,
    dropped, and what else is said of them now.

    \b
    moonline diff old.yaml new.yaml
    moonline diff HEAD~3:plan.yaml plan.yaml
    moonline diff --rev v1.0 plan.yaml         plan.yaml as it was at v1.0, and as it is
    moonline diff --rev v1.0..v2.0 plan.yaml   as it was at v1.0, and at v2.0
    moonline diff --odds old.yaml new.yaml     and what that did to the odds of the plan
    """  # noqa: D205, D301
    from moonline.diff_odds import odds_record, print_odds
    from moonline.diff_words import comparison_record
    from moonline.records import to_json
    from timeline.compare import compare

    sides = _read_both(a, b, rev)
    names = sides[0].name, sides[1].name
    comparison = compare(*(side.timeline for side in sides))
    both = _both_odds(sides, samples, seed) if odds else None
    if as_json:
        told = {"from": names[0], "to": names[1], **comparison_record(comparison)}
        click.echo(to_json(told if both is None else {**told, "odds": odds_record(*both)}))
    else:
        print_comparison(names, comparison, zone(tz))
        if both is not None:
            print_odds(*both, zone(tz))
    sys.exit(0 if comparison.same else DIFFERENT)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: what it is called, the bytes it was read from, and its timeline."""

    name: str
    data: bytes
    timeline: Timeline


def _both_odds(sides: tuple[Side, Side], samples: str, seed: int) -> tuple[Odds, Odds]:
    """Return the odds of both plans, with the same luck in what they have in common."""
    from moonline.diff_odds import simulated
    from moonline.plan_commands import parse_samples

    count = parse_samples(samples)
    before, after = (simulated(side.name, side.data, side.timeline, count, seed) for side in sides)
    return before, after


def _read_both(a: str, b: str | None, rev: str | None) -> tuple[Side, Side]:
    """Return the two sides, of two files or of two revisions of one."""
    if rev is None and b is None:
        raise click.UsageError("name two files, or one and --rev REV (such as --rev HEAD)")
    if rev is None:
        assert b is not None
        if a == b == "-":
            raise click.UsageError("standard input can be read once only")
        return _read(a), _read(b)
    if b is not None or a == "-":
        raise click.UsageError("--rev takes one file, which git keeps")
    first, dots, last = rev.partition("..")
    return _read_at(a, first), _read_at(a, last) if dots and last else _read(a)


def _read(file: str) -> Side:
    """Return a FILE argument, as it is or at a revision."""
    from moonline.revisions import bytes_at, is_at_revision
    from timeline.missionfile import parse_timeline

    if is_at_revision(file):
        data = bytes_at(file)
        return Side(file, data, parse_timeline(data, file))
    data = source_bytes(file)
    return Side("<stdin>" if file == "-" else file, data, read(file, data))


def _read_at(file: str, revision: str) -> Side:
    from moonline.revisions import bytes_of_file_at
    from timeline.missionfile import parse_timeline

    name, data = f"{revision}:{file}", bytes_of_file_at(Path(file), revision)
    return Side(name, data, parse_timeline(data, name))


STYLES = {
    "slip": "red",
    "pull-in": "green",
    "firmed": "green",
    "loosened": "yellow",
    "added": "cyan",
    "dated": "cyan",
    "dropped": "yellow",
    "undated": "yellow",
}


def print_comparison(names: tuple[str, str], comparison: Comparison, tz: tzinfo | None) -> None:
    """Print what changed on stdout: a table of events, then the rest in lines."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from moonline.tables import make_console

    out = make_console()
    if comparison.same:
        out.print(Text(f"{names[0]} and {names[1]} say the same"), soft_wrap=True)
        return
    if comparison.events:
        head = Text(f"{names[0]} → {names[1]}", "bold")
        table = Table(title=head, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("event", no_wrap=True)
        for name, ratio in (("what", 2), ("it was", 2), ("it is", 2), ("what changed", 4)):
            table.add_column(name, ratio=ratio, min_width=10)
        for change in comparison.events:
            table.add_row(*_cells(change, tz))
        out.print(table)
    for line in _other_lines(comparison, tz):
        out.print(Text(line), soft_wrap=True)


def _cells(change: EventChange, tz: tzinfo | None) -> Iterable[Any]:
    from rich.text import Text

    from moonline.diff_words import change_lines

    style = STYLES.get(change.verb, "")
    first, *rest = list(change_lines(change, tz)) or [""]
    told = Text(first, style)
    for line in rest:
        told.append(f"\n{line}", "")
    when = [Text(_when(event, tz)) for event in (change.before, change.after)]
    return Text(change.address, "dim"), Text(change.event.label), *when, told


def _when(event: Event | None, tz: tzinfo | None) -> str:
    from timeline.dates import describe

    if event is None:
        return "–"
    return describe(event.date, tz) if event.date else "no date given"


def _other_lines(comparison: Comparison, tz: tzinfo | None) -> Iterable[str]:
    from moonline.diff_words import field_lines

    yield from (f"file: {line}" for line in field_lines(comparison.changes, tz))
    for name, changed in (("mission", comparison.lanes), ("source", comparison.sources)):
        for each in changed:
            yield from (f"{name} {each.address}: {line}" for line in _changed_lines(each, tz))


def _changed_lines(changed: Changed, tz: tzinfo | None) -> Iterable[str]:
    from moonline.diff_words import field_lines

    if changed.before is None or changed.after is None:
        return ["added" if changed.before is None else "dropped"]
    return field_lines(changed.changes, tz)
