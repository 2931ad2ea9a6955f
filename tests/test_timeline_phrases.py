import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import phrases
from timeline.dates import DateError, parse

EPOCH = datetime.datetime(1970, 1, 1)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (phrases.__doc__ or "").splitlines()
    if line.startswith("| ") and not line.startswith("| phrase")
]


def us(text: str) -> int | None:
    if text == "..":
        return None
    return (datetime.datetime.fromisoformat(text) - EPOCH) // datetime.timedelta(microseconds=1)


def test_the_table_is_read_whole():
    assert len(ROWS) >= 60
    assert all(len(row) == 4 for row in ROWS)


@pytest.mark.parametrize(("phrase", "text", "start", "end"), ROWS)
def test_each_row_of_the_table(phrase, text, start, end):
    date = parse(phrase)
    assert date.text == text
    assert (date.earliest_us, date.latest_us) == (us(start), us(end))


@pytest.mark.parametrize("phrase", [row[0] for row in ROWS])
def test_case_spaces_and_dashes_make_no_difference(phrase):
    date = parse(phrase)
    for variant in (phrase.upper(), phrase.lower(), phrase.title(), f"  {phrase.replace(' ', '   ')}\n"):
        assert parse(variant) == date


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tba", "XXXX"),
        ("T.B.D.", "XXXX"),
        ("NET: 2027-03", "2027-03/.."),
        ("NET early March 2027", "2027-03-01/.."),
        ("NET around March 2027", "2027-03~/.."),
        ("NET 5 June 2025 19:17 UTC", "2025-06-05T19:17Z/.."),
        ("NLT mid March 2027", "../2027-03-20"),
        ("by mid-2027", "../2027-38"),
        ("by the end of 2027", "../2027"),
        ("no earlier than the start of 2027", "2027/.."),
        ("not before 5-8 June 2025", "2025-06-05/.."),
        ("approx. June 2025", "2025-06~"),
        ("circa 1969", "1969~"),
        ("c2028", "2028~"),
        ("ca. 2028", "2028~"),
        ("~ 2028", "2028~"),
        ("around 5 to 8 June 2025", "2025-06-05~/2025-06-08~"),
        ("about 2025 or 2026", "[2025~,2026~]"),
        ("around 2018?", "2018%"),
        ("perhaps Q3 2026", "2026-35?"),
        ("Q3 2026~", "2026-35~"),
        ("around 5 June 2025 19:17 UTC", "2025-06-05T19:17Z~"),
        ("around 2026-06~", "2026-06~"),
        ("Sept. 2025", "2025-09"),
        ("sept 5, 2025", "2025-09-05"),
        ("May 2025", "2025-05"),
        ("6th of June 2025", "2025-06-06"),
        ("June 1st, 2025", "2025-06-01"),
        ("6-Jun-2025", "2025-06-06"),
        ("2025 June", "2025-06"),
        ("6 Jun. 2025", "2025-06-06"),
        ("third quarter 2026", "2026-35"),
        ("4th quarter of 2026", "2026-36"),
        ("first half 2026", "2026-40"),
        ("2H 2026", "2026-41"),
        ("2026 H2", "2026-41"),
        ("Q3, 2026", "2026-35"),
        ("Q3/2026", "2026-35"),
        ("the middle of March 2027", "2027-03-11/2027-03-20"),
        ("late February 2024", "2024-02-21/2024-02-29"),
        ("late February 2025", "2025-02-21/2025-02-28"),
        ("mid-March 2027", "2027-03-11/2027-03-20"),
        ("fall of 2026", "2026-23"),
        ("southern winter 2026", "2026-32"),
        ("southern summer 2026/27", "2026-30"),
        ("winter 2099-2100", "2099-24"),
        ("the 1990s", "199X"),
        ("1990's", "199X"),
        ("2013–2018", "2013/2018"),
        ("2013 — 2018", "2013/2018"),
        ("from 2013 until 2018", "2013/2018"),
        ("between 2013 and 2018", "2013/2018"),
        ("June–August 2025", "2025-06/2025-08"),
        ("June to August 2025", "2025-06/2025-08"),
        ("5 June to 8 July 2025", "2025-06-05/2025-07-08"),
        ("30 Dec 2025 - 2 Jan 2026", "2025-12-30/2026-01-02"),
        ("2025-06-05 to 2025-06-08", "2025-06-05/2025-06-08"),
        ("between 5 and 8 June 2025", "2025-06-05/2025-06-08"),
        ("June 5 to 8, 2025", "2025-06-05/2025-06-08"),
        ("Q3 to Q4 2026", "2026-35/2026-36"),
        ("first to second quarter of 2026", "2026-33/2026-34"),
        ("early March to mid March 2027", "2027-03-01/2027-03-20"),
        ("2013 (about) to 2018", "2013~/2018"),
        ("an unknown date to 2018", "/2018"),
        ("5 Jun 2025 23:50 UTC to 6 Jun 2025 00:10 UTC", "2025-06-05T23:50Z/2025-06-06T00:10Z"),
        ("either Q3 or Q4 2026", "[2026-35,2026-36]"),
        ("June 6 or 7, 2025", "[2025-06-06,2025-06-07]"),
        ("June, July or August 2025", "[2025-06,2025-07,2025-08]"),
        ("March 2027 or later", "[2027-03..]"),
        ("2025-06-05t19:17z", "2025-06-05T19:17Z"),
        ("2025-06-05 19:17:30 UTC", "2025-06-05T19:17:30Z"),
        ("2025-06-05T19:17 GMT", "2025-06-05T19:17Z"),
        ("5 June 2025 at 19:17:30.25 UTC", "2025-06-05T19:17:30.25Z"),
        ("June 5, 2025, 19:17 UTC", "2025-06-05T19:17Z"),
        ("19:17 UTC, 5 June 2025", "2025-06-05T19:17Z"),
        ("5 June 2025 15:17 -04:00", "2025-06-05T19:17Z"),
        ("5 June 2025 15:17 UTC-4", "2025-06-05T19:17Z"),
        ("5 June 2025 15:17−0400", "2025-06-05T19:17Z"),
        ("5 Jun 2025 19h UTC", "2025-06-05T19Z"),
        ("201x", "201X"),
        ("2025-xx", "2025-XX"),
    ],
)
def test_other_ways_to_say_it(phrase, text):
    assert parse(phrase).text == text


@pytest.mark.parametrize(
    ("phrase", "message", "hint"),
    [
        ("05/06/2025", "either order", "write 2025-05-06 or 2025-06-05"),
        ("05-06-2025", "either order", "write 2025-05-06 or 2025-06-05"),
        ("25.12.2025", "either order", "write 2025-12-25"),
        ("45/45/2025", "either order", "year-month-day"),
        ("2025/06/05", "hyphens", "write 2025-06-05"),
        ("2025.6.5", "hyphens", "write 2025-06-05"),
        ("2025-6-5", "two digits", "write 2025-06-05"),
        ("2025/06", "hyphens", "write 2025-06"),
        ("20250605", "hyphens", "write 2025-06-05"),
        ("2025-W23", "weeks", "year-month-day"),
        ("2025-156", "days of the year", "year-month-day"),
        ("2000s", "10 years or 100", "write 200X for 10, 20XX for 100"),
        ("1900s", "10 years or 100", "write 190X for 10, 19XX for 100"),
        ("after 2025", "taken in", "no earlier than"),
        ("before June 2025", "taken in", "no later than"),
        ("30 February 2025", "February 2025 has 28 days", "2025-02-28"),
        ("5 to 31 June 2025", "June 2025 has 30 days", "2025-06-30"),
        ("2018 to 2013", "2013 ends before 2018 starts", "2013/2018"),
        ("5 June 2025 19:17", "a time needs its zone", "2025-06-05T19:17Z"),
        ("2025-06-05 19:17", "a time needs its zone", "2025-06-05T19:17Z"),
        ("NET 5 June 2025 19:17", "a time needs its zone", "2025-06-05T19:17Z"),
        (
            "6 June 2025 04:17 JST",
            "the zone JST",
            "JST is usually +09:00 (Japan): write 2025-06-06T04:17+09:00",
        ),
        ("9:24 EDT on 20 March 2023", "the zone EDT", "2023-03-20T09:24-04:00"),
        ("5 June 2025 19:17 XYZ", "there is no zone XYZ", "as in 19:17+08:00 for Beijing"),
        ("9:24 p.m. on 20 March 2023", "24-hour clock", "2023-03-20T21:24Z"),
        ("5 June 2025 12:05 am", "24-hour clock", "2025-06-05T00:05Z"),
        ("5 June 2025 24:00 UTC", "hours are 00 to 23", "2025-06-06T00:00Z"),
        ("NET TBD", "cannot read", "early 2024"),
        ("NET XXXX", "take one date", "single date"),
        ("NLT 2025 or 2026", "take one date", "single date"),
    ],
)
def test_what_is_nearly_a_date_shows_its_mend(phrase, message, hint):
    with pytest.raises(DateError) as caught:
        parse(phrase)
    assert repr(phrase) in caught.value.message
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("CST", "write 2024-05-03T17:27-06:00 for US Central or 2024-05-03T17:27+08:00 for China"),
        (
            "IST",
            "write 2024-05-03T17:27+05:30 for India or 2024-05-03T17:27+02:00 for Israel"
            " or 2024-05-03T17:27+01:00 for Ireland in summer",
        ),
        ("BST", "write 2024-05-03T17:27+01:00 for British summer or 2024-05-03T17:27+06:00 for Bangladesh"),
        ("EST", "EST is usually -05:00 (US Eastern): write 2024-05-03T17:27-05:00"),
        ("PDT", "PDT is usually -07:00 (US Pacific): write 2024-05-03T17:27-07:00"),
        ("MSK", "MSK is usually +03:00 (Moscow): write 2024-05-03T17:27+03:00"),
        ("KST", "KST is usually +09:00 (Korea): write 2024-05-03T17:27+09:00"),
        ("BJT", "BJT is usually +08:00 (Beijing): write 2024-05-03T17:27+08:00"),
        ("Beijing time", "BEIJING TIME is +08:00 (Beijing): write 2024-05-03T17:27+08:00"),
        ("China Standard Time", "write 2024-05-03T17:27+08:00"),
        ("local time", "write its offset from UTC, as in 17:27+08:00 for Beijing"),
    ],
)
def test_a_zone_in_letters_is_answered_with_each_of_its_readings(zone, hint):
    for phrase in (f"3 May 2024, 17:27 {zone}", f"17:27 {zone} on 3 May 2024"):
        with pytest.raises(DateError) as caught:
            parse(phrase)
        assert hint in caught.value.hint


NOT_DATES = """
soon; next year; today; June; 5 June; 5/8 June 2025; Q5 2026; Q0 2026; H3 2026; third half of 2026; 5 to 8
or 2026; 2025 or; to 2026; about; NET; by; early; June 2025 19:17 UTC; 2013 to 18
winter 2026/28; spring 2026/27; no date; about about 2025; NET NET 2025; between 2025
5 Juni 2025; one of 2025; 2025 to; 2025-06-05 19 UTC; 5 5 2025
"""


@pytest.mark.parametrize("phrase", NOT_DATES.strip().replace("\n", "; ").split("; "))
def test_what_is_not_understood_is_not_guessed(phrase):
    with pytest.raises(DateError, match="cannot read"):
        parse(phrase)


WORDS = """
net by about c. ~ ? 2025 2026 06 5 8 31 june feb early mid end of the q3 h1 to - or between and one , ( )
2020s spring 19:17 utc jst +09:00 on (about) (uncertain) later unknown tbd / .. [ ] XXXX 2025-06 pm
"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join))
def test_words_in_any_order_are_a_date_or_a_date_error(phrase):
    try:
        date = parse(phrase)
    except DateError:
        return
    assert parse(date.text) == date
