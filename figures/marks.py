"""The marks: shape tells the kind of an event, fill tells how it came out, size tells how much it weighs."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin
from typing import Literal

from figures.scene import KAPPA, Shape, circle, line, polygon, rectangle
from timeline.kinds import Kind, Outcome

Form = Literal["up", "down", "dot", "arc", "ring", "square", "diamond", "flag", "hexagon"]

FORMS: dict[Kind, Form] = {
    "launch": "up",
    "ascent": "up",
    "departure": "up",
    "landing_attempt": "down",
    "descent": "down",
    "reentry": "down",
    "manoeuvre": "dot",
    "separation": "dot",
    "docking": "dot",
    "other": "dot",
    "flyby": "arc",
    "lunar_orbit_insertion": "ring",
    "splashdown": "square",
    "end_of_mission": "square",
    "surface_operations": "hexagon",
    "eva": "hexagon",
    "operation": "hexagon",
    "agreement": "diamond",
    "contract": "diamond",
    "funding": "diamond",
    "founding": "diamond",
    "organisation": "diamond",
    "announcement": "flag",
    "milestone": "flag",
    "proposal": "flag",
    "study": "flag",
}
LARGE: frozenset[Kind] = frozenset(("launch", "lunar_orbit_insertion", "landing_attempt", "splashdown"))
SMALL_SCALE = 0.72
HOLLOW: frozenset[Outcome] = frozenset(("planned", "cancelled", "superseded", "unknown"))


def mark_size(kind: Kind, size: float) -> float:
    """Return the half-width of a kind's mark, where the weightiest kinds have `size`."""
    return size if kind in LARGE else size * SMALL_SCALE


def mark(kind: Kind, outcome: Outcome, x: float, y: float, size: float) -> tuple[Shape, ...]:
    """Return the mark of an event centred at x, y; `size` is half the width of the weightiest kinds."""
    return form_mark(FORMS[kind], outcome, x, y, mark_size(kind, size))


def form_mark(form: Form, outcome: Outcome, x: float, y: float, r: float) -> tuple[Shape, ...]:
    """Return a form with an outcome's fill: solid, crossed (failure), hollow (planned), struck (cancelled), dashed."""
    hollow = outcome in HOLLOW or form in ("ring", "arc")
    outline = _outline(form, x, y, r, None if form == "arc" else "paper" if hollow else outcome, outcome)
    shapes = [replace(outline, dash=(1.4, 1.1)) if outcome == "superseded" else outline]
    if outcome == "failure":
        shapes += _cross(x, y + _middle(form, r), r * 0.42, "paper" if not hollow else "failure")
    elif outcome == "partial":
        shapes.append(circle(x, y + _middle(form, r), r * 0.36, fill="paper"))
    elif outcome == "cancelled":
        shapes.append(
            line((x - r * 1.35, y + r * 1.35), (x + r * 1.35, y - r * 1.35), stroke=outcome, stroke_width=1.0)
        )
    return tuple(shapes)


def _outline(form: Form, x: float, y: float, r: float, fill: str | None, stroke: str) -> Shape:
    if form in ("dot", "ring"):
        r = r * (0.8 if form == "dot" else 0.9)
        return circle(x, y, r, fill=fill, stroke=stroke, stroke_width=1.0 if form == "dot" else 1.7)
    if form == "arc":
        return _arc(x, y, r, stroke)
    if form == "square":
        return rectangle(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7, fill, stroke=stroke, stroke_width=1.0)
    points = {
        "up": ((0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)),
        "down": ((0.0, 1.0), (1.0, -0.8), (-1.0, -0.8)),
        "diamond": ((0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0)),
        "flag": ((-0.8, 1.2), (-0.8, -1.1), (1.1, -0.4), (-0.8, 0.3)),
        "hexagon": tuple((sin(pi / 3 * k), -sin(pi / 3 * k + pi / 2)) for k in range(6)),
    }[form]
    return polygon(
        *((x + r * px, y + r * py) for px, py in points), fill=fill, stroke=stroke, stroke_width=1.0
    )


def _arc(x: float, y: float, r: float, stroke: str) -> Shape:
    """Return an arc open to below: a path that bends around and goes on."""
    k = KAPPA * r
    top, bottom = y - r * 0.6, y + r * 0.4
    curve = (
        ("M", ((x - r, bottom + r * 0.5),)),
        ("C", ((x - r, bottom - k), (x - k, top), (x, top))),
        ("C", ((x + k, top), (x + r, bottom - k), (x + r, bottom + r * 0.5))),
    )
    return Shape(curve, None, stroke, 1.7)


def _cross(x: float, y: float, r: float, stroke: str) -> list[Shape]:
    ends = (((x - r, y - r), (x + r, y + r)), ((x - r, y + r), (x + r, y - r)))
    return [line(start, end, stroke=stroke, stroke_width=1.0) for start, end in ends]


def _middle(form: Form, r: float) -> float:
    """Return how far the visual middle of a form lies below its centre."""
    return {"up": 0.22, "down": -0.22, "flag": -0.35}.get(form, 0.0) * r
