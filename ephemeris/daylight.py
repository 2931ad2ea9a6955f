"""The sunrise and the sunset that bound the lunar day or night of each time, each over a site of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.days import POLAR_DEG, SunTimes, sun_times
from ephemeris.kernel import Kernel
from ephemeris.scales import Floats, Instants
from ephemeris.search import roots
from ephemeris.site import site
from ephemeris.site_ranges import DAY_US, Rows, parts

REACH_DAYS: Final = 18.0  # no day or night up to 80 degrees of latitude is longer than 16.4
STEP_DAYS: Final = 2.0  # none is shorter than 13.1
TOLERANCE_US: Final = 1000.0


def day_or_night(
    kernel: Kernel, times: Instants, latitude: Floats, longitude: Floats
) -> tuple[Instants, Instants, npt.NDArray[np.bool_]]:
    """Find the sunrise and the sunset that bound each time's day or night, and where the Sun does neither."""
    rise, fall = np.full((2, len(times)), np.datetime64("NaT", "us"))
    still = np.zeros(len(times), dtype=bool)
    polar = np.abs(latitude) > POLAR_DEG
    for rows in parts(np.flatnonzero(~polar), int(2 * REACH_DAYS / STEP_DAYS) + 1):
        rise[rows], fall[rows] = _regular(kernel, times[rows], latitude[rows], longitude[rows])
    groups: dict[tuple[float, float], list[int]] = {}
    for row in np.flatnonzero(polar).tolist():
        groups.setdefault((float(latitude[row]), float(longitude[row])), []).append(row)
    for place, members in groups.items():
        around = sun_times(times[members], *place, kernel=kernel)
        up = site(times[members], *place, kernel=kernel).sun_in_view
        rise[members], fall[members] = _own_ends(around, up)
        still[members] = around.always_up | around.never_up
    return rise, fall, still


def _own_ends(around: SunTimes, up: npt.NDArray[np.bool_]) -> tuple[Instants, Instants]:
    rise = np.where(up, around.previous_sunrise, around.next_sunrise)
    return rise, np.where(up, around.next_sunset, around.previous_sunset)


def _regular(
    kernel: Kernel, times: Instants, latitude: Floats, longitude: Floats
) -> tuple[Instants, Instants]:
    """Find sunrise and sunset for many sites at once, where every lunar day has one of each."""
    low, high = (end.astype("M8[us]") for end in (kernel.start, kernel.end))
    half = int(REACH_DAYS / STEP_DAYS)
    steps = np.arange(-half, half + 1) * np.timedelta64(int(STEP_DAYS * DAY_US), "us")
    grid = np.clip(times[:, None] + steps, low, high)

    def up_by(when: Instants, rows: Rows) -> Floats:
        sky = site(when, latitude[rows], longitude[rows], kernel=kernel)
        return sky.sun_elevation_deg + sky.sun_radius_deg

    each = np.arange(len(times))
    up = up_by(grid, each[:, None]) >= 0.0
    now = up[:, half]
    changed = up != now[:, None]
    after, before = changed[:, half:], changed[:, half::-1]
    ends = np.full((2, len(times)), np.datetime64("NaT", "us"))
    for side, (flags, way) in enumerate(((before, -1), (after, 1))):
        rows = np.flatnonzero(flags.any(axis=1))
        far = half + way * flags[rows].argmax(axis=1)
        near, beyond = grid[rows, far - way], grid[rows, far]
        ends[side, rows] = _solved(up_by, np.minimum(near, beyond), np.maximum(near, beyond), rows)
    return np.where(now, ends[0], ends[1]), np.where(now, ends[1], ends[0])


def _solved(
    up_by: Callable[[Instants, Rows], Floats], first: Instants, last: Instants, rows: Rows
) -> Instants:
    """Find when the Sun rises or sets within each bracket; they are laid end to end to be solved as one."""
    pitch = 2.0 * STEP_DAYS * DAY_US
    starts: Floats = np.arange(len(rows), dtype=np.float64) * pitch

    def value(us: Floats) -> Floats:
        which = np.floor(us / pitch).astype(np.intp)
        return up_by(_later(first[which], us - starts[which]), rows[which])

    lengths = (last - first) / np.timedelta64(1, "us")
    return _later(first, roots(value, starts, starts + lengths, TOLERANCE_US) - starts)


def _later(times: Instants, us: Floats) -> Instants:
    return np.asarray(times + np.rint(us).astype("m8[us]"))
