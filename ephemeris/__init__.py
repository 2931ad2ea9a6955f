"""Where Sun, Earth and Moon stand: the only room that knows skyfield.

Everything is vectorised over times (numpy datetime64, UTC; UT1 before 1972): arrays in, a frozen struct
of arrays out. Names are loaded when they are first used, so that importing this package costs nothing. Two
functions have their module's name and are imported from it: `ephemeris.moon.moon`, `ephemeris.site.site`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ephemeris.conditions import (
        earth_elevation,
        earth_in_view,
        moon_above,
        no_eclipse,
        sun_elevation,
        sun_in_view,
        sun_not_eclipsed,
    )
    from ephemeris.context import Dated, MoonContext, moon_context
    from ephemeris.days import SunTimes, sun_times
    from ephemeris.eclipses import (
        Eclipse,
        LunarEclipses,
        SolarEclipses,
        eclipses_during,
        find_lunar_eclipses,
        find_solar_eclipses,
    )
    from ephemeris.horizon import Horizon, load_horizon
    from ephemeris.kernel import Kernel, KernelRangeError, load_kernel
    from ephemeris.moon import Moon
    from ephemeris.near import Apsides, Near, Nodes, find_apsides, find_near, find_nodes
    from ephemeris.phases import Phases, find_phases, phase_after, phase_before, phase_name
    from ephemeris.plan_windows import find_plan_windows
    from ephemeris.scales import last_leap_second
    from ephemeris.search import Condition, Spans, find_spans
    from ephemeris.site import SiteSky, moon_and_site
    from ephemeris.sites_context import SiteContext, site_context
    from ephemeris.stations import STATIONS, MoonFromStation, Station, find_station, moon_from_station

_HOMES: Final = {
    "conditions": (
        "earth_elevation",
        "earth_in_view",
        "moon_above",
        "no_eclipse",
        "sun_elevation",
        "sun_in_view",
        "sun_not_eclipsed",
    ),
    "context": ("Dated", "MoonContext", "moon_context"),
    "days": ("SunTimes", "sun_times"),
    "eclipses": (
        "Eclipse",
        "LunarEclipses",
        "SolarEclipses",
        "eclipses_during",
        "find_lunar_eclipses",
        "find_solar_eclipses",
    ),
    "horizon": ("Horizon", "load_horizon"),
    "kernel": ("Kernel", "KernelRangeError", "load_kernel"),
    "moon": ("Moon",),
    "near": ("Apsides", "Near", "Nodes", "find_apsides", "find_near", "find_nodes"),
    "phases": ("Phases", "find_phases", "phase_after", "phase_before", "phase_name"),
    "plan_windows": ("find_plan_windows",),
    "scales": ("last_leap_second",),
    "search": ("Condition", "Spans", "find_spans"),
    "site": ("SiteSky", "moon_and_site"),
    "sites_context": ("SiteContext", "site_context"),
    "stations": ("STATIONS", "MoonFromStation", "Station", "find_station", "moon_from_station"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "STATIONS",
    "Apsides",
    "Condition",
    "Dated",
    "Eclipse",
    "Horizon",
    "Kernel",
    "KernelRangeError",
    "LunarEclipses",
    "Moon",
    "MoonContext",
    "MoonFromStation",
    "Near",
    "Nodes",
    "Phases",
    "SiteContext",
    "SiteSky",
    "SolarEclipses",
    "Spans",
    "Station",
    "SunTimes",
    "earth_elevation",
    "earth_in_view",
    "eclipses_during",
    "find_apsides",
    "find_lunar_eclipses",
    "find_near",
    "find_nodes",
    "find_phases",
    "find_plan_windows",
    "find_solar_eclipses",
    "find_spans",
    "find_station",
    "last_leap_second",
    "load_horizon",
    "load_kernel",
    "moon_above",
    "moon_and_site",
    "moon_context",
    "moon_from_station",
    "no_eclipse",
    "phase_after",
    "phase_before",
    "phase_name",
    "site_context",
    "sun_elevation",
    "sun_in_view",
    "sun_not_eclipsed",
    "sun_times",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
