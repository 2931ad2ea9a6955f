"""Films as files by their ending, and single frames as PNG; equal input gives equal bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from figures.film.captions import film_words, find_chapters, webvtt
from figures.film.output import made_beside
from timeline.version import VERSION

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy import uint8
    from numpy.typing import NDArray

    from figures.film.playback import Playback
    from figures.film.stage import Stage

ENDINGS = {".mp4": "mp4", ".webm": "webm", ".gif": "gif", ".webp": "webp", ".png": "png", ".apng": "png"}
VIDEO = ("mp4", "webm")


@dataclass(frozen=True)
class Reel:
    """A film ready to be written: the recipe of its stage, how it is played, and what it is called.

    `recipe` takes nothing and gives the stage; on an executor of processes it is pickled.
    """

    recipe: Callable[[], Stage]
    size: tuple[int, int]
    playback: Playback
    title: str
    tz: tzinfo | None = None

    @cached_property
    def stage(self) -> Stage:
        """The scene, made when it is first asked for."""
        return self.recipe()

    @property
    def alt(self) -> str:
        """The film in words, for those who cannot see it."""
        return film_words(self.playback, self.title, self.tz)

    @property
    def captions(self) -> str:
        """The film's events as WebVTT."""
        return webvtt(self.playback, self.tz)

    @property
    def words(self) -> dict[str, str]:
        """What PNG files say of themselves."""
        return {"Title": self.title, "Description": self.alt, "Software": f"moonline {VERSION}"}

    def frame(self, number: int) -> NDArray[uint8]:
        """Return a frame, drawn alone, as an array (height, width, 3); ValueError where there is none."""
        from figures.film.frames import frame_rgb

        return frame_rgb(self.stage, self.playback.moment(number))

    def frame_png(self, number: int) -> bytes:
        """Return a frame, drawn alone, as PNG."""
        from figures.film.apng import png_bytes

        return png_bytes(self.frame(number), self.words)

    @property
    def poster_frame(self) -> int:
        """The number of the frame that stands for the film: the last landing, else the last event, as it shows."""
        stops = self.playback.stops
        if not stops:
            return self.playback.frames // 2
        landings = [stop for stop in stops if stop.event.kind == "landing_attempt"]
        stop = max(landings or stops, key=lambda stop: stop.leave_s)
        middle = ((stop.enter_s if stop.event_s is None else stop.event_s) + stop.leave_s) / 2
        return min(round(middle * self.playback.fps), self.playback.frames - 1)


def film_format(path: str | os.PathLike[str]) -> str:
    """Return the format that a file's ending asks for; raises ValueError with the endings there are."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{Path(path).name!r} has no ending that a film can have ({', '.join(ENDINGS)})")
    return ENDINGS[ending]


def frames_to_draw(reel: Reel, path: str | os.PathLike[str]) -> int:
    """Return how many frames `write_film` tells of: what loops has some more, on the way back to its start."""
    from figures.film.deltas import dissolve_frames

    looped = film_format(path) not in VIDEO
    return reel.playback.frames + (dissolve_frames(reel.playback) if looped else 0)


def write_film(
    reel: Reel,
    path: str | os.PathLike[str],
    executor: Executor | None = None,
    tick: Callable[[int], None] = lambda done: None,
) -> None:
    """Write a film as the file's ending says; it appears whole or not at all, and replaces what was there.

    MP4 and WebM longer than half a minute are made in segments, on the executor where there is one; `tick` is
    told of frames done. Raises ValueError for another ending and where there is no ffmpeg for video,
    EncodingError where it fails, OSError where the file cannot be written.
    """
    form = film_format(path)
    if form in VIDEO:
        from figures.film.encode_ffmpeg import find_ffmpeg

        find_ffmpeg()  # before any work is done
    with made_beside(path) as part:
        if form in VIDEO:
            _write_video(reel, part, form, executor, tick)
        else:
            _write_loop(reel, part, form, tick)


def _write_video(
    reel: Reel, part: Path, form: str, executor: Executor | None, tick: Callable[[int], None]
) -> None:
    from figures.film.encode import About, encode_film

    about = About(reel.title, reel.alt, find_chapters(reel.playback, reel.title))
    recipe = reel.recipe if executor else lambda: reel.stage
    encode_film(recipe, reel.size, reel.playback, part, form, about, executor, tick)


def _write_loop(reel: Reel, part: Path, form: str, tick: Callable[[int], None]) -> None:
    from figures.film.apng import write_apng
    from figures.film.gif import write_gif
    from figures.film.webp import write_webp

    with part.open("wb") as file:
        if form == "gif":
            write_gif(reel.stage, reel.playback, file, reel.title, tick)
        elif form == "webp":
            write_webp(reel.stage, reel.playback, file, tick)
        else:
            write_apng(reel.stage, reel.playback, file, reel.words, tick)
