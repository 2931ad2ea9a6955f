"""The legend: what the marks mean, of those that are drawn, in as few lines as hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from figures import marks
from figures.fonts import text_width
from figures.lanes import is_point
from figures.moonface import unknown_disc
from figures.scene import Fade, Part, Text, moved, rectangle
from figures.words import OUTCOME_WORDS

if TYPE_CHECKING:
    from figures.theme import Theme
    from timeline.kinds import Outcome
    from timeline.model import Event

FORM_WORDS: dict[marks.Form, str] = {
    "up": "launch, departure",
    "down": "landing, descent",
    "dot": "manoeuvre",
    "arc": "flyby",
    "ring": "lunar orbit insertion",
    "square": "end",
    "hexagon": "operations",
    "diamond": "the organisation",
    "flag": "announcement, milestone",
}
"""What a form stands for where several of its kinds are drawn; a kind alone goes by its own name."""
ICON = 12.0  # points from an entry's icon to its words


def legend(events: Sequence[Event], y: float, width: float, theme: Theme) -> tuple[list[Part], float]:
    """Return the legend with its first line centred on y, and the baseline of its last."""
    parts: list[Part] = []
    x, size = theme.margin, theme.small
    for icon, words in _entries(events, theme):
        room = ICON + text_width(words, size) + 11
        if x + room > width - theme.margin and x > theme.margin:
            x, y = theme.margin, y + size * 1.7
        parts += [moved(part, x, y) for part in icon]
        parts.append(Text(x + ICON, y + size * 0.33, words, size, "soft"))
        x += room
    return parts, y + size * 0.33


def _entries(events: Sequence[Event], theme: Theme) -> Iterable[tuple[Sequence[Part], str]]:
    r = theme.mark * 0.85
    for form, words in FORM_WORDS.items():
        kinds = {event.kind for event in events if marks.FORMS[event.kind] == form}
        if kinds:
            outline: Outcome = "done" if form in ("ring", "arc") else "unknown"
            name = next(iter(kinds)).replace("_", " ") if len(kinds) == 1 else words
            yield marks.form_mark(form, outline, 4, 0, r * 0.85), name
    for outcome, words in OUTCOME_WORDS.items():
        if any(event.outcome == outcome for event in events):
            yield marks.form_mark("square", outcome, 4, 0, r), words
    dates = [event.date for event in events if event.date and not event.is_span]
    if any(not is_point(date) and not date.is_unknown for date in dates):
        yield (rectangle(0, -2.2, 9, 4.4, "done", opacity=0.3),), "as wide as it is vague"
        yield unknown_disc(4, 0, theme.moon * 0.62), "Moon at any phase"
    if any(date.approximate for date in dates):
        halves = (Fade(0, -2.2, 4.5, 4.4, "done", 0.0, 0.3), Fade(4.5, -2.2, 4.5, 4.4, "done", 0.3, 0.0))
        yield halves, "about"
    if any(event.slips for event in events):
        yield (rectangle(0, -1.7, 9, 3.4, "paper", stroke="ghost", stroke_width=0.7),), "earlier plan"
    if any(event.contested for event in events):
        yield (
            (rectangle(0, -1.7, 9, 3.4, "paper", stroke="failure", stroke_width=0.7),),
            "contradicting claim",
        )
