"""What every piece of a scene reads of a moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.film.scenes.script import DAY_US, eased
from figures.film.sky_track import EXPOSURE_S, SkyNow, SkyTrack

if TYPE_CHECKING:
    from figures.film.playback import Playback
    from figures.film.stage import Moment


@dataclass(frozen=True, slots=True)
class Now:
    """A moment of the film with its sky: that of the moment itself, and the mean of half a second around it.

    `hurry` is 0 where the film lingers and 1 where it passes over weeks.
    """

    us: int
    film_s: float
    hurry: float
    sky: SkyNow | None
    mean: SkyNow | None


def read_moment(moment: Moment, playback: Playback, track: SkyTrack | None) -> Now:
    """Return what there is at a moment."""
    first = playback.warp.us_at(moment.film_s - EXPOSURE_S / 2)
    last = playback.warp.us_at(moment.film_s + EXPOSURE_S / 2)
    hurry = eased(((last - first) / DAY_US - 2.0) / 7.0)
    if track is None:
        return Now(moment.us, moment.film_s, hurry, None, None)
    reach = min(
        moment.us - first, last - moment.us
    )  # as far to either side, so that the mean is of this moment
    mean = track.mean(moment.us - max(reach, 0), moment.us + max(reach, 0))
    return Now(moment.us, moment.film_s, hurry, track.at(moment.us), mean)
