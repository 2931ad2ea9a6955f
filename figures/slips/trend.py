"""How plans moved, as values, words and numbers: the claims on an event in the order they were said, in steps.

Claims that were said at the same time are one word: the most precise of them, with those beside it that
contradict it. Between two words nobody said anything, so how far a plan moved is known as well as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from math import inf, isinf
from typing import TYPE_CHECKING

from figures.axis import DAY, MONTHS, TimeAxis, offset_us
from figures.lanes import domain, is_point
from figures.staircases import isotonic
from timeline.dates import describe, parse
from timeline.edtf import civil_from_days, days_from_civil
from timeline.history import Step, best_claim, steps

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.measure import Box, Point
    from timeline.dates import VagueDate
    from timeline.kinds import Move
    from timeline.model import Claim, Event, Mission, Organisation

MOVES: tuple[Move, ...] = ("slip", "pull-in", "firmed", "loosened", "unchanged")
UNITS = (("year", 365.2425, 548.0), ("month", 30.436875, 45.0), ("day", 1.0, 2.0), ("hour", 1 / 24, 1 / 12))
"""A unit's name, its length in days, and from how many days on a length is told in it; below, in minutes."""
EXACT = 0.1  # of a movement: what its ends may be vague by for it to be told without "about"
ALIKE = 0.5  # of the vaguer end: how far two ends may differ in vagueness to be told as one number
SMALL_DAY = 9.0  # points: a known day that takes less is a mark, one that takes more is as vague as it is
FLATTEST = 0.2  # of the time in which plans were stated: at least so much time is shown upwards
OPEN = 0.12  # of the plot's height: how far an open end fades
LONG = 3 * 365 * DAY
NEAR_DAYS = 3.0  # where a plan moved by less in all, times of day are told


@dataclass(frozen=True, slots=True)
class Trend:
    """An event whose plan was told more than once, and its claims in the order they were said, what happened last.

    `rivals` are the claims that were said together with one of them and contradict it.
    """

    lane: str
    event: Event
    steps: tuple[Step, ...]
    rivals: tuple[tuple[Claim, Claim], ...]

    @property
    def name(self) -> str:
        """Mission and event."""
        return f"{self.lane}: {self.event.label}{', start' if self.event.is_span else ''}"

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every word on when, from the first to the one that stands."""
        return (self.steps[0].before, *(step.after for step in self.steps))

    @property
    def total(self) -> Step:
        """The move from the first word to the last."""
        return steps((self.claims[0], self.claims[-1]))[0]


def find_trends(lanes: Iterable[Mission | Organisation]) -> tuple[Trend, ...]:
    """Return the events with two words or more that have a place in the order, lane by lane."""
    found = (_trend(lane.name, event) for lane in lanes for event in lane.events)
    return tuple(trend for trend in found if trend is not None)


def _trend(lane: str, event: Event) -> Trend | None:
    spoken: dict[str, list[Claim]] = {}
    for claim in claims_of(event):
        if is_said(claim) if claim.planned else not claim.date.is_unknown:
            key = claim.stated.text if claim.planned and claim.stated else ""
            spoken.setdefault(key, []).append(claim)
    rivals = []
    words = []
    for said_together in spoken.values():
        word = best_claim(said_together)
        assert word is not None
        words.append(word)
        rivals += [(word, claim) for claim in said_together if not claim.date.overlaps(word.date)]
    moved = steps(words)
    if not moved or all(word.date.is_unknown for word in words):
        return None
    return Trend(lane, event, moved, tuple(rivals))


def claims_of(event: Event) -> tuple[Claim, ...]:
    """Return the claims on when an event is, of a span on when it starts."""
    return event.start if event.is_span else event.claims


def is_said(claim: Claim) -> bool:
    """Tell whether a claim says when it was stated, so that it has a place in the order."""
    return claim.stated is not None and claim.stated.earliest_us is not None


def said(claim: Claim) -> VagueDate:
    """Return when a claim was stated; what happened says so itself on the day."""
    return claim.stated if claim.planned and claim.stated else claim.date


def sources_of(event: Event, word: Claim) -> list[str]:
    """Return the ids of the sources that say the same at the same time, in the order of the file."""
    agreeing = [
        claim
        for claim in claims_of(event)
        if claim.planned == word.planned and claim.date.overlaps(word.date)
        if not claim.planned or (is_said(claim) and said(claim) == said(word))
    ]
    return [claim.source for claim in agreeing if claim.source]


def said_once(lanes: Iterable[Mission | Organisation]) -> tuple[tuple[str, Claim], ...]:
    """Return the plans that were said, at a known time, but only once, so that nothing moved, by event name."""
    return tuple(
        (f"{lane.name}: {event.label}", claim)
        for lane in lanes
        for event in lane.events
        if _trend(lane.name, event) is None
        for claim in claims_of(event)
        if claim.planned and is_said(claim)
    )


def not_dated(lanes: Iterable[Mission | Organisation]) -> tuple[tuple[str, Claim], ...]:
    """Return the plans that do not say when they were said, by event name."""
    return tuple(
        (f"{lane.name}: {event.label}", claim)
        for lane in lanes
        for event in lane.events
        for claim in claims_of(event)
        if claim.planned and not is_said(claim)
    )


def total_words(trend: Trend) -> str:
    """Say what a plan's moves come to: `about a year later`, `2 weeks to a year later`, `within the first plan`."""
    step = trend.total
    if step.move not in ("slip", "pull-in"):
        return {"firmed": "within the first plan", "loosened": "known less closely"}.get(step.move, step.move)
    side = "later" if step.move == "slip" else "earlier"
    return f"{how_far(step)} {side}".strip()


def step_words(step: Step) -> str:
    """Say one move: `slip, about 3 months`."""
    far = how_far(step) if step.move in ("slip", "pull-in") else ""
    return f"{step.move}, {far}" if far else step.move


def how_far(step: Step) -> str:
    """Say how far a plan slipped or was pulled in, as well as its two words tell; nothing where they do not."""
    (a0, a1), (b0, b1) = _reach(step, step.before.date), _reach(step, step.after.date)
    low, high = (b0 - a1, b1 - a0) if step.move == "slip" else (a0 - b1, a1 - b0)
    if isinf(high) or isinf(low):
        return f"at least {length_words(low)}" if 0 < low < inf else ""
    middle, doubt = (low + high) / 2, (high - low) / 2
    before, after = a1 - a0, b1 - b0
    name, unit = _unit(middle)
    if middle < 2.0 and doubt >= 0.5:  # between known days no hours are counted
        return f"{'' if before == after else 'about '}{_counted(max(round(middle), 1), 'day')}"
    counted = name not in ("year", "month") and doubt <= unit  # as between two known days
    if doubt <= EXACT * middle or counted:
        return length_words(middle, fine=True)
    if abs(before - after) <= ALIKE * max(before, after) or doubt <= 0.6 * middle:
        return f"about {length_words(middle)}"
    return f"{length_words(low)} to {length_words(high)}" if low > 0 else f"up to {length_words(high)}"


def _reach(step: Step, date: VagueDate) -> tuple[float, float]:
    """Return the first and last moment of a date in days; where both have one open end, of the known one."""
    pair = step.before.date, step.after.date
    if all(each.open_end and not each.is_unknown for each in pair):
        date = parse(date.text.strip("[]").replace("..", "/").split("/")[0])
    elif all(each.open_start and not each.is_unknown for each in pair):
        date = parse(date.text.strip("[]").replace("..", "/").split("/")[-1])
    first = -inf if date.earliest_us is None else date.earliest_us / DAY
    last = inf if date.latest_us is None else date.latest_us / DAY
    return first, last


def length_words(days: float, fine: bool = False) -> str:
    """Say a length of time in one unit: `a year`, `2.5 months`, `17 days`, `7 min`; halves up to 4 unless `fine`.

    Roughly told, two weeks to six are told in weeks. `fine` gives one decimal to years and months under ten.
    """
    if not fine and 13 <= days < 45:
        return _counted(round(days / 7), "week")
    name, unit = _unit(days)
    count = days / unit
    if fine:
        count = round(count, 1) if count < 10 and name in ("year", "month") else round(count)
    else:
        count = round(count * 2) / 2 if count < 4 and name in ("year", "month") else round(count)
    return _counted(1, "year") if (count, name) == (12, "month") else _counted(count, name)


def _unit(days: float) -> tuple[str, float]:
    """Return the unit that a length is told in, and the unit's length in days."""
    return next(((name, unit) for name, unit, least in UNITS if days >= least), ("min", 1 / 1440))


def _counted(count: float, name: str) -> str:
    if name == "min":
        return f"{count:g} min"
    if count == 1:
        return f"{'an' if name == 'hour' else 'a'} {name}"
    return f"{count:g} {name}s"


def from_to_words(trend: Trend, tz: tzinfo | None = None) -> str:
    """Say the first and the last word: `2024 → 15 Jan 2025`; to the minute only where they lie that close."""
    days = trend.total.days
    near = days is not None and abs(days) < NEAR_DAYS
    first, last = (
        describe(claim.date, tz) if near else to_the_day(claim.date, tz)
        for claim in (trend.claims[0], trend.claims[-1])
    )
    return first if first == last else f"{first} → {last}"


def to_the_day(date: VagueDate, tz: tzinfo | None = None) -> str:
    """Say a date to the day at most."""
    us = date.middle_us
    if not date.is_instant or us is None:
        return describe(date, tz)
    year, month, day = civil_from_days((us + (offset_us(tz, us) if tz else 0)) // DAY)
    return f"{day} {MONTHS[month - 1]} {year}" + (" (about)" if date.approximate else "")


def trend_words(trend: Trend, tz: tzinfo | None = None) -> str:
    """Say all of a trend in one clause: what was said when, each move, and what they come to."""
    claims = trend.claims
    told = [f"{describe(claims[0].date, tz)} said {describe(said(claims[0]), tz)}"]
    for step in trend.steps:
        after = describe(step.after.date, tz)
        when = f" said {describe(said(step.after), tz)}" if step.after.planned else " it happened"
        told.append(f"{after}{when} ({step_words(step)})")
    told[-1] += "".join(f", {rival_words(claim, tz)}" for _, claim in trend.rivals)
    ended = {"cancelled": "; cancelled", "superseded": "; superseded", "failure": "; failure"}
    return f"{trend.name}: {', then '.join(told)}; in all {total_words(trend)}{ended.get(trend.event.outcome, '')}"


def rival_words(claim: Claim, tz: tzinfo | None = None) -> str:
    """Say a claim that contradicts another one: `or January 2026, said June 2023`."""
    when = f", said {describe(said(claim), tz)}" if claim.planned else ""
    return f"or {describe(claim.date, tz)}{when}"


def count_words(found: Sequence[Trend]) -> str:
    """Count the moves of all trends by what they are: `3 slips, 1 pull-in, 2 firmed`."""
    moves = [step.move for trend in found for step in trend.steps]
    plural = {"slip": "slips", "pull-in": "pull-ins"}
    counts = [(moves.count(move), move) for move in MOVES]
    return ", ".join(f"{n} {plural.get(move, move) if n > 1 else move}" for n, move in counts if n)


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot: when it was stated, to the right, against what was planned for, upwards."""

    across: TimeAxis
    up: TimeAxis  # its left is the bottom of the plot, its right the top

    @property
    def bottom(self) -> float:
        """Where the earliest plan stands."""
        return self.up.left

    @property
    def top(self) -> float:
        """Where the latest plan stands."""
        return self.up.right

    def diagonal(self) -> tuple[Point, Point] | None:
        """Return the ends of the line of what is stated on the day; None where it is not in the plot."""
        first = max(self.across.start_us, self.up.start_us)
        last = min(self.across.end_us, self.up.end_us)
        if first >= last:
            return None
        return (self.across.x(first), self.up.x(first)), (self.across.x(last), self.up.x(last))


@dataclass(frozen=True, slots=True)
class Spot:
    """A claim in the plot: its box, as wide and as tall as it is vague, and the place where lines meet it."""

    claim: Claim
    place: Point
    box: Box  # left, top, right, bottom

    def padded(self, room: float) -> Box:
        """Return the box with its place, and some room around them."""
        (x, y), (left, top, right, bottom) = self.place, self.box
        return min(left, x) - room, min(top, y) - room, max(right, x) + room, max(bottom, y) + room


@dataclass(frozen=True, slots=True)
class Path:
    """A trend in the plot; `rivals` pairs a word's spot with that of a claim against it.

    `until` is how far to the right the last word stands: to now, where it is a plan that is still to come.
    """

    trend: Trend
    spots: tuple[Spot, ...]
    rivals: tuple[tuple[Spot, Spot], ...]
    until: float


def find_spans(found: Sequence[Trend], now: VagueDate | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the stretch of time in which plans were stated, and that for which they were planned."""
    claims = [claim for trend in found for claim in (*trend.claims, *(rival for _, rival in trend.rivals))]
    stated = [said(claim) for claim in claims]
    if now is not None and now.middle_us is not None and now.middle_us > domain(stated, 0.0)[0]:
        stated.append(now)
    (x0, x1), (y0, y1) = _rounded(stated), _rounded([claim.date for claim in claims])
    lack = max(int((x1 - x0) * FLATTEST) - (y1 - y0), 0)
    y0, y1 = y0 - lack // 2, y1 + lack // 2
    room = int((y1 - y0) * OPEN)
    dates = [claim.date for claim in claims if not claim.date.is_unknown]
    y0 -= room * any(date.open_start for date in dates)
    y1 += room * any(date.open_end for date in dates)
    return (x0, x1), (y0, y1)


def _rounded(dates: Sequence[VagueDate]) -> tuple[int, int]:
    """Return the stretch that holds the dates; a long one with whole quarters of years."""
    start, end = domain(dates, 0.0)
    if end - start < LONG:
        return domain(dates, 0.05)
    (first, month, _), (last, until, _) = (
        civil_from_days((start + DAY) // DAY),
        civil_from_days((end - DAY) // DAY),
    )
    opening, closing = (month - 1) // 3 * 3, (until - 1) // 3 * 3 + 3
    return (
        days_from_civil(first, opening + 1, 1) * DAY,
        days_from_civil(last + closing // 12, closing % 12 + 1, 1) * DAY,
    )


def find_path(trend: Trend, plane: Plane, now: VagueDate | None) -> Path:
    """Return where a trend stands in the plot; a word of an unknown date on the level of the one before."""
    level = next(claim for claim in trend.claims if not claim.date.is_unknown)
    spots: list[Spot] = []
    for claim in trend.claims:
        level = level if claim.date.is_unknown else claim
        spots.append(_spot(claim, level.date, plane))
    by_claim = {id(spot.claim): spot for spot in spots}
    rivals = [
        (by_claim[id(word)], _spot(rival, rival.date, plane))
        for word, rival in trend.rivals
        if id(word) in by_claim
    ]
    return Path(trend, tuple(spots), tuple(rivals), _until(trend, spots[-1].place[0], plane, now))


def _until(trend: Trend, x: float, plane: Plane, now: VagueDate | None) -> float:
    """Return how far the last word stands: to now, but not past the day that it is planned for."""
    event = trend.event
    if now is None or now.middle_us is None or event.status != "planned" or event.outcome != "planned":
        return x
    return max(x, plane.across.clipped(min(now.middle_us, end_us(trend)), x))


def _spot(claim: Claim, level: VagueDate, plane: Plane) -> Spot:
    """Return where a claim stands; one of an unknown date at the `level` of the last that is known."""
    left, right, x = _stretch(said(claim), plane.across)
    bottom, top, y = _stretch(level, plane.up)
    return Spot(claim, (x, y), (left, top, right, bottom))


def _stretch(date: VagueDate, axis: TimeAxis) -> tuple[float, float, float]:
    """Return the first and last place of a date on an axis, and that of its middle or known end."""
    middle = axis.x(middle_us(date))
    if is_point(date) and abs(axis.points_per_day) < SMALL_DAY:
        return middle, middle, middle
    reach = (axis.right - axis.left) * OPEN
    first = middle - reach if date.earliest_us is None else axis.x(date.earliest_us)
    last = middle + reach if date.latest_us is None else axis.x(date.latest_us)
    return first, last, middle


def middle_us(date: VagueDate) -> int:
    """Return where a date stands: at its middle, with an open end at the end that is known."""
    if date.middle_us is not None:
        return date.middle_us
    known = date.earliest_us if date.earliest_us is not None else date.latest_us
    assert known is not None, "an unknown date stands nowhere"
    return known


def end_us(trend: Trend) -> int:
    """Return what a trend is planned for at its end: by the last of its words that is a date."""
    return middle_us([claim.date for claim in trend.claims if not claim.date.is_unknown][-1])


def levels(found: Iterable[Trend]) -> list[list[Trend]]:
    """Return trends from the top down, those that end at one level together.

    Of these the one that was stated last runs straight to its label, the others pass over and under it in turn,
    so that their leaders do not cross.
    """
    rows = []
    for _, group in groupby(sorted(found, key=end_us, reverse=True), key=end_us):
        latest = sorted(group, key=lambda trend: middle_us(said(trend.claims[-1])), reverse=True)
        rows.append([*latest[1::2][::-1], *latest[::2]])
    return rows


def stack(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float, gap: float
) -> list[float]:
    """Return the middles of boxes in a column, as near as can be to where they are wanted, none overlapping.

    Exact: minimises the sum of squares of the moves in the order of `wanted`, which is sorted. Boxes that are
    taller together than the room begin at `top` and run over.
    """
    if not wanted:
        return []
    apart = [(a + b) / 2 + gap for a, b in pairwise(heights)]
    offsets = list(accumulate(apart, initial=heights[0] / 2))
    shifted = [want - top - offset for want, offset in zip(wanted, offsets, strict=True)]
    uppers = [bottom - top - h / 2 - offset for h, offset in zip(heights, offsets, strict=True)]
    return [top + y + offset for y, offset in zip(isotonic(shifted, uppers), offsets, strict=True)]


def clear(box: Box, boxes: Iterable[Box], ways: Iterable[tuple[Point, Point]]) -> bool:
    """Tell whether a box (left, top, right, bottom) touches none of the boxes and none of the stretches."""
    left, top, right, bottom = box
    if any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in boxes):
        return False
    return not any(_enters(box, start, end) for start, end in ways)


def _enters(box: Box, start: Point, end: Point) -> bool:
    """Tell whether a stretch runs into a box: what each pair of its sides leaves of it, has a common part."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, origin, along = box[axis], box[axis + 2], start[axis], end[axis] - start[axis]
        if along == 0:
            if not low < origin < high:
                return False
            continue
        near, far = sorted(((low - origin) / along, (high - origin) / along))
        first, last = max(first, near), min(last, far)
    return first < last
