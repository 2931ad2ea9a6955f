"""The odds of plans: closed forms, SimPy, the same numbers however the work is cut, and what they say of a plan."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from ephemeris.plan_windows import find_plan_windows
from timeline.dates import parse
from timeline.missionfile import load_timeline, parse_timeline
from timeline.odds import LUNATION_US, EventOdds, Odds, WindowUse
from timeline.plan import Plan, PlanError, read_plan
from timeline.simulate import find_staircase, simulate
from timeline.simulation.bits import BLOCK
from timeline.windows import Windows, find_date_windows

DAY = 86_400_000_000
MILLION = 1_000_000
HEAD = """\
version: 1
title: T
missions:
  - id: m
    name: M
    site: {name: Mare Frigoris, lat: 60.5, lon: -4.6}
    events:
"""
GO = "{id: go, label: Go, date: 2028-01-01T00:00Z, planned: true}"


def the_plan(*lines: str) -> Plan:
    return read_plan(parse_timeline(HEAD + "".join(f"      - {line}\n" for line in lines)))


def us(text: str) -> int:
    found = parse(text).earliest_us
    assert found is not None
    return found


def days_after_go(instant: int | None) -> float:
    assert instant is not None
    return (instant - us("2028-01-01")) / DAY


def spread_days(odds: EventOdds) -> float:
    """The standard deviation of a histogram."""
    middles = np.arange(len(odds.counts)) + 0.5
    mean = np.average(middles, weights=odds.counts)
    return float(np.sqrt(np.average((middles - mean) ** 2, weights=odds.counts)) * odds.step_us / DAY)


# closed forms


def test_a_sum_of_independent_delays() -> None:
    odds = simulate(
        the_plan(
            GO,
            "{id: a, label: A, after: {event: go, delay: {min: 20d, mode: 30d, max: 60d}}}",
            "{id: b, label: B, after: {event: a, delay: {min: 20d, mode: 30d, max: 60d, shape: triangular}}}",
            "{id: c, label: C, after: {event: b, delay: {p10: 20d, p90: 60d}}}",
        ),
        samples=MILLION,
    )["m.c"]
    mean = 200 / 6 + 110 / 3 + 37.973877
    variance = (200 / 6 - 20) * (60 - 200 / 6) / 7 + 1300 / 18 + 17.053588**2
    assert days_after_go(odds.mean_us) == pytest.approx(mean, abs=3 * math.sqrt(variance / MILLION))
    assert spread_days(odds) == pytest.approx(math.sqrt(variance), rel=0.005)


def test_the_later_of_two() -> None:
    """Of two even over 100 days: the mean is two thirds of them, and half have come by the root of a half."""
    uniform = "date: 2028-01-01/2028-04-09, planned: true"
    odds = simulate(
        the_plan(
            f"{{id: a, label: A, {uniform}}}",
            f"{{id: b, label: B, {uniform}}}",
            "{id: c, label: C, after: [a, b]}",
        ),
        samples=MILLION,
    )["m.c"]
    assert days_after_go(odds.mean_us) == pytest.approx(200 / 3, abs=3 * 100 / math.sqrt(18 * MILLION))
    for share in (0.05, 0.1, 0.5, 0.9, 0.95):
        at = 100 * math.sqrt(share)
        error = math.sqrt(share * (1 - share) / MILLION) / (2 * at / 100**2)
        assert days_after_go(odds.quantile(share)) == pytest.approx(at, abs=3 * error + 1 / 48)


def test_a_branch() -> None:
    odds = simulate(
        the_plan(
            GO,
            "{id: first, label: F, after: {event: go, delay: 3d}, probability: 0.3, otherwise: second}",
            "{id: second, label: S, after: {event: first, delay: 28d}}",
            "{id: end, label: E, after: [first, second]}",
        ),
        samples=MILLION,
    )
    error = 3 * math.sqrt(0.3 * 0.7 * MILLION)
    assert odds["m.first"].happened == pytest.approx(0.3 * MILLION, abs=error)
    assert odds["m.first"].skipped == odds["m.second"].happened == MILLION - odds["m.first"].happened
    assert days_after_go(odds["m.second"].quantile(0.5)) == 31
    assert odds["m.end"].never == 0
    assert days_after_go(odds["m.end"].mean_us) == pytest.approx(3 + 0.7 * 28, abs=28 * error / MILLION)


# SimPy


def by_simpy(count: int) -> list[list[float]]:
    """The network of `test_a_queue_against_simpy`: three launches from one pad, one of them after a landing."""
    import simpy

    def three(low: float, mode: float, high: float) -> float:
        return random.triangular(low, high, mode)

    def run() -> list[float]:
        env = simpy.Environment()
        pad = simpy.Resource(env, 1)
        at: dict[str, float] = {}

        started = env.event()

        def launch(name: str, ready: float) -> Iterator[Any]:
            yield env.timeout(ready)
            with pad.request() as turn:
                yield turn
                at[name] = env.now
                if name == "a":
                    started.succeed()
                yield env.timeout(three(10, 20, 60))

        def after_a() -> Iterator[Any]:
            yield started
            yield from launch("c", three(5, 10, 30))

        env.process(launch("a", random.uniform(0, 31)))
        env.process(launch("b", random.uniform(0, 31)))
        env.process(after_a())
        env.run()
        return [at[name] for name in "abc"]

    random.seed(4)
    return [run() for _ in range(count)]


def test_a_queue_against_simpy() -> None:
    wait = "{min: 5d, mode: 10d, max: 30d, shape: triangular}"
    busy = "resource: {name: pad, busy: {min: 10d, mode: 20d, max: 60d, shape: triangular}}"
    odds = simulate(
        the_plan(
            f"{{id: a, label: A, date: 2028-01, planned: true, {busy}}}",
            f"{{id: b, label: B, date: 2028-01, planned: true, {busy}}}",
            f"{{id: c, label: C, after: {{event: a, delay: {wait}}}, {busy}}}",
        ),
        samples=200_000,
    )
    count = 2500
    theirs = np.array(by_simpy(count))
    for column, name in enumerate("abc"):
        for share in (0.1, 0.25, 0.5, 0.75, 0.9):
            at = days_after_go(odds[f"m.{name}"].quantile(share))
            below = float(np.mean(theirs[:, column] <= at))
            # a histogram of days where a queue has no simple bound: a day is up to 2 per cent of the samples
            assert below == pytest.approx(share, abs=3.5 * math.sqrt(share * (1 - share) / count) + 0.01), (
                name,
                share,
            )


# the same numbers


MIXED = (
    "{id: go, label: Go, date: 2028-01~, planned: true, resource: {name: pad, busy: 9d}}",
    "{id: also, label: Also, date: 2028-01, planned: true, resource: {name: pad, busy: [4d, 20d]}}",
    "{id: a, label: A, after: {event: go, delay: {p10: 20d, p90: 60d}}, within: {periods: [2028-03, 2028-05]}}",
    "{id: b, label: B, after: {event: a, delay: 3d}, probability: 0.8}",
)


def test_the_same_seed_gives_the_same_however_the_work_is_cut() -> None:
    plan, samples = the_plan(*MIXED), 5 * BLOCK + 77
    once = simulate(plan, samples=samples, seed=3)
    assert all(
        simulate(plan, samples=samples, seed=3, chunk=chunk) == once for chunk in (1, BLOCK, 3 * BLOCK + 5)
    )
    assert simulate(plan, samples=samples, seed=4) != once


def test_fewer_samples_are_the_first_of_more() -> None:
    plan = the_plan(*MIXED)
    few, more = (simulate(plan, samples=count)["m.b"] for count in (BLOCK // 2, 2 * BLOCK))
    assert more.counts.sum() > few.counts.sum()
    assert few.late <= more.late
    assert few.skipped <= more.skipped


def test_an_input_keeps_its_luck_in_another_plan() -> None:
    """So that plans are compared by what differs in them: a plan with one event more has the same first one."""
    go = "{id: go, label: Go, date: 2028, planned: true}"
    a = "{id: a, label: A, after: {event: go, delay: {p10: 20d, p90: 60d}}}"
    one = simulate(the_plan(go, a), samples=1000)["m.a"]
    other = simulate(
        the_plan(
            "{id: new, label: N, date: 2028-03, planned: true}", go, a, "{id: z, label: Z, after: [a, new]}"
        ),
        samples=1000,
    )["m.a"]
    assert (one.mean_us, one.quantile(0.1)) == (other.mean_us, other.quantile(0.1))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"samples": 0}, "0 is no number of samples"),
        ({"seed": -1}, "the seed -1 is negative"),
        ({"chunk": 0}, "a chunk of 0"),
    ],
)
def test_numbers_that_are_none_are_refused(how: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        simulate(the_plan(*MIXED), **how)  # type: ignore[arg-type]


def test_windows_of_the_sky_are_asked_for() -> None:
    plan = the_plan(GO, "{id: l, kind: landing_attempt, label: L, after: go, within: {sun: morning}}")
    with pytest.raises(ValueError, match="its windows are found by"):
        simulate(plan)
    with pytest.raises(ValueError, match=r"the windows of m\.l are missing"):
        simulate(plan, {})


# windows, and what waiting for them costs


def windowed(ready: str, spans: list[tuple[str, str]], samples: int = 1000, light: bool = False) -> EventOdds:
    plan = the_plan(GO, f"{{id: l, label: L, after: {{event: go, delay: {ready}}}, within: {{from: 2028}}}}")
    windows = {"m.l": Windows(tuple((us(a), us(b)) for a, b in spans), us(spans[-1][1]), light)}
    return simulate(plan, windows, samples=samples)["m.l"]


JANUARY = [("2028-01-10", "2028-01-20"), ("2028-02-10", "2028-02-20")]


@pytest.mark.parametrize(
    ("ready", "at", "waited"),
    [
        ("5d", 9, True),
        ("9d", 9, False),
        ("12d", 12, False),
        ("18d23h", 18 + 23 / 24, False),
        ("19d", 40, True),
    ],
)
def test_a_window_is_open_from_its_opening_to_before_its_closing(ready: str, at: float, waited: bool) -> None:
    odds = windowed(ready, JANUARY)
    assert days_after_go(odds.quantile(0.5)) == pytest.approx(at)
    assert (odds.waited, odds.never) == (1000 if waited else 0, 0)


def test_after_the_last_window_is_never_and_counted() -> None:
    odds = windowed("50d", JANUARY)
    assert (odds.late, odds.never, odds.happened, odds.quantile(0.05), odds.mean_us) == (
        1000,
        1000,
        0,
        None,
        None,
    )
    assert odds.until_us == us("2028-02-20")
    assert odds.chance_by(us("2030")) == 0.0
    assert odds.periods() == ()


def test_a_quantile_past_the_last_window_is_never() -> None:
    odds = windowed("{min: 0d, mode: 40d, max: 80d, shape: triangular}", JANUARY, samples=20_000)
    assert 0 < odds.late < odds.samples
    assert odds.quantile(0.05) is not None
    assert odds.quantile(0.95) is None
    assert odds.chance_by(us("2029")) == pytest.approx(1 - odds.late / odds.samples)


def test_each_window_tells_how_often_it_was_used_and_waited_for() -> None:
    odds = windowed("{min: 0d, mode: 15d, max: 30d, shape: triangular}", JANUARY, samples=100_000, light=True)
    first, second = odds.windows
    assert (first.start_us, first.end_us, second.start_us) == (
        us("2028-01-10"),
        us("2028-01-20"),
        us("2028-02-10"),
    )
    # of a triangle on 0 to 30 days a share of 2 (x / 30)^2 is ready by x before its middle
    assert first.used / 100_000 == pytest.approx(1 - 2 * (11 / 30) ** 2, abs=0.005)
    assert first.waited / 100_000 == pytest.approx(2 * (9 / 30) ** 2, abs=0.005)
    assert (second.used, second.waited) == (100_000 - first.used, second.used)
    assert odds.quantile(0.1) == first.start_us
    assert odds.lunations_lost == pytest.approx(odds.wait_us / 100_000 / LUNATION_US)
    assert 0.1 < odds.lunations_lost < 0.5


# what odds say


def test_the_chances_of_periods_add_up_and_are_those_of_their_samples() -> None:
    odds = simulate(
        the_plan("{id: a, label: A, date: 2028, planned: true, resource: {name: r, busy: 1d}}"),
        samples=100_000,
    )["m.a"]
    for length in ("day", "month", "quarter", "year"):
        periods = odds.periods(length)  # type: ignore[arg-type]
        assert sum(period.share for period in periods) == pytest.approx(1.0)
        assert all(one.end_us == other.start_us for one, other in pairwise(periods))
    months = odds.periods("month")
    assert [period.text for period in months] == [f"2028-{month:02}" for month in range(1, 13)]
    assert all(p.share == pytest.approx((p.end_us - p.start_us) / DAY / 366, abs=0.004) for p in months)
    start, shares = odds.daily()
    assert (start, len(shares)) == (us("2028-01-01"), 366)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[:31].sum() == pytest.approx(months[0].share)


def test_quantiles_stand_at_openings_and_between_them() -> None:
    odds = EventOdds(
        "m.a", "A", 100, late=10, skipped=0, first_us=6 * DAY, last_us=9 * DAY, mean_us=7 * DAY, start_us=6 * DAY,
        step_us=DAY, counts=np.array([40, 20, 0, 30]), windows=(WindowUse(6 * DAY + DAY // 2, 8 * DAY, 60, 30),),
    )  # fmt: skip
    opening = 6 * DAY + DAY // 2
    assert [odds.quantile(share) for share in (0.0, 0.05, 0.3)] == [opening] * 3
    assert odds.quantile(0.35) == opening + DAY // 4
    assert odds.quantile(0.5) == 7 * DAY + DAY // 2
    assert odds.quantile(0.9) is not None
    assert odds.quantile(0.91) is None
    assert odds.chance_by(7 * DAY) == pytest.approx(0.4)
    assert odds.chance_by(opening) == 0.0
    assert odds.chance_by(opening + 1) == pytest.approx(0.3, abs=1e-6)
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        odds.quantile(1.5)


def test_what_drives_an_event_is_what_it_waits_for() -> None:
    odds = simulate(
        the_plan(
            "{id: go, label: Go, date: 2028-01, planned: true}",
            "{id: other, label: O, after: {event: go, delay: {p10: 1d, p90: 90d}}}",
            "{id: long, label: L, after: {event: go, delay: {min: 0d, mode: 60d, max: 120d}}}",
            "{id: short, label: S, after: {event: long, delay: {min: 0d, mode: 3d, max: 6d}}}",
        ),
        samples=50_000,
    )
    drivers = {driver.key: driver for driver in odds["m.short"].drivers}
    assert list(drivers) == ["m.long after m.go", "m.go date", "m.short after m.long"]
    assert drivers["m.long after m.go"].event == "m.long"
    # of a sum the correlation is as the shares of the spread: sd 21.3, 8.9 and 1.1 days
    assert drivers["m.long after m.go"].correlation == pytest.approx(0.92, abs=0.02)
    assert drivers["m.go date"].correlation == pytest.approx(0.38, abs=0.03)
    assert drivers["m.go date"].swing_days == pytest.approx(27.9, abs=1.5)


def test_an_event_that_is_asked_for_but_not_there_is_told() -> None:
    with pytest.raises(KeyError, match=r"the plan has no event 'm\.x'; it has: m\.go"):
        simulate(the_plan(*MIXED), samples=10)["m.x"]


def test_a_slip_costs_nothing_until_the_window_is_missed() -> None:
    periods = "[2028-01-10/2028-01-19, 2028-02-10/2028-02-20]"
    plan = the_plan(
        GO, f"{{id: l, label: L, after: {{event: go, delay: 5d}}, within: {{periods: {periods}}}}}"
    )
    stairs = find_staircase(
        plan, None, "m.go", "m.l", [day * DAY for day in (0, 4, 10, 14, 15, 40)], samples=100
    )
    assert [days_after_go(step.mean_us) for step in stairs.steps] == [9, 9, 15, 40, 40, 45]
    assert [step.p50_us for step in stairs.steps] == [step.mean_us for step in stairs.steps]
    with pytest.raises(ValueError, match="a slip is not negative"):
        find_staircase(plan, None, "m.go", "m.l", [-1])
    with pytest.raises(KeyError, match="has no event"):
        find_staircase(plan, None, "m.x", "m.l", [0])


# the sky


def test_light_is_asked_of_the_site_and_stations_any_of_several() -> None:
    plan = the_plan(
        GO,
        "{id: l, kind: landing_attempt, label: L, after: go, within: {sun_elevation: 5..20, sun: morning, to: 2028}}",
        "{id: s, kind: landing_attempt, label: S, after: go, within: {station: [Usuda, Madrid], to: 2028-01-03}}",
    )
    windows = find_plan_windows(plan)
    lit = windows["m.l"]
    assert lit.light
    assert 12 <= len(lit.spans_us) <= 13
    assert all(start > us("2028-01-01") - 1 and end <= us("2029") for start, end in lit.spans_us)
    gaps = [(b[0] - a[0]) / LUNATION_US for a, b in pairwise(lit.spans_us)]
    assert all(0.97 < gap < 1.03 for gap in gaps)
    seen = windows["m.s"]
    assert not seen.light
    assert sum(end - start for start, end in seen.spans_us) > 1.5 * DAY


@pytest.mark.parametrize(
    ("within", "words"),
    [
        (
            "sun_elevation: 60..80",
            "the Sun stands between -31.1 and 31.1 degrees over the site, never as asked",
        ),
        ("earth_elevation: 60..80", "the Earth stands between 2"),
        ("sun: evening, to: 2028-01-02", "no window in all of 2028-01-01 to 2028-01-03"),
        ("sun: morning, to: 2026", "its dates are over before the plan begins"),
        ("station: Usada", "did you mean Usuda"),
    ],
)
def test_windows_that_cannot_be_are_told_before_anything_runs(within: str, words: str) -> None:
    plan = the_plan(GO, f"{{id: l, kind: landing_attempt, label: L, after: go, within: {{{within}}}}}")
    with pytest.raises(PlanError) as refused:
        find_plan_windows(plan)
    assert words in str(refused.value)
    assert str(refused.value).startswith("missions[0].events[1].within")


def test_dates_alone_need_no_sky() -> None:
    plan = the_plan(*MIXED)
    assert find_plan_windows(plan) == find_date_windows(plan)


def test_mission_2_lands_between_the_5th_and_the_95th_percentile_of_its_plan() -> None:
    """5 June 2025, 19:17 UTC: https://nasaspaceflight.com/tag/ispace/."""
    plan = read_plan(load_timeline("m2-plan"))
    odds = simulate(plan, find_plan_windows(plan), samples=50_000)["m2.landing"]
    low, high = odds.quantile(0.05), odds.quantile(0.95)
    assert low is not None
    assert high is not None
    assert low < us("2025-06-05T19:17Z") < high


def test_the_shipped_plan_of_mission_4_lands_in_the_light() -> None:
    plan = read_plan(load_timeline("ispace"))
    assert [step.address for step in plan.steps] == ["m4.launch", "m4.landing"]
    odds: Odds = simulate(plan, find_plan_windows(plan), samples=20_000)
    landing = odds["m4.landing"]
    assert landing.never == 0
    assert landing.lunations_lost > 0.2
    assert sum(window.used for window in landing.windows) == 20_000
