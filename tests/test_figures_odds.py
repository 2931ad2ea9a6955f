"""The figures of a simulated plan, on odds that are made up, so that every number in them is known."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.axis import DAY, TimeAxis
from figures.odds import ODDS_FIGURES, default_event, make_odds_figure
from figures.odds.profile import TAIL, density, profile, reach, ridge
from figures.odds.rises import rises
from figures.odds.window_bars import bar_height
from figures.odds.words import days_words, event_odds_words, is_sure, never_words, share_words
from figures.quality import label_boxes
from figures.scene import Group, Shape, texts, walk
from figures.svg import to_svg
from figures.theme import THEMES
from timeline.model import Timeline
from timeline.odds import EventOdds, Odds, SlipStep, Staircase, WindowUse
from timeline.windows import Windows

HOUR = DAY // 24
modest = settings(max_examples=60, deadline=None)


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def event_odds(
    address: str, instants: np.ndarray, *, windows=(), skipped=0, late=0, light=False
) -> EventOdds:
    """Odds of what happened at these instants, and did not in as many runs more."""
    whole = np.sort(np.asarray(instants, np.int64) // 1_000_000 * 1_000_000)
    start = int(whole[0]) // DAY * DAY
    uses = [
        WindowUse(a, b, int(((whole >= a) & (whole < b)).sum()), int((whole == a).sum())) for a, b in windows
    ]
    wait = sum(use.waited for use in uses) * 7 * DAY
    return EventOdds(
        address, address.partition(".")[2].capitalize(), len(whole) + skipped + late, late, skipped,
        int(whole[0]), int(whole[-1]), int(whole.mean()), start, HOUR, np.bincount((whole - start) // HOUR),
        tuple(use for use in uses if use.used), None, wait, light,
    )  # fmt: skip


LUNATION = 29.53
WINDOWS = tuple(
    (us("2028-06-03T04:00") + round(k * LUNATION * DAY), us("2028-06-13T16:00") + round(k * LUNATION * DAY))
    for k in range(14)
)


def snapped(instants: np.ndarray, windows=WINDOWS) -> np.ndarray:
    starts, ends = (np.array(edges) for edges in zip(*windows, strict=True))
    return np.maximum(instants, starts[np.searchsorted(ends, instants, side="right")])


KINDS = {
    "launch": "launch",
    "insertion": "lunar_orbit_insertion",
    "landing": "landing_attempt",
    "traverse": "surface_operations",
}


@cache
def plan() -> tuple[Timeline, Odds]:
    """A mission that is launched at a known minute, and one at any time of a year, with a branch after its landing."""
    rng, n = np.random.default_rng(20), 20_000
    known = us("2028-01-15T06:11")
    early = known + rng.triangular(100, 118, 150, n) * DAY
    launch = us("2028-02-01") + rng.uniform(0, 180, n) * DAY
    insertion = launch + rng.triangular(100, 118, 150, n) * DAY
    landing = snapped(insertion + rng.triangular(20, 30, 60, n) * DAY)
    branch = rng.random(n) < 0.7
    traverse = (landing + (14 + rng.exponential(3, n)) * DAY)[branch]
    events = (
        event_odds("a.launch", np.full(n, known)),
        event_odds("a.landing", snapped(early), windows=WINDOWS, light=True),
        event_odds("b.launch", launch),
        event_odds("b.insertion", insertion),
        event_odds("b.landing", landing[: n - 500], windows=WINDOWS, light=True, late=500),
        event_odds("b.traverse", traverse, skipped=int((~branch).sum())),
    )
    missions = [
        {
            "id": mission,
            "name": f"Mission {mission.upper()}",
            "site": {"name": "Atlas crater", "lat": 47.5, "lon": 44.4, "source": "s"},
            "events": [
                {
                    "id": name,
                    "kind": KINDS[name],
                    "label": name.capitalize(),
                    "outcome": "planned",
                    "source": "s",
                }
                | ({"date": "2028-01-15T06:11Z"} if (mission, name) == ("a", "launch") else {})
                for name in KINDS
                if any(each.address == f"{mission}.{name}" for each in events)
            ],
        }
        for mission in "ab"
    ]
    timeline = Timeline.model_validate(
        {"title": "Two landers", "sources": {"s": {"title": "A plan", "date": "2027"}}, "missions": missions}
    )
    return timeline, Odds("Two landers", n, 7, events)


@cache
def stairs() -> Staircase:
    rng = np.random.default_rng(21)
    ready = us("2028-06-20") + rng.normal(0, 4, 4000) * DAY
    found = []
    for day in range(61):
        at = np.sort(snapped(ready + day * DAY))
        p10, p50, p90 = (int(at[round(share * (len(at) - 1))]) for share in (0.1, 0.5, 0.9))
        found.append(SlipStep(day * DAY, int(at.mean()), p10, p50, p90, 0))
    return Staircase("b.launch", "b.landing", len(ready), 7, tuple(found))


def figure(name: str, style: str = "light", **how):
    timeline, odds = plan()
    if name == "slip":
        how = {"stairs": stairs(), "windows": {"b.landing": Windows(WINDOWS, WINDOWS[-1][1], True)}} | how
    width = {"slide": 960.0}.get(style, 780.0)
    return make_odds_figure(name, timeline, odds, theme=THEMES[style], **{"width": width, **how})


def groups(scene, role: str) -> list[Group]:
    return [part for part in walk(scene.parts) if isinstance(part, Group) and part.role == role]


def written(scene) -> str:
    return "\n".join(text.text for text in texts(scene))


# every figure


@pytest.mark.parametrize("style", THEMES)
@pytest.mark.parametrize("name", ODDS_FIGURES)
def test_no_text_overlaps_another_or_leaves_the_frame(look, name, style):
    scene = figure(name, style)
    assert not look.overlapping_texts(scene)
    assert not look.texts_outside(scene)
    assert min(text.size for text in texts(scene)) >= 6.0


@pytest.mark.parametrize("name", ODDS_FIGURES)
@pytest.mark.parametrize("size", [(960.0, 540.0), (720.0, 720.0)])
def test_a_figure_fits_the_height_that_is_asked(look, name, size):
    scene = figure(name, width=size[0], height=size[1])
    assert (scene.width, scene.height) == pytest.approx(size)
    assert not look.overlapping_texts(scene)
    assert not look.texts_outside(scene)


@pytest.mark.parametrize("name", ODDS_FIGURES)
def test_a_figure_fills_the_height_that_is_asked(name):
    bottom = max(y for _, _, _, y in label_boxes(figure(name, width=960.0, height=620.0)))
    assert 580.0 < bottom < 620.0


@pytest.mark.parametrize("name", ODDS_FIGURES)
def test_a_figure_too_narrow_for_its_type_is_made_smaller_and_says_so(look, name):
    scene = figure(name, width=380.0)
    assert scene.width == pytest.approx(380.0)
    assert any("380 pt of width are too few" in notice for notice in scene.notices)
    assert not look.overlapping_texts(scene)


@pytest.mark.parametrize("name", ODDS_FIGURES)
def test_equal_input_gives_equal_bytes_and_the_samples_are_told(name):
    scene = figure(name)
    assert to_svg(scene, THEMES["light"]) == to_svg(figure(name), THEMES["light"])
    told = "4,000 samples" if name == "slip" else "20,000 samples"
    assert told in written(scene)
    assert told in scene.description
    assert "seed 7" in written(scene)
    assert "A plan" in written(scene)


@pytest.mark.parametrize("name", ODDS_FIGURES)
def test_the_whole_holds_in_any_zone(look, name):
    scene = figure(name, tz=ZoneInfo("Asia/Tokyo"))
    assert not look.overlapping_texts(scene)
    assert "Asia/Tokyo" in written(scene)


def test_an_unknown_figure_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean landing"):
        figure("landings")
    with pytest.raises(ValueError, match="there are: fans, landing, slip"):
        figure("xyz")


# fans


def test_every_event_of_the_plan_has_one_group_with_its_odds():
    found = {group.id: group.title for group in groups(figure("fans"), "event")}
    timeline, odds = plan()
    assert set(found) == {event.address for event in timeline.events}
    for each in odds.events:
        if not is_sure(each):
            assert found[each.address] == event_odds_words(each, None)


def test_what_is_sure_is_a_mark_with_its_moon_and_the_rest_a_shape():
    scene = figure("fans")
    assert "15 Jan 2028 06:11 UTC" in written(scene)
    fan = next(group for group in groups(scene, "event") if group.id == "b.insertion")
    opacities = {
        part.opacity for part in walk(fan.parts) if isinstance(part, Shape) and part.fill == "planned"
    }
    assert len(opacities) == 2  # all of it, and the middle 8 of 10 samples


def test_an_event_that_takes_another_branch_or_finds_no_window_says_so():
    text = written(figure("fans"))
    _, odds = plan()
    assert never_words(odds["b.traverse"]) in text
    assert "2.5 % no window" in text


def test_fans_of_missions_without_a_plan_are_refused():
    with pytest.raises(ValueError, match="none of these missions"):
        figure("fans", lanes=["c"])
    assert {group.id for group in groups(figure("fans", lanes=["a"]), "event")} == {"a.launch", "a.landing"}


def test_an_event_that_never_happens_is_named():
    timeline, odds = plan()
    gone = replace(
        odds["b.traverse"], skipped=odds.samples, first_us=None, last_us=None, mean_us=None,
        counts=np.zeros(0, np.int64),
    )  # fmt: skip
    changed = replace(odds, events=(*odds.events[:-1], gone))
    scene = make_odds_figure("fans", timeline, changed)
    assert "Traverse: in no sample, 100 % another branch" in written(scene)


# the landing on its windows


def test_the_default_is_the_last_landing_that_may_move():
    timeline, odds = plan()
    assert default_event(timeline, odds) == "b.landing"
    assert "Landing of Mission B" in written(figure("landing"))
    assert "Landing of Mission A" in written(figure("landing", event="a.landing"))


def test_quantiles_are_named_at_their_place_on_the_curve():
    scene = figure("landing")
    _, odds = plan()
    landing = odds["b.landing"]
    named = [
        part.text
        for group in groups(scene, "quantile")
        for part in group.parts
        if not isinstance(part, Shape)
    ]
    for share in (0.1, 0.5, 0.8, 0.9):
        day = days_words([landing.quantile(share)], None)[0].rsplit(" ", 1)[0]  # without its time
        assert any(text.startswith(f"P{100 * share:.0f} {day[:6].strip()}") for text in named)


def test_each_window_has_a_bar_as_high_as_its_use():
    _, odds = plan()
    landing = odds["b.landing"]
    days = {
        " to ".join(days_words((window.start_us, window.end_us), None, clock=False)): window
        for window in landing.windows
    }
    tall = []
    for group in groups(figure("landing"), "window"):
        window = days[group.title.removeprefix("window ").partition(":")[0]]
        assert f": {share_words(window.used / landing.samples)} of the samples" in group.title
        ys = [y for shape in group.parts for _, points in shape.commands for _, y in points]
        tall.append((max(ys) - min(ys)) / bar_height(window, landing))
    assert len(tall) >= 6
    assert tall == pytest.approx([tall[0]] * len(tall))


def test_a_date_it_is_wanted_by_is_told_with_its_chance():
    _, odds = plan()
    by = us("2029-01-01")
    words = f"by 31 Dec 2028: {share_words(odds['b.landing'].chance_by(by))}"
    scene = figure("landing", by_us=by)
    assert words in written(scene)
    assert f"By 31 Dec 2028: {share_words(odds['b.landing'].chance_by(by))}" in scene.description


def test_an_event_that_waits_for_nothing_has_its_shape(look):
    scene = figure("landing", event="b.insertion")
    assert not groups(scene, "window")
    assert not look.overlapping_texts(scene)
    with pytest.raises(KeyError, match=r"the plan has no event 'b\.nothing'"):
        figure("landing", event="b.nothing")


def test_every_window_and_quantile_is_in_the_description():
    scene = figure("landing")
    _, odds = plan()
    for window in odds["b.landing"].windows:
        days = " to ".join(days_words((window.start_us, window.end_us), None, clock=False))
        assert days in scene.description
    assert "even odds by" in scene.description


# the slip


def test_the_stairs_are_named_where_they_jump():
    scene = figure("slip")
    steps = stairs().steps
    jumps = rises(steps)
    assert jumps  # in sixty days even odds change windows
    assert all(rise.cost_us - rise.delay_us >= 7 * DAY for rise in jumps)
    assert [rise.cost_us for rise in jumps] == sorted((rise.cost_us for rise in jumps), reverse=True)
    named = {text.text for group in groups(scene, "rise") for text in group.parts}
    assert f"+{jumps[0].cost_us / DAY:.0f} d" in named
    assert "what a delay of the launch costs" in scene.description


def test_what_is_lost_between_two_jumps_is_no_jump():
    steps = [SlipStep(day * DAY, 0, 0, us("2028-06-01") + day * DAY, 0, 0) for day in range(30)]
    assert rises(steps) == []


def test_delays_that_leave_nothing_to_draw_are_refused():
    lost = replace(
        stairs(), steps=tuple(replace(step, p50_us=None, p10_us=None, p90_us=None) for step in stairs().steps)
    )
    with pytest.raises(ValueError, match=r"b\.landing happens at fewer than two of the delays of b\.launch"):
        figure("slip", stairs=lost)
    with pytest.raises(ValueError, match="none were simulated"):
        figure("slip", stairs=None)


def test_delays_that_lose_the_later_runs_draw_what_there_is(look):
    steps = [
        replace(step, p90_us=None, never=900) if step.slip_us > 40 * DAY else step for step in stairs().steps
    ]
    scene = figure("slip", stairs=replace(stairs(), steps=tuple(steps)))
    assert "In up to 22 % of the samples it never happens" in written(scene)
    assert "90 % by never" in scene.description
    assert not look.overlapping_texts(scene)


# shapes and words


@modest
@given(
    st.lists(st.integers(0, 400 * 24), min_size=1, max_size=300),
    st.floats(100.0, 2000.0),
    st.integers(0, 50),
)
def test_a_shape_holds_all_runs_but_its_tails_from_left_to_right(hours, width, late):
    odds = event_odds("m.e", us("2028-01-01") + np.array(hours) * HOUR, late=late)
    first, last = reach(odds)
    assert odds.first_us <= first < last <= odds.last_us + 1
    steps = profile(odds, TimeAxis(first - DAY, last + DAY, 0.0, width))
    assert all(a.right == pytest.approx(b.left) for a, b in pairwise(steps))
    total = sum(step.share for step in steps) * odds.samples
    assert odds.happened * (1 - 2 * TAIL) - 2 <= round(total, 6) <= odds.happened
    outline = ridge(steps, 100.0, 30.0)
    assert min(y for _, y in outline) == pytest.approx(70.0)
    assert max(density(step) for step in steps) > 0


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (1, "100 %"), (0.5, "50 %"), (0.0005, "under 0.1 %"), (0.9999, "over 99.9 %"), (0.043, "4.3 %"),
     (0.996, "99.6 %")],
)  # fmt: skip
def test_a_share_in_words(share, words):
    assert share_words(share) == words


def test_days_tell_each_year_once_and_the_time_where_they_are_close():
    days = [us("2028-11-28"), us("2028-12-24"), us("2029-01-25")]
    assert days_words(days, None) == ["28 Nov", "24 Dec 2028", "25 Jan 2029"]
    assert days_words([*days[:1], None], None) == ["28 Nov 2028 00:00", "never"]
    assert days_words([us("2025-06-05T19:17")], ZoneInfo("Asia/Tokyo"), clock=False) == ["6 Jun 2025"]
