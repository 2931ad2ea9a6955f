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

COLOURS = 96  # more would follow the Moon's shades more closely than is seen, at a third more bytes
CLEAR = 255  # the number that stands for what was there before
CLOSE = 0.04, 7  # what is shown stays within this share of its brightness, and so many levels of 256
_SAMPLES = 16
_BITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Colours (n, 3), and flat tables: the nearest one's number for each colour, and which pairs are close.

    Colours are told apart by six bits a channel; a pair is 256 times the first number plus the second.
    """

    colours: NDArray[np.uint8]
    nearest: NDArray[np.uint8]
    close: NDArray[np.bool_]

    def indices(self, rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8]]:
        """Return the number of the nearest colour of each pixel, as the one plane of an image."""
        channels = np.ascontiguousarray(rgb.transpose(2, 0, 1))
        channels >>= 8 - _BITS
        codes = channels[0].astype(np.intp)
        for channel in channels[1:]:
            codes <<= _BITS
            codes |= channel
        return (self.nearest.take(codes),)

    def same(self, shown: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Return where colours that are shown are close enough to those that are wanted."""
        pairs = shown.astype(np.uint16)
        pairs <<= 8
        pairs |= wanted
        return self.close.take(pairs)


def find_palette(stage: Stage, playback: Playback) -> Palette:
    """Return the palette of a film, from frames spread over it: alone, so that none is kept."""
    from PIL import Image

    count = min(_SAMPLES, playback.frames)
    numbers = sorted({round(step * (playback.frames - 1) / max(count - 1, 1)) for step in range(count)})
    samples = np.concatenate([frame_rgb(stage, playback.moment(number))[::6, ::6] for number in numbers])
    image = Image.fromarray(samples).quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    colours = np.array(image.getpalette(), np.uint8).reshape(-1, 3)[:COLOURS]
    nearest = _nearest(colours)
    (still,) = Palette(colours, nearest, np.zeros(0, np.bool_)).indices(stage.still)
    return Palette(colours, nearest, _close(colours, int(np.bincount(still.ravel()).argmax())))


def _nearest(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the number of the nearest colour of each cut colour."""
    side = 1 << _BITS
    # stretched so that black and white are themselves
    levels = np.arange(side, dtype=np.float32) * np.float32(255 / (side - 1))
    red, green, blue = (channel[:, None] for channel in colours.astype(np.float32).T)
    across = ((levels - green) ** 2)[:, :, None] + ((levels - blue) ** 2)[:, None, :]
    across = across.reshape(len(colours), -1)
    rows = [np.argmin(across + (level - red) ** 2, axis=0) for level in levels]
    return np.concatenate(rows).astype(np.uint8)


def _close(colours: NDArray[np.uint8], paper: int) -> NDArray[np.bool_]:
    """Return which pairs are close: the less so the darker they are, and nothing but itself to the paper."""
    wide, (share, most) = colours.astype(np.int16), CLOSE
    brightness = wide.max(axis=1)
    far = np.abs(wide[:, None] - wide[None]).max(axis=-1)
    table = np.zeros((256, 256), np.bool_)
    count = len(colours)
    table[:count, :count] = far <= np.minimum(share * np.minimum(brightness[:, None], brightness[None]), most)
    table[paper] = table[:, paper] = False
    table[paper, paper] = True
    return table.ravel()
