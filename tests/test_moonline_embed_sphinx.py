"""The Sphinx directive, in a site that is built for real."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("sphinx", reason="Sphinx is not installed")
pytest.importorskip("myst_parser", reason="MyST is not installed")

from sphinx.errors import ConfigError

from moonline.embed.sphinx import check_defaults

SITE = Path(__file__).parent / "data" / "sites" / "sphinx"
BAD = """:orphan:

Bad
===

.. moonline::
   :figure: slips

   version: 1
   title: X
   missions:
     - {id: a, nam: b}

.. moonline:: ispac

.. moonline:: slim
   :mission: m9

.. moonline:: slim

   version: 1

.. moonline::
"""


def build(source: Path, out: Path, *builders: str) -> str:
    """Build with warnings as errors of Python, each builder after the other; return what Sphinx said."""
    doctrees = ("-q", "-d", str(out / "trees"))
    runs = [["-b", name, *doctrees, str(source), str(out / name)] for name in builders]
    code = f"from sphinx.cmd.build import main\nfor run in {runs!r}:\n    main(run)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


class Images(HTMLParser):
    """The images of a page, each with the link around it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.link, self.found = "", []  # type: tuple[str, list[tuple[str, str, str]]]
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.link = named.get("href", "")
        if tag == "img":
            self.found.append((named["src"], named["alt"], self.link))


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sphinx")
    shutil.copytree(SITE, out / "site")
    assert build(out / "site", out, "html") == ""
    return out


def test_a_page_has_its_figures_with_words_captions_and_a_link_to_each(built: Path) -> None:
    page = built / "html" / "index.html"
    images = Images(page).found
    assert len(images) == 2
    for source, alt, link in images:
        assert source == link
        assert ET.fromstring((page.parent / source).read_bytes()).tag.endswith("svg")
        assert alt
    assert images[0][1].startswith("Our lander. Timeline of 2 events")
    assert images[1][1] == "SLIM from launch to its landing on its nose."
    assert re.search(r'<figure[^>]* id="plan"', page.read_text("utf-8"))
    assert "with <em>all</em> that was said" in page.read_text("utf-8")


def test_a_markdown_page_may_hold_the_mission_file_and_the_site_sets_the_zone(built: Path) -> None:
    ((_, alt, _),) = Images(built / "html" / "flight.html").found
    assert "4 May 2027 19:00 JST" in alt  # 10:00 UTC, by moonline_defaults


def test_a_figure_that_is_alive_is_a_page_of_its_own_in_a_frame(built: Path) -> None:
    html = (built / "html" / "flight.html").read_text("utf-8")
    (title, source), *others = re.findall(r'<iframe class="moonline" title="([^"]*)".* src="([^"]*)"', html)
    assert (title, others) == ("Our lander", [])
    page = (built / "html" / source).read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "Our lander" in page
    assert "Move it, search it, turn the Moon." in html


def test_latex_gets_pdf_figures_and_plain_text_gets_their_words(built: Path) -> None:
    assert build(built / "site", built, "latex", "text") == ""
    (tex,) = (built / "latex").glob("*.tex")
    named = re.findall(r"includegraphics.*?\{\{(moonline-[^}]+)\}\.pdf\}", tex.read_text("utf-8"))
    assert len(named) == 4  # what is alive in a browser stands still on paper
    for name in named:
        assert (built / "latex" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    text = " ".join((built / "text" / "index.txt").read_text("utf-8").split())
    assert "[image: Our lander. Timeline of 2 events" in text


def test_a_page_is_read_anew_when_its_file_changes_and_every_problem_is_told_in_its_place(
    built: Path,
) -> None:
    file = built / "site" / "lander.yaml"
    file.write_text(file.read_text("utf-8").replace("NET 2028-01", "NET 2028-13"), encoding="utf-8")
    (built / "site" / "bad.rst").write_text(BAD, encoding="utf-8")
    said = build(built / "site", built, "html")
    assert "Traceback" not in said
    at = {(page, int(line)): text for page, line, text in re.findall(r"(\w+)\.rst:(\d+): ERROR: (.*)", said)}
    assert at["index", 8].startswith(
        "lander.yaml:19:9: missions[0].events[1].date: 'NET 2028-13' is not a date"
    )
    assert at["bad", 6].startswith("bad.rst:12:8: missions[0]: 'name' is missing")
    assert "bad.rst:12:16: missions[0].nam: unknown key 'nam' (did you mean 'name'?)" in said
    assert "did you mean 'ispace'?" in at["bad", 14]
    assert "no mission 'm9' in this file" in at["bad", 16]
    assert "one of the two" in at["bad", 19]
    assert "name a mission file after `moonline::`" in at["bad", 23]


def test_a_bad_default_of_the_site_is_told() -> None:
    config: Any = SimpleNamespace(moonline_defaults={"styl": "dark"})
    with pytest.raises(
        ConfigError, match=r"moonline_defaults in conf.py: unknown option 'styl' \(did you mean"
    ):
        check_defaults(None, config)
