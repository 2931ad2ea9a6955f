import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.layers import USUAL, Options
from figures.moons import lay_out_moons, look_up_moons, missing_for_moons
from figures.moons.cards import moon_facts
from figures.moons.figure import row_lengths
from figures.moons.sky import Face, has_one_moon
from figures.scene import Group, Shape, Text, texts, walk
from figures.sizes import figure_size
from figures.sky import look_up
from figures.theme import THEMES
from figures.words import event_words
from timeline import load_timeline, shipped_missions
from timeline.dates import describe, parse

MISSIONS = shipped_missions()
STYLES = tuple(THEMES)
each_mission = pytest.mark.parametrize("name", MISSIONS)
modest = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def drawn(timeline, options=USUAL, height=None):
    faces = look_up_moons(timeline.lanes)
    return lay_out_moons(timeline, look_up(timeline.events), options, height, faces=faces)


@pytest.fixture(scope="module")
def shipped():
    """Shipped timelines with their sky and faces, each looked up once."""
    found = {}
    for name in MISSIONS:
        timeline = load_timeline(name)
        found[name] = timeline, look_up(timeline.events), look_up_moons(timeline.lanes)
    return found


def laid_out(shipped, name, style="light", size="report"):
    timeline, sky, faces = shipped[name]
    width, height = figure_size(size, style)
    return lay_out_moons(timeline, sky, Options(THEMES[style], width=width), faces=faces, height=height)


def events_of(scene):
    return {part.id: part for part in walk(scene.parts) if isinstance(part, Group) and part.role == "event"}


def written(group):
    return " ".join(part.text for part in walk(group.parts) if isinstance(part, Text))


def made(look, *events, **mission):
    timeline = look.made([list(events)])
    lane = timeline.missions[0].model_copy(update=mission)
    return timeline.model_copy(update={"missions": (lane,)})


@each_mission
@pytest.mark.parametrize("style", STYLES)
def test_shipped_figures_read_well(look, shipped, name, style):
    scene = laid_out(shipped, name, style)
    assert look.faults(scene) == {}
    assert look.miscounted(shipped[name][0], scene) == {}
    assert min(text.size for text in texts(scene)) >= 6
    assert scene.notices == ()


@each_mission
@pytest.mark.parametrize("size", ["slide", "square", "poster"])
def test_shipped_figures_fit_a_size_or_say_what_is_cut(look, shipped, name, size):
    scene = laid_out(shipped, name, "light", size)
    assert (scene.width, scene.height) == figure_size(size)
    found = look.faults(scene)
    if any("cut off" in notice for notice in scene.notices):
        assert (name, size) == ("ispace", "slide")
        found.pop("texts leave the frame")
    assert found == {}
    assert look.miscounted(shipped[name][0], scene) == {}
    assert min(text.size for text in texts(scene)) >= 6 - 1e-9


def test_a_taller_figure_has_larger_faces(shipped):
    timeline, sky, faces = shipped["slim"]

    def widest(height):
        scene = lay_out_moons(timeline, sky, Options(width=960.0), faces=faces, height=height)
        discs = [
            look_box(part)
            for group in events_of(scene).values()
            for part in group.parts
            if isinstance(part, Shape) and part.fill == "moon-dark"
        ]
        assert len({round(right - left, 6) for left, right in discs}) == 1
        return discs[0][1] - discs[0][0]

    assert widest(400) < widest(540) < widest(900) <= 210


def look_box(shape):
    xs = [x for _, points in shape.commands for x, _ in points]
    return min(xs), max(xs)


@each_mission
def test_every_event_with_a_single_moon_has_a_card_and_every_other_a_line(shipped, name):
    timeline, _, faces = shipped[name]
    groups = events_of(laid_out(shipped, name))
    for event in timeline.events:
        group = groups[event.address]
        has_face = any(isinstance(part, Shape) and part.fill == "moon-dark" for part in group.parts)
        assert has_face == (event.address in faces) == has_one_moon(event.date)
        if event.date is not None and not event.date.is_unknown:
            assert describe(event.date) in written(group)


@each_mission
def test_cards_stand_in_order_of_time_in_rows_that_are_full_but_for_the_last(shipped, name):
    timeline, _, faces = shipped[name]
    groups = events_of(laid_out(shipped, name))
    for lane in timeline.lanes:
        cards = []
        for event in lane.events:
            if event.address in faces:
                disc = next(p for p in groups[event.address].parts if getattr(p, "fill", "") == "moon-dark")
                (x, y) = disc.commands[0][1][0]
                cards.append(
                    (
                        round(y, 3),
                        x,
                        event.date.middle_us if event.date.is_instant else event.date.earliest_us,
                    )
                )
        cards.sort()
        moments = [moment for _, _, moment in cards]
        assert moments == sorted(moments)
        lengths = [sum(y == row for y, _, _ in cards) for row in sorted({y for y, _, _ in cards})]
        assert lengths == sorted(lengths, reverse=True)
        assert set(lengths[:-2]) <= {lengths[0]} if lengths else True
        assert len(lengths) < 2 or lengths[-1] > 1


@given(st.integers(0, 60), st.integers(1, 8))
def test_rows_are_full_but_for_the_last_and_leave_no_card_alone(count, columns):
    lengths = row_lengths(count, columns)
    assert sum(lengths) == count
    assert lengths == sorted(lengths, reverse=True)
    assert all(0 < length <= columns for length in lengths)
    assert len(lengths) == -(-count // columns)
    assert len(lengths) < 2 or columns < 3 or lengths[-1] > 1


@each_mission
def test_the_description_tells_every_event_and_how_its_moon_stood(shipped, name):
    timeline, sky, faces = shipped[name]
    said = laid_out(shipped, name).description
    assert said.startswith(f"{timeline.title}. The Moon's face at each of {len(faces)} events")
    for event in timeline.events:
        words = event_words(event, sky.contexts.get(event.address))
        clause = re.split(r"; |\. (?=[A-Z])", said[said.index(words) :])[0]
        assert ("libration" in clause and "km away" in clause) == (event.address in faces)


def test_the_landing_of_apollo_11_is_as_the_journal_has_it(shipped):
    # Apollo Lunar Surface Journal: Sun 10.65 degrees high at the landing; the Moon 5 days old, lit from the right
    _, sky, faces = shipped["apollo11"]
    face = faces["apollo11.landing"]
    assert face.sun_at_site_deg == pytest.approx((10.65, 10.65), abs=0.1)
    assert face.site == (0.67416, 23.47314)
    assert face.subsolar_end is None
    facts = moon_facts(face, sky.contexts["apollo11.landing"])
    assert facts == ["Waxing crescent, 33 % lit", "389,468 km away", "Sun at site 10.7°"]


def test_a_day_is_told_with_its_ranges_and_a_month_is_listed(look):
    timeline = made(look, {"label": "Flyby", "claims": [{"date": "2025-06-05"}]},
                    {"label": "Landing", "claims": [{"date": "2025-06"}]})  # fmt: skip
    scene = drawn(timeline)
    day, month = (events_of(scene)[f"m0.e{i}"] for i in range(2))
    context = look_up(timeline.events).contexts["m0.e0"]
    low, high = (round(100 * share) for share in context.illuminated_fraction)
    assert high - low > 5
    assert f"Waxing gibbous, about {low} to {high} % lit" in written(day)
    low, high = (f"{round(km, -2):,.0f}" for km in context.distance_km)
    assert f"About {low} to {high} km away" in written(day)
    assert "Sun at site about" in written(day)
    assert sum(part.fill == "moon-lit" for part in day.parts if isinstance(part, Shape)) == 4
    assert written(month) == "Landing June 2025"
    assert "No single Moon:" in {text.text for text in texts(scene)}


def test_about_a_day_has_a_face_and_about_a_week_none():
    assert all(
        has_one_moon(parse(text))
        for text in ("2025-06-05", "2025-06-05~", "2025-06-05T19:17Z~", "2025-06-06/2025-06-08")
    )
    assert not any(
        has_one_moon(parse(text)) for text in ("2025-06", "2025-06-05/2025-06-12", "NET 2025-06-05", "XXXX")
    )


def test_contested_dates_are_both_told(shipped):
    card = written(events_of(laid_out(shipped, "ispace"))["m1.loi"])
    assert "21 Mar 2023 01:24 UTC" in card
    assert "or 20 Mar 2023" in card


def test_what_has_no_date_or_lies_beyond_the_tables_is_listed_with_the_reason(look):
    timeline = made(look, {"label": "Idea"}, {"label": "Long ago", "claims": [{"date": "1780-05-04"}]},
                    {"label": "Launch", "claims": [{"date": "2025-06-05T19:17Z"}]})  # fmt: skip
    scene = drawn(timeline)
    said = {text.text for text in texts(scene)}
    assert {"No date given:", "Beyond the Moon's tables:"} < said
    assert set(events_of(scene)) == {"m0.e0", "m0.e1", "m0.e2"}


def test_a_site_on_the_far_side_is_told_and_not_ringed(look):
    # Chang'e 6 in Apollo basin: 41.64 S 153.99 W (made.site is 75 S 132.4 E, on the far side too)
    far = drawn(made(look, {"label": "Landing", "claims": [{"date": "2024-06-01T22:23Z"}]}))
    near = drawn(made(look, {"label": "Landing", "claims": [{"date": "2024-06-01T22:23Z"}],
                             "site": {"name": "near", "lat": 10, "lon": 20}}))  # fmt: skip

    def rings(scene):
        return [p for p in events_of(scene)["m0.e0"].parts if getattr(p, "stroke", None) == "#ffffff"]

    assert "Site on the far side" in written(events_of(far)["m0.e0"])
    assert rings(far) == []
    assert "far side" not in written(events_of(near)["m0.e0"])
    assert len(rings(near)) == 1
    assert "landing site" in {text.text for text in texts(near)} - {text.text for text in texts(far)}


def test_a_site_that_libration_hides_is_behind_the_limb(shipped):
    _, sky, faces = shipped["apollo11"]
    face = replace(faces["apollo11.landing"], subearth=(0.0, -7.0), site=(0.0, 85.0))
    assert "Site behind the limb" in moon_facts(face, sky.contexts["apollo11.landing"])


def test_an_eclipse_of_the_moon_is_told_as_not_drawn(look):
    # total, 14 March 2025, greatest at 06:59 UT (eclipse.gsfc.nasa.gov/LEcat5)
    timeline = made(look, {"label": "In it", "claims": [{"date": "2025-03-14T06:59Z"}]},
                    {"label": "That day", "claims": [{"date": "2025-03-14"}]},
                    {"label": "A month on", "claims": [{"date": "2025-04-13T00:22Z"}]})  # fmt: skip
    groups = events_of(drawn(timeline))
    told = ["Total lunar eclipse, not drawn" in written(groups[f"m0.e{i}"]) for i in range(3)]
    assert told == [True, True, False]


def test_a_file_without_a_day_says_what_is_missing(look):
    vague = made(look, {"label": "Launch", "claims": [{"date": "2028"}]})
    known = made(look, {"label": "Launch", "claims": [{"date": "2025-06-05"}]})
    assert "known to the day" in missing_for_moons(vague, ["m0"])
    assert missing_for_moons(known, ["m0"]) == ""
    assert "known to the day" in missing_for_moons(known, ["other"])


def test_it_is_said_how_the_faces_are_seen_and_whose_maria_they_have(shipped):
    scene = laid_out(shipped, "slim")
    said = " ".join(text.text for text in texts(scene))
    assert "as seen from the Earth's centre, celestial north up" in said
    assert any(text.href == "https://planetarynames.wr.usgs.gov" for text in texts(scene))
    assert "celestial north up" in scene.description


def test_ten_cards_take_about_60_kilobytes(shipped):
    from figures.svg import to_svg

    assert len(shipped["slim"][2]) == 10
    scene = laid_out(shipped, "slim")
    bare = replace(scene, parts=tuple(group for group in scene.parts if group.role != "events"))
    assert len(to_svg(scene, THEMES["light"])) - len(to_svg(bare, THEMES["light"])) < 68_000


def test_times_are_told_in_the_display_zone(shipped):
    from zoneinfo import ZoneInfo

    timeline, sky, faces = shipped["ispace"]
    scene = lay_out_moons(timeline, sky, Options(tz=ZoneInfo("Asia/Tokyo")), faces=faces, lanes=["m2"])
    assert "6 Jun 2025 04:17 JST" in written(events_of(scene)["m2.landing"])


def test_faces_carry_their_numbers():
    data = Face((-4.62, -5.2345), (1.0, 90.0), 14.5)
    from figures.moons.cards import face_data

    assert dict(face_data(data)) == {
        "subearth": "-4.620 -5.234",
        "subsolar": "1.000 90.000",
        "axis": "14.500",
    }


@modest
@given(st.data())
def test_any_timeline_reads_well(look, data):
    timeline = data.draw(look.timelines(8))
    style, width = data.draw(st.sampled_from(STYLES)), data.draw(st.sampled_from([600.0, 780.0, 1200.0]))
    height = data.draw(st.sampled_from([None, None, 540.0, 900.0]))
    scene = drawn(timeline, Options(THEMES[style], width), height)
    found = look.faults(scene)
    if any("cut off" in notice for notice in scene.notices):
        found.pop("texts leave the frame", None)
    assert found == {}
    assert look.miscounted(timeline, scene) == {}
    for event in timeline.events:
        assert event_words(event, None) in scene.description
