"""How missions are played: ends, frames, holds, and dates that are vague."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.film.captions import ffmetadata, film_words, find_chapters, webvtt
from figures.film.playback import HOLD_SECONDS, PACES, plan_playback, reading_seconds
from timeline.dates import parse
from timeline.missionfile import load_timeline, shipped_missions
from timeline.model import Timeline

DAY = 86_400_000_000


def timeline_of(*dates: str, label: str = "Something happens") -> Timeline:
    events = [{"id": f"e{n}", "label": f"{label} {n}", "date": date} for n, date in enumerate(dates)]
    return Timeline(title="Events", missions=[{"id": "m", "name": "Mission", "events": events}])


@pytest.mark.parametrize("name", shipped_missions())
@pytest.mark.parametrize("pace", PACES)
def test_each_shipped_mission_plays_from_end_to_end(name: str, pace: str) -> None:
    playback = plan_playback(load_timeline(name), pace=pace)
    moments = [playback.moment(frame).us for frame in range(playback.frames)]
    assert moments == sorted(moments)
    assert (moments[0], moments[-1]) == (playback.start_us, playback.end_us)
    assert playback.seconds == playback.frames / playback.fps
    assert 8 <= playback.seconds <= 90
    for stop in playback.stops:
        assert 0 <= stop.enter_s <= stop.leave_s <= playback.seconds


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=12), st.floats(3, 60), st.sampled_from((10, 24, 30))
)
@settings(max_examples=40, deadline=None)
def test_each_event_is_held_for_its_share_of_the_time_to_read_it(
    days: list[int], seconds: float, fps: int
) -> None:
    dates = [str(parse(f"{2000 + day // 365}-01-{day % 28 + 1:02}T{day % 24:02}:30Z")) for day in days]
    playback = plan_playback(timeline_of(*dates), seconds=seconds, fps=fps)
    assert 0 < playback.reading <= 1
    for stop in playback.stops:
        wanted = playback.reading * reading_seconds(stop.event.label)
        assert stop.leave_s - stop.enter_s >= wanted * (1 - 1e-6)
        assert stop.event_s is not None
        assert stop.enter_s < stop.event_s < stop.leave_s


def test_without_seconds_every_label_has_the_time_it_takes_to_read() -> None:
    playback = plan_playback(load_timeline("ispace"), ["m2"])
    assert playback.reading == 1
    assert all(stop.leave_s - stop.enter_s >= reading_seconds(stop.event.label) for stop in playback.stops)
    short = plan_playback(load_timeline("ispace"), ["m2"], seconds=10)
    assert short.reading < 1
    again = plan_playback(load_timeline("ispace"), ["m2"], seconds=short.seconds_to_read)
    assert again.reading == 1


def test_a_label_takes_longer_the_longer_it_is_within_bounds() -> None:
    assert reading_seconds("TLI") == HOLD_SECONDS[0]
    assert reading_seconds("x" * 30) == pytest.approx(2.6)
    assert reading_seconds("x" * 300) == HOLD_SECONDS[1]


@pytest.mark.parametrize(
    "date", ["2028", "2025-06", "2025-06-05", "Q3 2026", "2025-06-05T19:17Z~", "2013/2018"]
)
def test_a_vague_date_is_a_band_and_has_no_moment(date: str) -> None:
    playback = plan_playback(timeline_of("2010-01-01T00:00Z", date, "2030-01-01T00:00Z"), seconds=30)
    stop = next(stop for stop in playback.stops if stop.event.id == "e1")
    assert not stop.is_instant
    assert stop.event_s is None
    assert (stop.start_us, stop.end_us) == (parse(date).earliest_us, parse(date).latest_us)
    assert stop.enter_s == pytest.approx(playback.film_at(stop.start_us))
    assert stop.leave_s == pytest.approx(playback.film_at(stop.end_us))
    assert stop.leave_s > stop.enter_s


def test_open_dates_reach_to_the_end_of_the_film_and_unknown_ones_are_nowhere() -> None:
    playback = plan_playback(timeline_of("2026-01-01T00:00Z", "NET 2027-03", "TBD", "2028"))
    stops = {stop.event.id: stop for stop in playback.stops}
    assert set(stops) == {"e0", "e1", "e3"}
    assert stops["e1"].end_us == playback.end_us


def test_from_and_to_cut_the_film() -> None:
    m2 = load_timeline("ispace")
    playback = plan_playback(m2, ["m2"], start=parse("2025-05"), end=parse("2025-06-05"))
    assert playback.start_us == parse("2025-05").earliest_us
    assert playback.end_us == parse("2025-06-05").latest_us
    assert [stop.event.id for stop in playback.stops] == ["loi", "circular-orbit", "landing"]


def test_a_single_instant_is_a_film() -> None:
    playback = plan_playback(timeline_of("2025-06-05T19:17Z"))
    (stop,) = playback.stops
    assert playback.start_us < stop.start_us < playback.end_us


@pytest.mark.parametrize(
    ("dates", "asked", "said"),
    [
        (("TBD",), {}, "no event has a date"),
        (("2025",), {"start": parse("2026"), "end": parse("2025")}, "before it begins"),
        (("2025",), {"start": parse("../2026")}, "--from takes a date"),
        (("2025",), {"seconds": 0.01}, "cannot be made"),
        (("2025",), {"seconds": float("nan")}, "cannot be made"),
        (("2025",), {"seconds": 1e9}, "cannot be made"),
        (("2025",), {"fps": 0}, "out of reach"),
        (("2025",), {"pace": "wild"}, "unknown pace"),
    ],
)
def test_what_cannot_be_played_is_said(dates: tuple[str, ...], asked: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan_playback(timeline_of(*dates), **asked)


def test_there_is_no_frame_outside_the_film() -> None:
    playback = plan_playback(timeline_of("2025"), seconds=2, fps=10)
    for frame in (-1, 20):
        with pytest.raises(ValueError, match="0 to 19"):
            playback.moment(frame)


def test_captions_tell_each_event_while_it_is_shown() -> None:
    playback = plan_playback(timeline_of("2025-06-05T19:17Z", label="A <b> & --> c"), seconds=10)
    head, cue = webvtt(playback).rstrip("\n").split("\n\n")
    times, words = cue.split("\n")
    (stop,) = playback.stops
    assert head == "WEBVTT"
    first, arrow, last = times.split()
    assert arrow == "-->"
    assert float(first[-6:]) == pytest.approx(stop.enter_s, abs=0.001)
    assert float(last[-6:]) == pytest.approx(stop.leave_s, abs=0.001)
    assert words == "A &lt;b&gt; &amp; --&gt; c 0, 5 Jun 2025 19:17 UTC"


@pytest.mark.parametrize("name", shipped_missions())
def test_chapters_stand_end_to_end(name: str) -> None:
    playback = plan_playback(load_timeline(name))
    chapters = find_chapters(playback, "A film")
    assert chapters[0].start_s == 0
    assert chapters[-1].end_s == playback.seconds
    assert all(one.end_s == other.start_s for one, other in pairwise(chapters))
    told = "; ".join(chapter.title for chapter in chapters)
    assert all(stop.event.label in told for stop in playback.stops)


def test_what_ffmpeg_would_take_for_its_own_is_set_off() -> None:
    assert "title=a\\=b\\;c\\#d\\\\e f\n" in ffmetadata("a=b;c#d\\e\nf", "", ())


def test_the_film_in_words_tells_every_event() -> None:
    m2 = load_timeline("ispace")
    words = film_words(plan_playback(m2, ["m2"], seconds=20), "Mission 2")
    assert words.startswith(
        "Mission 2. Film of 20 seconds, 7 events: Launch, 15 Jan 2025 06:11:39 UTC, success; "
    )
    assert words.endswith("Landing attempt, 5 Jun 2025 19:17 UTC, failure.")


def test_a_contradiction_is_told_in_captions_and_words() -> None:
    claims = ["2024-02-22T23:23:53Z", "2024-02-22T23:24:30Z", "2024-02-22T23:24:30Z"]
    event = {
        "id": "landing",
        "label": "Landing",
        "outcome": "partial",
        "claims": [{"date": date, "source": f"s{k}"} for k, date in enumerate(claims)],
    }
    timeline = Timeline.model_validate(
        {
            "title": "Made up",
            "sources": {f"s{k}": {"title": f"Source {k}"} for k in range(3)},
            "missions": [{"id": "m", "name": "Lander", "events": [event]}],
        }
    )
    playback = plan_playback(timeline)
    told = "Landing, 22 Feb 2024 23:23:53 UTC, or 22 Feb 2024 23:24:30 UTC (contested), partial success"
    assert webvtt(playback).rstrip("\n").endswith(f"\n{told}")
    assert film_words(playback, "A film").endswith(f": {told}.")
