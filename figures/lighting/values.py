"""What the `lighting` figure is laid out from: the light over sites in stretches of time, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from figures.curves import Curve

if TYPE_CHECKING:
    from ephemeris.context import FloatOrRange
    from figures.lighting.plan import Span
    from timeline.model import Event, Mission, Site

Band: TypeAlias = tuple[float, float]
"""The least and the greatest elevation that is asked for, in degrees."""


@dataclass(frozen=True, slots=True)
class SkyAt:
    """Elevations at a date in degrees: a number for an instant, (least, greatest) for a vague date, None unknown."""

    sun_deg: FloatOrRange | None
    earth_deg: FloatOrRange | None


@dataclass(frozen=True, slots=True)
class SiteLight:
    """The light over a site in a stretch of time; `days` are those of the Sun's upper limb.

    `windows` are where the Sun (and the Earth, where asked) stands in the band, uneclipsed; `eclipses` are
    where the Earth covers any of a risen Sun. `landing` is the sky at the landing's date.
    """

    site: Site
    role: str  # "", "target" or "backup"
    sun: Curve
    earth: Curve
    days: tuple[Span, ...]
    windows: tuple[Span, ...]
    eclipses: tuple[Span, ...]
    landing: SkyAt


@dataclass(frozen=True, slots=True)
class StationView:
    """When a ground station has the Moon high enough, and how high it has it at a landing that is an instant."""

    name: str
    spans: tuple[Span, ...]
    landing_deg: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The light from `start_us` to `end_us`: over the site of the landing first, then over the others."""

    start_us: int
    end_us: int
    sites: tuple[SiteLight, ...]
    stations: tuple[StationView, ...]


@dataclass(frozen=True, slots=True)
class MissionLight:
    """The light around one landing: its stretches in order of time, and the sky at each event over its site.

    `events` happen at the site within the stretches, `later` beyond them.
    """

    lane: Mission
    landing: Event
    stretches: tuple[Stretch, ...]
    events: tuple[Event, ...]
    later: tuple[Event, ...]
    at: tuple[tuple[str, SkyAt], ...]


@dataclass(frozen=True, slots=True)
class LightingSky:
    """The light around the landings of several missions, the bands that were asked, and what is left out."""

    missions: tuple[MissionLight, ...]
    sun: Band
    earth: Band | None
    left_out: tuple[str, ...] = ()
