"""The DE421 kernel on this machine, mapped and not read, and the years it covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from ephemeris.scales import J2000_US, Floats, Times, tdb_from_utc

if TYPE_CHECKING:
    from jplephem.spk import SPK

J2000: Final = np.datetime64(J2000_US, "us").astype("M8[s]")
SUN, EARTH_MOON, MOON, EARTH = (0, 10), (0, 3), (3, 301), (3, 399)
DE421_SPAN_S: Final = (-3169195200.0, 1696852800.0)
"""DE421's first and last TDB second since J2000 (JD 2414864.5, 2471184.5); the librations end there too."""


class KernelRangeError(ValueError):
    """A time outside the years that the kernel knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One body's Chebyshev records: equal steps of time, each with three rows of coefficients."""

    start_s: float
    step_s: float
    records: Floats
    terms: int

    def evaluate(self, tdb_s: Floats) -> tuple[Floats, Floats]:
        """Position in km and velocity in km/s, each of shape (3, n), at TDB seconds since J2000."""
        index, offset = np.divmod(tdb_s - self.start_s, self.step_s)
        last = index >= len(self.records)  # the kernel's very last instant belongs to its last record
        index = np.where(last, len(self.records) - 1, index)
        x = 2.0 * np.where(last, self.step_s, offset) / self.step_s - 1.0
        values, slopes = _chebyshev(x, self.terms)
        rows = self.records.take(index.astype(np.intp), axis=0)[:, 2:]
        coefficients = rows.reshape(len(rows), 3, self.terms)
        position = np.einsum("nck,nk->cn", coefficients, values)
        velocity = np.einsum("nck,nk->cn", coefficients, slopes)
        velocity *= 2.0 / self.step_s
        return position, velocity


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """An SPK kernel's Sun, Moon and Earth-Moon barycentre; `start` and `end` are UTC (UT1 before 1972)."""

    path: Path
    name: str
    start: np.datetime64
    end: np.datetime64
    start_tdb_s: float
    end_tdb_s: float
    earth_moon_mass_ratio: float
    sun: Series = field(repr=False)
    barycentre: Series = field(repr=False)
    moon: Series = field(repr=False)

    @property
    def years(self) -> str:
        """The range in words, for messages: the first and the last day."""
        return f"{self.start.astype('M8[D]')} to {self.end.astype('M8[D]')} ({self.name})"

    def covers(self, tdb_s: Floats) -> npt.NDArray[np.bool_]:
        """Whether each TDB second since J2000 lies within the kernel."""
        return np.asarray((tdb_s >= self.start_tdb_s) & (tdb_s <= self.end_tdb_s))

    def tdb_from(self, times: Times) -> Floats:
        """TDB seconds since J2000 for UTC times, all of them checked; raises KernelRangeError."""
        utc = np.asarray(times)
        if utc.dtype.kind == "M" and utc.size and not np.isnat(utc).any():
            self._check(utc)
        tdb_s = tdb_from_utc(utc)
        outside = ~self.covers(tdb_s)
        if outside.any():
            raise self._error(utc[outside].flat[0])
        return tdb_s

    def _check(self, utc: npt.NDArray[np.datetime64]) -> None:
        # in whole days first: microseconds overflow on far years
        days = utc.astype("M8[D]")
        outside = (days < self.start.astype("M8[D]")) | (days > self.end.astype("M8[D]"))
        if outside.any():
            raise self._error(utc[outside].flat[0])

    def _error(self, time: np.datetime64) -> KernelRangeError:
        return KernelRangeError(
            f"the sky is known from {self.years}: {time} is outside; give a time within these years"
        )


def default_kernel_path() -> Path:
    """Where the kernel that was installed with moonline lies; raises FileNotFoundError."""
    # never skyfield_data.get_skyfield_data_path(): it warns once its Earth orientation file is old
    spec = find_spec("skyfield_data")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the kernel de421.bsp is not installed: run pip install skyfield-data")
    return Path(spec.origin).parent / "data" / "de421.bsp"


@lru_cache(maxsize=8)
def load_kernel(path: str | Path | None = None) -> Kernel:
    """Open the kernel at `path`, by default the DE421 that came with moonline: once, and mapped lazily.

    Nothing is ever downloaded. Another SPK kernel may be given if it holds the Sun, the Moon and the
    Earth-Moon barycentre as Chebyshev positions (DE421, DE430, DE440...); the years that moonline knows
    are then those that it shares with the table of lunar librations, 1899-07-29 to 2053-10-08.
    Raises FileNotFoundError where there is no such file and ValueError where it is not such a kernel.
    """
    from jplephem.spk import SPK

    where = Path(path) if path is not None else default_kernel_path()
    if not where.is_file():
        raise FileNotFoundError(f"no kernel at {where}: reinstall skyfield-data, or name another SPK file")
    try:
        # the map outlives the file
        with SPK.open(str(where)) as spk:
            series = {pair: _series(spk, pair) for pair in (SUN, EARTH_MOON, MOON, EARTH)}
    except (KeyError, ValueError) as error:
        raise ValueError(f"{where} is not a kernel of the Sun, the Earth and the Moon: {error}") from error
    return _kernel(where, series)


def _kernel(path: Path, series: dict[tuple[int, int], Series]) -> Kernel:
    starts = [s.start_s for s in series.values()]
    ends = [s.start_s + s.step_s * len(s.records) for s in series.values()]
    start, end = max(*starts, DE421_SPAN_S[0]), min(*ends, DE421_SPAN_S[1])
    # UT is 3 s ahead of TDB in 1899 and 70 s behind in 2053: within these minutes all are inside, and no
    # time scale need be loaded to say so
    first, last = (J2000 + np.timedelta64(int(tdb_s), "s") for tdb_s in (start, end))
    moon, earth = series[MOON], series[EARTH]
    return Kernel(
        path=path,
        name=path.stem.upper(),
        start=first + np.timedelta64(1, "m"),
        end=last - np.timedelta64(2, "m"),
        start_tdb_s=start,
        end_tdb_s=end,
        earth_moon_mass_ratio=float(-moon.records[0, 2] / earth.records[0, 2]),
        sun=series[SUN],
        barycentre=series[EARTH_MOON],
        moon=moon,
    )


def _series(spk: SPK, pair: tuple[int, int]) -> Series:
    segment = spk[pair]
    if segment.data_type != 2:
        raise ValueError(f"segment {pair} is of type {segment.data_type}, not Chebyshev positions")
    start, step, size, count = segment.daf.read_array(segment.end_i - 3, segment.end_i)
    records = segment.daf.map_array(segment.start_i, segment.end_i - 4).reshape(int(count), int(size))
    return Series(float(start), float(step), records, (int(size) - 2) // 3)


def _chebyshev(x: Floats, terms: int) -> tuple[Floats, Floats]:
    """Chebyshev polynomials and their derivatives at x, both of shape (n, terms)."""
    values, slopes = np.empty((terms, x.size)), np.empty((terms, x.size))
    values[0], values[1], slopes[0], slopes[1] = 1.0, x, 0.0, 1.0
    twice = 2.0 * x
    for k in range(2, terms):
        values[k] = twice * values[k - 1] - values[k - 2]
        slopes[k] = twice * slopes[k - 1] - slopes[k - 2] + 2.0 * values[k - 1]
    return np.ascontiguousarray(values.T), np.ascontiguousarray(slopes.T)
