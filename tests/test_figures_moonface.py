from math import atan2, cos, degrees, pi, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.moonface import moon_disc, unknown_disc

STEPS = 64
RADIUS = 6.5


def outline(shape):
    """Points along a path's curves and lines."""
    points, here = [], None
    for command, places in shape.commands:
        if command == "C":
            a, (b, c, d) = here, places
            for step in range(1, STEPS + 1):
                t, u = step / STEPS, 1 - step / STEPS
                weights = u**3, 3 * u * u * t, 3 * u * t * t, t**3
                points.append(
                    tuple(sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1))
                )
        elif places:
            points.append(places[-1])
        here = places[-1] if places else here
    return points


def area_and_centre(shape):
    """The area inside a path and its centroid (Green's theorem on its outline)."""
    points = outline(shape)
    twice = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        twice, x, y = twice + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return abs(twice) / 2, (x / (3 * twice), y / (3 * twice))


def lit(fraction, angle=270.0, x=0.0, y=0.0):
    """The lit part of a disc, None where it has none."""
    return next((each for each in moon_disc(x, y, RADIUS, fraction, angle) if each.fill == "moon-lit"), None)


@pytest.mark.parametrize("fraction", [0.002, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0])
def test_the_lit_area_is_the_lit_fraction(fraction):
    area, _ = area_and_centre(lit(fraction))
    assert area / (pi * RADIUS**2) == pytest.approx(fraction, abs=0.002)


def test_a_new_moon_is_a_dark_disc_with_a_rim():
    (disc,) = moon_disc(0, 0, RADIUS, 0.0, 90.0)
    assert (disc.fill, disc.stroke) == ("moon-dark", "moon-rim")


@settings(max_examples=80, deadline=None)
@given(st.floats(0.002, 0.998), st.floats(-720, 720), st.floats(-50, 50), st.floats(-50, 50))
def test_the_lit_part_has_its_area_and_lies_where_the_angle_says(fraction, angle, x, y):
    area, (cx, cy) = area_and_centre(lit(fraction, angle, x, y))
    assert area / (pi * RADIUS**2) == pytest.approx(fraction, abs=0.002)
    reach = ((cx - x) ** 2 + (cy - y) ** 2) ** 0.5
    if reach < 0.01 * RADIUS:
        assert fraction > 0.9
        return
    found = degrees(atan2(-(cx - x), -(cy - y)))  # from north, up, through east, left
    assert (found - angle + 180) % 360 - 180 == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize(("angle", "side"), [(0, (0, -1)), (90, (-1, 0)), (180, (0, 1)), (270, (1, 0))])
def test_north_is_up_and_east_is_left(angle, side):
    _, (x, y) = area_and_centre(lit(0.3, angle))
    length = (x * x + y * y) ** 0.5
    assert (x / length, y / length) == pytest.approx(side, abs=1e-3)


@given(st.floats(0, 1), st.floats(0, 360))
def test_nothing_sticks_out_of_the_limb(fraction, angle):
    for shape in moon_disc(0, 0, RADIUS, fraction, angle):
        assert all(x * x + y * y <= (RADIUS * 1.001) ** 2 for x, y in outline(shape))


@given(st.floats(0.002, 0.998), st.floats(0, 360))
def test_the_terminator_ends_at_the_poles_of_the_light(fraction, angle):
    commands = lit(fraction, angle).commands
    start, half = commands[0][1][0], commands[2][1][-1]
    turned = radians(270 - angle)
    assert start == pytest.approx((RADIUS * sin(turned), -RADIUS * cos(turned)), abs=1e-9)
    assert half == pytest.approx((-start[0], -start[1]), abs=1e-9)


def test_every_disc_has_a_rim_of_its_size():
    for fraction in (0.0, 0.001, 0.3, 0.999, 1.0):
        rims = [each for each in moon_disc(3, 4, RADIUS, fraction, 10.0) if each.stroke == "moon-rim"]
        assert rims
        assert max(x for each in rims for x, _ in outline(each)) == pytest.approx(3 + RADIUS)


def test_an_unknown_moon_is_a_ring_that_shows_no_phase():
    (ring,) = unknown_disc(0, 0, RADIUS)
    assert ring.fill is None
    assert ring.dash


def test_the_shipped_moons_are_those_of_the_sky(look):
    """Apollo 11 landed with the Moon 34 % lit, waxing: its disc is lit by as much, from the west."""
    timeline, sky = look.shipped("apollo11")
    for event in timeline.events:
        context = sky.contexts[event.address]
        group = next(
            each for each in look.event_groups(look.shipped_scene("apollo11")) if each.id == event.address
        )
        bright = [shape for shape in group.parts if getattr(shape, "fill", None) == "moon-lit"]
        if (
            not isinstance(context.illuminated_fraction, float)
            or not 0.002 < context.illuminated_fraction < 0.998
        ):
            continue
        area, _ = area_and_centre(bright[0])
        assert area / (pi * RADIUS**2) == pytest.approx(context.illuminated_fraction, abs=0.002)
    landing = sky.contexts[
        next(event.address for event in timeline.events if event.kind == "landing_attempt")
    ]
    assert 225 < landing.bright_limb_angle_deg < 315


def test_a_day_at_new_or_full_moon_has_a_disc_though_its_tilt_cannot_be_told():
    from ephemeris.context import moon_context
    from figures.strips import moon_of
    from timeline.dates import parse

    # full on 1 August 2023 at 18:32 UTC, new on 16 August at 09:38 (US Naval Observatory, aa.usno.navy.mil)
    full, new, month = moon_context([parse("2023-08-01"), parse("2023-08-16"), parse("2023-08")])
    assert full.bright_limb_angle_deg is None
    assert [part.fill for part in moon_of(0, 0, full, 5)] == ["moon-lit"]
    assert [part.fill for part in moon_of(0, 0, new, 5)] == ["moon-dark"]
    assert [part.fill for part in moon_of(0, 0, month, 5)] == [None]
