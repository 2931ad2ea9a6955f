"""The words of a language: catalogues of texts by key, and what a report says with them.

A language's texts are the files `words/*.<language>.json` of this folder taken together; one of your own is a
JSON file of such keys. A key that it lacks is said in English, and `notices` tells so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moonline.report.date_words import DateSayer

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.dates import VagueDate

FOLDER = Path(__file__).parent / "words"
ENGLISH = "en"
MOST_NAMED = 8  # keys that a notice names
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language by key; `notices` say what a catalogue lacks."""

    texts: Mapping[str, str]
    notices: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language's tag, as `lang=` in HTML takes it."""
        return self.texts["language"]

    def text(self, key: str, **values: object) -> str:
        """Return the text of a key with its {places} filled; KeyError names a key that there is not."""
        if key not in self.texts:
            raise KeyError(f"no words for {key!r} (add the key to the catalogue)")
        return fill(self.texts[key], values)

    def count(self, key: str, n: float, **values: object) -> str:
        """Return a number with what it counts: the text `key.one` for 1, `key.other` for all else."""
        return self.text(f"{key}.{'one' if n == 1 else 'other'}", n=f"{n:,}", **values)

    def joined(self, texts: Iterable[str], key: str = "join.list") -> str:
        """Return the texts that are not empty, joined as the key says."""
        return self.text(key).join(filter(None, texts))

    def date(self, date: VagueDate | None, tz: tzinfo | None = None) -> str:
        """Say a date to the precision that is known: "5 June 2025, 19:17 UTC"; `tz` moves times of day."""
        return self.text("date.none") if date is None else DateSayer(self.text, tz).say(date)

    def zoned_date(self, date: VagueDate | None, tz: tzinfo | None) -> str:
        """Say a date in a zone, and the day in UTC where that is another one."""
        return self.text("date.none") if date is None else DateSayer(self.text, tz).say_with_utc_day(date)

    def phase(self, name: str) -> str:
        """Say a phase as `MoonContext` names it: "full moon", "full moon to waning gibbous", "any"."""
        names = [self.text(f"phase.{each.replace(' ', '-')}") for each in name.split(" to ")]
        return names[0] if len(names) == 1 else self.text("range", first=names[0], last=names[1])

    def range(self, ends: tuple[str, str]) -> str:
        """Say a range, or the one value where both ends read alike."""
        return ends[0] if ends[0] == ends[1] else self.text("range", first=ends[0], last=ends[1])


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values at the {places} of a text; a place that has none stays as it is written."""
    return _PLACE.sub(lambda match: str(values.get(match[1], match[0])), text)


def languages() -> tuple[str, ...]:
    """Return the languages that there is a catalogue for."""
    return tuple(sorted({path.suffixes[-2][1:] for path in FOLDER.glob("*.*.json")}))


def load_words(language: str = ENGLISH) -> Words:
    """Return the words of a language by its tag, or those of a catalogue file (.json).

    Raises ValueError for a language that there is none of, and for a file that is no catalogue.
    """
    if language in languages():
        return Words({**_shipped(ENGLISH), **_shipped(language)})
    path = Path(language)
    if path.suffix != ".json":
        known = ", ".join(languages())
        raise ValueError(f"no words for the language {language!r} (one of {known}, or a .json catalogue)")
    return _of_file(path)


@lru_cache(maxsize=8)
def _shipped(language: str) -> Mapping[str, str]:
    """Return a language's own texts, without those that it takes from English."""
    texts: dict[str, str] = {}
    for path in sorted(FOLDER.glob(f"*.{language}.json")):
        texts |= json.loads(path.read_text(encoding="utf-8"))
    return texts


def _of_file(path: Path) -> Words:
    texts = _read(path)
    base = texts.get("language", "").partition("-")[0]
    under = _shipped(base) if base in languages() else {}
    full = {**_shipped(ENGLISH), **under}
    unknown = sorted(set(texts) - set(full))
    lacking = sorted(set(_shipped(ENGLISH)) - set(texts) - set(under))
    said = [f"{path}: {_named(unknown)} not used by any report"] if unknown else []
    said += [f"{path}: {_named(lacking)} said in English"] if lacking else []
    lost = [f"{path}: {key!r} has no place for {name}" for key, name in _lost_places(texts, full)]
    return Words({**full, **texts}, (*said, *lost))


def _read(path: Path) -> dict[str, str]:
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg.lower()}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is not UTF-8 text (save the file as UTF-8)") from None
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(
            f'{path}: a catalogue is one object of texts, such as {{"heading.sources": "Quellen"}}'
        )
    if not value.get("language"):
        raise ValueError(f'{path}: the key "language" is missing (add the language\'s tag: "language": "de")')
    return value


def _named(keys: list[str]) -> str:
    more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
    return f"{', '.join(keys[:MOST_NAMED])}{more} {'are' if len(keys) > 1 else 'is'}"


def _lost_places(texts: Mapping[str, str], full: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Give each {place} that a text of the same key has in full, and not here."""
    for key in sorted(set(texts) & set(full)):
        for name in sorted(set(_PLACE.findall(full[key])) - set(_PLACE.findall(texts[key]))):
            yield key, f"{{{name}}}"
