"""What is wrong to look at in labels that matplotlib drew, told alike of every peer in the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.text import Text

from figures.measure import outside, overlaps, through

Way = Sequence[tuple[float, float]]


def tell(figure: Figure, labels: Sequence[Text], stems: Sequence[Way]) -> None:
    """Print how many labels overlap, leave the canvas, and are run through by stems, all in pixels."""
    extents = [label.get_window_extent() for label in labels]
    boxes = [(box.x0, box.y0, box.x1, box.y1) for box in extents]
    off = outside(boxes, (0, 0, figure.bbox.width, figure.bbox.height))
    print(
        f"{len(labels)} labels, {len(overlaps(boxes))} overlaps, {len(off)} off the canvas, "
        f"{len(through(stems, boxes))} run through by stems"
    )
