"""How plans moved, in words: how far, from when to when.

Between two words nobody said anything, so how far a plan moved is known as well as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isinf
from typing import TYPE_CHECKING

from figures.axis import DAY, MONTHS, offset_us
from figures.slips.trend import MOVES, said
from timeline.dates import describe, parse
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.slips.trend import Trend
    from timeline.dates import VagueDate
    from timeline.history import Step
    from timeline.model import Claim

UNITS = (("year", 365.2425, 548.0), ("month", 30.436875, 45.0), ("day", 1.0, 2.0), ("hour", 1 / 24, 1 / 12))
"""A unit's name, its length in days, and from how many days on a length is told in it; below, in minutes."""
EXACT = 0.1  # of a movement: what its ends may be vague by for it to be told without "about"
ALIKE = 0.5  # of the vaguer end: how far two ends may differ in vagueness to be told as one number
NEAR_DAYS = 3.0  # where a plan moved by less in all, times of day are told


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
