"""Vague dates as densities over time, to be sampled."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.dates import DateError, VagueDate, parse


@dataclass(frozen=True, slots=True)
class Trapezium:
    """A density over time: even from `full_us` to `falls_us`, rising before it and falling after it to nothing."""

    rises_us: int
    full_us: int
    falls_us: int
    ends_us: int


def date_shapes(date: VagueDate) -> tuple[Trapezium, ...]:
    """Return the densities that a date stands for: one, or one for each member of a one-of set; none where open.

    Inside what was stated every instant is as likely; what `~` adds at an end fades to nothing.
    An instant stands where it was stated.
    """
    if date.text.startswith("["):
        members = [member.replace("..", "/") for member in date.text[1:-1].split(",")]
        if any(member.startswith("/") or member.endswith("/") for member in members):
            return ()
        return tuple(shape for member in members for shape in date_shapes(parse(member)))
    if date.earliest_us is None or date.latest_us is None:
        return ()
    core = _stated(date)
    if core.is_instant:
        at = core.middle_us
        assert at is not None
        ends = (date.earliest_us, date.latest_us) if date.approximate else (at, at)
        return (Trapezium(ends[0], at, at, ends[1]),)
    full = core.earliest_us if core.earliest_us is not None else date.earliest_us
    falls = core.latest_us if core.latest_us is not None else date.latest_us
    return (Trapezium(date.earliest_us, full, falls, date.latest_us),)


def _stated(date: VagueDate) -> VagueDate:
    """Return a date without its `~`."""
    try:
        return parse(date.text.replace("~", "").replace("%", "?")) if date.approximate else date
    except DateError:  # an interval of which the ends cross without what ~ adds
        return date
