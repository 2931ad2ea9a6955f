"""The event of the moment in large words: its date, its label, then how it came out and what is to be said of it."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from figures import marks
from figures.film.raster import LEVELS, Sprite, around, cut, lay_over, patch, sprite
from figures.film.scenes.pieces import BODY, LABEL, SMALL, Kept
from figures.fonts import text_width
from figures.scene import Text
from figures.textfit import shorten, wrap
from timeline.model import Mission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures.film.scenes.boxes import Box
    from figures.film.scenes.now import Now
    from figures.film.scenes.pieces import Image, Look, Pixels
    from figures.film.scenes.script import Caption, Cue, Script
    from figures.film.stage import Patch
    from figures.scene import Part, Weight

State = tuple[int, int, tuple[int, ...]]


class Captions:
    """One caption at a time: which, how far its head has come up, and how far what is told of each event named."""

    def __init__(self, look: Look, box: Box, script: Script) -> None:
        self.look, self.box, self.script = look, box, script
        self._named = [self._count(caption) for caption in script.captions]
        self._sprites = Kept(8)
        self._patches = Kept(24)

    def still(self) -> Sequence[Part]:
        """Nothing of it stands still."""
        return ()

    def state(self, now: Now) -> State:
        """Return the caption's number, -1 for the opening, the level of its head and that of what is told of each."""
        number = self.script.caption_at(now.film_s)
        if number < 0:
            first = self.script.captions[0].enter_s if self.script.captions else 1e9
            gone = min((first - now.film_s) / 0.27, 1.0)
            return -1, round(LEVELS * max(gone, 0.0)), ()
        caption = self.script.captions[number]
        shown = caption.shown(now.film_s)
        told = (min(shown, caption.told(cue, now.film_s)) for cue in caption.cues[: self._named[number]])
        return number, round(LEVELS * shown), tuple(round(LEVELS * each) for each in told)

    def paint(self, state: State, still: Pixels) -> tuple[Patch, ...]:
        """Return the caption as one patch."""
        if state[1] <= 0:
            return ()
        found = self._patches.get(state, lambda: self._paint(state, still))
        return () if found is None else (found,)

    def _paint(self, state: State, still: Pixels) -> Patch | None:
        made = self._sprites.get(state[0], lambda: self._make(state[0]))
        laid = [
            (each, level) for each, level in zip(made, (state[1], *state[2]), strict=True) if each is not None
        ]
        if not laid:
            return None
        rect = around(*(each.rect for each, _ in laid)).evened().within(*self.look.size)
        pixels = cut(still, rect)
        for each, level in laid:
            lay_over(pixels, rect, each, level)
        return patch(rect, pixels)

    def _make(self, number: int) -> list[Sprite | None]:
        head, tails = self._words(number)
        return [sprite(each, self.look.theme, self.look.size) if each else None for each in (head, *tails)]

    def parts(self, state: State) -> Sequence[Part]:
        """Return the caption's words, without those that have not come up by half."""
        if state[1] <= 0:
            return ()
        head, tails = self._words(state[0])
        said = zip((head, *tails), (state[1], *state[2]), strict=True)
        return [part for parts, level in said if level * 2 > LEVELS for part in parts]

    def images(self, state: State) -> Sequence[Image]:
        """None."""
        return ()

    def _words(self, number: int) -> tuple[list[Part], list[list[Part]]]:
        """Return a caption's head, and what is told of each event that it names."""
        if number < 0:
            return self._opening(), []
        caption = self.script.captions[number]
        if len(caption.cues) > 1:
            return self._several(caption, self._named[number])
        head, tail = self._one(caption.cues[0])
        return head, [tail]

    def _opening(self) -> list[Part]:
        """Say where the mission goes, before the first event."""
        lane = self.script.lanes[0] if len(self.script.lanes) == 1 else None
        if not isinstance(lane, Mission) or lane.site is None:
            return []
        size, small = LABEL * self.look.unit, BODY * self.look.unit
        y = self.box.y + small
        parts: list[Part] = [Text(self.box.x, y, "Going to", small, "soft")]
        for line in wrap(lane.site.name, size, self.box.width, "semibold")[:2]:
            y += size * 1.2
            parts.append(Text(self.box.x, y, line, size, "ink", "semibold"))
        return [*parts, *self._undated(lane, y + small * 0.6)]

    def _undated(self, lane: Mission, y: float) -> list[Part]:
        """Say which events nobody gives a date for: no moment of the film can be theirs."""
        size = BODY * self.look.unit
        labels = [event.label for event in lane.events if event.date is None or event.date.is_unknown]
        if not labels:
            return []
        lines = _few(f"No date is given for: {'; '.join(labels)}.", size, self.box.width, 3)
        return [
            Text(self.box.x, y + size * 1.35 * (k + 1), line, size, "soft") for k, line in enumerate(lines)
        ]

    def _one(self, cue: Cue) -> tuple[list[Part], list[Part]]:
        unit, box = self.look.unit, self.box
        size, body, small = LABEL * unit, BODY * unit, SMALL * unit
        overtaken = (
            cue.is_plan and cue.event.outcome != "planned"
        )  # of a plan that stands, the outcome says so
        date = f"Planned: {cue.date}" if overtaken else cue.date
        if len(self.script.lanes) > 1:
            date = f"{self.script.lanes[cue.lane].name}, {date[0].lower() + date[1:] if overtaken else date}"
        y = box.y + body
        head: list[Part] = [Text(box.x, y, shorten(date, body, box.width), body, "soft")]
        for line in _few(cue.event.label, size, box.width, 3 if box.width < 500 * unit else 1, "semibold"):
            y += size * 1.18
            head.append(Text(box.x, y, line, size, "ink", "semibold"))
        tail: list[Part] = []
        if cue.outcome:
            y += body * 1.85
            tail += self._outcome(cue, y, body)
        lines = max(int((box.bottom - y - small * 0.5) / (body * 1.35)), 0)
        y += small * 0.35
        for line in _few(cue.event.note, body, min(box.width, 660 * unit), min(lines, 6)):
            y += body * 1.35
            tail.append(Text(box.x, y, line, body, "soft"))
        return head, tail

    def _outcome(self, cue: Cue, y: float, size: float) -> list[Part]:
        radius = size * 0.42
        event = cue.event
        mark = marks.form_mark(
            marks.FORMS[event.kind], event.outcome, self.box.x + radius, y - size * 0.33, radius
        )
        word = cue.outcome[0].upper() + cue.outcome[1:]
        return [*mark, Text(self.box.x + radius * 2 + size * 0.5, y, word, size, event.outcome, "semibold")]

    @property
    def _narrow(self) -> bool:
        """Whether the date of an event stands below its label, not beside it."""
        return self.box.width < 500 * self.look.unit

    @property
    def _step(self) -> float:
        return (SMALL * 2.9 if self._narrow else BODY * 1.5) * self.look.unit

    def _headed(self, cues: Sequence[Cue]) -> list[bool]:
        """Tell over which events the name of their mission stands: where there is no room beside their dates."""
        if len(self.script.lanes) == 1 or not self._narrow:
            return [False] * len(cues)
        return [k == 0 or cue.lane != cues[k - 1].lane for k, cue in enumerate(cues)]

    def _count(self, caption: Caption) -> int:
        """Return how many events a caption names: those that have room, with a line to count the others."""
        cues = caption.cues[: MOST_LINES + 1]
        if len(cues) == 1:
            return 1
        room = self.box.height - SMALL * self.look.unit
        ends = list(accumulate(self._step + self._over * headed for headed in self._headed(cues)))
        if len(cues) <= MOST_LINES and ends[-1] <= room:
            return len(cues)
        return sum(end + self._step <= room for end in ends[: MOST_LINES - 1])

    @property
    def _over(self) -> float:
        """The room that the name of a mission takes over its events."""
        return SMALL * 1.5 * self.look.unit

    def _several(self, caption: Caption, count: int) -> tuple[list[Part], list[list[Part]]]:
        """Name the events that come together, each with its date, and count those left over; then tell each."""
        body, small = BODY * self.look.unit, SMALL * self.look.unit
        y = self.box.y + body
        head: list[Part] = []
        tails = []
        named = caption.cues[:count]
        for cue, headed in zip(named, self._headed(named), strict=True):
            if headed:
                name = shorten(self.script.lanes[cue.lane].name, small, self.box.width)
                head.append(Text(self.box.x, y, name, small, "soft"))
                y += self._over
            label, tail = self._listed(cue, y, body, small)
            head += label
            tails.append(tail)
            y += self._step
        if count < len(caption.cues):
            more = len(caption.cues) - count
            head.append(Text(self.box.x, y, f"and {more} more event{'s' * (more > 1)}", small, "soft"))
        return head, tails

    def _listed(self, cue: Cue, y: float, body: float, small: float) -> tuple[list[Part], list[Part]]:
        """Return an event's label and date; then its mark and how it came out."""
        box, radius, event = self.box, body * 0.36, cue.event
        x = box.x + radius * 2 + body * 0.45
        label = shorten(event.label, body, box.right - x, "semibold")
        head: list[Part] = [Text(x, y, label, body, "ink", "semibold")]
        tail: list[Part] = [
            *marks.form_mark(marks.FORMS[event.kind], event.outcome, box.x + radius, y - body * 0.3, radius)
        ]
        outcome = "" if cue.outcome in ("", "success") else f", {cue.outcome}"
        date = cue.date
        if self._narrow:
            y += small * 1.25
        else:
            x += text_width(label, body, "semibold") + body * 0.7
            if box.right - x <= body * 4:
                return head, tail
            room = box.right - x - text_width(f", {date}{outcome}", small)
            if len(self.script.lanes) > 1 and room > small * 2:
                date = f"{shorten(self.script.lanes[cue.lane].name, small, room)}, {date}"
        said = shorten(date, small, box.right - x)
        head.append(Text(x, y, said, small, "soft"))
        if outcome and said == date:
            x += text_width(date, small)
            tail.append(Text(x, y, shorten(outcome, small, box.right - x), small, "soft"))
        return head, tail


MOST_LINES = 6


def _few(text: str, size: float, room: float, most: int, weight: Weight = "regular") -> list[str]:
    """Return the text in `most` lines: whole sentences or clauses where not all fits, else cut with an ellipsis."""
    if most <= 0 or not text:
        return []
    lines = wrap(text, size, room, weight)
    if len(lines) <= most:
        return lines
    for mark in (". ", "; "):
        head = text
        while mark in head:
            head = head.rpartition(mark)[0]
            kept = wrap(head + ".", size, room, weight)
            if len(kept) <= most:
                return kept
    return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), size, room, weight)]
