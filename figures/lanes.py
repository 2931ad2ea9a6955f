"""A lane as numbers: which events stand on a strip, where their bars, old plans and labels go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures.axis import DAY, TimeAxis
from figures.fonts import text_width
from figures.labels import Placement, place
from figures.layers import Options
from figures.scene import Text
from figures.tracks import Hung, hang, tracks
from figures.words import DateWords, date_words, rival_claims, span_words
from timeline.dates import describe, parse

if TYPE_CHECKING:
    from figures.theme import Theme
    from timeline.dates import VagueDate
    from timeline.model import Claim, Event

ZOOM_MIN_EVENTS = 4
ZOOM_MAX_PANELS = 4  # under one lane; more crowds than that are better read in the lane's own rows
ZOOM_MAX_GAP = 0.05  # of the axis: what stands farther apart is no crowd
ZOOM_MAX = 0.16  # of the axis: what takes more of it can be read where it stands
REACH = 0.2  # of the axis: how far a label may stand from its mark before another row is taken
STAIRS_SHARE = 0.2  # of the axis: what the steps of all staircases may take
MIN_STEP = 1.2
MOST_ROWS = 60  # in a figure that may grow: beyond that, labels group
TEXT_GAP = 4.0  # between a Moon and its label
LEAST_SEEN = 3.0  # an old date's width beside the marks of a crowd
GHOST_GAP = 5.0  # between an old plan and its words, in a report


@dataclass(frozen=True, slots=True)
class Item:
    """An event on an axis: its extent in points, whether that is drawn as a bar, and its label."""

    event: Event
    left: float
    right: float
    words: DateWords
    width: float

    @property
    def date(self) -> VagueDate:
        """Its date; an event without one is no item."""
        assert self.event.date is not None
        return self.event.date

    @property
    def is_bar(self) -> bool:
        """Whether it is too vague for a mark alone."""
        return not is_point(self.date)

    @property
    def x(self) -> float:
        """Where its mark stands: an instant's own place, a bar's middle, the known end of an open one."""
        return _mark_x(self.date, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Ghost:
    """A claim that the drawn date replaced or contradicts, on a track of its own under the line.

    `beyond` is -1 where it lies wholly before the axis, 1 where it lies wholly after it; `dated` tells whether it
    is known when the claim was made; the words of one that is `turned` stand at its left.
    """

    event: Event
    date: VagueDate
    left: float
    right: float
    note: str
    numbers: str
    rival: bool
    beyond: int = 0
    dated: bool = True
    turned: bool = False

    @property
    def x(self) -> float:
        """Where its mark would stand."""
        return _mark_x(self.date, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of marks with labels above and the claims that were overtaken below.

    `tracks` are those of the items' bars, 0 on the line; `bare` are marks whose labels stand in a panel.
    """

    axis: TimeAxis
    items: tuple[Item, ...]
    tracks: tuple[int, ...]
    placement: Placement
    bare: tuple[Item, ...]
    ghosts: tuple[tuple[int, Ghost], ...]
    is_panel: bool

    def group_text(self, first: int, last: int) -> str:
        """Say the labels of these ranks as a counted group."""
        return _group_text(self.items, first, last)


@dataclass(frozen=True, slots=True)
class Run:
    """Events that share a panel, in order of time, and the stretch it shows where that is asked for."""

    events: tuple[Event, ...]
    stretch: tuple[int, int] | None = None


def is_point(date: VagueDate) -> bool:
    """Tell whether a date is drawn as a mark alone: a known instant, or a known day."""
    return date.is_instant or date.precision == "day"


def is_placed(event: Event) -> bool:
    """Tell whether an event has a date that puts it somewhere on an axis."""
    return event.date is not None and not event.date.is_unknown


def _mark_x(date: VagueDate, left: float, right: float) -> float:
    if date.open_start != date.open_end:
        return right if date.open_start else left
    return (left + right) / 2


def extent(date: VagueDate, axis: TimeAxis) -> tuple[float, float]:
    """Return a date's left and right in points; a known day stands at its middle, open ends at the axis' ends."""
    if is_point(date) and date.middle_us is not None:
        x = axis.clipped(date.middle_us, axis.left)
        return x, x
    return axis.clipped(date.earliest_us, axis.left), axis.clipped(date.latest_us, axis.right)


def domain(dates: Sequence[VagueDate], padding: float) -> tuple[int, int]:
    """Return the stretch of time that holds every bounded end, with some room at both ends."""
    ends = [us for date in dates for us in (date.earliest_us, date.latest_us) if us is not None]
    first, last = min(ends, default=0), max(ends, default=DAY)
    alone = len({(date.earliest_us, date.latest_us) for date in dates}) == 1 and is_point(dates[0])
    room = max(int((last - first) * padding), DAY if alone or last <= first else 1_000_000)
    return first - room, last + room


def crowds(events: Sequence[Event], axis: TimeAxis) -> list[Run]:
    """Return the runs of known days and instants that stand too close on the axis to be read there."""
    dated = _points(events)
    room = axis.right - axis.left
    runs: list[list[tuple[float, Event]]] = []
    for us, event in dated:
        x = axis.x(us)
        if runs and x - runs[-1][-1][0] <= room * ZOOM_MAX_GAP:
            runs[-1].append((x, event))
        else:
            runs.append([(x, event)])
    crowded = [
        run for run in runs if len(run) >= ZOOM_MIN_EVENTS and run[-1][0] - run[0][0] <= room * ZOOM_MAX
    ]
    if len(crowded) > ZOOM_MAX_PANELS:
        return []
    return [Run(tuple(event for _, event in run)) for run in crowded]


def zoomed(events: Sequence[Event], stretches: Sequence[tuple[int, int]]) -> list[Run]:
    """Return the known days and instants within each stretch that is asked for, where there is one, in order."""
    dated = _points(events)
    runs = [Run(tuple(event for us, event in dated if a <= us < b), (a, b)) for a, b in sorted(stretches)]
    return [run for run in runs if run.events]


def stretch(date: str | VagueDate) -> tuple[int, int]:
    """Return the stretch of time of a panel that is asked for; raises ValueError for what has no two ends."""
    known = parse(date) if isinstance(date, str) else date
    if known.earliest_us is None or known.latest_us is None or known.is_instant:
        raise ValueError(
            f"a panel takes a stretch of time, not {known.text!r} (such as 2025-06 or 2025-05/2025-06-06)"
        )
    return known.earliest_us, known.latest_us


def _points(events: Sequence[Event]) -> list[tuple[int, Event]]:
    points = [(event.date.middle_us, event) for event in events if event.date and is_point(event.date)]
    return sorted(((us, event) for us, event in points if us is not None), key=lambda pair: pair[0])


def strip(
    events: Sequence[Event],
    axis: TimeAxis,
    options: Options,
    *,
    bare: Sequence[Event] = (),
    is_panel: bool = False,
    main: TimeAxis | None = None,
) -> Strip:
    """Place events on an axis: their bars on tracks, their labels in rows, their old claims below.

    A panel has the claims that its axis holds, and those that would not be seen on the `main` axis.
    """
    theme = options.theme
    items = sorted((_item(event, axis, options) for event in events), key=lambda item: item.x)
    bars = [index for index, item in enumerate(items) if item.is_bar]
    track = dict(zip(bars, tracks([(items[i].left, items[i].right) for i in bars], 1.0), strict=True))
    inset = theme.moon + 4 if is_panel else -theme.moon
    placement = place(
        [item.x for item in items],
        [item.width for item in items],
        left=axis.left + inset,
        right=options.right - (4 if is_panel else 0),
        step=_step(len(items), axis, theme),
        gap=2 * theme.moon + 5,
        reach=REACH * (axis.right - axis.left),
        max_rows=options.max_rows or MOST_ROWS,
        group_width=lambda first, last: _text_left(theme) + _width(_group_text(items, first, last), theme),
    )
    old = [
        ghost
        for event in events
        for ghost in ghosts(event, axis, options)
        if not is_panel or _holds(axis, ghost.date) or (main and not _is_seen(ghost, main))
    ]
    old += [ghost for event in bare for ghost in ghosts(event, axis, options) if _is_seen(ghost, axis)]
    shown = [_item(event, axis, options) for event in bare]
    ends = {item.event.address: item.x for item in (*items, *shown)}
    levels, sides = hang([_hung(ghost, ends[ghost.event.address], options) for ghost in old], 6.0)
    old = [replace(ghost, turned=side == 1) for ghost, side in zip(old, sides, strict=True)]
    return Strip(
        axis,
        tuple(items),
        tuple(track.get(index, 0) for index in range(len(items))),
        placement,
        tuple(shown),
        tuple(zip(levels, old, strict=True)),
        is_panel,
    )


def _step(count: int, axis: TimeAxis, theme: Theme) -> float:
    """Return how far poles of one staircase stand apart: clear of the Moons, or in a crowd behind them."""
    fair_share = STAIRS_SHARE * (axis.right - axis.left) / max(count, 1)
    return min(max(fair_share, MIN_STEP), theme.moon + 2.5)


def _text_left(theme: Theme) -> float:
    return theme.moon + TEXT_GAP


def _width(text: str, theme: Theme) -> float:
    return text_width(text, theme.text)


def _item(event: Event, axis: TimeAxis, options: Options) -> Item:
    assert event.date is not None
    left, right = extent(event.date, axis)
    words = date_words(event, options.numbers, options.tz)
    second = sum(width for _, width in date_line(words, options.theme))
    width = _text_left(options.theme) + max(_width(event.label, options.theme), second)
    return Item(event, left, right, words, width)


def date_line(words: DateWords, theme: Theme) -> list[tuple[Text, float]]:
    """Return a label's second line at x = 0, each text with its width: when, and the numbers of who says so."""
    runs: list[tuple[Text, float]] = []

    def add(text: str, size: float, fill: str, rise: float = 0.0, space: float = 0.0) -> None:
        if text:
            runs.append((Text(0, rise, text, size, fill), text_width(text, size) + space))

    small, when, rise = theme.small - 0.5, theme.text - 0.5, -0.18 * theme.text
    near, apart = 1.2 * theme.unit, 2.0 * theme.unit
    add(words.date, when, "soft", space=near)
    add(words.numbers, small, "soft", rise, apart)
    for text, numbers in words.others:
        add(f"or {text}", when, "failure", space=near)
        add(numbers, small, "soft", rise, apart)
    return runs


def _group_text(items: Sequence[Item], first: int, last: int) -> str:
    return f"{last - first + 1} events, {span_words([i.date for i in items[first : last + 1]], compact=True)}"


def ghosts(event: Event, axis: TimeAxis, options: Options) -> tuple[Ghost, ...]:
    """Return the claims that an event's drawn date replaced or contradicts, the latest stated first.

    Claims of one date are one ghost with the numbers of all their sources.
    """
    if event.best is None or event.is_span:
        return ()
    rivals = rival_claims(event)
    plans = [c for c in event.claims if c.planned and c not in rivals and c.date != event.date]
    plans = [c for c in plans if not c.date.is_unknown]
    plans.sort(key=lambda claim: _stated_us(claim, event), reverse=True)
    found: dict[tuple[str, bool], list[Claim]] = {}
    for claim in (*rivals, *plans):
        found.setdefault((claim.date.text, claim in rivals), []).append(claim)
    drawn = [_ghost(event, claims, rival, axis, options) for (_, rival), claims in found.items()]
    return tuple(sorted(drawn, key=lambda ghost: (not ghost.rival, bool(ghost.beyond))))


def _stated_us(claim: Claim, event: Event) -> tuple[int, int]:
    """Return what sorts claims by when they were made; those that do not tell come before all, by how far off."""
    stated, said = claim.stated.earliest_us if claim.stated else None, claim.date.middle_us
    if stated is not None:
        return stated, 0
    came = event.date.middle_us if event.date else None
    return -(2**62), abs((said or 0) - (came or 0))


def _hung(ghost: Ghost, owner_x: float, options: Options) -> Hung:
    """Return a ghost as a mark that hangs below the line, with the sides that its words may stand on."""
    sides, size = [ghost], ghost_words_width(ghost, options.theme)
    if ghost_words_x(other := replace(ghost, turned=True), options) != ghost_words_x(ghost, options):
        sides.append(other)
    words = [(x, x + size) for x in (ghost_words_x(side, options) for side in sides)]
    return Hung(
        ghost.event.address,
        owner_x,
        ghost.x,
        tuple(ghost_extent(side, options) for side in sides),
        tuple(words),
        chained=ghost.dated and not ghost.rival,
        tied=not ghost.beyond,
    )


def _ghost(event: Event, claims: Sequence[Claim], rival: bool, axis: TimeAxis, options: Options) -> Ghost:
    date, stated = claims[0].date, claims[0].stated
    said = f", said {describe(stated, options.tz)}" if stated and not rival else ""
    note = f"{'or ' if rival else ''}{describe(date, options.tz)}{said}"
    numbers = sorted({options.numbers[c.source] for c in claims if c.source and c.source in options.numbers})
    known = ",".join(map(str, numbers))
    return Ghost(
        event, date, *extent(date, axis), note, known, rival, _beyond(date, axis), dated=stated is not None
    )


def _beyond(date: VagueDate, axis: TimeAxis) -> int:
    if date.latest_us is not None and date.latest_us <= axis.start_us:
        return -1
    return 1 if date.earliest_us is not None and date.earliest_us >= axis.end_us else 0


def _holds(axis: TimeAxis, date: VagueDate) -> bool:
    return all(us is not None and axis.holds(us) for us in (date.earliest_us, date.latest_us))


def _is_seen(ghost: Ghost, axis: TimeAxis) -> bool:
    """Tell whether a lane shows an old date of an event whose label stands in a panel: marks hide short ones."""
    left, right = extent(ghost.date, axis)
    return right - left > LEAST_SEEN


def ghost_extent(ghost: Ghost, options: Options) -> tuple[float, float]:
    """Return the room that a ghost takes with its words."""
    x, width = ghost_words_x(ghost, options), ghost_words_width(ghost, options.theme)
    return min(ghost.left - 3, x), max(ghost.right + 3, x + width)


def ghost_words_x(ghost: Ghost, options: Options) -> float:
    """Return where a ghost's words start: at its right, else at its left, else over it at the right end.

    Those of a ghost that is turned stand at its left where they have room there.
    """
    width, gap = ghost_words_width(ghost, options.theme), GHOST_GAP * options.theme.unit
    at_left, at_right = ghost.left - gap - width, ghost.right + gap
    if at_left >= options.left and (ghost.turned or at_right + width > options.right):
        return at_left
    return at_right if at_right + width <= options.right else max(options.right - width, options.left)


def ghost_words_width(ghost: Ghost, theme: Theme) -> float:
    """Return the width of a ghost's note and its sources' numbers."""
    numbers = text_width(ghost.numbers, theme.small - 0.5)
    return text_width(ghost.note, theme.small) + 1.5 * theme.unit + numbers
