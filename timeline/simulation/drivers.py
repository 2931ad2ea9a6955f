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
from timeline.simulation.bits import BLOCK, Bits
from timeline.simulation.block import Run, input_key, run_block
from timeline.simulation.draws import Constant, Draw
from timeline.simulation.network import Network
from timeline.simulation.snapping import LATE, OFF

Floats = npt.NDArray[np.float64]
_NOISE: Final = 3.0  # standard errors below which a correlation is none
_TENTH: Final = 0.1
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class _Input:
    """An uncertain input: the node it belongs to, its name, and how far up each sample of it stands."""

    node: int
    key: str
    rank: Floats


def find_drivers(network: Network, seed: int, samples: int) -> tuple[tuple[Driver, ...], ...]:
    """Return for each node what drives it, the strongest first; inputs that do no more than chance are left out."""
    run = run_block(network, Bits(seed), 0)
    size = min(samples, BLOCK)
    inputs = [_Input(node, key, rank[:size]) for node, key, rank in _inputs(network, run)]
    return tuple(_drive(network, run, number, inputs, size) for number in range(len(network.nodes)))


def _inputs(network: Network, run: Run) -> Iterator[tuple[int, str, Floats]]:
    for number, node in enumerate(network.nodes):
        draws: list[tuple[str, Draw | None]] = [(input_key(node, "date"), node.start)]
        draws += [(f"{link.key} date", link.date) for group in node.links for link in group]
        draws += [(link.key, link.delay) for group in node.links for link in group]
        draws.append((input_key(node, "busy"), node.busy))
        for key, draw in draws:
            if draw is not None and not isinstance(draw, Constant):
                yield number, key, draw.rank(run.bits.words(key, 0))
        if number in run.taken:
            yield number, input_key(node, "happens"), run.taken[number].astype(np.float64)


def _drive(
    network: Network, run: Run, number: int, inputs: Sequence[_Input], size: int
) -> tuple[Driver, ...]:
    """Return the drivers of one node, over the samples that are not on another branch."""
    times = run.times[number][:size]
    due = times < OFF
    if np.count_nonzero(due) < 100 or times[due].min() == times[due].max():
        return ()
    times = times[due]
    rank = _standard(_mid_ranks(times))
    least = _NOISE / np.sqrt(len(times))
    drivers = []
    for each in inputs:
        if each.node in network.ancestors[number]:
            values = each.rank[due]
            correlation = float(rank @ _standard(values)) / len(times)
            if abs(correlation) >= least:
                owner = network.nodes[each.node].address
                drivers.append(Driver(each.key, owner, round(correlation, 6), _swing(times, values)))
    return tuple(sorted(drivers, key=lambda driver: (-abs(driver.correlation), driver.key)))


def _mid_ranks(times: npt.NDArray[np.int32]) -> Floats:
    """Return each one's rank; equal ones share the middle of theirs."""
    order = np.argsort(times, kind="stable")
    ordered = times[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    sizes = np.diff(begins, append=len(ordered))
    ranks = np.empty(len(times))
    ranks[order] = np.repeat(begins + (sizes - 1) / 2.0, sizes)
    return ranks


def _standard(values: Floats) -> Floats:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread else np.zeros_like(values)


def _swing(times: npt.NDArray[np.int32], values: Floats) -> float:
    """Return in days how much later the samples of the highest tenth of an input are than those of the lowest."""
    happening = times < LATE
    times, values = times[happening], values[happening]
    if not times.size:
        return 0.0
    low, high = np.quantile(values, [_TENTH, 1.0 - _TENTH])
    below, above = times[values <= low], times[values >= high]
    return round(float(above.mean() - below.mean()) / _DAY_S, 3)
