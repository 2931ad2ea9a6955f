"""What the figures of a simulation say in words: quantiles, chances, and the whole as a description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from figures.axis import DAY, HOUR, MINUTE, MONTHS, offset_us
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.odds import EventOdds

TOLD = (0.1, 0.5, 0.9)
"""The quantiles that are written beside an event."""
CLOSE = 2 * DAY  # of a shorter range of dates the time of day is told too


def share_words(share: float) -> str:
    """Say a share in percent, with no more digits than it takes to tell it from none and from all."""
    percent = 100 * share
    if percent <= 0 or percent >= 100:
        return f"{percent:.0f} %"
    if percent < 0.1:
        return "under 0.1 %"
    if percent > 99.9:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 10 or percent > 99 else f"{percent:.0f} %"


def day_words(us: int, tz: tzinfo | None, *, year: bool = True, clock: bool = False) -> str:
    """Write the day of an instant, `12 Nov 2028`, in the display zone, with its year and its time where asked."""
    local = us + offset_us(tz, us)
    number, month, day = civil_from_days(local // DAY)
    minutes = local % DAY // MINUTE
    words = f"{day} {MONTHS[month - 1]}" + (f" {number}" if year else "")
    return f"{words} {minutes // 60:02}:{minutes % 60:02}" if clock else words


def days_words(instants: Sequence[int | None], tz: tzinfo | None, *, clock: bool = True) -> list[str]:
    """Write days in order, each year with its last; `never` for None.

    With `clock`, the times too where they lie closely together.
    """
    known = [us for us in instants if us is not None]
    clock = clock and bool(known) and known[-1] - known[0] < CLOSE
    years = [civil_from_days((us + offset_us(tz, us)) // DAY)[0] for us in known]
    last = [year != after for year, after in zip(years, [*years[1:], None], strict=True)]
    words = [day_words(us, tz, year=told, clock=clock) for us, told in zip(known, last, strict=True)]
    return words + ["never"] * (len(instants) - len(known))


def never_words(odds: EventOdds) -> str:
    """Say in how many samples an event does not happen, and why; nothing where it always does."""
    why = [("no window", odds.late), ("another branch", odds.skipped)]
    return ", ".join(f"{share_words(count / odds.samples)} {name}" for name, count in why if count)


def samples_words(samples: int, seed: int) -> str:
    """Say how many samples of the plan were drawn."""
    return f"{samples:,} sample{'s' * (samples != 1)}, seed {seed}"


def event_odds_words(odds: EventOdds, tz: tzinfo | None) -> str:
    """Say the odds of one event in a clause."""
    if not odds.happened:
        return f"{odds.label}: in no sample"
    if is_sure(odds):
        assert odds.first_us is not None
        words = f"{odds.label}: {day_words(odds.first_us, tz, clock=True)}"
    else:
        p10, p50, p90 = (_full(odds.quantile(share), tz) for share in TOLD)
        words = f"{odds.label}: even odds by {p50}, 10 % by {p10}, 90 % by {p90}"
    never = never_words(odds)
    return f"{words}; {never}" if never else words


def is_sure(odds: EventOdds) -> bool:
    """Tell whether all samples agree on the hour, so that a mark says all."""
    return odds.first_us is not None and odds.last_us is not None and odds.last_us - odds.first_us < HOUR


def _full(us: int | None, tz: tzinfo | None) -> str:
    return "never" if us is None else day_words(us, tz)


def window_lines(odds: EventOdds, tz: tzinfo | None) -> Iterator[str]:
    """Say how often each window was used, in the order of time."""
    for window in odds.windows:
        days = " to ".join(days_words((window.start_us, window.end_us), tz, clock=False))
        yield f"{days}: {share_words(window.used / odds.samples)}"
