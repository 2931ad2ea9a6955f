"""EDTF text (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/) read into the interval it allows.

Intervals are half-open, in whole microseconds since 1970-01-01T00:00Z: UTC, proleptic Gregorian, without leap
seconds. Seasons 21-24 are northern: spring is March to May, winter December to February of the next year.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Literal, NamedTuple

Precision = Literal[
    "millennium",  # 2XXX, and any coarser run of years (Y17E8S2)
    "century",  # 20XX
    "decade",  # 201X
    "year",  # 2025; also 2025-XX, where the month is said to be unknown
    "half",  # 2025-40, 2025-41
    "third",  # 2025-37 to 2025-39: four months
    "quarter",  # 2025-33 to 2025-36
    "season",  # 2025-21 to 2025-32
    "month",  # 2025-06; also 2025-06-XX
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",  # one to three decimals of a second
    "microsecond",  # four to six
    "interval",
    "set",
    "unknown",
]
INSTANTS: frozenset[str] = frozenset({"hour", "minute", "second", "millisecond", "microsecond"})
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August")
MONTHS += ("September", "October", "November", "December")

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# what ~ adds at both sides: calendar months, microseconds
SPREAD: dict[str, tuple[int, int]] = {
    "millennium": (1200, 0),
    "century": (120, 0),
    "decade": (12, 0),
    "year": (3, 0),
    **dict.fromkeys(("half", "third", "quarter", "season"), (1, 0)),
    "month": (0, 7 * DAY),
    "day": (0, DAY),
    "hour": (0, HOUR),
    **dict.fromkeys(("minute", "second", "millisecond", "microsecond"), (0, 5 * MINUTE)),
}

# second component of a date -> its precision, first month and length in months
GROUPS: dict[int, tuple[Precision, int, int]] = {
    **{21 + i: ("season", 3 + 3 * i, 3) for i in range(4)},
    **{25 + i: ("season", 3 + 3 * i, 3) for i in range(4)},
    **{29 + i: ("season", start, 3) for i, start in enumerate((9, 12, 3, 6))},
    **{33 + i: ("quarter", 1 + 3 * i, 3) for i in range(4)},
    **{37 + i: ("third", 1 + 4 * i, 4) for i in range(3)},
    **{40 + i: ("half", 1 + 6 * i, 6) for i in range(2)},
}

_COMMON = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?Z)?)?)?"
).fullmatch
_CALENDAR = re.compile(r"(-?)([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?").fullmatch
_LONG_YEAR = re.compile(r"(Y?)(-?)([0-9]+)(?:E([0-9]{1,2}))?(?:S([0-9]{1,2}))?").fullmatch
_INSTANT = re.compile(
    r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
).fullmatch
_QUALIFIER = re.compile(r"[?~%]")
_QUALIFIED = re.compile(r"[?~%]?-?[0-9XYES]+[?~%]?(?:-[?~%]?[0-9X]+[?~%]?)*").fullmatch
_LONGEST = 500
_YEAR_DIGITS = 11


class DateError(ValueError):
    """A text that is not a date: ``message`` says what is wrong, ``hint`` how to mend it (may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class Reading(NamedTuple):
    """What a text says: its canonical form and [earliest, latest) in microseconds, None where open."""

    text: str
    earliest_us: int | None
    latest_us: int | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False


def days_from_civil(year: int, month: int, day: int) -> int:
    """Count the days from 1970-01-01 to a date of the proleptic Gregorian calendar, in any year.

    After Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html.
    """
    if month <= 2:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 719469


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Find the year, month and day that lie so many days after 1970-01-01."""
    era, doe = divmod(days + 719468, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    shifted = (5 * doy + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * shifted + 2) // 5 + 1


def year_text(year: int) -> str:
    """Write a year with at least four digits."""
    return f"{'-' * (year < 0)}{abs(year):04}"


def month_days(year: int, month: int) -> int:
    """Give the length of a month in days."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def read(text: str) -> Reading | None:
    """Read EDTF, or return None where the text is not shaped like it.

    Raises DateError where it is and cannot be: a day that the month lacks, a time without its zone, an
    interval that runs backwards.
    """
    common = _read_common(text)
    if common is not None:
        return common
    if len(text) > _LONGEST:
        return None
    if text.startswith("{"):
        raise DateError("braces mean all of their dates, and an event has one", "write [a,b] for one of them")
    if text.startswith("[") and text.endswith("]"):
        return _read_set(text[1:-1])
    if text.count("/") == 1:
        return _read_interval(*text.split("/"))
    part = read_part(text)
    return None if part is None else _widened(part)


def _read_common(text: str) -> Reading | None:
    """Read the plain forms at speed; what is odd about the rest is found out by the others."""
    match = _COMMON(text)
    if match is None:
        return None
    y, m, d, hour, minute, second = match.groups()
    year = int(y)
    if m is None:
        start = days_from_civil(year, 1, 1) * DAY
        return Reading(text, start, days_from_civil(year + 1, 1, 1) * DAY, "year")
    month = int(m)
    if not 1 <= month <= 12:
        return None
    if d is None:
        start = days_from_civil(year, month, 1) * DAY
        return Reading(text, start, start + month_days(year, month) * DAY, "month")
    day = int(d)
    if not 1 <= day <= month_days(year, month):
        return None
    start = days_from_civil(year, month, day) * DAY
    if hour is None:
        return Reading(text, start, start + DAY, "day")
    if hour > "23" or minute > "59":
        return None
    start += int(hour) * HOUR + int(minute) * MINUTE
    if second is None:
        return Reading(text, start, start + MINUTE, "minute")
    if second > "59":
        return None
    start += int(second) * SECOND
    return Reading(text, start, start + SECOND, "second")


def read_part(text: str) -> Reading | None:
    """Read one date without its spread, as intervals and sets are made of; None where it is not EDTF."""
    bare, approximate, uncertain = _unqualified(text)
    reading = _read_common(bare) or _read_instant(bare) or _read_calendar(bare) or _read_long_year(bare)
    if reading is None:
        return None
    if not approximate and not uncertain:
        return reading
    mark = "%" if approximate and uncertain else "~" if approximate else "?"
    return reading._replace(text=reading.text + mark, approximate=approximate, uncertain=uncertain)


def _unqualified(text: str) -> tuple[str, bool, bool]:
    """Take the qualifiers off; those of components count for the whole date."""
    marks = set(_QUALIFIER.findall(text))
    if not marks:
        return text, False, False
    if "T" in text:
        bare = text[:-1] if text[-1] in "?~%" else ""  # a time is qualified as a whole
    else:
        bare = _QUALIFIER.sub("", text) if _QUALIFIED(text) else ""
    if not bare and _CALENDAR(_QUALIFIER.sub("", text)):
        raise DateError("a part of a date takes one sign of ? ~ %", "write % for approximate and uncertain")
    return bare, bool(marks & {"~", "%"}), bool(marks & {"?", "%"})


def _widened(part: Reading) -> Reading:
    return part._replace(earliest_us=_spread(part, -1), latest_us=_spread(part, +1))


def _spread(part: Reading, sign: int) -> int | None:
    """Give the start (sign -1) or end (+1) of a part, moved outwards where it is approximate."""
    edge = part.earliest_us if sign < 0 else part.latest_us
    if edge is None or not part.approximate:
        return edge
    months, us = SPREAD[part.precision]
    if months:
        year, month, day = civil_from_days(edge // DAY)
        years, index = divmod(year * 12 + month - 1 + sign * months, 12)
        edge = days_from_civil(years, index + 1, min(day, month_days(years, index + 1))) * DAY
    return edge + sign * us


def _read_interval(left: str, right: str) -> Reading | None:
    first, last = _read_end(left.strip()), _read_end(right.strip())
    if first is None or last is None:
        return None
    if first.text in ("", "..") and last.text in ("", ".."):
        raise DateError("an interval needs a date at one end at least", "write XXXX for an unknown date")
    _check_order(first, last, "/")
    return _joined(f"{first.text}/{last.text}", [(first, last)], "interval")


def _read_end(text: str) -> Reading | None:
    if text in ("", "..", "XXXX"):
        return Reading("" if text == "XXXX" else text, None, None, "unknown")
    return read_part(text)


def _check_order(first: Reading, last: Reading, sign: str) -> None:
    if first.earliest_us is None or last.latest_us is None or first.earliest_us < last.latest_us:
        return
    raise DateError(f"{last.text} ends before {first.text} starts", f"write {last.text}{sign}{first.text}")


def _read_set(inner: str) -> Reading | None:
    """Read the members of [a,b..c]: one of them is the date, so the interval reaches over all."""
    texts: list[str] = []
    spans: list[tuple[Reading, Reading]] = []
    for member in inner.replace(" ", "").split(","):
        start, dots, end = member.partition("..")
        first = _read_end(start) if dots else read_part(start)
        last = _read_end(end) if dots else first
        if first is None or last is None or not first.text + last.text:
            return None
        _check_order(first, last, "..")
        texts.append(f"{first.text}..{last.text}" if dots else first.text)
        spans.append((first, last))
    if any(not last.text for _, last in spans[:-1]) or any(not first.text for first, _ in spans[1:]):
        raise DateError("only the ends of a set may be open", "write [..2025] or [2025..]")
    return _joined(f"[{','.join(texts)}]", spans, "set")


def _joined(text: str, spans: list[tuple[Reading, Reading]], precision: Precision) -> Reading:
    """Reach over all spans from first to last, each end with its own spread."""
    parts = [part for span in spans for part in span]
    flags = any(part.approximate for part in parts), any(part.uncertain for part in parts)
    lows = [_spread(first, -1) for first, _ in spans]
    highs = [_spread(last, +1) for _, last in spans]
    earliest = None if None in lows else min(low for low in lows if low is not None)
    latest = None if None in highs else max(high for high in highs if high is not None)
    return Reading(text, earliest, latest, precision, *flags)


def _read_calendar(text: str) -> Reading | None:
    match = _CALENDAR(text)
    if match is None:
        return None
    sign, y, m, d = match.groups()
    if sign and y == "0000":
        raise DateError("there is no year -0000", "write 0000, which is 1 BC")
    if m is not None and d is None and "X" not in m and int(m) in GROUPS and "X" not in y:
        return _read_group(text, int(sign + y), int(m))
    if y == "XXXX":
        return None if sign else _read_yearless(m, d)
    return _read_pattern(text, sign, y, m, d)


def calendar_parts(text: str) -> tuple[str, str | None, str | None] | None:
    """Split year, month and day of a date without qualifiers, or return None where it has no such parts."""
    match = _CALENDAR(text)
    return None if match is None else (match[1] + match[2], match[3], match[4])


def _read_group(text: str, year: int, code: int) -> Reading:
    precision, first, length = GROUPS[code]
    edges = (divmod(year * 12 + first - 1 + shift, 12) for shift in (0, length))
    start, end = (days_from_civil(y, m + 1, 1) * DAY for y, m in edges)
    return Reading(text, start, end, precision)


def _read_yearless(m: str | None, d: str | None) -> Reading:
    _find_day([2000, 2001], m, d)  # with a leap year: 29 February may be meant
    parts = ["XXXX", m or "XX", d or "XX"]
    known = max(index for index, part in enumerate(parts) if index == 0 or part != "XX")
    length = 1 if known == 0 else 3 if d else 2
    return Reading("-".join(parts[:length]), None, None, "unknown")


def _read_pattern(text: str, sign: str, y: str, m: str | None, d: str | None) -> Reading:
    """Read a date of which any digit may be X: the interval runs from the first day that fits to the last."""
    years = [-year for year in reversed(_fill(y))] if sign else list(_fill(y))
    first = _find_day(years, m, d)
    last = _find_day(years, m, d, latest=True)
    return Reading(text, days_from_civil(*first) * DAY, (days_from_civil(*last) + 1) * DAY, _finest(y, m, d))


def _finest(y: str, m: str | None, d: str | None) -> Precision:
    """Name the finest unit that is known with all that is above it."""
    if "X" in y:
        ladder: tuple[Precision, ...] = ("millennium", "millennium", "century", "decade")
        return ladder[y.index("X")]
    if m is None or "X" in m:
        return "year"
    return "month" if d is None or "X" in d else "day"


def _find_day(years: list[int], m: str | None, d: str | None, latest: bool = False) -> tuple[int, int, int]:
    """Find the first or last day that fits, or raise the error that says why none does."""
    months = [month for month in _fill(m or "XX") if 1 <= month <= 12]
    days = [day for day in _fill(d or "XX") if 1 <= day <= 31]
    if not months:
        raise DateError(f"there is no month {m}", "months are 01 to 12, parts of the year 21 to 41")
    if not days:
        raise DateError(f"there is no day {d}", "days are 01 to 31")
    order = reversed if latest else iter
    for year in order(years):
        for month in order(months):
            for day in order(days):
                if day <= month_days(year, month):
                    return year, month, day
    name, length = MONTHS[months[-1] - 1], month_days(years[-1], months[-1])
    if len(years) > 1 or len(months) > 1:
        raise DateError(f"no such {name} has a day {d}", "give a day that the month has")
    last = f"{year_text(years[0])}-{months[0]:02}-{length}"
    raise DateError(f"{name} {years[0]} has {length} days", f"its last is {last}")


@lru_cache(maxsize=256)
def _fill(pattern: str) -> tuple[int, ...]:
    """List the numbers that the digits and X of a pattern stand for, in ascending order."""
    digits = ("0123456789" if c == "X" else c for c in pattern)
    return tuple(int("".join(choice)) for choice in product(*digits))


def _read_long_year(text: str) -> Reading | None:
    """Read Y-years, exponents and significant digits: Y170000002, Y17E7, 1950S2 (a year of 1900 to 1999)."""
    match = _LONG_YEAR(text)
    if match is None or not (match[1] or (match[5] and len(match[3]) == 4 and not match[4])):
        return None
    prefix, sign, digits, exponent, significant = match.groups()
    if len(digits) + int(exponent or 0) > _YEAR_DIGITS:
        raise DateError(f"years go to {_YEAR_DIGITS} digits", "give a shorter year")
    number = str(int(digits + "0" * int(exponent or 0)))
    if prefix and (len(number) <= 4 or digits[0] == "0"):
        raise DateError("Y is for years of more than four digits", f"write {sign}{int(number):04}")
    unknown = len(number) - int(significant) if significant else 0
    if not 0 <= unknown < len(number):
        raise DateError(f"S{significant} does not fit the year {number}", f"S goes from 1 to {len(number)}")
    low = int(number) - int(number) % 10**unknown
    years = sorted(int(sign + str(year)) for year in (low, low + 10**unknown - 1))
    precision: Precision = ("year", "decade", "century", "millennium")[min(unknown, 3)]
    edges = days_from_civil(years[0], 1, 1) * DAY, days_from_civil(years[1] + 1, 1, 1) * DAY
    return Reading(text, *edges, precision)


def _read_instant(text: str) -> Reading | None:
    match = _INSTANT(text)
    if match is None:
        return None
    y, m, d, hour, minute, second, fraction, zone = match.groups()
    year, month, day = _find_day([int(y)], m, d)
    if hour == "24":
        y, m, d = (str(part) for part in civil_from_days(days_from_civil(year, month, day) + 1))
        raise DateError(
            "hours are 00 to 23", f"write midnight as {year_text(int(y))}-{m:0>2}-{d:0>2}T00:00{zone or 'Z'}"
        )
    _check_clock(text, hour, minute, second, fraction)
    if zone is None:
        raise DateError("a time needs its zone", f"add Z for UTC or an offset: {text}Z")
    offset = _offset(zone)
    if minute is None and offset % HOUR:
        raise DateError("an hour at this offset is no whole hour of UTC", "give the minutes too")
    digits = len(fraction or "")
    start = days_from_civil(year, month, day) * DAY + int(hour) * HOUR + int(minute or 0) * MINUTE
    start += int(second or 0) * SECOND + int((fraction or "").ljust(6, "0")) - offset
    precision: Precision = "hour" if minute is None else "minute" if second is None else "second"
    width = HOUR if minute is None else MINUTE if second is None else 10 ** (6 - digits)
    if digits:
        precision = "millisecond" if digits <= 3 else "microsecond"
    return Reading(instant_text(start, precision, digits), start, start + width, precision)


def _check_clock(text: str, hour: str, minute: str | None, second: str | None, fraction: str | None) -> None:
    if hour > "23":
        raise DateError(f"there is no hour {hour}", "hours are 00 to 23")
    if minute is not None and minute > "59":
        raise DateError(f"there is no minute {minute}", "minutes are 00 to 59")
    if second == "60":
        raise DateError("leap seconds have no place here", f"write {text.replace(':60', ':59', 1)}")
    if second is not None and second > "59":
        raise DateError(f"there is no second {second}", "seconds are 00 to 59")
    if fraction is not None and len(fraction) > 6:
        raise DateError("seconds have at most six decimals", f"write .{fraction[:6]}")


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise DateError(f"there is no offset {zone}", "offsets run from -14:00 to +14:00")
    return (hours * HOUR + minutes * MINUTE) * (-1 if zone[0] == "-" else 1)


def instant_text(us: int, precision: Precision, digits: int = 0) -> str:
    """Write the instant at ``us`` as EDTF in Z, to its precision, with so many decimals of the second."""
    days, rest = divmod(us, DAY)
    year, month, day = civil_from_days(days)
    if not -9999 <= year <= 9999:
        raise DateError("in UTC this time falls outside the years -9999 to 9999", "give a time within them")
    text = f"{year_text(year)}-{month:02}-{day:02}T{rest // HOUR:02}"
    if precision != "hour":
        text += f":{rest // MINUTE % 60:02}"
    if precision not in ("hour", "minute"):
        text += f":{rest // SECOND % 60:02}"
    return text + (f".{rest % SECOND:06}"[: digits + 1] if digits else "") + "Z"
