"""The text of a mission file, YAML or JSON, as plain values: every scalar stays the text it was written as.

YAML's implicit types turn `no` into false and `12:30:00` into 45000, and keep the last of two equal
keys. Here nothing is guessed: the model decides what a text means, two equal keys are an error, and
so are aliases (a few lines of them can stand for gigabytes).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the root."""

Place = tuple[int, int]
"""A line and a column, both from 1."""

MAX_DEPTH = 24
NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something at a place that a mission file cannot hold."""

    message: str
    hint: str = ""
    place: Place = (1, 1)
    path: Path = ()


class UnreadableError(Exception):
    """The text ends being YAML or JSON here; nothing after it can be told."""

    def __init__(self, message: str, hint: str = "", place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.problem = Problem(message, hint, place)


def read_plain(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Return dicts, lists, texts and None, with every equal key and alias on the way.

    Raises UnreadableError where the text is not YAML or JSON at all.
    """
    if text.lstrip()[:1] in ("{", "["):
        plain = _read_json(text)
        if plain is not None:
            return plain, ()
    composer = _Composer(text)
    return composer.document(), tuple(composer.problems)


def read_places(text: str) -> dict[Path, Place]:
    """Return where each value and each key stands in a text that `read_plain` could read."""
    places: dict[Path, Place] = {}
    _Composer(text, places).document()
    return places


def _read_json(text: str) -> Any:
    """Read JSON fast; None sends what is not plain JSON the slow way, which can say what is wrong."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = {key: str(value).lower() if isinstance(value, bool) else value for key, value in pairs}
    if len(mapping) < len(pairs):
        raise ValueError("duplicate key")
    return mapping


def _events(text: str) -> Iterator[Any]:
    """Give the parser's events: of the fast parser where it can read the text, else of the thorough one.

    The fast one (libyaml) is YAML 1.1 at heart and stumbles over `{date: 2025-06-05T19:17Z}`.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return iter(_fast_events(text))
    except (ImportError, YAMLError):
        pass
    try:
        return iter(_thorough_events(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise UnreadableError(f"not YAML: {_sentence(error)}", _yaml_hint(error), place) from None
    except YAMLError as error:
        raise UnreadableError(*_unreadable(text, error)) from None


def _fast_events(text: str) -> list[Any]:
    from _ruamel_yaml import CParser

    parser, events = CParser(text), []
    while parser.check_event():
        events.append(parser.get_event())
    return events


def _thorough_events(text: str) -> list[Any]:
    from ruamel.yaml import YAML

    return list(YAML(typ="safe", pure=True).parse(text))


def _sentence(error: Any) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return ", ".join(parts) or "it cannot be read"


def _yaml_hint(error: Any) -> str:
    problem = str(error.problem)
    if "mapping values are not allowed" in problem:
        return 'put a text that holds ": " in quotes'
    if "cannot start any token" in problem:
        return "indent with spaces, and put a text that starts with @ ` % or a tab in quotes"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "check the indentation of this line and the one before, and that brackets and quotes close"
    return ""


def _unreadable(text: str, error: Exception) -> tuple[str, str, Place]:
    for number, line in enumerate(text.splitlines(), 1):
        for column, character in enumerate(line, 1):
            if not (character.isprintable() or character in "\t\x85\xa0") and ord(character) < 0xA0:
                return (
                    f"the control character U+{ord(character):04X} cannot stand here",
                    "delete it",
                    (number, column),
                )
    return f"not YAML: {str(error).splitlines()[0]}", "", (1, 1)


class _Composer:
    """One walk over the parser's events, building plain values and, where asked, their places."""

    def __init__(self, text: str, places: dict[Path, Place] | None = None) -> None:
        self.events = _events(text)
        self.places = places
        self.problems: list[Problem] = []

    def document(self) -> Any:
        """Return the one document of the stream."""
        next(self.events)  # the stream's start
        event = next(self.events)
        if type(event).__name__ == "StreamEndEvent":
            raise UnreadableError("the file is empty", "a mission file starts with `version: 1` and a title")
        value = self.value(next(self.events), ())
        next(self.events)  # the document's end
        event = next(self.events)
        if type(event).__name__ == "DocumentStartEvent":
            raise UnreadableError("a second document starts here", "one file holds one timeline", _place(event))
        return value

    def value(self, event: Any, path: Path) -> Any:
        """Return the value that starts with this event."""
        name = type(event).__name__
        if name == "AliasEvent" or getattr(event, "anchor", None):
            sign = f"*{event.anchor}" if name == "AliasEvent" else f"&{event.anchor}"
            self.problems.append(Problem(f"{sign} is not read", "write the value out", _place(event), path))
        if name == "AliasEvent":
            return None
        if self.places is not None and path not in self.places:
            self.places[path] = _place(event)
        if name == "ScalarEvent":
            return None if event.value in NULLS and event.implicit[0] and not event.style else event.value
        if len(path) > MAX_DEPTH:
            raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels", "", _place(event))
        return self.mapping(path) if name == "MappingStartEvent" else self.sequence(path)

    def sequence(self, path: Path) -> list[Any]:
        """Return the items up to the end of the sequence."""
        items: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, Any]:
        """Return the pairs up to the end of the mapping; two equal keys are an error."""
        pairs: dict[str, Any] = {}
        for event in self.events:
            name = type(event).__name__
            if name == "MappingEndEvent":
                break
            if name != "ScalarEvent":
                raise UnreadableError("a key must be a plain word", "", _place(event))
            key, inner = event.value, (*path, event.value)
            if key in pairs:
                hint = "keep one of the two; a list takes several values"
                self.problems.append(
                    Problem(f"the key {key!r} stands here twice", hint, _place(event), inner)
                )
                self.value(next(self.events), inner)
                continue
            if self.places is not None:
                self.places[inner] = _place(event)
            pairs[key] = self.value(next(self.events), inner)
        return pairs


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1
