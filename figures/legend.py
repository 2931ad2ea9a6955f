"""The legend: what the marks mean, of those that are drawn, in as few lines as hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from figures import marks
from figures.fonts import text_width
from figures.lanes import is_point
from figures.moonface import unknown_disc
from figures.scene import Fade, Part, Shape, Text, moved, rectangle
from figures.words import OUTCOME_WORDS

if TYPE_CHECKING:
    from figures.theme import Theme
    from timeline.dates import VagueDate
    from timeline.kinds import Kind, Outcome
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
KIND_WORDS: dict[Kind, str] = {"eva": "EVA", "other": "other event"}
"""The kinds whose own names say little to a reader."""
ICON = 12.0  # points from an entry's icon to its words, in a report
APART = 11.0  # points between entries, in a report
MOON_KNOWN_DAYS = 1.0  # a date up to a day long has one Moon, or so nearly one that it is drawn

Entry = tuple[Sequence[Part], str]


def legend(
    events: Sequence[Event], y: float, width: float, theme: Theme, bars: bool = True
) -> tuple[list[Part], float]:
    """Return the legend with its first line centred on y, and the baseline of its last.

    What does not fit one line is told apart: first what the shapes mean, then what the fills and bars do. Without
    `bars` nothing is told of vague dates and earlier plans: the figure draws them in a way of its own.
    """
    shapes = list(_shapes(events, theme))
    fills = [
        *_outcomes(events, theme),
        *(_bars(events, theme) if bars else ()),
        *_claims(events, theme, bars),
    ]
    size, step = theme.small, theme.small * 1.7
    room = width - 2 * theme.margin
    whole = sum(_room(words, theme) for _, words in (*shapes, *fills)) - APART * theme.unit <= room
    parts: list[Part] = []
    y -= step
    for entries in [[*shapes, *fills]] if whole else [shapes, fills]:
        x, y = theme.margin, y + step
        for icon, words in entries:
            if x + _room(words, theme) - APART * theme.unit > width - theme.margin and x > theme.margin:
                x, y = theme.margin, y + step
            parts += [moved(part, x, y) for part in icon]
            parts.append(Text(x + ICON * theme.unit, y + size * 0.33, words, size, "soft"))
            x += _room(words, theme)
    return parts, y + size * 0.33


def _room(words: str, theme: Theme) -> float:
    return (ICON + APART) * theme.unit + text_width(words, theme.small)


def _shapes(events: Sequence[Event], theme: Theme) -> Iterable[Entry]:
    r = theme.mark * 0.72
    for form, words in FORM_WORDS.items():
        kinds = {event.kind for event in events if marks.FORMS[event.kind] == form}
        if kinds:
            outline: Outcome = "done" if form in ("ring", "arc") else "unknown"
            kind = next(iter(kinds))
            name = KIND_WORDS.get(kind, kind.replace("_", " ")) if len(kinds) == 1 else words
            yield marks.form_mark(form, outline, 4 * theme.unit, 0, r), name


def _outcomes(events: Sequence[Event], theme: Theme) -> Iterable[Entry]:
    for outcome, words in OUTCOME_WORDS.items():
        if any(event.outcome == outcome for event in events):
            yield marks.form_mark("square", outcome, 4 * theme.unit, 0, theme.mark * 0.85), words


def _bars(events: Sequence[Event], theme: Theme) -> Iterable[Entry]:
    """Give what the bars of vague dates mean."""
    u, vague = theme.unit, [(event, date) for event in events if (date := _vague(event)) is not None]
    hollow = {event.outcome for event, _ in vague} & marks.HOLLOW
    if any(event.outcome not in marks.HOLLOW for event, _ in vague):
        yield (rectangle(0, -2.2 * u, 9 * u, 4.4 * u, "done", opacity=0.3),), "as wide as it is vague"
    for outcome in sorted(hollow, key=list(OUTCOME_WORDS).index)[:1]:
        yield (_outline(outcome, 2.2, u),), f"{OUTCOME_WORDS[outcome]}, as wide as it is vague"
    if any(date.approximate for _, date in vague):
        left = Fade(0, -2.2 * u, 4.5 * u, 4.4 * u, "done", 0.0, 0.3)
        yield (left, Fade(4.5 * u, -2.2 * u, 4.5 * u, 4.4 * u, "done", 0.3, 0.0)), "about"


def _claims(events: Sequence[Event], theme: Theme, bars: bool) -> Iterable[Entry]:
    """Give what is drawn of dates with no one Moon, of old plans, and of claims that contradict."""
    u, vague = theme.unit, [date for event in events if (date := _vague(event)) is not None]
    if any((date.duration_us or 1e18) > MOON_KNOWN_DAYS * 86_400e6 for date in vague):
        yield unknown_disc(4 * u, 0, theme.moon * 0.62), "Moon at any phase"
    if bars and any(event.slips for event in events):
        yield (_outline("ghost", 1.7, u),), "earlier plan"
    if any(event.contested for event in events):
        yield (_outline("failure", 1.7, u),), "contradicting claim"


def _vague(event: Event) -> VagueDate | None:
    """Return the date of an event that is drawn as a bar for being vague."""
    date = event.date
    drawn = date is not None and not event.is_span and not is_point(date) and not date.is_unknown
    return date if drawn else None


def _outline(stroke: str, half: float, unit: float) -> Shape:
    return rectangle(0, -half * unit, 9 * unit, 2 * half * unit, "paper", stroke=stroke, stroke_width=0.7)
