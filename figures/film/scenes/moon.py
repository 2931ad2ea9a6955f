"""The Moon's face, large: true libration, axis and terminator, the site ringed, the light and the distance in words."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

import numpy as np

from ephemeris.phases import phase_name
from figures.film.globe import Face, Globe, face_of
from figures.film.raster import LEVELS, Rect, cut, lay_over, patch
from figures.film.scenes.lines import Line
from figures.film.scenes.moving import QUARTERS, Moving
from figures.film.scenes.pieces import BODY, SMALL, Image, Kept, site_ring
from figures.film.scenes.script import eased
from figures.film.stage import IndexedPatch
from figures.maria import on_sphere
from figures.scene import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.lines import Said
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Look, Pixels
    from figures.film.scenes.script import Script
    from figures.film.stage import AnyPatch, Patch
    from figures.scene import Part

MoonState = tuple[tuple[int, ...], int, int] | None


class MoonFace:
    """The face and the ring around the site that is looked at.

    Its state is in steps that shift nothing on the disc by more than a quarter of a pixel.
    """

    def __init__(self, look: Look, box: Box, script: Script) -> None:
        self.look, self.script = look, script
        self.globe = Globe(box.width / 2, look.theme)
        side = self.globe.side
        x, y = (round((middle - side / 2) / 2) * 2 for middle in box.middle)
        self.rect = Rect(x, y, x + side, y + side)
        self.steps = max(round(box.width * 2.0), 64)
        self.places = [on_sphere(site.lat or 0.0, site.lon or 0.0) for site in script.sites]
        self._patches, self._grounds = Kept(3), Kept(3)
        self._ring = Moving(look, lambda x, y: site_ring(x, y, 9.0 * look.unit, look.unit))

    def still(self) -> Sequence[Part]:
        """Nothing of it stands still."""
        return ()

    def state(self, now: Now) -> MoonState:
        """Return the face in whole steps, the site's number and the level of its ring; None without a sky."""
        if now.mean is None:
            return None
        sky = now.mean
        values = (*sky.subearth, *sky.subsolar, *sky.axis)
        site, shown = self.script.site_at(now.film_s)
        face = tuple(round(each * self.steps) for each in values)
        return (*face, round(sky.fraction * 32)), site, round(LEVELS * shown) if site >= 0 else 0

    def face(self, state: tuple[tuple[int, ...], int, int]) -> Face:
        """Return the face that a state stands for."""
        v = [each / self.steps for each in state[0][:-1]]
        sun = np.array(v[3:6])
        length = float(np.linalg.norm(sun))
        if length > 1.0 - 2.0 / self.steps:  # an instant, but for the rounding
            sun /= length
        return face_of((v[0], v[1], v[2]), (sun[0], sun[1], sun[2]), (v[6], v[7]), state[0][-1] / 32)

    def paint(self, state: MoonState, still: Pixels) -> tuple[AnyPatch, ...]:
        """Return the face as one patch, and the ring with what is under it as another."""
        if state is None:
            return ()
        return self._patches.get(state, lambda: self._paint(state, still))

    def _paint(self, state: tuple[tuple[int, ...], int, int], still: Pixels) -> tuple[AnyPatch, ...]:
        face = self.face(state)
        ground = self._grounds.get(state[0], lambda: self._ground(face))
        ring = self._ring_at(face, state[1]) if state[2] else None
        if ring is None:
            return (ground,)
        x, y, seen = ring
        over = self._ring.at(round(x * QUARTERS), round(y * QUARTERS))
        rect = over.rect.evened().within(*self.look.size)
        pixels = self._under(rect, ground, still)
        lay_over(pixels, rect, over, round(state[2] * seen))
        return ground, patch(rect, pixels)

    def _under(self, rect: Rect, ground: IndexedPatch, still: Pixels) -> Pixels:
        """Return what is under a ring: the face, and the still where the ring reaches beyond the face's square."""
        both = rect.cut_to(self.rect)
        on_face, in_rect = (
            (slice(both.y - y, both.bottom - y), slice(both.x - x, both.right - x))
            for x, y in ((self.rect.x, self.rect.y), (rect.x, rect.y))
        )
        face = self.globe.colours.rgb_of(ground.numbers[on_face])
        if both == rect:
            return face.copy()
        pixels = cut(still, rect)
        pixels[in_rect] = face
        return pixels

    def _ground(self, face: Face) -> IndexedPatch:
        return IndexedPatch(self.rect.x, self.rect.y, self.globe.paint(face), self.globe.colours)

    def _ring_at(self, face: Face, site: int) -> tuple[float, float, float] | None:
        """Return where the ring stands on the page, and how far it is seen: it fades towards the limb."""
        right, up, out = face.see(self.places[site])
        seen = min(max(out / 0.08, 0.0), 1.0)
        middle = (self.rect.x + self.rect.right) / 2, (self.rect.y + self.rect.bottom) / 2
        r = self.globe.radius
        return (middle[0] + r * right, middle[1] - r * up, seen) if seen > 0 else None

    def parts(self, state: MoonState) -> Sequence[Part]:
        """Return the ring."""
        if state is None or not state[2]:
            return ()
        ring = self._ring_at(self.face(state), state[1])
        unit = self.look.unit
        return site_ring(ring[0], ring[1], 9.0 * unit, unit) if ring and ring[2] > 0.5 else ()

    def images(self, state: MoonState) -> Sequence[Image]:
        """Return the face."""
        if state is None:
            return ()
        face = self.globe.paint(self.face(state))
        return (Image(self.rect.x, self.rect.y, self.globe.colours.rgb_of(face)),)


LightState = tuple["Said", ...]
EVERY_PHASE = "through", "every phase"


class Light:
    """How much of the Moon is lit and which phase that is, and how far it is, in words."""

    def __init__(self, look: Look, box: Box, distance: bool) -> None:
        unit = look.unit
        size = BODY * unit
        self.look, self.box = look, box
        self.stacked = box.height > 40 * unit
        x, y, small = box.x, box.y + size, SMALL * unit
        if self.stacked:
            self.lines = [
                Line(look, x, y, box.width, size),
                Line(look, x, y + 24 * unit, box.width, small, "soft"),
            ]
            if distance:
                self.lines.append(Line(look, x, y + 48 * unit, box.width, small, "soft"))
        else:
            half, gap = box.width / 2, 6 * unit
            self.lines = [
                Line(look, x, y, half - gap, size, to_end=True),
                Line(look, x + half + gap, y, half - gap, size, "soft"),
            ]

    def still(self) -> Sequence[Part]:
        """Nothing of it stands still."""
        return ()

    def state(self, now: Now) -> LightState:
        """Return the share, the phase and the distance in words, fainter where the film hurries."""
        if now.sky is None:
            return ()
        level = round(LEVELS * (1.0 - now.hurry) / 4) * 4
        share, phase = f"{round(100 * now.sky.fraction)} % lit", phase_name(now.sky.phase_longitude_deg)
        said = [((share, level),), ((phase, level),), ((distance_words(now.sky.distance_km), level),)]
        if level == 0 and now.mean is not None:
            blurred = round(LEVELS * eased((0.5 - hypot(*now.mean.phase)) / 0.3) / 4) * 4
            said[:2] = [((words, blurred),) for words in EVERY_PHASE]
        return tuple(said[: len(self.lines)])

    def paint(self, state: LightState, still: Pixels) -> tuple[Patch, ...]:
        """Return the lines as patches."""
        return tuple(
            each for line, said in zip(self.lines, state, strict=False) for each in line.paint(said, still)
        )

    def parts(self, state: LightState) -> Sequence[Part]:
        """Return the lines as texts."""
        return [each for line, said in zip(self.lines, state, strict=False) for each in line.parts(said)]

    def images(self, state: LightState) -> Sequence[Image]:
        """None."""
        return ()


def distance_words(km: float) -> str:
    """Say a distance to the hundred kilometres."""
    return f"{round(km / 100) * 100:,} km away"


def no_sky_note(look: Look, box: Box, years: str) -> list[Part]:
    """Say why no Moon is shown."""
    x, y = box.middle
    return [Text(x, y, f"The Moon is known {years}", SMALL * look.unit, "soft", anchor="middle")]
