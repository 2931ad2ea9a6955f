"""A film's events in words: captions as WebVTT (https://www.w3.org/TR/webvtt1/), and chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.words import OUTCOME_WORDS, date_words, short_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.film.playback import Playback, Stop

_SHORTEST_CHAPTER = 0.5


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the film, in seconds, and what it is called."""

    start_s: float
    end_s: float
    title: str


def webvtt(playback: Playback, tz: tzinfo | None = None) -> str:
    """Return the captions of a film: each event, with its date and outcome, while it is shown."""
    cues = [
        f"{_clock(stop.enter_s)} --> {_clock(max(stop.leave_s, stop.enter_s + 0.001))}\n{_escaped(_told(stop, tz))}\n"
        for stop in sorted(playback.stops, key=lambda stop: (stop.enter_s, stop.leave_s))
    ]
    return "\n".join(["WEBVTT\n", *cues])


def find_chapters(playback: Playback, title: str) -> tuple[Chapter, ...]:
    """Return the chapters of a film, end to end: an opening by the film's title, then one from each event on.

    Events that come up within half a second of each other share one.
    """
    starts: list[tuple[float, list[str]]] = [(0.0, [])]
    for stop in sorted(playback.stops, key=lambda stop: stop.enter_s):
        if stop.enter_s - starts[-1][0] < _SHORTEST_CHAPTER:
            starts[-1][1].append(stop.event.label)
        else:
            starts.append((stop.enter_s, [stop.event.label]))
    ends = [*(start for start, _ in starts[1:]), playback.seconds]
    return tuple(
        Chapter(start, end, "; ".join(dict.fromkeys(labels)) or title)
        for (start, labels), end in zip(starts, ends, strict=True)
    )


def ffmetadata(title: str, description: str, chapters: Sequence[Chapter]) -> str:
    """Return title, description and chapters in the form that ffmpeg reads, times in milliseconds."""
    lines = [";FFMETADATA1", f"title={_guarded(title)}", f"comment={_guarded(description)}"]
    for chapter in chapters:
        start, end = (round(second * 1000) for second in (chapter.start_s, chapter.end_s))
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}"]
        lines.append(f"title={_guarded(chapter.title)}")
    return "\n".join(lines) + "\n"


def film_words(playback: Playback, title: str, tz: tzinfo | None = None) -> str:
    """Return a film in words, for those who cannot see it: how long it is, then its events as they come up."""
    told = [_told(stop, tz) for stop in sorted(playback.stops, key=lambda stop: stop.enter_s)]
    count = len(told)
    head = f"{title}. Film of {playback.seconds:g} seconds, {count} event{'s' * (count != 1)}"
    return f"{head}: {'; '.join(told)}." if told else f"{head}."


def _told(stop: Stop, tz: tzinfo | None) -> str:
    """Say an event: its label, its date and those that contradict it, and how it came out, or that it is a plan."""
    event = stop.event
    contested = [f"or {date} (contested)" for date, _ in date_words(event, {}, tz).others]
    outcome = [] if event.outcome in ("done", "unknown") else [OUTCOME_WORDS[event.outcome]]
    return ", ".join([short_words(event, tz), *contested, *outcome])


def _clock(second: float) -> str:
    thousandths = round(second * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    """Return a text as WebVTT takes it: on one line, with no tags and no arrow."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _guarded(text: str) -> str:
    """Return a text with what has a meaning of its own to ffmpeg set off."""
    return "".join(f"\\{letter}" if letter in "=;#\\" else letter for letter in " ".join(text.split()))
