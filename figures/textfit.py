"""Texts made to fit a room: in lines, or cut with an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from figures.fonts import missing_notice, text_width, undrawable
from figures.scene import texts

if TYPE_CHECKING:
    from figures.scene import Scene, Weight

TIE = "\u00a0"  # a space at which no line breaks
OPENS, CLOSES = "（「『〈《【", "）」』〉》】、。，．：；！？ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
WIDE = r"\u2e80-\u9fff\uf900-\ufaff"  # Chinese and Japanese
ATOM = re.compile(rf"[{OPENS}]*(?:[^{WIDE}{OPENS}{CLOSES}]+|[{WIDE}])?[{CLOSES}]*")


def wrap(text: str, size: float, room: float, weight: Weight = "regular") -> list[str]:
    """Return the text in lines that fit the room; a word that does not fit is shortened.

    Words that a no-break space ties stay together; between the characters of Chinese and Japanese a line may break,
    but for before a mark that closes and after one that opens.
    """
    lines: list[str] = []
    for space, atom in _atoms(text):
        longer = f"{lines[-1]}{space}{atom}" if lines else atom
        if lines and text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(shorten(atom, size, room, weight))
    return lines


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """Give what no line breaks in, each with the space before it."""
    for word in text.replace("\n", " ").split(" "):
        for number, atom in enumerate(filter(None, ATOM.findall(word))):
            yield "" if number else " ", atom.replace(TIE, " ")


def shorten(text: str, size: float, room: float, weight: Weight = "regular") -> str:
    """Return the text, cut to the room with an ellipsis where it is too long."""
    if text_width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def with_glyph_notice(scene: Scene) -> Scene:
    """Return the scene with a notice of the characters that no installed font has, where there are any."""
    notice = missing_notice(undrawable(text.text for text in texts(scene)))
    new = notice and notice not in scene.notices
    return replace(scene, notices=(*scene.notices, notice)) if new else scene
