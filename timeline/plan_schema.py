"""The plan's keys in the JSON Schema of a mission file, for editors that complete and check as you type."""

from __future__ import annotations

from typing import Any, Final

from timeline.model import DATE_SCHEMA

_TEXT: Final = {"type": "string", "minLength": 1}
_NOTES: Final = {
    "note": {**_TEXT, "description": "whose assumption this is, and why"},
    "source": {**_TEXT, "description": "the source that says so, by its id"},
}
_DURATION: Final = {
    "type": ["string", "integer"],
    "description": "a length of time: 20d, 6h30m, 2w, or ISO 8601 (P20D, PT6H30M)",
    "examples": ["20d", "6h30m", "2w", "P20D"],
}


def _mapping(required: list[str], **keys: Any) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "required": required, "additionalProperties": False}


_DELAY: Final = {
    "description": "how long it takes: one length, three points, two percentiles, or a list of observed lengths",
    "anyOf": [
        _DURATION,
        _mapping(
            ["min", "mode", "max"],
            min=_DURATION,
            mode=_DURATION,
            max=_DURATION,
            shape={"enum": ["pert", "triangular"], "default": "pert"},
        ),
        _mapping(["p10", "p90"], p10=_DURATION, p90=_DURATION),
        {"type": "array", "items": _DURATION, "minItems": 2, "maxItems": 4096},
    ],
}
_DATES: Final = {"anyOf": [DATE_SCHEMA, {"type": "array", "items": DATE_SCHEMA}]}
_PREDECESSOR: Final = {
    "anyOf": [
        {**_TEXT, "description": "an event of this mission by its id, or mission.id of another"},
        _mapping(["event"], event=_TEXT, delay=_DELAY, **_NOTES),
        _mapping(["date"], date=DATE_SCHEMA, delay=_DELAY, **_NOTES),
    ]
}
_BAND: Final = {"type": "string", "pattern": r"\.\.", "examples": ["5..45", "10..", "..45"]}
_STATION: Final = {**_TEXT, "examples": ["Goldstone", "Usuda:10"]}

PLAN_SCHEMA: Final[dict[str, dict[str, Any]]] = {
    "after": {
        "description": "what the event waits for, and how long it then takes; of several, all of them",
        "anyOf": [*_PREDECESSOR["anyOf"], {"type": "array", "items": _PREDECESSOR, "minItems": 1}],
    },
    "within": {
        "description": "when the event may happen: every condition given holds at once",
        "anyOf": [
            _mapping(
                [],
                sun_elevation={**_BAND, "description": "the Sun over the site, degrees"},
                sun={"enum": ["morning", "evening"], "description": "the half of the day over the site"},
                earth_elevation={**_BAND, "description": "the Earth over the site, degrees"},
                station={
                    "description": "a ground station that sees the Moon, above so many degrees; of several any one",
                    "anyOf": [_STATION, {"type": "array", "items": _STATION}],
                },
                **{"from": DATE_SCHEMA, "to": DATE_SCHEMA},
                periods={**_DATES, "description": "the dates that the event is bound to: launch periods"},
                site={
                    **_mapping(
                        ["lat", "lon"],
                        name=_TEXT,
                        lat={"type": ["number", "string"]},
                        lon={"type": ["number", "string"]},
                    ),
                    "description": "a place that the plan assumes, where the event has no site",
                },
                **_NOTES,
            ),
            {"type": "null"},
        ],
    },
    "probability": {
        "description": "the chance that the event happens, once it is due: 0.9 or 90%",
        "type": ["number", "string"],
        "default": 1.0,
    },
    "resource": {
        "description": "what serves one event at a time, such as a pad, and how long the event keeps it",
        "anyOf": [_mapping(["name", "busy"], name=_TEXT, busy=_DELAY, **_NOTES), {"type": "null"}],
    },
}
