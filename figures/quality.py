"""How well a scene reads, measured on what it holds: the boxes of its texts and the lines of its leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures.fonts import text_width
from figures.scene import Group, Shape, texts, walk

if TYPE_CHECKING:
    from figures.measure import Box, Point
    from figures.scene import Scene

ASCENT, DESCENT = 0.69, 0.17  # of the size: what capitals and hanging letters of Source Sans Pro take


def label_boxes(scene: Scene) -> list[Box]:
    """Return the box (left, top, right, bottom) of every text of a scene, in points."""
    boxes = []
    for text in texts(scene):
        width = text_width(text.text, text.size, text.weight)
        left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
        boxes.append((left, text.y - ASCENT * text.size, left + width, text.y + DESCENT * text.size))
    return boxes


def leader_lines(scene: Scene) -> list[tuple[Point, ...]]:
    """Return the way of every leader from its mark to its label."""
    layers = [part for part in scene.parts if isinstance(part, Group) and part.role == "leaders"]
    return [
        tuple(points[0] for _, points in shape.commands)
        for layer in layers
        for shape in walk(layer.parts)
        if isinstance(shape, Shape)
    ]
