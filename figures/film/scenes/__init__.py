"""The scenes of a film, by name: `make_stage` gives what the pipeline plays."""

from __future__ import annotations

from figures.film.scenes.boxes import SCENES
from figures.film.scenes.play import SceneStage, make_stage

__all__ = ["SCENES", "SceneStage", "make_stage"]
