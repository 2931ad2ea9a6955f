"""What is wrong at a place of a mission file, and the words that messages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from timeline.nodes import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path of the file, with its mend."""

    path: Path
    message: str
    hint: str = ""


def did_you_mean(
    word: str, known: Sequence[str], otherwise: str = "", names: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return a hint that names the known word that is meant or spelt nearly so, else what there is.

    `names` says what other words mean, in lower case with `_` between; where it is given, what is spelt only
    distantly like a known word is not taken for it.
    """
    meant = names.get("_".join(word.lower().replace("_", " ").replace("-", " ").split()))
    if meant:
        return f"did you mean {meant!r}?"
    from difflib import get_close_matches  # lazily: a good file needs no hint

    near = get_close_matches(word.lower(), known, n=1, cutoff=0.75 if names else 0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return otherwise or ("there are: " + ", ".join(known) if known else "")


def shown(value: object) -> str:
    """Return a value as a message shows it, short."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
