"""When the sky lets the events of a plan happen: found once, before anything is sampled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ephemeris.conditions import SUN_STEP_DAYS, earth_elevation, moon_above, sun_elevation
from ephemeris.kernel import Kernel, load_kernel
from ephemeris.scales import Floats, Instants
from ephemeris.search import Condition, Spans, find_spans
from ephemeris.site import site
from ephemeris.stations import Station, find_station
from timeline.faults import Fault
from timeline.plan import PlanError
from timeline.windows import Windows, dated_spans

if TYPE_CHECKING:
    from timeline.plan import Plan, Step
    from timeline.plan_keys import Half, Within

_MARGIN = np.timedelta64(1, "D")
EVER_DAYS = 6940  # 19 years, a cycle of the node: what the sky does not show in them, it never does


def find_plan_windows(plan: Plan, kernel: Kernel | None = None) -> dict[str, Windows]:
    """Find the windows of every step of a plan that asks for any, by its address.

    Dates bound the search, which else goes on to the plan's horizon (34 years from its origin) or the kernel's
    end, whichever is first. Elevations are over a sphere of 1737.4 km. Raises PlanError with every step that
    has no window at all, or names a station that is not known.
    """
    found: dict[str, Windows] = {}
    faults: list[Fault] = []
    for step in plan.steps:
        if step.within is None or step.fixed:
            continue
        try:
            found[step.address] = _windows(plan, step, kernel)
        except PlanError as error:
            faults += error.faults
    if faults:
        raise PlanError(faults)
    return found


def _windows(plan: Plan, step: Step, kernel: Kernel | None) -> Windows:
    assert step.within is not None
    dated = dated_spans(plan, step.address)
    if not dated:
        hint = f"the plan begins on {np.datetime64(plan.origin_us, 'us').astype('M8[D]')}: move the dates"
        raise _fault(step, "its dates are over before the plan begins", hint)
    if not step.within.asks_the_sky:
        return Windows(dated, dated[-1][1])
    return _lit(step, dated, kernel or load_kernel())


def _lit(step: Step, dated: tuple[tuple[int, int], ...], kernel: Kernel) -> Windows:
    """Find when the sky is as asked, in the dates that are left; a day of margin keeps the kernel's ends clear."""
    known = [
        each.astype("M8[us]").astype(np.int64) for each in (kernel.start + _MARGIN, kernel.end - _MARGIN)
    ]
    spans = [(max(a, int(known[0])), min(b, int(known[1]))) for a, b in dated]
    spans = [(a, b) for a, b in spans if a < b]
    if not spans:
        raise _fault(
            step, f"its dates are outside what the ephemeris knows, {kernel.years}", "move the dates"
        )
    start, end = spans[0][0], spans[-1][1]
    asked = _conditions(step, kernel)
    wanted = Spans(*(np.array([each[side] for each in spans], "M8[us]") for side in (0, 1)))
    found = _found(step, asked, wanted, kernel)
    if not found:
        raise _dark(step, asked, start, end, kernel)
    return Windows(found, end, light=step.within is not None and step.within.asks_for_light)


def _found(
    step: Step, asked: Sequence[Condition], wanted: Spans, kernel: Kernel
) -> tuple[tuple[int, int], ...]:
    assert step.within is not None
    start, end = wanted.starts[0], wanted.ends[-1]
    lit = find_spans(asked, start, end, within=wanted) if asked else wanted
    if step.within.stations and len(lit):
        stations = _stations(step, step.within)
        seen = [
            find_spans(moon_above(place, least, kernel), start, end, within=lit) for place, least in stations
        ]
        return _union(seen)
    return _plain(lit)


def _conditions(step: Step, kernel: Kernel) -> list[Condition]:
    """Return what is asked over the site."""
    within = step.within
    assert within is not None
    place = step.latitude_deg, step.longitude_deg
    asked = ((within.sun, sun_elevation), (within.earth, earth_elevation))
    if place[0] is None or place[1] is None:
        return []
    found = [make(place[0], place[1], *_open(band), kernel) for band, make in asked if band is not None]
    return [*found, _half(place[0], place[1], within.half, kernel)] if within.half else found


def _half(latitude_deg: float, longitude_deg: float, half: Half, kernel: Kernel) -> Condition:
    """Ask that it be before noon at a site on the Moon, or after."""

    def value(times: Instants) -> Floats:
        hours = site(times, latitude_deg, longitude_deg, kernel=kernel).local_time_hours
        return np.asarray(np.sin(2.0 * np.pi * hours / 24.0))  # from midnight to noon above 0

    ends = (0.0, np.inf) if half == "morning" else (-np.inf, 0.0)
    return Condition(value, SUN_STEP_DAYS, *ends)


def _open(band: tuple[float, float]) -> tuple[float, float]:
    """Return a band with the ends open that bound nothing."""
    return (band[0] if band[0] > -90.0 else -np.inf, band[1] if band[1] < 90.0 else np.inf)


def _stations(step: Step, within: Within) -> list[tuple[Station, float]]:
    found = []
    for name, least in within.stations:
        latitude, comma, longitude = name.partition(",")
        try:
            place = Station(name, float(latitude), float(longitude)) if comma else find_station(name)
        except (ValueError, KeyError) as error:
            told = str(error.args[0]) if error.args else name
            raise _fault(step, told, "a name, or LAT,LON in degrees", "station") from None
        found.append((place, least))
    return found


def _union(several: Sequence[Spans]) -> tuple[tuple[int, int], ...]:
    """Return the spans that lie in any of several lists."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for spans in several for span in _plain(spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _plain(spans: Spans) -> tuple[tuple[int, int], ...]:
    starts, ends = (each.astype("M8[us]").astype(np.int64).tolist() for each in (spans.starts, spans.ends))
    return tuple(zip(starts, ends, strict=True))


def _dark(step: Step, asked: Sequence[Condition], start: int, end: int, kernel: Kernel) -> PlanError:
    """Say why there is no window: never at this site, or not in these dates."""
    times = np.datetime64(start, "us") + np.arange(0, EVER_DAYS, 0.25) * np.timedelta64(86_400_000_000, "us")
    times = times[times < kernel.end - _MARGIN]
    ranges = [(condition.value(times), condition) for condition in asked]
    for values, condition in ranges:
        if values.max() < condition.least or values.min() > condition.greatest:
            what = "Sun" if condition.step_days > 1.5 else "Earth"
            told = (
                f"the {what} stands between {values.min():.1f} and {values.max():.1f} degrees over the site"
            )
            return _fault(step, f"no window: {told}, never as asked", "ask for an elevation in that range")
    days = " to ".join(str(np.datetime64(us, "us").astype("M8[D]")) for us in (start, end))
    return _fault(step, f"no window in all of {days}", "ask for less, or for other dates")


def _fault(step: Step, message: str, hint: str, key: str = "") -> PlanError:
    path = (*step.path, "within", *((key,) if key else ()))
    return PlanError([Fault(path, f"{step.address}: {message}", hint)])
