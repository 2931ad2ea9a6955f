"""Dates as somebody gave them: EDTF text and the half-open UTC interval it allows, never a made-up point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline import edtf, phrases
from timeline.edtf import DateError, Precision

if TYPE_CHECKING:
    from datetime import tzinfo

    import numpy as np

__all__ = ["DateError", "Precision", "VagueDate", "describe", "format_date", "parse"]


@dataclass(frozen=True, slots=True)
class VagueDate:
    """A date and how much of it is known; made by ``parse``.

    ``text`` is canonical EDTF: two dates are equal when it is. The date lies in [``earliest_us``,
    ``latest_us``), microseconds since 1970-01-01T00:00Z (UTC, proleptic Gregorian, no leap seconds), None where
    an end is open or unknown. ``uncertain`` (?) leaves the interval as it is; ``approximate`` (~) widens it at
    both sides by one step of its precision, measured from the edge:

    | precision | step |
    |---|---|
    | millennium | 100 years |
    | century | 10 years |
    | decade | 1 year |
    | year | 3 months |
    | half, third, quarter, season | 1 month |
    | month | 1 week |
    | day | 1 day |
    | hour | 1 hour |
    | minute, second and finer | 5 minutes |

    Where only one end of an interval is approximate, only that end moves.
    """

    text: str
    earliest_us: int | None
    latest_us: int | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def earliest(self) -> np.datetime64 | None:
        """The first moment that the date allows, in microseconds, or in seconds where a far year needs it."""
        return _datetime64(self.earliest_us)

    @property
    def latest(self) -> np.datetime64 | None:
        """The first moment after the date, in microseconds, or in seconds where a far year needs it."""
        return _datetime64(self.latest_us)

    @property
    def is_instant(self) -> bool:
        """Whether it is one date with a time of day; an interval between two times is none."""
        return self.precision in edtf.INSTANTS

    @property
    def is_unknown(self) -> bool:
        """Whether nothing bounds it at either side, as XXXX."""
        return self.earliest_us is None and self.latest_us is None

    @property
    def open_start(self) -> bool:
        """Whether nothing bounds it before: an open or unknown start, and any unknown date."""
        return self.earliest_us is None

    @property
    def open_end(self) -> bool:
        """Whether nothing bounds it after: an open or unknown end, and any unknown date."""
        return self.latest_us is None

    @property
    def net(self) -> bool:
        """Whether it was said as "no earlier than": a start and an open end (2027-03/.. or [2027-03..])."""
        return self.earliest_us is not None and self.text.rstrip("]").endswith("..")

    @property
    def nlt(self) -> bool:
        """Whether it was said as "no later than": an end and an open start (../2027-03 or [..2027-03])."""
        return self.latest_us is not None and self.text.lstrip("[").startswith("..")

    @property
    def duration_us(self) -> int | None:
        """Length of the interval in microseconds, None where an end is missing."""
        if self.earliest_us is None or self.latest_us is None:
            return None
        return self.latest_us - self.earliest_us

    @property
    def middle_us(self) -> int | None:
        """Where it stands if it must be a point: an instant's stated time, else the middle; None where open."""
        if self.earliest_us is None or self.latest_us is None:
            return None
        if self.is_instant:
            return self.earliest_us + (edtf.SPREAD[self.precision][1] if self.approximate else 0)
        return (self.earliest_us + self.latest_us) // 2

    def contains(self, us: int) -> bool:
        """Whether the date may be at ``us``, microseconds since 1970-01-01T00:00Z."""
        after = self.earliest_us is None or self.earliest_us <= us
        return after and (self.latest_us is None or us < self.latest_us)

    def overlaps(self, other: VagueDate) -> bool:
        """Whether both can be the same moment; open ends reach to infinity, an unknown date overlaps all."""
        return _before(self.earliest_us, other.latest_us) and _before(other.earliest_us, self.latest_us)


def _before(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _datetime64(us: int | None) -> np.datetime64 | None:
    import numpy as np  # lazily: checking a file draws on none of it

    if us is None:
        return None
    return np.datetime64(us, "us") if abs(us) < 2**63 else np.datetime64(us // edtf.SECOND, "s")


@lru_cache(maxsize=8192)
def parse(text: str) -> VagueDate:
    """Read EDTF (levels 0 and 1, and of level 2 all but "all of" sets) or a phrase of ``timeline.phrases``.

    ``parse(format_date(d)) == d``, and ``format_date(parse(text))`` is canonical: offsets become Z, qualifiers
    of components count for the whole. Raises DateError, which names the text and the mend.
    """
    try:
        reading = edtf.read(text.strip())
        if reading is None:
            phrase = phrases.to_edtf(text)
            reading = None if phrase is None else edtf.read(phrase)
    except DateError as error:
        raise DateError(f"{_shown(text)} is not a date: {error.message}", error.hint) from None
    if reading is None:
        hint = "write EDTF such as 2025, 2025-06-05T19:17Z or 2025-06/2025-08, or a phrase such as early 2024"
        raise DateError(f"cannot read {_shown(text)} as a date", hint)
    return VagueDate(*reading)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def format_date(date: VagueDate) -> str:
    """Give the canonical EDTF text of a date, the inverse of ``parse``."""
    return date.text


def describe(date: VagueDate, tz: tzinfo | None = None) -> str:
    """Say a date to people, to the precision that is known and no further: "5 Jun 2025 19:17 UTC", "2028".

    Months alone are written out and have three letters beside a day. ``tz`` moves times of day to that zone,
    named by its abbreviation or its offset from UTC; all else stays in UTC.
    """
    if date.text == "XXXX":
        return "to be determined"
    return date.text
