from itertools import pairwise, permutations
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.dates import VagueDate, parse
from timeline.history import best_claim, default_outcome, is_contested, says_planned, steps
from timeline.model import Claim

modest = settings(max_examples=150, deadline=None)

YEARS = ["2024", "2025", "2025~", "2025?", "2026", "2024/2025", "[2025,2026]", "202X", "TBD"]
PARTS = ["2024-Q4", "late 2024", "early 2026", "2025-01", "2025-01-15", "2025-06-06/2025-06-08", "2025-01-XX"]
ENDS = ["2025-01-15T06:11Z", "2025-01-15T06:11:39Z", "NET 2025-03", "NET 2026", "NLT 2024", "NLT 2026"]
dates = st.sampled_from([*YEARS, *PARTS, *ENDS]).map(parse)
claims = st.builds(
    Claim,
    date=dates,
    planned=st.booleans(),
    stated=st.none()
    | st.sampled_from(["1970", "1970-01-01", "2023", "2023-01", "2024-03", "../2023"]).map(parse),
    source=st.none() | st.sampled_from("abc"),
)
some = st.lists(claims, min_size=1, max_size=5)


def claim(date: str, stated: str | None = None, *, planned: bool = False) -> Claim:
    return Claim(date=parse(date), planned=planned, stated=parse(stated) if stated else None)


def plan(date: str, stated: str | None = None) -> Claim:
    return claim(date, stated, planned=True)


# the best claim


def test_what_happened_goes_before_what_was_planned() -> None:
    actual = claim("2025")
    assert best_claim([plan("2025-01-15T06:11Z", "2026"), actual]) is actual


def test_the_latest_stated_goes_before_the_more_precise() -> None:
    late = plan("2028", "2025-10")
    assert best_claim([plan("2027-03-05", "2024"), late, plan("2026-01-01T00:00Z")]) is late


def test_the_most_precise_goes_before_the_first_listed() -> None:
    exact = claim("2023-03-21T01:24Z")
    assert best_claim([claim("2023-03-21"), exact, claim("2023-03"), claim("NET 2023")]) is exact


def test_the_first_listed_goes_last_of_all() -> None:
    first, second = claim("2018"), claim("2019")
    assert best_claim([first, second]) is first
    assert best_claim([second, first]) is second
    assert best_claim([]) is None


@modest
@given(some)
def test_the_best_of_many_beats_each_of_them_alone(claims: list[Claim]) -> None:
    best = best_claim(claims)
    assert best is not None
    for other in claims:
        in_order = sorted([best, other], key=lambda each: next(i for i, c in enumerate(claims) if c is each))
        assert best_claim(in_order) is best


@modest
@given(some, claims)
def test_a_further_claim_wins_itself_or_changes_nothing(claims: list[Claim], further: Claim) -> None:
    before = best_claim(claims)
    assert best_claim([*claims, further]) in (before, further)
    assert best_claim([further, *claims]) in (before, further)


@modest
@given(st.lists(claims, min_size=1, max_size=4))
def test_the_order_of_claims_matters_only_between_equals(claims: list[Claim]) -> None:
    best = best_claim(claims)
    assert best is not None
    for order in permutations(claims):
        other = best_claim(order)
        assert other is not None
        assert (other.planned, other.date.duration_us) == (best.planned, best.date.duration_us)


# contradictions


def test_claims_of_what_happened_are_contested_where_they_have_no_instant_in_common() -> None:
    assert is_contested([claim("2018"), claim("../2017")])
    assert not is_contested([claim("2018"), claim("2018-06"), claim("2018-06-05T12:00Z")])
    assert is_contested([claim("2018"), claim("2018-06"), claim("2018-07")])


def test_a_plan_that_was_replaced_is_a_slip_and_no_contradiction() -> None:
    assert not is_contested([plan("2025", "2023-02"), plan("2026", "2023-09"), plan("2027", "2025-10")])
    assert is_contested([plan("2026", "2023-09"), plan("2027", "2023-09")])


def test_a_plan_does_not_contradict_what_happened() -> None:
    assert not is_contested([plan("2024"), plan("2026"), claim("2025")])


def test_an_unknown_date_contradicts_nothing_and_no_claim_either() -> None:
    assert not is_contested([])
    assert not is_contested([claim("TBD"), claim("2018"), claim("NET 2015")])


@modest
@given(st.lists(claims, max_size=4))
def test_contested_does_not_depend_on_the_order_of_claims(claims: list[Claim]) -> None:
    assert len({is_contested(order) for order in permutations(claims)}) == 1


@modest
@given(st.lists(claims, max_size=4), st.integers(0, 3))
def test_saying_a_thing_twice_contests_nothing_more(claims: list[Claim], index: int) -> None:
    again = [*claims, *claims[index : index + 1]]
    assert is_contested(again) == is_contested(claims)


# how a plan moved


@pytest.mark.parametrize(
    ("before", "after", "move", "days"),
    [
        ("2026", "2027", "slip", 365.0),
        ("2027", "2026", "pull-in", -365.0),
        ("2024", "2024-Q4", "firmed", 137.0),
        ("2024-Q4", "2024", "loosened", -137.0),
        ("2024-Q4", "late 2024", "loosened", -15.0),
        ("2026", "2026", "unchanged", 0.0),
        ("2025-06-05T19:24Z", "2025-06-05T19:17Z", "pull-in", -7 / 1440),
        ("2025-01-15T06:11:39Z", "2025-01-15", "loosened", (0.5 - (6 * 3600 + 11 * 60 + 39) / 86400)),
        ("2026", "2026~", "loosened", -1.0),
        ("NET 2027-03", "NET 2027-06", "slip", 92.0),
        ("NET 2027-06", "NET 2027-03", "pull-in", -92.0),
        ("NLT 2027", "NLT 2028", "slip", 366.0),
        ("NLT 2028", "NLT 2027", "pull-in", -366.0),
        ("NET 2027", "NET 2027", "unchanged", 0.0),
        ("2027", "NET 2027", "loosened", None),
        ("NET 2027", "2028", "firmed", None),
        ("2027", "NET 2028", "slip", None),
        ("NLT 2027", "NET 2028", "slip", None),
        ("TBD", "2027", "firmed", None),
        ("NET 2027", "TBD", "loosened", None),
        ("TBD", "TBD", "unchanged", None),
    ],
)
def test_each_move_has_a_name_and_a_length(before: str, after: str, move: str, days: float | None) -> None:
    (step,) = steps([plan(before, "2020"), plan(after, "2021")])
    assert step.move == move
    assert step.days == (None if days is None else pytest.approx(days, abs=1e-9))


def start(date: VagueDate) -> float:
    return -inf if date.earliest_us is None else date.earliest_us


def end(date: VagueDate) -> float:
    return inf if date.latest_us is None else date.latest_us


def names(a: VagueDate, b: VagueDate) -> set[str]:
    """Every name whose definition fits the move from a to b, each definition standing on its own."""
    a0, a1, b0, b1 = start(a), end(a), start(b), end(b)
    net = a1 == b1 == inf and a0 > -inf and b0 > -inf
    nlt = a0 == b0 == -inf and a1 < inf and b1 < inf
    apart = net or nlt
    fitting = {
        "unchanged": a0 == b0 and a1 == b1,
        "firmed": not apart and a0 <= b0 and b1 <= a1 and (a0, a1) != (b0, b1),
        "loosened": not apart and b0 <= a0 and a1 <= b1 and (a0, a1) != (b0, b1),
        "slip": (net and a0 < b0) or (nlt and a1 < b1) or (a0 < b0 and a1 < b1),
        "pull-in": (net and b0 < a0) or (nlt and b1 < a1) or (b0 < a0 and b1 < a1),
    }
    return {name for name, fits in fitting.items() if fits}


OPPOSITE = {
    "slip": "pull-in",
    "pull-in": "slip",
    "firmed": "loosened",
    "loosened": "firmed",
    "unchanged": "unchanged",
}


@modest
@given(dates, dates)
def test_any_two_dates_make_exactly_one_move(a: VagueDate, b: VagueDate) -> None:
    (step,) = steps([Claim(date=a, planned=True, stated="2020"), Claim(date=b, planned=True, stated="2021")])
    assert names(a, b) == {step.move}
    (back,) = steps([Claim(date=b, planned=True, stated="2020"), Claim(date=a, planned=True, stated="2021")])
    assert back.move == OPPOSITE[step.move]
    assert (back.days is None) == (step.days is None)
    assert step.days is None or back.days == pytest.approx(-step.days)


def test_steps_follow_the_order_stated_and_end_in_what_happened() -> None:
    listed = [
        claim("2025-01-15T06:11:39Z"),
        plan("late 2024", "2024-06"),
        plan("2024", "2023-02-28"),
        plan("2024-Q4", "2024-03"),
        plan("2023"),  # undated: no step
    ]
    found = steps(listed)
    assert [step.before.date.text for step in found] == ["2024", "2024-36", "2024-39"]
    assert [step.move for step in found] == ["firmed", "loosened", "slip"]
    assert found[-1].after is listed[0]


def test_a_plan_stated_at_the_epoch_of_unix_has_its_place() -> None:
    found = steps([plan("2027", "1970"), plan("2028", "1971")])
    assert [step.move for step in found] == ["slip"]


def test_a_single_claim_has_not_moved() -> None:
    assert steps([]) == steps([plan("2027", "2024")]) == steps([claim("2025"), plan("2024")]) == ()


@modest
@given(some)
def test_steps_hang_together(claims: list[Claim]) -> None:
    found = steps(claims)
    assert all(a.after is b.before for a, b in pairwise(found))
    assert all(step.before.planned for step in found)
    placed = [c for c in claims if c.planned and c.stated and c.stated.earliest_us is not None]
    happened = any(not c.planned for c in claims)
    assert len(found) == max(len(placed) + happened - 1, 0)


# outcomes that go without saying


def test_an_outcome_goes_by_the_claims_where_the_file_gives_none() -> None:
    assert default_outcome([]) == "unknown"
    assert default_outcome([plan("2028"), plan("2027")]) == "planned"
    assert default_outcome([plan("2028"), claim("2027")]) == "done"


OPEN = ["NET 2027-03", "no earlier than March 2027", "2027-03/..", "2027 or later", "TBD", "unknown"]


@pytest.mark.parametrize("date", OPEN)
def test_a_date_without_an_end_tells_of_nothing_that_happened(date: str) -> None:
    assert default_outcome([{"date": date}]) == "planned"
    assert default_outcome([{"date": parse(date)}]) == "planned"
    assert default_outcome([Claim(date=parse(date))]) == "planned"
    assert default_outcome([{"date": date}, {"date": "2026", "planned": "true"}]) == "planned"
    assert default_outcome([{"date": date}, {"date": "2026"}]) == "done"
    assert default_outcome([{"date": date, "planned": "false"}]) == "done"
    assert default_outcome([claim(date)]) == "done"  # which says that it is no plan


@pytest.mark.parametrize(
    "date", ["2028", "2013/2018", "by 2030", "2013 to an unknown date", "no date at all"]
)
def test_any_other_date_tells_of_what_happened(date: str) -> None:
    assert default_outcome([{"date": date}]) == "done"


@pytest.mark.parametrize("word", [True, "true", "True", "TRUE", "yes", "Yes", "on", "ON", "y", "t", "1"])
def test_a_plan_is_a_plan_in_every_word_for_true_that_the_model_takes(word: object) -> None:
    assert Claim.model_validate({"date": "2028", "planned": word}).planned
    assert says_planned({"planned": word})
    assert default_outcome([{"date": "2028", "planned": word}]) == "planned"


@pytest.mark.parametrize("word", [False, "false", "no", "off", "n", "f", "0"])
def test_and_none_in_every_word_for_false(word: object) -> None:
    assert not Claim.model_validate({"date": "2028", "planned": word}).planned
    assert not says_planned({"planned": word})
    assert default_outcome([{"date": "2028"}, {"date": "2028", "planned": word}]) == "done"
