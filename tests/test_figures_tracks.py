"""Tracks: no stretch touches another, and the words of a mark stand where no tie strikes them."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.tracks import Hung, hang, tracks

WORDS = 60.0


def mark(owner, owner_x, x, **how):
    """A mark of 6 points with words at its right, or at its left."""
    right, left = (x + 8, x + 8 + WORDS), (x - 8 - WORDS, x - 8)
    return Hung(owner, owner_x, x, ((x - 3, right[1]), (left[0], x + 3)), (right, left), **how)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 120)), max_size=30), st.floats(0.5, 10))
def test_no_two_stretches_touch_on_a_track(starts, gap):
    stretches = [(left, left + length) for left, length in starts]
    chosen = tracks(stretches, gap)
    assert len(chosen) == len(stretches)
    for (i, (a, b)), (j, (c, d)) in combinations(enumerate(stretches), 2):
        assert chosen[i] != chosen[j] or b + gap <= c or a >= d + gap


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 120)), max_size=20))
def test_no_track_is_taken_while_a_nearer_one_is_free(starts):
    stretches = [(left, left + length) for left, length in starts]
    chosen = tracks(stretches, 1.0)
    for i, track in enumerate(chosen):
        for nearer in range(track):
            a, b = stretches[i]
            taken = [stretches[j] for j in range(i) if chosen[j] == nearer]
            assert any(b + 1.0 > c and a < d + 1.0 for c, d in taken)


def test_words_are_turned_away_from_the_tie_of_another():
    near = mark("a", 100, 110)
    chain = [mark("b", 150, 150), mark("b", 150, 152), mark("b", 150, 154)]
    levels, sides = hang([chain[0], near, *chain[1:]], 6.0)
    assert sides[1] == 1
    assert len(set(levels[:1] + levels[2:])) == 3


def test_words_that_nothing_strikes_stay_at_the_right():
    assert hang([mark("a", 100, 100), mark("b", 400, 400)], 6.0) == ([0, 0], [0, 0])


def test_a_mark_beyond_the_axis_ties_to_nothing():
    struck = mark("a", 200, 200)
    assert hang([struck, mark("b", 240, 236)], 6.0)[1][0] == 1
    assert hang([struck, mark("b", 240, 236, tied=False)], 6.0)[1][0] == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 500), st.booleans()), max_size=12))
def test_whatever_side_words_stand_on_nothing_touches(found):
    marks = [mark(str(owner), 120.0 * owner, x, chained=chained) for owner, x, chained in found]
    levels, sides = hang(marks, 6.0)
    rooms = [each.beside[side] for each, side in zip(marks, sides, strict=True)]
    for (i, (a, b)), (j, (c, d)) in combinations(enumerate(rooms), 2):
        assert levels[i] != levels[j] or b + 6.0 <= c or a >= d + 6.0
