"""What the commands share: how errors are told, files read and written, and options understood."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

import click

from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.model import Timeline

FILE_HELP = (
    "FILE: a mission file (YAML or JSON), - for standard input, or a shipped one (ispace, apollo11...)."
)
STYLES = ("light", "dark", "print", "slide")
"""How figures look, by name; figures.theme has them, whose import no command waits for."""
P = ParamSpec("P")
R = TypeVar("R")


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
            raise Refused(f"moonline: {sentence(error)}") from None

    return run


def sentence(error: Exception) -> str:
    """Say an error in one sentence, with its mend where it has one."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}" if error.filename else error.strerror.lower()
    # a KeyError's own text is the repr of its message
    words = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    return words or type(error).__name__


class _Commands(click.Group):
    """The commands, each imported with its module when it is asked for: `check` does not wait for `windows`."""

    modules: ClassVar = {
        "animate": "film_commands",
        "check": "file_commands",
        "convert": "convert_commands",
        "diff": "diff_command",
        "draw": "draw_command",
        "moon": "sky_commands",
        "report": "report_commands",
        "schema": "file_commands",
        "show": "file_commands",
        "simulate": "plan_commands",
        "windows": "sky_commands",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module, which puts it on the group."""
        if cmd_name in self.modules:
            import_module(f"moonline.{self.modules[cmd_name]}")
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="moonline")
def cli() -> None:
    """Timelines of lunar missions: dates as vague as they are known, every claim with its source, every
    event with the Moon as it stood.

    \b
    moonline draw ispace -o ispace.svg      a figure of the missions that ship with it
    moonline show ispace                    its events as a table
    moonline check my-mission.yaml          all that is wrong with a file of your own
    """  # noqa: D205, D301


def source_bytes(file: str) -> bytes:
    """Return what a FILE argument holds; raises OSError where it cannot be read."""
    from timeline.missionfile import find_file

    return sys.stdin.buffer.read() if file == "-" else find_file(file).read_bytes()


def read(file: str, data: bytes | None = None) -> Timeline:
    """Return the timeline of a FILE argument, of which `data` may be known already."""
    from timeline.missionfile import parse_timeline

    return parse_timeline(source_bytes(file) if data is None else data, name_of(file))


def name_of(file: str) -> str:
    """Return how findings name a FILE argument."""
    from timeline.missionfile import file_name

    return "<stdin>" if file == "-" else file_name(file)


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


def band(text: str, option: str) -> tuple[float, float]:
    """Return the ends of `LO..HI` in degrees; an end that is left out is open."""
    low, dots, high = text.partition("..")
    if not dots:
        raise ValueError(f"{option} takes LO..HI in degrees, not {text!r} (such as 5..45, 5.. or ..45)")
    return (
        degrees(low, option) if low else -float("inf"),
        degrees(high, option) if high else float("inf"),
    )


def degrees(text: str, option: str) -> float:
    """Return a number of degrees; raises ValueError that names the option."""
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{option}: {text!r} is not a number of degrees") from None


def check_output(path: Path) -> None:
    """Refuse a place that cannot be written, before any work is done."""
    if not path.parent.is_dir():
        raise ValueError(f"{path.parent} is no folder (make it first)")
    if path.is_dir():
        raise ValueError(f"{path} is a folder (name a file in it)")


def write_outputs(files: Mapping[Path, bytes], force: bool) -> None:
    """Write files whole, all of them or none: one that is there is replaced only with --force.

    A file that holds just these bytes already is no obstacle.
    """
    from timeline.disk import write_whole

    for path, data in files.items():
        check_output(path)
        if path.exists() and not force and path.read_bytes() != data:
            raise ValueError(f"{path} is there already (--force replaces it)")
    for path, data in files.items():
        write_whole(path, data)
