"""The command of figures: draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moonline.shell import (
    FILE_HELP,
    STYLES,
    band,
    check_output,
    chosen_lanes,
    cli,
    read,
    source_bytes,
    teaches,
    write_outputs,
    zone,
)

if TYPE_CHECKING:
    from figures.catalogue import Request
    from timeline.dates import VagueDate
    from timeline.model import Timeline

HAIR = 0.05  # points: what touches a text by less cannot be seen


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
@click.option(
    "--zoom",
    "zooms",
    multiple=True,
    metavar="DATE",
    help="Show this stretch, such as 2025-05/2025-06, in a panel (timeline; may be repeated).",
)
@click.option("--no-panels", is_flag=True, help="Show no crowded stretch in a panel of its own (timeline).")
@click.option(
    "--elapsed",
    default="",
    metavar="EVENT",
    help="Count elapsed time from this event, by its id or MISSION.ID (timeline, mission, sheet).",
)
@click.option("--sun", metavar="LO..HI", help="Good light: the Sun's elevation in degrees (lighting).")
@click.option("--earth", metavar="LO..HI", help="Good sight of the Earth: its elevation (lighting).")
@click.option(
    "--station",
    "stations",
    multiple=True,
    metavar="NAME",
    help="A ground station to show (lighting; may be repeated).",
)
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
    zooms: tuple[str, ...],
    no_panels: bool,
    elapsed: str,
    sun: str | None,
    earth: str | None,
    stations: tuple[str, ...],
    now: str | None,
    dpi: int,
    force: bool,
    alt: bool,
    sidecar: bool,
    verbose: bool,
) -> None:
    """Draw a figure of a mission file."""
    from figures.catalogue import Light, Request, find_figure, make_figure
    from figures.files import figure_format, scene_bytes
    from figures.lanes import stretch
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
    options = Options(
        theme,
        width,
        zone(tz),
        _date(now),
        panels=not no_panels,
        breaks=not no_breaks,
        elapsed=elapsed,
        zooms=tuple(stretch(text) for text in zooms),
        numbers=numbers,
    )
    light = Light(_band(sun, "--sun"), _band(earth, "--earth"), stations)
    request = Request(timeline, lanes, options, height, light)
    _check_named(request)
    scene = make_figure(figure, request)
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


def _band(text: str | None, option: str) -> tuple[float, float] | None:
    return None if text is None else band(text, option)


def _check_named(request: Request) -> None:
    """Refuse an event to count from that the missions have not, and a stretch in which they have none."""
    from figures.elapsed import check_zero
    from figures.lanes import zoomed

    check_zero(request.events, request.options.elapsed)
    for start, end in request.options.zooms:
        if not zoomed(request.events, [(start, end)]):
            raise ValueError("no event with a known day is within a stretch that --zoom names (widen it)")


def _quality(scene: Any) -> str:
    from figures.measure import crossings, displacement, overlaps, through
    from figures.quality import label_boxes, leader_lines

    boxes, leaders = label_boxes(scene), leader_lines(scene)
    moved = displacement([way[-1][0] for way in leaders], [way[0][0] for way in leaders])
    return (
        f"{len(boxes)} texts, {len(overlaps(boxes))} overlaps, {len(crossings(leaders))} leaders crossing, "
        f"{len(through(leaders, boxes, tolerance=HAIR))} through texts, "
        f"labels {moved.mean:.1f} pt from their marks in the mean and {moved.max:.1f} at most, "
        f"{scene.width:g} x {scene.height:g} pt"
    )
