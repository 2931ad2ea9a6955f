"""The `lighting` figure: Sun and Earth over a mission's landing site, through the lunar day of its landing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from figures import notes
from figures.axis import offset_us
from figures.counted import counted_notice, lay_out_counted, most_lines
from figures.fitting import SMALLEST, fitted
from figures.layers import USUAL, Layers, Options
from figures.lighting.plan import lack_of
from figures.lighting.rows import swatches
from figures.lighting.section import Page, lay_out_landing, stretch_axis
from figures.lighting.values import LightingSky
from figures.lighting.words import CAVEAT, lighting_words
from figures.scene import Group, Part, Scene, Text, scaled
from figures.textfit import wrap
from figures.words import rival_claims, span_words
from timeline.dates import parse
from timeline.edtf import instant_text
from timeline.model import Event

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.sky import Sky
    from timeline.model import Timeline

LARGEST = 1.5  # times its own size that type grows to, to fill a figure
FLATTEST = 0.65  # times its own height that a panel shrinks to, to fit one
TALLEST = 2.6  # times its own height that a panel grows to, to fill a figure
LEANER = ({"sources": False}, {"sources": False, "panels": False})
"""What a figure of a fixed height goes without: its sources, then the stations and the new and full Moons."""


def missing_for_lighting(timeline: Timeline, lanes: Sequence[str]) -> str:
    """Say what a file lacks for this figure; nothing where one of the missions has all."""
    lacks = [lack_of(lane) for lane in timeline.missions if lane.id in lanes]
    return "" if "" in lacks else "; ".join(lacks) or "there is no mission (add one under `missions:`)"


def lay_out_lighting(
    timeline: Timeline,
    sky: Sky,
    options: Options = USUAL,
    height: float | None = None,
    lanes: Sequence[str] | None = None,
    *,
    light: LightingSky,
) -> Scene:
    """Return the light around each landing as a scene; `light` comes from `look_up_lighting`.

    A landing known to the day shows the lunar day that holds it, a vaguer one all lunar days of its date. With
    a `height` type and panels grow to fill it, or shrink, and then sources and stations go. `lanes` names the
    missions to show, all that `light` holds by default; `now` draws a line at a date.
    """
    chosen = [mission for mission in light.missions if lanes is None or mission.lane.id in lanes]
    asked = replace(light, missions=tuple(chosen))
    # no crowd is shown again here: what is left out without `panels` is what LEANER leaves out
    options = replace(options, numbers=timeline.source_numbers, panels=True)

    def draw(each: Options, tall: float = 1.0) -> Scene:
        return _scene(timeline, sky, asked, each, tall)

    if height is None or not chosen:
        return draw(options)
    return _filling(draw, replace(options, listed=most_lines(height, options.theme.small)), height)


def _filling(draw: Callable[[Options, float], Scene], options: Options, height: float) -> Scene:
    """Return the fullest scene of a height; what does not fit goes step by step, then the type shrinks on."""
    for less in ({}, *LEANER):
        frame = _Frame(draw, replace(options, **less), height)  # type: ignore[arg-type]
        if frame.holds(frame.smallest, FLATTEST):
            return frame.filled()
    return fitted(lambda each: draw(each, FLATTEST), options, height, LEANER)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A height to fill: with type of a scale, and with panels so many times as tall as they are of themselves."""

    draw: Callable[[Options, float], Scene]
    options: Options
    height: float

    @property
    def smallest(self) -> float:
        """The scale at which the smallest type can still be read."""
        return min(1.0, SMALLEST / (self.options.theme.small - 0.5))

    def at(self, scale: float, tall: float) -> Scene:
        return self.draw(replace(self.options, width=self.options.width / scale), tall)

    def holds(self, scale: float, tall: float) -> bool:
        return self.at(scale, tall).height * scale <= self.height

    def filled(self) -> Scene:
        """Return the scene with the largest type at which it fits, flat where it must, then with the tallest panels."""
        scale = 1.0
        if self.holds(1.0, 1.0):
            scale = _most(lambda each: self.holds(each, 1.0), 1.0, LARGEST)
        elif not self.holds(1.0, FLATTEST):
            scale = _most(lambda each: self.holds(each, FLATTEST), self.smallest, 1.0)
        tall = _most(lambda each: self.holds(scale, each), FLATTEST, TALLEST)
        return replace(scaled(self.at(scale, tall), scale), height=self.height)


def _most(fits: Callable[[float], bool], low: float, high: float) -> float:
    """Return about the largest number that fits, from one that does up to one that may not."""
    while high - low > 0.04:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _scene(timeline: Timeline, sky: Sky, light: LightingSky, options: Options, tall: float) -> Scene:
    theme, layers = options.theme, Layers()
    page = Page(layers, sky, light, options, tall)
    events = [event for mission in light.missions for event in (*mission.events, *mission.later)]
    titled = timeline.model_copy(update={"title": _title(timeline, light)})
    span = _span(light, options.tz)
    head, y = notes.heading(titled, span, events, options.width, theme, options.tz)
    for mission in light.missions:
        y = lay_out_landing(page, mission, y) + theme.row * 0.8
    y = lay_out_counted(layers, y, options)
    caveat, y = _caveat(light, y + theme.row * (1.1 if layers.counted else 0.3), options)
    cited = _cited(light) if options.sources else set()
    drawn = [_as_drawn(event) for event in events]
    foot, total = notes.footing(timeline, cited, drawn, y + theme.small * 1.7, options.width, theme)
    return Scene(
        options.width,
        total,
        (head, *layers.groups(), caveat, foot),
        titled.title,
        lighting_words(light, titled.title, span, options.tz),
        notes.provenance(titled),
        (*layers.notices, *light.left_out, *counted_notice(layers.grouped)),
        _edge_dates(light, options),
    )


def _as_drawn(event: Event) -> Event:
    """Return an event with the claims that are drawn alone, without earlier plans: what the legend is to explain."""
    claims = (event.best, *rival_claims(event)) if event.best and not event.is_span else ()
    kept = tuple(claim.model_copy(update={"planned": False, "stated": None}) for claim in claims)
    told = {"start": event.start, "end": event.end} if event.is_span else {}
    return Event(id=event.id, kind=event.kind, label=event.label, outcome=event.outcome, claims=kept, **told)


def _title(timeline: Timeline, light: LightingSky) -> str:
    if len(light.missions) == 1:
        return f"Light over the landing of {light.missions[0].lane.name}"
    return f"{timeline.title}: light over the landings"


def _span(light: LightingSky, tz: tzinfo | None) -> str:
    """Say from which day to which the panels reach."""
    stretches = [stretch for mission in light.missions for stretch in mission.stretches]
    ends = min(each.start_us for each in stretches), max(each.end_us for each in stretches) - 1
    days = [instant_text(us + offset_us(tz, us), "second")[:10] for us in ends]
    return span_words([parse("/".join(days))])


def _cited(light: LightingSky) -> set[str]:
    cited: set[str] = set()
    for mission in light.missions:
        cited.update(source for event in (*mission.events, *mission.later) for source in event.source_ids)
        cited.update(each.site.source for each in mission.stretches[0].sites if each.site.source)
    return cited


def _edge_dates(light: LightingSky, options: Options) -> tuple[float, float] | None:
    """Return the dates of the figure's edges in days since 1970, where all of it has one axis."""
    stretches = [stretch for mission in light.missions for stretch in mission.stretches]
    if len(stretches) != 1:
        return None
    return stretch_axis(stretches[0], options).edge_dates(options.width)


def _caveat(light: LightingSky, y: float, options: Options) -> tuple[Group, float]:
    """Return what the shades mean, and what the elevations leave out."""
    theme = options.theme
    parts: list[Part] = []
    for text in wrap(CAVEAT, theme.small, options.width - 2 * theme.margin):
        parts.append(Text(theme.margin, y, text, theme.small, "soft"))
        y += theme.small * 1.4
    y += theme.small * 0.2
    return Group("caveat", (*parts, *swatches(light, y, theme))), y
