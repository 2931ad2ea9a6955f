"""The Moon for a page's playhead: a table of its states that a script interpolates, and how far off that is.

Sub-Earth and sub-solar point, axis angle and distance say all that is seen: phase, lit share and the light's
tilt follow from them. The script runs a polynomial of degree 5 through six neighbours of the table.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

DAY_US = 86_400_000_000
MOST_STATES = 8000  # 2.7 characters for each of six columns: 128 KB at the most
FINEST_DAYS, COARSEST_DAYS = 0.25, 2.0
TURN = 65536 / 360  # an angle as 16 bits of a turn: 0.0055 degrees a step
NEAREST_KM, KM_STEP = 340_000.0, 2.0
HALO = 3  # states before the first and after the last instant, for the polynomial


@dataclass(frozen=True, slots=True)
class MoonTable:
    """States at even steps from `start_us`: columns of 16 bits, little-endian, base64.

    `angle_deg` and `lit` are the greatest errors measured half way between states: of the directions to Earth and
    Sun and of the axis in degrees, and of the lit share, 0 to 1.
    """

    start_us: int
    step_us: int
    count: int
    columns: str
    angle_deg: float
    lit: float

    def record(self) -> dict[str, Any]:
        """Return the table as the script reads it, times in milliseconds."""
        return {
            "start": self.start_us / 1000,
            "step": self.step_us / 1000,
            "count": self.count,
            "columns": self.columns,
        }


def find_moon_table(start_us: int, end_us: int) -> MoonTable | None:
    """Return the Moon's states over a stretch of time, as far as the kernel covers it; None where it covers none."""
    import numpy as np

    from ephemeris.kernel import load_kernel

    kernel = load_kernel()
    first, last = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    step = _step_us(end_us - start_us)
    start, end = max(start_us - HALO * step, first), min(end_us + HALO * step, last)
    count = (end - start) // step + 1
    if count < 2 * HALO:
        return None
    times = start + step * np.arange(count, dtype=np.int64)
    table = _quantised(_states(times))
    angle, lit = _errors(table, times, step)
    packed = table.astype("<u2").tobytes()
    return MoonTable(start, step, int(count), b64encode(packed).decode(), angle, lit)


def _step_us(span_us: int) -> int:
    days = min(max(span_us / DAY_US / 400, FINEST_DAYS), COARSEST_DAYS)
    if span_us / DAY_US / days > MOST_STATES:
        days = span_us / DAY_US / MOST_STATES
    return round(days * 24) * DAY_US // 24


def _states(times: npt.NDArray[np.int64]) -> Floats:
    """Return the six columns: sub-Earth longitude and latitude, sub-solar ones, axis angle, distance."""
    import numpy as np

    from ephemeris.moon import moon

    seen = moon(times.astype("M8[us]"))
    return np.array(
        [
            seen.subearth_longitude_deg,
            seen.subearth_latitude_deg,
            seen.subsolar_longitude_deg,
            seen.subsolar_latitude_deg,
            seen.axis_angle_deg,
            seen.distance_km,
        ]
    )


def _quantised(states: Floats) -> npt.NDArray[np.int64]:
    import numpy as np

    angles = np.rint(states[:5] * TURN).astype(np.int64) % 65536
    km = np.rint((states[5:] - NEAREST_KM) / KM_STEP).astype(np.int64)
    return np.concatenate([angles, km])


def _errors(table: npt.NDArray[np.int64], times: npt.NDArray[np.int64], step: int) -> tuple[float, float]:
    """Measure the interpolation half way between all states but the outermost."""
    import numpy as np

    angles = np.unwrap(table[:5] / TURN, period=360.0)
    weights = np.array([3, -25, 150, 150, -25, 3]) / 256  # Lagrange's, at the middle of six
    n = table.shape[1]
    between = sum(w * angles[:, k : n - 5 + k] for k, w in enumerate(weights))
    true = _states(times[2 : n - 3] + step // 2)
    off = np.abs((between - true[:5] + 180.0) % 360.0 - 180.0)
    lit = np.abs(_lit(*between[:4]) - _lit(*true[:4]))
    return float(off.max()), float(lit.max())


def _lit(lon: Floats, lat: Floats, sun_lon: Floats, sun_lat: Floats) -> Floats:
    import numpy as np

    lon, lat, sun_lon, sun_lat = (np.radians(each) for each in (lon, lat, sun_lon, sun_lat))
    cosine = np.sin(lat) * np.sin(sun_lat) + np.cos(lat) * np.cos(sun_lat) * np.cos(lon - sun_lon)
    return np.asarray((1 + cosine) / 2)
