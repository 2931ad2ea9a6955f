"""Labels over a line of marks, solved: flags in staircases.

A label is a flag: a pole, and text to the right of it in one of the rows. Neighbours form blocks; inside one
the earliest label has the highest row and each pole stands right of the last, so that a pole never cuts a
text and a block reads from top to bottom in time. The next block starts at the top again, right of all text
before it. For a given partition into blocks the poles are the exact solution of

    min sum (pole - anchor)^2   with   pole[i+1] - pole[i] >= d[i],   left <= pole,   pole + width <= right,

which in the coordinates pole[i] - (d[0] + ... + d[i-1]) is an isotonic regression with bounds: pool adjacent
violators, linear. Lengths are points, x to the right; rows count away from the line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import accumulate, pairwise
from math import ceil, inf, isfinite

from figures.measure import Box, Displacement, Point, displacement

_SLACK = 1e-9  # what rounding may add up to, as a share of the room

Span = tuple[int, int]  # first and last, both inside


@dataclass(frozen=True, slots=True)
class Flag:
    """A placed label: where its pole stands, and the row of its text.

    `row` is 1 next to the line and grows upwards; -1, -2, ... are rows below the line. `first` and `last` are
    the ranks, in the order of anchors, of the labels it stands for: the same but for a group. `anchor` is the
    mark's place (of a group: the middle of its first and last), `width` that of its text, both in points.
    """

    pole: float
    row: int
    first: int
    last: int
    anchor: float
    width: float

    @property
    def grouped(self) -> bool:
        """Whether it stands for more than one label."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Placement:
    """Where all labels stand: one flag for each label or group, in the order of the input.

    `order` maps ranks in the order of anchors to input indices; where anchors come sorted, they are equal.
    `rows` and `rows_below` count the rows in use above and below the line. `excess` is by how much the room
    is too narrow for what was asked, in points (0 where all fits). `too_wide` are the indices of the flags
    that are wider than the whole room; they stand as if they were as wide as the room.
    """

    flags: tuple[Flag, ...]
    order: tuple[int, ...]
    rows: int
    rows_below: int
    excess: float
    too_wide: tuple[int, ...]
    displacement: Displacement

    def members(self, flag: Flag) -> tuple[int, ...]:
        """Name the input indices of the labels that a flag stands for, in the order of their anchors."""
        return self.order[flag.first : flag.last + 1]


@dataclass(frozen=True, slots=True)
class _Rules:
    left: float
    right: float
    step: float
    gap: float
    reach: float
    sides: int

    @property
    def room(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class _Trial:
    poles: list[float]
    rows: list[int]
    worst: float
    excess: float
    height: int

    def within(self, reach: float) -> bool:
        return self.excess == 0.0 and self.worst <= reach


def place(
    anchors: Sequence[float],
    widths: Sequence[float],
    *,
    left: float,
    right: float,
    step: float,
    gap: float,
    reach: float | None = None,
    max_rows: int | None = None,
    group_width: Callable[[int, int], float] | None = None,
) -> Placement:
    """Place labels above the line in as few rows as keep every pole within `reach` of its mark.

    Poles are at least `step` apart, texts in a row at least `gap`. `reach` is 0.12 of the room where none is
    given; how far the room's right end alone pushes a label is not counted. Where no number of rows up to
    `max_rows` (any, by default) reaches that, the one that moves labels the least is taken; where they do not
    fit at all, neighbours merge, the closest first, and `group_width(first, last)` gives the width of what is
    written for the ranks first..last. Without `group_width` the labels run past `right` by `excess`.

    Raises ValueError for a length that is not finite or is negative, and for limits that make no sense.
    """
    return _place(anchors, widths, left, right, step, gap, reach, max_rows, group_width, sides=1)


def place_both_sides(
    anchors: Sequence[float],
    widths: Sequence[float],
    *,
    left: float,
    right: float,
    step: float,
    gap: float,
    reach: float | None = None,
    max_rows: int | None = None,
    group_width: Callable[[int, int], float] | None = None,
) -> Placement:
    """Place labels above and below the line, one block above, the next below; otherwise as `place` does.

    Rows below are negative and mirrored: a block reads from the outermost row towards the line. `max_rows`
    holds for each side.
    """
    return _place(anchors, widths, left, right, step, gap, reach, max_rows, group_width, sides=2)


def text_box(flag: Flag, *, base: float, row_height: float, height: float) -> Box:
    """Give the box (x0, y0, x1, y1) of a flag's text, y upwards from the line.

    Row 1 starts `base` above the line, each row `row_height` above the last, the text `height` tall; row -1
    mirrors row 1.
    """
    low = base + (abs(flag.row) - 1) * row_height
    if flag.row < 0:
        return flag.pole, -low - height, flag.pole + flag.width, -low
    return flag.pole, low, flag.pole + flag.width, low + height


def leader(flag: Flag, *, elbow: float, base: float, row_height: float, height: float) -> tuple[Point, ...]:
    """Give the way from the mark to the far edge of the flag's text: mark, elbow, end of the pole.

    With `elbow` at most `base`, leaders never cross each other and never run through a text.
    """
    _, y0, _, y1 = text_box(flag, base=base, row_height=row_height, height=height)
    far, bend = (y0, -elbow) if flag.row < 0 else (y1, elbow)
    return (flag.anchor, 0.0), (flag.pole, bend), (flag.pole, far)


def _place(
    anchors: Sequence[float],
    widths: Sequence[float],
    left: float,
    right: float,
    step: float,
    gap: float,
    reach: float | None,
    max_rows: int | None,
    group_width: Callable[[int, int], float] | None,
    *,
    sides: int,
) -> Placement:
    _check(anchors, widths, left, right, step, gap, reach, max_rows)
    rules = _Rules(left, right, step, gap, 0.12 * (right - left) if reach is None else reach, sides)
    order = sorted(range(len(anchors)), key=anchors.__getitem__)
    spans = [(i, i) for i in range(len(order))]
    places, lengths = [float(anchors[i]) for i in order], [float(widths[i]) for i in order]
    trial = _search(places, lengths, rules, max_rows)
    if trial.excess > 0 and group_width is not None:
        spans, places, lengths = _grouped(places, lengths, rules, max_rows, group_width)
        trial = _search(places, lengths, rules, max_rows)
    return _placement(order, spans, places, lengths, trial, rules)


def _check(
    anchors: Sequence[float],
    widths: Sequence[float],
    left: float,
    right: float,
    step: float,
    gap: float,
    reach: float | None,
    max_rows: int | None,
) -> None:
    if len(anchors) != len(widths):
        raise ValueError(f"labels: {len(anchors)} anchors but {len(widths)} widths: give one for each")
    for name, values in (("anchor", anchors), ("width", widths)):
        bad = next((i for i, v in enumerate(values) if not isfinite(v)), None)
        if bad is not None:
            raise ValueError(f"labels: {name} {bad} is {values[bad]}: give a finite number of points")
    bad = next((i for i, w in enumerate(widths) if w < 0), None)
    if bad is not None:
        raise ValueError(f"labels: width {bad} is {widths[bad]}: give zero or more points")
    if not (isfinite(left) and isfinite(right) and left < right):
        raise ValueError(f"labels: no room from left {left} to right {right}: give a right beyond left")
    if not (isfinite(step) and step > 0 and isfinite(gap) and gap >= 0):
        raise ValueError(f"labels: step {step}, gap {gap}: give a step above zero and a gap of at least zero")
    if reach is not None and not reach >= 0:
        raise ValueError(f"labels: reach {reach}: give zero or more points")
    if max_rows is not None and max_rows < 1:
        raise ValueError(f"labels: max_rows {max_rows}: give at least one row")


def _placement(
    order: list[int],
    spans: list[Span],
    places: list[float],
    lengths: list[float],
    trial: _Trial,
    rules: _Rules,
) -> Placement:
    flags = [
        Flag(pole, row, first, last, anchor, width)
        for pole, row, (first, last), anchor, width in zip(
            trial.poles, trial.rows, spans, places, lengths, strict=True
        )
    ]
    flags.sort(key=lambda f: min(order[f.first : f.last + 1]))
    return Placement(
        flags=tuple(flags),
        order=tuple(order),
        rows=max((f.row for f in flags if f.row > 0), default=0),
        rows_below=max((-f.row for f in flags if f.row < 0), default=0),
        excess=trial.excess,
        too_wide=tuple(i for i, f in enumerate(flags) if f.width > rules.room),
        displacement=displacement([f.pole for f in flags], [f.anchor for f in flags]),
    )


def _search(places: list[float], lengths: list[float], rules: _Rules, limit: int | None) -> _Trial:
    """Find the fewest rows within reach: gallop up, then bisect; else what fits and moves labels least."""
    if not places:
        return _Trial([], [], 0.0, 0.0, 0)
    runs = _runs(places, lengths, rules)
    cap = min(limit or len(places), max(b - a for a, b in runs))
    # a block is at least as wide as the mean of its texts, so fewer rows than this can never fit
    needed = sum(lengths) + rules.gap * len(lengths)
    low = min(cap, max(1, ceil(needed / (rules.sides * (rules.room + rules.gap)) - _SLACK)))
    failed, height, tried = low - 1, low, []
    while not (trial := _trial(runs, height, places, lengths, rules)).within(rules.reach):
        tried.append(trial)
        if height == cap:
            return min(tried, key=lambda t: (t.excess, t.worst, t.height))
        failed, height = height, min(cap, height + max(1, height - low))
    while trial.height - failed > 1:
        middle = (trial.height + failed) // 2
        attempt = _trial(runs, middle, places, lengths, rules)
        if attempt.within(rules.reach):
            trial = attempt
        else:
            failed = middle
    return trial


def _runs(places: list[float], lengths: list[float], rules: _Rules) -> list[Span]:
    """Cut where a label can start right of all text before it, nothing displaced: half-open index spans."""
    starts, pole, end = [0], places[0], -inf
    for i, (place, length) in enumerate(zip(places, lengths, strict=True)):
        if i and place >= max(end + rules.gap, pole + rules.step):
            starts.append(i)
            pole = place
        elif i:
            pole = max(place, pole + rules.step)
        end = max(end, pole + length)
    return list(pairwise([*starts, len(places)]))


def _blocks(runs: list[Span], height: int) -> Iterator[Span]:
    """Divide each run into as few blocks of at most `height` labels as it takes, of even size."""
    for start, stop in runs:
        count = ceil((stop - start) / height)
        size, longer = divmod(stop - start, count)
        for k in range(count):
            begin = start + k * size + min(k, longer)
            yield begin, begin + size + (k < longer)


def _trial(runs: list[Span], height: int, places: list[float], lengths: list[float], rules: _Rules) -> _Trial:
    """Solve for one number of rows, blocks at their natural spacing or, where that is better, compressed."""
    blocks = list(_blocks(runs, height))
    roomy = _solve(blocks, height, places, lengths, rules, _roomy)
    if roomy.within(rules.reach):
        return roomy
    compact = _solve(blocks, height, places, lengths, rules, _compact)
    return min(roomy, compact, key=lambda t: (t.excess, t.worst))


def _solve(
    blocks: list[Span],
    height: int,
    places: list[float],
    lengths: list[float],
    rules: _Rules,
    inside: Callable[[list[float], list[float], float], list[float]],
) -> _Trial:
    poles, rows, excess = [0.0] * len(places), [0] * len(places), 0.0
    for side in range(rules.sides):
        indices: list[int] = []
        offsets: list[float] = []
        need = 0.0
        for start, stop in blocks[side :: rules.sides]:
            indices += range(start, stop)
            rows[start:stop] = range(stop - start, 0, -1) if side == 0 else range(start - stop, 0)
            steps = inside(places[start:stop], lengths[start:stop], rules.step)
            offsets += accumulate(steps, initial=need)
            need = offsets[-1] + max(rules.step, _tail(lengths[start:stop], steps) + rules.gap)
        uppers = [rules.room - lengths[i] - offset for i, offset in zip(indices, offsets, strict=True)]
        excess = max([excess, *(-upper for upper in uppers)])
        wanted = [places[i] - rules.left - offset for i, offset in zip(indices, offsets, strict=True)]
        for i, shifted, offset in zip(indices, _isotonic(wanted, uppers), offsets, strict=True):
            poles[i] = rules.left + shifted + offset
    worst = max(
        abs(pole - max(rules.left, min(place, rules.right - length)))
        for pole, place, length in zip(poles, places, lengths, strict=True)
    )
    return _Trial(poles, rows, worst, excess if excess > _SLACK * rules.room else 0.0, height)


def _tail(lengths: list[float], steps: list[float]) -> float:
    """How far any text of a block can reach beyond its last pole, with poles at least `steps` apart."""
    tail = lengths[0]
    for length, step in zip(lengths[1:], steps, strict=True):
        tail = max(tail - step, length)
    return tail


def _compact(places: list[float], lengths: list[float], step: float) -> list[float]:
    return [step] * (len(places) - 1)


def _roomy(places: list[float], lengths: list[float], step: float) -> list[float]:
    """Spacings that keep poles as far apart as their marks, as far as the block grows no wider for it."""
    if len(places) == 1:
        return []
    widest = max(k * step + length for k, length in enumerate(lengths))
    latest = list(
        accumulate((widest - length for length in reversed(lengths)), lambda v, w: min(v - step, w))
    )
    natural = list(accumulate((place - places[0] for place in places), lambda v, w: max(v + step, w)))
    offsets = [min(pair) for pair in zip(natural, reversed(latest), strict=True)]
    return [
        max(step, min(offsets[k + 1] - offsets[k], places[k + 1] - places[k])) for k in range(len(places) - 1)
    ]


def _isotonic(wanted: list[float], uppers: list[float]) -> list[float]:
    """Minimise sum (y - wanted)^2 with 0 <= y[0] <= y[1] <= ... and y[i] <= uppers[i], exactly.

    Pool adjacent violators on convex functions: a pool's best value is its mean, or its lowest upper bound if
    that is less. (Clipping the unbounded solution instead would be wrong where the bounds differ.) The lower
    bound is one constant, and for that clipping is exact; where the two contradict, it wins.
    """
    pools: list[tuple[float, float, int, float]] = []  # value, sum, count, lowest upper bound
    for want, upper in zip(wanted, uppers, strict=True):
        value, total, count, bound = min(want, upper), want, 1, upper
        while pools and pools[-1][0] > value:
            _, before, more, lower = pools.pop()
            total, count, bound = total + before, count + more, min(bound, lower)
            value = min(total / count, bound)
        pools.append((value, total, count, bound))
    return [max(0.0, value) for value, _, count, _ in pools for _ in range(count)]


def _grouped(
    places: list[float],
    lengths: list[float],
    rules: _Rules,
    limit: int | None,
    group_width: Callable[[int, int], float],
) -> tuple[list[Span], list[float], list[float]]:
    """Merge neighbours, the closest first, no further than it takes to fit within reach (by bisection)."""
    order = _merges(places)

    def merged(count: int) -> tuple[list[Span], list[float], list[float]]:
        gone = set(order[:count])
        starts = [i for i in range(len(places)) if i not in gone]
        spans = [(a, b - 1) for a, b in pairwise([*starts, len(places)])]
        middles = [(places[a] + places[b]) / 2 for a, b in spans]
        return spans, middles, [lengths[a] if a == b else float(group_width(a, b)) for a, b in spans]

    few, many = 0, len(order)
    while many - few > 1:
        middle = (few + many) // 2
        _, marks, texts = merged(middle)
        if _search(marks, texts, rules, limit).within(rules.reach):
            many = middle
        else:
            few = middle
    return merged(many)


def _merges(places: list[float]) -> list[int]:
    """Give the boundaries (ranks that start a group) in the order in which merging the closest removes them.

    Two neighbours are as far apart as their union is long; ties go to the fewest members, then the earliest.
    """
    first, last = list(range(len(places))), list(range(len(places)))  # of the group that ends or starts here
    alive = [True] * len(places)
    heap = [(b - a, 2, i + 1, i, i + 1) for i, (a, b) in enumerate(pairwise(places))]
    heapify(heap)
    removed = []
    while heap:
        _, _, boundary, start, stop = heappop(heap)
        if not alive[boundary] or first[boundary - 1] != start or last[boundary] != stop:
            continue
        alive[boundary] = False
        removed.append(boundary)
        first[stop], last[start] = start, stop
        if start:
            before = first[start - 1]
            heappush(heap, (places[stop] - places[before], stop - before + 1, start, before, stop))
        if stop + 1 < len(places):
            after = last[stop + 1]
            heappush(heap, (places[after] - places[start], after - start + 1, stop + 1, start, after))
    return removed
