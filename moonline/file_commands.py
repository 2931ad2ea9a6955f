"""The commands of mission files: check, show, draw, schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moonline.shell import (
    FILE_HELP,
    check_output,
    chosen_lanes,
    cli,
    read,
    sentence,
    source_bytes,
    teaches,
    write_outputs,
    zone,
)

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.model import Timeline

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
    metavar="OUT",
    help="A .svg, .png or .pdf file (may be repeated).",
)
@click.option(
    "--figure", default="timeline", show_default=True, metavar="NAME", help="Which figure; --list names them."
)
@click.option(
    "--list", "lists", is_flag=True, help="Name the figures, and those that the file has the data for."
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
@click.option("--no-breaks", is_flag=True, help="Leave no time out where nothing happens for long.")
@click.option("--now", metavar="DATE", help="Draw a line at this date; there is none by default.")
@click.option(
    "--dpi", type=click.IntRange(36, 1200), default=200, show_default=True, help="Dots an inch of a PNG."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--alt", is_flag=True, help="Print the figure's alt text.")
@click.option("--sidecar", is_flag=True, help="Write all that it shows to OUT.json beside each figure.")
@click.option("--verbose", is_flag=True, help="Tell how well the labels stand.")
@teaches
def draw(
    file: str,
    outputs: tuple[str, ...],
    figure: str,
    lists: bool,
    missions: tuple[str, ...],
    style: str,
    size: str,
    tz: str | None,
    no_breaks: bool,
    now: str | None,
    dpi: int,
    force: bool,
    alt: bool,
    sidecar: bool,
    verbose: bool,
) -> None:
    """Draw a figure of a mission file."""
    from figures.catalogue import Request, find_figure, make_figure
    from figures.files import figure_format, scene_bytes
    from figures.layers import Options
    from figures.sizes import figure_size
    from figures.theme import THEMES

    find_figure(figure)
    if not (outputs or lists or alt):
        raise click.UsageError("say where to: -o OUT.svg, .png or .pdf")
    for output in outputs:
        figure_format(output)
        check_output(Path(output))
    data = source_bytes(file)
    timeline = read(file, data)
    lanes = tuple(chosen_lanes(timeline, missions))
    if lists:
        _list_figures(timeline, lanes)
        return
    theme = THEMES[style]
    width, height = figure_size(size, style)
    numbers = timeline.source_numbers
    options = Options(theme, width, zone(tz), _date(now), breaks=not no_breaks, numbers=numbers)
    scene = make_figure(figure, Request(timeline, lanes, options, height))
    files = {Path(output): scene_bytes(scene, theme, figure_format(output), dpi) for output in outputs}
    if sidecar:
        from moonline.sidecar import sidecar_json

        twin = sidecar_json(timeline, lanes, figure, scene, file, data).encode()
        files |= {Path(f"{output}.json"): twin for output in outputs}
    write_outputs(files, force)
    for notice in scene.notices:
        click.echo(f"moonline: {notice}", err=True)
    if alt:
        click.echo(scene.description)
    if verbose:
        click.echo(_quality(scene), err=True)


def _list_figures(timeline: Timeline, lanes: Sequence[str]) -> None:
    """Print a line for each figure: what it shows, or what the file lacks for it."""
    from figures.catalogue import FIGURES

    for name, kind in FIGURES.items():
        lack = kind.missing(timeline, lanes)
        click.echo(f"{name:<10} {kind.shows}" + (f" (not now: {lack})" if lack else ""))


def _date(text: str | None) -> VagueDate | None:
    from timeline.dates import parse

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
