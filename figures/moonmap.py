"""The Moon's face as shapes: a sphere seen from afar, the Sun's light on it, its maria and a site.

Places are (latitude, longitude) in degrees, selenographic, east positive. North is up on the page and east on
the sky at the left, as the Moon stands for people in the north; the Moon's own east (Mare Crisium) is at the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import acos, ceil, cos, hypot, pi, radians, sin, tan
from typing import TYPE_CHECKING, Final, TypeAlias

from figures.maria import Curve, Vector, on_sphere, outlines
from figures.scene import Part, Point, Shape, circle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LatLon: TypeAlias = tuple[float, float]
Commands: TypeAlias = tuple[tuple[str, tuple[Point, ...]], ...]

HALF_LIT: Final = 0.4
MARE: Final = "#1a1c20"  # laid thinly over day and night: warm grey on the one, all but lost on the other
LARGE: Final = 75.0  # points of radius from which a face is drawn finely
LIMB_STEP: Final = 0.1  # of the radius between points along the limb: 0.1 % of it is cut off
ARC: Final = pi / 3  # as much of an ellipse as one curve takes


@dataclass(frozen=True, slots=True)
class Finish:
    """How finely a face is drawn.

    `dusk` says how the light grows from the terminator: from which height of the Sun in degrees, how much of what
    is left. `shore` says how the maria darken from their edge: how far inside in km, by how much. A curve of
    theirs turns by `turn_deg` and is `stretch_km` long at most; outlines shorter than `least_km` are left out, and
    places are rounded to `digits`.
    """

    dusk: tuple[tuple[float, float], ...]
    shore: tuple[tuple[float, float], ...]
    turn_deg: float
    stretch_km: float
    least_km: float
    digits: int


COARSE: Final = Finish(
    ((0.0, 0.6), (4.0, 0.5), (11.0, 0.85)), ((-8.0, 0.16), (80.0, 0.17)), 125.0, 4000.0, 700.0, 1
)
FINE: Final = Finish(
    ((0.0, 0.5), (2.0, 0.35), (5.5, 0.4), (10.0, 0.5), (16.0, 0.9)),
    ((-20.0, 0.10), (25.0, 0.13), (90.0, 0.12)),
    75.0,
    1500.0,
    240.0,
    2,
)


@dataclass(frozen=True, slots=True)
class View:
    """A disc on the page that shows half a sphere: its middle, its radius, and where right, up and out point to."""

    x: float
    y: float
    radius: float
    right: Vector
    up: Vector
    out: Vector

    def see(self, point: Vector) -> tuple[Point, float]:
        """Return where a point of the unit sphere stands on the page, and its height over the limb's plane."""
        x, y = dot(point, self.right), dot(point, self.up)
        return (self.x + self.radius * x, self.y - self.radius * y), dot(point, self.out)

    def not_past_limb(self, point: Vector) -> Point:
        """Return where a point stands on the page; what is behind stands on the limb before it."""
        (x, y), height = self.see(point)
        apart = hypot(x - self.x, y - self.y)
        if height >= 0 or apart == 0:
            return x, y
        scale = self.radius / apart
        return self.x + (x - self.x) * scale, self.y + (y - self.y) * scale


def view_of(x: float, y: float, radius: float, subearth: LatLon, axis_angle_deg: float) -> View:
    """Return the view with `subearth` in the middle and the Moon's north pole turned from north towards east.

    With the axis upright, lunar north is up and lunar east at the right; a positive angle leans it to the left.
    """
    lat, lon = map(radians, subearth)
    east = (-sin(lon), cos(lon), 0.0)
    north = (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
    c, s = cos(radians(axis_angle_deg)), sin(radians(axis_angle_deg))
    right = _sum(east, c, north, -s)
    return View(x, y, radius, right, _sum(east, s, north, c), on_sphere(*subearth))


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _sum(a: Vector, times_a: float, b: Vector, times_b: float) -> Vector:
    x, y, z = (times_a * p + times_b * q for p, q in zip(a, b, strict=True))
    return x, y, z


def in_view(place: LatLon, subearth: LatLon) -> bool:
    """Tell whether a place is on the half of the Moon that faces the Earth's centre."""
    return dot(on_sphere(*place), on_sphere(*subearth)) > 0


def lit_share(subearth: LatLon, subsolar: LatLon) -> float:
    """Return which share of the disc is lit, 0 to 1, of a sphere that both see from afar."""
    return (1.0 + dot(on_sphere(*subearth), on_sphere(*subsolar))) / 2.0


def moon_face(
    x: float,
    y: float,
    radius: float,
    *,
    subearth: LatLon,
    subsolar: LatLon,
    axis_angle_deg: float,
    site: LatLon | None = None,
    subsolar_end: LatLon | None = None,
) -> tuple[Part, ...]:
    """Return the Moon's face centred at x, y: `radius` in points, angles in degrees as `ephemeris.moon` gives them.

    The outer edge of the light is the true terminator, half an ellipse; a little light is held back near it, as
    the Sun is low there. `site` is ringed where it is in view. With `subsolar_end` the Sun moves there from
    `subsolar`: what is lit for a part of the time only is half lit.
    """
    view = view_of(x, y, radius, subearth, axis_angle_deg)
    finish = FINE if radius >= LARGE else COARSE
    suns = on_sphere(*subsolar), on_sphere(*(subsolar_end or subsolar))
    always, partly = sorted(suns, key=lambda sun: dot(sun, view.out))
    shapes = [circle(x, y, radius, fill="moon-dark")]
    if subsolar_end is not None:
        shapes.append(Shape(sunlit(view, partly), "moon-lit", opacity=HALF_LIT))
    shapes += [
        Shape(sunlit(view, always, height), "moon-lit", opacity=share) for height, share in finish.dusk
    ]
    shapes += maria(view, finish)
    shapes.append(circle(x, y, radius, stroke="moon-rim", stroke_width=0.5))
    if site is not None and in_view(site, subearth):
        shapes += site_mark(*view.see(on_sphere(*site))[0], min(max(radius * 0.055, 2.0), 5.0))
    return tuple(shape for shape in shapes if shape.commands)


def site_mark(x: float, y: float, radius: float) -> tuple[Shape, ...]:
    """Return the ring around a site, light on dark so that it is seen by day and by night."""
    weight = min(radius * 0.45, 1.2)
    return (
        circle(x, y, radius, stroke="#14181d", stroke_width=round(weight * 2.2, 2)),
        circle(x, y, radius, stroke="#ffffff", stroke_width=round(weight, 2)),
    )


def sunlit(view: View, sun: Vector, height_deg: float = 0.0) -> Commands:
    """Return the part of the disc over which the Sun stands at least `height_deg` (0 to 90) high; may be empty."""
    across, along, out = dot(sun, view.right), -dot(sun, view.up), dot(sun, view.out)
    reach = hypot(across, along)
    low, wide = sin(radians(height_deg)), cos(radians(height_deg))
    behind = (
        2.0 if reach * wide < 1e-9 else -low * out / (wide * reach)
    )  # the cosine at which it meets the limb
    if behind >= 1.0:
        return circle(view.x, view.y, view.radius).commands if out > low else ()
    towards = across / reach, along / reach
    r = view.radius
    centre = view.x + r * low * across, view.y + r * low * along
    first = -r * wide * out * towards[0], -r * wide * out * towards[1]
    second = -r * wide * towards[1], r * wide * towards[0]
    if behind <= -1.0:
        return (*_arc(centre, first, second, 0.0, 2.0 * pi), ("Z", ()))
    end, limb = acos(behind), acos(low / reach)
    terminator = _arc(centre, first, second, -end, end)
    rim = _arc(
        (view.x, view.y), (r * towards[0], r * towards[1]), (-r * towards[1], r * towards[0]), limb, -limb
    )
    return (*terminator, *rim[1:], ("Z", ()))


def _arc(centre: Point, first: Point, second: Point, start: float, end: float) -> Commands:
    """Return the curves of centre + first cos t + second sin t for t from start to end: part of an ellipse."""

    def at(t: float, lead: float) -> Point:
        x, y = (
            f * cos(t) + s * sin(t) + lead * (s * cos(t) - f * sin(t))
            for f, s in zip(first, second, strict=True)
        )
        return centre[0] + x, centre[1] + y

    count = max(1, ceil(abs(end - start) / ARC - 1e-9))
    step = (end - start) / count
    lead = 4.0 / 3.0 * tan(step / 4.0)
    ts = [start + step * i for i in range(count + 1)]
    curves = (("C", (at(a, lead), at(b, -lead), at(b, 0.0))) for a, b in pairwise(ts))
    return (("M", (at(start, 0.0),)), *curves)


def maria(view: View, finish: Finish = FINE) -> tuple[Shape, ...]:
    """Return the maria in view, cut at the limb, in steps from their edge inwards."""
    shapes = []
    for inset, share in finish.shore:
        loops = outlines(inset, finish.turn_deg, finish.stretch_km, finish.least_km)
        shapes.append(Shape(tuple(_in_view(view, loops, finish.digits)), MARE, opacity=share))
    return tuple(shapes)


def _in_view(
    view: View, loops: Sequence[Sequence[Curve]], digits: int
) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """Give the outlines of what is in view; where they run behind the Moon they follow the limb."""

    def rounded(point: Point) -> Point:
        return round(point[0], digits), round(point[1], digits)

    for loop in loops:
        heights = [[view.see(point)[1] for point in curve] for curve in loop]
        if max(map(max, heights)) <= 0:
            continue
        last = rounded(view.not_past_limb(loop[0][0]))
        yield "M", (last,)
        for curve, height in zip(loop, heights, strict=True):
            if min(height) >= 0:
                drawn = tuple(rounded(view.see(point)[0]) for point in curve[1:])
                last = drawn[-1]
                yield "C", drawn
                continue
            for point in map(view.not_past_limb, _points_on(curve)):
                if hypot(point[0] - last[0], point[1] - last[1]) > view.radius * LIMB_STEP:
                    last = rounded(point)
                    yield "L", (last,)
        yield "Z", ()


def _points_on(curve: Curve, count: int = 6) -> Iterator[Vector]:
    """Give points along a cubic curve, its start left out."""
    for t in (i / count for i in range(1, count + 1)):
        weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x, y, z = (sum(w * point[k] for w, point in zip(weights, curve, strict=True)) for k in range(3))
        yield x, y, z
