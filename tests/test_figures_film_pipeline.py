"""From a stage's patches to files: frames put right by rectangles, planes, loops, video, and what goes wrong."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from figures.film import encode_ffmpeg, encode_segments
from figures.film.apng import png_bytes
from figures.film.captions import find_chapters
from figures.film.deltas import dissolve_frames
from figures.film.encode_ffmpeg import EncodingError
from figures.film.files import Reel, film_format, frames_to_draw, write_film
from figures.film.frames import Canvas, Converter, as_rgb, changed, frame_rgb, frame_size
from figures.film.palette import find_palette
from figures.film.playback import Playback, plan_playback
from figures.film.stage import Colours, IndexedPatch, Moment, Patch
from figures.film.yuv import indexed_to_yuv, to_yuv
from timeline.missionfile import load_timeline

WIDTH, HEIGHT = 96, 64
FFMPEG = shutil.which("ffmpeg")
needs_ffmpeg = pytest.mark.skipif(FFMPEG is None, reason="no ffmpeg on the PATH (apt install ffmpeg)")


class Ball:
    """A stage: a disc that crosses a gradient every other frame, and a block that is kept while it stands."""

    width, height = WIDTH, HEIGHT

    def __init__(self) -> None:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
        self.still = np.stack([x * 2, y * 3, x + y], axis=-1).astype(np.uint8)
        self.blocks = [Patch(8, 8, np.full((10, 12, 3), level, np.uint8)) for level in (40, 200)]

    def paint(self, moment: Moment) -> tuple[Patch, ...]:
        left = moment.frame // 2 * 2 % (WIDTH - 24)
        y, x = np.mgrid[0:24, 0:24] - 11.5
        background = self.still[20:44, left : left + 24]
        disc = np.where((x * x + y * y < 120)[..., None], np.uint8(230), background)
        return (self.blocks[moment.frame // 10 % 2], Patch(left, 20, disc))


def playback_of(seconds: float = 2.0, fps: int = 20) -> Playback:
    return plan_playback(load_timeline("ispace"), ["m2"], seconds=seconds, fps=fps)


def reel_of(seconds: float = 2.0, fps: int = 20) -> Reel:
    return Reel(Ball, (WIDTH, HEIGHT), playback_of(seconds, fps), "A film")


def probe(path: Path) -> dict[str, object]:
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-show_chapters"]
    told = subprocess.run([*command, "-of", "json", str(path)], capture_output=True, check=True, timeout=60)
    return dict(json.loads(told.stdout))


def decoded(path: Path, form: str = "yuv420p") -> np.ndarray:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", form, "-"]
    told = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return np.frombuffer(told.stdout, np.uint8)


# frames


@st.composite
def shows(draw: st.DrawFn) -> list[tuple[Patch, ...]]:
    """Frames of patches that overlap, come, go, stay and change places."""
    even = st.integers(0, 8).map(lambda number: 2 * number)
    stock = []
    for level in range(draw(st.integers(1, 6))):
        width, height = (2 * draw(st.integers(1, 6)) for _ in range(2))
        pixels = np.full((height, width, 3), 30 * level + 20, np.uint8)
        stock.append(Patch(draw(even), draw(even), pixels))
    frame = st.lists(st.sampled_from(stock), unique_by=id, max_size=len(stock)).map(tuple)
    return draw(st.lists(frame, min_size=1, max_size=8))


@given(shows())
@settings(max_examples=80, deadline=None)
def test_a_canvas_put_right_is_the_frame_drawn_alone(frames: list[tuple[Patch, ...]]) -> None:
    still = np.zeros((40, 40, 3), np.uint8)
    for convert in (as_rgb, to_yuv):
        converter = Converter(convert)
        canvas = Canvas(convert(still), converter)
        for patches in frames:
            canvas.show(patches)
            alone = still.copy()
            for patch in patches:
                height, width = patch.rgb.shape[:2]
                alone[patch.y : patch.y + height, patch.x : patch.x + width] = patch.rgb
            planes = np.concatenate([plane.ravel() for plane in convert(alone)])
            assert np.array_equal(canvas.data, planes)


@given(shows())
@settings(max_examples=40, deadline=None)
def test_all_that_differs_lies_in_the_changed_rectangle(frames: list[tuple[Patch, ...]]) -> None:
    canvas = Canvas((np.zeros((40, 40, 3), np.uint8),), Converter(as_rgb))
    shown: tuple[Patch, ...] = ()
    for patches in frames:
        before = canvas.planes[0].copy()
        canvas.show(patches)
        rectangle = changed(shown, patches)
        differs = (before != canvas.planes[0]).any(axis=-1)
        if rectangle is not None:
            left, top, right, bottom = rectangle
            differs[top:bottom, left:right] = False
        assert not differs.any()
        shown = patches


def test_a_patch_that_comes_again_is_converted_once() -> None:
    calls = []
    converter = Converter(lambda rgb: calls.append(rgb.shape) or (rgb,))
    patch = Patch(0, 0, np.zeros((4, 4, 3), np.uint8))
    canvases = [Canvas((np.zeros((8, 8, 3), np.uint8),), converter) for _ in range(3)]
    for canvas in canvases * 2:
        canvas.show((patch,))
    assert calls == [(4, 4, 3)]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_planes_are_bt709_in_limited_range(seed: int) -> None:
    # Recommendation ITU-R BT.709-6, items 3.2 to 3.4: https://www.itu.int/rec/R-REC-BT.709
    rgb = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    red, green, blue = np.moveaxis(rgb / 255, 2, 0)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    y, cb, cr = to_yuv(rgb)
    assert np.abs(y - (219 * luma + 16)).max() <= 0.51

    def middle(plane: np.ndarray) -> np.ndarray:
        return plane.reshape(3, 2, 4, 2).mean(axis=(1, 3))

    assert np.abs(cb - (224 * middle(blue - luma) / 1.8556 + 128)).max() <= 0.51
    assert np.abs(cr - (224 * middle(red - luma) / 1.5748 + 128)).max() <= 0.51


@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_planes_of_numbered_colours_are_those_of_the_colours(seed: int, width: int, height: int) -> None:
    draw = np.random.default_rng(seed)
    colours = Colours(draw.integers(0, 256, (65_536, 3), np.uint8))
    patch = IndexedPatch(0, 0, draw.integers(0, 65_536, (2 * height, 2 * width), np.uint16), colours)
    assert np.array_equal(patch.rgb, colours.rgb[patch.numbers])
    for mine, theirs in zip(indexed_to_yuv(patch.numbers, colours), to_yuv(patch.rgb), strict=True):
        assert np.array_equal(mine, theirs)


def test_more_colours_than_have_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="65537 colours"):
        Colours(np.zeros((65_537, 3), np.uint8))


@pytest.mark.parametrize("level", [0, 17, 128, 255])
def test_greys_have_no_colour(level: int) -> None:
    y, cb, cr = to_yuv(np.full((2, 2, 3), level, np.uint8))
    assert abs(int(y[0, 0]) - (16 + 219 * level / 255)) <= 0.51
    assert (int(cb[0, 0]), int(cr[0, 0])) == (128, 128)


@pytest.mark.parametrize(
    ("size", "sides"), [("1280x720", (1280, 720)), ("square", (1080, 1080)), ("1080p", (1920, 1080))]
)
def test_sizes_by_name_and_number(size: str, sides: tuple[int, int]) -> None:
    assert frame_size(size) == sides


@pytest.mark.parametrize(
    ("size", "said"),
    [("641x360", "odd side.*642x360"), ("wide", "unknown size"), ("99999x2", "out of reach")],
)
def test_no_size_is_changed_silently(size: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        frame_size(size)


def test_a_stage_of_odd_sides_is_refused() -> None:
    stage = Ball()
    stage.still = stage.still[:-1]
    with pytest.raises(ValueError, match="odd side"):
        Converter(as_rgb).still(stage)


# loops


@pytest.mark.parametrize("ending", [".gif", ".png", ".webp"])
def test_a_loop_shows_the_frames_at_their_times_and_returns_to_its_start(tmp_path: Path, ending: str) -> None:
    reel, path = reel_of(), tmp_path / f"film{ending}"
    ticks: list[int] = []
    write_film(reel, path, tick=ticks.append)
    assert sum(ticks) == frames_to_draw(reel, path) == 40 + 10
    expected = [reel.frame(number) for number in range(40)]
    off = {".png": 0, ".gif": 24, ".webp": 40}[ending]  # 128 colours for ramps of all hues
    with Image.open(path) as film:
        assert film.info["loop"] == 0
        at, seen = 0.0, 0
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            frame = round(at / 50)
            shown = np.asarray(film.convert("RGB")).astype(int)
            if frame < 40:
                error = np.abs(shown - expected[frame])
                assert error.max() <= off or np.percentile(error, 99) <= off / 2
                seen += 1
            at += film.info["duration"]
        assert at == pytest.approx(2500)
        assert seen >= 20
    first, last = expected[0].astype(int), expected[-1].astype(int)
    # the last frame shown is nearly the first again: no more of the way is left than one step of it
    assert np.abs(shown - first).mean() <= 0.1 * np.abs(last - first).mean() + off / 5


def test_a_loop_writes_only_what_changes(tmp_path: Path) -> None:
    write_film(reel_of(), tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as film:
        assert film.n_frames < 40 + dissolve_frames(reel_of().playback)  # every other frame stands for two


def test_the_colours_of_a_gif_are_the_nearest_of_its_palette() -> None:
    palette = find_palette(Ball(), playback_of())
    rgb = np.random.default_rng(1).integers(0, 64, (50, 50, 3)).astype(np.uint8) * 4
    (found,) = palette.indices(rgb)
    distances = ((rgb[:, :, None].astype(float) - palette.colours.astype(float)) ** 2).sum(axis=-1) ** 0.5
    chosen = np.take_along_axis(distances, found[..., None].astype(int), axis=-1)[..., 0]
    assert (chosen - distances.min(axis=-1)).max() <= 6  # cut to six bits a channel


def test_a_gif_faster_than_browsers_play_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at most"):
        write_film(reel_of(fps=60), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_frame_as_png_is_the_frame_and_says_what_it_is() -> None:
    reel = reel_of()
    with Image.open(io.BytesIO(png_bytes(reel.frame(3), reel.words))) as image:
        assert np.array_equal(np.asarray(image), reel.frame(3))
        assert image.text["Title"] == "A film"
        assert "Landing attempt, 5 Jun 2025 19:17 UTC, failure" in image.text["Description"]


@pytest.mark.parametrize("ending", [".gif", ".png", ".webp", ".mp4", ".webm"])
def test_two_runs_give_the_same_file(tmp_path: Path, ending: str) -> None:
    if ending in (".mp4", ".webm") and FFMPEG is None:
        pytest.skip("no ffmpeg on the PATH (apt install ffmpeg)")
    for name in ("one", "other"):
        write_film(reel_of(), tmp_path / f"{name}{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"other{ending}").read_bytes()


# video


@needs_ffmpeg
@pytest.mark.parametrize(("ending", "codec"), [(".mp4", "h264"), (".webm", "vp9")])
def test_ffprobe_agrees_on_frames_length_colour_and_chapters(tmp_path: Path, ending: str, codec: str) -> None:
    reel, path = reel_of(), tmp_path / f"film{ending}"
    write_film(reel, path)
    told = probe(path)
    video = next(stream for stream in told["streams"] if stream["codec_type"] == "video")
    assert video["codec_name"] == codec
    assert (video["width"], video["height"], video["pix_fmt"]) == (WIDTH, HEIGHT, "yuv420p")
    assert (video["nb_read_frames"], video["r_frame_rate"]) == ("40", "20/1")
    assert float(video["start_time"]) == 0
    assert float(told["format"]["duration"]) == pytest.approx(2.0, abs=0.001)
    assert {video[key] for key in ("color_space", "color_transfer", "color_primaries")} == {"bt709"}
    assert video["color_range"] == "tv"
    tags = {key.lower(): value for key, value in told["format"]["tags"].items()}
    assert tags["title"] == "A film"
    assert tags["comment"] == reel.alt
    chapters = [(float(each["start_time"]), each["tags"]["title"]) for each in told["chapters"]]
    assert chapters == [
        (pytest.approx(each.start_s, abs=0.001), each.title)
        for each in find_chapters(reel.playback, "A film")
    ]


@needs_ffmpeg
def test_the_film_begins_playing_before_it_is_all_there(tmp_path: Path) -> None:
    write_film(reel_of(), tmp_path / "a.mp4")
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@needs_ffmpeg
def test_what_goes_to_the_encoder_is_the_frames_drawn_alone() -> None:
    reel = reel_of()
    written: list[bytes] = []

    class Listener:
        def write_frame(self, frame: np.ndarray) -> None:
            written.append(frame.tobytes())

    encode_segments.pour(Ball(), reel.playback, range(40), Listener(), lambda done: None)
    for number in (0, 1, 17, 39):
        alone = np.concatenate([plane.ravel() for plane in to_yuv(reel.frame(number))])
        # the pieces were converted apart, on even edges: not a level differs
        assert written[number] == bytes(alone)


@needs_ffmpeg
def test_the_film_looks_like_its_frames(tmp_path: Path) -> None:
    reel = reel_of()
    write_film(reel, tmp_path / "a.mp4")
    frames = decoded(tmp_path / "a.mp4").reshape(40, -1)
    for number in (0, 20, 39):
        alone = np.concatenate([plane.ravel() for plane in to_yuv(reel.frame(number))])
        assert np.abs(frames[number].astype(int) - alone).mean() < 2.5


@needs_ffmpeg
@pytest.mark.parametrize("ending", [".mp4", ".webm"])
def test_segments_join_without_a_seam_and_any_executor_gives_the_same_bytes(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode_segments, "SEGMENT_SECONDS", 1)
    reel = reel_of(seconds=3.5)
    here = tmp_path / f"here{ending}"
    write_film(reel, here)
    for workers in (1, 3):
        path = tmp_path / f"{workers}{ending}"
        with ThreadPoolExecutor(workers) as executor:
            ticks: list[int] = []
            write_film(reel, path, executor, ticks.append)
        assert sum(ticks) == 70
        assert path.read_bytes() == here.read_bytes()
    told = probe(here)
    video = next(stream for stream in told["streams"] if stream["codec_type"] == "video")
    assert (video["nb_read_frames"], video["r_frame_rate"]) == ("70", "20/1")
    assert float(told["format"]["duration"]) == pytest.approx(3.5, abs=0.001)
    frames = decoded(here).reshape(70, -1)
    for number in (19, 20, 21, 60, 69):
        alone = np.concatenate([plane.ravel() for plane in to_yuv(reel.frame(number))])
        assert np.abs(frames[number].astype(int) - alone).mean() < 4


# what goes wrong


class Trap(Ball):
    """A stage that does something at a frame."""

    def __init__(self, act: object) -> None:
        super().__init__()
        self.act = act

    def paint(self, moment: Moment) -> tuple[Patch, ...]:
        if moment.frame == 20:
            self.act()
        return super().paint(moment)


@needs_ffmpeg
def test_a_killed_encoder_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    start = encode_ffmpeg.subprocess.Popen

    def popen(*args: object, **kwargs: object) -> object:
        process = start(*args, **kwargs)
        pids.append(process.pid)
        return process

    monkeypatch.setattr(encode_ffmpeg.subprocess, "Popen", popen)
    trap = Trap(lambda: os.kill(pids[0], signal.SIGKILL))
    (tmp_path / "a.mp4").write_bytes(b"the film before")
    reel = Reel(lambda: trap, (WIDTH, HEIGHT), playback_of(20.0, 60), "A film")
    with pytest.raises(EncodingError, match=r"stopped from outside \(signal 9\); no film was written"):
        write_film(reel, tmp_path / "a.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_bytes() == b"the film before"


@needs_ffmpeg
def test_a_fault_where_frames_are_converted_is_not_swallowed(tmp_path: Path) -> None:
    odd = Ball()
    odd.blocks = [Patch(8, 8, np.zeros((10, 12), np.uint8))] * 2
    reel = Reel(lambda: odd, (WIDTH, HEIGHT), playback_of(), "A film")
    with pytest.raises(ValueError, match="could not broadcast"):
        write_film(reel, tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


@needs_ffmpeg
@pytest.mark.parametrize("ending", [".mp4", ".webm", ".gif", ".png", ".webp"])
def test_an_interrupted_film_leaves_nothing(tmp_path: Path, ending: str) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    trap = Trap(interrupt)
    reel = Reel(lambda: trap, (WIDTH, HEIGHT), playback_of(), "A film")
    with pytest.raises(KeyboardInterrupt):
        write_film(reel, tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


@needs_ffmpeg
def test_what_the_encoder_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = tmp_path / "ffmpeg"
    fails.write_text("#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 1\n")
    fails.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(
        EncodingError, match="the encoder failed; no film was written: Unknown encoder libx264"
    ):
        write_film(reel_of(), tmp_path / "a.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["ffmpeg"]


def test_without_ffmpeg_video_says_how_to_get_it_and_loops_still_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(__import__("sys").modules, "imageio_ffmpeg", None)
    with pytest.raises(ValueError, match=r"pip install 'moonline\[video\]'"):
        write_film(reel_of(), tmp_path / "a.mp4")
    for ending in (".gif", ".webp", ".png"):
        write_film(reel_of(seconds=0.5), tmp_path / f"a{ending}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gif", "a.png", "a.webp"]


def test_an_unknown_ending_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'a\.avi' has no ending that a film can have \(\.mp4, \.webm"):
        film_format("a.avi")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere") as caught:
        write_film(reel_of(), tmp_path / "nowhere" / "a.gif")
    assert caught.value.filename == str(tmp_path / "nowhere" / "a.gif")


def test_a_film_ten_times_as_long_takes_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for seconds in (4.0, 40.0):
        reel = reel_of(seconds)
        reel.stage.paint(reel.playback.moment(0))
        tracemalloc.start()
        write_film(reel, tmp_path / f"{seconds}.gif")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


def test_a_frame_alone_is_the_same_in_any_order() -> None:
    stage, playback = Ball(), playback_of()
    forth = [frame_rgb(stage, playback.moment(number)) for number in range(40)]
    back = [frame_rgb(stage, playback.moment(number)) for number in reversed(range(40))]
    assert all(np.array_equal(one, other) for one, other in zip(forth, reversed(back), strict=True))
