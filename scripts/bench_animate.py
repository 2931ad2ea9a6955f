"""How fast a film is made, beside matplotlib's own animation of the same scene and the encoder alone, in turn.

The encoder alone gets the same frames, made beforehand, by the same ffmpeg command; what is measured is the
writing of the film, with its stage ready.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import moonline as ml
from figures.film.encode_commands import FORMS, film_command
from figures.film.encode_ffmpeg import Encoder
from figures.film.encode_segments import pour
from figures.film.files import write_film
from figures.film.naive import draw_naively, naive_figure

MARKS = {"naive": 15.0, "encoder": 0.5, "gif": 8.0, "bytes": 0.4, "memory": 400}


def new_film(seconds: float, fps: int = 30) -> ml.Film:
    """Return the film of the marks with its stage made, and nothing drawn yet."""
    film = ml.animate(ml.load("ispace"), missions=["m2"], seconds=seconds, fps=fps, size="1280x720")
    _ = film.reel.stage
    return film


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def naively(film: ml.Film, path: Path, frames: range) -> float:
    """Return the seconds a frame of FuncAnimation.save on the same scene, whole figures drawn anew."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.animation import FFMpegWriter, FuncAnimation, PillowWriter

    stage, playback = film.reel.stage, film.playback
    figure, axes = naive_figure(stage)
    shown: list[Any] = []

    def draw(frame: int) -> list[Any]:
        shown[:] = draw_naively(stage, axes, playback.moment(frame), shown)
        return shown

    if path.suffix == ".gif":
        writer: Any = PillowWriter(fps=playback.fps)
    else:
        options = [*FORMS["mp4"].codec[2:], "-pix_fmt", "yuv420p"]
        writer = FFMpegWriter(fps=playback.fps, codec="libx264", extra_args=options)
    animation = FuncAnimation(figure, draw, frames=frames, init_func=lambda: [], cache_frame_data=False)
    return timed(lambda: animation.save(path, writer=writer, dpi=figure.dpi)) / len(frames)


class _Keeper:
    """Takes frames as an encoder does and keeps them in a file."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def write_frame(self, frame: Any) -> None:
        self.file.write(frame)


def made_beforehand(film: ml.Film, path: Path) -> None:
    """Write all frames of a film as the encoder takes them."""
    with path.open("wb") as file:
        pour(film.reel.stage, film.playback, range(film.playback.frames), _Keeper(file), lambda done: None)  # type: ignore[arg-type]


def encoder_alone(film: ml.Film, frames: Path, folder: Path) -> float:
    """Return the seconds a frame of the encoder on frames made beforehand."""
    import mmap

    words, out = folder / "about.txt", folder / "encoder.mp4"
    words.write_text(";FFMETADATA1\n")
    command = film_command(FORMS["mp4"], *film.reel.size, film.playback.fps, words, out)
    size = film.reel.size[0] * film.reel.size[1] * 3 // 2

    def encode() -> None:
        with (
            frames.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
            memoryview(data) as view,
            Encoder(command) as encoder,
        ):
            for number in range(film.playback.frames):
                encoder.write(view[number * size : (number + 1) * size])

    return timed(encode) / film.playback.frames


def peak_memory(seconds: float, folder: Path) -> float:
    """Return the most MiB that a whole `moonline animate` holds, its encoder's with it."""
    out = folder / "memory.mp4"
    asked = ["--mission", "m2", "--seconds", str(seconds), "-o", str(out), "--force"]
    process = subprocess.Popen(
        [sys.executable, "-m", "moonline", "animate", "ispace", *asked], stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(_resident(pid) for pid in (process.pid, *_children(process.pid))))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"moonline animate failed for a film of {seconds} s")
    return peak


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def video(rounds: int, seconds: float, every: int, folder: Path) -> None:
    """Print frames a second of all three, in turn, and how they compare."""
    frames = folder / "frames.yuv"
    film = new_film(seconds)
    made_beforehand(film, frames)
    taken: dict[str, list[float]] = {"naive": [], "moonline": [], "encoder": []}
    for _ in range(rounds):
        some = range(0, film.playback.frames, every)
        taken["naive"].append(naively(new_film(seconds), folder / "naive.mp4", some))
        ready = new_film(seconds)
        spent = timed(lambda: write_film(ready.reel, folder / "moonline.mp4"))  # noqa: B023 - called at once
        taken["moonline"].append(spent / film.playback.frames)
        taken["encoder"].append(encoder_alone(film, frames, folder))
    frames.unlink()
    rate = {name: 1 / median(each) for name, each in taken.items()}
    print(f"{film.playback.frames} frames of 1280x720, story of M2, frames/s, median of {rounds}")
    print(f"  {'FuncAnimation.save, x264':<34} {rate['naive']:7.1f}   (every {every}th frame)")
    print(f"  {'moonline animate':<34} {rate['moonline']:7.1f}")
    print(f"  {'the encoder alone':<34} {rate['encoder']:7.1f}")
    print(
        f"  moonline / FuncAnimation {rate['moonline'] / rate['naive']:6.1f}  (mark: at least {MARKS['naive']:g})"
    )
    print(
        f"  moonline / encoder       {rate['moonline'] / rate['encoder']:6.2f}  (mark: at least {MARKS['encoder']:g})"
    )
    size = (folder / "moonline.mp4").stat().st_size
    print(f"  the film: {size / 1e6:.2f} MB")


def gif(seconds: float, fps: int, folder: Path) -> None:
    """Print frames a second and bytes of both GIFs of the whole film."""
    film = new_film(seconds, fps)
    spent = timed(lambda: write_film(film.reel, folder / "moonline.gif")) / film.playback.frames
    naive = naively(new_film(seconds, fps), folder / "naive.gif", range(film.playback.frames))
    ours, theirs = ((folder / f"{name}.gif").stat().st_size for name in ("moonline", "naive"))
    print(f"{film.playback.frames} frames as GIF")
    print(f"  {'FuncAnimation.save, PillowWriter':<34} {1 / naive:7.1f} frames/s  {theirs / 1e6:7.2f} MB")
    print(f"  {'moonline animate':<34} {1 / spent:7.1f} frames/s  {ours / 1e6:7.2f} MB")
    print(f"  speed {naive / spent:6.1f}  (mark: at least {MARKS['gif']:g})")
    print(f"  bytes {ours / theirs:6.2f}  (mark: at most {MARKS['bytes']:g})")


def memory(folder: Path) -> None:
    """Print the most memory of a short film and of a long one."""
    for seconds in (10, 100):
        peak = peak_memory(seconds, folder)
        print(
            f"  memory of a film of {seconds:>3} s, encoder and all: {peak:4.0f} MiB  (mark: under {MARKS['memory']})"
        )


def main() -> None:
    """Measure the video, the GIF and the memory, or those that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["video", "gif", "memory"], help="video, gif, memory")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every", type=int, default=10, help="the naive way draws one of so many frames")
    parser.add_argument("--fps", type=int, default=30, help="of the GIF")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "video" in asked.what:
            video(asked.rounds, asked.seconds, asked.every, folder)
        if "gif" in asked.what:
            gif(asked.seconds, asked.fps, folder)
        if "memory" in asked.what:
            memory(folder)


if __name__ == "__main__":
    main()
