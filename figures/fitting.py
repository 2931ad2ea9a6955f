"""Figures made to fit a height: smaller type, then grouped labels, then less around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from figures.scene import scaled

if TYPE_CHECKING:
    from figures.layers import Options
    from figures.scene import Scene

SMALLEST = 6.0  # points: what can still be read in print


def fitted(
    draw: Callable[[Options], Scene],
    options: Options,
    height: float,
    leaner: Sequence[Mapping[str, bool]] = (),
) -> Scene:
    """Return the fullest scene that fits a height.

    Type shrinks first, to 6 points and no further; then labels merge into counted groups, with less and less of
    the rest, as `leaner` gives the options; last, type shrinks further, and a notice says so.
    """
    floor = min(1.0, SMALLEST / (options.theme.small - 0.5))
    scene = _shrunk(draw, options, height, floor)
    for less in leaner:
        if scene.height > height:
            lean = replace(options, width=options.width / floor, **less)  # type: ignore[arg-type]
            scene = scaled(_grouped(draw, lean, height / floor), floor)
    if scene.height > height:
        scene = _squeezed(draw, replace(options, **(leaner[-1] if leaner else {})), height, floor)  # type: ignore[arg-type]
    return replace(scene, width=options.width, height=height)


def _squeezed(draw: Callable[[Options], Scene], options: Options, height: float, scale: float) -> Scene:
    """Return the scene with type as small as it takes, and a notice that says how small that is."""
    asked = replace(options, max_rows=1)

    def at(scale: float) -> Scene:
        return scaled(draw(replace(asked, width=options.width / scale)), scale)

    fits = 0.7 * scale
    while (scene := at(fits)).height > height:
        scale, fits = fits, 0.7 * fits
    while scale - fits > 0.03 * fits:
        middle = (fits + scale) / 2
        larger = at(middle)
        if larger.height <= height:
            fits, scene = middle, larger
        else:
            scale = middle
    size = fits * (options.theme.small - 0.5)
    words = f"type of {size:.1f} pt: {height:.0f} pt of height are too few for this figure"
    return replace(scene, notices=(*scene.notices, words))


def _shrunk(draw: Callable[[Options], Scene], options: Options, height: float, floor: float) -> Scene:
    """Return the scene at the largest scale up to 1 at which it fits a height, else at the smallest."""

    def at(scale: float) -> Scene:
        return scaled(draw(replace(options, width=options.width / scale)), scale)

    scene = draw(options)
    low, high = floor, 1.0
    if scene.height <= height or low == high:
        return scene
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle).height <= height else (low, middle)
    return at(low)


def _grouped(draw: Callable[[Options], Scene], options: Options, height: float) -> Scene:
    """Return the scene with the most rows of labels that fits a height, with one row where none does."""
    fullest = draw(options)
    if fullest.height <= height:
        return fullest
    low, high = 1, max(1, int(fullest.height / options.theme.flag))
    while low < high:
        middle = (low + high + 1) // 2
        if draw(replace(options, max_rows=middle)).height <= height:
            low = middle
        else:
            high = middle - 1
    return draw(replace(options, max_rows=low))
