"""The `lighting` figure: Sun and Earth over a mission's landing site, through the lunar day of its landing."""

from figures.lighting.figure import lay_out_lighting, missing_for_lighting
from figures.lighting.sky import look_up_lighting

__all__ = ["lay_out_lighting", "look_up_lighting", "missing_for_lighting"]
