"""The Moon's disc as shapes: the lit part bounded by the limb and a true half-ellipse, at its true tilt."""

from __future__ import annotations

from math import cos, radians, sin

from figures.scene import KAPPA, Point, Shape, circle

SKY_NORTH_UP = "north up, east left, as the Moon stands in the sky"


def moon_disc(
    x: float, y: float, radius: float, fraction: float, bright_limb_deg: float
) -> tuple[Shape, ...]:
    """Return a disc with its lit part: `fraction` 0 to 1, the bright limb's position angle in degrees.

    The angle is counted from north through east; north is up and east is left, so 270 is lit from the right.
    """
    disc = circle(x, y, radius, fill="moon-dark", stroke="moon-rim", stroke_width=0.5)
    if fraction < 0.002:
        return (disc,)
    if fraction > 0.998:
        return (circle(x, y, radius, fill="moon-lit", stroke="moon-rim", stroke_width=0.5),)
    rim = circle(x, y, radius, stroke="moon-rim", stroke_width=0.5)
    return disc, Shape(_lit_part(x, y, radius, fraction, bright_limb_deg), fill="moon-lit"), rim


def unknown_disc(x: float, y: float, radius: float) -> tuple[Shape, ...]:
    """Return the ring that stands for a Moon of which every phase is possible."""
    return (circle(x, y, radius, stroke="quiet", stroke_width=0.6, dash=(1.6, 1.4)),)


def _lit_part(
    x: float, y: float, r: float, fraction: float, angle_deg: float
) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Return the outline of the lit part, first as lit from the right, then turned."""
    across = r * (1 - 2 * fraction)  # where the terminator crosses the equator: r at new, -r at full
    k, kx = KAPPA * r, KAPPA * across
    upright: tuple[tuple[str, tuple[Point, ...]], ...] = (
        ("M", ((0, -r),)),
        ("C", ((k, -r), (r, -k), (r, 0))),
        ("C", ((r, k), (k, r), (0, r))),
        ("C", ((kx, r), (across, k), (across, 0))),
        ("C", ((across, -k), (kx, -r), (0, -r))),
        ("Z", ()),
    )
    turn = radians(270 - angle_deg)
    c, s = cos(turn), sin(turn)
    return tuple(
        (command, tuple((x + px * c - py * s, y + px * s + py * c) for px, py in points))
        for command, points in upright
    )
