"""The page's style: colours by role for light, dark and print, the fonts it embeds, and the rules that lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from figures import fonts
from figures.scene import Text
from figures.svg import style_rules
from figures.theme import DARK_COLOURS, LIGHT_COLOURS, PRINT_COLOURS, Theme

ASSETS = Path(__file__).parent / "assets"
PAGE_THEME = Theme(
    "page", MappingProxyType({role: f"var(--m-{role})" for role in LIGHT_COLOURS}), margin=3.0, gutter=110.0
)
"""The light style's type, with every colour and the margin left to the page."""

ALWAYS = "".join(map(chr, range(32, 127))) + "–—−·…×°’“”←→"


def page_style(texts: Iterable[Text], words: str, own: str = "") -> str:
    """Return the style sheet: `texts` are those of the figures, `words` all others, `own` goes after ours."""
    rules = (ASSETS / "page.css").read_text(encoding="utf-8")
    colours = (
        _colours(LIGHT_COLOURS)
        + f"@media screen and (prefers-color-scheme: dark){{{_colours(DARK_COLOURS)}}}\n"
        + f"@media print{{{_colours(PRINT_COLOURS)}}}\n"
    )
    figure = style_rules([*texts, *_plain(words)])
    marked = rules.replace("/* figure */", f"/* figure */\n{figure}", 1)
    return colours + marked + own


def _plain(words: str) -> Iterable[Text]:
    """Give texts of all characters that the page may write in our font; the reader's own font has the others."""
    for weight in ("regular", "semibold"):
        known = {*words, *ALWAYS} - fonts.missing([words], weight)
        shown = "".join(sorted(c for c in known if c.isprintable()))
        yield Text(0, 0, shown, 1, weight="semibold" if weight == "semibold" else "regular")


def _colours(colours: Mapping[str, str]) -> str:
    return ":root{" + ";".join(f"--m-{role}:{colour}" for role, colour in colours.items()) + "}\n"
