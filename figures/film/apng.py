"""Films as animated PNG: no colour lost, only what changes, and it plays for ever (https://www.w3.org/TR/png-3/)."""

from __future__ import annotations

import struct
import zlib
from typing import IO, TYPE_CHECKING

import numpy as np

from figures.film.deltas import Delta, find_deltas
from figures.film.frames import Converter, as_rgb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from figures.film.encode_segments import Tick
    from figures.film.playback import Playback
    from figures.film.stage import Stage

_LEVEL = 6
_UP = 2  # the filter that writes a row as its difference from the one above
_LONGEST = 65_535  # the most frames that one can stand for


def write_apng(
    stage: Stage, playback: Playback, file: IO[bytes], words: Mapping[str, str], tick: Tick
) -> None:
    """Write a film as animated PNG to a file that can seek: how many frames it has is known at the end."""
    file.write(b"\x89PNG\r\n\x1a\n" + _head(stage.width, stage.height, 6))
    place = file.tell()
    file.write(_chunk(b"acTL", struct.pack(">II", 1, 0)) + _texts(words))
    frames = number = 0
    for delta in find_deltas(stage, playback, Converter(as_rgb), tick):
        file.write(_control(delta, playback.fps, number))
        data = _packed(_rgba(delta))
        file.write(_chunk(b"fdAT", struct.pack(">I", number + 1) + data) if number else _chunk(b"IDAT", data))
        number += 2 if number else 1
        frames += 1
    file.write(_chunk(b"IEND", b""))
    file.seek(place)
    file.write(_chunk(b"acTL", struct.pack(">II", frames, 0)))


def png_bytes(rgb: NDArray[np.uint8], words: Mapping[str, str]) -> bytes:
    """Return a picture (height, width, 3) as PNG, with words by their keys such as Title and Description."""
    height, width = rgb.shape[:2]
    parts = [_head(width, height, 2), _texts(words), _chunk(b"IDAT", _packed(rgb)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _head(width: int, height: int, colour: int) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)) + _chunk(
        b"sRGB", b"\x00"
    )


def _texts(words: Mapping[str, str]) -> bytes:
    """Return words as iTXt chunks, in UTF-8."""
    return b"".join(
        _chunk(b"iTXt", key.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.encode())
        for key, text in words.items()
        if text
    )


def _control(delta: Delta, fps: int, number: int) -> bytes:
    """Return a frame's place and time; it is laid over what is there and stays."""
    height, width = delta.pixels.shape[:2]
    frames = min(delta.frames, _LONGEST)
    box = struct.pack(">IIIII", number, width, height, delta.left, delta.top)
    return _chunk(b"fcTL", box + struct.pack(">HHBB", frames, fps, 0, 0 if delta.differs is None else 1))


def _rgba(delta: Delta) -> NDArray[np.uint8]:
    """Return a delta's pixels, clear where nothing changes."""
    height, width = delta.pixels.shape[:2]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = delta.pixels
    if delta.differs is not None:
        rgba[~delta.differs] = 0
    return rgba


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels as PNG packs them, each row after the one above."""
    height = pixels.shape[0]
    rows = pixels.reshape(height, -1)
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return zlib.compress(filtered.data, _LEVEL)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
