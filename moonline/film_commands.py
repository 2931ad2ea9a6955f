"""The command that plays missions: animate."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from moonline.shell import (
    FILE_HELP,
    check_output,
    chosen_lanes,
    cli,
    read,
    teaches,
    write_outputs,
    zone,
)

if TYPE_CHECKING:
    from moonline.film import Film

SCENES = ("story", "timeline", "moon", "orrery")
STYLES = ("dark", "light", "print", "slide")
FPS = {"mp4": 30, "webm": 30}
LOOP_FPS = 20
_WELL_READ = 0.95


@cli.command(epilog=FILE_HELP)
@click.argument("file")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="OUT",
    help="A .mp4, .webm, .gif, .webp or .png file (may be repeated).",
)
@click.option("--scene", type=click.Choice(SCENES), default="story", show_default=True, help="What is shown.")
@click.option(
    "--mission", "missions", multiple=True, metavar="ID", help="Only this mission (may be repeated)."
)
@click.option(
    "--pace",
    type=click.Choice(("eventful", "even")),
    default="eventful",
    show_default=True,
    help="eventful holds at events and hurries between them.",
)
@click.option("--from", "start", metavar="DATE", help="Where the film begins in time.")
@click.option("--to", "end", metavar="DATE", help="Where the film ends in time.")
@click.option(
    "--seconds", type=float, metavar="S", help="How long it is; by default as its labels take to read."
)
@click.option("--fps", type=int, metavar="N", help="Frames a second: 30 by default, 20 for what loops.")
@click.option(
    "--size",
    default="1280x720",
    show_default=True,
    metavar="SIZE",
    help="WxH in pixels, 720p, 1080p, square or vertical.",
)
@click.option("--style", type=click.Choice(STYLES), default="dark", show_default=True, help="How it looks.")
@click.option("--tz", metavar="ZONE", help="Write times in this zone too, such as Asia/Tokyo.")
@click.option("--frame", type=int, metavar="N", help="Draw only this frame, from 0, to a .png.")
@click.option("--poster", is_flag=True, help="Write the frame that stands for it to OUT.poster.png.")
@click.option("--captions", is_flag=True, help="Write its events as captions to OUT.vtt.")
@click.option("--alt", is_flag=True, help="Print the film in words.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes for films longer than half a minute.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@teaches
def animate(file: str, outputs: tuple[str, ...], **asked: Any) -> None:
    """Play missions of a file as a film.

    GIF, WebP and PNG loop; MP4 and WebM need ffmpeg, the system's or that of the `video` extra.
    """
    from figures.film.files import film_format

    gc.enable()  # the short commands do without; a long film must not, but need not look at what stays
    gc.freeze()
    if not (outputs or asked["alt"]):
        raise click.UsageError("say where to: -o OUT.mp4, .webm, .gif, .webp or .png")
    plans = [(Path(output), film_format(output)) for output in outputs]
    if asked["frame"] is not None and any(form != "png" for _, form in plans):
        raise click.UsageError("--frame draws one picture: -o OUT.png")
    for path, _ in plans:
        for beside in _beside(path, asked):
            check_output(beside)
            if beside.exists() and not asked["force"] and asked["frame"] is None:
                raise ValueError(f"{beside} is there already (--force replaces it)")
    make = _maker(file, asked)
    for path, form in plans:
        _make_one(make(FPS.get(form, LOOP_FPS)), path, asked)
    if asked["alt"]:
        click.echo(make(FPS["mp4"]).alt)


def _maker(file: str, asked: Mapping[str, Any]) -> Callable[[int], Film]:
    """Return what plans the film that is asked for at a default number of frames a second."""
    from moonline.film import animate as plan

    timeline = read(file)
    missions = chosen_lanes(timeline, asked["missions"])
    same = {name: asked[name] for name in ("scene", "pace", "start", "end", "seconds", "size", "style")}

    def make(fps: int) -> Film:
        return plan(timeline, missions=missions, tz=zone(asked["tz"]), fps=asked["fps"] or fps, **same)

    return make


def _make_one(film: Film, path: Path, asked: Mapping[str, Any]) -> None:
    """Write a film, or the one frame that is asked for, with what goes beside it."""
    if asked["frame"] is not None:
        write_outputs({path: film.reel.frame_png(asked["frame"])}, asked["force"])
        return
    begun = time.monotonic()
    words = f"moonline: stopped; {path} was not written"
    with _stoppable() as stopped:
        try:
            with _workers(asked["workers"]) as executor, _progress(film, path) as tick:
                film.save(path, executor=executor, progress=tick)
        except (KeyboardInterrupt, Exception):
            if not stopped():
                raise
            _leave(words)
    extras = {}
    if asked["poster"]:
        extras[path.with_suffix(".poster.png")] = film.poster
    if asked["captions"]:
        extras[path.with_suffix(".vtt")] = film.captions.encode()
    write_outputs(extras, asked["force"])
    _tell(film, path, time.monotonic() - begun)


def _beside(path: Path, asked: Mapping[str, Any]) -> list[Path]:
    """Return every file that a film is to be written with."""
    extras = [
        path.with_suffix(end) for key, end in (("poster", ".poster.png"), ("captions", ".vtt")) if asked[key]
    ]
    return [path, *extras]


def _tell(film: Film, path: Path, seconds: float) -> None:
    """Say on stderr what was made, and where its labels have not the time that they take to read."""
    playback, (width, height) = film.playback, film.reel.size
    megabytes = path.stat().st_size / 1e6
    click.echo(
        f"{path}: {playback.seconds:g} s, {playback.frames} frames of {width}x{height}, "
        f"{megabytes:.1f} MB, made in {seconds:.1f} s",
        err=True,
    )
    if playback.reading < _WELL_READ:
        click.echo(
            f"moonline: labels stand for {playback.reading:.0%} of the time that they take to read "
            f"(--seconds {playback.seconds_to_read:.0f} gives them all of it)",
            err=True,
        )


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Let a request to end, as from `kill` or `timeout`, be cleaned up after like Ctrl-C; give whether one came."""
    came: list[int] = []

    def stop(number: int, frame: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    # where Ctrl-C is to be ignored, as in the background of a shell, it stays so
    numbers = [
        signal.SIGTERM,
        *([signal.SIGINT] if signal.getsignal(signal.SIGINT) != signal.SIG_IGN else []),
    ]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(words: str) -> NoReturn:
    """End at once: an interrupted import may say ImportError, and Python would end by the signal once more."""
    click.echo(words, err=True)
    sys.stderr.flush()
    os._exit(1)


@contextmanager
def _workers(count: int) -> Iterator[Executor | None]:
    """Give processes for the segments of a long film; None for one, which is this."""
    if count == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Ctrl-C is for this process, which then lets the segments under way end
    pool = ProcessPoolExecutor(count, get_context("spawn"), _leave_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _progress(film: Film, path: Path) -> Iterator[Callable[[int], None]]:
    """Show how far it is on a terminal: frames a second, and the time left."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    from figures.film.files import frames_to_draw

    class Rate(ProgressColumn):
        """Frames a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:.0f} frames/s")

    columns = [TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %")]
    with Progress(
        *columns, Rate(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(path.name, total=frames_to_draw(film.reel, path))
        yield lambda done: bar.advance(task, done)
