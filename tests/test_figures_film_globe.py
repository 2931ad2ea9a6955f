import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.film.albedo import BRIGHT, REACH, albedo_map
from figures.film.globe import Globe, face_of
from figures.film.raster import rgb_of
from figures.maria import MARIA, on_sphere
from figures.moonmap import view_of
from figures.theme import DARK, LIGHT

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
GLOBE = Globe(80, DARK)
PLACES = ((16.18, 59.10), (34.72, -14.91), (-43.31, -11.36), (60.5, -4.6), (0.0, 0.0))


def turn(degrees):
    return np.cos(np.radians(degrees)), np.sin(np.radians(degrees))


def face(row):
    _, lit, sun_lon, sun_lat, earth_lon, earth_lat, axis = row
    return face_of(on_sphere(earth_lat, earth_lon), on_sphere(sun_lat, sun_lon), turn(axis), lit / 100)


def full(lat=0.0, lon=0.0, axis=0.0):
    return face_of(on_sphere(lat, lon), on_sphere(lat, lon), turn(axis))


def brightness(pixels):
    return pixels.astype(int).sum(axis=2) / 3


def painted(globe, face):
    return globe.colours.rgb_of(globe.paint(face))


def disc(globe):
    rows, columns = np.mgrid[: globe.side, : globe.side] + 0.5 - globe.side / 2
    return np.hypot(rows, columns) / globe.radius, columns / globe.radius, -rows / globe.radius


@each_row
@pytest.mark.parametrize("place", PLACES)
def test_a_place_stands_where_the_drawn_face_has_it(row, place):
    _, _, _, _, lon, lat, axis = row
    (x, y), height = view_of(0, 0, 1, (lat, lon), axis).see(on_sphere(*place))
    assert face(row).see(on_sphere(*place)) == pytest.approx((x, -y, height), abs=1e-12)


@each_row
def test_as_much_of_the_disc_is_light_as_nasa_says(row):
    apart, _, _ = disc(GLOBE)
    pixels = brightness(painted(GLOBE, face(row)))
    inside = apart < 0.99
    night = np.percentile(pixels[inside], 1) if row[1] < 90 else 0
    day = (pixels > 2 * night)[inside].mean()
    assert 100 * day == pytest.approx(row[1], abs=1.6)


def test_the_sun_from_the_right_lights_the_right():
    pixels = brightness(painted(GLOBE, face_of((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0), 0.5)))
    half = GLOBE.side // 2
    assert pixels[:, half:].mean() > 3 * pixels[:, :half].mean()


def test_the_axis_leans_to_the_left_with_a_positive_angle():
    right, up, _ = full(axis=20.0).see((0.0, 0.0, 1.0))
    assert right < 0 < up


@pytest.mark.parametrize("libration", [(0.0, 0.0), (6.6, 7.9), (-6.8, -7.3)])
def test_maria_are_darker_than_what_is_around_them(libration):
    turned = full(*libration)
    pixels = brightness(painted(GLOBE, turned))

    def seen(lat, lon):
        right, up, _ = turned.see(on_sphere(lat, lon))
        row, column = (round(GLOBE.side / 2 + GLOBE.radius * each - 0.5) for each in (-up, right))
        return pixels[row, column]

    for name in ("Mare Crisium", "Mare Serenitatis", "Mare Imbrium", "Mare Humorum"):
        mare = next(each for each in MARIA if each.name == name)
        assert seen(mare.lat, mare.lon) < 0.8 * seen(-20, 10)
    assert seen(BRIGHT[0].lat, BRIGHT[0].lon) > seen(-52, 40)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_outside_is_paper_and_the_limb_is_smooth(theme):
    globe = Globe(60.5, theme)
    pixels, (apart, _, _) = painted(globe, full()), disc(globe)
    paper = rgb_of(theme.colour("paper"))
    assert (pixels[apart > 1 + 0.51 / globe.radius] == paper).all()
    edge = brightness(pixels)[np.abs(apart - 1) < 0.5 / globe.radius]
    assert len(np.unique(np.round(edge))) > 20


def test_a_mean_over_a_month_is_lit_from_nowhere():
    blurred = brightness(painted(GLOBE, face_of((1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (1.0, 0.0), 0.5)))
    dark = brightness(painted(GLOBE, face_of((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (1.0, 0.0), 0.0)))
    lit = brightness(painted(GLOBE, full()))
    middle = slice(GLOBE.side // 4, -GLOBE.side // 4)
    assert (
        dark[middle, middle].mean() < 0.6 * blurred[middle, middle].mean() < 0.6 * lit[middle, middle].mean()
    )


def test_a_mean_over_little_time_is_nearly_the_instant():
    instant = painted(GLOBE, face_of((1.0, 0.0, 0.0), (0.6, 0.8, 0.0), (1.0, 0.0)))
    short = painted(GLOBE, face_of((1.0, 0.0, 0.0), (0.5999, 0.7999, 0.0), (1.0, 0.0)))
    assert np.abs(brightness(instant) - brightness(short)).mean() < 1


def test_earthshine_grows_as_the_moon_wanes():
    def night(fraction):
        return brightness(
            painted(GLOBE, face_of((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (1.0, 0.0), fraction))
        ).mean()

    assert night(0.0) > night(1.0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, len(SVS) - 1), min_size=2, max_size=4))
def test_a_face_is_the_same_whatever_was_painted_before(order):
    fresh = {number: painted(Globe(24, DARK), face(SVS[number])) for number in set(order)}
    globe = Globe(24, DARK)
    for number in order:
        assert np.array_equal(painted(globe, face(SVS[number])), fresh[number])


@pytest.mark.parametrize("side", [200, 513])
def test_the_map_of_the_ground_holds_shares_on_all_that_librations_show(side):
    found = albedo_map(side, 128)
    assert found.shape == (side, side)
    assert found.dtype == np.uint8
    assert 0 <= found.min() < 76 < 114 < found.max() <= 127
    assert np.degrees(2 * np.arctan(REACH)) > 90 + 10.5  # 7.9 and 6.9 degrees of libration at once
