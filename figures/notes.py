"""What stands around the data: the heading, the numbered sources and the provenance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from figures.fonts import text_width
from figures.legend import legend
from figures.scene import Group, Part, Text
from figures.textfit import TIE, wrap
from timeline.dates import describe
from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.theme import Theme
    from timeline.dates import VagueDate
    from timeline.model import Event, Mission, Organisation, Site, Source, Timeline

COLUMN_GAP = 14.0  # points, in a report
MADE_WITH = (
    f"moonline {VERSION} · Moons: lit share and tilt as seen from the Earth's centre, north up (JPL DE421) · "
    "small numbers name the sources"
)


_Lines: TypeAlias = "tuple[int, Source, list[str]]"  # a source's number, itself, and what is written of it


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
    zone = "times in UTC" if tz is None else f"times in {tz}, dates without a time in UTC"
    known = as_of(timeline, events)
    facts = [span, zone, f"as known by {describe(known)}" if known else ""]
    y += theme.lane * 1.3
    parts.append(Text(theme.margin, y, " · ".join(fact for fact in facts if fact), theme.lane, "soft"))
    return Group("heading", tuple(parts)), y + theme.lane * 0.9


def as_of(timeline: Timeline, events: Sequence[Event]) -> VagueDate | None:
    """Return the date of the latest word in the file: the last claim stated or source published."""
    cited = {source for event in events for source in event.source_ids}
    dates = [source.date for source in timeline.sources if source.date and source.id in cited]
    dates += [claim.stated for event in events for claim in event.claims if claim.stated]
    return max(dates, key=lambda date: (date.earliest_us or 0, -(date.duration_us or 0)), default=None)


def cited_sources(lanes: Iterable[Mission | Organisation]) -> set[str]:
    """Return the ids of all sources that these lanes name: of events, and of sites."""
    cited: set[str] = set()
    for lane in lanes:
        sites = [getattr(lane, "site", None), *getattr(lane, "backup_sites", ())]
        sites += [event.site for event in lane.events]
        cited.update(site.source for site in sites if site and site.source)
        cited.update(source for event in lane.events for source in event.source_ids)
    return cited


def lane_details(lane: Mission | Organisation) -> list[str]:
    """Return the lines under a lane's name: what flies, and where to."""
    vehicle, site = getattr(lane, "vehicle", ""), getattr(lane, "site", None)
    return [text for text in (vehicle, site_words(site) if site else "") if text]


def lane_name(parts: list[Part], lane: Mission | Organisation, y: float, theme: Theme) -> float:
    """Write a lane's name with its vehicle and site under it into the gutter, and return the bottom."""
    room = theme.gutter - 12
    for text in wrap(lane.name, theme.lane, room, "semibold"):
        parts.append(Text(theme.margin, y + theme.lane * 0.36, text, theme.lane, "ink", "semibold"))
        y += theme.lane * 1.28
    for detail in lane_details(lane):
        for text in wrap(detail, theme.small, room):
            parts.append(Text(theme.margin, y + theme.small * 0.36, text, theme.small, "soft"))
            y += theme.small * 1.28
    return y


def site_words(site: Site) -> str:
    """Say where a site is: its name, and its coordinates where they are known."""
    if site.lat is None or site.lon is None:
        return site.name
    return f"{site.name}, {_degrees(site.lat)} {'NS'[site.lat < 0]} {_degrees(site.lon)} {'EW'[site.lon < 0]}"


def _degrees(angle: float) -> str:
    return f"{abs(round(angle, 2)):g}°"


def footing(
    timeline: Timeline,
    cited: set[str],
    events: Sequence[Event],
    y: float,
    width: float,
    theme: Theme,
    bars: bool = True,
) -> tuple[Group, float]:
    """Return the legend, the cited sources and the provenance below y, and the height of the whole figure.

    Without `bars` the legend tells nothing of vague dates and earlier plans.
    """
    parts, y = legend(events, y, width, theme, bars)
    numbered = [(timeline.source_numbers[s.id], s) for s in timeline.sources if s.id in cited]
    y = _sources(parts, numbered, y + theme.small * 0.6, width, theme)
    y += theme.small * 0.5
    for text in wrap(MADE_WITH, theme.small, width - 2 * theme.margin):
        y += theme.small * 1.5
        parts.append(Text(theme.margin, y, text, theme.small, "soft"))
    return Group("notes", tuple(parts)), y + theme.margin * 0.8


def _sources(
    parts: list[Part], cited: list[tuple[int, Source]], y: float, width: float, theme: Theme
) -> float:
    """Write the sources in columns, down the first and on in the next, and return the last baseline.

    A long one goes on in a line of its own: nothing of who said it is cut. Of one to three columns those are
    taken that need the least height, the more of them the better.
    """
    size = theme.small
    if not cited:
        return y
    pitch, indent = size * 1.4, text_width(str(cited[-1][0]), size) + 4 * theme.unit
    gap, whole = COLUMN_GAP * theme.unit, width - 2 * theme.margin

    def columns(count: int) -> list[list[_Lines]]:
        room = (whole - gap * (count - 1)) / count - indent
        return _columns([(n, s, wrap(source_words(s, TIE), size, room)) for n, s in cited], count)

    most = 3 if len(cited) > 4 else min(len(cited), 2)
    chosen = min((columns(count) for count in range(most, 0, -1)), key=_tallest)
    room = (whole + gap) / len(chosen)
    for number, column in enumerate(chosen):
        x, baseline = theme.margin + number * room, y
        for index, source, lines in column:
            parts.append(
                Text(x + indent - 4 * theme.unit, baseline + pitch, str(index), size, "soft", anchor="end")
            )
            for text in lines:
                baseline += pitch
                parts.append(Text(x + indent, baseline, text, size, "soft", href=source.url))
    return y + _tallest(chosen) * pitch


def _tallest(columns: Sequence[Sequence[_Lines]]) -> int:
    return max(sum(len(lines) for _, _, lines in column) for column in columns)


def _columns(entries: Sequence[_Lines], count: int) -> list[list[_Lines]]:
    """Return the entries, in order, in so many columns of the least height that holds them."""
    total = sum(len(lines) for _, _, lines in entries)
    for height in range(-(-total // count), total + 1):
        columns: list[list[_Lines]] = [[]]
        left = height
        for entry in entries:
            if len(entry[2]) > left and columns[-1]:
                columns.append([])
                left = height
            columns[-1].append(entry)
            left -= len(entry[2])
        if len(columns) <= count and _tallest(columns) <= height:
            return [*columns, *([] for _ in range(count - len(columns)))]
    return [list(entries)]


def source_words(source: Source, space: str = " ") -> str:
    """Say a source in one line: publisher, title, and the date with its words apart by `space`."""
    words = ", ".join(part for part in (source.publisher, source.title) if part)
    return f"{words}, {describe(source.date).replace(' ', space)}" if source.date else words


def provenance(timeline: Timeline) -> tuple[tuple[str, str], ...]:
    """Return the figure's metadata in Dublin Core's terms; no clock, so that equal input gives equal bytes."""
    return (
        ("title", timeline.title),
        ("creator", f"moonline {VERSION}"),
        ("source", "; ".join(source.url or source_words(source) for source in timeline.sources)),
        ("description", timeline.description or "a timeline of lunar missions, with the Moon from JPL DE421"),
    )
