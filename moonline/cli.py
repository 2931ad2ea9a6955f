"""The command line: what each command takes, and what it prints. The work is done in the rooms behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.dates import VagueDate
    from timeline.model import Timeline

FILE_HELP = (
    "FILE: a mission file (YAML or JSON), - for standard input, or a shipped one (ispace, apollo11...)."
)
P = ParamSpec("P")
R = TypeVar("R")
STYLES = ("light", "dark", "print", "slide")


class Refused(click.ClickException):
    """Input that cannot be taken: a sentence on stderr, exit 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Write the sentence, one line a finding."""
        click.echo(self.message, err=True)


def teaches(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors that a person can mend into sentences."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from timeline.missionfile import MissionFileError

        try:
            return command(*args, **kwargs)
        except MissionFileError as error:
            raise Refused(str(error)) from None
        except BrokenPipeError:
            raise
        except (OSError, ValueError, KeyError) as error:
            raise Refused(f"moonline: {_sentence(error)}") from None

    return run


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}" if error.filename else error.strerror.lower()
    return str(error.args[0]) if error.args else type(error).__name__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="moonline")
def cli() -> None:
    """Timelines of lunar missions: dates as vague as they are known, every claim with its source, every
    event with the Moon as it stood.

    \b
    moonline draw ispace -o ispace.svg      a figure of the missions that ship with it
    moonline show ispace                    its events as a table
    moonline check my-mission.yaml          all that is wrong with a file of your own
    """  # noqa: D205, D301


def read(file: str) -> Timeline:
    """Return the timeline of a FILE argument."""
    from timeline.missionfile import load_timeline, parse_timeline

    if file == "-":
        return parse_timeline(sys.stdin.buffer.read(), "<stdin>")
    return load_timeline(file)


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
            click.echo(f"moonline: {_sentence(error)}", err=True)
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


def chosen_lanes(timeline: Timeline, missions: Sequence[str]) -> list[str]:
    """Return the ids of the lanes to show; raises ValueError for one that the file has not."""
    from timeline.checks import did_you_mean

    known = [lane.id for lane in timeline.lanes]
    for mission in missions:
        if mission not in known:
            raise ValueError(f"no mission {mission!r} in this file ({did_you_mean(mission, known)})")
    return [lane for lane in known if not missions or lane in missions]


def zone(name: str | None) -> tzinfo | None:
    """Return a time zone by its name in the IANA database; raises ValueError with the mend."""
    if name is None or name.upper() == "UTC":
        return None
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        near = get_close_matches(name, available_timezones(), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "such as Asia/Tokyo or UTC"
        raise ValueError(f"unknown time zone {name!r} ({hint})") from None


def write_output(path: Path, data: bytes, force: bool) -> None:
    """Write a file whole; one that is there is replaced only where asked for, or where nothing changes."""
    from timeline.disk import write_whole

    if path.exists() and not force and path.read_bytes() != data:
        raise ValueError(f"{path} is there already (--force replaces it)")
    if not path.parent.is_dir():
        raise ValueError(f"{path.parent} is no folder (make it first)")
    write_whole(path, data)


@cli.command()
@teaches
def schema() -> None:
    """Print the JSON Schema of a mission file, for editors that complete and check as you type."""
    import json

    from timeline.missionfile import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
