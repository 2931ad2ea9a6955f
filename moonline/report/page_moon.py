"""The Moon for a page's playhead: a table of its states that a script interpolates, and how far off that is.

Sub-Earth and sub-solar point and the axis angle say all that is seen: phase, lit share and the light's tilt follow
from them. The script runs a polynomial of degree 5 through six neighbours of each column.
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
MOST_STATES = (
    10_000  # 55 years every other day; a longer stretch has coarser steps, and says how far they are off
)
FINEST_DAYS, COARSE_DAYS, COARSEST_DAYS = 0.25, 2.0, 3.0
TURN = 65536 / 360  # an angle as 16 bits of a turn: 0.0055 degrees a step
STRIDES = (1, 1, 1, 4, 4)  # the Sun moves evenly over the Moon: every fourth state of its columns is enough
HALO = 3 * max(STRIDES)  # states before the first and after the last instant, for the polynomial


@dataclass(frozen=True, slots=True)
class MoonTable:
    """States at even steps from `start_us`, a column for each angle: 16 bits each, little-endian, base64.

    The columns are sub-Earth longitude and latitude, the axis angle, sub-solar longitude and latitude; the last two
    have every fourth state. `angle_deg` and `lit` are the greatest errors measured half way between states: of the
    angles, and of the lit share, 0 to 1.
    """

    start_us: int
    step_us: int
    count: int
    columns: tuple[str, ...]
    angle_deg: float
    lit: float

    def record(self) -> dict[str, Any]:
        """Return the table as the script reads it, times in milliseconds."""
        return {
            "start": self.start_us / 1000,
            "step": self.step_us / 1000,
            "count": self.count,
            "columns": [list(pair) for pair in zip(STRIDES, self.columns, strict=True)],
        }


def find_moon_table(start_us: int, end_us: int) -> MoonTable | None:
    """Return the Moon's states over a stretch of time, as far as the kernel covers it; None where it covers none."""
    import numpy as np

    from ephemeris.kernel import load_kernel

    kernel = load_kernel()
    first, last = (int(end.astype("M8[us]").astype(np.int64)) for end in (kernel.start, kernel.end))
    step, widest = _step_us(end_us - start_us), max(STRIDES)
    start, end = max(start_us - HALO * step, first), min(end_us + HALO * step, last)
    count = -(-(end - start) // (step * widest)) * widest + 1
    while count > 1 and start + (count - 1) * step > last:
        count -= widest
    if count < 6 * widest:
        return None
    times = start + step * np.arange(count, dtype=np.int64)
    states = _states(times)
    table = [_quantised(column[::stride]) for column, stride in zip(states, STRIDES, strict=True)]
    angle, lit = _errors(table, times, step)
    packed = tuple(b64encode(column.astype("<u2").tobytes()).decode() for column in table)
    return MoonTable(start, step, int(count), packed, angle, lit)


def _step_us(span_us: int) -> int:
    span = span_us / DAY_US
    days = min(max(span / 400, FINEST_DAYS), COARSE_DAYS)
    days = min(max(days, span / MOST_STATES), COARSEST_DAYS)
    return int(round(days * 24) * DAY_US // 24)


def _states(times: npt.NDArray[np.int64]) -> Floats:
    """Return the columns, in degrees."""
    import numpy as np

    from ephemeris.moon import moon

    seen = moon(times.astype("M8[us]"))
    return np.array(
        [
            seen.subearth_longitude_deg,
            seen.subearth_latitude_deg,
            seen.axis_angle_deg,
            seen.subsolar_longitude_deg,
            seen.subsolar_latitude_deg,
        ]
    )


def _quantised(column: Floats) -> npt.NDArray[np.int64]:
    import numpy as np

    return np.rint(column * TURN).astype(np.int64) % 65536


def _interpolated(column: npt.NDArray[np.int64], at: Floats) -> Floats:
    """Return a column at places counted in its own states, by Lagrange's polynomial as the script runs it."""
    import numpy as np

    values = np.unwrap(column / TURN, period=360.0)
    first = np.clip(np.floor(at).astype(np.int64) - 2, 0, len(values) - 6)
    u, found = at - first, np.zeros_like(at)
    for i in range(6):
        weight = np.prod([(u - j) / (i - j) for j in range(6) if j != i], axis=0)
        found += weight * values[first + i]
    return np.asarray(found)


def _errors(
    table: list[npt.NDArray[np.int64]], times: npt.NDArray[np.int64], step: int
) -> tuple[float, float]:
    """Measure the interpolation half way between states, but for those before the first and after the last instant."""
    import numpy as np

    places = np.arange(HALO, len(times) - HALO) + 0.5
    between = np.array([_interpolated(c, places / stride) for c, stride in zip(table, STRIDES, strict=True)])
    true = _states(times[HALO : len(times) - HALO] + step // 2)
    off = np.abs((between - true + 180.0) % 360.0 - 180.0)
    lit = np.abs(_lit(between) - _lit(true))
    return float(off.max()), float(lit.max())


def _lit(states: Floats) -> Floats:
    import numpy as np

    lon, lat, _, sun_lon, sun_lat = np.radians(states)
    cosine = np.sin(lat) * np.sin(sun_lat) + np.cos(lat) * np.cos(sun_lat) * np.cos(lon - sun_lon)
    return np.asarray((1 + cosine) / 2)
