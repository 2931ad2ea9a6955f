"""Dates as somebody gave them: EDTF text and the half-open UTC interval it allows, never a made-up point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline import edtf
from timeline.edtf import DateError, Precision

if TYPE_CHECKING:
    import numpy as np

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARKS = {"~": " (about)", "?": " (uncertain)", "%": " (about, uncertain)"}
_MARKS_BEFORE = {"~": "about ", "?": "possibly ", "%": "possibly about "}
_SEASONS = ("spring", "summer", "autumn", "winter")
_SPANS = {33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4", 37: "early", 38: "mid", 39: "late"}
_SPANS |= {40: "first half of", 41: "second half of"}

__all__ = ["DateError", "Precision", "VagueDate", "describe", "format_date", "parse"]


@dataclass(frozen=True, slots=True)
class VagueDate:
    """A date and how much of it is known; made by ``parse``.

    ``text`` is canonical EDTF: two dates are equal when it is. The date lies in [``earliest_us``,
    ``latest_us``), microseconds since 1970-01-01T00:00Z (UTC, proleptic Gregorian, no leap seconds), None
    where an end is open or unknown. ``uncertain`` (?) leaves the interval as it is; ``approximate`` (~)
    widens it at both sides by one step of its precision, measured from the edge:

    | precision | step |
    |---|---|
    | millennium | 100 years |
    | century | 10 years |
    | decade | 1 year |
    | year | 3 months |
    | half, third, quarter, season | 1 month |
    | month | 1 week |
    | day | 1 day |
    | hour | 1 hour |
    | minute, second and finer | 5 minutes |

    Where only one end of an interval is approximate, only that end moves.
    """

    text: str
    earliest_us: int | None
    latest_us: int | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def earliest(self) -> np.datetime64 | None:
        """The first moment that the date allows, in microseconds, or in seconds where a far year needs it."""
        return _datetime64(self.earliest_us)

    @property
    def latest(self) -> np.datetime64 | None:
        """The first moment after the date, in microseconds, or in seconds where a far year needs it."""
        return _datetime64(self.latest_us)

    @property
    def is_instant(self) -> bool:
        """Whether it is one date with a time of day; an interval between two times is none."""
        return self.precision in edtf.INSTANTS

    @property
    def is_unknown(self) -> bool:
        """Whether nothing bounds it at either side, as XXXX."""
        return self.earliest_us is None and self.latest_us is None

    @property
    def open_start(self) -> bool:
        """Whether nothing bounds it before: an open or unknown start, and any unknown date."""
        return self.earliest_us is None

    @property
    def open_end(self) -> bool:
        """Whether nothing bounds it after: an open or unknown end, and any unknown date."""
        return self.latest_us is None

    @property
    def net(self) -> bool:
        """Whether it was said as "no earlier than": a start and an open end (2027-03/.. or [2027-03..])."""
        return self.earliest_us is not None and self.text.rstrip("]").endswith("..")

    @property
    def nlt(self) -> bool:
        """Whether it was said as "no later than": an end and an open start (../2027-03 or [..2027-03])."""
        return self.latest_us is not None and self.text.lstrip("[").startswith("..")

    @property
    def duration_us(self) -> int | None:
        """Length of the interval in microseconds, None where an end is missing."""
        if self.earliest_us is None or self.latest_us is None:
            return None
        return self.latest_us - self.earliest_us

    @property
    def middle_us(self) -> int | None:
        """Where it stands as a point: an instant's stated time, else the middle; None where open."""
        if self.earliest_us is None or self.latest_us is None:
            return None
        if self.is_instant:
            return self.earliest_us + (edtf.SPREAD[self.precision][1] if self.approximate else 0)
        return (self.earliest_us + self.latest_us) // 2

    def contains(self, us: int) -> bool:
        """Whether the date may be at ``us``, microseconds since 1970-01-01T00:00Z."""
        after = self.earliest_us is None or self.earliest_us <= us
        return after and (self.latest_us is None or us < self.latest_us)

    def overlaps(self, other: VagueDate) -> bool:
        """Whether both can be the same moment; open ends reach to infinity, an unknown date overlaps all."""
        return _before(self.earliest_us, other.latest_us) and _before(other.earliest_us, self.latest_us)


def _before(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _datetime64(us: int | None) -> np.datetime64 | None:
    import numpy as np  # lazily: checking a file draws on none of it

    if us is None:
        return None
    return np.datetime64(us, "us") if abs(us) < 2**63 else np.datetime64(us // edtf.SECOND, "s")


@lru_cache(maxsize=8192)
def parse(text: str) -> VagueDate:
    """Read EDTF (levels 0 and 1, and of level 2 all but "all of" sets) or a phrase of ``timeline.phrases``.

    ``parse(format_date(d)) == d``, and ``format_date(parse(text))`` is canonical: offsets become Z, and
    qualifiers of components count for the whole. Raises DateError, which names the text and the mend.
    """
    try:
        reading = edtf.read(text.strip())
        if reading is None:
            from timeline import phrases  # lazily: its many patterns are compiled where a phrase is met

            phrase = phrases.to_edtf(text)
            reading = None if phrase is None else edtf.read(phrase)
    except DateError as error:
        raise DateError(f"{_shown(text)} is not a date: {error.message}", error.hint) from None
    if reading is None:
        hint = "write EDTF such as 2025, 2025-06-05T19:17Z or 2025-06/2025-08, or a phrase such as early 2024"
        raise DateError(f"cannot read {_shown(text)} as a date", hint)
    return VagueDate(*reading)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def format_date(date: VagueDate) -> str:
    """Give the canonical EDTF text of a date, the inverse of ``parse``."""
    return date.text


def describe(date: VagueDate, tz: tzinfo | None = None) -> str:
    """Say a date to people, to the precision that is known and no further: "5 Jun 2025 19:17 UTC", "2028".

    Months alone are written out and have three letters beside a day. ``tz`` moves times of day to that zone,
    named by its abbreviation or its offset from UTC; all other dates stay as they were given. ``parse`` reads
    what is said in UTC and finds the same date, but for an X that is not a decade's, ranges in a set, years
    of more than four digits and dates without a year.
    """
    if date.text.startswith("["):
        return _say_set(date.text[1:-1].split(","), tz)
    if "/" in date.text:
        left, _, right = date.text.partition("/")
        return _say_interval(left, right, tz)
    return _say(date.text, tz)


def _say_interval(left: str, right: str, tz: tzinfo | None) -> str:
    if left in ("", ".."):
        return f"{'an unknown date to' if not left else 'no later than'} {_say(right, tz)}"
    if right in ("", ".."):
        return f"no earlier than {_say(left, tz)}" if right else f"{_say(left, tz)} to an unknown date"
    first, last = _say_together([left, right], tz)
    if "T" in left and "T" in right:
        last = last.removeprefix(" ".join(first.split()[:3]) + " ")  # the day, where it is the same
    return first if left == right else f"{first} to {last}"


def _say_set(members: list[str], tz: tzinfo | None) -> str:
    ranged = any(".." in member for member in members)
    said = [_say_member(member, tz) for member in members] if ranged else _say_together(members, tz)
    if len(said) == 1:
        return said[0]
    return f"{'one of ' if len(said) > 2 else ''}{', '.join(said[:-1])} or {said[-1]}"


def _say_member(member: str, tz: tzinfo | None) -> str:
    first, dots, last = member.partition("..")
    if first and last:
        return _say_interval(first, last, tz)
    return _say(first or last, tz) + (" or earlier" if last else " or later" if dots else "")


def _say_together(texts: list[str], tz: tzinfo | None) -> list[str]:
    """Say dates that stand beside each other; the words that all end on are said with the last alone."""
    marks = [text[-1] if text[-1] in _MARKS else "" for text in texts]
    said = [_say(text, tz) for text in texts]
    if len(set(marks)) > 1:
        if marks[-1]:  # behind the last it would seem to count for all
            said[-1] = _MARKS_BEFORE[marks[-1]] + _say_bare(texts[-1][:-1], tz)
        return said
    words = [phrase.split() for phrase in said]
    shared = 0
    while len({tuple(w[-shared - 1 :]) for w in words}) == 1 and all(len(w) > shared + 1 for w in words):
        shared += 1
    if not shared or len(set(said)) == 1:
        return said
    return [*(" ".join(w[:-shared]) for w in words[:-1]), said[-1]]


def _say(text: str, tz: tzinfo | None) -> str:
    """Say one date, with its qualifier after it."""
    if text[-1] in _MARKS:
        return _say_bare(text[:-1], tz) + _MARKS[text[-1]]
    return _say_bare(text, tz)


def _say_bare(text: str, tz: tzinfo | None) -> str:
    """Say one date that has no qualifier."""
    if "T" in text:
        return _say_instant(text, tz)
    parts = edtf.calendar_parts(text)
    if parts is None:
        return _say_years(text)
    year, month, day = parts
    if "XXXX" in year:
        return _say_yearless(text, month, day)
    day = None if day == "XX" else day
    month = None if month == "XX" and day is None else month
    if month is None:
        return _say_years(year)
    if "X" in year + month + (day or ""):
        return _say_fitting(text, day is not None)
    return _say_span(year, int(month)) if int(month) > 12 else _say_day(year, month, day)


def _say_day(year: str, month: str, day: str | None) -> str:
    name = edtf.MONTHS[int(month) - 1]
    return f"{int(day)} {name[:3]} {year}" if day else f"{name} {year}"


def _say_span(year: str, code: int) -> str:
    """Say a season, quarter, third or half by its EDTF code; winters get both their years."""
    if code in _SPANS:
        return f"{_SPANS[code]} {year}"
    side, season = divmod(code - 21, 4)
    _, first, length = edtf.GROUPS[code]
    following = f"/{(int(year) + 1) % 100:02}" if first + length > 13 and year[0] != "-" else ""
    return f"{('', 'northern ', 'southern ')[side]}{_SEASONS[season]} {year}{following}"


def _say_yearless(text: str, month: str | None, day: str | None) -> str:
    if month is None:
        return "to be determined"
    if "X" in month + (day or ""):
        return text
    return _say_day("of an unknown year", month, day)


def _say_years(text: str) -> str:
    """Say a year, a decade, or the first and last of other runs of years."""
    if "X" in text and text[0] != "-" and text.index("X") == 3 and text[2] != "0":
        return f"{text[:3]}0s"
    (first, _, _), (last, _, _) = day_bounds(text)
    if first != last:
        return f"{edtf.year_text(first)} to {edtf.year_text(last)}"
    return text if text[0] != "Y" else f"year {first}"


def _say_fitting(text: str, to_day: bool) -> str:
    """Say between which dates the one lies that has an X inside."""
    ends = [f"{edtf.year_text(y)}-{m:02}" + (f"-{d:02}" if to_day else "") for y, m, d in day_bounds(text)]
    first, last = _say_together(ends, None)
    return last if ends[0] == ends[1] else f"between {first} and {last}"


def day_bounds(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the first and the last day that a date with two ends allows, each as year, month and day."""
    date = parse(text)
    assert date.earliest_us is not None
    assert date.latest_us is not None
    return edtf.civil_from_days(date.earliest_us // edtf.DAY), edtf.civil_from_days(
        date.latest_us // edtf.DAY - 1
    )


def _say_instant(text: str, tz: tzinfo | None) -> str:
    date = parse(text)
    assert date.earliest_us is not None
    us, zone = _local(date.earliest_us, tz)
    precision = date.precision
    split = precision == "hour" and us % edtf.HOUR != 0  # an hour of UTC where the zone is half an hour off
    digits = len(text.partition(".")[2]) - 1
    day, _, clock = edtf.instant_text(us, "minute" if split else precision, max(digits, 0))[:-1].partition(
        "T"
    )
    if split:
        clock += f" to {edtf.instant_text(us + edtf.HOUR, 'minute')[-6:-1]}"
    return f"{_say(day, tz)} {clock}{'h' if ':' not in clock else ''} {zone}"


def _local(us: int, tz: tzinfo | None) -> tuple[int, str]:
    """Move an instant to the clocks of a zone; return it and the zone's name there and then."""
    try:
        moment = (_EPOCH + timedelta(microseconds=us)).astimezone(tz or UTC)
    except (OverflowError, ValueError):  # before year 1, where no zone is known
        return us, "UTC"
    offset = (moment.utcoffset() or timedelta()) // timedelta(microseconds=1)
    name = moment.tzname() or ""
    if not name[:1].isalpha():
        minutes = abs(offset) // edtf.MINUTE
        name = f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return us + offset, name
