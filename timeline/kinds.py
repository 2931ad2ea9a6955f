"""The closed lists of a mission file: what kind an event is, how it came out, how a plan moved."""

from __future__ import annotations

from typing import Literal, get_args

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
