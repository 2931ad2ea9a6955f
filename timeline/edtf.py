"""EDTF text (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/) read into the half-open interval it allows.

Times are whole microseconds since 1970-01-01T00:00Z: UTC, proleptic Gregorian, no leap seconds. Seasons 21-24 are
northern: spring is March to May and winter December to February of the next year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
MONTHS += ("October", "November", "December")

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

# second component of a date -> its precision, first month and length in months; a start past 12 is next year's
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
_LONG_YEAR = re.compile(r"(Y?)(-?)([0-9]+)(?:E([0-9]+))?(?:S([0-9]+))?").fullmatch
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
    """What a text says: its canonical form and the interval [earliest, latest) in microseconds, None where open."""

    text: str
    earliest_us: int | None
    latest_us: int | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a proleptic Gregorian date, any year (Hinnant, howardhinnant.github.io/date_algorithms.html)."""
    if month <= 2:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 719469


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day of the date that lies so many days after 1970-01-01."""
    era, doe = divmod(days + 719468, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    shifted = (5 * doy + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * shifted + 2) // 5 + 1


def month_days(year: int, month: int) -> int:
    """Length of a month in days."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def read(text: str) -> Reading | None:
    """Read EDTF, or return None where the text is not shaped like it.

    Raises DateError where it is and cannot be: a day that no month has, a time without a zone, a reversed interval.
    """
    common = _read_common(text)
    if common is not None:
        return common
    if len(text) > _LONGEST:
        return None
    if text.startswith("{"):
        raise DateError(
            "a set in braces means all of its dates, and an event has one", "write [a,b] for one of them"
        )
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
    """Read one date without its spread: what an interval or a set is made of; None where the shape is not EDTF."""
    common = _read_common(text)
    if common is not None:
        return common
    bare, approximate, uncertain = _unqualified(text)
    reading = _read_instant(bare) or _read_calendar(bare) or _read_long_year(bare)
    if reading is None:
        return None
    mark = "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""
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
    """The start (sign -1) or end (+1) of a part, moved outwards where it is approximate."""
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
    ends = [None if text.strip() in ("", "..") else read_part(text.strip()) for text in (left, right)]
    texts = [text.strip() if end is None else end.text for text, end in zip((left, right), ends, strict=True)]
    if any(end is None and text not in ("", "..") for text, end in zip(texts, ends, strict=True)):
        return None
    given = [end for end in ends if end is not None]
    _check_order(*ends)
    earliest = _spread(ends[0], -1) if ends[0] else None
    latest = _spread(ends[1], +1) if ends[1] else None
    if earliest is None and latest is None:
        raise DateError("an interval needs a date at one end at least", "write XXXX for an unknown date")
    flags = any(end.approximate for end in given), any(end.uncertain for end in given)
    return Reading("/".join(texts), earliest, latest, "interval", *flags)


def _check_order(first: Reading | None, last: Reading | None) -> None:
    if first is None or last is None or first.earliest_us is None or last.latest_us is None:
        return
    if last.latest_us <= first.earliest_us:
        raise DateError(f"{last.text} ends before {first.text} starts", f"write {last.text}/{first.text}")


def _read_set(inner: str) -> Reading | None:
    """Read the members of [a,b..c]: one of them is the date, so the interval reaches over all."""
    texts: list[str] = []
    lows: list[int | None] = []
    highs: list[int | None] = []
    parts: list[Reading] = []
    for index, member in enumerate(members := inner.replace(" ", "").split(",")):
        first, dots, last = member.partition("..")
        ends = [read_part(end) if end else None for end in (first, last)]
        given = [end for end in ends if end is not None]
        if len(given) != bool(first) + bool(last) or not given:
            return None
        if (dots and not first and index > 0) or (dots and not last and index < len(members) - 1):
            raise DateError(
                "only the first or the last member of a set may be open", "write [..2025] or [2025..]"
            )
        _check_order(*ends if dots else (None, None))
        texts.append(dots.join(end.text if end else "" for end in (ends if dots else ends[:1])))
        lows.append(_spread(given[0], -1) if first else None)
        highs.append(_spread(given[-1], +1) if last or not dots else None)
        parts += given
    flags = any(part.approximate for part in parts), any(part.uncertain for part in parts)
    earliest, latest = min(_all_known(lows), default=None), max(_all_known(highs), default=None)
    return Reading(f"[{','.join(texts)}]", earliest, latest, "set", *flags)


def _all_known(edges: list[int | None]) -> list[int]:
    """The edges, or none of them where one is open."""
    known = [edge for edge in edges if edge is not None]
    return known if len(known) == len(edges) else []


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
        return _read_yearless(m, d)
    return _read_pattern(text, sign, y, m, d)


def _read_group(text: str, year: int, code: int) -> Reading:
    precision, first, length = GROUPS[code]
    edges = (divmod(year * 12 + first - 1 + shift, 12) for shift in (0, length))
    start, end = (days_from_civil(y, m + 1, 1) * DAY for y, m in edges)
    return Reading(text, start, end, precision)


def _read_yearless(m: str | None, d: str | None) -> Reading:
    _find_day([2000], m, d)  # a leap year: 29 February may be meant
    parts = ["XXXX", m or "XX", d or "XX"]
    known = max(index for index, part in enumerate(parts) if index == 0 or part != "XX")
    length = 1 if known == 0 else 3 if d else 2
    return Reading("-".join(parts[:length]), None, None, "unknown")


def _read_pattern(text: str, sign: str, y: str, m: str | None, d: str | None) -> Reading:
    """Read a date of which any digit may be X: the interval runs from the first day that fits to the last."""
    years = sorted(int(sign + digits) for digits in _fill(y))
    first = _find_day(years, m, d)
    last = _find_day(years, m, d, latest=True)
    return Reading(text, days_from_civil(*first) * DAY, (days_from_civil(*last) + 1) * DAY, _finest(y, m, d))


def _finest(y: str, m: str | None, d: str | None) -> Precision:
    """The finest unit that is known with all that is above it."""
    if "X" in y:
        ladder: tuple[Precision, ...] = ("millennium", "millennium", "century", "decade")
        return ladder[y.index("X")]
    if m is None or "X" in m:
        return "year"
    return "month" if d is None or "X" in d else "day"


def _find_day(
    years: list[int], m: str | None, d: str | None, *, latest: bool = False
) -> tuple[int, int, int]:
    """The first or last day that fits, or the error that says why none does."""
    months = [month for month in map(int, _fill(m or "XX")) if 1 <= month <= 12]
    days = [day for day in map(int, _fill(d or "XX")) if 1 <= day <= 31]
    if not months:
        raise DateError(
            f"there is no month {m}", "months are 01 to 12; 21 to 41 are seasons, quarters, thirds and halves"
        )
    if not days:
        raise DateError(f"there is no day {d}", "days are 01 to 31")
    order = reversed if latest else iter
    for year in order(years):
        for month in order(months):
            for day in order(days):
                if day <= month_days(year, month):
                    return year, month, day
    year, month = years[-1], months[-1]
    length = month_days(year, month)
    raise DateError(
        f"{MONTHS[month - 1]} {year} has {length} days", f"its last is {year:04}-{month:02}-{length}"
    )


def _fill(pattern: str) -> Iterable[str]:
    return ("".join(digits) for digits in product(*("0123456789" if c == "X" else c for c in pattern)))


def _read_long_year(text: str) -> Reading | None:
    """Read Y-years, exponents and significant digits: Y170000002, Y17E7, 1950S2 (some year of 1900 to 1999)."""
    match = _LONG_YEAR(text)
    if match is None or not (match[1] or (match[5] and len(match[3]) == 4 and not match[4])):
        return None
    prefix, sign, digits, exponent, significant = match.groups()
    if len(digits) + int((exponent or "0")[:4]) > _YEAR_DIGITS:
        raise DateError(f"years go to {_YEAR_DIGITS} digits", "give a shorter year")
    number = str(int(digits + "0" * int(exponent or 0)))
    if prefix and (len(number) <= 4 or digits[0] == "0"):
        raise DateError("Y is for years of more than four digits", f"write {sign}{int(number):04}")
    unknown = len(number) - int((significant or str(len(number)))[:4])
    if significant and not 0 <= unknown < len(number):
        raise DateError(
            f"{number} has {len(number)} digits, S{significant} are more or none", "give fewer after S"
        )
    low = int(number) - int(number) % 10**unknown
    years = sorted(int(sign + str(year)) for year in (low, low + 10**unknown - 1))
    precision: Precision = ("year", "decade", "century", "millennium")[min(unknown, 3)]  # type: ignore[assignment]
    edges = days_from_civil(years[0], 1, 1) * DAY, days_from_civil(years[1] + 1, 1, 1) * DAY
    return Reading(text, *edges, precision)


def _read_instant(text: str) -> Reading | None:
    match = _INSTANT(text)
    if match is None:
        return None
    y, m, d, hour, minute, second, fraction, zone = match.groups()
    _check_clock(text, hour, minute, second, fraction)
    year, month, day = _find_day([int(y)], m, d)
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
    if hour == "24":
        raise DateError("hours are 00 to 23", "write midnight as T00:00Z of the next day")
    if hour > "23":
        raise DateError(f"there is no hour {hour}", "hours are 00 to 23")
    if minute is not None and minute > "59":
        raise DateError(f"there is no minute {minute}", "minutes are 00 to 59")
    if second == "60":
        raise DateError(
            "leap seconds have no place of their own here", f"write {text.replace(':60', ':59', 1)}"
        )
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
    """EDTF in Z of the instant at ``us``, written to its precision, with so many decimals of the second."""
    days, rest = divmod(us, DAY)
    year, month, day = civil_from_days(days)
    if not -9999 <= year <= 9999:
        raise DateError("in UTC this time falls outside the years -9999 to 9999", "give a time within them")
    text = f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}T{rest // HOUR:02}"
    if precision != "hour":
        text += f":{rest // MINUTE % 60:02}"
    if precision not in ("hour", "minute"):
        text += f":{rest // SECOND % 60:02}"
    return text + (f".{rest % SECOND:06}"[: digits + 1] if digits else "") + "Z"
