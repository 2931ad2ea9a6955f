"""Flags in staircases, solved: where the poles of labels stand, given the blocks that they form.

Neighbouring labels form blocks. Inside one the earliest has the highest row and every pole stands right of the
last, so no pole cuts a text. For given blocks the poles are the exact solution of

    min sum (pole - mark)^2   with   pole[i+1] - pole[i] >= d[i],   left <= pole,   pole + width <= right,

which in the coordinates pole[i] - (d[0] + ... + d[i-1]) is an isotonic regression with bounds: pool adjacent
violators, linear. Lengths are points; marks come sorted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, inf

SLACK = 1e-9  # what rounding may add up to, as a share of the room

Span = tuple[int, int]  # half-open, of ranks in the order of marks


@dataclass(frozen=True, slots=True)
class Rules:
    """The room, how close poles and texts may be, how far a pole may stand from its mark, and 1 or 2 sides."""

    left: float
    right: float
    step: float
    gap: float
    reach: float
    sides: int

    @property
    def room(self) -> float:
        """The width there is."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Line:
    """Marks, sorted, and the widths of their texts."""

    marks: list[float]
    widths: list[float]
    rules: Rules


@dataclass(frozen=True, slots=True)
class Solution:
    """Poles and rows in the order of marks; `excess` is by how much the room is too narrow, 0 where it is not."""

    poles: list[float]
    rows: list[int]
    excess: float
    worst: float  # displacement, but for what the ends of the room alone enforce

    def within(self, reach: float) -> bool:
        """Tell whether all fit, no pole farther than `reach` from its mark."""
        return self.excess == 0.0 and self.worst <= reach


@dataclass(frozen=True, slots=True)
class _Side:
    """The labels of one side, and how far from the first pole each pole stands when all are at the closest."""

    ranks: list[int]
    offsets: list[float]


@dataclass(frozen=True, slots=True)
class Plan:
    """Blocks not yet solved; `strain` is a displacement that no solution of theirs can avoid."""

    height: int
    blocks: list[Span]
    sides: list[_Side]
    excess: float
    strain: float


def cut(line: Line, height: int) -> list[Span]:
    """Cut into blocks where a label can start right of all text before it, and where a block is full.

    What comes after a full block is taken to be pushed along by it, and none to start too late to end in time.
    """
    gap, step, right = line.rules.gap, line.rules.step, line.rules.right
    blocks, start, pole, end = list[Span](), 0, -inf, -inf
    for i, (mark, width) in enumerate(zip(line.marks, line.widths, strict=True)):
        mark = mark if mark < right - width else right - width
        if i > start and (i - start == height or mark >= max(end + gap, pole + step)):
            blocks.append((start, i))
            start, pole, end = i, max(pole, end + gap - step), -inf
        pole = mark if mark > pole + step else pole + step
        end = pole + width if pole + width > end else end
    return [*blocks, (start, len(line.marks))]


def even(runs: list[Span], height: int) -> list[Span]:
    """Divide each run into as few blocks of at most `height` labels as it takes, of even size."""
    blocks: list[Span] = []
    for start, stop in runs:
        count = ceil((stop - start) / height)
        size, longer = divmod(stop - start, count)
        blocks += pairwise(start + k * size + min(k, longer) for k in range(count + 1))
    return blocks


def plan_blocks(line: Line, blocks: list[Span], height: int, spacing: Callable[..., list[float]]) -> Plan:
    """Space blocks out, with `spacing` inside them, and see whether they fit and how far they must move."""
    rules, room, marks, widths = line.rules, line.rules.room, line.marks, line.widths
    sides = [_side(line, blocks[side :: rules.sides], spacing) for side in range(rules.sides)]
    excess = strain = 0.0
    for side in sides:
        ahead = -inf
        for rank, offset in zip(side.ranks, side.offsets, strict=True):
            shifted = marks[rank] - offset
            if shifted > ahead:
                ahead = shifted
            elif ahead - shifted > strain:
                strain = ahead - shifted
            if offset + widths[rank] - room > excess:
                excess = offset + widths[rank] - room
    return Plan(height, blocks, sides, excess if excess > SLACK * room else 0.0, strain / 2)


def _side(line: Line, blocks: list[Span], spacing: Callable[..., list[float]]) -> _Side:
    step, gap, need = line.rules.step, line.rules.gap, 0.0
    offsets: list[float] = []
    for start, stop in blocks:
        widths = line.widths[start:stop]
        steps = spacing(line.marks[start:stop], widths, step)
        offsets += accumulate(steps, initial=need)
        tail = widths[0]  # how far any text can reach beyond the last pole
        for k, width in zip(steps, widths[1:], strict=True):
            tail = tail - k if tail - k > width else width
        need = offsets[-1] + max(step, tail + gap)
    return _Side([rank for start, stop in blocks for rank in range(start, stop)], offsets)


def closest(marks: list[float], widths: list[float], step: float) -> list[float]:
    """Put poles a step apart."""
    return [step] * (len(marks) - 1)


def natural(marks: list[float], widths: list[float], step: float) -> list[float]:
    """Keep poles as far apart as their marks, as far as the block grows no wider for it.

    So its texts end where they would at the closest, and the next block has no less room.
    """
    width = max(k * step + text for k, text in enumerate(widths))
    latest, late = [], inf
    for text in reversed(widths):
        late = late - step if late - step < width - text else width - text
        latest.append(late)
    steps, wished, before, first = [], 0.0, 0.0, marks[0]
    for (left, right), late in zip(pairwise(marks), reversed(latest[:-1]), strict=True):
        wished = right - first if right - first > wished + step else wished + step
        offset = wished if wished < late else late
        apart = offset - before if offset - before < right - left else right - left
        steps.append(apart if apart > step else step)
        before = offset
    return steps


def solve(line: Line, plan: Plan) -> Solution:
    """Place the poles of planned blocks, exactly."""
    left, room = line.rules.left, line.rules.room
    poles, rows = [0.0] * len(line.marks), [0] * len(line.marks)
    for side in plan.sides:
        pairs = list(zip(side.ranks, side.offsets, strict=True))
        wanted = [line.marks[rank] - left - offset for rank, offset in pairs]
        uppers = [room - line.widths[rank] - offset for rank, offset in pairs]
        for (rank, offset), shifted in zip(pairs, isotonic(wanted, uppers), strict=True):
            poles[rank] = left + shifted + offset
    for k, (start, stop) in enumerate(plan.blocks):
        below = k % line.rules.sides
        rows[start:stop] = range(start - stop, 0) if below else range(stop - start, 0, -1)
    return Solution(poles, rows, plan.excess, _worst(line, poles))


def _worst(line: Line, poles: list[float]) -> float:
    left, right, worst = line.rules.left, line.rules.right, 0.0
    for pole, mark, width in zip(poles, line.marks, line.widths, strict=True):
        nearest = mark if mark < right - width else right - width
        moved = abs(pole - (nearest if nearest > left else left))
        worst = moved if moved > worst else worst
    return worst


def isotonic(wanted: list[float], uppers: list[float]) -> list[float]:
    """Minimise sum (y - wanted)^2 with 0 <= y[0] <= y[1] <= ... and y[i] <= uppers[i], exactly.

    Pool adjacent violators on convex functions: a pool's best value is its mean, or its lowest upper bound if
    that is less. (Clipping the unbounded solution instead would be wrong where the bounds differ.) The lower
    bound is one constant, and for that clipping is exact; where the two contradict, it wins.
    """
    pools: list[tuple[float, float, int, float]] = []  # value, sum, count, lowest upper bound
    for want, upper in zip(wanted, uppers, strict=True):
        value, total, count, bound = want if want < upper else upper, want, 1, upper
        while pools and pools[-1][0] > value:
            _, before, more, lower = pools.pop()
            total, count, bound = total + before, count + more, lower if lower < bound else bound
            value = min(total / count, bound)
        pools.append((value, total, count, bound))
    return [v for value, _, count, _ in pools for v in [max(0.0, value)] * count]
