"""Counted groups told in full: what stands behind each label that several events share, in the figure's notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from figures.scene import Text
from figures.textfit import wrap

if TYPE_CHECKING:
    from figures.layers import Counted, Layers, Options

LINE = 1.4  # of the type's size
SHARE = 0.1  # of a figure of fixed height that the list may take


def most_lines(height: float, small: float) -> int:
    """Return how many lines of the list a figure of a fixed height, in points, has room for."""
    return max(2, int(height * SHARE / (small * LINE)))


def lay_out_counted(layers: Layers, y: float, options: Options) -> float:
    """List the members of every counted group below y, in at most `options.listed` lines; return the bottom.

    What has no room there is counted, and said to stand in the alt text.
    """
    theme = options.theme
    if not layers.grouped or options.listed == 0:
        return y
    y += theme.row * 0.6
    for text in _lines(layers.grouped, options):
        y += theme.small * LINE
        layers.counted.append(Text(theme.margin, y, text, theme.small, "soft"))
    return y


def _lines(groups: Sequence[Counted], options: Options) -> list[str]:
    """Return the longest list that has room, by bisection over the members that it tells."""
    count = sum(len(each.members) for each in groups)
    full = _wrapped(groups, count, options)
    if options.listed is None or len(full) <= options.listed:
        return full
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if len(_wrapped(groups, middle, options)) <= options.listed else (low, middle)
        )
    return _wrapped(groups, low, options)


def _wrapped(groups: Sequence[Counted], shown: int, options: Options) -> list[str]:
    """Return the lines that tell the first `shown` members, a paragraph for each group, and count the rest."""
    left, paragraphs = shown, []
    for each in groups:
        if left > 0:
            paragraphs.append(f"{each.words}: {'; '.join(each.members[:left])}")
        left -= len(each.members)
    if left < 0:
        more = f"and {-left} more" if paragraphs else f"{-left} events"
        paragraphs.append(f"{more} in counted groups: the alt text tells each")
    room = options.width - 2 * options.theme.margin
    return [line for text in paragraphs for line in wrap(text, options.theme.small, room)]


def counted_notice(groups: Sequence[Counted]) -> tuple[str, ...]:
    """Say that events were grouped, and where each of them is told."""
    if not groups:
        return ()
    count = sum(len(each.members) for each in groups)
    return (
        f"{count} events are too close for labels of their own here and share {len(groups)}: each counts them "
        "and names their span, the notes list them, the alt text tells them all (a larger figure shows more)",
    )
