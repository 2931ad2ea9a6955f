"""The panel of the `lighting` figure: Sun and Earth over a site in time, with night, eclipses and good light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from figures.curves import Band, area, trace
from figures.fonts import text_width
from figures.lighting.curves import cut, over, value_at
from figures.scene import Part, Text, line, rectangle

if TYPE_CHECKING:
    from figures.axis import TimeAxis
    from figures.layers import Layers, Options
    from figures.lighting.plan import Span
    from figures.lighting.values import SiteLight
    from figures.theme import Theme

SUNLIGHT = "#e9c75a"
STEPS = (1, 2, 5, 10, 15, 30)
MOST_TICKS = 5
NEAR_DEG = 3.0  # below the horizon: from a high ridge the Sun may still be seen
DEPTH = 0.35  # of the height over the horizon: how much of what lies below it is shown


@dataclass(frozen=True, slots=True)
class Shades:
    """The fills of a style: night, an eclipse, good light, and what other light there is; dark ones on dark paper."""

    night: str
    eclipse: str
    good: str
    other: str

    @classmethod
    def of(cls, theme: Theme) -> Shades:
        """Mix them from the style's own colours, so that night is darker than day on any paper."""
        paper, lit, dark = (theme.colour(role) for role in ("paper", "moon-lit", "moon-dark"))
        good = mixed(lit, SUNLIGHT, 0.32)
        if sum(_parts(paper)) < 3 * 128:
            black = "#000000"
            return cls(
                mixed(paper, black, 0.55), black, mixed(paper, SUNLIGHT, 0.4), mixed(paper, SUNLIGHT, 0.13)
            )
        return cls(mixed(paper, dark, 0.28), mixed(paper, dark, 0.75), good, mixed(paper, good, 0.3))


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two, given and returned as #rrggbb."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def scale(light: SiteLight, depth: float = DEPTH, marked: Sequence[float] = ()) -> tuple[float, float, int]:
    """Return the lowest and the highest elevation of a panel, and the step of its ticks, all in degrees.

    What lies deeper below the horizon than `depth` of the height over it is cut off, but for what is `marked`, and
    for a Sun so near that hills may bring it into view.
    """
    values = (*light.sun.values, *light.earth.values)
    high = max(*values, 0.0)
    low = min(*values, 0.0)
    cut_off = max(low, -depth * high) if high > 0 else low
    near = max(min(light.sun.values), -NEAR_DEG)
    low = min(cut_off, near, *marked, 0.0)
    step = next((step for step in STEPS if (high - low) / step <= MOST_TICKS), STEPS[-1])
    room = 0.06 * (high - low)
    return max(low - room, -90.0), min(high + room, 90.0), step


def lay_out_light(layers: Layers, light: SiteLight, band: Band, step: int, options: Options) -> None:
    """Lay a site's light out in a band: night behind, good light under the Sun's curve, the Earth as a thin line."""
    shades, axis = Shades.of(options.theme), band.axis
    parts: list[Part] = []
    for first, last in nights(light.days, axis):
        parts.append(_upright(first, last, band, shades.night))
    for rise, fall in light.days:
        parts.append(area(cut(light.sun, rise, fall), band, shades.other, floor=0.0))
    for first, last in light.windows:
        parts.append(area(cut(light.sun, first, last), band, shades.good, floor=0.0))
    for first, last in light.eclipses:
        parts.append(_upright(first, last, band, shades.eclipse))
    layers.panels += parts
    for first, last in light.windows:
        layers.bars += [_edge(light, us, band) for us in (first, last) if axis.start_us < us < axis.end_us]
    layers.bars.append(line((axis.left, band.y(0)), (axis.right, band.y(0)), stroke="soft", stroke_width=0.5))
    layers.bars += [trace(part, band, "soft", 0.6) for part in over(light.earth, band.low)]
    layers.bars += [trace(part, band, "ink", 1.1) for part in over(light.sun, band.low)]
    _scale_words(layers, band, step, options)
    _curve_names(layers, light, band, options)


def _upright(first: int, last: int, band: Band, fill: str) -> Part:
    left, right = band.axis.x(first), band.axis.x(last)
    return rectangle(left, band.top, right - left, band.bottom - band.top, fill)


def _edge(light: SiteLight, us: int, band: Band) -> Part:
    x = band.axis.x(us)
    return line((x, band.y(0)), (x, band.y(value_at(light.sun, us))), stroke="soft", stroke_width=0.5)


def nights(days: Sequence[Span], axis: TimeAxis) -> list[Span]:
    """Return the gaps between the days on an axis."""
    ends = [axis.start_us, *(us for span in days for us in span), axis.end_us]
    return [(first, last) for first, last in zip(ends[::2], ends[1::2], strict=True) if last > first]


def _scale_words(layers: Layers, band: Band, step: int, options: Options) -> None:
    """Write the elevations at the left, the horizon by its name, with hairlines across the panel."""
    size, x = options.theme.small, options.left - 7
    clear = size * 1.25
    words: list[tuple[float, str]] = [(band.y(0), "horizon")]
    for degree in range(ceil(band.low / step) * step, floor(band.high) + 1, step):
        y = band.y(degree)
        if all(abs(y - other) >= clear for other, _ in words):
            words.append((y, f"{'−' * (degree < 0)}{abs(degree)}°"))
            layers.rules.append(line((band.axis.left, y), (band.axis.right, y), stroke="faint"))
    layers.lanes += [Text(x, y + size * 0.33, text, size, "soft", anchor="end") for y, text in words]


def _curve_names(layers: Layers, light: SiteLight, band: Band, options: Options) -> None:
    """Name the two curves at their right ends, apart where they end together."""
    size, x = options.theme.small, band.axis.right + 4
    sun, earth = band.y(light.sun.values[-1]), band.y(light.earth.values[-1])
    overlap = size * 1.15 - abs(sun - earth)
    if overlap > 0:
        way = 1 if sun >= earth else -1
        sun, earth = sun + way * overlap / 2, earth - way * overlap / 2
        beyond = max(sun, earth) - band.bottom
        sun, earth = sun - max(beyond, 0.0), earth - max(beyond, 0.0)
    layers.lanes.append(Text(x, sun + size * 0.33, "Sun", size, "ink", "semibold"))
    layers.lanes.append(Text(x, earth + size * 0.33, "Earth", size, "soft"))


def names_width(theme: Theme) -> float:
    """Return how much room the names of the curves take at the right."""
    return max(text_width("Sun", theme.small, "semibold"), text_width("Earth", theme.small)) + 5
