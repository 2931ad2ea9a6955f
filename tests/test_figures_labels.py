from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.grouping import merges
from figures.labels import leader, place, place_both_sides, text_box
from figures.measure import crossings, outside, overlaps
from figures.staircases import isotonic

ROOM = {"left": 0, "right": 700, "step": 5, "gap": 6}
DRAWN = {"base": 18, "row_height": 11, "height": 9}
FINE = 1e-6

anchors = st.one_of(
    st.floats(0, 700),
    st.integers(0, 700).map(float),
    st.sampled_from([0.0, 100.0, 350.0, 350.5, 700.0]),  # many at one place
)
labels = st.lists(st.tuples(anchors, st.floats(0, 180)), max_size=40)
both = pytest.mark.parametrize("solve", [place, place_both_sides])
once = settings(max_examples=80, deadline=None)


def placed(solve, pairs, **limits):
    return solve([a for a, _ in pairs], [w for _, w in pairs], **{**ROOM, **limits})


def drawn(placement):
    boxes = [text_box(flag, **DRAWN) for flag in placement.flags]
    return boxes, [leader(flag, elbow=14, **DRAWN) for flag in placement.flags]


def poles_in_texts(boxes, lines):
    """Pairs of a leader and a text of another label that it runs through."""
    segments = [[start, end] for line in lines for start, end in pairwise(line)]
    found = []
    for i, (x0, y0, x1, y1) in enumerate(boxes):
        # a pole that cuts a text crosses its middle or runs into it
        middle = [(x0 + FINE, (y0 + y1) / 2), (x1 - FINE, (y0 + y1) / 2)]
        if x1 - x0 > 2 * FINE:
            hits = crossings([middle, *segments])
            found += [(i, (j - 1) // 2) for k, j in hits if k == 0 and (j - 1) // 2 != i]
    return found


def assert_sound(placement):
    boxes, lines = drawn(placement)
    assert overlaps(boxes, tolerance=FINE) == []
    assert crossings(lines) == []
    assert poles_in_texts(boxes, lines) == []


@both
@given(labels)
@once
def test_nothing_overlaps_and_no_leader_cuts_or_crosses(solve, pairs):
    assert_sound(placed(solve, pairs))


@both
@given(labels)
@once
def test_every_label_has_its_own_flag_in_the_order_of_the_input(solve, pairs):
    placement = placed(solve, pairs)
    assert [(f.anchor, f.width) for f in placement.flags] == pairs
    assert [placement.members(f) for f in placement.flags] == [(i,) for i in range(len(pairs))]


@both
@given(labels)
@once
def test_poles_stand_in_the_order_of_their_marks_a_step_apart(solve, pairs):
    placement = placed(solve, pairs)
    flags = [placement.flags[i] for i in placement.order]
    for side in ([f for f in flags if f.row > 0], [f for f in flags if f.row < 0]):
        for before, after in pairwise(side):
            assert before.anchor <= after.anchor
            assert after.pole - before.pole >= ROOM["step"] - FINE


@both
@given(labels)
@once
def test_all_stand_in_the_room_or_the_excess_says_by_how_much_not(solve, pairs):
    placement = placed(solve, pairs)
    frame = (ROOM["left"], -1e9, ROOM["right"] + placement.excess, 1e9)
    assert outside(drawn(placement)[0], frame, tolerance=FINE) == []
    wider = placed(solve, pairs, right=ROOM["right"] + placement.excess + FINE)
    assert wider.excess == 0


@given(labels)
@once
def test_rows_are_filled_from_the_line_up(pairs):
    placement = placed(place, pairs)
    rows = [placement.flags[i].row for i in placement.order]
    # a block counts down to 1, and only then does the next one start
    assert all(after == before - 1 for before, after in pairwise(rows) if before > 1)
    assert not rows or rows[-1] == 1
    assert placement.rows == max(rows, default=0)


@both
@given(labels, st.integers(1, 4))
@once
def test_what_cannot_fit_merges_and_nothing_is_dropped(solve, pairs, max_rows):
    placement = placed(
        solve, pairs, max_rows=max_rows, group_width=lambda first, last: 60 + (last - first) % 7
    )
    told = sorted(i for flag in placement.flags for i in placement.members(flag))
    assert told == list(range(len(pairs)))
    assert placement.excess == 0
    assert max(placement.rows, placement.rows_below) <= max_rows
    assert_sound(placement)


@given(labels, st.integers(1, 4))
@once
def test_groups_are_of_neighbours(pairs, max_rows):
    placement = placed(place, pairs, max_rows=max_rows, group_width=lambda first, last: 70)
    spans = sorted((f.first, f.last) for f in placement.flags)
    assert [first for first, _ in spans] == [0, *(last + 1 for _, last in spans)][: len(spans)]
    for flag in placement.flags:
        members = [pairs[i][0] for i in placement.members(flag)]
        assert members == sorted(members)
        assert flag.anchor == (members[0] + members[-1]) / 2
        assert flag.width == (70 if flag.grouped else pairs[placement.members(flag)[0]][1])


def test_labels_with_room_stand_at_their_marks_in_one_row():
    placement = place([10, 200, 400], [100, 100, 100], **ROOM)
    assert [(f.pole, f.row) for f in placement.flags] == [(10, 1), (200, 1), (400, 1)]
    assert placement.displacement.max == 0


def test_neighbours_go_down_a_staircase_in_time_order():
    placement = place([300, 310, 320], [100, 100, 100], **ROOM, reach=0)
    assert [(f.pole, f.row) for f in placement.flags] == [(300, 3), (310, 2), (320, 1)]


def test_blocks_are_of_even_size():
    # 12 labels of 140 points at one place: in 700 points they need five blocks side by side at most
    placement = place([350] * 12, [140] * 12, left=0, right=700, step=5, gap=6, reach=700, max_rows=5)
    assert [f.row for f in placement.flags] == [3, 2, 1] * 4


def test_the_fewest_rows_within_reach_are_taken():
    pairs, reaches = [(350.0, 100.0)] * 50, (300, 250, 200, 150, 125)
    rows = [placed(place, pairs, reach=reach).rows for reach in reaches]
    assert rows == sorted(rows)
    for reach, count in zip(reaches, rows, strict=True):
        assert placed(place, pairs, reach=reach).displacement.max <= reach
        assert placed(place, pairs, reach=reach, max_rows=count - 1).displacement.max > reach or count == 1


def test_out_of_reach_rows_are_spent_only_where_they_help():
    pairs = [(mark, 100.0) for mark in [*range(0, 300, 60), *[300] * 30, *range(360, 600, 60)]]
    tight = placed(place, pairs, reach=0)
    tall = min(
        (placed(place, pairs, reach=reach) for reach in range(0, 200, 5)), key=lambda p: p.displacement.max
    )
    assert tight.rows < len(pairs)
    assert tight.displacement.max <= 1.5 * tall.displacement.max


@given(labels)
@once
def test_what_fits_as_one_staircase_is_never_said_not_to_fit(pairs):
    ends = [rank * ROOM["step"] + width for rank, (_, width) in enumerate(sorted(pairs, key=lambda p: p[0]))]
    if max(ends, default=0) <= 700:
        assert placed(place, pairs).excess == 0


def test_both_sides_need_fewer_rows_each():
    pairs = [(350.0, 100.0)] * 20
    above, split = placed(place, pairs), placed(place_both_sides, pairs)
    assert split.rows < above.rows
    assert split.rows_below < above.rows
    assert {f.row > 0 for f in split.flags} == {True, False}


def test_rows_below_mirror_those_above():
    flags = place_both_sides([100, 110], [80, 80], **ROOM, max_rows=1, reach=700).flags
    assert [f.row for f in flags] == [1, -1]
    above, below = (text_box(f, **DRAWN) for f in flags)
    assert (above[1], above[3]) == (-below[3], -below[1])


@both
def test_labels_at_the_right_edge_stand_inside(solve):
    placement = solve([700] * 9, [120] * 9, **ROOM)
    assert placement.excess == 0
    assert outside(drawn(placement)[0], (0, -1e9, 700, 1e9), tolerance=FINE) == []
    assert_sound(placement)


def test_wildly_different_widths_do_not_overlap():
    assert_sound(place(list(range(0, 700, 25)), [650 if i % 9 == 4 else 3 + i for i in range(28)], **ROOM))


def test_a_label_wider_than_the_room_is_placed_and_named():
    placement = place([300], [900], **ROOM)
    assert (placement.flags[0].pole, placement.too_wide, placement.excess) == (0, (0,), 0)


def test_no_labels_take_no_rows():
    placement = place([], [], **ROOM)
    assert (placement.flags, placement.rows, placement.excess) == ((), 0, 0)


def test_input_out_of_order_gives_what_sorted_input_gives():
    anchors, widths = [400.0, 30.0, 35.0, 401.0, 30.0], [90.0, 80.0, 70.0, 60.0, 50.0]
    order = sorted(range(5), key=anchors.__getitem__)
    mixed = place(anchors, widths, **ROOM)
    tidy = place([anchors[i] for i in order], [widths[i] for i in order], **ROOM)
    assert mixed.order == tuple(order)
    assert [mixed.flags[i] for i in order] == list(tidy.flags)


@pytest.mark.parametrize(
    ("anchors", "widths", "limits", "words"),
    [
        ([1, float("nan")], [5, 5], {}, "anchor 1 is nan"),
        ([1, 2], [5, float("inf")], {}, "width 1 is inf"),
        ([1, 2], [5, -3], {}, "width 1 is -3"),
        ([1, 2], [5], {}, "2 anchors but 1 widths"),
        ([1], [5], {"right": 0}, "no room"),
        ([1], [5], {"step": 0}, "step 0"),
        ([1], [5], {"gap": -1}, "gap -1"),
        ([1], [5], {"reach": -1}, "reach -1"),
        ([1], [5], {"max_rows": 0}, "max_rows 0"),
    ],
)
def test_what_makes_no_sense_is_named(anchors, widths, limits, words):
    with pytest.raises(ValueError, match=words):
        place(anchors, widths, **{**ROOM, **limits})


def best_by_trying_every_division(wanted, uppers):
    """The least cost of all divisions into runs of equal values, each at its own best: the optimum is one."""
    best = float("inf")
    for cuts in range(1 << (len(wanted) - 1)):
        ends = [i + 1 for i in range(len(wanted) - 1) if cuts >> i & 1] + [len(wanted)]
        values = []
        for start, stop in pairwise([0, *ends]):
            mean = sum(wanted[start:stop]) / (stop - start)
            values += [max(0, min(mean, *uppers[start:stop]))] * (stop - start)
        if all(a <= b for a, b in pairwise(values)):
            best = min(best, sum((v - w) ** 2 for v, w in zip(values, wanted, strict=True)))
    return best


@given(st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 30)), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_solution_is_the_least_squares_one_under_its_bounds(pairs):
    wanted, uppers = [w for w, _ in pairs], [u for _, u in pairs]
    found = isotonic(wanted, uppers)
    assert all(a <= b for a, b in pairwise([0, *found]))
    assert all(value <= upper for value, upper in zip(found, uppers, strict=True))
    cost = sum((value - want) ** 2 for value, want in zip(found, wanted, strict=True))
    assert cost == pytest.approx(best_by_trying_every_division(wanted, uppers))


def test_equal_distances_merge_evenly():
    assert sorted(merges([0.0] * 8)[:4]) == [1, 3, 5, 7]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=14))
@once
def test_the_closest_neighbours_merge_first(gaps):
    marks = [float(mark) for mark in accumulate(gaps)]
    order = merges(marks)
    assert sorted(order) == list(range(1, len(marks)))
    starts = list(range(len(marks)))
    for border in order:
        groups = list(pairwise([*starts, len(marks)]))
        unions = {b: marks[stop - 1] - marks[start] for (start, b), (_, stop) in pairwise(groups)}
        assert unions[border] == min(unions.values())
        starts.remove(border)
