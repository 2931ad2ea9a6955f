"""The commands `moon` and `windows`: figures of others, order, units, and errors that teach."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from moonline.cli import cli

MOON_KEYS = {
    "time",
    "phase_longitude_deg",
    "phase_angle_deg",
    "illuminated_fraction",
    "age_days",
    "lunation",
    "distance_km",
    "distance_apparent_km",
    "angular_diameter_arcsec",
    "subearth_latitude_deg",
    "subearth_longitude_deg",
    "subsolar_latitude_deg",
    "subsolar_longitude_deg",
    "colongitude_deg",
    "axis_angle_deg",
}
SITE_KEYS = {"sun_elevation_deg", "sun_azimuth_deg", "earth_elevation_deg", "earth_azimuth_deg"}
FRIGORIS = ["--lat", "60.5", "--lon", "-4.6"]


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=given)


def records(*arguments: str, given: str | None = None) -> list[dict[str, Any]]:
    done = run(*arguments, "--json", given=given)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_moon_gives_the_figures_of_nasa_for_new_years_day_2021() -> None:
    # NASA SVS, Moon Phase and Libration 2021 (svs.gsfc.nasa.gov/4874), the row of 01 Jan 2021 00:00 UT
    (found,) = records("moon", "2021-01-01T00:00Z")
    assert found.keys() >= MOON_KEYS
    assert found["time"] == "2021-01-01T00:00:00Z"
    assert 100 * found["illuminated_fraction"] == pytest.approx(96.30, abs=0.006)
    assert found["age_days"] == pytest.approx(17.322, abs=0.0006)
    assert found["angular_diameter_arcsec"] == pytest.approx(1854.6, abs=0.1)
    assert found["distance_apparent_km"] == pytest.approx(386460, abs=1)
    assert found["subsolar_longitude_deg"] == pytest.approx(-27.058, abs=0.0006)
    assert found["subsolar_latitude_deg"] == pytest.approx(-0.567, abs=0.0006)
    assert found["subearth_longitude_deg"] == pytest.approx(-5.232, abs=0.0006)
    assert found["subearth_latitude_deg"] == pytest.approx(-4.624, abs=0.0006)
    assert found["axis_angle_deg"] == pytest.approx(14.540, abs=0.0006)


def test_a_site_has_its_sun_and_earth() -> None:
    # Apollo Lunar Surface Journal: the Sun stood at 10.65 degrees when Eagle landed, stated to half a degree
    (found,) = records("moon", "1969-07-20T20:17:39Z", "--lat", "0.6875", "--lon", "23.4333")
    assert found.keys() >= MOON_KEYS | SITE_KEYS
    assert found["sun_elevation_deg"] == pytest.approx(10.65, abs=0.1)
    assert found["sun_azimuth_deg"] == pytest.approx(88.81, abs=0.5)


def test_times_are_read_from_standard_input_in_order() -> None:
    lines = "2025-06-05T19:17Z\n\n  2025-06-06T04:17+09:00\n1969-07-20T20:17:39Z\n"
    found = records("moon", "-", given=lines)
    assert [record["time"] for record in found] == [
        "2025-06-05T19:17:00Z",
        "2025-06-05T19:17:00Z",
        "1969-07-20T20:17:39Z",
    ]
    assert {key: found[0][key] for key in MOON_KEYS} == {key: found[1][key] for key in MOON_KEYS}


def test_stations_and_places_see_the_moon() -> None:
    (found,) = records("moon", "2025-06-05T19:17Z", "--station", "Misasa", "--station", "36.14098,138.35213")
    assert found["elevation_from_Misasa_deg"] == pytest.approx(
        found["elevation_from_36.14098,138.35213_deg"], abs=0.05
    )


def test_windows_hold_the_landing_of_mission_2_in_the_lunar_morning() -> None:
    found = records("windows", *FRIGORIS, "--sun", "1..20", "--from", "2025-06", "--to", "2025-06")
    assert all(
        record.keys() == {"start", "end", "start_sun_elevation_deg", "end_sun_elevation_deg"}
        for record in found
    )
    held = [record for record in found if record["start"] <= "2025-06-05T19:17:00Z" <= record["end"]]
    assert len(held) == 1
    assert held[0]["start_sun_elevation_deg"] == pytest.approx(1, abs=1e-3)
    assert held[0]["end_sun_elevation_deg"] == pytest.approx(20, abs=1e-3)


def test_more_conditions_leave_less() -> None:
    asked = ["windows", *FRIGORIS, "--sun", "1..20", "--from", "2025-06-01", "--to", "2025-06-30"]
    assert len(records(*asked, "--station", "New Norcia:10")) > len(records(*asked))
    assert records(*asked, "--earth", "80..") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["moon", "2060-01-01T00:00Z"], "1899-07-29 to 2053-10-08"),
        (["moon", "2025-06-05"], "2025-06-05T12:00Z"),
        (["moon", "2025-06"], "give day, time and zone"),
        (["moon", "2025-06-05T19:17"], "add Z for UTC"),
        (["moon", "2025-06-05T19:17Z", "--lat", "95", "--lon", "0"], "-90 to 90"),
        (["moon", "2025-06-05T19:17Z", "--lat", "nan", "--lon", "0"], "latitude"),
        (["moon", "2025-06-05T19:17Z", "--lat", "5"], "both --lat and --lon"),
        (["moon", "2025-06-05T19:17Z", "--station", "Goldston"], "did you mean Goldstone?"),
        (["moon", "2025-06-05T19:17Z", "--station", "95,3"], "is no place on the Earth"),
        (["moon", "2025-06-05T19:17Z", *FRIGORIS, "--horizon", "none.csv"], "none.csv"),
        (["windows", *FRIGORIS, "--sun", "5-45", "--from", "2025", "--to", "2026"], "takes LO..HI"),
        (["windows", *FRIGORIS, "--sun", "45..5", "--from", "2025", "--to", "2026"], "45"),
        (
            ["windows", *FRIGORIS, "--sun", "a..5", "--from", "2025", "--to", "2026"],
            "not a number of degrees",
        ),
        (["windows", *FRIGORIS, "--sun", "5..45", "--from", "2026", "--to", "2025"], "reversed"),
        (["windows", *FRIGORIS, "--sun", "5..45", "--from", "TBD", "--to", "2025"], "--from takes a date"),
        (["windows", *FRIGORIS, "--sun", "5..45", "--from", "2052", "--to", "2060"], "2053-10-08"),
        (["windows", *FRIGORIS, "--from", "2025", "--to", "2026"], "nothing is asked of the sky"),
    ],
)
def test_bad_input_is_answered_with_the_mend(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_line_of_a_bad_time_is_named() -> None:
    done = run("moon", "-", given="2025-06-05T19:17Z\n\nyesterday\n")
    assert done.exit_code == 1
    assert "line 3" in done.stderr


def test_what_the_clock_stands_for_is_said_where_it_matters() -> None:
    assert "UT1" in run("moon", "1969-07-20T20:17:39Z").stderr
    assert "leap second" in run("moon", "2040-01-01T00:00Z").stderr
    assert run("moon", "2001-01-01T00:00Z").stderr == ""


def test_the_caveat_on_terrain_stands_where_elevations_are_printed() -> None:
    assert "hills" in run("moon", "2025-06-05T19:17Z", *FRIGORIS).stderr
    assert "sun elevation" in run("moon", "2025-06-05T19:17Z", *FRIGORIS).stdout
