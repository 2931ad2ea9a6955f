"""`moonline animate` and `ml.animate`: from a mission file to a film, and how it is told, stopped and shown."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import moonline as ml
from figures.film.frames import Canvas, Converter, frame_rgb
from figures.film.yuv import indexed_to_yuv, to_yuv
from moonline.cli import cli

FFMPEG, CHROMIUM = shutil.which("ffmpeg"), shutil.which("chromium")
needs_ffmpeg = pytest.mark.skipif(FFMPEG is None, reason="no ffmpeg on the PATH (apt install ffmpeg)")
SMALL = ("--mission", "m2", "--size", "480x270", "--seconds", "1.5", "--fps", "10")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["animate", *map(str, words)])


@cache
def film() -> ml.Film:
    return ml.animate(ml.load("ispace"), missions=["m2"], size="480x270", seconds=1.5, fps=10)


# the command


@needs_ffmpeg
def test_a_film_with_its_poster_and_captions(tmp_path: Path) -> None:
    out = tmp_path / "m2.mp4"
    done = run("ispace", *SMALL, "-o", out, "--poster", "--captions")
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    assert re.match(r".*m2\.mp4: 1\.5 s, 15 frames of 480x270, \d\.\d MB, made in \d+\.\d s\n", done.stderr)
    assert re.search(
        r"labels stand for \d+% of the time that they take to read \(--seconds \d+ gives", done.stderr
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m2.mp4", "m2.poster.png", "m2.vtt"]
    assert out.read_bytes()[4:8] == b"ftyp"
    assert (tmp_path / "m2.vtt").read_text("utf-8").startswith("WEBVTT\n\n00:00:00.")
    with Image.open(tmp_path / "m2.poster.png") as poster:
        assert poster.size == (480, 270)
        assert "Landing attempt, 5 Jun 2025 19:17 UTC, failure" in poster.text["Description"]


@pytest.mark.parametrize("ending", ["gif", "webp", "png"])
def test_a_loop_at_its_own_pace(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"m2.{ending}"
    done = run("ispace", "--mission", "m2", "--size", "480x270", "--seconds", "0.5", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert "0.5 s, 10 frames of 480x270" in done.stderr
    with Image.open(out) as loop:
        assert (loop.size, loop.info["loop"]) == ((480, 270), 0)
        assert loop.n_frames > 5


def test_one_frame_is_that_of_the_film(tmp_path: Path) -> None:
    out = tmp_path / "frame.png"
    done = run("ispace", *SMALL, "--frame", 7, "-o", out)
    assert (done.exit_code, done.stderr) == (0, "")
    with Image.open(out) as image:
        assert np.array_equal(np.asarray(image), film().frame(7))


def test_the_film_in_words_needs_no_file(tmp_path: Path) -> None:
    done = run("ispace", *SMALL, "--alt")
    assert done.exit_code == 0
    assert "Film of 1.5 seconds, 7 events: Launch, 15 Jan 2025 06:11:39 UTC, success;" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ispace"], 2, "say where to: -o OUT.mp4"),
        (["ispace", "-o", "a.avi"], 1, "'a.avi' has no ending that a film can have (.mp4, .webm"),
        (["ispace", "-o", "nowhere/a.gif"], 1, "nowhere is no folder"),
        (["ispace", "-o", "a.gif", "--mission", "m9"], 1, "no mission 'm9' in this file"),
        (
            ["ispace", "-o", "a.gif", "--size", "641x361"],
            1,
            "has an odd side, which video cannot hold (such as 642x362)",
        ),
        (["ispace", "-o", "a.gif", "--size", "big"], 1, "unknown size 'big'"),
        (["ispace", "-o", "a.gif", "--tz", "Asia/Tokio"], 1, "did you mean Asia/Tokyo?"),
        (["ispace", "-o", "a.gif", "--from", "2026", "--to", "2025"], 1, "before it begins"),
        (["ispace", "-o", "a.gif", "--from", "whenever"], 1, "cannot read 'whenever' as a date"),
        (["ispace", "-o", "a.gif", "--seconds", "0"], 1, "a film of 0 s cannot be made"),
        (["ispace", "-o", "a.gif", "--fps", "500"], 1, "out of reach (1 to 120)"),
        (["ispace", "-o", "a.gif", "--fps", "60"], 1, "(--fps 50 at most)"),
        (["ispace", "-o", "a.png", "--frame", "99999999"], 1, "there is no frame 99999999"),
        (["ispace", "-o", "a.gif", "--frame", "1"], 2, "--frame draws one picture: -o OUT.png"),
        (["ispace", "-o", "a.gif", "--scene", "opera"], 2, "'opera' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_mend(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_without_force(tmp_path: Path) -> None:
    out, poster = tmp_path / "a.gif", tmp_path / "a.poster.png"
    poster.write_bytes(b"mine")
    done = run("ispace", *SMALL, "-o", out, "--poster")
    assert done.exit_code == 1
    assert "a.poster.png is there already (--force replaces it)" in done.stderr
    assert not out.exists()
    assert run("ispace", *SMALL, "-o", out, "--poster", "--force").exit_code == 0
    assert poster.read_bytes().startswith(b"\x89PNG")


def playing(folder: Path) -> subprocess.Popen[str]:
    """A film that takes a while, with frames on their way to the encoder."""
    words = ["animate", "ispace", "--mission", "m2", "--size", "1080p", "--seconds", "29", "-o", "film.mp4"]
    # where the tests run in the background, what they start would not hear Ctrl-C
    heard = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "moonline", *words], cwd=folder, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, heard)
    until = time.monotonic() + 60
    while not any(path.suffix == ".mp4" for path in folder.iterdir()):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until
        time.sleep(0.02)
    return process


@needs_ffmpeg
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_film_that_is_stopped_leaves_nothing_and_says_so(tmp_path: Path, number: signal.Signals) -> None:
    process = playing(tmp_path)
    time.sleep(0.3)
    process.send_signal(number)
    told = process.communicate(timeout=30)[1]
    assert (process.returncode, told) == (1, "moonline: stopped; film.mp4 was not written\n")
    assert list(tmp_path.iterdir()) == []


@needs_ffmpeg
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the encoder is found through /proc")
def test_a_film_whose_encoder_is_killed_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    process = playing(tmp_path)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 30
    while not (found := children.read_text().split()):
        assert time.monotonic() < until
        time.sleep(0.02)
    os.kill(int(found[0]), signal.SIGKILL)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == 1
    assert told == "moonline: the encoder was stopped from outside (signal 9); no film was written\n"
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_is_told_how_far_it_is(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no terminals to pretend to be here")
    ours, theirs = pty.openpty()
    words = ["animate", "ispace", *SMALL, "-o", "film.gif"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, "-m", "moonline", *words],
        cwd=tmp_path,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=environment,
    )
    os.close(theirs)
    told = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while piece := os.read(ours, 4096):
            told += piece
    os.close(ours)
    assert process.communicate(timeout=30)[0] == b""
    assert process.returncode == 0
    assert b"film.gif" in told
    assert re.search(rb"\d+ frames/s", told)
    assert re.search(rb"\d:\d\d:\d\d", told)  # the time left
    assert b"made in" in told


def test_help_imports_nothing_that_draws() -> None:
    code = "import sys; from moonline.cli import cli; cli(['animate', '--help'], standalone_mode=False); "
    code += "print(sorted({'numpy', 'matplotlib', 'skyfield', 'rich', 'PIL'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# from Python


def test_what_cannot_be_planned_is_said() -> None:
    ispace = ml.load("ispace")
    with pytest.raises(ValueError, match="unknown scene 'opera'"):
        ml.animate(ispace, scene="opera")
    with pytest.raises(ValueError, match="unknown style 'neon'"):
        ml.animate(ispace, style="neon")
    with pytest.raises(KeyError, match="no mission 'm9'"):
        ml.animate(ispace, missions=["m9"])


def test_a_film_knows_its_frames_and_its_words() -> None:
    assert film().playback.frames == 15
    assert film().frame(0).shape == (270, 480, 3)
    assert film().frame(0).dtype == np.uint8
    assert "7 events" in film().alt
    assert film().captions.startswith("WEBVTT")


def test_its_stage_can_be_made_in_another_process() -> None:
    again = pickle.loads(pickle.dumps(film().reel.recipe))()
    assert np.array_equal(frame_rgb(again, film().playback.moment(9)), film().frame(9))


@pytest.mark.parametrize("scene", ["story", "timeline", "moon", "orrery"])
def test_frames_put_right_one_after_another_are_the_frames_drawn_alone(scene: str) -> None:
    asked = {"scene": scene, "size": "480x270", "seconds": 1.5, "fps": 10, "tz": ZoneInfo("Asia/Tokyo")}
    one = ml.animate(ml.load("ispace"), missions=["m2"], **asked)
    converter = Converter(to_yuv, indexed_to_yuv)
    canvas = Canvas(converter.still(one.reel.stage), converter)
    stage = one.reel.recipe()
    for number in range(one.playback.frames):
        canvas.show(one.reel.stage.paint(one.playback.moment(number)))
        if number % 4 == 0:
            alone = frame_rgb(stage, one.playback.moment(number))
            assert np.array_equal(canvas.data, np.concatenate([plane.ravel() for plane in to_yuv(alone)]))


@needs_ffmpeg
def test_in_a_notebook_it_is_video_with_captions_and_a_still(tmp_path: Path) -> None:
    bundle = film()._repr_mimebundle_()
    page = bundle["text/html"]
    video = re.search(r'<source src="data:video/mp4;base64,([^"]+)" type="video/mp4">', page)
    assert video
    film().save(tmp_path / "film.mp4")
    assert base64.b64decode(video[1]) == (tmp_path / "film.mp4").read_bytes()
    assert '<track kind="captions"' in page
    assert 'aria-label="Hakuto-R Mission 2' in page
    with Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))) as still:
        assert still.size == (480, 270)
    assert bundle["text/plain"] == film().alt


def test_where_no_video_can_be_made_it_is_a_still_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    page = ml.Film(film().reel)._repr_html_()
    assert page.startswith('<img src="data:image/png;base64,')
    assert 'alt="Hakuto-R Mission 2' in page
    assert "<video" not in page


# in a browser

SEEK = """async () => {
  const video = document.querySelector('video');
  if (video.readyState < 1) await new Promise(done => video.addEventListener('loadedmetadata', done));
  const seek = second => new Promise(done => {
    video.addEventListener('seeked', () => done(video.currentTime), {once: true});
    video.currentTime = second;
  });
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const at = await seek(1.25);
  canvas.getContext('2d').drawImage(video, 0, 0);
  const shown = canvas.toDataURL('image/png').split(',')[1];
  const back = await seek(0.25);
  const track = document.querySelector('track')?.track;
  if (track) { track.mode = 'showing'; await new Promise(done => setTimeout(done, 300)); }
  return {duration: video.duration, width: video.videoWidth, height: video.videoHeight, at, back, shown,
          cues: track ? [...(track.cues || [])].map(cue => cue.text) : []};
}"""


@needs_ffmpeg
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (apt install chromium)")
def test_a_browser_reports_its_length_and_size_seeks_and_shows_its_frames(tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="no playwright (pip install playwright)")
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "page.html"
    page_file.write_text(f"<!doctype html><title>Film</title>{film()._repr_html_()}", "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        told = page.evaluate(SEEK)
        browser.close()
    assert told["duration"] == pytest.approx(1.5, abs=0.01)
    assert (told["width"], told["height"]) == (480, 270)
    assert (told["at"], told["back"]) == (1.25, 0.25)
    with Image.open(io.BytesIO(base64.b64decode(told["shown"]))) as image:
        shown = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(shown - film().frame(12)).mean() < 3  # its colours are read as they were meant
    assert np.abs(shown - film().frame(0)).mean() > np.abs(shown - film().frame(12)).mean()
    assert "Landing attempt, 5 Jun 2025 19:17 UTC, failure" in told["cues"]
    assert json.dumps(told["cues"]).count("UTC") >= 6
