"""Phrases that people write for dates, turned into EDTF text.

Case, full stops after abbreviations and the kind of dash make no difference. What each stands for, with the
half-open UTC interval (".." is open) that its EDTF text allows:

| phrase | EDTF | from | until |
|---|---|---|---|
| June 2025 | 2025-06 | 2025-06-01 | 2025-07-01 |
| 6 June 2025 | 2025-06-06 | 2025-06-06 | 2025-06-07 |
| June 6, 2025 | 2025-06-06 | 2025-06-06 | 2025-06-07 |
| 2025 Jun 6 | 2025-06-06 | 2025-06-06 | 2025-06-07 |
| 5 June 2025 19:17 UTC | 2025-06-05T19:17Z | 2025-06-05T19:17 | 2025-06-05T19:18 |
| 19:17 GMT on 5 June 2025 | 2025-06-05T19:17Z | 2025-06-05T19:17 | 2025-06-05T19:18 |
| 6 June 2025 04:17:30 UTC+9 | 2025-06-05T19:17:30Z | 2025-06-05T19:17:30 | 2025-06-05T19:17:31 |
| 2025-06-05 19:17+00:00 | 2025-06-05T19:17Z | 2025-06-05T19:17 | 2025-06-05T19:18 |
| 2020s | 202X | 2020-01-01 | 2030-01-01 |
| early 2020s | 2020/2023 | 2020-01-01 | 2024-01-01 |
| mid 2020s | 2024/2026 | 2024-01-01 | 2027-01-01 |
| late 2020s | 2027/2029 | 2027-01-01 | 2030-01-01 |
| Q3 2026 | 2026-35 | 2026-07-01 | 2026-10-01 |
| 2026-Q3 | 2026-35 | 2026-07-01 | 2026-10-01 |
| 3Q 2026 | 2026-35 | 2026-07-01 | 2026-10-01 |
| first quarter of 2026 | 2026-33 | 2026-01-01 | 2026-04-01 |
| H1 2026 | 2026-40 | 2026-01-01 | 2026-07-01 |
| second half of 2026 | 2026-41 | 2026-07-01 | 2027-01-01 |
| early 2024 | 2024-37 | 2024-01-01 | 2024-05-01 |
| mid-2024 | 2024-38 | 2024-05-01 | 2024-09-01 |
| late 2024 | 2024-39 | 2024-09-01 | 2025-01-01 |
| beginning of 2027 | 2027-33 | 2027-01-01 | 2027-04-01 |
| middle of 2027 | 2027-38 | 2027-05-01 | 2027-09-01 |
| end of 2027 | 2027-36 | 2027-10-01 | 2028-01-01 |
| early March 2027 | 2027-03-01/2027-03-10 | 2027-03-01 | 2027-03-11 |
| mid March 2027 | 2027-03-11/2027-03-20 | 2027-03-11 | 2027-03-21 |
| end of March 2027 | 2027-03-21/2027-03-31 | 2027-03-21 | 2027-04-01 |
| spring 2026 | 2026-21 | 2026-03-01 | 2026-06-01 |
| winter 2026 | 2026-24 | 2026-12-01 | 2027-03-01 |
| winter 2026/27 | 2026-24 | 2026-12-01 | 2027-03-01 |
| northern autumn 2026 | 2026-27 | 2026-09-01 | 2026-12-01 |
| southern spring 2026 | 2026-29 | 2026-09-01 | 2026-12-01 |
| around 6 June 2025 | 2025-06-06~ | 2025-06-05 | 2025-06-08 |
| c. 2028 | 2028~ | 2027-10-01 | 2029-04-01 |
| October 2025 (about) | 2025-10~ | 2025-09-24 | 2025-11-08 |
| ~Q3 2026 | 2026-35~ | 2026-06-01 | 2026-11-01 |
| possibly 2018 | 2018? | 2018-01-01 | 2019-01-01 |
| 2018 (uncertain) | 2018? | 2018-01-01 | 2019-01-01 |
| possibly about 2018 | 2018% | 2017-10-01 | 2019-04-01 |
| 2018 (about, uncertain) | 2018% | 2017-10-01 | 2019-04-01 |
| 2013 to 2018 | 2013/2018 | 2013-01-01 | 2019-01-01 |
| 2013 to about 2018 | 2013/2018~ | 2013-01-01 | 2019-04-01 |
| 2013 to 2018 (about) | 2013~/2018~ | 2012-10-01 | 2019-04-01 |
| 2013-2018 | 2013/2018 | 2013-01-01 | 2019-01-01 |
| between June and August 2025 | 2025-06/2025-08 | 2025-06-01 | 2025-09-01 |
| 5-8 June 2025 | 2025-06-05/2025-06-08 | 2025-06-05 | 2025-06-09 |
| June 5-8, 2025 | 2025-06-05/2025-06-08 | 2025-06-05 | 2025-06-09 |
| early to mid 2024 | 2024-37/2024-38 | 2024-01-01 | 2024-09-01 |
| 5 Jun 2025 19:17 to 19:30 UTC | 2025-06-05T19:17Z/2025-06-05T19:30Z | 2025-06-05T19:17 | 2025-06-05T19:31 |
| 2013 to an unknown date | 2013/ | 2013-01-01 | .. |
| 2025 or 2026 | [2025,2026] | 2025-01-01 | 2027-01-01 |
| one of 6, 7 or 8 June 2025 | [2025-06-06,2025-06-07,2025-06-08] | 2025-06-06 | 2025-06-09 |
| early or late March 2027 | [2027-03-01..2027-03-10,2027-03-21..2027-03-31] | 2027-03-01 | 2027-04-01 |
| 2025 or later | [2025..] | 2025-01-01 | .. |
| 2025 or earlier | [..2025] | .. | 2026-01-01 |
| NET 2027-03 | 2027-03/.. | 2027-03-01 | .. |
| no earlier than March 2027 | 2027-03/.. | 2027-03-01 | .. |
| not before Q3 2026 | 2026-35/.. | 2026-07-01 | .. |
| NLT 2028 | ../2028 | .. | 2029-01-01 |
| no later than June 2028 | ../2028-06 | .. | 2028-07-01 |
| by 2017 | ../2017 | .. | 2018-01-01 |
| by the end of March 2027 | ../2027-03 | .. | 2027-04-01 |
| TBD | XXXX | .. | .. |
| to be confirmed | XXXX | .. | .. |
| unknown | XXXX | .. | .. |

"By" a year takes in that year, and "no earlier than" a stretch counts from its first day. Early, mid and late
are the thirds of a year; its beginning and its end are the first and the last quarter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from timeline import edtf
from timeline.edtf import DateError

_LONGEST = 160
_DASHES = str.maketrans("‐‑‒–—−", "------")
_MONTHS = {name.lower(): number for number, name in enumerate(edtf.MONTHS, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PARTS = {"early": 0, "mid": 1, "middle": 1, "late": 2, "beginning": 0, "start": 0, "end": 2}
_SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}
# letters name different zones to different people: they are answered with what is usual, and not taken
_ZONES = {
    "est": [("-05:00", "US Eastern")],
    "edt": [("-04:00", "US Eastern")],
    "cst": [("-06:00", "US Central"), ("+08:00", "China")],
    "cdt": [("-05:00", "US Central")],
    "mst": [("-07:00", "US Mountain")],
    "mdt": [("-06:00", "US Mountain")],
    "pst": [("-08:00", "US Pacific")],
    "pdt": [("-07:00", "US Pacific")],
    "bst": [("+01:00", "British summer"), ("+06:00", "Bangladesh")],
    "cet": [("+01:00", "Central Europe")],
    "cest": [("+02:00", "Central Europe")],
    "msk": [("+03:00", "Moscow")],
    "ist": [("+05:30", "India"), ("+02:00", "Israel"), ("+01:00", "Ireland in summer")],
    "bjt": [("+08:00", "Beijing")],
    "jst": [("+09:00", "Japan")],
    "kst": [("+09:00", "Korea")],
    "aest": [("+10:00", "eastern Australia")],
}
_ZONES |= {
    "beijing time": _ZONES["bjt"],
    "china standard time": _ZONES["bjt"],
    "moscow time": _ZONES["msk"],
    "india standard time": _ZONES["ist"][:1],
    "japan standard time": _ZONES["jst"],
}
_UNKNOWN_END = "an unknown date"

_UNKNOWN = re.compile(
    r"tb[dca]|t\.b\.[dca]\.?|to be (?:determined|decided|confirmed|announced)|unknown|not known"
).fullmatch
_NET = re.compile(
    r"(?:net|no earlier than|not earlier than|not before)(?:: *| )(?:(?:the )?(?:beginning|start) of )?(.+)"
).fullmatch
_NLT = re.compile(r"(?:nlt|no later than|not later than|by)(?:: *| )(?:(?:the )?end (?:of )?)?(.+)").fullmatch
_PERHAPS = re.compile(r"(?:possibly|probably|perhaps|maybe) (.+)").fullmatch
_ABOUT = re.compile(
    r"(?:(?:around|about|approximately|approx\.?|roughly|circa|ca?\.?) |ca?\.?(?=[0-9])|~ *)(.+)"
).fullmatch
_SUFFIX = re.compile(r"(.+?)(?<![?~%]) *(?:\((about|uncertain|about, uncertain)\)|([?~%]))").fullmatch
_RANGE = re.compile(r"between (.+) and (.+)|(?:from )?(.+?)(?: to | through | until | - )(.+)").fullmatch
_TIGHT = re.compile(r"([^-]*[0-9a-z])-([0-9a-z][^-]*)").fullmatch
_BOUND = re.compile(r"(.+) or (later|earlier)").fullmatch
_ONE_OF = re.compile(r"(?:one of |either )?(.+) or (.+)").fullmatch

_YEAR = r"(?P<year>[0-9]{4})"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_OF = r",? (?:of )?(?:the )?"
_DATES = [
    re.compile(rf"{_MONTH}{_OF}{_YEAR}"),
    re.compile(rf"{_YEAR},? {_MONTH}(?: {_DAY})?"),
    re.compile(rf"(?:the )?{_DAY}[ -](?:of )?{_MONTH},?[ -]{_YEAR}"),
    re.compile(rf"{_MONTH} {_DAY},? {_YEAR}"),
]
_ISO_DAY = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_CLOCK = r"(?P<hour>[0-9]{1,2})(?:h|:(?P<rest>[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?))"
_OFFSET = r"(?:utc?|gmt)?(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
_ZONE = rf"(?P<zone>{_OFFSET}|[a-z]+(?: (?:standard )?time)?|[ap]\.m\.?)?"
_DATE_TIME = re.compile(rf"(?P<date>.+?)(?:,? (?:at )?|t){_CLOCK} *{_ZONE}").fullmatch
_TIME_DATE = re.compile(rf"{_CLOCK} *{_ZONE}(?:,? on |,? )(?P<date>.+)").fullmatch


def to_edtf(text: str) -> str | None:
    """Turn a phrase into the EDTF text that it stands for, or return None where it is none that is known.

    Raises DateError where it is nearly one: a doubtful order of day and month, a time without a usable zone.
    """
    phrase = " ".join(text.translate(_DASHES).casefold().split())
    if not phrase or len(phrase) > _LONGEST:
        return None
    if _UNKNOWN(phrase):
        return "XXXX"
    if match := _NET(phrase):
        return _bound(match[1], "{}/..", 0)
    if match := _NLT(phrase):
        return _bound(match[1], "../{}", -1)
    return _whole(phrase)


def _bound(body: str, form: str, side: int) -> str | None:
    """Write the first (side 0) or the last day of what is said as the one end that is known."""
    found = _whole(body)
    if found is None:
        return None
    end = found.split("/")[side]
    if found[0] == "[" or end in ("", "..", "XXXX"):
        raise DateError("no earlier than and no later than take one date", "give a single date after them")
    return form.format(end)


def _whole(phrase: str) -> str | None:
    """Read a date, a range or a choice, with words before or after that qualify the whole."""
    body, mark = _unqualified(phrase)
    found = _single(body) or _range(body) or _choice(body)
    if found is None:
        _explain(body)
        return None
    return _marked(found, mark)


def _piece(phrase: str) -> str | None:
    """Read one date of a range or a choice, with its own qualifiers."""
    body, mark = _unqualified(phrase)
    found = _single(body)
    return None if found is None else _marked(found, mark)


def _unqualified(phrase: str) -> tuple[str, str]:
    """Take the qualifying words and signs off; return the rest and the sign of EDTF that they stand for."""
    marks = ""
    if match := _PERHAPS(phrase):
        phrase, marks = match[1], "?"
    if match := _ABOUT(phrase):
        phrase, marks = match[1], marks + "~"
    if match := _SUFFIX(phrase):
        phrase = match[1]
        marks += match[3] or {"about": "~", "uncertain": "?"}.get(match[2], "%")
    return phrase, marks if len(set(marks)) < 2 else "%"


def _marked(found: str, mark: str) -> str:
    """Put the qualifier on every date of what was found."""
    if not mark:
        return found
    return "".join(
        token if token in ("", "..", "/", ",", "[", "]") else _mark(token, mark)
        for token in re.split(r"(\.\.|[/,\[\]])", found)
    )


def _mark(date: str, mark: str) -> str:
    if date[-1] not in "?~%":
        return date + mark[0]
    return date[:-1] + (mark[0] if date[-1] == mark[0] else "%")


def _single(phrase: str) -> str | None:
    """Read one phrase of the table that is neither qualified nor joined of two."""
    upper = phrase.upper()
    if edtf.read_part(upper) is not None:
        return upper
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(phrase):
            return form(match)
    return _date(phrase) or _time(phrase)


def _range(phrase: str) -> str | None:
    match = _RANGE(phrase) or _TIGHT(phrase)
    found = _complete([piece for piece in match.groups() if piece is not None]) if match else None
    if found is None:
        return None
    return f"{found[0].split('/')[0]}/{found[1].split('/')[-1]}"


def _choice(phrase: str) -> str | None:
    if match := _BOUND(phrase):
        found = _piece(match[1])
        if found is None or "/" in found:
            return None
        return f"[{found}..]" if match[2] == "later" else f"[..{found}]"
    match = _ONE_OF(phrase)
    members = _complete([*re.split(", (?!uncertain)", match[1]), match[2]]) if match else None
    if members is None or "" in members:
        return None
    return f"[{','.join(member.replace('/', '..') for member in members)}]"


def _complete(pieces: list[str]) -> list[str] | None:
    """Read dates that lend each other words: the last its tail, the first its head (5 to 8 June 2025)."""
    last = _first_read(_heads(pieces[0], pieces[-1]))
    if last is None:
        return None
    found = [_first_read(_tails(piece, last[0])) for piece in pieces[:-1]]
    readings = [reading[1] for reading in (*found, last) if reading is not None]
    return readings if len(readings) == len(pieces) else None


def _first_read(candidates: Iterator[str]) -> tuple[str, str] | None:
    """Find the first candidate that is a date; return it and its EDTF."""
    for candidate in candidates:
        found = "" if candidate == _UNKNOWN_END else _piece(candidate)
        if found is not None:
            return candidate, found
    return None


def _heads(lender: str, piece: str) -> Iterator[str]:
    words = lender.split()
    yield piece
    yield from (" ".join([*words[:count], piece]) for count in range(len(words) - 1, 0, -1))


def _tails(piece: str, lender: str) -> Iterator[str]:
    words = lender.split()
    yield piece
    yield from (" ".join([piece, *words[count:]]) for count in range(1, len(words)))


def _date(phrase: str) -> str | None:
    """Read a month or a day with its year, in any order that leaves no doubt."""
    for pattern in _DATES:
        if match := pattern.fullmatch(phrase):
            day = match.groupdict().get("day")
            text = f"{match['year']}-{_MONTHS[match['month']]:02}"
            return f"{text}-{int(day):02}" if day else text
    return None


def _clock(phrase: str) -> tuple[str, re.Match[str]] | None:
    """Find a day with a time of day: the two in EDTF, and the match that holds the zone."""
    match = _DATE_TIME(phrase) or _TIME_DATE(phrase)
    if match is None:
        return None
    date = match["date"] if _ISO_DAY(match["date"]) else _date(match["date"])
    if date is None or not _ISO_DAY(date):
        return None
    return f"{date}T{int(match['hour']):02}" + (f":{match['rest']}" if match["rest"] else ""), match


def _time(phrase: str) -> str | None:
    """Read a day with its time of day where the zone is UTC or an offset."""
    found = _clock(phrase)
    if found is None:
        return None
    text, match = found
    if match["zone"] in ("z", "utc", "ut", "gmt"):
        return text + "Z"
    if match["sign"]:
        return f"{text}{match['sign']}{int(match['hours']):02}:{match['minutes'] or '00'}"
    return None


def _quarter(match: re.Match[str]) -> str:
    return f"{match['year']}-{32 + int(match['n'])}"


def _half(match: re.Match[str]) -> str:
    return f"{match['year']}-{39 + int(match['n'])}"


def _ordinal(match: re.Match[str]) -> str | None:
    number = _ORDINALS[match["n"]]
    if match["unit"] == "quarter":
        return f"{match['year']}-{32 + number}"
    return f"{match['year']}-{39 + number}" if number <= 2 else None


def _season(match: re.Match[str]) -> str | None:
    base = {None: 21, "northern": 25, "southern": 29}[match["side"]]
    code = base + _SEASONS[match["name"]]
    crosses = code in (24, 28, 30)
    if match["next"] and not (crosses and f"{int(match['year']) + 1:04}".endswith(match["next"])):
        return None
    return f"{match['year']}-{code}"


def _part_of_year(match: re.Match[str]) -> str:
    name = match["part"]
    code = {"beginning": 33, "start": 33, "end": 36}.get(name, 37 + _PARTS[name])
    return f"{match['year']}-{code}"


def _part_of_month(match: re.Match[str]) -> str:
    year, month = int(match["year"]), _MONTHS[match["month"]]
    first, last = ((1, 10), (11, 20), (21, edtf.month_days(year, month)))[_PARTS[match["part"]]]
    return f"{year:04}-{month:02}-{first:02}/{year:04}-{month:02}-{last:02}"


def _decade(match: re.Match[str]) -> str:
    start, part = match["decade"], match["part"]
    if start.endswith("0"):
        raise DateError(f"{start}0s may be 10 years or 100", f"write {start}X for 10, {start[:2]}XX for 100")
    if part is None:
        return f"{start}X"
    first, last = ((0, 3), (4, 6), (7, 9))[_PARTS[part]]
    return f"{start}{first}/{start}{last}"


_PART = rf"(?:the )?(?P<part>{'|'.join(_PARTS)})(?:{_OF}|-)"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = [
    (re.compile(rf"q(?P<n>[1-4])(?:{_OF}|[-/]?){_YEAR}"), _quarter),
    (re.compile(rf"(?P<n>[1-4])q(?:{_OF}|[-/]?){_YEAR}"), _quarter),
    (re.compile(rf"{_YEAR}[ -/]?(?:q(?P<n>[1-4]))"), _quarter),
    (re.compile(rf"h(?P<n>[12])(?:{_OF}|[-/]?){_YEAR}"), _half),
    (re.compile(rf"(?P<n>[12])h(?:{_OF}|[-/]?){_YEAR}"), _half),
    (re.compile(rf"{_YEAR}[ -/]?(?:h(?P<n>[12]))"), _half),
    (re.compile(rf"(?:the )?(?P<n>{'|'.join(_ORDINALS)}) (?P<unit>quarter|half){_OF}{_YEAR}"), _ordinal),
    (
        re.compile(
            rf"(?:(?P<side>northern|southern) )?(?P<name>{'|'.join(_SEASONS)}){_OF}{_YEAR}"
            r"(?:[-/](?P<next>[0-9]{2}|[0-9]{4}))?"
        ),
        _season,
    ),
    (re.compile(rf"{_PART}{_YEAR}"), _part_of_year),
    (re.compile(rf"{_PART}{_MONTH}{_OF}{_YEAR}"), _part_of_month),
    (re.compile(r"(?:(?P<part>early|mid|late)[ -])?(?:the )?(?P<decade>[0-9]{3})0'?s"), _decade),
]


def _explain(phrase: str) -> None:
    """Raise the error that shows the mend for what is nearly a date; return where nothing is known of it."""
    _explain_time(phrase)
    if match := re.fullmatch(r"([0-9]{4})([-/.]|(?=[0-9]{4}$))([0-9]{1,2})(?:\2([0-9]{1,2}))?", phrase):
        year, _, month, day = match.groups()
        if 1 <= int(month) <= 12:
            mended = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
            raise DateError("the parts of a date have two digits and hyphens between", f"write {mended}")
    if match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", phrase):
        first, second, year = match.groups()
        orders = sorted({(int(first), int(second)), (int(second), int(first))})
        mended = " or ".join(f"{year}-{m:02}-{d:02}" for m, d in orders if 1 <= m <= 12 and 1 <= d <= 31)
        raise DateError("day and month may be in either order", f"write {mended or 'year-month-day'}")
    if re.fullmatch(r"[0-9]{4}-?(?:w[0-9]{2}(?:-?[1-7])?|[0-9]{3})", phrase):
        raise DateError("weeks and days of the year are not EDTF", "write year-month-day")
    if re.match(r"(?:before|after|since|until) ", phrase):
        raise DateError(
            "it is not said whether the date is taken in", "write no earlier than or no later than"
        )


def _explain_time(phrase: str) -> None:
    found = _clock(phrase)
    if found is None:
        return
    text, match = found
    zone = match["zone"]
    if zone is None:
        raise DateError("a time needs its zone", f"add Z for UTC or an offset: {text}Z")
    if zone[0] in "ap" and zone.replace(".", "") in ("am", "pm"):
        hour = int(match["hour"]) % 12 + (12 if zone[0] == "p" else 0)
        clock = f"{text.partition('T')[0]}T{hour:02}:{match['rest'] or '00'}"
        raise DateError("times are on the 24-hour clock and need their zone", f"in UTC write {clock}Z")
    if zone not in _ZONES:
        mended = f"write its offset from UTC, as in {text.partition('T')[2]}+08:00 for Beijing"
        raise DateError(f"there is no zone {zone.upper()} here", mended)
    readings = _ZONES[zone]
    if len(readings) > 1:
        mended = "write " + " or ".join(f"{text}{offset} for {where}" for offset, where in readings)
        raise DateError(f"the zone {zone.upper()} may be any of {len(readings)}", mended)
    ((offset, where),) = readings
    usually = "" if " " in zone else "usually "
    mended = f"{zone.upper()} is {usually}{offset} ({where}): write {text}{offset}"
    raise DateError(f"the zone {zone.upper()} is a name, not an offset", mended)
