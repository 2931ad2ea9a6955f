"""Labels that cannot all fit, merged into counted groups: neighbours, the closest first."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import pairwise

from figures.rows import fits
from figures.staircases import Line, Span


def group(line: Line, limit: int | None, group_width: Callable[[int, int], float]) -> tuple[list[Span], Line]:
    """Merge neighbours no further than it takes to fit within reach in `limit` rows (by bisection).

    Returns half-open spans of ranks, and the line of the groups: each in the middle of its first and last mark,
    as wide as `group_width(first, last)` says; what stays alone keeps its width.
    """
    order, few = merges(line.marks), 0
    many = len(order)
    while many - few > 1:
        middle = (few + many) // 2
        if fits(_merged(line, order[:middle], group_width)[1], limit):
            many = middle
        else:
            few = middle
    return _merged(line, order[:many], group_width)


def _merged(
    line: Line, removed: list[int], group_width: Callable[[int, int], float]
) -> tuple[list[Span], Line]:
    gone = set(removed)
    spans = list(pairwise([*(i for i in range(len(line.marks)) if i not in gone), len(line.marks)]))
    middles = [(line.marks[start] + line.marks[stop - 1]) / 2 for start, stop in spans]
    widths = [
        line.widths[start] if stop - start == 1 else float(group_width(start, stop - 1))
        for start, stop in spans
    ]
    return spans, Line(middles, widths, line.rules)


def merges(marks: list[float]) -> list[int]:
    """Give the ranks that start a group, in the order in which merging the closest neighbours removes them.

    Two neighbours are as far apart as their union is long; ties go to the fewest members, then the earliest.
    """
    first, last = list(range(len(marks))), list(range(len(marks)))  # of the group that ends or starts there
    alive = [True] * len(marks)
    heap = [(b - a, 2, i + 1, i, i + 1) for i, (a, b) in enumerate(pairwise(marks))]
    heapify(heap)
    removed = []

    def offer(start: int, border: int, stop: int) -> None:
        heappush(heap, (marks[stop] - marks[start], stop - start + 1, border, start, stop))

    while heap:
        _, _, border, start, stop = heappop(heap)
        if not alive[border] or first[border - 1] != start or last[border] != stop:
            continue  # one of the two has grown since
        alive[border] = False
        removed.append(border)
        first[stop], last[start] = start, stop
        if start:
            offer(first[start - 1], start, stop)
        if stop + 1 < len(marks):
            offer(start, stop + 1, last[stop + 1])
    return removed
