"""Films from Python: `animate` plans one, and the film is drawn where it is saved, looked at or shown."""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures.film.files import Reel, write_film
from figures.film.frames import frame_size
from figures.film.playback import Pace, Playback, plan_playback
from figures.theme import THEMES

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy import uint8
    from numpy.typing import NDArray

    from figures.film.stage import Stage
    from timeline.dates import VagueDate
    from timeline.model import Timeline

SCENES = ("story", "timeline", "moon", "orrery")


@dataclass(frozen=True)
class Film:
    """A mission, ready to be played. In a notebook it shows itself as video, with its captions.

    Where no video can be made, as there is no ffmpeg, it shows its poster, with the film in words.
    """

    reel: Reel

    @property
    def playback(self) -> Playback:
        """What is played when: the stretch of time, the frames, and the events with when they are shown."""
        return self.reel.playback

    @property
    def alt(self) -> str:
        """The film in words, for those who cannot see it."""
        return self.reel.alt

    @property
    def captions(self) -> str:
        """The film's events as WebVTT."""
        return self.reel.captions

    def frame(self, number: int) -> NDArray[uint8]:
        """Return a frame, counted from 0, as RGB (height, width, 3); it is the film's, pixel for pixel."""
        return self.reel.frame(number)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        executor: Executor | None = None,
        progress: Callable[[int], None] = lambda frames: None,
    ) -> None:
        """Write the film as .mp4, .webm, .gif, .webp or animated .png; it appears whole or not at all.

        An existing file is replaced. Video longer than half a minute is made in segments, on the executor where
        there is one, with the same bytes. `progress` is told of each number of frames done. Raises ValueError
        for another ending, without ffmpeg for video, and where the encoder fails; OSError for the file.
        """
        write_film(self.reel, path, executor, progress)

    @cached_property
    def poster(self) -> bytes:
        """The frame that stands for the film, as PNG."""
        return self.reel.frame_png(self.reel.poster_frame)

    @cached_property
    def _video(self) -> bytes | None:
        """The film as MP4; None where it cannot be made here."""
        with tempfile.TemporaryDirectory(prefix="moonline-") as folder:
            path = Path(folder) / "film.mp4"
            try:
                self.save(path)
            except ValueError:
                return None
            return path.read_bytes()

    def _repr_html_(self) -> str:
        words, poster = escape(self.alt, quote=True), _data("image/png", self.poster)
        width, height = self.reel.size
        shape = f'width="{width}" height="{height}" style="max-width:100%;height:auto"'
        if self._video is None:
            return f'<img src="{poster}" alt="{words}" {shape}>'
        track = _data("text/vtt", self.captions.encode())
        return (
            f'<video controls playsinline preload="metadata" poster="{poster}" aria-label="{words}" {shape}>'
            f'<source src="{_data("video/mp4", self._video)}" type="video/mp4">'
            f'<track kind="captions" label="Events" srclang="en" src="{track}">'
            f'<img src="{poster}" alt="{words}"></video>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        still = b64encode(self.poster).decode()
        return {"text/html": self._repr_html_(), "image/png": still, "text/plain": self.alt}


def animate(
    timeline: Timeline,
    *,
    scene: str = "story",
    missions: Sequence[str] | None = None,
    pace: Pace = "eventful",
    start: str | VagueDate | None = None,
    end: str | VagueDate | None = None,
    seconds: float | None = None,
    fps: int = 30,
    size: str | tuple[int, int] = "1280x720",
    style: str = "dark",
    tz: tzinfo | None = None,
) -> Film:
    """Plan a film of the missions, of all by default; nothing is drawn before it is saved or shown.

    `scene` is story, timeline, moon or orrery; `size` a name (720p, 1080p, square, vertical), `WxH` or two even
    numbers of pixels. Without `seconds` it is as long as its labels take to read. Raises ValueError for what
    cannot be played, KeyError for an unknown mission.
    """
    if scene not in SCENES:
        raise ValueError(f"unknown scene {scene!r} (one of {', '.join(SCENES)})")
    if style not in THEMES:
        raise ValueError(f"unknown style {style!r} (one of {', '.join(THEMES)})")
    lanes = tuple(timeline.lane(mission).id for mission in missions or ()) or tuple(
        lane.id for lane in timeline.lanes
    )
    dates = {"start": _date(start), "end": _date(end)}
    playback = plan_playback(timeline, lanes, pace=pace, seconds=seconds, fps=fps, **dates)
    sides = frame_size(size if isinstance(size, str) else f"{size[0]}x{size[1]}")
    recipe = partial(_make_stage, scene, timeline, lanes, playback, sides, style, tz)
    return Film(Reel(recipe, sides, playback, _title(timeline, lanes), tz))


def _make_stage(
    scene: str,
    timeline: Timeline,
    lanes: Sequence[str],
    playback: Playback,
    size: tuple[int, int],
    style: str,
    tz: tzinfo | None,
) -> Stage:
    """Make a stage from what can be sent to another process, which a theme cannot."""
    from figures.film.scenes import make_stage

    return make_stage(scene, timeline, lanes, playback, size, THEMES[style], tz)


def _title(timeline: Timeline, lanes: Sequence[str]) -> str:
    if len(lanes) == 1 and len(timeline.lanes) > 1:
        return f"{timeline.lane(lanes[0]).name} ({timeline.title})"
    return timeline.title


def _date(date: str | VagueDate | None) -> VagueDate | None:
    from timeline.dates import parse

    return parse(date) if isinstance(date, str) else date


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"
