import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import edtf
from timeline.dates import DateError, VagueDate, parse

EPOCH = datetime.datetime(1970, 1, 1)


def us(text: str) -> int | None:
    """Microseconds of an ISO time, read by the standard library and not by us."""
    if text == "..":
        return None
    return (datetime.datetime.fromisoformat(text) - EPOCH) // datetime.timedelta(microseconds=1)


# the examples of https://www.loc.gov/standards/datetime/ in the years that datetime knows, with their meaning
SPECIFIED = [
    # level 0
    ("1985-04-12", "1985-04-12", "1985-04-13", "day"),
    ("1985-04", "1985-04-01", "1985-05-01", "month"),
    ("1985", "1985-01-01", "1986-01-01", "year"),
    ("1985-04-12T23:20:30Z", "1985-04-12T23:20:30", "1985-04-12T23:20:31", "second"),
    ("1985-04-12T23:20:30-04", "1985-04-13T03:20:30", "1985-04-13T03:20:31", "second"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12T18:50:30", "1985-04-12T18:50:31", "second"),
    ("1964/2008", "1964-01-01", "2009-01-01", "interval"),
    ("2004-06/2006-08", "2004-06-01", "2006-09-01", "interval"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-09", "interval"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-03-01", "interval"),
    ("2004-02-01/2005", "2004-02-01", "2006-01-01", "interval"),
    ("2005/2006-02", "2005-01-01", "2006-03-01", "interval"),
    # level 1
    ("2001-21", "2001-03-01", "2001-06-01", "season"),
    ("2001-22", "2001-06-01", "2001-09-01", "season"),
    ("2001-23", "2001-09-01", "2001-12-01", "season"),
    ("2001-24", "2001-12-01", "2002-03-01", "season"),
    ("1984?", "1984-01-01", "1985-01-01", "year"),
    ("2004-06~", "2004-05-25", "2004-07-08", "month"),
    ("2004-06-11%", "2004-06-10", "2004-06-13", "day"),
    ("201X", "2010-01-01", "2020-01-01", "decade"),
    ("20XX", "2000-01-01", "2100-01-01", "century"),
    ("2004-XX", "2004-01-01", "2005-01-01", "year"),
    ("1985-04-XX", "1985-04-01", "1985-05-01", "month"),
    ("1985-XX-XX", "1985-01-01", "1986-01-01", "year"),
    ("1985-04-12/..", "1985-04-12", "..", "interval"),
    ("1985-04/..", "1985-04-01", "..", "interval"),
    ("1985/..", "1985-01-01", "..", "interval"),
    ("../1985-04-12", "..", "1985-04-13", "interval"),
    ("../1985-04", "..", "1985-05-01", "interval"),
    ("../1985", "..", "1986-01-01", "interval"),
    ("1985-04-12/", "1985-04-12", "..", "interval"),
    ("/1985-04", "..", "1985-05-01", "interval"),
    # level 2
    ("1950S2", "1900-01-01", "2000-01-01", "century"),
    ("2001-34", "2001-04-01", "2001-07-01", "quarter"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1673-01-01", "set"),
    ("[..1760-12-03]", "..", "1760-12-04", "set"),
    ("[1760-12..]", "1760-12-01", "..", "set"),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", "..", "set"),
    ("[1667,1760-12]", "1667-01-01", "1761-01-01", "set"),
    ("[..1984]", "..", "1985-01-01", "set"),
    ("2004-06-11~", "2004-06-10", "2004-06-13", "day"),
    ("2004-06~-11", "2004-06-10", "2004-06-13", "day"),
    ("2004?-06-11", "2004-06-11", "2004-06-12", "day"),
    ("?2004-06-~11", "2004-06-10", "2004-06-13", "day"),
    ("2004-%06-11", "2004-06-10", "2004-06-13", "day"),
    ("156X-12-25", "1560-12-25", "1569-12-26", "decade"),
    ("15XX-12-25", "1500-12-25", "1599-12-26", "century"),
    ("1XXX-12", "1000-12-01", "2000-01-01", "millennium"),
    ("1XXX-XX", "1000-01-01", "2000-01-01", "millennium"),
    ("1984-1X", "1984-10-01", "1985-01-01", "year"),
    ("2004-06-~01/2004-06-~20", "2004-05-31", "2004-06-22", "interval"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-04", "interval"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), SPECIFIED)
def test_the_examples_of_the_specification(text, start, end, precision):
    date = parse(text)
    assert (date.earliest_us, date.latest_us, date.precision) == (us(start), us(end), precision)


OURS = [
    ("2025-XX-05", "2025-01-05", "2025-12-06", "year"),
    ("2025-XX-31", "2025-01-31", "2026-01-01", "year"),
    ("2025-06-3X", "2025-06-30", "2025-07-01", "month"),
    ("19X4-02-29", "1904-02-29", "1984-03-01", "century"),
    ("2XXX", "2000-01-01", "3000-01-01", "millennium"),
    ("2004-02-29", "2004-02-29", "2004-03-01", "day"),
    ("2001-25", "2001-03-01", "2001-06-01", "season"),
    ("2001-28", "2001-12-01", "2002-03-01", "season"),
    ("2001-29", "2001-09-01", "2001-12-01", "season"),
    ("2001-30", "2001-12-01", "2002-03-01", "season"),
    ("2001-31", "2001-03-01", "2001-06-01", "season"),
    ("2001-32", "2001-06-01", "2001-09-01", "season"),
    ("2001-33", "2001-01-01", "2001-04-01", "quarter"),
    ("2001-36", "2001-10-01", "2002-01-01", "quarter"),
    ("2001-37", "2001-01-01", "2001-05-01", "third"),
    ("2001-38", "2001-05-01", "2001-09-01", "third"),
    ("2001-39", "2001-09-01", "2002-01-01", "third"),
    ("2001-40", "2001-01-01", "2001-07-01", "half"),
    ("2001-41", "2001-07-01", "2002-01-01", "half"),
    ("2025-06-05T19Z", "2025-06-05T19:00", "2025-06-05T20:00", "hour"),
    ("2025-06-05T12:00Z", "2025-06-05T12:00", "2025-06-05T12:01", "minute"),
    ("2025-06-05T19:17:30.5Z", "2025-06-05T19:17:30.500", "2025-06-05T19:17:30.600", "millisecond"),
    ("2025-06-05T19:17:30.250Z", "2025-06-05T19:17:30.250", "2025-06-05T19:17:30.251", "millisecond"),
    (
        "2025-06-05T19:17:30,123456Z",
        "2025-06-05T19:17:30.123456",
        "2025-06-05T19:17:30.123457",
        "microsecond",
    ),
    ("2025-06-06T04:17+0900", "2025-06-05T19:17", "2025-06-05T19:18", "minute"),
    ("2025-06-05T19:17Z/2025-06-05T19:30Z", "2025-06-05T19:17", "2025-06-05T19:31", "interval"),
    ("2013~/2018", "2012-10-01", "2019-01-01", "interval"),
    ("2013/2018~", "2013-01-01", "2019-04-01", "interval"),
    ("[2025~,2026]", "2024-10-01", "2027-01-01", "set"),
    ("[2025-06-05T19:17Z..2025-06-06]", "2025-06-05T19:17", "2025-06-07", "set"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), OURS)
def test_other_forms(text, start, end, precision):
    date = parse(text)
    assert (date.earliest_us, date.latest_us, date.precision) == (us(start), us(end), precision)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("-1985", -1985, -1985, "year"),
        ("0000", 0, 0, "year"),
        ("-05XX", -599, -500, "century"),
        ("Y170000002", 170000002, 170000002, "year"),
        ("Y-170000002", -170000002, -170000002, "year"),
        ("Y-17E7", -170000000, -170000000, "year"),
        ("Y171010000S3", 171000000, 171999999, "millennium"),
        ("Y3388E2S3", 338000, 338999, "millennium"),
        ("1859S3", 1850, 1859, "decade"),
        ("-1859S2", -1899, -1800, "century"),
        ("1859S4", 1859, 1859, "year"),
    ],
)
def test_years_outside_the_calendar_of_the_standard_library(text, first, last, precision):
    date = parse(text)
    assert date.earliest_us == edtf.days_from_civil(first, 1, 1) * edtf.DAY
    assert date.latest_us == edtf.days_from_civil(last + 1, 1, 1) * edtf.DAY
    assert date.precision == precision


@pytest.mark.parametrize(
    "text", ["XXXX", "XXXX-XX", "XXXX-XX-XX", "XXXX-12", "XXXX-12-25", "XXXX-02-29", "XXXX-XX-23"]
)
def test_a_date_without_its_year_is_unknown(text):
    date = parse(text)
    assert date.is_unknown
    assert date.precision == "unknown"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2025-06-06T04:17+09:00", "2025-06-05T19:17Z"),
        ("2025-06-05T19:17:30,5+00:00", "2025-06-05T19:17:30.5Z"),
        ("2025-01-01T00:30+01", "2024-12-31T23:30Z"),
        ("?2004-06-~11", "2004-06-11%"),
        ("2004-06~-11", "2004-06-11~"),
        ("[2025, 2026]", "[2025,2026]"),
        (" 2013 / 2018 ", "2013/2018"),
        ("XXXX-XX-XX", "XXXX"),
        ("XXXX/2018", "/2018"),
        ("2018/XXXX", "2018/"),
        ("2018-?06/2019", "2018-06?/2019"),
    ],
)
def test_the_canonical_text(text, canonical):
    assert parse(text).text == canonical
    assert parse(canonical) == parse(text)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2004", False, False),
        ("2004~", True, False),
        ("2004?", False, True),
        ("2004%", True, True),
        ("2004?-06~", True, True),
        ("2004~/2006?", True, True),
        ("[2004,2006?]", False, True),
        ("2025-06-05T19:17Z~", True, False),
    ],
)
def test_qualifiers_are_flags_of_the_whole(text, approximate, uncertain):
    assert (parse(text).approximate, parse(text).uncertain) == (approximate, uncertain)


SPREADS = [  # each is the exact date, its ~ interval worked out by hand
    ("2XXX", "1900-01-01", "3100-01-01"),
    ("19XX", "1890-01-01", "2010-01-01"),
    ("201X", "2009-01-01", "2021-01-01"),
    ("2025", "2024-10-01", "2026-04-01"),
    ("2025-40", "2024-12-01", "2025-08-01"),
    ("2025-39", "2025-08-01", "2026-02-01"),
    ("2025-35", "2025-06-01", "2025-11-01"),
    ("2025-24", "2025-11-01", "2026-04-01"),
    ("2025-10", "2025-09-24", "2025-11-08"),
    ("2025-06-06", "2025-06-05", "2025-06-08"),
    ("2025-06-05T19Z", "2025-06-05T18:00", "2025-06-05T21:00"),
    ("2025-06-05T19:17Z", "2025-06-05T19:12", "2025-06-05T19:23"),
    ("2025-06-05T19:17:30Z", "2025-06-05T19:12:30", "2025-06-05T19:22:31"),
    ("2025-06-05T19:17:30.5Z", "2025-06-05T19:12:30.500", "2025-06-05T19:22:30.600"),
    ("2025-06-05T19:17:30.1234Z", "2025-06-05T19:12:30.123400", "2025-06-05T19:22:30.123500"),
    ("2025-XX-31", "2024-10-31", "2026-04-01"),
]


@pytest.mark.parametrize(("text", "start", "end"), SPREADS)
def test_what_approximate_adds(text, start, end):
    for mark in "~%":
        date = parse(text + mark)
        assert (date.earliest_us, date.latest_us) == (us(start), us(end))
        assert date.precision == parse(text).precision


def test_the_spread_of_every_precision_is_written_down_and_tested():
    rows = [
        line.split("|")[1:3]
        for line in (VagueDate.__doc__ or "").splitlines()
        if line.strip().startswith("|")
    ]
    units = {"years": (12, 0), "year": (12, 0), "months": (1, 0), "month": (1, 0), "week": (0, 7 * edtf.DAY)}
    units |= {"day": (0, edtf.DAY), "hour": (0, edtf.HOUR), "minutes": (0, edtf.MINUTE)}
    written = {}
    for names, step in rows[2:]:
        count, unit = step.split()
        for name in names.replace(" and finer", ", millisecond, microsecond").split(","):
            written[name.strip()] = tuple(int(count) * part for part in units[unit])
    assert written == edtf.SPREAD
    assert {parse(text).precision for text, _, _ in SPREADS} == set(edtf.SPREAD)


WRONG = [
    ("2025-02-30", "February 2025 has 28 days", "2025-02-28"),
    ("2024-02-30", "February 2024 has 29 days", "2024-02-29"),
    ("1900-02-29", "February 1900 has 28 days", "1900-02-28"),
    ("2025-04-31", "April 2025 has 30 days", "2025-04-30"),
    ("-0044-04-31", "April -44 has 30 days", "-0044-04-30"),
    ("XXXX-02-30", "no such February has a day 30", ""),
    ("19X1-02-29", "no such February has a day 29", ""),
    ("2025-13", "there is no month 13", "01 to 12"),
    ("2025-00", "there is no month 00", "01 to 12"),
    ("2025-42", "there is no month 42", "21 to 41"),
    ("2025-21-05", "there is no month 21", ""),
    ("2025-06-32", "there is no day 32", "01 to 31"),
    ("2025-06-00", "there is no day 00", "01 to 31"),
    ("-0000", "there is no year -0000", "0000"),
    ("2025-06-05T19:17", "a time needs its zone", "2025-06-05T19:17Z"),
    ("2025-06-05T19", "a time needs its zone", "2025-06-05T19Z"),
    ("2025-06-05T24:00Z", "hours are 00 to 23", "2025-06-06T00:00Z"),
    ("2024-12-31T24:00:00+09:00", "hours are 00 to 23", "2025-01-01T00:00+09:00"),
    ("2025-06-05T25:00Z", "there is no hour 25", "00 to 23"),
    ("2025-06-05T19:60Z", "there is no minute 60", "00 to 59"),
    ("2025-06-05T19:17:61Z", "there is no second 61", "00 to 59"),
    ("2016-12-31T23:59:60Z", "leap seconds", "2016-12-31T23:59:59Z"),
    ("2025-06-05T19:17:00.1234567Z", "six decimals", ".123456"),
    ("2025-06-05T19:17+15:00", "there is no offset +15:00", "-14:00 to +14:00"),
    ("2025-06-05T19:17+05:75", "there is no offset +05:75", "-14:00 to +14:00"),
    ("2025-06-05T19+05:30", "no whole hour of UTC", "minutes"),
    ("9999-12-31T23:00-02:00", "outside the years", ""),
    ("2025-02-29T19:17Z", "February 2025 has 28 days", ""),
    ("2018/2013", "2013 ends before 2018 starts", "2013/2018"),
    ("2018-06-05/2018-05", "2018-05 ends before 2018-06-05 starts", "2018-05/2018-06-05"),
    ("2025-06-05T19:17Z/2025-06-05T19:16Z", "ends before", ""),
    ("2018~/2017~", "2017~ ends before 2018~ starts", ""),
    ("2013/2018-13", "there is no month 13", ""),
    ("../..", "needs a date at one end", "XXXX"),
    ("/", "needs a date at one end", "XXXX"),
    ("XXXX/..", "needs a date at one end", "XXXX"),
    ("{1667,1668}", "braces mean all", "[a,b]"),
    ("[2026..2025]", "2025 ends before 2026 starts", "2025..2026"),
    ("[2025..,2026]", "only the ends of a set may be open", ""),
    ("[2025,..2026]", "only the ends of a set may be open", ""),
    ("2004?~", "one sign", "%"),
    ("2004-06~~", "one sign", "%"),
    ("Y2025", "more than four digits", "2025"),
    ("Y-1985", "more than four digits", "-1985"),
    ("Y170000000002", "11 digits", ""),
    ("Y1E99", "11 digits", ""),
    ("1900S5", "S5 does not fit", "1 to 4"),
    ("1900S0", "S0 does not fit", "1 to 4"),
]


@pytest.mark.parametrize(("text", "message", "hint"), WRONG)
def test_what_cannot_be_is_said_with_its_mend(text, message, hint):
    with pytest.raises(DateError) as caught:
        parse(text)
    assert repr(text) in caught.value.message
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert bool(hint) <= bool(caught.value.hint)
    assert str(caught.value).startswith(caught.value.message)


NO_DATES = """
foo 20 202 20255 -XXXX 2025- 2025-06- 2025-6- [2025 2025] [] [2025,] [..] [foo] 2025/foo 2025/2026/2027 ~ ? %
X Y 2025-06-05T 2025-06-05T1917Z 2025-06-05T19:17Z~~ 2025-XX-XX-XX YE7 Y17E Y17E7E7 T19:17Z
2025--06 --2025 2025/2026-
٢٠٢٥
"""


@pytest.mark.parametrize("text", ["", " ", "2025\n2026", "[2025, ]", *NO_DATES.split()])
def test_what_is_no_date_is_said_with_examples(text):
    with pytest.raises(DateError, match="cannot read") as caught:
        parse(text)
    assert "2025-06-05T19:17Z" in caught.value.hint


def test_a_very_long_text_is_refused_and_shown_in_part():
    with pytest.raises(DateError) as caught:
        parse("[" + "2025," * 200_000 + "2026]")
    assert len(caught.value.message) < 120


# The edtf package (5.0.2, https://github.com/ixc/python-edtf) agrees on these. It is not asked where it
# differs: open ends are bare infinities beside tuples; an unknown start becomes ten years ("/1985" starts in
# 1975); ~ widens a month by months and a year by a year; times of day are dropped; 1950S2 is the year 1950;
# winters, and the southern summer, end on 31 December; 1984-1X raises AttributeError.
DIFFERS = re.compile(r"[~%TS]|\.\.|/$|^/|2001-24|1984-1X").search
GROUPS = "2001-25 2001-29 2001-31 2001-33 2001-36 2001-37 2001-38 2001-39 2001-40 2001-41"
AGREED = [text for text, *_ in SPECIFIED if not DIFFERS(text)] + GROUPS.split()


@pytest.mark.parametrize("text", AGREED)
def test_the_edtf_package_agrees_where_it_is_right(text):
    oracle = pytest.importorskip("edtf").parse_edtf(text)
    first, last = datetime.date(*oracle.lower_strict()[:3]), datetime.date(*oracle.upper_strict()[:3])
    date = parse(text)
    assert date.earliest_us == (first.toordinal() - 719163) * edtf.DAY
    assert date.latest_us == (last.toordinal() - 719163 + 1) * edtf.DAY


@settings(max_examples=200, deadline=None)
@given(st.dates())
def test_days_are_counted_as_the_standard_library_does(day):
    days = edtf.days_from_civil(day.year, day.month, day.day)
    assert days == day.toordinal() - datetime.date(1970, 1, 1).toordinal()
    assert edtf.civil_from_days(days) == (day.year, day.month, day.day)


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**14), 10**14))
def test_days_and_calendar_are_inverses_in_any_year(days):
    year, month, day = edtf.civil_from_days(days)
    assert 1 <= day <= edtf.month_days(year, month)
    assert edtf.days_from_civil(year, month, day) == days
