"""A timeline as a table for a notebook, and in plain text for where there is none.

Notebooks bring their own type and colours and may strip styles, so that the table leans on neither: what matters
is in words and in its structure, and each Moon is a small picture of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ephemeris.context import MoonContext
    from figures.sky import Sky
    from timeline.model import Event, Mission, Organisation, Source, Timeline

MOST_ROWS = 400
"""Events that are shown; the head says how many there are."""
HEADS = ("When", "What", "Outcome", "Moon", "Sources")
LEFT = ' style="text-align:left"'
MOON_RADIUS = 6.5


def timeline_html(timeline: Timeline) -> str:
    """Return the events lane by lane as one HTML table with its sources below; every text is escaped."""
    from figures.sky import look_up

    lanes = _shown(timeline)
    sky = look_up([event for _, events in lanes for event in events])
    numbers = timeline.source_numbers
    head = "".join(f'<th scope="col"{LEFT}>{name}</th>' for name in HEADS)
    bodies = "".join(_lane(lane, events, sky, numbers) for lane, events in lanes)
    cited = {source for _, events in lanes for event in events for source in event.source_ids}
    return (
        f"<table{LEFT}><caption{LEFT}><strong>{escape(timeline.title)}</strong>, {_count(timeline)}</caption>"
        f"<thead><tr>{head}</tr></thead>{bodies}</table>"
        + _sources([source for source in timeline.sources if source.id in cited], numbers)
    )


def timeline_text(timeline: Timeline) -> str:
    """Return the events lane by lane as lines of text, each with its date, its outcome and its Moon."""
    from figures.sky import look_up
    from figures.words import event_words

    lanes = _shown(timeline)
    sky = look_up([event for _, events in lanes for event in events])
    lines = [f"{timeline.title}, {_count(timeline)}"]
    for lane, events in lanes:
        lines.append(lane.name)
        lines += [f"  {event_words(event, sky.contexts.get(event.address))}" for event in events]
    return "\n".join(lines)


def _shown(timeline: Timeline) -> Sequence[tuple[Mission | Organisation, Sequence[Event]]]:
    """Return each lane with those of its events that are shown."""
    left, shown = MOST_ROWS, []
    for lane in timeline.lanes:
        shown.append((lane, lane.events[: max(left, 0)]))
        left -= len(lane.events)
    return shown


def _count(timeline: Timeline) -> str:
    count = len(timeline.events)
    text = f"{count:,} event{'s' * (count != 1)}"
    return text if count <= MOST_ROWS else f"{text}, the first {MOST_ROWS} here"


def _lane(lane: Mission | Organisation, events: Sequence[Event], sky: Sky, numbers: Mapping[str, int]) -> str:
    about = ", ".join(filter(None, (getattr(lane, "operator", ""), getattr(lane, "vehicle", ""))))
    name = f"{escape(lane.name)}{f' <small>{escape(about)}</small>' if about else ''}"
    head = f'<tr><th scope="rowgroup" colspan="{len(HEADS)}"{LEFT}>{name}</th></tr>'
    rows = "".join(_row(event, sky.contexts.get(event.address), numbers) for event in events)
    return f"<tbody>{head}{rows}</tbody>"


def _row(event: Event, context: MoonContext | None, numbers: Mapping[str, int]) -> str:
    cells = (
        _when(event),
        escape(event.label),
        escape(_outcome(event)),
        _moon(context),
        _cited(event, numbers),
    )
    return "<tr>" + "".join(f"<td{LEFT}>{cell}</td>" for cell in cells) + "</tr>"


def _when(event: Event) -> str:
    from timeline.dates import describe

    if event.date is None:
        return "no date given"
    return escape(describe(event.date)) + (" (contested)" if event.contested else "")


def _outcome(event: Event) -> str:
    from figures.words import OUTCOME_WORDS

    return OUTCOME_WORDS[event.outcome]


def _cited(event: Event, numbers: Mapping[str, int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers[s] for s in event.source_ids if s in numbers))


def _moon(context: MoonContext | None) -> str:
    from figures.words import moon_words

    if context is None:
        return ""
    words = moon_words(context.phase_name, context.illuminated_fraction).removeprefix("Moon ")
    return f"{_disc(context)} {escape(words)}" if words else ""


def _disc(context: MoonContext) -> str:
    """Return the Moon as it stood, a ring where that is not known; the words beside it tell the same."""
    from figures.strips import moon_of
    from figures.svg import shape_markup
    from figures.theme import LIGHT

    size, middle = 2 * MOON_RADIUS + 2, MOON_RADIUS + 1
    paths = "".join(shape_markup(shape, LIGHT) for shape in moon_of(middle, middle, context, MOON_RADIUS))
    return (
        f'<svg width="{size:g}" height="{size:g}" viewBox="0 0 {size:g} {size:g}" aria-hidden="true" '
        f'style="display:inline-block;vertical-align:-3px">{paths}</svg>'
    )


def _sources(sources: Sequence[Source], numbers: Mapping[str, int]) -> str:
    if not sources:
        return ""
    items = "".join(f'<li value="{numbers[source.id]}">{_source(source)}</li>' for source in sources)
    return f"<details><summary>{len(sources)} source{'s' * (len(sources) != 1)}</summary><ol>{items}</ol></details>"


def _source(source: Source) -> str:
    title = escape(source.title)
    if source.url.startswith(("https://", "http://")):  # a mission file may name any scheme
        title = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{title}</a>'
    return title + (f", {escape(source.publisher)}" if source.publisher else "")
