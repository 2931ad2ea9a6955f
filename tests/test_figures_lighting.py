"""The light over a landing: what is drawn where, said in words, and readable in every style and size."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ephemeris.kernel import KernelRangeError
from ephemeris.site import site as site_sky
from figures.curves import Curve
from figures.layers import USUAL, Options
from figures.lighting import lay_out_lighting, missing_for_lighting
from figures.lighting.curves import cut, over, value_at
from figures.lighting.panel import Shades, scale
from figures.lighting.plan import find_landing
from figures.lighting.rows import in_rows
from figures.lighting.sky import SUN_BAND, look_up_lighting
from figures.lighting.words import elevation_words, window_words
from figures.quality import label_boxes
from figures.scene import texts, walk
from figures.sizes import figure_size
from figures.sky import look_up
from figures.theme import THEMES
from timeline import Timeline, load_timeline
from timeline.dates import parse

SHIPPED = {
    "m2": ("ispace", "m2"),
    "m1": ("ispace", "m1"),
    "apollo11": ("apollo11", "apollo11"),
    "blue-ghost": ("blue-ghost-m1", "bg1"),
    "chandrayaan3": ("chandrayaan3", "ch3"),
    "slim": ("slim", "slim"),
}
STYLES = tuple(THEMES)
CRISIUM = {"name": "Mare Crisium", "lat": 18.56, "lon": 61.81}
FRIGORIS = {"name": "Mare Frigoris", "lat": 60.5, "lon": -4.6, "source": "s"}
POLE = {"name": "Connecting ridge", "lat": -89, "lon": 222}
FAR = {"name": "Schrödinger Basin", "lat": -75, "lon": 132.4}
each_shipped = pytest.mark.parametrize("which", list(SHIPPED))
modest = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@cache
def shipped(which):
    name, lane = SHIPPED[which]
    timeline = load_timeline(name)
    return timeline, look_up(timeline.lane(lane).events), look_up_lighting(timeline, [lane])


@cache
def shipped_scene(which, style="light", size="report"):
    timeline, sky, light = shipped(which)
    width, height = figure_size(size, style)
    return lay_out_lighting(timeline, sky, Options(THEMES[style], width=width), light=light, height=height)


def mission(*claims, site=CRISIUM, backups=(), events=(), **landing):
    """A timeline of one mission that lands at one of these dates."""
    land = {"id": "landing", "kind": "landing_attempt", "label": "Landing", "outcome": "planned", **landing}
    if claims:
        stated = {"planned": True, "stated": "2026"} if land["outcome"] == "planned" else {}
        land["claims"] = [{"date": date, "source": "s", **stated} for date in claims]
    lane = {"id": "m", "name": "Our lander", "events": [land, *events], "backup_sites": list(backups)}
    lane |= {"site": site} if site else {}
    return Timeline.model_validate(
        {"title": "Landers", "sources": {"s": {"title": "A plan"}}, "missions": [lane]}
    )


def drawn(timeline, options=USUAL, height=None, *, sun=SUN_BAND, earth=None):
    lanes = [lane.id for lane in timeline.missions]
    light = look_up_lighting(timeline, lanes, sun=sun, earth=earth)
    return lay_out_lighting(timeline, look_up(timeline.events), options, height, light=light)


def words(scene):
    return [text.text for text in texts(scene)]


def event_group(scene, address):
    return next(part for part in walk(scene.parts) if getattr(part, "id", "") == address)


@each_shipped
@pytest.mark.parametrize("style", STYLES)
def test_shipped_figures_read_well(look, which, style):
    scene = shipped_scene(which, style)
    assert look.faults(scene) == {}
    assert min(text.size for text in texts(scene)) >= 6.0


@pytest.mark.parametrize(
    ("style", "size"), [("light", "slide"), ("slide", "slide"), ("dark", "square"), ("print", "poster")]
)
@pytest.mark.parametrize("which", ["m2", "blue-ghost"])
def test_a_size_is_filled_and_kept(look, which, style, size):
    scene = shipped_scene(which, style, size)
    assert (scene.width, scene.height) == figure_size(size, style)
    assert look.faults(scene) == {}
    lowest = max(text.y for text in texts(scene))
    assert lowest > 0.6 * scene.height


def test_a_landing_is_marked_on_the_suns_curve_and_told():
    """Mission 2 came down at 60.5 N 4.6 W, where the Sun stood 11.9 degrees up."""
    _, _, light = shipped("m2")
    (stretch,) = light.missions[0].stretches
    main = stretch.sites[0]
    landing = parse("2025-06-05T19:17Z").middle_us
    exact = site_sky(np.datetime64(landing, "us"), 60.5, -4.6)
    assert value_at(main.sun, landing) == pytest.approx(float(exact.sun_elevation_deg), abs=0.01)
    scene = shipped_scene("m2")
    assert "Sun 11.9° up, Earth 31.4° up" in words(scene)
    assert "Sun 11.9° up" in event_group(scene, "m2.landing").title
    assert "Sun 11.9° up, Earth 31.4° up" in scene.description
    start, end = scene.dates
    mark = event_group(scene, "m2.landing").parts[0]
    xs = [point[0] for _, points in mark.commands for point in points]
    x = (landing / 86_400_000_000 - start) / (end - start) * scene.width
    assert (min(xs) + max(xs)) / 2 == pytest.approx(x, abs=0.05)


def test_the_lunar_day_is_shown_whole_with_some_night_at_both_ends():
    for which in SHIPPED:
        _, _, light = shipped(which)
        (stretch,) = light.missions[0].stretches
        ((rise, fall),) = stretch.sites[0].days
        for night in (rise - stretch.start_us, stretch.end_us - fall):
            assert night / 86_400_000_000 == pytest.approx(2.0, abs=1e-6)
    assert {"sunrise 3 Jun 18:17", "sunset 19 Jun 01:02"} <= set(words(shipped_scene("m2")))


def test_windows_are_where_the_sun_is_in_the_band_and_uneclipsed():
    _, _, light = shipped("blue-ghost")
    main = light.missions[0].stretches[0].sites[0]
    assert len(main.windows) == 3
    edges = np.array(main.windows).ravel().astype("M8[us]")
    heights = site_sky(edges, main.site.lat, main.site.lon).sun_elevation_deg
    assert heights[[0, 1, 2, 5]] == pytest.approx([5, 45, 45, 5], abs=1e-3)
    ((first, last),) = main.eclipses
    assert (main.windows[1][1], main.windows[2][0]) == (first, last)
    # the total eclipse of 14 March 2025 was greatest at 06:58:44 UT (eclipse.gsfc.nasa.gov)
    assert first < parse("2025-03-14T06:59Z").earliest_us < last
    assert "the Earth before the Sun 14 Mar 04:59 to 09:53" in words(shipped_scene("blue-ghost"))


def test_the_bands_are_arguments():
    timeline = mission("2028-06-04T12:00Z", site=FRIGORIS)
    wide, narrow = (look_up_lighting(timeline, ["m"], sun=band) for band in ((1, 90), (1, 20)))
    lengths = [
        sum(b - a for a, b in light.missions[0].stretches[0].sites[0].windows) for light in (wide, narrow)
    ]
    assert lengths[0] > lengths[1] > 0
    assert any("Sun 1° to 20°" in text for text in words(drawn(timeline, sun=(1, 20))))
    far = mission("2028-06-04T12:00Z", site=FAR)
    assert look_up_lighting(far, ["m"]).missions[0].stretches[0].sites[0].windows
    assert not look_up_lighting(far, ["m"], earth=(5, 90)).missions[0].stretches[0].sites[0].windows
    with pytest.raises(ValueError, match="reversed"):
        look_up_lighting(timeline, ["m"], sun=(45, 5))


def test_stations_are_those_of_their_time_and_say_who_saw_the_landing():
    _, _, light = shipped("apollo11")
    views = light.missions[0].stretches[0].stations
    assert [view.name for view in views] == ["Goldstone", "Canberra", "Madrid"]
    # Goldstone and Madrid followed the landing; in Australia the Moon rose in time for the first step
    assert [view.landing_deg > 10 for view in views] == [True, False, True]
    assert (
        "At the landing the Moon stood over Goldstone 20°, Madrid 24°."
        in shipped_scene("apollo11").description
    )
    with pytest.raises(ValueError, match="unknown station"):
        look_up_lighting(mission("2028"), ["m"], stations=["Nowhere"])


def test_the_dark_bars_of_stations_are_explained_where_there_are_any():
    assert "station that sees the landing" in words(shipped_scene("apollo11"))
    assert "station that sees the landing" not in words(drawn(mission("2028")))


def test_what_good_light_is_breaks_between_sun_and_earth_alone():
    found = words(drawn(mission("2028-06-04T12:00Z"), sun=(2, 20), earth=(10, 90)))
    assert "good light, Sun 2° to 20°," in found
    assert "Earth over 10°" in found


def test_a_contested_landing_shows_each_claim():
    timeline = mission("2028-06-01T12:00Z", "2028-06-04T12:00Z")
    scene = drawn(timeline)
    assert "or 4 Jun 2028 12:00 UTC" in words(scene)
    rings = [part for part in walk(scene.parts) if getattr(part, "stroke", None) == "failure"]
    start, end = scene.dates
    x = (parse("2028-06-04T12:00Z").middle_us / 86_400_000_000 - start) / (end - start) * scene.width
    assert any(abs(shape.commands[0][1][0][0] - x) < 0.05 for shape in rings)


def test_a_contested_date_beyond_the_lunar_day_widens_the_axis():
    plain, wide = (
        look_up_lighting(mission(*claims), ["m"]).missions[0].stretches[0]
        for claims in (["2028-06-01T12:00Z"], ["2028-06-01T12:00Z", "2028-06-20T12:00Z"])
    )
    assert wide.end_us > parse("2028-06-20T12:00Z").middle_us > plain.end_us


def test_a_month_is_a_band_with_the_windows_in_it(look):
    timeline = mission("2028-06", backups=[FRIGORIS, FAR])
    scene = drawn(timeline)
    assert look.faults(scene) == {}
    assert "2 windows of good light" in words(scene)
    month = parse("2028-06")
    (stretch,) = look_up_lighting(timeline, ["m"]).missions[0].stretches
    assert stretch.start_us < month.earliest_us
    assert stretch.end_us > month.latest_us
    assert [light.role for light in stretch.sites] == ["", "backup", "backup"]
    assert not any(re.match(r"Sun [\d.]+° up", text) for text in words(scene))
    mark = event_group(scene, "m.landing").parts[0]
    assert mark.fill == "paper"
    start, end = scene.dates
    xs = [
        (us / 86_400_000_000 - start) / (end - start) * scene.width
        for us in (month.earliest_us, month.latest_us)
    ]
    bars = [look.box_of(part) for part in walk(scene.parts) if getattr(part, "stroke", None) == "planned"]
    assert any([left, right] == pytest.approx(xs, abs=0.05) for left, _, right, _ in bars)


def test_a_year_shows_every_lunar_day_and_names_every_window(look):
    timeline = mission("2028")
    scene = drawn(timeline)
    assert look.faults(scene) == {}
    (stretch,) = look_up_lighting(timeline, ["m"]).missions[0].stretches
    main = stretch.sites[0]
    assert 12 <= len(main.days) <= 14
    named = [window_words(span, None, (stretch.start_us, stretch.end_us))[2] for span in main.windows]
    assert set(named) <= set(words(scene))
    assert f"{len(main.windows)} windows of good light" in words(scene)
    assert stretch.stations == ()


def test_two_years_take_a_row_each_and_the_landing_is_labelled_once(look):
    timeline = mission("2028/2029")
    scene = drawn(timeline)
    assert look.faults(scene) == {}
    assert len(look_up_lighting(timeline, ["m"]).missions[0].stretches) == 2
    assert words(scene).count("Landing") == 1
    assert scene.dates is None


def test_a_window_over_new_year_is_one():
    """At Mare Frigoris the Sun is in the band for 13 days, over the turn of 2028 too."""
    timeline = mission("2028/2029", site=FRIGORIS)
    first, second = look_up_lighting(timeline, ["m"]).missions[0].stretches
    before, after = first.sites[0].windows, second.sites[0].windows
    assert before[-1][1] == after[0][0]
    assert f"{len(before) + len(after) - 1} windows of good light" in words(drawn(timeline))
    assert not any("–1 Jan" in text for text in words(drawn(timeline)))


def test_open_dates_fade_and_count_nothing(look):
    for date in ("NET 2028-03", "NLT 2028-03"):
        scene = drawn(mission(date))
        assert look.faults(scene) == {}
        assert not any("windows of good light" in text for text in words(scene))
    # what the panel cuts off has no end there
    assert "from 27 Apr 03:25" in drawn(mission("NET 2028-03")).description


def test_at_a_pole_the_sun_never_gets_high_and_that_is_said(look):
    for date in ("2028-06-14T12:00Z", "2028-06", "2028"):
        scene = drawn(mission(date, site=POLE))
        assert look.faults(scene) == {}
        assert any(re.fullmatch(r"none: the Sun reaches \d\.\d° up at most", text) for text in words(scene))


def test_backup_sites_have_rows_with_their_own_sun(look):
    timeline = mission("2028-06-01T12:00Z", backups=[FRIGORIS, FAR])
    scene = drawn(timeline)
    assert look.faults(scene) == {}
    for place in (FRIGORIS, FAR):
        up = float(site_sky(np.datetime64("2028-06-01T12:00"), place["lat"], place["lon"]).sun_elevation_deg)
        assert f"Sun {elevation_words(up)}" in words(scene)
        assert f"backup: {place['name']}" in words(scene)


def test_a_site_that_was_missed_is_told_from_the_one_that_was_aimed_at():
    timeline = mission("2028-06-01T12:00Z", site=FRIGORIS, outcome="failure")
    event = (
        timeline.missions[0]
        .events[0]
        .model_copy(
            update={"site": timeline.missions[0].site.model_copy(update={"name": "impact", "lat": 59.0})}
        )
    )
    lane = timeline.missions[0].model_copy(update={"events": (event,)})
    (stretch,) = (
        look_up_lighting(timeline.model_copy(update={"missions": (lane,)}), ["m"]).missions[0].stretches
    )
    assert [(light.site.name, light.role) for light in stretch.sites] == [
        ("impact", ""),
        ("Mare Frigoris", "target"),
    ]


def test_what_happens_beyond_the_panels_is_listed():
    scene = shipped_scene("chandrayaan3")
    (told,) = [text for text in words(scene) if text.startswith("Beyond these days")]
    assert "No answer after the night, 22 Sep 2023" in told
    assert "No answer after the night" in scene.description


def test_only_what_happens_at_the_site_is_shown():
    def shown(which):
        return {part.id for part in walk(shipped_scene(which).parts) if getattr(part, "role", "") == "event"}

    assert shown("apollo11") == {
        f"apollo11.{name}" for name in ("pdi", "landing", "eva", "first-step", "liftoff")
    }
    assert shown("blue-ghost") == {"bg1.landing", "bg1.eclipse", "bg1.end"}


def test_the_craft_is_at_the_site_from_its_landing_to_its_ascent():
    dated = {"early": "2028-06-02", "down": "2028-06-06", "gone": "2028-06-09"}
    events = [{"id": name, "kind": "milestone", "label": name, "date": date} for name, date in dated.items()]
    events.append({"id": "up", "kind": "ascent", "label": "Up", "date": "2028-06-08T00:00Z"})
    (found,) = look_up_lighting(mission("2028-06-04T12:00Z", events=events), ["m"]).missions
    assert [event.id for event in found.events] == ["landing", "down", "up"]


def test_the_landing_runs_through_no_words():
    for timeline in (
        mission("2028-06-14T12:00Z", site=POLE),
        mission("NET 2028-03"),
        mission("2028-06-24T18:00Z"),
        mission("2028-06"),
    ):
        scene = drawn(timeline)
        lines = [part for part in walk(scene.parts) if getattr(part, "dash", ()) == (2.0, 1.6)]
        assert lines
        for shape in lines:
            (x, top), (_, bottom) = (points[0] for _, points in shape.commands)
            for text, (left, above, right, below) in zip(words(scene), label_boxes(scene), strict=True):
                assert not (left < x < right and above < bottom and below > top), text


def test_the_file_is_told_what_it_lacks():
    lacks = {
        "has no date": mission(),
        "lat:": mission("2028", site={"name": "Somewhere"}),
        "no landing": mission("2028", kind="launch"),
        "too vaguely": mission("2028/2031"),
    }
    for lack, timeline in lacks.items():
        assert lack in missing_for_lighting(timeline, ["m"])
        with pytest.raises(ValueError, match=lack):
            look_up_lighting(timeline, ["m"])
    assert missing_for_lighting(mission("2028"), ["m"]) == ""
    assert "no mission" in missing_for_lighting(mission("2028"), [])
    with pytest.raises(KernelRangeError, match="1899"):
        look_up_lighting(mission("2091"), ["m"])


def test_missions_without_a_landing_are_left_out_with_a_notice():
    timeline = load_timeline("ispace")
    light = look_up_lighting(timeline, ["m1", "m2", "m3"])
    assert [each.lane.id for each in light.missions] == ["m1", "m2"]
    scene = lay_out_lighting(timeline, look_up(timeline.events), light=light)
    assert any("m3.landing has no date" in notice for notice in scene.notices)
    one = lay_out_lighting(timeline, look_up(timeline.events), light=light, lanes=["m1"])
    assert "Hakuto-R Mission 2" not in words(one)


def test_a_landing_known_to_be_later_has_the_first_whole_entry():
    timeline = mission(events=[{"id": "second", "kind": "landing_attempt", "label": "Again", "date": "2028"}])
    assert find_landing(timeline.missions[0]).id == "second"


def test_a_display_zone_changes_every_written_time(look):
    timeline, sky, light = shipped("m2")
    scene = lay_out_lighting(timeline, sky, Options(tz=ZoneInfo("Asia/Tokyo")), light=light)
    assert {"sunrise 4 Jun 03:17", "6 Jun 2025 04:17 JST (5 Jun in UTC)"} <= set(words(scene))
    assert "UTC" not in " ".join(words(scene)).replace("in UTC", "")
    assert look.faults(scene) == {}


def test_now_is_a_line_where_it_is_and_none_unasked(look):
    timeline, sky, light = shipped("m2")
    assert not any(text.startswith("now") for text in words(shipped_scene("m2")))
    scene = lay_out_lighting(timeline, sky, Options(now=parse("2025-06-05")), light=light)
    assert [text.text for text in texts(scene) if text.fill == "now"] == ["now, 5 Jun 2025"]
    assert look.faults(scene) == {}
    beyond = lay_out_lighting(timeline, sky, Options(now=parse("2026-06-05")), light=light)
    assert beyond == shipped_scene("m2")


def test_the_terrain_is_told_to_be_left_out():
    for which in SHIPPED:
        assert any("Hills and crater rims are left out" in text for text in words(shipped_scene(which)))


def test_only_sources_that_are_used_are_cited():
    numbers = {text.text for text in texts(shipped_scene("m2")) if text.href}
    assert any("NASASpaceflight" in text for text in numbers)  # of the site
    assert not any("DIGITIMES" in text for text in numbers)


def lightness(colour):
    """CIE L* of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


@pytest.mark.parametrize("style", STYLES)
def test_night_is_darker_than_day_and_shades_are_told_apart_in_grey(style):
    theme = THEMES[style]
    shades = Shades.of(theme)
    night, good, other = (lightness(each) for each in (shades.night, shades.good, shades.other))
    assert night < lightness(theme.colour("paper"))
    assert abs(good - night) > 8
    assert abs(good - other) > 3.5
    ink = lightness(theme.colour("ink"))
    assert abs(ink - good) > 45


def test_the_same_input_gives_the_same_scene():
    timeline, sky, light = shipped("slim")
    assert lay_out_lighting(timeline, sky, light=light) == lay_out_lighting(timeline, sky, light=light)


def test_elevations_are_said_with_their_side_of_the_horizon():
    assert elevation_words(11.86) == "11.9° up"
    assert elevation_words(-2.13) == "2.1° down"
    assert elevation_words((7.17, 12.98)) == "7.2° to 13.0° up"
    assert elevation_words((-7.5, -1.0)) == "1.0° to 7.5° down"
    assert elevation_words((-7.5, 4.4)) == "7.5° down to 4.4° up"


def test_a_window_that_goes_on_beyond_the_panel_has_no_end_there():
    first, last = (parse(f"2028-06-0{day}T12:00Z").earliest_us for day in (2, 5))
    assert window_words((first, last), None)[:2] == (
        "2 Jun 12:00 to 5 Jun 12:00, 3.0 d",
        "2 Jun 12:00 to 5 Jun 12:00",
    )
    assert window_words((first, last), None, (first, last + 1))[0] == "until 5 Jun 12:00"
    assert window_words((first, last), None, (first - 1, last))[0] == "from 2 Jun 12:00"
    assert window_words((first, last), None, (first, last))[0] == "throughout"


@given(st.lists(st.floats(-90, 90), min_size=3, max_size=40), st.floats(-90, 90), st.data())
@settings(max_examples=60, deadline=None)
def test_parts_of_a_curve_are_parts_of_it(values, low, data):
    curve = Curve(tuple(range(0, 1000 * len(values), 1000)), tuple(values))
    for part in over(curve, low):
        assert min(part.values) >= low - 0.2
        assert all(
            value_at(curve, us) == pytest.approx(value, abs=0.2)
            for us, value in zip(part.times_us, part.values, strict=True)
        )
    ends = sorted(
        data.draw(st.lists(st.integers(0, curve.times_us[-1]), min_size=2, max_size=2, unique=True))
    )
    part = cut(curve, *ends)
    assert (part.times_us[0], part.times_us[-1]) == tuple(ends)
    assert list(part.times_us) == sorted(part.times_us)
    kept = sum(
        max(min(b, ends[1]) - max(a, ends[0]), 0)
        for each in [curve]
        for a, b in [(each.times_us[0], each.times_us[-1])]
    )
    assert part.times_us[-1] - part.times_us[0] == kept


def test_words_of_a_row_never_touch():
    from figures.fonts import text_width
    from figures.lighting.rows import Words

    every = [Words(float(x), float(x), f"{n} June") for n, x in enumerate((0, 10, 20, 200, 30, 31))]
    placed = in_rows(every, 6.5)
    assert len(placed) == len(every)
    for row in {row for row, _ in placed}:
        mine = sorted((each.left, each.left + text_width(each.text, 6.5)) for at, each in placed if at == row)
        assert all(end <= start for (_, end), (start, _) in pairwise(mine))


def test_a_panel_holds_the_marks_and_what_is_over_the_horizon():
    _, _, light = shipped("apollo11")
    main = light.missions[0].stretches[0].sites[0]
    low, high, step = scale(main)
    assert high >= max(main.sun.values)
    assert low >= -0.5 * high
    assert step in (15, 30)
    assert scale(main, marked=[-80.0])[0] < -80.0
    flat = replace(main, sun=Curve(main.sun.times_us, tuple(0.01 * value for value in main.sun.values)))
    assert scale(flat)[1] > max(flat.earth.values)


TEXTS = st.sampled_from(["Landing", "着陸", "A label that goes on and on " * 5, "Ж", "<b>&'\""])
PLACES = st.builds(
    lambda name, lat, lon: {"name": name, "lat": lat, "lon": lon},
    TEXTS,
    st.integers(-90, 90),
    st.integers(-180, 180),
)
DATES = st.sampled_from(
    ["2028-06-05T19:17Z", "2028-06-05T19:17Z~", "2028-06-05T19Z", "2028-06-05", "2028-06-05~", "2028-06", "2028-06~",
     "Q3 2028", "2028", "2028~", "2028?", "2028/2029", "2028-06/2028-08", "NET 2028-03", "NLT 2028-03", "[2027,2028]",
     "2028-06-05/2028-06-08", "1969-07-20T20:17:39Z", "1901-01-01", "2053-10-01"]
)  # fmt: skip
HERE = st.sampled_from(["eva", "descent", "ascent", "surface_operations", "end_of_mission", "milestone"])


@st.composite
def missions(draw):
    kinds = draw(st.lists(st.tuples(HERE, DATES, TEXTS), max_size=5))
    events = [
        {"id": f"e{i}", "kind": kind, "label": label, "date": date}
        for i, (kind, date, label) in enumerate(kinds)
    ]
    dates = draw(st.lists(DATES, min_size=1, max_size=3))
    return mission(
        *dates,
        site=draw(PLACES),
        backups=draw(st.lists(PLACES, max_size=2)),
        events=events,
        label=draw(TEXTS),
        outcome=draw(st.sampled_from(["planned", "success", "failure", "partial"])),
    )


@modest
@given(missions(), st.sampled_from(STYLES), st.sampled_from([None, (960.0, 540.0), (720.0, 720.0)]))
def test_any_landing_reads_well(look, timeline, style, size):
    width, height = size or (780.0, None)
    scene = drawn(timeline, Options(THEMES[style], width), height)
    assert look.faults(scene) == {}
    (found,) = look_up_lighting(timeline, ["m"], stations=[]).missions
    for event in (*found.events, *found.later):
        assert event.label.strip() in scene.description
    there = [part for part in walk(scene.parts) if getattr(part, "role", "") == "event"]
    assert len({part.id for part in there}) == len(there)
    assert {part.id for part in there} <= {event.address for event in found.events}
