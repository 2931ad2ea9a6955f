"""What happened, when, and who says so: dates as vague as they are known, claims, events, missions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.dates import DateError, VagueDate, describe, parse
    from timeline.history import Step
    from timeline.missionfile import (
        Finding,
        MissionFileError,
        check_file,
        format_timeline,
        json_schema,
        load_timeline,
        parse_timeline,
        save_timeline,
        shipped_missions,
    )
    from timeline.model import Claim, Event, Mission, Organisation, Site, Source, Timeline
    from timeline.odds import EventOdds, Odds
    from timeline.plan import Plan, PlanError, read_plan

_HOMES = {
    "dates": ("DateError", "VagueDate", "describe", "parse"),
    "history": ("Step",),
    "missionfile": (
        "Finding",
        "MissionFileError",
        "check_file",
        "format_timeline",
        "json_schema",
        "load_timeline",
        "parse_timeline",
        "save_timeline",
        "shipped_missions",
    ),
    "model": ("Claim", "Event", "Mission", "Organisation", "Site", "Source", "Timeline"),
    "odds": ("EventOdds", "Odds"),
    "plan": ("Plan", "PlanError", "read_plan"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Claim",
    "DateError",
    "Event",
    "EventOdds",
    "Finding",
    "Mission",
    "MissionFileError",
    "Odds",
    "Organisation",
    "Plan",
    "PlanError",
    "Site",
    "Source",
    "Step",
    "Timeline",
    "VagueDate",
    "check_file",
    "describe",
    "format_timeline",
    "json_schema",
    "load_timeline",
    "parse",
    "parse_timeline",
    "read_plan",
    "save_timeline",
    "shipped_missions",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    if name in _HOME:
        return getattr(import_module(f"timeline.{_HOME[name]}"), name)
    raise AttributeError(f"module 'timeline' has no attribute {name!r}")
