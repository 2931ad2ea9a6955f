"""The fence for MkDocs and Zensical, by way of `pymdownx.superfences`: a `moonline` block becomes its figure.

    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: moonline
              class: moonline
              format: !!python/name:moonline.embed.mkdocs.figure
              validator: !!python/name:moonline.embed.mkdocs.options

The mission file stands in the block, or is named: `file="missions/lander.yaml"` from the folder that the site is
built in or from its `docs`, or a shipped mission. The SVG stands in the page itself, so that its text is found and
its sources can be followed. A problem is shown in the place of the figure and logged as a warning, which `--strict`
takes for an error.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from moonline.embed.asked import PLAIN, read_ask
from moonline.embed.plate import Place, Plate, find_beside, make_plate, read_block

LOG = logging.getLogger("mkdocs.plugins.moonline")  # where `mkdocs build --strict` counts warnings
FITS = '<svg style="max-width:100%;height:auto" '
FOLDERS = ("", "docs")


def options(
    _language: str, inputs: Mapping[str, str], found: dict[str, Any], _attrs: dict[str, Any], _md: Any
) -> bool:
    """Take every option of a fence; `figure` says which of them there is not."""
    found.update(inputs)
    return True


def figure(
    source: str, _language: str, class_name: str, options: Mapping[str, str] | None, _md: Any, **_: Any
) -> str:
    """Return a fence as an HTML figure with its caption, or what is wrong with it."""
    from moonline.shell import sentence

    try:
        return _figure(_plate(source, dict(options or {})), class_name)
    except (OSError, ValueError, KeyError) as error:
        LOG.warning("moonline: %s", sentence(error))
        return (
            '<div class="admonition failure"><p class="admonition-title">No figure</p>'
            f"<pre><code>{escape(sentence(error))}</code></pre></div>"
        )


def _plate(source: str, asked: dict[str, str]) -> Plate:
    file = asked.pop("file", "")
    ask = read_ask(asked, PLAIN)
    if bool(file) == bool(source.strip()):
        raise ValueError('name a mission file (file="lander.yaml") or write one in the block')
    if not file:
        return make_plate(read_block(source, Place("block")), ask)
    path = find_beside(file, *map(Path, FOLDERS))
    return make_plate(read_block(path.read_text("utf-8-sig"), Place(file)), ask)


def _figure(plate: Plate, class_name: str) -> str:
    caption = f"<figcaption>{escape(plate.caption)}</figcaption>" if plate.caption else ""
    picture = plate.svg().replace("<svg ", FITS, 1)
    return f'<figure class="{escape(class_name)}" style="width:100%">{picture}{caption}</figure>'
