"""Streaming statistics: whole numbers only, so that sums are the same to the bit in whatever order they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from timeline.simulation.bits import BLOCK, Bits, Seconds
from timeline.simulation.block import Mask, Run, Wait, run_block
from timeline.simulation.network import Network
from timeline.simulation.snapping import LATE

Counts = npt.NDArray[np.int64]

MOST_STEPS: Final = 4_096
STEPS_S: Final = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10_800,
    21_600,
    43_200,
    86_400,
)
"""Steps of a histogram in seconds: each divides a day."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps of a node's histogram: where the first starts, how long each is, and how many there are."""

    start: int
    step: int
    count: int


def scale_of(bounds: tuple[int, int]) -> Scale:
    """Return the finest steps that hold all between two bounds."""
    low, high = bounds
    step = next((each for each in STEPS_S if (high - low) // each + 2 <= MOST_STEPS), STEPS_S[-1])
    start = low // step * step
    return Scale(start, step, (high - start) // step + 1)


@dataclass(slots=True, eq=False)
class NodeTally:
    """What the samples of one node add up to; `used` has for each window how many got it, and how many waited."""

    counts: Counts  # the last is of those that do not happen
    total: int
    late: int
    first: int
    last: int
    used: Counts
    wait: int

    def add(self, other: NodeTally) -> None:
        """Add the samples of another."""
        self.counts += other.counts
        self.total += other.total
        self.late += other.late
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.used += other.used
        self.wait += other.wait


@dataclass(slots=True, eq=False)
class Tally:
    """What so many samples of every node add up to."""

    samples: int
    nodes: tuple[NodeTally, ...]

    def add(self, other: Tally) -> None:
        """Add the samples of another."""
        self.samples += other.samples
        for mine, theirs in zip(self.nodes, other.nodes, strict=True):
            mine.add(theirs)


def empty_tally(network: Network) -> Tally:
    """Return a tally of nothing."""
    return Tally(0, tuple(_empty_node(network, number) for number in range(len(network.nodes))))


def _empty_node(network: Network, number: int) -> NodeTally:
    scale, snapper = scale_of(network.bounds[number]), network.nodes[number].snapper
    windows = 0 if snapper is None else len(snapper.starts)
    counts = np.zeros(scale.count + 1, np.int64)
    return NodeTally(counts, 0, 0, LATE, -1, np.zeros(2 * windows, np.int64), 0)


def run_blocks(network: Network, seed: int, first: int, samples: int) -> Tally:
    """Run so many samples from a block on and add them up, in the memory of one block."""
    tally, bits = empty_tally(network), Bits(seed)
    scales = [scale_of(bounds) for bounds in network.bounds]
    for block in range(first, first + -(-samples // BLOCK)):
        size = min(samples - (block - first) * BLOCK, BLOCK)

        def visit(run: Run, number: int, size: int = size) -> None:
            _count(tally.nodes[number], scales[number], run, number, size)

        run_block(network, bits, block, visit)
        tally.samples += size
    return tally


def _count(node: NodeTally, scale: Scale, run: Run, number: int, size: int) -> None:
    times, sure = run.times[number][:size], run.network.sure[number]
    steps = times - np.int32(scale.start)
    if scale.step > 1:
        steps //= np.int32(scale.step)
    if not sure:
        np.minimum(steps, np.int32(scale.count), out=steps)
    counts = np.bincount(steps.astype(np.intp), minlength=scale.count + 1)
    node.counts += counts
    wait, happening = run.waits.get(number), None
    if counts[-1]:
        node.late += int(np.count_nonzero(times == LATE))
        happening = times < LATE
        times = times[happening]
    total = int(times.sum(dtype=np.int64))
    if wait is not None:
        _count_windows(node, wait, times, total, happening, size)
    if times.size:
        node.total += total
        node.first, node.last = min(node.first, int(times.min())), max(node.last, int(times.max()))


def _count_windows(
    node: NodeTally, wait: Wait, times: Seconds, total: int, happening: Mask | None, size: int
) -> None:
    ready, number = wait.ready[:size], wait.number[:size]
    if happening is not None:
        ready, number = ready[happening], number[happening]
    code = number * np.int32(2)
    code += times > ready
    node.used += np.bincount(code.astype(np.intp), minlength=len(node.used))
    node.wait += total - int(ready.sum(dtype=np.int64))
