"""The horizon around a site on the Moon, and what makes a place a place."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ephemeris.scales import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """How high the terrain stands around a site: elevations at rising azimuths, straight between them.

    Azimuths from north through east, 0 to below 360; elevations -90 to 90; both in degrees. The last is
    joined to the first.
    """

    azimuth_deg: Floats
    elevation_deg: Floats

    def height(self, azimuth_deg: npt.ArrayLike) -> Floats:
        """Give the horizon's elevation in degrees at each azimuth."""
        azimuth = np.asarray(azimuth_deg, dtype=np.float64)
        return np.asarray(np.interp(azimuth, self.azimuth_deg, self.elevation_deg, period=360.0))[()]


def load_horizon(path: str | Path) -> Horizon:
    """Load a horizon from a CSV of azimuth and elevation in degrees, a pair a line, in any order.

    A first line that holds no numbers is a heading; empty lines and lines that begin with # are skipped.
    Raises ValueError, with the line, for anything else, and OSError where there is no such file.
    """
    where = Path(path)
    pairs: dict[float, float] = {}
    with where.open(newline="", encoding="utf-8-sig") as file:
        for number, row in enumerate(csv.reader(file), 1):
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
                continue
            pair = _numbers(row)
            if pair is None and not pairs and number == 1:
                continue
            azimuth = _checked_pair(pair, f"{where}:{number}", row)
            if azimuth in pairs:
                raise ValueError(f"{where}:{number}: azimuth {azimuth:g} is there twice; leave one out")
            pairs[azimuth] = pair[1] if pair is not None else 0.0
    if not pairs:
        raise ValueError(f"{where}: no horizon in it; give lines of azimuth,elevation in degrees")
    azimuths = np.array(sorted(pairs))
    return Horizon(azimuths, np.array([pairs[azimuth] for azimuth in azimuths]))


def _numbers(row: list[str]) -> tuple[float, float] | None:
    try:
        azimuth, elevation = (float(cell) for cell in row)
    except ValueError:
        return None
    return azimuth, elevation


def _checked_pair(pair: tuple[float, float] | None, where: str, row: list[str]) -> float:
    if pair is None:
        raise ValueError(f"{where}: not two numbers: {','.join(row)}; give azimuth,elevation in degrees")
    azimuth, elevation = pair
    if not 0.0 <= azimuth <= 360.0:
        raise ValueError(f"{where}: azimuth {azimuth:g} is not within 0 to 360 degrees")
    if not -90.0 <= elevation <= 90.0:
        raise ValueError(f"{where}: elevation {elevation:g} is not within -90 to 90 degrees")
    return azimuth % 360.0


def checked_site(latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Give a latitude and a longitude as arrays; raises ValueError where they are on no globe."""
    latitude = _within(latitude_deg, 90.0, "latitude")
    return latitude, _within(longitude_deg, 360.0, "longitude")


def _within(value: npt.ArrayLike, limit: float, name: str) -> Floats:
    angle = np.asarray(value, dtype=np.float64)
    wrong = angle[~(np.abs(angle) <= limit)]  # written so that nan is wrong too
    if wrong.size:
        raise ValueError(f"{name} {wrong.flat[0]:g} is not within -{limit:g} to {limit:g} degrees")
    return angle
