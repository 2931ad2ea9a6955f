"""The fence for MkDocs and Zensical, alone and in a site that both build for real."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from moonline.embed.mkdocs import figure

SITE = Path(__file__).parent / "data" / "sites" / "mkdocs"
BLOCK = """version: 1
title: In a block
missions:
  - {id: a, name: Lander, events: [{id: launch, label: Launch, date: 2027}]}
"""


def fence(source: str = "", **options: str) -> str:
    return figure(source, "moonline", "moonline", options, None)


def test_a_block_becomes_a_figure_that_fits_its_column() -> None:
    html = fence(BLOCK, caption="Below & beyond", figure="timeline")
    assert html.startswith('<figure class="moonline"')
    assert '<svg style="max-width:100%;height:auto"' in html
    assert html.endswith("<figcaption>Below &amp; beyond</figcaption></figure>")


def test_a_file_is_named_from_the_site_s_folder_or_its_docs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.yaml").write_text(BLOCK, encoding="utf-8")
    assert "In a block" in fence(file="a.yaml")
    (tmp_path / "a.yaml").write_text(BLOCK.replace("a block", "the folder"), encoding="utf-8")
    assert "In the folder" in fence(file="a.yaml")
    assert "SLIM" in fence(file="slim")


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        (BLOCK.replace("2027", "2027-13"), {}, "block:4:64: missions[0].events[0].date"),
        (BLOCK, {"file": "slim"}, "name a mission file"),
        ("", {}, "name a mission file"),
        (BLOCK, {"figur": "slips"}, "did you mean 'figure'?"),
        ("", {"file": "slin"}, "did you mean 'slim'?"),
        (BLOCK.replace("title: In a block", "title: [<script>"), {}, "block:"),
    ],
)
def test_a_problem_is_shown_in_its_place_and_logged(
    source: str, options: dict[str, str], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    html = fence(source, **options)
    assert "admonition failure" in html
    assert "<script>" not in html
    (record,) = caplog.records
    assert (record.levelname, record.name) == ("WARNING", "mkdocs.plugins.moonline")
    assert said in record.getMessage()


def build(site: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=site,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


@pytest.mark.parametrize("command", [("mkdocs", "build", "--strict", "-q"), ("zensical", "build")])
def test_the_sample_site_is_built_with_its_figures(site: Path, command: tuple[str, ...]) -> None:
    for needed in (command[0], "pymdownx"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed")
    done = build(site, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (site / "site" / "index.html").read_text("utf-8")
    figures = re.findall(r"<figure class=\"?moonline.*?</figure>", page, re.S)
    assert len(figures) == 3
    assert "admonition failure" not in page
    assert "The plan, with all that was said of it." in figures[0]
    assert "SLIM from launch to its landing on its nose." in figures[1]
    assert "4 May 2027 10:00 UTC" in figures[2]
    ids = re.findall(r'\bid="?([\w.-]+)', "".join(figures))
    assert len(ids) == len(set(ids))


def test_a_strict_build_fails_where_a_figure_does(site: Path) -> None:
    pytest.importorskip("mkdocs", reason="MkDocs is not installed")
    config = (
        (site / "mkdocs.yml").read_text("utf-8").replace("  name: material\n  font: false", "  name: mkdocs")
    )
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    page = '# A\n\n```moonline file="lander.yaml" figure="slip"\n```\n'
    (site / "docs" / "index.md").write_text(page, encoding="utf-8")
    done = build(site, "mkdocs", "build", "--strict")
    assert done.returncode != 0
    assert "did you mean slips?" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
