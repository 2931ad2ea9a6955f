"""A timeline's plan simulated in one call: read, its windows found in the sky, and sampled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from timeline.dates import VagueDate
    from timeline.model import Timeline
    from timeline.odds import Odds


def simulate(
    timeline: Timeline,
    *,
    samples: int = 100_000,
    seed: int = 0,
    what_if: Sequence[str] = (),
    now: VagueDate | None = None,
    executor: Executor | None = None,
) -> Odds:
    """Return the odds of each event of a timeline's plan.

    `what_if` are settings such as `m4.launch=2028-06` or `m4.landing.delay=30d`, made in their order. What has
    not happened by `now` (its first instant) does so from then on; without it nothing of the kind is asked. The
    numbers are the same to the bit for a seed, in this process and in any `executor`. Raises PlanError where
    the timeline has no plan that can be simulated, and ValueError for a setting that is none.
    """
    from ephemeris.plan_windows import find_plan_windows
    from timeline.plan import read_plan
    from timeline.simulate import simulate as sample

    plan = read_plan(with_settings(timeline, what_if))
    if now is not None:
        plan = plan.since(first_us(now))
    return sample(plan, find_plan_windows(plan), samples=samples, seed=seed, executor=executor)


def first_us(date: VagueDate) -> int:
    """Return the first instant of a date; raises ValueError where it has none."""
    if date.earliest_us is None:
        raise ValueError(f"{date.text} is no present to simulate from (such as 2026-11-21)")
    return date.earliest_us


def with_settings(timeline: Timeline, settings: Sequence[str]) -> Timeline:
    """Return a timeline with each setting made, in their order."""
    from timeline.settings import with_setting

    for setting in settings:
        timeline = with_setting(timeline, setting)
    return timeline
