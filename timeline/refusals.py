"""The YAML parsers' errors in words that say where to look and what to mend."""

from __future__ import annotations

import re
from typing import Any

from timeline.nodes import UnreadableError

_BREAKS = re.compile(r"\r\n|[\n\r]")
QUOTED = 'put a text that holds ": " in quotes'
CLOSED = "check the indentation of this line and the one before, and that brackets and quotes close"


def explained(error: Exception, text: str) -> UnreadableError:
    """Return a parser's error with its place and the mend."""
    lines = _BREAKS.split(text)
    mark = _mark(error, len(lines), text)
    if mark is None:
        return _unprintable(error, text)
    line, column = min(mark.line, len(lines) - 1), mark.column
    return UnreadableError(
        f"not YAML: {_sentence(error)}", _hint(error, lines[line], column), (line + 1, column + 1)
    )


def _mark(error: Any, lines: int, text: str) -> Any:
    """Return where the parser stopped, or where that began which the end of the file cuts short."""
    stopped = getattr(error, "problem_mark", None)
    if stopped is None or (stopped.line >= lines - 1 and stopped.index >= len(text)):
        return getattr(error, "context_mark", None) or stopped
    return stopped


def _sentence(error: Any) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return ", ".join(parts) or "it cannot be read"


def _hint(error: Any, line: str, column: int) -> str:
    problem = str(error.problem)
    if "\u00a0" in line[: len(line) - len(line.lstrip())]:
        return "a no-break space stands here: indent with plain spaces"
    hints = {
        "mapping values are not allowed": _colon_hint(line[:column]),
        "cannot start any token": _start_hint(line[column : column + 1]),
        "expected ',' or": 'inside { } and [ ] a text with ": " or a comma needs quotes, and each bracket closes',
        "unexpected ':'": "inside { } and [ ] a text with a colon needs quotes",
        "<block end>": _block_hint(line),
        "did not find expected": _block_hint(line),
        "<stream end>": "the file ends here: each bracket closes",
        "unexpected end of stream": "the quote that opens here does not close",
        "expected ':'": "a key is followed by a colon and a space",
        "unknown escape": "in double quotes \\ starts an escape: use single quotes",
        "alphabetic or numeric": 'put a text that starts with & or * in quotes; a list item starts with "- "',
        "<document start>": "the file is one mapping of keys and values: see what closes before this",
    }
    return next((hint for words, hint in hints.items() if words in problem), "")


def _colon_hint(before: str) -> str:
    return QUOTED if ": " in before else f"keys of one mapping start in the same column, or {QUOTED}"


def _start_hint(character: str) -> str:
    if character == "\t":
        return "indent with spaces, not with tabs"
    return f"put a text that starts with {character} in quotes"


def _block_hint(line: str) -> str:
    if line.count("'") > 2:
        return "inside single quotes write a quote twice (''), or put the text in double quotes"
    return CLOSED


def _unprintable(error: Any, text: str) -> UnreadableError:
    """Explain an error that has no mark: a character that YAML does not allow at all."""
    code = getattr(error, "character", None)
    position = text.find(chr(code)) if isinstance(code, int) else -1
    if position < 0:
        return UnreadableError(f"not YAML: {str(error).splitlines()[0]}")
    before = _BREAKS.split(text[:position])
    place = (len(before), len(before[-1]) + 1)
    return UnreadableError(
        f"the control character U+{ord(text[position]):04X} cannot stand here", "delete it", place
    )
