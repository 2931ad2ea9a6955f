"""The text of a mission file, YAML or JSON, as plain values: every scalar stays the text it was written as.

YAML's implicit types turn `no` into false and `12:30:00` into 45000, and keep the last of two equal
keys. Here nothing is guessed: the model decides what a text means, two equal keys are an error, and
so are aliases (a few lines of them can stand for gigabytes).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the root."""

Place = tuple[int, int]
"""A line and a column, both from 1."""

MAX_DEPTH = 24
THOROUGH_SIZE = 4_000_000  # characters
BREAKS_OF_1_1 = ("\x85", "\u2028", "\u2029")
NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something at a place that a mission file cannot hold; `void` where it leaves no value to judge."""

    message: str
    hint: str = ""
    place: Place = (1, 1)
    path: Path = ()
    void: bool = False


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
    return _compose(text, None)


def read_places(text: str) -> dict[Path, Place]:
    """Return where each value and each key stands in a text that `read_plain` could read."""
    places: dict[Path, Place] = {}
    with suppress(UnreadableError):  # JSON that is no YAML: what stands before is placed
        _compose(text, places)
    return places


def _read_json(text: str) -> Any:
    """Read JSON fast; None sends what is not plain JSON the slow way, which can say what is wrong."""
    try:
        plain = json.loads(
            text, object_pairs_hook=_unique, parse_float=str, parse_int=str, parse_constant=str
        )
        if "\\u" in text:
            json.dumps(plain, ensure_ascii=False).encode()  # half a character has no encoding
    except (ValueError, RecursionError):
        return None
    return plain


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = {key: _as_text(value) for key, value in pairs}
    if len(mapping) < len(pairs):
        raise ValueError("duplicate key")
    return mapping


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def _compose(text: str, places: dict[Path, Place] | None) -> tuple[Any, tuple[Problem, ...]]:
    """Compose what the fast parser reads, else what the thorough one does.

    The fast one (libyaml) is YAML 1.1 at heart: it stumbles over `{date: 2025-06-05T19:17Z}` and ends
    lines where YAML 1.2 does not. The thorough one takes 2.4 s a megabyte: past a size the word of the
    fast one stands.
    """
    from ruamel.yaml.error import YAMLError

    refused: Exception | None = None
    if len(text) > THOROUGH_SIZE or not any(sign in text for sign in BREAKS_OF_1_1):
        try:
            return _Composer(_fast_events(text), text, places).document()
        except (ImportError, YAMLError, UnicodeEncodeError) as error:
            refused = error
    if isinstance(refused, YAMLError) and len(text) > THOROUGH_SIZE:
        raise _explained(refused, text)
    if places is not None:
        places.clear()
    try:
        return _Composer(_thorough_events(text), text, places).document()
    except YAMLError as error:
        raise _explained(error, text) from None
    except (
        ValueError,
        OverflowError,
    ) as error:  # an escape such as \UFFFFFFFF, which the fast one can explain
        raise _explained(refused or error, text) from None


def _explained(error: Exception, text: str) -> UnreadableError:
    from timeline.refusals import explained  # lazily: a good file needs none

    return explained(error, text)


def _fast_events(text: str) -> Iterator[Any]:
    from _ruamel_yaml import CParser

    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _thorough_events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)


class _Composer:
    """One walk over the parser's events, building plain values and, where asked, their places."""

    def __init__(self, events: Iterator[Any], text: str, places: dict[Path, Place] | None) -> None:
        self.events = events
        self.places = places
        self.problems: list[Problem] = []
        self.escapes = "\\u" in text

    def document(self) -> tuple[Any, tuple[Problem, ...]]:
        """Return the one document of the stream, and what in it cannot be held."""
        next(self.events)  # the stream's start
        event = next(self.events)
        if type(event).__name__ == "StreamEndEvent":
            raise UnreadableError("the file is empty", "a mission file starts with `version: 1` and a title")
        value = self.value(next(self.events), ())
        next(self.events)  # the document's end
        event = next(self.events)
        if type(event).__name__ == "DocumentStartEvent":
            raise UnreadableError(
                "a second document starts here", "one file holds one timeline", _place(event)
            )
        return value, tuple(self.problems)

    def value(self, event: Any, path: Path) -> Any:
        """Return the value that starts with this event."""
        name = type(event).__name__
        if name == "AliasEvent" or getattr(event, "anchor", None):
            sign = f"*{event.anchor}" if name == "AliasEvent" else f"&{event.anchor}"
            void = name == "AliasEvent"
            self.problems.append(
                Problem(f"{sign} is not read", "write the value out", _place(event), path, void)
            )
        if name == "AliasEvent":
            return None
        if self.places is not None and path not in self.places:
            self.places[path] = _place(event)
        if name == "ScalarEvent":
            empty = event.value in NULLS and event.implicit[0] and not event.style
            return None if empty else self.text(event, path)
        if len(path) > MAX_DEPTH:
            raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels", "", _place(event))
        return self.mapping(path) if name == "MappingStartEvent" else self.sequence(path)

    def text(self, event: Any, path: Path) -> str:
        """Return a scalar's text; two escapes that are the halves of one character become one."""
        value: str = event.value
        if not self.escapes or value.isascii():
            return value
        try:
            return value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            message = r"an escape such as \ud83c is half a character"
            self.problems.append(Problem(message, "write the character itself", _place(event), path))
            return "?"

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
            key = self.text(event, path)
            inner = (*path, key)
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
