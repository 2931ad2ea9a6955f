"""How the Moon is turned: the IAU series, corrected to DE421's own librations, in the mean-Earth frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.geometry import CENTURY_S, dot
from ephemeris.scales import DAY_S, Floats

# the 13 arguments E1..E13 in degrees and degrees a day, and their amplitudes in degrees: Archinal and
# others, Report of the IAU Working Group on Cartographic Coordinates and Rotational Elements: 2015,
# doi.org/10.1007/s10569-017-9805-5, as in naif.jpl.nasa.gov/pub/naif/generic_kernels/pck/pck00011.tpc
_TERMS: Final = np.array(
    [
        # at J2000, a day, right ascension (sin), declination (cos), prime meridian (sin)
        [125.045, -0.0529921, -3.8787, 1.5419, 3.5610],
        [250.089, -0.1059842, -0.1204, 0.0239, 0.1208],
        [260.008, 13.0120009, 0.0700, -0.0278, -0.0642],
        [176.625, 13.3407154, -0.0172, 0.0068, 0.0158],
        [357.529, 0.9856003, 0.0, 0.0, 0.0252],
        [311.589, 26.4057084, 0.0072, -0.0029, -0.0066],
        [134.963, 13.0649930, 0.0, 0.0009, -0.0047],
        [276.617, 0.3287146, 0.0, 0.0, -0.0046],
        [34.226, 1.7484877, 0.0, 0.0, 0.0028],
        [15.134, -0.1589763, -0.0052, 0.0008, 0.0052],
        [119.743, 0.0036096, 0.0, 0.0, 0.0040],
        [239.961, 0.1643573, 0.0, 0.0, 0.0019],
        [25.053, 12.9590088, 0.0043, -0.0009, -0.0044],
    ]
)
_START: Final = np.radians(_TERMS[:, 0])[:, None]
_RATE: Final = np.radians(_TERMS[:, 1])[:, None]
_SINES: Final = np.ascontiguousarray(_TERMS[:, (2, 4)].T)
_IN_DEC: Final = np.flatnonzero(_TERMS[:, 3])
_COSINES: Final = _TERMS[_IN_DEC, 3]

# the mean pole, about which the correction is split into two tilts and a turn
SIN_POLE: Final = float(np.sin(np.radians(66.5392)))
COS_POLE: Final = float(np.cos(np.radians(66.5392)))


@dataclass(frozen=True, slots=True, eq=False)
class Orientation:
    """The Moon's axes at each of n times: unit vectors of shape (3, n) on the axes of the ICRF.

    `node` is where the lunar equator rises through the ICRF's, `side` is 90 degrees east of it along
    the lunar equator, `pole` is the north pole; the prime meridian stands `meridian_deg` east of `node`.
    """

    node: Floats
    side: Floats
    pole: Floats
    meridian_deg: Floats

    def latitude_longitude(self, direction: Floats) -> tuple[Floats, Floats]:
        """Selenographic latitude, and longitude -180 to 180 east-positive, in degrees of unit vectors."""
        latitude = np.degrees(np.arcsin(np.clip(dot(direction, self.pole), -1.0, 1.0)))
        east_of_node = np.degrees(np.arctan2(dot(direction, self.side), dot(direction, self.node)))
        return latitude, (east_of_node - self.meridian_deg + 180.0) % 360.0 - 180.0


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    start_s: float
    step_s: float
    degrees: Floats  # (nodes, 3)


def orientation(tdb_s: Floats) -> Orientation:
    """Give the Moon's orientation at TDB seconds since J2000, an array of shape (n,) within DE421's years.

    Mean-Earth frame of DE421. Measured against DE421's own libration angles: at most 0.00005 degrees
    from 1899-12-04 on; in the 128 days before, which the source lacks, 0.00007 by held-out spans.
    """
    ra, dec, meridian = iau_angles(tdb_s)
    tilt, by_dec, turn = correction(tdb_s)
    by_ra = tilt / COS_POLE
    ra, dec = np.radians(ra + by_ra), np.radians(dec + by_dec)
    sin_ra, cos_ra, sin_dec, cos_dec = np.sin(ra), np.cos(ra), np.sin(dec), np.cos(dec)
    return Orientation(
        node=np.stack([-sin_ra, cos_ra, np.zeros_like(ra)]),
        side=np.stack([-sin_dec * cos_ra, -sin_dec * sin_ra, cos_dec]),
        pole=np.stack([cos_dec * cos_ra, cos_dec * sin_ra, sin_dec]),
        meridian_deg=meridian + turn - by_ra * SIN_POLE,
    )


def iau_angles(tdb_s: Floats) -> Floats:
    """Give the IAU's right ascension and declination of the pole, and prime meridian, in degrees, (3, n)."""
    days = tdb_s / DAY_S
    centuries = tdb_s / CENTURY_S
    arguments = _START + _RATE * days
    by_ra, by_meridian = _SINES @ np.sin(arguments)
    by_dec = _COSINES @ np.cos(arguments[_IN_DEC])
    return np.stack(
        [
            269.9949 + 0.0031 * centuries + by_ra,
            66.5392 + 0.0130 * centuries + by_dec,
            38.3213 + (13.17635815 - 1.4e-12 * days) * days + by_meridian,
        ]
    )


def correction(tdb_s: Floats) -> Floats:
    """DE421 minus the IAU series in degrees, shape (3, n): two tilts of the pole, and the turn about it.

    Cubic Lagrange interpolation in the table that scripts/build_librations.py makes.
    """
    table = _table()
    place = (tdb_s - table.start_s) / table.step_s
    node = np.floor(place)
    f = place - node
    first = node.astype(np.intp) - 1
    weights = (
        -f * (f - 1.0) * (f - 2.0) / 6.0,
        (f * f - 1.0) * (f - 2.0) / 2.0,
        -f * (f + 1.0) * (f - 2.0) / 2.0,
        f * (f * f - 1.0) / 6.0,
    )
    total: npt.NDArray[np.float64] = np.zeros((3, len(f)))
    for k, weight in enumerate(weights):
        total += table.degrees.take(first + k, axis=0).T * weight
    return total


@lru_cache(maxsize=1)
def _table() -> _Table:
    with np.load(Path(__file__).with_name("librations.npz")) as data:
        degrees = data["difference"] * data["unit_deg"]
        return _Table(float(data["start_s"]), float(data["step_s"]), degrees)
