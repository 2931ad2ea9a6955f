"""The simulator beside SimPy on the same network, and beside drawing its uniforms alone; and its memory.

    scripts/bench simulate [--samples N] [--rounds N]

A network of 20 events: two landers, each launched in a launch period and landed in the light, joins, two vague
dates and twenty uncertain delays. SimPy runs it as a process an event, as its documentation does; the uniforms are
as many float32 as the network has uncertain inputs, from the fastest generator that numpy has. All in turn, in one
process; memory in processes of their own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import numpy as np

from ephemeris.plan_windows import find_plan_windows
from timeline.missionfile import parse_timeline
from timeline.plan import Plan, read_plan
from timeline.plan_keys import Delay
from timeline.simulate import simulate
from timeline.windows import Windows

LANES = """\
  - id: {lane}
    name: Lander {lane}
    site: {{name: Mare Frigoris, lat: 60.5, lon: -4.6}}
    events:
      - {{id: kit, label: Parts there, date: 2028-Q1, planned: true}}
      - {{id: built, label: Built, after: {{event: kit, delay: {{min: 80d, mode: 100d, max: 160d}}}}}}
      - {{id: tested, label: Tested, after: {{event: built, delay: {{p10: 20d, p90: 60d}}}}}}
      - {{id: shipped, label: Shipped, after: {{event: tested, delay: {{min: 5d, mode: 8d, max: 20d}}}}}}
      - id: launch
        label: Launch
        after:
          - {{event: shipped, delay: {{p10: 15d, p90: 40d}}}}
          - {{event: {other}, delay: {{min: 20d, mode: 30d, max: 50d, shape: triangular}}}}
        within: {{periods: [2028-07, 2028-09, 2028-11, 2029-01, 2029-03/2029-12, 2030/2033]}}
      - {{id: flyby, label: Flyby, after: {{event: launch, delay: {{min: 25d, mode: 30d, max: 34d}}}}}}
      - id: loi
        label: In orbit
        after: {{event: flyby, delay: {{min: 50d, mode: 60d, max: 90d, shape: triangular}}}}
      - {{id: low, label: In low orbit, after: {{event: loi, delay: {{p10: 10d, p90: 20d}}}}}}
      - id: landing
        kind: landing_attempt
        label: Landing
        after: {{event: low, delay: {{min: 4d, mode: 6d, max: 12d}}}}
        within: {{sun_elevation: 5..20, sun: morning}}
      - {{id: night, label: Night, after: {{event: landing, delay: {{min: 9d, mode: 11d, max: 12d}}}}}}
"""
NETWORK = (
    "version: 1\ntitle: Two landers\nmissions:\n"
    + LANES.format(lane="a", other="kit")
    + LANES.format(lane="b", other="a.launch")
)
INPUTS = 22  # two dates and twenty delays
DAY_US = 86_400_000_000


def the_plan() -> tuple[Plan, dict[str, Windows]]:
    """Return the network with its windows."""
    plan = read_plan(parse_timeline(NETWORK))
    return plan, find_plan_windows(plan)


def uniforms(samples: int) -> None:
    """Draw the uniforms alone, in blocks that stay in the cache."""
    generator = np.random.Generator(np.random.SFC64(1))
    for _ in range(-(-samples // 16_384)):
        for _ in range(INPUTS):
            generator.random(16_384, dtype=np.float32)


def drawer(delay: Delay) -> Callable[[], float]:
    """Return how SimPy's users draw a delay: by the standard library, in days."""
    days = [us / DAY_US for us in delay.values_us]
    if delay.shape == "fixed":
        return lambda: days[0]
    if delay.shape == "triangular":
        return lambda: random.triangular(days[0], days[2], days[1])
    if delay.shape == "lognormal":
        middle, spread = np.log(days[0] * days[1]) / 2, np.log(days[1] / days[0]) / 2.5631031310892007
        return lambda: random.lognormvariate(middle, spread)
    low, mode, high = days
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    return lambda: low + (high - low) * random.betavariate(a, b)


def simpy_runner(plan: Plan, windows: dict[str, Windows]) -> Callable[[int], list[float]]:
    """Return what runs the network in SimPy, and gives one event's days."""
    import simpy

    spans = {
        address: (
            [(b - plan.origin_us) / DAY_US for _, b in each.spans_us],
            [(a - plan.origin_us) / DAY_US for a, _ in each.spans_us],
        )
        for address, each in windows.items()
    }
    steps = [
        (step.address, step.shapes, [(w.address, drawer(w.delay)) for w in step.waits]) for step in plan.steps
    ]

    def happen(env: Any, step: Any, done: dict[str, Any], own: Any) -> Iterator[Any]:
        address, shapes, waits = step
        if shapes:
            low, high = ((us - plan.origin_us) / DAY_US for us in (shapes[0].rises_us, shapes[0].ends_us))
            yield env.timeout(random.uniform(low, high))
        if waits:
            yield env.all_of([env.process(later(env, done[name], draw)) for name, draw in waits])
        if address in spans:
            ends, starts = spans[address]
            following = bisect_right(ends, env.now)
            if starts[following] > env.now:
                yield env.timeout(starts[following] - env.now)
        own.succeed(env.now)

    def later(env: Any, event: Any, draw: Callable[[], float]) -> Iterator[Any]:
        yield event
        yield env.timeout(draw())

    def run(samples: int) -> list[float]:
        days = []
        for _ in range(samples):
            env = simpy.Environment()
            done = {step[0]: env.event() for step in steps}
            for step in steps:
                env.process(happen(env, step, done, done[step[0]]))
            env.run()
            days.append(done["b.landing"].value)
        return days

    return run


def in_turn(runs: dict[str, tuple[Callable[[], object], int]], rounds: int) -> dict[str, float]:
    """Run each once a round after once to warm up; median samples a second."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, (run, samples) in runs.items():
            start = time.perf_counter()
            run()
            if turn:
                taken[name].append((time.perf_counter() - start) / samples)
    return {name: 1.0 / median(each) for name, each in taken.items()}


def peak_mib(samples: int) -> float:
    """Return the most memory that a process of its own ever has, for so many samples."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", str(samples)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> None:
    """Print rates, ratios and memory, each with its mark."""
    options = argparse.ArgumentParser()
    options.add_argument("--samples", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", type=int, help=argparse.SUPPRESS)
    asked = options.parse_args()
    plan, windows = the_plan()
    if asked.only:
        simulate(plan, windows, samples=asked.only)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    by_simpy = simpy_runner(plan, windows)
    rates = in_turn(
        {
            "moonline": (lambda: simulate(plan, windows, samples=asked.samples), asked.samples),
            "the uniforms alone": (lambda: uniforms(asked.samples), asked.samples),
            "SimPy": (lambda: by_simpy(1000), 1000),
        },
        asked.rounds,
    )
    print(f"{asked.samples:,} samples of {len(plan.steps)} events, {INPUTS} uncertain inputs, 4 with windows")
    for name, rate in rates.items():
        print(f"  {name:<20} {rate:12,.0f} samples/s")
    print(f"  moonline / SimPy     {rates['moonline'] / rates['SimPy']:12.0f}  (mark: at least 300)")
    print(
        f"  moonline / uniforms  {rates['moonline'] / rates['the uniforms alone']:12.2f}  (mark: at least 0.2)"
    )
    few, many = peak_mib(1), peak_mib(asked.samples)
    print(f"  memory: {few:.0f} MiB for one sample, {many - few:+.0f} MiB for all  (mark: at most +100)")
    ours, theirs = simulate(plan, windows, samples=asked.samples)["b.landing"], sorted(by_simpy(4000))
    for share in (0.1, 0.5, 0.9):
        at = ours.quantile(share)
        assert at is not None
        told = theirs[int(share * len(theirs))]
        print(
            f"  P{share * 100:.0f} of the second landing: day {(at - plan.origin_us) / DAY_US:.2f}, SimPy's {told:.2f}"
        )


if __name__ == "__main__":
    main()
