"""From time in a film to time in the world: a smooth warp that never runs back, slow at holds, quick between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

HOLD_SHARE = 0.55
"""The most of a film that holds take together; the rest is for getting from one to the next."""
HURRY = 3.0
"""How many times the even pace a stretch between holds may go on average; at its peak 1.5 times that."""
DRIFT = 0.2
"""The most of the even pace that is left within the hold on an instant: slow, but never at rest."""
_STEEPEST = 1.5  # a cubic whose end slopes are within this many secants peaks there too
_LEAST_WEIGHT = 0.05  # so that getting to an event a moment later is still seen


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch of the world's time, in microseconds, that the film gives `seconds`; an instant has one end."""

    start_us: int
    end_us: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Warp:
    """A monotone, once differentiable function from film seconds to microseconds, exact at its knots.

    Between knots it is the cubic with the `slopes` at either end, in microseconds a second.
    """

    seconds: tuple[float, ...]
    us: tuple[int, ...]
    slopes: tuple[float, ...]

    @property
    def length(self) -> float:
        """The seconds from the first moment to the last."""
        return self.seconds[-1]

    def us_at(self, film_s: float) -> int:
        """Return the world's time at a time of the film; before its start and after its end, that of the end."""
        film_s = min(max(film_s, 0.0), self.length)
        piece = min(bisect_right(self.seconds, film_s), len(self.us) - 1) - 1
        width = self.seconds[piece + 1] - self.seconds[piece]
        return self.us[piece] + round(self._rise(piece, (film_s - self.seconds[piece]) / width))

    def film_at(self, us: float) -> float:
        """Return when the film is at a time of the world, in seconds; the inverse of `us_at`."""
        if us >= self.us[-1]:
            return self.length
        if us <= self.us[0]:
            return 0.0
        piece = bisect_right(self.us, us) - 1
        low, high, wanted = 0.0, 1.0, us - self.us[piece]
        if not wanted:
            return self.seconds[piece]
        while high - low > 1e-13:
            middle = (low + high) / 2
            low, high = (middle, high) if self._rise(piece, middle) < wanted else (low, middle)
        width = self.seconds[piece + 1] - self.seconds[piece]
        return self.seconds[piece] + (low + high) / 2 * width

    def _rise(self, piece: int, x: float) -> float:
        """Return the microseconds since a piece began, at 0 to 1 of its width."""
        whole, width = self.us[piece + 1] - self.us[piece], self.seconds[piece + 1] - self.seconds[piece]
        start, end = self.slopes[piece] * width, self.slopes[piece + 1] * width
        return whole * x * x * (3 - 2 * x) + start * x * (1 - x) ** 2 - end * x * x * (1 - x)


def even_warp(start_us: int, end_us: int, seconds: float) -> Warp:
    """Return the warp that goes at one pace."""
    slope = (end_us - start_us) / seconds
    return Warp((0.0, seconds), (start_us, end_us), (slope, slope))


def hold_scale(seconds: float, holds: Sequence[Hold]) -> float:
    """Return how much of their time holds get in a film of this length: 1 where there is room for all."""
    wanted = sum(hold.seconds for hold in holds)
    return min(1.0, HOLD_SHARE * seconds / wanted) if wanted else 1.0


def with_room(start_us: int, end_us: int, seconds: float, holds: Sequence[Hold]) -> tuple[Hold, ...]:
    """Return the holds with each instant widened to what its hold shows: a little before it and after.

    That is a quarter of the way to the nearest other hold at most, so that holds on instants never meet.
    """
    edges = sorted({start_us, end_us, *(us for hold in holds for us in (hold.start_us, hold.end_us))})
    even = (end_us - start_us) / seconds
    return tuple(
        hold if hold.end_us > hold.start_us else _widened(hold, edges, DRIFT * even * hold.seconds / 2)
        for hold in holds
    )


def _widened(hold: Hold, edges: Sequence[int], most: float) -> Hold:
    at = bisect_right(edges, hold.start_us) - 1
    gaps = [abs(edges[side] - hold.start_us) // 4 for side in (at - 1, at + 1) if 0 <= side < len(edges)]
    room = max(min(int(most), *gaps), 1)
    start = max(hold.start_us - room, edges[0])
    return Hold(start, min(hold.start_us + room, edges[-1]), hold.seconds)


def eventful_warp(start_us: int, end_us: int, seconds: float, holds: Sequence[Hold]) -> Warp:
    """Return the warp that gives each hold its seconds, shortened alike by `hold_scale` where they are too many.

    Holds lie within start and end and have a length (`with_room`); where they overlap, their seconds add up,
    as one label is read after another. What is left goes to the stretches by the root of their length, so
    that cruise is hurried over, but never at more than `HURRY` times the even pace on average.
    """
    scale = hold_scale(seconds, holds)
    cuts = sorted({start_us, end_us, *(us for hold in holds for us in (hold.start_us, hold.end_us))})
    pieces = list(pairwise(cuts))
    travel = _travel(pieces, seconds, seconds - scale * sum(hold.seconds for hold in holds))
    taken = [
        own + scale * sum(_share(hold, piece) for hold in holds)
        for own, piece in zip(travel, pieces, strict=True)
    ]
    knots = [0.0, *accumulate(taken)]
    stretch = seconds / knots[-1]  # what rounding left
    at = (*(knot * stretch for knot in knots[:-1]), seconds)
    return Warp(at, tuple(cuts), _slopes(at, cuts))


def _share(hold: Hold, piece: tuple[int, int]) -> float:
    """Return the seconds of a hold that fall on a piece, which lies within it or outside."""
    if piece[0] < hold.start_us or piece[1] > hold.end_us:
        return 0.0
    return hold.seconds * (piece[1] - piece[0]) / (hold.end_us - hold.start_us)


def _travel(pieces: Sequence[tuple[int, int]], seconds: float, travel: float) -> list[float]:
    """Share the travel time out by the root of each length, none in less than the hurry allows."""
    whole = pieces[-1][1] - pieces[0][0]
    parts = [(end - start) / whole for start, end in pieces]
    least = [part * seconds / HURRY for part in parts]
    weights = [part**0.5 + _LEAST_WEIGHT for part in parts]

    def shared(rate: float) -> list[float]:
        return [max(rate * weight, floor) for weight, floor in zip(weights, least, strict=True)]

    low, high = 0.0, travel / min(weights)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(shared(middle)) < travel else (low, middle)
    return shared(high)


def _slopes(at: Sequence[float], us: Sequence[int]) -> tuple[float, ...]:
    """Return a slope for each knot that keeps every piece rising and its peak low, and rests at both ends.

    The harmonic mean of the neighbours' secants, as Fritsch and Butland have it (SIAM J. Sci. Stat. Comput.
    5, 1984, 300-304, https://doi.org/10.1137/0905021).
    """
    secants = [(u1 - u0) / (s1 - s0) for (s0, s1), (u0, u1) in zip(pairwise(at), pairwise(us), strict=True)]
    inner = [
        min(2 * left * right / (left + right), _STEEPEST * min(left, right))
        for left, right in pairwise(secants)
    ]
    return (0.0, *inner, 0.0)
