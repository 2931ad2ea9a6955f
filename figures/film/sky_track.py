"""The sky along a film: looked up once, in a table of equal steps, and read between its rows.

The one module of the film that asks `ephemeris`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOUR_US = 3_600_000_000
STEP_US = 6 * HOUR_US
MOST_ROWS = 120_000  # 82 years at 6 hours; longer films take longer steps
EXPOSURE_S = 0.5
"""Seconds of film over which the Moon is averaged: where the film lingers nothing of it is seen, and where it
hurries through weeks the Moon turns calmly in the place of rocking."""


@dataclass(frozen=True, slots=True)
class SkyNow:
    """The Moon at a moment, or averaged over a stretch: as `ephemeris.moon` has it, in degrees and km.

    `subsolar` is a vector in the Moon's frame, of length 1 for an instant and shorter over a stretch, as the Sun
    then stands in no one place. `sun` is over each site, with its elevation and how far east (1) or west (-1).
    """

    subearth: tuple[float, float, float]
    subsolar: tuple[float, float, float]
    axis: tuple[float, float]  # cosine and sine of the axis angle
    bright_limb: tuple[float, float]
    phase: tuple[float, float]  # cosine and sine of the phase longitude
    fraction: float
    distance_km: float
    sun: tuple[tuple[float, float], ...] = ()  # (sine of the elevation, sine towards the east) at each site

    @property
    def phase_longitude_deg(self) -> float:
        """Moon minus Sun on the ecliptic, 0 new, 180 full, 0 to 360."""
        return float(np.degrees(np.arctan2(self.phase[1], self.phase[0])) % 360.0)

    def sun_elevation_deg(self, site: int) -> float:
        """How high the Sun stands over a site, -90 to 90."""
        return float(np.degrees(np.arcsin(min(max(self.sun[site][0], -1.0), 1.0))))


@dataclass(frozen=True, slots=True, eq=False)
class SkyTrack:
    """The sky from `start_us` to `end_us` (UTC since 1970), the part of the film that the kernel covers.

    Between rows 6 hours apart values lie on the cubic through the four nearest. Held against the ephemeris itself
    at 2000 instants of 2025: places on the Moon and the Sun's elevation within 0.00001 degrees, the axis angle and
    the phase longitude within 0.00005, the lit share within 0.0000004, the distance within 0.03 km, the bright limb
    within 0.05 degrees where 1 to 99 % are lit (nearer to new and full Moon it swings around in hours).
    """

    start_us: int
    end_us: int
    first_us: int
    step_us: int
    rows: Floats  # (n, fields)
    sums: Floats = field(repr=False)  # integral of the rows from the first, in steps

    def at(self, us: int) -> SkyNow | None:
        """Return the sky at a moment; None outside the years that the kernel covers."""
        if not self.start_us <= us <= self.end_us:
            return None
        return _named(_between(self.rows, (us - self.first_us) / self.step_us))

    def mean(self, first_us: int, last_us: int) -> SkyNow | None:
        """Return the mean sky of a stretch, of the moment itself where the stretch has no length."""
        first, last = max(first_us, self.start_us), min(last_us, self.end_us)
        if first > last:
            return None
        if last - first < self.step_us // 64:
            return self.at((first + last) // 2)
        low, high = ((us - self.first_us) / self.step_us for us in (first, last))
        return _named((_between(self.sums, high) - _between(self.sums, low)) / (high - low))

    def path(self, us: Floats) -> tuple[Floats, Floats]:
        """Return the phase longitude in radians and the distance in km at times, held at the ends of the table."""
        places = (np.clip(us, self.start_us, self.end_us) - self.first_us) / self.step_us
        first = np.clip(places.astype(np.int64), 1, len(self.rows) - 3)
        near = self.rows[first[:, None] + np.arange(-1, 3), 10:14]
        rows = np.einsum("nk,nkc->nc", np.stack(_weights(places - first), axis=1), near)
        return np.arctan2(rows[:, 1], rows[:, 0]), rows[:, 3]


def look_up_track(start_us: int, end_us: int, sites: Sequence[tuple[float, float]] = ()) -> SkyTrack | None:
    """Look the sky up for a stretch and for sites in (latitude, longitude); None where no year of it is known."""
    from ephemeris.kernel import load_kernel
    from ephemeris.moon import moon
    from ephemeris.site import site

    kernel = load_kernel()
    low, high = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    start, end = max(start_us, low), min(end_us, high - 1)
    if start > end:
        return None
    step = STEP_US * max(1, -(-(end - start) // (STEP_US * MOST_ROWS)))
    first = start - start % step - 2 * step
    steps = np.arange(first, end + 4 * step, step, dtype=np.int64)
    times = np.clip(steps, low, high - 1).astype("M8[us]")
    seen = moon(times)
    suns = [site(times, *place) for place in sites]
    columns = [
        *_vector(seen.subearth_latitude_deg, seen.subearth_longitude_deg),
        *_vector(seen.subsolar_latitude_deg, seen.subsolar_longitude_deg),
        *_turn(seen.axis_angle_deg),
        *_turn(seen.bright_limb_angle_deg),
        *_turn(seen.phase_longitude_deg),
        seen.illuminated_fraction,
        seen.distance_km,
    ]
    for sky in suns:
        height, around = np.radians(sky.sun_elevation_deg), np.radians(sky.sun_azimuth_deg)
        columns += [np.sin(height), np.sin(around) * np.cos(height)]
    rows = np.stack(columns, axis=1)
    return SkyTrack(start, end, first, step, rows, _integral(rows))


def _vector(lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats, Floats]:
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)


def _turn(angle_deg: Floats) -> tuple[Floats, Floats]:
    return np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))


def _integral(rows: Floats) -> Floats:
    """Return the integral from the first row to each, by the cubic through the four nearest of each step."""
    inner = np.zeros_like(rows[1:])
    inner[1:-1] = (13.0 * (rows[1:-2] + rows[2:-1]) - rows[:-3] - rows[3:]) / 24.0
    inner[0], inner[-1] = (rows[0] + rows[1]) / 2, (rows[-2] + rows[-1]) / 2
    return np.concatenate([np.zeros_like(rows[:1]), np.cumsum(inner, axis=0)])


def _between(table: Floats, place: float) -> Floats:
    """Return what a table has between its rows: Lagrange's cubic through the four nearest."""
    row = min(max(int(place), 1), len(table) - 3)
    return np.asarray(_weights(place - row)) @ table[row - 1 : row + 3]


def _weights(t: Any) -> tuple[Any, ...]:
    """Return what each of four rows weighs at t from the second, 0, to the third, 1."""
    return (
        -t * (t - 1.0) * (t - 2.0) / 6.0,
        (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0,
        -(t + 1.0) * t * (t - 2.0) / 2.0,
        (t + 1.0) * t * (t - 1.0) / 6.0,
    )


def _named(row: Floats) -> SkyNow:
    v = row.tolist()
    suns = tuple((v[k], v[k + 1]) for k in range(14, len(v), 2))
    return SkyNow(
        (v[0], v[1], v[2]), (v[3], v[4], v[5]), (v[6], v[7]), (v[8], v[9]), (v[10], v[11]), v[12], v[13], suns
    )
