"""The model's errors in the words of a mission file: where, what, and the mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from timeline.dates import DateError
from timeline.faults import Fault, did_you_mean, shown
from timeline.kinds import KIND_NAMES, KINDS, OUTCOME_NAMES, OUTCOMES
from timeline.model import (
    NO_CONTROL,
    Claim,
    Event,
    FieldError,
    Mission,
    Organisation,
    Site,
    Source,
    Timeline,
)
from timeline.nodes import Path

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

WORDS: dict[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "kind": (KINDS, KIND_NAMES),
    "outcome": (OUTCOMES, OUTCOME_NAMES),
}
EXAMPLES: dict[type[BaseModel], str] = {
    Timeline: "a mission file starts with `version: 1` and a title",
    Source: "such as `{title: Hakuto-R Mission 2, publisher: Wikipedia}`",
    Organisation: "such as `{id: ispace, name: ispace}`",
    Mission: "such as `{id: m2, name: Hakuto-R Mission 2}`",
    Event: "such as `{id: launch, label: Launch, date: 2028}`",
    Claim: "such as `{date: 2028, source: wikipedia}`",
    Site: "such as `name: Atlas crater`",
}
EVENT_KEYS = ("date", "planned", "stated", "source")
HIDDEN = ("mission",)
NOTHING = ("there is no value here", "give one, or delete the key")
EMPTY = ("the file is empty", EXAMPLES[Timeline])


def explain(error: ValidationError, plain: Any) -> list[Fault]:
    """Return each of the model's errors as a fault at its path in the file."""
    return [_fault(_path_in_file(tuple(details["loc"]), plain), details) for details in error.errors()]


def _path_in_file(loc: Path, plain: Any) -> Path:
    """Undo what the model wrote out: numbered sources, and claims that the file gives in short."""
    if loc[:1] == ("sources",) and len(loc) > 1 and isinstance(plain["sources"], Mapping):
        loc = ("sources", list(plain["sources"])[int(loc[1])], *loc[2:])
    path: Path = ()
    node = plain
    for index, part in enumerate(loc):
        rest = loc[index + 1 :]
        if isinstance(node, Mapping) and (short := _short_path(part, rest, node)) is not None:
            return path + short
        path = (*path, part)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
    return path


def _short_path(part: str | int, rest: Path, node: Mapping[str, Any]) -> Path | None:
    """Return where the claim stands that the file gives in short, from the event on; None for a full one."""
    if part == "claims" and "claims" not in node:
        return ("sources", rest[0]) if rest[1:] == ("source",) and "source" not in node else rest[1:]
    if part == "sources" and "sources" not in node and "source" in node:
        return ("source",)
    if part in ("start", "end") and isinstance(node.get(part), Mapping):
        return (part, "claims", *rest) if set(node[part]) == {"claims"} else (part, *rest[1:])
    if part in ("start", "end") and isinstance(node.get(part), str):
        return (part,) if rest[1:] == ("date",) else rest[1:]
    return None


def _fault(path: Path, details: ErrorDetails) -> Fault:
    kind, value, name = details["type"], details["input"], str(path[-1]) if path else ""
    cause = details.get("ctx", {}).get("error")
    if value is None and kind != "missing":
        return Fault(path, *(NOTHING if path else EMPTY))
    if isinstance(cause, DateError | FieldError):
        within = cause.path if isinstance(cause, FieldError) else ()
        return Fault((*path, *within), cause.message, cause.hint)
    if kind == "extra_forbidden":
        return Fault(path, f"unknown key {name!r}", did_you_mean(name, _keys(path)))
    if kind == "missing":
        return Fault(path[:-1], f"{name!r} is missing", f"add {name}:")
    if kind == "literal_error":
        known, names = WORDS[name]
        hint = did_you_mean(str(value), known, "one of: " + ", ".join(known), names)
        return Fault(path, f"{shown(value)} is no {name}", hint)
    if kind == "string_pattern_mismatch" and details["ctx"]["pattern"] == NO_CONTROL:
        return Fault(path, f"{shown(value)} holds a control character", "delete it")
    if kind == "string_pattern_mismatch":
        hint = "lower-case letters, digits, - . and _, such as landing-2"
        return Fault(path, f"{shown(value)} is no id", hint)
    return Fault(path, *_shape(kind, value, details["msg"], EXAMPLES[_model_at(path)]))


def _shape(kind: str, value: Any, otherwise: str, example: str) -> tuple[str, str]:
    shapes = {
        "string_type": ("a text", "put a text that starts with [ or { in quotes"),
        "string_too_short": ("a text", "it is empty"),
        "bool_parsing": ("true or false", ""),
        "bool_type": ("true or false", ""),
        "int_parsing": ("a whole number", "write version: 1"),
        "int_parsing_size": ("a whole number", "write version: 1"),
        "tuple_type": ("a list", "put - before each item"),
        "model_type": ("a mapping of keys and values", example),
        "model_attributes_type": ("a mapping of keys and values", example),
        "less_than_equal": ("1", "this is the only version so far"),
        "greater_than_equal": ("1", "this is the only version so far"),
    }
    if kind not in shapes:
        return otherwise[:1].lower() + otherwise[1:], ""
    wanted, hint = shapes[kind]
    return f"{shown(value)} is not {wanted}", hint


def _keys(path: Path) -> tuple[str, ...]:
    """Return the keys that are known where the path's last one stands."""
    model = _model_at(path[:-1])
    keys = tuple(key for key in model.model_fields if key not in HIDDEN and (model, key) != (Source, "id"))
    return keys + EVENT_KEYS if model is Event else keys


def _model_at(path: Path) -> type[BaseModel]:
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return Timeline
    if names[0] == "sources":
        return Source
    last = names[-1]
    if last in ("site", "backup_sites"):
        return Site
    if last in ("claims", "start", "end"):
        return Claim
    if last == "events":
        return Event
    return Organisation if last == "organisation" else Mission
