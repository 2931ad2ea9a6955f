"""The commands of mission files: check, show, schema."""

from __future__ import annotations

import sys

import click

from moonline.shell import (
    FILE_HELP,
    chosen_lanes,
    cli,
    name_of,
    read,
    sentence,
    source_bytes,
    teaches,
    zone,
)


@cli.command(epilog=FILE_HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@teaches
def check(files: tuple[str, ...]) -> None:
    """Tell every problem of mission files, each with its line and the mend.

    Exits 0 where there is none, 1 where there is one.
    """
    from timeline.missionfile import MissionFileError, parse_and_advise

    wrong = False
    for file in files:
        try:
            timeline, doubts = parse_and_advise(source_bytes(file), name_of(file))
        except MissionFileError as error:
            wrong = True
            click.echo("\n".join(map(str, error.findings)))
        except OSError as error:
            wrong = True
            click.echo(f"moonline: {sentence(error)}", err=True)
        else:
            events = len(timeline.events)
            for doubt in doubts:
                click.echo(f"{doubt}", err=True)
            click.echo(f"{file}: good, {events} event{'s' * (events != 1)}", err=True)
    if wrong:
        sys.exit(1)


@cli.command(epilog=FILE_HELP)
@click.argument("file")
@click.option("--json", "form", flag_value="json", help="The events as JSON.")
@click.option("--csv", "form", flag_value="csv", help="The events as CSV.")
@click.option(
    "--mission", "missions", multiple=True, metavar="ID", help="Only this mission (may be repeated)."
)
@click.option(
    "--tz", metavar="ZONE", help="Write times in this zone, such as Asia/Tokyo (in the table only)."
)
@teaches
def show(file: str, form: str | None, missions: tuple[str, ...], tz: str | None) -> None:
    """List the events in order of time, with date, outcome, sources and the Moon."""
    from moonline import records, tables

    timeline = read(file)
    lanes = chosen_lanes(timeline, missions)
    found = records.event_records(timeline, lanes)
    if form == "json":
        click.echo(records.to_json({"title": timeline.title, "events": found}))
    elif form == "csv":
        click.echo(records.to_csv(found), nl=False)
    else:
        tables.print_events(timeline, found, zone(tz))


@cli.command()
@teaches
def schema() -> None:
    """Print the JSON Schema of a mission file, for editors that complete and check as you type."""
    import json

    from timeline.missionfile import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
