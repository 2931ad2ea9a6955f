"""What drives an event: Spearman's rank correlation of its date with each uncertain input it depends on.

It is taken over the first block of samples alone, whatever their number: 16,384 tell a correlation to 0.008
(one standard error), and it costs the same for a hundred million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from timeline.odds import Driver
from timeline.simulation.bits import BLOCK, Bits, Seconds
from timeline.simulation.block import Run, input_key, run_block
from timeline.simulation.draws import Constant, Draw
from timeline.simulation.network import Network
from timeline.simulation.snapping import LATE, OFF
from timeline.simulation.tally import scale_of

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
FEWEST: Final = 100  # samples that a correlation is taken of
_NOISE: Final = 3.0  # standard errors below which a correlation is none
_TENTH: Final = 0.1
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class _Inputs:
    """The uncertain inputs, a row each: whose they are, how far up each sample stands, and the outer tenths."""

    nodes: tuple[int, ...]
    keys: tuple[str, ...]
    ranks: Floats
    lowest: Mask
    highest: Mask

    @classmethod
    def of(cls, named: Sequence[tuple[int, str, Floats]]) -> _Inputs:
        ranks = np.array([rank for _, _, rank in named])
        ends = ranks.min(axis=1, keepdims=True), ranks.max(axis=1, keepdims=True)
        lowest = ranks <= np.maximum(ends[0], _TENTH)
        highest = ranks >= np.minimum(ends[1], 1.0 - _TENTH)
        return cls(
            tuple(node for node, _, _ in named), tuple(key for _, key, _ in named), ranks, lowest, highest
        )


def find_drivers(network: Network, seed: int, samples: int) -> tuple[tuple[Driver, ...], ...]:
    """Return for each node what drives it, the strongest first; inputs that do no more than chance are left out."""
    run = run_block(network, Bits(seed), 0)
    size = min(samples, BLOCK)
    named = [(node, key, rank[:size]) for node, key, rank in _inputs(network, run)]
    if size < FEWEST or not named:
        return ((),) * len(network.nodes)
    inputs = _Inputs.of(named)
    standard = _standard(inputs.ranks)
    return tuple(_drive(network, run, number, inputs, standard) for number in range(len(network.nodes)))


def _inputs(network: Network, run: Run) -> Iterator[tuple[int, str, Floats]]:
    for number, node in enumerate(network.nodes):
        draws: list[tuple[str, Draw | None]] = [(input_key(node, "date"), node.start)]
        draws += [(f"{link.key} date", link.date) for group in node.links for link in group]
        draws += [(link.key, link.delay) for group in node.links for link in group]
        draws.append((input_key(node, "busy"), node.busy))
        for key, draw in draws:
            if draw is not None and not isinstance(draw, Constant):
                yield number, key, draw.rank(run.bits, key, 0)
        if number in run.taken and 0 < np.count_nonzero(run.taken[number]) < BLOCK:
            yield number, input_key(node, "happens"), run.taken[number].astype(np.float64)


def _drive(network: Network, run: Run, number: int, inputs: _Inputs, standard: Floats) -> tuple[Driver, ...]:
    """Return the drivers of one node, over the samples that are not on another branch."""
    times = run.times[number][: inputs.ranks.shape[1]]
    chosen = [row for row, node in enumerate(inputs.nodes) if node in network.ancestors[number]]
    due = times < OFF
    count = int(np.count_nonzero(due))
    if count < FEWEST or not chosen or times[due].min() == times[due].max():
        return ()
    values = standard[chosen]
    if count < len(times):
        times, values = times[due], _standard(inputs.ranks[chosen][:, due])
    correlations = values @ _standard(_mid_ranks(times, network.bounds[number])) / count
    told = np.flatnonzero(np.abs(correlations) >= _NOISE / np.sqrt(count))
    happening = times < LATE
    drivers = []
    for place in told:
        row = chosen[place]
        tenths = inputs.lowest[row][due] & happening, inputs.highest[row][due] & happening
        owner = network.nodes[inputs.nodes[row]].address
        drivers.append(
            Driver(inputs.keys[row], owner, round(float(correlations[place]), 6), _swing(times, *tenths))
        )
    return tuple(sorted(drivers, key=lambda driver: (-abs(driver.correlation), driver.key)))


def _mid_ranks(times: Seconds, bounds: tuple[int, int]) -> Floats:
    """Return each one's rank, to the step of the histogram; those of one step share the middle of theirs."""
    scale = scale_of(bounds)
    steps = np.minimum((times - np.int32(scale.start)) // np.int32(scale.step), np.int32(scale.count))
    counts = np.bincount(steps.astype(np.intp), minlength=scale.count + 1)
    return np.asarray((np.cumsum(counts) - counts / 2.0).take(steps))


def _standard(values: Floats) -> Floats:
    """Return values with mean 0 and spread 1, along the last axis; those that are all the same are 0."""
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True))
    return np.asarray(centred / np.where(spread > 0.0, spread, np.inf))


def _swing(times: Seconds, lowest: Mask, highest: Mask) -> float:
    """Return in days how much later the highest tenth of an input is than the lowest; 0 where one never happens."""
    counts = np.count_nonzero(lowest), np.count_nonzero(highest)
    if not all(counts):
        return 0.0
    sums = (int(times.sum(where=each, dtype=np.int64)) for each in (lowest, highest))
    below, above = (total / count for total, count in zip(sums, counts, strict=True))
    return round(float(above - below) / _DAY_S, 3)
