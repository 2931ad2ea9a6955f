"""One block of samples through a network: every node for all samples at once, queues one service at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from timeline.simulation.bits import BLOCK, Bits, Seconds
from timeline.simulation.draws import Constant, Draw
from timeline.simulation.network import Link, Network, Node
from timeline.simulation.snapping import LATE, OFF

Mask = npt.NDArray[np.bool_]
_LATE, _OFF = np.int32(LATE), np.int32(OFF)


@dataclass(frozen=True, slots=True, eq=False)
class Wait:
    """For a node with windows: when each sample was ready for one, and the number of the one that it got."""

    ready: Seconds
    number: npt.NDArray[np.int32]


@dataclass(slots=True, eq=False)
class Run:
    """A block on its way: when each node happens, LATE where it finds no window, OFF where it is not taken.

    `would` is when the nodes happen that another branch may take the place of, taken or not.
    """

    network: Network
    bits: Bits
    block: int
    times: dict[int, Seconds] = field(default_factory=dict)
    waits: dict[int, Wait] = field(default_factory=dict)
    would: dict[int, Seconds] = field(default_factory=dict)
    taken: dict[int, Mask] = field(default_factory=dict)


def run_block(
    network: Network, bits: Bits, block: int, visit: Callable[[Run, int], None] | None = None
) -> Run:
    """Run a block of samples; `visit` is told of each node as soon as it is done, while it is in the cache."""
    run = Run(network, bits, block)
    for number in network.before:
        _finish(run, number, _ready(run, number))
        if visit is not None:
            visit(run, number)
    if network.queued:
        _serve(run)
        for number in network.zone:
            if visit is not None:
                visit(run, number)
    for number in network.after:
        _finish(run, number, _ready(run, number))
        if visit is not None:
            visit(run, number)
    return run


def input_key(node: Node, part: str) -> str:
    """Return the name of a node's own input: its date, its branch, or how long it keeps its resource."""
    return f"{node.address} {part}"


def _drawn(run: Run, draw: Draw, key: str) -> Seconds | int:
    return draw.seconds if isinstance(draw, Constant) else draw.draw(run.bits, key, run.block)


def _ready(run: Run, number: int) -> Seconds:
    """Return when all that a node waits for has happened."""
    node = run.network.nodes[number]
    ready: Seconds | None = None
    if node.start is not None:
        ready = _filled(_drawn(run, node.start, input_key(node, "date")))
    for group in node.links:
        come = _come(run, node, group[0])
        for link in group[1:]:
            come = np.minimum(come, _come(run, node, link))  # what is not taken is later than all
        ready = come if ready is None else np.maximum(ready, come)
    if ready is None:
        ready = _filled(0)
    if not run.network.sure[number]:
        ready = _told(ready)
    if node.slip:
        ready = _told(ready + np.int32(node.slip))
    return np.maximum(ready, np.int32(node.floor)) if node.floor else ready


def _come(run: Run, node: Node, link: Link) -> Seconds:
    """Return when a link lets its node go."""
    if link.step is None:
        start = _filled(_drawn(run, link.date, f"{link.key} date"))
    else:
        start = run.would[link.step] if link.step == node.parent else run.times[link.step]
    delay = _drawn(run, link.delay, link.key)
    if isinstance(delay, int):
        return start + np.int32(delay) if delay else start
    delay += start
    return delay


def _filled(value: Seconds | int) -> Seconds:
    return np.full(BLOCK, value, np.int32) if isinstance(value, int) else value


def _told(times: Seconds) -> Seconds:
    """Return times with each that is late or off exactly so."""
    late = times >= _LATE
    if late.any():
        times[late] = np.where(times[late] >= _OFF, _OFF, _LATE)
    return times


def _finish(run: Run, number: int, ready: Seconds) -> None:
    """Set when a node happens that needs no resource."""
    node = run.network.nodes[number]
    times = ready
    if node.snapper is not None:
        times, windows = node.snapper.snap_and_number(ready)
        assert windows is not None
        run.waits[number] = Wait(ready, windows)
    run.times[number] = _branched(run, number, times)


def _branched(run: Run, number: int, times: Seconds) -> Seconds:
    """Return when a node happens, OFF where another branch is taken."""
    node = run.network.nodes[number]
    run.would[number] = times
    if node.parent is not None:
        times = run.would[number] = np.where(_open(run, number), times, _OFF)
    taken = _taken(run, number)
    return times if taken is None else np.where(taken, times, _OFF)


def _serve(run: Run) -> None:
    """Serve every queue: in each sample, again and again, the node that has been ready longest.

    No delay is negative, so what is not ready yet can only become so later than the earliest that is: the order
    is that of a queue, whatever the nodes between the services are.
    """
    network = run.network
    queued = network.queued
    served = np.zeros((len(queued), BLOCK), bool)
    known: dict[int, Mask] = {}
    free: dict[int, Seconds] = {}
    for number in queued:
        node = network.nodes[number]
        assert node.resource is not None
        free.setdefault(node.resource, np.zeros(BLOCK, np.int32))
        run.times[number] = np.full(BLOCK, _OFF, np.int32)
        run.would[number] = run.times[number]
        known[number] = np.zeros(BLOCK, bool)
    chained = len(network.zone) > len(queued) or _depend(network)
    ready = np.empty((len(queued), BLOCK), np.int32)
    for turn in range(len(queued)):
        if turn == 0 or chained:
            _advance(run, known, ready)
        waiting = np.where(served | (ready < 0), np.iinfo(np.int32).max, ready)
        chosen = waiting.argmin(axis=0)
        for row, number in enumerate(queued):
            at = np.flatnonzero((chosen == row) & ~served[row])
            if at.size:
                _serve_one(run, number, at, ready[row][at], free)
                served[row][at] = True
                known[number][at] = True
    if chained:
        _advance(run, known, ready)


def _depend(network: Network) -> bool:
    """Tell whether any queued node waits for another one, or is its other branch."""
    return any(
        other in network.queued for number in network.queued for other in _needed(network.nodes[number])
    )


def _advance(run: Run, known: dict[int, Mask], ready: Seconds) -> None:
    """Compute what can be: the other nodes of the zone, and when the queued ones are ready; -1 is not yet."""
    network = run.network
    for number in network.zone:
        node = network.nodes[number]
        able = np.ones(BLOCK, bool)
        for other in _needed(node):
            able &= known.get(other, True)
        if number in network.queued:
            row = network.queued.index(number)
            ready[row] = np.where(able, _ready(run, number), -1)
        else:
            _finish(run, number, _ready(run, number))
            known[number] = able


def _needed(node: Node) -> list[int]:
    steps = [link.step for group in node.links for link in group if link.step is not None]
    return steps + ([node.parent] if node.parent is not None else [])


def _serve_one(
    run: Run, number: int, at: npt.NDArray[np.intp], ready: Seconds, free: dict[int, Seconds]
) -> None:
    """Serve a node in these samples, from when its resource is free; what does not happen keeps no resource."""
    node = run.network.nodes[number]
    assert node.resource is not None
    due, taken = _open(run, number)[at], _taken(run, number)
    happens = due if taken is None else due & taken[at]
    start = np.where(ready < _LATE, np.maximum(ready, free[node.resource][at]), ready)
    start = np.where(happens, ready if node.fixed else start, ready)
    times = start
    if node.snapper is not None:
        times, windows = node.snapper.snap_and_number(start)
        assert windows is not None
        wait = run.waits.setdefault(number, Wait(np.zeros(BLOCK, np.int32), np.zeros(BLOCK, np.int32)))
        wait.ready[at], wait.number[at] = start, windows
    would = run.would[number]
    if would is run.times[number]:
        would = run.would[number] = run.times[number].copy()
    would[at] = np.where(due, times, _OFF)
    times = np.where(happens, times, _OFF)
    run.times[number][at] = times
    busy = _drawn(run, node.busy, input_key(node, "busy"))
    until = _told(times + (np.int32(busy) if isinstance(busy, int) else busy[at]))
    kept = times < _LATE
    free[node.resource][at[kept]] = np.maximum(until, free[node.resource][at])[kept]


def _open(run: Run, number: int) -> Mask:
    """Tell in which samples a node is due: those in which the one whose other branch it is was not taken."""
    parent = run.network.nodes[number].parent
    if parent is None:
        return np.ones(BLOCK, bool)
    taken = run.taken.get(parent)
    return (run.would[parent] < _OFF) & ~taken if taken is not None else np.zeros(BLOCK, bool)


def _taken(run: Run, number: int) -> Mask | None:
    """Tell in which samples the branch that a node is gets taken; None where it is no branch."""
    node = run.network.nodes[number]
    if node.threshold is not None and number not in run.taken:
        words = run.bits.long_words(input_key(node, "happens"), run.block)
        run.taken[number] = words < np.uint32(node.threshold)
    return run.taken.get(number)
