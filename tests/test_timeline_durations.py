"""Lengths of time: what is read, what is written, and what is refused with its mend."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.durations import LONGEST_US, DurationError, format_duration, parse_duration

HOUR = 3_600_000_000
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("20d", 20 * DAY),
        ("6h30m", 6 * HOUR + HOUR // 2),
        ("2w", 14 * DAY),
        ("1w 2d", 9 * DAY),
        ("1.5 days", 36 * HOUR),
        ("1,5d", 36 * HOUR),
        ("90 min", 90 * HOUR // 60),
        ("16s", 16_000_000),
        ("0.25s", 250_000),
        ("0", 0),
        ("0d", 0),
        (" 3 Hours ", 3 * HOUR),
        ("P20D", 20 * DAY),
        ("PT6H30M", 6 * HOUR + HOUR // 2),
        ("P2W", 14 * DAY),
        ("P1DT12H", 36 * HOUR),
        ("PT0.5S", 500_000),
        ("p20d", 20 * DAY),
    ],
)
def test_lengths_are_read_as_people_and_iso_8601_write_them(text: str, us: int) -> None:
    assert parse_duration(text) == us


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20", "give its unit: 20d"),
        ("-5d", "a delay is not negative"),
        ("2mo", "give days, such as 30d"),
        ("1y", "give days, such as 365d"),
        ("P1M", "give days, such as P30D"),
        ("P1Y", "give days, such as P30D"),
        ("3q", "'q' is no unit of time"),
        ("1h1d", "longest first"),
        ("1d1d", "longest first"),
        ("", "not a length of time"),
        ("P", "not a length of time"),
        ("PT", "not a length of time"),
        ("P1DT", "not a length of time"),
        ("soon", "such as 20d"),
        ("20d!", "not a length of time"),
        ("18y", "differ in length"),
        ("6206d", "longer than 17 years"),
        ("9" * 400 + "d", "longer than 17 years"),
    ],
)
def test_what_is_no_length_is_refused_with_the_mend(text: str, words: str) -> None:
    with pytest.raises(DurationError) as refused:
        parse_duration(text)
    assert words in str(refused.value)


@given(st.integers(0, LONGEST_US))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_as_the_same(us: int) -> None:
    assert parse_duration(format_duration(us)) == us


def test_lengths_are_written_short() -> None:
    assert [format_duration(us) for us in (0, 20 * DAY, 36 * HOUR, 16_500_000)] == [
        "0d",
        "20d",
        "1d12h",
        "16.5s",
    ]
