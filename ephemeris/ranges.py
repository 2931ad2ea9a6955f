"""The range of what the Moon shows over an interval: true extremes, not samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ephemeris.geometry import geometry
from ephemeris.kernel import Kernel
from ephemeris.moon import in_chunks, light_at_a_glance
from ephemeris.scales import DAY_S, Floats

STEP_S: Final = 0.25 * DAY_S  # nothing here turns twice within three steps
LEAST_SAMPLES: Final = 5
# ranges are widened by this much, far below what is known, so that rounding leaves no value outside
MARGIN_DEG, MARGIN_FRACTION, MARGIN_KM = 1e-8, 1e-10, 1e-5
_FRACTION, _DISTANCE = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Least and greatest values, of shape (2, n), over n intervals, and one tilt for each.

    `phase_longitude_deg` is unwrapped: it begins within 0 to 360 and may go past 360.
    `tilt_deg` is the middle of the bright limb's angles, `tilt_swing_deg` how far they range.
    """

    phase_longitude_deg: Floats
    illuminated_fraction: Floats
    distance_km: Floats
    tilt_deg: Floats
    tilt_swing_deg: Floats


def ranges(kernel: Kernel, first_s: Floats, last_s: Floats) -> Ranges:
    """Find the ranges over closed intervals of TDB seconds since J2000, each shorter than four weeks.

    Samples at most 6 hours apart find each extreme, two parabolas mend it: the rest is below the margin.
    """
    n = len(first_s)
    found = Ranges(np.empty((2, n)), np.empty((2, n)), np.empty((2, n)), np.empty(n), np.empty(n))
    samples = np.maximum(np.ceil((last_s - first_s) / STEP_S).astype(int) + 1, LEAST_SAMPLES)
    for count in sorted(set(samples.tolist())):  # not np.unique, which imports numpy.ma
        rows = np.flatnonzero(samples == count)
        _fill(found, rows, kernel, np.linspace(first_s[rows], last_s[rows], count, axis=1))
    return found


def _fill(found: Ranges, rows: npt.NDArray[np.intp], kernel: Kernel, tdb_s: Floats) -> None:
    longitude, fraction, distance, limb = _values(kernel, tdb_s)
    begin = longitude[:, 0]
    # longitude only grows, and less than once around
    end = begin + (longitude[:, -1] - begin) % 360.0
    found.phase_longitude_deg[:, rows] = begin - MARGIN_DEG, end + MARGIN_DEG
    for row, margin, values, target in (
        (_FRACTION, MARGIN_FRACTION, fraction, found.illuminated_fraction),
        (_DISTANCE, MARGIN_KM, distance, found.distance_km),
    ):
        target[0, rows] = -_greatest(kernel, tdb_s, values, row, -1.0) - margin
        target[1, rows] = _greatest(kernel, tdb_s, values, row, 1.0) + margin
    np.clip(found.illuminated_fraction, 0.0, 1.0, out=found.illuminated_fraction)
    turned = np.unwrap(limb, axis=1, period=360.0)
    least, most = turned.min(axis=1), turned.max(axis=1)
    found.tilt_deg[rows] = (least + most) / 2.0 % 360.0
    found.tilt_swing_deg[rows] = most - least


def _values(kernel: Kernel, tdb_s: Floats) -> Floats:
    inside = np.clip(tdb_s.ravel(), kernel.start_tdb_s, kernel.end_tdb_s)
    return in_chunks(lambda part: light_at_a_glance(geometry(kernel, part)), inside).reshape(4, *tdb_s.shape)


def _greatest(kernel: Kernel, tdb_s: Floats, values: Floats, row: int, sign: float) -> Floats:
    """Find the greatest of sign times a quantity over each row of samples, refined where it turns inside."""
    signed = sign * values
    best: Floats = signed.max(axis=1)
    middle = np.clip(signed.argmax(axis=1), 1, tdb_s.shape[1] - 2)
    step = (tdb_s[:, -1] - tdb_s[:, 0]) / (tdb_s.shape[1] - 1)
    each = np.arange(len(signed))
    offset = _vertex(signed[each, middle - 1], signed[each, middle], signed[each, middle + 1])
    place = tdb_s[each, middle] + offset * step
    inner = np.flatnonzero((np.abs(offset) < 1.5) & (place > tdb_s[:, 0]) & (place < tdb_s[:, -1]))
    if not inner.size:
        return best
    near, small = place[inner], step[inner] / 16.0
    around = near[:, None] + small[:, None] * np.array([-1.0, 0.0, 1.0])
    three = sign * _values(kernel, around)[row]
    offset = np.clip(np.nan_to_num(_vertex(*three.T)), -1.0, 1.0)
    final = np.clip(near + offset * small, tdb_s[inner, 0], tdb_s[inner, -1])
    last = sign * _values(kernel, np.stack([near, final]))[row]
    best[inner] = np.maximum(best[inner], last.max(axis=0))
    return best


def _vertex(left: Floats, middle: Floats, right: Floats) -> Floats:
    """Where a parabola through three values has its top, in steps from the middle; nan where it has none."""
    bend = left - 2.0 * middle + right
    top = np.full_like(bend, np.nan)
    np.divide(0.5 * (left - right), bend, out=top, where=bend < 0.0)
    return top
