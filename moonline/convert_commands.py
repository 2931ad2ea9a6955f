"""The command that takes timelines in and out of other formats."""

from __future__ import annotations

from pathlib import Path

import click

from moonline.convert import FORMATS
from moonline.shell import check_output, cli, source_bytes, teaches, write_outputs


@cli.command(
    epilog="FILE: a .yaml, .json, .csv or .ics file, the name of a shipped mission, or - with --from."
)
@click.argument("file")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="OUT",
    help="A .yaml, .json, .csv or .ics file (may be repeated).",
)
@click.option("--from", "form", type=click.Choice(FORMATS), help="What FILE is, where its name does not say.")
@click.option("--title", default="", metavar="TEXT", help="The title, for a file that has none.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@teaches
def convert(file: str, outputs: tuple[str, ...], form: str | None, title: str, force: bool) -> None:
    """Convert a table of events or a calendar into a mission file, or a mission file into one of those.

    Of a CSV file the first row names the columns: event (or label, what) and, where you have them, mission, date,
    kind, outcome, source, url, note. Dates are written as they are known: 2028, late 2027, NET 2027-03.
    """
    from moonline.convert import format_of, read_as, title_of, write_as

    paths = [Path(output) for output in outputs]
    kinds = [format_of(path) for path in paths]
    for path in paths:
        check_output(path)
    name = "<stdin>" if file == "-" else file
    timeline, notices = read_as(form or _format(file), source_bytes(file), name, title or title_of(file))
    files: dict[Path, bytes] = {}
    for path, kind in zip(paths, kinds, strict=True):
        files[path], lost = write_as(kind, timeline)
        notices += tuple(f"{path}: {each}" for each in lost)
    write_outputs(files, force)
    for notice in notices:
        click.echo(f"moonline: {notice}", err=True)
    events = len(timeline.events)
    click.echo(f"moonline: {events} event{'s' * (events != 1)} of {name} converted", err=True)


def _format(file: str) -> str:
    """Return the format of FILE: by its ending, YAML for a shipped mission; raises ValueError where it is not told."""
    from moonline.convert import format_of
    from timeline.missionfile import find_file

    if file == "-":
        raise ValueError(f"say what standard input is: --from {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    return format_of(find_file(file))
