import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.words import date_words, event_words, moon_words, rival_claims, span_words, timeline_words
from timeline.dates import parse

NUMBERS = {"s0": 1, "s1": 2, "s2": 3}


def event(look, **entry):
    return look.made([[{"label": "Landing", **entry}]]).events[0]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2028", "2028"),
        ("2025-10~", "October 2025 (about)"),
        ("2025-06-05T19:17Z", "5 Jun 2025 19:17 UTC"),
        ("2025-06-05", "5 Jun 2025"),
    ],
)
def test_a_date_is_said_to_its_precision(look, date, said):
    words = date_words(event(look, claims=[{"date": date, "source": "s1"}]), NUMBERS)
    assert (words.date, words.numbers, words.others) == (said, "2", ())


def test_a_date_that_two_say_has_both_numbers_in_order(look):
    claims = [{"date": "2025", "source": source} for source in ("s2", "s0")]
    assert date_words(event(look, claims=claims), NUMBERS).numbers == "1,3"


def test_an_event_without_a_date_has_its_sources(look):
    words = date_words(event(look, sources=["s1"]), NUMBERS)
    assert (words.date, words.numbers) == ("", "2")


def test_contradicting_claims_are_said_with_their_own_numbers(look):
    claims = [
        {"date": date, "source": source}
        for date, source in (("2020-05-01", "s0"), ("2021", "s1"), ("2021", "s2"))
    ]
    contested = event(look, claims=claims)
    words = date_words(contested, NUMBERS)
    assert (words.date, words.numbers) == ("1 May 2020", "1")
    assert words.others == (("2021", "2,3"),)
    assert [claim.date.text for claim in rival_claims(contested)] == ["2021", "2021"]
    assert event_words(contested, None).count("contested: 2021") >= 1


def test_an_old_plan_is_no_contradiction(look):
    claims = [{"date": f"202{i}", "planned": True, "stated": f"201{i}"} for i in range(3)]
    slipped = event(look, claims=claims, outcome="planned")
    assert rival_claims(slipped) == ()
    assert date_words(slipped, NUMBERS).others == ()
    assert event_words(slipped, None) == "Landing, 2022, planned, plan: slip, slip"


@pytest.mark.parametrize(
    ("name", "fraction", "said"),
    [
        ("full", 0.999, "Moon full, 100 % lit"),
        ("waxing crescent", (0.12, 0.18), "Moon waxing crescent, 12 to 18 % lit"),
        ("waxing crescent", (0.121, 0.124), "Moon waxing crescent, 12 % lit"),
        ("any", (0.0, 1.0), "Moon at any phase"),
        (None, None, ""),
        (None, 0.5, ""),
    ],
)
def test_the_moon_in_words(name, fraction, said):
    assert moon_words(name, fraction) == said


@pytest.mark.parametrize(
    ("dates", "said", "compact"),
    [
        (["2008", "2028"], "2008 to 2028", "2008–2028"),
        (["2025-06-05T19:17Z"], "5 Jun 2025", "5 Jun 2025"),
        (["2022-12-11", "2022-12-25"], "11 to 25 Dec 2022", "11–25 Dec 2022"),
        (["2022-11-30", "2022-12-25"], "30 Nov to 25 Dec 2022", "30 Nov–25 Dec 2022"),
        (["2022-12-25", "2023-01-02"], "25 Dec 2022 to 2 Jan 2023", "25 Dec 2022–2 Jan 2023"),
        (["XXXX"], "", ""),
        ([], "", ""),
    ],
)
def test_a_span_in_words(dates, said, compact):
    parsed = [parse(date) for date in dates]
    assert span_words(parsed) == said
    assert span_words(parsed, compact=True) == compact


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1950, 2050), min_size=1, max_size=6))
def test_a_span_reaches_from_the_first_year_to_the_last(years):
    said = span_words([parse(str(year)) for year in years])
    assert said.startswith((str(min(years)), f"1 Jan {min(years)}", "1 Jan"))
    assert said.endswith(str(max(years)))


def test_the_words_of_a_timeline_say_how_many_and_lane_by_lane(look):
    timeline = look.made([[{"label": "A", "claims": [{"date": "2025"}]}], [], [{"label": "B"}]])
    said = timeline_words(timeline, ["m0", "m1", "m2"], {}, "2025")
    assert said == "A timeline. Timeline of 2 events, 2025. Mission 0: A, 2025. Mission 2: B, no date given."
    assert (
        timeline_words(timeline, ["m2"], {}, "")
        == "A timeline. Timeline of 1 event. Mission 2: B, no date given."
    )


def test_words_take_the_display_zone(look):
    from zoneinfo import ZoneInfo

    tokyo = ZoneInfo("Asia/Tokyo")
    landing = event(look, claims=[{"date": "2025-06-05T19:17Z"}])
    assert event_words(landing, None, tokyo) == "Landing, 6 Jun 2025 04:17 JST (5 Jun in UTC)"
    assert date_words(landing, {}, tokyo).date == "6 Jun 2025 04:17 JST (5 Jun in UTC)"


def test_a_day_that_changes_with_the_zone_is_told():
    """The landing attempt of Mission 2: 5 June 2025 in UTC, 4:17 on 6 June in Japan."""
    from zoneinfo import ZoneInfo

    from figures.words import zoned
    from timeline.dates import parse

    tokyo = ZoneInfo("Asia/Tokyo")
    assert zoned(parse("2025-06-05T19:17Z"), tokyo) == "6 Jun 2025 04:17 JST (5 Jun in UTC)"
    assert zoned(parse("2025-06-05T10:00Z"), tokyo) == "5 Jun 2025 19:00 JST"
    assert zoned(parse("2025-06-05"), tokyo) == "5 Jun 2025"
    assert zoned(parse("2025-06-05T19:17Z"), None) == "5 Jun 2025 19:17 UTC"
