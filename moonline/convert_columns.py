"""The columns of an events table: what people call them, and what their cells may say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from timeline.checks import did_you_mean
from timeline.kinds import KINDS, OUTCOMES

COLUMNS: Final = (
    "mission",
    "mission_name",
    "operator",
    "vehicle",
    "mission_site",
    "mission_lat",
    "mission_lon",
    "id",
    "event",
    "kind",
    "outcome",
    "part",
    "date",
    "planned",
    "stated",
    "source",
    "source_title",
    "publisher",
    "url",
    "source_date",
    "claim_note",
    "note",
    "site",
    "lat",
    "lon",
)
"""What is written, one claim a row; what is read may have them in any order, and any of them but `event` not."""

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "mission": ("flight", "lane", "mission id", "spacecraft"),
        "mission_name": (),
        "operator": ("company", "agency"),
        "vehicle": ("craft", "lander"),
        "mission_site": (),
        "mission_lat": (),
        "mission_lon": (),
        "id": ("event id",),
        "event": ("label", "what", "name", "milestone", "activity", "event name", "title", "summary"),
        "kind": ("type", "category", "event type", "event kind"),
        "outcome": ("result", "success"),
        "status": (),
        "part": (),
        "date": (
            "when",
            "day",
            "start",
            "start date",
            "begin",
            "from",
            "edtf",
            "event date",
            "time",
            "datetime",
        ),
        "end": ("end date", "finish", "until", "to"),
        "planned": ("plan",),
        "stated": ("as of", "announced", "reported", "said"),
        "source": ("sources", "reference", "references", "ref", "cited"),
        "source_title": (),
        "publisher": ("published by",),
        "url": ("link", "address", "href", "web", "source url"),
        "source_date": ("published",),
        "claim_note": (),
        "note": ("notes", "comment", "comments", "remark", "remarks", "details", "description"),
        "site": ("landing site", "location", "place"),
        "lat": ("latitude",),
        "lon": ("longitude", "long", "lng"),
    }
)
_WORDS: Final = {
    word: column for column, others in SYNONYMS.items() for word in (column.replace("_", " "), *others)
}
DERIVED: Final = frozenset(
    (
        *("contested", "earliest", "latest", "precision", "phase name", "sunrise", "sunset", "eclipse"),
        *(
            f"{key} {end}"
            for key in (
                *("phase longitude deg", "illuminated fraction", "age days", "lunation", "distance km"),
                *("sun elevation deg", "earth elevation deg"),
            )
            for end in ("min", "max")
        ),
    )
)
"""Columns of `show --csv` that follow from the others."""

_KIND_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{kind.replace("_", " "): kind for kind in KINDS},
        "liftoff": "launch",
        "lift off": "launch",
        "maneuver": "manoeuvre",
        "burn": "manoeuvre",
        "tcm": "manoeuvre",
        "tli": "manoeuvre",
        "fly by": "flyby",
        "loi": "lunar_orbit_insertion",
        "orbit insertion": "lunar_orbit_insertion",
        "landing": "landing_attempt",
        "moon landing": "landing_attempt",
        "lunar landing": "landing_attempt",
        "touchdown": "landing_attempt",
        "re entry": "reentry",
        "organization": "organisation",
        "foundation": "founding",
        "end": "end_of_mission",
    }
)
_OUTCOME_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{outcome: outcome for outcome in OUTCOMES},
        **dict.fromkeys(("successful", "succeeded", "yes", "ok"), "success"),
        **dict.fromkeys(("failed", "lost", "no", "unsuccessful"), "failure"),
        **dict.fromkeys(("partial success", "partly", "partial failure"), "partial"),
        **dict.fromkeys(("happened", "completed", "complete", "actual"), "done"),
        **dict.fromkeys(("upcoming", "scheduled", "pending", "future", "tbd", "plan"), "planned"),
        **dict.fromkeys(("canceled", "dropped"), "cancelled"),
        **dict.fromkeys(("replaced",), "superseded"),
        **dict.fromkeys(("not told", "?"), "unknown"),
    }
)
_TRUE: Final = ("true", "yes", "y", "1", "planned", "x", "plan")
_FALSE: Final = ("", "false", "no", "n", "0", "actual", "happened", "done")


class CellError(ValueError):
    """A cell that cannot be taken, with the mend in `hint`."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def plain_words(text: str) -> str:
    """Return a heading or a word as it is compared: small letters, single spaces, no unit in brackets."""
    text = re.sub(r"[(\[].*?[)\]]", " ", normalize("NFKC", text))
    return " ".join(re.sub(r"[\s_\-:/]+", " ", text).split()).casefold()


def column_of(heading: str) -> str | None:
    """Return the column that a heading names, "" for one that follows from others, None for one not known."""
    words = plain_words(heading)
    return "" if words in DERIVED else _WORDS.get(words)


def meant_column(heading: str) -> str:
    """Return the heading that was meant by one that is not known, "" where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(plain_words(heading), _WORDS, n=1, cutoff=0.8)
    return near[0] if near else ""


def kind_of(text: str) -> str:
    """Return the kind that a cell names; raises CellError with the nearest one."""
    kind = _KIND_WORDS.get(plain_words(text))
    if kind is None:
        raise CellError(f"{text!r} is no kind", did_you_mean(plain_words(text).replace(" ", "_"), KINDS))
    return kind


def kind_of_label(label: str) -> str:
    """Return the kind that a label alone tells ("Launch", "Landing"), else "other"."""
    return _KIND_WORDS.get(plain_words(label), "other")


def outcome_of(text: str) -> str:
    """Return the outcome that a cell names; raises CellError with the nearest one."""
    outcome = _OUTCOME_WORDS.get(plain_words(text))
    if outcome is None:
        raise CellError(f"{text!r} is no outcome", did_you_mean(plain_words(text), OUTCOMES))
    return outcome


def truth_of(text: str) -> bool:
    """Return whether a cell says yes; raises CellError for what is neither yes nor no."""
    words = plain_words(text)
    if words not in (*_TRUE, *_FALSE):
        raise CellError(f"{text!r} is neither true nor false", "write true or false")
    return words in _TRUE


def slug(text: str, taken: Sequence[str] | set[str] = (), otherwise: str = "event") -> str:
    """Return an id made of a text, with a number after it where others have it."""
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:48].strip("-") or otherwise
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
