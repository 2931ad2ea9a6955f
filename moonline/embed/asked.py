"""What a page asks of a figure: the options that Sphinx, MkDocs, pandoc and notebooks have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure as a page asks for it; an empty text stands for what `moonline draw` does unasked.

    No `missions` are all of them. The size `column` fits a column of text, and is as tall as its labels need; the
    others are those of `moonline draw`. `alive` asks for the page that can be explored, where there is a browser.
    """

    figure: str = "timeline"
    missions: tuple[str, ...] = ()
    style: str = "light"
    size: str = "column"
    tz: str = ""
    now: str = ""
    breaks: bool = True
    alt: str = ""
    caption: str = ""
    alive: bool = False


PLAIN = Ask()


def _text(_name: str, value: str) -> str:
    return value.strip()


def _ids(_name: str, value: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\s,]+", value))


def _flag(name: str, value: str) -> bool:
    """Read a flag that stands alone (`alive`), or with a word (`alive=no`)."""
    word = value.strip().lower()
    if word in ("", name, name.replace("-", "_"), "yes", "true", "1"):
        return True
    if word in ("no", "false", "0"):
        return False
    raise ValueError(f"the option {name} takes yes or no, not {value!r}")


def _no(name: str, value: str) -> bool:
    return not _flag(name, value)


_Reader = Callable[[str, str], Any]
OPTIONS: Mapping[str, tuple[str, _Reader]] = MappingProxyType(
    {
        "figure": ("figure", _text),
        "mission": ("missions", _ids),
        "style": ("style", _text),
        "size": ("size", _text),
        "tz": ("tz", _text),
        "now": ("now", _text),
        "no-breaks": ("breaks", _no),
        "alt": ("alt", _text),
        "caption": ("caption", _text),
        "alive": ("alive", _flag),
        "static": ("alive", _no),
    }
)
"""Each option as it is written, with the field of `Ask` that it sets and how it is read."""
FLAGS = ("no-breaks", "alive", "static")


def read_ask(options: Mapping[str, str | bool | None], default: Ask = PLAIN) -> Ask:
    """Return what written options ask for, over what a site asks for by default.

    `no_breaks` is `no-breaks`, for hosts that take no hyphen. Raises ValueError for an option that there is not.
    """
    asked: dict[str, Any] = {}
    for written, value in options.items():
        name = written.replace("_", "-")
        if name not in OPTIONS:
            from timeline.checks import did_you_mean

            raise ValueError(f"unknown option {written!r} ({did_you_mean(name, tuple(OPTIONS))})")
        field, reader = OPTIONS[name]
        asked[field] = reader(name, "" if value is None else str(value))
    return replace(default, **asked)
