"""A figure that can be explored in somebody else's page: the report's page of one file, in a frame of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moonline.embed.asked import Ask
    from timeline.model import Timeline

HEIGHT = "40rem"
MAY = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""What a frame may do: run its own script, save a copy, open a source. It reads nothing of the page around it."""


def alive_page(timeline: Timeline, ask: Ask) -> str:
    """Return the page that moves, as one HTML document that asks nothing of any network.

    It follows its reader's light or dark; `style` and `size` are for figures that do not move. Raises ValueError for
    a figure that there is no such page of.
    """
    from moonline.report.content import find_report_sky, make_report
    from moonline.report.page import page_html
    from moonline.report.words import load_words
    from moonline.shell import chosen_lanes, zone
    from timeline.dates import parse

    if ask.figure != "timeline":
        raise ValueError(f"the figure {ask.figure!r} cannot be alive (leave alive out, or figure)")
    words, tz = load_words(), zone(ask.tz or None)
    lanes = tuple(chosen_lanes(timeline, ask.missions))
    sky = find_report_sky(timeline, lanes)
    report = make_report(timeline, sky, words, lanes, tz=tz)
    now = parse(ask.now) if ask.now else None
    return page_html(report, timeline, sky, words, tz=tz, now=now, only="figures")


def frame(title: str, *, src: str = "", page: str = "") -> str:
    """Return a frame with a page in it: one at an address, or the page itself."""
    where = f'src="{escape(src)}"' if src else f'srcdoc="{escape(page)}"'
    return (
        f'<iframe class="moonline" title="{escape(title)}" loading="lazy" sandbox="{MAY}" '
        f'style="width:100%;height:{HEIGHT};border:0" {where}></iframe>'
    )


@dataclass(frozen=True, slots=True)
class AliveFigure:
    """A page that moves, as a notebook shows it; where there is no browser it is its words."""

    page: str
    title: str
    alt: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": frame(self.title, page=self.page), "text/plain": self.alt}
