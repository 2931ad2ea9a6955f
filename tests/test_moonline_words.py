"""The words of reports: catalogues that lack nothing, dates as vague as they are, and catalogues of one's own."""

import json
import re
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ephemeris.phases import phase_name
from moonline.report.words import FOLDER, Words, fill, languages, load_words
from timeline.dates import parse
from timeline.kinds import KINDS, OUTCOMES, Move

PLACE = re.compile(r"\{(\w+)\}")


def catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(FOLDER.glob(f"*.{language}.json")):
        part = json.loads(path.read_text(encoding="utf-8"))
        assert not set(part) & set(texts), f"{path.name} says keys again that another part has"
        texts |= part
    return texts


def test_there_are_words_in_english_and_japanese():
    assert {"en", "ja"} <= set(languages())


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_a_language_has_every_key_and_no_other(language):
    assert set(catalogue(language)) == set(catalogue("en"))


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_place_that_english_has(language):
    english = catalogue("en")
    for key, text in catalogue(language).items():
        ours, theirs = set(PLACE.findall(text)), set(PLACE.findall(english[key]))
        assert ours <= theirs | {"n"}, f"{key}: {ours - theirs} is never filled"
        # "a month" has no number in English, and a language may have one
        if not key.endswith((".one", ".other")):
            assert theirs <= ours, f"{key}: {theirs - ours} is lost"


@pytest.mark.parametrize("language", languages())
def test_no_text_is_empty(language):
    assert [
        key for key, text in catalogue(language).items() if not text.strip() and not key.startswith("join.")
    ] == []


@pytest.mark.parametrize("language", languages())
def test_everything_that_a_file_may_hold_has_words(language):
    words = load_words(language)
    for kind in KINDS:
        assert words.text(f"kind.{kind}")
    for outcome in OUTCOMES:
        assert words.text(f"outcome.{outcome}")
    for move in get_args(Move):
        assert words.text(f"move.{move}")
    for longitude in range(0, 360, 5):
        assert words.phase(phase_name(longitude))
    assert words.phase("any")
    for body in ("Sun", "Moon"):
        assert words.text(f"body.{body}")
    for kind in ("total", "partial", "annular", "hybrid", "penumbral"):
        assert words.text(f"eclipse.{kind}")


DATES = [
    ("2025-06-05T19:17Z", "5 June 2025, 19:17 UTC", "2025年6月5日 19:17 UTC"),
    ("2025-06-05T19:17:30Z", "5 June 2025, 19:17:30 UTC", "2025年6月5日 19:17:30 UTC"),
    ("2025-06-05T19Z", "5 June 2025, 19h UTC", "2025年6月5日 19時台 UTC"),
    ("2025-06-05", "5 June 2025", "2025年6月5日"),
    ("2025-06", "June 2025", "2025年6月"),
    ("2028", "2028", "2028年"),
    ("202X", "2020s", "2020年代"),
    ("20XX", "2000 to 2099", "2000年〜2099年"),
    ("2025-10~", "about October 2025", "2025年10月頃"),
    ("2018?", "possibly 2018", "おそらく2018年"),
    ("2018%", "possibly about 2018", "おそらく2018年頃"),
    ("Q3 2026", "Q3 2026", "2026年第3四半期"),
    ("H2 2026", "second half of 2026", "2026年下半期"),
    ("late 2024", "late 2024", "2024年終盤"),
    ("winter 2026", "winter 2026/27", "2026〜27年冬"),
    ("southern spring 2026", "southern spring 2026", "2026年春（南半球）"),
    ("NET 2027-03", "no earlier than March 2027", "2027年3月以降"),
    ("NLT 2028", "no later than 2028", "2028年までに"),
    ("2013/2018~", "2013 to about 2018", "2013年〜2018年頃"),
    ("2025-06-05/2025-06-08", "5 to 8 June 2025", "2025年6月5日〜8日"),
    ("2025-06-28/2025-07-02", "28 June to 2 July 2025", "2025年6月28日〜7月2日"),
    ("2025-12-28/2026-01-02", "28 December 2025 to 2 January 2026", "2025年12月28日〜2026年1月2日"),
    ("2025-06/2025-08", "June to August 2025", "2025年6月〜8月"),
    (
        "2025-06-05T19:17Z/2025-06-05T19:30Z",
        "5 June 2025, 19:17 to 19:30 UTC",
        "2025年6月5日 19:17〜19:30 UTC",
    ),
    ("[2025,2026]", "2025 or 2026", "2025年または2026年"),
    ("[2027..]", "2027 or later", "2027年またはそれ以降"),
    ("TBD", "to be determined", "未定"),
    ("2013/", "2013 to an unknown date", "2013年〜時期不明"),
    ("XXXX-12-25", "25 December of an unknown year", "12月25日（年は不明）"),
]


@pytest.mark.parametrize(("given_as", "english", "japanese"), DATES)
def test_dates_are_said_to_the_precision_that_is_known(given_as, english, japanese):
    date = parse(given_as)
    assert load_words("en").date(date) == english
    assert load_words("ja").date(date) == japanese


def test_a_time_is_moved_to_a_zone_and_the_day_in_utc_is_told():
    landing, tokyo = parse("2025-06-05T19:17Z"), ZoneInfo("Asia/Tokyo")
    assert load_words().zoned_date(landing, tokyo) == "6 June 2025, 04:17 JST (5 June 2025 in UTC)"
    assert load_words("ja").zoned_date(landing, tokyo) == "2025年6月6日 04:17 JST（UTCでは2025年6月5日）"
    assert load_words().zoned_date(parse("2025-06-05T10:17Z"), tokyo) == "5 June 2025, 19:17 JST"
    assert load_words().zoned_date(parse("2025-06-05"), tokyo) == "5 June 2025"


def test_an_hour_of_utc_is_two_half_hours_where_a_zone_is_half_an_hour_off():
    assert (
        load_words().date(parse("2025-06-05T10Z"), ZoneInfo("Asia/Kolkata"))
        == "5 June 2025, 15:30 to 16:30 IST"
    )


CIVIL = st.dates().map(lambda day: day.isoformat())
ENDS = st.one_of(
    CIVIL,
    CIVIL.map(lambda day: day[:7]),
    CIVIL.map(lambda day: day[:4]),
    CIVIL.map(lambda day: f"{day}T10:20Z"),
)
EDTF = st.one_of(
    ENDS,
    st.tuples(ENDS, st.sampled_from("~?%")).map("".join),
    st.tuples(st.integers(1000, 2999), st.integers(21, 41)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
    st.lists(ENDS, min_size=2, max_size=2).map(sorted).map("/".join),
    st.lists(ENDS, min_size=2, max_size=4, unique=True).map(sorted).map(lambda dates: f"[{','.join(dates)}]"),
    ENDS.map(lambda date: f"{date}/.."),
    ENDS.map(lambda date: f"../{date}"),
)


def readable(text: str):
    try:
        return parse(text)
    except ValueError:
        return None


@settings(max_examples=150, deadline=None)
@given(EDTF, st.sampled_from(languages()), st.sampled_from([None, ZoneInfo("Asia/Kathmandu")]))
@example("2025-06-XX", "en", None)
@example("-0043", "ja", None)
@example("Y170000002", "en", None)
def test_every_date_has_words_in_every_language(text, language, tz):
    date = readable(text)
    if date is not None:
        said = load_words(language).zoned_date(date, tz)
        assert said
        assert not PLACE.search(said)


@settings(max_examples=150, deadline=None)
@given(st.one_of(CIVIL, CIVIL.map(lambda day: day[:7]), ENDS.map(lambda date: f"{date}/..")))
def test_english_words_mean_the_date_that_they_say(text):
    date = readable(text)
    if date is not None and "T" not in text:
        assert parse(load_words().date(date)) == date


def test_numbers_are_counted_in_words():
    words = load_words()
    assert [words.count("days", n) for n in (0, 1, 2, 2500)] == ["0 days", "1 day", "2 days", "2,500 days"]


def test_a_place_is_filled_once_and_what_it_holds_is_no_template():
    assert fill("{a} and {b}", {"a": "{b}", "b": "{a.__class__}"}) == "{b} and {a.__class__}"


def test_a_key_that_there_is_not_is_named():
    with pytest.raises(KeyError, match=r"heading\.nothing"):
        load_words().text("heading.nothing")


def test_a_catalogue_of_ones_own_goes_before_english_and_says_what_it_lacks(tmp_path):
    path = tmp_path / "de.json"
    path.write_text(json.dumps({"language": "de", "heading.sources": "Quellen", "month.6": "Juni"}))
    words = load_words(str(path))
    assert words.language == "de"
    assert words.text("heading.sources") == "Quellen"
    assert words.date(parse("2025-06-05")) == "5 Juni 2025"
    assert words.text("heading.events") == "Events"
    assert len(words.notices) == 1
    assert "said in English" in words.notices[0]


def test_a_catalogue_may_change_a_few_words_of_a_language_that_there_is(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"language": "ja", "outcome.failure": "不成功"}))
    words = load_words(str(path))
    assert words.text("outcome.failure") == "不成功"
    assert words.text("outcome.success") == "成功"
    assert words.notices == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"language": "de",', ":1:"),
        ('["a"]', "one object of texts"),
        ('{"heading.sources": "Quellen"}', '"language" is missing'),
        ('{"language": "de", "month.6": 6}', "one object of texts"),
    ],
)
def test_a_file_that_is_no_catalogue_is_told_so(tmp_path, text, said):
    path = tmp_path / "de.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(said)):
        load_words(str(path))


def test_keys_that_nothing_uses_and_places_that_are_lost_are_told(tmp_path):
    path = tmp_path / "xx.json"
    texts = {**catalogue("en"), "language": "xx", "heading.sauces": "Sauces", "date.about": "about"}
    path.write_text(json.dumps(texts))
    told = "\n".join(load_words(str(path)).notices)
    assert "heading.sauces is not used" in told
    assert "'date.about' has no place for {date}" in told


def test_a_language_that_there_is_none_of_names_those_that_there_are():
    with pytest.raises(ValueError, match=r"'fr' \(one of en, ja"):
        load_words("fr")


def test_words_are_a_value():
    assert load_words("ja") == load_words("ja")
    assert isinstance(load_words(), Words)
