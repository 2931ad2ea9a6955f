"""RGB to the planes that video is made of: BT.709 (ITU-R BT.709-6), limited range, in whole numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.stage import Colours

    Plane = NDArray[np.uint8]

_BITS = 15
_ONE = 1 << _BITS
_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1.0 - _RED - _BLUE


Weights = tuple[int, int, int]


def _weights(parts: tuple[float, float, float], swing: float) -> Weights:
    """Return weights in parts of 2**15 that add up as the real ones do, so that greys stay grey."""
    red, _, blue = (round(part * swing / 255 * _ONE) for part in parts)
    return red, round(sum(parts) * swing / 255 * _ONE) - red - blue, blue


_LUMA = _weights((_RED, _GREEN, _BLUE), 219)
_CB = _weights((-_RED / 2 / (1 - _BLUE), -_GREEN / 2 / (1 - _BLUE), 0.5), 224)
_CR = _weights((0.5, -_GREEN / 2 / (1 - _RED), -_BLUE / 2 / (1 - _RED)), 224)
_BAND = 1 << 17  # pixels at a time: what is in between stays small for large frames


def to_yuv(rgb: NDArray[np.uint8]) -> tuple[Plane, Plane, Plane]:
    """Return Y (height, width) and Cb, Cr (half of each) of an image (height, width, 3) with even sides.

    Colour stands at the middle of its four pixels. Within 0.51 of a level of the exact values.
    """
    height, width = rgb.shape[:2]
    luma = np.empty((height, width), np.uint8)
    cb, cr = (np.empty((height // 2, width // 2), np.uint8) for _ in range(2))
    rows = max(_BAND // width // 2 * 2, 2)
    for top in range(0, height, rows):
        band = np.ascontiguousarray(rgb[top : top + rows].transpose(2, 0, 1))
        luma[top : top + rows] = _mixed(band.astype(np.int32), _LUMA, 16, _BITS)
        quarters = _sums(band)
        for plane, weights in ((cb, _CB), (cr, _CR)):
            plane[top // 2 : (top + rows) // 2] = _mixed(quarters, weights, 128, _BITS + 2)
    return luma, cb, cr


_INDEXED_BAND = 1 << 15  # pixels at a time, of eight bytes each
_CB_AT, _LUMA_AT = 28, 56  # bits: a sum of four takes 25


def indexed_to_yuv(numbers: NDArray[np.uint16], colours: Colours) -> tuple[Plane, Plane, Plane]:
    """Return the very planes that `to_yuv` gives of an image, from the numbers of its colours.

    Each number is looked up once, as what its colour gives to all three planes.
    """
    height, width = numbers.shape
    shares = _shares(colours)
    luma = np.empty((height, width), np.uint8)
    cb, cr = (np.empty((height // 2, width // 2), np.uint8) for _ in range(2))
    rows = max(_INDEXED_BAND // width // 2 * 2, 2)
    for top in range(0, height, rows):
        band = shares.take(numbers[top : top + rows], mode="clip")
        luma[top : top + rows] = band >> _LUMA_AT
        band = band[0::2] + band[1::2]
        quarters = band[:, 0::2] + band[:, 1::2]
        cr[top // 2 : (top + rows) // 2] = quarters >> (_BITS + 2)
        cb[top // 2 : (top + rows) // 2] = quarters >> (_BITS + 2 + _CB_AT)
    return luma, cb, cr


@lru_cache(maxsize=4)
def _shares(colours: Colours) -> NDArray[np.uint64]:
    """Return what each colour gives: its luma, and below it, in parts, its share of the colour of four pixels."""
    channels = colours.rgb.T.astype(np.int32)
    luma = _mixed(channels, _LUMA, 16, _BITS).astype(np.uint64)
    cb, cr = (_quarter(channels, weights) for weights in (_CB, _CR))
    return np.asarray(luma << _LUMA_AT | cb << _CB_AT | cr, np.uint64)


def _quarter(channels: NDArray[np.int32], weights: Weights) -> NDArray[np.uint64]:
    """Return a weighted sum of the channels, with a quarter of what `_mixed` adds to that of four pixels."""
    whole = sum(channel * weight for channel, weight in zip(channels, weights, strict=True))
    return np.asarray(whole + (128 << _BITS) + (1 << (_BITS - 1)), np.uint64)


def _sums(band: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the sum of each four pixels; two at a time are read as one number."""
    pairs = band.view(np.uint16)
    across = (pairs & 255) + (pairs >> 8)
    return (across[:, 0::2] + across[:, 1::2]).astype(np.int32)


def _mixed(band: NDArray[np.int32], weights: Weights, zero: int, bits: int) -> NDArray[np.int32]:
    """Return the weighted sum of the three channels above a zero, rounded."""
    mixed: NDArray[np.int32] = band[0] * weights[0]
    part = band[1] * weights[1]
    mixed += part
    np.multiply(band[2], weights[2], out=part)
    mixed += part
    mixed += (zero << bits) + (1 << (bits - 1))
    mixed >>= bits
    return mixed
