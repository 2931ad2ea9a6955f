"""A figure made ready for a page: the scene that was asked for, its words, and its bytes in any format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from moonline.embed.asked import PLAIN, Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures.scene import Scene
    from figures.theme import Theme
    from timeline.model import Timeline

COLUMN = 540.0
"""Width in points of a figure in a column of text, where it is shown about as large as its type is meant to be."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure laid out for a page, with the caption that was asked for."""

    scene: Scene
    theme: Theme
    caption: str

    @property
    def alt(self) -> str:
        """The figure in words, for those who cannot see it."""
        return self.scene.description

    def data(self, form: str, dpi: float = 200) -> bytes:
        """Return the figure as a file's bytes: svg, png or pdf."""
        from figures.files import scene_bytes

        return scene_bytes(self.scene, self.theme, form, dpi)

    def svg(self) -> str:
        """Return SVG that can stand in a page beside others: its ids and fonts carry a mark of their own."""
        from figures.svg import to_svg

        return to_svg(self.scene, self.theme, f"m{crc32(repr(self.scene).encode()):08x}-")


def make_plate(timeline: Timeline, ask: Ask = PLAIN) -> Plate:
    """Return the figure that is asked for; raises ValueError that names what there is not, and what there is."""
    from figures.catalogue import Request, make_figure
    from figures.layers import Options
    from figures.sizes import figure_size
    from figures.theme import THEMES
    from moonline.shell import chosen_lanes, zone
    from timeline.checks import did_you_mean
    from timeline.dates import parse

    if ask.style not in THEMES:
        raise ValueError(f"unknown style {ask.style!r} ({did_you_mean(ask.style, tuple(THEMES))})")
    theme = THEMES[ask.style]
    width, height = (COLUMN, None) if ask.size == "column" else figure_size(ask.size, ask.style)
    options = Options(
        theme,
        width,
        zone(ask.tz or None),
        parse(ask.now) if ask.now else None,
        breaks=ask.breaks,
        numbers=timeline.source_numbers,
    )
    lanes = tuple(chosen_lanes(timeline, ask.missions))
    scene = make_figure(ask.figure, Request(timeline, lanes, options, height))
    if ask.alt:
        scene = replace(scene, description=ask.alt)
    return Plate(scene, theme, ask.caption)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mission file stands that is written in a page: after how many lines, and how far from the left."""

    page: str = "<text>"
    lines_before: int = 0
    indent: int = 0


def find_beside(name: str, *folders: Path) -> Path:
    """Return a mission file as a page names it: from the first of these folders, or a shipped one by its name.

    Raises FileNotFoundError with the names there are.
    """
    from timeline.checks import did_you_mean
    from timeline.missionfile import MISSIONS, shipped_missions

    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    if name in shipped_missions():
        return MISSIONS / f"{name}.yaml"
    hint = did_you_mean(name, shipped_missions())
    raise FileNotFoundError(
        f"no file {name!r} beside this page, and no shipped mission of that name ({hint})"
    )


def find_lines(lines: Sequence[str], page_text: str, page: str, start: int = 1) -> Place:
    """Return where these lines stand in a page, at its line `start` or after, however they are indented there."""
    rows = page_text.splitlines()
    for first in range(max(start - 1, 0), len(rows) - len(lines) + 1):
        if all(row.endswith(line.rstrip()) for row, line in zip(rows[first:], lines, strict=False)):
            return Place(page, first, len(rows[first].rstrip()) - len(lines[0].rstrip()))
    return Place(page, start)


def read_block(text: str | bytes, place: Place = Place()) -> Timeline:
    """Return the timeline written in a page; raises MissionFileError whose findings stand at the page's lines."""
    from timeline.missionfile import MissionFileError, parse_timeline

    try:
        return parse_timeline(text, place.page)
    except MissionFileError as error:
        raise MissionFileError(
            replace(each, line=each.line + place.lines_before, column=each.column + place.indent)
            for each in error.findings
        ) from None
