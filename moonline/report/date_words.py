"""Dates in the words of a language: to the precision that is known and no further."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from figures.axis import offset_us
from timeline import edtf
from timeline.dates import day_bounds, parse

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.dates import VagueDate

MARKS: Final = {"~": "date.about", "?": "date.uncertain", "%": "date.about-uncertain"}
SPANS: Final = {
    **{33 + i: f"date.quarter-{i + 1}" for i in range(4)},
    37: "date.early",
    38: "date.mid",
    39: "date.late",
    40: "date.first-half",
    41: "date.second-half",
}
SEASONS: Final = ("date.spring", "date.summer", "date.autumn", "date.winter")
SIDES: Final = ("", "date.northern", "date.southern")


@dataclass(frozen=True, slots=True)
class DateSayer:
    """Says dates with the texts of a language; `tz` moves times of day, all other dates stay as given."""

    text: Callable[..., str]
    tz: tzinfo | None = None

    def say(self, date: VagueDate) -> str:
        """Say a date."""
        if date.text.startswith("["):
            return self._set(date.text[1:-1].split(","))
        if "/" in date.text:
            left, _, right = date.text.partition("/")
            return self._interval(left, right)
        return self._one(date.text)

    def say_with_utc_day(self, date: VagueDate) -> str:
        """Say a date, and the day in UTC where the zone's is another one."""
        said = self.say(date)
        if self.tz is None or not date.is_instant or date.middle_us is None:
            return said
        there, here = (
            us // edtf.DAY for us in (date.middle_us + offset_us(self.tz, date.middle_us), date.middle_us)
        )
        if there == here:
            return said
        year, month, day = edtf.civil_from_days(here)
        return self.text("date.in-utc", date=said, day=self._day(edtf.year_text(year), month, day))

    def _interval(self, left: str, right: str) -> str:
        if left in ("", ".."):
            return self.text("date.no-later" if left else "date.from-unknown", date=self._one(right))
        if right in ("", ".."):
            return self.text("date.no-earlier" if right else "date.to-unknown", date=self._one(left))
        if left == right:
            return self._one(left)
        return self._together(left, right) or self.text(
            "date.interval", first=self._one(left), last=self._one(right)
        )

    def _together(self, left: str, right: str) -> str:
        """Say two dates of one day, month or year with what they share said once; nothing where they share none."""
        if "T" in left and "T" in right:
            return self._clocks(left, right)
        first, last = _plain_parts(left), _plain_parts(right)
        if first is None or last is None or first[0] != last[0] or (first[2] is None) != (last[2] is None):
            return ""
        key = "date.months" if first[2] is None else "date.days-of-months"
        if first[2] is not None and first[1] == last[1]:
            key = "date.days"
        return self.text(
            key,
            year=first[0],
            month=self._month(first[1]),
            day=first[2],
            last_month=self._month(last[1]),
            last_day=last[2],
        )

    def _clocks(self, left: str, right: str) -> str:
        if (
            left[-1] in MARKS
            or right[-1] in MARKS
            or "hour" in (parse(left).precision, parse(right).precision)
        ):
            return ""
        (day, clock, zone), (last_day, last_clock, last_zone) = self._local(left), self._local(right)
        if (day, zone) != (last_day, last_zone):
            return ""
        return self.text("date.clocks", day=self._one(day), clock=clock, last_clock=last_clock, zone=zone)

    def _set(self, members: list[str]) -> str:
        said = [self._member(member) for member in members]
        if len(said) == 1:
            return said[0]
        if len(said) == 2:
            return self.text("date.or", first=said[0], last=said[1])
        rest = self.text("join.list").join(said[:-1])
        return self.text("date.one-of", dates=self.text("date.or", first=rest, last=said[-1]))

    def _member(self, member: str) -> str:
        first, dots, last = member.partition("..")
        if first and last:
            return self._interval(first, last)
        if not dots:
            return self._one(first)
        return self.text("date.or-later" if first else "date.or-earlier", date=self._one(first or last))

    def _one(self, text: str) -> str:
        """Say one date with its qualifier."""
        if text[-1] in MARKS:
            return self.text(MARKS[text[-1]], date=self._bare(text[:-1]))
        return self._bare(text)

    def _bare(self, text: str) -> str:
        if "T" in text:
            return self._instant(text)
        parts = edtf.calendar_parts(text)
        if parts is None:
            return self._years(text)
        year, month, day = parts
        day = None if day == "XX" else day
        month = None if month == "XX" and day is None else month
        if "XXXX" in year:
            return self._yearless(text, month, day)
        if month is None:
            return self._years(year)
        if "X" in year + month + (day or ""):
            return self._fitting(text, day is not None)
        return self._span(year, int(month)) if int(month) > 12 else self._day(year, month, day)

    def _day(self, year: str, month: str | int, day: str | int | None) -> str:
        if day is None:
            return self.text("date.month", year=year, month=self._month(month))
        return self.text("date.day", year=year, month=self._month(month), day=int(day))

    def _month(self, month: str | int) -> str:
        return self.text(f"month.{int(month)}")

    def _span(self, year: str, code: int) -> str:
        """Say a season, quarter, third or half by its EDTF code; winters get both their years."""
        if code in SPANS:
            return self.text(SPANS[code], year=year)
        side, season = divmod(code - 21, 4)
        _, first, length = edtf.GROUPS[code]
        if first + length > 13 and year[0] != "-":
            year = self.text("date.two-years", year=year, next=f"{(int(year) + 1) % 100:02}")
        said = self.text(SEASONS[season], year=year)
        return self.text(SIDES[side], season=said) if side else said

    def _yearless(self, text: str, month: str | None, day: str | None) -> str:
        if month is None:
            return self.text("date.to-be-determined")
        if "X" in month + (day or ""):
            return text
        key = "date.yearless-day" if day else "date.yearless-month"
        return self.text(key, month=self._month(month), day=int(day) if day else "")

    def _years(self, text: str) -> str:
        """Say a year, a decade, or the first and last of other runs of years."""
        if "X" in text and text[0] != "-" and text.index("X") == 3 and text[2] != "0":
            return self.text("date.decade", year=f"{text[:3]}0")
        (first, _, _), (last, _, _) = day_bounds(text)
        if first != last:
            ends = [self.text("date.year", year=edtf.year_text(year)) for year in (first, last)]
            return self.text("date.interval", first=ends[0], last=ends[1])
        return (
            self.text("date.long-year", year=first) if text[0] == "Y" else self.text("date.year", year=text)
        )

    def _fitting(self, text: str, to_day: bool) -> str:
        """Say between which dates the one lies that has an X inside."""
        first, last = (
            self._day(edtf.year_text(year), month, day if to_day else None)
            for year, month, day in day_bounds(text)
        )
        return first if first == last else self.text("date.between", first=first, last=last)

    def _instant(self, text: str) -> str:
        day, clock, zone = self._local(text)
        if ":" in clock:
            return self.text("date.instant", day=self._one(day), clock=clock, zone=zone)
        if self.tz is not None and offset_us(self.tz, _start(text)) % edtf.HOUR:
            # an hour of UTC where the zone is not whole hours off
            _, minute, _ = self._local(f"{text[:-1]}:00Z")
            last = edtf.instant_text(_start(text) + edtf.HOUR + offset_us(self.tz, _start(text)), "minute")[
                -6:-1
            ]
            return self.text("date.clocks", day=self._one(day), clock=minute, last_clock=last, zone=zone)
        return self.text("date.hour", day=self._one(day), hour=clock, zone=zone)

    def _local(self, text: str) -> tuple[str, str, str]:
        """Return an instant's day, clock and zone where it is said."""
        date, us = parse(text), _start(text)
        digits = max(len(text.partition(".")[2]) - 1, 0)
        written = edtf.instant_text(us + offset_us(self.tz, us), date.precision, digits)[:-1]
        day, _, clock = written.partition("T")
        return day, clock, zone_name(self.tz, us)


def zone_name(tz: tzinfo | None, us: int) -> str:
    """Name a zone at an instant: by its abbreviation, or else by its offset from UTC."""
    from datetime import UTC, datetime, timedelta

    if tz is None:
        return "UTC"
    try:
        moment = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(tz)
    except (OverflowError, ValueError):  # before year 1, where no zone is known
        return "UTC"
    name = moment.tzname() or ""
    if name[:1].isalpha():
        return name
    minutes = offset_us(tz, us) // edtf.MINUTE
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _start(text: str) -> int:
    us = parse(text).earliest_us
    assert us is not None
    return us


def _plain_parts(text: str) -> tuple[str, int, int | None] | None:
    """Return year, month and day of a date that is known to one month at least, and says no more."""
    parts = None if text[-1] in MARKS or "T" in text else edtf.calendar_parts(text)
    if parts is None or parts[1] is None or "X" in "".join(filter(None, parts)) or int(parts[1]) > 12:
        return None
    return parts[0], int(parts[1]), None if parts[2] is None else int(parts[2])
