"""What every piece of a scene reads of a moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.film.scenes.script import DAY_US, eased
from figures.film.sky_track import EXPOSURE_S, SkyNow, SkyTrack

if TYPE_CHECKING:
    from figures.film.playback import Playback
    from figures.film.stage import Moment


LOOKS = 15
"""How often a second, at least, the sky and the clock are looked at anew. Between, they stand still, as drawn films
have it; the playhead, and what comes and goes, moves with every frame."""


@dataclass(frozen=True, slots=True)
class Now:
    """A moment of the film, and the sky of `seen_us`, at most 1/LOOKS s before: then, and as a mean of half a second.

    `hurry` is 0 where the film lingers and 1 where it passes over weeks.
    """

    us: int
    film_s: float
    hurry: float
    seen_us: int
    sky: SkyNow | None
    mean: SkyNow | None


def read_moment(moment: Moment, playback: Playback, track: SkyTrack | None) -> Now:
    """Return what there is at a moment."""
    since = (moment.frame - playback.frames + 1) % max(playback.fps // LOOKS, 1)  # none at the film's end
    seen = playback.moment(max(moment.frame - since, 0))
    first = playback.warp.us_at(seen.film_s - EXPOSURE_S / 2)
    last = playback.warp.us_at(seen.film_s + EXPOSURE_S / 2)
    hurry = eased(((last - first) / DAY_US - 2.0) / 7.0)
    if track is None:
        return Now(moment.us, moment.film_s, hurry, seen.us, None, None)
    # as far to either side, so that the mean is of this moment
    reach = max(min(seen.us - first, last - seen.us), 0)
    mean = track.mean(seen.us - reach, seen.us + reach)
    return Now(moment.us, moment.film_s, hurry, seen.us, track.at(seen.us), mean)
