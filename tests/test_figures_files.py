import hashlib
import os
import re
import subprocess
import sys
import zlib
from io import BytesIO

import pytest

from figures.files import FORMATS, figure_format, scene_bytes, write_scene
from figures.theme import DARK, LIGHT
from timeline.version import VERSION

DRAW = """
import hashlib
from figures.files import scene_bytes
from figures.layers import Options
from figures.sky import look_up
from figures.theme import THEMES
from figures.timeline import lay_out_timeline
from timeline import load_timeline
timeline = load_timeline("ispace")
dark = Options(THEMES["dark"])
scene = lay_out_timeline(timeline, look_up(timeline.events), dark, lanes=["ispace", "m2"])
for form in ("svg", "png", "pdf"):
    print(form, hashlib.sha256(scene_bytes(scene, THEMES["dark"], form)).hexdigest())
"""
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "86400"},
)


@pytest.fixture(scope="module")
def scene(look):
    return look.laid_out(look.shipped("ispace")[0], lanes=["m2"])


@pytest.fixture(scope="module")
def png(scene):
    return scene_bytes(scene, LIGHT, "png", 100)


@pytest.fixture(scope="module")
def pdf(scene):
    return scene_bytes(scene, LIGHT, "pdf")


def test_equal_input_gives_equal_bytes_wherever_it_is_drawn(tmp_path):
    running = []
    for number, place in enumerate(PLACES):
        home = tmp_path / str(number)
        home.mkdir()
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", DRAW],
                cwd=home,
                env={**os.environ, **place},
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    said = [process.communicate(timeout=100)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert said[0] == said[1]
    assert [line.split()[0] for line in said[0].splitlines()] == ["svg", "png", "pdf"]


@pytest.mark.parametrize("form", FORMATS)
def test_equal_input_gives_equal_bytes_twice(scene, form):
    digests = {hashlib.sha256(scene_bytes(scene, LIGHT, form, 60)).hexdigest() for _ in range(2)}
    assert len(digests) == 1


def test_a_png_tells_what_it_shows_and_not_when_it_was_made(scene, png):
    from PIL import Image

    with Image.open(BytesIO(png)) as image:
        about = image.text
        assert image.size == (round(scene.width / 72 * 100), int(scene.height / 72 * 100))
    assert about["Title"] == scene.title
    assert about["Description"] == scene.description
    assert about["Software"] == f"moonline {VERSION}"
    assert "https://" in about["Source"]
    assert not {"Creation Time", "CreationDate", "date:create"} & set(about)
    assert b"tIME" not in png


def pdf_strings(pdf):
    """The document information of a PDF, read from its strings."""
    found = {}
    for name, hexed, plain in re.findall(
        rb"/(Title|Subject|Keywords|Creator|Producer|CreationDate|ModDate)\s*(?:<([0-9a-fA-F\s]*)>|\(((?:\\.|[^\\)])*)\))",
        pdf,
        re.DOTALL,
    ):
        raw = (
            bytes.fromhex(hexed.decode())
            if hexed
            else re.sub(rb"\\(\r?\n|.)", _unescaped, plain, flags=re.DOTALL)
        )
        text = raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
        found[name.decode()] = text
    return found


def _unescaped(match):
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(match[1], match[1])


def test_a_pdf_tells_what_it_shows_and_not_when_it_was_made(scene, pdf):
    about = pdf_strings(pdf)
    assert about["Title"] == scene.title
    assert about["Subject"] == scene.description
    assert about["Creator"] == f"moonline {VERSION}"
    assert "CreationDate" not in about
    assert b"/CreationDate" not in pdf
    assert b"/ModDate" not in pdf


def test_a_pdf_has_the_figure_s_size_and_type_42_fonts(scene, pdf):
    box = [float(side) for side in re.search(rb"/MediaBox \[([^\]]*)\]", pdf)[1].split()]
    assert box == pytest.approx([0, 0, scene.width, scene.height], abs=0.1)
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf


def test_a_pdf_holds_text_not_outlines(scene, pdf):
    streams = []
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            streams.append(zlib.decompressobj().decompress(pdf[match.end() :]))
        except zlib.error:
            continue
    shown = b"\n".join(streams)
    assert len(re.findall(rb"\b(?:Tj|TJ)\b", shown)) >= 50


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_words_of_any_script_and_control_characters_can_be_drawn(look, form):
    labels = ["着陸を試みる", "هبوط", "ab\nc\td", "<b>&amp;</b>", "🌕", "x" * 200]
    timeline = look.made(
        [[{"label": each, "claims": [{"date": "2025"}]} for each in labels]], title="月 (a\\b) ü"
    )
    made = scene_bytes(look.laid_out(timeline), DARK, form, 50)
    assert made.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[form])


def test_a_file_is_written_by_its_ending(scene, tmp_path):
    write_scene(scene, LIGHT, tmp_path / "a.SVG")
    assert (tmp_path / "a.SVG").read_bytes() == scene_bytes(scene, LIGHT, "svg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.SVG"]


@pytest.mark.parametrize("name", ["a", "a.jpg", "a.svgz", ".svg", "svg"])
def test_another_ending_is_refused_with_those_there_are(name, scene, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg, \.png or \.pdf"):
        write_scene(scene, LIGHT, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_formats_are_told_by_the_ending():
    assert [figure_format(f"x.y.{form.upper()}") for form in FORMATS] == list(FORMATS)


def test_a_drawing_that_fails_leaves_the_old_file(scene, tmp_path, monkeypatch):
    from figures import files

    def broken(*args):
        raise RuntimeError("no ink")

    path = tmp_path / "a.svg"
    path.write_text("the old one")
    monkeypatch.setattr(files, "to_svg", broken)
    with pytest.raises(RuntimeError, match="no ink"):
        write_scene(scene, LIGHT, path)
    assert path.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [path]
