"""A figure made ready for a page: the scene that was asked for, its words, and its bytes in any format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from moonline.embed.asked import PLAIN, Ask

if TYPE_CHECKING:
    from figures.scene import Scene
    from figures.theme import Theme
    from timeline.model import Timeline


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
    theme, (width, height) = THEMES[ask.style], figure_size(ask.size, ask.style)
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


def find_beside(name: str, folder: Path) -> Path:
    """Return a mission file as a page names it: from the page's folder, or a shipped one by its name.

    Raises FileNotFoundError with the names there are.
    """
    from timeline.checks import did_you_mean
    from timeline.missionfile import MISSIONS, shipped_missions

    if (folder / name).is_file():
        return folder / name
    if name in shipped_missions():
        return MISSIONS / f"{name}.yaml"
    hint = did_you_mean(name, shipped_missions())
    raise FileNotFoundError(
        f"no file {name!r} beside this page, and no shipped mission of that name ({hint})"
    )


def read_block(text: str, place: str, lines_before: int) -> Timeline:
    """Return the timeline written in a page, whose first line stands after `lines_before` lines of `place`.

    Raises MissionFileError whose findings stand at the lines of the page.
    """
    from timeline.missionfile import MissionFileError, parse_timeline

    try:
        return parse_timeline(text, place)
    except MissionFileError as error:
        raise MissionFileError(
            replace(finding, line=finding.line + lines_before) for finding in error.findings
        ) from None
