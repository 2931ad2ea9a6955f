"""Notebooks: a timeline that shows itself as a table, and the magics `%load_ext moonline` brings.

    %timeline ispace --figure slips         a figure of a file or a shipped mission
    %%timeline --figure mission             a figure of the mission file in the cell

A problem of the file is told as text, at the line of the cell where it stands; the cell counts as failed, so that
what is run from top to bottom stops there.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from moonline.embed.alive import AliveFigure, alive_page
from moonline.embed.asked import FLAGS, Ask, read_ask
from moonline.embed.plate import Place, make_plate, read_block

if TYPE_CHECKING:
    from figures.drawing import Drawing
    from timeline.model import Timeline

    Figure: TypeAlias = Drawing | AliveFigure

CELL = Place("cell", 1)  # below the line of the magic
ASK = Ask(size="report")
HELP = {
    "figure": "which figure; `moonline draw FILE --list` names them (timeline)",
    "mission": "only this mission; several with commas between",
    "style": "light, dark, print or slide",
    "size": "report, column, slide, square, poster, or WxH in inches",
    "tz": "write times in this zone, such as Asia/Tokyo",
    "now": "draw a line at this date",
    "no-breaks": "leave no time out where nothing happens for long",
    "alive": "a page that can be explored, in the place of a figure",
    "alt": "the words for those who cannot see it, in the place of those made from its data",
}


class CellError(Exception):
    """What a person has to mend in a cell; a notebook shows its text and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def show_timelines(shell: Any) -> None:
    """Let a shell show every Timeline as a table, with the same in plain text for where there is no HTML."""
    bundles = getattr(getattr(shell, "display_formatter", None), "mimebundle_formatter", None)
    if bundles is not None:  # a shell of another make may show nothing
        bundles.for_type_by_name("timeline.model", "Timeline", timeline_bundle)


def show_timelines_if_running() -> None:
    """Do so in the shell that is running, if there is one; nothing is imported to find out."""
    running = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if running is not None:
        show_timelines(running)


def timeline_bundle(timeline: Timeline, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """Return a timeline as a notebook shows it, by media type."""
    from moonline.html_table import timeline_html, timeline_text

    return {"text/html": timeline_html(timeline), "text/plain": timeline_text(timeline)}


def load_ipython_extension(shell: Any) -> None:
    """Bring `%timeline` and `%%timeline` into a shell; `%load_ext moonline` calls this."""
    show_timelines(shell)

    def timeline(line: str, cell: str | None = None) -> Figure:
        drawing, name, read = draw_cell(line, cell)
        if name:
            shell.user_ns[name] = read
        return drawing

    timeline.__doc__ = _parser().format_help()
    shell.register_magic_function(timeline, magic_kind="line_cell", magic_name="timeline")


def draw_cell(line: str, cell: str | None) -> tuple[Figure, str, Timeline]:
    """Return the figure that a magic's line asks for, the name to keep the timeline by, and the timeline.

    Raises CellError with every problem of the file, or of the line.
    """
    import shlex

    from moonline.shell import read, sentence

    try:
        asked = _parser().parse_args(shlex.split(line))
        if (cell is None) == (asked.file is None):
            raise ValueError("name a mission file after %timeline, or write one below %%timeline")
        timeline = read(asked.file) if cell is None else read_block(cell, CELL)
        return _figure(timeline, read_ask(_written(asked), ASK)), asked.keep, timeline
    except (OSError, ValueError, KeyError) as error:
        raise CellError(sentence(error)) from None


def _figure(timeline: Timeline, ask: Ask) -> Figure:
    from figures.drawing import put_on_axes

    plate = make_plate(timeline, ask)
    if ask.alive:
        return AliveFigure(alive_page(timeline, ask), plate.scene.title, plate.alt)
    return put_on_axes(plate.scene, plate.theme)


def _written(asked: Namespace) -> dict[str, str]:
    return {
        name: value
        for name, value in vars(asked).items()
        if value is not None and name not in ("file", "keep")
    }


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ValueError(f"%%timeline: {message} (%%timeline? lists the options)")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="%timeline",
        add_help=False,
        allow_abbrev=False,
        description="Draw the mission file in this cell, or, with one % sign, the FILE that is named.",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a mission file, or a shipped one")
    for name in HELP:
        how: dict[str, Any] = (
            {"action": "store_const", "const": ""} if name in FLAGS else {"metavar": name.upper()}
        )
        parser.add_argument(f"--{name}", dest=name, default=None, help=HELP[name], **how)
    parser.add_argument("--keep", metavar="NAME", default="", help="keep the Timeline under this name")
    return parser
