"""The `moons` figure: the Moon's face at each event, as it stood, mission by mission."""

from figures.moons.figure import lay_out_moons, look_up_moons, missing_for_moons

__all__ = ["lay_out_moons", "look_up_moons", "missing_for_moons"]
