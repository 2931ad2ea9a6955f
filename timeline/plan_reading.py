"""The keys of a plan as they stand in a file, read into values, with every fault at its place.

By hand and not by pydantic: a file without a plan then pays nothing for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from timeline.dates import DateError, VagueDate, parse
from timeline.durations import DurationError, format_duration, parse_duration
from timeline.faults import Fault, did_you_mean, shown
from timeline.nodes import Path
from timeline.plan_keys import After, Band, Delay, Half, Place, Resource, Within, date_spans

Found = list[Fault]

DELAY_HINT: Final = (
    "such as 20d, {min: 20d, mode: 30d, max: 60d}, {p10: 20d, p90: 60d} or a list of observed ones"
)
DELAY_KEYS: Final = ("min", "mode", "max", "shape", "p10", "p90")
AFTER_KEYS: Final = ("event", "date", "delay", "note", "source")
WITHIN_KEYS: Final = (
    "sun_elevation",
    "sun",
    "earth_elevation",
    "station",
    "from",
    "to",
    "periods",
    "site",
    "note",
    "source",
)
SITE_KEYS: Final = ("name", "lat", "lon")
RESOURCE_KEYS: Final = ("name", "busy", "note", "source")
MOST_OBSERVED: Final = 4096

# reading: every fault goes to `found`, at its path; what is returned then is of no use


def read_after(value: Any, path: Path, found: Found) -> tuple[After, ...]:
    """Read one predecessor, or a list of them; a text is one without a delay."""
    if isinstance(value, list):
        if not value:
            found.append(Fault(path, "an empty list of predecessors", "name one, or delete the key"))
        return tuple(_read_one_after(item, (*path, index), found) for index, item in enumerate(value))
    return (_read_one_after(value, path, found),)


def _read_one_after(value: Any, path: Path, found: Found) -> After:
    if isinstance(value, After):
        return value
    if isinstance(value, str) and value.strip():
        return After(event=value.strip())
    if not _is_mapping(value, path, found, AFTER_KEYS, "such as {event: launch, delay: 20d}"):
        return After()
    if ("event" in value) == ("date" in value):
        message = (
            "both an event and a date" if "event" in value else "neither an event nor a date to come after"
        )
        found.append(Fault(path, message, "give one: {event: launch, delay: 20d}"))
    event = _text(value, "event", path, found)
    date = _date(value, "date", path, found)
    delay = read_delay(value.get("delay", "0d"), (*path, "delay"), found)
    return After(event, date, delay, _text(value, "note", path, found), _text(value, "source", path, found))


def read_delay(value: Any, path: Path, found: Found) -> Delay:
    """Read a length of time: one, three points, two percentiles, or a list of observed ones."""
    if isinstance(value, Delay):
        return value
    if isinstance(value, list):
        return _read_observed(value, path, found)
    if not isinstance(value, Mapping):
        return Delay("fixed", (_duration(value, path, found),))
    if not _is_mapping(value, path, found, DELAY_KEYS, DELAY_HINT):
        return Delay("fixed", (0,))
    if "p10" in value or "p90" in value:
        return _read_percentiles(value, path, found)
    return _read_points(value, path, found)


def _read_observed(value: list[Any], path: Path, found: Found) -> Delay:
    if not 2 <= len(value) <= MOST_OBSERVED:
        few = "at least two" if len(value) < 2 else f"at most {MOST_OBSERVED}"
        found.append(
            Fault(path, f"a list of {len(value)} observed delays", f"give {few}, such as [20d, 25d, 31d]")
        )
    return Delay(
        "observed", tuple(sorted(_duration(each, (*path, i), found) for i, each in enumerate(value)))
    )


def _read_percentiles(value: Mapping[str, Any], path: Path, found: Found) -> Delay:
    low, high = _ordered(value, ("p10", "p90"), path, found)
    if low == 0 and not _missing(value, ("p10", "p90")):
        found.append(
            Fault((*path, "p10"), "a lognormal delay has no p10 of 0", "give a little more, such as 1h")
        )
    if low == high and low:
        found.append(Fault(path, "p10 and p90 are the same", f"write delay: {format_duration(low)}"))
    return Delay("lognormal", (low, high))


def _read_points(value: Mapping[str, Any], path: Path, found: Found) -> Delay:
    points = _ordered(value, ("min", "mode", "max"), path, found)
    shape = value.get("shape", "pert")
    if shape not in ("pert", "triangular"):
        message = f"{shown(shape)} is no shape of a delay"
        found.append(Fault((*path, "shape"), message, "one of: pert, triangular"))
    if len(set(points)) == 1 and points[0] and not _missing(value, ("min", "mode", "max")):
        found.append(Fault(path, "min and max are the same", f"write delay: {format_duration(points[0])}"))
    return Delay("triangular" if shape == "triangular" else "pert", points)


def _ordered(value: Mapping[str, Any], keys: tuple[str, ...], path: Path, found: Found) -> tuple[int, ...]:
    """Read lengths that must not fall from one key to the next."""
    others = [key for key in value if key not in (*keys, "shape" if "min" in keys else "")]
    if others:
        found.append(Fault((*path, others[0]), f"{others[0]} does not go with {keys[0]}", DELAY_HINT))
    missing = _missing(value, keys)
    if missing:
        found.append(Fault(path, f"{missing[0]!r} is missing", f"a delay has {', '.join(keys)}"))
    known = [(key, _duration(value[key], (*path, key), found)) for key in keys if key in value]
    for (before, low), (after, high) in pairwise(known):
        if low > high:
            told = f"{before} ({format_duration(low)}) is more than {after} ({format_duration(high)})"
            found.append(Fault((*path, before), told, "swap them"))
    return tuple(us for _, us in known) if not missing else (0,) * len(keys)


def _missing(value: Mapping[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key not in value]


def read_within(value: Any, path: Path, found: Found) -> Within | None:
    """Read the conditions under which an event may happen."""
    if isinstance(value, Within):
        return value
    if not _is_mapping(value, path, found, WITHIN_KEYS, "such as {sun_elevation: 5..45, from: 2028-03}"):
        return None
    within = Within(
        sun=_band(value, "sun_elevation", path, found),
        half=_half(value, path, found),
        earth=_band(value, "earth_elevation", path, found),
        stations=_stations(value.get("station", []), (*path, "station"), found),
        start=_date(value, "from", path, found),
        end=_date(value, "to", path, found),
        periods=_periods(value.get("periods", []), (*path, "periods"), found),
        place=_place(value["site"], (*path, "site"), found) if "site" in value else None,
        note=_text(value, "note", path, found),
        source=_text(value, "source", path, found),
    )
    if not (within.asks_the_sky or within.start or within.end or within.periods):
        hint = "one of: sun_elevation, sun, earth_elevation, station, from, to, periods"
        found.append(Fault(path, "nothing is asked for here", hint))
    _find_no_time(within, path, found)
    return within


def _find_no_time(within: Within, path: Path, found: Found) -> None:
    """Find dates that leave no time at all."""
    first = within.start.earliest_us if within.start else None
    last = within.end.latest_us if within.end else None
    if first is not None and last is not None and first >= last:
        message = f"no time is left from {within.start} to {within.end}"
        found.append(Fault((*path, "to"), message, "swap them"))
    elif within.periods and not date_spans(within):
        found.append(
            Fault((*path, "periods"), "no period lies between from and to", "move the one or the other")
        )


def read_probability(value: Any, path: Path, found: Found) -> float:
    """Read a chance: 0 to 1, or per cent."""
    if value is None:
        found.append(Fault(path, "there is no value here", "give one, or delete the key"))
        return 1.0
    if isinstance(value, float):
        return value
    text = str(value).strip()
    number = re.fullmatch(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*(%?)", text)
    chance = float(number[1]) / (100.0 if number[2] else 1.0) if number else -1.0
    if not 0.0 <= chance <= 1.0:
        hint = (
            f"write {text}%, or {float(text) / 100:g}"
            if number and not number[2] and chance <= 100
            else "0.9 or 90%"
        )
        found.append(Fault(path, f"{shown(value)} is no probability from 0 to 1", hint))
    return chance


def read_resource(value: Any, path: Path, found: Found) -> Resource | None:
    """Read what serves one event at a time."""
    if isinstance(value, Resource):
        return value
    hint = "such as {name: pad-39a, busy: 20d}"
    if not _is_mapping(value, path, found, RESOURCE_KEYS, hint):
        return None
    for key in ("name", "busy"):
        if key not in value:
            found.append(Fault(path, f"{key!r} is missing", hint))
    return Resource(
        _text(value, "name", path, found),
        read_delay(value.get("busy", "0d"), (*path, "busy"), found),
        _text(value, "note", path, found),
        _text(value, "source", path, found),
    )


def _is_mapping(value: Any, path: Path, found: Found, keys: tuple[str, ...], hint: str) -> bool:
    if value is None:
        found.append(Fault(path, "there is no value here", "give one, or delete the key"))
        return False
    if not isinstance(value, Mapping):
        found.append(Fault(path, f"{shown(value)} is not a mapping of keys and values", hint))
        return False
    for key in value:
        if key not in keys:
            found.append(Fault((*path, key), f"unknown key {key!r}", did_you_mean(str(key), keys)))
    return True


def _text(value: Mapping[str, Any], key: str, path: Path, found: Found) -> str:
    text = value.get(key, "")
    if not isinstance(text, str) or (key in value and not text.strip()):
        found.append(
            Fault(
                (*path, key), f"{shown(text)} is not a text", "put a text that starts with [ or { in quotes"
            )
        )
        return ""
    return text.strip()


def _duration(value: Any, path: Path, found: Found) -> int:
    try:
        return parse_duration("" if value is None else str(value))
    except DurationError as error:
        found.append(Fault(path, error.message, error.hint))
        return 0


def _date(value: Mapping[str, Any], key: str, path: Path, found: Found) -> VagueDate | None:
    return _read_date(value[key], (*path, key), found) if key in value else None


def _read_date(value: Any, path: Path, found: Found) -> VagueDate | None:
    if isinstance(value, VagueDate):
        return value
    try:
        date = parse(value if isinstance(value, str) else str(value))
    except DateError as error:
        found.append(Fault(path, error.message, error.hint))
        return None
    if date.is_unknown:
        found.append(Fault(path, f"{shown(value)} bounds nothing", "give a date, or delete the key"))
    return date


def _periods(value: Any, path: Path, found: Found) -> tuple[VagueDate, ...]:
    items = value if isinstance(value, list) else [value]
    dates = [_read_date(item, (*path, i) if value is items else path, found) for i, item in enumerate(items)]
    return tuple(date for date in dates if date is not None)


def _band(value: Mapping[str, Any], key: str, path: Path, found: Found) -> Band | None:
    if key not in value:
        return None
    low, dots, high = str(value[key]).partition("..")
    try:
        band = float(low) if low.strip() else -90.0, float(high) if high.strip() else 90.0
    except ValueError:
        dots = ""
        band = (-90.0, 90.0)
    if not dots or not all(abs(end) <= 90.0 for end in band):
        message = f"{shown(value[key])} is no range of degrees from -90 to 90"
        found.append(Fault((*path, key), message, "such as 5..45, 5.. or ..45"))
    elif band[0] >= band[1]:
        message = f"{low.strip()}..{high.strip()} leaves no elevation between"
        found.append(
            Fault(
                (*path, key),
                message,
                f"the lower end first: {band[1]:g}..{band[0]:g}" if band[0] > band[1] else "give a range",
            )
        )
    return band


def _half(value: Mapping[str, Any], path: Path, found: Found) -> Half | None:
    half = value.get("sun")
    if half == "morning":
        return "morning"
    if half != "evening" and "sun" in value:
        hint = "morning or evening; its height is sun_elevation: 5..45"
        found.append(Fault((*path, "sun"), f"{shown(half)} is no half of a day", hint))
    return "evening" if half == "evening" else None


def _stations(value: Any, path: Path, found: Found) -> tuple[tuple[str, float], ...]:
    items = value if isinstance(value, list) else [value]
    stations = []
    for index, item in enumerate(items):
        at = (*path, index) if value is items else path
        name, colon, least = str(item).rpartition(":")
        try:
            station = (name if colon else least).strip(), float(least) if colon else 0.0
        except ValueError:
            station = "", 0.0
        if not station[0] or not abs(station[1]) < 90.0 or isinstance(item, Mapping | list):
            hint = 'a name, or a name and the least elevation: "Usuda:10"'
            found.append(Fault(at, f"{shown(item)} is no ground station", hint))
        stations.append(station)
    return tuple(stations)


def _place(value: Any, path: Path, found: Found) -> Place | None:
    if isinstance(value, Place):
        return value
    if not _is_mapping(value, path, found, SITE_KEYS, "such as {name: assumed, lat: 45, lon: 20}"):
        return None
    degrees = []
    for key, limit in (("lat", 90.0), ("lon", 360.0)):
        try:
            degrees.append(float(str(value.get(key))))
        except ValueError:
            degrees.append(float("nan"))
        if not abs(degrees[-1]) <= limit:
            told = f"{shown(value[key])} is no place on the Moon" if key in value else f"{key!r} is missing"
            at = (*path, key) if key in value else path
            found.append(Fault(at, told, f"degrees from -{limit:g} to {limit:g}"))
    return Place(_text(value, "name", path, found), degrees[0], degrees[1])


Reader = Callable[[Any, Path, Found], Any]
READERS: Final[dict[str, Reader]] = {
    "after": read_after,
    "within": read_within,
    "probability": read_probability,
    "resource": read_resource,
}
