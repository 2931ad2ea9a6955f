"""How a mission is played: which stretch, how long, and when the film holds on which event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from figures.film.stage import Moment
from timeline.pace import HOLD_SHARE, Hold, Warp, even_warp, eventful_warp, hold_scale, with_room

if TYPE_CHECKING:
    from timeline.dates import VagueDate
    from timeline.model import Event, Timeline

Pace = Literal["even", "eventful"]
PACES: tuple[Pace, ...] = ("eventful", "even")

READING_RATE = 15.0
"""Characters a second in which a label is read: 150 words of six a minute, where subtitles are held to 160 to 180
(Ofcom, by https://www.bbc.co.uk/rd/blog/2015-09-how-fast-should-subtitles-be)."""
FINDING = 0.6
"""Seconds that it takes to find a label that has come up."""
HOLD_SECONDS = 1.2, 4.0
OPENING, CLOSING = 1.0, 1.5
"""Seconds in which the first and the last stretch of a film are taken in."""
DEFAULT_SECONDS = 8.0, 90.0
MOST_SECONDS = 3600.0
HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Stop:
    """An event on the film: it is shown from `enter_s` to `leave_s`, and what is known of it stands between.

    `start_us` and `end_us` are one for an instant, else the band that its date allows, cut at the ends of the
    film. `event_s` is when the film is at an instant, None for a band, which has no moment of its own.
    """

    event: Event
    start_us: int
    end_us: int
    enter_s: float
    leave_s: float
    event_s: float | None

    @property
    def is_instant(self) -> bool:
        """Whether the event's moment is known; else it arrives as a band."""
        return self.start_us == self.end_us


@dataclass(frozen=True, slots=True)
class Playback:
    """A stretch of the world's time as a film of `frames` at `fps`; its last frame shows its last moment.

    `reading` is how much of the time that its labels take to read the holds have: 1 where seconds allow.
    """

    warp: Warp
    fps: int
    frames: int
    stops: tuple[Stop, ...]
    pace: Pace = "eventful"
    reading: float = 1.0

    @property
    def start_us(self) -> int:
        """The first moment, in microseconds since 1970 (UTC)."""
        return self.warp.us[0]

    @property
    def end_us(self) -> int:
        """The last moment, in microseconds since 1970 (UTC)."""
        return self.warp.us[-1]

    @property
    def seconds(self) -> float:
        """The film's length."""
        return self.frames / self.fps

    @property
    def seconds_to_read(self) -> float:
        """How long the film would be with all the time that its labels take to read, in whole seconds."""
        return float(ceil(self.warp.length / self.reading + 1 / self.fps))

    def moment(self, frame: int) -> Moment:
        """Return the moment of a frame, counted from 0; raises ValueError outside the film."""
        if not 0 <= frame < self.frames:
            raise ValueError(f"there is no frame {frame} (0 to {self.frames - 1})")
        return Moment(self.warp.us_at(frame / self.fps), frame / self.fps, frame)

    def film_at(self, us: float) -> float:
        """Return when the film is at a time of the world, in seconds from its start."""
        return self.warp.film_at(us)


def plan_playback(
    timeline: Timeline,
    lanes: Sequence[str] | None = None,
    *,
    pace: Pace = "eventful",
    start: VagueDate | None = None,
    end: VagueDate | None = None,
    seconds: float | None = None,
    fps: int = 30,
) -> Playback:
    """Plan the film of these lanes, of all by default, from `start` to `end`, else around all dated events.

    Without `seconds` it is as long as its labels take to read, within 8 to 90 s. At the even pace nothing is
    held. Raises ValueError where nothing is dated, the stretch is none, or the film is no film.
    """
    if pace not in PACES:
        raise ValueError(f"unknown pace {pace!r} (one of {', '.join(PACES)})")
    if not 1 <= fps <= 120:
        raise ValueError(f"{fps} frames a second are out of reach (1 to 120)")
    events = [event for lane in timeline.lanes if lanes is None or lane.id in lanes for event in lane.events]
    first, last = _stretch(events, start, end)
    shown = [(event, band) for event in events if (band := _band(event, first, last))]
    holds = [Hold(*band, reading_seconds(event.label)) for event, band in shown]
    frames = _frames(seconds if seconds is not None else _default_seconds(holds), fps)
    length = (frames - 1) / fps
    holds = list(with_room(first, last, length, holds))
    edges = _edges(first, last)
    if pace == "even":
        warp, reading = even_warp(first, last, length), 1.0
    else:
        warp = eventful_warp(first, last, length, [*edges, *holds])
        reading = hold_scale(length, [*edges, *holds])
    stops = [_stop(event, band, hold, warp) for (event, band), hold in zip(shown, holds, strict=True)]
    stops.sort(key=lambda stop: (stop.start_us, stop.end_us))
    return Playback(warp, fps, frames, tuple(stops), pace, reading)


def reading_seconds(label: str) -> float:
    """Return how long a label is held: what it takes to find and read it, within 1.2 to 4 s."""
    least, most = HOLD_SECONDS
    return min(max(FINDING + len(label) / READING_RATE, least), most)


def _default_seconds(holds: Sequence[Hold]) -> float:
    least, most = DEFAULT_SECONDS
    wanted = (OPENING + CLOSING + sum(hold.seconds for hold in holds)) / HOLD_SHARE
    return min(max(round(wanted + 0.5), least), most)


def _frames(seconds: float, fps: int) -> int:
    if not 0 < seconds <= MOST_SECONDS or round(seconds * fps) < 2:
        least = 2 / fps
        raise ValueError(
            f"a film of {seconds:g} s cannot be made ({least:.2g} to {MOST_SECONDS:g} s at {fps} fps)"
        )
    return round(seconds * fps)


def _edges(first: int, last: int) -> tuple[Hold, Hold]:
    """Return the holds at both ends of the film."""
    piece = max((last - first) // 50, 1)
    return Hold(first, first + piece, OPENING), Hold(last - piece, last, CLOSING)


def _stretch(events: Sequence[Event], start: VagueDate | None, end: VagueDate | None) -> tuple[int, int]:
    """Return the film's ends: as they are asked for, else around the events, with a little room."""
    known = [
        us
        for event in events
        if event.date is not None
        for us in (event.date.earliest_us, event.date.latest_us)
        if us is not None
    ]
    if not known and (start is None or end is None):
        raise ValueError("nothing can be played: no event has a date (give one, or both --from and --to)")
    low, high = (min(known), max(known)) if known else (0, 0)
    room = max((high - low) // 25, HOUR_US)
    first = low - room if start is None else _end_of(start, "--from", start.earliest_us)
    last = high + room if end is None else _end_of(end, "--to", end.latest_us)
    if last - first < 1_000_000:
        raise ValueError("nothing can be played: the film would end before it begins (--from is before --to)")
    return first, last


def _end_of(date: VagueDate, option: str, us: int | None) -> int:
    if us is None:
        raise ValueError(
            f"{option} takes a date with a start and an end, not {date.text!r} (such as 2025-06-05)"
        )
    return us


def _band(event: Event, first: int, last: int) -> tuple[int, int] | None:
    """Return the time that an event's date allows within the film; None where that is none, or all of it."""
    date = event.date
    if date is None or date.is_unknown:
        return None
    if date.is_instant and not date.approximate and date.middle_us is not None:
        return (date.middle_us, date.middle_us) if first <= date.middle_us <= last else None
    low = first if date.earliest_us is None else max(first, date.earliest_us)
    high = last if date.latest_us is None else min(last, date.latest_us)
    return (low, high) if low < high else None


def _stop(event: Event, band: tuple[int, int], hold: Hold, warp: Warp) -> Stop:
    moment = warp.film_at(band[0]) if band[0] == band[1] else None
    return Stop(event, *band, warp.film_at(hold.start_us), warp.film_at(hold.end_us), moment)
