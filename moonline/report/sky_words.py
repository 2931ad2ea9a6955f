"""The sky of an event in the words of a language: the Moon, and Sun and Earth over the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.notes import site_words

if TYPE_CHECKING:
    from datetime import tzinfo

    import numpy as np

    from ephemeris.context import FloatOrRange, MoonContext
    from ephemeris.eclipses import Eclipse
    from ephemeris.sites_context import SiteContext
    from moonline.report.words import Words
    from timeline.model import Site

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing and its value, both in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MoonEntry:
    """The Moon of an event as seen from the Earth's centre: in words, and as (least, greatest).

    `lit` is the illuminated fraction, 0 to 1; `longitude_deg` the phase longitude, unwrapped where a range runs
    over 360; `tilt_deg` the bright limb's angle from north through east, None where a date has no single one.
    `words` is "" and the numbers are None where the sky is not known.
    """

    words: str
    facts: tuple[Fact, ...]
    lit: Range | None
    longitude_deg: Range | None
    tilt_deg: float | None


@dataclass(frozen=True, slots=True)
class LightEntry:
    """Sun and Earth over an event's site, in words, and their elevations in degrees as (least, greatest)."""

    site: str
    words: str
    facts: tuple[Fact, ...]
    sun_deg: Range | None
    earth_deg: Range | None


def moon_entry(context: MoonContext | None, words: Words) -> MoonEntry | None:
    """Return the Moon of an event; None for an event without a bounded date."""
    if context is None:
        return None
    if context.phase_name is None or context.illuminated_fraction is None:
        return MoonEntry("", (Fact(words.text("fact.phase"), words.text("moon.outside")),), None, None, None)
    lit = _pair(context.illuminated_fraction)
    phase = words.phase(context.phase_name)
    said = phase
    if context.phase_name != "any":
        said = words.text("moon.lit", phase=phase, share=_ends(words, lit, lambda end: str(round(100 * end))))
    return MoonEntry(
        said,
        _moon_facts(context, phase, words),
        lit,
        _pair(context.phase_longitude_deg),
        context.bright_limb_angle_deg,
    )


def _moon_facts(context: MoonContext, phase: str, words: Words) -> tuple[Fact, ...]:
    told: dict[str, str] = {"phase": phase}
    if context.phase_name != "any":
        told["illuminated"] = (
            _ends(words, _pair(context.illuminated_fraction), lambda end: f"{100 * end:.1f}") + " %"
        )
        age = _ends(words, _pair(context.age_days), lambda end: f"{end:.1f}")
        told["age"] = words.text("moon.days", days=age) if age else ""
    distance = _ends(words, _pair(context.distance_km), lambda end: f"{end:,.0f}")
    told["distance"] = words.text("moon.distance", km=distance) if distance else ""
    return _facts(told, words)


def light_entry(
    site: Site | None, context: SiteContext | None, words: Words, tz: tzinfo | None
) -> LightEntry | None:
    """Return the light over an event's site; None for an event that is at none, or of which nothing is known."""
    if site is None or context is None or context.sun_elevation_deg is None:
        return None
    sun, earth = _pair(context.sun_elevation_deg), _pair(context.earth_elevation_deg)
    heights = elevation(sun, words), elevation(earth, words)
    told = {
        "site": site_words(site),
        "sun": words.joined([heights[0], _still(context, words)]),
        "earth": heights[1],
        "sunrise": _moment(context.sunrise, words, tz),
        "sunset": _moment(context.sunset, words, tz),
        "eclipse": words.joined([_eclipse(each, words) for each in context.eclipses or ()], "join.clauses"),
    }
    said = words.text("sky.lighting", sun=heights[0], earth=heights[1])
    return LightEntry(site_words(site), said, _facts(told, words), sun, earth)


def elevation(heights: Range | None, words: Words) -> str:
    """Say how high a body stands: "11.9° up", "2.1° down to 4.0° up"; "" where it is not known."""
    if heights is None:
        return ""
    low, high = (f"{abs(end):.1f}°" for end in heights)
    down, up = heights[1] < 0, heights[0] >= 0
    if not (down or up):
        return words.text("sky.across", low=low, high=high)
    side = "up" if up else "down"
    if low == high:
        return words.text(f"sky.{side}", angle=low)
    ends = (low, high) if up else (high, low)
    return words.text(f"sky.{side}-range", low=ends[0], high=ends[1])


def _still(context: SiteContext, words: Words) -> str:
    keys = {"always up": "sky.always-up", "never up": "sky.never-up"}
    return words.text(keys[context.sun]) if context.sun in keys else ""


def _eclipse(eclipse: Eclipse, words: Words) -> str:
    return words.text(
        "eclipse", kind=words.text(f"eclipse.{eclipse.kind}"), body=words.text(f"body.{eclipse.body}")
    )


def _moment(time: np.datetime64 | None, words: Words, tz: tzinfo | None) -> str:
    """Say an instant to the minute."""
    from timeline.dates import parse
    from timeline.edtf import MINUTE, instant_text

    if time is None:
        return ""
    us = int(time.astype("M8[us]").astype("int64"))
    return words.date(parse(instant_text((us + MINUTE // 2) // MINUTE * MINUTE, "minute")), tz)


def _facts(told: dict[str, str], words: Words) -> tuple[Fact, ...]:
    return tuple(Fact(words.text(f"fact.{key}"), value) for key, value in told.items() if value)


def _pair(value: FloatOrRange | None) -> Range | None:
    """Return a value as (least, greatest)."""
    if value is None:
        return None
    return value if isinstance(value, tuple) else (value, value)


def _ends(words: Words, value: Range | None, write: Callable[[float], str]) -> str:
    return "" if value is None else words.range((write(value[0]), write(value[1])))
