"""The search alone, on functions that have nothing to do with the sky."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ephemeris import search
from ephemeris.search import Condition, Spans, find_spans, roots

START, END = np.datetime64("2020-01-01", "us"), np.datetime64("2020-03-01", "us")
DAY = np.timedelta64(1, "D")


def days(times) -> np.ndarray:
    return (times - START) / DAY


def wave(period: float = 10.0, phase: float = 0.0):
    return lambda times: np.sin(2.0 * np.pi * (days(times) - phase) / period)


def test_a_sine_is_positive_half_of_the_time_and_its_ends_are_exact():
    found = find_spans(Condition(wave(), 1.0, 0.0), START, END)
    assert np.allclose(days(found.starts), np.arange(0, 60, 10), atol=1e-7)
    assert np.allclose(days(found.ends), np.arange(5, 65, 10), atol=1e-7)


def test_a_band_is_met_on_the_way_up_and_on_the_way_down():
    found = find_spans(Condition(wave(), 1.0, 0.5, 0.8), START, START + 10 * DAY)
    edges = np.arcsin([0.5, 0.8]) * 10.0 / (2.0 * np.pi)
    assert np.allclose(days(found.starts), [edges[0], 5.0 - edges[1]], atol=1e-7)
    assert np.allclose(days(found.ends), [edges[1], 5.0 - edges[0]], atol=1e-7)


def test_spans_far_shorter_than_the_step_are_found():
    # a minute and a half at each crest, and as short a dip at each trough, with samples 2.5 days apart
    crest = np.cos(2.0 * np.pi * 45.0 / 86400.0 / 10.0)
    found = find_spans(Condition(wave(10.0, 1.3), 2.5, crest), START, END)
    assert np.allclose(
        days(found.starts + (found.ends - found.starts) / 2), np.arange(3.8, 60, 10), atol=1e-5
    )
    lengths = (found.ends - found.starts) / np.timedelta64(1, "s")
    assert np.allclose(lengths, 90.0, atol=0.5)
    above_trough = find_spans(Condition(wave(10.0, 1.3), 2.5, -crest), START, END)
    assert len(above_trough) == 7
    # and a kink, where no parabola helps
    tent = Condition(lambda t: -np.abs(days(t) - 17.123), 3.0, -1e-4)
    peak = find_spans(tent, START, END)
    assert np.allclose(days(peak.starts), 17.1229, atol=1e-7)
    assert np.allclose(days(peak.ends), 17.1231, atol=1e-7)


@pytest.mark.parametrize("offset", [0.01, 0.5, 59.5, 59.99])
def test_a_short_span_at_either_end_of_the_range_is_found(offset):
    bump = Condition(lambda t: -((days(t) - offset) ** 2), 5.0, -(0.004**2))
    found = find_spans(bump, START, END)
    assert np.allclose(days(found.starts), offset - 0.004, atol=1e-6)
    assert np.allclose(days(found.ends), offset + 0.004, atol=1e-6)


def test_always_and_never_are_one_span_and_none():
    always = find_spans(Condition(wave(), 1.0, -2.0), START, END)
    assert (always.starts.tolist(), always.ends.tolist()) == ([START.item()], [END.item()])
    assert len(find_spans(Condition(wave(), 1.0, 2.0), START, END)) == 0
    assert len(find_spans(Condition(wave(), 1.0, 0.0), START, START)) == 0
    everything = find_spans([], START, END)
    assert len(everything) == 1


@settings(deadline=None, max_examples=40)
@given(
    st.floats(6.0, 40.0),
    st.floats(0.0, 40.0),
    st.floats(-0.99, 0.99),
    st.floats(0.01, 1.0),
    st.floats(5.0, 30.0),
    st.floats(-0.9, 0.9),
)
def test_spans_are_what_a_fine_grid_says(period, phase, least, width, other_period, other_least):
    one = Condition(wave(period, phase), period / 5.0, least, least + width)
    other = Condition(wave(other_period), other_period / 5.0, other_least)
    found = find_spans([one, other], START, END)
    # in order and apart: windows take turns
    assert (found.starts < found.ends).all()
    assert (found.ends[:-1] < found.starts[1:]).all()
    grid = START + np.arange(0, 60 * 1440, 7) * np.timedelta64(1, "m")
    value, second = one.value(grid), other.value(grid)
    met = (value >= least) & (value <= least + width) & (second >= other_least)
    clear = np.minimum.reduce(
        [np.abs(value - least), np.abs(value - least - width), np.abs(second - other_least)]
    )
    inside = np.searchsorted(found.starts, grid, side="right") > np.searchsorted(
        found.ends, grid, side="left"
    )
    assert (inside == met)[clear > 1e-6].all()


@settings(deadline=None, max_examples=20)
@given(st.floats(-0.9, 0.9), st.permutations([0, 1, 2]))
def test_the_order_of_conditions_and_chunks_change_nothing(least, order):
    several = [
        Condition(wave(10.0), 1.0, least),
        Condition(wave(7.0), 0.7, -0.5),
        Condition(wave(3.0, 1.0), 0.3, -0.2),
    ]
    expected = find_spans(several, START, END)
    chunk, search.CHUNK = search.CHUNK, 17
    try:
        found = find_spans([several[k] for k in order], START, END)
    finally:
        search.CHUNK = chunk
    assert (np.abs(found.starts - expected.starts) <= np.timedelta64(2, "ms")).all()
    assert (np.abs(found.ends - expected.ends) <= np.timedelta64(2, "ms")).all()


def test_within_given_spans_only_they_are_asked():
    asked = []

    def value(times):
        asked.append(times)
        return wave()(times)

    inner = Spans(START + np.array([1, 32]) * DAY, START + np.array([3, 41]) * DAY)
    found = find_spans(Condition(value, 1.0, 0.0), START, END, within=inner)
    assert np.allclose(days(found.starts), [1, 32, 40], atol=1e-7)
    assert np.allclose(days(found.ends), [3, 35, 41], atol=1e-7)
    at = days(np.concatenate(asked))
    assert not ((at > 7.0) & (at < 28.0)).any()


def test_wrong_input_is_refused_with_the_mend():
    fine = Condition(wave(), 1.0, 0.0)
    with pytest.raises(ValueError, match=r"reversed.*earlier time first"):
        find_spans(fine, END, START)
    with pytest.raises(ValueError, match="step of 0 days is not positive"):
        find_spans(Condition(wave(), 0, 0.0), START, END)
    with pytest.raises(ValueError, match="no finite value at 2020-01-01"):
        find_spans(Condition(lambda t: np.full(t.shape, np.nan), 1.0, 0.0), START, END)


@settings(deadline=None, max_examples=40)
@given(
    st.floats(-3.0, 3.0), st.lists(st.floats(0.01, 9.0), min_size=1, max_size=9), st.sampled_from([1, 3, 7])
)
def test_roots_are_found_within_the_tolerance(exact, widths, power):
    low, high = exact - np.array(widths), exact + np.array(widths[::-1])
    found = roots(lambda x: (x - exact) ** power, low, high, 1e-9)
    assert np.abs(found - exact).max() <= 1e-9


def test_few_evaluations_are_needed():
    calls = []

    def counted(x):
        calls.append(len(x))
        return np.cos(x)

    root = roots(counted, np.array([0.1]), np.array([3.0]), 1e-12)
    assert abs(root[0] - np.pi / 2.0) < 1e-12
    assert len(calls) <= 14
