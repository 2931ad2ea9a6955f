"""Where the Moon is dark: its maria as the IAU lists them, and soft outlines around them all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Vector: TypeAlias = tuple[float, float, float]
Curve: TypeAlias = tuple[Vector, Vector, Vector, Vector]
Loop: TypeAlias = tuple[Curve, ...]

SOURCE: Final = "https://planetarynames.wr.usgs.gov"
"""IAU/USGS Gazetteer of Planetary Nomenclature, in LOLA's mean-Earth frame: every centre and diameter here."""

RADIUS_KM: Final = 1737.4


@dataclass(frozen=True, slots=True)
class Feature:
    """A named feature: the latitude and east-positive longitude of its centre in degrees, its diameter in km."""

    name: str
    lat: float
    lon: float
    diameter_km: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the line along which a long mare runs: a feature's centre in degrees, the mare's breadth in km."""

    name: str
    lat: float
    lon: float
    breadth_km: float


MARIA: Final = (
    Feature("Mare Anguis", 22.43, 67.58, 145.99),
    Feature("Mare Australe", -47.77, 91.99, 996.84),
    Feature("Mare Cognitum", -10.53, -22.31, 350.01),
    Feature("Mare Crisium", 16.18, 59.10, 555.92),
    Feature("Mare Fecunditatis", -7.83, 53.67, 840.35),
    Feature("Mare Frigoris", 57.59, -0.01, 1446.41),
    Feature("Mare Humboldtianum", 56.92, 81.54, 230.78),
    Feature("Mare Humorum", -24.48, -38.57, 419.67),
    Feature("Mare Imbrium", 34.72, -14.91, 1145.53),
    Feature("Mare Ingenii", -33.25, 164.83, 282.20),
    Feature("Mare Insularum", 7.79, -30.64, 511.93),
    Feature("Mare Marginis", 12.70, 86.52, 357.63),
    Feature("Mare Moscoviense", 27.28, 148.12, 275.57),
    Feature("Mare Nectaris", -15.19, 34.60, 339.39),
    Feature("Mare Nubium", -20.59, -17.29, 714.50),
    Feature("Mare Orientale", -19.87, -94.67, 294.16),
    Feature("Mare Serenitatis", 27.29, 18.36, 674.28),
    Feature("Mare Smythii", -1.71, 87.05, 373.97),
    Feature("Mare Spumans", 1.30, 65.30, 143.13),
    Feature("Mare Tranquillitatis", 8.35, 30.83, 875.75),
    Feature("Mare Undarum", 7.49, 68.66, 244.84),
    Feature("Mare Vaporum", 13.20, 4.09, 242.46),
    Feature("Oceanus Procellarum", 20.67, -56.68, 2592.24),
    Feature("Lacus Mortis", 45.13, 27.32, 158.78),
    Feature("Lacus Somniorum", 37.56, 30.80, 424.76),
    Feature("Palus Epidemiarum", -32.00, -27.54, 300.38),
    Feature("Sinus Aestuum", 12.10, -8.34, 316.50),
    Feature("Sinus Asperitatis", -5.41, 27.49, 219.14),
    Feature("Sinus Iridum", 45.01, -31.67, 249.29),
    Feature("Sinus Medii", 1.63, 1.03, 286.67),
    Feature("Sinus Roris", 50.26, -50.86, 195.04),
    Feature("Grimaldi", -5.38, -68.36, 173.49),  # two craters whose floors are as dark as any mare
    Feature("Plato", 51.62, -9.38, 100.68),
)

LINES: Final = {
    "Mare Frigoris": (
        Stop("Harpalus", 52.73, -43.49, 120.0),
        Stop("Mare Frigoris", 57.59, -0.01, 190.0),
        Stop("Protagoras", 56.02, 7.34, 200.0),
        Stop("Galle", 55.87, 22.33, 200.0),
        Stop("Gärtner", 59.24, 34.76, 110.0),
    ),
    "Oceanus Procellarum": (
        Stop("Sinus Roris", 50.26, -50.86, 260.0),
        Stop("Mons Rümker", 40.76, -58.38, 700.0),
        Stop("Schiaparelli", 23.38, -58.82, 960.0),
        Stop("Marius", 11.90, -50.84, 1120.0),
        Stop("Flamsteed", -4.49, -44.34, 840.0),
        Stop("Letronne", -10.50, -42.49, 600.0),
    ),
}
"""The two long maria, for which one circle would be far too wide, along features that the Gazetteer has in them.

The breadths are ours: 90 to 250 km are told of Frigoris, about 2.1 million square kilometres of Procellarum
(glyphweb.com/esky/surface).
"""

BLEND_KM: Final = 60.0  # maria that come closer flow into each other, as lava did
GRID: Final = 220
BEAD_KM: Final = 60.0
_SIDES: Final = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
_WAYS: Final = {
    1: ((0, 3),), 2: ((1, 0),), 3: ((1, 3),), 4: ((2, 1),), 5: ((0, 1), (2, 3)), 6: ((2, 0),), 7: ((2, 3),),
    8: ((3, 2),), 9: ((0, 2),), 10: ((3, 0), (1, 2)), 11: ((1, 2),), 12: ((3, 1),), 13: ((0, 1),), 14: ((3, 0),),
}  # fmt: skip
"""For each cell by the corners that are inside: from which side to which the outline runs, the inside at its left."""


def on_sphere(lat_deg: float, lon_deg: float) -> Vector:
    """Return the unit vector of a place: x to latitude and longitude 0, y to 90 degrees east, z to the north pole."""
    lat, lon = radians(lat_deg), radians(lon_deg)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


@lru_cache(maxsize=16)
def outlines(inset_km: float, turn_deg: float, stretch_km: float, least_km: float) -> tuple[Loop, ...]:
    """Return closed outlines of all maria together, as cubic curves in space whose ends lie on the unit sphere.

    Each runs `inset_km` inside the edge (outside where negative), with the dark at the left as seen from above;
    a curve turns by about `turn_deg` at most and is about `stretch_km` long at most, and no outline is shorter
    than `least_km`. A straight projection of the four points of a curve is the curve's own projection.
    """
    loops = _contours(inset_km)
    return tuple(_fitted(loop, turn_deg, stretch_km) for loop in loops if _around_km(loop) >= least_km)


def depth_km(points: Floats, features: tuple[Feature, ...] = MARIA) -> Floats:
    """Return how deep inside a mare unit vectors of shape (3, n) lie, in km; negative outside."""
    import numpy as np

    total = np.zeros(points.shape[1])
    for feature in features:
        centres, radii = _beads(feature)
        apart = RADIUS_KM * np.arccos(np.clip(centres @ points, -1.0, 1.0))
        total += np.exp((radii[:, None] - apart).max(axis=0) / BLEND_KM)
    return np.asarray(BLEND_KM * np.log(np.maximum(total, 1e-300)))


def _beads(feature: Feature) -> tuple[Floats, Floats]:
    """Return the discs that a feature is made of: centres of shape (n, 3), radii in km."""
    import numpy as np

    line = LINES.get(feature.name)
    if line is None:
        return np.array([on_sphere(feature.lat, feature.lon)]), np.array([feature.diameter_km / 2])
    centres, radii = [], []
    for first, last in pairwise(line):
        ends = np.array([on_sphere(stop.lat, stop.lon) for stop in (first, last)])
        length = RADIUS_KM * float(np.arccos(ends[0] @ ends[1]))
        share = np.linspace(0.0, 1.0, max(2, int(length / BEAD_KM) + 1))[:, None]
        between = (1.0 - share) * ends[0] + share * ends[1]
        centres.append(between / np.linalg.norm(between, axis=1, keepdims=True))
        radii.append(((1.0 - share) * first.breadth_km + share * last.breadth_km)[:, 0] / 2)
    return np.concatenate(centres), np.concatenate(radii)


@lru_cache(maxsize=1)
def _field() -> tuple[Floats, Floats]:
    """Return the depth over Lambert's equal-area map of the sphere around the near side's middle, and its axis."""
    import numpy as np

    axis = np.linspace(-1.99, 1.99, GRID)
    x, y = (each.ravel() for each in np.meshgrid(axis, axis))
    return axis, depth_km(_from_map(x, y)).reshape(GRID, GRID)


def _from_map(x: Floats, y: Floats) -> Floats:
    import numpy as np

    squared = np.minimum(x * x + y * y, 3.999)
    factor = np.sqrt(1.0 - squared / 4.0)
    points = np.stack([1.0 - squared / 2.0, x * factor, y * factor])
    return np.asarray(points / np.linalg.norm(points, axis=0))


def _contours(inset_km: float) -> list[Floats]:
    """Return where the depth is `inset_km`, as closed runs of unit vectors of shape (n, 3), by marching squares."""
    import numpy as np

    axis, depth = _field()
    value = depth - inset_km
    inside = (value > 0).astype(int)
    codes = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    links: dict[Any, Any] = {}
    for i, j in np.argwhere((codes > 0) & (codes < 15)).tolist():
        sides = [((i + a, j + b), (i + c, j + d)) for (a, b), (c, d) in _SIDES]
        links.update((sides[start], sides[end]) for start, end in _WAYS[int(codes[i, j])])

    def crossing(side: tuple[tuple[int, int], tuple[int, int]]) -> tuple[float, float]:
        (i, j), (k, m) = side
        share = value[i, j] / (value[i, j] - value[k, m])
        return axis[j] + share * (axis[m] - axis[j]), axis[i] + share * (axis[k] - axis[i])

    found = []
    while links:
        run, side = [], next(iter(links))
        while side in links:
            run.append(crossing(side))
            side = links.pop(side)
        found.append(_from_map(*np.array(run).T).T)
    return found


def _around_km(points: Floats) -> float:
    import numpy as np

    return RADIUS_KM * float(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1).sum())


def _fitted(points: Floats, turn_deg: float, stretch_km: float) -> Loop:
    """Return few curves through a closed run of points, more where it bends: knots on it, tangents along it."""
    import numpy as np

    points = _eased(points)
    steps = np.roll(points, -1, axis=0) - points
    lengths = np.linalg.norm(steps, axis=1)
    along = _eased(steps / lengths[:, None])
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    turns = _angles(along, np.roll(along, -1, axis=0))
    cost = np.cumsum(turns / np.radians(turn_deg) + lengths * RADIUS_KM / stretch_km)
    count = max(3, round(float(cost[-1])))
    at = np.interp(np.linspace(0.0, cost[-1], count + 1), [0.0, *cost], np.arange(len(cost) + 1.0))
    knots = _between(points, at)
    tangents = _between(along, at - 0.5)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    arcs = np.diff(np.interp(at, np.arange(len(cost) + 1.0), [0.0, *np.cumsum(lengths)]))
    bend = np.maximum(_angles(tangents[:-1], tangents[1:]), 1e-6)
    reach = (arcs * 4.0 * np.tan(bend / 4.0) / (3.0 * bend))[:, None]  # exact for an arc of a circle
    curves = np.stack(
        [knots[:-1], knots[:-1] + reach * tangents[:-1], knots[1:] - reach * tangents[1:], knots[1:]], axis=1
    )
    return cast("Loop", tuple(tuple(map(tuple, curve)) for curve in curves.tolist()))


def _eased(points: Floats) -> Floats:
    for _ in range(2):
        around = _rolled(points, 1) + _rolled(points, -1)
        points = (around + 2.0 * points) / 4.0
    return points


def _rolled(points: Floats, by: int) -> Floats:
    import numpy as np

    return np.roll(points, by, axis=0)


def _angles(a: Floats, b: Floats) -> Floats:
    import numpy as np

    return np.asarray(np.arccos(np.clip((a * b).sum(axis=1), -1.0, 1.0)))


def _between(points: Floats, at: Floats) -> Floats:
    """Return what lies at fractional places of a closed run."""
    import numpy as np

    first = np.floor(at).astype(int)
    share = (at - first)[:, None]
    count = len(points)
    return np.asarray((1.0 - share) * points[first % count] + share * points[(first + 1) % count])
