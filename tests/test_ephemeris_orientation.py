from __future__ import annotations

import numpy as np

from ephemeris.geometry import dot, geometry, norm
from ephemeris.kernel import DE421_SPAN_S, load_kernel
from ephemeris.orientation import _table, correction, iau_angles, orientation
from ephemeris.scales import tdb_from_utc

SECONDS = np.random.default_rng(421).uniform(*DE421_SPAN_S, 2000)


def test_the_mean_earth_frame_is_that_of_de421():
    # https://naif.jpl.nasa.gov/pub/naif/generic_kernels/fk/satellites/moon_080317.tf, "Program output":
    # the Earth from the Moon at 2008-03-17T20:10:00 UTC in MOON_ME, km
    expected = np.array([379892.825, 33510.118, -12661.5278])
    tdb_s = np.atleast_1d(tdb_from_utc(np.datetime64("2008-03-17T20:10")))
    latitude, longitude = orientation(tdb_s).latitude_longitude(
        -geometry(load_kernel(), tdb_s).moon_from_earth
        / norm(geometry(load_kernel(), tdb_s).moon_from_earth)
    )
    expected_latitude = np.degrees(np.arcsin(expected[2] / np.linalg.norm(expected)))
    expected_longitude = np.degrees(np.arctan2(expected[1], expected[0]))
    assert abs(latitude[0] - expected_latitude) < 5e-5
    assert abs(longitude[0] - expected_longitude) < 5e-5


def test_the_iau_series_alone_is_as_far_off_as_naif_says():
    # the same file: "an amplitude of approximately 0.0051 degrees", "the average value 0.00249", 2000-2020
    seconds = np.random.default_rng(1).uniform(0.0, 20.0 * 365.25 * 86400.0, 4000)
    off = norm(correction(seconds))
    assert 0.0045 < off.max() < 0.0057
    assert abs(off.mean() - 0.00249) < 0.0004


def test_axes_are_a_right_handed_frame():
    turned = orientation(SECONDS)
    for axis in (turned.node, turned.side, turned.pole):
        assert np.allclose(norm(axis), 1.0, atol=1e-14)
    assert np.allclose(np.cross(turned.node, turned.side, axis=0), turned.pole, atol=1e-14)
    assert np.allclose(dot(turned.node, turned.pole), 0.0, atol=1e-14)


def test_the_moon_turns_13_176_degrees_a_day():
    day = np.diff(iau_angles(np.arange(0.0, 3000.0) * 86400.0)[2])
    assert abs(day.mean() - 13.17635815) < 0.002


def test_the_table_covers_the_kernel_and_the_correction_is_smooth_across_its_nodes():
    table = _table()
    last = table.start_s + table.step_s * (len(table.degrees) - 1)
    assert table.start_s + table.step_s <= DE421_SPAN_S[0]
    assert last - 2.0 * table.step_s >= DE421_SPAN_S[1]
    assert np.isfinite(correction(np.array(DE421_SPAN_S))).all()
    node = table.start_s + table.step_s * np.arange(500, 520)
    assert np.abs(correction(node + 1e-3) - correction(node - 1e-3)).max() < 1e-9
    assert np.allclose(correction(node), table.degrees[500:520].T, atol=1e-12)
