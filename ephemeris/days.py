"""Sunrise and sunset at a site on the Moon, before and after any time; near the poles never or always."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ephemeris.conditions import sun_in_view
from ephemeris.horizon import Horizon, checked_site
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.scales import Instants, Times
from ephemeris.search import Spans, find_spans

REACH_DAYS: Final = 32  # a lunar day and a little more
POLAR_REACH_DAYS: Final = 400  # a year and a little more
POLAR_DEG: Final = 80.0


@dataclass(frozen=True, slots=True, eq=False)
class SunTimes:
    """Sunrises and sunsets around times, in their shape; NaT where there is none within reach.

    `always_up` and `never_up` say that the Sun neither rises nor sets within reach, and which it is.
    """

    previous_sunrise: Instants
    previous_sunset: Instants
    next_sunrise: Instants
    next_sunset: Instants
    always_up: npt.NDArray[np.bool_]
    never_up: npt.NDArray[np.bool_]


def sun_times(
    times: Times,
    latitude_deg: float,
    longitude_deg: float,
    horizon: Horizon | None = None,
    limb: Literal["upper", "centre"] = "upper",
    kernel: Kernel | None = None,
) -> SunTimes:
    """Find the sunrises and sunsets around UTC times at a site on the Moon: at or before them, and after.

    When the upper limb (or the centre) of the Sun crosses the plane of a sphere of 1737.4 km, or a
    `horizon` given. Reach is 32 days to either side, 400 days beyond 80 degrees of latitude or with a
    horizon. Terrain moves a sunrise by an hour for each half degree, and near the poles by days.
    Raises KernelRangeError, and ValueError for a place that is none.
    """
    kernel = kernel or load_kernel()
    checked_site(latitude_deg, longitude_deg)
    kernel.tdb_from(times)
    condition = sun_in_view(latitude_deg, longitude_deg, horizon, limb, kernel)
    far = abs(latitude_deg) > POLAR_DEG or horizon is not None
    reach = np.timedelta64(POLAR_REACH_DAYS if far else REACH_DAYS, "D")
    flat = np.atleast_1d(np.asarray(times)).ravel().astype("M8[us]")
    if not flat.size:
        return SunTimes(*(flat,) * 4, *(np.zeros(0, dtype=bool),) * 2)
    windows = _windows(flat, reach, kernel)
    lit = find_spans(condition, windows.starts[0], windows.ends[-1], within=windows)
    rises = lit.starts[~np.isin(lit.starts, windows.starts)]
    sets = lit.ends[~np.isin(lit.ends, windows.ends)]
    columns = [_last(rises, flat, reach), _last(sets, flat, reach)]
    columns += [_next(rises, flat, reach), _next(sets, flat, reach)]
    still = np.isnat(np.stack(columns)).all(axis=0)
    place = np.searchsorted(lit.starts, flat, side="right") - 1
    up = (place >= 0) & (lit.ends[place] >= flat) if len(lit) else np.zeros(flat.shape, dtype=bool)
    shape = np.shape(times)
    return SunTimes(*(each.reshape(shape)[()] for each in (*columns, still & up, still & ~up)))


def _windows(times: Instants, reach: np.timedelta64, kernel: Kernel) -> Spans:
    """Where to look: within reach of the times and the kernel, joined where they touch."""
    ordered = np.sort(times)
    starts = np.maximum(ordered - reach, kernel.start.astype("M8[us]"))
    ends = np.minimum(ordered + reach, kernel.end.astype("M8[us]"))
    apart = starts[1:] > ends[:-1]
    return Spans(starts[np.append(True, apart)], ends[np.append(apart, True)])


def _last(events: Instants, times: Instants, reach: np.timedelta64) -> Instants:
    padded = np.append(np.datetime64("NaT", "us"), events)
    found = padded[np.searchsorted(events, times, side="right")]
    return np.where(times - found <= reach, found, np.datetime64("NaT", "us"))


def _next(events: Instants, times: Instants, reach: np.timedelta64) -> Instants:
    padded = np.append(events, np.datetime64("NaT", "us"))
    found = padded[np.searchsorted(events, times, side="right")]
    return np.where(found - times <= reach, found, np.datetime64("NaT", "us"))
