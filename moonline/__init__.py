"""moonline: timelines of lunar missions, with the Moon as it stood.

    import moonline as ml

    timeline = ml.load("ispace")            # a shipped name, or a file of your own
    drawing = ml.draw(timeline)             # matplotlib: drawing.figure, drawing.ax, drawing.layers
    ml.save(drawing, "ispace.svg")          # or .png, .pdf
    ml.moon_context([ml.parse("2028")])     # the sky alone

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from timeline.version import VERSION as __version__  # noqa: N811 - the name that packages give it

if TYPE_CHECKING:
    import os

    from ephemeris.context import moon_context
    from ephemeris.moon import moon
    from figures.drawing import Drawing, draw_figure
    from figures.drawing import draw_timeline as draw
    from figures.theme import style_path
    from moonline.film import Film, animate
    from moonline.planning import simulate
    from timeline.dates import DateError, VagueDate, describe, parse
    from timeline.missionfile import MissionFileError, check_file, shipped_missions
    from timeline.missionfile import load_timeline as load
    from timeline.model import Claim, Event, Mission, Organisation, Site, Source, Timeline

_HOME = {
    "animate": ("moonline.film", "animate"),
    "Film": ("moonline.film", "Film"),
    "draw": ("figures.drawing", "draw_timeline"),
    "Drawing": ("figures.drawing", "Drawing"),
    "load": ("timeline.missionfile", "load_timeline"),
    "check_file": ("timeline.missionfile", "check_file"),
    "shipped_missions": ("timeline.missionfile", "shipped_missions"),
    "MissionFileError": ("timeline.missionfile", "MissionFileError"),
    "moon": ("ephemeris.moon", "moon"),
    "draw_figure": ("figures.drawing", "draw_figure"),
    "style_path": ("figures.theme", "style_path"),
    "load_ipython_extension": ("moonline.notebook", "load_ipython_extension"),
    "moon_context": ("ephemeris.context", "moon_context"),
    "simulate": ("moonline.planning", "simulate"),
    **{name: ("timeline.dates", name) for name in ("DateError", "VagueDate", "describe", "parse")},
    **{
        name: ("timeline.model", name)
        for name in ("Claim", "Event", "Mission", "Organisation", "Site", "Source", "Timeline")
    },
}

__all__ = [
    "Claim",
    "DateError",
    "Drawing",
    "Event",
    "Film",
    "Mission",
    "MissionFileError",
    "Organisation",
    "Site",
    "Source",
    "Timeline",
    "VagueDate",
    "__version__",
    "animate",
    "check_file",
    "describe",
    "draw",
    "draw_figure",
    "load",
    "moon",
    "moon_context",
    "parse",
    "save",
    "shipped_missions",
    "simulate",
    "style_path",
]


def save(what: Drawing | Timeline, path: str | os.PathLike[str], *, dpi: float = 200) -> None:
    """Write a drawing as SVG, PNG or PDF, or a timeline as a mission file; a file appears whole or not at all.

    An existing file is replaced. Raises ValueError for an ending that cannot be written.
    """
    from timeline.model import Timeline

    if isinstance(what, Timeline):
        from timeline.missionfile import save_timeline

        save_timeline(what, path)
        return
    from figures.files import write_scene

    write_scene(what.scene, what.theme, path, dpi)


def __getattr__(name: str) -> Any:
    """Import a public name from its room when it is first asked for."""
    from importlib import import_module

    if name in _HOME:
        module, attribute = _HOME[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'moonline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


if "IPython" in sys.modules:  # a shell that shows things may be running: it shows timelines as tables
    from moonline.notebook import show_timelines_if_running

    show_timelines_if_running()
