import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.scene import Text, texts, walk
from figures.theme import THEMES
from figures.words import OUTCOME_WORDS, event_words
from timeline import shipped_missions
from timeline.dates import describe, parse

MISSIONS = shipped_missions()
STYLES = tuple(THEMES)
WIDER = ("2010-03-02/2044-05-06~", "2009-01-01T00:00Z/2044-02-02T00:00Z")
LONG = "A label that goes on and on " * 7

each_mission = pytest.mark.parametrize("name", MISSIONS)
modest = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def written(scene, address):
    """What is written in the group of an event."""
    groups = [part for part in walk(scene.parts) if getattr(part, "id", "") == address]
    return [part.text for group in groups for part in walk(group.parts) if isinstance(part, Text)]


@each_mission
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", ["report", "wide", "square", "flat"])
def test_shipped_figures_read_well(look, name, style, size):
    scene = look.shipped_scene(name, style, size)
    assert look.faults(scene) == {}
    assert look.miscounted(look.shipped(name)[0], scene) == {}
    assert [notice for notice in scene.notices if "cut" in notice] == []


@each_mission
@pytest.mark.parametrize("style", STYLES)
def test_no_text_of_a_report_is_under_6_points(look, name, style):
    assert min(text.size for text in texts(look.shipped_scene(name, style))) >= 6.0


@each_mission
def test_shipped_figures_of_a_size_have_that_size(look, name):
    for size, asked in look.SIZES.items():
        scene = look.shipped_scene(name, "light", size)
        assert asked in (None, (scene.width, scene.height))


@each_mission
def test_dates_are_written_to_their_precision_and_no_further(look, name):
    scene = look.shipped_scene(name)
    for event in look.shipped(name)[0].events:
        if event.date is not None and not event.date.is_unknown:
            assert describe(event.date) in written(scene, event.address), event.address


@each_mission
def test_labels_are_written_whole_in_the_report_size(look, name):
    scene = look.shipped_scene(name)
    for event in look.shipped(name)[0].events:
        assert written(scene, event.address)[0] == event.label


@each_mission
@pytest.mark.parametrize("size", ["report", "flat"])
def test_the_description_names_every_event_its_date_outcome_and_moon(look, name, size):
    timeline, sky = look.shipped(name)
    said = look.shipped_scene(name, "light", size).description
    assert said.startswith(timeline.title)
    for event in timeline.events:
        start = said.index(f"{event.label}, {describe(event.date) if event.date else 'no date given'}")
        clause = said[start:].split("; ")[0]
        if event.outcome not in ("done", "unknown"):
            assert OUTCOME_WORDS[event.outcome] in clause
        context = sky.contexts.get(event.address)
        if context is not None and context.phase_name is not None:
            lit = context.illuminated_fraction
            shares = {f"{100 * share:.0f}" for share in (lit if isinstance(lit, tuple) else (lit,))}
            assert "any phase" in clause or (
                context.phase_name in clause and all(f"{share}" in clause for share in shares)
            )


def test_every_cited_source_stands_once_with_its_number_and_link(look):
    timeline, _ = look.shipped("ispace")
    cited = {source for event in timeline.events for source in event.source_ids}
    notes = next(part for part in look.shipped_scene("ispace").parts if part.role == "notes")
    links = [part.href for part in walk(notes.parts) if isinstance(part, Text) and part.href]
    assert all(
        links.count(source.url) >= 1 for source in timeline.sources if source.id in cited and source.url
    )


@modest
@given(st.data())
def test_any_timeline_reads_well(look, data):
    timeline = data.draw(look.timelines(8))
    style, width = data.draw(st.sampled_from(STYLES)), data.draw(st.sampled_from([600.0, 780.0, 1200.0]))
    scene = look.laid_out(timeline, style, width=width)
    assert look.faults(scene) == {}
    assert look.miscounted(timeline, scene) == {}


@modest
@given(st.data())
def test_any_timeline_fits_a_size_or_says_what_is_cut(look, data):
    timeline = data.draw(look.timelines(8))
    width, height = data.draw(st.sampled_from([(960.0, 540.0), (720.0, 720.0), (1200.0, 400.0)]))
    scene = look.laid_out(timeline, width=width, height=height)
    assert (scene.width, scene.height) == (width, height)
    found = look.faults(scene)
    if any("its foot is cut off" in notice for notice in scene.notices):
        found.pop("texts leave the frame", None)
    assert found == {}
    assert look.miscounted(timeline, scene) == {}


@modest
@given(st.data())
def test_any_description_names_every_event(look, data):
    timeline = data.draw(look.timelines(8))
    said = look.laid_out(timeline).description
    for event in timeline.events:
        assert event_words(event, None) in said


def crowd(label, count, days):
    """Events in bursts of a dozen, `days` apart."""
    first = parse("2010-01-01").earliest_us
    return [
        {
            "label": f"{label} {i}" + ", and more" * (i % 4),
            "kind": ("launch", "manoeuvre", "landing_attempt")[i % 3],
            "claims": [{"date": str(first_day(first, i, days))}],
        }
        for i in range(count)
    ]


def first_day(first, i, days):
    import numpy as np

    minutes = i // 12 * days * 1440 + i % 12 * 97
    return np.datetime_as_string(np.datetime64(first, "us") + np.timedelta64(minutes, "m"), unit="m") + "Z"


HARD = {
    "no lanes": [],
    "no events": [[], []],
    "one event": [[{"label": "Launch", "claims": [{"date": "2025-06-05T19:17Z"}]}]],
    "no dates": [[{"label": f"Idea {i}"} for i in range(30)]],
    "long and no dates": [[{"label": LONG[:200]}, {"label": LONG[:120]}]],
    "one instant": [[{"label": f"Event {i}", "claims": [{"date": "2025-06-05T19:17Z"}]} for i in range(20)]],
    "one year": [[{"label": f"Event {i}", "claims": [{"date": "2025"}]} for i in range(20)]],
    "300 in clusters": [crowd("Event", 300, 40)],
    "300 in three lanes": [crowd("Event", 100, days) for days in (30, 200, 2)],
    "long labels": [[{"label": LONG[:n], "claims": [{"date": f"20{10 + n // 20}-03"}]} for n in (1, 60, 120, 200)]],
    "only an open end": [[{"label": "Operations", "claims": [{"date": "2025/.."}]}]],
    "microseconds": [[{"label": f"e{i}", "claims": [{"date": f"2025-06-05T19:17:00.{i:06}Z"}]} for i in range(5)]],
    "far years": [
        [
            {"label": "Far", "claims": [{"date": "Y-60000"}]},
            {"label": "Near", "claims": [{"date": "2025-01-01T00:00Z"}]},
        ]
    ],
    "fifteen slips": [
        [
            {
                "label": "Launch",
                "claims": [{"date": f"{2015 + i}", "planned": True, "stated": f"{2010 + i}"} for i in range(15)],
            }
        ]
    ],
    "plans wider than the axis": [
        [
            {
                "label": "Launch",
                "claims": [
                    {"date": date, "planned": True, "stated": f"{2000 + i}", "source": "s1"}
                    for i, date in enumerate([*WIDER * 4, "2030"])
                ],
            }
        ]
    ]
    * 2,
    "contested": [
        [
            {
                "label": "Founded",
                "claims": [{"date": date, "source": "s1"} for date in ("2020", "2022-03-04", "2023-01/2023-02")],
            }
        ]
    ],
    "other scripts": [
        [
            {"label": label, "claims": [{"date": f"20{10 + i}-06-05"}]}
            for i, label in enumerate(["着陸を試みる", "هبوط على سطح القمر", "Запуск", "<script>&\"'", "ab\nc\td"])
        ]
    ],
}  # fmt: skip


@pytest.mark.parametrize("hard", HARD)
@pytest.mark.parametrize("how", [{}, {"width": 720.0, "height": 720.0}, {"width": 1200.0, "height": 400.0}])
def test_hard_timelines_read_well(look, hard, how):
    timeline = look.made(HARD[hard])
    scene = look.laid_out(timeline, **how)
    assert look.faults(scene) == {}
    assert look.miscounted(timeline, scene) == {}


def test_a_title_of_any_length_stays_inside(look):
    for title in (LONG[:199], "Donaudampfschifffahrtsgesellschaftskapitän" * 5):
        scene = look.laid_out(look.made(HARD["one event"], title=title))
        assert look.faults(scene) == {}
        assert scene.title == title.strip()


def test_undated_events_are_listed(look):
    scene = look.laid_out(look.made(HARD["no dates"]))
    assert [text.text for text in texts(scene)].count("No date given:") == 1
    assert all(written(scene, f"m0.e{i}")[0] == f"Idea {i}" for i in range(30))


def test_only_the_missions_that_are_asked_for_are_shown(look):
    timeline, _ = look.shipped("ispace")
    scene = look.laid_out(timeline, lanes=["m2"])
    shown = {group.id for group in look.event_groups(scene)}
    assert shown == {event.address for event in timeline.lane("m2").events}
    assert look.faults(scene) == {}


def test_a_display_zone_changes_every_written_time(look):
    from zoneinfo import ZoneInfo

    from figures.words import zoned

    timeline, _ = look.shipped("apollo11")
    tokyo = ZoneInfo("Asia/Tokyo")
    scene = look.laid_out(timeline, tz=tokyo)
    for event in timeline.events:
        assert zoned(event.date, tokyo) in written(scene, event.address)
    said = " ".join([scene.description, *(text.text for text in texts(scene))])
    assert "UTC" not in said.replace("in UTC", "")
    assert look.faults(scene) == {}


def test_now_is_a_line_where_it_is_and_none_unasked(look):
    timeline, _ = look.shipped("ispace")
    plain = [text.text for text in texts(look.shipped_scene("ispace"))]
    assert not any(text.startswith("now") for text in plain)
    scene = look.laid_out(timeline, now=parse("2026-11-21"))
    assert [text.text for text in texts(scene) if text.fill == "now"] == ["now, 21 Nov 2026"]
    lines = [part for part in walk(scene.parts) if getattr(part, "stroke", None) == "now"]
    (x, _), start, end = lines[0].commands[0][1][0], *scene.dates
    middle = parse("2026-11-21").middle_us / 86_400_000_000
    assert x == pytest.approx((middle - start) / (end - start) * scene.width, abs=0.01)
    assert look.faults(scene) == {}


def test_marks_stand_where_their_dates_lie(look):
    """On an axis without panels, the middle of a mark says its date through the scene's edge dates."""
    days = ["2025-06-05", "2025-09-05", "2025-12-24", "2026-06-05T12:00Z"]
    timeline = look.made([[{"label": "E", "kind": "splashdown", "claims": [{"date": day}]} for day in days]])
    scene = look.laid_out(timeline, breaks=False)
    start, end = scene.dates
    for group in look.event_groups(scene):
        left, _, right, _ = look.box_of(group.parts[0])
        event = next(event for event in timeline.events if event.address == group.id)
        day = start + (left + right) / 2 / scene.width * (end - start)
        assert day == pytest.approx(event.date.middle_us / 86_400_000_000, abs=1e-6)


def test_a_missing_glyph_is_told_once_with_the_package(look, monkeypatch, tmp_path):
    from figures import fonts

    kept = (fonts._installed, fonts._stand_ins, fonts.font_for, fonts._advances, fonts._width)
    monkeypatch.setattr(fonts, "_folders", lambda: [tmp_path])
    try:
        for function in kept:
            function.cache_clear()
        labels = [{"label": label, "claims": [{"date": "2025"}]} for label in ("着陸", "月面着陸")]
        scene = look.laid_out(look.made([labels]))
        assert sum("fonts-noto-cjk" in notice for notice in scene.notices) == 1
    finally:
        for function in kept:
            function.cache_clear()


def test_the_same_timeline_gives_the_same_scene(look):
    timeline, _ = look.shipped("ispace")
    assert look.laid_out(timeline) == look.laid_out(timeline)
