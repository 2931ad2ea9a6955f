"""A plan as the simulator runs it: steps by number, draws as tables, windows as snappers, bounds of each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.simulation.draws import Constant, Draw, date_draw, delay_draw, not_before
from timeline.simulation.snapping import LATE, Snapper

if TYPE_CHECKING:
    from timeline.plan import Plan, Step, Wait
    from timeline.windows import Windows


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One thing that a step waits for: a step by its number, or a date that is drawn; then a delay."""

    key: str
    step: int | None
    date: Draw
    delay: Draw


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A step ready to run.

    `links` are grouped: of a group, which are branches of one choice, the one counts that happens. `threshold`
    is the chance in 2**32nds, None where there is no choice; `parent` is the node whose other branch this is. A
    `fixed` one has happened: it waits for no resource, and keeps it all the same; others are not before `floor`.
    """

    address: str
    fixed: bool
    start: Draw | None
    links: tuple[tuple[Link, ...], ...]
    slip: int
    floor: int
    snapper: Snapper | None
    threshold: int | None
    parent: int | None
    resource: int | None
    busy: Draw


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A plan's nodes, each after all that it waits for, and in which order they run.

    `queued` are the nodes that wait for a resource that others use too. `zone` are those and every node between
    two of them; `before` is run before them, `after` after them. `bounds` are the first and last second that
    each node happens in, where it does; `sure` are the nodes that happen in every sample. `ancestors` are the
    nodes, itself among them, that a node depends on.
    """

    nodes: tuple[Node, ...]
    queued: tuple[int, ...]
    before: tuple[int, ...]
    zone: tuple[int, ...]
    after: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    sure: tuple[bool, ...]
    ancestors: tuple[frozenset[int], ...]


@lru_cache(maxsize=8)
def build_network(plan: Plan, windows: tuple[tuple[str, Windows], ...]) -> Network:
    """Return the network of a plan with the windows of its steps."""
    numbers = {step.address: number for number, step in enumerate(plan.steps)}
    resources = _shared_resources(plan)
    known = dict(windows)
    nodes = tuple(_node(step, plan, known, numbers, resources) for step in plan.steps)
    queued = tuple(number for number, node in enumerate(nodes) if node.resource is not None)
    order = _phases(nodes, queued)
    bounds, ready = _bounds(nodes, queued, *order)
    nodes = tuple(_reaching(node, high) for node, (_, high) in zip(nodes, ready, strict=True))
    sure = _sure(nodes, ready)
    return Network(nodes, queued, *order, bounds, sure, _ancestors(nodes, queued))


def _reaching(node: Node, last: int) -> Node:
    return node if node.snapper is None else replace(node, snapper=node.snapper.reaching(last))


def _sure(nodes: Sequence[Node], ready: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """Tell which nodes happen whatever is drawn: no branch, a window for the latest, and all they wait for sure."""
    sure: list[bool] = []
    for node, (_, last) in zip(nodes, ready, strict=True):
        alone = node.threshold is None and node.parent is None and last < LATE - 1
        served = node.snapper is None or node.snapper.snap_one(last) < LATE
        sure.append(alone and served and all(sure[other] for other in _needs(node)))
    return tuple(sure)


def _shared_resources(plan: Plan) -> dict[str, int]:
    """Return a number for each resource that more than one step uses: one alone never waits."""
    users = [step.resource.name for step in plan.steps if step.resource]
    return {name: number for number, name in enumerate(sorted({n for n in users if users.count(n) > 1}))}


def _node(
    step: Step,
    plan: Plan,
    windows: Mapping[str, Windows],
    numbers: Mapping[str, int],
    resources: Mapping[str, int],
) -> Node:
    other = plan[step.otherwise] if step.otherwise else None
    chance = 0.0 if other is not None and other.fixed else step.probability
    if step.branch_of and plan[step.branch_of].fixed:
        chance = 0.0
    floor = 0 if step.fixed or plan.now_us is None else max(-((plan.origin_us - plan.now_us) // 1_000_000), 0)
    start = date_draw(step.shapes, plan.origin_us) if step.shapes else None
    resource = resources.get(step.resource.name) if step.resource else None
    return Node(
        address=step.address,
        fixed=step.fixed,
        start=not_before(start, floor) if start is not None and floor else start,
        links=_groups(step, plan, numbers),
        slip=step.slip_us // 1_000_000,
        floor=floor,
        snapper=_snapper(windows[step.address], plan.origin_us) if step.address in windows else None,
        threshold=None if step.fixed or chance >= 1.0 else min(round(chance * 2**32), 2**32 - 1),
        parent=numbers[step.branch_of] if step.branch_of else None,
        resource=resource,
        busy=delay_draw(step.resource.busy) if step.resource and resource is not None else Constant(0),
    )


def _groups(step: Step, plan: Plan, numbers: Mapping[str, int]) -> tuple[tuple[Link, ...], ...]:
    """Return what a step waits for, the branches of one choice together."""
    groups: dict[str, list[Link]] = {}
    for wait in step.waits:
        first = wait.address
        while first and plan[first].branch_of:
            first = plan[first].branch_of
        groups.setdefault(first or wait.key, []).append(_link(wait, plan, numbers))
    return tuple(tuple(group) for group in groups.values())


def _link(wait: Wait, plan: Plan, numbers: Mapping[str, int]) -> Link:
    date = date_draw(wait.shapes, plan.origin_us) if wait.shapes else Constant(0)
    return Link(wait.key, numbers[wait.address] if wait.address else None, date, delay_draw(wait.delay))


@lru_cache(maxsize=256)
def _snapper(windows: Windows, origin: int) -> Snapper:
    # to the next whole second at both ends: a whole second is inside the one just where it is in the other
    spans = [(-((origin - a) // 1_000_000), -((origin - b) // 1_000_000)) for a, b in windows.spans_us]
    return Snapper.of(spans)


def _needs(node: Node) -> set[int]:
    linked = {link.step for group in node.links for link in group if link.step is not None}
    return linked | ({node.parent} if node.parent is not None else set())


def _ancestors(nodes: Sequence[Node], queued: Sequence[int]) -> tuple[frozenset[int], ...]:
    """Return what each node depends on; those that queue for one resource depend on each other."""
    above: list[frozenset[int]] = []
    for number, node in enumerate(nodes):
        above.append(frozenset({number}).union(*(above[other] for other in _needs(node))))
    together = frozenset().union(*(above[number] for number in queued)) if queued else frozenset()
    return tuple(each | together if each & set(queued) else each for each in above)


def _phases(
    nodes: Sequence[Node], queued: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the nodes that run before the queues, in them or between two of them, and after them."""
    below: set[int] = set()
    for number, node in enumerate(nodes):
        if number in queued or _needs(node) & below:
            below.add(number)
    above: set[int] = set()
    for number in reversed(range(len(nodes))):
        if number in queued or number in above:
            above |= {number} | _needs(nodes[number])
    every = range(len(nodes))
    return (
        tuple(n for n in every if n not in below),
        tuple(n for n in every if n in below and n in above),
        tuple(n for n in every if n in below and n not in above),
    )


Bounds = dict[int, tuple[int, int]]


def _bounds(
    nodes: Sequence[Node],
    queued: Sequence[int],
    before: Sequence[int],
    zone: Sequence[int],
    after: Sequence[int],
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return between which seconds each node happens, where it does, and between which it is ready for a window."""
    ready: Bounds = {}
    bounds: Bounds = {}
    for number in before:
        ready[number] = _ready_bounds(nodes[number], bounds)
        bounds[number] = _snapped(nodes[number], *ready[number])
    if len(zone) == len(queued) and not any(_needs(nodes[n]) & set(queued) for n in queued):
        ready |= _queue_bounds(nodes, queued, bounds)
        bounds |= {number: _snapped(nodes[number], *ready[number]) for number in queued}
    else:  # how long they wait for each other has no simple bound
        ready |= dict.fromkeys(zone, (0, LATE - 1))
        bounds |= {number: _snapped(nodes[number], *ready[number]) for number in zone}
    for number in after:
        ready[number] = _ready_bounds(nodes[number], bounds)
        bounds[number] = _snapped(nodes[number], *ready[number])
    every = range(len(nodes))
    return tuple(bounds[number] for number in every), tuple(ready[number] for number in every)


def _queue_bounds(nodes: Sequence[Node], queued: Sequence[int], known: Bounds) -> Bounds:
    """Return when queueing nodes are served, at the latest: the last one after each other one's service."""
    bounds: Bounds = {}
    ready = {number: _ready_bounds(nodes[number], known) for number in queued}
    for resource in {nodes[number].resource for number in queued}:
        users = [number for number in queued if nodes[number].resource == resource]
        at = max(ready[number][1] for number in users)
        for _ in users[1:]:
            at = max(_snapped(nodes[n], at, at)[1] + nodes[n].busy.most for n in users)
            at = min(at, LATE - 1)
        bounds |= {n: ready[n] if nodes[n].fixed else (ready[n][0], at) for n in users}
    return bounds


def _ready_bounds(node: Node, bounds: Bounds) -> tuple[int, int]:
    low = high = 0
    if node.start is not None:
        low, high = node.start.least, node.start.most
    for group in node.links:
        ends = [_link_bounds(link, bounds) for link in group]
        low = max(low, min(first for first, _ in ends))
        high = max(high, max(last for _, last in ends))
    low, high = max(low + node.slip, node.floor), max(high + node.slip, node.floor)
    return min(low, LATE - 1), min(high, LATE - 1)


def _link_bounds(link: Link, bounds: Bounds) -> tuple[int, int]:
    low, high = (link.date.least, link.date.most) if link.step is None else bounds[link.step]
    return low + link.delay.least, high + link.delay.most


def _snapped(node: Node, low: int, high: int) -> tuple[int, int]:
    """Return the bounds of a node that is ready within some, in its windows; nothing happens after the last."""
    if node.snapper is None or not len(node.snapper.ends):
        return low, high
    last = int(node.snapper.ends[-1]) - 1
    return min(node.snapper.snap_one(low), last), min(node.snapper.snap_one(high), last)
