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
_BITS = 6  # of each channel that the table of nearest colours tells apart


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours (at most 255, 3), and the nearest one's number for each colour cut to six bits a channel."""

    colours: NDArray[np.uint8]
    nearest: NDArray[np.uint8]

    def indices(self, rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8]]:
        """Return the number of the nearest colour of each pixel, as the one plane of an image."""
        cut = (rgb >> (8 - _BITS)).astype(np.uint32)
        return (self.nearest[(cut[..., 0] << 2 * _BITS) | (cut[..., 1] << _BITS) | cut[..., 2]],)


def find_palette(stage: Stage, playback: Playback) -> Palette:
    """Return the palette of a film, from frames spread over it: alone, so that none is kept."""
    from PIL import Image

    count = min(_SAMPLES, playback.frames)
    numbers = sorted({round(step * (playback.frames - 1) / max(count - 1, 1)) for step in range(count)})
    samples = np.concatenate([frame_rgb(stage, playback.moment(number))[::4, ::4] for number in numbers])
    image = Image.fromarray(samples).quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    colours = np.array(image.getpalette(), np.uint8).reshape(-1, 3)[:COLOURS]
    return Palette(colours, _nearest(colours))


def _nearest(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the number of the nearest colour for each cut colour, in a flat table."""
    side = 1 << _BITS
    # the middle of what a cut colour stands for, stretched so that black and white are themselves
    levels = np.arange(side, dtype=np.float32) * np.float32(255 / (side - 1))
    points = colours.astype(np.float32)
    lengths = (points**2).sum(axis=1)
    table = np.empty((side, side * side), np.uint8)
    green, blue = (axis.ravel() for axis in np.meshgrid(levels, levels, indexing="ij"))
    for number, red in enumerate(levels):
        cut = np.stack([np.full_like(green, red), green, blue], axis=1)
        table[number] = np.argmin(lengths - 2 * cut @ points.T, axis=1)
    return table.ravel()
