from math import asin, atan2, cos, degrees, hypot, pi, radians, sin

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from figures.maria import LINES, MARIA, RADIUS_KM, depth_km, on_sphere, outlines
from figures.moonmap import COARSE, FINE, dot, in_view, lit_share, maria, moon_face, sunlit, view_of
from figures.scene import Group, Scene

CRISIUM, IMBRIUM, PLATO, TYCHO = (16.18, 59.10), (34.72, -14.91), (51.62, -9.38), (-43.30, -11.22)

# NASA's Scientific Visualization Studio, Moon Phase and Libration, 2021 (svs.gsfc.nasa.gov/4874), literal rows:
# time, lit share in percent, sub-solar longitude and latitude, sub-Earth longitude and latitude, axis angle
SVS = (
    ("2021-04-21T12:00", 62.50, 67.574, -1.049, -7.975, -6.049, 18.425),
    ("2021-12-10T17:00", 46.39, 102.002, -0.486, 7.886, 6.634, 337.448),
    ("2021-11-27T05:00", 53.32, -93.515, -0.099, -7.335, -6.853, 21.274),
    ("2021-03-16T12:00", 8.87, 146.492, -1.531, 1.064, 4.552, 340.805),
    ("2021-11-04T00:00", 1.22, -171.189, 0.552, -3.477, -3.667, 19.289),
)
each_row = pytest.mark.parametrize("row", SVS, ids=[row[0] for row in SVS])
modest = settings(max_examples=60, deadline=None)
latitudes, longitudes = st.floats(-8, 8), st.floats(-180, 180)


def places(row):
    _, _, sun_lon, sun_lat, earth_lon, earth_lat, axis = row
    return (earth_lat, earth_lon), (sun_lat, sun_lon), axis


def at(place, subearth=(0.0, 0.0), axis=0.0):
    """Where a place stands on a disc of radius 1 around 0, 0, and its height over the limb's plane."""
    return view_of(0, 0, 1, subearth, axis).see(on_sphere(*place))


def flat(commands, count=24):
    """A path of curves as the corners of a polygon."""
    points = []
    for name, ends in commands:
        if name == "C":
            start = points[-1]
            for t in np.linspace(0, 1, count + 1)[1:]:
                weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                curve = (start, *ends)
                points.append(
                    tuple(sum(w * p[k] for w, p in zip(weights, curve, strict=True)) for k in (0, 1))
                )
        else:
            points += ends
    return np.array(points)


def area_and_centre(commands):
    (x, y), (u, v) = flat(commands).T, np.roll(flat(commands), -1, axis=0).T
    turn = x * v - u * y
    area = turn.sum() / 2
    return abs(area), ((x + u) * turn).sum() / (6 * area), ((y + v) * turn).sum() / (6 * area)


def test_lunar_east_is_at_the_right_and_north_is_up():
    (x, y), height = at(CRISIUM)
    assert 0.8 < x < 0.9
    assert -0.3 < y < -0.2
    assert height > 0
    (x, y), _ = at(IMBRIUM)
    assert x < 0
    assert y < -0.5
    assert at(TYCHO)[0][1] > 0.6


@given(latitudes, latitudes, st.floats(-30, 30))
def test_the_point_under_the_earth_is_in_the_middle_and_the_antipode_behind_it(lat, lon, axis):
    (x, y), height = at((lat, lon), (lat, lon), axis)
    assert (x, y, height) == pytest.approx((0, 0, 1), abs=1e-12)
    assert at((-lat, lon + 180), (lat, lon), axis)[1] == pytest.approx(-1)


@pytest.mark.parametrize("axis", [-24.0, 0.0, 18.4])
def test_the_axis_leans_from_north_towards_east_which_is_at_the_left(axis):
    x, y = at((90, 0), (0, 0), axis)[0]
    assert degrees(atan2(-x, -y)) == pytest.approx(axis)


def test_libration_moves_the_face_the_right_way():
    # NASA's rows of the farthest libration to either side: at +7.9 more is seen beyond the east limb
    west, east = (places(row)[0] for row in SVS[:2])
    assert at(CRISIUM, east)[0][0] < at(CRISIUM)[0][0] < at(CRISIUM, west)[0][0]
    assert at(CRISIUM, east)[1] > at(CRISIUM, west)[1]
    # 98 degrees east is on the far side by the map, and in view only then
    assert in_view((0, 95), east)
    assert not in_view((0, 95), west)
    # at +6.6 the north pole is in view and Plato moves south, at -6.0 the south pole
    assert in_view((89.9, 0), east)
    assert in_view((-89.9, 0), west)
    assert at(PLATO, east)[0][1] > at(PLATO)[0][1] > at(PLATO, west)[0][1]


@each_row
def test_the_lit_area_is_nasas_share(row):
    subearth, subsolar, axis = places(row)
    area, _, _ = area_and_centre(sunlit(view_of(0, 0, 1, subearth, axis), on_sphere(*subsolar)))
    assert lit_share(subearth, subsolar) == pytest.approx(row[1] / 100, abs=0.0001)
    assert area / pi == pytest.approx(row[1] / 100, abs=0.0005)


@given(latitudes, latitudes, latitudes, longitudes, st.floats(-25, 25))
@modest
def test_the_lit_area_is_the_lit_share(earth_lat, earth_lon, sun_lat, sun_lon, axis):
    subearth, subsolar = (earth_lat, earth_lon), (sun_lat, sun_lon)
    share = lit_share(subearth, subsolar)
    assume(1e-6 < share < 1 - 1e-6)
    area, _, _ = area_and_centre(sunlit(view_of(3, 4, 1, subearth, axis), on_sphere(*subsolar)))
    assert area / pi == pytest.approx(share, abs=0.0005)


@each_row
def test_the_light_comes_from_where_the_ephemeris_says(row):
    from ephemeris.moon import moon

    sky = moon(np.datetime64(row[0]))
    subearth, subsolar, axis = places(row)
    _, x, y = area_and_centre(sunlit(view_of(0, 0, 1, subearth, axis), on_sphere(*subsolar)))
    assert degrees(atan2(-x, -y)) % 360 == pytest.approx(float(sky.bright_limb_angle_deg), abs=0.3)


def test_a_waxing_crescent_is_lit_from_the_right_and_a_waning_one_from_the_left():
    for row, side in ((SVS[3], 1), (SVS[4], -1)):
        subearth, subsolar, axis = places(row)
        _, x, _ = area_and_centre(sunlit(view_of(0, 0, 1, subearth, axis), on_sphere(*subsolar)))
        assert x * side > 0.6


@given(latitudes, longitudes, st.floats(0, 40), st.floats(-25, 25))
@modest
def test_the_edge_of_the_light_is_where_the_sun_stands_that_high(lat, lon, height, axis):
    view, sun = view_of(0, 0, 1, (lat, 3.0), axis), on_sphere(lat / 5, lon)
    edge = flat(sunlit(view, sun, height))
    assume(len(edge) > 0)
    out = np.sqrt(np.maximum(1 - (edge**2).sum(axis=1), 0))[:, None]
    points = edge[:, :1] * np.array(view.right) - edge[:, 1:] * np.array(view.up) + out * np.array(view.out)
    heights = np.degrees(np.arcsin(np.clip(points @ np.array(sun), -1, 1)))
    on_limb = np.hypot(*edge.T) > 1 - 1e-3
    assert heights[~on_limb] == pytest.approx(height, abs=0.1)
    assert (heights[on_limb] > height - 3).all()
    assert np.hypot(*edge.T).max() < 1.001


def test_light_that_is_all_around_or_nowhere_has_no_terminator():
    view = view_of(0, 0, 10, (0, 0), 0)
    assert area_and_centre(sunlit(view, on_sphere(0, 0)))[0] == pytest.approx(100 * pi, rel=1e-3)
    assert sunlit(view, on_sphere(0, 180)) == ()
    assert sunlit(view, on_sphere(0, 175), 20) == ()
    small = flat(sunlit(view, on_sphere(0, 10), 60))
    assert np.hypot(*small.T).max() < 7
    assert area_and_centre(sunlit(view, on_sphere(0, 10), 60))[0] == pytest.approx(
        100 * pi * cos(radians(60)) ** 2 * cos(radians(10)), rel=1e-3
    )


def test_maria_are_what_the_gazetteer_lists():
    assert len({mare.name for mare in MARIA}) == len(MARIA)
    assert set(LINES) < {mare.name for mare in MARIA}
    # planetarynames.wr.usgs.gov: Mare Crisium 16.18 N 59.1 E 555.92 km, Mare Tranquillitatis 8.35 N 30.83 E 875.75 km
    listed = {mare.name: (mare.lat, mare.lon, mare.diameter_km) for mare in MARIA}
    assert listed["Mare Crisium"] == (16.18, 59.10, 555.92)
    assert listed["Mare Tranquillitatis"] == (8.35, 30.83, 875.75)


@pytest.mark.parametrize(
    "mare", [mare for mare in MARIA if mare.name not in LINES], ids=lambda mare: mare.name
)
def test_a_mare_alone_is_as_wide_as_listed(mare):
    reach = np.degrees(mare.diameter_km / 2 / RADIUS_KM)
    around = np.array([on_sphere(mare.lat + d, mare.lon) for d in (0, 0.98 * reach, 1.02 * reach)]).T
    middle, inside, outside = depth_km(around, (mare,))
    assert middle == pytest.approx(mare.diameter_km / 2)
    assert inside > 0 > outside


def test_as_much_of_the_moon_is_dark_as_on_the_moon():
    # lunar maria cover about 16 % of it, 31 % of the near side (en.wikipedia.org/wiki/Lunar_mare)
    points = np.random.default_rng(11).normal(size=(3, 40_000))
    points /= np.linalg.norm(points, axis=0)
    deep = depth_km(points)
    core = COARSE.shore[1][0]
    assert (deep > core).mean() < 0.16 < (deep > COARSE.shore[0][0]).mean()
    assert (deep > core)[points[0] > 0].mean() < 0.31 < (deep > 0)[points[0] > 0].mean()


def test_long_maria_are_as_large_as_told():
    # glyphweb.com/esky/surface: Procellarum c. 2,100,000 square kilometres, Frigoris 90 to 250 km wide
    points = np.random.default_rng(12).normal(size=(3, 60_000))
    points /= np.linalg.norm(points, axis=0)
    by_name = {mare.name: mare for mare in MARIA}
    share = (depth_km(points, (by_name["Oceanus Procellarum"],)) > 0).mean()
    assert 1.7e6 < share * 4 * pi * RADIUS_KM**2 < 2.3e6
    assert all(90 <= stop.breadth_km <= 250 for stop in LINES["Mare Frigoris"])


@pytest.mark.parametrize("finish", [COARSE, FINE], ids=["coarse", "fine"])
def test_outlines_are_closed_on_the_sphere_and_have_the_dark_at_their_left(finish):
    for inset, _ in finish.shore:
        loops = outlines(inset, finish.turn_deg, finish.stretch_km, finish.least_km)
        for loop in loops:
            ends = np.array([curve[3] for curve in loop])
            assert np.linalg.norm(ends, axis=1) == pytest.approx(1, abs=0.01)
            assert [curve[0] for curve in loop] == [loop[-1][3], *(curve[3] for curve in loop[:-1])]
            assert depth_km((ends / np.linalg.norm(ends, axis=1, keepdims=True)).T) == pytest.approx(
                inset, abs=30
            )
        curve = max(loops, key=len)[0]
        left = np.cross(curve[0], np.subtract(curve[1], curve[0]))
        aside = np.array(curve[0]) + 0.05 * left / np.linalg.norm(left)
        assert depth_km((aside / np.linalg.norm(aside))[:, None])[0] > inset


@given(latitudes, longitudes, st.floats(-25, 25), st.sampled_from([6.5, 42.0, 200.0]))
@modest
def test_maria_stay_on_the_disc_from_wherever_they_are_seen(lat, lon, axis, radius):
    finish = FINE if radius > 75 else COARSE
    for shape in maria(view_of(10, 20, radius, (lat, lon), axis), finish):
        points = flat(shape.commands) if shape.commands else np.zeros((0, 2))
        assert (np.hypot(*(points - (10, 20)).T) <= radius * 1.002 + 0.1).all()


def test_the_far_side_is_nearly_without_maria():
    near, far = (
        sum(len(shape.commands) for shape in maria(view_of(0, 0, 42, (0, lon), 0), COARSE))
        for lon in (0, 180)
    )
    assert 0 < far < near / 2


def rings(parts):
    return [part for part in parts if part.stroke == "#ffffff"]


def test_a_site_is_ringed_where_it_is_and_only_where_it_is_seen():
    seen = moon_face(50, 50, 42, subearth=(0, 0), subsolar=(0, 90), axis_angle_deg=0, site=(0.67, 23.47))
    (ring,) = rings(seen)
    middle = np.array([points[-1] for _, points in ring.commands if points]).mean(axis=0)
    want = 50 + 42 * sin(radians(23.47)) * cos(radians(0.67)), 50 - 42 * sin(radians(0.67))
    assert middle == pytest.approx(want, abs=1)
    unseen = moon_face(50, 50, 42, subearth=(0, 0), subsolar=(0, 90), axis_angle_deg=0, site=(-75, 132.4))
    assert rings(unseen) == []


def test_a_day_has_half_light_between_its_two_terminators():
    # waxing: the light reaches farther west at the end of the day
    how = {"subearth": (2.0, -3.0), "axis_angle_deg": 12.0}
    day = moon_face(0, 0, 42, subsolar=(0, 90), subsolar_end=(0, 77.8), **how)
    lit = [part for part in day if part.fill == "moon-lit"]
    shares = [area_and_centre(part.commands)[0] / (pi * 42**2) for part in lit]
    assert shares[0] == pytest.approx(lit_share((2, -3), (0, 77.8)), abs=0.001)
    assert shares[1] == pytest.approx(lit_share((2, -3), (0, 90)), abs=0.001)
    back = moon_face(0, 0, 42, subsolar=(0, 77.8), subsolar_end=(0, 90), **how)
    assert back == day


@pytest.mark.parametrize("sun_lon", [-170, -90, 0, 60, 180])
def test_a_face_of_report_size_takes_about_6_kilobytes(sun_lon):
    from figures.svg import to_svg
    from figures.theme import LIGHT

    def written(parts):
        return len(to_svg(Scene(100, 100, (Group("moon", parts),)), LIGHT))

    how = {"subearth": (-6, 7), "subsolar": (0.5, sun_lon), "axis_angle_deg": -20, "site": (60, -5)}
    assert written(moon_face(350, 350, 42, **how)) - written(()) < 6200


def test_a_face_is_the_same_each_time():
    how = {"subearth": (-6, 7), "subsolar": (0.5, 40), "axis_angle_deg": -20}
    assert moon_face(50, 50, 42, **how) == moon_face(50, 50, 42, **how)


def test_the_sun_is_overhead_at_the_subsolar_point():
    row = SVS[0]
    subearth, subsolar, axis = places(row)
    view, sun = view_of(0, 0, 1, subearth, axis), on_sphere(*subsolar)
    inner = sunlit(view, sun, 89)
    x, y = view.see(sun)[0]
    assert np.hypot(*(flat(inner) - (x, y)).T).max() < 0.03
    assert asin(dot(sun, view.out)) == pytest.approx(asin(2 * row[1] / 100 - 1), abs=0.001)
    assert hypot(x, y) < 1
