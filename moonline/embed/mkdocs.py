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
from typing import TYPE_CHECKING, Any

from moonline.embed.alive import alive_page, frame
from moonline.embed.asked import read_ask
from moonline.embed.plate import Place, find_beside, make_plate, read_block

if TYPE_CHECKING:
    from timeline.model import Timeline

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
        return _figure(source, dict(options or {}), class_name)
    except (OSError, ValueError, KeyError) as error:
        LOG.warning("moonline: %s", sentence(error))
        return (
            '<div class="admonition failure"><p class="admonition-title">No figure</p>'
            f"<pre><code>{escape(sentence(error))}</code></pre></div>"
        )


def _figure(source: str, asked: dict[str, str], class_name: str) -> str:
    file = asked.pop("file", "")
    ask = read_ask(asked)
    timeline = _timeline(source, file)
    plate = make_plate(timeline, ask)
    if ask.alive:
        picture = frame(plate.scene.title, page=alive_page(timeline, ask))
    else:
        picture = plate.svg().replace("<svg ", FITS, 1)
    caption = f"<figcaption>{escape(plate.caption)}</figcaption>" if plate.caption else ""
    return f'<figure class="{escape(class_name)}" style="width:100%">{picture}{caption}</figure>'


def _timeline(source: str, file: str) -> Timeline:
    if bool(file) == bool(source.strip()):
        raise ValueError('name a mission file (file="lander.yaml") or write one in the block')
    if not file:
        return read_block(source, Place("block"))
    return read_block(find_beside(file, *map(Path, FOLDERS)).read_bytes(), Place(file))
