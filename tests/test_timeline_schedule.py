"""The simulator's parts: windows at their edges, draws against closed forms, queues against a plain reference."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.date_shapes import date_shapes
from timeline.dates import parse
from timeline.missionfile import parse_timeline
from timeline.plan import Plan, has_plan, read_plan
from timeline.plan_keys import Delay
from timeline.simulation.bits import BLOCK, Bits
from timeline.simulation.block import run_block
from timeline.simulation.draws import STEPS, Constant, Draw, Pick, Table, date_draw, delay_draw, not_before
from timeline.simulation.network import Network, Node, build_network
from timeline.simulation.snapping import LATE, OFF, Snapper
from timeline.windows import find_date_windows

DAY_US = 86_400_000_000
DAY = 86_400

# windows


@pytest.mark.parametrize(
    ("ready", "snapped", "number"),
    [
        (0, 100, 0),  # before the first
        (99, 100, 0),
        (100, 100, 0),  # exactly on the opening: inside
        (150, 150, 0),
        (199, 199, 0),
        (200, 300, 1),  # exactly on the closing: outside
        (299, 300, 1),
        (300, 300, 1),
        (301, 1000, 2),  # a window of one second
        (1999, 1999, 2),
        (2000, LATE, 3),  # after the last: never
        (LATE, LATE, 3),
        (OFF, OFF, 3),
    ],
)
def test_the_next_moment_inside_a_window(ready: int, snapped: int, number: int) -> None:
    snapper = Snapper.of([(100, 200), (300, 301), (1000, 2000)])
    found, numbers = snapper.snap_and_number(np.array([ready], np.int32))
    assert numbers is not None
    assert (int(found[0]), int(numbers[0])) == (snapped, number)


spans = st.lists(st.integers(0, 40_000_000), min_size=2, max_size=60, unique=True).map(
    lambda edges: list(zip(*[iter(sorted(edges))] * 2, strict=False))
)


@given(spans, st.lists(st.integers(0, 45_000_000), min_size=1, max_size=30))
@settings(max_examples=80, deadline=None)
def test_snapping_is_what_a_search_of_all_windows_finds(
    windows: list[tuple[int, int]], ready: list[int]
) -> None:
    ready += [edge + step for window in windows for edge in window for step in (-1, 0, 1) if edge + step >= 0]
    snapper = Snapper.of(windows)
    found = snapper.snap(np.array(ready, np.int32)).tolist()
    plain = [next((max(start, at) for start, end in windows if at < end), LATE) for at in ready]
    assert found == plain
    last = max(ready)
    assert snapper.reaching(last).snap(np.array(ready, np.int32)).tolist() == plain


def test_no_window_at_all_is_never() -> None:
    assert Snapper.of([]).snap(np.array([0, 5, LATE], np.int32)).tolist() == [LATE] * 3


# draws


def drawn(draw: Draw) -> Any:
    assert not isinstance(draw, Constant)
    return draw.seconds / DAY


@pytest.mark.parametrize(
    ("shape", "days", "mean", "spread"),
    [
        # mean and variance of a triangular distribution: https://en.wikipedia.org/wiki/Triangular_distribution
        ("triangular", (20, 30, 60), 110 / 3, math.sqrt((400 + 900 + 3600 - 600 - 1200 - 1800) / 18)),
        ("triangular", (20, 20, 60), 100 / 3, math.sqrt((400 + 400 + 3600 - 400 - 1200 - 1200) / 18)),
        # of PERT: https://en.wikipedia.org/wiki/PERT_distribution
        ("pert", (20, 30, 60), 200 / 6, math.sqrt((200 / 6 - 20) * (60 - 200 / 6) / 7)),
        ("pert", (20, 60, 60), 320 / 6, math.sqrt((320 / 6 - 20) * (60 - 320 / 6) / 7)),
        # of the lognormal: https://en.wikipedia.org/wiki/Log-normal_distribution
        ("lognormal", (20, 60), 37.973877, 17.053588),
    ],
)
def test_delays_have_the_mean_and_the_spread_of_their_distribution(
    shape: Any, days: tuple[int, ...], mean: float, spread: float
) -> None:
    values = drawn(delay_draw(Delay(shape, tuple(day * DAY_US for day in days))))
    assert values.mean() == pytest.approx(mean, rel=2e-6)
    assert values.std() == pytest.approx(spread, rel=1e-4)


def test_percentiles_are_where_they_are_given() -> None:
    values = drawn(delay_draw(Delay("lognormal", (20 * DAY_US, 60 * DAY_US))))
    assert np.quantile(values, [0.1, 0.9]) == pytest.approx([20, 60], rel=1e-4)


def test_a_lognormal_delay_ends_where_the_simulation_does() -> None:
    values = drawn(delay_draw(Delay("lognormal", (DAY_US, 3000 * DAY_US))))
    assert values.max() == 6205.0


def test_observed_delays_are_each_as_likely() -> None:
    draw = delay_draw(Delay("observed", (DAY_US, 2 * DAY_US, 5 * DAY_US)))
    assert isinstance(draw, Pick)
    values, counts = np.unique(draw.draw(Bits(3), "x", 0), return_counts=True)
    assert values.tolist() == [DAY, 2 * DAY, 5 * DAY]
    assert counts == pytest.approx(BLOCK / 3, abs=3 * math.sqrt(BLOCK * 2 / 9))


@pytest.mark.parametrize(
    ("text", "first", "last", "middle"),
    [
        ("2028", "2028-01-01", "2029-01-01", "2028-07-02"),
        ("2028-06~", "2028-05-25", "2028-07-08", "2028-06-16"),
    ],
)
def test_a_vague_date_is_drawn_over_its_interval_and_its_end_is_not_in_it(
    text: str, first: str, last: str, middle: str
) -> None:
    draw = date_draw(date_shapes(parse(text)), 0)
    assert isinstance(draw, Table)
    ends = [parse(each).earliest_us for each in (first, last)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] // 10**6 <= draw.least < ends[0] // 10**6 + 86_400
    assert ends[1] // 10**6 - 86_400 < draw.most < ends[1] // 10**6
    assert str(np.datetime64(int(np.median(draw.seconds)), "s"))[:10] == middle


def test_what_has_not_happened_is_drawn_from_what_is_left_of_its_date() -> None:
    whole = date_draw(date_shapes(parse("2028")), 0)
    floor = (parse("2028-10").earliest_us or 0) // 10**6
    left = not_before(whole, floor)
    assert isinstance(left, Table)
    assert floor <= left.least < left.most == whole.most
    assert left.seconds.mean() == pytest.approx((floor + whole.most) / 2, abs=DAY / 4)
    over = not_before(whole, floor + 92 * DAY)
    assert (over.least, over.most) == (floor + 92 * DAY,) * 2
    assert not_before(whole, 0) is whole


def test_what_is_approximate_is_less_likely_in_its_margins() -> None:
    """A month with a week that fades at each end: 3.5 days of each 37 in a margin."""
    values = date_draw(date_shapes(parse("2028-06~")), 0).seconds  # type: ignore[union-attr]
    start = parse("2028-06").earliest_us
    assert start is not None
    assert np.mean(values < start // 10**6) == pytest.approx(3.5 / 37, abs=1e-4)


def test_one_of_a_set_is_never_between_its_members() -> None:
    values = date_draw(date_shapes(parse("[2027,2029]")), 0).seconds  # type: ignore[union-attr]
    years = np.asarray(values).astype("M8[s]").astype("M8[Y]").astype(str)
    assert dict(zip(*np.unique(years, return_counts=True), strict=True)) == {
        "2027": STEPS // 2,
        "2029": STEPS // 2,
    }


# bits


def test_bits_depend_on_seed_input_and_block_and_on_nothing_else() -> None:
    one, other = Bits(7), Bits(7)
    other.words("b", 3)
    assert (one.words("a", 2) == other.words("a", 2)).all()
    assert not (one.words("a", 2) == one.words("a", 3)).all()
    assert not (one.words("a", 2) == one.words("b", 2)).all()
    assert not (one.words("a", 2) == Bits(8).words("a", 2)).all()


def sfc64(state: list[int]) -> int:
    """Give the next number of Chris Doty-Humphrey's SFC64 (PractRand, https://pracrand.sourceforge.net)."""
    a, b, c, count = state
    out = (a + b + count) % 2**64
    state[:] = [b ^ (b >> 11), (c + (c << 3)) % 2**64, ((c << 24 | c >> 40) % 2**64 + out) % 2**64, count + 1]
    return out


def test_bits_are_those_of_sfc64_from_a_digest_on_any_machine() -> None:
    digest = blake2b(b"1\0m4.landing after m4.launch\0005", digest_size=24).digest()
    state = [*(int.from_bytes(digest[at : at + 8], "little") for at in (0, 8, 16)), 1]
    numbers = b"".join(sfc64(state).to_bytes(8, "little") for _ in range(4))
    words = Bits(1).words("m4.landing after m4.launch", 5)[:16]
    assert [int.from_bytes(numbers[at : at + 2], "little") for at in range(0, 32, 2)] == words.tolist()


# the network, against a reference that takes one sample at a time


def reference(network: Network, plan: Plan, sample: int, seed: int) -> list[int]:
    """Run one sample of a block in plain Python: what is ready longest is served first."""
    bits = Bits(seed)

    def value(draw: Draw, key: str) -> int:
        return draw.seconds if isinstance(draw, Constant) else int(draw.draw(bits, key, 0)[sample])

    def told(at: int) -> int:
        return OFF if at >= OFF else min(at, LATE) if at >= LATE else at

    nodes = network.nodes
    times: dict[int, int] = {}
    would: dict[int, int] = {}
    taken: dict[int, bool] = {}
    free: dict[int, int] = {}

    def needs(node: Node) -> set[int]:
        own = {link.step for group in node.links for link in group if link.step is not None}
        return own | ({node.parent} if node.parent is not None else set())

    def ready(node: Node) -> int:
        at = value(node.start, f"{node.address} date") if node.start is not None else 0
        for group in node.links:
            come = []
            for link in group:
                begin = value(link.date, f"{link.key} date")
                if link.step is not None:
                    begin = would[link.step] if link.step == node.parent else times[link.step]
                come.append(told(begin + value(link.delay, link.key)))
            at = max(at, min(come))
        return max(told(at), node.floor)

    def finish(number: int, at: int) -> None:
        node = nodes[number]
        happens = node.parent is None or (would[node.parent] < OFF and not taken.get(node.parent, True))
        if node.threshold is not None:
            words = bits.long_words(f"{node.address} happens", 0)
            taken[number] = int(words[sample]) < node.threshold
        mine = happens and taken.get(number, True)
        if node.resource is not None and mine and at < LATE and not node.fixed:
            at = max(at, free.get(node.resource, 0))
        if node.snapper is not None and at < LATE:
            ends = zip(node.snapper.starts.tolist(), node.snapper.ends.tolist(), strict=False)
            at = next((max(start, at) for start, end in ends if at < end), LATE)
        would[number] = at if happens else OFF
        times[number] = at if mine else OFF
        if node.resource is not None and times[number] < LATE:
            until = told(at + value(node.busy, f"{node.address} busy"))
            free[node.resource] = max(until, free.get(node.resource, 0))

    while len(times) < len(nodes):
        able = [n for n in range(len(nodes)) if n not in times and needs(nodes[n]) <= times.keys()]
        plain = [n for n in able if nodes[n].resource is None]
        if plain:
            finish(plain[0], ready(nodes[plain[0]]))
        else:
            first = min(able, key=lambda n: (ready(nodes[n]), network.queued.index(n)))
            finish(first, ready(nodes[first]))
    return [times[n] for n in range(len(nodes))]


def assert_like_the_reference(text: str, seed: int = 5, samples: int = 40, now: str = "2027") -> None:
    plan = read_plan(parse_timeline(text)).since(parse(now).earliest_us or 0)
    network = build_network(plan, tuple(find_date_windows(plan).items()))
    run = run_block(network, Bits(seed), 0)
    ours = [[int(run.times[n][i]) for n in range(len(network.nodes))] for i in range(samples)]
    assert ours == [reference(network, plan, i, seed) for i in range(samples)]
    for number, (low, high) in enumerate(network.bounds):
        happening = run.times[number][run.times[number] < LATE]
        assert ((happening >= low) & (happening <= high)).all()
        assert not network.sure[number] or len(happening) == BLOCK


HEAD = "version: 1\ntitle: T\nmissions:\n  - id: m\n    name: M\n    events:\n"
DATES = ("2028-01", "2028-02~", "2028-01-05/2028-03")
PLANNED = ("true", "true", "true", "false")
PERIODS = ("[2028-02, 2028-04]", "[2028-01-10/2028-01-20, 2028-03/2029]", "[2028/2040]")
WAITS = ("3d", "{min: 5d, mode: 9d, max: 30d}", "{p10: 2d, p90: 20d}", "[1d, 4d, 9d]", "0d")


def test_a_queue_between_whose_services_other_events_lie() -> None:
    assert_like_the_reference(
        HEAD
        + """
      - {id: a, label: A, date: 2028-01, planned: true, resource: {name: pad, busy: [9d, 20d]}}
      - {id: b, label: B, date: 2028-01, planned: true, resource: {name: pad, busy: {p10: 2d, p90: 30d}}}
      - {id: c, label: C, after: {event: a, delay: {min: 1d, mode: 5d, max: 20d}}}
      - id: d
        label: D
        after: [c, {event: b, delay: 2d}]
        resource: {name: pad, busy: 4d}
        within: {periods: [2028-01-20/2028-02-03, 2028-02-20/2028-12]}
      - {id: e, label: E, date: 2028-02, planned: true, resource: {name: pad, busy: 9d}, probability: 0.5}
      - {id: f, label: F, after: [d, e]}
"""
    )


def test_what_has_happened_is_not_moved_and_keeps_its_resource() -> None:
    text = (
        HEAD
        + """
      - {id: flown, label: F, date: 2028-01-05T06:00Z, outcome: success, resource: {name: pad, busy: 20d}}
      - {id: too, label: T, date: 2028-01-09T06:00Z, outcome: success, resource: {name: pad, busy: 2d}}
      - {id: next, label: N, date: 2028-01-06/2028-01-08, planned: true, resource: {name: pad, busy: 20d}}
"""
    )
    assert_like_the_reference(text)
    plan = read_plan(parse_timeline(text))
    run = run_block(build_network(plan, ()), Bits(1), 0)
    assert [set(run.times[n].tolist()) for n in range(3)] == [
        {6 * 3600},
        {4 * DAY + 6 * 3600},
        {20 * DAY + 6 * 3600},
    ]


def test_an_other_branch_queues_only_once_it_is_known_to_be_taken() -> None:
    assert_like_the_reference(
        HEAD
        + """
      - id: one
        label: One
        date: 2028-01
        planned: true
        resource: {name: pad, busy: 3d}
        probability: 0.7
        otherwise: other
      - {id: other, label: Other, date: 2028-01, planned: true, resource: {name: pad, busy: 3d}}
"""
    )


def test_a_branch_and_its_other_branch_that_others_wait_for() -> None:
    assert_like_the_reference(
        HEAD
        + """
      - {id: go, label: G, date: 2028-01, planned: true}
      - {id: first, label: A, after: {event: go, delay: [1d, 9d]}, probability: 0.6, otherwise: second}
      - {id: second, label: B, after: {event: first, delay: 28d}, probability: 0.5, otherwise: third}
      - {id: third, label: C, after: {event: second, delay: 28d}}
      - {id: end, label: E, after: [{event: first, delay: 1d}, {event: second, delay: 2d}, third]}
      - {id: only, label: O, after: second}
"""
    )


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Files of up to seven events that wait for earlier ones, some in queues, windows and branches."""
    count = draw(st.integers(2, 7))
    lines, others = [], set()
    for number in range(count):
        keys = [f"id: e{number}", "label: E"]
        before = draw(st.lists(st.sampled_from(range(number)), max_size=3, unique=True)) if number else []
        if before:
            waits = [f"{{event: e{other}, delay: {draw(st.sampled_from(WAITS))}}}" for other in before]
            keys.append(f"after: [{', '.join(waits)}]")
        else:
            keys += [
                f"date: {draw(st.sampled_from(DATES))}",
                f"planned: {draw(st.sampled_from(PLANNED))}",
            ]
        if draw(st.booleans()):
            name = draw(st.sampled_from(["pad", "team"]))
            keys.append(f"resource: {{name: {name}, busy: {draw(st.sampled_from(WAITS))}}}")
        if draw(st.integers(0, 2)) == 0:
            periods = draw(st.sampled_from(PERIODS))
            keys.append(f"within: {{periods: {periods}}}")
        if draw(st.integers(0, 2)) == 0:
            keys.append("probability: 0.7")
            free = [other for other in range(number + 1, count) if other not in others]
            if free and draw(st.booleans()):
                others.add(free[0])
                keys.append(f"otherwise: e{free[0]}")
        lines.append(f"      - {{{', '.join(keys)}}}\n")
    return HEAD + "".join(lines)


@given(networks(), st.integers(0, 3), st.sampled_from(["2027", "2028-01-12", "2028-02-20"]))
@settings(max_examples=40, deadline=None)
def test_any_network_is_run_as_one_sample_at_a_time_would_be(text: str, seed: int, now: str) -> None:
    if has_plan(parse_timeline(text)):
        assert_like_the_reference(text, seed, samples=6, now=now)
