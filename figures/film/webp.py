"""Films as animated WebP: only what changes, and it plays for ever.

Pillow packs the rectangles; the file around them is ours, so that a film of any length is written frame by
frame (https://developers.google.com/speed/webp/docs/riff_container).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING

import numpy as np

from figures.film.deltas import Delta, find_deltas
from figures.film.frames import Converter, as_rgb

if TYPE_CHECKING:
    from figures.film.encode_segments import Tick
    from figures.film.playback import Playback
    from figures.film.stage import Stage

QUALITY = 80
_EFFORT = 2
_ANIMATED, _CLEAR = 0x02, 0x10


def write_webp(stage: Stage, playback: Playback, file: IO[bytes], tick: Tick) -> None:
    """Write a film as WebP to a file that can seek; raises ValueError where Pillow was built without it."""
    from PIL import features

    if not features.check("webp"):
        raise ValueError("this Pillow was built without WebP (pip install --force-reinstall pillow has it)")
    start = file.tell()
    file.write(b"RIFF\0\0\0\0WEBP")
    file.write(
        _chunk(b"VP8X", struct.pack("<I", _ANIMATED | _CLEAR) + _three(stage.width - 1, stage.height - 1))
    )
    file.write(_chunk(b"ANIM", struct.pack("<IH", 0xFF000000, 0)))
    for delta in find_deltas(stage, playback, Converter(as_rgb), tick):
        file.write(_chunk(b"ANMF", _frame(delta, playback.fps)))
    end = file.tell()
    file.seek(start + 4)
    file.write(struct.pack("<I", end - start - 8))


def _frame(delta: Delta, fps: int) -> bytes:
    """Return a frame's place, its milliseconds and its pixels; it is laid over what is there and stays."""
    start, end = (round(frame * 1000 / fps) for frame in (delta.first, delta.first + delta.frames))
    height, width = delta.pixels.shape[:2]
    place = _three(delta.left // 2, delta.top // 2, width - 1, height - 1, end - start)
    flags = 0b10 if delta.differs is None else 0b00
    return place + bytes([flags]) + b"".join(_pixels(delta))


def _pixels(delta: Delta) -> Iterator[bytes]:
    """Give the parts of a still WebP that hold its pixels, clear where nothing changes."""
    from PIL import Image

    if delta.differs is None:
        image = Image.fromarray(delta.pixels)
    else:
        shown = np.where(delta.differs, np.uint8(255), np.uint8(0))
        image = Image.fromarray(np.dstack([delta.pixels, shown]))
    stream = BytesIO()
    image.save(stream, "WEBP", quality=QUALITY, method=_EFFORT)
    data, at = stream.getvalue(), 12
    while at < len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size + size % 2
        if kind in (b"ALPH", b"VP8 ", b"VP8L"):
            yield data[at:end]
        at = end


def _three(*numbers: int) -> bytes:
    """Return numbers of three bytes each."""
    return b"".join(number.to_bytes(3, "little") for number in numbers)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
