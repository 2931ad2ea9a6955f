"""The command of plans: simulate."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moonline.shell import (
    FILE_HELP,
    STYLES,
    check_output,
    cli,
    name_of,
    read,
    source_bytes,
    teaches,
    write_outputs,
    zone,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from timeline.dates import VagueDate
    from timeline.model import Timeline
    from timeline.odds import Odds
    from timeline.plan import Plan
    from timeline.windows import Windows

SCALES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
LONG = 20_000_000  # samples from which on a terminal shows how far it is
DAY_US = 86_400_000_000
SLIPS_DAYS = range(61)


@cli.command(epilog=FILE_HELP)
@click.argument("file")
@click.option(
    "--samples", default="100k", show_default=True, metavar="N", help="How many: 100000, 100k, 2.5M, 1G."
)
@click.option("--seed", default=0, show_default=True, metavar="S", help="The same seed, the same numbers.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@click.option(
    "--by", multiple=True, metavar="DATE", help="The chance of missing this date (may be repeated)."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="EVENT=DATE",
    help="What if: m4.launch=2028-06, m4.landing.delay=30d (may be repeated).",
)
@click.option("--now", metavar="DATE", help="What has not happened by then does so from then on.")
@click.option(
    "--event", "events", multiple=True, metavar="EVENT", help="Tell more of this one (may be repeated)."
)
@click.option(
    "--per", type=click.Choice(("day", "month", "quarter", "year")), help="The calendar periods to tell of."
)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Spread the work over N processes.")
@click.option("--cluster", metavar="ADDRESS", help="Spread it over a Dask cluster: tcp://scheduler:8786.")
@click.option("-o", "--output", "outputs", multiple=True, metavar="OUT", help="A figure: .svg, .png or .pdf.")
@click.option("--figure", default="landing", show_default=True, metavar="NAME", help="fans, landing or slip.")
@click.option(
    "--slip", metavar="EVENT", help="What is delayed in the figure slip; its mission's launch by default."
)
@click.option("--style", type=click.Choice(STYLES), default="light", show_default=True, help="How it looks.")
@click.option(
    "--size",
    metavar="SIZE",
    default="report",
    show_default=True,
    help="report, slide, square, or WxH in inches.",
)
@click.option("--tz", metavar="ZONE", help="Write the figure's times in this zone, such as Asia/Tokyo.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@teaches
def simulate(
    file: str,
    samples: str,
    seed: int,
    as_json: bool,
    by: tuple[str, ...],
    settings: tuple[str, ...],
    now: str | None,
    events: tuple[str, ...],
    per: Any,
    workers: int | None,
    cluster: str | None,
    outputs: tuple[str, ...],
    figure: str,
    slip: str | None,
    style: str,
    size: str,
    tz: str | None,
    force: bool,
) -> None:
    """Simulate the plan of a mission file: when each event happens, how sure that is, and what drives it.

    \b
    moonline simulate ispace --by 2028-12-31
    moonline simulate ispace --set m4.launch=2028-06 --set m4.landing.delay=30d
    moonline simulate m2-plan --samples 100M --workers 2 --json
    moonline simulate ispace -o landing.svg
    """  # noqa: D301
    from moonline.odds_words import bound_us, odds_record, print_odds
    from moonline.planning import first_us, with_settings
    from timeline.dates import parse

    count = parse_samples(samples)
    limits = [parse(text) for text in by]
    for limit in limits:
        bound_us(limit)
    if outputs:
        _check_outputs(outputs, figure)
    data = source_bytes(file)
    timeline = with_settings(read(file, data), settings)
    plan, windows = find_plan(timeline, file, data)
    if now is not None:
        plan = plan.since(first_us(parse(now)))
    for address in events:
        plan[address]
    with chosen_executor(workers, cluster) as executor:
        odds = _simulate(plan, windows, count, seed, executor)
        files = _figures(
            outputs, figure, style, size, tz, timeline, plan, windows, odds, events, slip, limits
        )
    write_outputs(files, force)
    if as_json:
        from moonline.records import to_json

        click.echo(to_json(odds_record(odds, limits, per)))
    elif events or not outputs:
        print_odds(odds, limits, per, events or last_events(plan))


def parse_samples(text: str) -> int:
    """Return a number of samples as people write it: 100000, 100_000, 100k, 2.5M, 1G."""
    found = re.fullmatch(r"([0-9][0-9_,]*(?:\.[0-9]+)?)\s*([kmg]?)", text.strip(), re.IGNORECASE)
    number = float(found[1].replace("_", "").replace(",", "")) * SCALES[found[2].lower()] if found else 0.0
    if not found or number != round(number) or number < 1:
        raise ValueError(f"{text!r} is no number of samples (such as 100000, 100k or 2.5M)")
    return round(number)


def find_plan(timeline: Timeline, file: str, data: bytes) -> tuple[Plan, dict[str, Windows]]:
    """Return the plan of a file and its windows; raises MissionFileError with the places of its faults."""
    from ephemeris.plan_windows import find_plan_windows
    from timeline.missionfile import located
    from timeline.plan import PlanError, read_plan

    try:
        plan = read_plan(timeline)
        return plan, find_plan_windows(plan)
    except PlanError as error:
        raise located(error.faults, data, name_of(file)) from None


def last_events(plan: Plan) -> list[str]:
    """Return the events that no other one waits for, but those that have happened: what a plan is for."""
    waited_for = {wait.address for step in plan.steps for wait in step.waits}
    return [step.address for step in plan.steps if step.address not in waited_for and not step.fixed]


@contextmanager
def chosen_executor(workers: int | None, cluster: str | None) -> Iterator[Executor | None]:
    """Give what the work is spread over: nothing, processes of this machine, or a Dask cluster."""
    if workers is not None and cluster is not None:
        raise click.UsageError("--workers and --cluster exclude each other")
    if cluster is not None:
        with _cluster(cluster) as executor:
            yield executor
    elif workers is not None and workers > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    from importlib import import_module

    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise ValueError("--cluster takes the extra cluster (pip install 'moonline[cluster]')") from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"no Dask scheduler answers at {address} (such as tcp://scheduler:8786): {error}"
        ) from None
    with client:
        yield client.get_executor()


def _simulate(
    plan: Plan, windows: dict[str, Windows], samples: int, seed: int, executor: Executor | None
) -> Odds:
    from timeline.simulate import simulate

    with _progress(samples) as tell:
        return simulate(plan, windows, samples=samples, seed=seed, executor=executor, progress=tell)


@contextmanager
def _progress(samples: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far a long run is, on a terminal."""
    if samples < LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("samples", total=samples)
        yield lambda done, _: bar.update(task, completed=done)


def _check_outputs(outputs: Sequence[str], figure: str) -> None:
    from figures.files import figure_format
    from figures.odds.figure import check_name

    check_name(figure)
    for output in outputs:
        figure_format(output)
        check_output(Path(output))


def _figures(
    outputs: Sequence[str],
    figure: str,
    style: str,
    size: str,
    tz: str | None,
    timeline: Timeline,
    plan: Plan,
    windows: dict[str, Windows],
    odds: Odds,
    events: Sequence[str],
    slip: str | None,
    limits: Sequence[VagueDate],
) -> dict[Path, bytes]:
    """Return the files of the figure that is asked for."""
    if not outputs:
        return {}
    from figures.files import figure_format, scene_bytes
    from figures.odds import default_event, make_odds_figure
    from figures.sizes import figure_size
    from figures.theme import THEMES
    from moonline.odds_words import bound_us
    from timeline.simulate import find_staircase

    event = events[0] if events else default_event(timeline, odds)
    stairs = None
    if figure == "slip":
        delayed = slip or launch_of(timeline, plan, event)
        slips = [days * DAY_US for days in SLIPS_DAYS]
        stairs = find_staircase(plan, windows, delayed, event, slips, seed=odds.seed)
    width, height = figure_size(size, style)
    scene = make_odds_figure(
        figure,
        timeline,
        odds,
        event=event,
        stairs=stairs,
        windows=windows,
        by_us=bound_us(limits[0]) if limits else None,
        theme=THEMES[style],
        width=width,
        height=height,
        tz=zone(tz),
    )
    for notice in scene.notices:
        click.echo(f"moonline: {notice}", err=True)
    theme = THEMES[style]
    return {Path(output): scene_bytes(scene, theme, figure_format(output), 200) for output in outputs}


def launch_of(timeline: Timeline, plan: Plan, event: str) -> str:
    """Return the launch of an event's mission, else the first event of the plan; what a slip is asked of."""
    kinds = {each.address: (each.kind, each.mission) for each in timeline.events}
    mission = kinds[event][1]
    launches = [step.address for step in plan.steps if kinds[step.address] == ("launch", mission)]
    return launches[0] if launches else plan.steps[0].address
