"""The names of the steps in the `slips` figure, beside their lines where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from figures.fonts import text_width
from figures.scene import Text
from figures.slips.plane import clear
from figures.slips.words import step_words

if TYPE_CHECKING:
    from figures.layers import Layers, Options
    from figures.measure import Box
    from figures.scene import Point
    from figures.slips.plane import Path, Plane

MOST_WORDS = 80  # steps: where there are more, none is named at its line


def name_steps(
    layers: Layers, paths: Sequence[Path], plane: Plane, ways: Sequence[tuple[Point, Point]], options: Options
) -> None:
    """Write what each step is at its line, where there is room: the label says it in any case."""
    if sum(len(path.trend.steps) for path in paths) > MOST_WORDS:
        return
    taken = obstacles(layers, paths, options)
    told: list[Box] = []
    size = options.theme.small
    for path in paths:
        for step, (a, b) in zip(path.trend.steps, pairwise(path.spots), strict=True):
            words = step_words(step)
            others = [way for way in ways if way != (a.place, b.place)]
            for text in _beside(a.place, b.place, words, size):
                box = text_box(text)
                free = clear(grown(box, 1.5), taken, ((a.place, b.place),)) and clear(
                    grown(box, 4), (), others
                )
                if free and inside(box, plane) and clear(grown(box, 4), told, ()):
                    layers.axis.append(text)
                    told.append(box)
                    break


def obstacles(layers: Layers, paths: Sequence[Path], options: Options) -> list[Box]:
    """Return what words in the plot must keep off: claims, marks, and the words that are there."""
    room = options.theme.mark
    spots = [spot for path in paths for spot in (*path.spots, *(rival for _, rival in path.rivals))]
    boxes = [spot.padded(room * 0.6) for spot in spots]
    for path in paths:
        x, y = path.spots[-1].place
        boxes.append((x - room * 1.4, y - room * 1.4, x + room * 1.4, y + room * 1.4))
    return boxes + [text_box(part) for part in layers.axis if isinstance(part, Text)]


def _beside(start: Point, end: Point, words: str, size: float) -> Iterator[Text]:
    """Give the places for a step's words, best first: over and under a flat line, at both sides of a steep one."""
    (x0, y0), (x1, y1) = start, end
    width = text_width(words, size)
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        lean = abs((y1 - y0) / (x1 - x0)) if x1 != x0 else 1e9
        off = 3.5 + min(lean * width / 2, width)
        if lean * width < 6:
            yield Text(x - width / 2, y - 3 - lean * width / 2, words, size, "soft")
            yield Text(x - width / 2, y + size + 1.5 + lean * width / 2, words, size, "soft")
        rising = y1 < y0
        near = min(5 + size / max(lean, 0.15) * 0.5, off)
        yield Text(x - near - width, y - size * 0.1 if rising else y + size * 0.8, words, size, "soft")
        yield Text(x + near, y + size * 0.8 if rising else y - size * 0.1, words, size, "soft")


def text_box(text: Text) -> Box:
    """Return the box of a text that starts or ends at its place."""
    return (
        text.x,
        text.y - 0.72 * text.size,
        text.x + text_width(text.text, text.size, text.weight),
        text.y + 0.2 * text.size,
    )


def grown(box: Box, room: float) -> Box:
    """Return a box with some room around it."""
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def inside(box: Box, plane: Plane) -> bool:
    """Tell whether a box is within the plot."""
    left, top, right, bottom = box
    return (
        plane.across.left < left and right < plane.across.right and plane.top < top and bottom < plane.bottom
    )
