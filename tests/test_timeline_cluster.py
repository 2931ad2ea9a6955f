"""The same numbers to the bit in this process, in a pool of processes, and on a Dask cluster that loses a worker."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

import pytest

from timeline.missionfile import parse_timeline
from timeline.odds import Odds
from timeline.plan import read_plan
from timeline.simulate import simulate
from timeline.simulation.bits import BLOCK

SAMPLES, CHUNK, SEED = 96 * BLOCK, 2 * BLOCK, 11
PLAN = """\
version: 1
title: Two landers and one pad
missions:
  - id: a
    name: First
    events:
      - {id: launch, kind: launch, label: Launch, date: 2028, outcome: planned, resource: {name: pad, busy: 30d}}
      - {id: arrival, label: Arrival, outcome: planned,
         after: {event: launch, delay: {min: 100d, mode: 118d, max: 150d}}}
      - id: landing
        kind: landing_attempt
        label: Landing
        outcome: planned
        after: {event: arrival, delay: {p10: 20d, p90: 60d}}
        within: {periods: [2028-06, 2028-09, 2028-12, 2029-03]}
      - {id: night, label: Through the night, outcome: planned, probability: 0.7, after: {event: landing, delay: 14d}}
  - id: b
    name: Second
    events:
      - {id: launch, kind: launch, label: Launch, date: 2028-Q2, outcome: planned, resource: {name: pad, busy: 30d}}
      - {id: landing, kind: landing_attempt, label: Landing, outcome: planned,
         after: [{event: launch, delay: [20d, 25d, 31d]}, {event: a.launch, delay: 90d}]}
"""


def run(executor: Executor | None = None, **how: object) -> Odds:
    plan = read_plan(parse_timeline(PLAN))
    return simulate(plan, samples=SAMPLES, seed=SEED, executor=executor, chunk=CHUNK, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def alone() -> Odds:
    """The odds from this process, all in one go."""
    return simulate(read_plan(parse_timeline(PLAN)), samples=SAMPLES, seed=SEED)


def test_a_pool_of_processes_gives_the_same(alone: Odds) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert run(pool) == alone


@pytest.fixture
def cluster() -> Iterator[object]:
    """A cluster of two workers, each a process of its own; what distributed itself warns of is not ours."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"(distributed|tornado|asyncio)(\..*)?")
        started = distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
        with started:
            yield started


def test_a_cluster_that_loses_a_worker_on_the_way_gives_the_same(cluster, alone: Odds) -> None:
    distributed = pytest.importorskip("distributed")
    told: list[tuple[int, int]] = []
    with distributed.Client(cluster) as client:
        workers = client.run(os.getpid)
        assert len(set(workers.values()) - {os.getpid()}) == 2
        killed: list[tuple[int, int]] = []

        def kill_one(done: int, of: int) -> None:
            if not killed:
                under_way = {at: len(cluster.scheduler.workers[at].processing) for at in workers}
                busiest = max(under_way, key=under_way.__getitem__)
                os.kill(workers[busiest], signal.SIGKILL)
                killed.append((workers[busiest], under_way[busiest]))
            told.append((done, of))

        with client.get_executor(pure=False) as executor:
            odds = run(executor, progress=kill_one)
        assert killed[0][0] not in client.run(os.getpid).values()
    assert told[0][0] < SAMPLES  # there was work left when it died,
    assert killed[0][1] > 0  # and it was at some of it
    assert told[-1] == (SAMPLES, SAMPLES)
    assert odds == alone
