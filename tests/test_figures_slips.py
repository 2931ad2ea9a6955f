import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.layers import Options
from figures.quality import label_boxes
from figures.scene import Group, Shape, Text, texts, walk
from figures.sky import Sky
from figures.slips import lay_out_slips, missing_for_slips
from figures.slips.plane import clear, stack
from figures.slips.trend import find_trends, not_dated, said_once
from figures.slips.words import from_to_words, how_far, length_words, step_words, total_words
from figures.theme import THEMES
from timeline import load_timeline
from timeline.dates import parse

MOVED = ("ispace", "slim", "artemis1", "chandrayaan3", "blue-ghost-m1")
NO_SKY = Sky({}, lambda first, last: ())
SIZES = {"report": (780.0, None), "wide": (960.0, 540.0), "square": (720.0, 720.0), "flat": (1200.0, 400.0)}
ACTUAL = "actual"


def plan(date, stated, source="s0"):
    return {"date": date, "planned": True, "stated": stated, "source": source}


def event(*words, label="Launch", kind="launch", **more):
    """An event of (date, stated) pairs; a date alone, or with `actual`, is what happened."""
    claims = [
        plan(*word)
        if isinstance(word, tuple) and word[1] != ACTUAL
        else {"date": word if isinstance(word, str) else word[0]}
        for word in words
    ]
    return {"label": label, "kind": kind, "claims": claims, **more}


def groups(scene, role):
    return [part for part in walk(scene.parts) if isinstance(part, Group) and part.role == role]


def shapes(group):
    return [part for part in walk(group.parts) if isinstance(part, Shape)]


def ends(shape):
    points = [point for _, each in shape.commands for point in each]
    return points[0], points[-1]


def lines(scene):
    """The stretches of all moves, without the forms that they have."""
    found = []
    for group in groups(scene, "step"):
        for shape in shapes(group):
            points = [point for _, each in shape.commands for point in each]
            found += pairwise(points)
    return found


def diagonal(scene):
    panels = next(part for part in scene.parts if part.role == "panels")
    return ends(next(shape for shape in shapes(panels) if shape.stroke == "quiet"))


def only(look, *words, **more):
    """The one trend of a made-up event."""
    return find_trends(look.made([[event(*words, **more)]]).lanes)[0]


@pytest.mark.parametrize("name", MOVED)
@pytest.mark.parametrize("style", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_shipped_figures_read_well(look, name, style, size):
    timeline, sky = look.shipped(name)
    width, height = SIZES[size]
    scene = lay_out_slips(timeline, sky, Options(THEMES[style], width=width), height=height)
    assert look.faults(scene) == {}
    assert scene.notices == ()
    assert height in (None, scene.height)
    assert min(text.size for text in texts(scene)) >= 5.999


@pytest.mark.parametrize("name", MOVED)
def test_no_line_of_a_plan_runs_through_a_text(look, name):
    scene = lay_out_slips(*look.shipped(name))
    found = lines(scene)
    assert found
    for text, box in zip(texts(scene), label_boxes(scene), strict=True):
        assert clear(box, (), found), text.text


def test_the_plans_of_ispace_that_moved(look):
    scene = lay_out_slips(*look.shipped("ispace"))
    assert [group.id for group in groups(scene, "event")] == [
        "m4.launch",
        "m3.launch",
        "m2.landing",
        "m2.launch",
    ]
    written = " ".join(text.text for text in texts(scene))
    assert "Hakuto-R Mission 2: Launch" in written
    assert "2024 → 15 Jan 2025" in written
    assert "2 weeks to a year later" in written
    assert "about 2 years later" in written
    assert "slip, about a year" in written


def test_plans_without_a_place_are_listed_below_and_in_the_alt_text(look):
    timeline, sky = look.shipped("ispace")
    scene = lay_out_slips(timeline, sky)
    written = [text.text for text in texts(scene)]
    assert "Not dated:" in written
    assert "Hakuto-R Mission 2: Landing attempt, 6 to 8 Jun 2025" in written
    assert "Mission 3: Launch, 2026" in written
    assert "ispace: Orbiter demonstration, 2020, said September 2018" in written
    assert len(not_dated(timeline.lanes)) == 3
    assert len(said_once(timeline.lanes)) == 2
    for words in ("Mission 3: Launch, 2026", "Orbiter demonstration, 2020, said September 2018"):
        assert words in scene.description


def test_many_plans_without_a_place_are_cut_with_a_notice(look):
    loose = [
        {"label": f"Plan {i}", "claims": [{"date": "2028", "planned": True, "source": "s1"}]}
        for i in range(30)
    ]
    scene = lay_out_slips(look.made([[event(("2025", "2023"), ("2026", "2024")), *loose]]), NO_SKY)
    assert "and 18 more" in [text.text for text in texts(scene)]
    assert [notice for notice in scene.notices if notice.startswith("18 plans")]
    assert all(f"Plan {i}, 2028" in scene.description for i in range(30))
    assert look.faults(scene) == {}


@pytest.mark.parametrize("words", [[], [("2025", "2023")], ["2025-01-15"], [("2025", "2023"), "TBD"]])
def test_a_file_whose_plans_were_said_once_is_told_what_it_lacks(look, words):
    timeline = look.made([[event(*words)]])
    assert "stated:" in missing_for_slips(timeline, ["m0"])
    with pytest.raises(ValueError, match="no plan is told twice"):
        lay_out_slips(timeline, NO_SKY)


def test_missing_looks_at_the_missions_that_are_asked_for(look):
    timeline, sky = look.shipped("ispace")
    assert missing_for_slips(timeline, ["m2"]) == ""
    assert missing_for_slips(timeline, ["m1"]) != ""
    assert missing_for_slips(load_timeline("apollo11"), ["apollo11"]) != ""
    ids = [group.id for group in groups(lay_out_slips(timeline, sky, lanes=["m2"]), "event")]
    assert ids == ["m2.landing", "m2.launch"]


def test_what_happened_ends_on_the_diagonal(look):
    scene = lay_out_slips(*look.shipped("ispace"))
    (x0, y0), (x1, y1) = diagonal(scene)
    assert x1 > x0
    assert y1 < y0, "later is higher"
    for address in ("plan.m2.launch", "plan.m2.landing"):
        mark = next(group for group in groups(scene, "mark") if group.id == address)
        left, top, right, bottom = look.box_of(shapes(mark)[0])
        x = (left + right) / 2
        y = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        assert top - 0.1 <= y <= bottom + 0.1


def test_a_claim_is_as_tall_as_it_is_vague_and_as_wide_as_when_it_was_said(look):
    words = ("2026", "2023-03-01"), ("2027-07", "2024"), ("2028-07/2029-06", "2025-02-01")
    scene = lay_out_slips(look.made([[event(*words)]]), NO_SKY)
    sizes = []
    for group in groups(scene, "claim"):
        left, top, right, bottom = look.box_of(shapes(group)[0])
        sizes.append((right - left, bottom - top))
    (day, year), (said_in_year, month), (other_day, twelve_months) = sizes
    assert year == pytest.approx(twelve_months, rel=0.01)
    assert month == pytest.approx(year * 31 / 365, rel=0.02)
    assert (day, other_day) == pytest.approx((3.4, 3.4))
    assert said_in_year > 20 * day


def test_a_known_day_is_a_mark_until_it_is_wide_enough_to_be_a_box(look):
    far = lay_out_slips(look.made([[event(("2024-05-01", "2020-01-01"), "2024-09-01")]]), NO_SKY)
    near = lay_out_slips(look.made([[event(("2024-05-03", "2024-04-20"), "2024-05-09")]]), NO_SKY)
    far_claim, near_claim = (groups(scene, "claim")[0] for scene in (far, near))
    assert any(name == "C" for name, _ in shapes(far_claim)[0].commands)
    left, top, right, bottom = look.box_of(shapes(near_claim)[0])
    assert min(right - left, bottom - top) > 9


def form(look, before, after):
    """A step's line without its place and colour: how heavy, how dashed, of how many parts, filled or not."""
    scene = lay_out_slips(look.made([[event((before, "2020-01-01"), (after, "2021-01-01"))]]), NO_SKY)
    drawn = shapes(groups(scene, "step")[0])
    return tuple((s.stroke_width, s.dash, s.fill is not None, len(s.commands)) for s in drawn), drawn


def test_moves_are_told_apart_by_the_lines_form_alone(look):
    steps = {
        "slip": ("2024", "2025"),
        "pull-in": ("2025", "2024"),
        "firmed": ("2025", "2025-06"),
        "loosened": ("2025-06", "2025"),
        "unchanged": ("2025", "2025"),
    }
    forms = {move: form(look, *dates) for move, dates in steps.items()}
    told = {move: form for move, (form, _) in forms.items() if move not in ("firmed", "loosened")}
    assert len(set(told.values())) == len(told)
    assert forms["firmed"][0] not in told.values()
    for move, narrows in (("firmed", True), ("loosened", False)):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (p for _, each in forms[move][1][0].commands for p in each)
        at_start, at_end = abs(y0 - y3) + abs(x0 - x3), abs(y1 - y2) + abs(x1 - x2)
        assert (at_start > 3 * at_end) if narrows else (at_end > 3 * at_start)


def test_each_move_stands_in_its_label_and_in_the_legend(look):
    words = ("2025", "2020"), ("2026", "2021"), ("2026-03", "2022"), ("2026", "2023"), ("2025-08", "2024")
    scene = lay_out_slips(look.made([[event(*words, ("2025-08", "2025"))]]), NO_SKY)
    label = " | ".join(t.text for t in walk(groups(scene, "event")[0].parts) if isinstance(t, Text))
    for words in ("slip, about a year", "firmed", "loosened", "pull-in, 4 months to", "unchanged"):
        assert words in label
    written = " | ".join(text.text for text in texts(scene))
    for words in (
        "slip, to later",
        "pull-in, to earlier",
        "firmed, known more closely",
        "loosened, known less",
    ):
        assert words in written
    assert "1 slip, 1 pull-in, 1 firmed, 1 loosened, 1 unchanged" in written


@pytest.mark.parametrize(
    ("before", "after", "far"),
    [
        ("2025", "2026", "about a year"),
        ("2025", "2027", "about 2 years"),
        ("2025-01", "2025-03", "about 2 months"),
        ("2024", "2025-01-15T06:11:39Z", "2 weeks to a year"),
        ("2024", "2025-01-15", "2 weeks to 13 months"),
        ("2025-01-15", "2025-04-01", "2.5 months"),
        ("2025-04-01", "2025-01-15", "2.5 months"),
        ("2025-01-15", "2025-02-01", "17 days"),
        ("2025-01-15", "2025-01-16", "a day"),
        ("2025-06-05T19:24Z", "2025-06-05T19:17Z", "7 min"),
        ("2023-08-23T12:17Z", "2023-08-23T12:34Z~", "about 17 min"),
        ("NET 2027-03", "NET 2027-06", "about 3 months"),
        ("NLT 2027", "NLT 2026", "about a year"),
        ("2024", "NET 2027", "at least 2 years"),
        ("2025-06", "NLT 2025-05", ""),
        ("2025-01-15", "2025-01-16T08:00Z", "about a day"),
        ("2025/2026", "2026/2027", "about a year"),
        ("2025/2026", "2026-12/2027-01", "up to 2 years"),
        ("2025-06-01T00:00Z", "2025-06-01T05:30Z", "6 hours"),
    ],
)
def test_how_far_a_plan_moved_is_told_as_well_as_it_is_known(look, before, after, far):
    trend = only(look, (before, "2020"), (after, "2021"))
    assert how_far(trend.steps[0]) == far
    assert step_words(trend.steps[0]) == f"{trend.steps[0].move}{far and ', ' + far}"


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ([("2025", "2020"), ("2026", "2021"), ("2027", "2022")], "about 2 years later"),
        ([("2027", "2020"), ("2025", "2022")], "about 2 years earlier"),
        ([("2025", "2020"), ("2026", "2021"), "2025-03-01"], "within the first plan"),
        ([("2025-03", "2020"), ("2025", "2021")], "known less closely"),
        ([("2025", "2020"), ("2026", "2021"), ("2025", "2022")], "unchanged"),
        ([("2025-06", "2020"), ("NLT 2025-05", "2022")], "earlier"),
    ],
)
def test_the_total_is_from_the_first_word_to_the_last(look, words, total):
    assert total_words(only(look, *words)) == total


def test_times_of_day_are_told_where_the_ends_are_days_apart_only(look):
    assert from_to_words(only(look, ("2024", "2023"), "2025-01-15T06:11:39Z")) == "2024 → 15 Jan 2025"
    near = only(look, ("2025-06-05T19:24Z", "2025-03"), "2025-06-05T19:17Z")
    assert from_to_words(near) == "5 Jun 2025 19:24 UTC → 5 Jun 2025 19:17 UTC"
    assert from_to_words(only(look, ("2025", "2020"), ("2025", "2021"))) == "2025"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (365, "a year"),
        (20, "3 weeks"),
        (30, "4 weeks"),
        (46, "1.5 months"),
        (3, "3 days"),
        (600, "1.5 years"),
    ],
)
def test_rough_lengths(days, told):
    assert length_words(days) == told


@given(st.floats(1e-3, 1e5), st.booleans())
def test_lengths_are_told_near_what_they_are(days, fine):
    words = length_words(days, fine)
    count, unit = re.fullmatch(r"(an?|[\d.]+) (min|hour|day|week|month|year)s?", words).groups()
    unit_days = {"min": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.436875, "year": 365.2425}[
        unit
    ]
    told = (1 if count.startswith("a") else float(count)) * unit_days
    assert told == pytest.approx(days, rel=0.34, abs=0.5 / 1440 + 1e-9)


def test_claims_said_at_once_are_one_word_and_those_against_it_are_shown_too(look):
    words = ("2026-01", "2023-06"), ("2025-09", "2022-01"), ("2025-10/2025-11", "2023-06"), "2026-03-05"
    timeline = look.made([[event(*words)]])
    (trend,) = find_trends(timeline.lanes)
    assert [claim.date.text for claim in trend.claims] == ["2025-09", "2026-01", "2026-03-05"]
    scene = lay_out_slips(timeline, NO_SKY)
    rivals = [group for group in groups(scene, "claim") if any(s.stroke == "failure" for s in shapes(group))]
    assert ["October to November 2025" in group.title for group in rivals] == [True]
    assert "or October to November 2025, said June 2023" in [text.text for text in texts(scene)]
    assert "or October to November 2025, said June 2023" in scene.description


def test_contested_actual_dates_are_both_shown(look):
    timeline = look.made([[event(("2025-01", "2024"), "2025-02-01", "2025-03-01")]])
    scene = lay_out_slips(timeline, NO_SKY)
    assert "or 1 Mar 2025" in [text.text for text in texts(scene)]
    assert len(groups(scene, "claim")) == 3


def test_an_unknown_date_keeps_its_place_and_is_no_date(look):
    timeline = look.made([[event(("2025", "2020-01"), ("TBD", "2021-01"), ("2028", "2022-01"))]])
    scene = lay_out_slips(timeline, NO_SKY)
    unknown = groups(scene, "claim")[1]
    assert "to be determined" in unknown.title
    assert all(shape.dash for shape in shapes(unknown))
    assert [step.move for step in find_trends(timeline.lanes)[0].steps] == ["loosened", "firmed"]


@pytest.mark.parametrize(("date", "side"), [("NET 2027", -1), ("NLT 2027", 1)])
def test_an_open_end_fades_the_way_it_is_open(look, date, side):
    scene = lay_out_slips(look.made([[event(("2025", "2020"), (date, "2021"))]]), NO_SKY)
    slices = sorted(shapes(groups(scene, "claim")[1]), key=lambda shape: side * look.box_of(shape)[1])
    strengths = [shape.opacity for shape in slices]
    assert len(slices) > 8
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[-1] < 0.05


def test_an_approximate_date_fades_at_both_ends(look):
    scene = lay_out_slips(look.made([[event(("2025~", "2020"), ("2026", "2021"))]]), NO_SKY)
    slices = sorted(shapes(groups(scene, "claim")[0]), key=lambda shape: look.box_of(shape)[1])
    assert slices[0].opacity < 0.05
    assert slices[-1].opacity < 0.05
    assert max(shape.opacity for shape in slices) > 0.15


def test_plans_stand_until_now_and_not_past_their_day(look):
    lane = [
        event(("2025", "2020"), ("2030", "2021"), outcome="planned"),
        event(("2021", "2020"), ("2022", "2021"), outcome="planned"),
        event(("2025", "2020"), ("2026", "2021"), outcome="cancelled"),
    ]
    timeline = look.made([lane])
    scene = lay_out_slips(timeline, NO_SKY, Options(now=parse("2024-01-01")))
    assert "now, 1 Jan 2024" in [text.text for text in texts(scene)]
    now_x = next(s for s in walk(scene.parts) if isinstance(s, Shape) and s.stroke == "now").commands[0][1][
        0
    ][0]
    reach = [
        max((ends(s)[1][0] for s in shapes(group) if s.dash == (1, 2.2)), default=None)
        for group in groups(scene, "line")
    ]
    assert reach[0] == pytest.approx(now_x, abs=0.5)
    assert reach[1] < now_x - 50, "it was planned for 2022, which is gone by"
    assert reach[2] is None
    assert look.faults(scene) == {}
    assert not any(
        s.stroke == "now" for s in walk(lay_out_slips(timeline, NO_SKY).parts) if isinstance(s, Shape)
    )


def crowd(look, count):
    lane = [
        event(
            (str(2015 + i * 7 % 11), f"20{10 + i % 5}-{1 + i % 12:02}"),
            (str(2016 + i * 5 % 13), f"20{16 + i % 6}-{1 + i * 5 % 12:02}"),
            label=f"Event {i}",
        )
        for i in range(count)
    ]
    return look.made([lane])


def test_labels_say_less_before_they_merge(look):
    scenes = [lay_out_slips(crowd(look, n), NO_SKY, Options(width=960), height=540) for n in (4, 12, 24)]
    sizes = [[len(group.parts) for group in groups(scene, "event")] for scene in scenes]
    assert min(sizes[0]) > max(sizes[1]) > max(sizes[2])
    assert [scene.notices for scene in scenes] == [(), (), ()]
    assert [look.faults(scene) for scene in scenes] == [{}, {}, {}]


def test_labels_that_cannot_all_fit_merge_into_counted_groups(look):
    scene = lay_out_slips(crowd(look, 120), NO_SKY, Options(width=960), height=540)
    single, many = groups(scene, "event"), groups(scene, "group")
    counts = [int(next(t.text for t in g.parts if isinstance(t, Text)).split()[0]) for g in many]
    assert len(single) + sum(counts) == 120
    assert scene.notices[0].startswith(f"{sum(counts)} events")
    told = scene.description
    assert all(f"Event {i}:" in told for i in range(120))
    assert all(sum(f": Event {i}:" in g.title for g in (*single, *many)) == 1 for i in range(120))
    found = look.faults(scene)
    assert {what: where for what, where in found.items() if what != "leaders cross"} == {}


def test_a_figure_that_is_too_low_says_so(look):
    scene = lay_out_slips(*look.shipped("ispace"), Options(width=500), height=200)
    assert scene.height == 200
    assert scene.notices[-1].endswith("its foot is cut off")


def test_lines_that_end_at_one_level_keep_leaders_apart(look):
    lane = [event((str(2025 + i), "2020"), ("2030", f"{2021 + i}"), label=f"Event {i}") for i in range(5)]
    scene = lay_out_slips(look.made([lane]), NO_SKY)
    assert look.faults(scene) == {}
    channels = {
        round(points[0][1], 2) for shape in shapes_of_leaders(scene) for _, points in [shape.commands[2]]
    }
    assert len(channels) == 5


def shapes_of_leaders(scene):
    return shapes(next(part for part in scene.parts if part.role == "leaders"))


def test_the_alt_text_tells_every_move(look):
    told = lay_out_slips(*look.shipped("ispace")).description
    assert told.startswith("ispace, from White Label Space to Mission 4. How the plans of 4 events moved")
    assert (
        "Mission 3: Launch: 2025 said 28 Feb 2023, then 2026 said 28 Sep 2023 (slip, about a year), "
        "then 2027 said October 2025 (slip, about a year); in all about 2 years later." in told
    )
    assert "in all within the first plan; failure." in told


def test_source_numbers_are_those_that_are_listed(look):
    timeline, sky = look.shipped("ispace")
    scene = lay_out_slips(timeline, sky)
    notes = next(part for part in scene.parts if part.role == "notes")
    listed = {t.text for t in notes.parts if isinstance(t, Text) and t.text.isdigit()}
    written = {
        number
        for part in scene.parts
        if part.role != "notes"
        for text in walk(part.parts)
        if isinstance(text, Text) and re.fullmatch(r"\d+(,\d+)*", text.text) and text.size < 6.4
        for number in text.text.split(",")
    }
    assert written == listed


def test_what_is_marked_has_words_to_point_at(look):
    scene = lay_out_slips(*look.shipped("ispace"))
    for role in ("claim", "step", "line", "mark", "event", "impossible"):
        assert groups(scene, role), role
        assert all(group.title for group in groups(scene, role)), role
    ids = [part.id for part in walk(scene.parts) if isinstance(part, Group) and part.id]
    assert len(ids) == len(set(ids))


def test_a_span_is_drawn_by_its_start(look):
    span = {
        "label": "Operations",
        "kind": "operation",
        "start": [plan("2025", "2020"), plan("2026", "2021")],
        "end": [plan("2027", "2020"), plan("2029", "2021")],
    }
    (trend,) = find_trends(look.made([[span]]).lanes)
    assert trend.name == "Mission 0: Operations, start"
    assert [claim.date.text for claim in trend.claims] == ["2025", "2026"]


@pytest.mark.filterwarnings("error")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_timeline_reads_well(look, data):
    timeline = data.draw(look.timelines(max_events=8))
    lanes = [lane.id for lane in timeline.lanes]
    if missing_for_slips(timeline, lanes):
        assert find_trends(timeline.lanes) == ()
        return
    style = data.draw(st.sampled_from(list(THEMES)))
    width, height = data.draw(st.sampled_from(list(SIZES.values())))
    scene = lay_out_slips(timeline, NO_SKY, Options(THEMES[style], width=width), height=height)
    found = look.faults(scene)
    if any("cut off" in notice for notice in scene.notices):
        found.pop("texts leave the frame", None)
    assert found == {}
    assert scene == lay_out_slips(timeline, NO_SKY, Options(THEMES[style], width=width), height=height)


boxes = st.lists(st.tuples(st.floats(0, 500), st.floats(1, 40)), min_size=1, max_size=12)


@given(boxes, st.floats(0, 10))
def test_a_stack_overlaps_nowhere_keeps_the_order_and_stays_inside_where_it_fits(items, gap):
    items = sorted(items)
    wanted, heights = [want for want, _ in items], [height for _, height in items]
    placed = stack(wanted, heights, 0.0, 500.0, gap)
    for (a, ha), (b, hb) in pairwise(zip(placed, heights, strict=True)):
        assert b - a >= (ha + hb) / 2 + gap - 1e-6
    assert placed[0] >= heights[0] / 2 - 1e-6
    if sum(heights) + gap * (len(heights) - 1) <= 500:
        assert placed[-1] <= 500 - heights[-1] / 2 + 1e-6


@given(boxes, st.floats(0, 10), st.integers(0, 11), st.sampled_from([-0.5, 0.5]))
def test_a_stack_cannot_be_bettered_by_moving_what_hangs_together(items, gap, first, by):
    items = sorted(items)
    wanted, heights = [want for want, _ in items], [height for _, height in items]
    placed = stack(wanted, heights, -1e5, 1e5, gap)
    first = min(first, len(items) - 1)
    for last in range(first + 1, len(items) + 1):
        moved = [p + by if first <= i < last else p for i, p in enumerate(placed)]
        apart = all(
            b - a >= (ha + hb) / 2 + gap - 1e-9
            for (a, ha), (b, hb) in pairwise(zip(moved, heights, strict=True))
        )
        cost, other = (sum((p - w) ** 2 for p, w in zip(ps, wanted, strict=True)) for ps in (placed, moved))
        assert not apart or other >= cost - 1e-6


def test_what_is_clear_of_a_box():
    box = (10.0, 10.0, 20.0, 14.0)
    assert clear(box, [(20.0, 10.0, 30.0, 14.0)], [((0.0, 0.0), (40.0, 5.0)), ((5.0, 30.0), (5.0, 0.0))])
    assert not clear(box, [(19.0, 13.0, 30.0, 20.0)], [])
    assert not clear(box, [], [((0.0, 0.0), (30.0, 24.0))])
    assert not clear(box, [], [((15.0, 0.0), (15.0, 40.0))])
    assert clear(box, [], [((15.0, 0.0), (15.0, 9.0))])
