"""The schedule, simulated: a plan, its windows and a number of samples in; the odds of each event out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TYPE_CHECKING, Final

import numpy as np

from timeline.odds import EventOdds, Odds, SlipStep, Staircase, WindowUse
from timeline.simulation.bits import BLOCK
from timeline.simulation.drivers import find_drivers
from timeline.simulation.network import Network, build_network
from timeline.simulation.tally import NodeTally, Tally, empty_tally, run_blocks, scale_of
from timeline.windows import Windows, find_date_windows

if TYPE_CHECKING:
    from timeline.odds import Driver
    from timeline.plan import Plan
    from timeline.windows import PlanWindows

MOST_SAMPLES: Final = 10**12
TASK: Final = 1 << 19
"""Samples of a task unless another number is asked for: a fraction of a second of work."""
IN_FLIGHT: Final = 32
_US: Final = 1_000_000

Progress = Callable[[int, int], None]
"""Told after each task how many samples are done, and of how many."""


def simulate(
    plan: Plan,
    windows: PlanWindows | None = None,
    *,
    samples: int = 100_000,
    seed: int = 0,
    executor: Executor | None = None,
    chunk: int | None = None,
    progress: Progress | None = None,
) -> Odds:
    """Sample a plan and return the odds of each of its events.

    `windows` are those that `ephemeris.plan_windows` finds; without them a plan may ask for dates alone. The
    numbers are the same to the bit for a seed, whatever the `chunk` (samples a task) and the `executor` (a pool
    of processes, or a cluster's; none is this process). Memory does not grow with samples. Raises ValueError
    for a number of samples or a seed that is none, and for windows that are missing.
    """
    _check_numbers(samples, seed, chunk)
    known = _all_windows(plan, windows)
    network = build_network(plan, known)
    tally = _tally(plan, known, seed, samples, chunk or TASK, executor, progress)
    drivers = find_drivers(network, seed, samples)
    events = tuple(
        _event_odds(plan, number, network, tally, dict(known), drivers[number])
        for number in range(len(plan.steps))
    )
    return Odds(plan.title, samples, seed, events)


def _tally(
    plan: Plan,
    windows: tuple[tuple[str, Windows], ...],
    seed: int,
    samples: int,
    chunk: int,
    executor: Executor | None,
    progress: Progress | None,
) -> Tally:
    tally = empty_tally(build_network(plan, windows))
    for part in _parts(plan, windows, seed, _tasks(samples, chunk), executor):
        tally.add(part)
        if progress is not None:
            progress(tally.samples, samples)
    return tally


def _check_numbers(samples: int, seed: int, chunk: int | None) -> None:
    if not 1 <= samples <= MOST_SAMPLES:
        raise ValueError(f"{samples} is no number of samples from 1 to {MOST_SAMPLES:,} (such as 100k)")
    if seed < 0:
        raise ValueError(f"the seed {seed} is negative (give a whole number from 0)")
    if chunk is not None and chunk < 1:
        raise ValueError(f"a chunk of {chunk} samples is none (give a whole number from 1)")


def _all_windows(plan: Plan, windows: PlanWindows | None) -> tuple[tuple[str, Windows], ...]:
    given: Mapping[str, Windows] = find_date_windows(plan) if windows is None else windows
    for step in plan.steps:
        if step.within is not None and not step.fixed and step.address not in given:
            raise ValueError(f"the windows of {step.address} are missing (find_plan_windows finds them)")
    return tuple((step.address, given[step.address]) for step in plan.steps if step.address in given)


def _tasks(samples: int, chunk: int) -> Iterator[tuple[int, int]]:
    """Cut samples into tasks of whole blocks: the first block and the number of samples of each."""
    blocks = max(chunk // BLOCK, 1)
    for first in range(0, -(-samples // BLOCK), blocks):
        yield first, min(blocks * BLOCK, samples - first * BLOCK)


def run_task(
    plan: Plan, windows: tuple[tuple[str, Windows], ...], seed: int, first: int, samples: int
) -> Tally:
    """Run one task, in whatever process; the network is built once in each."""
    return run_blocks(build_network(plan, windows), seed, first, samples)


def _parts(
    plan: Plan,
    windows: tuple[tuple[str, Windows], ...],
    seed: int,
    tasks: Iterable[tuple[int, int]],
    executor: Executor | None,
) -> Iterator[Tally]:
    """Give the tally of each task, in any order: sums of whole numbers do not mind. Few are under way at once."""
    if executor is None:
        yield from (run_task(plan, windows, seed, *task) for task in tasks)
        return
    running: set[Future[Tally]] = set()
    try:
        for task in tasks:
            running.add(executor.submit(run_task, plan, windows, seed, *task))
            if len(running) >= IN_FLIGHT:
                done, running = _some_done(running)
                yield from done
        while running:
            done, running = _some_done(running)
            yield from done
    finally:
        for future in running:
            future.cancel()


def _some_done(running: set[Future[Tally]]) -> tuple[list[Tally], set[Future[Tally]]]:
    done, left = wait(running, return_when=FIRST_COMPLETED)
    return [future.result() for future in done], left


def _event_odds(
    plan: Plan,
    number: int,
    network: Network,
    tally: Tally,
    known: Mapping[str, Windows],
    drivers: tuple[Driver, ...] = (),
) -> EventOdds:
    step, node, scale = plan.steps[number], tally.nodes[number], scale_of(network.bounds[number])
    windows, origin = known.get(step.address), plan.origin_us
    happened = tally.samples - int(node.counts[-1])
    counts, lead = _trimmed(node.counts[:-1])
    return EventOdds(
        address=step.address,
        label=step.label,
        samples=tally.samples,
        late=node.late,
        skipped=tally.samples - happened - node.late,
        first_us=origin + node.first * _US if happened else None,
        last_us=origin + node.last * _US if happened else None,
        mean_us=origin + node.total * _US // happened if happened else None,
        start_us=origin + (scale.start + lead * scale.step) * _US,
        step_us=scale.step * _US,
        counts=counts,
        windows=_uses(node, network, number, windows, origin),
        until_us=None if windows is None else windows.until_us,
        wait_us=node.wait * _US,
        light=windows is not None and windows.light,
        drivers=drivers,
        known="" if step.known is None else step.known.text,
    )


def _trimmed(
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
    """Return a histogram without the empty steps at its ends, and how many there were at the start."""
    filled = np.flatnonzero(counts)
    if not filled.size:
        return counts[:0], 0
    return counts[filled[0] : filled[-1] + 1].copy(), int(filled[0])


def _uses(
    node: NodeTally, network: Network, number: int, windows: Windows | None, origin: int
) -> tuple[WindowUse, ...]:
    """Return each window that any sample used, its opening to the second in which it is open."""
    snapper = network.nodes[number].snapper
    if windows is None or snapper is None:
        return ()
    went, waited = node.used[0::2], node.used[1::2]
    return tuple(
        WindowUse(
            origin + int(snapper.starts[k]) * _US,
            origin + int(snapper.ends[k]) * _US,
            int(went[k] + waited[k]),
            int(waited[k]),
        )
        for k in np.flatnonzero(went + waited)
        if k < len(snapper.ends)
    )


def find_staircase(
    plan: Plan,
    windows: PlanWindows | None,
    slipped: str,
    watched: str,
    slips_us: Iterable[int],
    *,
    samples: int = 1 << 15,
    seed: int = 0,
    executor: Executor | None = None,
) -> Staircase:
    """Return when one event happens against slips of another: each slip meets the same luck in all else.

    Raises KeyError for an event that the plan has not, ValueError for a negative slip.
    """
    _check_numbers(samples, seed, None)
    known = _all_windows(plan, windows)
    number = [step.address for step in plan.steps].index(plan[watched].address)
    found = []
    for slip_us in slips_us:
        moved = plan.slipped(slipped, slip_us)
        tally = _tally(moved, known, seed, samples, TASK, executor, None)
        odds = _event_odds(moved, number, build_network(moved, known), tally, dict(known))
        low, middle, high = (odds.quantile(share) for share in (0.1, 0.5, 0.9))
        found.append(SlipStep(slip_us, odds.mean_us, low, middle, high, odds.never))
    return Staircase(slipped, watched, samples, seed, tuple(found))
