"""Timelines in notebooks: the table that they show themselves as, and the magics."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import moonline as ml
from moonline.html_table import timeline_html, timeline_text
from timeline.missionfile import parse_timeline

pytest.importorskip("IPython", reason="IPython is not installed")

SITE = Path(__file__).parent / "data" / "sites" / "notebook"
CELL = """version: 1
title: In a cell
missions:
  - id: a
    name: Lander
    events:
      - {id: launch, kind: launch, label: Launch, date: 2027-05-04}
      - {id: landing, kind: landing_attempt, label: Landing, date: NET 2027-06, outcome: planned}
"""


class Checker(HTMLParser):
    """Notes the tags and the text of HTML, and holds that every tag closes in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(name="shell", scope="module")
def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(history_length=0)
    shell.history_manager.enabled = False
    yield shell
    InteractiveShell.clear_instance()


def run(shell: Any, cell: str) -> Any:
    return shell.run_cell(cell, store_history=False, silent=False)


def test_every_event_has_a_row_with_its_date_its_moon_and_its_sources() -> None:
    timeline = ml.load("ispace")
    found = Checker(timeline_html(timeline))
    rows = [attributes for tag, attributes in found.tags if tag == "tr"]
    assert len(rows) == 1 + len(timeline.lanes) + len(timeline.events)
    assert sum(tag == "svg" for tag, _ in found.tags) == sum(e.date is not None for e in timeline.events)
    text = " ".join(found.words)
    for event in timeline.events:
        assert event.label in text
    assert "5 Jun 2025 19:17 UTC" in text
    assert "waxing gibbous, 75 % lit" in text
    heads = [attributes for tag, attributes in found.tags if tag == "th"]
    assert all(attributes["scope"] in ("col", "rowgroup") for attributes in heads)
    cited = {source for event in timeline.events for source in event.source_ids}
    assert sum(tag == "li" for tag, _ in found.tags) == len(cited)


def test_nothing_that_a_file_says_becomes_markup() -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    source = {"title": evil, "publisher": "</table>", "url": "https://example.org/\"onclick='alert(1)"}
    lane = {"id": "a", "name": evil, "vehicle": evil, "operator": "</th>"}
    event = {"id": "x", "label": "</td><script>", "date": "2027", "source": "s"}
    plain = {"version": 1, "title": evil, "sources": {"s": source}, "missions": [lane | {"events": [event]}]}
    text = json.dumps(plain)
    timeline = parse_timeline(text)
    html = timeline_html(timeline)
    found = Checker(html)
    assert {tag for tag, _ in found.tags} <= {
        *("table", "caption", "strong", "thead", "tbody", "tr", "th", "td", "small"),
        *("svg", "path", "details", "summary", "ol", "li", "a"),
    }
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    assert timeline.title in "".join(found.words)


def test_a_timeline_of_thousands_shows_the_first_and_says_so() -> None:
    events = "\n".join(f"      - {{id: e{i}, label: E{i}, date: 2027}}" for i in range(1000))
    timeline = parse_timeline(CELL.partition("    events:")[0] + "    events:\n" + events)
    found = Checker(timeline_html(timeline))
    assert sum(tag == "tr" for tag, _ in found.tags) == 2 + 400
    assert "1,000 events, the first 400 here" in " ".join(found.words)
    assert len(timeline_text(timeline).splitlines()) == 2 + 400


def test_a_running_shell_shows_a_timeline_as_a_table_and_as_text(shell: Any) -> None:
    done = run(shell, "import moonline as ml, importlib\nimportlib.reload(ml)\nml.load('slim')")
    assert done.success
    bundle, _ = shell.display_formatter.format(done.result)
    assert bundle["text/html"].startswith("<table")
    first, *lines = bundle["text/plain"].splitlines()
    assert first.startswith("SLIM")
    assert any("Landing" in line and "19 Jan 2024 15:20 UTC" in line for line in lines)


def test_a_cell_of_yaml_becomes_its_figure(shell: Any) -> None:
    run(shell, "%load_ext moonline")
    done = run(shell, f"%%timeline --style dark --keep kept --alt 'In words'\n{CELL}")
    assert done.success
    bundle, _ = shell.display_formatter.format(done.result)
    assert bundle["text/plain"] == "In words"
    assert "<desc" in bundle["image/svg+xml"]
    assert "In words" in bundle["image/svg+xml"]
    assert "#11151a" in bundle["image/svg+xml"]  # the paper of the dark style
    assert shell.user_ns["kept"].title == "In a cell"


def test_a_line_draws_a_shipped_mission(shell: Any) -> None:
    run(shell, "%load_ext moonline")
    done = run(shell, "%timeline slim --figure moons --mission slim")
    assert done.success
    assert "SLIM" in done.result.alt


def test_a_figure_that_is_alive_is_a_frame_with_its_words_beside_it(shell: Any) -> None:
    run(shell, "%load_ext moonline")
    done = run(shell, f"%%timeline --alive --alt 'In words'\n{CELL}")
    assert done.success
    bundle, _ = shell.display_formatter.format(done.result)
    assert bundle["text/html"].startswith('<iframe class="moonline" title="In a cell"')
    assert bundle["text/plain"] == "In words"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (f"%%timeline\n{CELL.replace('2027-05-04', '2027-5-4')}", "cell:8:51: missions[0].events[0].date:"),
        (f"%%timeline\n{CELL.replace('label: Landing', 'lable: Landing')}", "did you mean 'label'?"),
        (f"%%timeline --figure slip\n{CELL}", "did you mean slips?"),
        (f"%%timeline --colour red\n{CELL}", "unrecognized arguments: --colour"),
        (f"%%timeline --mission b\n{CELL}", "no mission 'b' in this file"),
        (f"%%timeline --tz Mars\n{CELL}", "unknown time zone 'Mars'"),
        (f"%%timeline slim\n{CELL}", "name a mission file after %timeline, or write one below"),
        ("%timeline", "name a mission file after %timeline"),
        ("%timeline slimm", "did you mean 'slim'?"),
        ("%timeline 'slim", "closing quotation"),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(
    shell: Any, cell: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, "%load_ext moonline")
    capsys.readouterr()
    done = run(shell, cell)
    assert not done.success  # a notebook that runs from top to bottom stops here
    told = "".join(capsys.readouterr())
    assert said.lower() in told.lower()
    assert "Traceback" not in told
    assert 'File "' not in told


def test_every_problem_of_a_cell_is_told_at_once_at_its_line(
    shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, "%load_ext moonline")
    run(shell, f"%%timeline\n{CELL.replace('2027-05-04', '2027-13').replace('planned', 'plannned')}")
    lines = re.findall(r"^cell:(\d+):\d+: ", capsys.readouterr().out, re.M)
    assert lines == ["8", "9"]


def test_the_help_names_every_option(shell: Any) -> None:
    run(shell, "%load_ext moonline")
    text = shell.find_line_magic("timeline").__doc__
    for option in ("--figure", "--mission", "--style", "--size", "--tz", "--now", "--no-breaks", "--keep"):
        assert option in text


def test_without_ipython_nothing_of_it_is_imported() -> None:
    code = "import sys, moonline; print([m for m in ('IPython', 'moonline.notebook') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_sample_notebook_runs_and_shows_its_figures() -> None:
    """Run as Jupyter runs it: in a kernel of its own, from top to bottom."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    book = nbformat.read(SITE / "landing.ipynb", as_version=4)
    nbclient.NotebookClient(book, timeout=60, resources={"metadata": {"path": str(SITE)}}).execute()
    shown = [output for cell in book.cells for output in cell.get("outputs", []) if "data" in output]
    kinds = [sorted(output["data"]) for output in shown]
    assert ["text/html", "text/plain"] in kinds
    assert kinds.count(["image/svg+xml", "text/plain"]) >= 2
    assert all(output["data"]["text/plain"] for output in shown)


def test_the_quarto_page_runs_as_its_notebook(
    shell: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quarto runs the cells of a page in a kernel; where it is not installed they run here."""
    monkeypatch.chdir(SITE)
    page = (SITE / "landing.qmd").read_text("utf-8")
    cells = re.findall(r"^```\{python\}\n(.*?)^```", page, re.S | re.M)
    assert len(cells) >= 3
    shown = []
    for cell in cells:
        done = run(shell, cell)
        assert done.success, capsys.readouterr().out
        shown += [] if done.result is None else [shell.display_formatter.format(done.result)[0]]
    assert any("text/html" in bundle for bundle in shown)
    assert any("image/svg+xml" in bundle for bundle in shown)


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_the_quarto_page_is_built_the_way_quarto_builds_it(tmp_path: Path) -> None:
    """Run its cells in a kernel, as a notebook, and have pandoc write what came of it: that is Quarto's way too."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    page = re.sub(r"\A---\n.*?^---\n", "", (SITE / "landing.qmd").read_text("utf-8"), flags=re.S | re.M)
    pieces = re.split(r"^```\{python\}\n(.*?)^```\n", page, flags=re.S | re.M)
    kinds = (nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell)
    book = nbformat.v4.new_notebook(cells=[kinds[k % 2](text) for k, text in enumerate(pieces)])
    nbclient.NotebookClient(book, timeout=60, resources={"metadata": {"path": str(SITE)}}).execute()
    nbformat.write(book, tmp_path / "landing.ipynb")
    command = ["pandoc", "landing.ipynb", "-o", "landing.html", "--standalone", "--extract-media", "media"]
    subprocess.run([*command, "--metadata", "title=Landing"], cwd=tmp_path, check=True, capture_output=True)
    html = (tmp_path / "landing.html").read_text("utf-8")
    drawn = re.findall(r'src="(media/[^"]+\.svg)"', html)
    assert len(drawn) == 2
    assert all("moonline-title" in (tmp_path / each).read_text("utf-8") for each in drawn)
    assert "<table" in html
    assert "Traceback" not in html


@pytest.mark.skipif(shutil.which("quarto") is None, reason="quarto is not installed")
def test_quarto_renders_the_page(tmp_path: Path) -> None:
    shutil.copytree(SITE, tmp_path, dirs_exist_ok=True)
    subprocess.run(["quarto", "render", "landing.qmd"], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "landing.html").read_text("utf-8")
    assert page.count("moonline-title") >= 2
    assert "SLIM, from launch to its landing on its nose." in page
