from __future__ import annotations

import numpy as np
import pytest

from ephemeris.horizon import Horizon, checked_site, load_horizon


def test_a_horizon_is_read_in_any_order_and_joined_round_the_circle(tmp_path):
    file = tmp_path / "mask.csv"
    file.write_text("azimuth_deg,elevation_deg\n# from a map\n\n270, 4\n0,0\n90,2.0\n", encoding="utf-8")
    mask = load_horizon(file)
    assert mask.azimuth_deg.tolist() == [0.0, 90.0, 270.0]
    assert mask.height([0.0, 45.0, 180.0, 315.0, 360.0, 405.0]).tolist() == [0.0, 1.0, 3.0, 2.0, 0.0, 1.0]
    assert float(mask.height(90.0)) == 2.0


def test_one_line_is_a_horizon_of_one_height(tmp_path):
    file = tmp_path / "mask.csv"
    file.write_text("360,1.5\n", encoding="utf-8")
    assert load_horizon(file).height(np.arange(0.0, 360.0, 60.0)).tolist() == [1.5] * 6


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no horizon in it; give lines of azimuth,elevation"),
        ("azimuth,elevation\n", "no horizon in it"),
        ("0,1\nten,2\n", "mask.csv:2: not two numbers: ten,2"),
        ("0,1,2\n10,2,3\n", "mask.csv:2: not two numbers: 10,2,3"),
        ("0,1\n370,2\n", "mask.csv:2: azimuth 370 is not within 0 to 360"),
        ("0,1\n10,91\n", "mask.csv:2: elevation 91 is not within -90 to 90"),
        ("0,nan\n", "elevation nan is not within"),
        ("0,1\n360,2\n", "mask.csv:2: azimuth 0 is there twice"),
    ],
)
def test_what_is_no_horizon_is_refused_with_its_line(tmp_path, text, message):
    file = tmp_path / "mask.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        load_horizon(file)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_horizon(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("latitude", "longitude", "message"),
    [
        (90.1, 0.0, "latitude 90.1 is not within -90 to 90 degrees"),
        (np.nan, 0.0, "latitude nan is not within"),
        ([0.0, -91.0], 0.0, "latitude -91 is not"),
        (0.0, 361.0, "longitude 361 is not within -360 to 360 degrees"),
        (0.0, np.inf, "longitude inf is not"),
    ],
)
def test_a_place_is_on_the_globe(latitude, longitude, message):
    with pytest.raises(ValueError, match=message):
        checked_site(latitude, longitude)


def test_heights_are_a_function_of_the_mask_only():
    mask = Horizon(np.array([10.0, 350.0]), np.array([2.0, 4.0]))
    assert mask.height(0.0) == pytest.approx(3.0)
