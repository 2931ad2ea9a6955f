"""Colours by role and sizes of type: what a style is, beside where things stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT_COLOURS = {
    "paper": "#ffffff",
    "ink": "#1c2024",
    "soft": "#5d656d",  # dates, subtitles: 5.9 to 1 on paper
    "quiet": "#a3aab1",  # leaders, lane lines
    "faint": "#e6e8ea",  # rules
    "panel": "#f6f6f3",  # a zoomed stretch and its wedge
    "success": "#0b6e9e",
    "failure": "#c2410c",
    "partial": "#8a6d00",
    "done": "#1c2024",
    "planned": "#5d656d",
    "cancelled": "#767e86",
    "superseded": "#767e86",
    "unknown": "#767e86",
    "ghost": "#9aa2aa",
    "now": "#8f2d56",
    "moon-lit": "#f7eed3",
    "moon-dark": "#3b4450",
    "moon-rim": "#5d656d",
}
DARK_COLOURS = {
    "paper": "#11151a",
    "ink": "#eceff2",
    "soft": "#a9b2bb",
    "quiet": "#5c6670",
    "faint": "#232a31",
    "panel": "#181d23",
    "success": "#5ab4e6",
    "failure": "#ff9a62",
    "partial": "#e2c044",
    "done": "#eceff2",
    "planned": "#b4bcc5",
    "cancelled": "#8b949d",
    "superseded": "#8b949d",
    "unknown": "#8b949d",
    "ghost": "#6f7983",
    "now": "#f28fb5",
    "moon-lit": "#fbf3dc",
    "moon-dark": "#323a45",
    "moon-rim": "#7c8791",
}
PRINT_COLOURS = {
    **LIGHT_COLOURS,
    "ink": "#000000",
    "soft": "#3f3f3f",
    "quiet": "#8c8c8c",
    "faint": "#dcdcdc",
    "panel": "#f4f4f4",
    "done": "#000000",
    "success": "#004c6d",
    "failure": "#b03a00",
    "moon-lit": "#ffffff",
    "moon-dark": "#333333",
    "moon-rim": "#333333",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A style: colours by role, type in points, and the measures of marks, Moons and rows in points."""

    name: str
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(LIGHT_COLOURS))
    title: float = 13.0
    text: float = 8.0
    small: float = 6.5
    lane: float = 9.0
    row: float = 13.5
    flag: float = 20.5
    moon: float = 6.5
    mark: float = 4.2
    margin: float = 16.0
    gutter: float = 116.0

    @property
    def unit(self) -> float:
        """How much larger the type is than that of a report: what spaces beside it grow by."""
        return self.text / 8.0

    def colour(self, role: str) -> str:
        """Return the colour of a role; a colour given as #rrggbb stands for itself."""
        return role if role.startswith("#") else self.colours[role]


LIGHT = Theme("light")
DARK = Theme("dark", MappingProxyType(DARK_COLOURS))
PRINT = Theme("print", MappingProxyType(PRINT_COLOURS))
SLIDE = Theme(
    "slide",
    title=20.0,
    text=11.5,
    small=9.5,
    lane=13.0,
    row=19.0,
    flag=29.0,
    moon=9.2,
    mark=6.0,
    margin=24.0,
    gutter=150.0,
)
THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, PRINT, SLIDE)})


def style_path(name: str) -> str:
    """Return the path of a style's .mplstyle file, for `matplotlib.style.use` on plots of your own.

    Raises ValueError with the styles there are.
    """
    if name not in THEMES:
        raise ValueError(f"unknown style {name!r} (one of {', '.join(THEMES)})")
    return str(Path(__file__).parent / "styles" / f"{name}.mplstyle")
