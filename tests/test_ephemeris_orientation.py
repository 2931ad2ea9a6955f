from __future__ import annotations

import numpy as np

from ephemeris.geometry import dot, geometry, norm
from ephemeris.kernel import DE421_SPAN_S, load_kernel
from ephemeris.orientation import _table, correction, iau_angles, orientation
from ephemeris.scales import tdb_from_utc

SECONDS = np.random.default_rng(421).uniform(*DE421_SPAN_S, 2000)


# libration angles of the Python package de421 2008.1 (JPL's DE421), turned into the mean-Earth frame
# as scripts/build_librations.py does: Julian day (TDB), right ascension and declination of the pole, and
# prime meridian, in degrees
DE421 = np.array(
    [
        [2414992.50, 273.775770, 66.323450, 86.003511],
        [2417802.14, 266.549067, 65.888869, 33.458693],
        [2420611.79, 272.297864, 67.804340, 329.167186],
        [2423421.43, 269.753292, 65.002859, 272.306332],
        [2426231.08, 268.087405, 67.910519, 214.790673],
        [2429040.72, 273.228388, 65.697250, 150.925768],
        [2431850.37, 266.091425, 66.520076, 98.426291],
        [2434660.02, 273.523157, 67.312138, 32.506085],
        [2437469.66, 268.210865, 65.177505, 338.242563],
        [2440279.30, 269.822209, 68.136070, 277.606120],
        [2443088.95, 272.018985, 65.238902, 216.507496],
        [2445898.60, 266.326298, 67.209085, 162.709911],
        [2448708.24, 273.913887, 66.642076, 96.582122],
        [2451517.88, 266.913578, 65.608178, 43.786956],
        [2454327.53, 271.640926, 67.982928, 340.391192],
        [2457137.17, 270.511494, 65.021507, 282.314256],
        [2459946.82, 267.452291, 67.758192, 226.048541],
        [2462756.47, 273.579079, 66.002502, 161.355806],
        [2465566.11, 266.253142, 66.236789, 108.937730],
        [2468375.76, 272.967973, 67.574263, 43.704136],
        [2471184.50, 268.961902, 65.105813, 336.326184],
    ]
)


def test_the_pole_and_the_meridian_are_those_of_de421_over_the_whole_kernel():
    tdb_s = (DE421[:, 0] - 2451545.0) * 86400.0
    turned = orientation(tdb_s)
    ra = np.degrees(np.arctan2(turned.pole[1], turned.pole[0]))
    dec = np.degrees(np.arcsin(turned.pole[2]))
    error = np.array([ra, dec, turned.meridian_deg]) - DE421[:, 1:].T
    error = (error + 180.0) % 360.0 - 180.0
    # of the pole on the sphere, and of the turn about it
    error[2] += error[0] * np.sin(np.radians(dec))
    error[0] *= np.cos(np.radians(dec))
    assert np.abs(error).max() < 0.0002
    assert np.abs(error).max() < 0.00006  # what is measured against the whole of it, and its rounding


def test_the_mean_earth_frame_is_that_of_de421():
    # https://naif.jpl.nasa.gov/pub/naif/generic_kernels/fk/satellites/moon_080317.tf, "Program output":
    # the Earth from the Moon at 2008-03-17T20:10:00 UTC in MOON_ME, km
    expected = np.array([379892.825, 33510.118, -12661.5278])
    tdb_s = np.atleast_1d(tdb_from_utc(np.datetime64("2008-03-17T20:10")))
    latitude, longitude = orientation(tdb_s).latitude_longitude(
        -geometry(load_kernel(), tdb_s).moon_from_earth / norm(geometry(load_kernel(), tdb_s).moon_from_earth)
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
