"""The values of a plan as a file has them: what reading makes the same values of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from timeline.durations import format_duration
from timeline.plan_keys import After, Delay, Resource, Within


def write_after(after: tuple[After, ...]) -> Any:
    """Write predecessors as the file has them: one as a mapping, several as a list."""
    plain = [_write_one_after(each) for each in after]
    return plain[0] if len(plain) == 1 else plain


def _write_one_after(after: After) -> dict[str, Any]:
    plain: dict[str, Any] = {"event": after.event} if after.event else {}
    if after.date is not None:
        plain["date"] = after.date.text
    return {**plain, "delay": write_delay(after.delay), **_notes(after)}


def write_delay(delay: Delay) -> Any:
    """Write a delay as the file has it."""
    texts = [format_duration(us) for us in delay.values_us]
    if delay.shape == "fixed":
        return texts[0]
    if delay.shape == "observed":
        return texts
    if delay.shape == "lognormal":
        return dict(zip(("p10", "p90"), texts, strict=True))
    return {**dict(zip(("min", "mode", "max"), texts, strict=True)), "shape": delay.shape}


def write_within(within: Within | None) -> Any:
    """Write conditions as the file has them."""
    if within is None:
        return None
    plain: dict[str, Any] = {}
    for key, band in (("sun_elevation", within.sun), ("earth_elevation", within.earth)):
        if band is not None:
            plain[key] = f"{band[0]:.12g}..{band[1]:.12g}"
    if within.half is not None:
        plain["sun"] = within.half
    if within.stations:
        plain["station"] = [f"{name}:{least:.12g}" for name, least in within.stations]
    for key, date in (("from", within.start), ("to", within.end)):
        if date is not None:
            plain[key] = date.text
    if within.periods:
        plain["periods"] = [period.text for period in within.periods]
    if within.place is not None:
        plain["site"] = {"name": within.place.name, "lat": within.place.lat, "lon": within.place.lon}
        plain["site"] = {key: value for key, value in plain["site"].items() if value != ""}
    return {**plain, **_notes(within)}


def write_resource(resource: Resource | None) -> Any:
    """Write a resource as the file has it."""
    if resource is None:
        return None
    return {"name": resource.name, "busy": write_delay(resource.busy), **_notes(resource)}


def _notes(value: After | Within | Resource) -> dict[str, str]:
    return {key: text for key in ("note", "source") if (text := getattr(value, key))}


WRITERS: Final[dict[str, Callable[[Any], Any]]] = {
    "after": write_after,
    "within": write_within,
    "resource": write_resource,
}
