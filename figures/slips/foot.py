"""Under the plot of the `slips` figure: the plans that have no line in it, and what the forms of lines mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from figures.fonts import text_width
from figures.scene import Text, rectangle
from figures.slips.lines import move_sample
from figures.slips.trend import MOVES, not_dated, said_once
from figures.textfit import shorten
from figures.theme import LIGHT
from timeline.dates import describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figures.layers import Layers, Options
    from figures.slips.trend import Trend
    from timeline.kinds import Move
    from timeline.model import Claim, Mission, Organisation

MOST_LISTED = 12  # plans without a place that are told by name
MOVE_WORDS: Mapping[Move, str] = {
    "slip": "slip, to later",
    "pull-in": "pull-in, to earlier",
    "firmed": "firmed, known more closely",
    "loosened": "loosened, known less closely",
    "unchanged": "unchanged",
}


def placeless(
    lanes: Sequence[Mission | Organisation],
) -> Iterator[tuple[str, Sequence[tuple[str, Claim]]]]:
    """Give what has no line in the plot, each sort with its lead."""
    sorts = (("Not dated:", not_dated(lanes)), ("Said once only:", said_once(lanes)))
    return ((lead, plans) for lead, plans in sorts if plans)


def plan_words(name: str, claim: Claim, options: Options) -> str:
    """Say a plan: what, for when, and when that was said."""
    words = f"{name}, {describe(claim.date, options.tz)}"
    return f"{words}, said {describe(claim.stated, options.tz)}" if claim.stated else words


def lay_out_rest(
    layers: Layers, lanes: Sequence[Mission | Organisation], y: float, options: Options
) -> float:
    """List the plans that have no line, each sort in lines of its own, and return the bottom."""
    theme, size = options.theme, options.theme.small
    y += theme.row * 0.4
    for lead, plans in placeless(lanes):
        y += theme.row * 0.8
        layers.lanes.append(Text(theme.margin, y, lead, size, "ink"))
        start = x = theme.margin + text_width(lead, size) + 6
        more = [] if len(plans) <= MOST_LISTED else [(f"and {len(plans) - MOST_LISTED} more", "")]
        if more:
            layers.notices.append(
                f"{len(plans) - MOST_LISTED} plans under {lead!r} are told in the alt text alone"
            )
        told = [
            (plan_words(name, claim, options), str(options.numbers.get(claim.source or "", "")))
            for name, claim in plans[:MOST_LISTED]
        ]
        for words, number in (*told, *more):
            words = shorten(words, size, options.right - start - 12)
            width = text_width(words, size)
            after = text_width(number, size - 0.5)
            if x + width + after + 2 > options.right and x > start:
                x, y = start, y + size * 1.5
            layers.lanes.append(Text(x, y, words, size, "soft"))
            if number:
                raised = y - 1.2 * theme.unit
                layers.lanes.append(Text(x + width + 1.5 * theme.unit, raised, number, size - 0.5, "soft"))
            x += width + after + 14
    return y


def lay_out_moves(layers: Layers, found: Sequence[Trend], y: float, options: Options) -> float:
    """Lay out what the forms of lines mean, of those that are drawn, centred on y; return the last line's middle."""
    theme, size, k = options.theme, options.theme.small, options.theme.mark / LIGHT.mark
    x = theme.margin
    moves = {step.move for trend in found for step in trend.steps}
    for move in (move for move in MOVES if move in moves):
        words = MOVE_WORDS[move]
        width = 14 * k + text_width(words, size) + 11
        if x + width > options.right and x > theme.margin:
            x, y = theme.margin, y + size * 1.7
        layers.lanes += move_sample(move, x, y, k, "ink")
        layers.lanes.append(Text(x + 14 * k, y + size * 0.33, words, size, "soft"))
        x += width
    words = "a plan, as tall as it is vague, as wide as the time it was said in"
    width = 14 * k + text_width(words, size)
    if x + width > options.right and x > theme.margin:
        x, y = theme.margin, y + size * 1.7
    box = (x + 3 * k, y - 4.2 * k, 3.4 * k, 8.4 * k)
    layers.lanes.append(rectangle(*box, "ghost", opacity=0.2))
    layers.lanes.append(rectangle(*box, stroke="ghost", stroke_width=0.7 * k))
    layers.lanes.append(Text(x + 14 * k, y + size * 0.33, words, size, "soft"))
    return y
