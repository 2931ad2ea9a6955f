"""One palette for a whole film, and the nearest of its colours to any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from figures.film.frames import frame_rgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from figures.film.playback import Playback
    from figures.film.stage import Stage

COLOURS = 255  # the last of 256 is for what stays as it was
_SAMPLES = 24
_BITS = 6
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours (at most 255, 3), and the number of the nearest one for each colour that was asked for.

    Colours are told apart by six bits a channel; -1 in `nearest` is one that was not asked for yet.
    """

    colours: NDArray[np.uint8]
    nearest: NDArray[np.int16]

    def indices(self, rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8]]:
        """Return the number of the nearest colour of each pixel, as the one plane of an image."""
        cut = (rgb >> (8 - _BITS)).astype(np.uint32)
        codes = (cut[..., 0] << 2 * _BITS) | (cut[..., 1] << _BITS) | cut[..., 2]
        found = self.nearest[codes]
        unknown = found < 0
        if unknown.any():
            new = np.unique(codes[unknown])
            self.nearest[new] = _nearest(new, self.colours)
            found = self.nearest[codes]
        return (found.astype(np.uint8),)


def find_palette(stage: Stage, playback: Playback) -> Palette:
    """Return the palette of a film, from frames spread over it: alone, so that none is kept."""
    from PIL import Image

    count = min(_SAMPLES, playback.frames)
    numbers = sorted({round(step * (playback.frames - 1) / max(count - 1, 1)) for step in range(count)})
    samples = np.concatenate([frame_rgb(stage, playback.moment(number))[::4, ::4] for number in numbers])
    image = Image.fromarray(samples).quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    colours = np.array(image.getpalette(), np.uint8).reshape(-1, 3)[:COLOURS]
    return Palette(colours, np.full(1 << 3 * _BITS, -1, np.int16))


def _nearest(codes: NDArray[np.uint32], colours: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return the number of the nearest colour of each cut colour."""
    found = np.empty(codes.size, np.int16)
    points = colours.astype(np.float32)
    lengths = (points**2).sum(axis=1)
    top = (1 << _BITS) - 1
    for start in range(0, codes.size, _AT_ONCE):
        part = codes[start : start + _AT_ONCE]
        cut = np.stack([part >> 2 * _BITS, part >> _BITS & top, part & top], axis=1)
        # stretched so that black and white are themselves
        exact = cut.astype(np.float32) * np.float32(255 / top)
        found[start : start + _AT_ONCE] = np.argmin(lengths - 2 * exact @ points.T, axis=1)
    return found
