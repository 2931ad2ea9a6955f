"""The clock: mission elapsed time, and the date and time in UTC and in a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from figures.elapsed import find_zero
from figures.film.raster import LEVELS
from figures.film.scenes.lines import Line
from figures.film.scenes.pieces import BODY, CLOCK, SMALL
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.lines import Said
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Script
    from figures.film.stage import Patch
    from figures.scene import Part, Weight

MINUTE_US = 60_000_000
DAY_US = 86_400_000_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

State = tuple["Said", ...]


class Clock:
    """Up to three lines; hours and minutes fade while the film hurries, as nobody could read them."""

    def __init__(self, look: Look, box: Box, script: Script, tz: tzinfo | None) -> None:
        unit = look.unit
        zero = find_zero(script.lanes[0].events) if len(script.lanes) == 1 else None
        self.zero_us = zero.us if zero else None
        self.tz = tz
        large, small, second = (each * unit for each in (CLOCK, BODY, SMALL))
        top = box.y + 0.82 * large
        at_end = box.x > look.width / 2

        def line(y: float, size: float, role: str, weight: Weight = "regular") -> Line:
            return Line(look, box.x, y, box.width, size, role, weight, at_end)

        if self.zero_us is not None:
            self.lines = [line(top, large, "ink", "semibold"), line(top + 29 * unit, small, "soft")]
        else:
            self.lines = [line(top, 24.0 * unit, "ink", "semibold")]
        if tz is not None:
            self.lines.append(line(top + (52 if self.zero_us is not None else 27) * unit, second, "soft"))

    def still(self) -> Sequence[Part]:
        """Nothing of a clock stands still."""
        return ()

    def state(self, now: Now) -> State:
        """Return each line's text and level."""
        fine = round(LEVELS * (1.0 - 0.75 * now.hurry) / 4) * 4
        found: list[Said] = []
        if self.zero_us is not None:
            days, minutes = elapsed_text(now.seen_us - self.zero_us)
            found.append(((days, LEVELS), (minutes, fine)))
        date, time = utc_text(now.seen_us)
        found.append(((date, LEVELS), ("  " + time, fine)))
        if self.tz is not None:
            found.append(((zone_text(now.seen_us, self.tz), fine),))
        return tuple(found)

    def paint(self, state: State, still: Pixels) -> tuple[Patch, ...]:
        """Return the lines as patches."""
        pairs = zip(self.lines, state, strict=True)
        return tuple(each for line, said in pairs for each in line.paint(said, still))

    def parts(self, state: State) -> Sequence[Part]:
        """Return the lines as texts."""
        return [each for line, said in zip(self.lines, state, strict=True) for each in line.parts(said)]

    def images(self, state: State) -> Sequence[Image]:
        """None."""
        return ()


def elapsed_text(us: int) -> tuple[str, str]:
    """Return elapsed time as days and as hours and minutes, to be set side by side; whole minutes that have passed.

    That is `T+141 d` and `  13:05`; within a day of zero `T−` and `08:04`.
    """
    minutes = abs(us) // MINUTE_US
    days, rest = divmod(minutes, 24 * 60)
    sign, clock = "−" if us < 0 else "+", f"{rest // 60:02d}:{rest % 60:02d}"
    return (f"T{sign}{days} d", f"  {clock}") if days else (f"T{sign}", clock)


def utc_text(us: int) -> tuple[str, str]:
    """Return the date and the time of day in UTC."""
    year, month, day = civil_from_days(us // DAY_US)
    minutes = us % DAY_US // MINUTE_US
    return f"{day} {MONTHS[month - 1]} {year}", f"{minutes // 60:02d}:{minutes % 60:02d} UTC"


def zone_text(us: int, tz: tzinfo) -> str:
    """Return the date and the time of day in a zone, with its name."""
    try:
        there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(tz)
    except (OverflowError, ValueError):
        return ""
    offset = f"UTC{there:%z}"
    name = there.tzname() or offset
    name = name if name[:1].isalpha() else f"{offset[:-2]}:{offset[-2:]}"
    return f"{there.day} {MONTHS[there.month - 1]} {there.year} {there:%H:%M} {name}"
