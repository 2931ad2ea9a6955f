"""The warp from film time to the world's: monotone, smooth, exact at its ends, and as long at holds as they ask."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.pace import HOLD_SHARE, HURRY, Hold, Warp, even_warp, eventful_warp, hold_scale, with_room

START, END = 0, 200 * 86_400_000_000  # 200 days


@st.composite
def holds(draw: st.DrawFn) -> list[Hold]:
    found = []
    for _ in range(draw(st.integers(0, 12))):
        first = draw(st.integers(START, END))
        last = draw(st.one_of(st.just(first), st.integers(first, END)))
        found.append(Hold(first, last, draw(st.floats(0.5, 4.0))))
    return found


def played(asked: list[Hold], seconds: float) -> tuple[tuple[Hold, ...], Warp]:
    wide = with_room(START, END, seconds, asked)
    return wide, eventful_warp(START, END, seconds, wide)


@given(holds(), st.floats(2.0, 120.0))
@settings(max_examples=60, deadline=None)
def test_time_never_runs_back_and_the_ends_are_exact(asked: list[Hold], seconds: float) -> None:
    _, warp = played(asked, seconds)
    times = [warp.us_at(seconds * step / 400) for step in range(401)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (START, END)
    assert (warp.us_at(-1.0), warp.us_at(seconds + 1)) == (START, END)


@given(holds(), st.floats(2.0, 120.0))
@settings(max_examples=60, deadline=None)
def test_each_hold_has_its_seconds_or_its_share_of_them(asked: list[Hold], seconds: float) -> None:
    wide, warp = played(asked, seconds)
    scale = hold_scale(seconds, wide)
    assert scale == pytest.approx(min(1, HOLD_SHARE * seconds / max(sum(h.seconds for h in wide), 1e-9)))
    for hold, before in zip(wide, asked, strict=True):
        assert hold.start_us <= before.start_us <= before.end_us <= hold.end_us
        shown = warp.film_at(hold.end_us) - warp.film_at(hold.start_us)
        assert shown >= scale * hold.seconds * (1 - 1e-6)


@given(holds(), st.floats(2.0, 120.0))
@settings(max_examples=60, deadline=None)
def test_it_is_never_faster_than_its_bound(asked: list[Hold], seconds: float) -> None:
    _, warp = played(asked, seconds)
    even, step = (END - START) / seconds, seconds / 997
    fastest = max(warp.us_at((n + 1) * step) - warp.us_at(n * step) for n in range(997)) / step
    assert fastest <= 1.5 * HURRY * even * (1 + 1e-6)


@given(st.integers(END // 10, END // 2), st.floats(0.5, 4.0), st.floats(8.0, 60.0))
@settings(max_examples=60, deadline=None)
def test_its_speed_has_no_jumps(at: int, held: float, seconds: float) -> None:
    _, warp = played([Hold(at, at, held), Hold(at + END // 5, at + END // 4, held)], seconds)
    step = 1e-3 * min(last - first for first, last in pairwise(warp.seconds))
    for knot, slope in zip(warp.seconds[1:-1], warp.slopes[1:-1], strict=True):
        before, here, after = (warp.us_at(knot + side * step) for side in (-1, 0, 1))
        fast = (END - START) / seconds
        assert (here - before) / step == pytest.approx(slope, abs=0.02 * fast)
        assert (after - here) / step == pytest.approx(slope, abs=0.02 * fast)


@given(holds(), st.floats(2.0, 120.0), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_film_at_undoes_us_at(asked: list[Hold], seconds: float, share: float) -> None:
    _, warp = played(asked, seconds)
    us = round(START + share * (END - START))
    assert warp.us_at(warp.film_at(us)) == pytest.approx(us, abs=2 + 1e-9 * END)


def test_an_instant_is_in_the_middle_of_its_hold_and_time_still_moves() -> None:
    middle = (START + END) // 2
    (hold,), warp = played([Hold(middle, middle, 3.0)], 20.0)
    enter, at, leave = (warp.film_at(us) for us in (hold.start_us, middle, hold.end_us))
    assert leave - enter >= 3.0
    assert at - enter == pytest.approx(leave - at, rel=1e-6)
    frames = [warp.us_at(enter + n / 30) for n in range(int((leave - enter) * 30))]
    assert all(before < after for before, after in pairwise(frames))


def test_instants_that_crowd_never_share_a_moment_of_their_holds() -> None:
    first, second = 86_400_000_000, 86_400_000_000 + 2_000_000  # two seconds apart in 200 days
    (one, other), warp = played([Hold(first, first, 2.0), Hold(second, second, 2.0)], 20.0)
    assert one.end_us < other.start_us
    assert warp.film_at(one.end_us) - warp.film_at(one.start_us) >= 2.0


def test_the_even_pace_is_even() -> None:
    warp = even_warp(START, END, 10.0)
    assert [warp.us_at(second) for second in (0, 2.5, 5, 10)] == [START, END // 4, END // 2, END]
    assert warp.film_at(END // 4) == pytest.approx(2.5)
