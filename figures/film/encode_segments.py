"""Long films in segments, encoded apart, here or on an executor, and joined without a seam.

A segment is a list of encoded frames. They are handed to ffmpeg as IVF, a container of nothing but frames
and their numbers, so that the film's times are exact whatever wrote the segments.
"""

from __future__ import annotations

import pickle
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import lru_cache
from typing import TYPE_CHECKING

from figures.film.encode_commands import FORMS, VideoForm, segment_command
from figures.film.encode_ffmpeg import Encoder, EncodingError
from figures.film.frames import Canvas, Converter
from figures.film.yuv import indexed_to_yuv, to_yuv

if TYPE_CHECKING:
    from figures.film.playback import Playback
    from figures.film.stage import Stage

Recipe = Callable[[], "Stage"]
Tick = Callable[[int], None]
"""What is told of each number of frames done."""

SEGMENT_SECONDS = 30
"""Films longer than this are made in segments of it, so that any number of workers gives the same bytes."""
_AHEAD = 8  # segments under way or waiting for their turn: what bounds the memory
_ACCESS_UNIT = b"\0\0\0\1\x09"  # what each frame of H.264 begins with, as x264's `aud` has it


def pour(stage: Stage, playback: Playback, frames: range, encoder: Encoder, tick: Tick) -> None:
    """Paint frames, convert what is new of each, and write them to an encoder."""
    converter = Converter(to_yuv, indexed_to_yuv)
    canvas = Canvas(converter.still(stage), converter)
    for frame in frames:
        canvas.show(stage.paint(playback.moment(frame)))
        encoder.write_frame(canvas.data)
        tick(1)


def find_segments(playback: Playback) -> list[range]:
    """Return the frames of each segment; they depend on the film alone."""
    step = SEGMENT_SECONDS * playback.fps
    return [range(first, min(first + step, playback.frames)) for first in range(0, playback.frames, step)]


def make_segments(
    recipe: Recipe, playback: Playback, form: str, executor: Executor | None, tick: Tick
) -> Iterator[list[bytes]]:
    """Give the segments in their order, made here one by one, or a few ahead on the executor."""
    segments = find_segments(playback)
    if executor is None:
        stage = recipe()
        for frames in segments:
            yield _encoded(stage, playback, form, frames, tick)
        return
    waiting: deque[Future[list[bytes]]] = deque()
    pickled, rest = pickle.dumps(recipe), deque(segments)
    try:
        while rest or waiting:
            while rest and len(waiting) < _AHEAD:
                waiting.append(executor.submit(encode_segment, pickled, playback, form, rest.popleft()))
            packets = waiting.popleft().result()
            tick(len(packets))
            yield packets
    except BrokenExecutor:
        raise EncodingError("a worker was stopped from outside; no film was written") from None
    finally:
        for future in waiting:
            future.cancel()


def encode_segment(pickled: bytes, playback: Playback, form: str, frames: range) -> list[bytes]:
    """Return the encoded frames of one segment, in a worker, from nothing but its arguments."""
    return _encoded(_stage(pickled), playback, form, frames, lambda done: None)


@lru_cache(maxsize=1)
def _stage(pickled: bytes) -> Stage:
    """Make a stage, or take the one of the segment before."""
    recipe: Recipe = pickle.loads(pickled)
    return recipe()


def _encoded(stage: Stage, playback: Playback, form: str, frames: range, tick: Tick) -> list[bytes]:
    kind = FORMS[form]
    command = segment_command(kind, stage.width, stage.height, playback.fps)
    with Encoder(command, collect=True) as encoder:
        pour(stage, playback, frames, encoder, tick)
    packets = list(_packets(encoder.output, kind))
    if len(packets) != len(frames):
        raise EncodingError(f"the encoder gave {len(packets)} frames for {len(frames)}; no film was written")
    return packets


def _packets(data: bytearray, form: VideoForm) -> Iterator[bytes]:
    """Give the frames that an encoder wrote: H.264 as a bare stream, VP9 as IVF."""
    if form.letters == b"H264":
        yield from (_ACCESS_UNIT + bytes(unit) for unit in data.split(_ACCESS_UNIT)[1:])
        return
    at = 32
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        yield bytes(data[at + 12 : at + 12 + size])
        at += 12 + size


def ivf_header(form: VideoForm, width: int, height: int, fps: int, frames: int) -> bytes:
    """Return what an IVF file begins with (https://wiki.multimedia.cx/index.php/Duck_IVF)."""
    return struct.pack("<4sHH4sHHIIII", b"DKIF", 0, 32, form.letters, width, height, fps, 1, frames, 0)


def ivf_frames(packets: Sequence[bytes], first: int) -> bytes:
    """Return encoded frames as they stand in an IVF file, numbered from `first`."""
    return b"".join(
        struct.pack("<IQ", len(packet), number) + packet for number, packet in enumerate(packets, first)
    )
