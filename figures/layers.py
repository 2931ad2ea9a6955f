"""The parts of a figure while it is laid out, by layer from back to front, and how the figure was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from figures.scene import Group, Part
from figures.theme import LIGHT, Theme

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.dates import VagueDate


@dataclass(frozen=True, slots=True)
class Options:
    """How a figure is asked for, beside its data. Lengths are points.

    `tz` is the zone of written times, UTC where it is None; `now` draws a line at a date. With `breaks` long stretches
    in which nothing happens are left out, marked, and said how long they are; with `panels` crowded ones are shown
    again below their lane, or the `zooms` in their place, stretches in microseconds of UTC since 1970. `elapsed` names
    the event, by id or address, that a second axis counts from, a launch where it is empty. `listed` is how many lines
    may list the members of counted groups, None as many as it takes; `numbers` are those of the sources.
    """

    theme: Theme = LIGHT
    width: float = 780.0
    tz: tzinfo | None = None
    now: VagueDate | None = None
    max_rows: int | None = None
    panels: bool = True
    table: bool = True  # whether the mission figure tells its events in a table
    sources: bool = True
    listed: int | None = None
    breaks: bool = True
    elapsed: str = ""
    zooms: tuple[tuple[int, int], ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def left(self) -> float:
        """Where the lanes begin, right of their names."""
        return self.theme.margin + self.theme.gutter

    @property
    def right(self) -> float:
        """Where everything ends."""
        return self.width - self.theme.margin


USUAL = Options()
"""What a figure is where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Events that share one label: what is written there, and each of them in a few words."""

    words: str
    members: tuple[str, ...]


@dataclass(slots=True)
class Layers:
    """What has been laid out so far; each field is a layer, the first one at the back."""

    rules: list[Part] = field(default_factory=list)
    panels: list[Part] = field(default_factory=list)
    bars: list[Part] = field(default_factory=list)
    ghosts: list[Part] = field(default_factory=list)
    leaders: list[Part] = field(default_factory=list)
    moons: list[Part] = field(default_factory=list)
    events: list[Part] = field(default_factory=list)
    lanes: list[Part] = field(default_factory=list)
    axis: list[Part] = field(default_factory=list)
    counted: list[Part] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    grouped: list[Counted] = field(default_factory=list)

    def groups(self) -> tuple[Group, ...]:
        """Return the layers that hold anything, from back to front."""
        names = [each.name for each in fields(self) if each.name not in ("notices", "grouped")]
        return tuple(Group(name, tuple(getattr(self, name))) for name in names if getattr(self, name))
