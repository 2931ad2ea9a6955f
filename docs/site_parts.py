"""What the site does for itself: docstrings as Sphinx reads them, and the list of the how-tos."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ROW = re.compile(r"\|(.+)\|$")
_RULE = re.compile(r"[-: |]+$")


def convert(lines: list[str]) -> Iterator[str]:
    """Give the lines of a docstring, with tables as list tables and code that stands indented as code."""
    before = ""
    for number, line in enumerate(lines):
        row = _ROW.match(line)
        if row and not _RULE.match(line):
            if not _ROW.match(before):
                yield from (".. list-table::", "   :header-rows: 1", "")
            first, *others = row[1].split("|")
            yield from (f"   * - {first.strip()}", *(f"     - {cell.strip()}" for cell in others))
        elif not row:
            if line.startswith("    ") and not before.strip() and _is_code(lines, number):
                yield from (".. code-block:: python", "")
            yield line
        before = line


def _is_code(lines: list[str], number: int) -> bool:
    """Tell whether an indented line opens a block of code: the last text before it stands at the margin."""
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    return bool(above) and not above.startswith(("    ", "- ", ".. "))


def process(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Convert a docstring in place."""
    lines[:] = convert(lines)


def skip(_app: Any, _what: str, name: str, _object: Any, skipped: bool, _options: Any) -> bool | None:
    """Leave out what pydantic adds to every model."""
    return True if name in ("model_config", "model_post_init") else None


def list_how_tos(app: Sphinx, page: str, text: list[str]) -> None:
    """Put every page that the front page does not name into its list of how-tos, in order of their names."""
    if page == "index":
        placed = {"index", *re.findall(r"^([\w-]+)$", text[0], re.M)}
        others = sorted(path.stem for path in Path(app.srcdir).glob("*.md") if path.stem not in placed)
        text[0] = text[0].replace("HOW-TOS", "\n".join(others))


def setup(app: Sphinx) -> dict[str, Any]:
    """Bring all of it into the site."""
    app.connect("source-read", list_how_tos)
    app.connect("autodoc-process-docstring", process)
    app.connect("autodoc-skip-member", skip)
    return {"parallel_read_safe": True}
