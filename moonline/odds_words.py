"""The odds of a plan as records and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moonline.records import iso
from timeline.edtf import DAY, MONTHS, SECOND, civil_from_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.dates import VagueDate
    from timeline.odds import EventOdds, Length, Odds

Record = dict[str, Any]
SHARES = {"p5": 0.05, "p10": 0.10, "p50": 0.50, "p80": 0.80, "p90": 0.90, "p95": 0.95}
WIDE = 100  # columns of a terminal that have room for every quantile
NARROW = ("p5", "p50", "p95")
BAR = 24  # characters of a whole chance
STRONGEST = 5


def odds_record(odds: Odds, by: Sequence[VagueDate], length: Length | None) -> Record:
    """Return the odds of every event as plain values; instants in ISO 8601, UTC; counts of samples."""
    events = {each.address: event_record(each, by, length) for each in odds.events}
    return {"title": odds.title, "samples": odds.samples, "seed": odds.seed, "events": events}


def event_record(odds: EventOdds, by: Sequence[VagueDate], length: Length | None) -> Record:
    """Return the odds of one event; a quantile that is never reached is null."""
    return {
        "label": odds.label,
        **{key: iso(odds.quantile(share)) for key, share in SHARES.items()},
        "mean": iso(None if odds.mean_us is None else odds.mean_us // SECOND * SECOND),
        "first": iso(odds.first_us),
        "last": iso(odds.last_us),
        "never": odds.never,
        "no_window": odds.late,
        "not_taken": odds.skipped,
        "no_window_until": iso(odds.until_us) if odds.late else None,
        "missed": {date.text: round(1.0 - odds.chance_by(bound_us(date)), 9) for date in by},
        "periods": {each.text: round(each.share, 9) for each in odds.periods(length)},
        "waiting": {
            "samples": odds.waited,
            "mean_days": round(odds.wait_us / DAY / odds.happened, 6) if odds.happened else None,
            "lunations": round(odds.lunations_lost, 6),
        },
        "windows": [
            {"start": iso(w.start_us), "end": iso(w.end_us), "used": w.used, "waited": w.waited}
            for w in odds.windows
        ],
        "drivers": [
            {"input": d.key, "event": d.event, "rank_correlation": d.correlation, "swing_days": d.swing_days}
            for d in odds.drivers
        ],
    }


def bound_us(date: VagueDate) -> int:
    """Return the instant that a date given as a limit ends at: that date is in time still."""
    us = date.middle_us if date.is_instant else date.latest_us
    if us is None:
        raise ValueError(f"--by takes a date with an end, not {date.text!r} (such as 2028-12-31)")
    return us


def print_odds(odds: Odds, by: Sequence[VagueDate], length: Length | None, shown: Sequence[str]) -> None:
    """Print a table of every event, and for those shown when, why, and what waiting cost."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from moonline.tables import make_console

    console = make_console()
    title = f"{odds.title}: {odds.samples:,} samples, seed {odds.seed}"
    table = Table(title=Text(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    shares = SHARES if console.width >= WIDE else {key: SHARES[key] for key in NARROW}
    table.add_column("event", no_wrap=True)
    for name in shares:
        table.add_column(name.upper(), justify="right", style="bold" if name == "p50" else "")
    table.add_column("never", justify="right")
    for date in by:
        table.add_column(f"misses {date.text}", justify="right")
    for each in odds.events:
        table.add_row(*_cells(each, by, shares.values()))
    console.print(table)
    for address in shown:
        for line in event_lines(odds[address], length):
            console.print(Text(line), soft_wrap=True)


def _cells(odds: EventOdds, by: Sequence[VagueDate], shares: Iterable[float]) -> list[str]:
    days = [instant_words(odds.quantile(share), exact=False) for share in shares]
    misses = [percent(1.0 - odds.chance_by(bound_us(date))) for date in by]
    return [odds.address, *days, percent(odds.never / odds.samples) if odds.never else "", *misses]


def instant_words(us: int | None, exact: bool = True) -> str:
    """Say an instant: its day, and to the minute where that is asked for."""
    if us is None:
        return "never"
    year, month, day = civil_from_days(us // DAY)
    minutes = us % DAY // 60_000_000
    return f"{day} {MONTHS[month - 1][:3]} {year}" + (
        f" {minutes // 60:02}:{minutes % 60:02}" if exact else ""
    )


def percent(share: float) -> str:
    """Say a share in per cent: none and all only where it is so."""
    if 0.0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1.0:
        return ">99.9%"
    return f"{share * 100:.1f}%" if 0.0 < share < 0.0995 or 0.9 < share < 1.0 else f"{share * 100:.0f}%"


def event_lines(odds: EventOdds, length: Length | None) -> list[str]:
    """Say of one event when it happens, what makes it late, and what waiting for a window costs."""
    lines = ["", f"{odds.label} ({odds.address})"]
    told = [f"{key.upper()} {instant_words(odds.quantile(share))}" for key, share in SHARES.items()]
    lines += (
        [f"  {', '.join(told)}", f"  mean {instant_words(odds.mean_us)}, all in UTC"] if odds.happened else []
    )
    periods = [period for period in odds.periods(length) if period.share > 0.0]
    for period in periods:
        lines.append(f"  {period.text:<10} {percent(period.share):>6}  {'█' * round(period.share * BAR)}")
    lines += _never_lines(odds)
    if odds.windows:
        lines += _window_lines(odds)
    if odds.drivers:
        lines.append("  driven by (rank correlation; later in its highest tenth than in its lowest)")
    for driver in odds.drivers[:STRONGEST]:
        lines.append(f"  {driver.correlation:+7.2f}  {driver.swing_days:+8.1f} d  {driver.key}")
    return lines


def _never_lines(odds: EventOdds) -> list[str]:
    lines = []
    if odds.late and odds.until_us is not None:
        until = instant_words(odds.until_us, exact=False)
        lines.append(
            f"  no window until {until}: {odds.late:,} samples ({percent(odds.late / odds.samples)})"
        )
    elif odds.late:
        lines.append(
            f"  what it waits for finds no window: {odds.late:,} samples ({percent(odds.late / odds.samples)})"
        )
    if odds.skipped:
        lines.append(f"  another branch: {odds.skipped:,} samples ({percent(odds.skipped / odds.samples)})")
    return lines


def _window_lines(odds: EventOdds) -> list[str]:
    if not odds.happened:
        return []
    waited, days = odds.waited / odds.happened, odds.wait_us / DAY / odds.happened
    cost = f", {odds.lunations_lost:.2f} lunations" if odds.light else ""
    what = "light" if odds.light else "a window"
    used = len(odds.windows)
    return [
        f"  {used} window{'s' * (used != 1)} used; {percent(waited)} waited for {what}, "
        f"{days:.1f} days on average{cost}"
    ]
