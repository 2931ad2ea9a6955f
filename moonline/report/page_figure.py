"""The timeline figure taken apart for the page: each event's mark and flag as parts that a script can move.

The scene is the one that `draw` makes. Nothing in it is drawn anew but the labels that it had to count in
groups, which the page shows when there is room. Lengths are points, times microseconds of UTC since 1970.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import marks
from figures.axis import TimeAxis
from figures.fonts import text_width
from figures.lanes import TEXT_GAP, date_line
from figures.legend import legend
from figures.scene import Group, Part, Point, Scene, Shape, Text, extent, moved_group
from figures.strips import moon_of
from figures.words import date_words, event_words, is_dense
from moonline.report.page_bands import Band, Panel, find_bands, find_panels, name_lanes

if TYPE_CHECKING:
    from figures.layers import Options
    from figures.sky import Sky
    from timeline.model import Event, Timeline

US_PER_DAY = 86_400_000_000
FRAME = ("heading", "notes")  # what the page says in its own words


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event stands in the figure: `mark` and `flag` are None where it has none.

    The flag is the place of its Moon; `width` is how far its text reaches from there. One that is not `drawn` is
    counted in a group: its flag stands at the origin and waits.
    """

    event: Event
    lane: int
    mark: Point | None
    flag: Point | None
    width: float
    drawn: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be made alive; `axis` is that of the lanes."""

    scene: Scene
    axis: TimeAxis
    spots: tuple[Spot, ...]
    bands: tuple[Band, ...]
    panels: tuple[Panel, ...]


def take_apart(
    timeline: Timeline, lanes: Sequence[str], scene: Scene, sky: Sky, axis: TimeAxis, options: Options
) -> Figure:
    """Return the parts of a timeline figure, without its heading and its notes, above a legend of its own."""
    chosen = [lane for lane in timeline.lanes if lane.id in lanes]
    events = [event for lane in chosen for event in lane.events]
    body = [group for group in scene.parts if group.role not in FRAME]
    top, bottom = extent(body)
    shift = options.theme.margin * 0.5 - top
    body = [moved_group(group, 0.0, shift) for group in body]
    bottom += shift
    spots, drawn = _events(timeline, lanes, body, sky, options)
    bands = find_bands([(lane.id, lane.name, is_dense(lane)) for lane in chosen], body, bottom, options)
    parts = [name_lanes(group, bands, options) if group.role == "lanes" else group for group in body]
    parts = [drawn if group.role == "events" else group for group in parts]
    entries, low = legend(events, bottom + options.theme.row, options.width, options.theme)
    scene = replace(
        scene,
        height=low + options.theme.small,
        parts=(*parts, Group("legend", tuple(entries))),
    )
    marked = [(spot.event, spot.mark) for spot in spots if spot.mark]
    return Figure(scene, axis, spots, bands, tuple(find_panels(body, marked)))


def time_order(event: Event) -> tuple[bool, int]:
    """Return what events are put in order of time by; those without a date come last."""
    date = event.date
    ends = [us for us in (date.earliest_us, date.latest_us) if us is not None] if date else []
    return (False, ends[0]) if ends else (True, 0)


def _events(
    timeline: Timeline, lanes: Sequence[str], body: Sequence[Group], sky: Sky, options: Options
) -> tuple[tuple[Spot, ...], Group]:
    """Return where each event stands, and their groups in order of time, the counted ones after them."""
    layer = next((group for group in body if group.role == "events"), Group("events", ()))
    groups = [part for part in layer.parts if isinstance(part, Group)]
    single = {group.id: group for group in groups if group.role == "event"}
    counted = [group for group in groups if group.role == "group"]
    shown = [
        (number, event)
        for number, lane in enumerate(lane for lane in timeline.lanes if lane.id in lanes)
        if not is_dense(lane)
        for event in lane.events
    ]
    shown.sort(key=lambda pair: time_order(pair[1]))
    waiting = _members(counted, [event for _, event in shown if event.address not in single], options)
    spots, drawn = list[Spot](), list[Group]()
    for number, event in shown:
        group = single.get(event.address)
        mark, flag, titled = _split(event, group, options) if group else _apart(event, waiting, sky, options)
        drawn.append(_event_group(event, mark, flag, titled, "flag" if group else "flag waiting"))
        place = _mark_place(event, mark, options)
        spots.append(Spot(event, number, place, _flag_place(flag), _reach(flag), group is not None))
    for group in counted:
        drawn.append(replace(group, parts=tuple(_after_marks(group))))
    return tuple(spots), Group("events", tuple(drawn))


def _event_group(event: Event, mark: Sequence[Part], flag: Sequence[Part], title: str, role: str) -> Group:
    parts = (Group("mark", tuple(mark)), Group(role, tuple(flag)))
    return Group("event", parts, event.address, title)


def _split(event: Event, group: Group, options: Options) -> tuple[Sequence[Part], Sequence[Part], str]:
    count = len(_mark_at_origin(event, options))
    return group.parts[:count], group.parts[count:], group.title


def _apart(
    event: Event, waiting: Mapping[str, Sequence[Part]], sky: Sky, options: Options
) -> tuple[Sequence[Part], Sequence[Part], str]:
    """Return the parts of an event that the figure counts in a group: its flag stands at the origin."""
    context = sky.contexts.get(event.address)
    theme = options.theme
    words = date_words(event, options.numbers, options.tz)
    x = theme.moon + TEXT_GAP
    flag: list[Part] = list(moon_of(0.0, 0.0, context, theme.moon))
    flag.append(Text(x, -theme.text * 0.27, event.label, theme.text))
    for text, width in date_line(words, theme):
        flag.append(replace(text, x=x, y=theme.text * 0.95 + text.y))
        x += width
    mark = waiting.get(event.address) or _mark_at_origin(event, options)
    return mark, flag, event_words(event, context, options.tz)


def _members(
    counted: Iterable[Group], missing: Iterable[Event], options: Options
) -> Mapping[str, Sequence[Part]]:
    """Return the marks of the events that counted groups stand for, by address."""
    by_words: dict[str, list[Event]] = {}
    for event in missing:
        by_words.setdefault(event_words(event, None, options.tz), []).append(event)
    found: dict[str, Sequence[Part]] = {}
    for group in counted:
        first, words = 0, ""
        for piece in group.title.split("; "):
            words = f"{words}; {piece}" if words else piece
            if not by_words.get(words):
                continue
            event, words = by_words[words].pop(0), ""
            last = first + len(_mark_at_origin(event, options))
            found[event.address] = group.parts[first:last]
            first = last
    return found


def _after_marks(group: Group) -> Iterator[Part]:
    """Give what of a counted group is not the marks of its members: its dot and its words."""
    words = next(index for index, part in enumerate(group.parts) if isinstance(part, Text))
    yield from group.parts[words - 1 :]


def _mark_at_origin(event: Event, options: Options) -> tuple[Shape, ...]:
    return marks.mark(event.kind, event.outcome, 0.0, 0.0, options.theme.mark)


def _mark_place(event: Event, mark: Sequence[Part], options: Options) -> Point | None:
    first = _start(mark)
    origin = _start(_mark_at_origin(event, options))
    if first is None or origin is None:
        return None
    return first[0] - origin[0], first[1] - origin[1]


def _flag_place(flag: Sequence[Part]) -> Point | None:
    """Return the middle of a flag's Moon, whose outline starts at its top; None for an event without one."""
    if not flag or not isinstance(flag[0], Shape):
        return None
    top, (_, curve) = flag[0].commands[0][1][0], flag[0].commands[1]
    return top[0], curve[2][1]


def _start(parts: Sequence[Part]) -> Point | None:
    first = parts[0] if parts else None
    return first.commands[0][1][0] if isinstance(first, Shape) and first.commands else None


def _reach(flag: Sequence[Part]) -> float:
    place = _flag_place(flag)
    texts = [part for part in flag if isinstance(part, Text)]
    left = place[0] if place else min((text.x for text in texts), default=0.0)
    return max((text.x + text_width(text.text, text.size, text.weight) - left for text in texts), default=0.0)
