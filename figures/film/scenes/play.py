"""A scene ready to be played: its pieces, the sky that they share, and the paper that they stand on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from figures.film.frames import frame_rgb
from figures.film.raster import LEVELS, Rect, Sprite, colour_of, draw_parts, lay_over
from figures.film.scenes.boxes import SCENES, Plan, plan_scene
from figures.film.scenes.caption import Captions
from figures.film.scenes.clock import Clock
from figures.film.scenes.dial import Dial
from figures.film.scenes.moon import Light, MoonFace, no_sky_note
from figures.film.scenes.now import read_moment
from figures.film.scenes.orrery import Orrery
from figures.film.scenes.pieces import Look
from figures.film.scenes.script import Script, write_script
from figures.film.scenes.strip import Strip
from figures.film.scenes.title import title_parts, title_words
from figures.film.sky_track import SkyTrack, look_up_track
from figures.theme import DARK

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.film.playback import Playback
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Piece, Pixels
    from figures.film.stage import AnyPatch, Moment
    from figures.scene import Part
    from figures.theme import Theme
    from timeline.model import Timeline

BAND = 256  # rows of the still that are drawn at once: a whole large frame would take much memory
LEAST, MOST = 240, 4320
"""Pixels of a frame's side."""


class SceneStage:
    """A scene of a mission on a frame of a size: `still` and `paint` as `figures.film.stage.Stage` has them.

    `state` is the whole of the picture as values, a pure function of the moment; `paint` makes pixels of it.
    """

    def __init__(
        self,
        name: str,
        look: Look,
        script: Script,
        playback: Playback,
        track: SkyTrack | None,
        title: str,
        tz: tzinfo | None,
    ) -> None:
        self.name, self.look, self.script, self.playback, self.track = name, look, script, playback, track
        plan = plan_scene(name, look.width, look.height)
        self._fixed = title_parts(look, plan.boxes["title"], title_words(title, script))
        if track is None and "moon" in plan.boxes:
            self._fixed += no_sky_note(look, plan.boxes["moon"], _known_years())
        self.pieces: tuple[Piece, ...] = tuple(_pieces(name, look, plan, script, playback, track, tz))
        self.still: Pixels = self._draw_still()

    @property
    def width(self) -> int:
        """The width of a frame in pixels."""
        return self.look.width

    @property
    def height(self) -> int:
        """The height of a frame in pixels."""
        return self.look.height

    def now(self, moment: Moment) -> Now:
        """Return what all pieces read of a moment."""
        return read_moment(moment, self.playback, self.track)

    def state(self, moment: Moment) -> tuple[Hashable, ...]:
        """Return the whole picture of a moment as values, piece by piece."""
        now = self.now(moment)
        return tuple(piece.state(now) for piece in self.pieces)

    def paint(self, moment: Moment) -> tuple[AnyPatch, ...]:
        """Return what differs from the still at a moment, in the order to paste it."""
        now = self.now(moment)
        found: list[AnyPatch] = []
        for piece in self.pieces:
            found += piece.paint(piece.state(now), self.still)
        return tuple(found)

    def frame(self, moment: Moment) -> Pixels:
        """Return a whole frame, of shape (height, width, 3)."""
        return frame_rgb(self, moment)

    def still_parts(self) -> list[Part]:
        """Return the still as shapes and texts."""
        return [*self._fixed, *(part for piece in self.pieces for part in piece.still())]

    def parts(self, moment: Moment) -> list[Part]:
        """Return what moves as shapes and texts, at a moment."""
        return [p for piece, state in self._states(moment) for p in piece.parts(state)]

    def images(self, moment: Moment) -> list[Image]:
        """Return what moves and is no shape, at a moment."""
        return [i for piece, state in self._states(moment) for i in piece.images(state)]

    def _states(self, moment: Moment) -> list[tuple[Piece, Any]]:
        return list(zip(self.pieces, self.state(moment), strict=True))

    def _draw_still(self) -> Pixels:
        pixels = np.empty((self.height, self.width, 3), np.uint8)
        pixels[:] = colour_of(self.look.theme, "paper")
        parts = self.still_parts()
        for top in range(0, self.height, BAND):
            band = Rect(0, top, self.width, min(top + BAND, self.height))
            drawn = Sprite(band, *draw_parts(parts, band, self.look.theme))
            lay_over(pixels[band.y : band.bottom], band, drawn, LEVELS)
        pixels.flags.writeable = False
        return pixels


def make_stage(
    name: str,
    timeline: Timeline,
    lanes: Sequence[str] | None,
    playback: Playback,
    size: tuple[int, int] = (1280, 720),
    theme: Theme = DARK,
    tz: tzinfo | None = None,
) -> SceneStage:
    """Make the stage of a scene for a film of these lanes, of all by default, on frames of `size` pixels.

    Raises ValueError for an unknown scene, and for a size that is odd or out of reach; KeyError for an unknown lane.
    """
    if name not in SCENES:
        raise ValueError(f"unknown scene {name!r} (one of {', '.join(SCENES)})")
    width, height = size
    if width % 2 or height % 2 or not all(LEAST <= side <= MOST for side in size):
        raise ValueError(
            f"a film of {width}x{height} cannot be made (even sides of {LEAST} to {MOST} pixels)"
        )
    chosen = None if lanes is None else tuple(timeline.lane(lane).id for lane in lanes)
    look = Look(theme, width, height, min(width, height) / 720.0)
    script = write_script(timeline, chosen, playback, tz)
    places = [(site.lat or 0.0, site.lon or 0.0) for site in script.sites]
    track = look_up_track(playback.start_us, playback.end_us, places)
    return SceneStage(name, look, script, playback, track, timeline.title, tz)


def _pieces(
    name: str,
    look: Look,
    plan: Plan,
    script: Script,
    playback: Playback,
    track: SkyTrack | None,
    tz: tzinfo | None,
) -> list[Piece]:
    boxes = plan.boxes
    found: list[Piece] = [Clock(look, boxes["clock"], script, tz)]
    if "strip" in boxes:
        found.append(Strip(look, boxes["strip"], script, playback, tz, track, full=name == "timeline"))
    if "caption" in boxes:
        found.append(Captions(look, boxes["caption"], script))
    if track is not None:
        if "moon" in boxes:
            found.append(MoonFace(look, boxes["moon"], script))
        if "light" in boxes:
            found.append(Light(look, boxes["light"], distance=name == "moon"))
        if "dial" in boxes and script.sites:
            found.append(Dial(look, boxes["dial"], script))
        if "orrery" in boxes:
            found.append(Orrery(look, boxes["orrery"], script, track))
    return found


def _known_years() -> str:
    from ephemeris.kernel import load_kernel

    return f"for {load_kernel().years}"
