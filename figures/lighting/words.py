"""What the `lighting` figure says in words: elevations, windows, sunrises, and the whole as a description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from figures.axis import DAY, MINUTE, MONTHS, offset_us
from figures.lighting.sky import STATION_LEAST_DEG
from figures.notes import site_words
from figures.words import OUTCOME_WORDS, rival_claims, zoned
from timeline.dates import describe
from timeline.edtf import civil_from_days

if TYPE_CHECKING:
    from datetime import tzinfo

    from ephemeris.context import FloatOrRange
    from figures.lighting.plan import Span
    from figures.lighting.values import Band, LightingSky, MissionLight, SiteLight, SkyAt, Stretch
    from timeline.dates import VagueDate
    from timeline.model import Event

TELLING = 3 * DAY  # of a longer date the range of elevations says little: its windows are counted
CAVEAT = (
    "Centres of Sun and Earth over a smooth sphere; sunrise and sunset by the Sun's upper limb. "
    "Hills and crater rims are left out: half a degree of horizon moves a sunrise by an hour, by two at 60° of "
    "latitude, near the poles by days."
)


def degrees(value: float, digits: int = 1) -> str:
    """Write an angle without its sign."""
    return f"{abs(value):.{digits}f}°"


def elevation_words(value: FloatOrRange) -> str:
    """Say how high a body stands: `11.9° up`, `7.2° to 13.0° up`, `2.1° down to 4.0° up`."""
    low, high = value if isinstance(value, tuple) else (value, value)
    ways = ["down" if end < 0 else "up" for end in (low, high)]
    if low == high:
        return f"{degrees(low)} {ways[0]}"
    first, last = (high, low) if ways[1] == "down" else (low, high)
    if ways[0] == ways[1]:
        return f"{degrees(first)} to {degrees(last)} {ways[0]}"
    return f"{degrees(low)} {ways[0]} to {degrees(high)} {ways[1]}"


def sky_words(sky: SkyAt | None, *, earth: bool = False) -> str:
    """Say where the Sun stands, and the Earth where asked; nothing where it is not known."""
    if sky is None or sky.sun_deg is None:
        return ""
    words = f"Sun {elevation_words(sky.sun_deg)}"
    return (
        f"{words}, Earth {elevation_words(sky.earth_deg)}" if earth and sky.earth_deg is not None else words
    )


def event_sky_words(event: Event, mission: MissionLight, sky: SkyAt | None) -> str:
    """Say what the light is at an event: elevations where its date tells, else how many windows it holds."""
    date = event.date
    if date is None or sky is None:
        return ""
    if date.duration_us is not None and (date.is_instant or date.duration_us <= TELLING):
        return sky_words(sky, earth=event is mission.landing)
    if event is not mission.landing or date.duration_us is None:
        return ""
    lights = [stretch.sites[0] for stretch in mission.stretches]
    return f"{_count_words(lights, date)} of good light"


def _count_words(lights: Sequence[SiteLight], date: VagueDate) -> str:
    """Count the windows over a site that a date may meet; one that goes on in the next stretch is still one."""
    spans = [span for light in lights for span in light.windows if may_meet(date, span)]
    count = len(spans) - sum(before[1] == after[0] for before, after in pairwise(spans))
    return f"{count or 'no'} window{'s' * (count != 1)}"


def may_meet(date: VagueDate | None, span: Span) -> bool:
    """Tell whether a window is worth naming for a landing: any for one known to some days, else one inside its date."""
    if date is None or (date.duration_us is not None and (date.is_instant or date.duration_us <= TELLING)):
        return True
    first, last = date.earliest_us, date.latest_us
    return (last is None or span[0] < last) and (first is None or span[1] > first)


def band_words(sun: Band, earth: Band | None) -> str:
    """Say what good light is: `Sun 5° to 45° up`."""
    parts = [f"{name} {_bound_words(*band)}" for name, band in (("Sun", sun), ("Earth", earth)) if band]
    return ", ".join(parts)


def _bound_words(low: float, high: float) -> str:
    if high >= 90.0:
        return f"over {_signed(low)}"
    return f"under {_signed(high)}" if low <= -90.0 else f"{_signed(low)} to {_signed(high)}"


def _signed(value: float) -> str:
    return f"{'−' * (value < 0)}{abs(value):g}°"


def moment(us: int, tz: tzinfo | None) -> str:
    """Write an instant to the minute, without its year: `3 Jun 18:17`."""
    local = us + offset_us(tz, us) + MINUTE // 2
    minutes = local % DAY // MINUTE
    return f"{day(us, tz, MINUTE // 2)} {minutes // 60:02d}:{minutes % 60:02d}"


def day(us: int, tz: tzinfo | None, more_us: int = 0) -> str:
    """Write the day of an instant, without its year: `3 Jun`."""
    _, month, number = civil_from_days((us + offset_us(tz, us) + more_us) // DAY)
    return f"{number} {MONTHS[month - 1]}"


def days_words(span: Span, tz: tzinfo | None) -> str:
    """Write the days of a span as short as they go: `3–6 Jan`, `30 Jan–2 Feb`."""
    first, last = day(span[0], tz), day(max(span[1] - 1, span[0]), tz)
    if first == last:
        return first
    return f"{first.split()[0] if first.split()[1] == last.split()[1] else first}–{last}"


def window_words(span: Span, tz: tzinfo | None, within: Span | None = None) -> tuple[str, ...]:
    """Write a window in full, without its length, and by its days alone; an end that `within` cuts is not told."""
    start, end = moment(span[0], tz), moment(span[1], tz)
    if within and (span[0] <= within[0] or span[1] >= within[1]):
        cut = "" if span[0] > within[0] else f"until {end}" if span[1] < within[1] else "throughout"
        return cut or f"from {start}", cut or f"from {start}", days_words(span, tz)
    if start.rsplit(" ", 1)[0] == end.rsplit(" ", 1)[0]:
        end = end.rsplit(" ", 1)[1]
    length = span[1] - span[0]
    lasting = f"{length / DAY:.1f} d" if length >= DAY else f"{length / DAY * 24:.0f} h"
    return f"{start} to {end}, {lasting}", f"{start} to {end}", days_words(span, tz)


def no_window_words(light: SiteLight, sun: Band) -> str:
    """Say why there is no window, where the Sun alone is why."""
    most, least = max(light.sun.values), min(light.sun.values)
    if most < sun[0]:
        return f"none: the Sun reaches {degrees(most)} {'up' if most >= 0 else 'down'} at most"
    return f"none: the Sun stays over {degrees(least)}" if least > sun[1] else "none"


def lighting_words(light: LightingSky, title: str, span: str, tz: tzinfo | None) -> str:
    """Return the description of the whole figure: for each landing its site, its light, and every window."""
    head = f"{title}. Elevation of Sun and Earth over the landing site, {span}."
    parts = [" ".join(_mission_words(mission, light, tz)) for mission in light.missions]
    left_out = f"Left out: {'; '.join(light.left_out)}." if light.left_out else ""
    return " ".join(part for part in (head, *parts, left_out, CAVEAT) if part)


def _mission_words(mission: MissionLight, light: LightingSky, tz: tzinfo | None) -> Iterable[str]:
    at = dict(mission.at)
    yield f"{mission.lane.name}, {site_words(mission.stretches[0].sites[0].site)}:"
    told = [_event_words(event, mission, at, tz) for event in (*mission.events, *mission.later)]
    yield "; ".join(told) + "."
    for stretch in mission.stretches:
        yield from _stretch_words(stretch, mission.landing.date, light, tz)


def _event_words(event: Event, mission: MissionLight, at: Mapping[str, SkyAt], tz: tzinfo | None) -> str:
    parts = [event.label, zoned(event.date, tz) if event.date else ""]
    parts += [f"or {describe(claim.date, tz)} (contested)" for claim in rival_claims(event)]
    parts.append(OUTCOME_WORDS[event.outcome] if event.outcome not in ("done", "unknown") else "")
    parts.append(event_sky_words(event, mission, at.get(event.address)))
    return ", ".join(part for part in parts if part)


def _stretch_words(
    stretch: Stretch, date: VagueDate | None, light: LightingSky, tz: tzinfo | None
) -> Iterable[str]:
    main = stretch.sites[0]
    year = civil_from_days(stretch.start_us // DAY)[0]
    changes = sun_changes(main, stretch)
    if changes:
        yield f"In {year} " + ", ".join(f"{name} {moment(us, tz)}" for us, name in changes) + "."
    ends = stretch.start_us, stretch.end_us
    windows = "; ".join(window_words(span, tz, ends)[0] for span in main.windows if may_meet(date, span))
    yield f"Good light ({band_words(light.sun, light.earth)}): {windows or no_window_words(main, light.sun)}."
    for span in main.eclipses:
        yield f"The Earth stands before the Sun {window_words(span, tz)[1]}."
    for other in stretch.sites[1:]:
        yield f"{other.role.capitalize()} {site_words(other.site)}: {site_light_words(other, date)}."
    seeing = [
        view
        for view in stretch.stations
        if view.landing_deg is not None and view.landing_deg >= STATION_LEAST_DEG
    ]
    if seeing:
        named = ", ".join(f"{view.name} {degrees(view.landing_deg or 0.0, 0)}" for view in seeing)
        yield f"At the landing the Moon stood over {named}."


def site_light_words(light: SiteLight, date: VagueDate | None) -> str:
    """Say what the light is at another site at the landing: elevations where its date tells, else its windows."""
    if date is not None and date.duration_us is not None and (date.is_instant or date.duration_us <= TELLING):
        return sky_words(light.landing)
    return _count_words([light], date) if date and date.duration_us is not None else ""


def sun_changes(light: SiteLight, stretch: Stretch) -> Sequence[tuple[int, str]]:
    """Return the sunrises and sunsets within a stretch, in order."""
    rises = [(rise, "sunrise") for rise, _ in light.days if rise > stretch.start_us]
    return sorted(rises + [(fall, "sunset") for _, fall in light.days if fall < stretch.end_us])
