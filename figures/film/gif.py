"""Films as GIF: one palette, only what changes, and it plays for ever.

The pixels are packed by Pillow; the file around them is ours, so that a film of any length is written frame by
frame (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import IO, TYPE_CHECKING

import numpy as np

from figures.film.deltas import Delta, find_deltas
from figures.film.frames import Converter
from figures.film.palette import CLEAR, Palette, find_palette

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.encode_segments import Tick
    from figures.film.playback import Playback
    from figures.film.stage import Stage

FASTEST = 50


def write_gif(stage: Stage, playback: Playback, file: IO[bytes], title: str, tick: Tick) -> None:
    """Write a film as GIF; raises ValueError above 50 frames a second, which browsers slow down to 10."""
    if playback.fps > FASTEST:
        raise ValueError(f"a GIF of {playback.fps} frames a second plays at 10 (--fps {FASTEST} at most)")
    palette = find_palette(stage, playback)
    file.write(_header(stage.width, stage.height, palette) + _comment(title))
    for delta in find_deltas(stage, playback, Converter(palette.indices), tick, palette.same):
        file.write(_frame(delta, playback.fps))
    file.write(b";")


def _header(width: int, height: int, palette: Palette) -> bytes:
    """Return the size, the palette of 256, and the word to play for ever."""
    table = np.zeros((256, 3), np.uint8)
    table[: len(palette.colours)] = palette.colours
    screen = struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF7, 0, 0)
    return screen + table.tobytes() + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def _comment(text: str) -> bytes:
    """Return a comment, which is of plain ASCII."""
    data = text.encode("ascii", "replace")[:255]
    return b"!\xfe" + bytes([len(data)]) + data + b"\x00" if data else b""


def _frame(delta: Delta, fps: int) -> bytes:
    start, end = (round(frame * 100 / fps) for frame in (delta.first, delta.first + delta.frames))
    stays_one_clear = 0b101
    control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, stays_one_clear, end - start, CLEAR, 0)
    pixels = delta.pixels if delta.differs is None else np.where(delta.differs, delta.pixels, np.uint8(CLEAR))
    height, width = pixels.shape
    place = struct.pack("<BHHHHB", 0x2C, delta.left, delta.top, width, height, 0)
    return control + place + packed(pixels)


def packed(indices: NDArray[np.uint8]) -> bytes:
    """Return pixels as GIF packs them, taken from a GIF of their own that Pillow makes."""
    from PIL import Image

    height, width = indices.shape
    image = Image.frombytes("P", (width, height), indices.tobytes())
    image.putpalette(_GREYS)
    stream = BytesIO()
    image.save(stream, "GIF", interlace=0, optimize=False)
    return _image_data(stream.getvalue())


_GREYS = bytes(level for level in range(256) for _ in range(3))  # any will do: the film has its own


def _image_data(gif: bytes) -> bytes:
    """Return the packed pixels of a GIF of one image."""
    at = 13 + _table_size(gif[10])
    while gif[at] == 0x21:  # extensions: a label, then blocks up to an empty one
        at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return gif[at + 10 + _table_size(gif[at + 9]) : -1]


def _table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
