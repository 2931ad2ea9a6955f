"""Spans of time in which an event of a plan may happen, found once by whoever knows the sky."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.plan_keys import date_spans

if TYPE_CHECKING:
    from timeline.plan import Plan


@dataclass(frozen=True, slots=True)
class Windows:
    """Half-open spans [start, end) in microseconds, in order, none touching the next.

    `light` tells that they wait for the sky, and not for dates alone; `until_us` is where the search ended.
    """

    spans_us: tuple[tuple[int, int], ...]
    until_us: int
    light: bool = False


PlanWindows = Mapping[str, Windows]
"""The windows of each step that asks for any, by its address."""


def find_date_windows(plan: Plan) -> dict[str, Windows]:
    """Return the windows that dates alone make, from the plan's origin to its horizon.

    Raises ValueError for a step that asks for the sky, which takes `ephemeris.plan_windows`.
    """
    found: dict[str, Windows] = {}
    for step in plan.steps:
        if step.within is None or step.fixed:
            continue
        if step.within.asks_the_sky:
            raise ValueError(
                f"{step.address} asks for light: its windows are found by ephemeris.plan_windows"
            )
        spans = dated_spans(plan, step.address)
        found[step.address] = Windows(spans, spans[-1][1] if spans else plan.horizon_us)
    return found


def dated_spans(plan: Plan, address: str) -> tuple[tuple[int, int], ...]:
    """Return what the dates of a step's conditions leave of the plan's time."""
    within = plan[address].within
    assert within is not None
    ends = (plan.origin_us, plan.horizon_us)
    spans = [
        (max(ends[0], ends[0] if start is None else start), min(ends[1], ends[1] if end is None else end))
        for start, end in date_spans(within)
    ]
    return tuple((start, end) for start, end in spans if start < end)
