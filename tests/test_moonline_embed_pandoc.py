"""The pandoc filter, alone and in documents that pandoc builds for real."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from moonline.embed.pandoc import as_figure, main

SITE = Path(__file__).parent / "data" / "sites" / "pandoc"
PANDOC = shutil.which("pandoc")
NEEDS_PANDOC = pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
TWO, THREE = [1, 22, 2], [1, 23, 1]
BLOCK = """version: 1
title: In a block
missions:
  - {id: a, name: Lander, events: [{id: launch, label: Launch, date: 2027}]}
"""


def code(text: str, *classes: str, **pairs: str) -> dict[str, Any]:
    return {"t": "CodeBlock", "c": [["here", ["moonline", *classes], [list(p) for p in pairs.items()]], text]}


def svg_in(target: str) -> str:
    kind, _, data = target.partition(";base64,")
    assert kind == "data:image/svg+xml"
    return base64.b64decode(data).decode()


def test_in_pandoc_3_a_block_becomes_a_figure_with_its_words_and_caption() -> None:
    made = as_figure(code(BLOCK, caption="Below", width="50%"), "html5", THREE)
    assert made["t"] == "Figure"
    (name, _, _), (_, caption), (plain,) = made["c"]
    (image,) = plain["c"]
    (_, classes, pairs), alt, (target, _) = image["c"]
    assert (name, classes, pairs) == ("here", ["moonline"], [["width", "50%"]])
    assert caption[0]["c"][0]["c"] == "Below"
    assert alt[0]["c"].startswith("In a block. Timeline of 1 event")
    assert "In a block" in svg_in(target)


def test_before_it_becomes_an_image_alone_in_its_paragraph() -> None:
    made = as_figure(code(BLOCK), "html", TWO)
    (image,) = made["c"]
    assert (made["t"], image["t"], image["c"][2][1]) == ("Para", "Image", "")
    captioned = as_figure(code(BLOCK, caption="Below"), "html", TWO)["c"][0]["c"]
    assert captioned[1] == [{"t": "Str", "c": "Below"}]
    assert captioned[2][1] == "fig:"
    assert dict(captioned[0][2])["alt"].startswith("In a block")


def test_latex_gets_a_file_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = as_figure(code(BLOCK), "latex", TWO)["c"][0]["c"][2][0]
    assert (tmp_path / target).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (code(BLOCK.replace("2027", "2027-13")), "block:4:64: missions[0].events[0].date"),
        (code(BLOCK, file="slim"), "name a mission file"),
        (code(" "), "name a mission file"),
        (code("", file="slin"), "did you mean 'slim'?"),
        (code(BLOCK, figur="slips"), "did you mean 'figure'?"),
    ],
)
def test_a_problem_is_told(block: dict[str, Any], said: str) -> None:
    with pytest.raises((ValueError, OSError), match=r".") as caught:
        as_figure(block, "html", THREE)
    assert said in str(caught.value)


def test_office_files_get_a_picture_beside_them_for_its_address_is_read_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    image = as_figure(code(BLOCK), "pptx", THREE)["c"][2][0]["c"][0]
    (target, title), alt = image["c"][2], image["c"][1][0]["c"]
    assert title == alt
    assert (tmp_path / target).read_bytes().startswith(b"\x89PNG")
    for writer, told in (("pptx", "fig:In a block. Timeline"), ("html", "fig:")):
        captioned = as_figure(code(BLOCK, caption="Below"), writer, TWO)["c"][0]["c"]
        assert captioned[2][1].startswith(told)


def test_where_pandoc_tells_a_block_s_place_a_problem_stands_at_the_page_s_line() -> None:
    wrong = BLOCK.replace("2027", "2027-13")
    with pytest.raises(ValueError, match=r"^report\.md:24:66: "):
        as_figure(code(wrong, **{"data-pos": "report.md@20:3-25:1"}), "html", TWO)
    with pytest.raises(ValueError, match=r"^document:5:64: "):
        as_figure(code(wrong, **{"data-pos": "1:1-6:1"}), "html", TWO)


def filtered(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the filter writes for a document."""
    written = io.BytesIO()
    text = json.dumps(document, ensure_ascii=False).encode()
    monkeypatch.setattr(sys, "argv", ["moonline-pandoc", "html"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), "ascii"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii", write_through=True))
    main()
    return written.getvalue().decode()


def test_only_our_blocks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    other = {"t": "CodeBlock", "c": [["", ["yaml"], []], "a: 1"]}
    para = {"t": "Para", "c": [{"t": "Str", "c": "月 moonline"}]}
    nested = {"t": "BulletList", "c": [[para, code(BLOCK)], [other]]}
    head = {"pandoc-api-version": THREE, "meta": {"title": {"t": "MetaString", "c": "A"}}}
    made = json.loads(filtered({**head, "blocks": [para, nested, other]}, monkeypatch))
    assert {key: made[key] for key in head} == head
    assert made["blocks"][0] == para
    assert made["blocks"][2] == other
    assert [block["t"] for block in made["blocks"][1]["c"][0]] == ["Para", "Figure"]
    assert made["blocks"][1]["c"][1] == [other]


def test_every_problem_is_told_at_once_by_its_block(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"t": "BulletList", "c": [[code("", file="nowhere")]]}
    blocks = [wrong, code(BLOCK), code("version: 2\ntitle: A")]
    with pytest.raises(SystemExit) as stopped:
        filtered({"pandoc-api-version": THREE, "meta": {}, "blocks": blocks}, monkeypatch)
    assert stopped.value.code == 1
    told = re.findall(r"^moonline block (\d): (\w+)", capsys.readouterr().err, re.M)
    assert told == [("1", "no"), ("3", "block")]


@pytest.fixture(name="report", scope="module")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pandoc")
    shutil.copytree(SITE, folder, dirs_exist_ok=True)
    plan = (folder / "report.md").read_text("utf-8").partition("A mission that ships")[0]
    (folder / "plan.md").write_text(plan, encoding="utf-8")  # one figure, for formats that take long
    program = folder / "moonline-pandoc"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m moonline.embed.pandoc "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return folder


def convert(folder: Path, form: str, page: str = "report.md") -> bytes:
    assert PANDOC
    out = folder / f"out.{form}"
    subprocess.run(
        [PANDOC, page, "-s", "--filter", "./moonline-pandoc", "-o", out.name],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return out.read_bytes()


@NEEDS_PANDOC
def test_pandoc_makes_a_page_of_one_file(report: Path) -> None:
    page = convert(report, "html").decode()
    found = re.findall(r'<img\s[^>]*src="([^"]*)"[^>]*>', page)
    assert len(found) == 3
    titles = [re.findall("<title[^>]*>(.*?)</title>", svg_in(target))[0] for target in found]
    assert titles[0] == "Our lander"
    assert "<figcaption" in page
    assert 'alt="SLIM from launch to its landing on its nose."' in page


@NEEDS_PANDOC
def test_pandoc_makes_a_word_file_with_pictures_and_their_words(report: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(convert(report, "docx", "plan.md"))) as file:
        (picture,) = (name for name in file.namelist() if name.endswith(".png"))
        assert file.read(picture).startswith(b"\x89PNG")
        words = file.read("word/document.xml").decode()
    assert 'descr="Our lander. Timeline of 2 events' in words
    assert "The plan, with all that was said of it." in re.sub("<[^>]+>", "", words)


@NEEDS_PANDOC
def test_pandoc_makes_latex_with_its_figures_beside_it(report: Path) -> None:
    tex = convert(report, "tex", "plan.md").decode()
    named = re.findall(r"\\includegraphics(?:\[[^]]*\])?\{(moonline-figures/[^}]+)\}", tex)
    assert len(named) == 1
    assert (report / named[0]).read_bytes().startswith(b"%PDF")
