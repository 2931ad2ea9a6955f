"""The commands of mission files: check, show, draw, schema."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moonline.shell import FILE_HELP, chosen_lanes, cli, read, sentence, teaches, write_output, zone

if TYPE_CHECKING:
    from timeline.dates import VagueDate

STYLES = ("light", "dark", "print", "slide")


@cli.command(epilog=FILE_HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@teaches
def check(files: tuple[str, ...]) -> None:
    """Tell every problem of mission files, each with its line and the mend.

    Exits 0 where there is none, 1 where there is one.
    """
    from timeline.missionfile import MissionFileError

    wrong = False
    for file in files:
        try:
            timeline = read(file)
        except MissionFileError as error:
            wrong = True
            click.echo("\n".join(map(str, error.findings)))
        except OSError as error:
            wrong = True
            click.echo(f"moonline: {sentence(error)}", err=True)
        else:
            events = len(timeline.events)
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


@cli.command(epilog=FILE_HELP)
@click.argument("file")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    metavar="OUT",
    help="A .svg, .png or .pdf file (may be repeated).",
)
@click.option(
    "--mission", "missions", multiple=True, metavar="ID", help="Only this mission (may be repeated)."
)
@click.option("--style", type=click.Choice(STYLES), default="light", show_default=True, help="How it looks.")
@click.option(
    "--size",
    metavar="SIZE",
    default="report",
    show_default=True,
    help="report, slide, square, poster, or WxH in inches.",
)
@click.option("--tz", metavar="ZONE", help="Write times in this zone, such as Asia/Tokyo.")
@click.option("--now", metavar="DATE", help="Draw a line at this date; there is none by default.")
@click.option(
    "--dpi", type=click.IntRange(36, 1200), default=200, show_default=True, help="Dots an inch of a PNG."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--alt", is_flag=True, help="Print the figure's alt text.")
@click.option("--verbose", is_flag=True, help="Tell how well the labels stand.")
@teaches
def draw(
    file: str,
    outputs: tuple[str, ...],
    missions: tuple[str, ...],
    style: str,
    size: str,
    tz: str | None,
    now: str | None,
    dpi: int,
    force: bool,
    alt: bool,
    verbose: bool,
) -> None:
    """Draw a figure of a mission file."""
    from figures.files import figure_format, scene_bytes
    from figures.sizes import figure_size
    from figures.sky import look_up
    from figures.theme import THEMES
    from figures.timeline import lay_out_timeline
    from timeline.dates import parse

    for output in outputs:
        figure_format(output)
    timeline = read(file)
    lanes = chosen_lanes(timeline, missions)
    sky = look_up([event for lane in timeline.lanes if lane.id in lanes for event in lane.events])
    width, height = figure_size(size, style)
    scene = lay_out_timeline(
        timeline,
        sky,
        theme=THEMES[style],
        width=width,
        height=height,
        lanes=lanes,
        now=_date(now, parse),
        tz=zone(tz),
    )
    for output in outputs:
        write_output(Path(output), scene_bytes(scene, THEMES[style], figure_format(output), dpi), force)
    for notice in scene.notices:
        click.echo(f"moonline: {notice}", err=True)
    if alt:
        click.echo(scene.description)
    if verbose:
        click.echo(_quality(scene), err=True)


def _date(text: str | None, parse: Callable[[str], VagueDate]) -> VagueDate | None:
    if text is None:
        return None
    date = parse(text)
    if date.middle_us is None:
        raise ValueError(f"--now takes a date, not {text!r} (such as 2026-11-21)")
    return date


def _quality(scene: Any) -> str:
    from figures.measure import crossings, overlaps
    from figures.quality import label_boxes, leader_lines

    boxes = label_boxes(scene)
    return (
        f"{len(boxes)} texts, {len(overlaps(boxes))} overlaps, "
        f"{len(crossings(leader_lines(scene)))} leaders crossing, {scene.width:g} x {scene.height:g} pt"
    )


@cli.command()
@teaches
def schema() -> None:
    """Print the JSON Schema of a mission file, for editors that complete and check as you type."""
    import json

    from timeline.missionfile import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
