import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from timeline.dates import DateError, VagueDate, describe, format_date, parse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 24 * 3600 * 10**6
modest = settings(max_examples=200, deadline=None)

# a family of all forms

year_numbers = st.integers(0, 9998)
years = year_numbers.map("{:04}".format)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
days = st.dates(max_value=date(9998, 12, 31)).map(date.isoformat)
parts_of_years = st.builds("{}-{}".format, years, st.integers(21, 41))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31))
offsets = st.builds("{}{:02}:{:02}".format, st.sampled_from("+-"), st.integers(0, 13), st.integers(0, 59))
zones = st.just("Z") | offsets
clocks = (
    st.builds(lambda moment: f"{moment.isoformat(timespec='hours')}Z", moments)
    | st.builds(lambda moment, zone: moment.isoformat(timespec="minutes") + zone, moments, zones)
    | st.builds(lambda moment, zone: moment.isoformat(timespec="seconds") + zone, moments, zones)
    | st.builds(
        lambda moment, digits, zone: moment.isoformat(timespec="microseconds")[: 20 + digits] + zone,
        moments,
        st.integers(1, 6),
        zones,
    )
)
plain = years | months | days | parts_of_years
decades = st.integers(0, 999).map("{:03}X".format)
unspecified = (
    decades
    | st.integers(0, 99).map("{:02}XX".format)
    | st.integers(0, 9).map("{}XXX".format)
    | st.builds("{}-XX".format, years)
    | st.builds("{}-XX".format, months)
    | st.builds("{}-{}".format, years, st.sampled_from(["XX-XX", "1X", "0X", "XX-05", "1X-31", "XX-3X"]))
    | st.builds("{}{}".format, decades, st.sampled_from(["-12", "-12-25", "-02-29", "-XX", "-1X-1X"]))
)
far = (
    st.integers(10_000, 10**11 - 1).map("Y{}".format)
    | st.integers(10_000, 10**11 - 1).map("Y-{}".format)
    | st.builds("Y{}E{}S{}".format, st.integers(10, 99), st.integers(3, 9), st.integers(1, 4))
    | st.builds("{:04}S{}".format, st.integers(1000, 9999), st.integers(1, 4))
    | st.builds("-{:04}{}".format, st.integers(1, 9999), st.sampled_from(["", "-03", "-03-15", "-33"]))
)
marks = st.sampled_from(["", "", "?", "~", "%"])
unmarked = plain | clocks | unspecified | far
singles = st.builds("{}{}".format, unmarked, marks)


def stated_start(text: str) -> float:
    """Where a date starts without its spread: the order in which an interval may have its ends."""
    return start(parse(text.rstrip("?~%")))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    pair = sorted(draw(st.lists(singles, min_size=2, max_size=2)), key=stated_start)
    kind = draw(st.sampled_from(["{}/{}", "{}/..", "../{}", "{}/", "/{}"]))
    return kind.format(*pair)


@st.composite
def sets(draw: st.DrawFn) -> str:
    members = draw(st.lists(singles, min_size=1, max_size=4))
    head, tail = draw(st.sampled_from(["", ".."])), draw(st.sampled_from(["", ".."]))
    return f"[{head}{','.join(members)}{tail if len(members) > 1 or not head else ''}]"


dates = singles | intervals() | sets() | st.just("XXXX") | st.just("XXXX-12-25")


def start(day: VagueDate) -> float:
    return float("-inf") if day.earliest_us is None else day.earliest_us


def end(day: VagueDate) -> float:
    return float("inf") if day.latest_us is None else day.latest_us


def within(inner: VagueDate, outer: VagueDate) -> bool:
    return start(outer) <= start(inner) and end(inner) <= end(outer)


def us(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


# laws


@settings(max_examples=500, deadline=None)
@given(dates)
def test_parse_and_format_are_inverses(text):
    day = parse(text)
    assert parse(format_date(day)) == day
    assert format_date(parse(format_date(day))) == format_date(day) == str(day) == day.text


@modest
@given(dates)
def test_a_date_takes_time(text):
    day = parse(text)
    assert start(day) < end(day)
    assert day.is_unknown == (day.earliest_us is None and day.latest_us is None)
    assert (day.open_start, day.open_end) == (day.earliest_us is None, day.latest_us is None)
    if day.earliest_us is not None and day.latest_us is not None:
        assert day.duration_us == day.latest_us - day.earliest_us
        assert day.middle_us is not None
        assert day.contains(day.earliest_us)
        assert day.contains(day.middle_us)
        assert day.contains(day.latest_us - 1)
        assert not day.contains(day.latest_us)
        assert not day.contains(day.earliest_us - 1)
    else:
        assert day.duration_us is None
        assert day.middle_us is None


@modest
@given(moments)
def test_what_is_finer_lies_within_what_is_coarser(moment):
    text = moment.isoformat(timespec="microseconds")
    ladder = [f"{text[:n]}Z" for n in (26, 25, 24, 23, 22, 21, 19, 16, 13)]
    ladder += [text[:10], text[:7], text[:4], f"{text[:3]}X", f"{text[:2]}XX", f"{text[:1]}XXX"]
    found = [parse(step) for step in ladder]
    for finer, coarser in pairwise(found):
        assert within(finer, coarser)
        assert finer.duration_us < coarser.duration_us
    assert found[0].earliest_us == us(moment.replace(tzinfo=UTC))
    assert all(day.contains(found[0].earliest_us) for day in found)


@modest
@given(year_numbers, st.integers(0, 11))
def test_months_lie_in_the_parts_of_their_year(year, index):
    month = parse(f"{year:04}-{index + 1:02}")
    for code in (33 + index // 3, 37 + index // 4, 40 + index // 6):
        part = parse(f"{year:04}-{code}")
        assert within(month, part)
        assert within(part, parse(f"{year:04}"))


@modest
@given(moments, st.integers(-13 * 60, 13 * 60))
def test_offsets_lead_to_the_same_instant(moment, minutes):
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    instant = parse(local.isoformat(timespec="microseconds"))
    assert instant.earliest_us == us(local)
    assert instant.text.endswith("Z")
    assert instant.is_instant


@modest
@given(unmarked)
def test_approximate_only_widens_and_uncertain_changes_nothing(text):
    exact, about, perhaps, both = (parse(text + mark) for mark in ("", "~", "?", "%"))
    assert start(about) < start(exact)
    assert end(exact) < end(about)
    assert (start(perhaps), end(perhaps)) == (start(exact), end(exact))
    assert (start(both), end(both)) == (start(about), end(about))
    assert [(day.approximate, day.uncertain) for day in (exact, about, perhaps, both)] == [
        (False, False),
        (True, False),
        (False, True),
        (True, True),
    ]
    assert exact.precision == about.precision == perhaps.precision == both.precision
    assert len({exact, about, perhaps, both}) == 4


@modest
@given(dates, dates)
def test_overlap_is_symmetric_and_is_that_of_the_intervals(one, other):
    a, b = parse(one), parse(other)
    assert a.overlaps(b) == b.overlaps(a) == (max(start(a), start(b)) < min(end(a), end(b)))
    assert a.overlaps(a)
    assert a.overlaps(parse("XXXX"))


@modest
@given(singles, singles)
def test_an_interval_runs_from_the_start_of_one_to_the_end_of_the_other(one, other):
    assume(stated_start(one) != stated_start(other))
    first, last = (parse(text) for text in sorted((one, other), key=stated_start))
    both = parse(f"{first}/{last}")
    assert (both.earliest_us, both.latest_us) == (first.earliest_us, last.latest_us)
    assert parse(f"{first}/..").latest_us is parse(f"../{last}").earliest_us is None
    reach = parse(f"[{last},{first}]")
    assert (start(reach), end(reach)) == (min(start(first), start(last)), max(end(first), end(last)))


@modest
@given(plain | clocks, plain | clocks)
def test_a_reversed_interval_is_an_error(one, other):
    first, last = sorted((parse(one), parse(other)), key=lambda day: day.earliest_us)
    assume(first.latest_us <= last.earliest_us)
    with pytest.raises(DateError, match="ends before"):
        parse(f"{last}/{first}")


@modest
@given(dates, st.sampled_from([None, "Asia/Tokyo", "Asia/Kolkata", "America/St_Johns", "America/Sao_Paulo"]))
def test_everything_can_be_said(text, zone):
    day = parse(text)
    said = describe(day, ZoneInfo(zone) if zone else None)
    assert said.strip()
    assert "  " not in said
    if "T" not in day.text:
        assert said == describe(day)


sayable = st.builds("{}{}".format, plain | clocks | decades.filter(lambda text: text[2] != "0"), marks)


@st.composite
def sayable_dates(draw: st.DrawFn) -> str:
    pair = sorted(draw(st.lists(sayable, min_size=2, max_size=2)), key=stated_start)
    assume(parse(pair[0]).text != parse(pair[1]).text)
    kind = draw(
        st.sampled_from(["{}", "{}", "{}/{}", "{}/..", "../{}", "{}/", "/{}", "[{},{}]", "[..{}]", "[{}..]"])
    )
    return kind.format(*pair)


@settings(max_examples=500, deadline=None)
@given(sayable_dates())
def test_what_is_said_is_understood(text):
    day = parse(text)
    again = parse(describe(day))
    assert (again.earliest_us, again.latest_us) == (day.earliest_us, day.latest_us)
    assert (again.approximate, again.uncertain) == (day.approximate, day.uncertain)
    assert describe(again) == describe(day)


@modest
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        day = parse(text)
    except DateError:
        return
    assert parse(day.text) == day


@settings(max_examples=400, deadline=None)
@given(dates, st.data())
def test_any_slip_of_the_pen_is_a_date_or_a_date_error(text, data):
    where = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(st.text("0123456789-/.,[]{}X~?%TZ:+YES \u2013\u0664", max_size=2))
    slipped = text[:where] + put + text[where + cut :]
    try:
        day = parse(slipped)
    except DateError:
        return
    assert parse(day.text) == day
    assert start(day) < end(day)
    assert describe(day)


# cases


SAID = [
    ("2028", "2028"),
    ("2025-10~", "October 2025 (about)"),
    ("2025-06-05T19:17Z", "5 Jun 2025 19:17 UTC"),
    ("2025-01-15T06:11:39Z", "15 Jan 2025 06:11:39 UTC"),
    ("2025-01-15T06:11:39.250Z", "15 Jan 2025 06:11:39.250 UTC"),
    ("2022-11-16T08Z", "16 Nov 2022 08h UTC"),
    ("2013-01-30", "30 Jan 2013"),
    ("2025-05", "May 2025"),
    ("2025-09-01", "1 Sep 2025"),
    ("2026-35", "Q3 2026"),
    ("2026-40", "first half of 2026"),
    ("2026-41", "second half of 2026"),
    ("2024-37", "early 2024"),
    ("2024-38", "mid 2024"),
    ("2024-39", "late 2024"),
    ("2026-21", "spring 2026"),
    ("2026-24", "winter 2026/27"),
    ("2099-24", "winter 2099/00"),
    ("2026-27", "northern autumn 2026"),
    ("2026-30", "southern summer 2026/27"),
    ("2013/2018", "2013 to 2018"),
    ("2025-06/2025-06", "June 2025"),
    ("2027-03/..", "no earlier than March 2027"),
    ("2027-03~/..", "no earlier than March 2027 (about)"),
    ("../2017", "no later than 2017"),
    ("2013/", "2013 to an unknown date"),
    ("/2018", "an unknown date to 2018"),
    ("2025-06-06~", "6 Jun 2025 (about)"),
    ("2018?", "2018 (uncertain)"),
    ("2018%", "2018 (about, uncertain)"),
    ("XXXX", "to be determined"),
    ("XXXX?", "to be determined (uncertain)"),
    ("XXXX-12", "December of an unknown year"),
    ("XXXX-12-25", "25 Dec of an unknown year"),
    ("XXXX-XX-23", "XXXX-XX-23"),
    ("2025-06-05/2025-06-08", "5 to 8 Jun 2025"),
    ("2025-06-05~/2025-06-08~", "5 to 8 Jun 2025 (about)"),
    ("2025-06-05~/2025-06-08", "5 Jun 2025 (about) to 8 Jun 2025"),
    ("2025-06-05/2025-06-08~", "5 Jun 2025 to about 8 Jun 2025"),
    ("2013/2018?", "2013 to possibly 2018"),
    ("2013/2018%", "2013 to possibly about 2018"),
    ("2025-06-05/2025-07-08", "5 Jun to 8 Jul 2025"),
    ("2025-12-30/2026-01-02", "30 Dec 2025 to 2 Jan 2026"),
    ("2025-06/2025-08", "June to August 2025"),
    ("2025/2025-08", "2025 to August 2025"),
    ("2025-08/2026", "August 2025 to 2026"),
    ("2026-35/2026-36", "Q3 to Q4 2026"),
    ("2025-06-05T19:17Z/2025-06-05T19:30Z", "5 Jun 2025 19:17 to 19:30 UTC"),
    ("2025-06-05T23:50Z/2025-06-06T00:10Z", "5 Jun 2025 23:50 to 6 Jun 2025 00:10 UTC"),
    ("[2025,2026]", "2025 or 2026"),
    ("[2025-06-06,2025-06-07,2025-06-08]", "one of 6, 7 or 8 Jun 2025"),
    ("[2025-06-30,2025-07-01]", "30 Jun or 1 Jul 2025"),
    ("[1667,1668,1670..1672]", "one of 1667, 1668 or 1670 to 1672"),
    ("[..2025]", "2025 or earlier"),
    ("[2025-03..]", "March 2025 or later"),
    ("[2025]", "2025"),
    ("201X", "2010s"),
    ("200X", "2000 to 2009"),
    ("20XX", "2000 to 2099"),
    ("2025-XX", "2025"),
    ("2025-06-XX", "June 2025"),
    ("2025-XX-XX", "2025"),
    ("201X-XX-XX", "2010s"),
    ("2025-1X", "between October and December 2025"),
    ("2025-06-1X", "between 10 and 19 Jun 2025"),
    ("2025-06-3X", "30 Jun 2025"),
    ("2025-XX-05", "between 5 Jan and 5 Dec 2025"),
    ("1XXX-12", "between December 1000 and December 1999"),
    ("1950S2", "1900 to 1999"),
    ("0044", "0044"),
    ("-0044-03-15", "15 Mar -0044"),
    ("-0045-24", "winter -0045"),
    ("Y170000002", "year 170000002"),
    ("Y-17E7", "year -170000000"),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_people_read(text, said):
    assert describe(parse(text)) == said


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2025-06-05T19:17Z", "Asia/Tokyo", "6 Jun 2025 04:17 JST"),
        ("2025-06-05T19:17Z~", "Asia/Tokyo", "6 Jun 2025 04:17 JST (about)"),
        ("2023-03-21T01:24Z", "America/New_York", "20 Mar 2023 21:24 EDT"),
        ("2025-06-05T19:17Z", "America/Sao_Paulo", "5 Jun 2025 16:17 UTC-03:00"),
        ("2025-06-05T19:17Z", "Asia/Kathmandu", "6 Jun 2025 01:02 UTC+05:45"),
        ("2025-06-05T19Z", "Asia/Tokyo", "6 Jun 2025 04h JST"),
        ("2025-06-05T19Z", "Asia/Kolkata", "6 Jun 2025 00:30 to 01:30 IST"),
        ("2025-06-05T14:50Z/2025-06-05T15:10Z", "Asia/Tokyo", "5 Jun 2025 23:50 to 6 Jun 2025 00:10 JST"),
        ("2025-06-05T19:17Z/..", "Asia/Tokyo", "no earlier than 6 Jun 2025 04:17 JST"),
        ("2024-11-03T05:30Z/2024-11-03T06:30Z", "America/New_York", "3 Nov 2024 01:30 EDT to 01:30 EST"),
        ("2025-06-05", "Asia/Tokyo", "5 Jun 2025"),
        ("2025-06", "Asia/Tokyo", "June 2025"),
        ("-0044-03-15T12:00Z", "Europe/Rome", "15 Mar -0044 12:00 UTC"),
        ("9999-12-31T23:30Z", "Asia/Tokyo", "31 Dec 9999 23:30 UTC"),
    ],
)
def test_instants_are_said_in_the_zone_asked_for(text, zone, said):
    assert describe(parse(text), ZoneInfo(zone)) == said


def test_a_fixed_offset_names_itself():
    assert describe(parse("2025-06-05T19:17Z"), timezone(timedelta(hours=9))) == "6 Jun 2025 04:17 UTC+09:00"


@pytest.mark.parametrize(
    ("text", "net", "nlt"),
    [
        ("2027-03/..", True, False),
        ("NET 2027-03", True, False),
        ("[2027-03..]", True, False),
        ("../2028", False, True),
        ("NLT 2028", False, True),
        ("[..2028]", False, True),
        ("2013/", False, False),
        ("/2018", False, False),
        ("2013/2018", False, False),
        ("[..2018,2020..]", False, False),
        ("2027", False, False),
        ("XXXX", False, False),
    ],
)
def test_no_earlier_and_no_later(text, net, nlt):
    assert (parse(text).net, parse(text).nlt) == (net, nlt)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-06-05T19Z", True),
        ("2025-06-05T19:17Z", True),
        ("2025-06-05T19:17:00.5Z~", True),
        ("2025-06-05", False),
        ("2025-06-05T19:17Z/2025-06-05T19:30Z", False),
        ("[2025-06-05T19:17Z]", False),
    ],
)
def test_what_is_an_instant(text, instant):
    assert parse(text).is_instant is instant


def test_the_middle_of_an_instant_is_when_it_was_said_to_be():
    for text in ("2025-06-05T19:17Z", "2025-06-05T19:17Z~", "2025-06-05T19:17Z%"):
        assert parse(text).middle_us == us(datetime(2025, 6, 5, 19, 17, tzinfo=UTC))
    assert parse("2025-06-05").middle_us == us(datetime(2025, 6, 5, 12, tzinfo=UTC))


def test_the_year_2028_is_a_year_long_and_never_its_first_day():
    assert parse("2028").duration_us == 366 * DAY
    assert parse("2028") != parse("2028-01-01")


def test_edges_as_numpy_times():
    day = parse("2025-06-05T19:17:30.25Z")
    assert day.earliest == np.datetime64("2025-06-05T19:17:30.250000", "us")
    assert day.earliest.dtype == np.dtype("datetime64[us]")
    assert day.latest == np.datetime64("2025-06-05T19:17:30.260000", "us")
    assert parse("2027/..").latest is None
    assert parse("XXXX").earliest is None


def test_edges_too_far_for_microseconds_are_in_seconds():
    far = parse("Y170000002")
    assert far.earliest.dtype == np.dtype("datetime64[s]")
    assert far.earliest.astype("datetime64[Y]").astype(int) + 1970 == 170000002
    assert far.latest - far.earliest == np.timedelta64(365 * 86400, "s")
    assert not np.isnat(parse("Y-99999999999").earliest)
    assert not np.isnat(parse("Y99999999999").latest)


def test_a_date_is_a_value():
    day = parse("around 6 June 2025")
    assert day == parse("2025-06-06~")
    assert hash(day) == hash(parse("2025-06-06~"))
    assert pickle.loads(pickle.dumps(day)) == day
    with pytest.raises(AttributeError):
        day.text = "2025"


def test_an_error_survives_the_way_between_processes():
    with pytest.raises(DateError) as caught:
        parse("2025-06-05T19:17")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.message, again.hint) == (caught.value.message, caught.value.hint)
    assert str(again) == f"{again.message} ({again.hint})"
    assert str(DateError("no date")) == "no date"


def test_dates_are_read_without_numpy_or_any_other_package():
    code = "import sys; from timeline import dates as d; d.describe(d.parse('Q3 2026')); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert not loaded & {"numpy", "pydantic", "edtf", "dateutil", "ruamel", "skyfield", "matplotlib"}
