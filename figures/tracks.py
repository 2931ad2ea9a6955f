"""Tracks: stretches laid below each other so that none touches, and words beside marks that no tie strikes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MOST_TURNED = 80  # marks on a strip: with more of them their words stay where they are
NEAR = 2.0  # points between words and a tie

Extent: TypeAlias = tuple[float, float]
Tie: TypeAlias = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Hung:
    """A mark below a line that a tie joins to its owner on the line, or to the owner's mark before it in the chain.

    `beside` are the rooms of the mark with its words at one side, then at the other where it may have them there;
    `words` are those of the words alone. A mark that is not `tied` hangs by itself.
    """

    owner: str
    owner_x: float
    x: float
    beside: tuple[Extent, ...]
    words: tuple[Extent, ...]
    chained: bool = True
    tied: bool = True


def tracks(
    extents: Sequence[tuple[float, float]], gap: float, owners: Sequence[str] | None = None
) -> list[int]:
    """Return a track for each stretch so that none touches another on its track, the first ones nearest.

    Stretches are taken in the order given, each on the first track where it has room. Those of one owner go
    down like stairs, each on a track below the one before.
    """
    taken: list[list[tuple[float, float]]] = []
    lowest: dict[str, int] = {}
    chosen = []
    for index, (left, right) in enumerate(extents):
        owner = owners[index] if owners else str(index)
        track = lowest.get(owner, -1) + 1
        while track < len(taken) and any(left < b + gap and a < right + gap for a, b in taken[track]):
            track += 1
        taken += ([] for _ in range(len(taken), track + 1))
        taken[track].append((left, right))
        lowest[owner] = track
        chosen.append(track)
    return chosen


def hang(marks: Sequence[Hung], gap: float) -> tuple[list[int], list[int]]:
    """Return each mark's track and the side of its words, 0 or 1: turned where fewer words are then struck."""
    sides = [0] * len(marks)
    levels = _levels(marks, sides, gap)
    if len(marks) > MOST_TURNED:
        return levels, sides
    struck = _struck(marks, sides, levels)
    for index in [index for index, mark in enumerate(marks) if len(mark.beside) > 1]:
        if index not in struck:
            continue
        trial = [*sides[:index], 1, *sides[index + 1 :]]
        lower = _levels(marks, trial, gap)
        left = _struck(marks, trial, lower)
        if (len(left), max(lower)) < (len(struck), max(levels)):
            sides, levels, struck = trial, lower, left
    return levels, sides


def _levels(marks: Sequence[Hung], sides: Sequence[int], gap: float) -> list[int]:
    rooms = [mark.beside[side] for mark, side in zip(marks, sides, strict=True)]
    return tracks(rooms, gap, [mark.owner for mark in marks])


def _struck(marks: Sequence[Hung], sides: Sequence[int], levels: Sequence[int]) -> set[int]:
    """Return which marks' words a tie passes over."""
    ties = list(_ties(marks, levels))
    words = [mark.words[side] for mark, side in zip(marks, sides, strict=True)]
    return {
        index
        for index, ((left, right), level) in enumerate(zip(words, levels, strict=True))
        if any(_passes(tie, level, left - NEAR, right + NEAR) for tie in ties)
    }


def _ties(marks: Sequence[Hung], levels: Sequence[int]) -> Iterator[Tie]:
    """Give the ties as ends of place and level; the line itself is level -1."""
    ends: dict[str, tuple[float, float]] = {}
    for mark, level in zip(marks, levels, strict=True):
        if mark.tied:
            own = (mark.owner_x, -1.0)
            yield (ends.get(mark.owner, own) if mark.chained else own), (mark.x, float(level))
            if mark.chained:
                ends[mark.owner] = (mark.x, float(level))


def _passes(tie: Tie, level: int, left: float, right: float) -> bool:
    """Tell whether a tie, straight or bent like an S, passes a level between two places."""
    (x0, top), (x1, bottom) = tie
    if not top < level < bottom:
        return False
    shares = [(level + half - top) / (bottom - top) for half in (-0.5, 0.5)]
    places = [x0 + (x1 - x0) * s for u in shares for s in (u, u * u * (3 - 2 * u))]
    return left < max(places) and min(places) < right
