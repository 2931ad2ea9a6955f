"""Sizes by name: how wide a figure is, and how tall where that is fixed, in points."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

INCH = 72.0
SIZES: Mapping[str, tuple[float, float | None]] = MappingProxyType(
    {
        "report": (780.0, None),  # as tall as its labels need: across an A4 or letter page turned sideways
        "slide": (960.0, 540.0),  # 13.33 x 7.5 inches, the common slide of 16 to 9
        "square": (960.0, 960.0),
        "poster": (842.0, 1191.0),  # A4, to be printed at any A size: type is of the right size on A1 or A2
    }
)


def figure_size(size: str, style: str = "light") -> tuple[float, float | None]:
    """Return the width and height in points of a size by name, or of `WxH` in inches.

    The slide style takes a slide's width where no other size is asked for. Raises ValueError with the names.
    """
    if size == "report" and style == "slide":
        return 960.0, None
    if size in SIZES:
        return SIZES[size]
    match = re.fullmatch(r"(\d+(?:\.\d+)?)[xX×](\d+(?:\.\d+)?)", size)
    if match is None:
        raise ValueError(f"unknown size {size!r} (one of {', '.join(SIZES)}, or WxH in inches such as 12x8)")
    width, height = (float(length) * INCH for length in match.groups())
    if not (360 <= width <= 7200 and 200 <= height <= 14400):
        raise ValueError(f"the size {size!r} is out of reach (5 to 100 inches wide, 3 to 200 tall)")
    return width, height
