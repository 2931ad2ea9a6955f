"""Where Sun, Earth and Moon stand: the only room that knows skyfield.

Everything is vectorised over times (numpy datetime64, UTC; UT1 before 1972): arrays in, a frozen struct
of arrays out. Names are loaded when they are first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ephemeris.context import Dated, MoonContext, moon_context
    from ephemeris.kernel import Kernel, KernelRangeError, load_kernel
    from ephemeris.moon import Moon, moon
    from ephemeris.near import Apsides, Nodes, find_apsides, find_nodes
    from ephemeris.phases import Phases, find_phases, phase_after, phase_before, phase_name

_HOMES: Final = {
    "context": ("Dated", "MoonContext", "moon_context"),
    "kernel": ("Kernel", "KernelRangeError", "load_kernel"),
    "moon": ("Moon", "moon"),
    "near": ("Apsides", "Nodes", "find_apsides", "find_nodes"),
    "phases": ("Phases", "find_phases", "phase_after", "phase_before", "phase_name"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Apsides",
    "Dated",
    "Kernel",
    "KernelRangeError",
    "Moon",
    "MoonContext",
    "Nodes",
    "Phases",
    "find_apsides",
    "find_nodes",
    "find_phases",
    "load_kernel",
    "moon",
    "moon_context",
    "phase_after",
    "phase_before",
    "phase_name",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
