"""How bright the Moon's ground is, as a smooth map: maria from their outlines, haloes around bright craters.

Drawn from the list in `figures.maria` alone, no photograph: what is smaller than about 40 km is not in it, and the
mottling of the highlands and the wavering of the shores are ours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from figures.maria import MARIA, RADIUS_KM, Feature, depth_km, on_sphere

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

REACH: Final = 1.25
"""Half the map's side: a stereographic map of the unit sphere from its far point, 102.7 degrees around the near side's
middle, which is more than any libration shows."""
COARSE: Final = 300
_ROWS = 256  # made at once, so that a large map takes little more than itself

BRIGHT: Final = (
    Feature("Tycho", -43.3, -11.22, 85.3),
    Feature("Copernicus", 9.62, -20.08, 96.1),
    Feature("Kepler", 8.12, -38.01, 29.5),
    Feature("Aristarchus", 23.73, -47.49, 40.0),
    Feature("Proclus", 16.09, 46.89, 26.9),
    Feature("Langrenus", -8.86, 61.04, 132.0),
    Feature("Stevinus", -32.49, 54.14, 71.5),
    Feature("Byrgius A", -24.55, -63.81, 18.5),
    Feature("Anaxagoras", 73.48, -10.17, 51.9),
)
"""Craters with bright rays, from the same Gazetteer as the maria."""

_RAYS: Final = (22.0, 62.0, 98.0, 143.0, 205.0, 258.0, 299.0, 327.0, 336.0)
"""Bearings at which streaks leave Tycho, degrees from north through east: ours, for the look of the thing."""
_TONES: Final = {
    "Mare Tranquillitatis": 1.14,
    "Mare Crisium": 1.08,
    "Mare Humorum": 1.06,
    "Mare Frigoris": 0.72,
    "Mare Insularum": 0.86,
    "Mare Nubium": 0.9,
    "Mare Australe": 0.6,
    "Grimaldi": 1.15,
    "Plato": 1.15,
}
"""How dark a mare is beside the others; by eye."""


def albedo_map(side: int, shades: int) -> NDArray[np.uint8]:
    """Return brightness of 0 to `shades` - 1, at most 255, on a stereographic map of `side` pixels.

    Lunar east is at the right, north is up.
    """
    fine = (np.arange(side) + 0.5) / side * (COARSE - 1)
    weights = _cubic(fine.astype(np.float32))
    across = _coarse() @ weights.T
    found = np.empty((side, side), np.uint8)
    for top in range(0, side, _ROWS):
        rows = np.clip(weights[top : top + _ROWS] @ across, 0.0, 1.0)
        found[top : top + _ROWS] = np.round(rows * (shades - 1))
    return found


def _cubic(places: Floats) -> Floats:
    """Return the matrix that reads COARSE values at places between them, by Catmull and Rom's spline."""
    row = np.clip(places.astype(int), 1, COARSE - 3)
    t = places - row
    parts = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    weights = np.zeros((len(places), COARSE), np.float32)
    for shift, part in enumerate(parts, -1):
        weights[np.arange(len(places)), row + shift] = part
    return weights


@lru_cache(maxsize=1)
def _coarse() -> Floats:
    axis = np.linspace(-REACH, REACH, COARSE)
    u, v = (each.ravel() for each in np.meshgrid(axis, axis[::-1]))
    inside = u * u + v * v <= REACH * REACH
    found = np.full(COARSE * COARSE, 0.8)
    found[inside] = _brightness(_from_map(u[inside], v[inside]))
    return found.reshape(COARSE, COARSE).astype(np.float32)


def _from_map(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    squared = u * u + v * v
    return np.stack([1.0 - squared, 2.0 * u, 2.0 * v]) / (1.0 + squared)


def _brightness(points: NDArray[np.float64]) -> NDArray[np.float64]:
    mottle = _mottle(points)
    depth = depth_km(points) + 34.0 * mottle
    dark = _eased((depth + 30.0) / 95.0) * _tone(points)
    ground = 0.93 + 0.04 * mottle - 0.40 * dark
    return np.asarray(ground + _haloes(points) * (0.10 + 0.12 * dark))


def _eased(x: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.clip(x, 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))


def _tone(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how dark a mare would be here: that of the maria near by, by how near they are."""
    total, weight = np.full(points.shape[1], 0.05), np.full(points.shape[1], 0.05)
    for feature in MARIA:
        apart = _apart_km(points, feature)
        near = np.exp(-((2.0 * apart / feature.diameter_km) ** 2))
        total += near * _TONES.get(feature.name, 1.0)
        weight += near
    return np.asarray(total / weight)


def _haloes(points: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.zeros(points.shape[1])
    for feature in BRIGHT:
        apart = _apart_km(points, feature)
        reach = 55.0 + 1.1 * feature.diameter_km
        found += 1.2 * np.exp(-((apart / reach) ** 1.2))
    return found + _streaks(points)


def _streaks(points: NDArray[np.float64]) -> NDArray[np.float64]:
    tycho = BRIGHT[0]
    out = np.array(on_sphere(tycho.lat, tycho.lon))
    east = np.array([-out[1], out[0], 0.0]) / np.hypot(out[0], out[1])
    bearing = np.arctan2(east @ points, np.cross(out, east) @ points)
    apart = _apart_km(points, tycho)
    found = np.zeros(points.shape[1])
    for number, ray in enumerate(_RAYS):
        off = np.angle(np.exp(1j * (bearing - np.radians(ray))))
        across = np.abs(np.sin(off)) * RADIUS_KM * np.sin(np.minimum(apart / RADIUS_KM, np.pi / 2))
        length = 700.0 + 260.0 * (number % 3)
        ahead = np.cos(off) > 0
        found += ahead * np.exp(-((across / (26.0 + 0.03 * apart)) ** 2)) * np.exp(-apart / length)
    return 0.75 * found * _eased(apart / 90.0)


def _apart_km(points: NDArray[np.float64], feature: Feature) -> NDArray[np.float64]:
    cosine = np.array(on_sphere(feature.lat, feature.lon)) @ points
    return np.asarray(RADIUS_KM * np.arccos(np.clip(cosine, -1.0, 1.0)))


def _mottle(points: NDArray[np.float64], waves: int = 36) -> NDArray[np.float64]:
    """Return a sum of waves in directions spread evenly over the sphere, of about -1 to 1, always the same."""
    total, weight = np.zeros(points.shape[1]), 0.0
    for number in range(waves):
        z = 1.0 - 2.0 * (number + 0.5) / waves
        turn = 2.399963229728653 * number  # the golden angle
        way = np.array([np.sqrt(1 - z * z) * np.cos(turn), np.sqrt(1 - z * z) * np.sin(turn), z])
        rate = 9.0 * 4.5 ** (number * 7 % waves / waves)
        total += np.sin(rate * (way @ points) + 1.7 * number) / rate**0.5
        weight += 1.0 / rate
    return np.asarray(total / (weight * 1.1) ** 0.5)
