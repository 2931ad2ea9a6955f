"""What a film tells and when: each event's words, and how far each has come in at any time of the film. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.lanes import is_point
from figures.marks import HOLLOW
from figures.words import OUTCOME_WORDS, date_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from figures.film.playback import Playback, Stop
    from timeline.model import Event, Mission, Organisation, Site, Timeline

FADE_S = 0.45
"""Seconds in which something comes up."""
LEAST_S = 0.9
"""Seconds that a caption is read in at the least: events that come closer share one."""
MOST_TOLD = 4
"""Events that one caption names; it counts the others."""
DAY_US = 86_400_000_000


def eased(x: float) -> float:
    """Return 0 to 1 for 0 to 1, slow at both ends; 0 before and 1 after."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@dataclass(frozen=True, slots=True)
class Cue:
    """An event in the film: its label comes up from `enter_s`, what is known of its end from `known_s` to `told_s`.

    An instant is known from its moment on; a vague date is a band, which is told as the film passes over it. A
    plan is a plan from the first, and nothing of it is told later.
    """

    event: Event
    lane: int
    start_us: int
    end_us: int
    enter_s: float
    known_s: float
    told_s: float
    date: str
    outcome: str
    is_plan: bool
    is_point: bool

    def shown(self, film_s: float) -> float:
        """How far the label has come up, 0 to 1."""
        return eased((film_s - self.enter_s) / FADE_S)

    def told(self, film_s: float) -> float:
        """How far it is told what happened, 0 to 1."""
        return eased((film_s - self.known_s) / max(self.told_s - self.known_s, 1e-6))

    def quiet(self, film_s: float) -> float:
        """How far it lies in the past, 0 to 1."""
        return eased((film_s - self.told_s - 2.0) / 1.5)


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written large from `enter_s` to `leave_s`: one event, or the few that come together."""

    cues: tuple[Cue, ...]
    enter_s: float
    leave_s: float

    def shown(self, film_s: float) -> float:
        """How far it can be seen, 0 to 1: it is gone before the next one comes up."""
        return min(eased((film_s - self.enter_s) / FADE_S), eased((self.leave_s - film_s) / (FADE_S * 0.6)))

    def told(self, cue: Cue, film_s: float) -> float:
        """How far it is told what happened in one of its events, 0 to 1: never before the film is there."""
        told_s = min(cue.told_s, max(self.leave_s - LEAST_S / 2, self.enter_s + FADE_S))
        return eased((film_s - cue.known_s) / max(told_s - cue.known_s, 1e-6))


@dataclass(frozen=True, slots=True)
class Script:
    """All that a film tells, in order of the film."""

    lanes: tuple[Mission | Organisation, ...]
    cues: tuple[Cue, ...]
    captions: tuple[Caption, ...]
    sites: tuple[Site, ...]
    places: tuple[tuple[float, int], ...]  # from when in the film which site is looked at; -1 is none

    def caption_at(self, film_s: float) -> int:
        """Return which caption is up; -1 before the first."""
        found = -1
        for number, caption in enumerate(self.captions):
            if caption.enter_s > film_s:
                break
            found = number
        return found

    def site_at(self, film_s: float) -> tuple[int, float]:
        """Return which site is looked at, -1 for none, and how far it can be seen, 0 to 1."""
        number = max((k for k, (from_s, _) in enumerate(self.places) if from_s <= film_s), default=0)
        from_s, site = self.places[number]
        until_s = self.places[number + 1][0] if number + 1 < len(self.places) else 1e9
        rise = 1.0 if number == 0 else eased((film_s - from_s) / FADE_S)
        return site, min(rise, eased((until_s - film_s) / (FADE_S * 0.6)))


def write_script(
    timeline: Timeline, lanes: tuple[str, ...] | None, playback: Playback, tz: tzinfo | None
) -> Script:
    """Write down what the film of these lanes tells, of all by default."""
    chosen = tuple(lane for lane in timeline.lanes if lanes is None or lane.id in lanes)
    home = {id(event): number for number, lane in enumerate(chosen) for event in lane.events}
    stops = [stop for stop in playback.stops if id(stop.event) in home]
    cues = tuple(
        sorted((_cue(stop, home[id(stop.event)], playback, tz) for stop in stops), key=lambda c: c.enter_s)
    )
    sites, at_lane = _sites(chosen)
    return Script(chosen, cues, _captions(cues, playback.seconds), sites, _places(cues, at_lane))


def _cue(stop: Stop, lane: int, playback: Playback, tz: tzinfo | None) -> Cue:
    event = stop.event
    is_plan = event.outcome in HOLLOW
    first, last = playback.film_at(stop.start_us), playback.film_at(stop.end_us)
    known, told = (stop.event_s, stop.event_s + FADE_S) if stop.event_s is not None else (first, last)
    if is_plan:
        known, told = stop.enter_s, stop.enter_s + FADE_S
    enter = min(stop.enter_s, first)
    assert event.date is not None
    return Cue(
        event,
        lane,
        stop.start_us,
        stop.end_us,
        enter,
        known,
        max(told, known + FADE_S),
        date_words(event, {}, tz).date,
        OUTCOME_WORDS[event.outcome] if event.outcome != "done" else "",
        is_plan,
        is_point(event.date),
    )


def _captions(cues: tuple[Cue, ...], seconds: float) -> tuple[Caption, ...]:
    """Share the film's time out among captions; what comes too close together to be read shares one."""
    groups: list[list[Cue]] = []
    for cue in cues:
        if groups and cue.enter_s - groups[-1][0].enter_s < LEAST_S:
            groups[-1].append(cue)
        else:
            groups.append([cue])
    if len(groups) > 1 and seconds - groups[-1][0].enter_s < LEAST_S:
        groups[-2:] = [groups[-2] + groups[-1]]
    enters = [group[0].enter_s for group in groups]
    leaves = [*enters[1:], 1e9]
    return tuple(
        Caption(tuple(group), enter, leave)
        for group, enter, leave in zip(groups, enters, leaves, strict=True)
    )


def _sites(lanes: tuple[Mission | Organisation, ...]) -> tuple[tuple[Site, ...], tuple[int, ...]]:
    """Return the sites with known places, and which of them each lane is about; -1 is none."""
    found: list[Site] = []
    at_lane = []
    for lane in lanes:
        offered = [getattr(lane, "site", None), *(event.site for event in lane.events)]
        site = next((each for each in offered if each is not None and each.lat is not None), None)
        if site is not None and site not in found:
            found.append(site)
        at_lane.append(-1 if site is None else found.index(site))
    return tuple(found), tuple(at_lane)


def _places(cues: tuple[Cue, ...], at_lane: tuple[int, ...]) -> tuple[tuple[float, int], ...]:
    """Return when the film turns to which site: that of the mission whose event comes up."""
    found = [(0.0, at_lane[cues[0].lane] if cues else max(at_lane, default=-1))]
    for cue in cues:
        site = at_lane[cue.lane]
        if site != found[-1][1] and cue.enter_s - found[-1][0] >= LEAST_S:
            found.append((cue.enter_s, site))
    return tuple(found)
