"""Figures as files: SVG by our own writer, PNG and PDF through matplotlib; equal input gives equal bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures.svg import to_svg
from timeline.disk import write_whole

if TYPE_CHECKING:
    import os

    from figures.scene import Scene
    from figures.theme import Theme

FORMATS = ("svg", "png", "pdf")
DPI = 200
_STEADY: Any = {"pdf.fonttype": 42}


def write_scene(scene: Scene, theme: Theme, path: str | os.PathLike[str], dpi: float = DPI) -> None:
    """Write a scene as the file's ending says: .svg, .png or .pdf. The file appears whole or not at all.

    Raises ValueError for another ending, OSError where it cannot be written.
    """
    write_whole(path, scene_bytes(scene, theme, figure_format(path), dpi))


def figure_format(path: str | os.PathLike[str]) -> str:
    """Return the format that a file's ending asks for; raises ValueError with the endings there are."""
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise ValueError(f"{Path(path).name!r} has no ending that can be drawn (.svg, .png or .pdf)")
    return ending


def scene_bytes(scene: Scene, theme: Theme, form: str, dpi: float = DPI) -> bytes:
    """Return a scene as the bytes of an SVG, PNG or PDF file; `dpi` is for PNG."""
    if form == "svg":
        return to_svg(scene, theme).encode()
    import matplotlib as mpl

    from figures.drawing import put_on_axes

    stream = BytesIO()
    with mpl.rc_context(_STEADY):
        figure: Any = put_on_axes(scene, theme).figure
        about = _png_metadata(scene) if form == "png" else _pdf_metadata(scene)
        figure.savefig(stream, format=form, dpi=dpi, metadata=about)
    return stream.getvalue()


def _png_metadata(scene: Scene) -> dict[str, str]:
    known = dict(scene.metadata)
    return {
        "Title": scene.title,
        "Description": scene.description,
        "Source": known.get("source", ""),
        "Software": known.get("creator", "moonline"),
    }


def _pdf_metadata(scene: Scene) -> dict[str, str | None]:
    known = dict(scene.metadata)
    return {
        "Title": scene.title,
        "Subject": scene.description,
        "Keywords": known.get("source", ""),
        "Creator": known.get("creator", "moonline"),
        "CreationDate": None,
    }
