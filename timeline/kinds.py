"""The closed lists of a mission file: what kind an event is, how it came out, how a plan moved."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Kind = Literal[
    "launch",
    "manoeuvre",
    "flyby",
    "lunar_orbit_insertion",
    "separation",
    "docking",
    "descent",
    "landing_attempt",
    "surface_operations",
    "eva",
    "ascent",
    "departure",
    "reentry",
    "splashdown",
    "end_of_mission",
    "milestone",
    "agreement",
    "contract",
    "announcement",
    "founding",
    "funding",
    "organisation",
    "operation",
    "proposal",
    "study",
    "other",
]
"""What an event is. Kinds choose the mark that is drawn; `other` is for everything else."""

Outcome = Literal["success", "failure", "partial", "done", "planned", "cancelled", "superseded", "unknown"]
"""How an event came out.

`done` happened where success is no question (a founding, an announcement); `superseded` is a plan that gave
way to another one before it could fail.
"""

Status = Literal["actual", "planned"]
"""Whether a date tells what happened or what is meant to."""

Move = Literal["slip", "pull-in", "firmed", "loosened", "unchanged"]
"""How a plan moved: later, earlier, known more closely, known less closely, or not at all."""

KINDS: tuple[Kind, ...] = get_args(Kind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
UNFULFILLED: tuple[Outcome, ...] = ("planned", "cancelled", "superseded")
"""Outcomes of which a date can only be a plan."""

_KIND_NAMES: dict[Kind, tuple[str, ...]] = {
    "launch": ("liftoff", "lift_off", "takeoff"),
    "manoeuvre": ("maneuver", "burn", "tcm", "correction", "orbit_raising", "orbit_correction"),
    "flyby": ("fly_by", "swingby", "gravity_assist"),
    "lunar_orbit_insertion": ("loi", "orbit_insertion", "lunar_orbit", "lunar_orbit_injection"),
    "separation": ("deployment", "deploy", "undocking"),
    "docking": ("rendezvous", "berthing"),
    "descent": ("powered_descent", "pdi", "deorbit"),
    "landing_attempt": (
        "landing",
        "touchdown",
        "lunar_landing",
        "moon_landing",
        "soft_landing",
        "crash",
        "impact",
    ),
    "surface_operations": ("surface", "surface_ops", "drive", "sampling"),
    "eva": ("moonwalk", "spacewalk"),
    "ascent": ("lunar_liftoff", "lunar_ascent"),
    "departure": (
        "tli",
        "trans_lunar_injection",
        "translunar_injection",
        "tei",
        "trans_earth_injection",
        "transearth_injection",
    ),
    "reentry": ("re_entry",),
    "splashdown": ("earth_landing",),
    "end_of_mission": ("end", "mission_end", "eom", "loss_of_contact", "loss_of_signal", "shutdown"),
    "founding": ("founded", "foundation"),
    "funding": ("investment",),
    "organisation": ("organization", "reorganisation", "reorganization"),
    "announcement": ("announced", "press_release"),
}
_OUTCOME_NAMES: dict[Outcome, tuple[str, ...]] = {
    "success": ("successful", "succeeded", "ok"),
    "failure": ("failed", "fail", "unsuccessful", "lost", "crashed"),
    "partial": ("partial_success", "partial_failure", "partially_successful", "partly", "mixed"),
    "done": ("happened", "completed", "complete", "occurred"),
    "planned": ("tbd", "tba", "upcoming", "scheduled", "pending", "future", "plan", "delayed", "postponed"),
    "cancelled": ("canceled", "dropped", "scrapped"),
    "superseded": ("replaced",),
    "unknown": ("unclear", "not_known"),
}
KIND_NAMES: Final[Mapping[str, Kind]] = MappingProxyType(
    {name: kind for kind, names in _KIND_NAMES.items() for name in names}
)
"""What else people call a kind; an error answers with the kind."""

OUTCOME_NAMES: Final[Mapping[str, Outcome]] = MappingProxyType(
    {name: outcome for outcome, names in _OUTCOME_NAMES.items() for name in names}
)
"""What else people call an outcome; an error answers with the outcome."""
