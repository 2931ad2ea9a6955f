"""What a change of a plan did to its odds: both plans simulated with the same luck, event by event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from figures.odds.words import TOLD, days_words, share_words
from moonline.diff_words import length_words
from moonline.records import Record, iso

if TYPE_CHECKING:
    from datetime import tzinfo

    from timeline.model import Timeline
    from timeline.odds import EventOdds, Odds

QUANTILES = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}
_US_PER_DAY = 86_400_000_000
SMALL_US = 3_600_000_000  # of a move of even odds: less is not told in the table
SMALL_SHARE = 0.0005


@dataclass(frozen=True, slots=True)
class OddsChange:
    """The odds of one event in both plans; None in the plan that has it not."""

    address: str
    label: str
    before: EventOdds | None
    after: EventOdds | None

    def moved_us(self, share: float = 0.5) -> int | None:
        """Return by how much a quantile moved, later positive; None where either has none."""
        ends = [None if odds is None else odds.quantile(share) for odds in (self.before, self.after)]
        return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]

    @property
    def happens_by(self) -> float | None:
        """By how much the chance grew that it happens at all; None where only one plan has it."""
        if self.before is None or self.after is None:
            return None
        return _chance(self.after) - _chance(self.before)


def simulated(name: str, data: bytes, timeline: Timeline, samples: int, seed: int) -> Odds:
    """Return the odds of a timeline's plan.

    Raises ValueError that names the file where it has no plan, MissionFileError with the faults of the plan.
    """
    from ephemeris.plan_windows import find_plan_windows
    from timeline.missionfile import located
    from timeline.plan import PlanError, has_plan, read_plan
    from timeline.simulate import simulate

    if not has_plan(timeline):
        raise ValueError(
            f"{name} has no plan to simulate (--odds needs `after:` in both; see moonline simulate)"
        )
    try:
        plan = read_plan(timeline)
        return simulate(plan, find_plan_windows(plan), samples=samples, seed=seed)
    except PlanError as error:
        raise located(error.faults, data, name) from None


def odds_changes(before: Odds, after: Odds) -> list[OddsChange]:
    """Return the odds of each event of either plan, in the order of the later one, what is gone last."""
    old, new = ({event.address: event for event in odds.events} for odds in (before, after))
    addresses = dict.fromkeys((*new, *old))
    return [
        OddsChange(each, (new.get(each) or old[each]).label, old.get(each), new.get(each))
        for each in addresses
    ]


def _chance(odds: EventOdds) -> float:
    return odds.happened / odds.samples


def odds_record(before: Odds, after: Odds) -> Record:
    """Return both odds as plain values: instants in UTC, moves in days."""
    return {
        "samples": after.samples,
        "seed": after.seed,
        "events": {change.address: _change_record(change) for change in odds_changes(before, after)},
    }


def _change_record(change: OddsChange) -> Record:
    return {
        "from": _event_record(change.before),
        "to": _event_record(change.after),
        **{f"{name}_days": _days(change.moved_us(share)) for name, share in QUANTILES.items()},
        "mean_days": _days(_mean_move(change)),
        "chance": None if change.happens_by is None else round(change.happens_by, 9) + 0.0,
    }


def _mean_move(change: OddsChange) -> int | None:
    ends = [None if odds is None else odds.mean_us for odds in (change.before, change.after)]
    return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]


def _days(us: int | None) -> float | None:
    return None if us is None else round(us / _US_PER_DAY, 5) + 0.0


def _event_record(odds: EventOdds | None) -> Record | None:
    if odds is None:
        return None
    found = {name: iso(odds.quantile(share)) for name, share in QUANTILES.items()}
    return {**found, "mean": iso(odds.mean_us), "never": odds.never / odds.samples}


def print_odds(before: Odds, after: Odds, tz: tzinfo | None) -> None:
    """Print what a change did to the odds as a table on stdout."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from moonline.tables import make_console

    head = Text(f"the odds, in {after.samples:,} samples of both plans, seed {after.seed}", "bold")
    table = Table(title=head, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("event", no_wrap=True)
    for name, ratio in (("what", 2), ("P10 · P50 · P90 were", 3), ("are", 3), ("what moved", 3)):
        table.add_column(name, ratio=ratio, min_width=10)
    for change in odds_changes(before, after):
        cells: Iterable[Any] = (Text(_when(odds, tz)) for odds in (change.before, change.after))
        words = Text("\n".join(move_lines(change)), _style(change))
        table.add_row(Text(change.address, "dim"), Text(change.label), *cells, words)
    console = make_console()
    console.print()
    console.print(table)


def _when(odds: EventOdds | None, tz: tzinfo | None) -> str:
    return "–" if odds is None else " · ".join(days_words([odds.quantile(share) for share in TOLD], tz))


def _style(change: OddsChange) -> str:
    moved = change.moved_us(TOLD[-1]) or change.moved_us() or 0
    return "" if abs(moved) < SMALL_US else "red" if moved > 0 else "green"


def move_lines(change: OddsChange) -> Iterator[str]:
    """Say by how much the quantiles moved, and how much likelier or less likely it has become at all."""
    if change.before is None or change.after is None:
        yield "only in the new plan" if change.before is None else "no longer in the plan"
        return
    moves = {share: _moved_words(change, share) for share in TOLD}
    if len(set(moves.values())) == 1:
        yield f"all {moves[TOLD[0]]}"
    else:
        yield from (f"P{100 * share:.0f} {words}" for share, words in moves.items())
    if abs(change.happens_by or 0.0) >= SMALL_SHARE:
        were, are = (share_words(_chance(odds)) for odds in (change.before, change.after))
        yield f"happens in {are} of the samples, not {were}"


def _moved_words(change: OddsChange, share: float) -> str:
    assert change.after is not None
    moved = change.moved_us(share)
    if moved is None:
        return "never" if change.after.quantile(share) is None else "no longer never"
    if abs(moved) < SMALL_US:
        return "as it was"
    return f"{length_words(abs(moved))} {'later' if moved > 0 else 'earlier'}"
