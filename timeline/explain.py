"""The model's errors in the words of a mission file: where, what, and the mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from timeline.checks import Fault, did_you_mean
from timeline.dates import DateError
from timeline.kinds import KINDS, OUTCOMES
from timeline.model import Claim, Event, FieldError, Mission, Organisation, Site, Source, Timeline
from timeline.nodes import Path

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

WORDS: dict[str, tuple[str, ...]] = {"kind": KINDS, "outcome": OUTCOMES}
EVENT_KEYS = ("date", "planned", "stated", "source")
HIDDEN = ("mission",)


def explain(error: ValidationError, plain: Any) -> list[Fault]:
    """Return each of the model's errors as a fault at its path in the file."""
    return [_fault(_path_in_file(tuple(details["loc"]), plain), details) for details in error.errors()]


def _path_in_file(loc: Path, plain: Any) -> Path:
    """Undo what the model wrote out: numbered sources, and claims that the file gives in short."""
    if loc[:1] == ("sources",) and len(loc) > 1 and isinstance(loc[1], int) and isinstance(plain, Mapping):
        loc = ("sources", list(plain["sources"])[loc[1]], *loc[2:])
    path: Path = ()
    node = plain
    for index, part in enumerate(loc):
        rest = loc[index + 1 :]
        if part == "claims" and isinstance(node, Mapping) and "claims" not in node:
            return path + rest[1:]
        if part in ("start", "end") and isinstance(node, Mapping) and isinstance(node.get(part), Mapping):
            inner: Path = ("claims", *rest) if "claims" in node[part] else rest[1:]
            return (*path, part, *inner)
        path = (*path, part)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
    return path


def _fault(path: Path, details: ErrorDetails) -> Fault:
    kind, value, name = details["type"], details["input"], str(path[-1]) if path else ""
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, DateError | FieldError):
        return Fault(path, cause.message, cause.hint)
    if kind == "extra_forbidden":
        return Fault(path, f"unknown key {name!r}", did_you_mean(name, _keys(path)))
    if kind == "missing":
        return Fault(path[:-1], f"{name!r} is missing", f"add {name}:")
    if kind == "literal_error":
        known = WORDS.get(name, ())
        return Fault(
            path, f"{value!r} is no {name}", did_you_mean(str(value), known, "one of: " + ", ".join(known))
        )
    if kind == "string_pattern_mismatch":
        return Fault(path, f"{value!r} is no id", "lower-case letters, digits, - . and _, such as landing-2")
    return Fault(path, *_shape(kind, value, details["msg"]))


def _shape(kind: str, value: Any, otherwise: str) -> tuple[str, str]:
    if value is None:
        return "there is no value here", "give one, or delete the key"
    shapes = {
        "string_type": ("a text", ""),
        "string_too_short": ("a text", "it is empty"),
        "bool_parsing": ("true or false", ""),
        "bool_type": ("true or false", ""),
        "int_parsing": ("a whole number", ""),
        "tuple_type": ("a list", "put - before each item"),
        "model_type": ("a mapping of keys and values", "such as `name: Atlas crater`"),
        "model_attributes_type": ("a mapping of keys and values", "such as `name: Atlas crater`"),
        "less_than_equal": ("1", "this is the only version so far"),
        "greater_than_equal": ("1", "this is the only version so far"),
        "is_instance_of": ("a date", "such as 2028, 2025-06-05T19:17Z or late 2024"),
    }
    if kind not in shapes:
        return otherwise[:1].lower() + otherwise[1:], ""
    wanted, hint = shapes[kind]
    return f"{_short(value)} is not {wanted}", hint


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else repr(value)


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
