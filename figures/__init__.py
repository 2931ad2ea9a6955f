"""What people see: layouts, and the drawing of them. The only room that knows matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figures.drawing import Drawing, draw_figure, draw_timeline
    from figures.layers import Options
    from figures.theme import THEMES, Theme
    from figures.timeline import lay_out_timeline

_HOME = {
    "Drawing": "drawing",
    "draw_figure": "drawing",
    "draw_timeline": "drawing",
    "Options": "layers",
    "THEMES": "theme",
    "Theme": "theme",
    "lay_out_timeline": "timeline",
}

__all__ = ["THEMES", "Drawing", "Options", "Theme", "draw_figure", "draw_timeline", "lay_out_timeline"]


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    from importlib import import_module

    if name in _HOME:
        return getattr(import_module(f"figures.{_HOME[name]}"), name)
    raise AttributeError(f"module 'figures' has no attribute {name!r}")
