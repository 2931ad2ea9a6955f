"""What the page's script reads: where the figure's parts stand and when, the Moon over its years, and its words.

Times are milliseconds of UTC since 1970, lengths points; texts are only those that the script writes itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ephemeris.phases import PRINCIPAL_HALF_WIDTH_DEG
from figures import fonts
from figures.lanes import ghost_words_width, ghosts, is_placed, is_point
from figures.maria import outlines
from moonline.report.page_moon import MoonTable
from moonline.report.page_style import ALWAYS

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.layers import Options
    from figures.maria import Vector
    from moonline.report.page_bands import Band
    from moonline.report.page_figure import Figure, Spot
    from moonline.report.words import Words
    from timeline.model import Event, Lane, Timeline

Record = dict[str, Any]
SHORES = ((0.0, 75.0, 1500.0, 240.0, 0.14), (30.0, 125.0, 4000.0, 700.0, 0.16))
"""The maria's outlines: how far inside in km, how finely (`figures.maria.outlines`), and how dark."""

PHASES = (
    "new-moon",
    "waxing-crescent",
    "first-quarter",
    "waxing-gibbous",
    "full-moon",
    "waning-gibbous",
    "last-quarter",
    "waning-crescent",
)
MEASURES = ("text", "small", "lane", "row", "flag", "moon", "mark", "margin")
SCRIPT_WORDS = (
    "no-moon",
    "shown",
    "found.none",
    "found.one",
    "found.other",
    "group",
    "copied",
    "saved",
    "events.one",
    "events.other",
)


def page_data(
    figure: Figure, timeline: Timeline, moon: MoonTable | None, words: Words, options: Options
) -> Record:
    """Return all that the script reads, as plain values."""
    index = {spot.event.address: number for number, spot in enumerate(figure.spots)}
    lanes = [timeline.lane(band.id) for band in figure.bands]
    return {
        **_frame(figure, options),
        "language": words.language,
        "tz": _zone_name(options.tz),
        "name": _file_name(timeline.title),
        "lanes": [
            {**_band(band, lane.events if band.dense else ()), "about": _about(lane)}
            for band, lane in zip(figure.bands, lanes, strict=True)
        ],
        "events": [_event(spot) for spot in figure.spots],
        "ghosts": [
            {"event": index[spot.event.address], **ghost}
            for spot in figure.spots
            if is_placed(spot.event)
            for ghost in _ghosts(spot.event, figure, options)
        ],
        "advance": {c: fonts.text_width(c, 1000) for c in ALWAYS},
        "moon": moon.record() if moon else None,
        "maria": [{"opacity": shore[-1], "loops": _loops(*shore[:-1])} for shore in SHORES] if moon else [],
        "phaseWidth": PRINCIPAL_HALF_WIDTH_DEG,
        "words": script_words(words),
    }


def _frame(figure: Figure, options: Options) -> Record:
    """Return the figure's measures: its size, its axis, its panels, and those of its type."""
    axis, theme = figure.axis, options.theme
    return {
        "width": options.width,
        "height": _points(figure.scene.height),
        "left": axis.left,
        "right": axis.right,
        "bottom": _points(max((band.bottom for band in figure.bands), default=0.0)),
        "theme": {key: getattr(theme, key) for key in MEASURES},
        "roles": list(theme.colours),
        "axis": {
            "start": axis.start_us / 1000,
            "end": axis.end_us / 1000,
            "cuts": [[a / 1000, b / 1000] for a, b in axis.cuts],
        },
        "panels": [
            [_points(p.top), _points(p.bottom), p.first[0] / 1000, p.first[1], p.last[0] / 1000, p.last[1]]
            for p in figure.panels
        ],
    }


def script_words(words: Words) -> Record:
    """Return the words that the script writes, by the names it knows."""
    ticks = {key: text for key, text in words.texts.items() if key.startswith("tick.")}
    own = {key: words.texts[f"page.{key}"] for key in SCRIPT_WORDS}
    phases = [words.text(f"phase.{name}") for name in PHASES]
    return {**ticks, **own, "phases": phases, "moon": words.texts["moon.lit"]}


def _event(spot: Spot) -> Record:
    event, date = spot.event, spot.event.date
    placed = is_placed(event)
    told = {
        "id": event.address,
        "lane": spot.lane,
        "kind": event.kind,
        "outcome": event.outcome,
        "placed": placed,
        "a": _ms(date.earliest_us) if date and placed else None,
        "b": _ms(date.latest_us) if date and placed else None,
        "m": _ms(date.middle_us) if date and is_point(date) else None,
        "about": bool(date and date.approximate),
        "span": event.is_span,
        "w": _points(spot.width),
        "place": spot.mark and [_points(each) for each in spot.mark],
        "flagAt": spot.flag and [_points(each) for each in spot.flag],
        "alone": spot.drawn,
    }
    return {key: value for key, value in told.items() if value is not False}  # the script takes it so


def _band(band: Band, events: Sequence[Event]) -> Record:
    middles = [event.date.middle_us for event in events if event.date]
    return {
        "id": band.id,
        "top": _points(band.top),
        "bottom": _points(band.bottom),
        "dense": band.dense,
        "times": sorted(round(us / 1000) for us in middles if us is not None),
    }


def _about(lane: Lane) -> str:
    """Return what the search finds a lane's events by beside what is told of them: the lane, who flies it, on what."""
    return " ".join([lane.name, getattr(lane, "operator", ""), getattr(lane, "vehicle", "")]).strip()


def _ghosts(event: Event, figure: Figure, options: Options) -> list[Record]:
    return [
        {
            "a": _ms(ghost.date.earliest_us),
            "b": _ms(ghost.date.latest_us),
            "rival": ghost.rival,
            "note": ghost.note,
            "numbers": ghost.numbers,
            "w": _points(ghost_words_width(ghost, options.theme)),
        }
        for ghost in ghosts(event, figure.axis, options)
    ]


def _loops(inset: float, turn: float, stretch: float, least: float) -> list[list[list[float]]]:
    """Return the outlines as points on the unit sphere, a few along each curve."""
    return [
        [[round(k, 3) for k in _on_curve(curve, t)] for curve in loop for t in (0.0, 1 / 3, 2 / 3)]
        for loop in outlines(inset, turn, stretch, least)
    ]


def _on_curve(curve: Sequence[Vector], t: float) -> list[float]:
    weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return [sum(w * point[k] for w, point in zip(weights, curve, strict=True)) for k in range(3)]


def _zone_name(tz: tzinfo | None) -> str:
    return str(getattr(tz, "key", "")) if tz else ""


def _file_name(title: str) -> str:
    """Return a title as the name of a file."""
    kept = "".join(c if c.isalnum() else "-" for c in title.lower())
    return "-".join(filter(None, kept.split("-")))[:60] or "timeline"


def _ms(us: int | None) -> float | None:
    if us is None:
        return None
    return us / 1000 if us % 1000 else us // 1000  # no ".0" to send


def _points(length: float) -> float:
    return round(length, 2)
