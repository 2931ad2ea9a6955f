"""What stands around the data: the heading, the legend, the numbered sources and the provenance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures import marks
from figures.axis import Tick, TimeAxis
from figures.fonts import text_width
from figures.moonface import unknown_disc
from figures.scene import Fade, Group, Part, Text, rectangle
from timeline.dates import describe
from timeline.edtf import civil_from_days
from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.scene import Weight
    from figures.theme import Theme
    from timeline.dates import VagueDate
    from timeline.kinds import Outcome
    from timeline.model import Event, Mission, Organisation, Source, Timeline

__all__ = [
    "Tick",
    "TimeAxis",
    "cited_sources",
    "footing",
    "heading",
    "lane_details",
    "offset_us",
    "provenance",
    "shorten",
    "span_words",
    "wrap",
]

DAY = 86_400_000_000
FORM_WORDS: dict[marks.Form, str] = {
    "up": "launch",
    "down": "landing attempt",
    "dot": "manoeuvre",
    "arc": "flyby",
    "ring": "lunar orbit insertion",
    "square": "end",
    "hexagon": "operations",
    "diamond": "organisation",
    "flag": "announcement",
}
OUTCOME_ORDER: tuple[Outcome, ...] = (
    "success",
    "partial",
    "failure",
    "done",
    "planned",
    "cancelled",
    "unknown",
)
OUTCOME_WORDS: dict[Outcome, str] = {
    "success": "success",
    "partial": "partial success",
    "failure": "failure",
    "done": "happened",
    "planned": "planned",
    "cancelled": "cancelled",
    "unknown": "not told",
}


def wrap(text: str, size: float, room: float, weight: Weight = "regular") -> list[str]:
    """Return the text in lines that fit the room; a word that does not fit is shortened."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(shorten(word, size, room, weight))
    return lines


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


def span_words(dates: Sequence[VagueDate], compact: bool = False) -> str:
    """Say from when to when the dates reach, to the year, or to the day where they lie closely together."""
    first = min((date.earliest_us for date in dates if date.earliest_us is not None), default=None)
    last = max((date.latest_us for date in dates if date.latest_us is not None), default=None)
    if first is None or last is None:
        return ""
    (y0, m0, d0), (y1, m1, d1) = civil_from_days(first // DAY), civil_from_days((last - 1) // DAY)
    if y1 - y0 > 1 and not compact:
        return f"{y0} to {y1}"
    from figures.axis import MONTHS

    start, end = f"{d0} {MONTHS[m0 - 1]} {y0}", f"{d1} {MONTHS[m1 - 1]} {y1}"
    if start == end:
        return end
    if (y0, m0) == (y1, m1):
        start = str(d0)
    elif y0 == y1:
        start = f"{d0} {MONTHS[m0 - 1]}"
    return f"{start}–{end}" if compact else f"{start} to {end}"


def offset_us(tz: tzinfo, us: int) -> int:
    """Return a zone's offset from UTC at an instant, in microseconds."""
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
    except OverflowError:
        return 0
    offset = moment.astimezone(tz).utcoffset()
    return 0 if offset is None else int(offset.total_seconds() * 1_000_000)


def heading(
    timeline: Timeline, span: str, events: Sequence[Event], width: float, theme: Theme, tz: tzinfo | None
) -> tuple[Group, float]:
    """Return the title and what lies under it, and where the figure goes on."""
    room = width - 2 * theme.margin
    y = theme.margin
    parts: list[Part] = []
    for text in wrap(timeline.title, theme.title, room, "semibold"):
        y += theme.title * 1.05
        parts.append(Text(theme.margin, y - theme.title * 0.15, text, theme.title, "ink", "semibold"))
    zone = "times in UTC" if tz is None else f"times in {getattr(tz, 'key', tz)}, days of no time in UTC"
    known = as_of(timeline, events)
    facts = [span, zone, f"as known in {describe(known)}" if known else ""]
    subtitle = " · ".join(fact for fact in facts if fact)
    y += theme.lane * 1.15
    parts.append(Text(theme.margin, y, subtitle, theme.lane, "soft"))
    return Group("heading", tuple(parts)), y + theme.lane * 0.9


def as_of(timeline: Timeline, events: Sequence[Event]) -> VagueDate | None:
    """Return the date of the latest word in the file: the last claim stated or source published."""
    cited = {source for event in events for source in event.source_ids}
    dates = [source.date for source in timeline.sources if source.date and source.id in cited]
    dates += [claim.stated for event in events for claim in event.claims if claim.stated]
    return max(dates, key=lambda date: (date.earliest_us or 0, -(date.duration_us or 0)), default=None)


def cited_sources(lanes: Iterable[Mission | Organisation]) -> set[str]:
    """Return the ids of all sources that these lanes name: of events, and of sites."""
    sites = [
        site for lane in lanes for site in (getattr(lane, "site", None), *getattr(lane, "backup_sites", ()))
    ]
    sites += [event.site for lane in lanes for event in lane.events]
    named = {source for lane in lanes for event in lane.events for source in event.source_ids}
    return named | {site.source for site in sites if site and site.source}


def lane_details(lane: Mission | Organisation) -> list[str]:
    """Return the lines under a lane's name: what flies, and where to."""
    vehicle, site = getattr(lane, "vehicle", ""), getattr(lane, "site", None)
    place = site.name if site else ""
    if site and site.lat is not None and site.lon is not None:
        place += f", {abs(site.lat):g}° {'NS'[site.lat < 0]} {abs(site.lon):g}° {'EW'[site.lon < 0]}"
    return [text for text in (vehicle, place) if text]


def footing(
    timeline: Timeline, cited: Iterable[str], events: Sequence[Event], y: float, width: float, theme: Theme
) -> tuple[Group, float]:
    """Return the legend, the sources and the provenance below y, and the height of the whole figure."""
    parts: list[Part] = []
    y = _legend(parts, events, y, width, theme)
    y = _sources(
        parts,
        [(timeline.source_numbers[s.id], s) for s in timeline.sources if s.id in set(cited)],
        y,
        width,
        theme,
    )
    y += theme.small * 1.7
    parts.append(Text(theme.margin, y, _made_with(), theme.small, "soft"))
    return Group("notes", tuple(parts)), y + theme.margin * 0.8


def _legend(parts: list[Part], events: Sequence[Event], y: float, width: float, theme: Theme) -> float:
    """Write what the marks mean, of those that are used, in as few lines as hold them."""
    x, size = theme.margin, theme.small
    for icon, words in _entries(events, theme):
        room = 12 + text_width(words, size) + 11
        if x + room > width - theme.margin and x > theme.margin:
            x, y = theme.margin, y + size * 1.7
        parts += [_moved(part, x, y) for part in icon]
        parts.append(Text(x + 12, y + size * 0.33, words, size, "soft"))
        x += room
    return y + size * 1.6


def _entries(events: Sequence[Event], theme: Theme) -> Iterable[tuple[Sequence[Part], str]]:
    r = theme.mark * 0.85
    forms = {marks.FORMS[event.kind]: None for event in events}
    for form, words in FORM_WORDS.items():
        if form in forms:
            yield (
                marks.form_mark(form, "unknown" if form not in ("ring", "arc") else "done", 4, 0, r * 0.85),
                words,
            )
    for outcome in OUTCOME_ORDER:
        if any(event.outcome == outcome for event in events):
            yield marks.form_mark("square", outcome, 4, 0, r), OUTCOME_WORDS[outcome]
    if any(event.date and not event.date.is_instant and event.date.precision != "day" for event in events):
        yield (rectangle(0, -2.2, 9, 4.4, "done", opacity=0.3),), "as wide as it is vague"
        yield (unknown_disc(4, 0, theme.moon * 0.7)), "Moon at any phase"
    if any(event.date and event.date.approximate for event in events):
        yield (
            (Fade(0, -2.2, 4.5, 4.4, "done", 0.0, 0.3), Fade(4.5, -2.2, 4.5, 4.4, "done", 0.3, 0.0)),
            "about",
        )
    if any(event.slips for event in events):
        yield (rectangle(0, -1.7, 9, 3.4, "paper", stroke="ghost", stroke_width=0.7),), "earlier plan"


def _moved(part: Part, x: float, y: float) -> Part:
    if isinstance(part, Fade | Text):
        return replace(part, x=part.x + x, y=part.y + y)
    assert not isinstance(part, Group)
    return replace(
        part, commands=tuple((c, tuple((px + x, py + y) for px, py in points)) for c, points in part.commands)
    )


def _sources(
    parts: list[Part], cited: list[tuple[int, Source]], y: float, width: float, theme: Theme
) -> float:
    """Write the sources in columns, down the first and on in the next."""
    size, gap = theme.small, 14.0
    if not cited:
        return y
    columns = 3 if len(cited) > 4 else 2 if len(cited) > 1 else 1
    room = (width - 2 * theme.margin - gap * (columns - 1)) / columns
    per_column = -(-len(cited) // columns)
    pitch = size * 1.4
    y += pitch
    indent = text_width("00", size) + 4
    for index, (number, source) in enumerate(cited):
        x = theme.margin + (index // per_column) * (room + gap)
        baseline = y + (index % per_column) * pitch
        text = shorten(source_words(source), size, room - indent)
        parts.append(Text(x + indent - 4, baseline, str(number), size, "soft", anchor="end"))
        parts.append(Text(x + indent, baseline, text, size, "soft", href=source.url))
    return y + (per_column - 1) * pitch


def source_words(source: Source) -> str:
    """Say a source in one line: publisher, title, date."""
    words = ", ".join(part for part in (source.publisher, source.title) if part)
    return f"{words}, {describe(source.date)}" if source.date else words


def _made_with() -> str:
    return (
        f"moonline {VERSION} · Moons: lit share and tilt as seen from the Earth's centre, north up, from JPL DE421 · "
        "small numbers name the sources"
    )


def provenance(timeline: Timeline) -> tuple[tuple[str, str], ...]:
    """Return the figure's metadata in Dublin Core's terms; no clock, so that equal input gives equal bytes."""
    sources = "; ".join(source.url or source_words(source) for source in timeline.sources)
    return (
        ("title", timeline.title),
        ("creator", f"moonline {VERSION}"),
        ("source", sources),
        ("format", "timeline of lunar missions; Moon from JPL DE421"),
    )
