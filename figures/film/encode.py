"""Films as MP4 and WebM: a stage's frames through ffmpeg, in one go or in segments on an executor."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from figures.film.captions import Chapter, ffmetadata
from figures.film.encode_commands import FORMS, film_command, join_command
from figures.film.encode_ffmpeg import Encoder
from figures.film.encode_segments import (
    Recipe,
    Tick,
    find_segments,
    ivf_frames,
    ivf_header,
    make_segments,
    pour,
)

if TYPE_CHECKING:
    from figures.film.playback import Playback


@dataclass(frozen=True, slots=True)
class About:
    """What a film's file says of it."""

    title: str = ""
    description: str = ""
    chapters: tuple[Chapter, ...] = ()


def encode_film(
    recipe: Recipe,
    size: tuple[int, int],
    playback: Playback,
    path: Path,
    form: str,
    about: About,
    executor: Executor | None,
    tick: Tick,
) -> None:
    """Write a film to `path` as mp4 or webm. `recipe` makes its stage; with an executor it must be picklable.

    The same film gives the same bytes each time, with any executor or none. Raises ValueError without ffmpeg,
    EncodingError where it fails; what is at `path` is then no film.
    """
    kind, fps, (width, height) = FORMS[form], playback.fps, size
    with _written(about) as words:
        if len(find_segments(playback)) == 1:
            with Encoder(film_command(kind, width, height, fps, words, path)) as encoder:
                pour(recipe(), playback, range(playback.frames), encoder, tick)
            return
        with Encoder(join_command(kind, fps, words, path)) as joiner:
            joiner.write(ivf_header(kind, width, height, fps, playback.frames))
            done = 0
            for packets in make_segments(recipe, playback, form, executor, tick):
                joiner.write(ivf_frames(packets, done))
                done += len(packets)


@contextmanager
def _written(about: About) -> Iterator[Path]:
    """Give a file of what ffmpeg is to write into the film."""
    with tempfile.TemporaryDirectory(prefix="moonline-") as folder:
        words = Path(folder) / "about.txt"
        words.write_text(ffmetadata(about.title, about.description, about.chapters), encoding="utf-8")
        yield words
