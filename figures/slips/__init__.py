"""The `slips` figure, a milestone trend chart: when a plan was stated against when it was planned for."""

from figures.slips.figure import lay_out_slips, missing_for_slips

__all__ = ["lay_out_slips", "missing_for_slips"]
