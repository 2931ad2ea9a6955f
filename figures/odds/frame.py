"""What the figures of a simulation share: heading, ticks, caption and footing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import axis_ticks
from figures.fonts import text_width
from figures.odds.words import days_words, samples_words
from figures.scene import Group, Part, Scene, Shape, Text, moved
from figures.textfit import with_glyph_notice, wrap

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.layers import Layers, Options
    from timeline.model import Event, Timeline


def heading_words(instants: Sequence[int], samples: int, seed: int) -> str:
    """Say from when to when a figure reaches, and of how many samples."""
    ends = days_words((min(instants, default=0), max(instants, default=0)), None, clock=False)
    return f"{' to '.join(ends)} · {samples_words(samples, seed)}"


def lay_out_ticks(layers: Layers, axis: TimeAxis, baseline: float, options: Options) -> float:
    """Write an axis' labels and return the room's bottom."""
    size = options.theme.text
    for tick in axis_ticks(axis, lambda text: text_width(text, size), options.tz):
        if tick.label and tick.x + 2.5 + text_width(tick.label, size) <= options.right + 6:
            layers.axis.append(
                Text(tick.x + 2.5, baseline, tick.label, size, "ink" if tick.large else "soft")
            )
    return baseline + 3


def caption(
    lines: Sequence[str], y: float, options: Options, swatches: Sequence[tuple[Shape, str]] = ()
) -> tuple[Group, float]:
    """Return how the figure is read, in lines below y and with a line of swatches, and the bottom."""
    theme = options.theme
    parts: list[Part] = []
    for words in lines:
        for text in wrap(words, theme.small, options.width - 2 * theme.margin):
            parts.append(Text(theme.margin, y, text, theme.small, "soft"))
            y += theme.small * 1.4
    x, wide = theme.margin, theme.small * 1.5
    for swatch, words in swatches:
        room = wide + 4 + text_width(words, theme.small)
        if x + room > options.width - theme.margin and x > theme.margin:
            x, y = theme.margin, y + theme.small * 1.5
        parts.append(moved(swatch, x, y - theme.small * 0.35))
        parts.append(Text(x + wide + 4, y, words, theme.small, "soft"))
        x += room + 12
    return Group("caption", tuple(parts)), y + (theme.small * 1.4 if swatches else 0.0)


def closing(
    timeline: Timeline,
    groups: Sequence[Group],
    events: Sequence[Event],
    cited: set[str],
    y: float,
    words: str,
    options: Options,
    notices: Sequence[str] = (),
    dates: tuple[float, float] | None = None,
) -> Scene:
    """Return a scene of these groups with its footing below y."""
    theme = options.theme
    below = y + theme.small * (0.3 if events else -1.6)  # an empty legend takes no room
    foot, total = notes.footing(timeline, cited, events, below, options.width, theme)
    about = notes.provenance(timeline)
    return with_glyph_notice(
        Scene(options.width, total, (*groups, foot), timeline.title, words, about, tuple(notices), dates)
    )
