"""A report as Markdown, with its figures as SVG beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from moonline.report.environment import render

if TYPE_CHECKING:
    from figures.theme import Theme
    from moonline.report.document import Document
    from moonline.report.words import Words

WIDTH, HEIGHT = 780.0, float("inf")
"""Room for a figure in points: a page that scrolls has no foot."""


def report_markdown(
    document: Document, words: Words, theme: Theme, output: Path, template: Path | None = None
) -> Mapping[Path, bytes]:
    """Return the files of a report: the text, and each figure beside it as `<name>-<figure>.svg`."""
    from figures.svg import to_svg

    pictures = {figure.slug: f"{output.stem}-{figure.slug}.svg" for figure in document.figures}
    values = {"document": document, "report": document.report, "words": words, "pictures": pictures}
    files = {output: render("report.md.j2", values, template).encode()}
    return files | {
        output.with_name(pictures[figure.slug]): to_svg(figure.scene, theme).encode()
        for figure in document.figures
    }
