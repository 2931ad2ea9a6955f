"""Lengths of time as people write them: `20d`, `6h30m`, `2w`, `1.5 days`, and ISO 8601 (`P20D`, `PT6H30M`)."""

from __future__ import annotations

import re
from typing import Final

from timeline.edtf import DAY, HOUR, MINUTE, SECOND

LONGEST_US: Final = 6205 * DAY  # 17 years: two of them, after any start, still count in 32 bits of seconds
_UNITS: Final = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_WORDS: Final = {
    **dict.fromkeys(("w", "week", "weeks"), "w"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
}
_MONTHS: Final = ("mo", "mon", "month", "months", "y", "yr", "year", "years", "a")
_PART: Final = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([a-z]+)\s*")
_ISO: Final = re.compile(
    r"P(?:(?P<w>N)W)?(?:(?P<d>N)D)?(?:T(?=[0-9])(?:(?P<h>N)H)?(?:(?P<m>N)M)?(?:(?P<s>N)S)?)?".replace(
        "N", r"[0-9]+(?:[.,][0-9]+)?"
    )
)
_HINT: Final = "such as 20d, 6h30m, 2w or P20D"


class DurationError(ValueError):
    """A text that is no length of time; `hint` is the mend."""

    def __init__(self, message: str, hint: str = _HINT) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})"


def parse_duration(text: str) -> int:
    """Return a length of time in microseconds, 0 or more, up to 17 years.

    Units are weeks, days, hours, minutes (`m`) and seconds, from the longest to the shortest, each once.
    Raises DurationError, which names the text and the mend, also for months and years: they have no one length.
    """
    word = text.strip()
    if word == "0":
        return 0
    parts = _iso_parts(word) if word[:1].upper() == "P" else _plain_parts(word)
    us = sum(float(number.replace(",", ".")) * _UNITS[unit] for number, unit in parts)
    if us > LONGEST_US:
        raise DurationError(f"{_shown(text)} is longer than 17 years", "the simulation goes no further")
    return round(us)


def _plain_parts(word: str) -> list[tuple[str, str]]:
    lowered, at = word.lower(), 0
    parts: list[tuple[str, str]] = []
    while found := _PART.match(lowered, at):
        unit = _WORDS.get(found[2])
        if unit is None:
            raise _unknown_unit(word, found[1], found[2])
        parts.append((found[1], unit))
        at = found.end()
    if not parts or at < len(lowered):
        raise DurationError(f"{_shown(word)} is not a length of time", _mend(lowered))
    order = ["wdhms".index(unit) for _, unit in parts]
    if order != sorted(set(order)):
        raise DurationError(f"{_shown(word)} has its units out of order or twice", "longest first: 1d6h30m")
    return parts


def _unknown_unit(word: str, number: str, unit: str) -> DurationError:
    if unit in _MONTHS:
        days = "30d" if unit.startswith("mo") else "365d"
        return DurationError(
            f"{_shown(word)}: months and years differ in length", f"give days, such as {days}"
        )
    return DurationError(f"{_shown(word)}: {unit!r} is no unit of time", f"w, d, h, m or s: {number}d")


def _mend(lowered: str) -> str:
    if lowered.startswith("-"):
        return "a delay is not negative: let the later event come after the earlier one"
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?", lowered):
        return f"give its unit: {lowered}d, {lowered}h, {lowered}m"
    return _HINT


def _iso_parts(word: str) -> list[tuple[str, str]]:
    found = _ISO.fullmatch(word.upper())
    parts = [(number, unit) for unit, number in found.groupdict().items() if number] if found else []
    if not parts:
        months = re.match(r"P[0-9.,]+[YM]", word.upper())
        hint = (
            "months and years differ in length: give days, such as P30D"
            if months
            else "such as P20D, PT6H30M"
        )
        raise DurationError(f"{_shown(word)} is not a length of time", hint)
    return parts


def format_duration(us: int) -> str:
    """Write a length of time so that `parse_duration` reads the same: `20d`, `6h30m`, `1d12h`."""
    left, text = us, ""
    for unit in "dhm":
        count, left = divmod(left, _UNITS[unit])
        text += f"{count}{unit}" if count else ""
    if left:
        seconds, part = divmod(left, SECOND)
        text += f"{seconds}" + (f".{part:06}".rstrip("0") if part else "") + "s"
    return text or "0d"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
