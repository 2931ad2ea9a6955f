"""What the claims on one event add up to: the best of them, where they contradict, how a plan moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from timeline.dates import DateError, VagueDate, parse

if TYPE_CHECKING:
    from typing import Protocol, TypeVar

    from timeline.kinds import Move, Outcome
    from timeline.model import Claim

    class Word(Protocol):
        """As much of a claim as its rank goes by."""

        @property
        def date(self) -> VagueDate: ...  # noqa: D102
        @property
        def planned(self) -> bool: ...  # noqa: D102
        @property
        def stated(self) -> VagueDate | None: ...  # noqa: D102

    AnyWord = TypeVar("AnyWord", bound=Word)

_US_PER_DAY = 86_400_000_000
_TRUE = ("true", "yes", "on", "y", "t", "1")


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a plan, from one claim to the next one stated.

    `days` is from middle to middle, later positive; from start to start where both have an open end
    (no earlier than), from end to end where both have an open start; None where only one is open.
    """

    before: Claim
    after: Claim
    move: Move
    days: float | None


def best_claim(claims: Sequence[AnyWord]) -> AnyWord | None:
    """Return the claim to go by: actual over planned, then latest stated, most precise, first listed."""
    return max(claims, key=_rank, default=None)


def _rank(claim: Word) -> tuple[bool, float, float]:
    width = claim.date.duration_us
    return not claim.planned, _stated(claim), -inf if width is None else -width


def _stated(claim: Word) -> float:
    return _start(claim.stated) if claim.stated else -inf


def is_contested(claims: Sequence[Claim]) -> bool:
    """Tell whether two claims of the best claim's rank leave no instant in common.

    Actual claims are one rank. Planned claims are of one rank where they were stated at the same time:
    a plan that was replaced later is a slip, not a contradiction.
    """
    if len(claims) < 2:
        return False
    best = best_claim(claims)
    if best is None:
        return False
    rank = _rank(best)[:2]
    peers = [c for c in claims if (not c.planned and not best.planned) or _rank(c)[:2] == rank]
    return any(not a.date.overlaps(b.date) for a, b in combinations(peers, 2))


def steps(claims: Sequence[Claim]) -> tuple[Step, ...]:
    """Return how the plan moved: planned claims in the order stated, then the actual one.

    A planned claim that does not say when it was stated has no place in the order and is no step.
    """
    plans = sorted((c for c in claims if c.planned and _stated(c) > -inf), key=_stated)
    best = best_claim(claims)
    if best is not None and not best.planned:
        plans.append(best)
    return tuple(Step(a, b, _move(a.date, b.date), _days(a.date, b.date)) for a, b in pairwise(plans))


def _move(a: VagueDate, b: VagueDate) -> Move:
    a0, a1, b0, b1 = _start(a), _end(a), _start(b), _end(b)
    if (a0, a1) == (b0, b1):
        return "unchanged"
    if a1 == b1 == inf and -inf not in (a0, b0):
        return "slip" if b0 > a0 else "pull-in"
    if a0 == b0 == -inf and inf not in (a1, b1):
        return "slip" if b1 > a1 else "pull-in"
    if a0 <= b0 and b1 <= a1:
        return "firmed"
    if b0 <= a0 and a1 <= b1:
        return "loosened"
    return "slip" if b0 > a0 else "pull-in"


def _start(date: VagueDate) -> float:
    return -inf if date.earliest_us is None else date.earliest_us


def _end(date: VagueDate) -> float:
    return inf if date.latest_us is None else date.latest_us


def _days(a: VagueDate, b: VagueDate) -> float | None:
    before, after = a.middle_us, b.middle_us
    if a.open_end and b.open_end:
        before, after = a.earliest_us, b.earliest_us
    elif a.open_start and b.open_start:
        before, after = a.latest_us, b.latest_us
    return None if before is None or after is None else (after - before) / _US_PER_DAY


def default_outcome(claims: Iterable[Any], end: Iterable[Any] = ()) -> Outcome:
    """Return what an event's outcome is where the file does not say: planned, done or unknown.

    A date that is only no earlier than, or that nobody knows, tells of nothing that happened: it is a plan,
    unless its claim says `planned: false`. A span goes by the claims on its start; one that started on such a date
    is a plan only where its `end` tells of nothing that happened either.
    """
    told = list(claims)
    if not told:
        return "unknown"
    if all(map(says_planned, told)):
        return "planned"
    return "planned" if all(map(is_plan, (*told, *end))) else "done"


def is_plan(claim: Any) -> bool:
    """Tell whether a claim is a plan by its own word, or where it says nothing of that by its date."""
    return says_planned(claim) if _is_told(claim) else _is_open(claim)


def as_plan(claim: Any) -> Any:
    """Return a claim, of the model or as it stands in a file, marked as the plan that its date makes it."""
    if not is_plan(claim) or says_planned(claim):
        return claim
    return (
        {**claim, "planned": True}
        if isinstance(claim, Mapping)
        else claim.model_copy(update={"planned": True})
    )


def _is_told(claim: Any) -> bool:
    """Tell whether a claim says itself if it is a plan."""
    return "planned" in (claim if isinstance(claim, Mapping) else getattr(claim, "model_fields_set", ()))


def _is_open(claim: Any) -> bool:
    """Tell whether a claim's date is no earlier than, or unknown."""
    date = claim.get("date") if isinstance(claim, Mapping) else getattr(claim, "date", None)
    if isinstance(date, str):
        try:
            date = parse(date)
        except DateError:
            return False
    return isinstance(date, VagueDate) and (date.net or date.is_unknown)


def says_planned(claim: Any) -> bool:
    """Tell whether a claim is a plan, of the model or as it stands in a file, in any word for true."""
    value = claim.get("planned") if isinstance(claim, Mapping) else getattr(claim, "planned", False)
    return str(value).lower() in _TRUE
