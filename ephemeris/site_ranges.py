"""The range of Sun's and Earth's elevation over sites in intervals: true extremes, not samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from ephemeris.kernel import Kernel
from ephemeris.scales import DAY_S, Floats
from ephemeris.site import site

Rows: TypeAlias = npt.NDArray[np.intp]
Microseconds: TypeAlias = npt.NDArray[np.int64]

DAY_US: Final = DAY_S * 1e6
SUN, EARTH = 0, 1
LEAST_SAMPLES: Final = 5
STEP_DAYS: Final = 1.0  # neither Sun nor Earth turns twice within three steps
MARGIN_DEG: Final = 1e-5  # ranges are widened by it, so that rounding leaves no value outside
SAMPLES_AT_ONCE: Final = 200_000  # to bound the memory


def extremes(kernel: Kernel, us: Microseconds, latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Find the least and the greatest elevation of Sun and Earth over each date, two arrays of shape (2, n)."""
    least, most = np.empty((2, 2, len(us)))
    days = (us[:, 1] - us[:, 0]) / DAY_US
    samples = np.maximum(np.ceil(days / STEP_DAYS).astype(int) + 1, LEAST_SAMPLES)
    for count in sorted(set(samples.tolist())):
        for rows in parts(np.flatnonzero(samples == count), count):
            sines = _Sines(kernel, latitude[rows], longitude[rows])
            grid = np.linspace(us[rows, 0], us[rows, 1], count, axis=1)
            values = sines(grid, np.arange(len(rows))[:, None])
            for body in (SUN, EARTH):
                least[body, rows] = -_greatest(sines, body, -1.0, grid, values[body])
                most[body, rows] = _greatest(sines, body, 1.0, grid, values[body])
    least, most = (np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))) for sine in (least, most))
    return np.maximum(least - MARGIN_DEG, -90.0), np.minimum(most + MARGIN_DEG, 90.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Sines:
    """The sines of Sun's and Earth's elevation over sites, which turn softly where elevations pass the zenith."""

    kernel: Kernel
    latitude_deg: Floats
    longitude_deg: Floats

    def __call__(self, us: Floats, rows: Rows) -> Floats:
        """Give both at times in microseconds, over the sites of these rows, of shape (2, ...)."""
        times = np.rint(us).astype(np.int64).astype("M8[us]")
        sky = site(times, self.latitude_deg[rows], self.longitude_deg[rows], kernel=self.kernel)
        return np.sin(np.radians(np.stack([sky.sun_elevation_deg, sky.earth_elevation_deg])))


def _greatest(sines: _Sines, body: int, sign: float, us: Floats, values: Floats) -> Floats:
    """Find the greatest of sign times a body's sine over each row of samples, refined where it turns between."""
    signed = sign * values
    best: Floats = signed.max(axis=1)
    middle = signed[:, 1:-1]
    tops = (middle >= signed[:, :-2]) & (middle >= signed[:, 2:])
    tops[:, [0, -1]] = True  # it may turn between an end and its neighbour
    rows, columns = np.nonzero(tops)
    columns += 1
    step = (us[:, -1] - us[:, 0])[rows] / (us.shape[1] - 1)
    offset = _vertex(*(signed[rows, columns + shift] for shift in (-1, 0, 1)))
    turns = np.abs(offset) < 1.5
    rows, columns, step, offset = rows[turns], columns[turns], step[turns], offset[turns]
    place = us[rows, columns] + offset * step
    low, high = (
        float(end.astype("M8[us]").astype(np.int64)) for end in (sines.kernel.start, sines.kernel.end)
    )
    for part in (4.0, 16.0, 64.0, 256.0):  # the Earth turns unevenly: come near step by step
        around = place + step / part * np.array([-1.0, 0.0, 1.0])[:, None]
        three = sign * sines(np.clip(around, low, high), rows)[body]
        place = place + np.clip(np.nan_to_num(_vertex(*three)), -1.0, 1.0) * step / part
    place = np.clip(place, us[rows, 0], us[rows, -1])
    np.maximum.at(best, rows, sign * sines(place, rows)[body])
    return best


def _vertex(left: Floats, middle: Floats, right: Floats) -> Floats:
    """Where a parabola through three values has its top, in steps from the middle; nan where it has none."""
    bend = left - 2.0 * middle + right
    top = np.full_like(bend, np.nan)
    np.divide(0.5 * (left - right), bend, out=top, where=bend < 0.0)
    return top


def parts(rows: Rows, samples: int) -> Sequence[Rows]:
    """Cut rows of so many samples each into parts that the memory holds."""
    if not len(rows):
        return ()
    return np.array_split(rows, len(rows) * samples // SAMPLES_AT_ONCE + 1)
