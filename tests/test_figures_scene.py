from dataclasses import FrozenInstanceError, fields

import pytest

from figures.scene import (
    Fade,
    Group,
    Scene,
    Shape,
    Text,
    circle,
    line,
    polygon,
    rectangle,
    scaled,
    texts,
    walk,
)


@pytest.fixture
def scene():
    inner = Group(
        "inner", (Text(3, 4, "b", 8), line((0, 0), (1, 2), dash=(1.0, 2.0))), "id", "tip", (("k", "v"),)
    )
    first = Group("first", (Text(1, 2, "a", 6, weight="semibold", anchor="end", href="https://a.org"), inner))
    second = Group("second", (Fade(1, 2, 3, 4, "done", 0.0, 0.5), Text(5, 6, "c", 7)))
    return Scene(100, 50, (first, second), "T", "D", (("a", "b"),), ("n",), (1.0, 2.0))


def test_walk_gives_groups_before_what_they_hold_in_drawing_order(scene):
    kinds = [getattr(part, "role", type(part).__name__) for part in walk(scene.parts)]
    assert kinds == ["first", "Text", "inner", "Text", "Shape", "second", "Fade", "Text"]


def test_texts_are_in_drawing_order(scene):
    assert [text.text for text in texts(scene)] == ["a", "b", "c"]


def test_scaling_scales_every_length_and_nothing_else(scene):
    twice = scaled(scene, 2.0)
    assert (twice.width, twice.height) == (200, 100)
    assert (twice.title, twice.description, twice.notices, twice.dates) == ("T", "D", ("n",), (1.0, 2.0))
    a, b, c = texts(twice)
    assert (a.x, a.y, a.size, a.weight, a.anchor, a.href) == (2, 4, 12, "semibold", "end", "https://a.org")
    assert (b.size, c.x) == (16, 10)
    inner = twice.parts[0].parts[1]
    assert (inner.id, inner.title, inner.data) == ("id", "tip", (("k", "v"),))
    shape = inner.parts[1]
    assert shape.commands == (("M", ((0, 0),)), ("L", ((2, 4),)))
    assert (shape.dash, shape.stroke_width) == ((2.0, 4.0), 1.0)
    assert twice.parts[1].parts[0] == Fade(2, 4, 6, 8, "done", 0.0, 0.5)


def test_scaling_there_and_back_is_nothing(scene):
    assert scaled(scaled(scene, 4.0), 0.25) == scene


def test_values_cannot_be_changed(scene):
    for value in (scene, scene.parts[0], texts(scene)[0], scene.parts[1].parts[0], circle(0, 0, 1)):
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, 3)


def test_lines_are_open_and_polygons_closed():
    assert [name for name, _ in line((0, 0), (1, 1), (2, 0)).commands] == ["M", "L", "L"]
    assert [name for name, _ in polygon((0, 0), (1, 1), (2, 0)).commands] == ["M", "L", "L", "Z"]
    corners = [point for _, points in rectangle(1, 2, 3, 4).commands for point in points]
    assert corners == [(1, 2), (4, 2), (4, 6), (1, 6)]


def test_a_circle_is_round_to_three_parts_in_ten_thousand():
    commands, here, far = circle(5, 5, 10).commands, None, []
    for name, points in commands:
        if name == "C":
            for step in range(51):
                t, u = step / 50, 1 - step / 50
                weights = u**3, 3 * u * u * t, 3 * u * t * t, t**3
                x, y = (sum(w * p[i] for w, p in zip(weights, (here, *points), strict=True)) for i in (0, 1))
                far.append(((x - 5) ** 2 + (y - 5) ** 2) ** 0.5)
        here = points[-1] if points else here
    assert max(abs(each - 10) for each in far) < 0.003
    assert isinstance(circle(0, 0, 1), Shape)
