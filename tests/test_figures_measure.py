from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.measure import Displacement, crossings, displacement, outside, overlaps, through

lengths = st.integers(0, 30)
boxes = st.lists(
    st.builds(
        lambda x, y, w, h: (x, y, x + w, y + h), lengths, lengths, st.integers(0, 12), st.integers(0, 12)
    ),
    max_size=40,
)
points = st.tuples(lengths, lengths)


def test_boxes_that_share_ground_overlap_and_those_that_touch_do_not():
    assert overlaps([(0, 0, 10, 5), (10, 0, 20, 5), (9, 4, 12, 9), (0, 5, 10, 9)]) == [(0, 2), (1, 2), (2, 3)]


def test_a_box_without_width_overlaps_nothing():
    assert overlaps([(0, 0, 10, 5), (5, 0, 5, 5), (3, 2, 8, 2)]) == []


def test_less_than_the_tolerance_is_no_overlap():
    near = [(0, 0, 10, 5), (9.99, 0, 20, 5)]
    assert overlaps(near) == [(0, 1)]
    assert overlaps(near, tolerance=0.02) == []


@given(boxes, st.sampled_from([0, 1, 3]))
@settings(max_examples=150, deadline=None)
def test_the_sweep_finds_what_comparing_every_pair_finds(these, tolerance):
    def shared(a, b):
        return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))

    every = [(i, j) for i, j in combinations(range(len(these)), 2) if shared(these[i], these[j]) > tolerance]
    assert overlaps(these, tolerance=tolerance) == every


def test_lines_cross_where_they_run_through_each_other_only():
    cross = [[(0, 0), (10, 10)], [(0, 10), (10, 0)]]
    share_an_end = [[(0, 0), (10, 10)], [(0, 0), (10, 5)]]
    touch = [[(0, 0), (10, 0)], [(5, 0), (5, 5)]]
    on_top = [[(0, 0), (10, 0)], [(2, 0), (8, 0)]]
    assert crossings(cross) == [(0, 1)]
    assert [crossings(lines) for lines in (share_an_end, touch, on_top)] == [[], [], []]


def test_a_line_does_not_cross_itself_and_a_pair_counts_once():
    loop = [(0, 0), (10, 10), (10, 0), (0, 10)]
    comb = [(0, 1), (4, 9), (6, 1), (9, 9)]
    assert crossings([loop]) == []
    assert crossings([comb, [(0, 5), (10, 5)]]) == [(0, 1)]


@given(st.lists(st.tuples(points, points), max_size=25))
@settings(max_examples=150, deadline=None)
def test_crossings_agree_with_solving_for_the_point_where_two_segments_meet(segments):
    def meet(one, other):
        (ax, ay), (bx, by) = one
        (cx, cy), (dx, dy) = other
        det = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
        if det == 0:
            return False
        s = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / det
        t = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / det
        return 0 < s < 1 and 0 < t < 1

    every = [(i, j) for i, j in combinations(range(len(segments)), 2) if meet(segments[i], segments[j])]
    assert crossings(segments) == every


def test_what_sticks_out_of_the_frame_is_named():
    frame = (0, 0, 100, 50)
    these = [(0, 0, 100, 50), (-1, 0, 5, 5), (95, 0, 101, 5), (5, -0.5, 6, 5), (5, 45, 6, 50.5)]
    assert outside(these, frame) == [1, 2, 3, 4]
    assert outside(these, frame, tolerance=0.5) == [1, 2]


def test_displacement_is_largest_mean_and_root_mean_square():
    assert displacement([0, 5, 10], [3, 1, 10]) == Displacement(4, 7 / 3, (25 / 3) ** 0.5)
    assert displacement([], []) == Displacement(0, 0, 0)


def test_displacement_wants_as_many_places_as_marks():
    with pytest.raises(ValueError, match="zip"):
        displacement([1, 2], [1])


def test_a_line_runs_through_what_it_enters_and_not_through_what_it_touches():
    box = (0, 0, 10, 5)
    assert through([[(-5, 2), (20, 3)]], [box]) == [(0, 0)]
    assert through([[(2, 2), (8, 3)]], [box]) == [(0, 0)]
    assert through([[(-5, 0), (20, 0)], [(10, -5), (10, 9)], [(-5, 9), (20, 6)]], [box]) == []
    assert through([[(-5, 4.99), (20, 4.99)]], [box], tolerance=0.02) == []
    assert through([[(0, 0), (1, 1)]], []) == []


@given(st.lists(st.tuples(points, points), max_size=12), boxes)
@settings(max_examples=100, deadline=None)
def test_a_line_is_in_a_box_where_points_along_it_are(lines, these):
    shares = [i / 997 for i in range(1, 997)]

    def enters(line, box):
        (x0, y0), (x1, y1) = line
        along = ((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in shares)
        return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in along)

    found = set(through(lines, these))
    sampled = {(i, j) for i, line in enumerate(lines) for j, box in enumerate(these) if enters(line, box)}
    assert sampled <= found
    small = {(i, j) for i, j in found - sampled}
    shrunk = set(through(lines, these, tolerance=0.05))
    assert not small & shrunk
