"""How few rows labels need, and which blocks they form in them."""

from collections.abc import Iterator
from math import ceil

from figures.staircases import (
    SLACK,
    Line,
    Plan,
    Solution,
    Span,
    closest,
    cut,
    even,
    natural,
    plan_blocks,
    solve,
)


def search(line: Line, limit: int | None) -> Solution:
    """Find the fewest rows, up to `limit`, that keep all within reach.

    Where none does: the fewest of those that fit and strain little more than the best; where none fits, the
    one that comes nearest.
    """
    if not line.marks:
        return Solution([], [], 0.0, 0.0)
    line, plans = _fitted(line), list[Plan]()
    for runs in _divisions(line):
        if (found := _gallop(line, runs, _tallest(runs, limit), plans)) is not None:
            return found
        if any(plan.excess == 0 for plan in plans):
            break
    return solve(line, _least(plans))


def fits(line: Line, limit: int | None) -> bool:
    """Tell whether all stand within reach in as many rows as they may have."""
    line, plans, fewest = _fitted(line), list[Plan](), _fewest(line)
    for runs in _divisions(line):
        height = _tallest(runs, limit)
        if height >= fewest and _try(line, runs, height, plans) is not None:
            return True
        if any(plan.excess == 0 for plan in plans):
            break
    return False


def _divisions(line: Line) -> Iterator[list[Span]]:
    """Give the runs to make blocks of: as the marks have it, then, for want of room, all in one."""
    yield cut(line, len(line.marks))
    yield [(0, len(line.marks))]


def _tallest(runs: list[Span], limit: int | None) -> int:
    longest = max(stop - start for start, stop in runs)
    return min(limit or longest, longest)


def _gallop(line: Line, runs: list[Span], cap: int, plans: list[Plan]) -> Solution | None:
    """Try ever more rows at ever larger steps until all are within reach, then bisect."""
    low = min(_fewest(line), cap)
    failed, height = low - 1, low
    while (found := _try(line, runs, height, plans)) is None:
        if height == cap:
            return None
        failed, height = height, min(cap, height + max(1, height - low))
    while height - failed > 1:
        middle = (height + failed) // 2
        if (better := _try(line, runs, middle, plans)) is None:
            failed = middle
        else:
            height, found = middle, better
    return found


def _fitted(line: Line) -> Line:
    """Take no text to be wider than the room."""
    return Line(line.marks, [min(width, line.rules.room) for width in line.widths], line.rules)


def _least(plans: list[Plan]) -> Plan:
    excess = min(plan.excess for plan in plans)
    nearest = [plan for plan in plans if plan.excess == excess]
    strain = min(plan.strain for plan in nearest)
    return min((plan for plan in nearest if plan.strain <= 1.25 * strain), key=lambda plan: plan.height)


def _fewest(line: Line) -> int:
    """Count the rows below which they can never fit: a block is as wide as the mean of its texts, or wider."""
    needed = sum(line.widths) + line.rules.gap * len(line.widths)
    return max(1, ceil(needed / (line.rules.sides * (line.rules.room + line.rules.gap)) - SLACK))


def _try(line: Line, runs: list[Span], height: int, plans: list[Plan]) -> Solution | None:
    """Look for a solution within reach at one number of rows, even blocks first; note the plans that failed."""
    for blocks in (even(runs, height), cut(line, height)):
        for spacing in (natural, closest):
            plans.append(plan := plan_blocks(line, blocks, height, spacing))
            if plan.excess > 0:
                break  # both spacings make a block equally wide
            if plan.strain <= line.rules.reach and (found := solve(line, plan)).within(line.rules.reach):
                return found
    return None
